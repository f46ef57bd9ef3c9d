"""Offsets that other tools count in UTF-16 units or UTF-8 bytes become characters, or are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.claimsfile import ArticleText, ClaimsReader
from claims.findings import Finding
from claims.offsets import UNITS, OffsetError, Unit, to_characters
from claims.vocabulary.loading import builtin_vocabulary

TEXT = "🚢🌊 Ferry down 📉. At least 31 people died off Lorne."


@given(st.text(max_size=30), st.data(), st.sampled_from(UNITS))
def test_every_character_starts_where_its_tool_counts_it(text: str, data: st.DataObject, unit: Unit) -> None:
    place = data.draw(st.integers(0, len(text)))
    before = text[:place]
    counted = {
        "characters": len(before),
        "utf-16": len(before.encode("utf-16-le", "surrogatepass")) // 2,
        "utf-8": len(before.encode("utf-8", "surrogatepass")),
    }
    assert to_characters(text, counted[unit], unit) == place


@pytest.mark.parametrize(("offset", "unit"), [(1, "utf-16"), (2, "utf-8"), (3, "utf-16")])
def test_an_offset_within_a_character_is_refused(offset: int, unit: Unit) -> None:
    with pytest.raises(OffsetError, match="within the character"):
        to_characters(TEXT, offset, unit)


def read(start: int, end: int, unit: Unit = "characters") -> tuple[str, list[Finding]]:
    article = ArticleText(id="0" * 64, published="2022-08-03", text=TEXT)
    reader = ClaimsReader(lambda _: article, builtin_vocabulary(), "test", unit)
    line = {"article": "a", "start": start, "end": end, "subject": "ferry", "attribute": "killed", "value": "31"}
    (result,) = reader.read([(1, line)], "a.jsonl")
    return (str(result) if isinstance(result, Finding) else result.passage.exact), reader.notes


def test_a_passage_of_another_tool_is_the_same_words() -> None:
    units = len(TEXT[: TEXT.index("31")].encode("utf-16-le")) // 2
    assert read(units, units + 14, "utf-16") == ("31 people died", [])


def test_offsets_alone_that_cut_a_word_are_doubted() -> None:
    units = len(TEXT[: TEXT.index("31")].encode("utf-16-le")) // 2
    words, notes = read(units - 2, units + 12)
    assert (words, [note.severity for note in notes]) == ("1 people died ", ["warning"])
    assert "--offsets utf-16" in str(notes[0])


def test_offsets_within_a_pair_name_the_line() -> None:
    problem, _ = read(1, 9, "utf-16")
    assert problem.startswith("a.jsonl:1")
    assert "within the character" in problem
