"""Every finding there is: one case that raises it and a case close by that does not, from the file to the sentence."""

import csv
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planner.domain.brief import OWN_COMPANY
from planner.domain.errors import PlannerError
from planner.domain.finding import Finding, Severity
from planner.domain.note import Checkpoint, sign_checkpoint
from planner.domain.rule_text import parse_rule
from planner.services.backing_up import begin_backup
from planner.services.exploring import ask, populations
from planner.services.governing import catalogue, edit_scope, remove_scope, set_policy
from planner.services.importing import Import, Request, compared, keep_import, known_population, prepare_import
from planner.services.keeping import key_state, make_code, renew_key
from planner.services.planning import Plan, draft, examine
from planner.services.releasing import export
from planner.services.reviewing import approve_campaign, check_campaign
from planner.services.verifying import verify_ledger as check_all
from planner.services.words import read_words, tell_finding
from planner.store.folder import find_risky_folder
from planner.store.ledger import entries, signed_checkpoint
from planner.store.ledger_check import verify_ledger
from planner.store.recorder import signing_key
from planner.store.snapshots import load_table, load_tree
from planner.store.workspace import Workspace
from tests.domain.campaigning import SNAPSHOT_ON, TODAY, brief
from tests.store.forging import UNLOCK, forged, tamper
from tests.store.memory_keys import MemoryKeys

FLOOR = 20
BLOCK, WARN, NOTE = Severity.BLOCK, Severity.WARN, Severity.NOTE
REGIONS = {
    "Lyon": ("Rhône", "France"),
    "Nice": ("Azur", "France"),
    "Metz": ("East", "France"),
    "Toul": ("East", "France"),
}
CONSENTS = ("email-marketing", "sms-marketing", "ads-audiences", "profiling", "third-party-sharing", "special-category")

MAPPING = "".join(
    [
        '[columns.id]\nrole = "identifier"\n',
        '[columns.age]\nrole = "attribute"\nkind = "ordered"\nbands = [25, 45, 65]\n',
        '[columns.city]\nrole = "attribute"\nkind = "hierarchical"\nlevels = ["city", "region", "country"]\n',
        'rare = "keep"\n',
        '[columns.plan]\nrole = "attribute"\nkind = "nominal"\n',
        '[columns.spend]\nrole = "attribute"\nkind = "nominal"\nbehavioural = true\n',
        '[columns.mood]\nrole = "sensitive"\nt = 0.9\n',
        *(f'[columns.{name}]\nrole = "consent"\nscope = "{name}"\ngranted = ["yes"]\n' for name in CONSENTS),
    ]
)

Row = dict[str, object]


def person(**changes: object) -> Row:
    """Somebody of 30 in Lyon who agreed to everything."""
    told = {
        "id": "",
        "age": 30,
        "city": "Lyon",
        "plan": "free",
        "spend": "low",
        **dict.fromkeys(CONSENTS, "yes"),
    }
    told |= {name.replace("_", "-"): value for name, value in changes.items()}
    region, country = REGIONS.get(str(told["city"]), ("South", "Lux"))
    return told | {"region": region, "country": country}


def customers() -> list[Row]:
    """120 people of each ordinary kind; 30 old ones in Esch who want no e-mail, 60 glad ones in Lyon no texts, 30 young
    ones who are few, and two small towns that are only kept together."""
    kinds = product((20, 30), ("Lyon", "Nice", "Esch"), ("free", "pro"), ("low", "high"))
    rows = [person(age=age, city=city, plan=plan, spend=spend) for age, city, plan, spend in kinds for _ in range(120)]
    rows += [person(age=70, city="Esch", email_marketing="no") for _ in range(30)]
    rows += [person(age=70, sms_marketing="no", mood="glad") for _ in range(60)]
    rows += [person(age=50, city="Nice") for _ in range(30)]
    rows += [person(city=city) for city in ("Metz", "Toul") for _ in range(12)]
    return numbered(rows)


def numbered(rows: list[Row]) -> list[Row]:
    return [{"mood": ("calm", "glad")[i % 2]} | row | {"id": f"c{i}"} for i, row in enumerate(rows)]


def written(folder: Path, rows: list[Row], mapping: str = MAPPING, **request: Any) -> Request:
    file, columns = folder / "customers.csv", folder / "mapping.toml"
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    columns.write_text(mapping, encoding="utf-8")
    return Request(file, "customers", mapping=columns if mapping else None, **{"floor": FLOOR, **request})


def as_workbook(rows: list[Row], path: Path) -> Path:
    """Write customers on the first sheet, more of them on the second, and nothing on the third."""
    book = openpyxl.Workbook()
    for sheet in (book.active, book.create_sheet("more")):
        for row in (list(rows[0]), *(list(row.values()) for row in rows)):
            sheet.append(row)
    book.create_sheet("empty")
    book.save(path)
    return path


