"""Every place in the code that names an error, a finding or a change, with the codes and facts it can name.

Read from the syntax alone. A code is followed from the call that makes it through module constants, tables, loops,
functions that return it, and parameters that hand it on; facts are the keywords of that call, or the keys of the
dictionary it is given.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain, product
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "planner"
MAKERS = {
    "PlannerError": "errors",
    "Refusal": "errors",
    "Unreadable": "errors",
    "Finding": "findings",
    "Change": "changes",
}
"""What makes something that has words, and where those words are."""

_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")
"""What tells a code from other texts in the same table."""
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Site:
    """One place: the kind of words it needs, the codes it can name, and the facts that come with each."""

    place: str
    kind: str
    codes: frozenset[str]
    facts: frozenset[str]


@dataclass(frozen=True)
class Where:
    """A module, and the function in it that an expression stands in."""

    module: "Module"
    function: Function | None


class Module:
    """One module of the package, with the functions and names it binds."""

    def __init__(self, path: Path, root: Path) -> None:
        self.name = path.relative_to(root).as_posix()
        self.dotted = f"{root.name}.{self.name.removesuffix('.py').replace('/', '.')}".removesuffix(".__init__")
        self.tree = ast.parse(path.read_text(encoding="utf-8"))

    @cached_property
    def functions(self) -> dict[str, Function]:
        return {node.name: node for node in ast.walk(self.tree) if isinstance(node, Function)}

    @cached_property
    def constants(self) -> dict[str, ast.expr]:
        return {name: value for name, value, _ in bindings(self.tree.body)}

    @cached_property
    def imports(self) -> dict[str, str]:
        """Name → the dotted module that it was taken from."""
        return {
            alias.asname or alias.name: node.module
            for node in ast.walk(self.tree)
            if isinstance(node, ast.ImportFrom) and node.module
            for alias in node.names
        }

    def calls(self) -> Iterator[tuple[ast.Call, Where]]:
        """Yield every call with the innermost function around it."""
        yield from self._calls(self.tree, None)

    def _calls(self, node: ast.AST, function: Function | None) -> Iterator[tuple[ast.Call, Where]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Call):
                yield child, Where(self, function)
                if isinstance(child.func, ast.Name) and child.func.id == "partial":
                    yield partly_made(child), Where(self, function)
            yield from self._calls(child, child if isinstance(child, Function) else function)


class Code:
    """All modules of a package, and what can be followed through them."""

    def __init__(self, root: Path = PACKAGE) -> None:
        self.modules = {module.dotted: module for path in sorted(root.rglob("*.py")) for module in [Module(path, root)]}
        self._calls = [each for module in self.modules.values() for each in module.calls()]

    @cached_property
    def _calls_of(self) -> dict[str, list[tuple[ast.Call, Where]]]:
        found: dict[str, list[tuple[ast.Call, Where]]] = defaultdict(list)
        for call, where in self._calls:
            called = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
            found[called].append((call, where))
        return found

    def sites(self) -> Iterator[Site]:
        """Yield every place that makes something with words, callers of functions that are handed a code included."""
        for call, where in self._calls:
            for kind in self._kinds(call, where):
                yield from self._sites(call, where, kind)

    def _kinds(self, call: ast.Call, where: Where) -> set[str]:
        """Return which words a call needs: those of the class it names, or of the classes its variable may hold."""
        if not isinstance(call.func, ast.Name):
            return set()
        if call.func.id in MAKERS:
            return {MAKERS[call.func.id]}
        values = bound(call.func.id, where.function)
        return {MAKERS[n.id] for value in values for n in ast.walk(value) if isinstance(n, ast.Name) and n.id in MAKERS}

    def _sites(self, call: ast.Call, where: Where, kind: str) -> Iterator[Site]:
        code = argument(call, 0, "code")
        facts = self._facts(call, where) if kind == "errors" else self._keys(argument(call, -1, "facts"), where, call)
        yield from self._handed(code, where, facts, kind=kind, line=call.lineno)

    def _handed(
        self, code: ast.expr | None, where: Where, facts: frozenset[str], *, kind: str, line: int
    ) -> Iterator[Site]:
        """Yield the site, or those of the callers when the code is a parameter."""
        function = where.function
        if function and isinstance(code, ast.Name) and code.id in parameters(function):
            for call, around in self._callers(function, where.module):
                passed = argument(call, parameters(function).index(code.id), code.id)
                more = (
                    self._facts(call, around) - set(parameters(function)) if function.args.kwarg else frozenset[str]()
                )
                yield from self._handed(passed, around, facts | more, kind=kind, line=call.lineno)
            return
        texts = self._texts(code, where, frozenset())
        codes = frozenset(text for text in texts if isinstance(code, ast.Constant) or _CODE.fullmatch(text))
        yield Site(f"{where.module.name}:{line}", kind, codes, facts)

    def _callers(self, function: Function, home: Module) -> Iterator[tuple[ast.Call, Where]]:
        """Yield calls of a function: in its module, and in those that import it from there."""
        for call, where in self._calls_of.get(function.name, ()):
            if where.module is home or where.module.imports.get(function.name) == home.dotted:
                yield call, where

    def _facts(self, call: ast.Call, where: Where) -> frozenset[str]:
        """Return the facts of an error: its keywords, and the keys of dictionaries laid out into them."""
        named = {each.arg for each in call.keywords if each.arg and each.arg != "code"}
        laid_out = [self._keys(each.value, where, call) for each in call.keywords if each.arg is None]
        return frozenset(named).union(*laid_out)

    def _keys(self, node: ast.expr | None, where: Where, call: ast.Call) -> frozenset[str]:
        """Return the keys that a dictionary surely has; none where that cannot be read."""
        match node:
            case ast.Dict():
                inner = [self._keys(v, where, call) for k, v in zip(node.keys, node.values, strict=True) if k is None]
                own = {k.value for k in node.keys if isinstance(k, ast.Constant) and isinstance(k.value, str)}
                return frozenset(own).union(*inner)
            case ast.BinOp(op=ast.BitOr()):
                return self._keys(node.left, where, call) | self._keys(node.right, where, call)
            case ast.Name() if where.function:
                before = bound(node.id, where.function, before=call.lineno)
                return self._keys(before[-1], where, call) if before else frozenset()
        return frozenset()

    def _texts(self, node: ast.expr | None, where: Where, seen: frozenset[str]) -> Iterator[str]:
        """Yield the texts that an expression can be."""
        match node:
            case ast.Constant(value=str(text)):
                yield text
            case ast.IfExp() | ast.BoolOp():
                yield from chain.from_iterable(self._texts(each, where, seen) for each in branches(node))
            case ast.JoinedStr():
                yield from map("".join, product(*(self._texts(each, where, seen) for each in node.values)))
            case ast.FormattedValue():
                yield from self._handed_texts(node.value, where, seen)
            case ast.Name():
                yield from self._named(node.id, where, seen)
            case ast.Call(func=ast.Name(id=name)):
                yield from chain.from_iterable(self._texts(e, there, seen) for e, there in self._results(name, where))
            case ast.Call(func=ast.Attribute(attr="get", value=table)) | ast.Subscript(value=table):
                pairs = self._elements(table, where, seen)
                yield from chain.from_iterable(self._texts(part(pair, (1,)), where, seen) for pair in pairs)

    def _handed_texts(self, node: ast.expr, where: Where, seen: frozenset[str]) -> Iterator[str]:
        """Yield the texts of an expression, those that callers pass included."""
        if where.function and isinstance(node, ast.Name) and node.id in parameters(where.function):
            place = parameters(where.function).index(node.id)
            for call, around in self._callers(where.function, where.module):
                yield from self._texts(argument(call, place, node.id), around, seen)
        else:
            yield from self._texts(node, where, seen)

    def _named(self, name: str, where: Where, seen: frozenset[str]) -> Iterator[str]:
        """Yield the texts that a name can be bound to: by a loop or here, else in the module or where it comes from."""
        if name in seen:
            return
        seen |= {name}
        found: list[str] = []
        for target, source in loops(where.function):
            place = target_place(target, name)
            for each in self._elements(source, where, seen) if place is not None else ():
                found += self._texts(part(each, place or ()), where, seen)
        for value in bound(name, where.function):
            found += self._texts(value, where, seen)
        constant, home = self._constant(name, where.module)
        yield from found or self._texts(constant, Where(home, None), seen)

    def _constant(self, name: str, module: Module) -> tuple[ast.expr | None, Module]:
        home = self.modules.get(module.imports.get(name, ""), module)
        return home.constants.get(name), home

    def _results(self, name: str, where: Where) -> Iterator[tuple[ast.expr, Where]]:
        """Yield what a function of this package returns or yields."""
        home = self.modules.get(where.module.imports.get(name, ""), where.module)
        function = home.functions.get(name)
        for node in ast.walk(function) if function else ():
            if isinstance(node, ast.Return | ast.Yield | ast.YieldFrom) and node.value:
                yield node.value, Where(home, function)

    def _elements(self, node: ast.expr | None, where: Where, seen: frozenset[str]) -> Iterator[ast.expr]:
        """Yield what a loop over an expression sees; a dictionary's elements are its pairs."""
        match node:
            case ast.Tuple() | ast.List():
                yield from node.elts
            case ast.Dict():
                for key, value in zip(node.keys, node.values, strict=True):
                    yield from [ast.Tuple([key, value])] if key else self._elements(value, where, seen)
            case ast.DictComp():
                yield ast.Tuple([node.key, node.value])
            case ast.Call():
                yield from self._called_elements(node, where, seen)
            case ast.Name(id=name):
                yield from self._bound_elements(name, where, seen)

    def _called_elements(self, node: ast.Call, where: Where, seen: frozenset[str]) -> Iterator[ast.expr]:
        match node:
            case ast.Call(func=ast.Attribute(attr="fromkeys"), args=[keys, value]):
                yield ast.Tuple([keys, value])
            case ast.Call(func=ast.Attribute(attr="items", value=table)):
                yield from self._elements(table, where, seen)
            case ast.Call(func=ast.Name(id="enumerate"), args=[inner, *_]):
                for each in self._elements(inner, where, seen):
                    yield ast.Tuple([ast.Constant(0), each])
            case ast.Call(func=ast.Name(id=name)) if name not in seen:
                for each, there in self._results(name, where):
                    alone = isinstance(each, ast.Tuple)
                    yield from [each] if alone else self._elements(each, there, seen | {name})

    def _bound_elements(self, name: str, where: Where, seen: frozenset[str]) -> Iterator[ast.expr]:
        """Yield the elements of a name's values, and what is appended to it."""
        found = [each for value in bound(name, where.function) for each in self._elements(value, where, seen)]
        for node in ast.walk(where.function) if where.function else ():
            match node:
                case ast.Call(func=ast.Attribute(attr="append", value=ast.Name(id=owner)), args=[new]) if owner == name:
                    found.append(new)
        constant, home = self._constant(name, where.module)
        yield from found or self._elements(constant, Where(home, None), seen)


