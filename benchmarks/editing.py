"""One edit of a rule, answered live: ours against memory speed, DuckDB and plain Python, in one run on one core.

    python -m benchmarks.editing [--sizes small,medium,large] [--edits N]

Each edit changes one condition of a nested rule of three to nine, over eight attributes and 50 released audiences.
Answered each time: people matched, agreed and protected, the breakdown over all attributes, the smallest group that
combining all releases could isolate, and the findings. Times are processor time, which other work does not lengthen.
"""

import argparse
import itertools
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import duckdb
import numpy as np

from benchmarks.synthetic import synthetic_cells
from planner.domain import rule as rules
from planner.domain.anonymity import nothing_released, released, with_release
from planner.domain.attribute import Attribute, Kind
from planner.domain.audience import evaluate, spread
from planner.domain.binding import bind
from planner.domain.bound import Bound, Every, Leaf, leaves_of
from planner.domain.guardrails import Guardrails, Judged
from planner.domain.partition import partition
from planner.domain.policy import Policy
from planner.domain.rule import All, Condition, Not, Operator, Rule
from planner.domain.rule_text import parse_rule, rule_text
from planner.domain.segment_index import CUT, INSIDE, set_status
from planner.domain.segments import Codes, SegmentTable, ValueSets, narrowest
from planner.domain.widen import widenings

SIZES = {"small": (950_000, 5, 10), "medium": (950_000, 5, 1), "large": (5_200_000, 2, 1)}
"""People, floor, and one segment kept of how many: about 10,000, 100,000 and 1,000,000 segments."""
RELEASES = 50
SCOPE = frozenset({"email-newsletter"})
SLOW_EDITS = 5
"""How many of the edits the slow contestants answer."""

Answer = tuple[int, int, int, int | None, dict[str, dict[str, int]]]


def main() -> None:
    """Print a table of milliseconds for each size and contestant."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="small,medium,large")
    parser.add_argument("--edits", type=int, default=60)
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    print(f"read bandwidth, one core: {bandwidth() / 1e9:.1f} GB/s")
    for name in options.sizes.split(","):
        people, floor, step = SIZES[name]
        measure(thinned(partition(synthetic_cells(people), floor).table, step), options.edits)


def thinned(table: SegmentTable, step: int) -> SegmentTable:
    """Return every so manyth segment, with the value sets they still need."""
    sets: list[ValueSets] = []
    columns: list[Codes] = []
    for values, ids in zip(table.sets, table.ids, strict=True):
        singles = len(values.attribute.labels)
        kept = np.union1d(np.arange(singles), ids[::step])
        sets.append(ValueSets(values.attribute, values.words[kept]))
        columns.append(np.searchsorted(kept, ids[::step]).astype(narrowest(len(kept))))
    return replace(
        table, sets=tuple(sets), ids=tuple(columns), consent=table.consent[::step], people=table.people[::step]
    )


def measure(table: SegmentTable, edits: int) -> None:
    """Answer the same edits with every contestant, check that they agree, and print what each took."""
    draw = random.Random(5)  # noqa: S311  a workload, not a secret
    left_by = {f"list {place}": random_rule(draw, table.attributes, draw.randint(1, 4)) for place in range(RELEASES)}
    bound = {name: bind(rule, table.attributes) for name, rule in left_by.items()}
    releases = released(len(table), [(name, evaluate(table, each, SCOPE).reachable) for name, each in bound.items()])
    guardrails = Guardrails(table, Policy(floor=2, campaign_k=50), releases)
    workload = list(edited(draw, table.attributes, edits))
    sets = ", ".join(f"{len(values):,}" for values in table.sets)
    print(f"\n{len(table):,} segments, {table.total_people:,} people, {releases.size:,} classes; value sets: {sets}")
    ours = timed("ours, one condition changed", workload, lambda each: answer(guardrails, each))
    timed("ours, nothing kept between edits", workload, lambda each: answer(cold(guardrails), each))
    stages(guardrails, workload)
    repair("ways to widen a rule that is blocked", guardrails, left_by, edits)
    repair("  with lists that nothing blocked", *let_out(table), edits)
    timed("reading rule text", workload, lambda each: parse_rule(rule_text(each)))
    touched = sum(ids.nbytes for ids in table.ids) + table.people.nbytes + table.consent.nbytes + 4 * len(table)
    print(f"  {'floor: its columns at read bandwidth':38}{1e3 * touched / bandwidth():9.2f} ms")
    few = workload[:SLOW_EDITS]
    database = in_duckdb(table, releases.classes)
    check(ours, timed("DuckDB, SQL in memory", few, lambda each: ask_duckdb(database, table, each)))
    if len(table) < 200_000:
        listed = as_lists(table, releases.classes)
        check(ours, timed("plain Python", few, lambda each: ask_python(listed, table, each)))


def repair(name: str, guardrails: Guardrails, left_by: dict[str, Rule], edits: int) -> None:
    """Print what it takes to find the ways to widen rules that are blocked, the findings included."""
    drawn = narrowed(random.Random(11), guardrails.index.table.attributes, edits)  # noqa: S311  a workload
    blocked = [judged for each in drawn if (judged := guardrails.judge(each, SCOPE)).blocking]
    timed(name, blocked, lambda each: widenings(replace(each), released=left_by))


def let_out(table: SegmentTable) -> tuple[Guardrails, dict[str, Rule]]:
    """Return 50 lists, each of which the guardrails let leave after those before it."""
    draw, left_by = random.Random(7), dict[str, Rule]()  # noqa: S311  a workload, not a secret
    releases, policy = nothing_released(len(table)), Policy(floor=2, campaign_k=50)
    while len(left_by) < RELEASES:
        rule = random_rule(draw, table.attributes, draw.randint(1, 3))
        judged = Guardrails(table, policy, releases).judge(rule, SCOPE)
        if not judged.blocking:
            name = f"list {len(left_by)}"
            left_by[name], releases = rule, with_release(releases, name, judged.audience.reachable)
    return Guardrails(table, policy, releases), left_by


def answer(guardrails: Guardrails, rule: Rule) -> Answer:
    """Answer one edit with the product's own functions."""
    judged = guardrails.judge(rule, SCOPE)
    found = judged.audience
    judged.findings(("meta",))
    return found.reach, found.reachable_people, found.protected, judged.smallest_isolable, judged.breakdown