def at_noon() -> datetime:
    return datetime.combine(SNAPSHOT_ON, time(12), UTC)


@dataclass(frozen=True, slots=True)
class Made:
    """A workspace made once, to be copied for each case."""

    folder: Path
    keys: MemoryKeys

    def copy(self, folder: Path) -> Workspace:
        shutil.copytree(self.folder, folder)
        return Workspace.open(folder, self.keys, at_noon)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder, keys = tmp_path_factory.mktemp("made"), MemoryKeys()
    prepared = prepare_import(written(folder, customers()), clock=at_noon)
    with Workspace.create(folder / "workspace", keys, at_noon) as workspace:
        keep_import(workspace, prepared)
        for name in catalogue(workspace).names:
            edit_scope(workspace, name, by="Ada", notice_version="4", notice_on=date(2026, 6, 1))
    return Made(folder / "workspace", keys)


@pytest.fixture
def workspace(made: Made, tmp_path: Path) -> Iterator[Workspace]:
    with made.copy(tmp_path / "workspace") as opened:
        yield opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A campaign and everything around it; as it stands, nothing warns or blocks."""

    rule: str = "age < 45 AND country = 'France'"
    brief: Mapping[str, Any] = field(default_factory=dict)
    scopes: tuple[str, ...] = ()
    today: date = TODAY
    policy: Mapping[str, str] = field(default_factory=dict)
    catalogue: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    removed: tuple[str, ...] = ()
    released: tuple[str, ...] = ()
    """Rules whose lists have left already."""
    again: int | None = None
    """The floor with which the same customers are imported again after that; cut afresh unless it is the same."""

    def findings(self, workspace: Workspace, folder: Path) -> tuple[Finding, ...]:
        for number, rule in enumerate(self.released):
            release(workspace, f"earlier {number}", rule, folder)
        if self.again:
            request = replace(written(folder, customers()), floor=self.again, recut=self.again != FLOOR)
            known = known_population(workspace, request.population)
            keep_import(workspace, prepare_import(request, clock=at_noon, known=known))
        for name, text in self.policy.items():
            set_policy(workspace, name, text, by="Grace")
        for name, changes in self.catalogue.items():
            edit_scope(workspace, name, by="Grace", **changes)
        for name in self.removed:
            remove_scope(workspace, name, by="Grace")
        told = Plan(name="now", population="customers", brief=brief(**self.brief), rule=parse_rule(self.rule))
        campaign = draft(workspace, Plan(**{**vars_of(told), "scopes": self.scopes}), author="Ada")
        return examine(workspace, campaign, today=self.today).findings


def vars_of(plan: Plan) -> dict[str, Any]:
    return {name: getattr(plan, name) for name in plan.__slots__}


def release(workspace: Workspace, name: str, rule: str, folder: Path) -> None:
    plan = Plan(name=name, population="customers", brief=brief(), rule=parse_rule(rule))
    campaign = draft(workspace, plan, author="Ada")
    check_campaign(workspace, campaign.id, actor="Ada")
    approve_campaign(workspace, campaign.id, approver="Grace", reason="the first list")
    export(workspace, campaign.id, folder, formats=["bundle"], by="Ada")


ORDINARY = Setting()
ACME = {"recipients": (OWN_COMPANY, "Acme")}
ADS = {"channel": "ads", "purposes": ("targeted-advertising",), "platform": "linkedin"}
SMS = {"channel": "sms"}
LATER = SNAPSHOT_ON + timedelta(days=730)
UNLIMITED = {"email-marketing": {"valid_days": None}}


def days_later(days: int) -> Setting:
    last = SNAPSHOT_ON + timedelta(days=days)
    return Setting(today=last, brief={"ends_on": last}, catalogue=UNLIMITED)


CAMPAIGNS: dict[str, tuple[Severity, Setting, Setting]] = {
    "purpose-undeclared": (BLOCK, Setting(brief={"purposes": ()}), ORDINARY),
    "purpose-unknown": (BLOCK, Setting(brief={"purposes": ("fun",)}), ORDINARY),
    "channel-undeclared": (BLOCK, Setting(brief={"channel": ""}), ORDINARY),
    "channel-unknown": (BLOCK, Setting(brief={"channel": "pigeon"}), ORDINARY),
    "recipients-undeclared": (BLOCK, Setting(brief={"recipients": (" ",)}), Setting(brief=ACME)),
    "scope-unknown": (BLOCK, Setting(scopes=("email-markting",)), Setting(scopes=("email-marketing",))),
    "scope-uncovered": (BLOCK, Setting(removed=("email-marketing",)), Setting(removed=("sms-marketing",))),
    "legal-basis": (
        BLOCK,
        Setting(brief=ACME, catalogue={"third-party-sharing": {"legal_basis": "legitimate-interest"}}),
        Setting(brief=ACME, catalogue={"email-marketing": {"legal_basis": "legitimate-interest"}}),
    ),
    "third-party": (
        BLOCK,
        Setting(brief=ACME, catalogue={"third-party-sharing": {"third_parties": False}}),
        Setting(brief=ACME),
    ),
    "promise-no-sale": (BLOCK, Setting(brief={**ACME, "sells": True}), Setting(brief=ACME)),
    "special-category": (
        BLOCK,
        Setting(brief={"goal": "Invite people with diabetes"}),
        Setting(brief={"goal": "Invite people with boots"}),
    ),
    "campaign-undated": (BLOCK, Setting(brief={"ends_on": None}), ORDINARY),
    "campaign-dates": (
        BLOCK,
        Setting(brief={"ends_on": date(2027, 3, 9)}),
        Setting(brief={"ends_on": date(2027, 3, 10)}),
    ),
    "campaign-over": (BLOCK, Setting(today=date(2027, 4, 1)), Setting(today=date(2027, 3, 31))),
    "clock-behind": (BLOCK, Setting(today=SNAPSHOT_ON - timedelta(days=1)), Setting(today=SNAPSHOT_ON)),
    "consent-missing": (BLOCK, Setting(brief={"channel": "post"}), Setting(brief=SMS)),
    "notice-missing": (
        BLOCK,
        Setting(catalogue={"email-marketing": {"notice_on": None}}),
        Setting(catalogue={"sms-marketing": {"notice_on": None}}),
    ),
    "notice-later": (
        BLOCK,
        Setting(catalogue={"email-marketing": {"notice_on": SNAPSHOT_ON + timedelta(days=1)}}),
        Setting(catalogue={"email-marketing": {"notice_on": SNAPSHOT_ON}}),
    ),
    "notice-starting": (NOTE, Setting(catalogue={"email-marketing": {"notice_version": "starting"}}), ORDINARY),
    "scope-expired": (
        BLOCK,
        Setting(catalogue={"email-marketing": {"valid_days": 57}}),
        Setting(catalogue={"email-marketing": {"valid_days": 58}}),
    ),
    "scope-not-granted": (NOTE, Setting(rule="country = 'France'", brief=SMS), Setting(rule="country = 'France'")),
    "snapshot-stale": (WARN, days_later(91), days_later(90)),
    "retention-over": (BLOCK, days_later(731), days_later(730)),
    "retention-ends": (
        WARN,
        Setting(catalogue=UNLIMITED, brief={"ends_on": LATER + timedelta(days=1)}),
        Setting(catalogue=UNLIMITED, brief={"ends_on": LATER}),
    ),
    "nobody-reachable": (
        BLOCK,
        Setting(rule="age >= 65 AND city = 'Lyon'", brief=SMS),
        Setting(rule="age >= 65", brief=SMS),
    ),
    "nobody-matches": (BLOCK, Setting(rule="age >= 65 AND city = 'Nice'"), Setting(rule="age >= 65 AND city = 'Lyon'")),
    "all-protected": (BLOCK, Setting(rule="city = 'Metz'"), Setting(rule="region = 'East'")),
    "too-narrow": (BLOCK, Setting(rule="age BETWEEN 45 AND 64"), Setting(rule="age >= 65")),
    "getting-narrow": (
        WARN,
        Setting(rule="age < 25 AND city = 'Nice' AND plan = 'pro' AND spend = 'low'", scopes=("profiling",)),
        Setting(rule="age < 25 AND city = 'Nice' AND plan = 'pro'"),
    ),
    "few-agreed": (
        WARN,
        Setting(rule="age >= 65", brief=SMS),
        Setting(rule="age >= 65 AND city = 'Lyon'", brief=SMS),
    ),
    "below-delivery-floor": (
        WARN,
        Setting(rule="age < 25 AND city = 'Nice' AND plan = 'pro'", brief=ADS),
        Setting(rule="age < 25 AND city = 'Nice'", brief=ADS),
    ),
    "isolates-difference": (
        BLOCK,
        Setting(rule="age < 65 AND country = 'France'", released=("age < 45 AND country = 'France'",)),
        Setting(rule="country = 'France'", released=("age < 45 AND country = 'France'",)),
    ),
    "left-from-earlier-cut": (
        BLOCK,
        Setting(released=("age < 45 AND country = 'France'",), again=40),
        Setting(released=("age < 45 AND country = 'France'",), again=20),
    ),
    "too-narrow-perhaps": (
        BLOCK,
        Setting(rule="age >= 65 AND city = 'Lyon'", again=20),
        Setting(rule="age >= 65 AND city = 'Lyon'"),
    ),
    "isolates-difference-perhaps": (
        BLOCK,
        Setting(rule="country = 'France'", released=("age < 65 AND country = 'France'",), again=20),
        Setting(rule="country = 'France'", released=("age < 65 AND country = 'France'",)),
    ),
    "isolates-remainder": (BLOCK, Setting(rule=""), Setting(rule="", brief=SMS)),
    "isolates-remainder-perhaps": (
        BLOCK,
        Setting(rule="", brief=SMS, again=20),
        Setting(rule="", brief=SMS),
    ),
    "over-specified": (
        WARN,
        Setting(rule="age < 45 AND country = 'France' AND plan = 'free'", policy={"over-specified-from": "3"}),
        Setting(rule="age < 45 AND country = 'France' AND plan = 'free'", policy={"over-specified-from": "4"}),
    ),
    "protected-share-high": (WARN, Setting(rule="city = 'Metz'"), Setting(rule="region = 'East'")),
    "homogeneous-group": (WARN, Setting(rule="age >= 65"), Setting(rule="age < 25")),
}
"""What examining a campaign says: code → severity, a setting that raises it, and one close by that does not."""

DATED = MAPPING + '[columns.changed]\nrole = "updated"\n'
UNASKED = MAPPING.partition("[columns.email-marketing]")[0]
KIND = numbered([person() for _ in range(50)])
"""Fifty people of whom there is nothing to say."""

IMPORTS: dict[str, tuple[list[Row], str, int]] = {
    "unmapped": (KIND, "", 20),
    "plain": (KIND, MAPPING, 20),
    "untidy": (
        [
            *KIND,
            KIND[0],
            KIND[1] | {"plan": "pro"},
            KIND[2] | {"email-marketing": "no"},
            person(id=" "),
            person(id="rare", plan="gold", city="Metz"),
        ],
        MAPPING,
        20,
    ),
    "dated": (
        [
            *(each | {"changed": "2026-01-01"} for each in KIND),
            KIND[1] | {"plan": "pro", "changed": "2026-01-02"},
        ],
        DATED,
        20,
    ),
    "many": (
        [
            *KIND,
            *KIND[:20],
            *(each | {"plan": "pro"} for each in KIND[:20]),
            *(each | {"email-marketing": "no"} for each in KIND[:20]),
            *[person(id=" ")] * 20,
        ],
        MAPPING,
        20,
    ),
    "many-dated": (
        [
            *(
                each | {"changed": f"2026-01-0{day}", "plan": plan}
                for day, plan in ((1, "free"), (2, "pro"))
                for each in KIND
            )
        ],
        DATED,
        20,
    ),
    "ageless": ([each | {"age": ""} for each in KIND], MAPPING, 20),
    "unasked": (KIND, UNASKED, 5),
    "workbook": (KIND, MAPPING, 20),
    "western": ([each | {"plan": "privé"} for each in KIND], MAPPING, 20),
}
"""Files by name: their rows, their mapping if they have one, and the floor."""

IMPORT_FINDINGS = {
    "floor-low": (WARN, "unasked", "plain"),
    "no-consent-column": (WARN, "unasked", "plain"),
    "rows-without-identifier": (WARN, "many", "untidy"),
    "rows-without-identifier-few": (WARN, "untidy", "many"),
    "repeated-rows": (NOTE, "many", "untidy"),
    "repeated-rows-few": (NOTE, "untidy", "many"),
    "conflicting-rows": (NOTE, "many", "many-dated"),
    "conflicting-rows-dated": (NOTE, "many-dated", "many"),
    "conflicting-rows-few": (NOTE, "dated", "many"),
    "conflicting-consents": (NOTE, "many", "untidy"),
    "conflicting-consents-few": (NOTE, "untidy", "many"),
    "attribute-all-missing": (WARN, "ageless", "plain"),
    "rare-values": (WARN, "untidy", "plain"),
    "values-folded": (NOTE, "untidy", "plain"),
    "other-sheets": (WARN, "workbook", "plain"),
    "encoding-guessed": (WARN, "western", "plain"),
    "roles-not-confirmed": (WARN, "unmapped", "plain"),
}
"""What an import says: code → severity, a file that raises it, and one that does not."""

LAST = "(SELECT max(size) FROM checkpoints)"
SNAPSHOTS = "UPDATE snapshots SET number = "
TAMPERED: dict[str, tuple[str, str]] = {
    "ledger-entry-changed": (
        "UPDATE ledger SET record = CAST(record || ' ' AS BLOB) WHERE number = 2",
        "UPDATE ledger SET record = CAST(record || '' AS BLOB) WHERE number = 2",
    ),
    "ledger-not-signed": (
        f"UPDATE checkpoints SET note = replace(note, 'shoal/', 'shoak/') WHERE size = {LAST}",
        f"UPDATE checkpoints SET note = replace(note, 'shoal/', 'shoal/') WHERE size = {LAST}",
    ),
    "ledger-checkpoint-differs": (
        f"DELETE FROM checkpoints WHERE size = {LAST}",
        f"DELETE FROM checkpoints WHERE size > {LAST}",
    ),
    "ledger-state-differs": (
        SNAPSHOTS + "number + 7",
        SNAPSHOTS + "number + 0",
    ),
    "ledger-state-unrecorded": (
        "INSERT INTO snapshots SELECT 7, 'x/7', population, record, segments FROM snapshots WHERE id = 'customers/1'",
        "INSERT INTO snapshots SELECT 7, 'x/7', population, record, segments FROM snapshots WHERE id = 'nobody/1'",
    ),
    "ledger-data-damaged": (
        "UPDATE arrays SET data = zeroblob(length(data)) WHERE name = 'people'",
        "UPDATE arrays SET data = data WHERE name = 'people'",
    ),
}
"""What a check of the ledger says: code → a change behind its back that raises it, and one that changes nothing."""

AGAIN: dict[str, tuple[Severity, dict[str, Any], dict[str, Any]]] = {
    "counted-again": (NOTE, {}, {"recut": True}),
    "people-left-out": (
        WARN,
        {"more": [person(plan="gold")] * FLOOR},
        {"more": [person(plan="gold")] * (FLOOR - 1)},
    ),
    "cut-afresh": (WARN, {"recut": True}, {}),
    "cut-afresh-after-lists": (WARN, {"recut": True, "released": ("spring/1",)}, {"recut": True}),
}
"""What importing the customers again says: code → severity, a way that raises it, and one that does not."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What a finding about the workspace itself is raised on: a copy of the one made once, and room beside it."""

    made: Made
    workspace: Workspace
    beside: Path
    patch: pytest.MonkeyPatch


