"""From a draft to a verified list: no step goes before the one it rests on, and the ledger tells of all."""

import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import CANARY, done, shoal

SOON = date.fromisoformat(datetime.now(tz=UTC).date().isoformat()) + timedelta(days=3)
BRIEF = ("--purpose", "direct-marketing", "--channel", "email", "--starts", SOON, "--ends", SOON + timedelta(days=9))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("exports")


@pytest.fixture(scope="module")
def spring(own_shop: Path) -> str:
    """A campaign that was drafted and nothing else."""
    words = ("campaign", "new", "Spring", "--population", "shop", "--where", "town = 'Lyon'", *BRIEF)
    return str(done(*words, workspace=own_shop)["id"])


def check_campaign(told: Any, state: str) -> None:
    assert told["state"] == state
    assert {"id", "name", "population", "rule", "scopes", "brief", "checks", "findings", "widen"} <= set(told)
    for each in told["checks"]:
        assert type(each["ledger_index"]) is int
    for name in ("reach", "reachable", "protected", "segments"):
        assert type(told[name]) is int


class TestACampaign:
    """The tests of this class follow on each other, as the steps of a campaign do."""

    def test_begins_as_a_draft_that_names_the_consent_it_needs(self, spring: str, own_shop: Path) -> None:
        told = done("campaign", "show", spring, workspace=own_shop)
        check_campaign(told, "draft")
        assert (told["rule"], told["scopes"], told["author"]) == ("town = 'Lyon'", ["email-marketing"], "tess")

    def test_cannot_leave_before_it_is_checked(self, spring: str, own_shop: Path, folder: Path) -> None:
        ran = shoal("export", spring, "--to", folder / "early", "--json", workspace=own_shop)
        assert (ran.status, ran.error["code"]) == (1, "check-missing")
        assert not (folder / "early").exists()

    def test_cannot_be_approved_before_it_is_checked(self, spring: str, own_shop: Path) -> None:
        ran = shoal("campaign", "approve", spring, "--by", "Otto", "--json", workspace=own_shop)
        assert (ran.status, ran.error["code"]) == (1, "check-missing")

    def test_passes_its_check_which_is_in_the_ledger(self, spring: str, own_shop: Path) -> None:
        told = done("campaign", "check", spring, workspace=own_shop)
        check_campaign(told, "checked")
        entry = done("ledger", "list", workspace=own_shop)["entries"][told["checks"][-1]["ledger_index"]]
        assert entry["action"] == "checked"

    def test_cannot_leave_before_it_is_approved(self, spring: str, own_shop: Path, folder: Path) -> None:
        ran = shoal("export", spring, "--to", folder, "--json", workspace=own_shop)
        assert (ran.status, ran.error["code"]) == (1, "approval-missing")

    def test_is_approved_in_a_name_that_must_be_given(self, spring: str, own_shop: Path) -> None:
        ran = shoal("campaign", "approve", spring, "--json", workspace=own_shop)
        assert (ran.status, ran.error["code"]) == (2, "wrong-usage")
        assert "--by" in ran.error["message"]
        told = done("campaign", "approve", spring, "--by", "Otto", "--reason", "Seen", workspace=own_shop)
        check_campaign(told, "approved")

    def test_leaves_as_a_bundle_in_every_format(self, spring: str, own_shop: Path, folder: Path) -> None:
        told = done("export", spring, "--to", folder, "--by", "Tess at the desk", workspace=own_shop)
        assert (told["state"], Path(told["path"])) == ("exported", folder / "shoal-spring.zip")
        assert {"list.json", "list.csv", "list.xlsx", "list.postgres.sql", "README.html"} <= set(told["files"])
        entry = done("ledger", "list", workspace=own_shop)["entries"][told["ledger_index"]]
        assert (entry["action"], entry["facts"]["by"]) == ("exported", "Tess at the desk")

    def test_is_believed_with_the_key_of_its_ledger(self, own_shop: Path, folder: Path) -> None:
        key = done("ledger", "key", workspace=own_shop)["key"]
        told = done("verify", folder / "shoal-spring.zip", "--key", key)
        assert told["verdict"] == "valid"
        assert {frozenset(each) for each in told["checks"]} == {frozenset({"name", "verdict", "detail"})}

    def test_is_not_believed_with_the_key_that_travels_with_it(self, folder: Path) -> None:
        ran = shoal("verify", folder / "shoal-spring.zip", "--json")
        assert (ran.status, ran.answer["verdict"]) == (1, "unknown")

    def test_tells_of_no_customer(self, folder: Path) -> None:
        with zipfile.ZipFile(folder / "shoal-spring.zip") as bundle:
            for name in bundle.namelist():
                assert CANARY.encode() not in bundle.read(name), name

    def test_is_refused_when_anything_in_its_bundle_was_changed(self, own_shop: Path, folder: Path) -> None:
        key = done("ledger", "key", workspace=own_shop)["key"]
        data = bytearray((folder / "shoal-spring.zip").read_bytes())
        for place in (len(data) // 7, len(data) // 2, len(data) - 9):
            forged = folder / "forged.zip"
            forged.write_bytes(bytes([*data[:place], data[place] ^ 1, *data[place + 1 :]]))
            ran = shoal("verify", forged, "--key", key, "--json")
            assert (ran.status, ran.answer["verdict"]) == (1, "invalid")

    def test_still_stands_in_a_later_copy_of_the_ledger(self, own_shop: Path, folder: Path) -> None:
        key = done("ledger", "key", workspace=own_shop)["key"]
        done("ledger", "export", "--to", folder / "ledger.jsonl", workspace=own_shop)
        told = done("verify", folder / "shoal-spring.zip", "--key", key, "--against", folder / "ledger.jsonl")
        assert told["checks"][-1]["name"] == "ledger"

    def test_never_overwrites_the_list_it_exported_before(self, spring: str, own_shop: Path, folder: Path) -> None:
        before = (folder / "shoal-spring.zip").read_bytes()
        told = done("export", spring, "--to", folder, "--format", "csv,sql", workspace=own_shop)
        assert Path(told["path"]).name == "shoal-spring-bundle-2.zip"
        assert (told["release"], told["left_before"]) == (f"{spring}/1", True)
        assert {Path(each).suffix for each in told["beside"]} == {".csv", ".sql"}
        assert all(Path(each).exists() for each in told["beside"])
        assert (folder / "shoal-spring.zip").read_bytes() == before

    def test_says_each_thing_a_target_cannot_express_once_with_its_targets(self, spring: str, own_shop: Path) -> None:
        ran = shoal("export", spring, "--to", own_shop.parent / "again", workspace=own_shop)
        said = [line for line in ran.out.splitlines() if line.startswith("! ")]
        messages = [line.partition(": ")[2] for line in said]
        assert any(line.startswith("! sql, ") for line in said)
        assert len(set(messages)) == len(messages)

    def test_loses_check_and_approval_with_every_edit(self, spring: str, own_shop: Path, folder: Path) -> None:
        told = done("campaign", "edit", spring, "--where", "town = 'Paris'", workspace=own_shop)
        check_campaign(told, "draft")
        ran = shoal("export", spring, "--to", folder, "--json", workspace=own_shop)
        assert (ran.status, ran.error["code"]) == (1, "check-missing")

    def test_can_be_withdrawn_and_ends_for_good_when_retired(self, spring: str, own_shop: Path) -> None:
        done("campaign", "check", spring, workspace=own_shop)
        done("campaign", "approve", spring, "--by", "Otto", "--reason", "Seen", workspace=own_shop)
        check_campaign(done("campaign", "withdraw", spring, workspace=own_shop), "withdrawn")
        check_campaign(done("campaign", "retire", spring, workspace=own_shop), "retired")
        ran = shoal("campaign", "check", spring, "--json", workspace=own_shop)
        assert (ran.status, ran.error["code"]) == (1, "campaign-retired")

    def test_leaves_a_ledger_behind_that_is_whole(self, own_shop: Path, tmp_path: Path) -> None:
        head = tmp_path / "head.txt"
        head.write_text(shoal("ledger", "checkpoint", workspace=own_shop).out, encoding="utf-8")
        told = done("ledger", "verify", "--known", head, workspace=own_shop)
        assert (told["verdict"], told["faults"]) == ("valid", [])
        assert told["entries"] == len(done("ledger", "list", workspace=own_shop)["entries"])


def test_a_check_that_fails_ends_with_one_and_is_recorded(own_shop: Path) -> None:
    words = ("campaign", "new", "Texts", "--population", "shop", *BRIEF, "--channel", "sms")
    told = done(*words, workspace=own_shop)
    ran = shoal("campaign", "check", told["id"], "--json", workspace=own_shop)
    assert ran.status == 1
    check_campaign(ran.answer, "draft")
    assert "consent-missing" in {each["code"] for each in ran.answer["findings"]}
    ran = shoal("campaign", "approve", told["id"], "--by", "Otto", "--json", workspace=own_shop)
    assert (ran.status, ran.error["code"]) == (1, "check-missing")


def test_everything_said_of_a_campaign_can_be_taken_back(own_shop: Path) -> None:
    words = ("--recipient", "Agency", "--platform", "meta", "--scope", "profiling", "--sells")
    told = done("campaign", "new", "Undo", "--population", "shop", *BRIEF, *words, workspace=own_shop)
    assert (told["brief"]["platform"], told["brief"]["sells"], told["named_scopes"]) == ("meta", True, ["profiling"])
    assert told["brief"]["recipients"] == ["own company", "Agency"]
    empty = ("--recipient", "", "--platform", "", "--scope", "", "--no-sells", "--where", "", "--purpose", "")
    told = done("campaign", "edit", told["id"], *empty, workspace=own_shop)
    brief = told["brief"]
    assert (brief["platform"], brief["sells"], told["named_scopes"], told["rule"]) == (None, False, [], "")
    assert (brief["recipients"], brief["purposes"]) == (["own company"], [])


def test_all_campaigns_are_listed_with_their_rules(own_shop: Path) -> None:
    done("campaign", "new", "Listed", "--population", "shop", "--where", "plan = 'plus'", workspace=own_shop)
    found = {each["id"]: each for each in done("campaign", "list", workspace=own_shop)["campaigns"]}
    assert (found["listed"]["state"], found["listed"]["rule"]) == ("draft", "plan = 'plus'")


LEFT = "1 list has left"


def test_a_list_that_left_is_told_of_after_its_campaign_became_a_draft_again(own_shop: Path, tmp_path: Path) -> None:
    done("campaign", "new", "Left", "--population", "shop", *BRIEF, workspace=own_shop)
    assert LEFT not in shoal("campaign", "show", "left", workspace=own_shop).out
    done("campaign", "check", "left", workspace=own_shop)
    done("campaign", "approve", "left", "--by", "Otto", "--reason", "Seen", workspace=own_shop)
    for _ in range(2):
        done("export", "left", "--to", tmp_path, "--format", "bundle", workspace=own_shop)
    done("policy", "set", "stale-after-days", "80", "--by", "Otto", workspace=own_shop)
    shown = shoal("campaign", "show", "left", workspace=own_shop).out
    assert "is draft" in shown
    assert LEFT in shown
    (line,) = [each for each in shoal("campaign", "list", workspace=own_shop).out.splitlines() if each[:5] == "left "]
    assert line.split()[3:5] == ["draft", "1"]


def test_a_policy_and_a_scope_change_what_campaigns_are_held_against_and_are_recorded(own_shop: Path) -> None:
    done("policy", "set", "warn-below", "300", "--by", "Otto", workspace=own_shop)
    assert done("policy", "show", workspace=own_shop)["warn_below"] == 300
    words = (
        "--purpose",
        "marketing",
        "--sentence",
        "We write to you",
        "--valid-days",
        "365",
        "--notice-on",
        "2025-01-31",
    )
    told = done("scope", "add", "letters", *words, workspace=own_shop)
    assert (told["channel"], told["valid_days"], told["legal_basis"]) == (None, 365, "consent")
    assert done("scope", "edit", "letters", "--third-parties", workspace=own_shop)["third_parties"] is True
    done("scope", "remove", "letters", workspace=own_shop)
    actions = [each["action"] for each in done("ledger", "list", workspace=own_shop)["entries"]]
    assert actions[-4:] == ["policy-changed", "scopes-changed", "scopes-changed", "scopes-changed"]


def test_an_import_keeps_to_the_floor_of_a_policy_that_was_set(
    own_shop: Path, customers: Path, mapping: Path, tmp_path: Path
) -> None:
    done("policy", "set", "floor", "30", "--by", "Otto", workspace=own_shop)
    words = ("import", customers, "--population", "again", "--mapping", mapping)
    ran = shoal(*words, "--k", "29", "--json", workspace=own_shop)
    assert (ran.status, ran.error["code"]) == (1, "floor-below-policy")
    assert done(*words, workspace=own_shop)["floor"] == 30
    told = done(*words, "--k", "5", workspace=tmp_path / "without a policy")
    assert told["floor"] == 5
    assert "floor-low" in {each["code"] for each in told["findings"]}
