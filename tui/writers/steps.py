"""A toll over time as a step plot for the terminal.

Drawn here rather than by a plotting library: those at hand keep one global figure, write escape sequences of their own
past our fences, and know neither steps nor open bounds. Owns the canvas; everything foreign passes `visible`.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise

from rich.console import Group, RenderableType
from rich.text import Text

from claims.values import format_bounds
from reconcile.reports.timeline import Point, Series, Timeline
from tui.visible import visible

_STYLES = ("cyan", "magenta", "green", "yellow", "blue", "red", "bright_cyan", "bright_magenta")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MARKS = {"downward_revision": "▼", "self_correction": "↓", "update": "↑", "": ""}
MARK_WORDS = {
    "downward_revision": "downward revision",
    "self_correction": "self-correction",
    "update": "update",
}

Cell = tuple[str, str]
"""A character and its style."""


def render_timeline(timeline: Timeline, *, width: int = 76, height: int = 12) -> RenderableType:
    """Return the plot with its legend: each origin's line and bounds, what was revised, the standing range."""
    scope = "" if timeline.scope == "total" else f", {(timeline.scope or 'scope not stated').replace('_', ' ')}"
    parts: list[RenderableType] = [Text(visible(f"{timeline.subject}/{timeline.attribute}{scope}"), "bold")]
    parts += _plot(timeline, width, height)
    parts += [_legend(n, series) for n, series in enumerate(timeline.series)]
    parts += [_marked(point) for point in timeline.marked]
    if len(timeline.steps) > 1:
        shown = "; ".join(f"{_day(s.time)} {format_bounds(s.low, s.high)}" for s in timeline.steps)
        parts.append(Text(f"standing range: {shown}", "dim"))
    if timeline.undated:
        parts.append(Text(f"not placed, as nobody knows when they were true: {len(timeline.undated)}", "dim"))
    return Group(*parts)


def _plot(timeline: Timeline, width: int, height: int) -> Iterator[Text]:
    least, most = timeline.extent
    axis = len(f"{most:,}")
    across, instants = max(width - axis - 2, 10), [_instant(p.time) for p in timeline.points]
    start, end = instants[0], instants[-1]
    span = (end - start).total_seconds() or 1.0
    rows = height if most > least else 1

    def column(time: str) -> int:
        return round((across * 3 // 4) * (_instant(time) - start).total_seconds() / span)

    def row(figure: int) -> int:
        return round((rows - 1) * (most - figure) / ((most - least) or 1))

    canvas: list[list[Cell]] = [[(" ", "")] * across for _ in range(rows)]
    for number, series in enumerate(timeline.series):
        style = _STYLES[number % len(_STYLES)]
        ends = [*(column(p.time) for p in series.points[1:]), across]
        for point, stop in zip(series.points, ends, strict=True):
            _draw(canvas, point, (column(point.time), stop), row, style)
        for old, new in pairwise(series.points):
            _join(canvas, column(new.time), sorted((row(old.low), row(new.low))), style)
    for number, series in enumerate(timeline.series):  # what was said stands on top of every line
        for point in series.points:
            at, style = column(point.time), f"bold {_STYLES[number % len(_STYLES)]}"
            name = LETTERS[number % len(LETTERS)] + MARKS[point.mark]
            while at < across and canvas[row(point.low)][at][1].startswith("bold"):
                at += 1  # somebody else said the same at the same time: beside it
            for offset, character in enumerate(name):
                if at + offset < across:
                    canvas[row(point.low)][at + offset] = (character, style)
    labels = {row(f): f"{f:,}" for p in timeline.points for f in (p.high, p.low) if f is not None}
    for n, cells in enumerate(canvas):
        line = Text(f"{labels.get(n, ''):>{axis}} ┤" if n in labels else f"{'':>{axis}} │")
        for character, style in cells:
            line.append(character, style)
        yield line
    yield Text(f"{'':>{axis}} └{'─' * across}")
    first, last = _day(timeline.points[0].time), _day(timeline.points[-1].time)
    gap = max(across * 3 // 4 - len(first), 1)
    yield Text(f"{'':>{axis}}  {first}" + (f"{'':>{gap}}{last}" if last != first else ""))


def _draw(canvas: list[list[Cell]], point: Point, span: tuple[int, int], row: Callable[[int], int], style: str) -> None:
    """Draw one statement: its figure as a line, or its bounds as two with the room between them shaded."""
    low, high = row(point.low), 0 if point.high is None else row(point.high)
    for x in range(*span):
        for y in range(high, low + 1):
            inside = "─" if y == low or (y == high and point.high is not None) else "·"
            if canvas[y][x][0] in {" ", "·"}:
                canvas[y][x] = (inside, style)


def _join(canvas: list[list[Cell]], x: int, rows: Sequence[int], style: str) -> None:
    """Draw the step from one figure of an origin to its next."""
    for y in range(rows[0] + 1, rows[1]):
        if x < len(canvas[y]):
            canvas[y][x] = ("│", style)


def _legend(number: int, series: Series) -> Text:
    said: dict[str, None] = {}  # a figure that several outlets print at one time is told once
    for p in series.points:
        said[f"{format_bounds(p.low, p.high)} on {p.as_of}{f' ({MARK_WORDS[p.mark]})' if p.mark else ''}"] = None
    line = Text(f"{LETTERS[number % len(LETTERS)]} ", f"bold {_STYLES[number % len(_STYLES)]}")
    return line.append(visible(f"{series.origin}: {', then '.join(said)}"), "")


def _marked(point: Point) -> Text:
    return Text(visible(f"{MARKS[point.mark]} {MARK_WORDS[point.mark]}: {point.explanation}"), "bold")


def _instant(time: str) -> datetime:
    return datetime.fromisoformat(time)


def _day(time: str) -> str:
    return time[:10]
