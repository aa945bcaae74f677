"""The audience editor: a rule as groups and rows or as text, in one population."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from planner.desktop.campaigns.audience_names import AudienceNames
from planner.desktop.campaigns.rule_as_text import RuleText
from planner.desktop.campaigns.rule_tree import RuleTree
from planner.desktop.cards import button, columns, label, rows
from planner.desktop.desk import Desk
from planner.desktop.words import long_day, tr
from planner.domain.rule import EVERYONE, Rule, flatten
from planner.domain.rule_edit import Group, Path, draft_of, rule_of
from planner.services.audiences import Offered
from planner.services.effects import Effects
from planner.services.values import PopulationFacts

_BESIDE = 260
"""From how many pixels at 100 % the buttons stand beside the heading."""


class AudienceEditor(QWidget):
    """Edits a rule. Tells of an edit only when the rule says something else than before."""

    rule_changed = Signal(object, str)
    """The rule as it is now, and what was done in words, for the Edit menu."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._rule: Rule = EVERYONE
        self._facts: PopulationFacts | None = None
        self.population = label("", "muted", wrap=True)
        self.save = button(tr("Save…"), self.save_audience, role="small", name=tr("Save this audience…"))
        self.as_text = button(tr("As text"), self.turn_text, role="small")
        self.tree, self.text = RuleTree(desk), RuleText(desk.look)
        self.names = AudienceNames(desk, self)
        self._verbs = QWidget()
        self._verbs.setLayout(columns(self.save, self.as_text))
        self._head = QGridLayout()
        self._head.setColumnStretch(0, 1)
        self._head.addWidget(label(tr("Audience"), "heading"), 0, 0)
        self._head.addWidget(self._verbs, 0, 1)
        self.setLayout(rows(self._head, self.population, self.tree, self.text))
        self.text.hide()
        self.tree.edited.connect(self._on_edited)
        self.tree.saved_wanted.connect(self._on_saved_wanted)
        self.text.applied.connect(self._on_applied)
        self._bind()

    @property
    def rule(self) -> Rule:
        """The rule as it is now."""
        return self._rule

    @property
    def is_text(self) -> bool:
        """Whether the rule is shown as text."""
        return not self.text.isHidden()

    def show_population(self, facts: PopulationFacts) -> None:
        """Say which population the rule is about, and offer its attributes and values."""
        self._facts = facts
        day = long_day(facts.made_at)
        self.population.setText(tr("{population} · snapshot of {day}", population=facts.population, day=day))
        self.tree.show_facts(facts)
        self.text.show_facts(facts)

    def show_rule(self, rule: Rule) -> None:
        """Show a rule. What is being written, and says the same, stays as it is, with its unfinished parts."""
        wanted = flatten(rule)
        if wanted != self._rule:
            self._rule = wanted
            self.tree.show_draft(draft_of(wanted))
        self.text.show_rule(wanted)
        self._allow()

    def show_effects(self, effects: Effects) -> None:
        """Show what each condition does to the people who can be reached."""
        self.tree.show_effects(effects)

    def set_editable(self, is_editable: bool) -> None:  # noqa: FBT001 — Qt's own setters read the same
        """Let the rule be edited, or only read."""
        self.tree.set_editable(is_editable)
        self.text.set_editable(is_editable)
        self._allow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons beside the heading, or below it where there is no room."""
        super().resizeEvent(event)
        is_wide = event.size().width() >= self._desk.look.size(_BESIDE)
        left = Qt.AlignmentFlag.AlignLeft
        self._head.addWidget(self._verbs, 0 if is_wide else 1, 1 if is_wide else 0, left)

    def turn_text(self) -> None:
        """Show the rule as text, or, when the text can be understood, as rows again; what was typed is applied."""
        if self.is_text and not self.text.keep():
            return
        was_text = self.is_text
        self.tree.setVisible(was_text)
        self.text.setVisible(not was_text)
        self.as_text.setText(tr("As text") if was_text else tr("As rows"))
        self.as_text.setAccessibleName(self.as_text.text())
        self._allow()
        if was_text:
            self.tree.focus(())
        else:
            self.text.field.setFocus()

    def save_audience(self) -> None:
        """Ask for a name, and save the rule under it."""
        if self._facts is not None and self._rule != EVERYONE:
            self.names.save(self._facts.population, self._rule, self.save)

    def _bind(self) -> None:
        actions = self._desk.actions
        actions.bind("campaigns.add-condition", self.tree.add_condition)
        actions.bind("campaigns.add-group", self.tree.add_group)
        actions.bind("campaigns.as-text", self.turn_text)
        actions.bind("campaigns.save-audience", self.save_audience)
        self._allow()

    def _allow(self) -> None:
        """Say what can be done now, and why the rest cannot."""
        actions = self._desk.actions
        why_not = "" if self.tree.can_edit else tr("This campaign cannot be changed any more")
        if self._facts is None:
            why_not = tr("The customers are still being read")
        for each in ("campaigns.add-condition", "campaigns.add-group"):
            actions.allow(each, tr("Show the audience as rows first") if self.is_text and not why_not else why_not)
        nothing = tr("Add a condition first") if self._rule == EVERYONE else ""
        actions.allow("campaigns.save-audience", nothing)
        self.save.setEnabled(not nothing)
        self.save.setToolTip(nothing)

    def _on_edited(self, draft: Group, words: str) -> None:
        rule = rule_of(draft)
        if rule != self._rule:
            self._tell(rule, words)

    def _on_applied(self, rule: Rule) -> None:
        self.tree.show_draft(draft_of(rule))
        self._tell(rule, tr("Edit the audience as text"))

    def _on_saved_wanted(self, path: Path, anchor: QWidget) -> None:
        def add(offered: Offered) -> None:
            words = tr("Add the audience “{name}”", name=offered.name)
            self.tree.insert(path, draft_of(offered.rule), words)

        if self._facts is not None:
            self.names.choose(self._facts.population, anchor, add)

    def _tell(self, rule: Rule, words: str) -> None:
        self._rule = rule
        self.text.show_rule(rule, force=True)
        self._allow()
        self.rule_changed.emit(rule, words)
