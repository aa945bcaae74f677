"""The key of a workspace on the command line: shown, recovered and restored, without a secret where it may be read."""

import io
from pathlib import Path

import pytest

from planner.services.opening import Door
from planner.store.custody import header_of
from tests.cli.memory_ring import Keyring
from tests.cli.running import Ran, done, machine, shoal

PHRASE = "a long enough passphrase"


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A workspace that was just made, with its key in the key ring."""
    folder = tmp_path / "workspace"
    done("scope", "add", "news", "--purpose", "marketing", "--sentence", "Write to me.", workspace=folder)
    return folder


def typing(line: str, *words: object, workspace: Path) -> Ran:
    """Run a verb with a line on its standard input."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", io.StringIO(line + "\n"))
        return shoal(*words, workspace=workspace)


def lose_key(folder: Path) -> None:
    Keyring.kept.pop(("Shoal", header_of(folder / "store.db").hex()))


def test_a_workspace_says_where_its_key_is_and_that_it_has_no_code(made: Path) -> None:
    told = done("key", "show", workspace=made)
    assert (told["kept_by"], told["keeper"], told["code_made_at"]) == ("memory", "key-ring", None)
    assert [each["code"] for each in told["findings"]] == ["recovery-code-absent"]
    assert "recovery code  none" in shoal("key", "show", workspace=made).out


def test_a_code_is_shown_once_and_opens_the_workspace_whose_key_is_lost(made: Path) -> None:
    code = done("key", "recovery", "--by", "Mara", workspace=made)["code"]
    assert done("key", "show", workspace=made)["findings"] == []
    lose_key(made)
    lost = shoal("scope", "list", workspace=made)
    assert lost.status == 2
    assert "shoal key restore" in lost.err
    opened = typing(code.lower(), "key", "restore", workspace=made)
    assert opened.status == 0, opened.err
    assert code not in opened.out + opened.err
    actions = [each["action"] for each in done("ledger", "list", workspace=made)["entries"]]
    assert actions == ["scopes-changed", "recovery-code-made", "key-restored"]


def test_a_key_ring_that_is_gone_for_good_gives_way_to_a_passphrase(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = done("key", "recovery", workspace=made)["code"]
    lose_key(made)
    with machine():
        door = Door(made, {"SHOAL_PASSPHRASE": PHRASE}, lambda: pytest.fail("an error comes before"))
        with pytest.raises(Exception, match="recovery-code-length"):
            door.restore(code[:-1], by="Mara")
    monkeypatch.setattr("planner.cli.session._is_watched", lambda _stream: True)
    monkeypatch.setattr("getpass.getpass", lambda *_asked, **_where: PHRASE)
    opened = typing(code, "key", "restore", "--to", "passphrase", "--json", workspace=made)
    assert opened.answer["keeper"] == "passphrase", opened.err
    assert "Recovery code of this workspace" in opened.err
    assert done("scope", "list", workspace=made)["scopes"]


def test_a_slip_and_the_code_of_another_workspace_are_told_apart(made: Path, tmp_path: Path) -> None:
    code = done("key", "recovery", workspace=made)["code"]
    slip = code[:-1] + ("0" if code[-1] != "0" else "2")
    assert typing(slip, "key", "restore", "--json", workspace=made).error["code"] == "recovery-code-mistyped"
    other = tmp_path / "other"
    done("scope", "add", "news", "--purpose", "marketing", "--sentence", "Write to me.", workspace=other)
    done("key", "recovery", workspace=other)
    told = typing(code, "key", "restore", "--json", workspace=other)
    assert (told.status, told.error["code"]) == (2, "recovery-code-other")
    assert code not in told.out + told.err


def test_without_a_file_no_code_helps_and_without_a_workspace_none_is_made(made: Path, tmp_path: Path) -> None:
    code = done("key", "recovery", workspace=made)["code"]
    (made / "store.recovery").unlink()
    lose_key(made)
    assert typing(code, "key", "restore", "--json", workspace=made).error["code"] == "recovery-file-absent"
    absent = tmp_path / "absent"
    assert typing(code, "key", "restore", "--json", workspace=absent).error["code"] == "workspace-absent"
    assert not absent.exists()


def test_a_renewed_key_opens_the_same_workspace_and_the_code_stays_good(made: Path) -> None:
    code = done("key", "recovery", workspace=made)["code"]
    before = done("key", "show", workspace=made)["key_id"]
    after = done("key", "renew", "--by", "Mara", workspace=made)
    assert after["key_id"] != before
    assert after["findings"] == []
    assert done("scope", "list", workspace=made)["scopes"]
    lose_key(made)
    assert typing(code, "key", "restore", workspace=made).status == 0


def test_the_key_moves_under_a_passphrase_and_back(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unanswered = shoal("key", "move", "--to", "passphrase", "--json", workspace=made)
    assert unanswered.error["code"] == "new-passphrase-missing"
    monkeypatch.setenv("SHOAL_NEW_PASSPHRASE", "short")
    assert shoal("key", "move", "--to", "passphrase", "--json", workspace=made).error["code"] == "passphrase-too-short"
    monkeypatch.setenv("SHOAL_NEW_PASSPHRASE", PHRASE)
    assert done("key", "move", "--to", "passphrase", workspace=made)["keeper"] == "passphrase"
    assert shoal("key", "show", "--json", workspace=made).error["code"] == "passphrase-needed"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("planner.cli.session._is_watched", lambda _stream: True)
        patch.setattr("getpass.getpass", lambda *_asked, **_where: PHRASE)
        assert done("key", "move", "--to", "key-ring", workspace=made)["keeper"] == "key-ring"
    assert done("scope", "list", workspace=made)["scopes"]
    assert not (made / "store.key").exists()
