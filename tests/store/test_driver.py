"""The encrypted driver under sqlite-utils."""

import os
import shutil
from pathlib import Path

import pytest
import sqlite_utils.utils
from sqlcipher3 import dbapi2

from planner.domain.errors import PlannerError
from planner.services.words import read_words
from planner.store import driver, folder
from planner.store.store_key import StoreKey


@pytest.fixture
def key() -> StoreKey:
    return StoreKey.make()


def test_sqlite_utils_catches_the_errors_of_the_encrypted_driver(tmp_path: Path, key: StoreKey) -> None:
    database = driver.connect(tmp_path / "store.db", key)
    assert sqlite_utils.utils.OperationalError is dbapi2.OperationalError
    database.table("a").insert({"id": 1}, pk="id")
    database.table("a").insert({"id": 2, "new": "column"}, alter=True)
    assert database.table("a").count == 2
    database.close()


def test_every_setting_of_the_store_is_in_force(tmp_path: Path, key: StoreKey) -> None:
    database = driver.connect(tmp_path / "store.db", key)
    in_force = {name: database.execute(f"PRAGMA {name}").fetchone()[0] for name, _ in driver.SETTINGS}
    database.close()
    assert in_force == dict(driver.SETTINGS)
    assert in_force["synchronous"] == 3
    assert in_force["journal_mode"] == "delete"


def test_no_other_database_can_be_attached(tmp_path: Path, key: StoreKey) -> None:
    database = driver.connect(tmp_path / "store.db", key)
    with pytest.raises(dbapi2.DatabaseError, match="not authorized"):
        database.execute("ATTACH DATABASE ? AS copy KEY ''", [str(tmp_path / "plain.db")])
    database.close()
    assert not (tmp_path / "plain.db").exists()


def test_a_wrong_key_opens_nothing_and_says_nothing_on_the_terminal(
    tmp_path: Path, key: StoreKey, capfd: pytest.CaptureFixture[str]
) -> None:
    database = driver.connect(tmp_path / "store.db", key)
    database.table("a").insert({"id": 1})
    database.close()
    with pytest.raises(PlannerError, match="store-damaged"):
        driver.connect(tmp_path / "store.db", StoreKey.make())
    assert capfd.readouterr() == ("", "")


def test_an_error_of_ours_is_not_told_as_the_worlds(tmp_path: Path, key: StoreKey) -> None:
    database = driver.connect(tmp_path / "store.db", key)
    with pytest.raises(dbapi2.OperationalError, match="no such table"), driver.driver_errors_told(tmp_path):
        database.execute("SELECT * FROM nowhere")
    database.close()


def test_a_full_disk_is_told_as_such(tmp_path: Path, key: StoreKey) -> None:
    database = driver.connect(tmp_path / "store.db", key)
    database.execute("PRAGMA max_page_count = 4")
    database.execute("CREATE TABLE a (b)")
    with pytest.raises(PlannerError, match="disk-full"), driver.driver_errors_told(tmp_path):
        database.execute("INSERT INTO a VALUES (zeroblob(100000))")
    database.close()


def test_a_full_disk_is_told_as_such_by_a_copy_too(tmp_path: Path, key: StoreKey) -> None:
    database, copy = (driver.connect(tmp_path / name, key) for name in ("store.db", "copy.db"))
    database.execute("CREATE TABLE a AS SELECT zeroblob(100000)")
    copy.execute("PRAGMA max_page_count = 4")
    with pytest.raises(PlannerError, match="disk-full"), driver.driver_errors_told(tmp_path):
        database.conn.backup(copy.conn)
    copy.close()
    database.close()


def test_what_keeps_a_copy_under_a_new_key_from_being_made_is_told_as_such(tmp_path: Path, key: StoreKey) -> None:
    database = driver.connect(tmp_path / "store.db", key)
    database.execute("CREATE TABLE a AS SELECT 1")
    database.close()
    (tmp_path / "copy.db-journal").mkdir()
    with pytest.raises(PlannerError, match="disk-failed"):
        driver.copy_under(tmp_path / "store.db", key, tmp_path / "copy.db", StoreKey.make())


def test_a_journal_that_cannot_be_made_is_not_told_as_a_missing_right(tmp_path: Path, key: StoreKey) -> None:
    database = driver.connect(tmp_path / "store.db", key)
    (tmp_path / "store.db-journal").mkdir()
    with pytest.raises(PlannerError, match="disk-failed"), driver.driver_errors_told(tmp_path):
        database.execute("CREATE TABLE a (b)")
    database.close()
    assert {path.name for path in tmp_path.iterdir()} <= {"store.db", "store.db-journal"}


def test_a_disk_that_is_full_for_a_moment_loses_no_row_without_a_word(tmp_path: Path, key: StoreKey) -> None:
    database = driver.connect(tmp_path / "store.db", key)
    database.table("kept").create({"id": str, "document": str}, pk="id", not_null={"document"}, strict=True)
    (pages,) = database.execute("PRAGMA page_count").fetchone()
    database.execute(f"PRAGMA max_page_count = {pages}")  # no new table finds room, but one more row does
    database.table("kept").upsert({"id": "a", "document": "{}"}, pk="id")
    assert database.table("kept").count == 1
    database.close()


def test_a_free_page_that_a_power_cut_has_torn_is_not_taken_for_damage(tmp_path: Path, key: StoreKey) -> None:
    database = driver.connect(tmp_path / "store.db", key)
    database.execute("CREATE TABLE a AS SELECT zeroblob(100000) AS b")
    database.execute("DELETE FROM a")
    database.execute("BEGIN")
    database.execute("INSERT INTO a VALUES (zeroblob(100000))")  # into pages that SQLite does not journal
    cut = tmp_path / "cut"
    cut.mkdir()
    for name in ("store.db", "store.db-journal"):
        shutil.copy(tmp_path / name, cut / name)
    database.close()
    with (cut / "store.db").open("r+b") as file:
        file.seek(-1000, os.SEEK_END)
        file.write(b"torn")
    opened, copy = driver.connect(cut / "store.db", key), driver.connect(tmp_path / "copy.db", key)
    assert driver.integrity_faults(opened) == ()
    opened.conn.backup(copy.conn)
    assert copy.execute("SELECT count(*) FROM a").fetchone() == (0,)
    copy.close()
    opened.close()


def test_what_sqlite_can_do_is_not_tried_out_in_the_store(tmp_path: Path, key: StoreKey) -> None:
    database = driver.connect(tmp_path / "store.db", key)
    told: list[str] = []
    database.conn.set_trace_callback(told.append)
    database.table("kept").create({"id": str}, pk="id", strict=True)
    database.table("kept").upsert({"id": "a"}, pk="id")
    changing = [each.upper().split()[:3] for each in told if each.upper().startswith(("CREATE", "DROP"))]
    assert changing == [["CREATE", "TABLE", '"KEPT"']]
    assert "STRICT" in database.table("kept").schema
    database.close()


def test_every_meaning_of_an_error_has_its_sentence() -> None:
    assert {*driver.MEANINGS.values(), *folder.MEANINGS.values()} <= set(read_words()["errors"])


def test_keys_of_another_length_are_refused() -> None:
    with pytest.raises(ValueError, match="not a store key"):
        StoreKey(bytes(31), bytes(16))
    with pytest.raises(ValueError, match="not a store key"):
        StoreKey.from_bytes(bytes(47))


def test_a_key_never_shows_in_text(key: StoreKey) -> None:
    for text in (repr(key), str(key), f"{key}", repr([key]), key.key_id, key.slot):
        assert key.secret.hex() not in text
        assert repr(key.secret) not in text
