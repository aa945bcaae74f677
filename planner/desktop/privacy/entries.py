"""Entries of the ledger: a table of them, and what one of them holds."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from planner.desktop.words import long_day, tr
from planner.services import verifying

PLACE = Qt.ItemDataRole.UserRole


def action_words() -> dict[str, str]:
    """Return what was done, for each action that the ledger names."""
    return {
        "imported": tr("Customers imported"),
        "refreshed": tr("Customers counted again"),
        "recut": tr("Customers cut into other groups"),
        "drafted": tr("Campaign started"),
        "edited": tr("Campaign edited"),
        "checked": tr("Campaign checked"),
        "approved": tr("Campaign approved"),
        "withdrawn": tr("Approval withdrawn"),
        "lapsed": tr("Check and approval ended"),
        "retired": tr("Campaign retired"),
        "exported": tr("List exported"),
        "campaign-exported": tr("Campaign marked as exported"),
        "policy-changed": tr("Policy changed"),
        "scopes-changed": tr("Consent scopes changed"),
        "audience-saved": tr("Audience saved"),
        "audience-forgotten": tr("Saved audience forgotten"),
    }


class EntryTable(QTreeWidget):
    """Every entry, the newest first; only those that hold the words one looks for."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Entries of the ledger"))
        self.setHeaderLabels([tr("No."), tr("When"), tr("What was done"), tr("About"), tr("By")])
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        for section in (2, 3):
            self.header().setSectionResizeMode(section, QHeaderView.ResizeMode.Stretch)
        for section in (0, 1, 4):
            self.header().setSectionResizeMode(section, QHeaderView.ResizeMode.ResizeToContents)
        self.header().setStretchLastSection(False)
        self.currentItemChanged.connect(self._on_current_changed)

    def show_entries(self, entries: tuple[verifying.Entry, ...]) -> None:
        """Show entries."""
        self.clear()
        words = action_words()
        items = [_item_of(entry, words) for entry in reversed(entries)]
        self.addTopLevelItems(items)
        if items:
            self.setCurrentItem(items[0])

    def search(self, text: str) -> int:
        """Show only entries that hold every word; return how many those are."""
        wanted = text.casefold().split()
        shown = 0
        for at in range(self.topLevelItemCount()):
            item = self.topLevelItem(at)
            if item is None:
                continue
            held = " ".join(item.text(section) for section in range(self.columnCount())).casefold()
            is_found = all(word in held for word in wanted)
            item.setHidden(not is_found)
            shown += is_found
        return shown

    def _on_current_changed(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(0, PLACE))


def _item_of(entry: verifying.Entry, words: Mapping[str, str]) -> QTreeWidgetItem:
    record = entry.record
    done = words.get(record["action"], record["action"])
    texts = [str(entry.index), _when(record["at"]), done, record.get("state", {}).get("id", ""), _by(record)]
    item = QTreeWidgetItem(texts)
    item.setData(0, PLACE, entry.index)
    item.setTextAlignment(0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    for section, text in enumerate(texts):
        item.setToolTip(section, text)
    return item


def _when(at: str) -> str:
    return f"{long_day(at)} {at[11:16]}"


def _by(record: Mapping[str, Any]) -> str:
    facts = record.get("facts", {})
    return str(next((facts[name] for name in ("by", "actor", "approver") if facts.get(name)), ""))


def facts_of(record: Mapping[str, Any], within: str = "") -> list[tuple[str, str]]:
    """Return the fields of a record in reading order, nested ones by their path."""
    told_fields: list[tuple[str, str]] = []
    for name, value in record.items():
        place = f"{within} · {name}" if within else name
        if isinstance(value, Mapping):
            told_fields += facts_of(value, place)
        elif isinstance(value, list):
            told_fields.append((place, ", ".join(map(str, value)) or "–"))
        else:
            told_fields.append((place, str(value)))
    return told_fields
