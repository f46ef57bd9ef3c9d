"""Truth discovery on sets with a known truth: the copy-aware policies find more of it than the majority of origins."""

import random
from collections import Counter
from collections.abc import Callable, Mapping

import pytest

from claims.models import Assertion
from reconcile.evidence.reading import ArticleInfo
from reconcile.items.evidence import Evidence
from reconcile.policies.learning import LEARNERS, LEAST_ITEMS, AccuCopy, Claim, Learner, PopAccu, TruthFinder
from reconcile.policies.values import ValueCase, find_latest, find_majority, judge_learned, similarity
from reconcile.reports.replay import build_value_replay
from tests.support.builders import MONDAY, TUESDAY, make_assertion, make_vocabulary

Item = tuple[dict[str, Claim], Claim]
"""What each origin gives, and what is true."""

ITEMS = 240


def wrong(rng: random.Random, number: int) -> Claim:
    return f"gate X{number}-{rng.randrange(30)}"


def say(rng: random.Random, number: int, accuracy: float) -> Claim:
    return f"gate {number}" if rng.random() < accuracy else wrong(rng, number)


def copying_sources(rng: random.Random) -> list[Item]:
    """A careless wire, three outlets that print it, and three that work for themselves."""
    items: list[Item] = []
    for n in range(ITEMS):
        wire = say(rng, n, 0.45)
        copies = {f"print {k}": wire if rng.random() < 0.95 else say(rng, n, 0.45) for k in range(3)}
        own = {f"post {k}": say(rng, n, 0.85) for k in range(3)}
        items.append(({"wire": wire, **copies, **own}, f"gate {n}"))
    return items


def two_camps(rng: random.Random) -> list[Item]:
    """Two camps of copiers: one gives when a flight leaves the gate, the larger one when it leaves the ground."""
    items: list[Item] = []
    for n in range(ITEMS):
        gate, air = f"{n % 24:02}:10", f"{n % 24:02}:{25 + n % 20}"
        camps: dict[str, Claim] = {**{f"air {k}": air for k in range(5)}, **{f"gate {k}": gate for k in range(2)}}
        slips: dict[str, Claim] = {
            f"own {k}": gate if rng.random() < 0.85 else f"{n % 24:02}:{rng.randrange(10, 60)}" for k in range(3)
        }
        items.append((camps | slips, gate))
    return items


def ties(rng: random.Random) -> list[Item]:
    """As many reliable as careless origins, so that votes are often even."""
    items: list[Item] = []
    for n in range(ITEMS):
        slip = wrong(rng, n)
        careless: dict[str, Claim] = {f"bell {k}": f"gate {n}" if rng.random() < 0.4 else slip for k in range(2)}
        items.append((careless | {f"post {k}": say(rng, n, 0.9) for k in range(2)}, f"gate {n}"))
    return items


def popular_errors(rng: random.Random) -> list[Item]:
    """Each item has an error that most who err make, without copying each other."""
    items: list[Item] = []
    for n in range(ITEMS):
        popular, truth = f"gate A{n}", f"gate {n}"
        careless: dict[str, Claim] = {
            f"bell {k}": truth if rng.random() < 0.3 else popular if rng.random() < 0.8 else wrong(rng, n)
            for k in range(7)
        }
        items.append((careless | {f"post {k}": say(rng, n, 0.93) for k in range(3)}, truth))
    return items


SETS: Mapping[str, Callable[[random.Random], list[Item]]] = {
    "copying sources": copying_sources,
    "two camps": two_camps,
    "ties": ties,
    "popular errors": popular_errors,
}


def share_right(items: list[Item], answer: Callable[[Mapping[str, Claim]], Claim]) -> float:
    return sum(answer(claims) == truth for claims, truth in items) / len(items)


def majority(claims: Mapping[str, Claim]) -> Claim:
    votes = Counter(claims.values())
    return min(votes, key=lambda value: (-votes[value], str(value)))


def learned(learner: Learner, items: list[Item]) -> float:
    taught = learner.learn_claims([claims for claims, _ in items])
    return share_right(items, lambda claims: max(scores := taught.score(claims), key=lambda v: (scores[v], str(v))))


def measure(name: str, seed: int) -> dict[str, float]:
    items = SETS[name](random.Random(seed))
    learners = (TruthFinder(likeness=similarity), AccuCopy(), PopAccu())
    return {"majority": share_right(items, majority), **{each.name: learned(each, items) for each in learners}}


@pytest.mark.whole
@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(
    ("name", "policies"),
    [
        ("copying sources", ("accu_copy", "pop_accu")),
        ("two camps", ("accu_copy", "pop_accu")),
        ("ties", ("accu_copy",)),
        ("popular errors", ("pop_accu",)),
    ],
)
def test_the_copy_aware_policies_find_more_of_the_truth_than_the_majority(
    name: str, policies: tuple[str, ...], seed: int
) -> None:
    """A popular error that is taken for copying misleads the first; the second knows little where only four speak."""
    found = measure(name, seed)
    assert all(found[policy] > found["majority"] for policy in policies), found


@pytest.mark.parametrize("learner", LEARNERS, ids=lambda each: each.name)
def test_from_too_few_items_it_says_that_they_are_too_few(learner: Learner) -> None:
    items = [claims for claims, _ in copying_sources(random.Random(1))]
    assert str(LEAST_ITEMS) in learner.learn_claims(items[: LEAST_ITEMS - 1]).lack
    assert learner.learn_claims(items[:LEAST_ITEMS]).lack == ""


def case(*assertions: Assertion, attribute: str = "time") -> ValueCase:
    every = {a.passage.article: ArticleInfo(a.passage.article, a.passage.article) for a in assertions}
    return build_value_replay(Evidence(("quay fire", attribute), assertions, (), make_vocabulary(), every))


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
