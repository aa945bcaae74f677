"""Scenes: every state of the window that there are pictures of, and what brings it about; nothing of it is kept."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from planner.desktop.campaigns.approve_dialog import ApproveDialog
from planner.desktop.campaigns.export_dialog import ExportDialog
from planner.desktop.campaigns.page import CampaignsPage
from planner.desktop.data.page import DataPage
from planner.desktop.importing.page import ImportPage
from planner.desktop.opening import Attempt, Phase
from planner.desktop.privacy.page import PrivacyPage
from planner.desktop.window import Window
from planner.domain.campaign import Campaign
from planner.domain.decision import Decision
from planner.domain.errors import PlannerError
from planner.domain.finding import Severity
from planner.domain.life import State
from planner.domain.marks import CheckMark
from planner.services.opening import PASSPHRASE_VARIABLE
from planner.services.sample import sample_csv

CLEAN, NARROW, NOT_AGREED = "spring-catalogue", "hiking-day", "text-message-sale"
"""The campaigns of the sample."""
ROWS = 4000
"""So many rows of the sample are imported for a picture of how that is done."""

Ready = Callable[[Window], object]


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: its name, its page, what the page shows, and what else is done, step by step, before it is taken."""

    name: str
    page: str
    what: object = None
    ready: tuple[Ready, ...] = ()
    is_empty: bool = False
    """Whether it is taken of a workspace in which nothing has been done yet."""


def _choose_file(window: Window) -> None:
    """Begin an import, unless the picture before was one of it."""
    page = window.pages["import"]
    assert isinstance(page, ImportPage)  # noqa: S101 — as the window makes them; the same below
    file = window.desk.taste_file.folder / "customers.csv"
    if not file.exists():
        file.write_bytes(b"\n".join(sample_csv().split(b"\n")[: ROWS + 1]))
    if page.draft.path != file:
        page.show_what(file)


def _leave_group(window: Window) -> None:
    page = window.pages["data"]
    assert isinstance(page, DataPage)  # noqa: S101
    if not page.group.isHidden():
        page.group.close_button.click()
        page.segments.table.view.clearSelection()


def _show_fingerprint(window: Window) -> None:
    """Show the same fingerprint in every picture: the sample signs with a key that is another each time."""
    page = window.pages["privacy"]
    assert isinstance(page, PrivacyPage)  # noqa: S101
    page.ledger.show_head(hashlib.sha256(NOT_AGREED.encode()).digest())


def _turn_to_step(at: int, window: Window) -> None:
    page = window.pages["import"]
    assert isinstance(page, ImportPage)  # noqa: S101
    page.turn_to(at)


def _choose_group(window: Window) -> None:
    page = window.pages["data"]
    assert isinstance(page, DataPage)  # noqa: S101
    view = page.segments.table.view
    view.selectRow(0)
    view.opened.emit(view.current)


def _ask_passphrase(code: str, window: Window) -> None:
    opening = window.desk.opening
    opening.attempt = Attempt(
        Phase.LOCKED, opening.usual_folder, PlannerError(code, variable=PASSPHRASE_VARIABLE), makes=True
    )
    opening.changed.emit()


def _approve(window: Window) -> None:
    """Ask for an approval of a campaign as if it had been checked, with the warnings that stand against it."""
    page = window.pages["campaigns"]
    assert isinstance(page, CampaignsPage)  # noqa: S101
    outlook, campaign = page.view.outlook, page.view.campaign
    assert outlook is not None  # noqa: S101
    assert campaign is not None  # noqa: S101
    warnings = tuple(each.code for each in outlook.findings if each.severity is Severity.WARN)
    ApproveDialog(window.desk, window, _checked(campaign, warnings), outlook).open()


def _checked(campaign: Campaign, warnings: tuple[str, ...]) -> Campaign:
    """Return a campaign as if all that has become of it were a check: in a workspace that was used it may have left."""
    day = campaign.brief.starts_on
    assert day is not None  # noqa: S101 — every campaign of the sample has one
    mark = CheckMark(
        digest="",
        campaign_digest=campaign.digest(),
        decision=Decision.WARN,
        warnings=warnings,
        checked_at=f"{day}T00:00:00Z",
        valid_until=day,
    )
    return replace(campaign, state=State.DRAFT, checks=(mark,), approval=None, exports=())


def _export(window: Window) -> None:
    page = window.pages["campaigns"]
    assert isinstance(page, CampaignsPage)  # noqa: S101
    assert page.view.campaign is not None  # noqa: S101
    dialog = ExportDialog(window.desk, window, page.view.campaign)
    dialog.folder.setText(str(Path("Documents") / "Lists"))  # the same on every machine
    dialog.open()


def _import_step(number: int, name: str) -> Shot:
    steps = (partial(_turn_to_step, at) for at in range(number))
    return Shot(f"import-{number}-{name}", "import", ready=(_choose_file, *steps))


SHOTS = (
    Shot("start", "start"),
    Shot("passphrase-new", "start", ready=(partial(_ask_passphrase, "passphrase-missing"),)),
    Shot("passphrase", "start", ready=(partial(_ask_passphrase, "passphrase-wrong"),)),
    Shot("data", "data", ready=(_leave_group,)),
    Shot("data-group", "data", ready=(_choose_group,)),
    Shot("campaigns", "campaigns"),
    Shot("campaign", "campaigns", CLEAN),
    Shot("campaign-too-narrow", "campaigns", NARROW),
    Shot("campaign-not-agreed", "campaigns", NOT_AGREED),
    Shot("approve", "campaigns", NARROW, (_approve,)),
    Shot("export", "campaigns", CLEAN, (_export,)),
    Shot("privacy", "privacy", "email-marketing"),
    Shot("ledger", "privacy", "ledger", (_show_fingerprint,)),
    Shot("settings", "settings"),
    _import_step(1, "file"),
    _import_step(2, "columns"),
    _import_step(3, "values"),
    _import_step(4, "safety"),
    _import_step(5, "preview"),
    Shot("start-empty", "start", is_empty=True),
    Shot("data-empty", "data", is_empty=True),
    Shot("campaigns-empty", "campaigns", is_empty=True),
)
"""Every picture there is; a page that is new adds its own lines here."""
