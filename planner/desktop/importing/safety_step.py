"""Fourth step: how large the smallest group may be, and what is done about what is sensitive."""

from collections.abc import Iterable, Mapping

from planner.desktop.cards import Card, empty, label, rows
from planner.desktop.desk import Desk
from planner.desktop.forms import Check, Row, WholeNumber, form, line_edit
from planner.desktop.importing.draft import Draft
from planner.desktop.importing.step import Step
from planner.desktop.look import GRID
from planner.desktop.spoken import said
from planner.desktop.words import named, number, tr
from planner.domain.policy import Policy
from planner.services import roles

LARGEST_FLOOR = 1_000_000


class SafetyStep(Step):
    """A name for these customers, the smallest group, and what that means for consent and sensitive columns."""

    def __init__(self, desk: Desk, draft: Draft) -> None:
        explained = tr(
            "Customers are cut into groups once. No group is ever smaller than the number you set, so nobody can be "
            "singled out, whatever is combined later."
        )
        super().__init__(desk, draft, tr("How safe should it be?"), explained)
        self.name = line_edit(hint=tr("Customers in Europe"))
        self.name_row = Row(tr("What are these customers called?"), self.name)
        self.name.textEdited.connect(lambda text: draft.decide(population=text.strip()))
        self.floor = WholeNumber(2, LARGEST_FLOOR)
        self.floor.setMaximumWidth(desk.look.size(160))
        self.floor_row = Row(tr("People in the smallest group"), self.floor)
        self.floor.valueChanged.connect(lambda value: draft.decide(floor=value))
        self.recut = Check(tr("Cut them into other groups: lists that left before may then block new ones"))
        self.recut.box.toggled.connect(lambda is_on: draft.decide(recut=is_on))
        fields = Card()
        fields.body.addLayout(form(self.name_row, self.recut, self.floor_row))
        self._sensitive = Card(tr("Sensitive columns"))
        self._consents = Card(tr("What people agreed to"))
        self._left_out = Card(tr("Left out because it points at one person"))
        self._unread = Card(tr("Left out, and worth another look"))
        content = Card(margin=0)
        content.setProperty("role", "")
        lines = rows(spacing=2 * GRID)
        content.body.addLayout(lines)
        for card in (fields, self._sensitive, self._consents, self._left_out, self._unread):
            lines.addWidget(card)
        content.body.addStretch(1)
        self.body.addWidget(content, 1)
        draft.changed.connect(self._show)

    @property
    def missing(self) -> str:
        """A name."""
        return "" if self.draft.population else tr("Give these customers a name.")

    def enter(self) -> None:
        """Show what has been decided."""
        self.floor.setMinimum(self.draft.least_floor)
        self.name.setText(self.draft.population)
        self.floor.setValue(self.draft.floor)
        self._show()
        self.name.setFocus()
        self.name.selectAll()

    def _show(self) -> None:
        draft = self.draft
        is_known = draft.population in draft.known
        same = tr("Known already: this file counts the same groups again.")
        self.name_row.tell_help(same if is_known and not draft.recut else "")
        self.recut.setVisible(is_known)
        advised, least = Policy().floor, draft.least_floor
        low = tr("Fewer than {advised} is less than we advise.", advised=advised) if draft.floor < advised else ""
        usual = tr("At least {least}, as your policy says.", least=number(least)) if least > 2 else ""
        self.floor_row.tell_help(low or usual)
        columns = [each.column for each in draft.choices]
        sensitive = [each for each in columns if isinstance(each, roles.SensitiveColumn)]
        consents = [each for each in columns if isinstance(each, roles.ConsentColumn)]
        _fill(self._sensitive, (_sensitive_words(each) for each in sensitive), tr("None is used."))
        nobody = tr("None is used: no campaign can reach anyone, because nobody is known to have agreed.")
        _fill(self._consents, (_consent_words(each, draft.scopes) for each in consents), nobody)
        dropped = [each for each in draft.choices if each.role == "dropped" and each.surveyed.warning]
        direct = [each.name for each in dropped if each.points_at_one]
        _fill(self._left_out, [", ".join(direct)] if direct else [], tr("There was nothing of the kind."))
        unread = [named(each.name, _why(each)) for each in dropped if not each.points_at_one]
        _fill(self._unread, unread, "")
        self._unread.setVisible(bool(unread))


def _why(choice: roles.Choice) -> str:
    """Return why a column was left out, and what could be done about it."""
    return f"{said(choice.surveyed.reason)} {said(choice.surveyed.warning)}"


def _sensitive_words(column: roles.SensitiveColumn) -> str:
    if column.closeness is not None:
        return tr(
            "{column}: every group is like the whole, within {share}.", column=column.name, share=column.closeness
        )
    return tr("{column}: every group has at least {least} different values.", column=column.name, least=column.distinct)


def _consent_words(column: roles.ConsentColumn, called: Mapping[str, str]) -> str:
    words, scope = ", ".join(column.granted), called.get(column.scope, column.scope)
    return tr("{column} says who agreed to “{scope}”: {words}.", column=column.name, scope=scope, words=words)


def _fill(card: Card, sentences: Iterable[str], nothing: str) -> None:
    """Show sentences below a card's heading."""
    while card.body.count() > 1:
        item = card.body.takeAt(1)
        if item and (widget := item.widget()):
            widget.hide()
            widget.deleteLater()
        elif item and (inner := item.layout()):
            empty(inner)
    for sentence in list(sentences) or [nothing]:
        card.body.addWidget(label(sentence, "muted", wrap=True))
