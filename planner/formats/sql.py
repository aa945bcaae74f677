"""SQL: the listed segments as a WHERE clause in a warehouse's own dialect."""

import datetime
from collections.abc import Iterable
from functools import cache

from sqlglot import exp

from planner.domain.attribute import Edge
from planner.domain.snapshot import ConsentSource
from planner.formats.conditions import Absent, Granted, NoneOf, OneOf, Refused, Span, Test
from planner.formats.factoring import Nested
from planner.formats.listing import SegmentList
from planner.formats.losses import Loss, too_large
from planner.formats.selection import Selection, losses_of, select

TARGET = "sql"
DIALECTS = ("bigquery", "databricks", "duckdb", "mysql", "postgres", "redshift", "snowflake", "tsql")
MOST_CLAUSES = 2_000
"""Databases plan a few thousand alternatives in seconds, and take far longer beyond."""


def sql_list(
    listing: SegmentList, *, dialect: str, selection: Selection | None = None
) -> tuple[bytes | None, tuple[Loss, ...]]:
    """Return `WHERE …` for one of `DIALECTS`, with comments that say what it is, and the losses.

    `selection` is what `select` makes of the list, where it is at hand. Every name is a quoted identifier and every
    value a literal that the dialect's own generator escaped. A scope without a known column is tested in a column
    `consent_…` that has to be put in place first, so that a query fails and never matches too much. Without data
    when the list needs more than `MOST_CLAUSES` clauses.
    """
    selection = selection or select(listing)
    losses = losses_of(listing, selection, TARGET)
    if len(selection.clauses) > MOST_CLAUSES:
        return None, (too_large(TARGET, len(selection.clauses), "groups of conditions", limit=MOST_CLAUSES),)
    writer = _Writer(listing.consent_sources, dialect)
    where = writer.where(selection.nested)
    sources = ", ".join(sorted(f"{scope}: {writer.told(scope)}" for scope in writer.tested(selection.tests())))
    losses += (Loss(TARGET, "consent-columns", {"columns": sources}),) if sources else ()
    comments = _comments(listing, [loss.message for loss in losses])
    text = f"{comments}WHERE\n{where}\n"
    return text.encode(), losses


