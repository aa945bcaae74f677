"""Undo: an edit as two pieces of work on the workspace, named in the Edit menu."""

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand


class Edit(QUndoCommand):
    """An edit that can be taken back: both ways are handed to the thread that owns the store, in order.

    Edits with the same `merges` key that follow each other, such as the letters of one word, become one step. One that
    does not repeat, such as an approval in a person's name, can be taken back and not done again.
    """

    def __init__(
        self,
        words: str,
        do: Callable[[], object],
        take_back: Callable[[], object],
        *,
        merges: str = "",
        repeats: bool = True,
    ) -> None:
        super().__init__(words)
        self.repeats = repeats
        self.do = do
        self.take_back = take_back
        self.merges = merges

    def redo(self) -> None:
        """Do it, for the first time or again."""
        self.do()

    def undo(self) -> None:
        """Take it back."""
        self.take_back()
        self.setObsolete(not self.repeats)

    def id(self) -> int:
        """Return what tells Qt which edits may become one: -1 for none."""
        return hash(self.merges) & 0x3FFFFFFF if self.merges else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take a following edit of the same thing into this one."""
        if not isinstance(other, Edit) or other.merges != self.merges:
            return False
        self.do = other.do
        return True


class Remembered(Edit):
    """An edit that had been done before it is put on the stack, because it could have been refused."""

    _is_first = True

    def redo(self) -> None:
        """Do it again; the first time it is done already."""
        if not self._is_first:
            super().redo()
        self._is_first = False
