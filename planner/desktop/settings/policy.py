"""The policy on a screen: each field saved when it is left, with an entry in the ledger, and taken back by undo."""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from planner.desktop.cards import Card, empty, label, rows
from planner.desktop.desk import Desk, Touched
from planner.desktop.forms import Check, Row, line_edit
from planner.desktop.look import GRID
from planner.desktop.settings.policy_words import (
    complaint,
    groups_of_fields,
    plain,
    platform_name,
    said_of,
    shown,
    stored,
    value_of,
)
from planner.desktop.words import told, tr
from planner.domain.errors import PlannerError
from planner.domain.policy import Measure, Policy, changed_by_text, policy_field
from planner.services.governing import load_policy, set_policy
from planner.services.opening import Workspace
from planner.services.rechecking import checked_campaigns

WIDE = 560
"""Pixels at 100 % from which on fields stand side by side."""


class PolicyCard(Card):
    """Every field of the policy, under headings."""

    saved = Signal()
    """A change is kept."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(margin=3 * GRID)
        self._desk = desk
        self.policy: Policy | None = None
        self.numbers: dict[str, Row] = {}
        self.choices: dict[str, Check] = {}
        self._grids: list[tuple[QGridLayout, list[QWidget]]] = []
        self.body.setSpacing(2 * GRID)
        self.body.addWidget(label(tr("Policy of this workspace"), "title", wrap=True))
        about = tr("These numbers decide what every campaign is held against. Each change is written into the ledger.")
        self.body.addWidget(label(about, "muted", wrap=True))
        self._fields = rows(spacing=2 * GRID)
        self.body.addLayout(self._fields)
        self.body.addStretch(1)

    def refresh(self) -> None:
        """Read the policy of the open workspace."""
        self._desk.tasks.ask(self, load_policy, self.show_policy, key="policy")

    def show_policy(self, policy: Policy) -> None:
        """Show the values of a policy; what a person is typing stays."""
        is_other = self.policy is None or set(policy.delivery_floors) != set(self.policy.delivery_floors)
        self.policy = policy
        if is_other:
            self._build(policy)
        for name, row in self.numbers.items():
            field = self._field(row)
            if not (field.hasFocus() and field.isModified()):
                field.setText(shown(policy, name))
                row.tell_mistake("")
        for name, check in self.choices.items():
            with QSignalBlocker(check.box):
                check.box.setChecked(bool(value_of(policy, name)))

    def put(self, name: str, text: str, then: Callable[[], object] = lambda: None) -> None:
        """Keep a value, and tell what it means for campaigns."""
        actor = self._desk.actor

        def change(workspace: Workspace) -> tuple[Policy, int]:
            before = checked_campaigns(workspace)
            policy = set_policy(workspace, name, text, by=actor)
            return policy, len(before - checked_campaigns(workspace))

        def settle(answer: tuple[Policy, int]) -> None:
            self.show_policy(answer[0])
            self._tell_effect(answer[1])
            then()
            self.saved.emit()

        self._desk.change(
            self,
            change,
            settle,
            touches=frozenset({Touched.POLICY, Touched.CAMPAIGNS}),
            failed=lambda error: self._refuse(name, error),
        )

    def fit(self, width: int) -> None:
        """Put fields below each other where there is no room side by side."""
        for grid, fields in self._grids:
            across = 2 if width >= WIDE else 1
            for at, field in enumerate(fields):
                grid.addWidget(field, at // across, at % across)
            grid.setColumnStretch(1, across - 1)

    def _build(self, policy: Policy) -> None:
        empty(self._fields)
        self.numbers, self.choices, self._grids = {}, {}, []
        for heading, names in groups_of_fields():
            self._fields.addWidget(label(heading, "heading", wrap=True))
            fields = [field for name in names for field in self._made(policy, name)]
            grid = QGridLayout()
            grid.setHorizontalSpacing(3 * GRID)
            grid.setVerticalSpacing(2 * GRID)
            grid.setColumnStretch(0, 1)
            for column in [field.layout() for field in fields]:
                if isinstance(column, QVBoxLayout):
                    column.addStretch(1)  # beside a longer help, its label stays level with that field's label
            self._grids.append((grid, fields))
            self._fields.addLayout(grid)
            self._fields.addSpacing(GRID)
        self.fit(round(self.width() * 100 / self._desk.look.percent))

    def _made(self, policy: Policy, name: str) -> list[QWidget]:
        words, measure = said_of(name), policy_field(name).measure
        if measure is Measure.CHOICE:
            return [self._choice(name, words.name, words.help_text)]
        if measure is Measure.PEOPLE_BY_PLATFORM:
            platforms = sorted(policy.delivery_floors)
            return [self._number(f"{name}.{each}", platform_name(each), words.help_text) for each in platforms]
        return [self._number(name, words.name, words.help_text)]

    def _number(self, name: str, words: str, help_text: str) -> Row:
        field = line_edit(longest=12)
        row = self.numbers[name] = Row(words, field, help_text="" if "." in name else help_text)
        field.setAccessibleDescription(help_text)
        field.setToolTip(help_text)
        field.editingFinished.connect(lambda: self._commit(name))
        return row

    def _choice(self, name: str, words: str, help_text: str) -> QWidget:
        check = self.choices[name] = Check(words)
        check.box.setAccessibleDescription(help_text)
        check.box.toggled.connect(lambda is_on: self._save(name, "yes" if is_on else "no"))
        holder = QWidget()
        lines: QVBoxLayout = rows(check, label(help_text, "small", wrap=True), spacing=4)
        holder.setLayout(lines)
        return holder

    def _commit(self, name: str) -> None:
        field = self._field(self.numbers[name])
        if self.policy is None or not field.isModified():
            return
        field.setModified(False)
        self._save(name, plain(name, field.text()))

    def _save(self, name: str, text: str) -> None:
        """Keep what was typed where it can be kept; say at the field why where it cannot."""
        if self.policy is None:
            return
        before = stored(self.policy, name)
        try:
            after = changed_by_text(self.policy, name, text)
        except PlannerError as error:
            self._refuse(name, error)
            return
        if after == self.policy:
            self.show_policy(after)
            return
        words = tr("Policy: {field}", field=said_of(name.partition(".")[0]).name)
        desk = self._desk
        self.put(
            name,
            text,
            lambda: desk.remember(words, lambda: self.put(name, text), lambda: self.put(name, before)),
        )

    def _refuse(self, name: str, error: PlannerError) -> None:
        if row := self.numbers.get(name):
            row.tell_mistake(complaint(error, name, told(error)))
        else:
            self._desk.tell(error)
            self.refresh()

    def _tell_effect(self, campaigns: int) -> None:
        notices = self._desk.notices
        notices.take_back("policy")
        if campaigns:
            text = tr("The policy is changed: %Ln campaigns need a new check.", campaigns)
            notices.tell(text, key="policy", verb=tr("Show campaigns"), do=lambda: self._desk.go("campaigns"))

    def _field(self, row: Row) -> QLineEdit:
        assert isinstance(row.field, QLineEdit)  # noqa: S101 — as made above
        return row.field
