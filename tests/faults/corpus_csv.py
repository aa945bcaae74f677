"""Text files as people send them and as an attacker would: how each is made, and who is in it or why it is not read."""

# ruff: noqa: RUF001 (letters that look alike are what some of these files are about)

import codecs
import gzip
import io
import lzma
import tarfile
from collections.abc import Iterator

from planner.domain.attribute import Kind
from planner.intake.mapping import AttributeColumn, FileOptions, Mapping
from tests.faults.cases import THREE, Case, Refused, Right, refused
from tests.intake.reading import consent, nominal, rows_are_people

PLAIN = b"a,b\nnorth,1\nsouth,2\nnorth,3\n"
CITY = "a,b\nZürich,1\nGenève,2\nZürich,3\n"
IN_CITY = Right({"Zürich": 2, "Genève": 1})


def named(encoding: str | None = None, delimiter: str | None = None, *, names: tuple[str, ...] = ()) -> Mapping:
    """The plain mapping, with what a person says about the file."""
    return rows_are_people("a", file=FileOptions(encoding, delimiter, names))


def in_encoding(encoding: str, *, says: str | None = None, text: str = CITY, mark: bytes = b"") -> Case:
    return Case(mark + text.encode(encoding), Right(_count(text)), named(says))


def _count(text: str) -> dict[str, int]:
    """Count the first column of a plain text without quotes."""
    labels = [line.partition(",")[0] for line in text.splitlines()[1:]]
    return {label: labels.count(label) for label in labels}