class ClingingKeys(MemoryKeys):
    """A place that keeps keys and lets go of none."""

    def forget(self, slot: str) -> None:
        raise PlannerError("key-not-forgotten", kept_by=self.name)


Scene = Callable[[Bench], Sequence[Finding]]


def chained(*, to: str | None) -> Scene:
    """A last entry that says what state it follows on: its own, or another."""

    def check(bench: Bench) -> Sequence[Finding]:
        last = entries(bench.workspace)[-1]
        state = last.record["state"] if to is None else {**last.record["state"], "before": to}
        return faults(bench, *forged(bench.workspace, signing_key(bench.workspace.db), state=state))

    return check


def held_elsewhere(*, more: int) -> Scene:
    """A signed checkpoint, kept by somebody, of so many more entries than there are."""

    def check(bench: Bench) -> Sequence[Finding]:
        key, size = signing_key(bench.workspace.db), len(entries(bench.workspace))
        later = sign_checkpoint(Checkpoint(key.name, size + more, bytes(32)), key)
        return faults(bench, held=[later if more else signed_checkpoint(bench.workspace) or ""])

    return check


def damaged(*, bits: int) -> Scene:
    """A store whose file has some bits turned behind its back."""

    def check(bench: Bench) -> Sequence[Finding]:
        with (bench.workspace.folder / "store.db").open("r+b") as file:
            file.seek(-2000, os.SEEK_END)
            (byte,) = file.read(1)
            file.seek(-1, os.SEEK_CUR)
            file.write(bytes([byte ^ bits]))
        return [finding for _, finding in check_all(bench.workspace).faults]

    return check


