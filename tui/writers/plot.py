"""What each source said, over time, as an SVG picture.

Owns the picture: across, up to when a statement knows; upwards, the set of values it allows. A bar that ends in an
arrow is open at that end. Lines join what one origin said at different times. Drawn with ziaplot, in the colour of the
text around it, so that it follows light, dark and paper. Refuses to carry what only the picture would say: the numbers
are those of the evidence list beside it, which says everything in words.
"""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import ziaplot
import ziaplot.attributes
import ziaplot.element

from claims.values import format_value
from claims.values.model import CountValue, DateValue, MeasureValue, TextValue
from reconcile.clocks import read_clock
from reconcile.conflicts import Item
from tui.visible import visible

WIDTH: Final = 680
MOST_MARKS: Final = 60
"""Statements drawn in one picture; the rest is in the list."""
_MOST_NAMES: Final = 12
_DAY_S: Final = 86_400
_LONG_DAYS: Final = 30
"""A picture of more days than this has no room for hours."""
_STYLE: Final = (
    "Canvas{width:%d;height:%d;} Graph{color:none;edge_color:currentColor 60%%;edge_width:1;}"
    "Graph.TickX{font_size:13;color:currentColor;stroke_width:1;height:5;pad:0;}"
    "Graph.TickY{font_size:13;color:currentColor;stroke_width:1;height:5;pad:0;}"
    "Graph.GridX{color:none;} Graph.GridY{color:currentColor 18%%;stroke:solid;stroke_width:1;}"
)


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
            low, high = _days(value.low), _days(value.high)
        else:
            continue
        if low is None and high is None:
            continue
        kind = "conflict" if assertion.id in conflicting else "part" if member.scope != "total" else "said"
        marks.append(_Mark(number, _days(clock.end), low, high, kind, member.origin))
    return marks, names


def _days(instant: str | None) -> float | None:
    if instant is None:
        return None
    try:
        return datetime.fromisoformat(instant).replace(tzinfo=UTC).timestamp() / _DAY_S
    except ValueError:  # before year 1: no axis of days reaches it
        return None


def _draw(marks: Sequence[_Mark], names: Sequence[str], dated: bool, prefix: str) -> str:
    across, ticks = _columns(marks)
    ends = [end for mark in marks for end in (mark.low, mark.high) if end is not None]
    least, most = min(ends), max(ends)
    margin = (most - least) * 0.14 or max(abs(most) * 0.1, 1.0)
    if not names and not dated and least >= 0 and least <= (most - least):
        least = 0.0  # a toll is best seen from nothing upwards
    bottom, top = least - margin * (0 if least == 0 else 1), most + margin
    height = 250 if not names else 70 + 34 * len(names)
    ziaplot.config.text = "text"
    ziaplot.config.precision = 2
    graph = ziaplot.Graph()
    graph.css(_STYLE % (WIDTH, height))
    width = max(across.values()) + 1.6
    graph.xrange(-0.8, width - 0.8)
    if names:
        bottom, top = -0.6, len(names) - 0.4
        graph.yticks(list(range(len(names))), [_label(name) for name in names])
    else:
        heights = _heights(bottom, top, whole=not dated and all(end == int(end) for end in ends))
        graph.yticks(heights, [_date(h, most - least) if dated else f"{h:,.6g}" for h in heights])
    graph.yrange(bottom, top)
    graph.xticks([place for place, _ in ticks], [name for _, name in ticks])
    drawing = _Marks()
    _join(drawing, marks, across)
    for mark in marks:
        _draw_mark(drawing, mark, across[mark.number], width, bottom, top)
    graph.add(drawing)
    return _as_text(graph.svgxml(), prefix)


class _Marks(ziaplot.element.Component):  # type: ignore[misc]
    """All marks as one component: ziaplot works out a style for each, which takes longer than to draw it."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[tuple[Sequence[tuple[float, float]], str, float]] = []
        self._labels: list[tuple[float, float, str, str]] = []

    def line(self, points: Sequence[tuple[float, float]], kind: str, width: float) -> None:
        """Add a line through `points`, of a kind that the page's style knows."""
        self._lines.append((points, kind, width))

    def label(self, x: float, y: float, words: str, kind: str) -> None:
        """Add words to the right of a point."""
        self._labels.append((x, y, words, kind))

    def _xml(self, canvas: Any, databox: Any = None, borders: Any = None) -> None:
        del borders
        for points, kind, width in self._lines:
            xs, ys = [x for x, _ in points], [y for _, y in points]
            canvas.path(xs, ys, color="currentColor", width=width, dataview=databox, attributes=_classed(kind))
        for x, y, words, kind in self._labels:
            canvas.text(x, y, words, color="currentColor", valign="center", dataview=databox, attributes=_classed(kind))


def _classed(kind: str) -> Any:
    attributes = ziaplot.attributes.Attributes()
    attributes.set("class", kind)
    return attributes


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
        ticks.append(((start + place) / 2, "not known" if time is None else _date(time, span)))
        before = time
    return across, _thinned(ticks, max(across.values()) + 1.6)


def _thinned(ticks: list[tuple[float, str]], span: float) -> list[tuple[float, str]]:
    """Leave out the ticks whose words would run into those before them."""
    kept: list[tuple[float, str]] = []
    for place, name in ticks:
        room = 8.0 * len(name) / (WIDTH - 60) * span
        if not kept or place - kept[-1][0] >= room:
            kept.append((place, name))
    return kept


def _heights(bottom: float, top: float, *, whole: bool) -> list[float]:
    """Return three to seven round numbers between two."""
    step = 1.0
    while (top - bottom) / step > 6:
        step *= 10
    for part in (0.1, 0.2, 0.5):
        if (top - bottom) / (step * part) <= 6:
            step *= part
            break
    if whole:
        step = max(1.0, float(int(step)))
    first = int(bottom // step) + (0 if bottom % step == 0 else 1)
    found: list[float] = []
    while first * step <= top and len(found) < 12:
        found.append(first * step)
        first += 1
    return found or [bottom]


def _date(days: float, span: float) -> str:
    try:
        moment = datetime.fromtimestamp(round(days * _DAY_S), UTC)
    except (OverflowError, ValueError, OSError):
        return ""
    whole = (moment.hour, moment.minute) in {(0, 0), (23, 59)}
    return f"{moment:%Y-%m-%d}" if whole or span > _LONG_DAYS else f"{moment:%Y-%m-%d %H:%M}"


def _label(name: str) -> str:
    return visible(name, limit=28)


def _draw_mark(drawing: _Marks, mark: _Mark, x: float, width: float, bottom: float, top: float) -> None:
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


def _join(drawing: _Marks, marks: Sequence[_Mark], across: dict[int, float]) -> None:
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


def _as_text(svg: ET.Element, prefix: str) -> str:
    """Return the element with ids of its own, as wide as its place; readers have the list."""
    for element in svg.iter():
        if "id" in element.attrib:
            element.set("id", f"{prefix}-{element.attrib['id']}")
        clip = element.attrib.get("clip-path")
        if clip:
            element.set("clip-path", clip.replace("url(#", f"url(#{prefix}-"))
    svg.set("aria-hidden", "true")
    svg.set("focusable", "false")
    svg.attrib.pop("height", None)
    svg.attrib.pop("width", None)
    return ET.tostring(svg, encoding="unicode")
