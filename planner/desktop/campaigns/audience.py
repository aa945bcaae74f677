"""The audience editor: a rule as groups and rows or as text, in one population."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from planner.desktop.campaigns.rule_tree import RuleTree
from planner.desktop.cards import label, rows
from planner.desktop.desk import Desk
from planner.desktop.words import long_day, tr
from planner.domain.rule import EVERYONE, Rule, flatten
from planner.domain.rule_edit import Group, draft_of, rule_of
from planner.services.effects import Effects
from planner.services.values import PopulationFacts


class AudienceEditor(QWidget):
    """Edits a rule. Tells of an edit only when the rule says something else than before."""

    rule_changed = Signal(object, str)
    """The rule as it is now, and what was done in words, for the Edit menu."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._rule: Rule = EVERYONE
        self.population = label("", "muted", wrap=True)
        self.tree = RuleTree(desk)
        self.setLayout(rows(self.population, self.tree))
        self.tree.edited.connect(self._on_edited)
        desk.actions.bind("campaigns.add-condition", self.tree.add_condition)
        desk.actions.bind("campaigns.add-group", self.tree.add_group)

    @property
    def rule(self) -> Rule:
        """The rule as it is now."""
        return self._rule

    def show_population(self, facts: PopulationFacts) -> None:
        """Say which population the rule is about, and offer its attributes and values."""
        day = long_day(facts.made_at)
        self.population.setText(tr("{population} · snapshot of {day}", population=facts.population, day=day))
        self.tree.show_facts(facts)

    def show_rule(self, rule: Rule) -> None:
        """Show a rule. What is being written, and says the same, stays as it is, with its unfinished parts."""
        wanted = flatten(rule)
        if wanted != self._rule:
            self._rule = wanted
            self.tree.show_draft(draft_of(wanted))

    def show_effects(self, effects: Effects) -> None:
        """Show what each condition does to the people who can be reached."""
        self.tree.show_effects(effects)

    def set_editable(self, is_editable: bool) -> None:
        """Let the rule be edited, or only read."""
        self.tree.set_editable(is_editable)

    def _on_edited(self, draft: Group, words: str) -> None:
        rule = rule_of(draft)
        if rule != self._rule:
            self._rule = rule
            self.rule_changed.emit(rule, words)