def lying(folder: str) -> Scene:
    """A workspace in a folder, beside a drive of another machine."""

    def look(bench: Bench) -> Sequence[Finding]:
        (bench.beside / "mounts").write_text("nas:/team /mnt/team nfs4 rw 0 0\n", encoding="utf-8")
        finding = find_risky_folder(Path(folder), bench.beside / "mounts")
        return [finding] if finding else []

    return look


def backed_up(before: Callable[[Bench], object]) -> Scene:
    """A backup beside the work, after something has happened."""

    def back_up(bench: Bench) -> Sequence[Finding]:
        before(bench)
        begin_backup(bench.workspace)()
        return bench.workspace.findings

    return back_up


def with_room(copies: float) -> Callable[[Bench], object]:
    """A disk with room for so many more copies of the store."""

    def fill(bench: Bench) -> None:
        size = (bench.workspace.folder / "store.db").stat().st_size
        usage = shutil.disk_usage(bench.beside)
        bench.patch.setattr("shutil.disk_usage", lambda _place: usage._replace(free=int(copies * size)))

    return fill


def backed_up_with(statement: str) -> Scene:
    """A backup beside the work, after the store was changed behind its back."""

    def back_up(bench: Bench) -> Sequence[Finding]:
        with changed_behind(bench, statement) as opened:
            begin_backup(opened)()
            return opened.findings

    return back_up


