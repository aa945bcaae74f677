import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.errors import PlannerError
from planner.domain.rule import EVERYONE, MAX_CONDITIONS, MAX_DEPTH, All, Any, Condition, Not, Operator, Rule, flatten
from planner.domain.rule_text import MAX_LENGTH, parse_rule, rule_text
from planner.services.words import tell_error

LYON = Condition("city", Operator.EQUAL, ("Lyon",))
YOUNG = Condition("age", Operator.LESS, (25,))

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
numbers = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(-1e15, 1e15, allow_nan=False)
operands = texts | numbers
names = st.sampled_from(["age", "native-country", "date", "select", 'a"b', "größe", "Über 18", "plan"]) | st.text(
    st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8
)


def condition_of(operator: Operator) -> st.SearchStrategy[Rule]:
    counts = {Operator.IN: (1, 4), Operator.NOT_IN: (1, 4), Operator.BETWEEN: (2, 2), Operator.NOT_BETWEEN: (2, 2)}
    low, high = counts.get(operator, (1, 1))
    values = st.lists(operands, min_size=low, max_size=high).map(tuple)
    return st.builds(Condition, names, st.just(operator), values)


def groups_of(rules: st.SearchStrategy[Rule]) -> st.SearchStrategy[Rule]:
    parts = st.lists(rules, min_size=1, max_size=3).map(tuple)
    return st.builds(All, parts) | st.builds(Any, parts) | st.builds(Not, rules)


conditions = st.sampled_from(list(Operator)).flatmap(condition_of)
rules = st.recursive(conditions, groups_of, max_leaves=12)


@given(rules)
def test_a_rule_written_as_text_reads_back_as_the_same_rule(rule: Rule) -> None:
    assert parse_rule(rule_text(rule)) == flatten(rule)


@given(rules)
def test_canonical_text_is_written_the_same_again(rule: Rule) -> None:
    assert rule_text(parse_rule(rule_text(rule))) == rule_text(rule)


@pytest.mark.parametrize("text", ["", "  ", "\n\t"])
def test_empty_text_is_everyone(text: str) -> None:
    assert parse_rule(text) == EVERYONE
    assert rule_text(EVERYONE) == ""


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("city='Lyon'", "city = 'Lyon'"),
        ("(((city = 'Lyon')))", "city = 'Lyon'"),
        ("a = 1 or b = 2 and c = 3", "a = 1 OR b = 2 AND c = 3"),
        ("(a = 1 or b = 2) and c = 3", "(a = 1 OR b = 2) AND c = 3"),
        ("a = 1 and (b = 2 and c = 3)", "a = 1 AND b = 2 AND c = 3"),
        ("not a in (1, 2)", "a NOT IN (1, 2)"),
        ("not (a between 1 and 2)", "a NOT BETWEEN 1 AND 2"),
        ("not (a = 1 or b = 2)", "NOT (a = 1 OR b = 2)"),
        ("a between -5 and - 2", "a BETWEEN -5 AND -2"),
        ("name = 'O''Brien'", "name = 'O''Brien'"),
        ("\"native-country\" <> 'France'", "\"native-country\" <> 'France'"),
        ("date >= '2025-01-01'", "\"date\" >= '2025-01-01'"),
        ("größe > 1.50", '"größe" > 1.5'),
        ("plan\u00a0= 'free'", "plan = 'free'"),
    ],
)
def test_brackets_and_spelling_do_not_change_a_rule(text: str, canonical: str) -> None:
    assert rule_text(parse_rule(text)) == canonical


def test_and_binds_tighter_than_or() -> None:
    assert parse_rule("city = 'Lyon' OR age < 25 AND city = 'Lyon'") == Any((LYON, All((YOUNG, LYON))))


