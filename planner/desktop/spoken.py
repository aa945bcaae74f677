"""Spoken: what the services say in English, in the reader's language."""

from PySide6.QtCore import QCoreApplication

from planner.desktop.words import CONTEXT, number, tr
from planner.domain.spoken import Said, Spoken


def said(text: str) -> str:
    """Return a text of `planner.services.spoken` in the reader's language; any other text as it is."""
    if not isinstance(text, Spoken):
        return QCoreApplication.translate(CONTEXT, text) if text else ""
    facts = {name: _fact(fact) for name, fact in text.facts.items()}
    return QCoreApplication.translate(CONTEXT, text.template).format(**facts)


def _fact(fact: Said) -> str:
    match fact:
        case tuple():
            return tr(" and ").join(fact)
        case int():
            return number(fact)
        case str():
            return fact
