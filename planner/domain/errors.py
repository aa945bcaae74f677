"""The one kind of error that is told to a person calmly: the world's fault or the user's, never ours."""

from collections.abc import Mapping

Fact = str | int | float | bool | None | tuple[str, ...]


class PlannerError(Exception):
    """Something the user can understand and act on.

    `code` is a permanent kebab-case name; `facts` fill its sentence in `planner.services.words`. Facts never hold
    a value from a customer row: file names, column names, line numbers, counts and labels typed by the user only.
    Anything that is *not* a PlannerError is a defect of ours.
    """

    exit_status = 2

    def __init__(self, code: str, **facts: Fact) -> None:
        super().__init__(code)
        self.code = code
        self.facts: Mapping[str, Fact] = facts

    def __str__(self) -> str:
        """Code and facts, for logs and tests; people read the sentence in `planner.services.words`."""
        told = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code}({told})"


class Refusal(PlannerError):
    """A guardrail said no: the request was understood and is not safe or not agreed to."""

    exit_status = 1
