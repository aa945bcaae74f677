"""Spoken: a sentence of the code that still knows its template and its facts, so that it can be said in French too."""

from collections.abc import Mapping

Said = str | int | tuple[str, ...]
"""A fact of a sentence: a name, a number, or names that are listed."""


class Spoken(str):
    """A sentence in English; a screen fills the same facts into the template's translation."""

    __slots__ = ("facts", "template")

    template: str
    facts: Mapping[str, Said]

    def __new__(cls, template: str, **facts: Said) -> "Spoken":
        """Fill the facts into a template; names are listed as `a and b`."""
        listed = {name: " and ".join(fact) if isinstance(fact, tuple) else fact for name, fact in facts.items()}
        made = super().__new__(cls, template.format(**listed))
        made.template, made.facts = template, facts
        return made
