"""Asking: the panels in which a person says what a group or a condition is to be."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from planner.desktop.campaigns.popup import Choices
from planner.desktop.campaigns.rule_words import (
    attribute_of,
    family,
    group_words,
    operator_words,
    operators_for,
    part_words,
    subjects,
    told_name,
)
from planner.desktop.campaigns.value_picker import ValuePicker
from planner.desktop.label_words import told_label
from planner.desktop.look import Look
from planner.desktop.words import tr
from planner.domain.choosing import named_by, naming_as, with_operator
from planner.domain.edges import ordered_size
from planner.domain.errors import PlannerError
from planner.domain.rule import Condition, Operator
from planner.domain.rule_edit import (
    Group,
    Holds,
    Path,
    condition_at,
    group_at,
    inserted,
    part_at,
    replaced,
    stepped,
    unwrapped,
    wrapped,
)
from planner.services.values import PopulationFacts

if TYPE_CHECKING:  # the tree asks through this
    from planner.desktop.campaigns.rule_tree import RuleTree

_ONE_BAND = {Operator.AT_LEAST, Operator.AT_MOST, Operator.MORE, Operator.LESS}


class Asking:
    """Opens a panel beside what was pressed, and hands the edit that comes of it to the tree."""

    def __init__(self, tree: "RuleTree", look: Look) -> None:
        self._tree, self._look = tree, look

    def ask(self, verb: str, path: Path, anchor: QWidget) -> None:
        """Open the panel of a verb for the part at a path."""
        asks: dict[str, Callable[[Path, QWidget], None]] = {
            "add-condition": self.add_condition,
            "kind": self._kind,
            "attribute": self._attribute,
            "operator": self._operator,
            "values": self._values,
            "more": self._more,
        }
        if self._tree.can_edit:
            asks[verb](path, anchor)

    def add_condition(self, path: Path, anchor: QWidget) -> None:
        """Ask for an attribute, add a condition on it to the group at a path, and ask for its values."""

        def add(name: str) -> None:
            draft = self._tree.draft
            at = (*path, len(group_at(draft, path).parts))
            words = tr("Add {what}", what=told_name(name))
            if self._tree.edit(inserted(draft, at, Condition(name, Operator.IN, ())), words, at):
                self.values_at(at)

        self._ask_attribute(anchor, "", add)

    def values_at(self, path: Path) -> None:
        """Ask for the values of the condition at a path."""
        self._values(path, self._tree.box_at(path))

    def _kind(self, path: Path, anchor: QWidget) -> None:
        group, kinds = group_at(self._tree.draft, path), list(Holds)
        options = [(" ".join(group_words(kind)), "") for kind in kinds]
        panel = Choices(anchor, self._look, tr("What the group asks for"), options, chosen=kinds.index(group.holds))

        def choose(place: int) -> None:
            if kinds[place] is not group.holds:
                self._change(path, Group(kinds[place], group.parts))

        panel.choose(choose)

    def _attribute(self, path: Path, anchor: QWidget) -> None:
        before = self._condition(path)

        def choose(name: str) -> None:
            if name != before.attribute:
                self._change(path, Condition(name, Operator.IN, ()))
                self.values_at(path)

        self._ask_attribute(anchor, before.attribute, choose)

    def _ask_attribute(self, anchor: QWidget, now: str, then: Callable[[str], None]) -> None:
        facts = self._facts
        names = [name for name, _, _ in subjects(facts)]
        options = [(told_name(name), above) for name, _, above in subjects(facts)]
        panel = Choices(anchor, self._look, tr("Attribute"), options, chosen=names.index(now) if now in names else 0)
        panel.choose(lambda place: then(names[place]))

    def _operator(self, path: Path, anchor: QWidget) -> None:
        before = self._condition(path)
        operators = operators_for(attribute_of(self._tree.around.facts, before.attribute))
        now = family(before.operator)
        options = [(operator_words(each), "") for each in operators]
        at = operators.index(now) if now in operators else 0
        panel = Choices(anchor, self._look, tr("How it compares"), options, chosen=at)

        def choose(place: int) -> None:
            if operators[place] is not now:
                self._change(path, self._reworded(before, operators[place]))

        panel.choose(choose)

    def _reworded(self, before: Condition, operator: Operator) -> Condition:
        facts, without = self._facts, Condition(before.attribute, operator, ())
        try:
            place, chosen = named_by(before, facts.attributes, dropped=facts.dropped)
        except PlannerError:
            return without
        return with_operator(operator, facts.attributes, place, chosen) if before.operands else without

    def _values(self, path: Path, anchor: QWidget) -> None:
        before, facts = self._condition(path), self._facts
        if before.operator in _ONE_BAND:
            self._band(path, anchor)
            return
        try:
            place, chosen = named_by(before, facts.attributes, dropped=facts.dropped)
        except PlannerError as error:
            self._tree.tell(error)
            return
        panel = ValuePicker(anchor, self._look, facts, (place, chosen))

        def keep() -> None:
            if panel.chosen.any():
                after = naming_as(before.operator, facts.attributes, place, panel.chosen)
            else:
                after = Condition(before.attribute, before.operator, ())
            if after != before and (panel.chosen != chosen).any():
                self._change(path, after)

        panel.kept.connect(keep)
        panel.open()

    def _band(self, path: Path, anchor: QWidget) -> None:
        """Ask for the one band from which, or up to which, a condition goes."""
        before = self._condition(path)
        attribute = next(each for each in self._facts.attributes if each.name == before.attribute)
        labels = [label for label in attribute.named if label in attribute.labels[: ordered_size(attribute)]]
        now = labels.index(before.operands[0]) if before.operands and before.operands[0] in labels else 0
        panel = Choices(anchor, self._look, tr("Values"), [(told_label(each), "") for each in labels], chosen=now)
        panel.choose(lambda chosen: self._change(path, Condition(before.attribute, before.operator, (labels[chosen],))))

    def _more(self, path: Path, anchor: QWidget) -> None:
        tree, part = self._tree, part_at(self._tree.draft, path)
        entries: list[tuple[str, Callable[[], object]]] = []
        if isinstance(part, Group):
            entries.append((tr("Add a condition"), lambda: self.add_condition(path, anchor)))
            entries.append((tr("Add a group"), lambda: tree.add_group(path)))
        else:
            entries.append((tr("Choose values"), lambda: self.values_at(path)))
        if path:
            wrap = tr("Put it into a group")
            entries.append((wrap, lambda: tree.edit(wrapped(tree.draft, path), wrap, path)))
            entries.append((tr("Move up"), lambda: tree.put(path, stepped(tree.draft, path, down=False))))
            entries.append((tr("Move down"), lambda: tree.put(path, stepped(tree.draft, path, down=True))))
        if path and isinstance(part, Group):
            dissolve = tr("Dissolve the group")
            entries.append((dissolve, lambda: tree.edit(unwrapped(tree.draft, path), dissolve, path[:-1])))
        panel = Choices(anchor, self._look, tr("More"), [(words, "") for words, _ in entries])
        panel.choose(lambda place: entries[place][1]())

    def _condition(self, path: Path) -> Condition:
        return condition_at(self._tree.draft, path)

    @property
    def _facts(self) -> PopulationFacts:
        """What there is to ask about; nothing is asked before it is known."""
        facts = self._tree.around.facts
        if facts is None:
            raise LookupError("no population is shown")
        return facts

    def _change(self, path: Path, part: Condition | Group) -> None:
        tree, what = self._tree, part_words(part)
        before = part_at(tree.draft, path)
        is_new = isinstance(before, Condition) and not before.operands
        words = tr("Add {what}", what=what) if is_new else tr("Change {what}", what=what)
        tree.edit(replaced(tree.draft, path, part), words, path)
