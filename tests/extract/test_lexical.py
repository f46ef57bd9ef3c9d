"""The road from an article to assertions: chains, dates, events, responsibility, tiers."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.assertions import identify
from claims.extract import ExtractResult, Proposal, Proposer, propose_assertions
from claims.extract.lexical import LexicalProposer
from claims.extract.view import ArticleView
from claims.identity import digest
from claims.models import Article, Assertion
from claims.values.model import CountValue
from claims.vocabulary.loading import builtin_vocabulary
from claims.vocabulary.model import Vocabulary
from tests.support.profiles import examples


def extract(text: str, published: str | None = "2019-11-06", proposers: list[Proposer] | None = None) -> ExtractResult:
    article = Article(
        id=digest(text), name="a", published=published, text=text, text_sha256=digest(text), original_sha256=""
    )
    return propose_assertions(article, builtin_vocabulary(), proposers or [LexicalProposer()])


def found(text: str, attribute: str, published: str | None = "2019-11-06") -> list[Assertion]:
    return [a for a in extract(text, published).assertions if a.attribute == attribute]


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("Nine people were killed in the raid, the interior ministry said on Friday.", ("interior ministry",)),
        ("Border officials said nine people were killed in the raid.", ("Border officials",)),
        ("Nine people were killed in the raid, according to police.", ("police",)),
        (
            '"Nine people were killed in the raid," said the army, according to news agency Interfax.',
            ("Interfax", "army"),
        ),
        ('"Nine people died," said Ana Roe, a spokeswoman for the Health Ministry.', ("Ana Roe", "Health Ministry")),
        ("In May 2018, nine rebels were killed at a checkpoint (Valley News, June 2, 2018).", ("Valley News",)),
        ("Nine people were killed in the raid.", ()),
        ('"Nine people were killed," Interior Minister Ben Doe told reporters.', ("Ben Doe",)),
        ("Nine people died, disaster agency spokesman Carl Roe told AFP.", ("AFP", "Carl Roe")),
        ("The mayor told the Valley News that nine people were killed.", ("Valley News", "mayor")),
        (
            "The Valley News, citing a hospital official, reported nine people killed.",
            ("Valley News", "hospital official"),
        ),
        ("Citing police sources, state radio said nine people had died.", ("state radio", "police sources")),
        ("A hospital official who asked not to be named said nine people had died.", ("hospital official",)),
        ("State radio quoted the governor as saying that nine people had died.", ("State radio", "governor")),
        ("The governor was quoted by state radio as saying nine people had died.", ("state radio", "governor")),
        ("Witnesses put the number of dead at nine.", ("Witnesses",)),
        ("Four were hurt, Roe said, adding that nine people had died.", ("Roe",)),
        (
            "Roe told the Meridian Wire on Friday that the coastguard had reported nine killed.",
            ("Meridian Wire", "Roe", "coastguard"),
        ),
        ("The governor said on Friday that the hospital had counted on help: nine people were killed.", ("governor",)),
    ],
)
def test_who_said_it_is_read_from_the_sentence(text: str, chain: tuple[str, ...]) -> None:
    (assertion,) = found(text, "killed")
    assert assertion.speakers == chain
    assert all(hop.start is not None and not hop.inferred for hop in assertion.chain)


def test_a_surname_is_the_person_named_in_full_before() -> None:
    (assertion,) = found("The mayor Minister Ben Doe spoke to the press. Nine people died, Doe said.", "killed")
    assert [(hop.speaker, hop.inferred) for hop in assertion.chain] == [("Ben Doe", True)]


def test_how_many_nobody_said_is_no_count() -> None:
    assert found("Police did not say how many people were hurt.", "injured") == []
    (doubted,) = found("It is feared that nine people were killed.", "killed")
    assert doubted.stance == "suspects"


def test_a_cited_outlet_dates_the_statement_and_not_the_event() -> None:
    text = "In May 2018, nine rebels were killed at a checkpoint (Valley News, June 2, 2018)."
    assert found(text, "killed")[0].as_of == "2018-06-02"
    assert [a.written for a in found(text, "date")] == ["2018-05"]


def test_a_source_taken_from_the_next_sentence_is_marked() -> None:
    text = "Nine raiders were killed. Five were captured, the army said."
    assert [(h.speaker, h.inferred) for h in found(text, "killed")[0].chain] == [("army", True)]
    assert [(h.speaker, h.inferred) for h in found(text, "detained")[0].chain] == [("army", False)]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Nine people were killed on Wednesday.", "2019-11-06"),
        ("Nine people died in an overnight raid, police said on Wednesday.", "2019-11-05/2019-11-06"),
        ("Last year, nine people were killed.", "2018"),
        ("In May, nine people were killed.", "2019-05"),
        ("On 31 December nine people were killed.", "2018-12-31"),
        ("Nine people were killed two weeks ago.", "2019-10-23~"),
    ],
)
def test_dates_are_resolved_against_the_day_of_publication(text: str, written: str) -> None:
    assert [a.written for a in found(text, "date")] == [written]


def test_a_date_without_a_publication_date_is_not_guessed() -> None:
    assert found("Nine people were killed on Wednesday.", "date", published=None) == []


@pytest.mark.parametrize(
    "where",
    ["on the border between Chad and Sudan", "near the Sudanese-Chadian border", "at Chad's border with Sudan"],
)
def test_what_happened_on_a_border_may_be_told_of_either_side(where: str) -> None:
    events = [e.proposal.event for e in extract(f"Four smugglers were killed {where} on Wednesday.").found]
    assert {event.border for event in events if event} == {("Chad", "Sudan")}


def test_without_a_date_of_publication_a_month_is_another_events() -> None:
    text = "Nine people were killed in a raid on Wednesday.\n\nIn May the same men killed thirty in a riot.\n"
    keys = {e.assertion.written: e.proposal.event.key for e in extract(text, None).found if e.proposal.event}
    assert keys == {"nine": "main", "thirty": "told in may"}


def test_another_event_keeps_its_toll() -> None:
    text = (
        "Nine dead in raid on depot\n\nNine people were killed on Tuesday in a raid on a depot.\n\n"
        "In July 2018, four hikers were killed near the lake. Two others were injured.\n\n"
        "The depot burned down, killing one."
    )
    keys = [
        (e.assertion.written, e.proposal.event.key if e.proposal.event else None)
        for e in extract(text).found
        if e.assertion.value.kind == "count"
    ]
    assert keys == [("nine", "main"), ("nine", "main"), ("four", "2018-07"), ("two", "2018-07"), ("one", "main")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Islamic State claimed responsibility for the attack.", ("claimed_by", "Islamic State", "asserts")),
        ("The Taliban has not claimed responsibility for the attack.", ("claimed_by", "Taliban", "denies")),
        ("No group has claimed responsibility for the attack.", ("claimed_by", "No group", "asserts")),
        ("The attack was claimed by al-Shabaab.", ("claimed_by", "al-Shabaab", "asserts")),
        ("The Islamic State said it was behind the raid.", ("claimed_by", "Islamic State", "asserts")),
        ("The Islamic State said one of its men carried out the raid.", ("claimed_by", "Islamic State", "asserts")),
        ("Al-Shabaab, which claimed the raid, fled.", ("claimed_by", "Al-Shabaab", "asserts")),
        ("Boko Haram's leader claimed the abduction of the girls.", ("claimed_by", "Boko Haram", "asserts")),
        ("The Taliban denied any role in the raid.", ("attributed_to", "Taliban", "denies")),
        ("Iran denied that it had any part in the killing.", ("attributed_to", "Iran", "denies")),
        ("The PKK has been accused of the bombing.", ("attributed_to", "PKK", "asserts")),
        ("Boko Haram is believed to be responsible for the massacre.", ("attributed_to", "Boko Haram", "suspects")),
        ("Officials blamed the Taliban for the attack.", ("attributed_to", "Taliban", "asserts")),
        ("The gunmen were members of the Islamic State, police said.", ("attributed_to", "Islamic State", "asserts")),
        ("The raid may have been carried out by the Taliban.", ("attributed_to", "Taliban", "suspects")),
    ],
)
def test_responsibility_is_read_with_its_stance(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in {(a.attribute, a.written, a.stance) for a in extract(text).assertions}


def test_a_claim_that_is_denied_in_the_same_breath_is_two_statements() -> None:
    text = "Moscow blamed Ukraine for the blast, a claim Kyiv strongly denies."
    assert {(a.written, a.stance, a.speakers) for a in found(text, "attributed_to")} == {
        ("Ukraine", "asserts", ("Moscow",)),
        ("Ukraine", "denies", ("Kyiv",)),
    }


def test_small_words_are_no_names() -> None:
    assert found("It is said that the attack hit us and who did it is unknown.", "attributed_to") == []


def test_a_founding_date_belongs_to_the_group() -> None:
    (assertion,) = found("Founded in March 2003, the Taliban grew fast.", "founded")
    assert (assertion.subject, assertion.subject_kind, assertion.written) == ("Taliban", "organisation", "2003-03")


def test_money_that_was_taken_is_a_value() -> None:
    (assertion,) = found("Thieves stole jewels worth about 15 million euros.", "value")
    assert assertion.value.kind == "measure"
    assert assertion.value.unit == "EUR"


class Twin:
    """A second proposer that finds what the first finds, and one thing that is not there."""

    name = "twin"

    def propose(self, view: ArticleView, vocabulary: Vocabulary) -> Iterable[Proposal]:
        for proposal in LexicalProposer().propose(view, vocabulary):
            yield replace(proposal, proposer=self.name)
            yield replace(proposal, proposer=self.name, value="at least 90")


def test_two_proposers_that_find_the_same_agree_and_the_verifier_drops_the_rest() -> None:
    result = extract("Nine people were killed.", proposers=[LexicalProposer(), Twin()])
    (assertion,) = result.assertions
    assert (assertion.tier, assertion.extracted_by) == ("agreed", "lexical+twin")
    assert [refusal.reason for refusal in result.refusals] == ["number"]
    assert extract("Nine people were killed.").assertions[0].tier == "single"


WORDS = (
    *(
        "killed",
        "wounded",
        "at",
        "least",
        "17",
        "people",
        ",",
        ".",
        ";",
        "(",
        ")",
        "and",
        "or",
        "of",
        "the",
        "them",
        "five",
    ),
    *(
        "a",
        "no",
        "one",
        "most",
        "both",
        "said",
        "“IS”",
        "ISKP",
        "claimed",
        "attack",
        "on",
        "Wednesday",
        "2019",
        "May",
        "3,",
    ),
    *(
        "$5",
        "1,2,3",
        "\u00ad",
        "\u200b",
        "—",
        "-",
        "'",
        "died",
        "death",
        "toll",
        "rose",
        "to",
        "was",
        "who",
        "including",
    ),
    *("their", "double", "murder", "\n", "İ", "may", "not", "denied", "that"),
)


@settings(max_examples=examples(150), deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))
def test_any_text_is_read_without_a_fault_and_quoted_exactly(text: str) -> None:
    for assertion in extract(text).assertions:
        passage = assertion.passage
        assert text[passage.start : passage.end] == passage.exact
        assert identify(assertion).id == assertion.id


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Nine people were killed in the raid on Monday. Two suspects were arrested on Tuesday.", ["2019-11-04"]),
        ("The raid happened on Monday. Others said the raid took place on Tuesday.", ["2019-11-04", "2019-11-05"]),
        ("Nearly 500 people have been killed since 2000.", []),
        ("After the raid, the mayor met people on Tuesday.", []),
        ("Raid kills nine - Ana Roe (@anaroe) November 4, 2019", []),
        ("Nine people were killed on Easter Sunday.", []),
        ("The 2004 raid killed nine people.", ["2004"]),
        ("The 2019 raid killed nine people.", []),
        ("Early March, nine raiders were killed.", ["2019-03"]),
    ],
)
def test_only_the_dates_of_what_happened_are_dates_of_the_event(text: str, dates: list[str]) -> None:
    assert [a.written for a in found(text, "date") if a.scope == "total"] == dates


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (
            "The raid took place around 50 miles southwest of the capital, Dushanbe.",
            ["around 50 miles southwest of the capital, Dushanbe"],
        ),
        ("A bomb killed nine people 30 km (19 miles) north of Kulob.", ["30 km (19 miles) north of Kulob"]),
        ("The clash occurred two kilometres from Lower Wend.", ["two kilometres from Lower Wend"]),
        ("After the raid the men fled 20 km north of Kulob.", []),
        ("Kulob lies 130 km from Dushanbe.", []),
    ],
)
def test_a_place_told_by_its_distance_is_a_place(text: str, places: list[str]) -> None:
    assert [a.written for a in found(text, "place")] == places


@pytest.mark.parametrize(
    "text",
    [
        "The Islamic State has claimed responsibility for numerous attacks across the globe.",
        "The men were linked to recent Islamic State attacks in Europe.",
        "The number of attacks perpetrated by the Islamic State has fallen.",
    ],
)
def test_attacks_at_large_are_laid_to_the_group_and_not_to_the_event(text: str) -> None:
    proposals = extract("Nine people were killed on Tuesday in a raid in Orsa.\n\n" + text).found
    [claim] = [e for e in proposals if e.assertion.value.kind == "actor"]
    assert (claim.assertion.subject, claim.proposal.event) == ("Islamic State", None)


def test_a_figure_belongs_to_the_event_of_the_date_nearest_to_it() -> None:
    text = "Gunmen killed 12 people on Tuesday, ten years after a blast in May 2009 that left 30 dead."
    keys = {e.assertion.written: e.proposal.event.key for e in extract(text).found if e.proposal.event}
    assert (keys["12"], keys["30"]) == ("main", "2009-05")
    text = "Nine people were killed on Monday. The town has lost 300 people, killed in raids since 2015."
    keys = {e.assertion.written: e.proposal.event.key for e in extract(text).found if e.proposal.event}
    assert (keys["nine"], keys["300"]) == ("main", "since 2015")


def test_a_sentence_told_from_another_event_is_not_of_this_one() -> None:
    text = "Nine people were killed on Monday. Six months before that, gunmen killed 14 people at a fair."
    keys = {e.assertion.written: e.proposal.event.key for e in extract(text).found if e.proposal.event}
    assert (keys["nine"], keys["14"]) == ("main", "told six months before that")
    text = (
        "Nine people were killed on Monday. Roe was convicted of the July 9, 2012, theatre shooting that left 12 dead."
    )
    keys = {e.assertion.written: e.proposal.event.key for e in extract(text).found if e.proposal.event}
    assert (keys["nine"], keys["12"]) == ("main", "2012-07-09")


def test_two_speakers_of_one_sentence_each_have_their_figure() -> None:
    text = "Police said 12 people died, but the mayor said 15 people died."
    assert [(a.written, a.speakers) for a in found(text, "killed")] == [("12", ("Police",)), ("15", ("mayor",))]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("A raid in Orsa on Saturday, May 18, killed two people.", ["2019-05-18"]),
        ("Orsa was quiet on Sunday, while the man accused of the shooting was held.", []),
        ("A shooting on March 9 in Orsa led to an arrest on Monday, said Ana Roe.", ["2019-03-09"]),
        ("Two boys were killed in today's shooting. pic.twitter.com/x1", []),
        ("A man suspected of the shooting was arrested on Monday.", []),
        ("A man was held on Friday in connection with the shooting.", []),
        ("In a story on Monday about a shooting in Orsa, the agency misspelled a name.", []),
        ("Mourners wept at the scene. (November 4) AP A shooting shook Orsa.", []),
        ("The feud goes back to last week, long before the shooting.", []),
        ("A man was caught on Monday following the shooting.", []),
        ("He was playing cards on Monday in the spot where the shooting happened.", []),
        ("Ana Roe, who served abroad in 2014, killed five people.", []),
        ("So far this year nine people were killed in Orsa.", []),
        ("Police carried three bodies out on Tuesday.", []),
        ("On Monday the chief named him as the man behind the shooting.", []),
        ("She said on Monday that an arrest over the shooting was near.", []),
        ("Police came back on Monday to the scene of the shooting.", []),
    ],
)
def test_a_date_goes_with_the_deed_that_it_is_told_of(text: str, days: list[str]) -> None:
    assert [a.written for a in found(text, "date") if a.scope == "total"] == days


@pytest.mark.parametrize(
    "text",
    ["He did not say that 12 people were killed.", "The army hasn't confirmed that 12 people died, Ana Roe said."],
)
def test_what_nobody_said_is_not_proposed(text: str) -> None:
    assert found(text, "killed") == []


def test_each_of_several_voices_has_its_own_figure() -> None:
    text = "Police put the toll of the blaze at nine, while the mayor says 11 and the hospital at least 14."
    assert [(a.written, [hop.speaker for hop in a.chain]) for a in found(text, "killed")] == [
        ("nine", ["Police"]),
        ("11", ["mayor"]),
        ("at least 14", ["hospital"]),
    ]
    assert [a.written for a in found("Police put the toll at nine, and the fire burned at 14 places.", "killed")] == [
        "nine"
    ]


def test_the_accuser_is_the_whole_phrase() -> None:
    text = "Poland's envoy to Latvia blamed Estonia for the raid in Orsa."
    assert [[hop.speaker for hop in a.chain] for a in found(text, "attributed_to")] == [["Poland's envoy to Latvia"]]


@pytest.mark.parametrize(
    ("text", "attribute", "written"),
    [
        ("Last May the UN fired six clerks over the raid.", "perpetrator", []),
        ("Israel fired six rockets at Orsa.", "perpetrator", []),
        ("Last May Hamas fired six rockets at Orsa.", "perpetrator", ["Hamas"]),
        ("On Friday members of Dockers Local 55 rallied at the port.", "participants", []),
        ("On Friday 550 rallied at the port.", "participants", ["550"]),
    ],
)
def test_numbers_in_names_and_people_dismissed_are_none_of_an_attack(
    text: str, attribute: str, written: list[str]
) -> None:
    assert [a.written for a in found(text, attribute)] == written


def test_a_deed_in_an_idiom_has_no_date() -> None:
    assert not found("The singer had a heart attack on Tuesday.", "date")
    assert not found("Nora Vale, who had a heart attack last month, came back.", "date")
    assert found("An attack in the heart of Orsa on Tuesday killed two.", "date")


def test_labelled_figures_are_read() -> None:
    text = "Dead: 5. Injured: 23."
    assert [(a.attribute, a.written) for a in extract(text).assertions] == [("killed", "5"), ("injured", "23")]


def test_an_age_after_a_name_with_a_hyphen_counts_nobody() -> None:
    assert found("Juan Roe-Diaz, 18, who had come from Orsa, and Ana Roe, 16, were killed.", "killed") == []


def test_a_label_and_its_figure_may_be_all_there_is() -> None:
    text = "The office gave figures for the raid.\n\nKilled: 9\nInjured: 31"
    assert [(a.attribute, a.written) for a in extract(text).assertions] == [("killed", "9"), ("injured", "31")]


def test_the_number_of_a_picture_counts_nobody() -> None:
    text = "Image 58 of 111 Officers work at a house where eight people were killed."
    assert [a.written for a in found(text, "killed")] == ["eight"]


@pytest.mark.parametrize(
    ("text", "attribute", "names"),
    [
        ("Troops killed five suspected Boko Haram militants.", "attributed_to", []),
        ("Police arrested three suspected Boko Haram members.", "attributed_to", []),
        ("Suspected Boko Haram militants attacked Orsa, killing five.", "attributed_to", ["Boko Haram"]),
        ("Boko Haram fighters were killed in an air strike.", "perpetrator", []),
        ("Fifteen Boko Haram fighters were killed at a checkpoint.", "perpetrator", ["Boko Haram"]),
    ],
)
def test_a_group_whose_members_are_hunted_has_done_nothing_here(text: str, attribute: str, names: list[str]) -> None:
    assert [a.written for a in found(text, attribute)] == names


@pytest.mark.parametrize(
    ("later", "events"),
    [
        ("After the November 1 attack it had spoken of 20 militants, of whom 15 were killed.", 1),
        ("After the March 1 attack it had spoken of 20 militants, of whom 15 were killed.", 2),
        ("On November 1 a mine killed two. On October 28 a bomb killed three.", 3),
    ],
)
def test_an_undated_report_is_of_the_one_event_it_dates(later: str, events: int) -> None:
    text = f"Nine men and two women were among the attackers, the committee said.\n\n{later}"
    article = Article(id=digest(text), name="a", published="2019-11-27", text=text, text_sha256="", original_sha256="")
    found = propose_assertions(article, builtin_vocabulary(), [LexicalProposer()]).found
    assert len({e.proposal.event.key for e in found if e.proposal.event is not None}) == events


@pytest.mark.parametrize("name", ["ISKP", "ISIS-K", "Isil-K", "The Islamic State Khorasan Province"])
def test_a_group_is_one_subject_by_whatever_name_a_sentence_has(name: str) -> None:
    (strength,) = found(f"KABUL - {name} has 4,000 fighters in Afghanistan, officials said on Wednesday.", "strength")
    assert (strength.subject, strength.subject_kind) == ("Islamic State Khorasan Province", "organisation")


@pytest.mark.parametrize("days", ["between April 20 and 24", "on April 20 and 24", "on Nov. 2 or 3"])
def test_a_second_day_is_no_count(days: str) -> None:
    killed = found(f"Nine people were killed in Lorne {days}.", "killed")
    assert [claim.value.low for claim in killed if isinstance(claim.value, CountValue)] == [9]


def test_what_is_south_of_a_figure_is_fewer() -> None:
    (injured,) = found("South of 20 people were wounded in the blast in Lorne on Tuesday, police said.", "injured")
    assert isinstance(injured.value, CountValue)
    assert (injured.value.low, injured.value.high, injured.value.hedge) == (0, 19, "less_than")
