"""How a text file is written: encoding, delimiter and header, each proposed by one method and confirmed by another."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from planner.domain.errors import PlannerError
from planner.intake.engine import LONGEST_LINE, Unreadable
from planner.intake.header import COMPARED_WITH, check_header
from planner.intake.mapping import FileOptions
from planner.intake.opened import WESTERN

HEAD = LONGEST_LINE + (1 << 16)
"""Bytes at the beginning of a file that encoding, delimiter and header are read from."""

WIDEST = 16_384
"""Columns a file may have (as many as a spreadsheet)."""

UTF_8, UTF_8_BOM = "utf-8", "utf-8-sig"

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}

_MARKS = (  # longest first: the mark of UTF-32 begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, UTF_8_BOM),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ALIKE = {UTF_8: {UTF_8, UTF_8_BOM}, "utf-16": {"utf-16", "utf-16-le", "utf-16-be"}, "utf-32": {"utf-32"}}
_MISREAD = re.compile("[£¤¥¦¨¬¯±\u00b4\u00b8¹²³¼½¾](?=[^\\W\\d_])")
"""Signs of cp1252 that stand before a letter only where other code pages have letters: `Wroc³aw` is Wrocław."""

_FOREIGN_SHARE = 0.4
"""Text of which more letters are outside ASCII than this is not written in a western alphabet."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How to read a CSV file. `header` says whether its first record names the columns."""

    encoding: str
    delimiter: str
    columns: tuple[str, ...]
    header: bool

    @property
    def is_utf_8(self) -> bool:
        """Whether the engine can read the bytes as they are."""
        return self.encoding in (UTF_8, UTF_8_BOM)


