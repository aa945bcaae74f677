"""The verbs of a list that leaves: the export, and the verification that needs no workspace."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from planner.cli import render
from planner.cli.session import Session
from planner.cli.verb import Answer, Verb, option
from planner.services import answers, releasing, verifying

CAMPAIGN = option("campaign", metavar="CAMPAIGN", help="the id or the name of a campaign")
BY = option("--by", metavar="NAME", help="who does this (default: your login name)")
FORMAT = option(
    "--format",
    default="",
    metavar="LIST",
    help="some of bundle,json,csv,xlsx,sql,unomi,mautic, with commas (default: all, in one bundle)",
)
MARKS = {"valid": "✓", "invalid": "✗", "unknown": "?"}
VERDICTS = {
    "valid": "The bundle is valid.",
    "invalid": "The bundle is invalid: do not use what is in it.",
    "unknown": "Nothing is wrong with the bundle, and what is marked with ? could not be settled.",
}


def export(session: Session, asked: argparse.Namespace) -> Answer:
    """Write the approved list as a bundle that proves itself."""
    formats = [each.strip() for each in asked.format.split(",") if each.strip()]
    done = releasing.export(
        session.workspace, asked.campaign, asked.to, formats=formats, by=session.actor(asked.by), hooks=session.hooks
    )
    lines = [
        f"{done.path}",
        f"  {len(done.files)} files, entry {done.ledger_index} of the ledger",
        *([f"  the list that left before: still one release, {done.release}"] if done.left_before else []),
        *(f"  beside it: {path.name}" for path in done.beside),
        *_loss_lines(done),
        f"Verify it anywhere: shoal verify {done.path} --key '{done.vkey}'",
    ]
    return Answer(answers.export_answer(done), [render.plain(line) for line in lines])


def _loss_lines(done: releasing.Exported) -> Iterator[str]:
    """Say each thing that targets cannot express once, with the targets it is true of."""
    targets: dict[str, list[str]] = {}
    for loss in done.losses:
        targets.setdefault(loss.message, []).append(loss.target)
    for message, names in targets.items():
        yield f"! {', '.join(names)}: {message}"


def verify(_session: Session, asked: argparse.Namespace) -> Answer:
    """Check a bundle with nothing but itself and a pinned key; anything but valid exits with 1."""
    found = verifying.verify(asked.bundle, key=asked.key, against=asked.against)
    status = 0 if found.verdict is verifying.Verdict.VALID else 1
    return Answer(answers.verify_answer(found), list(_verify_lines(found, asked)), status)


def _verify_lines(found: verifying.Verified, asked: argparse.Namespace) -> Iterator[str]:
    for each in found.checks:
        yield f"{MARKS[each.verdict.value]} {each.name}: {render.plain(each.detail)}"
    yield VERDICTS[found.verdict.value]
    if asked.key is None and found.verdict is verifying.Verdict.UNKNOWN:
        yield "Ask the sender for the key, by another way than the bundle, and give it with --key."


VERBS: Sequence[Verb] = (
    Verb(
        "export",
        "write the approved list as a bundle that proves itself",
        export,
        (CAMPAIGN, option("--to", type=Path, required=True, metavar="DIR", help="the folder to write to"), FORMAT, BY),
    ),
    Verb(
        "verify",
        "check a bundle with nothing but itself and a pinned key",
        verify,
        (
            option("bundle", type=Path, metavar="BUNDLE", help="the bundle"),
            option("--key", metavar="VKEY", help="the ledger's key, as its owner told you"),
            option("--against", type=Path, metavar="LEDGER", help="a later copy of the ledger"),
        ),
    ),
)
