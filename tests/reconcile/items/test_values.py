"""The statements of an item by what they say, and what a line of the queue says of them at a glance."""

from reconcile.items.values import glance_at, group_values
from tests.support.builders import make_assertion, make_decision, make_item

SEVENTEEN = make_assertion("at least 17", "officials", outlet="Morning Post")
AGAIN = make_assertion("at least 17", "officials", outlet="Evening Bell")
FIFTEEN = make_assertion("15", "police", outlet="North Wire")
ATTACKERS = make_assertion("12", "police", outlet="North Wire", scope="attackers")
UNSAID = make_assertion("10 to 20", "mayor", outlet="Valley Times", scope=None)


def test_what_excludes_something_comes_first_however_many_say_the_rest() -> None:
    item = make_item([SEVENTEEN, AGAIN, FIFTEEN, ATTACKERS])
    groups = group_values(item)
    shown = [(g.value, g.scope_words, len(g.members), g.origins, g.is_in_conflict) for g in groups]
    assert shown == [
        ("at least 17", "in all", 2, 1, True),
        ("15", "in all", 1, 1, True),
        ("12", "attackers", 1, 1, False),
    ]
    assert groups[0].newest == "2031-03-04"


def test_a_denial_never_looks_like_what_it_denies() -> None:
    claim = make_assertion("Northern Wing", "ministry", attribute="perpetrator", outlet="Morning Post")
    denial = make_assertion(
        "Northern Wing", "Northern Wing", attribute="perpetrator", outlet="Evening Bell", stance="denies"
    )
    item = make_item([claim, denial], attribute="perpetrator")
    assert sorted(group.value for group in group_values(item)) == ["Northern Wing", "not Northern Wing"]
    assert glance_at(item).competing == "Northern Wing | not Northern Wing"


def test_a_line_says_the_values_that_compete_and_in_what_they_differ() -> None:
    item = make_item([SEVENTEEN, FIFTEEN])
    assert glance_at(item) == ("15 | ≥17", "value who", 2, 0)


def test_scopes_are_named_where_they_differ_and_what_is_set_aside_is_left_out() -> None:
    item = make_item([FIFTEEN, UNSAID])
    assert glance_at(item)[:2] == ("10-20 ? | 15", "value scope who")
    rejected = make_decision("reject", assertion=UNSAID.id, reason="no_claim")
    assert glance_at(make_item([FIFTEEN, UNSAID], [rejected])).competing == "15"


def test_one_actor_is_one_side_under_all_its_names() -> None:
    outlets = {"Islamic State": "Morning Post", "ISIS": "Evening Bell", "Taliban": "North Wire"}
    named = [make_assertion(name, attribute="perpetrator", outlet=outlet) for name, outlet in outlets.items()]
    item = make_item([*named, make_assertion("IS", "IS", attribute="claimed_by")], attribute="perpetrator")
    assert "(3 statements, " in item.explanation
    assert item.explanation.count("against") == 1
    assert sorted(len(group.members) for group in group_values(item)) == [1, 1, 2]


def test_values_that_nothing_sets_against_each_other_stand_apart() -> None:
    days = [("2031-03-03", "total"), ("2031-03-02", "total"), ("2031-03-06", "arrest"), ("2031-03-07", "arrest")]
    outlets = ("Morning Post", "Evening Bell")
    dates = [make_assertion(day, attribute="date", scope=scope, outlet=o) for day, scope in days for o in outlets]
    attack, arrest = make_item(dates, attribute="date").explanation.split("; ")
    assert "arrest" not in attack
    assert "2031-03-03" in attack
    assert arrest.startswith("arrest: 2031-03-06 (2 statements, 2 origins) against arrest: 2031-03-07")
