"""The verbs that turn customers into segments and ask about them."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from planner.cli import render
from planner.cli.session import Session
from planner.cli.verb import WHOLE_NUMBER, Answer, Verb, option
from planner.domain.snapshot import SnapshotRecord
from planner.services import answers, exploring, importing
from planner.services.keeping import key_state

FILE = option("file", type=Path, metavar="FILE", help="a CSV, Parquet or XLSX file")
FLOOR = option(
    "--k", type=WHOLE_NUMBER, metavar="N", help="the fewest people a segment may hold (default: the policy's floor)"
)
POPULATION = option("population", metavar="POPULATION", help="the name given at import")
WHERE = option("--where", default="", metavar="RULE", help="a rule, such as \"age >= '25–34' AND city = 'Lyon'\"")
SCOPES = option(
    "--scope",
    action="append",
    dest="scopes",
    default=[],
    metavar="SCOPE",
    help="a consent scope that the use needs; repeatable",
)
SHOWN = 40
"""Rows of a table that a person is shown; `--json` has them all."""
LABELS_SHOWN = 3


def survey(session: Session, asked: argparse.Namespace) -> Answer:
    """Say what each column of a file seems to be, as a mapping ready to edit."""
    found = importing.survey(
        asked.file, floor=importing.floor_for(session.existing_workspace, asked.k), hooks=session.hooks
    )
    return Answer(found.to_json(), found.to_toml().splitlines())


def import_file(session: Session, asked: argparse.Namespace) -> Answer:
    """Turn a file into segments; a dry run makes no workspace, shows the outcome and keeps nothing."""
    workspace = session.existing_workspace if asked.dry_run else session.make_ready()
    floor = importing.floor_for(workspace, asked.k)
    request = importing.Request(asked.file, asked.population, floor, asked.mapping, recut=asked.recut)
    known = importing.known_population(workspace, request.population)
    prepared = importing.prepare_import(request, clock=session.clock, known=known, hooks=session.hooks)
    if asked.dry_run:
        prepared = importing.compared(workspace, prepared)
        return Answer(answers.import_answer(prepared.record), list(summary(prepared.record)))
    record = importing.keep_import(session.new_workspace, prepared)
    reminders = render.findings(key_state(session.new_workspace).findings)
    return Answer(answers.import_answer(record), [*summary(record), *reminders])


def summary(record: SnapshotRecord) -> Iterator[str]:
    """Tell an import as its safety summary."""
    exact, kept = int(record.quality["exact_people"]), record.people_kept
    yield f"{render.plain(record.population)}: {f'kept as {record.id}' if record.id else 'a dry run, nothing is kept'}"
    if record.refreshed_from:
        yield f"  counted again in the segments of {record.refreshed_from}"
    yield from render.table(
        [
            ("  people in", render.number(record.people_in), f"from {render.number(record.rows)} rows"),
            ("  people kept", render.number(kept), f"{render.number(record.people_dropped)} dropped"),
            ("  segments", render.number(record.segments), f"of at least {record.floor} people each"),
            ("  exact", render.number(exact), f"people described exactly ({render.percent(exact / max(kept, 1))})"),
            ("  detail lost", render.percent(record.quality["ncp"]), "of the attributes' detail (NCP)"),
        ],
        right={1},
    )
    roles: dict[str, list[str]] = {}
    for name, role in record.columns.items():
        roles.setdefault(role, []).append(render.plain(name))
    yield from (f"  {role}: {', '.join(names)}" for role, names in roles.items())
    yield from render.findings(record.findings)


def populations(session: Session, _asked: argparse.Namespace) -> Answer:
    """List the populations of the workspace."""
    records = exploring.populations(session.workspace)
    rows = [("population", "snapshot", "made", "people", "segments", "floor")] + [
        (r.population, r.id, r.made_at, render.number(r.people_kept), render.number(r.segments), str(r.floor))
        for r in records
    ]
    nothing = ["No population yet. Import one: shoal import FILE --population NAME"]
    lines = render.table(rows, right={3, 4, 5}) if records else nothing
    return Answer({"populations": [answers.import_answer(record) for record in records]}, lines)


def segments(session: Session, asked: argparse.Namespace) -> Answer:
    """List the segments of a population, or those wholly inside a rule."""
    found = exploring.segments(session.workspace, asked.population, where=asked.where)
    return Answer(answers.segments_answer(found) if asked.json else {}, list(_segment_lines(found)))


def _segment_lines(found: exploring.Segments) -> Iterator[str]:
    table = found.population.table
    yield f"{render.number(len(found.chosen))} segments, each of at least {table.floor} people"
    rows = [("id", "people", *(attribute.name for attribute in table.attributes), "agreed to")]
    for i in found.chosen[:SHOWN].tolist():
        values = [_few(known.labels_of(int(ids[i]))) for known, ids in zip(table.sets, table.ids, strict=True)]
        scopes = ", ".join(sorted(table.consents[table.consent[i]])) or "nothing"
        rows.append((str(i), render.number(int(table.people[i])), *values, scopes))
    yield from render.table(rows, right={0, 1})
    if len(found.chosen) > SHOWN:
        yield f"… and {render.number(len(found.chosen) - SHOWN)} more: --json lists them all"


def _few(labels: tuple[str, ...]) -> str:
    if len(labels) <= LABELS_SHOWN:
        return ", ".join(labels)
    return f"{', '.join(labels[: LABELS_SHOWN - 1])} … ({len(labels)} values)"


def audience(session: Session, asked: argparse.Namespace) -> Answer:
    """Say what a rule reaches, whom it protects, what warns or blocks, and how to widen it."""
    question = exploring.ask(session.workspace, asked.population, where=asked.where, scopes=asked.scopes)
    return Answer(answers.question_answer(question), list(_audience_lines(question)))


def _audience_lines(question: exploring.Question) -> Iterator[str]:
    yield f"{render.plain(question.text) or 'everyone'}"
    yield from render.audience(question.judged.audience, question.scopes)
    yield from render.findings(question.findings)
    yield from render.widenings(question.widenings)


VERBS = (
    Verb("survey", "what each column of a file seems to be, as a mapping ready to edit", survey, (FILE, FLOOR)),
    Verb(
        "import",
        "turn a customer file into segments",
        import_file,
        (
            FILE,
            option("--population", required=True, metavar="NAME", help="what the people of this file are called"),
            option(
                "--mapping", type=Path, metavar="M.toml", help="what each column is (default: what survey proposes)"
            ),
            FLOOR,
            option(
                "--recut",
                action="store_true",
                help="cut a known population afresh, and retire its segments, instead of counting them again",
            ),
            option("--dry-run", action="store_true", help="show the safety summary and keep nothing"),
        ),
    ),
    Verb("populations", "list the populations of the workspace", populations),
    Verb("segments", "list the segments of a population", segments, (POPULATION, WHERE)),
    Verb(
        "audience",
        "what a rule reaches, whom it protects, and how to widen it",
        audience,
        (POPULATION, WHERE, SCOPES),
    ),
)
