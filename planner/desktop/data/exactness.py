"""How exact a population is: what the import kept of every detail, and how large the groups are."""

from typing import TYPE_CHECKING

from planner.desktop.campaigns.rule_words import told_name
from planner.desktop.cards import Card, label, rows
from planner.desktop.desk import Desk
from planner.desktop.look import GRID
from planner.desktop.privacy.fingerprint import digest_of, spoken
from planner.desktop.words import long_day, tr
from planner.domain.segments import SegmentTable
from planner.services.profile import Profile

if TYPE_CHECKING:  # they are loaded when there is something to draw
    from planner.desktop.charts import SizesChart
    from planner.desktop.charts.quality import Kept, QualityChart


class ExactnessCard(Card):
    """Two charts: each detail with its exact, generalised and dropped part, and the groups by size."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.quality: QualityChart | None = None
        self.sizes: SizesChart | None = None
        self._lines = rows(spacing=GRID)
        self.body.addLayout(self._lines)

    def show_profile(self, profile: Profile) -> None:
        """Show a population."""
        quality, sizes = self._charts()
        for each in (quality, sizes):
            each.set_source(source_of(profile))
        kept = kept_of(profile.table, profile.record.people_dropped)
        quality.show_quality(tr("How exact each detail is"), kept, profile.table.floor)
        sizes.show_sizes(tr("How large the groups are"), profile.table.people.tolist(), profile.table.floor)

    def _charts(self) -> "tuple[QualityChart, SizesChart]":
        from planner.desktop.charts import SizesChart  # noqa: PLC0415
        from planner.desktop.charts.quality import QualityChart  # noqa: PLC0415

        if self.quality is None or self.sizes is None:
            self.quality, self.sizes = QualityChart(self._desk), SizesChart(self._desk)
            self._lines.addWidget(label(tr("How exact each detail is"), "heading", wrap=True))
            self._lines.addWidget(self.quality)
            self._lines.addSpacing(GRID)
            self._lines.addWidget(label(tr("How large the groups are"), "heading", wrap=True))
            self._lines.addWidget(self.sizes)
        return self.quality, self.sizes


def kept_of(table: SegmentTable, dropped: int) -> "tuple[Kept, ...]":
    """Return for each detail of how many people it is exact, generalised, or dropped with them."""
    from planner.desktop.charts.quality import Kept  # noqa: PLC0415

    people = table.total_people
    exact = [round(share * people) for share in table.exact_shares]
    return tuple(
        Kept(told_name(attribute.name), count, people - count, dropped)
        for attribute, count in zip(table.attributes, exact, strict=True)
    )


def source_of(profile: Profile) -> str:
    """Return where the numbers of a chart come from: the population, its day, and the head of the ledger."""
    record = profile.record
    made, head = long_day(record.made_at), spoken(digest_of(profile.checkpoint))
    return tr("{name}, {day}. Ledger: {head}", name=record.population, day=made, head=head)
