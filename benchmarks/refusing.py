"""How soon hostile files are refused, beside the reading of a file of one row: every bomb of the tests, one at a time.

python -m benchmarks.refusing
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults.bombs import BOMBS, MEMORY_MIB
from tests.faults.forking import Forks
from tests.intake.reading import rows_are_people

WANTED_S = 5
SLOWEST = 5
"""How many are named."""


def main() -> None:
    """Print how many were refused in time, and the slowest."""
    with TemporaryDirectory() as temporary, Forks() as forks:
        folder = Path(temporary)
        (folder / "plain.csv").write_bytes(b"a,b\n1,2\n")
        plain = forks.read(folder / "plain.csv", rows_are_people("a"), memory_mib=MEMORY_MIB)
        fates = {name: bomb.blow(forks, folder / "bomb") for name, bomb in BOMBS.items()}
    refused = {name: fate for name, fate in fates.items() if fate.refused}
    in_time = [name for name, fate in refused.items() if fate.seconds < WANTED_S]
    largest = max(fate.peak_mib for fate in fates.values())
    print(f"{len(refused)} of {len(BOMBS)} refused, {len(in_time)} within {WANTED_S} s, at most {largest} MiB")
    print(f"a file of one row: {plain.seconds:.2f} s, {plain.peak_mib} MiB")
    for name, fate in sorted(fates.items(), key=lambda item: -item[1].seconds)[:SLOWEST]:
        ratio = fate.seconds / plain.seconds
        print(f"{fate.seconds:.2f} s ({ratio:.0f} x), {fate.peak_mib} MiB, {fate.code or 'counted'}: {name}")


if __name__ == "__main__":
    main()
