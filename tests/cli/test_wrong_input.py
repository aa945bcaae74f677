"""What is wrong with a file, a mapping, a rule or a workspace is told with its code, a sentence and status 1 or 2."""

from pathlib import Path

import pytest

from planner.domain.strict import LONGEST_NAME
from tests.cli.running import CANARY, PLAIN, Ran, shoal

HEADER = "person,age,town,mail\n"
ROWS = "".join(f"{CANARY}{number},{20 + number % 60},Lyon,yes\n" for number in range(60))
COUNTED = """
[columns.n]
role = "weight"
[columns.town]
role = "attribute"
kind = "nominal"
"""


def refuse(ran: Ran, status: int, code: str) -> str:
    """Check that a run with `--json` was refused as it should be, and return the sentence."""
    assert (ran.status, ran.error["code"]) == (status, code), ran.out
    assert set(ran.error) == {"code", "facts", "message"}
    message = str(ran.error["message"])
    assert ran.err == f"{message}\n"
    assert "Traceback" not in ran.err
    assert CANARY not in ran.out + ran.err
    assert "(no words for this yet)" not in message
    assert "(not known)" not in message
    return message


BAD_FILES = {
    "empty": (b"", "file-empty"),
    "a header only": (HEADER.encode(), "file-has-no-rows"),
    "two columns of one name": (f"person,age,age,mail\n{ROWS}".encode(), "column-named-twice"),
    "NULs": (f"{HEADER}{ROWS}".replace("Lyon", "L\0on").encode(), "file-has-nul"),
    "an unclosed quote": (f'{HEADER}{ROWS}{CANARY},31,"Lyon,yes\n'.encode(), "csv-quote"),
    "a ragged row": (f"{HEADER}{ROWS}{CANARY},31,Lyon\n".encode(), "csv-ragged-line"),
    "a lone Latin byte": (f"{HEADER}{ROWS}".encode() + b"x\x81\xfe,31,Lyon,yes\n", "encoding-unclear"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "encoding-unclear"),
    "text where bands need numbers": (f"{HEADER}{ROWS}{CANARY},young,Lyon,yes\n".encode(), "number-unreadable"),
    "no identifier anywhere": (f"{HEADER},31,Lyon,yes\n,32,Lyon,yes\n".encode(), "nobody-identified"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_refused_with_a_sentence(name: str, tmp_path: Path) -> None:
    data, code = BAD_FILES[name]
    refuse(import_of(tmp_path, data, PLAIN), 2, code)
    assert not (tmp_path / "workspace").exists()


@pytest.mark.parametrize(("place", "code"), [("absent.csv", "file-missing"), (".", "file-is-folder")])
def test_a_path_that_is_no_file_is_refused(place: str, code: str, tmp_path: Path) -> None:
    words = ("import", tmp_path / place, "--population", "p", "--json")
    refuse(shoal(*words, workspace=tmp_path / "workspace"), 2, code)


def test_a_file_in_another_encoding_than_the_mapping_names_is_refused(tmp_path: Path) -> None:
    data = f"{HEADER}{ROWS}".replace("Lyon", "Nîmes").encode("cp1252")
    refuse(import_of(tmp_path, data, f'[file]\nencoding = "utf-8"\n{PLAIN}'), 2, "encoding-wrong")


@pytest.mark.parametrize("weight", ["-1", "1.5", "abc", "1e3", "99999999999999999999"])
def test_a_weight_that_counts_no_people_is_refused(weight: str, tmp_path: Path) -> None:
    data = f"n,town\n30,Lyon\n{weight},Paris\n".encode()
    ran = import_of(tmp_path, data, COUNTED)
    assert ran.status == 2
    refuse(ran, 2, str(ran.error["code"]))
    assert ran.error["code"] in {"weight-unreadable", "weights-add-up-wrong"}


BAD_MAPPINGS = {
    "an absent column": (PLAIN.replace("columns.town", "columns.twon"), "mapping-column-absent"),
    "no TOML": ("role: attribute", "mapping-not-toml"),
    "an unknown role": (PLAIN.replace('"identifier"', '"identifer"'), "mapping-role-unknown"),
    "a column of two roles": (f'{PLAIN}\n[columns.age]\nrole = "weight"\n', "mapping-not-toml"),
    "two identifiers": (PLAIN.replace('"consent"\nscope = "email-marketing"\ngranted = ["yes"]', '"identifier"'),
                        "mapping-role-twice"),
    "an identifier and a weight": (f'{PLAIN}\n[columns.n]\nrole = "weight"\n', "mapping-identifier-and-weight"),
    "an attribute without a kind": (PLAIN.replace('kind = "nominal"', ""), "mapping-kind-unknown"),
    "nothing to describe people by": ('[columns.person]\nrole = "identifier"\n', "mapping-no-attribute"),
    "a sensitive column that asks for nothing": (
        PLAIN.replace('role = "attribute"\nkind = "nominal"', 'role = "sensitive"'),
        "mapping-sensitive-undemanding",
    ),
    "bands that fall": (PLAIN.replace("[30, 50]", "[50, 30]"), "mapping-value-wrong"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_MAPPINGS)
def test_a_mapping_that_contradicts_itself_or_the_file_is_refused(name: str, tmp_path: Path) -> None:
    text, code = BAD_MAPPINGS[name]
    refuse(import_of(tmp_path, f"{HEADER}{ROWS}".encode(), text), 2, code)
    assert not (tmp_path / "workspace").exists()


def test_a_mapping_that_is_not_there_is_refused(tmp_path: Path, customers: Path) -> None:
    words = ("import", customers, "--population", "p", "--mapping", tmp_path / "absent.toml", "--json")
    refuse(shoal(*words, workspace=tmp_path / "workspace"), 2, "mapping-unreadable")


@pytest.mark.parametrize(
    ("floor", "status", "code"),
    [
        ("1", 2, "floor-too-low"),
        ("0", 2, "floor-too-low"),
        ("-20", 2, "floor-too-low"),
        ("61", 1, "population-below-floor"),
        ("9" * 30, 1, "population-below-floor"),
        ("abc", 2, "option-value-wrong"),
        ("2.5", 2, "option-value-wrong"),
    ],
)
def test_a_floor_that_cannot_be_kept_is_refused(floor: str, status: int, code: str, tmp_path: Path) -> None:
    refuse(import_of(tmp_path, f"{HEADER}{ROWS}".encode(), PLAIN, "--k", floor), status, code)
    assert not (tmp_path / "workspace").exists()


def test_one_person_is_nobody_to_make_a_segment_of(tmp_path: Path) -> None:
    data = f"{HEADER}{CANARY},31,Lyon,yes\n".encode()
    assert "1 person" in refuse(import_of(tmp_path, data, PLAIN), 1, "population-below-floor")


def test_a_population_all_alike_that_must_be_diverse_is_refused(tmp_path: Path) -> None:
    text = PLAIN.replace('role = "attribute"\nkind = "nominal"', 'role = "sensitive"\nl = 2')
    refuse(import_of(tmp_path, f"{HEADER}{ROWS}".encode(), text), 1, "not-diverse-enough")


def test_columns_without_a_single_value_are_one_label_and_nobodys_consent(tmp_path: Path) -> None:
    nothing = HEADER + "".join(f"p{number},,,\n" for number in range(40))
    refuse(import_of(tmp_path, nothing.encode(), PLAIN), 2, "nothing-to-describe")
    ran = import_of(tmp_path, nothing.replace(",,,", ",,Lyon,").encode(), PLAIN)
    assert (ran.status, ran.answer["people_kept"], ran.answer["segments"]) == (0, 40, 1)
    [segment] = shoal("segments", "p", "--json", workspace=tmp_path / "workspace").answer["segments"]
    assert segment["values"] == {"age": ["(missing)"], "town": ["Lyon"]}
    assert segment["scopes"] == []
    assert [each["facts"] for each in ran.answer["findings"] if each["code"] == "attribute-all-missing"] == [
        {"attribute": "age"}
    ]


@pytest.mark.parametrize("name", ["", "  ", "x" * (LONGEST_NAME + 1), "not text \udcff"])
def test_a_population_needs_a_name_that_fits_a_line(name: str, tmp_path: Path, customers: Path) -> None:
    ran = shoal("import", customers, "--population", name, "--json", workspace=tmp_path / "workspace")
    refuse(ran, 2, str(ran.error["code"]))
    assert ran.error["code"] in {"population-unnamed", "name-too-long", "text-not-text"}


BAD_RULES = {
    "faith = 'a'": "rule-not-kept",
    "name = 'x'": "rule-not-kept",
    "person = 'x'": "rule-not-kept",
    "mail = 'yes'": "rule-not-kept",
    "twon = 'Lyon'": "rule-unknown-attribute",
    "town = 'Lion'": "rule-unknown-label",
    "town > 'Lyon'": "rule-order-needed",
    "age > 33": "rule-not-an-edge",
    "town = 'Lyon": "rule-quote-open",
    "town = Lyon": "rule-text-unquoted",
    "town LIKE 'L%'": "rule-pattern",
    "town = 'Lyon'; DROP TABLE x": "rule-several-statements",
    "upper(town) = 'LYON'": "rule-function",
    "town IN (SELECT 1)": "rule-subquery",
    "town IS NULL": "rule-null",
    "AND": "rule-syntax",
}


@pytest.mark.parametrize("rule", BAD_RULES)
@pytest.mark.parametrize("verb", ["audience", "segments"])
def test_a_rule_that_cannot_be_kept_to_is_refused_with_its_reason(verb: str, rule: str, shop: Path) -> None:
    refuse(shoal(verb, "shop", "--where", rule, "--json", workspace=shop), 2, BAD_RULES[rule])


ABSENT = {
    ("segments", "shpo"): "unknown-population",
    ("audience", "shop", "--scope", "emial-marketing"): "unknown-scope",
    ("campaign", "show", "spring"): "no-campaigns",
    ("campaign", "new", "x", "--population", "nobody"): "unknown-population",
    ("campaign", "new", "", "--population", "shop"): "campaign-name-missing",
    ("campaign", "new", "x" * (LONGEST_NAME + 1), "--population", "shop"): "name-too-long",
    ("campaign", "new", "x", "--population", "shop", "--by", " "): "actor-missing",
    ("campaign", "new", "x", "--population", "shop", "--budget", "lots"): "brief-budget-wrong",
    ("campaign", "new", "x", "--population", "shop", "--expected-response", "200"): "brief-response-wrong",
    ("campaign", "new", "x", "--population", "shop", "--starts", "tomorrow"): "option-value-wrong",
    ("campaign", "new", "x", "--population", "shop", "--ends", "2026-02-30"): "option-value-wrong",
    ("campaign", "new", "x", "--population", "shop", "--where", "faith = 'a'"): "rule-not-kept",
    ("export", "spring", "--to", "out", "--format", "pdf"): "format-unknown",
    ("policy", "set", "flor", "3"): "policy-field-unknown",
    ("policy", "set", "floor", "many"): "policy-value-wrong",
    ("policy", "set", "floor", "1"): "policy-out-of-bounds",
    ("policy", "set", "campaign-k", "10"): "policy-campaign-k-below-floor",
    ("policy", "set", "campaign-k", "201"): "policy-never-warns",
    ("policy", "set", "delivery-floors", "10"): "policy-platform-missing",
    ("scope", "show", "letters"): "unknown-scope",
    ("scope", "add", "profiling", "--purpose", "profiling", "--sentence", "x"): "scope-exists",
    ("scope", "add", "A b", "--purpose", "profiling", "--sentence", "x"): "scope-name-wrong",
    ("scope", "add", "letters", "--purpose", "marketin", "--sentence", "x"): "scope-field-value-unknown",
    ("scope", "edit", "profiling", "--valid-days", "0"): "scope-validity-wrong",
    ("ledger", "verify", "--known", "absent.txt"): "file-missing",
    ("ledger", "export", "--to", "absent/ledger.jsonl"): "file-not-written",
    ("verify", "absent.zip"): "file-missing",
    ("verify", "."): "file-is-folder",
}


@pytest.mark.parametrize("words", ABSENT, ids=" ".join)
def test_what_is_not_there_or_makes_no_sense_is_refused(
    words: tuple[str, ...], shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = (shop / "store.db").read_bytes()
    refuse(shoal(*words, "--json", workspace=shop), 2, ABSENT[words])
    assert (shop / "store.db").read_bytes() == before
    assert not any(tmp_path.iterdir())


def test_a_file_that_is_no_bundle_no_key_and_no_ledger_is_told_apart(
    tmp_path: Path, shop: Path, customers: Path
) -> None:
    ran = shoal("verify", customers, "--json")
    assert (ran.status, ran.answer["verdict"]) == (1, "invalid")
    refuse(shoal("verify", customers, "--key", "abc", "--json"), 2, "key-unreadable")
    refuse(shoal("verify", customers, "--against", customers, "--json"), 2, "ledger-export-unreadable")
    refuse(shoal("ledger", "verify", "--known", customers, "--json", workspace=shop), 2, "proof-unreadable")
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG\xff")
    refuse(shoal("ledger", "verify", "--known", picture, "--json", workspace=shop), 2, "proof-unreadable")


def import_of(folder: Path, data: bytes, mapping: str, *words: str) -> Ran:
    """Import a file of these bytes into a new workspace."""
    file, toml = folder / "customers.csv", folder / "mapping.toml"
    file.write_bytes(data)
    toml.write_text(mapping, encoding="utf-8")
    command = ("import", file, "--population", "p", "--mapping", toml, *words, "--json")
    return shoal(*command, workspace=folder / "workspace")


def test_the_mapping_of_these_tests_is_one_that_can_be_read(tmp_path: Path) -> None:
    assert import_of(tmp_path, f"{HEADER}{ROWS}".encode(), PLAIN).status == 0
    assert import_of(tmp_path, b"n,town\n30,Lyon\n40,Paris\n", COUNTED, "--recut").status == 0


@pytest.mark.parametrize(
    ("error", "status", "code"), [(MemoryError(), 2, "memory-full"), (KeyError(f"{CANARY}1"), 3, "defect")]
)
def test_what_nobody_foresaw_is_told_without_the_values_in_it(
    error: Exception, status: int, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object) -> None:
        raise error

    monkeypatch.setattr("planner.cli._run_verb", fail)
    refuse(shoal("policy", "show", "--json", workspace=tmp_path), status, code)
