"""Each construction gives what its example says and nothing for its counter-example, and the format is checked."""

import pytest

from claims.extract import propose_assertions
from claims.extract.analysis import analyse
from claims.extract.analysis.constructions import (
    Construction,
    ConstructionError,
    constructions,
    find_matches,
    parse_construction,
    person_span,
)
from claims.extract.analysis.context import find_idioms, is_unreal
from claims.extract.analysis.expressions import Expression, expressions, find_expressions
from claims.extract.analysis.language import load
from claims.extract.analysis.local import find_local_places
from claims.extract.analysis.model import Analysis
from claims.extract.lexical import LexicalProposer
from claims.extract.quantities import tokenize
from claims.extract.view import lower_case, normalise
from claims.models import Article
from claims.vocabulary.loading import builtin_vocabulary


def analysis_of(sentence: str) -> Analysis:
    text = normalise(sentence)[0]
    return analyse(tokenize(lower_case(text), 0, len(text)), text, 0, len(text))


def stated(sentence: str) -> set[tuple[str, str]]:
    """Return what the constructions find in a sentence: their names with the words of the value."""
    analysis = analysis_of(sentence)
    found = list(find_matches(analysis, lambda kind, name: (kind, name) == ("group", "red dawn")))
    said = {(m.construction.name, analysis.span(*m.value)) for m in found if not m.about}
    said |= {(m.construction.name, person_span(analysis, name)) for m in found for name in m.about}
    return {(name, sentence[slice(*span)]) for name, span in said}


def expressed(sentence: str) -> set[tuple[str, str]]:
    """Return the measures and times of a sentence, in lower case."""
    lower = lower_case(normalise(sentence)[0])
    found = find_expressions(analysis_of(sentence), lower)
    return {(each.expression.name, lower[slice(*each.value)]) for each in found}


def proposed(text: str, attribute: str) -> list[tuple[str | None, str, list[str]]]:
    """Return value, stance and speakers of what is proposed of an attribute."""
    article = Article(id="0" * 64, name="a", published="2022-05-04", text=text, text_sha256="", original_sha256="")
    found = propose_assertions(article, builtin_vocabulary(), [LexicalProposer()]).assertions
    return [(a.written, a.stance, [hop.speaker for hop in a.chain]) for a in found if a.attribute == attribute]


@pytest.mark.parametrize("one", constructions(), ids=lambda one: one.name)
def test_a_construction_gives_its_examples_and_nothing_for_its_counter_examples(one: Construction) -> None:
    assert one.examples
    assert one.against
    for sentence, value in one.examples:
        assert (one.name, value) in stated(sentence), sentence
    for sentence in one.against:
        assert one.name not in {name for name, _ in stated(sentence)}, sentence


@pytest.mark.parametrize("one", expressions(), ids=lambda one: one.name)
def test_an_expression_gives_its_examples_and_nothing_for_its_counter_examples(one: Expression) -> None:
    assert one.against
    for sentence, value in one.examples:
        assert (one.name, value) in expressed(sentence), sentence
    for sentence in one.against:
        assert one.name not in {name for name, _ in expressed(sentence)}, sentence


@pytest.mark.parametrize("cue", load("context")["cue"], ids=lambda cue: cue["category"])
def test_a_cue_of_context_takes_its_examples_out_and_no_other(cue: dict[str, list[str]]) -> None:
    for sentence in cue["example"]:
        assert is_unreal(sentence.lower(), 0, len(sentence))
        assert proposed(sentence, "killed") == []
    for sentence in cue["against"]:
        assert not is_unreal(sentence.lower(), 0, len(sentence))


