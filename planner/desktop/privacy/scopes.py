"""Consent scopes: what people may agree to, each told plainly, changed field by field."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from planner.desktop.cards import Card, Scroll, button, columns, label, rows
from planner.desktop.desk import Desk, Touched
from planner.desktop.forms import Check, Row, WholeNumber, choice, choose, form, line_edit
from planner.desktop.lists import Line, NamedList
from planner.desktop.look import GRID
from planner.desktop.page import side_by_side
from planner.desktop.scope_words import scope_names
from planner.desktop.spoken import said
from planner.desktop.typed import DayField
from planner.desktop.words import told, tr
from planner.domain.catalogue import LONGEST_VALIDITY_DAYS, Catalogue, ConsentScope
from planner.domain.errors import PlannerError
from planner.services import governing
from planner.services.opening import Workspace

Way = Callable[[Workspace], Catalogue]
Ways = tuple[Way, Way]
"""How to do something, and how to take it back."""
TOUCHES = frozenset({Touched.SCOPES, Touched.CAMPAIGNS})


class ScopeForm(Card):
    """Every field of one scope. A field is saved when one leaves it; a mistake is told beside it and not saved."""

    def __init__(self, desk: Desk, save: Callable[[str, object, Row], None]) -> None:
        super().__init__()
        self._save = save
        self._shown: ConsentScope | None = None
        known = governing.vocabulary()
        any_channel: tuple[str, object] = (tr("On any channel"), None)
        self.heading, self.short = label("", "heading", wrap=True), label("", "small", wrap=True)
        self.texts: dict[str, QLineEdit] = {name: line_edit(longest=500) for name in _text_words()}
        self.days = {name: DayField(desk.look) for name in ("notice_on", "collected_since")}
        self.choices: dict[str, QComboBox] = {
            "purpose": choice([(said(each.name), each.key) for each in known.purposes.values()]),
            "channel": choice([any_channel, *((said(each.name), each.key) for each in known.channels.values())]),
            "legal_basis": choice([(said(each.name), each.key) for each in known.legal_bases.values()]),
        }
        self.valid = WholeNumber(0, LONGEST_VALIDITY_DAYS)
        self.valid.setSpecialValueText(tr("Until it is taken back"))
        self.valid.setSuffix(tr(" days"))
        self.others = Check(tr("People were told that other companies receive their data"))
        self.rows = self._rows()
        self.terms = label("", "small", wrap=True)
        self.body.addWidget(self.heading)
        self.body.addWidget(self.short)
        self.body.addLayout(form(*self.rows.values(), self.others, self.terms))
        self.body.addStretch(1)
        self._connect()

    def show_scope(self, scope: ConsentScope, called: str) -> None:
        """Show a scope as it is kept, under what it is called; a field in which somebody writes stays as it is."""
        if self._shown is None or self._shown.name != scope.name:
            for row in self.rows.values():
                row.tell_mistake("")
        self._shown = scope
        self.heading.setText(called)
        self.short.setText(tr("In mapping files and commands: {name}", name=scope.name))
        for name, text in self.texts.items():
            if not text.hasFocus() or not text.isModified():
                text.setText(getattr(scope, name))
        for name, day in self.days.items():
            day.show_day(getattr(scope, name))
        for name, options in self.choices.items():
            choose(options, getattr(scope, name))
        with QSignalBlocker(self.valid), QSignalBlocker(self.others.box):
            self.valid.setValue(scope.valid_days or 0)
            self.others.box.setChecked(scope.third_parties)
        self.terms.setText(_terms_of(scope))

    def _rows(self) -> dict[str, Row]:
        words, helps = _text_words(), _helps()
        fields: dict[str, tuple[str, QWidget]] = {name: (words[name], text) for name, text in self.texts.items()}
        fields |= {
            "purpose": (tr("What the data is used for"), self.choices["purpose"]),
            "channel": (tr("Channel"), self.choices["channel"]),
            "notice_on": (tr("Notice in force since"), self.days["notice_on"]),
            "collected_since": (tr("Oldest agreement given on"), self.days["collected_since"]),
            "valid_days": (tr("An agreement lasts"), self.valid),
            "legal_basis": (tr("Legal basis"), self.choices["legal_basis"]),
        }
        order = (
            "sentence", "purpose", "channel", "notice_version", "notice_on", "collected_by", "collected_since",
            "valid_days", "withdrawal", "legal_basis",
        )  # fmt: skip
        return {name: Row(fields[name][0], fields[name][1], help_text=helps.get(name, "")) for name in order}

    def _connect(self) -> None:
        for name, text in self.texts.items():
            text.editingFinished.connect(partial(self._on_text, name))
        for name, day in self.days.items():
            day.day_changed.connect(partial(self._on_value, name))
            day.mistaken.connect(self.rows[name].tell_mistake)
        for name, options in self.choices.items():
            options.currentIndexChanged.connect(partial(self._on_choice, name))
        self.valid.editingFinished.connect(lambda: self._on_value("valid_days", self.valid.value() or None))
        self.others.box.toggled.connect(lambda is_on: self._on_value("third_parties", is_on))

    def _on_text(self, name: str) -> None:
        self._on_value(name, self.texts[name].text().strip())

    def _on_choice(self, name: str, _at: int) -> None:
        self._on_value(name, self.choices[name].currentData())

    def _on_value(self, name: str, value: object) -> None:
        if self._shown is not None and getattr(self._shown, name) != value:
            self._save(name, value, self.rows.get(name, self.rows["sentence"]))


class ScopesView(QWidget):
    """All scopes at the left, the chosen one at the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.catalogue: Catalogue | None = None
        self.list = NamedList(
            desk.look, tr("What people may agree to"), (tr("Name"), tr("Short name")), word_is_spare=True
        )
        self.form = ScopeForm(desk, self._save)
        self.list.chosen.connect(self._show_scope)
        self.name = line_edit(hint=tr("sms-offers"), longest=60)
        self.name_row = Row(tr("Another one, by a short name"), self.name)
        self.name.returnPressed.connect(self.add)
        self.add_button = button(tr("Add"), self.add)
        self.remove_button = button(tr("Remove"), self.remove, role="quiet")
        line = columns(self.name_row, self.add_button, spacing=GRID)
        line.setAlignment(self.add_button, Qt.AlignmentFlag.AlignBottom)
        self._left = QWidget()
        self._left.setLayout(rows(self.list, columns(self.remove_button, None), line, spacing=GRID))
        self._left.setContentsMargins(0, 0, 0, 3 * GRID)
        right = QWidget()
        right.setLayout(rows(self.form))
        right.setContentsMargins(0, 0, GRID // 2, 3 * GRID)
        self._sides = columns(self._left, Scroll(right), spacing=2 * GRID)
        self._sides.setStretch(0, 2)
        self._sides.setStretch(1, 3)
        self.setLayout(self._sides)

    def fit(self, width: int) -> None:
        """Put both sides below each other in a narrow page."""
        self._sides.setDirection(side_by_side(width))

    def refresh(self) -> None:
        """Read the scopes."""
        self.desk.tasks.ask(self, governing.catalogue, self._take, key="catalogue")

    def add(self) -> None:
        """Add a scope with the name that was written, like the one that is chosen."""
        name = self.name.text().strip()
        if self.catalogue is None or not self.catalogue.scopes:
            return
        model = self.catalogue.get(self.list.current) or self.catalogue.scopes[0]
        scope = replace(model, name=name, notice_version="", notice_on=None)
        ways = partial(self._put, scope), partial(self._remove, name)
        self._do(tr("Add {scope}", scope=name), ways, self.name_row, lambda: self._added(name))

    def remove(self) -> None:
        """Remove the chosen scope."""
        scope = self.catalogue.get(self.list.current) if self.catalogue else None
        if scope is not None:
            put, remove = partial(self._put, scope), partial(self._remove, scope.name)
            self._do(tr("Remove {scope}", scope=scope.name), (remove, put), self.name_row)

    def _save(self, field: str, value: object, row: Row) -> None:
        scope = self.catalogue.get(self.list.current) if self.catalogue else None
        if scope is not None:
            edit = partial(self._edit, scope.name, field)
            words = tr("Change {scope}: {field}", scope=scope.name, field=row.name.text())
            self._do(words, (partial(edit, value), partial(edit, getattr(scope, field))), row)

    def _do(self, words: str, ways: Ways, row: Row, then: Callable[[], None] = lambda: None) -> None:
        """Change the scopes, and remember how to take it back; what is refused is told beside the field."""
        do, take_back = ways

        def run(way: Way) -> None:
            self.desk.change(self, way, self._take, touches=TOUCHES)

        def settle(catalogue: Catalogue) -> None:
            row.tell_mistake("")
            self._take(catalogue)
            self.desk.remember(words, lambda: run(do), lambda: run(take_back))
            then()

        def refuse(error: PlannerError) -> None:
            row.tell_mistake(told(error))

        self.desk.change(self, do, settle, touches=TOUCHES, failed=refuse)

    def _added(self, name: str) -> None:
        self.name.clear()
        self.list.choose(name)
        self.form.texts["sentence"].setFocus()

    def _take(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        names = scope_names(catalogue.scopes, catalogue.vocabulary)
        self.list.show_lines(
            Line(each.name, each.name, "" if each.notice_version else "warn", names[each.name])
            for each in catalogue.scopes
        )
        self._show_scope(self.list.current)

    def _show_scope(self, name: str) -> None:
        scope = self.catalogue.get(name) if self.catalogue else None
        self.form.setVisible(scope is not None)
        if scope is not None and self.catalogue is not None:
            self.form.show_scope(scope, scope_names(self.catalogue.scopes, self.catalogue.vocabulary)[name])

    def _put(self, scope: ConsentScope, workspace: Workspace) -> Catalogue:
        return governing.put_scope(workspace, scope, by=self.desk.actor)

    def _remove(self, name: str, workspace: Workspace) -> Catalogue:
        return governing.remove_scope(workspace, name, by=self.desk.actor)

    def _edit(self, name: str, field: str, value: Any, workspace: Workspace) -> Catalogue:
        return governing.edit_scope(workspace, name, by=self.desk.actor, **{field: value})


def _text_words() -> dict[str, str]:
    return {
        "sentence": tr("What people were shown, word for word"),
        "notice_version": tr("Version of the privacy notice"),
        "collected_by": tr("How people said yes"),
        "withdrawal": tr("How people take it back"),
    }


def _helps() -> dict[str, str]:
    return {
        "notice_version": tr("Without a notice no campaign may rest on this."),
        "collected_since": tr("Leave it empty when the source renews or drops agreements itself."),
    }


def _terms_of(scope: ConsentScope) -> str:
    """Return what the purpose is called in the vocabularies of other privacy tools."""
    purpose = governing.vocabulary().purposes[scope.purpose]
    terms = {"W3C DPV": purpose.dpv, "fideslang": purpose.fideslang, "IAB TCF": purpose.tcf}
    named = " · ".join(f"{vocabulary} {term}" for vocabulary, term in terms.items() if term is not None)
    return tr("Known elsewhere as: {terms}", terms=named)
