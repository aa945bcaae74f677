"""The policy and the consent scopes in force are the ones last saved, and the ledger tells of each change."""

import json
from pathlib import Path

import pytest

from planner.domain.catalogue import Catalogue
from planner.domain.policy import Policy, changed
from planner.domain.vocabulary import Vocabulary
from planner.store.ledger import entries
from planner.store.ledger_check import verify_ledger
from planner.store.policies import POLICY, load_policy, save_policy
from planner.store.scopes import CATALOGUE, load_catalogue, save_catalogue
from planner.store.states import STATES
from planner.store.store_key import KeyStore
from planner.store.workspace import Clock, Workspace

RESOURCES = Path(__file__).parents[2] / "resources"


@pytest.fixture
def vocabulary() -> Vocabulary:
    return Vocabulary.parse((RESOURCES / "vocabulary.json").read_text(encoding="utf-8"))


@pytest.fixture
def catalogue(vocabulary: Vocabulary) -> Catalogue:
    return Catalogue.from_json(json.loads((RESOURCES / "scopes.json").read_text(encoding="utf-8")), vocabulary)


def put_in_force(workspace: Workspace, policy: Policy) -> None:
    with workspace.change() as recorder:
        save_policy(workspace, policy)
        recorder.append("policy-changed", POLICY, {"policy": policy.to_json()})


def test_a_new_workspace_goes_by_the_products_own_policy(workspace: Workspace) -> None:
    assert load_policy(workspace) == Policy()


def test_the_policy_in_force_is_the_last_one_saved(workspace: Workspace, keys: KeyStore, clock: Clock) -> None:
    strict = changed(Policy(), campaign_k=100, protected_share_high=0.25, delivery_floors={"meta": 500})
    put_in_force(workspace, Policy(campaign_k=75))
    put_in_force(workspace, strict)
    workspace.close()
    with Workspace.open(workspace.folder, keys, clock) as opened:
        assert load_policy(opened) == strict
        assert [entry.record["facts"]["policy"]["campaign_k"] for entry in entries(opened, POLICY)] == [75, 100]
        assert verify_ledger(opened).is_valid


def test_a_policy_changed_behind_the_ledgers_back_is_found(workspace: Workspace) -> None:
    put_in_force(workspace, Policy(campaign_k=75))
    with pytest.raises(Exception, match="outside of a change"), workspace.transaction():
        save_policy(workspace, Policy())
    assert load_policy(workspace).campaign_k == 75


def test_the_consent_scopes_are_the_ones_last_saved(
    workspace: Workspace, catalogue: Catalogue, vocabulary: Vocabulary
) -> None:
    assert load_catalogue(workspace, vocabulary) is None
    fewer = catalogue.without_scope(catalogue.names[0])
    for each in (catalogue, fewer):
        with workspace.change() as recorder:
            save_catalogue(workspace, each)
            recorder.append("scopes-changed", CATALOGUE, {"scopes": list(each.names)})
    assert load_catalogue(workspace, vocabulary) == fewer
    assert verify_ledger(workspace).is_valid


@pytest.mark.parametrize("kind", sorted(STATES))
def test_every_kind_of_state_is_kept_in_tables_that_exist(workspace: Workspace, kind: str) -> None:
    for rows in STATES[kind]:
        columns = {column.name for column in workspace.db.table(rows.table).columns}
        assert {rows.id_column, *rows.columns} <= columns
