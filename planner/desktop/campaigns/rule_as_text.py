"""The rule as text: a SQL expression that is read while it is typed, and told at once where it cannot be understood."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QTextEdit, QWidget

from planner.desktop.cards import Flow, button, label, rows, set_tone
from planner.desktop.forms import WRONG
from planner.desktop.look import GRID, Look
from planner.desktop.words import told, tr
from planner.domain.binding import bind
from planner.domain.errors import Fact, PlannerError
from planner.domain.rule import EVERYONE, Rule
from planner.domain.rule_text import parse_rule, rule_text
from planner.services.values import PopulationFacts

PAUSE_MS = 300
"""How long after the last letter the text is read."""


class _Field(QPlainTextEdit):
    """A field that tells when somebody turns away from it."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell."""
        super().focusOutEvent(event)
        self.left.emit()


class RuleText(QWidget):
    """Edits a rule as text. What cannot be understood changes nothing; it is marked, and told with what would do."""

    applied = Signal(object)
    """The rule that the text says, when it is to be the audience's."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._facts: PopulationFacts | None = None
        self._shown: Rule = EVERYONE
        self.field = _Field()
        self.field.setAccessibleName(tr("The audience as text"))
        self.field.setTabChangesFocus(True)
        self.field.setPlaceholderText(
            tr("Everybody. For example: {example}", example="age >= '25–34' AND city = 'Lyon'")
        )
        self.said = label("", "small", wrap=True)
        self.apply = button(tr("Apply"), self.keep, role="primary")
        self.take_back = button(tr("Undo the changes"), lambda: self.show_rule(self._shown, force=True))
        self.suggestion = button("", self._take_suggestion)
        self._suggested: tuple[int, int, str] | None = None
        foot = QWidget()
        foot.setLayout(Flow(self.apply, self.take_back, self.suggestion, spacing=GRID))
        self.setLayout(rows(self.field, self.said, foot))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.read)
        self.field.textChanged.connect(self._pause.start)
        self.field.left.connect(self._on_left)
        self._on_worn()
        look.changed.connect(self._on_worn)

    @property
    def is_changed(self) -> bool:
        """Whether the text was changed since the rule was shown."""
        return self.field.toPlainText() != rule_text(self._shown)

    def show_facts(self, facts: PopulationFacts) -> None:
        """Know which names and labels there are."""
        self._facts = facts
        self.read()

    def show_rule(self, rule: Rule, *, force: bool = False) -> None:
        """Show a rule as its text; a text that is being written stays."""
        if not force and self.is_changed and rule == self._shown:
            return
        self._shown = rule
        if self.is_changed:
            self.field.setPlainText(rule_text(rule))
        self._pause.stop()
        self.read()

    def set_editable(self, is_editable: bool) -> None:  # noqa: FBT001 — Qt's own setters read the same
        """Let the text be edited, or only read."""
        self.field.setReadOnly(not is_editable)
        for each in (self.apply, self.take_back, self.suggestion):
            each.setEnabled(is_editable)

    def keep(self) -> bool:
        """Hand over what the text says; return whether it could be understood."""
        self._pause.stop()
        rule = self.read()
        if rule is None:
            self.field.setFocus()
            return False
        if rule != self._shown:
            self._shown = rule
            self.applied.emit(rule)
        self.show_rule(rule, force=True)
        return True

    def read(self) -> Rule | None:
        """Read the text, and say what is wrong with it; return the rule, or None where it says none."""
        text = self.field.toPlainText()
        try:
            rule = parse_rule(text)
            if self._facts is not None:
                bind(rule, self._facts.attributes, dropped=self._facts.dropped)
        except PlannerError as error:
            self._tell(text, error)
            return None
        self._say(tr("Not applied yet") if self.is_changed else "", None)
        return rule

    def _on_left(self) -> None:
        """Apply what can be understood when somebody goes on elsewhere, so that nothing typed is lost."""
        focused = QApplication.focusWidget()
        is_elsewhere = focused is not None and not self.isAncestorOf(focused)
        if is_elsewhere and self.is_changed and not self.field.isReadOnly() and self.read() is not None:
            self.keep()

    def _tell(self, text: str, error: PlannerError) -> None:
        place = place_of(text, error)
        self._say(told(error), place)
        nearest = error.facts.get("nearest")
        if isinstance(nearest, tuple) and nearest and place[0] < place[1]:
            self._suggest(text, place, nearest[0])

    def _suggest(self, text: str, place: tuple[int, int], instead: str) -> None:
        """Offer to write the nearest thing that there is."""
        written = text[place[0] : place[1]]
        quote = "'" if written.startswith("'") else '"' if written.startswith('"') or not instead.isidentifier() else ""
        self._suggested = (*place, quote + instead.replace(quote, quote * 2) + quote if quote else instead)
        self.suggestion.setText(tr("Write {name}", name=instead).replace("&", "&&"))
        self.suggestion.setAccessibleName(tr("Write {name}", name=instead))
        self.suggestion.setVisible(not self.field.isReadOnly())

    def _take_suggestion(self) -> None:
        if self._suggested is None:
            return
        start, end, instead = self._suggested
        cursor = self._cursor(start, end)
        cursor.insertText(instead)
        self.field.setFocus()
        self.read()

    def _say(self, sentence: str, place: tuple[int, int] | None) -> None:
        is_wrong = place is not None
        for each in (self.apply, self.take_back):
            each.setVisible(self.is_changed and not self.field.isReadOnly())
        self._suggested = None
        self.suggestion.setVisible(False)
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))
        set_tone(self.said, "block" if is_wrong else "")
        self.field.setAccessibleDescription(sentence)
        if self.field.property(WRONG) != ("true" if is_wrong else "false"):
            self.field.setProperty(WRONG, "true" if is_wrong else "false")
            self.field.style().unpolish(self.field)
            self.field.style().polish(self.field)
        self.field.setExtraSelections([self._mark(*place)] if place else [])

    def _mark(self, start: int, end: int) -> QTextEdit.ExtraSelection:
        marked = QTextEdit.ExtraSelection()
        marked.cursor = self._cursor(start, end)
        shape = QTextCharFormat()
        shape.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        shape.setUnderlineColor(QColor(self._look.colour("block")))
        shape.setBackground(self._look.colour("block-soft"))
        marked.format = shape
        return marked

    def _cursor(self, start: int, end: int) -> QTextCursor:
        """Select a piece of the text; Qt counts in UTF-16."""
        text = self.field.toPlainText()
        cursor = QTextCursor(self.field.document())
        cursor.setPosition(_utf16(text[:start]))
        cursor.setPosition(_utf16(text[:end]), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _on_worn(self) -> None:
        self.field.setMinimumHeight(self._look.size(120))
        self.read()


def place_of(text: str, error: PlannerError) -> tuple[int, int]:
    """Return where in a text an error is: from its line and column, else where the name or value it tells is written.

    Characters, the end exclusive; the end of the text where nothing else is known.
    """
    line, column = error.facts.get("line"), error.facts.get("column")
    if isinstance(line, int) and isinstance(column, int):
        start = sum(len(each) + 1 for each in text.split("\n")[: line - 1]) + column - 1
        return start, _end_of_word(text, start)
    for fact in ("value", "attribute", "name"):
        for written in _spellings(error.facts.get(fact)):
            start = text.find(written)
            if start >= 0:
                return start, start + len(written)
    return len(text), len(text)


def _spellings(fact: Fact) -> list[str]:
    """Return how a value or a name may be written in a rule."""
    if fact is None:
        return []
    told = f"{fact:g}" if isinstance(fact, float) else str(fact)
    parts = told.split(" and ")  # two numbers of a range are told as one fact
    return ["'" + told.replace("'", "''") + "'", '"' + told.replace('"', '""') + '"', told, *parts]


def _end_of_word(text: str, start: int) -> int:
    end = start + 1
    while end < len(text) and text[start].isalnum() and (text[end].isalnum() or text[end] == "_"):
        end += 1
    return min(end, len(text))


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
