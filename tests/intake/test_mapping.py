"""A mapping is read as it was meant, written back as it was read, and every mistake in it is named."""

from collections import abc
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.attribute import Edge, Kind
from planner.domain.errors import PlannerError
from planner.intake.mapping import (
    AttributeColumn,
    ConsentColumn,
    FileOptions,
    Mapping,
    SensitiveColumn,
    check_against,
    column_roles,
)
from planner.intake.mapping_options import MOST
from planner.intake.mapping_reader import parse_mapping, read_mapping
from planner.intake.mapping_writer import mapping_digest, mapping_text
from planner.services.words import tell_error

HERE = Path("folder")

WHOLE = """
[file]
encoding = "latin1"
delimiter = ";"
names = ["customer_id", "age"]
[columns.customer_id]
role = "identifier"
[columns.changed]
role = "updated"
[columns.age]
role = "attribute"
kind = "ordered"
bands = [18, 25, 65]
priority = 4
[columns.joined]
role = "attribute"
kind = "ordered"
bands = [2025-01-01, "2025-06-01"]
behavioural = true
[columns.rating]
role = "attribute"
kind = "ordered"
order = [1, 2, 3]
[columns.city]
role = "attribute"
kind = "hierarchical"
levels = ["city", "region", "country"]
rare = "other"
[columns.shop]
role = "attribute"
kind = "hierarchical"
hierarchy = "shop.csv"
[columns."plan name"]
role = "attribute"
kind = "nominal"
top = 20
[columns.newsletter]
role = "consent"
scope = "email-marketing"
granted = ["yes", 1, true]
[columns.mail_again]
role = "consent"
scope = "email-marketing"
granted = ["y"]
[columns.income]
role = "sensitive"
l = 3
t = 0.2
bands = [1000.5, 2000]
[columns.note]
role = "dropped"
"""


def refused(text: str) -> PlannerError:
    with pytest.raises(PlannerError) as caught:
        parse_mapping(text, folder=HERE)
    assert tell_error(caught.value), "every mistake has its sentence"
    return caught.value


def attribute(rest: str) -> str:
    return f'[columns.age]\nrole = "attribute"\n{rest}'


def test_every_role_and_option_is_read_as_written() -> None:
    assert parse_mapping(WHOLE, folder=HERE) == Mapping(
        attributes=(
            AttributeColumn("age", Kind.ORDERED, bands=(18, 25, 65), priority=4),
            AttributeColumn("joined", Kind.ORDERED, bands=("2025-01-01", "2025-06-01"), behavioural=True),
            AttributeColumn("rating", Kind.ORDERED, order=("1", "2", "3")),
            AttributeColumn("city", Kind.HIERARCHICAL, levels=("city", "region", "country"), fold_rare=True),
            AttributeColumn("shop", Kind.HIERARCHICAL, hierarchy=HERE / "shop.csv"),
            AttributeColumn("plan name", Kind.NOMINAL, top=20),
        ),
        consents=(
            ConsentColumn("newsletter", "email-marketing", ("yes", "1", "true")),
            ConsentColumn("mail_again", "email-marketing", ("y",)),
        ),
        sensitive=(SensitiveColumn("income", 3, 0.2, bands=(1000.5, 2000)),),
        identifier="customer_id",
        updated="changed",
        dropped=("note",),
        file=FileOptions("iso8859-1", ";", ("customer_id", "age")),
    )


def test_a_mapping_file_is_read_with_its_hierarchies_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "mapping.toml"
    file.write_text(attribute('kind = "hierarchical"\nhierarchy = "age.csv"'), encoding="utf-8-sig")
    assert read_mapping(file).attributes[0].hierarchy == tmp_path / "age.csv"
    with pytest.raises(PlannerError, match="mapping-unreadable"):
        read_mapping(tmp_path / "absent.toml")


ORDERED = attribute('kind = "ordered"\nbands = [1]\n')
CONSENT = '[columns.news]\nrole = "consent"\n'

