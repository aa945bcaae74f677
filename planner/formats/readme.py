"""The README of a bundle: one page that a person can read, print and check, with nothing fetched from elsewhere."""

from collections.abc import Sequence
from html import escape
from string import Template

from planner.formats.cells import join_labels
from planner.formats.listing import SegmentList
from planner.formats.losses import Loss

MOST_SHOWN = 200
"""Segments shown in the page; the files hold them all."""

_STYLE = """
:root{color-scheme:light dark;--bg:#F5F7F8;--card:#FFF;--line:#DCE4E8;--ink:#13242C;--muted:#566871;--accent:#0B7285;
--soft:#E4F3F5;--bar:#8CC6CF;--hatch:#C8D3D8;--good:#17724A;--warn:#9A4A05;--warnsoft:#FEF2E0}
@media (prefers-color-scheme:dark){:root{--bg:#0E1A1F;--card:#15252C;--line:#27404A;--ink:#E6EEF1;--muted:#9DB0B8;
--accent:#3FB6C8;--soft:#163A42;--bar:#2E8492;--hatch:#35505B;--good:#6BD3A0;--warn:#F5B567;--warnsoft:#3A2A12}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.6 Inter,system-ui,sans-serif;
font-variant-numeric:tabular-nums}
main{max-width:880px;margin:0 auto;padding:40px 24px 64px}
h1{font-size:28px;line-height:1.25;font-weight:600;margin:4px 0 8px;overflow-wrap:anywhere}
h2{font-size:20px;font-weight:600;margin:0 0 16px}
p{margin:0 0 12px;max-width:68ch}
section{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:24px;margin-top:24px}
.muted{color:var(--muted)}.small{font-size:13px}
.over{color:var(--accent);font-size:13px;font-weight:600;margin:0}
dl{display:grid;grid-template-columns:minmax(120px,180px) 1fr;gap:8px 16px;margin:0}
dt{color:var(--muted)}dd{margin:0;overflow-wrap:anywhere}
code{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
pre{background:var(--soft);border-radius:8px;padding:12px 16px;margin:0 0 12px;white-space:pre-wrap}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:13px}
th,td{text-align:left;vertical-align:top;padding:8px 12px 8px 0;border-bottom:1px solid var(--line)}
th{color:var(--muted);font-weight:500}.n{text-align:right}
ul{margin:0;padding-left:20px}li{margin-bottom:8px;max-width:68ch}
svg{width:100%;height:auto;display:block;margin-bottom:8px}
svg text{font:13px Inter,system-ui,sans-serif;fill:var(--ink)}svg .muted{fill:var(--muted)}
@media print{body{background:#FFF}main{padding:0;max-width:none}section{break-inside:avoid;border-color:#CCC}
section.long{break-inside:auto}thead{display:table-header-group}tr{break-inside:avoid}}
"""

_PAGE = Template("""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>$campaign · Shoal segment list</title><style>$style</style></head><body><main>
<p class="over">Shoal · segment list</p><h1>$campaign</h1>
<p class="muted">$reachable people of $population in $segments groups, each of at least $floor people.
No row of this bundle is a person, and no mix of its groups singles one out.</p>
<section><h2>Who is reached</h2>$chart
<p class="muted small">Counts are rounded down to a multiple of $base. Protected people stand in groups that the rule
would cut through; they are counted and never targeted.</p></section>
<section><h2>What was agreed</h2><dl>$facts</dl></section>
<section><h2>How to check this bundle</h2>
<p>The list and its scope check are entries of an append-only ledger, signed with the sender's key. Get that key from
the sender by another way than this bundle, then run one of:</p>
<pre><code>shoal verify BUNDLE.zip --key 'KEY'
python verify_shoal.py BUNDLE.zip --key 'KEY'</code></pre>
<p>Without the sender's key the answer is at best <em>unknown</em>: a key that travels with what it signs proves
nothing. For the same reason, take <code>verify_shoal.py</code> from a source you trust. With a later copy of the
ledger, add <code>--against LEDGER</code>: it shows that the sender has not rewritten it since.</p>
<p class="small muted">The key that this bundle claims: <code>$vkey</code></p></section>
<section><h2>Files</h2><ul>$files</ul></section>
$losses
<section class="long"><h2>Groups</h2>$more<div class="scroll"><table><thead><tr>$columns</tr></thead>
<tbody>$rows</tbody></table></div></section>
</main></body></html>
""")

_FILES = {
    "list.json": "the list with everything it carries",
    "list.csv": "the list as a table, safe to open in a spreadsheet",
    "list.xlsx": "the list as a workbook",
    "unomi-segment.json": "a segment definition for Apache Unomi",
    "mautic-segment.json": "a segment for Mautic",
    "scope-check.jsonld": "the scope check in the terms of the W3C Data Privacy Vocabulary",
    "loss-report.json": "what each target cannot express",
    "check.json": "the scope check as the ledger holds it",
    "manifest.json": "every file with its digest",
    "entry.json": "this export as the ledger holds it",
    "proof.tlog-proof": "the proof that the ledger holds this export",
    "check.tlog-proof": "the proof that the ledger holds the scope check",
    "checkpoint.txt": "the ledger’s signed head, to which both proofs lead",
    "key.txt": "the key that this bundle claims",
    "verify_shoal.py": "the program that checks all this without Shoal",
    "README.html": "this page",
}
"""What each file is, in the order of the page; the files that hold the list stand first."""
_LISTS = 5
"""How many of them hold the list; only those that were asked for are there."""


