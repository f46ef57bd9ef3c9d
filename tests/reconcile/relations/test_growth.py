"""What a growing toll leaves in conflict: figures of one day, replaced figures and denials of what is pending."""

import pytest

from claims.models import Assertion
from reconcile.relations.pairs import RelationName
from tests.support.builders import MONDAY, TUESDAY, WEDNESDAY, make_assertion, make_vocabulary, relate_pair

VOCABULARY = make_vocabulary(
    """
    [actors."Red Hill Front"]
    aliases = ["RHF"]
    """
)


def post(value: str, *chain: str, **changes: object) -> Assertion:
    changes = {"outlet": "Harbour Post", "vocabulary": VOCABULARY, **changes}
    return make_assertion(value, *chain, **changes)  # type: ignore[arg-type]


def bell(value: str, *chain: str, **changes: object) -> Assertion:
    return post(value, *chain, **{"outlet": "Evening Bell", **changes})


# ---------------------------------------------------------------------- within one day

NOON, EVENING = "2031-03-04T12:00Z", "2031-03-04T20:00Z"
STEPS: dict[str, tuple[Assertion, Assertion]] = {
    "so far": (post("11", quote="11 bodies had been brought in so far"), bell("14")),
    "rose to": (post("11"), bell("14", quote="the toll has risen to 14 dead")),
    "bringing": (post("11", quote="bringing the confirmed toll to 11"), bell("14")),
    "expected to rise": (post("11", quote="11 died, and the toll is expected to rise"), bell("14")),
    "preliminary": (post("11", quote="a preliminary count of 11 dead"), bell("14")),
    "on no known day": (post("11", as_of=None, quote="11 bodies so far"), bell("14", as_of=None)),
    "an hour within the day": (post("20", as_of=NOON, quote="20 dead so far"), bell("24", as_of=EVENING)),
}
APART: dict[str, tuple[Assertion, Assertion]] = {
    "two plain figures": (post("11"), bell("14")),
    "a floor": (post("11"), bell("at least 24")),
    "more than": (post("11"), bell("more than 20")),
    "a loose figure below a floor": (post("about 10"), bell("at least 24")),
    "three or four below a floor": (post("three or four"), bell("at least 24")),
    "injured": (post("11", attribute="injured"), bell("at least 24", attribute="injured")),
    "of a part": (post("2", scope="attackers"), bell("at least 3", scope="attackers")),
    "a ceiling and a floor": (post("up to 11"), bell("at least 24")),
    "a floor in one and the same article": (post("11"), post("at least 24", start=50)),
    "a count of what is fixed": (post("11", attribute="attackers"), bell("at least 24", attribute="attackers")),
    "one instant": (post("11", as_of=NOON), bell("at least 24", as_of=NOON)),
    "a final toll": (post("11", quote="the final death toll was 11"), bell("at least 24")),
    "all aboard": (post("11", quote="all 11 of those aboard died so far"), bell("14")),
    "no dates at all": (post("11", as_of=None), bell("at least 24", as_of=None)),
    "a lower figure that is a limit": (post("nearly 11"), bell("14", quote="so far 14 have died")),
    "a whole month": (post("11", as_of="2031-03"), bell("at least 24", as_of="2031-03")),
    "words about something else": (
        post("11", quote="11 died", attribute="killed"),
        bell("14", quote="14 died. The search for the owner goes on"),
    ),
}


@pytest.mark.parametrize(("lower", "higher"), STEPS.values(), ids=STEPS)
def test_figures_of_one_day_are_steps_where_the_toll_is_seen_to_grow(lower: Assertion, higher: Assertion) -> None:
    relation = relate_pair(lower, higher, vocabulary=VOCABULARY)
    assert (relation.relation, relation.conflict) == ("superseded", False), relation.explanation


@pytest.mark.parametrize(("lower", "higher"), APART.values(), ids=APART)
def test_other_figures_of_one_time_contradict_each_other(lower: Assertion, higher: Assertion) -> None:
    assert relate_pair(lower, higher, vocabulary=VOCABULARY).conflict


