"""What the columns of the published data sets hold of an event, case by case."""

from typing import Any

from claims.models import Assertion
from reconcile.reports.tables import ACLED, GED, GTD, EventTable, build_facts
from reconcile.reports.tables.model import Row
from tests.support.builders import make_assertion, make_item, make_vocabulary

WORDS = make_vocabulary()


def say(value: str, attribute: str, number: int = 0, **changes: Any) -> Assertion:
    return make_assertion(value, attribute=attribute, start=100 * number, quote=f"{attribute} {number}", **changes)


def row(table: EventTable, *assertions: Assertion, policy: str = "ucdp") -> Row:
    """The row of an event under a policy; the only one where nothing is counted."""
    items = [make_item(assertions, attribute=name) for name in sorted({a.attribute for a in assertions})]
    rows = list(table.rows(build_facts("quay fire", items, WORDS, {})))
    return next((each for each in rows if each["policy"] == policy), rows[0])


BRANCH = say("Islamic State Khorasan Province", "perpetrator", 1)
HEAD = say("Islamic State", "perpetrator", 2)
DEAD = say("12", "killed", 3)


def test_one_name_acted_and_the_others_are_associated() -> None:
    found = row(ACLED, BRANCH, HEAD, DEAD)
    assert (found["actor1"], found["assoc_actor_1"]) == ("Islamic State Khorasan Province", "Islamic State")
    assert (row(ACLED, HEAD)["actor1"], row(ACLED, HEAD)["assoc_actor_1"]) == ("Islamic State", None)


def test_fatalities_are_none_where_none_are_reported_and_blank_where_they_are_without_a_figure() -> None:
    assert row(ACLED, HEAD)["fatalities"] == 0
    assert row(ACLED, say("3", "injured"), policy="acled")["fatalities"] == 0
    assert row(ACLED, DEAD, policy="acled")["fatalities"] == 12
    assert row(ACLED, DEAD, policy="every_casualty")["fatalities"] is None


def test_event_types_stand_only_where_they_were_coded() -> None:
    names = ("disorder_type", "event_type", "sub_event_type", "civilian_targeting")
    assert [row(ACLED, DEAD)[name] for name in names] == [None] * 4
    coded = row(ACLED, say("Riots", "event_type", 1), say("Mob violence", "sub_event_type", 2))
    assert [coded[name] for name in names] == ["Political violence", "Riots", "Mob violence", None]
    attack = row(ACLED, say("Violence against civilians", "event_type"))
    assert attack["civilian_targeting"] == "Civilian targeting"


def test_an_event_number_has_twelve_digits_with_zeros_for_what_is_not_known() -> None:
    for written, start in (("2031-03-02", "20310302"), ("2031-03", "20310300"), ("2031", "20310000")):
        number = str(row(GTD, say(written, "date"))["eventid"])
        assert number.startswith(start)
        assert len(number) == 12
    assert row(GTD, DEAD)["eventid"] is None


def test_attack_and_weapon_types_stand_with_their_codes_where_they_are_stated() -> None:
    coded = row(GTD, say("Bombing/Explosion", "attack_type", 1), say("Melee", "weapon_type", 2))
    assert (coded["attacktype1"], coded["attacktype1_txt"]) == (3, "Bombing/Explosion")
    assert (coded["weaptype1"], coded["weaptype1_txt"]) == (9, "Melee")
    assert row(GTD, DEAD)["attacktype1"] is row(GTD, DEAD)["weaptype1"] is None


def test_a_place_has_its_city_its_vicinity_and_how_closely_it_is_known() -> None:
    names = ("city", "specificity", "vicinity", "country_txt")
    assert [row(GTD, say("Oslo", "place"))[name] for name in names] == ["Oslo", 1, 0, "Norway"]
    assert [row(GTD, say("near Oslo", "place"))[name] for name in names] == ["Oslo", None, 1, "Norway"]
    assert [row(GTD, say("Norway", "place"))[name] for name in names] == [None, 5, 0, "Norway"]
    assert [row(GTD, DEAD)[name] for name in names] == [None, None, -9, None]
    punjab = row(GTD, say("Punjab, Pakistan", "place"))
    assert (punjab["provstate"], punjab["specificity"]) == ("Punjab", 4)


def test_the_type_of_violence_names_the_sides() -> None:
    names = ("type_of_violence", "side_a", "side_b", "dyad_name")
    state = say("Pakistan", "target_actor", 5)

    def sides(*assertions: Assertion) -> list[object]:
        return [row(GED, *assertions)[name] for name in names]

    dyad = "Government of Pakistan - Islamic State"
    kind = say("state-based", "type_of_violence")
    assert sides(HEAD, state, kind) == [1, "Government of Pakistan", "Islamic State", dyad]
    by_state = [say("Pakistan", "perpetrator"), say("Islamic State", "target_actor")]
    assert sides(*by_state, kind) == [1, "Government of Pakistan", "Islamic State", dyad]
    groups = sides(HEAD, say("Boko Haram", "target_actor"), say("non-state", "type_of_violence"))
    assert groups == [2, "Islamic State", "Boko Haram", "Islamic State - Boko Haram"]
    assert sides(HEAD, say("one-sided", "type_of_violence"))[:3] == [3, "Islamic State", "Civilians"]
    assert sides(HEAD, DEAD) == [None, None, "Islamic State", None]


def test_sides_have_the_numbers_of_ucdp_and_of_gleditsch_and_ward_where_they_are_one_actor() -> None:
    names = ("side_a_new_id", "gwnoa", "side_b_new_id", "gwnob")

    def numbers(*assertions: Assertion) -> list[object]:
        return [row(GED, *assertions, say("state-based", "type_of_violence"))[name] for name in names]

    somalia = say("Somalia", "target_actor", 5)
    assert numbers(say("Al-Shabaab", "perpetrator", 1), somalia) == [None, 520, 717, None]
    assert numbers(HEAD, somalia) == [None, 520, 234, None]
    assert numbers(say("Ansaru", "perpetrator", 1), somalia) == [None, 520, None, None]
    assert numbers(DEAD) == [None] * 4


def test_no_two_actors_have_one_number_or_address() -> None:
    addresses = [address for actor in WORDS.actors.values() for address in actor.same_as]
    assert len(set(addresses)) == len(addresses) > 60


def test_deaths_by_side_follow_the_type_of_violence() -> None:
    dead = [DEAD, say("7", "killed", 6, scope="attackers"), say("2", "killed", 7, scope="soldiers")]
    deaths = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best")
    state_based = row(GED, *dead, say("state-based", "type_of_violence"))
    assert [state_based[name] for name in deaths] == [2, 7, 0, 3, 12]
    one_sided = row(GED, *dead, say("one-sided", "type_of_violence"))
    assert [one_sided[name] for name in deaths] == [7, 0, 0, 5, 12]


def test_direct_and_indirect_deaths_are_parts_of_one_toll() -> None:
    parts = [say("9", "killed", 8, scope="direct"), say("4", "killed", 9, scope="indirect")]
    assert make_item([say("13", "killed"), *parts]).state != "open"
    assert make_item([say("12", "killed"), *parts]).state == "open"
