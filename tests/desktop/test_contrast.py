"""Contrast, computed from the themes: text at least 4.5:1, what carries a meaning without words at least 3:1."""

import pytest

from planner.desktop.look import DARK, LIGHT, contrast, read_theme

TEXT = [
    *((ink, ground) for ink in ("ink", "muted", "accent") for ground in ("background", "surface", "hover")),
    ("accent", "accent-soft"),
    ("ink", "accent-soft"),
    ("muted", "accent-soft"),
    ("on-accent", "accent"),
    *((tone, ground) for tone in ("block", "warn", "good") for ground in ("surface", "background", f"{tone}-soft")),
    *(("ink", f"{tone}-soft") for tone in ("block", "warn", "good")),
    *(("muted", f"{tone}-soft") for tone in ("block", "warn", "good")),
    ("on-rail", "rail"),
    ("on-rail", "rail-active"),
    ("on-rail-active", "rail"),
    ("on-rail-active", "rail-active"),
]
"""What is written on what."""
GRAPHICS = [
    ("field-line", "surface"),
    ("field-line", "background"),
    ("accent", "background"),
    ("accent", "surface"),
    ("disabled", "surface"),
    ("block", "block-soft"),
]
"""Edges and signs that say something by themselves. Bars stand beside their number and a label, so they need not."""


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read(theme: str, ink: str, ground: str) -> None:
    colours = read_theme(theme).colours
    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize(("sign", "ground"), GRAPHICS)
def test_signs_can_be_seen(theme: str, sign: str, ground: str) -> None:
    colours = read_theme(theme).colours
    assert contrast(colours[sign], colours[ground]) >= 3


def test_contrast_is_the_standards() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