def cold(guardrails: Guardrails) -> Guardrails:
    """Return guardrails that remember no condition; what depends on the table alone is kept."""
    guardrails.index._statuses.clear()  # noqa: SLF001
    return guardrails


def stages(guardrails: Guardrails, workload: list[Rule]) -> None:
    """Print what each part of an edit takes."""
    judged = [guardrails.judge(each, SCOPE) for each in workload]
    parts: dict[str, Callable[[Judged], object]] = {
        "audience": lambda each: guardrails.judge(each.rule, SCOPE),
        "selection": lambda each: guardrails.index.select(each.audience.reachable),
        "breakdown": lambda each: spread(guardrails.index, each.selection),
        "differencing": lambda each: guardrails.check.atoms(each.selection),
        "smallest group": lambda each: each.smallest_isolable,
        "findings": lambda each: each.findings(("meta",)),
    }
    for name, ask in parts.items():
        timed(f"    {name}", judged, ask)


def timed(name: str, workload: list[Any], ask: Callable[[Any], Any]) -> list[Any]:
    """Print the median and 95th percentile of asking each, and return the answers."""
    answers, spent = [], []
    ask(workload[0])
    for each in workload:
        begun = time.process_time()
        answers.append(ask(each))
        spent.append(1e3 * (time.process_time() - begun))
    worst = sorted(spent)[int(0.95 * (len(spent) - 1))]
    print(f"  {name:38}{statistics.median(spent):9.2f} ms   95 % {worst:9.2f} ms", flush=True)
    return answers


def check(ours: list[Answer], theirs: list[Answer]) -> None:
    """Stop when another contestant answers otherwise."""
    if theirs != ours[: len(theirs)]:
        sys.exit("the contestants disagree: the figures mean nothing")


def bandwidth() -> float:
    """Return bytes read a second by summing an array that no cache holds."""
    column = np.ones(32 << 20, dtype=np.float64)
    spent = []
    for _ in range(5):
        begun = time.process_time()
        column.sum()
        spent.append(time.process_time() - begun)
    return column.nbytes / min(spent)


