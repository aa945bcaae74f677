"""The analyst: a state machine that searches blindly, by asking, refining, exporting, editing and taking back."""

from collections.abc import Sequence
from contextlib import ExitStack
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.attacks.attacks import Scene
from tests.attacks.marketer import CAMPAIGN_K, USES
from tests.attacks.oracle import Answer
from tests.attacks.world import dice

One = TypeVar("One")
SEEDS = st.integers(0, 1 << 16)
JOINTS = ("{0} AND {1}", "{0} AND NOT {1}", "{0} OR {1}")
TRIES = 6
"""How many audiences are looked at before one is tried."""
MOST_PARTS = 12
"""How many brackets a rule may grow."""


def analyst_of(scene: Scene) -> type[RuleBasedStateMachine]:  # noqa: C901  # one short step after the other
    """Return the machine that attacks a scene, each run in a fresh workspace."""

    class Analyst(RuleBasedStateMachine):
        """Whatever it does, and in whichever order, the oracle finds nobody singled out."""

        def __init__(self) -> None:
            super().__init__()
            self.on_close = ExitStack()
            self.marketer = self.on_close.enter_context(scene.open())
            self.asked: list[tuple[str, str]] = []
            self.left: list[tuple[str, str]] = []
            self.campaigns: list[str] = []
            self.exported: list[str] = []
            self.steps = 0

        @initialize(seed=SEEDS)
        def begin(self, seed: int) -> None:
            self.release(seed)

        @rule(seed=SEEDS)
        def ask(self, seed: int) -> None:
            idea = self.pick(seed, scene.known.ideas)
            self.look(idea.rule, idea.use)

        @rule(seed=SEEDS)
        def refine(self, seed: int) -> None:
            """Look at what was looked at before, but for one condition."""
            asked, use = self.pick(seed, self.asked)
            self.look(self.joined(seed, asked, self.pick(seed, scene.known.conditions)), use)

        @rule(seed=SEEDS)
        def release(self, seed: int) -> None:
            self.let_out(*self.possible(seed))

        @precondition(lambda self: self.left)
        @rule(seed=SEEDS)
        def release_refined(self, seed: int) -> None:
            """Release what left before, but for one condition: this is what finds breaks."""
            asked, use = self.pick(seed, self.left)
            self.let_out(self.joined(seed, asked, self.pick(seed, scene.known.conditions)), use)

        @precondition(lambda self: self.left)
        @rule(seed=SEEDS)
        def release_combined(self, seed: int) -> None:
            """Release what a list that left and another audience have in common, or have not."""
            (one, use), other = self.pick(seed, self.left), self.pick(seed, scene.known.ideas)
            self.let_out(self.joined(seed, one, other.rule), use)

        @precondition(lambda self: self.left)
        @rule(seed=SEEDS)
        def release_otherwise(self, seed: int) -> None:
            """Release the rule of a list that left for another use: that leaves who agreed to one of them only."""
            self.let_out(self.pick(seed, self.left)[0], self.pick(seed, list(USES)))

        @rule(seed=SEEDS)
        def release_together(self, seed: int) -> None:
            """Have two campaigns approved that differ by few people, before either leaves."""
            asked, use = self.possible(seed)
            other = self.possible(seed, refining=(asked, use))
            campaigns = [self.marketer.draft(rule, use) for rule in (asked, other[0])]
            for campaign in campaigns:
                if not self.marketer.check(campaign):
                    self.marketer.approve(campaign)
            for campaign in campaigns:
                self.marketer.export(campaign)
            self.campaigns += campaigns

        @precondition(lambda self: self.campaigns)
        @rule(seed=SEEDS)
        def edit(self, seed: int) -> None:
            """Turn a campaign into another and export it, first as it is, then checked and approved."""
            campaign = self.pick(seed, self.exported or self.campaigns)
            self.marketer.edit(campaign, *self.possible(seed))
            self.marketer.export(campaign)
            self.marketer.push(campaign)

        @precondition(lambda self: self.campaigns)
        @rule(seed=SEEDS)
        def withdraw(self, seed: int) -> None:
            """Take an approval back, and export all the same."""
            campaign = self.pick(seed, self.campaigns)
            self.marketer.withdraw(campaign)
            self.marketer.export(campaign)

        @rule()
        def import_again(self) -> None:
            self.marketer.keep(scene.refreshed)

        @invariant()
        def nobody_is_singled_out(self) -> None:
            assert not self.marketer.oracle.breaks

        def teardown(self) -> None:
            self.on_close.close()

        def look(self, asked: str, use: str) -> Answer:
            self.asked.append((asked, use))
            return self.marketer.ask(asked, use)

        def possible(self, seed: int, refining: tuple[str, str] | None = None) -> tuple[str, str]:
            """Look for an audience that nothing blocks; if asked, one that differs from another by few people."""
            reachable = self.look(*refining)["reachable"] if refining else 0
            for _ in range(TRIES):
                idea = self.pick(seed, scene.known.ideas)
                asked, use = idea.rule, idea.use
                if refining:
                    asked, use = self.joined(seed, refining[0], self.pick(seed, scene.known.conditions)), refining[1]
                answer = self.look(asked, use)
                is_near = not refining or 0 < abs(answer["reachable"] - reachable) < CAMPAIGN_K
                if is_near and all(finding["severity"] != "block" for finding in answer["findings"]):
                    break
            return self.asked[-1]

        def let_out(self, asked: str, use: str) -> None:
            self.look(asked, use)
            self.campaigns.append(self.marketer.draft(asked, use))
            if not self.marketer.push(self.campaigns[-1]):
                self.left.append((asked, use))
                self.exported.append(self.campaigns[-1])

        def pick(self, seed: int, options: Sequence[One]) -> One:
            """Choose by dice: the numbers that are drawn repeat themselves, and the same list twice isolates nobody."""
            self.steps += 1
            return dice(seed + self.steps * 7919).choice(options)

        def joined(self, seed: int, asked: str, other: str) -> str:
            """Return a rule joined with another; the other alone when nobody would write the rule any more."""
            if asked.count("(") + other.count("(") > MOST_PARTS:
                return other
            return self.pick(seed, JOINTS).format(f"({asked})", f"({other})")

    return Analyst
