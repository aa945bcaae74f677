"""Campaigns: each one document, found by its id or its name."""

import difflib
import re
import unicodedata

from planner.domain.campaign import Campaign
from planner.domain.errors import PlannerError
from planner.store.documents import read_document, read_documents, write_document
from planner.store.states import Subject
from planner.store.workspace import Workspace

_MOST_NAMES_TOLD = 5
_LONGEST_ID = 40
"""Characters of a name that an id keeps; the rest is told apart by number."""


def about_campaign(campaign: Campaign) -> Subject:
    """Return what an entry of the ledger about a campaign is about."""
    return Subject("campaign", campaign.id)


def save_campaign(workspace: Workspace, campaign: Campaign) -> None:
    """Keep a campaign as it stands, inside the caller's change, which appends an entry about it."""
    write_document(workspace, "campaigns", campaign.id, campaign.to_json())


def load_campaign(workspace: Workspace, campaign_id: str) -> Campaign:
    """Return the campaign of an id. Raises PlannerError `unknown-campaign` or `no-campaigns`."""
    plain = read_document(workspace, "campaigns", campaign_id)
    if plain is None:
        raise _unknown(campaign_id, campaigns(workspace))
    return Campaign.from_json(plain)


def find_campaign(workspace: Workspace, wanted: str) -> Campaign:
    """Return the campaign that a person means: by its id, else by its name, whatever the case.

    Raises PlannerError `unknown-campaign` with the nearest names, `campaign-name-shared` when several have the name,
    or `no-campaigns`.
    """
    known = campaigns(workspace)
    same_name = [each for each in known if each.name.casefold() == wanted.strip().casefold()]
    found = [each for each in known if each.id == wanted.strip()] or same_name
    if not found:
        raise _unknown(wanted, known)
    if len(found) > 1:
        raise PlannerError("campaign-name-shared", campaign=wanted, ids=tuple(each.id for each in found))
    return found[0]


def campaigns(workspace: Workspace) -> tuple[Campaign, ...]:
    """Return all campaigns, in the order of their ids."""
    return tuple(Campaign.from_json(plain) for plain in read_documents(workspace, "campaigns").values())


def next_campaign_id(workspace: Workspace, name: str) -> str:
    """Return an id that no campaign has, made from a name: `spring-sale`, then `spring-sale-2`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = "-".join(re.findall(r"[a-z0-9]+", plain))[:_LONGEST_ID].strip("-") or "campaign"
    taken = set(read_documents(workspace, "campaigns"))
    number = 1
    while (wanted := stem if number == 1 else f"{stem}-{number}") in taken:
        number += 1
    return wanted


def _unknown(wanted: str, known: tuple[Campaign, ...]) -> PlannerError:
    if not known:
        return PlannerError("no-campaigns", campaign=wanted)
    names = list(dict.fromkeys(name for each in known for name in (each.id, each.name)))
    nearest = difflib.get_close_matches(wanted, names) or [each.id for each in known][:_MOST_NAMES_TOLD]
    return PlannerError("unknown-campaign", campaign=wanted, nearest=tuple(nearest))