REFUSED = [
    ("city", "rule-not-a-condition", 1, 1),
    ("city = ", "rule-syntax", 1, 6),
    ("= 'Lyon'", "rule-syntax", 1, 3),
    ("city 'Lyon'", "rule-syntax", 1, 6),
    ("city = 'Lyon' plan = 'free'", "rule-syntax", 1, 15),
    ("city = 'Lyon')", "rule-syntax", 1, 14),
    ("(city = 'Lyon'", "rule-syntax", 1, 9),
    ("()", "rule-not-a-condition", 1, 1),
    ("city IN ()", "rule-not-a-condition", 1, 1),
    ("city IN ('Lyon',)", "rule-syntax", 1, 16),
    ("city IN 'Lyon'", "rule-not-a-condition", 1, 1),
    ("city = 'a' 'b'", "rule-syntax", 1, 8),
    ("city = 'Lyon", "rule-quote-open", 1, 8),
    ("\"city = 'Lyon'", "rule-quote-open", 1, 1),
    ("city = 'Lyon' /* open", "rule-quote-open", 1, 15),
    ("city = 'O'Brien'", "rule-quote-open", 1, 16),
    ("city = 'Lyon' -- everyone", "rule-comment", 1, 15),
    ("/* hidden */ city = 'Lyon'", "rule-comment", 1, 1),
    ("city = 'Lyon' AND\n-- no\nage < 25", "rule-comment", 2, 1),
    ("--", "rule-comment", 1, 1),
    ("city = 'Lyon'; DROP TABLE segments", "rule-several-statements", 1, 14),
    ("city = ''; DELETE FROM ledger", "rule-several-statements", 1, 10),
    ("x'; DROP TABLE segments; --", "rule-quote-open", 1, 2),
    ("city = 'Lyon' OR 1 = 1", "rule-name-first", 1, 18),
    ("1 = 1", "rule-name-first", 1, 1),
    ("'a' = 'a'", "rule-name-first", 1, 1),
    ("city = '' OR ''=''", "rule-name-first", 1, 14),
    ("city = 'Lyon' UNION SELECT name FROM people", "rule-subquery", 1, 15),
    ("city IN (SELECT city FROM people)", "rule-subquery", 1, 10),
    ("EXISTS (SELECT 1)", "rule-function", 1, 1),
    ("age < (SELECT 25)", "rule-subquery", 1, 8),
    ("lower(city) = 'lyon'", "rule-function", 1, 1),
    ("count(*) > 5", "rule-function", 1, 1),
    ("city = upper('lyon')", "rule-function", 1, 8),
    ("\"load_extension\"('x') = 1", "rule-not-a-condition", 1, 1),
    ("current_date > '2025-01-01'", "rule-function", 1, 1),
    ("CASE WHEN age < 25 THEN 1 END = 1", "rule-function", 1, 1),
    ("CAST(age AS int) < 25", "rule-function", 1, 1),
    ("age::int < 25", "rule-function", 1, 4),
    ("age + 1 < 25", "rule-arithmetic", 1, 5),
    ("age * 2 < 50", "rule-arithmetic", 1, 5),
    ("age < 20 + 5", "rule-arithmetic", 1, 10),
    ("age % 2 = 0", "rule-arithmetic", 1, 5),
    ("city || 'x' = 'Lyonx'", "rule-arithmetic", 1, 6),
    ("-age < 0", "rule-arithmetic", 1, 1),
    ("age < -'5'", "rule-arithmetic", 1, 7),
    ("age - 1 < 25", "rule-arithmetic", 1, 5),
    ("city LIKE 'L%'", "rule-pattern", 1, 6),
    ("city NOT ILIKE 'l%'", "rule-pattern", 1, 10),
    ("city GLOB 'L*'", "rule-pattern", 1, 6),
    ("city SIMILAR TO 'L%'", "rule-pattern", 1, 6),
    ("city IS NULL", "rule-null", 1, 6),
    ("city IS NOT NULL", "rule-null", 1, 6),
    ("city = NULL", "rule-null", 1, 8),
    ("city ISNULL", "rule-null", 1, 6),
    ("city = ?", "rule-parameter", 1, 8),
    ("city = :city", "rule-parameter", 1, 8),
    ("city = @city", "rule-parameter", 1, 8),
    ("city = $1", "rule-parameter", 1, 8),
    ("city == 'Lyon'", "rule-comparison-unknown", 1, 6),
    ("city != 'Lyon'", "rule-comparison-unknown", 1, 6),
    ("city <=> 'Lyon'", "rule-comparison-unknown", 1, 6),
    ("! city = 'Lyon'", "rule-comparison-unknown", 1, 1),
    ("city = Lyon", "rule-text-unquoted", 1, 8),
    ('city = "Lyon"', "rule-text-unquoted", 1, 8),
    ("age > income", "rule-text-unquoted", 1, 7),
    ("plan = true", "rule-text-unquoted", 1, 8),
    ("city IN ('Lyon', Paris)", "rule-text-unquoted", 1, 18),
    ("native-country = 'France'", "rule-name-hyphenated", 1, 1),
    ("native-country IN ('France')", "rule-name-hyphenated", 1, 1),
    ("25 < age", "rule-name-first", 1, 1),
    ("people.city = 'Lyon'", "rule-sign-unknown", 1, 7),
    ("city[1] = 'L'", "rule-sign-unknown", 1, 5),
    ("city = {{city}}", "rule-sign-unknown", 1, 8),
    ("city = `Lyon`", "rule-quotes-curly", 1, 8),
    ("city = \u2018Lyon\u2019", "rule-quotes-curly", 1, 8),
    ("“city” = 'Lyon'", "rule-quotes-curly", 1, 1),
    ("age ≥ 25", "rule-sign-unknown", 1, 5),
    ("age \uff1d 25", "rule-sign-unknown", 1, 5),
    ("ci\u200bty = 'Lyon'", "rule-sign-unknown", 1, 1),
    ("city = 'Lyon'\x00", "rule-sign-unknown", 1, 14),
    ("age < ٢٥", "rule-sign-unknown", 1, 7),
    ("age < 1e999", "rule-number", 1, 7),
    ("age < 99999999999999999999", "rule-number", 1, 7),
    ("age BETWEEN 25", "rule-syntax", 1, 13),
    ("age BETWEEN SYMMETRIC 44 AND 25", "rule-not-a-condition", 1, 1),
    ("age = 0x19", "rule-syntax", 1, 8),
    ("city = N'Lyon'", "rule-syntax", 1, 8),
    ("(city, age) = ('Lyon', 25)", "rule-not-a-condition", 1, 2),
    ("city = 'Lyon' LIMIT 1", "rule-syntax", 1, 15),
    ("city = 'Lyon' AS c", "rule-syntax", 1, 15),
    ("city = 'Lyon' AND", "rule-syntax", 1, 15),
    ("NOT", "rule-syntax", 1, 1),
    ("age = DATE '2025-01-01'", "rule-syntax", 1, 12),
    ("SELECT * FROM people", "rule-subquery", 1, 1),
    ("ELSE age = 1", "rule-syntax", 1, 13),
    ("city = 'Lyon' AND age", "rule-not-a-condition", 1, 19),
]