@pytest.mark.parametrize("idiom", load("context")["idiom"], ids=lambda idiom: idiom["example"][0])
def test_an_idiom_names_no_deed(idiom: dict[str, list[str]]) -> None:
    for sentence in idiom["example"]:
        assert find_idioms(sentence.lower(), 0, len(sentence))
    assert idiom["against"]
    for sentence in idiom["against"]:
        assert not find_idioms(sentence.lower(), 0, len(sentence))


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Two men were killed in a clash in Orsa, Antal province, on Monday.", ["Orsa", "Antal"]),
        ("two men died in a raid in the town of sarva, located in the southern antal department.", ["sarva", "antal"]),
        ("two men were killed in puerto lund, a village in antal municipality.", ["puerto lund", "antal"]),
        ("the blast in sarva killed two men. residents of the town of sarva fled.", ["sarva"]),
        ("A boat was attacked in the Gulf of Aden on Monday.", ["Gulf of Aden"]),
        ("Two men were killed in Lima by rebels from Bolivia.", ["Lima"]),
        ("a raid in bad weather, a witness said, left two dead.", []),
    ],
)
def test_a_place_is_told_with_those_around_it(text: str, places: list[str]) -> None:
    assert sorted(str(written) for written, _, _ in proposed(text, "place")) == sorted(places)


def test_a_text_calls_its_own_places() -> None:
    assert find_local_places("orsa, 3 may 89 (efe) -- two died in the town of san lund, in antal province.") == {
        "orsa",
        "san lund",
        "antal",
    }
    assert not find_local_places("the leader of the city of the dead fled the rural district.")


def test_names_of_constructions_differ() -> None:
    names = [one.name for one in constructions()]
    assert len(set(names)) == len(names)


def test_a_row_with_both_a_frame_and_a_noun_is_an_error() -> None:
    row = {
        "name": "x",
        "frame": "kill",
        "noun": "deed",
        "attribute": "place",
        "value": "in",
        "example": {},
        "against": [],
    }
    with pytest.raises(ConstructionError, match="either a frame or a noun"):
        parse_construction(row)


def test_an_analysis_links_subject_object_and_complements() -> None:
    analysis = analysis_of("The ministry, which is new, blamed the Front for the raid.")
    blamed = next(n for n, e in enumerate(analysis.elements) if e.predicate and e.predicate.lemma == "blame")
    roles = {role: analysis.elements[n].text for role, n in analysis.links[blamed].items()}
    assert roles == {"subject": "ministry", "object": "front", "for": "raid"}


def test_groups_that_no_vocabulary_knows_claim_and_are_blamed() -> None:
    claim = proposed("A bomb went off. The Blue Lantern Front claimed responsibility for the attack.", "claimed_by")
    assert claim == [("Blue Lantern Front", "asserts", ["Blue Lantern Front"])]
    blame = proposed("The Interior Ministry blamed the Renewal Party for the attack on Monday.", "attributed_to")
    assert blame == [("Renewal Party", "asserts", ["Interior Ministry"])]


def test_text_without_capitals_says_who_did_it() -> None:
    assert proposed("two mayors were kidnapped by members of the southern front in orsa.", "perpetrator") == [
        ("southern front", "asserts", [])
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Rebels would have attacked the post.",
        "If rebels attacked the post, the army would answer.",
        "Rebels planned to attack the post.",
        "No group has attacked the post.",
    ],
)
def test_what_is_only_planned_or_supposed_names_nobody(text: str) -> None:
    assert proposed(text, "perpetrator") == []


def test_the_dead_are_known_by_name_in_text_without_capitals() -> None:
    text = "Orsa, 3 may 89 (efe) -- [Text] mayor carlos roe was assassinated in orsa. the wounded olga lund said so."
    article = Article(id="0" * 64, name="a", published="2022-05-04", text=text, text_sha256="", original_sha256="")
    found = propose_assertions(article, builtin_vocabulary(), [LexicalProposer()]).assertions
    assert [(a.subject, a.written) for a in found if a.attribute == "status"] == [("carlos roe", "dead")]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("On Monday the Blue Front claimed the attack.", [("2022-05-02", "claim")]),
        ("The Blue Front claimed Monday's attack in Orsa.", []),
        ("The Blue Front claimed the killing of four guards on Monday.", []),
        ("Two men were arrested on Sunday over the raid.", [("2022-05-01", "arrest")]),
        ("Ministers condemned the bombing that killed ten, the mayor said on Tuesday.", []),
    ],
)
def test_dates_of_what_followed_are_no_dates_of_the_event(text: str, dates: list[tuple[str, str]]) -> None:
    article = Article(id="0" * 64, name="a", published="2022-05-04", text=text, text_sha256="", original_sha256="")
    found = propose_assertions(article, builtin_vocabulary(), [LexicalProposer()]).assertions
    assert [(a.written, a.scope) for a in found if a.attribute == "date" and a.scope != "total"] == dates


