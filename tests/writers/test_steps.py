"""A toll as a step plot in the terminal: every figure on its axis, revisions marked, hostile names kept still."""

from io import StringIO

from reconcile.reports.timeline import build_timelines
from tests.support.builders import MONDAY, TUESDAY, WEDNESDAY, make_assertion, make_item
from tui.output import console
from tui.writers.steps import render_timeline


def drawn(*assertions: object, width: int = 60) -> str:
    target = StringIO()
    (timeline,) = build_timelines(make_item(assertions))  # type: ignore[arg-type]
    console(width=width + 20, file=target).print(render_timeline(timeline, width=width))
    return target.getvalue()


ROSE_AND_FELL = [
    make_assertion("51", "governor", outlet="Harbour Post", as_of=MONDAY),
    make_assertion("91", "rescue service", outlet="Evening Bell", as_of=TUESDAY),
    make_assertion("24", "rescue service", outlet="Valley Times", as_of=WEDNESDAY),
]


def test_every_figure_stands_on_the_axis_and_the_fall_is_marked() -> None:
    shown = drawn(*ROSE_AND_FELL)
    for figure in ("51", "91", "24"):
        assert f"{figure} ┤" in shown
    assert "B▼─" in shown
    assert "▼ downward revision: 51" in shown
    assert "standing range: 2031-03-03 51; 2031-03-04 51 to 91; 2031-03-05 24 to 51" in shown


def test_a_self_correction_is_told_from_a_revision() -> None:
    shown = drawn(*ROSE_AND_FELL[1:])
    assert "A↓─" in shown
    assert "↓ self-correction: 91" in shown


def test_bounds_are_drawn_as_room_between_two_lines() -> None:
    shown = drawn(make_assertion("between 10 and 20"), make_assertion("15", "governor", outlet="Evening Bell"))
    rows = [line for line in shown.splitlines() if "┤" in line or "│" in line]
    assert rows[0].startswith("20 ┤─")
    assert rows[-1].startswith("10 ┤A─")
    assert "·" in rows[1]


def test_one_figure_is_one_line() -> None:
    assert drawn(make_assertion("17")).count("┤") == 1


def test_two_who_say_the_same_at_once_stand_beside_each_other() -> None:
    assert "AB─" in drawn(make_assertion("17", "governor"), make_assertion("17", "hospital", outlet="Evening Bell"))


def test_a_hostile_origin_drives_no_terminal() -> None:
    shown = drawn(make_assertion("17", "\x1b]52;c;eA==\x07[bold]"))
    assert "\x1b" not in shown
    assert "[bold]" in shown
