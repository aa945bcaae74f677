"""Keeps the translations: collects the sentences of the code into Qt Linguist files, and compiles those.

python -m planner.desktop.linguist            collect and compile
python -m planner.desktop.linguist compile    compile only, as a build does
"""

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import PySide6

from planner.desktop.words import CONTEXT, LANGUAGES
from planner.services.spoken import spoken_texts

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "resources" / "translations"
PLURAL_FORMS = 2
"""English and French both have two."""


@dataclass(frozen=True, slots=True, order=True)
class Sentence:
    """A sentence as the code says it; one with a count has plural forms."""

    text: str
    is_counted: bool


def sentences() -> tuple[Sentence, ...]:
    """Return every sentence that the desktop says through `tr`, and `said` of the services, sorted."""
    found = {each for path in Path(__file__).parent.rglob("*.py") for each in _sentences_of(path)}
    found |= {Sentence(text, is_counted=False) for text in spoken_texts()}
    return tuple(sorted(found))


def needed(language: str) -> tuple[Sentence, ...]:
    """Return the sentences that a language needs: the code's own language needs its plurals only."""
    return tuple(each for each in sentences() if each.is_counted or language != next(iter(LANGUAGES)))


def read_translations(language: str) -> dict[Sentence, tuple[str, ...]]:
    """Return what a Linguist file holds: sentence → its translation, or its plural forms."""
    file = _source(language)
    if not file.exists():
        return {}
    messages = ElementTree.parse(file).iterfind("context/message")  # noqa: S314 — a file of our own
    return dict(map(_translation_of, messages))


def collect(language: str) -> int:
    """Bring a Linguist file up to date with the code; return how many sentences have no translation yet."""
    before, wanted = read_translations(language), needed(language)
    root = ElementTree.Element("TS", version="2.1", language=language, sourcelanguage="en")
    context = ElementTree.SubElement(root, "context")
    ElementTree.SubElement(context, "name").text = CONTEXT
    for each in wanted:
        _write_message(context, each, before.get(each, ()))
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    _source(language).write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{text}\n', encoding="utf-8")
    return sum(not any(before.get(each, ())) for each in wanted)


def compile_translations() -> None:
    """Compile every Linguist file with Qt's own compiler. Raises CalledProcessError with what it said."""
    compiler = Path(PySide6.__file__).parent / ("lrelease.exe" if sys.platform == "win32" else "lrelease")
    for language in LANGUAGES:
        source = _source(language)
        command: list[str | Path] = [compiler, "-silent", source, "-qm", source.with_suffix(".qm")]
        subprocess.run(command, check=True)  # noqa: S603 — Qt's compiler on files of our own


def _source(language: str) -> Path:
    return FOLDER / f"shoal_{language}.ts"


def _sentences_of(path: Path) -> Iterator[Sentence]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tr":
            text = node.args[0]
            if not (isinstance(text, ast.Constant) and isinstance(text.value, str)):
                raise SystemExit(f"{path.name}:{node.lineno}: tr() needs a text that can be read here")
            yield Sentence(text.value, is_counted=len(node.args) > 1)


def _translation_of(message: ElementTree.Element) -> tuple[Sentence, tuple[str, ...]]:
    is_counted = message.get("numerus") == "yes"
    forms = [form.text or "" for form in message.iterfind("translation/numerusform")]
    forms = forms if is_counted else [message.findtext("translation", "")]
    return Sentence(message.findtext("source", ""), is_counted), tuple(forms)


def _write_message(context: ElementTree.Element, sentence: Sentence, forms: tuple[str, ...]) -> None:
    message = ElementTree.SubElement(context, "message", {"numerus": "yes"} if sentence.is_counted else {})
    ElementTree.SubElement(message, "source").text = sentence.text
    said = ElementTree.SubElement(message, "translation", {} if any(forms) else {"type": "unfinished"})
    if not sentence.is_counted:
        said.text = forms[0] if forms else ""
        return
    for form in forms or ("",) * PLURAL_FORMS:
        ElementTree.SubElement(said, "numerusform").text = form


def main() -> None:
    """Do what the command line asks for."""
    if sys.argv[1:] != ["compile"]:
        for language in LANGUAGES:
            print(f"{language}: {collect(language)} without a translation")  # noqa: T201 — a tool
    compile_translations()


if __name__ == "__main__":
    main()