def readme_html(listing: SegmentList, *, files: Sequence[str], losses: Sequence[Loss], vkey: str) -> bytes:
    """Return the page; every value is escaped and nothing in it runs."""
    values = {
        "style": _STYLE,
        "campaign": escape(listing.campaign),
        "population": escape(listing.population),
        "reachable": f"{listing.reachable:,}",
        "segments": f"{len(listing.segments):,}",
        "floor": f"{listing.floor:,}",
        "base": f"{listing.base:,}",
        "chart": _funnel(listing),
        "facts": "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in _facts(listing)),
        "vkey": escape(vkey),
        "files": "".join(map(_file, [*files, *list(_FILES)[_LISTS:]])),
        "losses": _losses(losses),
        "more": _more(listing),
        "columns": _columns(listing),
        "rows": "".join(_rows(listing)),
    }
    return _PAGE.substitute(values).encode()


def _facts(listing: SegmentList) -> list[tuple[str, str]]:
    return [
        ("Rule", f"<code>{escape(listing.rule_text or 'everyone')}</code>"),
        ("Agreed to", escape(", ".join(listing.scopes))),
        ("Scope check", f"passed, ledger entry {listing.check_index:,}"),
        ("Snapshot", escape(f"{listing.population}, {listing.snapshot}")),
        ("Narrowness", f"the campaign and every difference to earlier lists: {listing.campaign_k:,} people or more"),
        ("Made at", escape(listing.made_at)),
        ("Audience", f"<code>{escape(listing.audience_digest)}</code>"),
    ]


def _funnel(listing: SegmentList) -> str:
    """Draw the bars of the reach funnel; the numbers stand beside them, so colour carries no meaning alone."""
    steps = [
        ("In the population", listing.people, "var(--hatch)"),
        ("Matched by the rule", listing.reach, "var(--bar)"),
        ("Agreed to this use", listing.reachable, "var(--accent)"),
        ("Protected", listing.protected, "url(#hatch)"),
    ]
    most = max(1, *(people for _, people, _ in steps))
    bars = "".join(_bar(place, name, people / most, (people, fill)) for place, (name, people, fill) in enumerate(steps))
    told = ", ".join(f"{name.lower()}: {people:,}" for name, people, _ in steps)
    return (
        f'<svg viewBox="0 0 800 168" role="img" aria-label="{told}"><defs><pattern id="hatch" width="6" height="6" '
        'patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="var(--card)"/>'
        f'<rect width="3" height="6" fill="var(--hatch)"/></pattern></defs>{bars}</svg>'
    )


def _bar(place: int, name: str, share: float, shown: tuple[int, str]) -> str:
    people, fill = shown
    width, top = max(2.0 if people else 0.0, 520 * share), 8 + 40 * place
    return (
        f'<text x="0" y="{top + 20}" class="muted">{name}</text>'
        f'<rect x="172" y="{top}" width="{width:.1f}" height="28" rx="4" fill="{fill}"/>'
        f'<text x="{172 + width + 12:.1f}" y="{top + 20}">{people:,}</text>'
    )


def _file(name: str) -> str:
    about = "conditions for a warehouse" if name.endswith(".sql") else _FILES.get(name, "")
    return f"<li><code>{escape(name)}</code> {escape(about)}</li>"


def _losses(losses: Sequence[Loss]) -> str:
    if not losses:
        return ""
    told: dict[str, list[str]] = {}
    for loss in losses:
        told.setdefault(loss.message, []).append(loss.target)
    lines = "".join(
        f"<li>{escape(text)} <span class=muted>({escape(', '.join(t))})</span></li>" for text, t in told.items()
    )
    return f"<section><h2>What other systems cannot say</h2><ul>{lines}</ul></section>"


def _more(listing: SegmentList) -> str:
    if len(listing.segments) <= MOST_SHOWN:
        return ""
    return f'<p class="muted">The first {MOST_SHOWN} of {len(listing.segments):,}; the files hold them all.</p>'


def _columns(listing: SegmentList) -> str:
    names = "".join(f"<th>{escape(attribute.name)}</th>" for attribute in listing.attributes)
    return f'<th>Group</th>{names}<th>Agreed to</th><th class="n">People</th>'


def _rows(listing: SegmentList) -> list[str]:
    return [
        f"<tr><td>{segment.id}</td>"
        + "".join(f"<td>{escape(_told(labels))}</td>" for labels in (*segment.values, segment.scopes))
        + f'<td class="n">{segment.people:,}</td></tr>'
        for segment in listing.segments[:MOST_SHOWN]
    ]


def _told(labels: Sequence[str]) -> str:
    """Return labels as one cell, without the middle of a long set."""
    return join_labels(labels) if len(labels) <= 8 else f"{join_labels(labels[:7])} and {len(labels) - 7} more"
