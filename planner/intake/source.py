"""A customer file as something the engine can query: one relation whose columns are c0, c1, … in file order."""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

import duckdb
import numpy as np

from planner.domain.errors import PlannerError
from planner.intake import counting, decoding, parquet, sheets
from planner.intake.decoding import Dialect
from planner.intake.engine import LONGEST_LINE, Connection, Unreadable, literal, quote_text, read_number, retell
from planner.intake.header import COMPARED_WITH, check_header
from planner.intake.mapping import FileOptions
from planner.intake.opened import Opened

WHITE_SPACE = "".join(map(chr, (*range(9, 14), *range(28, 33), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B),
                                0x2028, 0x2029, 0x202F, 0x205F, 0x3000)))  # fmt: skip
"""What is trimmed: the characters that Python's `str.strip` takes off."""

_BATCH = 20_000
_MOST_ROWS_A_BYTE = 10_000
"""Rows of a Parquet file for each of its bytes: rows all alike, in groups as large as any writer makes, reach 2,000."""

_VAGUE = ("column-has-nul", "file-damaged", "file-has-no-rows")
_NESTED = ("[", "STRUCT", "MAP", "UNION")

_SIGNS = (  # how files begin that are not text
    (b"PAR1", "parquet"),
    (b"PK\x03\x04", "xlsx"),
    (b"\xd0\xcf\x11\xe0", "file-is-old-excel"),
    (b"\x1f\x8b", "file-is-packed"),
    (b"BZh", "file-is-packed"),
    (b"\x28\xb5\x2f\xfd", "file-is-packed"),
    (b"7z\xbc\xaf", "file-is-packed"),
    (b"\xfd7zXZ\x00", "file-is-packed"),
    (b"Rar!\x1a\x07", "file-is-packed"),
    (b"SQLite format 3\0", "file-kind-unknown"),
    (b"%PDF-", "file-kind-unknown"),
)


