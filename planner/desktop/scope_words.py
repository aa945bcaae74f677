"""Words of consent scopes: what they are called on screens, by purpose and channel rather than by their short names."""

from collections import Counter
from collections.abc import Iterable

from planner.desktop.spoken import said
from planner.desktop.words import tr
from planner.domain.catalogue import ConsentScope
from planner.domain.vocabulary import Vocabulary


def scope_names(scopes: Iterable[ConsentScope], known: Vocabulary) -> dict[str, str]:
    """Return short name → what a screen calls it; alike ones are told apart by their short names."""
    called = {each.name: _called(each, known) for each in scopes}
    times = Counter(called.values())
    return {name: told if times[told] == 1 else f"{told} ({name})" for name, told in called.items()}


def _called(scope: ConsentScope, known: Vocabulary) -> str:
    purpose = said(known.purposes[scope.purpose].name)
    if scope.channel is None:
        return purpose
    return tr("{purpose}: {channel}", purpose=purpose, channel=said(known.channels[scope.channel].name))
