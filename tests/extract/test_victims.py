"""Named victims: each a person who is said to be dead, and never a number."""

import pytest

from claims.extract import ExtractResult, Proposal, Refusal, propose_assertions, verify
from claims.extract.lexical import LexicalProposer
from claims.identity import digest
from claims.models import Article
from claims.vocabulary.loading import builtin_vocabulary


def article(text: str) -> Article:
    return Article(id=digest(text), name="a", published="2019-11-06", text=text, text_sha256="", original_sha256="")


def extract(text: str) -> ExtractResult:
    return propose_assertions(article(text), builtin_vocabulary(), [LexicalProposer()])


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ana Roe, 34, was killed on Tuesday.", {"Ana Roe"}),
        ("They named the dead as Ana Roe, 34; Ben Doe, 29, and Eva Poe, 61.", {"Ana Roe", "Ben Doe", "Eva Poe"}),
        ("The victims were Ana Roe and Ben Doe.", {"Ana Roe", "Ben Doe"}),
        ("Officer Ben Doe was shot dead.", {"Ben Doe"}),
        ("He was accused of killing Ana Roe, 34.", {"Ana Roe"}),
        ("Ana Roe killed nine people.", set()),
        ("The suspects were identified as Ana Roe and Ben Doe.", set()),
        ("He was taken to Orsa Medical Center, where he died.", set()),
        ("New Delhi was shot at and nine died.", set()),
    ],
)  # fmt: skip
def test_the_dead_who_are_named_are_persons_and_no_count(text: str, names: set[str]) -> None:
    found = [e for e in extract(text).found if e.assertion.attribute == "status"]
    assert {(e.assertion.subject, e.assertion.subject_kind, e.assertion.written) for e in found} == {
        (name, "person", "dead") for name in names
    }


def test_a_denied_death_is_denied() -> None:
    [assertion] = extract("Officials denied that Ana Roe was killed.").assertions
    assert (assertion.subject, assertion.stance) == ("Ana Roe", "denies")


@pytest.mark.parametrize("change", ["subject", "value", "number"])
def test_a_changed_victim_is_refused(change: str) -> None:
    text = "Ana Roe, 34, was killed on Tuesday. Ben Doe was praised."
    [proposal] = [e.proposal for e in extract(text).found if e.assertion.attribute == "status"]
    changed: dict[str, dict[str, object]] = {
        "subject": {"subject": "Ben Doe"},
        "value": {"value": "asleep"},
        "number": {"number_start": proposal.start, "number_end": proposal.start + 3},
    }
    fields = {name: getattr(proposal, name) for name in Proposal.__dataclass_fields__} | changed[change]
    assert isinstance(verify(article(text), Proposal(**fields), builtin_vocabulary()), Refusal)


def test_where_it_happened_is_proposed_once_an_event() -> None:
    text = "Gunmen killed nine people in Baghdad on Tuesday.\n\nThe raid in Baghdad shocked many people in Paris."
    assert [a.written for a in extract(text).assertions if a.attribute == "place"] == ["Baghdad"]
