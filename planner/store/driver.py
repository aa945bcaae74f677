"""SQLCipher under sqlite-utils: how an encrypted database is opened, with which settings, and what its errors mean."""

import hashlib
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlcipher3
from sqlcipher3 import dbapi2

from planner.domain.errors import PlannerError
from planner.store.folder import find_disk_error
from planner.store.store_key import StoreKey

# sqlcipher3's exceptions are not those of sqlite3, and sqlite-utils only catches the ones of the module it imported:
# it looks for pysqlite3 first, so it is given SQLCipher under that name before its own first import.
sys.modules["pysqlite3"] = sqlcipher3
sys.modules["pysqlite3.dbapi2"] = dbapi2

import sqlite_utils  # noqa: E402

__all__ = [
    "Database",
    "connect",
    "content_digests",
    "copy_under",
    "driver_errors_told",
    "integrity_faults",
    "library_versions",
    "transaction",
]

OLDEST_SQLITE = (3, 51, 3)
"""Before it, SQLite could lose committed pages (the WAL-reset defect, sqlite.org/wal.html)."""
OLDEST_SQLCIPHER = (4, 14)

SETTINGS = (
    ("journal_mode", "delete"),  # one file at rest, and no shared memory beside it
    ("synchronous", 3),  # EXTRA: what was acknowledged survives a power cut, and so does the end of its journal
    ("secure_delete", 1),
    ("foreign_keys", 1),
    ("trusted_schema", 0),
    ("cell_size_check", 1),
    ("temp_store", 2),  # memory: nothing spills
    ("fullfsync", 1),  # macOS: fsync alone does not flush the drive; without meaning elsewhere
    ("checkpoint_fullfsync", 1),
)
"""Every pragma the store relies on; each is set and read back."""

_BUSY_TIMEOUT_S = 1.0
_DENIED_ACTIONS = frozenset({dbapi2.SQLITE_ATTACH, dbapi2.SQLITE_DETACH})

MEANINGS = {
    5: "workspace-in-use",  # SQLITE_BUSY
    6: "workspace-in-use",  # SQLITE_LOCKED
    8: "folder-read-only",  # SQLITE_READONLY
    10: "disk-failed",  # SQLITE_IOERR, for every error of the system but ENOSPC when it writes
    11: "store-damaged",  # SQLITE_CORRUPT
    13: "disk-full",  # SQLITE_FULL
    14: "disk-failed",  # SQLITE_CANTOPEN: the journal cannot be made beside the store
    26: "store-damaged",  # SQLITE_NOTADB: keys are compared before a store is opened
}
"""SQLite's primary result codes that are the world's fault."""

_SENTENCES = {
    "disk I/O error": 10,
    "database disk image is malformed": 11,
    "database or disk is full": 13,
    "unable to open database file": 14,
}
"""SQLite's own sentences for codes that `Connection.backup` and `sqlcipher_export` keep to themselves."""

_UNEXPLAINED = frozenset({10, 14})
"""Codes behind which SQLite hides what the system said."""


class Database(sqlite_utils.Database):
    """sqlite-utils that knows what SQLite can do.

    It would make a table in the store to find out, take a full disk for a no, and then write with `INSERT OR IGNORE`,
    which drops a row without a word (sqlite-utils 4.2.1).
    """

    @property
    def supports_strict(self) -> bool:
        """Say yes: `OLDEST_SQLITE` has strict tables."""
        return True

    @property
    def supports_on_conflict(self) -> bool:
        """Say yes: `OLDEST_SQLITE` has upserts."""
        return True


def connect(path: Path, key: StoreKey) -> Database:
    """Open an encrypted database file, made when absent, with the settings of the store.

    The connection commits every statement by itself unless a transaction is begun, and attaches no other file. What a
    process or a power cut has left half done is undone. Raises PlannerError `store-damaged` when the file does not
    open under the key.
    """
    journal = path.with_name(f"{path.name}-journal")
    was_interrupted = journal.exists()
    with driver_errors_told(path.parent):
        connection = dbapi2.connect(str(path), isolation_level=None, timeout=_BUSY_TIMEOUT_S)
        try:
            connection.execute("PRAGMA cipher_log_level = NONE")  # else wrong keys are told on stderr
            connection.set_key(key.spec)
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            _configure(connection)
            database = Database(connection, recursive_triggers=False)
            if was_interrupted:
                _fill_free_pages(database)
            if journal.exists():
                _end_journal(database)
            connection.set_authorizer(_authorise)
        except BaseException:
            connection.close()
            raise
    return database


def copy_under(source: Path, key: StoreKey, target: Path, new_key: StoreKey) -> None:
    """Copy all that a store holds into an empty file under another key; nothing that was deleted comes along.

    Other connections may have the store open; none may be writing. Raises what `driver_errors_told` tells.
    """
    with driver_errors_told(source.parent), closing(dbapi2.connect(str(target), isolation_level=None)) as connection:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.set_key(new_key.spec)
        _configure(connection)
        connection.execute("ATTACH DATABASE ? AS old KEY ?", [str(source), key.spec])
        connection.execute("SELECT sqlcipher_export('main', 'old')").fetchone()
        connection.execute("DETACH DATABASE old")


