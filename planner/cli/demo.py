"""The verb that shows the whole job on invented customers."""

import argparse
from pathlib import Path

from planner.cli.console import tell
from planner.cli.session import Session
from planner.cli.verb import Answer, Verb, option
from planner.services.demo import run_demo
from planner.services.sample_folder import MARK


def demo(session: Session, asked: argparse.Namespace) -> Answer:
    """Do the whole job in a folder and tell it step by step."""
    story = run_demo(
        asked.out, clock=session.clock, hooks=session.hooks, tell=(lambda _line: None) if asked.json else tell
    )
    ending = f"Look around: shoal segments 'outdoor customers' --workspace {asked.out / 'workspace'}"
    passphrase = f"Its passphrase is in {asked.out / MARK}"
    return Answer({**story.facts, "out": str(asked.out)}, ["", ending, passphrase])


VERBS = (
    Verb(
        "demo",
        "the whole job on invented customers, told step by step",
        demo,
        (option("--out", type=Path, default=Path("demo"), metavar="DIR", help="where its files go (default: ./demo)"),),
    ),
)
