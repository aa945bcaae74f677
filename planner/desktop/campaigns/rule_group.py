"""The box of one group: what it asks for, its rows and groups, and what can be added to it."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from planner.desktop.campaigns.rule_pieces import Around, Handle, Word, icon_button
from planner.desktop.campaigns.rule_row import MIDDLE, ConditionRow
from planner.desktop.campaigns.rule_words import effect_words, group_words
from planner.desktop.cards import Flow, button, label, rows, set_tone
from planner.desktop.look import GRID
from planner.desktop.words import tr
from planner.domain.rule_edit import Group, Part, Path


class GroupBox(QFrame):
    """One group: the outermost is a well, the others stand behind a line at the left."""

    def __init__(self, around: Around, part: Group, path: Path) -> None:
        super().__init__()
        self.part, self.path = part, path
        self.boxes: list[ConditionRow | GroupBox] = []
        self._around = around
        self.setProperty("role", "nest" if path else "well")
        look = around.look
        self.handle, self.kind, self.words = Handle(look), Word("value", may_shrink=False), label("", "muted")
        self.effect, self.nothing = label("", "small", wrap=True), label("", "muted", wrap=True)
        self.more = icon_button(look, "more", tr("More about this group"), lambda: self._wish("more", self.more))
        self.remove = icon_button(look, "close", tr("Remove this group"), lambda: self._wish("remove", self))
        self._middle = rows(spacing=GRID)
        self._head = QGridLayout()
        self._head.setSpacing(GRID // 2)
        for column, each in enumerate((self.handle, self.kind, self.words)):
            self._head.addWidget(each, 0, column)
        for column, each in ((5, self.more), (6, self.remove)):
            self._head.addWidget(each, 0, column)
        self._head.setColumnStretch(3, 1)
        self._lay(is_wide=False)
        self._foot = self._made_foot()
        lines = rows(self._head, self.nothing, self._middle, self._foot)
        margin = GRID + GRID // 2
        lines.setContentsMargins(margin, *(0, 0, 0) if path else (margin, margin, margin))
        self.setLayout(lines)
        self.kind.clicked.connect(lambda _checked: self._wish("kind", self.kind))
        self.handle.dragged.connect(lambda at: around.drag(self.path, at, is_over=False))
        self.handle.dropped.connect(lambda at: around.drag(self.path, at, is_over=True))

    def show_part(self, part: Group, path: Path) -> None:
        """Show a group; boxes of parts that are still there are kept, with the focus that one of them may have."""
        self.part, self.path = part, path
        self._show_head(part)
        boxes = self._matched(part.parts)
        if boxes != self.boxes:
            self._put(boxes)
        for place, (box, inner) in enumerate(zip(self.boxes, part.parts, strict=True)):
            box.show_part(inner, (*path, place))  # type: ignore[arg-type]  # _matched pairs rows with conditions

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the effect beside the words, or below them where there is no room."""
        super().resizeEvent(event)
        wide = event.size().width() * 100 / self._around.look.percent
        self._lay(is_wide=wide >= MIDDLE + 60)
        self.words.setVisible(wide >= MIDDLE - 90)

    def _lay(self, *, is_wide: bool) -> None:
        self._head.addWidget(self.effect, *(0, 4, 1, 1) if is_wide else (1, 1, 1, 5))

    def _show_head(self, part: Group) -> None:
        kind, words = group_words(part.holds)
        around, is_inner = self._around, bool(self.path)
        self.kind.show_word(kind, tr("Group: {kind} {words}", kind=kind, words=words))
        self.words.setText(words)
        self.nothing.setText(
            tr("Nothing here yet: add a condition.") if is_inner else tr("Everybody. Add a condition to choose whom.")
        )
        self.nothing.setVisible(not part.parts)
        self.kind.setEnabled(around.is_editable)
        self.more.setVisible(around.is_editable)
        self.handle.setVisible(is_inner and around.is_editable)
        self.remove.setVisible(is_inner and around.is_editable)
        self._foot.setVisible(around.is_editable)
        effect = around.effect_of(part) if part.parts and not (len(part.parts) == 1 and not is_inner) else None
        is_bad = effect is not None and effect.is_too_narrow
        words = effect_words(effect, part, around.needed) if effect else ""
        self.effect.setText(("\u26a0 " if is_bad else "") + words)
        self.effect.setVisible(bool(words))
        self.setAccessibleDescription(words)
        set_tone(self.effect, "block" if is_bad else "")

    def _matched(self, parts: tuple[Part, ...]) -> "list[ConditionRow | GroupBox]":
        """Return a box for each part: first those that showed the same, then any of the same kind, then new ones."""
        free = list(self.boxes)
        found: dict[int, ConditionRow | GroupBox] = {}
        for alike in (lambda box, part: box.part == part, lambda box, part: type(box.part) is type(part)):
            for place, part in enumerate(parts):
                box = next((box for box in free if place not in found and alike(box, part)), None)
                if box is not None:
                    free.remove(box)
                    found[place] = box
        return [found.get(place) or self._made(part, place) for place, part in enumerate(parts)]

    def _made(self, part: Part, place: int) -> "ConditionRow | GroupBox":
        path = (*self.path, place)
        return GroupBox(self._around, part, path) if isinstance(part, Group) else ConditionRow(self._around, part, path)

    def _put(self, boxes: "list[ConditionRow | GroupBox]") -> None:
        for box in self.boxes:
            self._middle.removeWidget(box)
            if box not in boxes:
                box.hide()
                box.setParent(None)
                box.deleteLater()
        for box in boxes:
            self._middle.addWidget(box)
            box.show()  # a layout shows what it takes only later, and what is hidden cannot take the focus
        self.boxes = boxes

    def _made_foot(self) -> QWidget:
        foot, role = QWidget(), "small" if self.path else ""
        said = [("add-condition", tr("+ Condition"), tr("Add a condition"))]
        if not self.path:
            said += [("add-group", tr("+ Group"), tr("Add a group"))]
            said += [("add-saved", tr("+ Saved audience"), tr("Add a saved audience"))]
        flow = Flow(spacing=GRID)
        for verb, words, name in said:
            each = button(words, role=role, name=name)
            each.clicked.connect(lambda _checked, verb=verb, each=each: self._wish(verb, each))
            flow.addWidget(each)
        foot.setLayout(flow)
        return foot

    def _wish(self, verb: str, anchor: QWidget) -> None:
        if self._around.is_editable:
            self._around.wish(verb, self.path, anchor)
