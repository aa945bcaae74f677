"""The rules of the house, held by reading the code; a broken rule is named with the place that broke it."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "planner"
MODULES = [*sorted(PACKAGE.rglob("*.py")), ROOT / "main.py"]

ROOMS_SEE = {
    "domain": {"domain"},
    "intake": {"domain", "intake"},
    "store": {"domain", "store"},
    "formats": {"domain", "formats"},
    "services": {"domain", "intake", "store", "formats", "services"},
    "cli": {"domain", "services", "cli"},
    "desktop": {"domain", "services", "desktop"},
}
"""Which rooms of the house each room may import."""

OPENS_THE_WORKSPACE = {"cli/__init__.py", "desktop/app.py"}
"""Composition roots: they may also import `store`, to open the workspace."""

LIVES_ONLY_IN = {
    "PySide6": ("desktop/",),
    "duckdb": ("intake/",),
    "ibis": ("intake/",),
    "pyarrow": ("intake/",),
    "python_calamine": ("intake/",),
    "sqlite_utils": ("store/",),
    "sqlcipher3": ("store/",),
    "keyring": ("store/",),
    "numba": ("domain/kernel.py",),
    "rfc8785": ("domain/canonical.py",),
    "cryptography": ("domain/note.py", "store/passphrase.py", "store/recovery.py"),
    "sqlglot": ("domain/rule_text.py", "formats/sql.py"),
    "matplotlib": ("desktop/charts/", "formats/documents.py"),
    "platformdirs": ("cli/", "desktop/app.py"),
}
"""Where a third-party package may be imported."""

DOMAIN_MAY_ALSO_IMPORT = {"numpy", "numba", "rfc8785", "sqlglot", "cryptography"}
"""Pure libraries: no files, SQL, clock or network behind them (each in the modules named above)."""

NETWORK = {"socket", "ssl", "http", "urllib", "ftplib", "smtplib", "requests", "httpx", "aiohttp", "xmlrpc", "asyncio"}
IMPURE_IN_DOMAIN = {"os", "io", "pathlib", "shutil", "tempfile", "random", "secrets", "time", "sqlite3", "subprocess"}
SIGNATURES_OF_QT = {"match"}
"""Methods of Qt with more parameters than ours may have."""
EMPTY_NAMES = ("Manager", "Helper", "Utils", "Base", "Common")


def place(path: Path) -> str:
    return path.relative_to(PACKAGE if path.is_relative_to(PACKAGE) else ROOT).as_posix()


def room_of(path: Path) -> str:
    return place(path).split("/")[0]


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports_of(path: Path) -> tuple[str, ...]:
    """Every dotted name a module imports, wherever the import stands."""
    return tuple(_imports_of(path))


def _imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{place(path)}:{node.lineno} imports relatively"
            assert node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def functions_of(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def report(rule: str, broken: list[str]) -> None:
    assert not broken, f"House rule broken: {rule}\n  " + "\n  ".join(broken)


def test_rooms_import_only_the_rooms_they_may_see() -> None:
    broken = []
    for path in MODULES:
        allowed = ROOMS_SEE.get(room_of(path))
        if allowed is None:
            continue
        if place(path) in OPENS_THE_WORKSPACE:
            allowed = allowed | {"store"}
        for name in imports_of(path):
            parts = name.split(".")
            if parts[0] == "planner" and len(parts) > 1 and parts[1] in ROOMS_SEE and parts[1] not in allowed:
                broken.append(f"{place(path)} imports {name}")
    report("domain sees nothing else; intake and store never see each other; shells see services", broken)


def test_the_domain_imports_only_the_standard_library_and_pure_libraries() -> None:
    broken = [
        f"{place(path)} imports {name}"
        for path in MODULES
        if room_of(path) == "domain"
        for name in imports_of(path)
        if is_third_party(name) and name.split(".")[0] not in DOMAIN_MAY_ALSO_IMPORT
    ]
    report("domain imports the standard library, numpy, domain and declared pure libraries", broken)


def is_third_party(name: str) -> bool:
    first = name.split(".", maxsplit=1)[0]
    return first != "planner" and first not in sys.stdlib_module_names


def test_the_domain_touches_no_files_clock_or_randomness() -> None:
    broken = [
        f"{place(path)} imports {name}"
        for path in MODULES
        if room_of(path) == "domain"
        for name in imports_of(path)
        if name.split(".")[0] in IMPURE_IN_DOMAIN
    ]
    for path in MODULES:
        if room_of(path) == "domain":
            text = path.read_text(encoding="utf-8")
            broken += [f"{place(path)} calls {call}" for call in (".now(", ".today(", "np.random") if call in text]
    report("what is true needs no files, clock, randomness or processes", broken)


@pytest.mark.parametrize("package", sorted(LIVES_ONLY_IN))
def test_each_package_is_imported_only_where_it_lives(package: str) -> None:
    homes = LIVES_ONLY_IN[package]
    broken = [
        f"{place(path)} imports {name}"
        for path in MODULES
        for name in imports_of(path)
        if name.split(".")[0] == package and not place(path).startswith(homes)
    ]
    report(f"{package} only in {', '.join(homes)}", broken)


def test_the_engine_that_sees_rows_is_loaded_by_the_reading_child_alone() -> None:
    """Importing every service and both shells leaves DuckDB unloaded: rows are met in a process of their own."""
    names = [
        place(path).removesuffix(".py").replace("/", ".") for path in MODULES if room_of(path) in {"services", "cli"}
    ]
    modules = ", ".join(f"planner.{name.removesuffix('.__init__')}" for name in names)
    code = f"import sys, {modules}; print([name for name in ('duckdb', 'python_calamine') if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    report("DuckDB and calamine are loaded in the child only", [] if told.strip() == "[]" else [told])


def test_nothing_imports_the_network() -> None:
    broken = [
        f"{place(path)} imports {name}"
        for path in MODULES
        for name in imports_of(path)
        if name.split(".")[0] in NETWORK
    ]
    report("no network in the core", broken)


def test_modules_are_at_most_300_lines() -> None:
    lengths = {place(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    report("module ≤ 300 lines", [f"{name}: {lines}" for name, lines in lengths.items() if lines > 300])


def test_functions_are_at_most_40_lines_and_mostly_short() -> None:
    lengths = {f"{place(path)}:{node.name}": length(node) for path in MODULES for node in functions_of(path)}
    report("function ≤ 40 lines", [f"{name}: {lines}" for name, lines in lengths.items() if lines > 40])
    assert median(lengths.values()) < 10


def test_functions_take_at_most_four_positional_parameters() -> None:
    broken = []
    for path in MODULES:
        for node in functions_of(path):
            names = [argument.arg for argument in node.args.posonlyargs + node.args.args]
            compiled = any("njit" in ast.unparse(decorator) for decorator in node.decorator_list)
            given = node.name in SIGNATURES_OF_QT and room_of(path) == "desktop"
            if not compiled and not given and len([name for name in names if name not in {"self", "cls"}]) > 4:
                broken.append(f"{place(path)}:{node.lineno} {node.name}({', '.join(names)})")
    report("≤ 4 positional parameters (compiled kernels and what Qt defines apart)", broken)


def test_no_name_says_nothing() -> None:
    broken = []
    for path in MODULES:
        named = [node.name for node in ast.walk(tree_of(path)) if isinstance(node, ast.ClassDef)]
        broken += [f"{place(path)}: {name}" for name in [*named, path.stem.title()] if name.endswith(EMPTY_NAMES)]
    report(f"no {', '.join(EMPTY_NAMES)}", broken)


def test_no_module_level_state_but_constants() -> None:
    """A module binds names once, in capitals, as a type alias or as a private constant; nothing rebinds them."""
    broken = []
    for path in MODULES:
        broken += [
            f"{place(path)}:{node.lineno} global {', '.join(node.names)}"
            for node in ast.walk(tree_of(path))
            if isinstance(node, ast.Global)
        ]
        for node in tree_of(path).body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.List | ast.Dict | ast.Set):
                broken += [f"{place(path)}:{node.lineno} {ast.unparse(t)}" for t in node.targets if is_variable(t)]
    report("no module-level state but constants", broken)


def is_variable(target: ast.expr) -> bool:
    return isinstance(target, ast.Name) and not target.id.isupper() and not target.id.startswith("__")


def test_every_module_opens_with_one_sentence() -> None:
    broken = []
    for path in MODULES:
        first = (ast.get_docstring(tree_of(path)) or "").split("\n")[0]
        if not first.endswith((".", ":")) and len(first) < 20:
            broken.append(f"{place(path)}: {first!r}")
    report("a module opens with one sentence that says what it is for", broken)


def test_no_file_of_the_project_names_a_machine_or_an_unexpected_host() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    broken = []
    for name in listed.splitlines():
        path = ROOT / name
        if path.suffix in {".png", ".otf", ".ico"} or not path.is_file():
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        if re.search(r"(?<![\w.])/(work|farm|home|Users)/\w", text):
            broken.append(f"{name} names a folder of one machine")
    hosts = set(re.findall(r"https?://([^/\"]+)", (ROOT / "uv.lock").read_text(encoding="utf-8")))
    broken += [f"uv.lock names {host}" for host in hosts - {"pypi.org", "files.pythonhosted.org"}]
    assert "file:" not in (ROOT / "uv.lock").read_text(encoding="utf-8")
    report("the project speaks of itself alone", broken)