def test_things_are_counted_under_their_noun() -> None:
    text = "Police seized at least 12 rifles. Around 40 villages were flattened."
    article = Article(id="0" * 64, name="a", published="2022-05-04", text=text, text_sha256="", original_sha256="")
    found = propose_assertions(article, builtin_vocabulary(), [LexicalProposer()]).assertions
    assert [(a.attribute, a.scope, a.written) for a in found] == [
        ("seized", "rifle", "at least 12"),
        ("damaged", "village", "around 40"),
    ]


def test_text_in_capitals_is_read_as_sentence_case_and_quoted_as_it_stands() -> None:
    text = "ORSA, 4 MAY -- TWELVE FARMERS WERE KILLED BY MEMBERS OF THE SOUTHERN FRONT.  MAYOR CARLOS ROE WAS MURDERED."
    assert proposed(text, "perpetrator") == [("SOUTHERN FRONT", "asserts", [])]
    assert proposed(text, "status") == [("dead", "asserts", [])]
    assert proposed(text, "killed") == [("TWELVE", "asserts", [])]


def test_an_aftershock_has_its_own_magnitude() -> None:
    article = Article(
        id="0" * 64, name="a", published="2022-05-04", text_sha256="", original_sha256="",
        text="A 6.1-magnitude quake hit Orsa. A 5.0 magnitude aftershock followed. "
        "An aftershock with a magnitude of 5.5 came at noon.",
    )  # fmt: skip
    found = propose_assertions(article, builtin_vocabulary(), [LexicalProposer()]).assertions
    assert [(a.written, a.scope) for a in found if a.attribute == "magnitude"] == [
        ("6.1", "total"),
        ("5.0", "aftershock"),
        ("5.5", "aftershock"),
    ]


def test_another_figure_is_denied_and_not_the_deed() -> None:
    assert proposed("Twelve people, not 21, were killed in the fire.", "killed")[0][:2] == ("twelve", "asserts")


@pytest.mark.parametrize(
    "text",
    [
        "The mayor, Tom Bell, says nine people have died.",
        "Nine people were killed and Tom Bell, 45, was wounded.",
        "Tom Bell was eliminated in the semi-final.",
        "Gunmen killed a guard, Tom Bell said.",
        "The two other victims were being treated in Tom Bell.",
        "The friend of Tom Bell, a doctor, was killed.",
        "tom bell, whose brother was killed, wept. the friend of maria lund, a doctor, was killed.",
        "general jose lund said that the mayor had been killed; maria roe, the widow of the mayor, was hurt.",
    ],
)
def test_nobody_living_is_said_to_be_dead(text: str) -> None:
    assert proposed(text, "status") == []


def test_each_thing_of_a_list_is_counted() -> None:
    found = proposed("Police seized seven rifles, three other pistols and 13 magazines.", "seized")
    assert [written for written, _, _ in found] == ["seven", "three", "13"]


@pytest.mark.parametrize(
    ("text", "attribute", "values"),
    [
        ("The shells did not explode.", "weapon", []),
        ("The group has claimed responsibility for the November 5 attack.", "date", ["2021-11-05"]),
        ("Officials have rejected the Red Dawn claim.", "occurred", []),
    ],
)
def test_what_is_said_of_a_deed_is_not_said_of_what_is_told_with_it(
    text: str, attribute: str, values: list[str]
) -> None:
    assert [written for written, _, _ in proposed(text, attribute)] == values


def test_a_name_written_in_capitals_is_no_small_word() -> None:
    assert proposed("The ministry rejected the IS claim as untrue.", "occurred") == [("yes", "denies", ["ministry"])]


