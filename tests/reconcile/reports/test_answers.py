"""The table of an event: where each figure comes from, and what it rests on."""

from reconcile.reports.answers import Row, build_rows
from tests.support.builders import MONDAY, WEDNESDAY, make_assertion, make_decision, make_item


def shown(row: Row) -> tuple[str | None, str | None, str | None]:
    low, best, high = (figure.text if figure else None for figure in (row.low, row.best, row.high))
    return low, best, high


def test_an_undecided_count_shows_what_the_policy_proposes_and_each_figure_names_its_statement() -> None:
    low = make_assertion("15", "clerk", outlet="Evening Bell")
    high = make_assertion("17", "police")
    again = make_assertion("17", "fire brigade", outlet="Post")
    [row] = build_rows(make_item([low, high, again]))
    assert shown(row) == ("15", "17", "17")
    assert row.low is not None
    assert row.best is not None
    assert row.low.evidence == (low.id,)
    assert set(row.best.evidence) == {high.id, again.id}
    assert (row.state, row.grade, row.origins) == ("open", "", 3)
    assert row.basis.startswith("ucdp ")


def test_a_settled_count_shows_the_decision_and_rests_on_what_was_accepted() -> None:
    low, high = make_assertion("15", "clerk", outlet="Evening Bell"), make_assertion("17", "police")
    accept = make_decision("accept", assertion=low.id, seen=(low, high))
    [row] = build_rows(make_item([low, high], [accept]))
    assert (shown(row), row.state, row.basis) == (("15", "15", "15"), "resolved", "decision")
    assert row.best is not None
    assert row.best.evidence == (low.id,)
    between = make_decision("range", low="14", high="18", seen=(low, high))
    [row] = build_rows(make_item([low, high], [between]))
    assert shown(row) == ("14", None, "18")


def test_a_stale_decision_is_not_shown_as_the_answer() -> None:
    low, high = make_assertion("15", "clerk", outlet="Evening Bell"), make_assertion("17", "police")
    accept = make_decision("accept", assertion=low.id, seen=(low, high))
    later = make_assertion("21", "police", outlet="Coast", as_of=WEDNESDAY)
    [row] = build_rows(make_item([low, high, later], [accept]))
    assert row.state == "stale"
    assert row.basis.startswith("ucdp ")


def test_an_open_end_has_no_high_and_no_figure_is_made_up() -> None:
    [row] = build_rows(make_item([make_assertion("2019 or later", attribute="cause")], attribute="cause"))
    assert shown(row) == (None, None, None)
    assert [figure.text for figure in row.values] == ["2019 or later"]


def test_each_part_that_was_counted_has_a_line_with_the_newest_figures() -> None:
    evidence = [
        make_assertion("17"),
        make_assertion("12", "police", scope="attackers", as_of=MONDAY),
        make_assertion("13", "police", scope="attackers", as_of=WEDNESDAY),
        make_assertion("at least 2", "clerk", scope="children"),
    ]
    whole, *parts = build_rows(make_item(evidence))
    assert shown(whole) == ("17", "17", "17")
    assert {row.scope: shown(row) for row in parts} == {
        "attackers": ("13", "13", "13"),
        "children": ("2", None, None),
    }


def test_dates_show_the_first_and_the_last_and_names_every_one() -> None:
    dates = [
        make_assertion("2031-03", outlet="Post", attribute="date"),
        make_assertion("2031-03-04", outlet="Evening Bell", attribute="date"),
    ]
    [row] = build_rows(make_item(dates, attribute="date"))
    assert shown(row) == ("2031-03-01", None, "2031-03-31")
    names = [
        make_assertion("Red Hand", outlet="Post", attribute="claimed_by"),
        make_assertion("Blue Hand", outlet="Bell", attribute="claimed_by"),
        make_assertion("Green Hand", outlet="Call", attribute="claimed_by", stance="denies"),
    ]
    [row] = build_rows(make_item(names, attribute="claimed_by"))
    assert [figure.text for figure in row.values] == ["Blue Hand", "Red Hand"]
