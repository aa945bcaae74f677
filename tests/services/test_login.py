"""Whoever is logged in has a name, also where the environment says none."""

from collections.abc import Mapping

import pytest

from planner.services.login import login_name


def nameless() -> str:
    raise KeyError


@pytest.mark.parametrize(
    ("environment", "name"),
    [
        ({"LOGNAME": "ada", "USER": "grace"}, "ada"),
        ({"LOGNAME": " ", "USER": "grace"}, "grace"),
        ({"USERNAME": "Grace Hopper"}, "Grace Hopper"),
        ({}, "service"),
    ],
)
def test_the_environment_is_asked_before_the_account(environment: Mapping[str, str], name: str) -> None:
    assert login_name(environment, lambda: "service") == name


def test_an_account_without_a_name_has_none() -> None:
    assert login_name({}, nameless) == ""