@pytest.mark.parametrize(
    ("later", "conflict"),
    [
        ([("20", WEDNESDAY)], False),
        ([("at least 18", WEDNESDAY)], False),
        ([("20", WEDNESDAY), ("24", "2031-03-06")], False),
        ([], True),
        ([("16", WEDNESDAY)], True),  # no more than one of the two
        ([("17", WEDNESDAY)], True),
        ([("20", WEDNESDAY), ("16", "2031-03-06")], True),  # the toll is in dispute
        ([("20", "2031-04-20")], True),  # long after
        ([("20", MONDAY)], True),
        ([("20", None)], True),
    ],
)
def test_two_figures_of_one_day_are_steps_of_a_toll_that_soon_passes_both(
    later: list[tuple[str, str | None]], conflict: bool
) -> None:
    others = [bell(value, as_of=as_of, start=100 + n, outlet="Lorne Star") for n, (value, as_of) in enumerate(later)]
    relation = relate_pair(post("15"), bell("17"), *others, vocabulary=VOCABULARY)
    assert relation.conflict == conflict, relation.explanation


@pytest.mark.parametrize(
    ("later", "conflict"), [([], True), (["at least 18", "20"], False), (["17"], True), (["at least 16"], True)]
)
def test_a_floor_of_one_day_is_a_step_of_a_toll_that_soon_passes_it(later: list[str], conflict: bool) -> None:
    others = [bell(value, as_of=WEDNESDAY, start=100 + n, outlet="Lorne Star") for n, value in enumerate(later)]
    relation = relate_pair(post("15"), bell("at least 17"), *others, vocabulary=VOCABULARY)
    assert relation.conflict == conflict, relation.explanation


@pytest.mark.parametrize(
    ("low", "later", "conflict"),
    [
        ("40", [("at least 43", "2031-03-06")], False),
        ("about 36", [("45", "2031-03-06")], False),
        ("40", [], True),
        ("40", [("41", "2031-03-06")], True),
        ("40", [("43", "2031-03-06"), ("39", "2031-03-07")], True),  # the toll is in dispute
        ("40", [("43", "2031-03-20")], True),  # long after
        ("24", [("43", "2031-03-06")], True),  # too far below for a figure of the day before
        ("at least 30", [("43", "2031-03-06")], False),
    ],
)
def test_a_figure_a_little_below_that_of_the_day_before_lags_in_a_toll_that_soon_passes_both(
    low: str, later: list[tuple[str, str]], conflict: bool
) -> None:
    others = [bell(value, as_of=as_of, start=100 + n, outlet="Lorne Star") for n, (value, as_of) in enumerate(later)]
    relation = relate_pair(post("41", "hospital"), bell(low, as_of=WEDNESDAY), *others, vocabulary=VOCABULARY)
    assert relation.conflict == conflict, relation.explanation


def test_a_speaker_who_lowers_an_own_figure_does_not_lag() -> None:
    later = bell("at least 43", as_of="2031-03-06", start=100, outlet="Lorne Star")
    relation = relate_pair(
        post("41", "hospital"), bell("40", "hospital", as_of=WEDNESDAY), later, vocabulary=VOCABULARY
    )
    assert relation.relation == "downward_revision"


# ---------------------------------------------------------------------- figures named as replaced

REPLACING = [
    "63 had been on the list; the minister said 57 died, not 63 as previously reported",
    "the death toll was lowered to 57 from 63",
    "it revised the number of dead from 63 to 57",
    "57 people died, down from an earlier 63",
    "57 died, fewer than the 63 dead first reported",
    "57 dead, down from 63",
    "the office corrected its count of the dead from sixty-three to 57",
    "57 dead and not, as said, the previous toll of 63",
    "it put the dead at 57 after an initial figure of 63",
    "57 dead, not the 63 deaths originally announced",
]
KEEPING = [
    "57 died, while the union says 63",
    "57 died, not 63 as the union claims",
    "57 people, not 63, were killed",
    "57 died; 63 were hurt",
    "57 died, an earlier blast killed 12",
    "the toll was lowered from 64 to 57",
    "57 died on the 63 from Orsa",
    "57 died, not 36 as previously reported",
    "57 died at kilometre 63",
    "63 may yet be found to have died, 57 are known",
]


@pytest.mark.parametrize("as_of", [TUESDAY, WEDNESDAY])
@pytest.mark.parametrize("quote", REPLACING)
def test_a_figure_that_a_later_text_names_as_replaced_is_linked_to_the_new_one(quote: str, as_of: str) -> None:
    relation = relate_pair(post("63"), bell("57", "harbour office", quote=quote, as_of=as_of), vocabulary=VOCABULARY)
    expected: RelationName = "superseded" if as_of == TUESDAY else "downward_revision"
    assert (relation.relation, relation.conflict) == (expected, False), relation.explanation


