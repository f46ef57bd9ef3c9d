"""What is added to a table is also written down where people look it up, and stated in full."""

import importlib
import re
import tomllib
from typing import Any, get_args

import pytest

from reconcile.policies import POLICIES, Policy
from reconcile.policies.learning import LEARNERS
from reconcile.policies.sources import Source
from reconcile.relations.pairs import RelationName
from tests.support.paths import ROOT, TESTS
from tests.support.published_cases import PUBLISHED

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


DECLARED = {"majority", "latest", "widest"}
"""Baselines of our own, which follow no document."""


@pytest.mark.parametrize("policy", [*POLICIES, *LEARNERS], ids=lambda policy: policy.name)
def test_every_policy_cites_document_version_pages_and_clause_and_never_us(policy: Policy) -> None:
    sources: tuple[Source, ...] = getattr(policy, "sources", ())
    assert bool(sources) != (policy.name in DECLARED), (
        f"cite what {policy.name} follows in reconcile/policies/sources.py"
    )
    for source in sources:
        assert all((source.document, source.version, source.pages, source.clause)), source
    module = importlib.import_module(type(policy).__module__)
    assert "readme" not in f"{policy.source} {module.__doc__}".casefold()


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.name)
def test_every_policy_has_ten_cases_from_what_is_published(policy: Policy) -> None:
    cases = PUBLISHED.get(policy.name, ())
    assert len({case.defines for case in cases}) >= 10, (
        f"add cases of {policy.name} to tests/support/published_cases.py"
    )


def test_no_two_policies_bear_one_name() -> None:
    names = [policy.name for policy in POLICIES]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_every_attribute_says_how_time_enters(name: str) -> None:
    """Left out, it would be taken for fixed without a word."""
    assert "time" in ATTRIBUTES[name], f"[attributes.{name}] in attributes.toml: add time = fixed, cumulative or state"
