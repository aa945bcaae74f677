"""A recovery code survives paper, hands and eyes: what a person types is read as it was meant, or a slip is told."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.errors import PlannerError
from planner.domain.recovery_code import ALPHABET, SECRET_BYTES, SIGNS, RecoveryCode

secrets = st.binary(min_size=SECRET_BYTES, max_size=SECRET_BYTES)
CODE = RecoveryCode(bytes(range(SECRET_BYTES)))


@given(secrets)
def test_a_code_is_read_back_as_it_was_shown(secret: bytes) -> None:
    text = RecoveryCode(secret).text
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{5}-){5}[0-9A-HJKMNP-TV-Z]{5}", text)
    assert RecoveryCode.from_text(text).secret == secret


@given(secrets, st.integers(0, SIGNS - 1), st.sampled_from(ALPHABET))
def test_one_wrong_sign_is_a_slip_and_never_another_code(secret: bytes, place: int, sign: str) -> None:
    signs = list(RecoveryCode(secret).text.replace("-", ""))
    if signs[place] != sign:
        signs[place] = sign
        with pytest.raises(PlannerError, match="recovery-code-mistyped"):
            RecoveryCode.from_text("".join(signs))


@given(secrets, st.integers(0, SIGNS - 2))
def test_two_signs_that_changed_places_are_a_slip(secret: bytes, place: int) -> None:
    signs = list(RecoveryCode(secret).text.replace("-", ""))
    if signs[place] != signs[place + 1]:
        signs[place : place + 2] = reversed(signs[place : place + 2])
        with pytest.raises(PlannerError, match="recovery-code-mistyped"):
            RecoveryCode.from_text("".join(signs))


@pytest.mark.parametrize(
    "typed",
    [
        CODE.text.lower(),
        CODE.text.replace("-", ""),
        CODE.text.replace("-", " – "),
        f"  {CODE.text}\r\n",
        CODE.text.replace("0", "O").replace("1", "l"),
        CODE.text.replace("0", "o").replace("1", "I"),
    ],
)
def test_case_hyphens_and_signs_that_look_alike_do_not_matter(typed: str) -> None:
    assert "0" in CODE.text
    assert "1" in CODE.text
    assert RecoveryCode.from_text(typed) == CODE


@pytest.mark.parametrize("typed", ["", CODE.text[:-1], CODE.text + "0", "U" * SIGNS, "é" * SIGNS, "٣" * SIGNS])
def test_what_is_no_code_is_refused_without_repeating_it(typed: str) -> None:
    with pytest.raises(PlannerError, match=r"recovery-code-(length|mistyped)") as told:
        RecoveryCode.from_text(typed)
    assert not typed or typed not in str(told.value)


def test_a_code_does_not_show_itself_in_a_log() -> None:
    assert CODE.text not in repr(CODE)
    assert str(CODE.secret) not in repr(CODE)