def test_a_correction_that_names_no_figure_is_of_what_its_own_speaker_said_before() -> None:
    corrected = bell("57", "harbour office", quote="the office lowered its toll to 57", as_of=WEDNESDAY)
    own = bell("61", "harbour office", start=100, outlet="Lorne Star", as_of=TUESDAY)
    assert relate_pair(post("63", "union"), corrected, vocabulary=VOCABULARY).conflict is False
    assert relate_pair(post("63", "union"), corrected, own, vocabulary=VOCABULARY).conflict is True


@pytest.mark.parametrize("as_of", [TUESDAY, WEDNESDAY])
@pytest.mark.parametrize("quote", KEEPING)
def test_a_figure_that_no_text_names_as_replaced_stands(quote: str, as_of: str) -> None:
    relation = relate_pair(post("63"), bell("57", "harbour office", quote=quote, as_of=as_of), vocabulary=VOCABULARY)
    assert relation.conflict, relation.explanation


def test_a_figure_is_not_replaced_by_what_was_said_before_it() -> None:
    old = bell("57", "harbour office", quote=REPLACING[0], as_of=MONDAY)
    again = post("63", as_of=WEDNESDAY, attribute="attackers")
    before = bell("57", "harbour office", quote=REPLACING[0], as_of=MONDAY, attribute="attackers")
    assert relate_pair(before, again, vocabulary=VOCABULARY).conflict
    assert relate_pair(old, post("63", as_of=WEDNESDAY), vocabulary=VOCABULARY).relation == "superseded"


def test_a_replaced_figure_stands_against_nobody() -> None:
    corrected = bell("57", "harbour office", quote=REPLACING[0], as_of=WEDNESDAY)
    other = post("57", as_of=WEDNESDAY, outlet="Lorne Star")
    assert not relate_pair(post("63"), other, corrected, vocabulary=VOCABULARY).conflict
    assert relate_pair(post("63"), other, vocabulary=VOCABULARY).conflict


# ---------------------------------------------------------------------- counted late

ADDED = "471 deaths were added to the toll"


@pytest.mark.parametrize(
    ("more", "fewer", "late"),
    [
        (ADDED, "35 died in the last 24 hours", True),
        (ADDED, "of these 35 were in the past day", True),
        ("a backlog of 471 deaths was entered", "35 people died overnight", True),
        ("471 previously unreported deaths", "35 of them since yesterday", True),
        ("471 older deaths were reclassified", "35 deaths are new", True),
        (ADDED, "35 deaths were added", False),
        ("471 deaths were counted", "35 died in the last 24 hours", False),
        (ADDED, "35 died", False),
        ("471 deaths were added in the last 24 hours", "35 died in the last 24 hours", False),
        (ADDED, "35 died, and 12 were hurt in the last 24 hours", False),
    ],
)
def test_new_figures_are_told_from_those_counted_late(more: str, fewer: str, late: bool) -> None:
    relation = relate_pair(post("471", quote=more), bell("35", quote=fewer), vocabulary=VOCABULARY)
    assert (relation.relation == "late_count", relation.conflict) == (late, not late), relation.explanation


# ---------------------------------------------------------------------- what has not come yet

CLAIM = {"attribute": "claimed_by"}
PENDING: dict[str, Assertion] = {
    "an outlet": bell("RHF", stance="denies", quote="The Front has not taken responsibility", **CLAIM),
    "without a date": bell("RHF", stance="denies", as_of=None, quote="The Front has not claimed it", **CLAIM),
    "so far": bell("RHF", "police", stance="denies", quote="the Front has so far not claimed it", **CLAIM),
    "not yet": bell("RHF", "police", stance="denies", quote="the Front had not yet claimed it", **CLAIM),
    "no immediate": bell("RHF", "army", stance="denies", quote="there was no immediate claim by it", **CLAIM),
    "the day before": bell("RHF", stance="denies", as_of=MONDAY, quote="The Front has not claimed it", **CLAIM),
    "nobody": bell("nobody", quote="nobody has claimed it", **CLAIM),
}
DENYING: dict[str, Assertion] = {
    "the group itself": bell("RHF", "RHF", stance="denies", quote="we did not do it", **CLAIM),
    "its spokesman": bell("RHF", "spokesman", stance="denies", quote="we did not do it", **CLAIM),
    "told by an outlet": bell("RHF", stance="denies", quote="The Front denied it was behind it", **CLAIM),
    "rejected": bell("RHF", stance="denies", quote="The Front rejects any part in it", **CLAIM),
    "an outlet, a day after the claim": bell(
        "RHF", stance="denies", as_of=WEDNESDAY, quote="The Front has not claimed it", **CLAIM
    ),
    "police": bell("RHF", "police", stance="denies", quote="the video is not of the Front", **CLAIM),
    "an outlet that denies the claim": bell("RHF", stance="denies", quote="A denial by the Front", **CLAIM),
}


