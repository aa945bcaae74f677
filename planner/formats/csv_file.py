"""CSV: one row a segment (RFC 4180), with nothing that a spreadsheet could run."""

import csv
import io
from functools import cache

from planner.formats.cells import header, neutral, rows
from planner.formats.listing import SegmentList
from planner.formats.losses import Loss

BOM = "\ufeff".encode()


def csv_list(listing: SegmentList) -> tuple[bytes, tuple[Loss, ...]]:
    """Return the list as CSV in UTF-8: comma, CRLF, quotes where needed, texts neutralised against formulas.

    It begins with a byte order mark: Excel takes a file without one for its local code page and shows `18–24` as junk.
    """
    told = listing.as_json
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([neutral(name) for name in header(told)])
    harmless = cache(neutral)  # most cells say what others have said
    writer.writerows([harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows(told))
    return BOM + text.getvalue().encode(), ()
