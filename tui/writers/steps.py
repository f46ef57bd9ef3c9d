"""A toll over time as a step plot for the terminal.

It is drawn here because the plotting libraries at hand keep one global figure, write escape sequences of their own, and
know neither steps nor open bounds.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from rich.console import Group, RenderableType
from rich.text import Text

from claims.values import format_bounds
from reconcile.reports.timeline import Mark, Point, Series, Timeline
from tui.visible import visible

_STYLES = ("cyan", "magenta", "green", "yellow", "blue", "red", "bright_cyan", "bright_magenta")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MARKS = {"downward_revision": "▼", "self_correction": "↓", "update": "↑", "": ""}
MARK_WORDS = {"downward_revision": "downward revision", "self_correction": "self-correction", "update": "update"}

_Cell = tuple[str, str]
"""A character and its style."""


def render_timeline(timeline: Timeline, *, width: int = 76, height: int = 12) -> RenderableType:
    """Return the plot with its legend: each origin's line and bounds, what was revised, the standing range."""
    scope = "" if timeline.scope == "total" else f", {(timeline.scope or 'scope not stated').replace('_', ' ')}"
    parts: list[RenderableType] = [Text(visible(f"{timeline.subject}/{timeline.attribute}{scope}"), "bold")]
    parts += _Plot(timeline, width, height).lines()
    parts += [_legend(n, series) for n, series in enumerate(timeline.series)]
    parts += [Text(visible(f"{mark_words(p.mark)}: {p.explanation}"), "bold") for p in timeline.marked]
    if len(timeline.steps) > 1:
        ranges = "; ".join(f"{_day(s.time)} {format_bounds(s.low, s.high)}" for s in timeline.steps)
        parts.append(Text(f"standing range: {ranges}", "dim"))
    if timeline.undated:
        parts.append(Text(f"not placed, as nobody knows when they were true: {len(timeline.undated)}", "dim"))
    return Group(*parts)


def mark_words(mark: Mark) -> str:
    """Return a mark's sign and name; an empty string for none."""
    return f"{MARKS[mark]} {MARK_WORDS[mark]}" if mark else ""


class _Plot:
    """A grid of characters, time from left to right and figures from the bottom up."""

    def __init__(self, timeline: Timeline, width: int, height: int) -> None:
        self._timeline = timeline
        self._least, self._most = timeline.extent
        self._margin = len(f"{self._most:,}")
        self._width = max(width - self._margin - 2, 10)
        self._last_column = self._width * 3 // 4
        """Of the latest statement: the lines go on to the right of it."""
        instants = [datetime.fromisoformat(p.time) for p in timeline.points]
        self._start, self._span = instants[0], (instants[-1] - instants[0]).total_seconds() or 1.0
        height = height if self._most > self._least else 1
        self._cells: list[list[_Cell]] = [[(" ", "")] * self._width for _ in range(height)]

    def lines(self) -> Iterator[Text]:
        """Draw everything and yield the lines, top to bottom, with both axes."""
        self._draw_all()
        figures = (f for p in self._timeline.points for f in (p.high, p.low) if f is not None)
        labels = {self._row(figure): f"{figure:,}" for figure in figures}
        for row, cells in enumerate(self._cells):
            axis = f"{labels.get(row, ''):>{self._margin}} {'┤' if row in labels else '│'}"
            yield Text.assemble(axis, *cells)
        yield Text(f"{'':>{self._margin}} └{'─' * self._width}")
        yield Text(f"{'':>{self._margin}}  {self._label_days()}")

    def _label_days(self) -> str:
        """Return the first day and, where it is another one, the last under its column."""
        first, last = _day(self._timeline.points[0].time), _day(self._timeline.points[-1].time)
        gap = max(self._last_column - len(first), 1)
        return first + (f"{'':>{gap}}{last}" if last != first else "")

    def _draw_all(self) -> None:
        for number, series in enumerate(self._timeline.series):
            self._draw_series(series, _style(number))
        for number, series in enumerate(self._timeline.series):  # the marks are on top of every line
            for point in series.points:
                self._write(point, _letter(number) + MARKS[point.mark], f"bold {_style(number)}")

    def _column(self, time: str) -> int:
        return round(self._last_column * (datetime.fromisoformat(time) - self._start).total_seconds() / self._span)

    def _row(self, figure: int) -> int:
        return round((len(self._cells) - 1) * (self._most - figure) / ((self._most - self._least) or 1))

    def _draw_series(self, series: Series, style: str) -> None:
        """Draw what one origin said: each statement up to the next, and the steps between them."""
        ends = [*(self._column(p.time) for p in series.points[1:]), self._width]
        for point, end in zip(series.points, ends, strict=True):
            self._draw_point(point, range(self._column(point.time), end), style)
        for old, new in pairwise(series.points):
            x, (top, bottom) = self._column(new.time), sorted((self._row(old.low), self._row(new.low)))
            for y in range(top + 1, bottom):
                if x < self._width:
                    self._cells[y][x] = ("│", style)

    def _draw_point(self, point: Point, columns: range, style: str) -> None:
        """Draw one statement: its figure as a line, or its bounds as two with the room between them shaded."""
        low, high = self._row(point.low), 0 if point.high is None else self._row(point.high)
        for x in columns:
            for y in range(high, low + 1):
                inside = "─" if y == low or (y == high and point.high is not None) else "·"
                if self._cells[y][x][0] in {" ", "·"}:
                    self._cells[y][x] = (inside, style)

    def _write(self, point: Point, name: str, style: str) -> None:
        """Write a letter and a mark at a statement, or to the right of those of the same time and figure."""
        cells, x = self._cells[self._row(point.low)], self._column(point.time)
        while x < self._width and cells[x][1].startswith("bold"):
            x += 1
        for place, character in enumerate(name[: self._width - x], start=x):
            cells[place] = (character, style)


def _style(number: int) -> str:
    return _STYLES[number % len(_STYLES)]


def _letter(number: int) -> str:
    return LETTERS[number % len(LETTERS)]


def _legend(number: int, series: Series) -> Text:
    figures: dict[str, None] = {}  # a figure that several outlets print at one time is printed once
    for p in series.points:
        figures[f"{format_bounds(p.low, p.high)} on {p.as_of}{f' ({MARK_WORDS[p.mark]})' if p.mark else ''}"] = None
    line = Text(f"{_letter(number)} ", f"bold {_style(number)}")
    return line.append(visible(f"{series.origin}: {', then '.join(figures)}"), "")


def _day(time: str) -> str:
    return time[:10]
