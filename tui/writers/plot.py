"""What each source said over time, as an SVG picture.

Across: up to when a statement knows. Upwards: the values it allows; a bar that ends in an arrow is open at that end.
Lines join what one origin said at different times. The evidence list beside the picture has all of it in words.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final

from claims.grouping import group_by
from claims.models import Assertion
from claims.values import format_value
from claims.values.model import CountValue, DateValue, MeasureValue, TextValue, Value
from reconcile.evidence.clocks import read_clock
from reconcile.items.item import Item, Member
from tui.visible import visible
from tui.writers.canvas import Strokes, Tick, as_svg, date_words, days_of, make_graph, round_heights, thin_ticks

MOST_MARKS: Final = 60
"""Statements drawn in one picture; the rest is in the list."""
_MOST_NAMES: Final = 12


@dataclass(frozen=True, slots=True)
class _Mark:
    """One statement: its number in the list, and where it lies in the picture."""

    number: int
    time: float | None
    """Days since 1970; None where nobody knows up to when it knows."""
    low: float | None
    high: float | None
    kind: str
    """`conflict`, `part` or `said`: shown by colour and stroke."""
    origin: str


def draw_plot(item: Item, prefix: str) -> str:
    """Return the picture as an `svg` element, or an empty string where there is nothing to compare by eye.

    `prefix` begins every id in the picture and must be unlike any other in the page.
    """
    marks, names = _read_marks(item)
    if len(marks) < 2:
        return ""
    value = next((m.assertion.value for m in item.members if not m.linked), None)
    return _draw(marks, names, isinstance(value, DateValue), prefix)


_ENDS: Final[Mapping[type, Callable[[Any], tuple[Any, Any]]]] = {
    CountValue: lambda value: (value.low, value.high),
    MeasureValue: lambda value: (value.base_low, value.base_high),
    DateValue: lambda value: (days_of(value.low), days_of(value.high)),
}
"""The kinds of values that have an order, and their bounds as numbers; none is open."""


def _read_marks(item: Item) -> tuple[list[_Mark], list[str]]:
    """Return the marks, and the names that stand for heights where values have no order."""
    conflicting = item.conflicting
    members, ordered = _select_members(item)
    names: list[str] = []
    marks: list[_Mark] = []
    for number, member in members[:MOST_MARKS]:
        assertion = member.assertion
        low, high = _ends(assertion.value) if ordered else (_height(assertion, names),) * 2
        if low is high is None:
            continue
        kind = "conflict" if assertion.id in conflicting else "part" if member.scope != "total" else "said"
        marks.append(_Mark(number, days_of(read_clock(assertion.as_of).end), low, high, kind, member.origin))
    return marks, names


def _select_members(item: Item) -> tuple[list[tuple[int, Member]], bool]:
    """Return the members to draw with their numbers, and whether their values are of one kind that has an order."""
    members = [(n, m) for n, m in enumerate(item.members, start=1) if not m.removed]
    own = [(n, m) for n, m in members if not m.linked]
    kinds = {type(m.assertion.value) for _, m in own}
    ordered = kinds <= _ENDS.keys() and len(kinds) == 1
    return (own if ordered else members), ordered


def _ends(value: Value) -> list[float | None]:
    return [None if end is None else float(end) for end in _ENDS[type(value)](value)]


def _height(assertion: Assertion, names: list[str]) -> float | None:
    """Return the place of a value among `names`, where it is added; None for one that is not drawn."""
    if isinstance(assertion.value, TextValue):
        return None
    name = ("not " if assertion.stance == "denies" else "") + format_value(assertion.value)
    if name not in names:
        if len(names) == _MOST_NAMES:
            return None
        names.append(name)
    return float(names.index(name))


def _draw(marks: Sequence[_Mark], names: Sequence[str], dated: bool, prefix: str) -> str:
    across, ticks = _columns(marks)
    width = max(across.values()) + 1.6
    if names:
        height, bottom, top = 70 + 34 * len(names), -0.6, len(names) - 0.4
        heights = [(float(place), visible(name, limit=28)) for place, name in enumerate(names)]
    else:
        height = 250
        ends = [end for mark in marks for end in (mark.low, mark.high) if end is not None]
        bottom, top, heights = _scale(ends, dated)
    strokes = Strokes()
    _join(strokes, marks, across)
    for mark in marks:
        _draw_mark(strokes, mark, across[mark.number], width, bottom, top)
    return as_svg(make_graph(height, (-0.8, width - 0.8), (bottom, top), ticks, heights, strokes), prefix)


def _scale(ends: Sequence[float], dated: bool) -> tuple[float, float, list[Tick]]:
    """Return the bottom and the top of the picture, and the ticks between them."""
    least, most = min(ends), max(ends)
    margin = (most - least) * 0.14 or max(abs(most) * 0.1, 1.0)
    if not dated and 0 <= least <= most - least:
        least = 0.0  # a toll is best seen from nothing upwards
    bottom, top = least - margin * (0 if least == 0 else 1), most + margin
    heights = round_heights(bottom, top, whole=not dated and all(end == int(end) for end in ends))
    return bottom, top, [(h, date_words(h, most - least) if dated else f"{h:,.6g}") for h in heights]


def _columns(marks: Sequence[_Mark]) -> tuple[dict[int, float], list[Tick]]:
    """Return the place of each mark across, and the ticks: distances grow with time, and no two marks cover another."""
    times = [mark.time for mark in marks if mark.time is not None]
    span = max(times) - min(times) if len(set(times)) > 1 else 1.0
    across: dict[int, float] = {}
    ticks: list[Tick] = []
    place = 0.0
    before: float | None = None
    ordered = sorted(marks, key=lambda m: (m.time is None, m.time or 0, m.number))
    for time, group in group_by(ordered, attrgetter("time")).items():
        if before is not None:
            place += 1.2 + 0.5 * len(marks) * (0.5 if time is None else (time - before) / span)
        start = place
        for mark in group:
            across[mark.number] = place
            place += 0.8
        place -= 0.8
        ticks.append(((start + place) / 2, "not known" if time is None else date_words(time, span)))
        before = time
    return across, thin_ticks(ticks, max(across.values()) + 1.6)


def _draw_mark(strokes: Strokes, mark: _Mark, x: float, width: float, bottom: float, top: float) -> None:
    low = bottom if mark.low is None else mark.low
    high = top if mark.high is None else mark.high
    reach = (top - bottom) / 45
    if low == high:
        half = width * 0.007
        diamond = [(x - half, low), (x, low + reach), (x + half, low), (x, low - reach), (x - half, low)]
        strokes.line(diamond, f"{mark.kind} point", 3)
    else:
        strokes.line([(x, low), (x, high)], mark.kind, 4)
    _draw_end(strokes, mark, (x, low), width * 0.008, -reach if mark.low is None else 0, low != high)
    _draw_end(strokes, mark, (x, high), width * 0.008, reach if mark.high is None else 0, low != high)
    strokes.label(x + width * 0.014, high if mark.high is not None else top - reach * 4, str(mark.number), mark.kind)


def _draw_end(strokes: Strokes, mark: _Mark, end: tuple[float, float], cap: float, reach: float, is_wide: bool) -> None:
    """Draw an arrow at an end that is open, by its `reach`, and a bar at a stated end of more than one figure."""
    x, edge = end
    if reach:
        tip = edge - reach * 3
        strokes.line([(x - cap, tip), (x, edge - reach * 0.5), (x + cap, tip)], mark.kind, 2)
    elif is_wide:
        strokes.line([(x - cap, edge), (x + cap, edge)], mark.kind, 2)


def _is_joined(mark: _Mark) -> bool:
    return mark.time is not None and mark.low is not None and mark.kind != "part"


def _join(strokes: Strokes, marks: Sequence[_Mark], across: dict[int, float]) -> None:
    """Join what one origin said of the same at different times."""
    placed = list(filter(_is_joined, marks))
    for line in group_by(placed, attrgetter("origin")).values():
        if len({m.time for m in line}) > 1:
            line.sort(key=attrgetter("time", "number"))
            strokes.line([(across[m.number], m.low or 0.0) for m in line], "joined", 1)
