"""A toll over time in a report: the lines that are drawn and put in words, and the step plot as an SVG picture.

Each line has a letter and a stroke of its own and each revision a shape, so that nothing depends on colour. `Toll` has
every drawn figure in words, with the statement it rests on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from typing import Final

from claims.values import format_bounds
from claims.vocabulary.model import TOTAL
from reconcile.items.item import Item
from reconcile.reports.timeline import Point, Series, Timeline, build_timelines
from tui.output import counted
from tui.visible import visible
from tui.writers.canvas import WIDTH, Strokes, Tick, as_svg, date_words, days_of, make_graph, round_heights, thin_ticks
from tui.writers.steps import LETTERS, MARKS, mark_words
from tui.writers.wording import scope_words

MOST_LINES: Final = 8
"""Origins drawn in one picture."""
MOST_POINTS: Final = 24
"""Statements of one origin drawn, the newest ones."""
_MOST_STEPS: Final = 12
_HEIGHT: Final = 270
_DOWNWARD: Final = frozenset({"self_correction", "downward_revision"})


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of an origin at one time, however many outlets print it."""

    words: str
    mark: str
    """Sign and name of the revision; empty without one."""
    assertion: str


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of one origin over time."""

    letter: str
    origin: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Toll:
    """One count of one scope over time, as a report prints it."""

    timeline: Timeline
    scope: str
    """In words; empty for the whole."""
    drawn: tuple[Series, ...]
    lines: tuple[Line, ...]
    marked: tuple[tuple[str, str], ...]
    """(sign and name, sentence) of each revision downwards."""
    standing: str
    left_out: str


def find_tolls(item: Item) -> list[Toll]:
    """Return the item's counts that were given for more than one time, the whole first."""
    return [_toll(timeline) for timeline in build_timelines(item) if len({p.time for p in timeline.points}) > 1]


def _toll(timeline: Timeline) -> Toll:
    drawn = _select_series(timeline)
    points = sorted(_points_of(drawn), key=attrgetter("time", "assertion"))
    steps = [f"{s.time[:10]} {format_bounds(s.low, s.high)}" for s in timeline.steps[-_MOST_STEPS:]]
    return Toll(
        timeline=timeline,
        scope="" if timeline.scope == TOTAL else scope_words(timeline.scope),
        drawn=drawn,
        lines=tuple(Line(LETTERS[n], series.origin, _figures(series)) for n, series in enumerate(drawn)),
        marked=tuple((mark_words(p.mark), p.explanation) for p in points if p.mark in _DOWNWARD),
        standing=("… " if len(timeline.steps) > _MOST_STEPS else "") + "; ".join(steps),
        left_out=_left_out(timeline, len(drawn)),
    )


def _points_of(drawn: Iterable[Series]) -> list[Point]:
    return [point for series in drawn for point in series.points]


def _select_series(timeline: Timeline) -> tuple[Series, ...]:
    """Return the series that are drawn: those revised downwards first, then the longest; of each its newest points."""
    ranked = sorted(timeline.series, key=lambda s: (not any(p.mark in _DOWNWARD for p in s.points), -len(s.points)))
    origins = {series.origin for series in ranked[:MOST_LINES]}
    return tuple(
        Series(origin=s.origin, points=s.points[-MOST_POINTS:]) for s in timeline.series if s.origin in origins
    )


def _left_out(timeline: Timeline, drawn: int) -> str:
    """Return in words what is not drawn; empty where everything is."""
    origins = len(timeline.series) - drawn
    earlier = sum(max(0, len(s.points) - MOST_POINTS) for s in timeline.series)
    words = [f"{counted(origins, 'more origin')}"] if origins else []
    words += [f"{counted(earlier, 'earlier statement')}"] if earlier else []
    words += [f"{counted(len(timeline.undated), 'statement')} of no known time"] if timeline.undated else []
    return " and ".join(words)


def _figures(series: Series) -> tuple[Figure, ...]:
    figures: dict[str, Figure] = {}
    for p in series.points:
        words = f"{format_bounds(p.low, p.high)} as of {p.as_of}"
        figures.setdefault(f"{words} {p.mark}", Figure(words, mark_words(p.mark), p.assertion))
    return tuple(figures.values())


def draw_toll(toll: Toll, prefix: str) -> str:
    """Return the step plot as an `svg` element; `prefix` begins its ids and must be unlike any other in the page."""
    points = _points_of(toll.drawn)
    across, ticks = _columns(sorted({p.time for p in points}))
    right = max(across.values())
    width = right * 1.18 + 0.3
    bottom, top = _range(points)
    heights = [(height, f"{height:,.0f}") for height in round_heights(bottom, top, whole=True)]
    pixel_x, pixel_y = (width + 0.3) / (WIDTH - 60), (top - bottom) / (_HEIGHT - 50)
    # Equal figures of several origins are drawn beside one another.
    lifts = [(number - (len(toll.drawn) - 1) / 2) * 2 * pixel_y for number in range(len(toll.drawn))]
    strokes = Strokes()
    ends: list[tuple[float, str]] = []
    for number, (series, lift) in enumerate(zip(toll.drawn, lifts, strict=True)):
        _draw_series(strokes, series, across, number, lift, top, right + 60 * pixel_x)
        ends.append((series.points[-1].low + lift, LETTERS[number]))
    _write_letters(strokes, ends, right + 64 * pixel_x, 13 * pixel_y)
    for number, (series, lift) in enumerate(zip(toll.drawn, lifts, strict=True)):
        for point in series.points:
            _draw_point(strokes, point, across[point.time], point.low + lift, pixel_x, pixel_y, number)
    graph = make_graph(_HEIGHT, (-0.3, width), (bottom, top), ticks, heights, strokes)
    return as_svg(graph, prefix, *_describe(toll))


