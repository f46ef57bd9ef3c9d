"""The verifier reads Spanish words again: what is altered in a proposal is refused, whoever made it."""

from dataclasses import replace

import pytest

from claims.extract.proposals import Proposal
from claims.extract.tabular import TabularProposer
from claims.extract.verifier import Refusal, verify
from claims.extract.view import build_view
from claims.models import Stance
from claims.vocabulary.loading import builtin_vocabulary
from tests.support.spanish import SENTENCES, spanish

STANCES: tuple[Stance, ...] = ("asserts", "suspects", "denies")
VOCABULARY = builtin_vocabulary()


def proposed(text: str) -> list[Proposal]:
    return list(TabularProposer().propose(build_view(spanish(text)), VOCABULARY))


def reason_of(text: str, proposal: Proposal) -> str:
    result = verify(spanish(text), proposal, VOCABULARY, subject="x")
    return result.reason if isinstance(result, Refusal) else ""


@pytest.mark.whole
def test_no_altered_statement_of_the_labelled_sentences_is_accepted() -> None:
    tried = 0
    for text in (row["text"] for row in SENTENCES):
        for one in proposed(text):
            assert reason_of(text, one) == ""
            altered = [replace(one, stance=stance) for stance in STANCES if stance != one.stance]
            altered.append(replace(one, number_start=one.start, number_end=one.end + 1, value=f"{one.value} x"))
            if one.attribute in ("claimed_by", "attributed_to"):
                altered.append(replace(one, value="Frente Pardo"))
            else:
                other = "convicted" if one.attribute != "convicted" else "rescued"
                altered += [replace(one, value="977"), replace(one, value=f"más de {one.value}")]
                altered.append(replace(one, attribute=other))
            tried += len(altered)
            assert [each for each in altered if not reason_of(text, each)] == []
    assert tried > 300


MARKET = "El alcalde dijo que al menos doce personas murieron en el mercado, aunque 40 ovejas murieron también."


def by_hand(quote: str, number: str, value: str, text: str = MARKET, attribute: str = "killed") -> Proposal:
    start, place = text.index(quote), text.index(number)
    return Proposal(attribute, value, start, start + len(quote), place, place + len(number))


@pytest.mark.parametrize(
    ("quote", "number", "value", "reason"),
    [
        ("al menos doce personas murieron", "al menos doce", "al menos doce", ""),
        ("al menos doce personas murieron", "doce", "al menos doce", ""),
        ("al menos doce personas murieron", "al menos doce", "at least 12", ""),
        ("doce personas murieron", "doce", "doce", "number"),
        ("al menos doce personas murieron", "doce", "doce", "number"),
        ("al menos doce personas", "doce", "al menos doce", "attribute"),
        ("40 ovejas murieron", "40", "40", "number"),
        ("murieron en el mercado", "mercado", "12", "number"),
        ("al menos doce personas murieron", "doce personas", "al menos doce", "number"),
    ],
)
def test_a_quote_by_hand_is_read_again(quote: str, number: str, value: str, reason: str) -> None:
    assert reason_of(MARKET, by_hand(quote, number, value)) == reason


def test_a_word_of_doubt_or_denial_before_a_quote_is_to_be_taken_in() -> None:
    text = "El ejército negó que doce soldados murieran, pero doce soldados murieron."
    cut = by_hand("doce soldados murieran", "doce", "doce", text)
    assert reason_of(text, replace(cut, scope="soldiers", attribute="killed")) == "stance"
    assert reason_of(text, replace(cut, stance="denies", scope="soldiers")) == "stance"
    whole = by_hand("negó que doce soldados murieran", "doce", "doce", text)
    assert reason_of(text, replace(whole, stance="denies", scope="soldiers")) == ""


def test_what_did_not_happen_is_refused() -> None:
    text = "En la película murieron doce personas."
    assert reason_of(text, by_hand("murieron doce personas", "doce", "doce", text)) == "stance"
