"""JSON: the list with everything it carries, in the one canonical form (RFC 8785)."""

from planner.domain.canonical import canonical_json
from planner.formats.listing import SegmentList
from planner.formats.losses import Loss


def json_list(listing: SegmentList) -> tuple[bytes, tuple[Loss, ...]]:
    """Return the list as canonical JSON; nothing is lost."""
    return canonical_json(listing.as_json), ()
