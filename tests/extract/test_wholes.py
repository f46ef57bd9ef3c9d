"""Which counts of an article are of the whole event, and which are of some, of more, or of elsewhere."""

import pytest

from claims.extract import propose_assertions
from claims.extract.lexical import LexicalProposer
from claims.identity import digest
from claims.models import Article
from claims.vocabulary.loading import builtin_vocabulary

LEAD = "Quake in Orsa kills 24\n\nA quake hit Orsa on Tuesday, killing 24 people and injuring 249, officials said.\n\n"


def scopes(text: str, attribute: str = "killed") -> set[tuple[str | None, str | None]]:
    article = Article(id=digest(text), name="a", published="2019-11-06", text=text, text_sha256="", original_sha256="")
    found = propose_assertions(article, builtin_vocabulary(), [LexicalProposer()]).assertions
    return {(a.written, a.scope) for a in found if a.attribute == attribute}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two Danes and a Swede were killed.", {("two", "nationals_of_denmark"), ("a swede", "nationals_of_sweden")}),
        (LEAD + "Twelve people were killed by a landslide in Tavara.", {("24", "total"), ("twelve", None)}),
        (LEAD + "In nearby Tavara, ten people were killed.", {("24", "total"), ("ten", None)}),
        (LEAD + "A man was killed by a falling wall.", {("24", "total"), ("a man", None)}),
        (LEAD + "Two others died in hospital.", {("24", "total"), ("two", None)}),
        (LEAD + "The toll may rise. Reports put the death toll at 20.", {("24", "total"), ("20", "total")}),
        (LEAD + "In Orsa 22 people died, the mayor said.", {("24", "total"), ("22", "total")}),
        ("Twelve people were killed in Tavara.", {("twelve", "total")}),
        (
            "Six children were killed, police said. A child was killed, police said.",
            {("six", "children"), ("a child", None)},
        ),
        (
            "Police said a guard died, and the rebels said they had killed nine guards.",
            {("a guard", "guards"), ("nine", "guards")},
        ),
        ("Twelve people were killed in the north and ten were killed in the south.", {("twelve", None), ("ten", None)}),
        ("Police said 12 people died, but the mayor said 15 people died.", {("12", "total"), ("15", "total")}),
        ("Fifteen militants were killed and four others were detained.", {("fifteen", "attackers")}),
    ],
)  # fmt: skip
def test_what_is_not_said_of_the_whole_leaves_the_scope_open(
    text: str, expected: set[tuple[str | None, str | None]]
) -> None:
    assert scopes(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A blast killed 30 people, of whom 12 were children.", {("30", "total"), ("12", "children")}),
        ("A blast killed 30 people, 12 of whom were army officers.", {("30", "total"), ("12", "soldiers")}),
        ("Some 400 people took part, of whom 15 were killed.", {("15", None)}),
        ("The blast killed Ana Roe and two others.", {("two", None)}),
        ("Ana Roe was killed. Two others died.", {("two", None)}),
        ("Six more people died.", {("six", None)}),
        ("More than 200 people died.", {("more than 200", "total")}),
        ("Two more bodies were found, bringing the number of dead to 14.", {("two", None), ("14", "total")}),
        ("Eleven people and the bomber were killed.", {("eleven", None)}),
        ("Twelve people, including the bomber, were killed.", {("twelve", "total")}),
        ("Twelve people, not 21, were killed.", {("twelve", "total")}),
    ],
)
def test_what_stands_beside_a_part_or_others_is_not_the_total(
    text: str, expected: set[tuple[str | None, str | None]]
) -> None:
    assert scopes(text) == expected


def test_others_beside_those_to_whom_something_else_happened_are_all() -> None:
    assert scopes("Ana Roe was killed and two others were injured.", "injured") == {("two", "total")}
    assert scopes("The blast killed 12 people and injured 30 others.", "injured") == {("30", "total")}


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("Ten firefighters were killed.", "firefighter"),
        ("A firefighter was killed.", "firefighter"),
        ("Ten Canadians were killed.", "nationals_of_canada"),
        ("Ten Canadian nationals were killed.", "nationals_of_canada"),
        ("Ten Americans died.", "nationals_of_united_states"),
        ("Thirty people died, including nine Canadians.", "nationals_of_canada"),
        ("Twelve crew members drowned.", "crew"),
        ("Ten elderly people were killed.", "elderly"),
        ("Sixty-two bodies were identified.", "identified"),
        ("Sixty-two dead have been identified.", "identified"),
        ("Police identified 62 bodies.", "identified"),
        ("Sixty-two bodies were found.", "total"),
        ("Ten young people were killed.", "total"),
        ("Ten victims died.", "total"),
        ("Ten guards were killed.", "guards"),
    ],
)
def test_a_noun_that_no_role_holds_is_a_scope_of_its_own(text: str, scope: str) -> None:
    assert scope in {found for _, found in scopes(text)}


