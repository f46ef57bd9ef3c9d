"""Each denial gives what its example says and nothing for its counter-example; assertions of the same are found."""

from dataclasses import replace

import pytest

from claims.extract import propose_assertions
from claims.extract.analysis.language import load
from claims.extract.analysis.stems import speaks_of, stem
from claims.extract.polarity import OpposedProposer, denied_in, telling_denials
from claims.extract.proposals import Proposal
from claims.extract.quantities import tokenize
from claims.extract.verifier import Refusal, verify
from claims.extract.view import build_view
from claims.models import Article
from claims.vocabulary.loading import builtin_vocabulary
from tests.support.store_builders import make_article

ROWS = load("polarity")["denial"]


def scopes_denied(sentence: str) -> set[str]:
    lower = sentence.lower()
    return {one.scope for one in denied_in(lower, 0, len(lower), tokenize(lower, 0, len(lower)))}


def opposed(*texts: str) -> list[tuple[str | None, str | None, str]]:
    """Return scope, value and stance of what articles of one event deny and assert."""
    articles: list[Article] = [make_article(text, name=f"{n}.txt") for n, text in enumerate(texts)]
    proposer = OpposedProposer(telling_denials(map(build_view, articles)))
    found = [one for a in articles for one in propose_assertions(a, builtin_vocabulary(), [proposer]).assertions]
    return [(one.scope, one.written, one.stance) for one in found]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_a_denial_gives_its_examples_and_nothing_for_its_counter_examples(row: dict[str, dict[str, str]]) -> None:
    assert row["example"]
    assert row["against"]
    for sentence, scope in row["example"].items():
        assert scope in scopes_denied(sentence), sentence
    for sentence in row["against"]:
        assert scopes_denied(sentence) == set(), sentence


@pytest.mark.parametrize(
    ("denial", "assertion", "scope"),
    [
        ("There was no flare, the mate said.", "The mate fired a flare at dusk.", "flare"),
        ("No such banquet took place, she said.", "She gave a banquet in May.", "banquet"),
        ("The mill denied that there has ever been a merger.", "The mill merged in May with a rival.", "merger"),
        ("He did not step aside, the court found.", "He bowed and stepped aside, a witness said.", "step_aside"),
        ("There was no vessel near the pier.", "A trawler lay near the pier.", "vessel"),
        ("The rider had no lamps.", "His bike had two lamps.", "lamp"),
        ("There was no distress call, the tower said.", "Pilots heard a mayday at dusk.", "distress_call"),
        ("There was no vessel near the pier.", "A tanker drifting there hit a buoy.", "vessel"),
        ("Nobody was in the hut.", "They were asleep in their hut.", "in_hut"),
        ("There was no sign that the beam had been corroded.", "Corrosion of a beam was found.", "beam_corroded"),
        ("The yard denied that it had been warned of leaks.", "The yard had been warned of leaks twice.", "warn_leak"),
        ("He would not appeal, his agent said.", "His agent said he would appeal against the order.", "appeal"),
        ("The yard denied that its men had blocked the gate.", "Men of the yard blocked the gate.", "block_gate"),
    ],
)
def test_what_one_article_denies_another_asserts(denial: str, assertion: str, scope: str) -> None:
    found = opposed(denial, assertion)
    assert len(found) == 2
    assert {one[0] for one in found} == {scope}
    assert found[0][1:] in {("no", "asserts"), ("yes", "denies")}
    assert found[1] == (scope, "yes", "asserts")


@pytest.mark.parametrize(
    "other",
    [
        "They feared a flare might go up.",
        "Was there a flare?",
        "The port denied that a flare was seen.",
        "The flare box was found.",
        "A flare was not seen.",
        "He hoped to see a flare if it got dark.",
    ],
)
def test_what_is_asked_supposed_or_denied_too_is_no_assertion(other: str) -> None:
    assert "asserts" not in {stance for _, value, stance in opposed("There was no flare.", other) if value == "yes"}


def test_one_article_tells_of_a_denial_and_of_what_is_denied() -> None:
    assert len(opposed("Rivals charged that she met the yard. Her office said no such meeting took place.")) == 2
    assert len(opposed("The rider had no lamps. His bike had two lamps.")) == 1
    assert len(opposed("There was no flare, though the mate saw a flare, he said.")) == 1
    assert opposed("No flare would be lit, he said.", "A flare was lit.") == []
    assert "asserts" not in {
        stance for _, _, stance in opposed("The yard will not sell the mill.", "It sold the mill.")
    }


def test_a_thing_that_somebody_lacked_is_not_what_somebody_else_had() -> None:
    denial = "The cyclist showed no emotion in the dock."
    assert {value for _, value, _ in opposed(denial, "The verdict prompted an outpouring of emotion.")} == {"no"}


def test_verbs_and_nouns_of_one_stem_meet() -> None:
    for one, two in [("met", "meeting"), ("settled", "settlement"), ("paid", "payment"), ("exploded", "explosion")]:
        assert stem(one) == stem(two)
    assert stem("cement") != stem("century")
    assert speaks_of("vessel", "a trawler lay there")
    assert not speaks_of("vessel", "a lorry stood there")


def test_the_verifier_wants_denial_and_scope_in_the_quote() -> None:
    text = "There was no flare, the mate said. A lamp burned."
    article, end = make_article(text, name="a.txt"), text.index(",")
    good = Proposal("occurred", "no", 10, end, 13, end, scope="flare")
    assert not isinstance(verify(article, good, builtin_vocabulary()), Refusal)
    for bad in (replace(good, scope="lamp"), replace(good, start=13), replace(good, value="yes")):
        assert isinstance(verify(article, bad, builtin_vocabulary()), Refusal)
