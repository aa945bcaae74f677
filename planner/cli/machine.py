"""The verbs about this computer and this program: whether everything works here, and what it is made of."""

import argparse
import platform
from collections.abc import Sequence

from planner import __version__
from planner.cli import render
from planner.cli.session import Session
from planner.cli.verb import Answer, Verb
from planner.services import doctor
from planner.services.parts import read_parts

MARKS = {"valid": "✓", "invalid": "✗", "unknown": "·"}


def examine(session: Session, _asked: argparse.Namespace) -> Answer:
    """Try everything that Shoal needs of a computer, and tell what works."""
    results = list(doctor.examine(session.clock))
    is_well = doctor.overall(results) is not doctor.Verdict.INVALID
    system = f"{platform.system()} {platform.release()} ({platform.machine()})"
    lines = [f"Shoal {__version__}, Python {platform.python_version()}, {system}"]
    lines += [f"{MARKS[each.verdict.value]} {each.name}: {render.plain(each.detail)}" for each in results]
    lines.append("Everything that is needed works here." if is_well else "What is marked with ✗ does not work here.")
    told = [{"name": each.name, "verdict": each.verdict.value, "detail": each.detail} for each in results]
    return Answer({"version": __version__, "system": system, "checks": told}, lines, 0 if is_well else 1)


def about(_session: Session, _asked: argparse.Namespace) -> Answer:
    """List what this program is made of, with versions and licences."""
    parts = read_parts()
    told = [{"name": part.name, "version": part.version, "licence": part.licence} for part in parts]
    lines = [f"Shoal {__version__}, Apache-2.0. It is made with:", ""]
    lines += render.table([(f"  {part.name}", part.version, part.licence) for part in parts])
    return Answer({"version": __version__, "licence": "Apache-2.0", "parts": told}, lines)


VERBS: Sequence[Verb] = (
    Verb("doctor", "try everything that Shoal needs of this computer: store, key ring, reading, partition", examine),
    Verb("about", "what this program is made of, with versions and licences", about),
)