def partly_made(call: ast.Call) -> ast.Call:
    """Return the call that a `partial` makes later, as far as it is known; of a maker nothing, for facts may follow."""
    made = ast.Call(call.args[0], call.args[1:], call.keywords)
    is_maker = isinstance(made.func, ast.Name) and made.func.id in MAKERS
    return call if is_maker else ast.copy_location(made, call)


def argument(call: ast.Call, place: int, name: str) -> ast.expr | None:
    """Return an argument by its keyword, else by its place."""
    named = next((each.value for each in call.keywords if each.arg == name), None)
    return named or (call.args[place] if len(call.args) > place and call.args else None)


def parameters(function: Function) -> list[str]:
    names = [each.arg for each in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)]
    return [name for name in names if name not in {"self", "cls"}]


def bindings(body: list[ast.stmt]) -> Iterator[tuple[str, ast.expr, int]]:
    """Yield every name that is assigned anywhere in a body, its value and line, in order."""
    found = []
    for node in (inner for statement in body for inner in ast.walk(statement)):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                found.append((name, value, node.lineno))
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                found.append((name, value, node.lineno))
            case ast.NamedExpr(target=ast.Name(id=name), value=value):
                found.append((name, value, node.lineno))
    yield from sorted(found, key=lambda each: each[2])


