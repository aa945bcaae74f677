"""The kinds of chart on the page Data, each a declaration: people by value, groups by size, and how exact details are."""

from collections.abc import Sequence

from planner.desktop.charts import Bar, Chart, Part
from planner.desktop.words import groups, long_day, number, people, percent, tr
from planner.domain.snapshot import SnapshotRecord
from planner.services.profile import Slice


def breakdown_chart(name: str, slices: Sequence[Slice], *, least: int, footer: str = "") -> Chart:
    """Return people by value; hatched are those of groups that hold a few values, counted in each of them."""
    known, wider = Part(tr("Known to be"), "bar"), Part(tr("May also be"), "hatch", is_hatched=True)
    bars = tuple(
        Bar(each.label, (each.exact, each.wider), (number(each.exact), number(each.wider)), number(each.exact))
        for each in slices
    )
    line = tr("Dashed: {least} people, the fewest for a campaign.", least=number(least))
    return Chart(
        name,
        _breakdown_sentence(name, slices),
        (known, wider),
        bars,
        name,
        limit=least,
        note=f"{tr('Hatched: known only as part of a wider group.')} {line}",
        footer=footer,
    )


def sizes_chart(sizes: Sequence[tuple[int, int | None, int]], *, floor: int, footer: str = "") -> Chart:
    """Return how many groups there are of each size: of at least `least` and fewer than `below` people."""
    names = [_size_words(least, below) for least, below, _count in sizes]
    counts = [count for _least, _below, count in sizes]
    bars = tuple(
        Bar(name, (count,), (number(count),), number(count)) for name, count in zip(names, counts, strict=True)
    )
    commonest = names[counts.index(max(counts))] if counts else ""
    said = tr(
        "{groups}; no group is smaller than {floor} people; most have {size} people.",
        groups=groups(sum(counts)),
        floor=number(floor),
        size=commonest,
    )
    note = tr("No group is smaller than {floor} people.", floor=number(floor))
    part = Part(tr("Groups"), "bar")
    return Chart(tr("Groups by size"), said, (part,), bars, tr("People in a group"), note=note, footer=footer)


def quality_chart(exact: Sequence[tuple[str, float]], record: SnapshotRecord, *, footer: str = "") -> Chart:
    """Return for each detail how much of it is exact, generalised or dropped with the people who fit no group."""
    kept = record.people_kept / max(record.people_kept + record.people_dropped, 1)
    parts = (
        Part(tr("Exact"), "bar"),
        Part(tr("Generalised"), "hatch", is_hatched=True),
        Part(tr("Dropped"), "line"),
    )
    bars = []
    for name, share in exact:
        values = (share * kept, (1 - share) * kept, 1 - kept)
        bars.append(Bar(name, values, tuple(map(percent, values)), percent(values[0])))
    mean = sum(share for _name, share in exact) / max(len(exact), 1) * kept
    said = tr(
        "{exact} of details are exact; {dropped} of people were dropped.",
        exact=percent(mean),
        dropped=percent(1 - kept),
    )
    note = tr("Full: exact. Hatched: generalised. Pale: dropped.")
    return Chart(tr("How exact details are"), said, parts, tuple(bars), tr("Detail"), note=note, footer=footer)


def footer_of(record: SnapshotRecord, head: str) -> str:
    """Return where the numbers of a chart are from: the population, its day, and the head of the ledger."""
    name, made = record.population, long_day(record.made_at)
    return tr("{name}, {day} · ledger {head}", name=name, day=made, head=head)


def _breakdown_sentence(name: str, slices: Sequence[Slice]) -> str:
    if not slices:
        return tr("{name}: nothing is known.", name=name)
    most = max(slices, key=lambda each: each.exact)
    least = min(slices, key=lambda each: each.exact)
    return tr(
        "{name}: most have {most}, {most_people}; fewest have {least}, {least_people}.",
        name=name,
        most=most.label,
        most_people=people(most.exact),
        least=least.label,
        least_people=people(least.exact),
    )


def _size_words(least: int, below: int | None) -> str:
    if below is None:
        return tr("{least} and more", least=number(least))
    return tr("{least} to {most}", least=number(least), most=number(below - 1))
