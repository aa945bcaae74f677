"""The parts: what this program is made of, each with its version and its licence, read from what is installed."""

import json
import platform
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from planner.services.resources import read_resource
from planner.store.driver import library_versions

BILL = "sbom.cdx.json"
"""The bill of materials of the frozen application (CycloneDX), among the resources."""
DECLARED = {
    "contourpy": "BSD-3-Clause",
    "cycler": "BSD-3-Clause",
    "duckdb": "MIT",
    "kiwisolver": "BSD-3-Clause",
    "matplotlib": "PSF-2.0",
    "numba": "BSD-2-Clause",
    "pyinstaller": "GPL-2.0-or-later WITH Bootloader-exception",
    "pyside6-essentials": "LGPL-3.0-only",
    "shiboken6": "LGPL-3.0-only",
    "sqlcipher3": "Zlib",
}
"""The licences of packages whose own word is a whole text, a family of licences, or a choice that is made here."""
CLASSIFIED = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "Public Domain": "LicenseRef-public-domain",
    "Python Software Foundation License": "PSF-2.0",
}
WRITTEN = {"Apache 2.0": "Apache-2.0", "Apache License, Version 2.0": "Apache-2.0"}
"""How a licence is written in places, and its SPDX name."""
SHORT = 40
"""Letters: what is longer is no name of a licence but its text."""
UNKNOWN = "LicenseRef-unknown"
INSIDE = {"SQLite": "blessing", "SQLCipher": "BSD-3-Clause", "OpenSSL": "Apache-2.0"}
"""What the package sqlcipher3 carries in itself; each says its own version."""


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """One part: its name, its version (empty: not known), and its licence as an SPDX expression."""

    name: str
    version: str
    licence: str


def read_parts() -> tuple[Part, ...]:
    """Return all parts, by name: in a frozen application what its bill of materials lists, else what is installed."""
    try:
        bill = json.loads(read_resource(BILL))
    except FileNotFoundError:
        found = {*map(package_part, _needed("shoal")), *carried_parts()}
        return tuple(sorted(found, key=lambda part: part.name.casefold()))
    return tuple(
        Part(each["name"], each.get("version", ""), " AND ".join(map(_licence_told, each["licenses"])))
        for each in bill["components"]
    )


def package_part(package: Distribution) -> Part:
    """Return what an installed package says of itself."""
    return Part(package.name, package.version, _licence_of(package))


def carried_parts() -> tuple[Part, ...]:
    """Return what no package is named after: Python, what encrypts the store, and the font."""
    inside = library_versions()
    return (
        Part("Python", platform.python_version(), "PSF-2.0"),
        Part("Inter", "", "OFL-1.1"),
        *(Part(name, inside[name], licence) for name, licence in INSIDE.items()),
    )


def normal_name(name: str) -> str:
    """Return a package's name as packages are compared (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _licence_told(said: dict[str, dict[str, str] | str]) -> str:
    licence = said.get("license", {})
    told = licence.get("id") or licence.get("name", "") if isinstance(licence, dict) else ""
    return str(said.get("expression", told))


def _licence_of(package: Distribution) -> str:
    expressions, written, classifiers = (
        package.metadata.get_all(field) or [] for field in ("License-Expression", "License", "Classifier")
    )
    classified = [CLASSIFIED[last] for each in classifiers if (last := each.rpartition(" :: ")[2]) in CLASSIFIED]
    short = [WRITTEN.get(each, each) for each in written if len(each) < SHORT]
    declared = DECLARED.get(normal_name(package.name))
    return str(declared or next(iter([*expressions, *classified, *short]), UNKNOWN))


def _needed(name: str) -> Iterator[Distribution]:
    """Yield the packages that a package needs here, and what those need."""
    known, waiting = {name}, [name]
    while waiting:
        for line in distribution(waiting.pop()).requires or ():
            found = re.match(r"[\w.-]+", line)
            needed = normal_name(found[0]) if found and "extra ==" not in line else name
            if needed not in known:
                known.add(needed)
                try:
                    yield distribution(needed)
                    waiting.append(needed)
                except PackageNotFoundError:  # for another system, or another Python
                    continue