def keys_of(*acts: Callable[[Workspace], object], keys: type[MemoryKeys] = MemoryKeys) -> Scene:
    """The keys of a new workspace, after something was done with them."""

    def look(bench: Bench) -> Sequence[Finding]:
        with Workspace.create(bench.beside / "new", keys(), at_noon) as workspace:
            for act in acts:
                act(workspace)
            return key_state(workspace).findings

    return look


def keep_a_code(workspace: Workspace) -> None:
    make_code(workspace, by="Mara")


def lose_the_recovery_file(workspace: Workspace) -> None:
    (workspace.folder / "store.recovery").unlink()


def give_a_new_key(workspace: Workspace) -> None:
    with suppress(PlannerError):
        renew_key(workspace, by="Mara")


def named(population: str, **columns: str) -> Callable[[Workspace], Import]:
    """The customers once more, under a name and with so many columns more."""

    def again(workspace: Workspace) -> Import:
        record = populations(workspace)[0]
        other = replace(record, population=population, columns={**record.columns, **columns})
        return Import(other, load_table(workspace, record.id), load_tree(workspace, record.id))

    return again


def kept(again: Callable[[Workspace], Import]) -> Scene:
    """What an import says once it is kept."""
    return lambda bench: keep_import(bench.workspace, again(bench.workspace)).findings