def read_dialect(path: Path, options: FileOptions) -> Dialect:
    """Return how a text file is written; what `options` name is taken, and still has to fit.

    Raises PlannerError: `file-empty`, `encoding-unknown`, `encoding-wrong`, `encoding-unclear`, `header-missing`,
    `header-unreadable`, `csv-delimiter-unclear`, `csv-header-width`, `column-named-twice`, `too-many-columns`,
    `csv-line-too-long`, `file-has-nul`.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise PlannerError("file-empty")
    encoding = find_encoding(head, options.encoding)
    text = _decode_head(head, encoding)
    delimiter = options.delimiter or _find_delimiter(text, whole=len(head) < HEAD)
    first, following = _first_records(text, delimiter, whole=len(head) < HEAD)
    if options.names:
        if len(first) != len(options.names):
            raise PlannerError("csv-header-width", expected=len(options.names), found=len(first))
        return Dialect(encoding, delimiter, name_columns(options.names), header=False)
    check_header(first, following)
    return Dialect(encoding, delimiter, name_columns(first), header=True)


def find_encoding(head: bytes, named: str | None) -> str:
    """Return the encoding of a file from its first bytes: as named, as its byte order mark says, or as it reads.

    Without a mark it is UTF-16 when every other byte of plain text is zero, else UTF-8; that all of the file is
    UTF-8 is for the engine to find, and `confirm_western` says what it may be when it is not.
    """
    marked = next((encoding for mark, encoding in _MARKS if head.startswith(mark)), None)
    if named is None:
        return marked or _unmarked(head)
    try:
        encoding = codecs.lookup(named).name
        io.TextIOWrapper(io.BytesIO(), encoding=encoding).close()  # refuses codecs that are no text encodings
    except (LookupError, ValueError):
        raise PlannerError("encoding-unknown", encoding=named) from None
    if marked and encoding not in _ALIKE[UTF_8 if marked == UTF_8_BOM else marked]:
        raise PlannerError("encoding-wrong", line=1)
    return UTF_8_BOM if marked == UTF_8_BOM else encoding


def _unmarked(head: bytes) -> str:
    sample = head[:4096]
    for encoding, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        if len(sample) > 3 and zeros.count(0) * 2 > len(zeros):
            return encoding
    return UTF_8


def confirm_western(path: Path) -> str:
    """Return `cp1252` for a file that is not UTF-8, when all of it reads as text of a western alphabet.

    Every byte has to be a character of that code page, none a control character; letters outside ASCII stay a
    minority, as they do in every language written with it; and no sign stands where only a letter can. Raises
    PlannerError `encoding-unclear` otherwise.
    """
    plain = foreign = 0
    try:
        with path.open(encoding=WESTERN, newline="") as file:
            while text := file.read(1 << 18):
                letters = "".join(filter(str.isalpha, text)) if not text.isascii() else ""
                beyond = len(letters) - len(letters.encode("ascii", "ignore"))
                foreign += beyond
                plain += len(letters) - beyond
                if "\0" in text or _MISREAD.search(text):
                    raise PlannerError("encoding-unclear")
    except UnicodeDecodeError:
        raise PlannerError("encoding-unclear") from None
    if foreign > _FOREIGN_SHARE * (plain + foreign):
        raise PlannerError("encoding-unclear")
    return WESTERN


def name_columns(names: Sequence[str]) -> tuple[str, ...]:
    """Return the column names of a header, trimmed; a column without a name is called by its place.

    Raises PlannerError: `header-missing` (no name at all), `file-has-nul`, `too-many-columns`, `column-named-twice`.
    """
    trimmed = [name.strip() for name in names]
    if not any(trimmed):
        raise PlannerError("header-missing")
    if any("\0" in name for name in trimmed):
        raise PlannerError("file-has-nul", line=1)
    if len(trimmed) > WIDEST:
        raise PlannerError("too-many-columns", columns=len(trimmed), most=WIDEST)
    columns = tuple(name or f"(column {place})" for place, name in enumerate(trimmed, start=1))
    twice = [name for name, times in Counter(columns).items() if times > 1]
    if twice:
        raise PlannerError("column-named-twice", column=twice[0][:100])
    return columns


def read_records(path: Path, dialect: Dialect) -> Iterator[list[str]]:
    """Yield the records of a file, header included, as `number_records` reads them."""
    return (record for _, record in number_records(path, dialect))


def number_records(path: Path, dialect: Dialect) -> Iterator[tuple[int, list[str]]]:
    """Yield the last line and the texts of each record, decoded in memory chunk by chunk (Python's `csv`, strict).

    Blank lines are no records. Raises PlannerError `encoding-wrong`, `csv-quote`, `csv-ragged-line`,
    `csv-line-too-long`.
    """
    csv.field_size_limit(LONGEST_LINE)
    width = len(dialect.columns)
    with path.open(encoding=dialect.encoding, newline="") as file:
        records = csv.reader(file, delimiter=dialect.delimiter, strict=True)
        try:
            for record in records:
                if record and len(record) != width:
                    raise PlannerError("csv-ragged-line", line=records.line_num, expected=width, found=len(record))
                if record:
                    yield records.line_num, record
        except UnicodeError:
            raise PlannerError("encoding-wrong", line=records.line_num + 1) from None
        except csv.Error as error:
            raise _csv_error(error, records.line_num) from None


def _csv_error(error: csv.Error, line: int) -> PlannerError:
    return PlannerError("csv-line-too-long" if "field larger" in str(error) else "csv-quote", line=line)


def _decode_head(head: bytes, encoding: str) -> str:
    """Decode the head; a character cut off at its end is left out. Raises Unreadable where it does not fit."""
    try:
        return codecs.getincrementaldecoder(encoding)().decode(head, final=False)
    except UnicodeDecodeError as error:
        raise Unreadable("encoding-wrong", line=head[: error.start].count(b"\n") + 1) from None
    except UnicodeError:
        raise Unreadable("encoding-wrong", line=1) from None


def _find_delimiter(text: str, *, whole: bool) -> str:
    """Return the delimiter that the header proposes and the records after it confirm; "," for a single column."""
    proposed = [mark for mark in DELIMITERS if mark in text.partition("\n")[0]]
    if not proposed:
        return ","
    agreed = [mark for mark in proposed if _agrees(text, mark, whole=whole)]
    if len(agreed or proposed) == 1:
        return (agreed or proposed)[0]  # without a rival, a record that disagrees is told by its line
    raise PlannerError("csv-delimiter-unclear", delimiters=tuple(DELIMITERS[mark] for mark in agreed or proposed))


def _agrees(text: str, delimiter: str, *, whole: bool) -> bool:
    """Whether the first records all have one width above one."""
    widths = set()
    try:
        for number, record in enumerate(_head_records(text, delimiter, whole=whole)):
            widths.add(len(record))
            if number == COMPARED_WITH:
                break
    except csv.Error:
        return False
    return len(widths) == 1 and min(widths) > 1


def _head_records(text: str, delimiter: str, *, whole: bool) -> Iterator[list[str]]:
    """Yield the records of the head; the last is left out where the head may have cut it."""
    csv.field_size_limit(LONGEST_LINE)
    lines = text if whole else text[: max(text.rfind("\n"), text.rfind("\r")) + 1]
    records = csv.reader(io.StringIO(lines, newline=""), delimiter=delimiter, strict=True)
    yield from (record for record in records if record)


def _first_records(text: str, delimiter: str, *, whole: bool) -> tuple[list[str], list[list[str]]]:
    """Return the first record, and those after it as far as they can be read."""
    if text[:1] in ("\r", "\n") or not text.strip():
        raise PlannerError("header-missing")
    records = _head_records(text, delimiter, whole=whole)
    following: list[list[str]] = []
    try:
        first = next(records)
    except StopIteration:
        raise PlannerError("csv-line-too-long", line=1) from None
    except csv.Error as error:
        raise _csv_error(error, 1) from None
    with suppress(csv.Error):  # a damaged record is told with its line by whoever reads them all
        following.extend(islice(records, COMPARED_WITH))
    return first, following
