"""A toll over time: lines by origin, the standing range, and what goes back on an earlier figure."""

import random

from reconcile.reports.timeline import Timeline, build_timelines
from tests.support.builders import MONDAY, TUESDAY, WEDNESDAY, make_assertion, make_item


def timeline(*assertions: object) -> Timeline:
    (only,) = build_timelines(make_item(assertions))  # type: ignore[arg-type]
    return only


ROSE_AND_FELL = [
    make_assertion("51", "governor", outlet="Harbour Post", as_of=MONDAY),
    make_assertion("91", "rescue service", outlet="Evening Bell", as_of=TUESDAY),
    make_assertion("24", "rescue service", outlet="Valley Times", as_of=WEDNESDAY),
]


def test_a_toll_that_rose_and_fell_shows_every_figure_and_marks_the_fall() -> None:
    shown = timeline(*ROSE_AND_FELL)
    assert [(p.low, p.mark) for p in shown.points] == [(51, ""), (91, ""), (24, "downward_revision")]
    assert shown.points[-1].against == (ROSE_AND_FELL[0].id,)
    assert "24" in shown.points[-1].explanation
    assert shown.extent == (24, 91)


def test_an_origin_that_lowers_its_own_figure_corrects_itself() -> None:
    shown = timeline(*ROSE_AND_FELL[1:])
    assert [(p.low, p.mark) for p in shown.marked] == [(24, "self_correction")]


def test_an_origin_that_raises_its_own_figure_is_no_revision() -> None:
    shown = timeline(
        make_assertion("12", "governor", as_of=MONDAY), make_assertion("20", "governor", as_of=TUESDAY, start=40)
    )
    assert [p.mark for p in shown.points] == ["", "update"]
    assert not shown.marked


def test_the_standing_range_counts_each_origin_by_its_newest_statement() -> None:
    steps = timeline(*ROSE_AND_FELL).steps
    assert [(s.time[:10], s.low, s.high, s.origins) for s in steps] == [
        (MONDAY, 51, 51, 1),
        (TUESDAY, 51, 91, 2),
        (WEDNESDAY, 24, 51, 2),
    ]


def test_one_statement_in_two_outlets_is_one_line() -> None:
    shown = timeline(
        make_assertion("17", "North Wire", outlet="Harbour Post"),
        make_assertion("17", "North Wire", outlet="Evening Bell"),
    )
    assert [s.origin for s in shown.series] == ["North Wire"]


def test_parts_have_a_line_of_their_own_after_the_whole() -> None:
    item = make_item([make_assertion("5", scope="attackers"), make_assertion("17", start=40)])
    assert [t.scope for t in build_timelines(item)] == ["total", "attackers"]


def test_an_undated_statement_is_named_and_not_placed() -> None:
    dated, undated = make_assertion("17"), make_assertion("15", "governor", as_of=None)
    assert timeline(dated, undated).undated == (undated.id,)


def test_nothing_but_counts_has_a_timeline() -> None:
    item = make_item([make_assertion("Ada", attribute="perpetrator")], attribute="perpetrator")
    assert build_timelines(item) == ()


def test_the_order_of_the_input_changes_nothing() -> None:
    shuffled = random.Random(4).sample(ROSE_AND_FELL, 3)
    assert timeline(*shuffled) == timeline(*ROSE_AND_FELL)
