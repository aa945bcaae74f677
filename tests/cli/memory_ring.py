"""A key ring that keeps keys as long as the tests run, so that no test pays for a passphrase that is hard to guess."""

from typing import ClassVar

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked


class Keyring(KeyringBackend):
    """Says of itself that it works, as a backend of the operating system would."""

    priority = 1.0
    viable = True
    kept: ClassVar[dict[tuple[str, str], str]] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class Locked(Keyring):
    """Is there, and gives and takes nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked
