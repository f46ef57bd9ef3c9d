"""Spanish newswire read by its tables: a hundred sentences of invented events, labelled before there was a table."""

from typing import Any

from claims.extract import propose_assertions
from claims.extract.extraction import Extracted
from claims.extract.proposers import make_proposers
from claims.models import Article
from claims.values import parse_value
from claims.vocabulary.loading import builtin_vocabulary
from tests.support.spanish import SENTENCES, spanish

VOCABULARY, PROPOSERS = builtin_vocabulary(), make_proposers()


def read(article: Article) -> tuple[Extracted, ...]:
    """Return what the proposers that take part by default find; nothing of it may be refused."""
    result = propose_assertions(article, VOCABULARY, PROPOSERS)
    assert result.refusals == ()
    return result.found


def ends_of(value: str, attribute: str) -> Any:
    """Return what two ways of writing a value have in common."""
    if attribute in ("claimed_by", "attributed_to"):
        return "nobody" if "grupo" in value.lower() else value
    parsed: Any = parse_value("count", value)
    return parsed.low, parsed.high


def described(one: Extracted) -> tuple[Any, ...]:
    """Return what is compared of a statement; who speaks of themselves is not asked about."""
    said, chain = one.assertion, [hop.speaker.lower() for hop in one.assertion.chain]
    own = said.attribute == "claimed_by" or said.stance == "denies"
    return said.attribute, ends_of(said.written or "", said.attribute), said.scope, said.stance, [] if own else chain


def expected_of(label: dict[str, str]) -> tuple[Any, ...]:
    """Return the same of a label; names are compared without their article."""
    first, _, rest = label.get("by", "").partition(" ")
    by = rest if first.lower() in ("el", "la", "los", "las") else label.get("by", "")
    value = "?" if label["value"] == "?" else ends_of(label["value"], label["attribute"])
    own = label["stance"] == "denies"
    return label["attribute"], value, label["scope"], label["stance"], [by.lower()] if by and not own else []


def agrees(found: tuple[Any, ...], label: tuple[Any, ...]) -> bool:
    """Return whether a statement is what a label asks for."""
    return all(want in ("?", have) for have, want in zip(found, label, strict=True))


def test_nine_of_ten_statements_read_from_the_labelled_sentences_are_right() -> None:
    right, wrong, missed = 0, [], []
    for row in SENTENCES:
        labels = list(map(expected_of, row["said"]))
        for one in map(described, read(spanish(row["text"]))):
            same = next((label for label in labels if agrees(one, label)), None)
            if same is None:
                wrong.append((row["text"], one))
            else:
                right += 1
                labels.remove(same)
        missed += [(row["text"], label) for label in labels]
    assert len(SENTENCES) == 100
    assert right >= 0.9 * (right + len(wrong)), wrong
    assert right >= 0.85 * (right + len(missed)), missed


PAGE = (
    "Al menos doce personas murieron el martes en un incendio en la fábrica de hilados de Orbal, informó la policía. "
    "Otras treinta resultaron heridas. El Frente Gris reivindicó el ataque en un comunicado."
)


def test_the_language_of_a_text_chooses_its_tables() -> None:
    rules = [[one.proposal.rule for one in read(spanish(PAGE, language))] for language in ("es", None, "en", "de")]
    assert rules[:2] == [["es-people-died", "es-claimed"]] * 2
    assert not any(rule.startswith("es-") for rule in rules[2])
    assert rules[3] == []


def test_a_statement_has_its_speaker_its_day_and_its_own_words() -> None:
    died, claimed = read(spanish(PAGE))
    assert [hop.speaker for hop in died.assertion.chain] == ["policía"]
    assert died.proposal.event is not None
    assert died.proposal.event.date == "2031-04-29"
    assert PAGE[died.proposal.start : died.proposal.end] == "Al menos doce personas murieron"
    assert (died.assertion.written, died.assertion.as_of) == ("Al menos doce", "2031-05-04")
    assert [hop.speaker for hop in claimed.assertion.chain] == ["Frente Gris"]


def test_texts_that_are_printed_otherwise_are_read_alike() -> None:
    broken = PAGE.replace("murieron el martes en", "murieron\nel mar-\ntes en\xa0")
    assert [one.assertion.written for one in read(spanish(broken))] == ["Al menos doce", "Frente Gris"]
    for text in ("", "#", "## murieron ## personas", "12 " * 400, "murieron " * 400, "\x00 12 personas murieron \x00"):
        read(spanish(text))


def test_what_is_said_of_another_year_is_left_unless_it_is_the_year_of_the_article() -> None:
    text = "En 2030 murieron 31 marineros."
    assert [len(read(spanish(text, published=f"{year}-05-04"))) for year in (2030, 2031)] == [1, 0]
