"""Invented customers, and workspaces made from them: one that many tests only read, one for each module to change."""

from pathlib import Path

import pytest

from tests.cli.running import MAPPING, done, write_customers


@pytest.fixture(scope="session")
def customers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_customers(tmp_path_factory.mktemp("files") / "customers.csv")


@pytest.fixture(scope="session")
def mapping(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("mappings") / "mapping.toml"
    path.write_text(MAPPING, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory, customers: Path, mapping: Path) -> Path:
    """A workspace with the population `shop`, for tests that change nothing in it."""
    workspace = tmp_path_factory.mktemp("shop") / "workspace"
    done("import", customers, "--population", "shop", "--mapping", mapping, workspace=workspace)
    return workspace


@pytest.fixture(scope="module")
def own_shop(tmp_path_factory: pytest.TempPathFactory, customers: Path, mapping: Path) -> Path:
    """A workspace like `shop`, for the tests of one module to change."""
    workspace = tmp_path_factory.mktemp("own") / "workspace"
    done("import", customers, "--population", "shop", "--mapping", mapping, workspace=workspace)
    return workspace
