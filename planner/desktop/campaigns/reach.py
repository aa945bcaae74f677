"""The reach card: how many people can be reached, how that comes about, and how narrow it is."""

from planner.desktop.campaigns.platforms import PLATFORMS
from planner.desktop.campaigns.standing import unfilled
from planner.desktop.cards import Card, columns, label, set_role, set_tone
from planner.desktop.charts.bars import BarsChart
from planner.desktop.desk import Desk
from planner.desktop.look import GRID
from planner.desktop.meters import LEAST_PEOPLE, BarOf, Mark, Narrowness
from planner.desktop.words import groups, guarded, long_day, number, shown_floor, tr
from planner.services.outlook import Outlook

UNASKED = 2
"""So many bars of the way are known before it is known what people would have to agree to."""


class ReachCard(Card):
    """The number that matters, the way to it, and the scale it stands on."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.figure = label("–", "display")
        self.meaning = label(tr("people can be reached"), wrap=True)
        self.needed = label("", "small", wrap=True)
        self.meter = Narrowness(desk.look, tr("How narrow this is"))
        self.funnel = BarsChart(desk, tr("From those who match to those who can be reached"))
        self.groups = label("", "small", wrap=True)
        line = columns(self.figure, self.meaning, spacing=GRID)
        line.setStretch(1, 1)
        self.body.addLayout(line)
        for each in (self.needed, self.groups, self.meter, self.funnel):
            self.body.addWidget(each)
        self.body.setSpacing(GRID + 2)

    def show_outlook(self, outlook: Outlook) -> None:
        """Show what an examination found."""
        policy, found = outlook.examination.policy, outlook.examination.judged.audience
        least, reachable = shown_floor(policy), found.reachable_people
        is_early = not reachable and bool(unfilled(outlook.causes))
        self.figure.setText(guarded(reachable, least))
        set_role(self.figure, "heading" if 0 < reachable < least else "display")
        tone = "block" if reachable < least else "warn" if reachable < policy.warn_below else ""
        set_tone(self.figure, tone)
        early = tr("How many people can be reached is known as soon as the brief is filled in.")
        self.meaning.setText(early if is_early else tr("people can be reached"))
        self.needed.setText(tr("at least {needed} are needed", needed=number(least)))
        self.funnel.set_source(source_of(outlook))
        way = funnel(found.reach, found.protected, reachable, least=least)
        self.funnel.show_bars(way[:UNASKED] if is_early else way)
        self._show_scale(outlook, self.figure.text())
        for each in (self.figure, self.meter):
            each.setHidden(is_early)
        self.groups.setText(_groups_words(outlook))
        self.groups.setVisible(bool(self.groups.text()))

    def _show_scale(self, outlook: Outlook, words: str) -> None:
        policy, platform = outlook.examination.policy, outlook.examination.campaign.brief.platform
        marks = [Mark(policy.campaign_k, tr("needed")), Mark(policy.warn_below, tr("advised"))]
        if floor := policy.delivery_floor(platform):
            marks.append(
                Mark(floor, tr("{platform} delivers from here", platform=PLATFORMS.get(platform or "", platform)))
            )
        shown = float(outlook.reachable)
        if 0 < shown < policy.campaign_k:
            shown = (LEAST_PEOPLE * policy.campaign_k) ** 0.5
        self.meter.show_people(shown, marks, least=policy.campaign_k, advised=policy.warn_below, words=words)


def source_of(outlook: Outlook) -> str:
    """Return where the numbers of a campaign come from: its name, the population and its day."""
    record = outlook.examination.population.record
    name = outlook.examination.campaign.name
    return tr("{campaign}: {name}, {day}", campaign=name, name=record.population, day=long_day(record.made_at))


def funnel(reach: int, protected: int, reachable: int, *, least: int) -> list[BarOf]:
    """Return the way from those who match to those who can be reached; small numbers are not told, nor given away."""
    most = max(reach, protected, least, 1)
    agreed_not = reach - reachable
    is_hidden = 0 < reachable < least <= reach
    not_agreed = tr("more than {number}", number=number(reach - least)) if is_hidden else guarded(agreed_not, least)
    drawn_not = reach - least if is_hidden else agreed_not  # a saved picture is read to the last digit

    def bar(name: str, words: str, count: int, *, is_protected: bool = False, tone: str = "") -> BarOf:
        length = max(count, least) if count else 0
        return BarOf(name, words, length / most, is_protected=is_protected, tone=tone)

    return [
        bar(tr("Match"), guarded(reach, least), reach),
        bar(tr("Protected"), guarded(protected, least), protected, is_protected=True),
        bar(tr("Not agreed"), not_agreed, drawn_not),
        bar(tr("Reachable"), guarded(reachable, least), reachable, tone="block" if reachable < least else ""),
    ]


def _groups_words(outlook: Outlook) -> str:
    found, smallest = outlook.examination.judged.audience, outlook.examination.judged.smallest_isolable
    if not found.segments:
        return ""
    least = shown_floor(outlook.examination.policy)
    parts = [groups(found.segments)]
    if smallest is not None:
        parts.append(tr("smallest group anyone could single out: {people}", people=guarded(smallest, least)))
    return " · ".join(parts)
