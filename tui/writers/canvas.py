"""SVG pictures in the style of a report's page, drawn with ziaplot: axes, strokes and text.

A picture has the colour of the text around it, classes that the page's style knows, and ids unlike any other in the
page.
"""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

import ziaplot
import ziaplot.attributes
import ziaplot.element

WIDTH: Final = 680
_DAY_S: Final = 86_400
_LONG_DAYS: Final = 30
"""A picture of more days than this has no room for hours."""
Tick = tuple[float, str]
"""A place on an axis and the words there."""
_STYLE: Final = (
    "Canvas{width:%d;height:%d;} Graph{color:none;edge_color:currentColor 60%%;edge_width:1;}"
    "Graph.TickX{font_size:13;color:currentColor;stroke_width:1;height:5;pad:0;}"
    "Graph.TickY{font_size:13;color:currentColor;stroke_width:1;height:5;pad:0;}"
    "Graph.GridX{color:none;} Graph.GridY{color:currentColor 18%%;stroke:solid;stroke_width:1;}"
)


class Strokes(ziaplot.element.Component):  # type: ignore[misc]
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


def make_graph(
    height: int,
    x_range: tuple[float, float],
    y_range: tuple[float, float],
    x_ticks: Sequence[Tick],
    y_ticks: Sequence[Tick],
    strokes: Strokes,
) -> ziaplot.Graph:
    """Return a graph of `height` pixels with its axes and what is drawn on it."""
    ziaplot.config.text = "text"
    ziaplot.config.precision = 2
    graph = ziaplot.Graph()
    graph.css(_STYLE % (WIDTH, height))
    graph.xrange(*x_range)
    graph.yrange(*y_range)
    graph.xticks([place for place, _ in x_ticks], [name for _, name in x_ticks])
    graph.yticks([place for place, _ in y_ticks], [name for _, name in y_ticks])
    graph.add(strokes)
    return graph


def _classed(kind: str) -> Any:
    attributes = ziaplot.attributes.Attributes()
    attributes.set("class", kind)
    return attributes


def days_of(instant: str | None) -> float | None:
    """Return an instant as days since 1970; None where there is none that an axis reaches."""
    if instant is None:
        return None
    try:
        return datetime.fromisoformat(instant).replace(tzinfo=UTC).timestamp() / _DAY_S
    except ValueError:  # before year 1: no axis of days reaches it
        return None


def thin_ticks(ticks: Sequence[Tick], span: float) -> list[Tick]:
    """Return the ticks without those whose words would run into the ones before them; `span` is the axis' length."""
    thinned: list[Tick] = []
    for place, name in ticks:
        room = 8.0 * len(name) / (WIDTH - 60) * span
        if not thinned or place - thinned[-1][0] >= room:
            thinned.append((place, name))
    return thinned


def round_heights(bottom: float, top: float, *, whole: bool) -> list[float]:
    """Return three to seven round numbers between two."""
    step = 1.0
    while (top - bottom) / step > 6:
        step *= 10
    step *= next((part for part in (0.1, 0.2, 0.5) if (top - bottom) / (step * part) <= 6), 1)
    if whole:
        step = max(1.0, float(int(step)))
    first = int(bottom // step) + (bottom % step != 0)
    return [number * step for number in range(first, first + 12) if number * step <= top] or [bottom]


def date_words(days: float, span: float) -> str:
    """Return a day, with its hour where `span`, the days the picture covers, leaves room for one."""
    try:
        moment = datetime.fromtimestamp(round(days * _DAY_S), UTC)
    except (OverflowError, ValueError, OSError):
        return ""
    whole = (moment.hour, moment.minute) in {(0, 0), (23, 59)}
    return f"{moment:%Y-%m-%d}" if whole or span > _LONG_DAYS else f"{moment:%Y-%m-%d %H:%M}"


def as_svg(graph: ziaplot.Graph, prefix: str, title: str = "", description: str = "") -> str:
    """Return the picture, as wide as its place, with `prefix` before every id.

    Without a title it is hidden from screen readers: the list beside it has the same in words.
    """
    svg = graph.svgxml()
    for element in svg.iter():
        if "id" in element.attrib:
            element.set("id", f"{prefix}-{element.attrib['id']}")
        clip = element.attrib.get("clip-path")
        if clip:
            element.set("clip-path", clip.replace("url(#", f"url(#{prefix}-"))
    if title:
        svg.set("role", "img")
        svg.set("aria-labelledby", f"{prefix}-title {prefix}-desc")
        for place, (tag, words) in enumerate((("title", title), ("desc", description))):
            element = ET.Element(tag, id=f"{prefix}-{tag}")
            element.text = words
            svg.insert(place, element)
    else:
        svg.set("aria-hidden", "true")
    svg.set("focusable", "false")
    svg.attrib.pop("height", None)
    svg.attrib.pop("width", None)
    return ET.tostring(svg, encoding="unicode")