class _Writer:
    """Builds syntax trees for one dialect; a tree holds values as literals, never as text of ours."""

    def __init__(self, sources: Iterable[ConsentSource], dialect: str) -> None:
        self._sources = {source.scope: source for source in sources}
        self._dialect = dialect
        self._text_of = cache(self._any_of)
        self._column_text = cache(lambda column: self._spelled(self._as_text(column)))
        self._label_text = cache(lambda label: self._spelled(self._text(label)))
        self._long_text = exp.DataType.build("nvarchar(max)" if dialect == "tsql" else "text", dialect=dialect)

    def where(self, nested: Nested | None, indent: str = "") -> str:
        """Return nested conditions as text, an alternative a line; nobody meets those of no clause."""
        if nested is None:
            return "1 = 0"
        every = map(self._text_of, nested.every)
        deeper = f"{indent}  "
        inner = f"\n{deeper}OR ".join(self.where(each, deeper) for each in nested.either)
        either = [f"(\n{deeper}{inner}\n{indent})"] if inner else []
        return " AND ".join([*every, *either]) or "1 = 1"

    def _any_of(self, any_of: tuple[Test, ...]) -> str:
        said = [self._said(test) for test in any_of]
        return f"({said[0]})" if len(said) == 1 else f"({' OR '.join(f'({each})' for each in said)})"

    def _said(self, test: Test) -> str:
        """Return a test as text. Many labels are joined here: through a tree of them it takes ten times as long."""
        match test:
            case OneOf(column, labels):
                return f"{self._column_text(column)} IN ({', '.join(map(self._label_text, labels))})"
            case NoneOf(column, labels):
                present = self._said(Absent(column, negated=True))
                return f"{present} AND NOT {self._said(OneOf(column, labels))}" if labels else present
            case _:
                return self._spelled(self.test(test))

    def _spelled(self, expression: exp.Expr) -> str:
        return expression.sql(dialect=self._dialect, copy=False)

    def test(self, test: Span | Absent | Granted | Refused) -> exp.Expr:
        """Return a test as a syntax tree."""
        match test:
            case Span(column, low, high):
                return exp.and_(*self._bounds(_column(column), low, high))
            case Absent(column, like, negated):
                empty = _column(column).is_(exp.null())
                found = exp.or_(empty, self._equal(self._as_text(column), self._text(""))) if like is None else empty
                return exp.not_(found) if negated else found
            case Granted(scope):
                return self._granted(scope)
            case Refused(scope):
                unknown = _column(self._column_of(scope)).is_(exp.null())
                return exp.or_(unknown, exp.not_(self._granted(scope)))

    def told(self, scope: str) -> str:
        """Return the column and the texts that mean yes, as words."""
        source = self._sources.get(scope)
        return f"{source.column} ({', '.join(source.granted)})" if source else f"{self._column_of(scope)} (true)"

    def tested(self, tests: Iterable[Test]) -> set[str]:
        return {test.scope for test in tests if isinstance(test, Granted | Refused)}

    def _column_of(self, scope: str) -> str:
        source = self._sources.get(scope)
        return source.column if source else f"consent_{scope}"

    def _granted(self, scope: str) -> exp.Expr:
        source, column = self._sources.get(scope), _column(self._column_of(scope))
        if source is None:
            return self._equal(column, exp.Literal.number(1) if self._dialect == "tsql" else exp.true())
        return self._one_of(source.column, source.granted)

    def _one_of(self, column: str, labels: Iterable[str]) -> exp.Expr:
        return exp.In(this=self._as_text(column), expressions=[self._text(label) for label in labels])

    def _as_text(self, column: str) -> exp.Expr:
        """Return a column as text: it may hold numbers there, which strict dialects do not compare with a text.

        T-SQL's `VARCHAR` is 30 letters of one code page; `TEXT` is written as each dialect's longest text.
        """
        return exp.cast(_column(column), self._long_text, dialect=self._dialect)

    def _equal(self, left: exp.Expr, right: exp.Expr) -> exp.Expr:
        return exp.EQ(this=left, expression=right)

    def _bounds(self, column: exp.Expr, low: Edge | None, high: Edge | None) -> Iterable[exp.Expr]:
        if low is not None:
            yield exp.GTE(this=column, expression=self._edge(low))
        if high is not None:
            yield exp.LT(this=column.copy(), expression=self._edge(high))

    def _edge(self, edge: Edge) -> exp.Expr:
        if isinstance(edge, str):
            return exp.cast(exp.Literal.string(edge), "date" if _is_day(edge) else "timestamp")
        return exp.Literal.number(edge)

    def _text(self, text: str) -> exp.Expr:
        """T-SQL reads a plain literal in the server's code page; `N'…'` is Unicode."""
        return exp.National(this=text) if self._dialect == "tsql" else exp.Literal.string(text)


def _column(name: str) -> exp.Column:
    return exp.column(exp.to_identifier(name, quoted=True))


def _is_day(edge: str) -> bool:
    try:
        datetime.date.fromisoformat(edge)
    except ValueError:
        return False
    return True


def _comments(listing: SegmentList, messages: Iterable[str]) -> str:
    lines = [
        f"Shoal segment list for {listing.campaign} ({listing.campaign_id}), made {listing.made_at}",
        f"{len(listing.segments)} segments, {listing.reachable} people of {listing.population}, {listing.snapshot}",
        f"Checked at ledger entry {listing.check_index}; audience {listing.audience_digest}",
        *messages,
    ]
    return "".join(f"-- {_one_line(line)}\n" for line in lines)


def _one_line(text: str) -> str:
    """Return text that cannot end a comment: no line ends of any kind, no control characters."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