SCENES: dict[str, tuple[Severity, Scene, Scene]] = {
    "ledger-chain-broken": (BLOCK, chained(to="ab" * 32), chained(to=None)),
    "ledger-rolled-back": (BLOCK, held_elsewhere(more=1), held_elsewhere(more=0)),
    "pages-damaged": (BLOCK, damaged(bits=1), damaged(bits=0)),
    "folder-synced": (WARN, lying("/people/ada/Dropbox/shoal"), lying("/people/ada/shoal")),
    "folder-on-network": (WARN, lying("/mnt/team/shoal"), lying("/mnt/teams/shoal")),
    "backup-failed": (
        WARN,
        backed_up(lambda bench: (bench.workspace.folder / "backups").write_text("in its place")),
        backed_up(lambda bench: (bench.workspace.folder / "backups").mkdir()),
    ),
    "backup-no-room": (WARN, backed_up(with_room(1.99)), backed_up(with_room(2.01))),
    "backup-not-whole": (WARN, backed_up_with(SNAPSHOTS + "number + 7"), backed_up_with(SNAPSHOTS + "number + 0")),
    "same-columns": (WARN, kept(named("members")), kept(named("members", points="attribute"))),
    "recovery-code-absent": (WARN, keys_of(), keys_of(keep_a_code)),
    "recovery-file-lost": (WARN, keys_of(keep_a_code, lose_the_recovery_file), keys_of(keep_a_code)),
    "old-key-kept": (WARN, keys_of(give_a_new_key, keys=ClingingKeys), keys_of(give_a_new_key)),
}
"""What the workspace itself says: code → severity, a scene that raises it, and one close by that does not."""


def told(findings: Sequence[Finding]) -> dict[str, Finding]:
    """The findings by code, each with a whole sentence."""
    for each in findings:
        sentence = tell_finding(each)
        assert not {"{", "}"} & set(sentence)
        assert "(n" not in sentence.replace("(no condition)", "")
    return {each.code: each for each in findings}


def test_every_finding_has_a_case() -> None:
    cases = [*CAMPAIGNS, *IMPORT_FINDINGS, *TAMPERED, *AGAIN, *SCENES]
    assert sorted(cases) == sorted(read_words()["findings"])