@pytest.mark.parametrize(
    ("text", "attribute", "expected"),
    [
        ("Five men were hurt, two of them seriously.", "injured", {("five", "total"), ("two", "serious")}),
        (
            "The ministry said 30 died and 55 were hurt, 15 critically.",
            "injured",
            {("55", "total"), ("15", "critical")},
        ),
        ("Two foreign cyclists were hurt.", "injured", {("two", "foreigners")}),
        ("Two Danish cyclists were hurt.", "injured", {("two", "nationals_of_denmark")}),
        ("Two Danish villagers were hurt.", "injured", {("two", "civilians")}),
        (
            "Police held four suspects. Several more suspects were detained.",
            "detained",
            {("four", "attackers"), ("several", None)},
        ),
        ("The union put the death toll among army recruits at six.", "killed", {("six", "soldiers")}),
        ("Eight raiders were killed and three arrested.", "detained", {("three", "attackers")}),
        ("Fifteen villagers were killed and five arrested.", "detained", {("five", "total")}),
    ],
)
def test_the_words_around_a_figure_say_whose_it_is(
    text: str, attribute: str, expected: set[tuple[str | None, str | None]]
) -> None:
    assert scopes(text, attribute) == expected


def test_a_noun_of_what_happened_counts_all_to_whom_it_did() -> None:
    assert scopes("Nine hostages were taken.", "hostages") == {("nine", "total")}
    assert scopes("Nine hostages were killed.") == {("nine", "hostage")}


def test_only_the_badly_hurt_are_not_all_the_hurt() -> None:
    assert scopes("Thirty people were seriously injured.", "injured") == {("thirty", None)}
    assert scopes("A hundred people are still missing.", "missing") == {("a hundred", "total")}
    assert scopes("Neither of the two pilots was hurt.", "injured") == set()
    assert scopes("Nine rebels died and four others were held. Four others were detained.", "detained") == {
        ("four", "total")
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A gunman killed his wife and four daughters.", {("four", None)}),
        ("She and seven relatives were killed.", {("seven", None)}),
        ("Both men died in hospital.", {("both", None)}),
        ("Twins killed in Orsa flat.", {("two", None)}),
        ("The woman lost three children in the fire.", {("three", None)}),
        ("One of the guards was killed.", {("one", None)}),
        ("Twelve of the guards were killed.", {("twelve", "guards")}),
        ("A gunman killed three people and then himself.", {("three", None)}),
        ("The fire killed four members of his family.", {("four", None)}),
        (LEAD + "The quake came ten days after a storm killed five people.", {("24", "total"), ("five", "total")}),
        (LEAD + "Five people were killed by a wall.", {("24", "total"), ("five", None)}),
        (LEAD + "Twenty people were killed, the mayor said.", {("24", "total"), ("twenty", "total")}),
        ("He was charged with two counts of murder and three of child abuse.", {("two", None)}),
        ("A fire killed a pastor, his wife and a clerk.", {("a pastor", "pastor")}),
        (
            LEAD + "It struck the old town a month after a flood killed five children.",
            {("24", "total"), ("five", None)},
        ),
        ("A man was killed. Five officers were killed.", {("a man", None), ("five", "security_forces")}),
        ("One man was pronounced dead at the scene.", {("one", None)}),
        ("There have been 44 homicides in Orsa so far this year.", {("44", None)}),
        (LEAD + "These floods come after the deaths of two miners.", {("24", "total"), ("two", None)}),
        ("A quake hit Orsa. " * 40 + "\n\nA man was killed by a wall.", {("a man", None)}),
    ],
)
def test_a_family_and_some_of_those_counted_before_are_parts(
    text: str, expected: set[tuple[str | None, str | None]]
) -> None:
    assert scopes(text) >= expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Police found four people suffering from gunshot wounds.", {("four", None)}),
        ("Two people were hurt critically.", {("two", None)}),
        ("One officer remained hospitalized.", {("one", None)}),
        ("A fight broke out in Tavara, although nobody was hurt.", {("nobody", "total")}),
        (LEAD + "Shots were fired in Tavara, although nobody was hurt.", {("249", "total"), ("nobody", None)}),
    ],
)
def test_some_of_the_hurt_are_parts(text: str, expected: set[tuple[str | None, str | None]]) -> None:
    assert scopes(text, "injured") >= expected


def test_those_hurt_of_whom_one_has_died_are_fewer_now() -> None:
    assert scopes("One of five people hurt in a fire has died.", "injured") == {("five", None)}


def test_shots_fired_back_and_mourners_are_not_of_the_event() -> None:
    assert scopes("A neighbour fired six shots in return.", "shots") == {("six", None)}
    assert scopes("On Sunday 900 people attended a memorial service.", "participants") == {("900", None)}


def test_an_arrest_over_something_else_is_no_arrest_of_this_event() -> None:
    assert scopes("Four men were arrested on charges stemming from an earlier search.", "detained") == {("four", None)}
    assert scopes("Four men were detained for questioning.", "detained") == {("four", None)}