def edited(draw: random.Random, attributes: tuple[Attribute, ...], edits: int) -> Iterator[Rule]:
    """Walk through rules, each a new one or the last with one condition changed, ten edits a rule."""
    rule: Rule = rules.EVERYONE
    for place in range(edits):
        if place % 10 == 0:
            rule = random_rule(draw, attributes, draw.randint(3, 9))
            continue
        rule = with_one_changed(draw, attributes, rule)
        yield rule


def narrowed(draw: random.Random, attributes: tuple[Attribute, ...], count: int) -> Iterator[Rule]:
    """Yield narrow rules: two to six attributes with one label each, every other time with a nested rule beside."""
    for place in range(count):
        chosen = (random_condition(draw, each) for each in draw.sample(attributes, draw.randint(2, 6)))
        single = (Condition(each.attribute, Operator.EQUAL, each.operands[:1]) for each in chosen)
        yield All((*single, *([random_rule(draw, attributes, 3)] if place % 2 else [])))


def random_rule(draw: random.Random, attributes: tuple[Attribute, ...], conditions: int) -> Rule:
    """Return a nested rule of so many conditions."""
    if conditions == 1:
        condition = random_condition(draw, draw.choice(attributes))
        return Not(condition) if draw.random() < 0.1 else condition
    first = draw.randint(1, conditions - 1)
    group = All if draw.random() < 0.6 else rules.Any
    return group((random_rule(draw, attributes, first), random_rule(draw, attributes, conditions - first)))