@pytest.fixture
def bench(made: Made, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    return Bench(made, workspace, tmp_path, monkeypatch)


@pytest.mark.parametrize("code", SCENES)
def test_the_workspace_raises_the_finding(code: str, bench: Bench) -> None:
    severity, trouble, _ = SCENES[code]
    assert told(trouble(bench))[code].severity is severity


@pytest.mark.parametrize("code", SCENES)
def test_a_workspace_close_by_does_not(code: str, bench: Bench) -> None:
    _, _, calm = SCENES[code]
    assert code not in told(calm(bench))


def faults(bench: Bench, *statements: str, held: Sequence[str] = ()) -> Sequence[Finding]:
    """Change the store behind its back, and return what a check of its ledger finds once it is opened again."""
    with changed_behind(bench, *statements) as opened:
        return [finding for _, finding in verify_ledger(opened, held).faults]


def changed_behind(bench: Bench, *statements: str) -> Workspace:
    """Change the store behind its back, and open it again."""
    folder, keys = bench.workspace.folder, bench.made.keys
    bench.workspace.close()
    tamper(folder, keys, *UNLOCK, *statements)
    (folder / "lock").unlink()  # so that nothing but a check of the ledger can find it
    return Workspace.open(folder, keys, at_noon)


@pytest.mark.parametrize(
    ("population", "columns", "is_said"),
    [
        ("members", {}, True),
        ("members", {"notes": "dropped"}, True),
        ("members", {"points": "attribute"}, False),
        ("customers", {}, False),
    ],
)
def test_the_same_people_under_a_second_name_are_noticed_before_they_are_kept(
    population: str, columns: dict[str, str], *, is_said: bool, workspace: Workspace
) -> None:
    found = told(compared(workspace, named(population, **columns)(workspace)).record.findings)
    assert ("same-columns" in found) is is_said
    assert not is_said or found["same-columns"].facts == {"populations": ("customers",)}


@pytest.mark.parametrize("code", TAMPERED)
def test_a_ledger_changed_behind_its_back_raises_the_finding(code: str, bench: Bench) -> None:
    assert told(faults(bench, TAMPERED[code][0]))[code].severity is BLOCK


@pytest.mark.parametrize("code", TAMPERED)
def test_a_ledger_that_says_the_same_as_before_does_not(code: str, bench: Bench) -> None:
    assert told(faults(bench, TAMPERED[code][1])) == {}


def counted_again(
    workspace: Workspace, folder: Path, *, more: Sequence[Row] = (), recut: bool = False, released: tuple[str, ...] = ()
) -> dict[str, Finding]:
    request = written(folder, numbered([*customers(), *more]), recut=recut)
    known = known_population(workspace, request.population)
    assert known
    prepared = prepare_import(request, clock=at_noon, known=replace(known, released=released))
    return told(prepared.record.findings)


@pytest.mark.parametrize("code", AGAIN)
def test_importing_again_raises_the_finding_and_another_way_does_not(
    code: str, workspace: Workspace, tmp_path: Path
) -> None:
    severity, trouble, calm = AGAIN[code]
    assert counted_again(workspace, tmp_path, **trouble)[code].severity is severity
    assert code not in counted_again(workspace, tmp_path, **calm)


def test_an_ordinary_campaign_has_nothing_to_say(workspace: Workspace, tmp_path: Path) -> None:
    assert ORDINARY.findings(workspace, tmp_path) == ()


@pytest.mark.parametrize("code", CAMPAIGNS)
def test_a_campaign_raises_the_finding(code: str, workspace: Workspace, tmp_path: Path) -> None:
    severity, trouble, _ = CAMPAIGNS[code]
    assert told(trouble.findings(workspace, tmp_path))[code].severity is severity


@pytest.mark.parametrize("code", CAMPAIGNS)
def test_a_campaign_close_by_does_not(code: str, workspace: Workspace, tmp_path: Path) -> None:
    _, _, calm = CAMPAIGNS[code]
    assert code not in told(calm.findings(workspace, tmp_path))


@pytest.mark.parametrize(
    ("rule", "is_special"),
    [("age < 18", True), ("age < '18–44'", True), ("age >= 18", False), ("NOT age < 18", False)],
)
def test_minors_are_a_special_category_however_they_are_asked_for(
    rule: str, *, is_special: bool, tmp_path: Path
) -> None:
    rows = numbered([person(age=age) for age in (12, 30) for _ in range(60)])
    request = written(tmp_path, rows, MAPPING.replace("[25, 45, 65]", "[18, 45, 65]"))
    with Workspace.create(tmp_path / "workspace", MemoryKeys(), at_noon) as workspace:
        keep_import(workspace, prepare_import(request, clock=at_noon))
        plan = Plan(name="now", population="customers", brief=brief(), rule=parse_rule(rule))
        found = examine(workspace, draft(workspace, plan, author="Ada"), today=TODAY).findings
    assert ("special-category" in told(found)) is is_special


@pytest.mark.parametrize(
    ("code", "setting", "severity"),
    [
        ("scope-not-granted", Setting(rule="age >= 65 AND city = 'Lyon'", brief=SMS), BLOCK),
        (
            "special-category",
            Setting(brief={"goal": "Invite people with diabetes"}, policy={"special-categories": "yes"}),
            WARN,
        ),
    ],
)
def test_a_finding_weighs_more_or_less_by_what_it_finds(
    code: str, setting: Setting, severity: Severity, workspace: Workspace, tmp_path: Path
) -> None:
    assert told(setting.findings(workspace, tmp_path))[code].severity is severity


def test_without_a_column_for_the_needed_scope_that_alone_is_said(workspace: Workspace, tmp_path: Path) -> None:
    found = told(Setting(brief={"channel": "post"}).findings(workspace, tmp_path))
    assert list(found) == ["consent-missing", "nobody-reachable"]
    assert "condition" not in found["nobody-reachable"].facts


def test_nobody_is_said_to_have_refused_while_it_is_unknown_what_was_asked(
    workspace: Workspace, tmp_path: Path
) -> None:
    found = told(Setting(brief={"purposes": ("direct-marketing", "fun")}).findings(workspace, tmp_path))
    assert "purpose-unknown" in found
    assert "scope-not-granted" not in found


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], dict[str, Finding]]:
    done = {}
    for name, (rows, mapping, floor) in IMPORTS.items():
        request = written(tmp_path_factory.mktemp(name), rows, mapping, floor=floor)
        if name == "workbook":
            request = replace(request, path=as_workbook(rows, request.path.with_suffix(".xlsx")))
        if name == "western":
            request.path.write_bytes(request.path.read_text(encoding="utf-8").encode("cp1252"))
        done[name] = told(prepare_import(request, clock=at_noon).record.findings)
    return done.__getitem__


