"""A key ring that outlives the process."""

import json
from pathlib import Path

from planner.store.folder import replace_file
from planner.store.store_key import StoreKey


class FileKeys:
    """Keys in the clear in one file, which is replaced as a whole."""

    name = "file"

    def __init__(self, file: Path) -> None:
        self.file = file

    @property
    def kept(self) -> dict[str, str]:
        return dict(json.loads(self.file.read_text())) if self.file.exists() else {}

    def load(self, slot: str) -> StoreKey | None:
        text = self.kept.get(slot)
        return StoreKey.from_bytes(bytes.fromhex(text)) if text else None

    def save(self, key: StoreKey) -> None:
        replace_file(self.file, json.dumps({**self.kept, key.slot: key.to_bytes().hex()}).encode())

    def forget(self, slot: str) -> None:
        left = {name: text for name, text in self.kept.items() if name != slot}
        replace_file(self.file, json.dumps(left).encode())