ENCODINGS = {
    "UTF-8": in_encoding("utf-8"),
    "UTF-8 with a mark": in_encoding("utf-8-sig"),
    "UTF-8 with a mark, said to be UTF-8": in_encoding("utf-8-sig", says="utf-8"),
    "UTF-16 little, marked": in_encoding("utf-16-le", mark=codecs.BOM_UTF16_LE),
    "UTF-16 big, marked": in_encoding("utf-16-be", mark=codecs.BOM_UTF16_BE),
    "UTF-16 little, unmarked": in_encoding("utf-16-le"),
    "UTF-16 big, unmarked": in_encoding("utf-16-be"),
    "UTF-16 with letters beyond 16 bits": in_encoding("utf-16", text="a,b\n😀,1\n😀,2\n"),
    "UTF-32 little, marked": in_encoding("utf-32-le", mark=codecs.BOM_UTF32_LE),
    "UTF-32 big, marked": in_encoding("utf-32-be", mark=codecs.BOM_UTF32_BE),
    "UTF-32 unmarked, said": in_encoding("utf-32-le", says="utf-32-le"),
    "UTF-32 unmarked, unsaid": Case(CITY.encode("utf-32-le"), refused("file-has-nul")),
    "Windows 1252, unsaid": in_encoding("cp1252"),
    "Latin 1, said": in_encoding("latin-1", says="ISO-8859-1"),
    "Latin 9, said": in_encoding("iso8859-15", says="latin9"),
    "DOS 850, said": in_encoding("cp850", says="cp850"),
    "Mac Roman, said": in_encoding("mac-roman", says="macintosh"),
    "Windows 1251, said": in_encoding("cp1251", says="windows-1251", text="a,b\nМосква,1\nТула,2\n"),
    "KOI8-R, said": in_encoding("koi8-r", says="koi8-r", text="a,b\nМосква,1\nТула,2\n"),
    "Shift JIS, said": in_encoding("shift_jis", says="shift_jis", text="a,b\n表示,1\nソ,2\n"),
    "GB 18030, said": in_encoding("gb18030", says="gb18030", text="a,b\n北京,1\n龘𠮷,2\n"),
    "Big5, said": in_encoding("big5", says="big5", text="a,b\n功能,1\n臺北,2\n"),
    "ISO 2022 JP, said": in_encoding("iso2022_jp", says="iso-2022-jp", text="a,b\n東京,1\n大阪,2\n"),
    "EBCDIC, said": in_encoding("cp037", says="cp037", text="a,b\nnorth,1\nsouth,2\n"),
    "UTF-7, said": in_encoding("utf-7", says="utf-7", text="a,b\nZ\u00fcrich,1\n"),
    "Cyrillic, unsaid": Case("a,b\nМосква,1\n".encode("cp1251"), refused("encoding-unclear")),
    "Greek, unsaid": Case("a,b\nΑθήνα,1\n".encode("cp1253"), refused("encoding-unclear")),
    "Japanese, unsaid": Case("a,b\n表示能力,1\n".encode("shift_jis"), refused("encoding-unclear")),
    "an overlong slash": Case(b"a,b\nno\xc0\xafrth,1\n", refused("encoding-unclear")),
    "an overlong NUL": Case(b"a,b\n\xc0\x80,1\n", Right({"À€": 1})),
    "bytes of no western letter": Case(b"a,b\n\x81\x8d\x8f,1\n", refused("encoding-unclear")),
    "overlong, said to be UTF-8": Case(b"a,b\n\xc0\xaf,1\n", refused("encoding-wrong", line=2), named("utf-8")),
    "a surrogate in UTF-8": Case(b"a,b\n\xed\xa0\x80,1\n", refused("encoding-wrong", line=2), named("utf-8")),
    "beyond Unicode": Case(b"a,b\n\xf4\x90\x80\x80,1\n", refused("encoding-wrong", line=2), named("utf-8")),
    "half a letter at the end": Case(b"a,b\n1,x\n\xc3", refused("encoding-wrong", line=3), named("utf-8")),
    "UTF-16 of odd length": Case(CITY.encode("utf-16") + b"x", refused("encoding-wrong")),
    "half a pair in UTF-16": Case(
        codecs.BOM_UTF16_LE + "a,b\n".encode("utf-16-le") + b"\x00\xd8" + ",1\n".encode("utf-16-le"),
        refused("encoding-unclear"),
    ),
    "beyond Unicode in UTF-32": Case(
        codecs.BOM_UTF32_LE + "a,b\n".encode("utf-32-le") + b"\xff\xff\xff\x7f", refused("encoding-unclear")
    ),
    "a mark of another encoding than said": Case(CITY.encode("utf-16"), refused("encoding-wrong"), named("utf-8")),
    "two marks": Case(codecs.BOM_UTF8 * 2 + PLAIN, refused("mapping-column-absent", nearest="\ufeffa")),
    "a mark in the middle": Case(
        PLAIN + codecs.BOM_UTF8 + b"north,4\n", Right({"north": 2, "south": 1, "\ufeffnorth": 1})
    ),
    "a mark and nothing": Case(codecs.BOM_UTF8, refused("header-missing")),
    "an encoding that packs": Case(PLAIN, refused("encoding-unknown"), named("zlib")),
    "an encoding that turns letters": Case(PLAIN, refused("encoding-unknown"), named("rot13")),
    "an encoding that runs names": Case(PLAIN, refused("header-missing"), named("idna")),
}

ENDS = {
    "LF": Case(PLAIN, THREE),
    "CR LF": Case(PLAIN.replace(b"\n", b"\r\n"), THREE),
    "CR": Case(PLAIN.replace(b"\n", b"\r"), THREE),
    "LF CR": Case(PLAIN.replace(b"\n", b"\n\r"), THREE),
    "CR CR LF": Case(PLAIN.replace(b"\n", b"\r\r\n"), THREE),
    "all three mixed": Case(b"a,b\r\nnorth,1\rsouth,2\nnorth,3", THREE),
    "none at the end": Case(PLAIN[:-1], THREE),
    "many blank lines": Case(PLAIN.replace(b"\n", b"\n\n\n") + b"\n" * 5_000, THREE),
    "blank lines in one column": Case(b"a\nnorth\n\nsouth\n", refused("csv-blank-lines", lines=1)),
    "a vertical tab, a form feed and a next line": Case(b"a,b\nnorth,\x0b\nsouth,\x0c\nnorth,\xc2\x85\n", THREE),
    "separators of lines in Unicode": Case("a,b\nnorth,\u2028\nsouth,\u2029\nnorth,3\n".encode(), THREE),
    "a line end in quotes": Case(b'a,b\nnorth,"1\n2"\nsouth,"\r"\nnorth,"\r\n"\n', THREE),
    "a line end in a quoted name": Case(b'a,"b\nc"\nnorth,1\nsouth,2\nnorth,3\n', THREE),
    "CR in quotes of a file of CR": Case(b'a,b\rnorth,"1\r2"\rsouth,2\rnorth,3\r', THREE),
    "a Ctrl-Z in a text": Case(b"a,b\nnorth,\x1a\nsouth,2\nnorth,3\n", THREE),
    "a Ctrl-Z at the end": Case(PLAIN + b"\x1a", refused("file-has-nul", line=5)),
    "a NUL": Case(PLAIN + b"nor\0th,4\n", refused("file-has-nul", line=5)),
    "a NUL in quotes": Case(PLAIN + b'"nor\0th",4\n', refused("file-has-nul", line=5)),
    "a NUL in a name": Case(b"a,b\0\nnorth,1\n", refused("file-has-nul", line=1)),
    "a NUL in a column that nobody wants": Case(PLAIN + b"north,\0\n", refused("file-has-nul", line=5)),
    "a NUL after 70,000 rows": Case(b"a,b\n" + b"north,1\n" * 70_000 + b"\0,1\n", refused("file-has-nul", line=70_002)),
    "zeros only": Case(bytes(4_096), refused("file-has-nul")),
}

QUOTES = {
    "everything quoted": Case(b'"a","b"\n"north","1"\n"south","2"\n"north","3"\n', THREE),
    "doubled marks": Case(b'a,b\nnorth,"say ""hi"""\nsouth,""""\nnorth,""\n', THREE),
    "a lone mark within a text": Case(b'a,b\nnorth,5" pipe\nsouth,2\nnorth,3\n', THREE),
    "two lone marks": Case(b'a,b\nnorth,5" pipe\nsouth,6" pipe\nnorth,3\n', THREE),
    "single quotes are letters": Case(b"a,b\n'north','1'\n'north',\"2,3\"\n", Right({"'north'": 2})),
    "a mark that never ends": Case(b'a,b\n"north,1\nsouth,2\n', refused("csv-quote", line=2)),
    "a mark that never ends, far down": Case(
        PLAIN + b"north,1\n" * 50_000 + b'south,"2\nnorth,3\n', refused("csv-quote", line=50_005)
    ),
    "text behind a quote": Case(PLAIN + b'"north"x,4\n', refused("csv-quote", line=5)),
    "space behind a quote": Case(PLAIN + b'"north" ,4\n', Right({"north": 3, "south": 1})),
    "marks behind backslashes": Case(PLAIN + b'north,"say \\"hi\\""\n', refused("csv-quote", line=5)),
    "three marks": Case(PLAIN + b'"""north,4\n', refused("csv-quote", line=5)),
    "a text of a thousand lines": Case(
        b'a,b\n"north\n' + b"south\n" * 1_000 + b'",3\n', Right({"north" + "\nsouth" * 1_000: 1})
    ),
    "space before a quote": Case(b'a,b\nnorth, "1"\nsouth,2\nnorth,3\n', THREE),
}