def test_a_plain_file_has_nothing_to_say(imported: Callable[[str], dict[str, Finding]]) -> None:
    assert imported("plain") == {}


@pytest.mark.parametrize("code", IMPORT_FINDINGS)
def test_an_import_raises_the_finding_and_another_does_not(
    code: str, imported: Callable[[str], dict[str, Finding]]
) -> None:
    severity, trouble, calm = IMPORT_FINDINGS[code]
    assert imported(trouble)[code].severity is severity
    assert code not in imported(calm)


def test_an_import_counts_what_it_found(imported: Callable[[str], dict[str, Finding]]) -> None:
    found = imported("many")
    assert tell_finding(found["rows-without-identifier"]).startswith("20 rows have no identifier and were left out")
    assert found["repeated-rows"].facts == {"rows": 60, "people": 50}
    assert found["conflicting-rows"].facts["people"] == 20
    assert tell_finding(found["conflicting-consents"]).startswith("20 people said both yes and no.")
    found = imported("untidy")
    assert found["rare-values"].facts == {"attribute": "city", "values": 1, "floor": 20}
    assert found["values-folded"].facts == {"attribute": "plan", "values": 1, "floor": 20}


def test_what_concerns_fewer_than_the_floor_is_told_without_a_count(
    imported: Callable[[str], dict[str, Finding]],
) -> None:
    few = [each for each in imported("untidy").values() if each.code.endswith("-few")]
    assert len(few) == 4
    for each in few:
        assert each.facts == {"floor": FLOOR}
        assert "fewer than 20" in tell_finding(each)


def test_a_file_that_says_nothing_of_anybody_is_refused(tmp_path: Path) -> None:
    kept = dict.fromkeys(("age", "city", "region", "country", "plan", "spend"), "")
    with pytest.raises(PlannerError, match="nothing-to-describe") as refused:
        prepare_import(written(tmp_path, [each | kept for each in KIND]), clock=at_noon)
    assert refused.value.facts == {"file": "customers.csv"}
    empty = [each | kept | {"plan": "free"} for each in KIND]
    found = prepare_import(written(tmp_path, empty), clock=at_noon).record.findings
    assert [each.facts for each in found if each.code == "attribute-all-missing"] == [
        {"attribute": name} for name in ("age", "city", "spend")
    ]


@pytest.mark.parametrize("rule", ["", "age < 45 OR age >= 45"])
def test_everybody_leaves_out_nobody_after_counting_again(rule: str, tmp_path: Path) -> None:
    agreed = [each for each in customers() if each.get("email-marketing") == "yes"]
    with Workspace.create(tmp_path / "workspace", MemoryKeys(), at_noon) as opened:
        for _ in range(2):
            known = known_population(opened, "customers")
            keep_import(opened, prepare_import(written(tmp_path, agreed), clock=at_noon, known=known))
        asked = ask(opened, "customers", where=rule)
        assert asked.judged.audience.reachable.all()
        assert asked.judged.blocking == ()
        assert asked.judged.smallest_isolable == asked.judged.guardrails.surely_reachable(asked.judged.audience)
        parted = ask(opened, "customers", where="age < 25").judged
        assert parted.smallest_isolable is not None
        assert parted.smallest_isolable >= FLOOR


def test_an_import_without_a_mapping_says_what_it_took_for_what(imported: Callable[[str], dict[str, Finding]]) -> None:
    facts = imported("unmapped")["roles-not-confirmed"].facts
    assert set(facts["consents"]) >= {"email-marketing", "profiling"}  # type: ignore[arg-type]
    assert facts["attributes"] == ("mood",)
