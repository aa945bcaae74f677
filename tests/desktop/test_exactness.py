"""The page Data draws how exact details are and how large groups are, with where the numbers come from."""

import pytest
from pytestqt.qtbot import QtBot

from planner.desktop.data.exactness import ExactnessCard, kept_of, source_of
from planner.desktop.desk import Desk
from planner.services.opening import Workspace
from planner.services.profile import Profile, profile_of
from tests.desktop.conftest import in_store, settle


@pytest.fixture
def profile(sample_desk: Desk, qtbot: QtBot) -> Profile:
    def read(workspace: Workspace) -> Profile:
        return profile_of(workspace, "Shoal Outdoor")

    found = in_store(sample_desk, qtbot, read)
    assert isinstance(found, Profile)
    return found


def test_every_detail_counts_everybody_there_was(profile: Profile) -> None:
    kept = kept_of(profile.table, profile.record.people_dropped)
    everybody = profile.table.total_people + profile.record.people_dropped
    assert [each.everybody for each in kept] == [everybody] * len(profile.usage)
    shares = [each.exact / profile.table.total_people for each in kept]
    assert shares == pytest.approx(list(profile.table.exact_shares), abs=1e-4)


def test_where_the_numbers_are_from_ends_with_the_words_that_the_ledger_is_compared_by(profile: Profile) -> None:
    said = source_of(profile)
    assert said.startswith("Shoal Outdoor, 1 Mar 2027. Ledger: ")
    assert len(said.partition("Ledger: ")[2].split()) == 8


def test_both_charts_are_told_in_words_and_say_where_they_are_from(
    sample_desk: Desk, profile: Profile, qtbot: QtBot
) -> None:
    card = ExactnessCard(sample_desk)
    qtbot.addWidget(card)
    card.resize(400, 900)
    card.show()
    card.show_profile(profile)
    settle(sample_desk, qtbot)
    assert card.quality is not None
    assert card.sizes is not None
    assert "is known exactly of" in card.quality.accessibleDescription()
    assert "the smallest with" in card.sizes.accessibleDescription()
    for chart in (card.quality, card.sizes):
        assert source_of(profile).encode() in chart.file_of("svg")
    card.show_profile(profile)
    assert card.body.count() == 1, "shown again in place, not twice"
