"""Every malformed and hostile file is counted exactly as a person would, or refused for its reason: never wrong."""

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from planner.domain.errors import PlannerError
from planner.formats.archive import unpack
from planner.formats.verdicts import Verdict
from planner.intake.hierarchy import read_hierarchy
from planner.intake.mapping_reader import read_mapping
from planner.services.verifying import verify
from planner.services.words import tell_error
from tests.faults import corpus_csv, corpus_other, corpus_parquet, corpus_xlsx
from tests.faults.cases import Case, Refused, Right
from tests.faults.forking import Fate, Forks
from tests.intake.reading import spoken

KINDS: Mapping[str, Mapping[str, Case]] = {
    "text": corpus_csv.CASES,
    "workbook": corpus_xlsx.CASES,
    "Parquet": corpus_parquet.CASES,
}
FILES = [case for cases in KINDS.values() for case in cases.values()]


def wrong_with(case: Case, fate: Fate) -> str:
    """Say how an outcome differs from the one that is right; nothing where it does not."""
    match case.expected:
        case Refused(code, facts):
            told = dict(fate.refused.facts) if fate.refused else {}
            if fate.code != code or any(told.get(name) != fact for name, fact in facts.items()):
                return f"{_told(fate)} instead of {code} {dict(facts)}"
            assert tell_error(PlannerError(code, **{"file": "customers", **told}))
        case Right(people):
            if not fate.counted:
                return f"{_told(fate)} instead of {case.expected.all_rows} rows"
            found: Counter[str] = Counter()
            for (labels, _), number in spoken(fate.counted.cells).items():
                found["|".join(labels)] += number
            if (found, fate.counted.rows) != (Counter(people), case.expected.all_rows):
                return (
                    f"{dict(found)} in {fate.counted.rows} rows instead of {dict(people)} in {case.expected.all_rows}"
                )
    return ""


def _told(fate: Fate) -> str:
    if fate.counted:
        return f"{fate.counted.rows} rows"
    return f"{fate.code} {dict(fate.refused.facts) if fate.refused else ''}"


def wrongs(folder: Path, files: Mapping[str, Case]) -> dict[str, str]:
    """Read files, each in a process of its own, and say of each that comes out wrong how."""
    wrong = {}
    with Forks() as forks:
        for number, (name, case) in enumerate(files.items()):
            path = folder / f"customers-{number}{case.suffix}"
            path.write_bytes(case.data)
            if what := wrong_with(case, forks.read(path, case.mapping)):
                wrong[name] = what
            path.unlink()
    return wrong


@pytest.mark.parametrize("kind", KINDS)
def test_every_third_file_is_counted_right_or_refused_for_its_reason(tmp_path: Path, kind: str) -> None:
    assert wrongs(tmp_path, dict(list(KINDS[kind].items())[::3])) == {}


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_every_file_is_counted_right_or_refused_for_its_reason(tmp_path: Path, kind: str) -> None:
    assert wrongs(tmp_path, KINDS[kind]) == {}


@pytest.mark.parametrize(
    ("case", "what"),
    [
        (Case(corpus_csv.PLAIN, Right({"north": 3})), "3 rows instead of"),
        (Case(corpus_csv.PLAIN, Right({"north": 2, "south": 2})), "in 4"),
        (Case(corpus_csv.PLAIN, Refused("csv-quote")), "instead of csv-quote"),
        (Case(b"a,b\n1\n", Refused("csv-ragged-line", {"line": 9})), "'line': 2"),
        (Case(b"", Right({"north": 1})), "file-empty"),
    ],
)
def test_a_file_that_comes_out_otherwise_is_noticed(tmp_path: Path, case: Case, what: str) -> None:
    assert what in wrongs(tmp_path, {"it": case})["it"]


def outcome(read: Callable[[], object], expected: Refused | None) -> str:
    """Say how a reading differs from what is right; nothing where it does not."""
    try:
        read()
    except PlannerError as error:
        if (
            expected
            and tell_error(error)
            and error.code == expected.code
            and expected.facts.items() <= error.facts.items()
        ):
            return ""
        return f"{error.code} {dict(error.facts)} instead of {expected or 'being read'}"
    return f"read instead of {expected.code}" if expected else ""


@pytest.mark.parametrize("name", corpus_other.MAPPINGS)
def test_a_mapping_is_read_or_refused_for_its_reason(tmp_path: Path, name: str) -> None:
    content, expected = corpus_other.MAPPINGS[name]
    path = tmp_path / "mapping.toml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    assert outcome(lambda: read_mapping(path), expected) == ""


@pytest.mark.parametrize("name", corpus_other.HIERARCHIES)
def test_a_hierarchy_file_is_read_or_refused_for_its_reason(tmp_path: Path, name: str) -> None:
    content, expected = corpus_other.HIERARCHIES[name]
    path = tmp_path / "city.csv"
    if content is not None:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    assert outcome(lambda: read_hierarchy(path), expected) == ""


@pytest.mark.parametrize("name", corpus_other.ARCHIVES)
def test_an_archive_that_is_none_of_ours_is_refused_and_nothing_is_unpacked(tmp_path: Path, name: str) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(corpus_other.ARCHIVES[name]())
    told = verify(path)
    assert told.verdict is Verdict.INVALID
    if name not in corpus_other.SPELLED_AS_OURS:
        assert [(check.name, check.verdict) for check in told.checks] == [("archive", Verdict.INVALID)]
    assert [*tmp_path.iterdir()] == [path]


def test_an_archive_of_ours_is_read() -> None:
    assert unpack(corpus_other.SOUND) == corpus_other.FILES


def test_the_corpus_has_at_least_200_files_and_none_twice() -> None:
    said: list[object] = [(case.data, case.mapping, case.suffix) for case in FILES]
    said += [content for content, _ in corpus_other.MAPPINGS.values()]
    said += [("hierarchy", content) for content, _ in corpus_other.HIERARCHIES.values()]
    said += [make() for make in corpus_other.ARCHIVES.values()]
    assert len(set(map(repr, said))) == len(said) >= 200