SHAPES = {
    "semicolons": Case(PLAIN.replace(b",", b";"), THREE),
    "tabs": Case(PLAIN.replace(b",", b"\t"), THREE),
    "bars": Case(PLAIN.replace(b",", b"|"), THREE),
    "carets, said": Case(PLAIN.replace(b",", b"^"), THREE, named(delimiter="^")),
    "units, said": Case(PLAIN.replace(b",", b"\x1f"), THREE, named(delimiter="\x1f")),
    "carets, unsaid": Case(PLAIN.replace(b",", b"^"), refused("mapping-column-nowhere")),
    "semicolons, said to be commas": Case(
        PLAIN.replace(b",", b";"), refused("mapping-column-nowhere"), named(delimiter=",")
    ),
    "semicolons and decimal commas": Case(b"a;b\n1,5;x\n2,5;y\n1,5;z\n", Right({"1,5": 2, "2,5": 1})),
    "two separators that dispute": Case(b"a;b,c\n1;2,3\n4;5,6\n", refused("csv-delimiter-unclear")),
    "Excel's word for the separator": Case(b"sep=;\na;b\nnorth;1\n", refused("mapping-column-nowhere")),
    "a short row": Case(PLAIN + b"north\n", refused("csv-ragged-line", line=5, expected=2, found=1)),
    "a long row": Case(PLAIN + b"north,4,5\n", refused("csv-ragged-line", line=5, expected=2, found=3)),
    "a short row far down": Case(
        PLAIN + b"north,1\n" * 100_000 + b"north\n", refused("csv-ragged-line", line=100_005, expected=2, found=1)
    ),
    "a separator at the end of a row": Case(PLAIN + b"north,4,\n", Right({"north": 3, "south": 1})),
    "a separator at the end of every line": Case(PLAIN.replace(b"\n", b",\n"), THREE),
    "a separator at the end of the header": Case(b"a,b,\n" + PLAIN[4:], refused("csv-ragged-line", line=2)),
    "spaces as a row": Case(PLAIN + b"   \n", refused("csv-ragged-line", line=5)),
    "a title above the header": Case(b"Customers 2027\n" + PLAIN, refused("mapping-column-nowhere")),
    "a sum below the rows": Case(PLAIN + b"Total: 3\n", refused("csv-ragged-line", line=5)),
    "a second header among the rows": Case(PLAIN + PLAIN, refused("header-missing")),
    "nothing": Case(b"", refused("file-empty")),
    "one byte": Case(b"a", refused("file-has-no-rows")),
    "line ends only": Case(b"\r\n\r\n", refused("header-missing")),
    "spaces only": Case(b"   \n", refused("header-missing")),
    "a header only": Case(b"a,b\n", refused("file-has-no-rows")),
    "a header and blank lines": Case(b"a,b\n\n\n", refused("file-has-no-rows")),
    "a blank line first": Case(b"\n" + PLAIN, refused("header-missing")),
    "a header of nothing": Case(b",\n1,2\n", refused("header-missing")),
    "a person for a header": Case(b"ada@example.org,20\nbea@example.org,30\n", refused("header-missing")),
    "numbers for a header": Case(b"20,yes\n30,no\n", refused("header-missing")),
    "no header, names said": Case(b"north,1\nsouth,2\nnorth,3\n", THREE, named(names=("a", "b"))),
    "names said for another width": Case(b"north,1\n", refused("csv-header-width"), named(names=("a", "b", "c"))),
    "two columns of one name": Case(b"a,a\n1,2\n", refused("column-named-twice", column="a")),
    "two columns of one name but for white space": Case(
        "a,\u00a0a\u3000\n1,2\n".encode(), refused("column-named-twice")
    ),
    "two columns of one name but for case": Case(b"a,A\nnorth,1\nsouth,2\nnorth,3\n", THREE),
    "columns without a name": Case(b"a,,\nnorth,1,1\nsouth,2,2\nnorth,3,3\n", THREE),
    "SQL in the header": Case(b'a,"b""; DROP TABLE loaded; --"\nnorth,1\nsouth,2\nnorth,3\n', THREE),
    "an SQL name that is asked for": Case(
        b"\"a'); COPY (SELECT 1) TO '/x' --\",b\nnorth,1\n",
        Right({"north": 1}),
        rows_are_people("a'); COPY (SELECT 1) TO '/x' --"),
    ),
    "a name of 10,000 letters": Case(b"a," + b"b" * 10_000 + b"\nnorth,1\nsouth,2\nnorth,3\n", THREE),
    "a name of words of SQL": Case(
        b"a,SELECT\nnorth,1\nnorth,2\n", Right({"north|1": 1, "north|2": 1}), rows_are_people("a", "SELECT")
    ),
    "markup in a name": Case(b"a,<img src=x>\nnorth,1\nsouth,2\nnorth,3\n", THREE),
    "1,000 columns": Case(
        b"a" + b"".join(b",c%d" % i for i in range(999)) + b"\n" + b"north" + b",1" * 999 + b"\n", Right({"north": 1})
    ),
    "20,000 columns": Case(b",".join(b"c%d" % i for i in range(20_000)) + b"\n", refused("too-many-columns")),
    "2,000,000 columns": Case(lambda: b"a" + b"," * 2_000_000, refused("too-many-columns")),
    "a line too long": Case(lambda: PLAIN + b"n" * 2_100_000 + b",4\n", refused("csv-line-too-long", line=5)),
    "a line of nearly too many bytes": Case(
        lambda: PLAIN + b"south," + b"n" * 1_900_000 + b"\n", Right({"north": 2, "south": 2})
    ),
}

