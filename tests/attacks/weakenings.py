"""The guard, weakened in one way at a time: mistakes that somebody could make, each at the seam where it would be made.

Here, and only here, our own functions are replaced: the point is to see the attacks find what is then missing.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pytest
from numpy.typing import NDArray

from planner.domain import anonymity, audience, campaign, consent_sets, guardrails, partition
from planner.domain.anonymity import Atoms, DifferenceCheck, Isolation, Releases
from planner.domain.finding import Finding, Severity
from planner.domain.policy import Policy
from planner.domain.segment_index import CUT, INSIDE, SegmentIndex, Status
from planner.domain.segments import Cells
from planner.services import exploring, importing, planning, releasing
from planner.store import releases, snapshots
from planner.store.workspace import Workspace
from tests.attacks.marketer import CAMPAIGN_K

Patch = Callable[[pytest.MonkeyPatch], None]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Weakening:
    """One mistake: how it is made, and which attack must notice it in which world."""

    patch: Patch
    noticed_by: str
    world: str
    breaks: str | None
    """What the oracle finds broken; None where other guards still hold, so that only the missing refusal is noticed."""
    imports_anew: bool = False
    """Whether the mistake is made while customers are imported."""
    is_found_blindly: bool = True
    """Whether blind search must find it soon, too: not where it takes a certain policy, or a certain order of steps."""


def one_too_few(patch: pytest.MonkeyPatch) -> None:
    """One person less than the policy asks for is enough, in a list and in a difference: `<=` where `<` was meant."""

    def narrow_blocks(judged: guardrails.Judged) -> Iterable[Finding]:
        is_close = judged.audience.reachable_people == judged.guardrails.policy.campaign_k - 1
        return () if is_close else narrow(judged)

    narrow = guardrails.Judged._narrow_blocks
    patch.setattr(guardrails.Judged, "_narrow_blocks", narrow_blocks)
    one_too_close(patch)


def one_too_close(patch: pytest.MonkeyPatch) -> None:
    """A difference is wide enough with one person less than the policy asks for."""
    told = anonymity.isolation
    patch.setattr(guardrails, "isolation", lambda lists, atoms, threshold: told(lists, atoms, threshold - 1))


def whoever_is_left_out(patch: pytest.MonkeyPatch) -> None:
    """Only the people on the list are looked at, not those it leaves out."""

    def isolation(lists: Releases, atoms: Atoms, threshold: int) -> Isolation | None:
        everyone = np.full_like(atoms.without, np.inf)
        return told(lists, Atoms(atoms.within, np.where(atoms.without > 0, everyone, 0)), threshold)

    told = anonymity.isolation
    patch.setattr(guardrails, "isolation", isolation)


def size_alone(patch: pytest.MonkeyPatch) -> None:
    """A list only has to be long: what most products do."""
    patch.setattr(guardrails, "isolation", lambda *_: None)


def pair_by_pair(patch: pytest.MonkeyPatch) -> None:
    """A list is compared with each earlier one, but never with several at once."""

    def isolation(judged: guardrails.Judged) -> Iterable[Finding]:
        check = judged.guardrails.check
        for place, name in enumerate(check.releases.names or ("nothing yet",)):
            pair = anonymity.released(len(check.releases.classes), [(name, _held_by(check.releases, place))])
            atoms = DifferenceCheck(judged.guardrails.index, pair).atoms(judged.selection)
            if anonymity.isolation(pair, atoms, judged.guardrails.policy.campaign_k):
                yield Finding("isolates-difference", Severity.BLOCK, {})

    patch.setattr(guardrails.Judged, "_isolation", isolation)


def latest_list_alone(patch: pytest.MonkeyPatch) -> None:
    """Of all lists that left, only the latest is remembered."""

    def load_releases(workspace: Workspace, snapshot: str) -> Releases:
        alike = snapshots.same_cut(workspace, snapshot)
        latest = [each for each in releases.releases_of(workspace) if each.snapshot in alike][-1:]
        with pytest.MonkeyPatch.context() as forgetful:
            forgetful.setattr(releases, "releases_of", lambda _: latest)
            return told(workspace, snapshot)

    told = releases.load_releases
    patch.setattr(exploring, "load_releases", load_releases)


def this_snapshot_alone(patch: pytest.MonkeyPatch) -> None:
    """Lists that left before the same customers were imported again are forgotten: they are of the same cut still."""

    def load_releases(workspace: Workspace, snapshot: str) -> Releases:
        with pytest.MonkeyPatch.context() as forgetful:
            forgetful.setattr(releases, "same_cut", lambda _, name: (name,))
            return told(workspace, snapshot)

    told = releases.load_releases
    patch.setattr(exploring, "load_releases", load_releases)


def every_snapshot_a_cut(patch: pytest.MonkeyPatch) -> None:
    """Customers who are imported again are taken for customers cut afresh: nothing leaves, but for the wrong reason."""
    patch.setattr(releases, "same_cut", lambda _, snapshot: (snapshot,))


def one_list_a_campaign(patch: pytest.MonkeyPatch) -> None:
    """A list is known by the name of its campaign: the next one under the same name is taken for the same list."""

    def save_release(workspace: Workspace, release: releases.Release, mask: Mask) -> None:
        for earlier in releases.releases_of(workspace, campaign=release.campaign):
            mask = releases.load_mask(workspace, earlier.id)
        told(workspace, release, mask)

    told = releases.save_release
    patch.setattr(releasing, "save_release", save_release)


def matched_instead_of_agreed(patch: pytest.MonkeyPatch) -> None:
    """The people who match are counted, not those of them who agreed."""

    def reach(judged: guardrails.Judged) -> Iterable[Finding]:
        return told(replace(judged, audience=replace(judged.audience, reachable_people=judged.audience.reach)))

    def atoms(judged: guardrails.Judged) -> Atoms:
        check, index = judged.guardrails.check, judged.guardrails.index
        return check.atoms(index.select(judged.audience.inside))

    told = guardrails.Judged._narrow_blocks
    patch.setattr(guardrails.Judged, "_narrow_blocks", reach)
    patch.setattr(guardrails.Judged, "atoms", property(atoms))


def consent_of_nobody(patch: pytest.MonkeyPatch) -> None:
    """Everybody counts as having agreed."""
    patch.setattr(SegmentIndex, "granting", lambda index, _: np.ones(len(index.table), dtype=np.bool_))


def asked_once(patch: pytest.MonkeyPatch) -> None:
    """What was fine when it was checked is not asked again when it leaves."""
    patch.setattr(releasing, "_refuse_blocked", lambda _: None)


def segments_for_people(patch: pytest.MonkeyPatch) -> None:
    """Segments are counted where people should be: two of them are taken for enough, whoever is in them."""

    def counted(judged: guardrails.Judged) -> guardrails.Judged:
        return replace(judged, audience=replace(judged.audience, reachable_people=judged.audience.segments * worth))

    def atoms(judged: guardrails.Judged) -> Atoms:
        uncounted = SegmentIndex(judged.guardrails.index.table)
        uncounted.weights = np.full(len(uncounted.table), float(worth))
        check = DifferenceCheck(uncounted, judged.guardrails.check.releases)
        return check.atoms(uncounted.select(judged.audience.reachable))

    worth, told = CAMPAIGN_K // 2, guardrails.Judged._narrow_blocks
    patch.setattr(guardrails.Judged, "_narrow_blocks", lambda judged: told(counted(judged)))
    patch.setattr(guardrails.Judged, "atoms", property(atoms))


def no_floor(patch: pytest.MonkeyPatch) -> None:
    """The partition cuts on below the floor, and says that it did not."""

    def cut_on(cells: Cells, floor: int) -> partition.Partition:
        cut = told(cells, floor // 4)
        return replace(cut, table=replace(cut.table, floor=floor))

    told = partition.partition
    patch.setattr(importing, "partition", cut_on)


def cut_for_inside(patch: pytest.MonkeyPatch) -> None:
    """Segments that a rule cuts through are taken whole."""

    def status_of(index: SegmentIndex, bound: object) -> Status:
        status = told(index, bound)  # type: ignore[arg-type]
        return np.where(status == CUT, np.uint8(INSIDE), status)

    told = audience.status_of
    patch.setattr(audience, "status_of", status_of)


def consent_merged_upwards(patch: pytest.MonkeyPatch) -> None:
    """People of a small consent set are treated as having agreed to all that the others agreed to."""

    def fold_consents(cells: Cells, model: object) -> consent_sets.ConsentFold:
        fold = told(cells, model)  # type: ignore[arg-type]
        sets = np.array(
            [np.bitwise_or.reduce(fold.raw[fold.target == place]) for place in range(len(fold.sets))], dtype=np.uint32
        )
        order = np.argsort(sets)
        return replace(fold, sets=sets[order], target=np.argsort(order)[fold.target].astype(np.uint16))

    told = consent_sets.fold_consents
    patch.setattr(partition, "fold_consents", fold_consents)


def exact_counts(patch: pytest.MonkeyPatch) -> None:
    """Counts leave as they are."""
    patch.setattr(Policy, "round_down", lambda _, people: people)


def any_policy(patch: pytest.MonkeyPatch) -> None:
    """A check is not bound to the policy that it was made under."""
    told = campaign.checked_digest
    patch.setattr(planning, "checked_digest", lambda asked, _, *rest: told(asked, Policy().digest(), *rest))


def _held_by(lists: Releases, place: int) -> Mask:
    """Return the segments that one of the lists holds; none when there is no list."""
    if not lists.names:
        return np.zeros(len(lists.classes), dtype=np.bool_)
    words = lists.held_by[lists.classes, place // 64]
    return np.asarray(words >> np.uint64(place % 64) & np.uint64(1), dtype=np.bool_)


ISOLATE, NO_CONSENT, NOT_MEANT = "lists-isolate", "reached-without-consent", "reached-though-the-rule-says-no"
UNTRUE, MISTOLD = "segments-are-not-what-they-say", "smallest-isolable-is-wrong"

WEAKENINGS: Mapping[str, Weakening] = {
    "one person too few": Weakening(one_too_few, "one person too few", "skewed", ISOLATE, is_found_blindly=False),
    "one person too close": Weakening(one_too_close, "one person too few", "skewed", ISOLATE, is_found_blindly=False),
    "whoever is left out": Weakening(whoever_is_left_out, "everyone but a few", "agreed", ISOLATE),
    "size alone": Weakening(size_alone, "a list without a few", "skewed", ISOLATE),
    "pair by pair": Weakening(pair_by_pair, "two parts that leave out a few", "skewed", ISOLATE),
    "the latest list alone": Weakening(latest_list_alone, "a chain of four", "skewed", ISOLATE),
    "lists of this snapshot alone": Weakening(
        this_snapshot_alone, "the same customers again", "skewed", ISOLATE, is_found_blindly=False
    ),
    "every snapshot a cut of its own": Weakening(
        every_snapshot_a_cut, "the same customers again", "skewed", MISTOLD, is_found_blindly=False
    ),
    "one list a campaign": Weakening(
        one_list_a_campaign, "another list under the same name", "skewed", ISOLATE, is_found_blindly=False
    ),
    "matched instead of agreed": Weakening(matched_instead_of_agreed, "few who agreed", "skewed", ISOLATE),
    "consent of nobody": Weakening(consent_of_nobody, "one rule on two scopes", "skewed", NO_CONSENT),
    "asked once": Weakening(asked_once, "two checks before either export", "skewed", ISOLATE),
    "segments for people": Weakening(segments_for_people, "several small segments", "skewed", ISOLATE),
    "no floor": Weakening(no_floor, "counts alone", "skewed", "segment-below-floor", imports_anew=True),
    "cut for inside": Weakening(cut_for_inside, "a list without a few", "sparse", NOT_MEANT),
    "consent merged upwards": Weakening(
        consent_merged_upwards, "taking the advice", "sparse", UNTRUE, imports_anew=True
    ),
    "exact counts": Weakening(exact_counts, "a list without a few", "skewed", "count-left-unrounded"),
    "a check under any policy": Weakening(any_policy, "a policy that moves", "skewed", None, is_found_blindly=False),
}
"""What is wrong → the mistake, and who must notice it."""
