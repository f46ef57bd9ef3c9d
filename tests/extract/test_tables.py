"""Each row of a language's tables gives what its example says and nothing for its counter-example."""

from pathlib import Path

import pytest

from claims.extract.tables import Construction, Cue, Speech, Tables, find_tables, load_tables, split_example
from claims.extract.tabular import find_speaker, find_statements, read_sentence

TABLES = [tables for code in ("es",) if (tables := find_tables(code))]
CONSTRUCTIONS = [(tables, one) for tables in TABLES for one, _ in tables.constructions]
CUES = [(tables, one) for tables in TABLES for one, _ in tables.cues]
SPEECH = [(tables, one) for tables in TABLES for one, _ in tables.speech]


def stated(sentence: str, tables: Tables, name: str = "") -> list[str]:
    """Return what is found in a sentence: value and scope, or the stance where it is not asserted."""
    found = find_statements(read_sentence(sentence, tables), tables, "2031-05-04")
    wanted = [one for one in found if name in ("", one.construction.name)]
    return [
        f"{one.value} {one.scope or '?'}" + (f" {one.stance}" if one.stance != one.construction.stance else "")
        for one in wanted
    ]


@pytest.mark.parametrize(("tables", "one"), CONSTRUCTIONS, ids=[one.name for _, one in CONSTRUCTIONS])
def test_a_construction_gives_its_examples_and_nothing_for_its_counter_examples(
    tables: Tables, one: Construction
) -> None:
    for sentence, given in map(split_example, one.example):
        found = stated(sentence, tables, one.name)
        assert found in ([given], [f"{given} total"], [f"{given} ?"]), sentence
    for sentence in one.against:
        assert stated(sentence, tables, one.name) == [], sentence


@pytest.mark.parametrize(("tables", "cue"), CUES, ids=[cue.category for _, cue in CUES])
def test_a_cue_takes_its_examples_out_or_changes_their_stance(tables: Tables, cue: Cue) -> None:
    expected = {"doubted": " suspects", "denied": " denies"}.get(cue.category)
    for sentence in cue.example:
        found = stated(sentence, tables)
        assert found == [] if expected is None else all(each.endswith(expected) for each in found), sentence
    assert expected is None or any(stated(sentence, tables) for sentence in cue.example)
    for sentence in cue.against:
        [found_plain] = stated(sentence, tables)
        assert "suspects" not in found_plain
        assert "denies" not in found_plain


@pytest.mark.parametrize(("tables", "speech"), SPEECH, ids=range(len(SPEECH)))
def test_a_speaker_is_found_in_each_way_of_naming_one(tables: Tables, speech: Speech) -> None:
    for text, given in map(split_example, speech.example):
        found = find_speaker(read_sentence(text, tables), len(text), tables)
        assert found is not None
        assert text[slice(*found[0])] == given


FRENCH = {
    "parts": """
COUNT = '(?<!#)(?P<count>#++)(?: de)?'
DATE = 'hier'
""",
    "nouns": """
total = "personnes morts"
soldiers = "soldats"
""",
    "context": """
[[cue]]
category = "doubted"
pattern = "on craint"
example = ["On craint 3 morts."]
against = ["Hier."]
""",
    "speech": """
[[speaker]]
pattern = "(?P<verb>selon) (?P<speaker>la [a-z]+)"
reach = "whole"
example = ["selon la mairie = la mairie"]
""",
    "constructions": """
[cues]
killed = "morts|tués"
[[construction]]
name = "fr-killed"
attribute = "killed"
pattern = "COUNT (?P<noun>[a-z]+) (?:ont été|sont) (?:tués|morts)"
example = ["Douze soldats ont été tués. = Douze soldiers"]
against = ["Douze moutons ont été tués."]
""",
}


def test_a_language_more_is_data_alone(tmp_path: Path) -> None:
    folder = tmp_path / "fr"
    folder.mkdir()
    for name, content in FRENCH.items():
        (folder / f"{name}.toml").write_text(content, "utf-8")
    tables = load_tables(folder)
    text = "Au moins douze personnes ont été tuées et trente soldats sont morts, selon la mairie."
    assert stated(text, tables) == ["trente soldiers"]
    assert stated(text.replace("tuées", "tués"), tables) == ["Au moins douze total", "trente soldiers"]
    assert stated("On craint que 21 soldats sont morts.", tables) == ["21 soldiers suspects"]
    assert stated("Douze moutons ont été tués.", tables) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("constructions", "against", "counter", "counter"),
        ("constructions", '["Douze moutons ont été tués."]', "[]", "against"),
        ("speech", '"whole"', '"all"', "reach"),
    ],
)
def test_a_row_that_is_not_as_it_should_be_is_an_error(
    tmp_path: Path, name: str, old: str, new: str, words: str
) -> None:
    folder = tmp_path / "fr"
    folder.mkdir()
    for each, content in FRENCH.items():
        (folder / f"{each}.toml").write_text(content.replace(old, new) if each == name else content, "utf-8")
    with pytest.raises(ValueError, match=words):
        load_tables(folder)


def test_english_and_languages_without_tables_have_none() -> None:
    assert [find_tables(code) for code in ("en", "de", None, "..", "")] == [None] * 5
