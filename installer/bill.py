"""The bill of materials of the frozen application (CycloneDX 1.6): everything in the folder, with version and licence.

It is made from what PyInstaller has collected and from what the packages, and the libraries in them, say of themselves.
"""

import platform
import re
import subprocess
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path, PurePath

import duckdb
import llvmlite.binding
from cryptography.hazmat.backends.openssl import backend
from cyclonedx.factory.license import LicenseFactory
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from PySide6.QtCore import qVersion

from installer.pruning import Entry
from planner.services.parts import UNKNOWN, Part, carried_parts, package_part

LICENCES = {
    r"libgcc_s|libstdc\+\+|libgfortran": "GPL-3.0-or-later WITH GCC-exception-3.1",
    r"libquadmath": "LGPL-2.1-or-later",
    r"lib(gcrypt|gpg-error|glib-2\.0|gthread-2\.0|systemd)": "LGPL-2.1-or-later",
    r"lib(X11|X11-xcb|Xau|Xdmcp|xcb|xkbcommon|expat|ffi|wayland|brotli)": "MIT",
    r"lib(bsd|md|cap|uuid|zstd|pcre2|scipy_openblas64_)": "BSD-3-Clause",
    r"lib(crypto|ssl)": "Apache-2.0",
    r"lib(lz4|openjp2)": "BSD-2-Clause",
    r"libpng16": "libpng-2.0",
    r"lib(z|z-ng)(\.|-)": "Zlib",
    r"liblzma": "LicenseRef-public-domain",
    r"libsqlite3": "blessing",
    r"libbz2": "bzip2-1.0.6",
    r"libdbus-1": "AFL-2.1",
    r"libfontconfig": "HPND-sell-variant",
    r"libfreetype": "FTL",
    r"libjpeg": "IJG",
    r"libtiff": "libtiff",
}
"""The licences of shared libraries that no package of Python's names, by the beginnings of their files' names."""
PYTHONS_OWN = re.compile(r"libpython3|lib-dynload")
NOT_OURS = re.compile(r"^A?GPL-(?!.* WITH )")


def refuse_foreign(parts: Iterable[Part]) -> None:
    """Raise SystemExit for a part whose licence is not known, or would put the whole under the GPL."""
    for part in parts:
        choices = [re.split(r" AND ", choice) for choice in part.licence.split(" OR ")]
        if UNKNOWN in part.licence or all(any(map(NOT_OURS.match, terms)) for terms in choices):
            raise SystemExit(f"{part.name} cannot be shipped: its licence is {part.licence}")


def shipped_packages(entries: Iterable[Entry]) -> list[Distribution]:
    """Return the packages that at least one of the collected files is from, by name."""
    owners = {str(package.locate_file(file)): package for package in distributions() for file in package.files or ()}
    found = {owner.name: owner for _, source, _ in entries if (owner := owners.get(source))}
    found.pop("shoal", None)
    return [found[name] for name in sorted(found, key=str.casefold)]


def parts_of(packages: Iterable[Distribution], binaries: Iterable[Entry]) -> Iterator[Part]:
    """Yield every part of the folder: packages, what is inside them, and shared libraries of the system."""
    yield from map(package_part, packages)
    yield from carried_parts()
    openssl = backend.openssl_version_text().split()[1]
    yield Part("OpenSSL (in cryptography)", openssl, "Apache-2.0")
    yield Part("Qt", qVersion(), "LGPL-3.0-only")
    yield Part("ICU (in Qt)", "", "Unicode-3.0")
    yield Part("DuckDB engine", duckdb.__version__, "MIT")
    yield Part("LLVM", ".".join(map(str, llvmlite.binding.llvm_version_info)), "Apache-2.0 WITH LLVM-exception")
    for target, source, kind in binaries:
        path = PurePath(target)
        is_bundled = len(path.parts) == 1 or path.parent.suffix == ".libs"
        if kind == "BINARY" and is_bundled and ".so" in path.name and not PYTHONS_OWN.search(path.name):
            yield Part(path.name.partition(".so")[0], _system_version(Path(source)), _library_licence(path.name))


def write_bill(parts: Iterable[Part], project: Part, file: Path) -> None:
    """Write the parts of a project as CycloneDX."""
    packages = {package.name for package in distributions()}
    bill = Bom(components=[_component(part, is_package=part.name in packages) for part in sorted(set(parts))])
    bill.metadata.component = _component(project, ComponentType.APPLICATION)
    bill.register_dependency(bill.metadata.component, bill.components)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(JsonV1Dot6(bill).output_as_string(indent=1), encoding="utf-8")


def licence_texts(packages: Iterable[Distribution]) -> Iterator[Entry]:
    """Yield every licence that a package comes with, each with its place in the folder."""
    for package in packages:
        for file in package.files or ():
            if re.match(r"(LICEN[CS]E|COPYING|NOTICE|AUTHORS)", file.name, re.IGNORECASE) and file.suffix != ".py":
                name = "-".join(file.parts[1:])
                yield f"licences/{package.name}/{name}", str(package.locate_file(file)), "DATA"


def _component(part: Part, kind: ComponentType = ComponentType.LIBRARY, *, is_package: bool = False) -> Component:
    return Component(
        name=part.name,
        bom_ref=f"{part.name}@{part.version}",
        type=kind,
        version=part.version or None,
        licenses=[LicenseFactory().make_from_string(part.licence)],
        purl=PackageURL("pypi", None, part.name, part.version) if is_package else None,
    )


def _library_licence(name: str) -> str:
    return next((licence for start, licence in LICENCES.items() if re.match(start, name)), UNKNOWN)


def _system_version(file: Path) -> str:
    """Return the version of Debian's package that a library is from; empty elsewhere, and for what wheels bundle."""
    if platform.system() != "Linux" or "site-packages" in file.parts:
        return ""
    for place in (file, Path("/usr", *file.parts[1:]), file.resolve()):
        asked = subprocess.run(["dpkg-query", "-S", place], capture_output=True, text=True, check=False)  # noqa: S603, S607
        if asked.returncode == 0:
            shown = ["dpkg-query", "-W", "-f", "${Version}\n", asked.stdout.partition(": ")[0].split(",")[0]]
            return subprocess.run(shown, capture_output=True, text=True, check=True).stdout.splitlines()[0]  # noqa: S603
    return ""
