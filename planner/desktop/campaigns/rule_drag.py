"""Dragging a part of a rule: where it would land, shown as a line, and where it lands."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QFrame, QWidget

from planner.desktop.campaigns.rule_group import GroupBox
from planner.domain.rule_edit import Path


@dataclass(frozen=True, slots=True)
class Landing:
    """Where a part would go: before the part that stands at `path`, shown as a line in the tree."""

    path: Path
    line: QRect


class DropLine(QFrame):
    """The line that says where a dragged part would land."""

    def __init__(self, tree: QWidget) -> None:
        super().__init__(tree)
        self.setProperty("role", "drop-line")
        self.hide()

    def show_at(self, landing: Landing | None) -> None:
        """Show a landing, or none."""
        self.setVisible(landing is not None)
        if landing is not None:
            self.setGeometry(landing.line)
            self.raise_()


def landing_at(tree: QWidget, outermost: GroupBox, at: QPoint, dragged: Path) -> Landing | None:
    """Return where a part that is let go at a place on the screen lands; None outside of the rule and inside itself."""
    if not outermost.rect().contains(outermost.mapFromGlobal(at)):
        return None
    box = _innermost(outermost, at)
    if box.path[: len(dragged)] == dragged:
        return None
    y = box.mapFromGlobal(at).y()
    place = sum(inner.geometry().center().y() < y for inner in box.boxes)
    return Landing((*box.path, place), _line(tree, box, place))


def _innermost(box: GroupBox, at: QPoint) -> GroupBox:
    for inner in box.boxes:
        if isinstance(inner, GroupBox) and inner.rect().contains(inner.mapFromGlobal(at)):
            return _innermost(inner, at)
    return box


def _line(tree: QWidget, box: GroupBox, place: int) -> QRect:
    """Return the gap before a place among a group's boxes, in the coordinates of the tree."""
    if not box.boxes:
        y, x, wide = box.height() // 2, 0, box.width()
    else:
        beside = box.boxes[min(place, len(box.boxes) - 1)].geometry()
        y, x, wide = (beside.top() - 5 if place < len(box.boxes) else beside.bottom() + 4), beside.x(), beside.width()
    return QRect(box.mapTo(tree, QPoint(x, y)), box.mapTo(tree, QPoint(x + wide, y + 2)))