def content_digests(database: Database) -> dict[str, str]:
    """Return what every table and index is declared as, and a digest of the rows of every table, in their order."""
    query = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
    found = {f"{kind} {name}": str(sql) for kind, name, sql in database.execute(query).fetchall()}
    for table in database.table_names():
        rows = hashlib.sha256()
        for row in database.execute(f'SELECT * FROM "{table}" ORDER BY rowid'):  # noqa: S608 - a name of our own schema
            for value in row:
                data = value if isinstance(value, bytes) else repr(value).encode()
                rows.update(f"{type(value).__name__} {len(data)} ".encode() + data)
        found[f"rows of {table}"] = rows.hexdigest()
    return found


@contextmanager
def driver_errors_told(folder: Path) -> Iterator[None]:
    """Turn the driver's errors that are the world's fault into a PlannerError; defects of ours pass as they are."""
    try:
        yield
    except dbapi2.Error as error:
        result = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
        if result not in MEANINGS:
            result = _SENTENCES.get(str(error), result)
        if result not in MEANINGS:
            raise
        code = (find_disk_error(folder) if result in _UNEXPLAINED else None) or MEANINGS[result]
        raise PlannerError(code, folder=str(folder)) from error


@contextmanager
def transaction(database: Database) -> Iterator[None]:
    """Write all of a block or, when it raises, nothing."""
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
        database.execute("COMMIT")
    except BaseException:
        if database.conn.in_transaction:
            database.execute("ROLLBACK")
        raise


def integrity_faults(database: Database) -> tuple[str, ...]:
    """Read every page and every reference, and return what is wrong with them; nothing is wrong with a whole store."""
    answers = {
        question: [str(row[0]) for row in database.execute(f"PRAGMA {question}").fetchall()]
        for question in ("cipher_integrity_check", "integrity_check", "foreign_key_check")
    }
    return tuple(fault for faults in answers.values() for fault in faults if fault != "ok")


def _fill_free_pages(database: Database) -> None:
    """Write every page that is not in use.

    SQLite does not journal what is on such a page. One that was being used anew when the power went may be torn, which
    nobody would notice but SQLCipher: its check of all pages tells of damage, and a copy of all pages fails.
    """
    (free,) = database.execute("PRAGMA freelist_count").fetchone()
    (page_bytes,) = database.execute("PRAGMA page_size").fetchone()
    if free:
        with transaction(database):
            database.execute("CREATE TABLE filling AS SELECT zeroblob(?)", [free * int(page_bytes)])
            database.execute("DROP TABLE filling")


def _end_journal(database: Database) -> None:
    """Have SQLite remove the journal of a change that never began: it leaves one alone until the next change."""
    (version,) = database.execute("PRAGMA user_version").fetchone()
    with suppress(dbapi2.Error):  # of a disk that takes nothing: reading goes on
        database.execute(f"PRAGMA user_version = {version}")


def library_versions() -> dict[str, str]:
    """Return what encrypts the store, as it says itself: the versions of SQLite, SQLCipher and OpenSSL."""
    connection = dbapi2.connect(":memory:")
    try:
        connection.set_key(StoreKey.make().spec)  # without a key there is no provider to ask
        (cipher,) = connection.execute("PRAGMA cipher_version").fetchone()
        (provider,) = connection.execute("PRAGMA cipher_provider_version").fetchone()
    finally:
        connection.close()
    openssl = provider.removeprefix("OpenSSL ").partition(" ")[0]
    return {"SQLite": dbapi2.sqlite_version, "SQLCipher": cipher.partition(" ")[0], "OpenSSL": openssl}


def _configure(connection: Any) -> None:
    for name, value in SETTINGS:
        connection.execute(f"PRAGMA {name} = {value}")
        found = connection.execute(f"PRAGMA {name}").fetchone()[0]
        if found != value:
            raise RuntimeError(f"PRAGMA {name} is {found} and must be {value}")
    cipher = connection.execute("PRAGMA cipher_version").fetchone()
    if _version(dbapi2.sqlite_version) < OLDEST_SQLITE or _version(cipher[0]) < OLDEST_SQLCIPHER:
        raise RuntimeError(f"SQLite {dbapi2.sqlite_version}, SQLCipher {cipher[0]} are too old to be trusted")
    if connection.execute("PRAGMA cipher_status").fetchone()[0] != "1":
        raise RuntimeError("the store would not be encrypted")


def _authorise(action: int, *_: str | None) -> int:
    """Deny ATTACH, which could make a copy under another key or none."""
    return int(dbapi2.SQLITE_DENY if action in _DENIED_ACTIONS else dbapi2.SQLITE_OK)


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(" ", 1)[0].split("."))
