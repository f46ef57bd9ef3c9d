"""What statements that their own words limit to a part, a moment or a deed leave in conflict."""

import pytest

from claims.models import Assertion
from reconcile.relations.pairs import RelationName
from tests.support.builders import TUESDAY, WEDNESDAY, make_assertion, relate_pair


def place(value: str, quote: str, outlet: str = "Harbour Post", **changes: object) -> Assertion:
    return _at(value, quote, outlet, attribute="place", **changes)


def _at(value: str, quote: str, outlet: str, **changes: object) -> Assertion:
    start = quote.index(value) + int(str(changes.get("start", 0)))
    ends = {"number_start": start, "number_end": start + len(value)}
    return make_assertion(value, outlet=outlet, quote=quote, **{"rule": "passive"} | ends | changes)  # type: ignore[arg-type]


def told(value: str, quote: str, outlet: str, attribute: str, **changes: object) -> Assertion:
    return _at(value, quote, outlet, attribute=attribute, **changes)


POST, BELL = "Harbour Post", "Evening Bell"
LIMITED: dict[str, tuple[RelationName, Assertion, Assertion]] = {
    "at the scene and in all": (
        "part_of_whole",
        told("three", "three people died at the scene", POST, "killed"),
        told("four", "four people were killed", BELL, "killed"),
    ),
    "at the scene and in hospital": (
        "other_facet",
        told("three", "three people died at the scene", POST, "killed"),
        told("one", "one died in hospital", BELL, "killed"),
    ),
    "an incident and its war": (
        "part_of_whole",
        told("four", "the shelling killed four", POST, "killed"),
        told("600", "600 people have died since the offensive began", BELL, "killed"),
    ),
    "in one town of a quake": (
        "part_of_whole",
        told("ten", "ten people died in Kulob", POST, "killed", subject="quake-2031-orsa"),
        told("40", "the quake killed 40 people", BELL, "killed", subject="quake-2031-orsa"),
    ),
    "included": (
        "part_of_whole",
        told("two", "the two are included in the toll", POST, "killed"),
        told("four", "four people were killed", BELL, "killed"),
    ),
    "others of a sort": (
        "part_of_whole",
        told("two", "two other rifles were found", POST, "seized", scope="rifle"),
        told("seven", "police seized seven rifles", BELL, "seized", scope="rifle"),
    ),
    "the day of the charges": (
        "other_facet",
        told("2031-03-03", "the raid of 2031-03-03", POST, "date"),
        told("2031-03-06", "two men were charged on 2031-03-06", BELL, "date"),
    ),
    "where the rockets came from": (
        "other_facet",
        place("Latvia", "seven rockets were fired from a field in Latvia"),
        place("Estonia", "rockets hit Estonia", BELL),
    ),
    "where a house fell in a quake": (
        "other_facet",
        place("Latvia", "the quake struck Latvia", subject="quake-2031-orsa"),
        place("Estonia", "a man died in Estonia", BELL, subject="quake-2031-orsa"),
    ),
    "as it was first given": (
        "superseded",
        told("five", "Officials said after the raid that five were held", POST, "detained"),
        told("twenty", "twenty have been detained by now", POST, "detained", start=90),
    ),
    "opened and closed": (
        "superseded",
        told("12 percent", "the stock opened 12 percent lower", POST, "share"),
        told("7 percent", "it closed 7 percent lower", BELL, "share"),
    ),
    "of two days": (
        "superseded",
        told("EUR 20", "shares traded at EUR 20", POST, "value", scope="share", as_of=TUESDAY),
        told("EUR 19", "shares were at EUR 19", BELL, "value", scope="share", as_of=WEDNESDAY),
    ),
    "raised": (
        "superseded",
        told("EUR 50,000", "bail was set at EUR 50,000", POST, "value"),
        told("EUR 90,000", "bail was raised to EUR 90,000", BELL, "value"),
    ),
}
RIVALS: dict[str, tuple[Assertion, Assertion]] = {
    "both at the scene": (
        told("three", "three people died at the scene", POST, "killed"),
        told("four", "four people died on the spot", BELL, "killed"),
    ),
    "more at the scene than in all": (
        told("five", "five people died at the scene", POST, "killed"),
        told("four", "four people were killed", BELL, "killed"),
    ),
    "the worst since a war began": (
        told("four", "the shelling killed four", POST, "killed"),
        told("nine", "the worst shelling since the war began killed nine", BELL, "killed"),
    ),
    "two totals of a war": (
        told("500", "500 have died since the war began", POST, "killed"),
        told("600", "600 people have died since the war began", BELL, "killed"),
    ),
    "in one country of a quake": (
        told("ten", "ten people died in Tajikistan", POST, "killed", subject="quake-2031-orsa"),
        told("40", "the quake killed 40 people", BELL, "killed", subject="quake-2031-orsa"),
    ),
    "in one town of an attack": (
        told("ten", "ten people died in Kulob", POST, "killed", subject="attack-2031-orsa"),
        told("40", "the attack killed 40 people", BELL, "killed", subject="attack-2031-orsa"),
    ),
    "other people": (
        told("two", "two other foreigners were injured", POST, "injured"),
        told("three", "three were injured", BELL, "injured"),
    ),
    "some of a group among all dead": (
        told("57", "57 pilgrims were among the dead", POST, "killed", scope="pilgrims"),
        told("63", "63 pilgrims were killed", BELL, "killed", scope="pilgrims"),
    ),
    "two days of the event": (
        told("2031-03-03", "the raid of 2031-03-03, for which two were charged", POST, "date"),
        told("2031-03-06", "the raid happened on 2031-03-06", BELL, "date"),
    ),
    "a higher figure recalled": (
        told("twenty", "Officials said after the raid that twenty were held", POST, "detained"),
        told("five", "five have been detained by now", POST, "detained", start=90),
    ),
    "two prices": (
        told("EUR 50,000", "bail was set at EUR 50,000", POST, "value"),
        told("EUR 90,000", "bail was set at EUR 90,000", BELL, "value"),
    ),
    "two places of a raid": (
        place("Latvia", "the raid in Latvia"),
        place("Estonia", "the raid in Estonia", BELL),
    ),
}


@pytest.mark.parametrize(("name", "a", "b"), LIMITED.values(), ids=LIMITED)
def test_words_limit_a_statement(name: RelationName, a: Assertion, b: Assertion) -> None:
    relation = relate_pair(a, b)
    assert (relation.relation, relation.conflict) == (name, False), relation.explanation


@pytest.mark.parametrize(("a", "b"), RIVALS.values(), ids=RIVALS)
def test_words_that_limit_both_or_neither_leave_a_conflict(a: Assertion, b: Assertion) -> None:
    assert relate_pair(a, b).conflict


def test_what_a_person_entered_is_of_what_they_said() -> None:
    entered = told("three", "three people died at the scene", POST, "killed", rule="")
    assert relate_pair(entered, told("four", "four people were killed", BELL, "killed")).conflict


def test_somebody_of_whom_nobody_knows_a_part_is_not_nobody() -> None:
    hurt = told("two", "two gardeners were injured", POST, "injured", scope="gardener")
    assert relate_pair(hurt, told("nobody", "nobody was injured", BELL, "injured")).conflict
