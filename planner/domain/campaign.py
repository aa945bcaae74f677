"""A campaign and its life: what may be done to it in which state, and what undoes its check and its approval."""

import dataclasses
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from planner.domain.brief import CODE, Brief
from planner.domain.canonical import Json, digest
from planner.domain.decision import Decision
from planner.domain.errors import PlannerError, Refusal
from planner.domain.life import APPROVED, ASKED_FOR, CHECKED, TRANSITIONS, WHAT_IS_MISSING, State, Verb
from planner.domain.marks import Approval, CheckMark, ExportMark
from planner.domain.rule import EVERYONE, Rule, rule_from_json, rule_to_json
from planner.domain.strict import Kinds, nearest, read_fields, read_texts, require_text

__all__ = [
    "EDITABLE",
    "TRANSITIONS",
    "Approval",
    "Brief",
    "Campaign",
    "CheckMark",
    "ExportMark",
    "State",
    "Verb",
    "allowed_verbs",
    "approve",
    "checked_digest",
    "edit",
    "is_current",
    "lapse",
    "record_check",
    "record_export",
    "retire",
    "withdraw",
]


EDITABLE = ("name", "population", "brief", "rule", "scopes")
"""What an edit may change: exactly what a check looks at."""

_FIELDS: Kinds = {
    "id": str,
    "name": str,
    "population": str,
    "author": str,
    "editors": list,
    "brief": dict,
    "rule": dict,
    "scopes": list,
    "state": str,
    "checks": list,
    "approval": (dict, type(None)),
    "exports": list,
    "version": int,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """A campaign as it stands. Made once, then changed only by the functions of this module.

    Raises PlannerError `campaign-name-missing`, `campaign-author-missing`, or `campaign-unreadable` when state, checks,
    approval and exports contradict each other: no campaign says *approved* without a passing check of itself.
    """

    id: str
    name: str
    population: str
    author: str
    editors: tuple[str, ...] = ()
    """Who else edited it."""
    brief: Brief = field(default_factory=Brief)
    rule: Rule = EVERYONE
    scopes: tuple[str, ...] = ()
    """Consent scopes that the author named; those that follow from the brief and the rule come on top."""
    state: State = State.DRAFT
    checks: tuple[CheckMark, ...] = ()
    """Every check, oldest first."""
    approval: Approval | None = None
    exports: tuple[ExportMark, ...] = ()
    version: int = 1
    """Rises by one with every edit."""

    def __post_init__(self) -> None:
        require_text(self.id, self.name, self.population, self.author, *self.editors, *self.scopes)
        if not self.name.strip():
            raise PlannerError("campaign-name-missing")
        if not self.author.strip():
            raise PlannerError("campaign-author-missing")
        if not self._is_coherent():
            raise PlannerError(CODE, place="state")

    @property
    def last_check(self) -> CheckMark | None:
        """The latest check, whatever came of it."""
        return self.checks[-1] if self.checks else None

    @property
    def lists_left(self) -> int:
        """How many lists of it have left, whatever became of it since; one written again is one list."""
        return len({mark.digest for mark in self.exports})

    def content(self) -> dict[str, Json]:
        """Return what a check looks at: identity, name, population, brief, rule and named scopes."""
        return {
            "id": self.id,
            "name": self.name,
            "population": self.population,
            "brief": self.brief.to_json(),
            "rule": rule_to_json(self.rule),
            "scopes": sorted(self.scopes),
        }

    def digest(self) -> str:
        """Return the SHA-256 of the content's canonical JSON, in hexadecimal."""
        return digest(self.content())

    def to_json(self) -> dict[str, Json]:
        """Return the whole campaign; `from_json` reads it back to an equal one."""
        return self.content() | {
            "author": self.author,
            "editors": list(self.editors),
            "scopes": list(self.scopes),
            "state": self.state.value,
            "checks": [each.to_json() for each in self.checks],
            "approval": self.approval.to_json() if self.approval else None,
            "exports": [each.to_json() for each in self.exports],
            "version": self.version,
        }

    @classmethod
    def from_json(cls, plain: object) -> "Campaign":
        """Read what `to_json` wrote.

        Raises PlannerError `campaign-unreadable` with the place, and as `rule_from_json` and `Campaign` do.
        """
        told: dict[str, Any] = read_fields(plain, _FIELDS, code=CODE, place="campaign")
        if told["state"] not in set(State):
            raise PlannerError(CODE, place="campaign.state")
        told["state"] = State(told["state"])
        told["brief"] = Brief.from_json(told["brief"])
        told["rule"] = rule_from_json(told["rule"])
        for name in ("scopes", "editors"):
            told[name] = read_texts(told[name], code=CODE, place=f"campaign.{name}")
        told["checks"] = tuple(CheckMark.from_json(each, f"checks[{i}]") for i, each in enumerate(told["checks"]))
        told["exports"] = tuple(ExportMark.from_json(each, f"exports[{i}]") for i, each in enumerate(told["exports"]))
        told["approval"] = Approval.from_json(told["approval"], "approval") if told["approval"] else None
        return cls(**told)

    def _is_coherent(self) -> bool:
        check, approval = self.last_check, self.approval
        if self.state in CHECKED and not (check and check.decision.passes and check.campaign_digest == self.digest()):
            return False
        if (self.state in APPROVED) != (approval is not None):
            return False
        if approval and check and approval.digest != check.digest:
            return False
        return self.state is not State.EXPORTED or bool(self.exports)


def checked_digest(campaign: Campaign, policy_digest: str, catalogue_digest: str, snapshot_digest: str) -> str:
    """Return what a check is bound to: another campaign, policy, catalogue or snapshot has another digest."""
    return digest(
        {
            "campaign": campaign.digest(),
            "policy": policy_digest,
            "catalogue": catalogue_digest,
            "snapshot": snapshot_digest,
        }
    )


def allowed_verbs(campaign: Campaign) -> tuple[Verb, ...]:
    """Return what a person may ask for in the campaign's state, whatever else may stand against it."""
    return tuple(verb for verb in ASKED_FOR if (campaign.state, verb) in TRANSITIONS)


def edit(campaign: Campaign, *, by: str, **changes: object) -> Campaign:
    """Return the campaign with some of `EDITABLE` changed: a draft again, without approval.

    An edit that changes nothing returns the campaign as it is. Raises PlannerError `campaign-field-unknown`,
    `campaign-author-missing`; Refusal `campaign-retired`.
    """
    if not by.strip():
        raise PlannerError("campaign-author-missing")
    for name in changes:
        if name not in EDITABLE:
            raise PlannerError("campaign-field-unknown", field=name, nearest=nearest(name, EDITABLE))
    state = _next(campaign, Verb.EDIT)
    if all(getattr(campaign, name) == value for name, value in changes.items()):
        return campaign
    editors = campaign.editors if _is_own(campaign, by) else (*campaign.editors, by)
    told: dict[str, Any] = {**changes, "editors": editors, "version": campaign.version + 1}
    return dataclasses.replace(campaign, state=state, approval=None, **told)


def record_check(campaign: Campaign, check: CheckMark) -> Campaign:
    """Return the campaign after a check, passed or failed.

    An approval stays only when the check passed on the same digest and warns of nothing that was not accepted. Raises
    Refusal `check-outdated` when the check is of other content, `campaign-retired`.
    """
    if check.campaign_digest != campaign.digest():
        raise Refusal("check-outdated", campaign=campaign.name)
    approval = campaign.approval
    confirmed = approval and check.digest == approval.digest and set(check.warnings) <= set(approval.warnings)
    verb = Verb.FAIL if not check.decision.passes else Verb.CONFIRM if confirmed else Verb.CHECK
    state = _next(campaign, verb)
    kept = approval if verb is Verb.CONFIRM else None
    return dataclasses.replace(campaign, state=state, checks=(*campaign.checks, check), approval=kept)


def is_current(campaign: Campaign, *, digest: str, today: date) -> bool:
    """Return whether the latest check passed, on this very digest, and still holds today."""
    check = campaign.last_check
    return bool(check and check.decision.passes and check.digest == digest and today <= check.valid_until)


def lapse(campaign: Campaign) -> Campaign:
    """Return the campaign as a draft, its check being no longer current.

    Raises Refusal `campaign-verb-refused` unless it rests on a check. Lists that left are still told in `exports`.
    """
    return dataclasses.replace(campaign, state=_next(campaign, Verb.LAPSE), approval=None)


def approve(campaign: Campaign, approval: Approval, *, today: date, second_person: bool) -> Campaign:
    """Return the campaign approved; `approval.digest` is today's `checked_digest`.

    Raises Refusal: `check-missing` or `campaign-verb-refused` unless it is checked, `check-outdated`, `check-expired`,
    `approval-name-missing`, `approval-reason-missing` when a warning stands, `approval-own-campaign` when the policy
    wants a second person and the approver is its author or edited it.
    """
    require_text(approval.approver, approval.reason)
    state = _next(campaign, Verb.APPROVE)
    check = _require_current(campaign, digest=approval.digest, today=today)
    if not approval.approver.strip():
        raise Refusal("approval-name-missing")
    if (check.warnings or check.decision is Decision.WARN) and not approval.reason.strip():
        raise Refusal("approval-reason-missing", campaign=campaign.name, warnings=check.warnings)
    if second_person and _is_own(campaign, approval.approver):
        raise Refusal("approval-own-campaign", campaign=campaign.name, approver=approval.approver)
    told = dataclasses.replace(approval, warnings=check.warnings)
    return dataclasses.replace(campaign, state=state, approval=told)


def record_export(campaign: Campaign, export: ExportMark, *, today: date) -> Campaign:
    """Return the campaign after its list has left; `export.digest` is today's `checked_digest`.

    Raises Refusal: `check-missing`, `approval-missing` or `campaign-verb-refused` unless it is approved;
    `check-outdated`, `check-expired`.
    """
    state = _next(campaign, Verb.EXPORT)
    _require_current(campaign, digest=export.digest, today=today)
    return dataclasses.replace(campaign, state=state, exports=(*campaign.exports, export))


def withdraw(campaign: Campaign) -> Campaign:
    """Return the campaign without its approval. Raises Refusal `campaign-verb-refused` unless it was approved."""
    return dataclasses.replace(campaign, state=_next(campaign, Verb.WITHDRAW), approval=None)


def retire(campaign: Campaign) -> Campaign:
    """Return the campaign at the end of its life. Raises Refusal `campaign-retired` when it is there already."""
    return dataclasses.replace(campaign, state=_next(campaign, Verb.RETIRE), approval=None)


def _next(campaign: Campaign, verb: Verb) -> State:
    state = TRANSITIONS.get((campaign.state, verb))
    if state is not None:
        return state
    missing = WHAT_IS_MISSING.get((campaign.state, verb))
    if missing is not None:
        raise Refusal(missing, campaign=campaign.name)
    allowed = tuple(each.value for each in allowed_verbs(campaign))
    facts = {"state": campaign.state.value, "verb": verb.value}
    raise Refusal("campaign-verb-refused", campaign=campaign.name, allowed=allowed, **facts)


def _require_current(campaign: Campaign, *, digest: str, today: date) -> CheckMark:
    check = campaign.last_check
    if check is None or not check.decision.passes:
        raise Refusal("check-missing", campaign=campaign.name)
    if check.digest != digest:
        raise Refusal("check-outdated", campaign=campaign.name)
    if not is_current(campaign, digest=digest, today=today):
        raise Refusal("check-expired", campaign=campaign.name, valid_until=str(check.valid_until))
    return check


def _is_own(campaign: Campaign, name: str) -> bool:
    return _same_name(name) in {_same_name(known) for known in (campaign.author, *campaign.editors)}


def _same_name(name: str) -> str:
    """Return a name as two spellings of it compare: whatever their case, width and spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
