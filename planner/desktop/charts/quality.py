"""The quality: how much of each detail an import kept exact, generalised, or dropped."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from planner.desktop.charts.chart import Chart
from planner.desktop.charts.lines import GAP, height_of, write_lines
from planner.desktop.charts.picture import Picture
from planner.desktop.charts.sheet import Box, Sheet
from planner.desktop.look import Look
from planner.desktop.words import guarded, percent, tr


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of one detail, in people: a single value, several possible ones, or nothing at all."""

    label: str
    exact: int
    generalised: int
    dropped: int

    @property
    def everybody(self) -> int:
        """All people there were."""
        return self.exact + self.generalised + self.dropped

    @property
    def exact_share(self) -> float:
        """The share of people whose detail is a single value, 0 … 1."""
        return self.exact / self.everybody if self.everybody else 0.0

    def blurred(self, least: int) -> "Kept":
        """Return the same with fewer than `least` dropped people, if any, taken for so many."""
        return replace(self, dropped=max(self.dropped, least)) if self.dropped else self


class QualityChart(Chart):
    """A bar for each detail, all of one length: full where it is exact, hatched where it is generalised."""

    def show_quality(self, title: str, kept: Sequence[Kept], least: int = 0) -> None:
        """Show details in their order; of fewer people than `least` who were dropped the number is not told."""
        told = tuple(kept)
        drawn = tuple(each.blurred(least) for each in told)  # a saved picture is read to the last digit
        self.show_picture(
            Picture(
                title,
                _described(title, drawn),
                KeptDrawing(drawn),
                _notes(drawn),
                (tr("Detail"), tr("Exact"), tr("Generalised"), tr("Dropped")),
                tuple((each.label, each.exact, each.generalised, guarded(each.dropped, least)) for each in told),
            )
        )


@dataclass(frozen=True, slots=True)
class KeptDrawing:
    """Bars under each other: the detail at the left, the exact share at the right."""

    kept: tuple[Kept, ...]

    def height(self, look: Look) -> int:
        """Return how high it is: a row for each detail."""
        return height_of(len(self.kept), look)

    def draw(self, sheet: Sheet, box: Box) -> None:
        """Draw the bars."""
        rooms = write_lines(sheet, box, [(each.label, percent(each.exact_share)) for each in self.kept])
        for each, room in zip(self.kept, rooms, strict=True):
            self._draw_bar(sheet, each, room)

    def _draw_bar(self, sheet: Sheet, kept: Kept, box: Box) -> None:
        gap, x = sheet.look.size(GAP), box.x
        parts = ((kept.exact, "bar"), (kept.generalised, "hatch"), (kept.dropped, "field-line"))
        scale = box.width / kept.everybody if kept.everybody else 0.0
        for people, meaning in parts:
            part = Box(x, box.y, max(people * scale - gap, gap), box.height)
            if people and meaning == "hatch":
                sheet.hatched(part, meaning)
            elif people:
                sheet.bar(part, meaning)
            x += people * scale


def _described(title: str, kept: Sequence[Kept]) -> str:
    """Return what one sees, in one sentence."""
    if not kept:
        return tr("{title}: there is nothing to show.", title=title)
    most, least = max(kept, key=lambda each: each.exact_share), min(kept, key=lambda each: each.exact_share)
    return tr(
        "{title}: {most} is known exactly of {most_share} of people, {least} of {least_share}.",
        title=title,
        most=most.label,
        most_share=percent(most.exact_share),
        least=least.label,
        least_share=percent(least.exact_share),
    )


def _notes(kept: Sequence[Kept]) -> tuple[str, ...]:
    if not kept:
        return (tr("There is nothing to show."),)
    told = (tr("Full: known exactly. Hatched: known as one of several."),)
    if any(each.dropped for each in kept):
        return (*told, tr("Grey: people who fit no group and were dropped."))
    return told
