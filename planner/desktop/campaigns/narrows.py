"""How each condition narrows: everyone, then those left after each condition, as bars with their numbers."""

from planner.desktop.campaigns.reach import source_of
from planner.desktop.campaigns.rule_words import rule_said
from planner.desktop.cards import Card
from planner.desktop.charts.bars import BarsChart
from planner.desktop.desk import Desk
from planner.desktop.meters import BarOf
from planner.desktop.words import guarded, shown_floor, tr
from planner.services.outlook import Outlook


class NarrowsCard(Card):
    """The series of people left, condition by condition, and those whom the rule cuts through."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.bars = BarsChart(desk, tr("How each condition narrows"), wraps=True)
        self.body.addWidget(self.bars)

    def show_outlook(self, outlook: Outlook) -> None:
        """Show the effect of each condition."""
        effects, least = outlook.effects, shown_floor(outlook.examination.policy)
        everyone = max(effects.everyone, 1)
        name = tr("Everyone who agreed") if effects.are_agreed else tr("Everyone")
        bars = [BarOf(name, guarded(effects.everyone, least), effects.everyone / everyone)]
        for step in effects.steps:
            words, left = rule_said(step.condition), max(step.left, least) if step.left else 0
            tone = "block" if step.is_too_narrow else ""
            bars.append(BarOf(words, guarded(step.left, least), left / everyone, tone=tone))
        notes = []
        if protected := outlook.examination.judged.audience.protected:
            share = max(protected, least) / everyone
            bars.append(BarOf(tr("Protected"), guarded(protected, least), share, is_protected=True))
            notes = [tr("Hatched: people in groups this rule cuts through. They are counted, never targeted.")]
        self.bars.set_source(source_of(outlook))
        self.bars.show_bars(bars, *notes)
