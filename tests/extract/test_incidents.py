"""Each clause is of the incident that it tells of: the main one, a part of it, another, or none in particular."""

import pytest

from claims.extract import propose_assertions
from claims.extract.extraction import Extracted
from claims.extract.incidents import Cue, find_clauses, language
from claims.extract.lexical import LexicalProposer
from claims.models import Article
from claims.values.model import CountValue
from claims.vocabulary.loading import builtin_vocabulary

LEAD = "Four people were killed in a bombing in Lorne on Tuesday. "


def proposed(text: str) -> list[Extracted]:
    article = Article(id="0" * 64, name="a", published="2023-05-04", text=text, text_sha256="", original_sha256="")
    return list(propose_assertions(article, builtin_vocabulary(), [LexicalProposer()]).found)


def figures(text: str) -> dict[str, list[str]]:
    """Return the figures of a text, as written, by the key of their event."""
    found: dict[str, list[str]] = {}
    for one in proposed(text):
        if isinstance(one.assertion.value, CountValue) and one.proposal.event is not None:
            found.setdefault(one.proposal.event.key, []).append(one.proposal.value)
    return found


def elsewhere(text: str) -> list[str]:
    """Return the figures that are not of the main event."""
    return [figure for key, listed in figures(text).items() if key != "main" for figure in listed]


@pytest.mark.parametrize("cue", language().cues, ids=lambda cue: cue.name)
def test_a_cue_parts_its_examples_from_the_main_event_and_no_other(cue: Cue) -> None:
    assert cue.examples
    assert cue.against
    for sentence, apart in cue.examples.items():
        assert cue.name in {clause.cue.name for clause in find_clauses(sentence.lower(), 0, len(sentence))}, sentence
        assert elsewhere(LEAD + sentence) == [words.lower() for words in apart], sentence
    for sentence in cue.against:
        assert elsewhere(LEAD + sentence) == [], sentence


def test_every_cue_needs_a_word_that_its_examples_have() -> None:
    for cue in language().cues:
        for sentence in cue.examples:
            assert any(word in sentence.lower() for word in cue.needs), cue.name


@pytest.mark.parametrize(
    "text",
    [
        "Another bomb attack in Lorne killed 12 people on Tuesday.",
        "A second blast in two days killed 12 people in Lorne on Tuesday.",
        "More than 900 people have been killed since the war began.",
        "Nearly 300 people were killed on the roads in the past two years.",
    ],
)
def test_what_the_lead_reports_is_the_main_event_whatever_its_words(text: str) -> None:
    assert elsewhere(text) == []


def test_the_attack_since_which_there_was_none_so_deadly_does_not_date_the_main_one() -> None:
    text = "A bombing in Lorne, the deadliest since 1995, killed 30 people on Tuesday."
    assert figures(text) == {"main": ["30"]}
    assert {one.assertion.written for one in proposed(text) if one.assertion.attribute == "date"} == {"2023-05-02"}


def test_background_does_not_name_or_place_the_main_event() -> None:
    text = "Two weeks after a flood in Ruritania killed 60 people, four were killed in a bombing in Lorne on Tuesday."
    events = {one.proposal.event for one in proposed(text) if one.proposal.event is not None}
    main = next(event for event in events if event.key == "main")
    assert (main.kind, main.date) == ("bombing", "2023-05-02")
    assert figures(text)["main"] == ["four"]


def test_an_article_that_opens_with_an_old_attack_is_not_of_that_one() -> None:
    text = "In March 2019 a bomb killed 60 people in Ostby. On Tuesday, four people were killed in a raid in Lorne."
    assert figures(text) == {"2019-03": ["60"], "main": ["four"]}


def test_a_late_paragraph_on_the_main_event_belongs_to_it() -> None:
    text = f"{LEAD}\n\nIn a separate attack, nine guards died.\n\nThe blast in the market also wounded 14 people."
    assert figures(text)["main"] == ["four", "14"]


def test_what_goes_on_about_another_attack_is_of_that_one() -> None:
    found = figures(f"{LEAD}In a separate attack last week, nine people died. Twenty were wounded.")
    assert sorted(map(sorted, found.values())) == [["four"], ["nine", "twenty"]]


