"""The command reference, written from the declarations of the verbs: `python -m planner.cli.reference`."""

from collections.abc import Iterator

from planner.cli.verb import SHARED_OPTIONS, Option, Verb
from planner.cli.verbs import VERBS

OPENING = """# Command reference

Written by `python -m planner.cli.reference`. In a checkout, `shoal` is `uv run main.py`; installed, it is a command.

Exit status: 0 done · 1 refused by a guardrail, or a verification that failed · 2 wrong usage or bad input · 3 a mistake
of Shoal's own. With `--json` one JSON object is on standard output and nothing else; progress is on standard error, and
only on a terminal. An error is a sentence there, and with `--json` an object `{"error": {"code", "facts", "message"}}`.
"""


def reference() -> str:
    """Return the whole reference as Markdown."""
    return "\n".join([OPENING, *(line for verb in VERBS for line in _verb(verb)), *_shared()])


def _verb(verb: Verb) -> Iterator[str]:
    yield f"## shoal {verb.name}"
    yield ""
    yield f"{verb.summary[:1].upper()}{verb.summary[1:]}."
    yield ""
    if verb.options:
        yield from _table(verb.options)


def _shared() -> Iterator[str]:
    yield "## Every verb"
    yield ""
    yield from _table(SHARED_OPTIONS)


def _table(options: tuple[Option, ...]) -> Iterator[str]:
    yield "| option | meaning |"
    yield "|---|---|"
    for each in options:
        required = " (required)" if each.is_required else ""
        yield f"| `{each.usage}`{required} | {each.help} |"
    yield ""


if __name__ == "__main__":
    print(reference(), end="")
