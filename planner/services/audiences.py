"""Audiences to use again: saved under a name, or taken from a campaign; what is saved is in the ledger."""

from dataclasses import dataclass

from planner.domain.binding import bind
from planner.domain.errors import PlannerError
from planner.domain.rule import EVERYONE, Rule, rule_digest
from planner.domain.saved_audience import SavedAudience
from planner.store.audiences import about_audience, drop_audience, keep_audience, load_audiences
from planner.store.campaigns import campaigns
from planner.store.snapshots import current_snapshot, load_table
from planner.store.workspace import Workspace

MOST_SAVED = 500
"""How many audiences a workspace keeps."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A rule to use again, by the name of its saved audience or of its campaign."""

    name: str
    rule: Rule
    is_saved: bool


def saved_audiences(workspace: Workspace, population: str) -> tuple[SavedAudience, ...]:
    """Return the saved audiences of a population, by name."""
    found = (each for each in load_audiences(workspace) if each.population == population)
    return tuple(sorted(found, key=lambda each: (each.name.casefold(), each.name)))


def offered_audiences(workspace: Workspace, population: str) -> tuple[Offered, ...]:
    """Return every rule over a population that can be used again: saved ones, then those of campaigns, by name."""
    saved = [Offered(each.name, each.rule, is_saved=True) for each in saved_audiences(workspace, population)]
    planned = [each for each in campaigns(workspace) if each.population == population and each.rule != EVERYONE]
    planned.sort(key=lambda each: (each.name.casefold(), each.id))
    return (*saved, *(Offered(each.name, each.rule, is_saved=False) for each in planned))


def save_audience(workspace: Workspace, audience: SavedAudience, *, by: str, replace: bool = False) -> SavedAudience:
    """Save an audience under its name; nothing happens when it is there already.

    Raises PlannerError `actor-missing`, `audience-name-taken` when another rule has the name and is not to be
    replaced, `too-many-audiences`, what `SavedAudience.checked` raises, `unknown-population`, and `rule-…` for a rule
    that does not fit the population.
    """
    _require_actor(by)
    audience = audience.checked()
    record = current_snapshot(workspace, audience.population)
    bind(audience.rule, load_table(workspace, record.id).attributes, dropped=record.columns)
    known = {each.id: each for each in load_audiences(workspace)}
    before = known.get(audience.id)
    if before == audience:
        return audience
    if before is not None and not replace:
        raise PlannerError("audience-name-taken", audience=audience.name)
    if before is None and len(known) >= MOST_SAVED:
        raise PlannerError("too-many-audiences", most=MOST_SAVED)
    with workspace.change() as ledger:
        keep_audience(workspace, audience)
        ledger.append("audience-saved", about_audience(audience), _facts(audience, by))
    return audience


def forget_audience(workspace: Workspace, population: str, name: str, *, by: str) -> SavedAudience:
    """Remove a saved audience, and return it. Raises PlannerError `actor-missing` and `unknown-audience`."""
    _require_actor(by)
    wanted = SavedAudience(name, population, EVERYONE).id
    found = next((each for each in load_audiences(workspace) if each.id == wanted), None)
    if found is None:
        raise PlannerError("unknown-audience", audience=name)
    with workspace.change() as ledger:
        drop_audience(workspace, found)
        ledger.append("audience-forgotten", about_audience(found), _facts(found, by))
    return found


def _require_actor(by: str) -> None:
    if not by.strip():
        raise PlannerError("actor-missing")


def _facts(audience: SavedAudience, by: str) -> dict[str, str]:
    return {
        "audience": audience.name,
        "population": audience.population,
        "rule_digest": rule_digest(audience.rule),
        "by": by,
    }