def _range(points: Sequence[Point]) -> tuple[float, float]:
    """Return the bottom and the top of the picture; the bottom is nothing where that leaves the figures apart."""
    least = min(p.low for p in points)
    most = max(p.low if p.high is None else p.high for p in points)
    margin = (most - least) * 0.16 or max(most * 0.1, 1.0)
    return (0.0 if least <= most - least else least - margin), most + margin


def _describe(toll: Toll) -> tuple[str, str]:
    """Return the title and the description of the picture, for screen readers."""
    scope = f" ({toll.scope})" if toll.scope else ""
    title = visible(f"{toll.timeline.attribute.replace('_', ' ')}{scope} over time", limit=120)
    lines = "; ".join(
        f"{line.letter}, {line.origin}: {', then '.join(f.words for f in line.figures)}" for line in toll.lines
    )
    revised = ". ".join(f"{name}: {why}" for name, why in toll.marked)
    return title, visible(f"Step plot. {lines}.{f' {revised}' if revised else ''}", limit=1_500)


def _columns(times: Sequence[str]) -> tuple[dict[str, float], list[Tick]]:
    """Return the place of each time across, and the ticks: distances grow with time, and near times stay apart."""
    days = {time: days_of(time) or 0.0 for time in times}
    span = max(days.values()) - min(days.values()) or 1.0
    across = {times[0]: 0.0}
    for before, time in pairwise(times):
        across[time] = across[before] + 1 + len(times) * (days[time] - days[before]) / span
    room = max(across.values()) * 1.18 + 0.6
    return across, thin_ticks([(across[time], date_words(days[time], span)) for time in times], room)


def _draw_figure(
    strokes: Strokes, point: Point, across: tuple[float, float], ends: tuple[float, float], number: int
) -> None:
    (x, stop), (low, high) = across, ends
    if point.low != point.high:
        strokes.line([(x, low), (stop, low), (stop, high), (x, high), (x, low)], f"room s{number}", 1)
        if point.high is not None:
            strokes.line([(x, high), (stop, high)], f"step s{number}", 2)
    strokes.line([(x, low), (stop, low)], f"step s{number}", 2)


def _draw_series(
    strokes: Strokes, series: Series, across: dict[str, float], number: int, lift: float, top: float, end: float
) -> None:
    """Draw each figure up to the next one, its room shaded, and the step between two."""
    stops = [*(across[p.time] for p in series.points[1:]), end]
    for point, stop in zip(series.points, stops, strict=True):
        x, low = across[point.time], point.low + lift
        high = top if point.high is None else point.high + lift
        if stop > x:
            _draw_figure(strokes, point, (x, stop), (low, high), number)
    for old, new in pairwise(series.points):
        if old.time != new.time and old.low != new.low:
            x = across[new.time]
            strokes.line([(x, old.low + lift), (x, new.low + lift)], f"step s{number}", 2)


def _draw_point(
    strokes: Strokes, point: Point, x: float, y: float, pixel_x: float, pixel_y: float, number: int
) -> None:
    """Draw what was said: a dot, a small triangle up for an update, a large one down for a revision downwards."""
    size = {"": 3.0, "update": 4.5, "self_correction": 7.0, "downward_revision": 8.0}[point.mark]
    sign = -1 if point.mark in _DOWNWARD else 1
    dx, dy = size * pixel_x, size * pixel_y
    if point.mark:
        shape = [(x - dx, y - sign * dy), (x + dx, y - sign * dy), (x, y + sign * dy), (x - dx, y - sign * dy)]
    else:
        shape = [(x - dx, y - dy), (x + dx, y - dy), (x + dx, y + dy), (x - dx, y + dy), (x - dx, y - dy)]
    kind = point.mark or "stated"
    strokes.line(shape, f"{kind} s{number}", 2)
    if sign < 0:
        strokes.label(x + 2 * pixel_x, y + 17 * pixel_y, MARKS[point.mark] + LETTERS[number], f"{kind} name")


def _write_letters(strokes: Strokes, ends: Sequence[tuple[float, str]], x: float, apart: float) -> None:
    """Write each line's letter at its end, those that would cover one another pushed apart."""
    before: float | None = None
    for y, letter in sorted(ends):
        before = y if before is None else max(y, before + apart)
        strokes.label(x, before, letter, "letter")
