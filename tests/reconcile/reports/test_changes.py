"""What changed between two reports: each kind of change told once, with both sides, in any order of the items."""

import pytest

from reconcile.reports.changes import Snapshot, compare_snapshots, take_snapshot
from tests.support.builders import WEDNESDAY, make_assertion, make_decision, make_item

LOW, HIGH = make_assertion("15", "clerk", outlet="Evening Bell"), make_assertion("17", "police")
LATER = make_assertion("21", "police", outlet="Coast", as_of=WEDNESDAY)
ACCEPT = make_decision("accept", assertion=LOW.id, seen=(LOW, HIGH))
OPEN = take_snapshot(make_item([LOW, HIGH]))
SETTLED = take_snapshot(make_item([LOW, HIGH], [ACCEPT]))
STALE = take_snapshot(make_item([LOW, HIGH, LATER], [ACCEPT]))
REJECTED = take_snapshot(make_item([LOW, HIGH], [make_decision("reject", assertion=HIGH.id, seen=(LOW, HIGH))]))
OTHER = take_snapshot(make_item([make_assertion("3", attribute="injured")], attribute="injured"))


def test_the_same_report_twice_has_no_changes() -> None:
    assert compare_snapshots([OPEN, OTHER], [OTHER, OPEN]) == ((), 2)


@pytest.mark.parametrize(
    ("before", "after", "kinds", "words"),
    [
        ([], [OTHER], ("new",), "New: said once, 3."),
        ([OTHER], [], ("gone",), "Gone: it was said once, 3."),
        (
            [OPEN],
            [SETTLED],
            ("state", "answer", "decision"),
            "Was open, is resolved; the answer was 15 to 17, best 15, is 15; it was decided.",
        ),
        ([SETTLED], [OPEN], ("state", "answer", "decision"), "its decision no longer stands"),
        ([SETTLED], [STALE], ("state", "answer", "evidence"), "Was resolved, is stale; the answer was 15, is "),
        ([OPEN], [REJECTED], ("state", "answer", "evidence"), "1 statement left."),
    ],
)
def test_each_change_is_told_with_both_sides(
    before: list[Snapshot], after: list[Snapshot], kinds: tuple[str, ...], words: str
) -> None:
    [change], unchanged = compare_snapshots(before, after)
    assert (change.kinds, unchanged) == (kinds, 0)
    assert words in change.sentence


def test_what_came_and_what_left_is_named() -> None:
    [stale], _ = compare_snapshots([SETTLED], [STALE])
    assert stale.arrived == ((LATER.id, "21 (Coast <- police)"),)
    [rejected], _ = compare_snapshots([OPEN], [REJECTED])
    assert rejected.left == ((HIGH.id, "17 (Harbour Post <- police)"),)