def bound(name: str, function: Function | None, *, before: int | None = None) -> list[ast.expr]:
    """Return what a function assigns to a name, in order; with `before`, above that line."""
    found = _bindings_in(function) if function else ()
    return [value for target, value, line in found if target == name and (before is None or line < before)]


@cache
def _bindings_in(function: Function) -> tuple[tuple[str, ast.expr, int], ...]:
    return tuple(bindings(function.body))


def loops(function: Function | None) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield the targets and the iterated expressions of a function's loops."""
    for node in ast.walk(function) if function else ():
        if isinstance(node, ast.For | ast.comprehension):
            yield node.target, node.iter


def target_place(target: ast.expr, name: str) -> tuple[int, ...] | None:
    """Return where in a loop's target a name stands: `()` alone, `(1, 0)` as the first of the second."""
    match target:
        case ast.Name(id=found) if found == name:
            return ()
        case ast.Tuple():
            for i, each in enumerate(target.elts):
                inner = target_place(each, name)
                if inner is not None:
                    return (i, *inner)
    return None


def branches(node: ast.IfExp | ast.BoolOp) -> list[ast.expr]:
    return [node.body, node.orelse] if isinstance(node, ast.IfExp) else node.values


def part(node: ast.expr, place: tuple[int, ...]) -> ast.expr | None:
    for i in place:
        if not isinstance(node, ast.Tuple) or i >= len(node.elts):
            return None
        node = node.elts[i]
    return node
