"""Tasks: work away from the window. One thread owns the store; two more count; answers come back to the window's."""

from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from planner.domain.errors import PlannerError
from planner.services.hooks import Hooks

if TYPE_CHECKING:  # the store is loaded by the thread that opens it, after the window is there
    from planner.services.opening import Workspace

STOPPED = ("export-cancelled", "import-cancelled", "stopped")
"""What work ends with that somebody has asked to stop: nobody's mistake."""

T = TypeVar("T")
Failed = Callable[[PlannerError], None]


class Job(QObject):
    """One piece of work under way: watch it, or ask it to stop."""

    progressed = Signal(str, float)
    """Phase, and how much of it is done, 0 … 1; below 0 when nobody knows."""
    settled = Signal()
    """It has ended, well or not."""

    def __init__(self, owner: QObject) -> None:
        super().__init__()
        self.owner = owner
        self.is_settled = False
        self.is_superseded = False
        self.tells_progress = False
        """Whether it takes long enough to tell how far it is."""
        self._asked_to_stop = False
        self.progressed.connect(self._on_progressed)

    @property
    def hooks(self) -> Hooks:
        """Who watches the work, from its own thread."""
        return Hooks(self.progressed.emit, lambda: self._asked_to_stop)

    def cancel(self) -> None:
        """Ask the work to stop; it says `PlannerError` when it has."""
        self._asked_to_stop = True

    def supersede(self) -> None:
        """Drop the answer: a newer question has been asked."""
        self.is_superseded = True
        self.cancel()

    def _on_progressed(self, _phase: str, _share: float) -> None:
        self.tells_progress = True


@dataclass(eq=False, slots=True)
class _Ticket:
    job: Job
    then: Callable[[Any], None]
    failed: Failed


class Tasks(QObject):
    """Runs work on threads and hands each answer to the window's thread.

    A *question* or *change* runs on the one thread that owns the workspace, in the order asked. A *count* runs on
    another thread and never sees the workspace. An answer whose asker is gone, or who has asked anew under the same
    `key`, is dropped. A PlannerError goes to `failed`, and so does a full memory; any other exception is a defect of
    ours and is raised.
    """

    became_busy = Signal()
    became_idle = Signal()
    _done = Signal(object, object)

    def __init__(self, failed: Failed, leave: "Callable[[Workspace], None]" = lambda _workspace: None) -> None:
        super().__init__()
        self._failed = failed
        self._leave = leave
        self._store = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._counting = ThreadPoolExecutor(2, thread_name_prefix="counting")
        self._workspace: Workspace | None = None
        self._under_way: list[_Ticket] = []
        self._latest: dict[tuple[int, str], Job] = {}
        self._done.connect(self._settle, Qt.ConnectionType.QueuedConnection)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is under way and every answer has been handed over."""
        return not self._under_way

    @property
    def has_long_work(self) -> bool:
        """Whether something is under way that a person would not want to lose by a slip."""
        return any(ticket.job.tells_progress for ticket in self._under_way)

    def open(
        self, owner: QObject, door: "Callable[[], Workspace]", then: "Callable[[Workspace], None]", *, failed: Failed
    ) -> Job:
        """Open a workspace on the thread that will own it, and close the one before, which stays where this fails."""
        return self._start(
            self._store, lambda _hooks: self._reopen(door), _Ticket(Job(owner), then, failed), key="open"
        )

    def ask(
        self,
        owner: QObject,
        work: "Callable[[Workspace], T]",
        then: Callable[[T], None],
        *,
        key: str = "",
        failed: Failed | None = None,
    ) -> Job:
        """Run a question or a change of the workspace that needs nobody to watch it."""
        return self.ask_watched(owner, lambda workspace, _hooks: work(workspace), then, key=key, failed=failed)

    def ask_watched(
        self,
        owner: QObject,
        work: "Callable[[Workspace, Hooks], T]",
        then: Callable[[T], None],
        *,
        key: str = "",
        failed: Failed | None = None,
    ) -> Job:
        """Run a question or a change of the workspace that tells its progress and can be stopped."""
        ticket = _Ticket(Job(owner), then, failed or self._failed)
        return self._start(self._store, lambda hooks: work(self._opened(), hooks), ticket, key=key)

    def count(
        self,
        owner: QObject,
        work: Callable[[Hooks], T],
        then: Callable[[T], None],
        *,
        key: str = "",
        failed: Failed | None = None,
    ) -> Job:
        """Run work that does not need the workspace."""
        return self._start(self._counting, work, _Ticket(Job(owner), then, failed or self._failed), key=key)

    def shut(self, owner: QObject, then: Callable[[], None]) -> Job:
        """Close the workspace that is open, when all that was asked of it before is done."""
        ticket = _Ticket(Job(owner), lambda _none: then(), self._failed)
        return self._start(self._store, lambda _hooks: self._shut(), ticket, key="open")

    def close(self) -> None:
        """Stop everything, wait for it, and close the workspace; nothing can be asked any more."""
        for ticket in self._under_way:
            ticket.job.supersede()
        self._counting.shutdown(wait=True, cancel_futures=True)
        self._store.submit(self._shut)
        self._store.shutdown(wait=True)
        self._under_way.clear()

    def _start(self, pool: ThreadPoolExecutor, work: Callable[[Hooks], Any], ticket: _Ticket, *, key: str) -> Job:
        job = ticket.job
        if key:
            asked = (id(job.owner), key)
            if before := self._latest.get(asked):
                before.supersede()
            self._latest[asked] = job
        self._under_way.append(ticket)
        if len(self._under_way) == 1:
            self.became_busy.emit()
        future = pool.submit(_unless_superseded, job, work)
        future.add_done_callback(partial(self._done.emit, ticket))
        return job

    def _settle(self, ticket: _Ticket, future: Future[Any]) -> None:
        if ticket not in self._under_way:
            return
        self._under_way.remove(ticket)
        self._latest = {asked: job for asked, job in self._latest.items() if job is not ticket.job}
        if not self._under_way:
            self.became_idle.emit()
        job = ticket.job
        job.is_settled = True
        job.settled.emit()
        if job.is_superseded or not shiboken6.isValid(job.owner):
            return
        try:
            answer = future.result()
        except CancelledError:
            return
        except PlannerError as error:
            ticket.failed(error)
        except MemoryError:
            ticket.failed(PlannerError("memory-full"))
        else:
            ticket.then(answer)

    def _opened(self) -> "Workspace":
        if self._workspace is None:
            raise PlannerError("workspace-closed")
        if not self._workspace.is_open:
            raise PlannerError("workspace-lost", folder=str(self._workspace.folder))
        return self._workspace

    def _reopen(self, door: "Callable[[], Workspace]") -> "Workspace":
        opened = door()
        self._shut()
        self._workspace = opened
        return opened

    def _shut(self) -> None:
        workspace, self._workspace = self._workspace, None
        if workspace is not None:
            with workspace:
                if workspace.is_open:
                    self._leave(workspace)


def _unless_superseded(job: Job, work: Callable[[Hooks], Any]) -> Any:
    if job.is_superseded:
        raise CancelledError
    return work(job.hooks)