@pytest.mark.parametrize("denial", PENDING.values(), ids=PENDING)
def test_no_claim_so_far_contradicts_no_claim(denial: Assertion) -> None:
    relation = relate_pair(post("RHF", "RHF", **CLAIM), denial, vocabulary=VOCABULARY)
    assert (relation.relation, relation.conflict) == ("superseded", False) or denial.as_of is None, relation.explanation
    assert not relation.conflict


@pytest.mark.parametrize("denial", DENYING.values(), ids=DENYING)
def test_a_denial_of_a_claim_contradicts_it(denial: Assertion) -> None:
    relation = relate_pair(post("RHF", "RHF", **CLAIM), denial, vocabulary=VOCABULARY)
    assert relation.conflict, relation.explanation


YES_OR_NO = {"attribute": "occurred"}


@pytest.mark.parametrize(
    ("quote", "as_of", "conflict"),
    [
        ("the evacuation has not yet begun", TUESDAY, False),
        ("there was so far no strike", TUESDAY, False),
        ("no strike has happened to date", MONDAY, False),
        ("it had yet to happen", None, False),
        ("no strike happened", TUESDAY, True),
        ("no strike happened", MONDAY, True),
        ("so far no strike has happened", WEDNESDAY, True),
        ("there never was a strike", None, True),
    ],
)
def test_what_had_not_come_yet_may_have_come_later(quote: str, as_of: str | None, conflict: bool) -> None:
    no = bell("no", "harbour office", quote=quote, as_of=as_of, **YES_OR_NO)
    relation = relate_pair(post("yes", "police", **YES_OR_NO), no, vocabulary=VOCABULARY)
    assert relation.conflict == conflict, relation.explanation


@pytest.mark.parametrize(("outlet", "conflict"), [("Harbour Post", True), ("Evening Bell", False)])
def test_a_floor_in_another_article_of_the_day_may_be_older(outlet: str, conflict: bool) -> None:
    floor, figure = post("at least 1", "the survey", outlet=outlet), post("9", "the survey", start=90)
    assert relate_pair(floor, figure, vocabulary=VOCABULARY).conflict is conflict


@pytest.mark.parametrize(
    ("quote", "conflict"),
    [
        ("the ministry lowered the death toll to 57", False),
        ("the toll was revised down to 57, as some names were recorded twice", False),
        ("the correct figure was 57", False),
        ("the final death toll is 57", False),
        ("57 died, and the earlier death toll was wrong", False),
        ("the number of dead was 57", True),
        ("57 have died", True),
        ("57 died as the blast cut the road to the quay", True),
    ],
)
def test_a_toll_that_a_text_says_was_revised_need_not_name_the_old_one(quote: str, conflict: bool) -> None:
    relation = relate_pair(post("63"), bell("57", quote=quote, as_of=WEDNESDAY), vocabulary=VOCABULARY)
    assert relation.conflict is conflict, relation.explanation
    assert relate_pair(post("50"), bell("57", quote=quote), vocabulary=VOCABULARY).conflict


def test_all_people_on_board_close_a_toll() -> None:
    first = post("92", quote="all 92 people on board were killed", as_of=MONDAY)
    assert relate_pair(first, bell("93", as_of=TUESDAY), vocabulary=VOCABULARY).conflict
    assert relate_pair(first, bell("93", scope="attackers", as_of=TUESDAY), vocabulary=VOCABULARY).conflict


@pytest.mark.parametrize(
    ("quote", "conflict"), [("the army admitted that it had fired", False), ("the army is said to have fired", True)]
)
def test_what_a_side_denied_and_admits_is_a_change_of_position(quote: str, conflict: bool) -> None:
    denied = post("yes", "foreign ministry", attribute="occurred", stance="denies", as_of=MONDAY)
    said = bell("yes", "army", attribute="occurred", quote=quote, as_of=TUESDAY)
    assert relate_pair(denied, said, vocabulary=VOCABULARY).conflict is conflict


@pytest.mark.parametrize(
    ("quote", "conflict"), [("initially put down to a short circuit", False), ("put down to a short circuit", True)]
)
def test_a_first_guess_at_a_choice_gives_way_to_what_is_found(quote: str, conflict: bool) -> None:
    guess = post("electrical", attribute="cause_kind", quote=quote, as_of=MONDAY)
    found = bell("crime", attribute="cause_kind", as_of=TUESDAY)
    assert relate_pair(guess, found, vocabulary=VOCABULARY).conflict is conflict
