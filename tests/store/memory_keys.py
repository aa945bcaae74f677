"""Keys that are kept as long as a test runs, for tests that are not about keys."""

from planner.store.store_key import StoreKey


class MemoryKeys:
    """A place that keeps keys as long as the test runs."""

    name = "memory"

    def __init__(self) -> None:
        self.kept: dict[str, StoreKey] = {}

    def load(self, slot: str) -> StoreKey | None:
        return self.kept.get(slot)

    def save(self, key: StoreKey) -> None:
        self.kept[key.slot] = key

    def forget(self, slot: str) -> None:
        self.kept.pop(slot, None)