def _untold(_phase: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Source:
    """An open file. `relation` goes behind FROM; its columns are c0, c1, …, never the file's own names."""

    path: str
    opened: Opened
    relation: str
    dialect: Dialect | None = None
    numbered: str = ""
    """For Parquet the relation with one more column, `place`: the number of the row, from 0."""
    estimated_rows: int = 0
    """How many rows to expect, for choosing how to work; 0 where they are in memory already."""
    enter: Callable[[str], None] = _untold
    """Says which phase of its work a task enters; the engine's progress is told under that name."""

    @property
    def format(self) -> str:
        """One of "csv", "parquet" and "xlsx"."""
        return self.opened.format

    @property
    def columns(self) -> tuple[str, ...]:
        """The names in file order: each its own, none empty."""
        return self.opened.columns

    @property
    def kinds(self) -> tuple[str, ...]:
        """Of each column "text", or for Parquet the engine's type."""
        return self.opened.kinds

    @property
    def encoding(self) -> str | None:
        """The encoding of a CSV file."""
        return self.opened.encoding

    @property
    def delimiter(self) -> str | None:
        """The delimiter of a CSV file."""
        return self.opened.delimiter

    def text(self, column: str) -> str:
        """Return the SQL of a cell as text, not trimmed; NULL or '' is an empty cell.

        Raises PlannerError `column-nested` for a column that holds lists or records.
        """
        place = self.columns.index(column)
        kind = self.kinds[place]
        if any(sign in kind for sign in _NESTED):
            raise PlannerError("column-nested", column=column)
        return f"c{place}" if kind in ("text", "VARCHAR") else f"c{place}::VARCHAR"

    def trimmed(self, column: str) -> str:
        """Return the SQL of a cell as text without white space around it; NULL when nothing is left."""
        text = self.text(column)
        plain = (
            f"({text})[1] BETWEEN '!' AND '~' AND ({text})[-1] BETWEEN '!' AND '~'"  # spares nearly all rows the trim
        )
        return f"nullif(CASE WHEN {plain} THEN {text} ELSE trim({text}, {quote_text(WHITE_SPACE)}) END, '')"


@contextmanager
def open_source(
    connection: Connection,
    path: Path,
    options: FileOptions,
    *,
    wanted: Collection[str] | None = None,
    slow: bool = False,
) -> Iterator[tuple[Source, "Proof"]]:
    """Open a file in the sealed engine, with the means to prove how many rows it has.

    A CSV file in UTF-8 and a Parquet file are scanned where they lie. Others are read in memory first, only the
    `wanted` columns (None: all); `slow` asks for that too, for CSV files that the engine's reader refuses although
    they are sound, such as those with mixed line ends.
    """
    kind, proof = file_kind(path), Proof()
    try:
        match kind:
            case "parquet":
                source, proof = _open_parquet(connection, path)
            case "xlsx":
                source, proof = _open_workbook(connection, path, wanted)
            case _:
                dialect = decoding.read_dialect(path, options)
                source, proof = _open_csv(connection, path, dialect, wanted=wanted, slow=slow)
        yield source, proof
    except duckdb.Error as error:
        raise proof.explain(retell(error, kind=kind)) from None
    except PlannerError as error:
        if not isinstance(error, Unreadable) and error.code not in _VAGUE:
            raise
        raise proof.explain(error) from None
    finally:
        proof.stop()


def file_kind(path: Path) -> str:
    """Return "parquet", "xlsx" or "csv" by how the file begins; raises PlannerError for known other kinds.

    Of a file that is called .parquet and does not begin as one the error is `file-damaged`: its text was never a table.
    """
    with path.open("rb") as file:
        head = file.read(16)
    for sign, kind in _SIGNS:
        if head.startswith(sign):
            if kind.startswith("file-"):
                raise PlannerError(kind)
            return kind
    if path.suffix.lower() == ".parquet":
        raise PlannerError("file-damaged", kind="parquet")
    return "csv"


@dataclass(frozen=True, slots=True)
class Proof:
    """The independent count of a file's rows, possibly still going on."""

    rows: int = 0
    count: counting.BackgroundCount | None = None
    dialect: Dialect | None = None
    path: Path | None = None

    def confirm(self, rows: int) -> None:
        """Check the engine's number of rows against our own.

        Where quote marks make the counts differ, a third reading (Python's `csv`) decides. Raises PlannerError
        `rows-disagree`, and `csv-blank-lines` for blank lines in a file of one column: they could be people.
        """
        counted = self._counted()
        if rows == counted:
            return
        if self.dialect and self.path and self.count and self.count.result().quoted:
            counted = sum(1 for _ in decoding.read_records(self.path, self.dialect)) - self.dialect.header
        if rows != counted:
            raise PlannerError("rows-disagree", engine=rows, counted=counted)

    def explain(self, error: PlannerError) -> PlannerError:
        """Return the better explanation of an error: what our own count found wrong with the file, if it did.

        Where the engine says no more than that it read nothing, or not to the end, the count looks at all of the file.
        """
        return (self.count and self.count.give_up(patient=error.code in _VAGUE)) or error

    def stop(self) -> None:
        """Count no further."""
        if self.count:
            self.count.give_up()

    def _counted(self) -> int:
        if not self.count or not self.dialect:
            return self.rows
        counted = self.count.result()
        if counted.blank_lines and len(self.dialect.columns) == 1:
            raise PlannerError("csv-blank-lines", lines=counted.blank_lines)
        return counted.records - self.dialect.header


def _open_csv(
    connection: Connection, path: Path, dialect: Dialect, *, wanted: Collection[str] | None, slow: bool
) -> tuple[Source, Proof]:
    opened = Opened("csv", dialect.columns, ("text",) * len(dialect.columns), dialect.encoding, dialect.delimiter)
    if dialect.is_utf_8 and not slow:
        chunks = counting.raw_chunks(path)
        relation, estimate = _csv_relation(path, dialect), _estimate_rows(path)
    else:
        chunks = counting.decoded_chunks(path, dialect.encoding)
        records = decoding.read_records(path, dialect)
        _load(connection, opened.columns, islice(records, dialect.header, None), wanted=wanted)
        relation, estimate = "loaded", 0
    proof = Proof(count=counting.BackgroundCount(chunks), dialect=dialect, path=path)
    return Source(str(path), opened, relation, dialect, estimated_rows=estimate), proof


def _csv_relation(path: Path, dialect: Dialect) -> str:
    """Say every property of the file, so that nothing is left to be sniffed."""
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(len(dialect.columns)))
    return (
        f"read_csv({quote_text(literal(str(path)))}, auto_detect = false, header = {dialect.header}, "
        f"delim = {quote_text(dialect.delimiter)}, quote = '\"', escape = '\"', comment = '', "
        f"columns = {{{columns}}}, strict_mode = true, null_padding = false, ignore_errors = false, "
        f"max_line_size = {LONGEST_LINE}, compression = 'none', hive_partitioning = false)"
    )