@pytest.mark.parametrize(("text", "code", "line", "column"), REFUSED)
def test_what_is_no_rule_is_refused_where_it_stands(text: str, code: str, line: int, column: int) -> None:
    with pytest.raises(PlannerError) as refused:
        parse_rule(text)
    assert (refused.value.code, refused.value.facts["line"], refused.value.facts["column"]) == (code, line, column)
    assert f"Line {line}, column {column}: " in tell_error(refused.value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("age < 25" + " " * MAX_LENGTH, "rule-too-long"),
        ("(" * MAX_LENGTH, "rule-too-deep"),
        ("(" * 30 + "age < 25" + ")" * 30, "rule-too-deep"),
        ("NOT " * 2_000 + "age < 25", "rule-too-deep"),
        ("NOT (" * 20 + "age < 25" + ")" * 20, "rule-too-deep"),
        ("age < 25 OR " * MAX_CONDITIONS + "age < 35", "rule-too-many-conditions"),
        ("age = 1 AND " * 1_600 + "age = 2", "rule-too-many-conditions"),
        ("city = '\ud800'", "rule-not-text"),
    ],
)
def test_a_rule_beyond_the_bounds_is_refused(text: str, code: str) -> None:
    with pytest.raises(PlannerError) as refused:
        parse_rule(text)
    assert refused.value.code == code
    assert tell_error(refused.value)


def test_a_rule_at_the_bounds_is_read() -> None:
    deepest: Rule = YOUNG
    for level in range(MAX_DEPTH):
        deepest = (All if level % 2 else Any)((LYON, deepest))
    assert parse_rule(rule_text(deepest)) == deepest
    widest = Any(tuple(Condition("age", Operator.EQUAL, (i,)) for i in range(MAX_CONDITIONS)))
    assert parse_rule(rule_text(widest)) == widest


words = "a age IN NOT AND OR BETWEEN LIKE NULL SELECT ELSE IF CASE"
signs = """ 'x' ' " "q 1 - 2.5 ( ) , = <> < >= -- /* ; :: . $1 { """
pieces = st.sampled_from([*words.split(), *signs.split()])


@given(st.lists(pieces | st.text(max_size=3), max_size=12).map(" ".join))
def test_any_text_is_a_rule_or_is_told_why_not(text: str) -> None:
    try:
        rule = parse_rule(text)
    except PlannerError as refused:
        told = tell_error(refused)
    else:
        told = rule_text(rule)
        assert parse_rule(told) == rule
    assert told or not text.strip()