MARKS = {
    "comment signs": Case(b"a,b\n#north,1\n# ,2\n#north,3\n", Right({"#north": 2, "#": 1})),
    "words for nothing": Case(
        b"a,b\nNULL,1\nnull,1\nNA,1\nN/A,1\nnan,1\nNone,1\n\\N,1\n-,1\n",
        Right({"NULL": 1, "null": 1, "NA": 1, "N/A": 1, "nan": 1, "None": 1, "\\N": 1, "-": 1}),
    ),
    "an empty cell": Case(b'a,b\n,1\n"",2\n" ",3\n\xc2\xa0,4\n', Right({"(missing)": 4})),
    "leading zeros": Case(b"a,b\n007,1\n7,2\n07,3\n007,4\n", Right({"007": 2, "7": 1, "07": 1})),
    "numbers written otherwise": Case(
        b"a,b\n1e3,1\n1000,2\n1000.0,3\n1_000,4\n", Right({"1e3": 1, "1000": 1, "1000.0": 1, "1_000": 1})
    ),
    "numbers longer than any": Case(
        b"a,b\n" + b"9" * 400 + b",1\n" + b"9" * 399 + b"8,2\n", Right({"9" * 400: 1, "9" * 399 + "8": 1})
    ),
    "case and accents": Case(
        "a,b\nnorth,1\nNorth,2\ne\u0301,3\n\u00e9,4\n".encode(), Right({"north": 1, "North": 1, "e\u0301": 1, "é": 1})
    ),
    "right to left": Case("a,b\n\u202eabc,1\nمرحبا,2\n\u202eabc,3\n".encode(), Right({"\u202eabc": 2, "مرحبا": 1})),
    "what nobody sees": Case(
        "a,b\nnor\u200bth,1\nnor\u00adth,2\nnorth,3\n".encode(), Right({"nor\u200bth": 1, "nor\u00adth": 1, "north": 1})
    ),
    "formulas": Case(
        b"a,b\n=1+1,1\n@SUM(A1),2\n+1,3\n-1,4\n=1+1,5\n", Right({"=1+1": 2, "@SUM(A1)": 1, "+1": 1, "-1": 1})
    ),
    "markup": Case(b"a,b\n<b>x</b>,1\n&amp;,2\n<b>x</b>,3\n", Right({"<b>x</b>": 2, "&amp;": 1})),
    "SQL in cells": Case(
        b"a,b\n'; DROP TABLE grouped; --,1\n'; DROP TABLE grouped; --,2\n", Right({"'; DROP TABLE grouped; --": 2})
    ),
    "paths in cells": Case(
        b"a,b\n/etc/passwd,1\nhttp://127.0.0.1:9/x.csv,2\n", Right({"/etc/passwd": 1, "http://127.0.0.1:9/x.csv": 1})
    ),
    "white space around": Case("a,b\n north ,1\n\tnorth,2\nnorth\u3000,3\n".encode(), Right({"north": 3})),
    "a type that changes late": Case(b"a,b\n" + b"7,1\n" * 60_000 + b"seven,1\n", Right({"7": 60_000, "seven": 1})),
    "a width that changes late": Case(
        b"a,b\n" + b"7,1\n" * 60_000 + b"7,1,1\n", refused("csv-ragged-line", line=60_002)
    ),
    "a truth that changes late": Case(b"a,b\n" + b"true,1\n" * 30_000 + b"2,1\n", Right({"true": 30_000, "2": 1})),
    "dates of every spelling": Case(
        b"a,b\n2025-01-02,1\n02/01/2025,2\n2.1.25,3\n", Right({"2025-01-02": 1, "02/01/2025": 1, "2.1.25": 1})
    ),
}