def test_what_happened_elsewhere_in_a_quake_is_of_that_quake() -> None:
    text = "Four people were killed in a quake in Lorne on Tuesday. Elsewhere, six people died."
    assert elsewhere(text) == []


def test_figures_of_parts_that_add_up_are_told_from_the_sum() -> None:
    text = (
        "Smugglers killed six people, among them a cook, when a mine went off under the quay at Orsa on Friday. "
        "An hour later a second mine killed four. In all, ten people were killed at Orsa that day."
    )
    assert figures(text) == {"part one": ["six", "a cook"], "part a second mine": ["four"], "main": ["ten"]}


def test_figures_of_parts_that_do_not_add_up_leave_the_main_event_its_own() -> None:
    text = "A bomb killed five people in Lorne. A second bomb killed three. In all, nine people were killed."
    assert figures(text) == {"main": ["five", "nine"], "part a second bomb": ["three"]}


def test_a_town_that_nobody_knows_lies_in_the_state_named_after_it() -> None:
    events = {one.proposal.event for one in proposed("A gunman killed 12 people in Springfield, Ohio, on Tuesday.")}
    assert {event.place for event in events if event is not None} == {"Ohio"}


def test_a_quake_of_another_size_is_another_quake() -> None:
    text = (
        "A 7.6 magnitude quake struck Orsa, killing 12 people.\n\n"
        "The agency put it at magnitude 7.3.\n\nAn hour before, a 5.9-magnitude tremor had killed two people in Lorne."
    )
    sizes: dict[str, list[str]] = {}
    for one in proposed(text):
        if one.assertion.attribute in ("magnitude", "killed") and one.proposal.event is not None:
            sizes.setdefault(one.proposal.event.key, []).append(one.proposal.value)
    assert sizes == {"main": ["7.6", "12", "7.3"], "told 5.9": ["5.9", "two"]}


def mains(text: str) -> set[tuple[str, str | None]]:
    """Return kind and date of the main event of a text."""
    events = {one.proposal.event for one in proposed(text) if one.proposal.event is not None}
    return {(event.kind, event.date) for event in events if event.key == "main"}


def test_the_day_of_an_arrest_does_not_date_what_people_were_arrested_over() -> None:
    text = "Police arrested four men on Tuesday over last week's explosion at a mine in Lorne, in which 11 people died."
    assert mains(text) == {("explosion", "2023-04-24/2023-04-30")}
    assert figures(text) == {"main": ["four", "11"]}
    assert mains("Police arrested 20 people in Lorne on Tuesday.") == {("", "2023-05-02")}


def test_what_a_trial_or_an_inquiry_looks_back_on_is_the_main_event() -> None:
    text = (
        "The trial of three men opened in Orsa. They deny the charges.\n\n"
        "They are accused of the bombing in Lorne on July 29, 2021, in which 14 people were killed and 30 injured."
    )
    assert mains(text) == {("bombing", "2021-07-29")}
    assert elsewhere(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Nine people were killed and 30 injured in a raid, police said. On July 29, 2021, a bomb killed 14 people.",
        "Gunmen killed a guard. On May 2, 2020, a bomb killed nine people. On July 29, 2021, a bomb killed 14 people.",
    ],
    ids=["the same is told of both", "two days are told of"],
)
def test_an_undated_main_event_stays_apart_from_days_of_others(text: str) -> None:
    assert {date for _, date in mains(text)} == {None}
    assert elsewhere(text)


@pytest.mark.parametrize("words", ["opened fire on a crowd", "came under fire", "died in an exchange of fire"])
def test_fire_from_guns_is_no_fire(words: str) -> None:
    assert "fire" not in {kind for kind, _ in mains(f"Soldiers {words} in Lorne on Tuesday, and three people died.")}


@pytest.mark.parametrize(
    "lead",
    [
        "A year after a dam burst at Orsa, killing 15 people, families met there on Tuesday.",
        "A year after 15 people died in a fire at Orsa, nobody has been tried.",
    ],
)
def test_what_an_article_opens_with_looking_back_is_its_main_event(lead: str) -> None:
    text = f"{lead}\n\nIn 2010 a fire at Lorne killed 60 people."
    assert figures(text) == {"main": ["15"], "2010": ["60"]}
    assert {date[:7] for _, date in mains(text) if date} == {"2022-04"}
