"""Truth discovery on sets with a known truth: the copy-aware policies find more of it than the majority of origins."""

import random

import pytest

from claims.models import Assertion
from reconcile.evidence.reading import ArticleInfo
from reconcile.items.evidence import Evidence
from reconcile.policies.learning import LEARNERS, LEAST_ITEMS, AccuCopy, Learner, PopAccu
from reconcile.policies.values import ValueCase, find_latest, find_majority, judge_learned
from reconcile.reports.replay import build_value_replay
from tests.benchmarks.bench_truth import measure
from tests.support.builders import MONDAY, TUESDAY, make_assertion, make_vocabulary
from tests.support.planted_truths import SETS, copying_sources


@pytest.mark.whole
@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("name", SETS)
def test_the_copy_aware_policies_find_more_of_the_truth_than_the_majority_or_say_they_know_too_little(
    name: str, seed: int
) -> None:
    """A popular error misleads the first, which notices; four are too few for the second, and for it a camp that is
    always wrong may as well be right: it says so.
    """
    found = measure(name, seed)
    majority, own = found["majority"], [found["accu_copy"], found["pop_accu"]]
    known = [share for share in own if share is not None]
    assert known
    assert all(share > (majority or 0) for share in known), found


def test_a_learner_says_where_its_assumptions_do_not_hold() -> None:
    popular = [claims for claims, _ in SETS["popular errors"](random.Random(1))]
    assert "make the same error" in AccuCopy().learn_claims(popular).lack
    for name, seed in (("popular errors", 119), ("two camps", 1)):
        either = [claims for claims, _ in SETS[name](random.Random(seed))]
        assert "the items do not say which" in PopAccu().learn_claims(either).lack
    few = [claims for claims, _ in SETS["ties"](random.Random(1))]
    assert "4.0 origins an item" in PopAccu().learn_claims(few).lack


@pytest.mark.parametrize("learner", LEARNERS, ids=lambda each: each.name)
def test_from_too_few_items_it_says_that_they_are_too_few(learner: Learner) -> None:
    items = [claims for claims, _ in copying_sources(random.Random(1))]
    assert str(LEAST_ITEMS) in learner.learn_claims(items[: LEAST_ITEMS - 1]).lack
    assert learner.learn_claims(items[:LEAST_ITEMS]).lack == ""


def case(*assertions: Assertion, attribute: str = "time") -> ValueCase:
    every = {a.passage.article: ArticleInfo(a.passage.article, a.passage.article) for a in assertions}
    built = build_value_replay(Evidence(("quay fire", attribute), assertions, (), make_vocabulary(), every))
    assert built is not None
    return built


def told(value: str, outlet: str, attribute: str = "time", as_of: str = MONDAY) -> Assertion:
    return make_assertion(value, outlet=outlet, attribute=attribute, as_of=as_of, quote=f"{outlet} {attribute}")


def test_the_majority_of_origins_and_the_latest_of_times() -> None:
    said = case(told("18:05", "Post"), told("18:05", "Bell"), told("18:20", "Times", as_of=TUESDAY))
    assert find_majority(said).value == find_majority(said).sentence.partition(":")[0] + ":05"
    assert find_latest(said).value != find_majority(said).value
    assert len(find_majority(said).used) == 2


def test_a_tie_goes_to_the_value_known_first_and_is_said_to_be_one() -> None:
    said = case(told("18:20", "Post", as_of=TUESDAY), told("18:25", "Bell", as_of=MONDAY))
    found = find_majority(said)
    assert (found.clause, found.value[:5]) == ("tie: the value known first", "18:25")
    assert found.tied[0][:5] == "18:20"


@pytest.mark.parametrize(
    ("attribute", "one", "other"),
    [
        ("claimed_by", "ISKP", "Islamic State Khorasan Province"),
        ("place", "the U.S.", "United States"),
        ("name", "A. Roe; B. Lee", "b. lee; a. roe"),
        ("response", "no comment", "No comment"),
    ],
)
def test_values_are_equal_by_any_of_their_names_and_in_any_order(attribute: str, one: str, other: str) -> None:
    said = case(told(one, "Post", attribute), told(other, "Bell", attribute), attribute=attribute)
    assert len(set(said.claims.values())) == 1


def test_what_the_accused_answers_is_judged_by_who_said_it_last() -> None:
    answers = told("no comment", "Post", "response"), told("accepts", "Bell", "response", TUESDAY)
    said = case(*answers, attribute="response")
    assert find_latest(said).value == "accepts"
    assert judge_learned(PopAccu(), said).clause == "too few items to learn from: blank"
