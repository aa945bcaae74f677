"""Issuing: whether a list leaves for the first time, or is one that has left already and is written again."""

from collections.abc import Sequence
from dataclasses import dataclass

from planner.domain.campaign import Campaign
from planner.domain.errors import Refusal
from planner.services.planning import Examination
from planner.store.ledger import checkpoint_before, entry_at
from planner.store.recorder import utc_text
from planner.store.releases import releases_of
from planner.store.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One bundle of a release: the how manyeth of its campaign it is, and with what its list was made."""

    release: str
    number: int
    made_at: str
    checkpoint: str
    left_before: bool = False
    index: int | None = None
    """Where the ledger holds it; None: nowhere yet."""
    manifest_digest: str = ""


def find_issue(workspace: Workspace, examination: Examination, kinds: Sequence[str]) -> Issue:
    """Return what the list has left as already, or as what it leaves now for the first time.

    It is the same list where check digest, snapshot and segments are the same; and the same bundle where formats and
    recorded check are the same too, which the bytes have to confirm.
    """
    campaign, release = examination.campaign, ""
    audience = examination.measure().audience_digest
    for number, mark in reversed([*enumerate(campaign.exports, start=1)]):
        if mark.digest != examination.digest or mark.ledger_index is None:
            continue
        entry = entry_at(workspace, mark.ledger_index)
        facts = entry.record["facts"]
        if (facts["audience_digest"], facts["snapshot"]["id"]) != (audience, examination.population.record.id):
            continue
        release = entry.record["state"]["id"]
        if facts.get("formats") == [*kinds] and facts["check"]["index"] == check_index(campaign):
            return Issue(
                release=release,
                number=number,
                made_at=facts["made_at"],
                checkpoint=checkpoint_before(workspace, entry.index),
                left_before=True,
                index=entry.index,
                manifest_digest=mark.bundle_digest,
            )
    return Issue(
        release=release or f"{campaign.id}/{len(releases_of(workspace, campaign=campaign.id)) + 1}",
        number=len(campaign.exports) + 1,
        made_at=utc_text(workspace.clock()),
        checkpoint=checkpoint_before(workspace),
        left_before=bool(release),
    )


def check_index(campaign: Campaign) -> int:
    """Return where the ledger holds the campaign's latest check. Raises Refusal `check-missing`."""
    check = campaign.last_check
    if check is None or check.ledger_index is None:
        raise Refusal("check-missing", campaign=campaign.name)
    return check.ledger_index
