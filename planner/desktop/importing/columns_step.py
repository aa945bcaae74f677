"""Second step: what each column is: proposed, explained, and changed where somebody knows better."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from planner.desktop.cards import Card, Flow, columns, empty, label, rows
from planner.desktop.desk import Desk
from planner.desktop.forms import Check, Row, WholeNumber, choice, choose, line_edit
from planner.desktop.importing.draft import Draft
from planner.desktop.importing.step import Step
from planner.desktop.lists import Line, NamedList
from planner.desktop.look import GRID
from planner.desktop.page import side_by_side
from planner.desktop.spoken import said
from planner.desktop.tips import plain
from planner.desktop.words import number, tr
from planner.services import roles

LIST_WIDTH = 330
"""Pixels at 100 % that a list of columns needs at least, with a word about each."""
OFTEN = 3
MOST_DIVERSE = 20


def role_words() -> dict[str, str]:
    """Return what each role is called on screens."""
    return {
        "attribute": tr("Describes groups"),
        "consent": tr("What people agreed to"),
        "sensitive": tr("Sensitive: kept varied, never targeted"),
        "identifier": tr("Counts people, then is gone"),
        "updated": tr("Which row is the latest"),
        "weight": tr("How many people a row stands for"),
        "dropped": tr("Left out"),
    }


def word_of(choice: roles.Choice) -> str:
    """Return what a column is, in a word or two."""
    if choice.part_of:
        return tr("Part of {column}", column=choice.part_of)
    brief = {
        "consent": tr("Agreement"),
        "sensitive": tr("Sensitive"),
        "identifier": tr("Counts people"),
        "updated": tr("Latest row"),
        "weight": tr("People in a row"),
    }
    return brief.get(choice.role) or role_words()[choice.role]


class ColumnCard(Card):
    """One column: its role, why that was proposed, and the options that go with it."""

    def __init__(self, desk: Desk, draft: Draft) -> None:
        super().__init__()
        self._draft = draft
        self._desk = desk
        self.shown: roles.Choice | None = None
        self.name = label("", "heading", wrap=True)
        self.role: QComboBox = choice([(words, role) for role, words in role_words().items()])
        self.role.currentIndexChanged.connect(self._on_role_chosen)
        self.role_row = Row(tr("What is it?"), self.role)
        self.reason = label("", "muted", wrap=True)
        self.warning = label("", tone="warn", wrap=True)
        self.examples = Flow()
        examples = QWidget()
        examples.setLayout(self.examples)
        self._examples_said = label("", "label", wrap=True)
        self.options = rows(spacing=2 * GRID)
        for each in (self.name, self.role_row, self.reason, self.warning, self._examples_said, examples):
            self.body.addWidget(each)
        self.body.addSpacing(GRID)
        self.body.addLayout(self.options)
        self.body.addStretch(1)

    def show_choice(self, shown: roles.Choice) -> None:
        """Show a column as it is decided now."""
        is_same = self.shown is not None and (self.shown.name, self.shown.role) == (shown.name, shown.role)
        self.shown = shown
        self.name.setText(shown.name)
        choose(self.role, shown.role if not shown.part_of else "attribute")
        self.reason.setText(said(shown.surveyed.reason) if shown.is_proposed else tr("You decided this."))
        self.warning.setText(said(shown.surveyed.warning) if shown.is_proposed else "")
        self.warning.setVisible(bool(self.warning.text()))
        self._show_examples(shown.surveyed)
        if not is_same:
            empty(self.options)
            for each in self._options_of(shown.column):
                self.options.addWidget(each)

    def _show_examples(self, surveyed: roles.SurveyedColumn) -> None:
        empty(self.examples)
        for text in surveyed.examples:
            chip = label(text if len(text) <= 30 else f"{text[:29]}…", "chip")
            chip.setToolTip(plain(text))
            self.examples.addWidget(chip)
        varied = tr("About {values} different values.", values=number(surveyed.distinct)) if surveyed.distinct else ""
        common = tr("Common values:") if surveyed.examples else tr("No value is shown: each could be one person’s.")
        self._examples_said.setText(f"{varied} {common}".strip())

    def _on_role_chosen(self) -> None:
        if self.shown:
            self.role_row.tell_mistake(self._draft.give_role(self.shown.name, str(self.role.currentData())))

    def _options_of(self, column: roles.Column | None) -> Sequence[QWidget]:
        if isinstance(column, roles.AttributeColumn):
            return self._attribute_options(column)
        if isinstance(column, roles.ConsentColumn):
            return self._consent_options(column)
        if isinstance(column, roles.SensitiveColumn):
            return self._sensitive_options(column)
        return ()

    def _attribute_options(self, column: roles.AttributeColumn) -> Sequence[QWidget]:
        often = Check(tr("Campaigns ask for this often: keep it as fine as can be"), is_on=column.priority > 1)
        usual = column.priority if column.priority > 1 else OFTEN
        often.box.toggled.connect(lambda is_on: self._give(priority=usual if is_on else 1))
        profiling = tr("It tells what people did: using it needs their agreement to profiling")
        behaviour = Check(profiling, is_on=column.behavioural)
        behaviour.box.toggled.connect(lambda is_on: self._give(behavioural=is_on))
        return often, behaviour

    def _consent_options(self, column: roles.ConsentColumn) -> Sequence[QWidget]:
        known = {column.scope: column.scope} | dict(self._draft.scopes)
        scope = choice([(called, name) for name, called in sorted(known.items(), key=lambda each: each[1].casefold())])
        choose(scope, column.scope)
        granted = line_edit(", ".join(column.granted), longest=2000)
        scope_row = Row(
            tr("What people agreed to"), scope, help_text=tr("What else there can be is added on the page Privacy.")
        )
        granted_row = Row(
            tr("Words that mean yes"), granted, help_text=tr("Anything else, and an empty cell, means no.")
        )
        scope.activated.connect(lambda _at: scope_row.tell_mistake(self._give(scope=str(scope.currentData()))))
        granted.editingFinished.connect(lambda: granted_row.tell_mistake(self._give(granted=_words_in(granted.text()))))
        return scope_row, granted_row

    def _sensitive_options(self, column: roles.SensitiveColumn) -> Sequence[QWidget]:
        least = WholeNumber(2, MOST_DIVERSE)
        least.setValue(max(2, column.distinct))
        least.valueChanged.connect(lambda value: self._give(distinct=value))
        said = tr("Nobody can tell one person’s value from the group they are in.")
        return (Row(tr("Different values in every group, at least"), least, help_text=said),)

    def _give(self, **options: object) -> str:
        return self._draft.give_option(self.shown.name, **options) if self.shown else ""


class ColumnsStep(Step):
    """Every column with its proposed role; what tells who somebody is has been left out already."""

    def __init__(self, desk: Desk, draft: Draft) -> None:
        explained = tr(
            "Keep only what is useful to you and to your customers. Names, addresses and numbers that point at one "
            "person are left out already."
        )
        super().__init__(desk, draft, tr("What is in each column?"), explained)
        self.list = NamedList(desk.look, tr("Columns of the file"), (tr("Column"), tr("What it is")))
        self.card = ColumnCard(desk, draft)
        self.list.chosen.connect(self._show_column)
        self.summary: QLabel = label("", "small", wrap=True)
        left = rows(self.list, self.summary, spacing=GRID)
        self._sides = columns(left, self.card, spacing=2 * GRID)
        self._sides.setStretch(0, 3)
        self._sides.setStretch(1, 4)
        self.body.addLayout(self._sides, 1)
        draft.changed.connect(self._show)

    @property
    def missing(self) -> str:
        """At least one column that describes groups."""
        described = [each for each in self.draft.choices if each.role == "attribute"]
        return "" if described else tr("At least one column has to describe groups.")

    def fit(self, width: int) -> None:
        """Put the column's card below the list where there is no room beside it."""
        self._sides.setDirection(side_by_side(width))
        self.list.setMinimumHeight(self.desk.look.size(240))
        self.list.setMinimumWidth(self.desk.look.size(LIST_WIDTH))

    def enter(self) -> None:
        """Show the columns, and start at the first."""
        self._show()
        self.list.setFocus()

    def _show(self) -> None:
        shown = self.draft.choices
        self.list.show_lines(Line(each.name, word_of(each), _tone_of(each)) for each in shown)
        kept = sum(each.role != "dropped" for each in shown)
        self.summary.setText(tr("{kept} of {all} columns are used.", kept=number(kept), all=number(len(shown))))
        if self.list.current:
            self._show_column(self.list.current)

    def _show_column(self, name: str) -> None:
        shown = next((each for each in self.draft.choices if each.name == name), None)
        if shown is not None:
            self.card.show_choice(shown)


def _tone_of(choice: roles.Choice) -> str:
    return "warn" if choice.is_proposed and choice.surveyed.warning and choice.role != "dropped" else ""


def _words_in(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))
