"""Spoken: the texts of the tables below the screens that a screen shows, for whoever translates them."""

from collections.abc import Iterator

from planner.intake.reasons import NOTES, REASONS, WARNINGS
from planner.services.in_force import vocabulary


def spoken_texts() -> Iterator[str]:
    """Give the names of the vocabulary and the templates of what a survey says, in English."""
    known = vocabulary()
    for named in (known.purposes, known.channels, known.legal_bases):
        yield from (each.name for each in named.values())
    yield from (each.sentence for each in known.purposes.values())
    for sentences in (REASONS, WARNINGS, NOTES):
        yield from sentences.values()