PEOPLE = Mapping(nominal("a"), identifier="id")
WEIGHED = Mapping(nominal("a"), weight="n")
LATEST = Mapping(nominal("a"), identifier="id", updated="at")
BANDS = Mapping((AttributeColumn("a", Kind.ORDERED, bands=(18, 65)),))
DATES = Mapping((AttributeColumn("a", Kind.ORDERED, bands=("2025-01-01",)),))
AGREED = Mapping(nominal("a"), (consent("ok", "mail", "yes"),))


def weighed(*weights: str) -> bytes:
    return b"a,n\n" + "".join(f"north,{weight}\n" for weight in weights).encode()


def aged(*ages: str) -> bytes:
    return b"a,b\n" + "".join(f"{age},x\n" for age in ages).encode()


def _unreadable(code: str, mapping: Mapping, head: str, *cells: str) -> Iterator[tuple[str, Case]]:
    for cell in cells:
        yield (
            f"{cell!r} for a {code.partition('-')[0]}",
            Case(f"{head}{cell}\n".encode(), refused(code, line=3), mapping),
        )


ROLES = {
    "a person twice": Case(b"id,a\n1,north\n1,north\n2,south\n", Right({"north": 1, "south": 1}, rows=3), PEOPLE),
    "a person twice but for white space": Case(b"id,a\n1,north\n 1 ,north\n", Right({"north": 1}, rows=2), PEOPLE),
    "people alike but for zeros": Case(b"id,a\n01,north\n1,north\n", Right({"north": 2}), PEOPLE),
    "people alike but for accents": Case("id,a\ne\u0301,north\n\u00e9,north\n".encode(), Right({"north": 2}), PEOPLE),
    "a person who disagrees": Case(b"id,a\n1,south\n1,north\n", Right({"north": 1}, rows=2), PEOPLE),
    "rows of nobody": Case(b"id,a\n,north\n  ,south\n1,north\n", Right({"north": 1}, rows=3), PEOPLE),
    "nobody at all": Case(b"id,a\n,north\n,south\n", refused("nobody-identified", rows=2), PEOPLE),
    "a person named NULL": Case(b"id,a\nNULL,north\nnull,north\n", Right({"north": 2}), PEOPLE),
    "the latest of two": Case(
        b"id,a,at\n1,north,2025-01-01\n1,south,2025-01-02\n", Right({"south": 1}, rows=2), LATEST
    ),
    "the latest across zones": Case(
        b"id,a,at\n1,north,2025-01-01T00:30:00+02:00\n1,south,2024-12-31T23:00:00Z\n",
        Right({"south": 1}, rows=2),
        LATEST,
    ),
    "a day that does not exist": Case(
        b"id,a,at\n1,north,2025-01-01\n1,south,2025-02-30\n", refused("date-unreadable", line=3), LATEST
    ),
    "weights": Case(weighed("2", " 3 ", "4.0", "0"), Right({"north": 9}, rows=4), WEIGHED),
    "weights of nothing": Case(weighed("0", "0.0"), refused("weights-add-up-wrong"), WEIGHED),
    "weights beyond everybody": Case(weighed(*["9999999999"] * 1_000_000), refused("weights-add-up-wrong"), WEIGHED),
    "ages on the edges": Case(
        aged("17", "18", "64.9", "65", "1e2", "-1", ""),
        Right({"under 18": 2, "18–64": 2, "65 and over": 2, "(missing)": 1}),
        BANDS,
    ),
    "days on the edge": Case(
        aged("2024-12-31", "2025-01-01", "2025-01-01T00:00:00"),
        Right({"before 2025-01-01": 1, "2025-01-01 and later": 2}),
        DATES,
    ),
    "words of consent": Case(b"a,ok\nnorth,yes\nnorth,YES\nnorth,\nnorth,1\n", Right({"north": 4}), AGREED),
    **dict(
        _unreadable(
            "weight-unreadable",
            WEIGHED,
            "a,n\nnorth,1\nnorth,",
            "-1",
            "1.5",
            "1e3",
            "",
            "１",
            "0x10",
            "99999999999",
            "NaN",
            "1 000",
        )
    ),
    **dict(
        _unreadable("number-unreadable", BANDS, "b,a\nx,1\nx,", "abc", "inf", "nan", "0x10", "1 000", "٣", "12-", "--1")
    ),
    **dict(
        _unreadable(
            "date-unreadable",
            DATES,
            "b,a\nx,2025-01-01\nx,",
            "2025-02-30",
            "05/01/2025",
            "infinity",
            "epoch",
            "today",
            "20250101",
            "-",
            "2025-13-01",
        )
    ),
}