MISTAKES: dict[str, Sequence[tuple[str, abc.Mapping[str, object]]]] = {
    "mapping-not-toml": [
        ("[columns.age]\nrole = attribute\n", {"line": 2}),
        ("[columns.age]\nrole = 'dropped'\n[columns.age]\n", {"line": 3}),
        ("x = " + "[" * 5000, {"line": 1}),
        ("x = " + "9" * 5000, {"line": 1}),
        (ORDERED + "# a.b\n" + "a." * 5000 + "a = 1\n", {"line": 6, "reason": "a name of more than 16 parts"}),
        ("x = [\n'a.b', # c.d\n" + '"a.b" . ' * 5000, {"line": 3}),
    ],
    "mapping-too-long": [("#" * (4 << 20) + "\n", {"most": 4 << 20})],
    "mapping-section-unknown": [("[column.age]\n", {"name": "column", "nearest": "columns"})],
    "mapping-section-not-table": [("columns = 3\n", {"section": "columns"}), ("file = 3\n", {"section": "file"})],
    "mapping-file-option-unknown": [("[file]\nencodign = 'utf-8'\n", {"name": "encodign", "nearest": "encoding"})],
    "mapping-role-missing": [
        ("[columns.age]\nkind = 'nominal'\n", {"column": "age"}),
        ("[columns]\nage = 'attribute'\n", {"column": "age"}),
    ],
    "mapping-name-needs-quotes": [
        ("[columns.e.mail]\nrole = 'dropped'\n", {"column": "e", "wanted": '[columns."e.mail"]'}),
    ],
    "mapping-role-unknown": [
        ("[columns.age]\nrole = 'atribute'\n", {"column": "age", "nearest": "attribute"}),
        ("[columns.age]\nrole = ['attribute']\n", {"column": "age"}),
    ],
    "mapping-kind-unknown": [
        (attribute("kind = 'orderd'"), {"column": "age", "nearest": "ordered"}),
        (attribute("kind = 3"), {"column": "age"}),
        (attribute(""), {"column": "age"}),
    ],
    "mapping-option-unknown": [
        (attribute("kind = 'ordered'\nband = [1]"), {"option": "band", "nearest": "bands"}),
        ("[columns.id]\nrole = 'identifier'\nunique = true", {"option": "unique"}),
    ],
    "mapping-option-misplaced": [
        (attribute("kind = 'nominal'\nbands = [1]"), {"option": "bands", "owner": "nominal attribute"}),
        (attribute("kind = 'ordered'\nbands = [1]\nrare = 'other'"), {"option": "rare"}),
        (attribute("kind = 'nominal'\nscope = 'x'"), {"option": "scope"}),
        (CONSENT + "kind = 'nominal'", {"option": "kind"}),
        ("[columns.id]\nrole = 'identifier'\ntop = 3", {"option": "top"}),
    ],
    "mapping-option-one-of": [
        (attribute("kind = 'ordered'"), {"column": "age", "options": ("bands", "order")}),
        (attribute("kind = 'ordered'\nbands = [1]\norder = ['a']"), {"column": "age"}),
        (attribute("kind = 'hierarchical'"), {"options": ("levels", "hierarchy")}),
        (attribute("kind = 'hierarchical'\nlevels = ['age', 'b']\nhierarchy = 'a.csv'"), {"column": "age"}),
        ("[columns.pay]\nrole = 'sensitive'\nl = 2\nbands = [1]\norder = ['a']", {"column": "pay"}),
    ],
    "mapping-option-needed": [
        (CONSENT + "granted = ['yes']", {"column": "news", "option": "scope"}),
        (CONSENT + "scope = 'email'", {"column": "news", "option": "granted"}),
    ],
    "mapping-value-wrong": [
        (attribute(f"kind = 'ordered'\nbands = {bands}"), {"column": "age", "option": "bands"})
        for bands in (
            "[]",
            "3",
            "[3, 2]",
            "[2, 2]",
            "[1, 2025-01-01]",
            "[true]",
            "[nan]",
            "[inf]",
            "['soon']",
            "[[1]]",
            "[2025-01-01T10:00:00]",
            "[2025-02-01, 2025-01-01]",
            "[99999999999999999999]",
        )
    ]
    + [
        (attribute(f"kind = 'nominal'\n{option} = {value}"), {"option": option})
        for option, value in (
            ("top", "0"),
            ("top", "true"),
            ("top", "'9'"),
            ("rare", "'drop'"),
            ("priority", "0"),
            ("priority", "101"),
            ("priority", "1.5"),
            ("behavioural", "'yes'"),
            ("behavioural", "1"),
        )
    ]
    + [
        (attribute("kind = 'ordered'\norder = ['a', 'a']"), {"option": "order"}),
        (attribute("kind = 'ordered'\norder = ['a', '(missing)']"), {"option": "order"}),
        (attribute("kind = 'ordered'\norder = ['a', ' ']"), {"option": "order"}),
        (attribute("kind = 'hierarchical'\nlevels = ['age']"), {"option": "levels"}),
        (attribute("kind = 'hierarchical'\nlevels = ['age', 'b', 'b']"), {"option": "levels"}),
    ]
    + [
        (attribute(f"kind = 'hierarchical'\nhierarchy = {name}"), {"option": "hierarchy"})
        for name in (
            "''",
            "'/dev/zero'",
            "'//host/x/y.csv'",
            "'\\\\host\\x\\y.csv'",
            "'C:\\y.csv'",
            "'C:y.csv'",
            '"\\u0000"',
        )
    ]
    + [
        (CONSENT + "scope = 'email'\ngranted = []", {"option": "granted"}),
        (CONSENT + "scope = ' '\ngranted = ['yes']", {"option": "scope"}),
        ("[columns.pay]\nrole = 'sensitive'\nt = 1.5", {"option": "t"}),
        ("[columns.pay]\nrole = 'sensitive'\nt = -0.1", {"option": "t"}),
        ("[columns.pay]\nrole = 'sensitive'\nl = 0", {"option": "l"}),
        ("[file]\nencoding = 'klingon'", {"column": "[file]", "option": "encoding"}),
        ("[file]\ndelimiter = '::'", {"option": "delimiter"}),
        ("[file]\nnames = ['a', 'a']", {"option": "names"}),
    ],
    "mapping-levels-first": [
        (attribute("kind = 'hierarchical'\nlevels = ['town', 'age']"), {"column": "age", "first": "town"}),
    ],
    "mapping-sensitive-undemanding": [
        ("[columns.pay]\nrole = 'sensitive'", {"column": "pay"}),
        ("[columns.pay]\nrole = 'sensitive'\nl = 1", {"column": "pay"}),
    ],
    "mapping-role-twice": [
        (f"[columns.a]\nrole = '{role}'\n[columns.b]\nrole = '{role}'\n", {"role": role, "columns": ("a", "b")})
        for role in ("identifier", "weight", "updated")
    ],
    "mapping-no-attribute": [("", {}), ("[columns.id]\nrole = 'identifier'\n", {})],
    "mapping-identifier-and-weight": [
        (
            ORDERED + "[columns.id]\nrole = 'identifier'\n[columns.n]\nrole = 'weight'",
            {"identifier": "id", "weight": "n"},
        )
    ],
    "mapping-updated-alone": [(ORDERED + "[columns.at]\nrole = 'updated'", {"column": "at"})],
    "mapping-too-many-scopes": [
        (
            ORDERED
            + "".join(f"[columns.c{i}]\nrole = 'consent'\nscope = 's{i}'\ngranted = ['1']\n" for i in range(33)),
            {"scopes": 33, "most": 32},
        )
    ],
    "mapping-level-has-role": [
        (
            attribute("kind = 'hierarchical'\nlevels = ['age', 'era']\n[columns.era]\nrole = 'dropped'"),
            {"column": "era", "attribute": "age", "role": "dropped"},
        )
    ],
    "mapping-level-twice": [
        (
            attribute("kind = 'hierarchical'\nlevels = ['age', 'era']\n")
            + "[columns.birth]\nrole = 'attribute'\nkind = 'hierarchical'\nlevels = ['birth', 'era']",
            {"column": "era", "attributes": ("age", "birth")},
        )
    ],
}


