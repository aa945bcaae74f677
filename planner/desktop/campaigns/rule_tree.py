"""The rule as a tree of groups and rows: what is pressed, dragged and typed there, as edits of the draft."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from planner.desktop.campaigns.rule_asking import Asking
from planner.desktop.campaigns.rule_drag import DropLine, landing_at
from planner.desktop.campaigns.rule_group import GroupBox
from planner.desktop.campaigns.rule_pieces import Around
from planner.desktop.campaigns.rule_row import ConditionRow
from planner.desktop.campaigns.rule_words import part_words
from planner.desktop.cards import rows
from planner.desktop.desk import Desk
from planner.desktop.words import tr
from planner.domain.errors import PlannerError
from planner.domain.rule_edit import (
    Group,
    Holds,
    Part,
    Path,
    check_draft,
    group_at,
    inserted,
    moved,
    part_at,
    removed,
    stepped,
)
from planner.services.effects import Effects
from planner.services.values import PopulationFacts


class RuleTree(QWidget):
    """Shows a draft of a rule, and tells every edit of it."""

    edited = Signal(object, str)
    """The draft as it is now, and what was done in words."""
    saved_wanted = Signal(object, object)
    """A saved audience is to go into the group at a path; the widget beside which to ask for it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.around = Around(desk.look, self._on_wish, self._on_drag)
        self.draft = Group(Holds.ALL)
        self._layout = rows()
        self.setLayout(self._layout)
        self._drop_line = DropLine(self)
        self._asking = Asking(self, desk.look)
        for keys, do in (
            ("Alt+Up", lambda: self.step(down=False)),
            ("Alt+Down", lambda: self.step(down=True)),
            ("Delete", lambda: self.remove(self.path_in_focus())),
        ):
            QShortcut(QKeySequence(keys), self, do, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._rebuild()
        desk.look.changed.connect(self._rebuild)

    def show_facts(self, facts: PopulationFacts) -> None:
        """Know a population's attributes and values."""
        self.around.facts = facts
        self.around.faults.clear()
        self.show_draft(self.draft)

    def show_draft(self, draft: Group) -> None:
        """Show a draft."""
        self.draft = draft
        self.setUpdatesEnabled(False)
        self.outermost.show_part(draft, ())
        self.setUpdatesEnabled(True)

    def show_effects(self, effects: Effects) -> None:
        """Show what the conditions do."""
        self.around.effects = {step.condition: step for step in effects.steps}
        self.around.needed = effects.needed
        self.show_draft(self.draft)

    def set_editable(self, is_editable: bool) -> None:  # noqa: FBT001 — Qt's own setters read the same
        """Let the rule be edited, or only read."""
        self.around.is_editable = is_editable
        self.show_draft(self.draft)

    def tell(self, error: PlannerError) -> None:
        """Tell why something cannot be edited."""
        self.desk.tell(error)

    def edit(self, draft: Group, words: str, focus: Path | None = None) -> bool:
        """Show an edited draft and tell of it; one beyond the bounds is refused, in words."""
        try:
            check_draft(draft)
        except PlannerError as error:
            self.tell(error)
            return False
        self.show_draft(draft)
        if focus is not None:
            self.focus(focus)
        self.edited.emit(draft, words)
        return True

    def add_condition(self) -> None:
        """Ask for the attribute of a new condition, in the group that has the focus."""
        path = self._group_in_focus()
        if self.can_edit:
            box = self.box_at(path)
            self._asking.add_condition(path, box.kind if isinstance(box, GroupBox) else box)

    def add_group(self, path: Path | None = None) -> None:
        """Add an empty group to a group, or to the one that has the focus."""
        above = self._group_in_focus() if path is None else path
        at = (*above, len(group_at(self.draft, above).parts))
        if self.can_edit:
            self.edit(inserted(self.draft, at, Group(Holds.ANY)), tr("Add a group"), at)

    def insert(self, path: Path, part: Part, words: str) -> None:
        """Add a part at the end of a group."""
        at = (*path, len(group_at(self.draft, path).parts))
        self.edit(inserted(self.draft, at, part), words, at)

    def remove(self, path: Path | None) -> None:
        """Remove a part; the focus goes to the next one."""
        if not path or not self.can_edit:
            return
        words = tr("Remove {what}", what=part_words(part_at(self.draft, path)))
        draft = removed(self.draft, path)
        left = len(group_at(draft, path[:-1]).parts)
        self.edit(draft, words, (*path[:-1], min(path[-1], left - 1)) if left else path[:-1])

    def step(self, *, down: bool) -> None:
        """Move the part that has the focus one step up or down."""
        path = self.path_in_focus()
        if path and self.can_edit:
            self.put(path, stepped(self.draft, path, down=down))

    def put(self, path: Path, landed: tuple[Group, Path]) -> None:
        """Show a draft in which a part has been moved."""
        if landed[0] != self.draft:
            self.edit(landed[0], tr("Move {what}", what=part_words(part_at(self.draft, path))), landed[1])

    def path_in_focus(self) -> Path | None:
        """Return the part that has the focus, or that holds what has it."""
        widget = QApplication.focusWidget()
        while widget is not None and widget is not self:
            if isinstance(widget, ConditionRow | GroupBox):
                return widget.path
            widget = widget.parentWidget()
        return None

    def focus(self, path: Path) -> None:
        """Give a part the focus."""
        box = self.box_at(path)
        (box.kind if isinstance(box, GroupBox) else box).setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def can_edit(self) -> bool:
        """Whether the rule may be edited now."""
        return self.around.is_editable and self.around.facts is not None

    def box_at(self, path: Path) -> ConditionRow | GroupBox:
        """Return the box of a part."""
        box: ConditionRow | GroupBox = self.outermost
        for place in path:
            box = box.boxes[place]
        return box

    def _rebuild(self) -> None:
        """Make all boxes anew: colours, icons and sizes are not as they were."""
        before = getattr(self, "outermost", None)
        if before is not None:
            self._layout.removeWidget(before)
            before.setParent(None)
            before.deleteLater()
        self.outermost = GroupBox(self.around, self.draft, ())
        self._layout.addWidget(self.outermost)
        self.show_draft(self.draft)

    def _group_in_focus(self) -> Path:
        path = self.path_in_focus() or ()
        return path if isinstance(part_at(self.draft, path), Group) else path[:-1]

    def _boxes(self, box: "ConditionRow | GroupBox | None" = None) -> Iterator[ConditionRow | GroupBox]:
        box = box or self.outermost
        yield box
        for inner in box.boxes:
            yield from self._boxes(inner)

    def _on_wish(self, verb: str, path: Path, anchor: QWidget) -> None:
        match verb:
            case "remove":
                self.remove(path)
            case "add-group":
                self.add_group(path)
            case "add-saved":
                self.saved_wanted.emit(path, anchor)
            case "up" | "down":
                self._walk(path, 1 if verb == "down" else -1)
            case _:
                self._asking.ask(verb, path, anchor)

    def _on_drag(self, path: Path, at: QPoint, *, is_over: bool) -> None:
        landing = landing_at(self, self.outermost, at, path)
        self._drop_line.show_at(None if is_over else landing)
        if is_over and landing is not None:
            self.put(path, moved(self.draft, path, landing.path))

    def _walk(self, path: Path, step: int) -> None:
        """Give the focus to the part before or after, as they are read."""
        paths = [box.path for box in self._boxes()]
        at = paths.index(path) + step
        if 0 <= at < len(paths):
            self.focus(paths[at])