def tarred() -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        member = tarfile.TarInfo("customers.csv")
        member.size = len(PLAIN)
        archive.addfile(member, io.BytesIO(PLAIN))
    return made.getvalue()


OTHERS = {
    "gzip": Case(gzip.compress(PLAIN), refused("file-is-packed")),
    "bzip2": Case(codecs.encode(PLAIN, "bz2"), refused("file-is-packed")),
    "xz": Case(lzma.compress(PLAIN), refused("file-is-packed")),
    "Zstandard": Case(b"\x28\xb5\x2f\xfd\x04\x00" + PLAIN, refused("file-is-packed")),
    "7-Zip": Case(b"7z\xbc\xaf\x27\x1c" + bytes(40), refused("file-is-packed")),
    "RAR": Case(b"Rar!\x1a\x07\x01\x00" + bytes(40), refused("file-is-packed")),
    "tar": Case(tarred, refused("file-has-nul")),
    "old Excel": Case(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), refused("file-is-old-excel")),
    "PDF": Case(b"%PDF-1.7\n" + PLAIN, refused("file-kind-unknown")),
    "SQLite": Case(b"SQLite format 3\0" + bytes(100), refused("file-kind-unknown")),
    "PNG": Case(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(50), refused("file-has-nul")),
    "an HTML table called CSV": Case(
        b"<html><table><tr><td>a</td></tr>\n<tr><td>north</td></tr>\n</table>\n", refused("mapping-column-nowhere")
    ),
    "JSON": Case(b'[{"a": "north"},\n {"a": "south"}]\n', refused("mapping-column-nowhere")),
    "JSON lines": Case(b'{"a": "north", "b": 1}\n{"a": "south", "b": 2}\n', refused("mapping-column-nowhere")),
    "XML": Case(b'<?xml version="1.0"?>\n<rows><a>north</a></rows>\n', refused("mapping-column-nowhere")),
    "rich text": Case(b"{\\rtf1\\ansi\n{\\b north}\n}\n", refused("mapping-column-nowhere")),
    "Arrow": Case(b"ARROW1\0\0" + bytes(64), refused("file-has-nul")),
    "a text called Parquet": Case(PLAIN, refused("file-damaged"), suffix=".parquet"),
    "a text called XLSX": Case(PLAIN, THREE, suffix=".xlsx"),
    "a text that begins like Parquet": Case(b"PAR1,b\nnorth,1\n", refused("file-damaged")),
    "a text that begins like a zip": Case(b"PK\x03\x04,b\nnorth,1\n", refused("workbook-damaged")),
}

CASES: dict[str, Case] = {
    f"text, {kind}: {name}": case
    for kind, cases in (
        ("encoding", ENCODINGS),
        ("line ends", ENDS),
        ("quotes", QUOTES),
        ("shape", SHAPES),
        ("cells", MARKS),
        ("roles", ROLES),
        ("another kind", OTHERS),
    )
    for name, case in cases.items()
}

assert all(isinstance(case.expected, Right | Refused) for case in CASES.values())