@pytest.mark.parametrize(
    ("code", "text", "facts"),
    [(code, text, facts) for code, cases in MISTAKES.items() for text, facts in cases],
)
def test_a_mistake_is_named_with_its_column(code: str, text: str, facts: abc.Mapping[str, object]) -> None:
    error = refused(text)
    assert error.code == code
    assert {name: error.facts[name] for name in facts} == facts


def test_the_sentence_for_a_mistake_says_what_to_write() -> None:
    assert tell_error(refused(attribute('kind = "ordered"\nbands = [3, 2]'))) == (
        "Column age: bands is not what it should be. Write lower edges that rise, all numbers or all dates, "
        "such as [18, 25, 35] or [2025-01-01, 2025-07-01]."
    )


def test_a_column_that_the_file_lacks_is_refused_with_the_nearest_one() -> None:
    mapping = parse_mapping(ORDERED + "[columns.note]\nrole = 'dropped'\n", folder=HERE)
    check_against(mapping, ["id", "age"])
    with pytest.raises(PlannerError) as caught:
        check_against(mapping, ["id", "Ages", "wage_group"])
    assert caught.value.facts["column"] == "age"
    assert caught.value.facts["nearest"] == "Ages"


def test_the_coarser_columns_of_a_hierarchy_must_be_in_the_file_too() -> None:
    mapping = parse_mapping(WHOLE, folder=HERE)
    roles = column_roles(mapping)
    assert roles["region"] == "level"
    assert roles["city"] == "attribute"
    with pytest.raises(PlannerError, match="region"):
        check_against(mapping, [name for name in roles if name != "region"])


