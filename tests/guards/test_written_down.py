"""What is added to a table is also written down where people look it up, and stated in full."""

import re
import tomllib
from typing import Any, get_args

import pytest

from reconcile.policies import POLICIES, Policy
from reconcile.relations.pairs import RelationName
from tests.support.paths import ROOT, TESTS

README = (ROOT / "reconcile" / "README.md").read_text("utf-8")
LITERATURE = (TESTS / "reconcile" / "policies" / "test_literature.py").read_text("utf-8")
ATTRIBUTES: dict[str, dict[str, Any]] = tomllib.loads(
    (ROOT / "claims" / "vocabulary" / "data" / "attributes.toml").read_text("utf-8")
)["attributes"]


@pytest.mark.parametrize("relation", get_args(RelationName))
def test_every_relation_is_explained_in_the_readme(relation: str) -> None:
    assert f"`{relation}`" in README, f"say in reconcile/README.md, under Relations, what {relation} is"


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.name)
def test_every_policy_names_its_source_and_is_explained_and_has_cases(policy: Policy) -> None:
    assert policy.title, f"{policy.name} has no title"
    assert policy.source, f"{policy.name} has no source: name the document and clause"
    assert f"`{policy.name}`" in README, f"add a row for {policy.name} to the table of policies in reconcile/README.md"
    named = re.search(rf"\b{policy.name}\b", LITERATURE)
    assert named, f"give {policy.name} a table of cases in tests/reconcile/policies/test_literature.py"


def test_no_two_policies_bear_one_name() -> None:
    names = [policy.name for policy in POLICIES]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_every_attribute_says_how_time_enters(name: str) -> None:
    """Left out, it would be taken for fixed without a word."""
    assert "time" in ATTRIBUTES[name], f"[attributes.{name}] in attributes.toml: add time = fixed, cumulative or state"