def random_condition(draw: random.Random, attribute: Attribute) -> Condition:
    """Return a condition such as a marketer types: a few labels, a range, a region, or all but one."""
    if attribute.kind is Kind.ORDERED:
        return Condition(attribute.name, Operator.AT_LEAST, (attribute.labels[len(attribute.labels) // 3],))
    if attribute.levels and draw.random() < 0.6:
        level = attribute.levels[0]
        return Condition(level.name, Operator.IN, tuple(draw.sample(level.labels, min(4, len(level.labels)))))
    if draw.random() < 0.2:
        return Condition(attribute.name, Operator.NOT_EQUAL, (draw.choice(attribute.labels),))
    return Condition(
        attribute.name, Operator.IN, tuple(draw.sample(attribute.labels, max(len(attribute.labels) // 3, 1)))
    )


def with_one_changed(draw: random.Random, attributes: tuple[Attribute, ...], rule: Rule) -> Rule:
    """Return the rule with one of its conditions about other values."""
    conditions = rules.conditions_of(rule)
    changed = draw.choice(conditions)
    named = {a.name: a for a in attributes} | {level.name: a for a in attributes for level in a.levels}
    return replaced(rule, changed, random_condition(draw, named[changed.attribute]))


def replaced(rule: Rule, old: Condition, new: Condition) -> Rule:
    """Return the rule with one condition in another's place."""
    match rule:
        case Condition():
            return new if rule is old else rule
        case Not(part):
            return Not(replaced(part, old, new))
        case All(parts) | rules.Any(parts):
            return type(rule)(tuple(replaced(part, old, new) for part in parts))


def in_duckdb(table: SegmentTable, classes: Any) -> duckdb.DuckDBPyConnection:
    """Load the segments into DuckDB, one thread, the labels of single values beside the set ids."""
    database = duckdb.connect(":memory:", config={"threads": 1})
    columns: dict[str, Any] = {f"s{i}": np.asarray(ids) for i, ids in enumerate(table.ids)}
    columns |= {f"v{i}": np.minimum(ids, len(table.sets[i].attribute.labels)) for i, ids in enumerate(table.ids)}
    granted = np.array([consent >= SCOPE for consent in table.consents])
    columns |= {"people": table.people, "agreed": granted[table.consent], "class": classes}
    database.register("incoming", columns)
    database.execute("CREATE TABLE segments AS SELECT * FROM incoming")
    return database


def ask_duckdb(database: duckdb.DuckDBPyConnection, table: SegmentTable, rule: Rule) -> Answer:
    """Answer one edit with SQL: a small table of codes for each condition, joined to the segments by set id."""
    bound = bind(rule, table.attributes)
    joins = []
    for place, leaf in enumerate(leaves_of(bound)):
        status = set_status(table.sets[leaf.attribute], leaf.allowed)
        database.register(f"codes{place}", {"id": np.arange(len(status)), "code": status})
        joins.append(f"JOIN codes{place} ON segments.s{leaf.attribute} = codes{place}.id")
    code = sql_of(bound, itertools.count())
    database.execute(
        f"CREATE OR REPLACE TEMP TABLE now AS SELECT *, code = {INSIDE} AS is_inside, code = {CUT} AS is_cut FROM "
        f"(SELECT segments.*, {code} AS code FROM segments {' '.join(joins)})"
    )
    reach, reachable, protected = database.execute(
        "SELECT coalesce(sum(people) FILTER (is_inside), 0), coalesce(sum(people) FILTER (is_inside AND agreed), 0),"
        " coalesce(sum(people) FILTER (is_cut), 0) FROM now"
    ).fetchone() or (0, 0, 0)
    (smallest,) = database.execute(
        "SELECT min(n) FROM (SELECT sum(people) AS n FROM now GROUP BY class, is_inside AND agreed)"
    ).fetchone() or (None,)
    spread = {}
    for i, attribute in enumerate(table.attributes):
        labels = (*attribute.labels, "(mixed)")
        rows = database.execute(
            f"SELECT v{i}, sum(people) FROM now WHERE is_inside AND agreed GROUP BY v{i} ORDER BY v{i}"
        ).fetchall()
        spread[attribute.name] = {labels[value]: int(people) for value, people in rows}
    return int(reach), int(reachable), int(protected), int(smallest), spread


def sql_of(bound: Bound, places: Iterator[int]) -> str:
    """Return a bound rule as SQL over the codes of its conditions, in reading order."""
    if isinstance(bound, Leaf):
        return f"codes{next(places)}.code"
    sign, empty = (" & ", str(INSIDE)) if isinstance(bound, Every) else (" | ", "0")
    return f"({sign.join(sql_of(part, places) for part in bound.parts) or empty})"


def as_lists(table: SegmentTable, classes: Any) -> dict[str, list[Any]]:
    """Return the columns as lists."""
    granted = [consent >= SCOPE for consent in table.consents]
    columns: dict[str, list[Any]] = {str(i): ids.tolist() for i, ids in enumerate(table.ids)}
    agreed = [granted[consent] for consent in table.consent.tolist()]
    return columns | {"people": table.people.tolist(), "agreed": agreed, "class": classes.tolist()}


def ask_python(columns: dict[str, list[Any]], table: SegmentTable, rule: Rule) -> Answer:
    """Answer one edit with loops over segments."""
    status = python_status(bind(rule, table.attributes), columns, table)
    reach = reachable = protected = 0
    atoms: dict[tuple[int, bool], int] = {}
    spread: list[dict[int, int]] = [{} for _ in table.sets]
    for place, (code, people, agreed) in enumerate(zip(status, columns["people"], columns["agreed"], strict=True)):
        taken = code == INSIDE and agreed
        reach += people if code == INSIDE else 0
        protected += people if code == CUT else 0
        atom = (columns["class"][place], taken)
        atoms[atom] = atoms.get(atom, 0) + people
        if taken:
            reachable += people
            for i, counts in enumerate(spread):
                value = min(columns[str(i)][place], len(table.attributes[i].labels))
                counts[value] = counts.get(value, 0) + people
    named = {
        attribute.name: {(*attribute.labels, "(mixed)")[value]: counts[value] for value in sorted(counts)}
        for attribute, counts in zip(table.attributes, spread, strict=True)
    }
    return reach, reachable, protected, min(atoms.values()), named


def python_status(bound: Bound, columns: dict[str, list[Any]], table: SegmentTable) -> list[int]:
    """Return the status of every segment."""
    if isinstance(bound, Leaf):
        status = set_status(table.sets[bound.attribute], bound.allowed).tolist()
        return [status[value] for value in columns[str(bound.attribute)]]
    whole = INSIDE if isinstance(bound, Every) else 0
    combined = [whole] * len(table)
    for part in bound.parts:
        codes = python_status(part, columns, table)
        if isinstance(bound, Every):
            combined = [one & other for one, other in zip(combined, codes, strict=True)]
        else:
            combined = [one | other for one, other in zip(combined, codes, strict=True)]
    return combined


if __name__ == "__main__":
    main()