NAMES = st.text(min_size=1, max_size=6).filter(str.strip)
LABELS = st.lists(NAMES, min_size=1, max_size=4, unique=True).map(tuple)
NUMBERS = st.lists(
    st.integers(-MOST, MOST) | st.floats(-1e9, 1e9, allow_nan=False), min_size=1, max_size=4, unique=True
)
DATES = st.lists(st.dates(), min_size=1, max_size=4, unique=True).map(
    lambda days: tuple(str(day) for day in sorted(days))
)
BANDS: st.SearchStrategy[tuple[Edge, ...]] = NUMBERS.map(lambda numbers: tuple(sorted(numbers))) | DATES


@st.composite
def mappings(draw: st.DrawFn) -> Mapping:
    names = draw(st.lists(NAMES, min_size=11, max_size=11, unique=True))
    used = draw(st.booleans())
    priority, often = draw(st.integers(1, 100)), draw(st.booleans())
    fold = draw(st.booleans())
    return Mapping(
        attributes=(
            AttributeColumn(names[0], Kind.ORDERED, bands=draw(BANDS), priority=priority),
            AttributeColumn(names[1], Kind.ORDERED, order=draw(LABELS), behavioural=often),
            AttributeColumn(names[2], Kind.HIERARCHICAL, levels=(names[2], names[3], names[4]), fold_rare=fold),
            AttributeColumn(names[5], Kind.HIERARCHICAL, hierarchy=HERE / "tree.csv"),
            AttributeColumn(names[6], Kind.NOMINAL, top=draw(st.none() | st.integers(1, 99)), fold_rare=fold),
        ),
        consents=(ConsentColumn(names[7], draw(NAMES), draw(LABELS)),),
        sensitive=(SensitiveColumn(names[8], 2, draw(st.none() | st.floats(0.01, 0.99)), order=draw(LABELS)),),
        identifier=names[9] if used else None,
        weight=None if used else names[9],
        dropped=(names[10],),
        file=FileOptions(draw(st.sampled_from([None, "utf-8"])), draw(st.sampled_from([None, "\t", ";"]))),
    )


@given(mappings(), st.text(max_size=200))
def test_what_is_written_reads_back_as_the_same_mapping(mapping: Mapping, reason: str) -> None:
    text = mapping_text(mapping, reasons={mapping.dropped[0]: reason}, opening=reason, folder=HERE)
    again = parse_mapping(text, folder=HERE)
    assert again == mapping
    assert mapping_digest(again) == mapping_digest(mapping)


def test_a_mapping_is_written_tidily_with_the_reason_above_each_column() -> None:
    mapping = Mapping(
        (AttributeColumn("joined on", Kind.ORDERED, bands=("2025-01-01",), behavioural=True),), identifier="id"
    )
    assert mapping_text(mapping, reasons={"id": "People are counted by it."}, opening="Check me.") == (
        "# Check me.\n\n"
        '# People are counted by it.\n[columns.id]\nrole = "identifier"\n\n'
        '[columns."joined on"]\nrole = "attribute"\nkind = "ordered"\nbands = [2025-01-01]\nbehavioural = true\n'
    )


def test_the_digest_changes_with_the_meaning_and_not_with_the_spelling() -> None:
    digest = mapping_digest(parse_mapping(ORDERED, folder=HERE))
    assert mapping_digest(parse_mapping("# note\n" + ORDERED, folder=Path("elsewhere"))) == digest
    assert mapping_digest(parse_mapping(ORDERED.replace("[1]", "[2]"), folder=HERE)) != digest
