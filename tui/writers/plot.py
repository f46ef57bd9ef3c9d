"""What each source said, over time, as an SVG picture.

Owns the picture: across, up to when a statement knows; upwards, the set of values it allows. A bar that ends in an
arrow is open at that end. Lines join what one origin said at different times. Drawn with ziaplot, in the colour of the
text around it, so that it follows light, dark and paper. Refuses to carry what only the picture would say: the numbers
are those of the evidence list beside it, which says everything in words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from claims.values import format_value
from claims.values.model import CountValue, DateValue, MeasureValue, TextValue
from reconcile.evidence.clocks import read_clock
from reconcile.items.item import Item
from tui.visible import visible
from tui.writers.canvas import Strokes, as_svg, date_words, days_of, make_graph, round_heights, thin_ticks

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
    """`conflict`, `part` or `said`: what its colour and stroke tell."""
    origin: str


def draw_plot(item: Item, prefix: str) -> str:
    """Return the picture as an `svg` element, or an empty string where there is nothing to compare by eye.

    Args:
        item: whose statements to draw.
        prefix: of every id in the picture, which must be unlike any other in the page.
    """
    marks, names = _read_marks(item)
    if len(marks) < 2:
        return ""
    return _draw(marks, names, isinstance(_first_value(item), DateValue), prefix)


def _first_value(item: Item) -> object:
    return next((m.assertion.value for m in item.members if not m.linked), None)


def _read_marks(item: Item) -> tuple[list[_Mark], list[str]]:
    """Return the marks, and the names that stand for heights where values have no order."""
    conflicting = {id_ for found in item.minimal_sets for id_ in found.assertions}
    own = [(n, m) for n, m in enumerate(item.members, start=1) if not m.removed]
    kinds = {type(m.assertion.value) for _, m in own if not m.linked}
    ordered = kinds <= {CountValue, MeasureValue, DateValue} and len(kinds) == 1
    if ordered:
        own = [(n, m) for n, m in own if not m.linked]
    names: list[str] = []
    marks: list[_Mark] = []
    for number, member in own[:MOST_MARKS]:
        assertion = member.assertion
        clock = read_clock(assertion.as_of)
        value = assertion.value
        low: float | None
        high: float | None
        if isinstance(value, TextValue):
            continue
        if not ordered:
            name = ("not " if assertion.stance == "denies" else "") + format_value(value)
            if name not in names:
                if len(names) == _MOST_NAMES:
                    continue
                names.append(name)
            low = high = float(names.index(name))
        elif isinstance(value, CountValue):
            low, high = float(value.low), None if value.high is None else float(value.high)
        elif isinstance(value, MeasureValue):
            low, high = (None if end is None else float(end) for end in (value.base_low, value.base_high))
        elif isinstance(value, DateValue):
            low, high = days_of(value.low), days_of(value.high)
        else:
            continue
        if low is None and high is None:
            continue
        kind = "conflict" if assertion.id in conflicting else "part" if member.scope != "total" else "said"
        marks.append(_Mark(number, days_of(clock.end), low, high, kind, member.origin))
    return marks, names


def _draw(marks: Sequence[_Mark], names: Sequence[str], dated: bool, prefix: str) -> str:
    across, ticks = _columns(marks)
    ends = [end for mark in marks for end in (mark.low, mark.high) if end is not None]
    least, most = min(ends), max(ends)
    margin = (most - least) * 0.14 or max(abs(most) * 0.1, 1.0)
    if not names and not dated and least >= 0 and least <= (most - least):
        least = 0.0  # a toll is best seen from nothing upwards
    bottom, top = least - margin * (0 if least == 0 else 1), most + margin
    height = 250 if not names else 70 + 34 * len(names)
    graph = make_graph(height)
    width = max(across.values()) + 1.6
    graph.xrange(-0.8, width - 0.8)
    if names:
        bottom, top = -0.6, len(names) - 0.4
        graph.yticks(list(range(len(names))), [_label(name) for name in names])
    else:
        heights = round_heights(bottom, top, whole=not dated and all(end == int(end) for end in ends))
        graph.yticks(heights, [date_words(h, most - least) if dated else f"{h:,.6g}" for h in heights])
    graph.yrange(bottom, top)
    graph.xticks([place for place, _ in ticks], [name for _, name in ticks])
    drawing = Strokes()
    _join(drawing, marks, across)
    for mark in marks:
        _draw_mark(drawing, mark, across[mark.number], width, bottom, top)
    graph.add(drawing)
    return as_svg(graph, prefix)


def _columns(marks: Sequence[_Mark]) -> tuple[dict[int, float], list[tuple[float, str]]]:
    """Return where each mark stands across, and the ticks: distances grow with time, and no two marks cover another."""
    times = sorted({mark.time for mark in marks if mark.time is not None})
    ordered = sorted(marks, key=lambda m: (m.time is None, m.time or 0, m.number))
    groups: list[list[_Mark]] = []
    for mark in ordered:
        if groups and groups[-1][0].time == mark.time:
            groups[-1].append(mark)
        else:
            groups.append([mark])
    span = (times[-1] - times[0]) if len(times) > 1 else 1.0
    across: dict[int, float] = {}
    ticks: list[tuple[float, str]] = []
    place = 0.0
    before: float | None = None
    for group in groups:
        if before is not None:
            gap = (group[0].time - before) / span if group[0].time is not None else 0.5
            place += 1.2 + 0.5 * len(marks) * gap
        start = place
        for mark in group:
            across[mark.number] = place
            place += 0.8
        place -= 0.8
        time = group[0].time
        ticks.append(((start + place) / 2, "not known" if time is None else date_words(time, span)))
        before = time
    return across, thin_ticks(ticks, max(across.values()) + 1.6)


def _label(name: str) -> str:
    return visible(name, limit=28)


def _draw_mark(drawing: Strokes, mark: _Mark, x: float, width: float, bottom: float, top: float) -> None:
    low = bottom if mark.low is None else mark.low
    high = top if mark.high is None else mark.high
    reach = (top - bottom) / 45
    if low == high:
        half = width * 0.007
        diamond = [(x - half, low), (x, low + reach), (x + half, low), (x, low - reach), (x - half, low)]
        drawing.line(diamond, f"{mark.kind} point", 3)
    else:
        drawing.line([(x, low), (x, high)], mark.kind, 4)
    cap = width * 0.008
    for end, edge, sign in ((mark.low, low, -1), (mark.high, high, 1)):
        if end is None:
            tip = edge - sign * reach * 3
            drawing.line([(x - cap, tip), (x, edge - sign * reach * 0.5), (x + cap, tip)], mark.kind, 2)
        elif low != high:
            drawing.line([(x - cap, edge), (x + cap, edge)], mark.kind, 2)
    drawing.label(x + width * 0.014, high if mark.high is not None else top - reach * 4, str(mark.number), mark.kind)


def _join(drawing: Strokes, marks: Sequence[_Mark], across: dict[int, float]) -> None:
    """Join what one origin said of the same at different times."""
    lines: dict[tuple[str, bool], list[_Mark]] = {}
    for mark in marks:
        if mark.time is not None and mark.low is not None:
            lines.setdefault((mark.origin, mark.kind == "part"), []).append(mark)
    for line in lines.values():
        line.sort(key=lambda m: (m.time or 0, m.number))
        points = [(across[m.number], m.low or 0.0) for m in line]
        if len({m.time for m in line}) > 1 and line[0].kind != "part":
            drawing.line(points, "joined", 1)