def test_a_list_of_attackers_is_counted_in_parts_and_as_their_sum() -> None:
    text = "Six men, 14 women and ten children aged 3 to 12 were among the raiders."
    article = Article(id="0" * 64, name="a", published="2022-05-04", text=text, text_sha256="", original_sha256="")
    found = propose_assertions(article, builtin_vocabulary(), [LexicalProposer()]).assertions
    assert {(a.scope, a.written) for a in found if a.attribute == "attackers"} == {
        ("total", "30"),
        (None, "six"),
        ("women", "14"),
        ("children", "ten"),
    }


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("Thousands marched for the bill. The police counted 24,000 people.", ["24,000"]),
        ("The census is done. The police counted 24,000 people.", []),
        ("The organisers estimated the marchers in Orsa at 1.4 million.", ["1.4 million"]),
        ("The march filled the square. The league said 2,000,001 took part.", ["2,000,001"]),
    ],
)
def test_a_crowd_is_counted_where_the_article_tells_of_one(text: str, figures: list[str]) -> None:
    assert [written for written, _, _ in proposed(text, "participants") if written != "thousands"] == figures


def test_a_verb_in_the_present_is_read_as_one() -> None:
    assert ("damages", "three cables") in stated("The storm damages three cables.")


def test_the_date_that_a_noun_for_a_deed_has_is_the_date_of_the_event() -> None:
    assert [row[0] for row in proposed("The army put the assault in the early hours of May 3.", "date")] == [
        "2022-05-03"
    ]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("ORSA (Meridian) - Two men were shot in this city on Monday.", []),
        ("LIMA (Meridian) - Two men were shot in the south of this city on Monday.", ["LIMA"]),
        ("lima, 4 may 22 (meridian) -- two men were shot in this city.", ["lima"]),
        ("A quake struck Indonesia's Antal province on Monday.", ["Antal", "Indonesia"]),
        ("two men were shot on a downtown lima avenue.", ["lima"]),
        (
            "two men were killed in orsa, 50 km north of lima, in antal department.",
            ["50 km north of lima", "orsa", "antal"],
        ),
        ("A quake struck 40 kilometres off Lima on Monday.", ["40 kilometres off Lima"]),
        ("two men were killed in retaliation for a raid.", []),
        ("Rockets were fired from Orsa in Antal and killed two men.", []),
    ],
)
def test_a_place_is_what_was_hit_or_where_the_report_is_from(text: str, places: list[str]) -> None:
    assert sorted(str(written) for written, _, _ in proposed(text, "place")) == sorted(places)


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Four people were killed in the night from 2 to 3 May.", ["2022-05-02/2022-05-03"]),
        ("Four people were killed late last night.", ["2022-05-03"]),
        ("The army made two raids before 2 May.", []),
        ("They protested today the murder of Ana Roe.", []),
        ("A bomb went off just before midnight on Tuesday.", ["2022-05-03"]),
        ("lima, 4 may 22 (meridian) -- two men were shot in this city.", []),
    ],
)
def test_a_date_is_of_the_deed_and_no_limit_or_dateline(text: str, dates: list[str]) -> None:
    assert [written for written, _, _ in proposed(text, "date")] == dates


def test_what_there_was_none_of_did_not_occur() -> None:
    assert proposed("The governor said no attack took place.", "occurred") == [("no", "asserts", ["governor"])]
    assert proposed("The minister denied that any attack took place.", "occurred") == [("yes", "denies", ["minister"])]


def test_what_their_leaders_deny_is_said_of_the_body_named_before() -> None:
    text = "The ministry blamed the Renewal Party of Orsa; its exiled leaders deny any link."
    assert sorted(proposed(text, "attributed_to")) == [
        ("Renewal Party", "asserts", ["ministry"]),
        ("Renewal Party", "denies", ["exiled leaders"]),
    ]


def test_a_denied_entry_meets_an_entry_only() -> None:
    text = "The ministry denied that the attackers entered the country from Orsa."
    article = Article(id="0" * 64, name="a", published="2022-05-04", text=text, text_sha256="", original_sha256="")
    found = propose_assertions(article, builtin_vocabulary(), [LexicalProposer()]).assertions
    assert [(a.scope, a.stance) for a in found if a.attribute == "occurred"] == [("entry", "denies")]


def test_who_is_known_by_a_particle_and_a_capital_is_named() -> None:
    text = "The group's leader, Abu Omar al-Roe, was killed during a raid."
    article = Article(id="0" * 64, name="a", published="2022-05-04", text=text, text_sha256="", original_sha256="")
    found = propose_assertions(article, builtin_vocabulary(), [LexicalProposer()]).assertions
    assert [(a.subject, a.written) for a in found if a.attribute == "status"] == [("Abu Omar al-Roe", "dead")]