def _open_parquet(connection: Connection, path: Path) -> tuple[Source, Proof]:
    file = quote_text(literal(str(path)))
    scan = f"read_parquet({file}, hive_partitioning = false, binary_as_string = true)"
    schema = connection.execute(f"DESCRIBE SELECT * FROM {scan}").fetchall()
    rows = read_number(connection, f"SELECT num_rows FROM parquet_file_metadata({file})") or 0
    if rows > _MOST_ROWS_A_BYTE * path.stat().st_size:
        raise PlannerError("file-damaged", kind="parquet")
    names = decoding.name_columns(parquet.column_names(connection, file))
    places = ", ".join(f"c{place}" for place in range(len(names)))
    opened = Opened("parquet", names, tuple(str(kind) for _, kind, *_ in schema))
    relation = f"{scan} AS file({places})"
    numbered = f"{scan[:-1]}, file_row_number = true) AS file({places}, place)"
    return Source(str(path), opened, relation, numbered=numbered, estimated_rows=rows), Proof(rows=rows)


def _estimate_rows(path: Path) -> int:
    with path.open("rb") as file:
        head = file.read(1 << 20)
    return path.stat().st_size * max(1, head.count(b"\n"), head.count(b"\r")) // len(head)


def _open_workbook(connection: Connection, path: Path, wanted: Collection[str] | None) -> tuple[Source, Proof]:
    sheet = sheets.inspect_workbook(path)
    rows = sheets.sheet_rows(path, sheet)
    header = next(rows, None)
    if not header:
        raise PlannerError("workbook-empty")
    following = list(islice(rows, COMPARED_WITH))
    check_header(header, following)
    names = decoding.name_columns(header)
    opened = Opened("xlsx", names, ("text",) * len(names), sheet=sheet.name, other_sheets=sheet.others)
    _load(connection, names, chain(following, rows), wanted=wanted)
    return Source(str(path), opened, "loaded"), Proof(rows=sheet.records - 1)


def _load(
    connection: Connection, columns: tuple[str, ...], rows: Iterable[list[str]], *, wanted: Collection[str] | None
) -> None:
    """Put rows into the engine's memory as the table `loaded`, which keeps the columns that are wanted."""
    places = [place for place, name in enumerate(columns) if wanted is None or name in wanted] or [0]
    fields = ", ".join(f"c{place} VARCHAR" for place in places)
    connection.execute(f"CREATE TEMP TABLE loaded ({fields})")
    rows = iter(rows)
    while batch := list(islice(rows, _BATCH)):
        arrays = {f"c{place}": np.array([row[place] for row in batch], dtype=object) for place in places}
        connection.register("batch", arrays)
        connection.execute("INSERT INTO loaded SELECT * FROM batch")
        connection.unregister("batch")
