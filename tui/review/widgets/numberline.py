"""Counts, measures or dates on one line: each statement in conflict a bar over a shared axis, what no value is left in
between them marked. Where a count has grown, the bars stand by the day up to which they know.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from rich.cells import cell_len
from textual.content import Content

from claims.grouping import group_by
from claims.values.model import CountValue, DateValue, MeasureValue, Value
from reconcile.items.item import Item, Member
from reconcile.items.values import in_conflict, scope_words
from tui.review.text_layout import cut_middle
from tui.services.numbering import in_order
from tui.visible import visible

_MOST_BARS: Final = 12
_LABEL: Final = 7
_WIDEST_LABEL: Final = 26
_STYLES: Final = {"gap": "bold $text-error", "bar": "bold $text-accent", "quiet": "$text-muted"}
_Ends = tuple[float | None, float | None]
_TEMPERATURE: Final = "[temperature]"
"""Whose units differ by more than a factor."""
_GROWTH: Final = frozenset({"self_update", "superseded", "downward_revision"})
"""Relations of statements that differ in time."""


@dataclass(frozen=True, slots=True)
class Bar:
    """Statements of one value: from where to where, None being open."""

    numbers: tuple[int, ...]
    low: float | None
    high: float | None
    scope: str = ""
    """In words, where the bars are of several."""
    day: str = ""
    """Up to when they know, where the bars are of several days."""
    is_clashing: bool = True


@dataclass(frozen=True, slots=True)
class Axis:
    """The bars that are drawn over one axis."""

    kind: str
    """`number`, `date`, or nothing where there is nothing to draw."""
    bars: tuple[Bar, ...] = ()
    gap: tuple[float, float] | None = None
    """What lies between those of which no two can be true."""
    unit: str = ""
    """In which the bars are drawn, where they are stated in several."""


def axis_of(item: Item, numbers: Mapping[str, int]) -> Axis:
    """Return what is drawn of an item: exactly what is in conflict, and where a count grew the days between too.

    Where nothing is in conflict it is what is stated of one scope: a part is no rival of its whole.
    """
    clashing = in_conflict(item)
    rivals, is_growth = _choose_rivals(item, numbers, clashing)
    bars = _build_bars(rivals, clashing, is_growth=is_growth)
    if len(bars) < 2:
        return Axis("")
    first = rivals[0][1].assertion.value
    kind = "date" if isinstance(first, DateValue) else "number"
    units = {m.assertion.value.unit for _, m in rivals if isinstance(m.assertion.value, MeasureValue)}
    unit = first.unit if isinstance(first, MeasureValue) and len(units) > 1 else ""
    return Axis(kind, tuple(bars), _widest_gap(item, rivals), unit)


def _choose_rivals(item: Item, numbers: Mapping[str, int], clashing: set[str]) -> tuple[list[tuple[int, Member]], bool]:
    """Return the statements that are drawn, with their numbers, and whether they show how a count grew."""
    drawn = [(number, m) for number, m in in_order(item, numbers) if _is_drawn(m) and _extent(m, m) is not None]
    rivals = [pair for pair in drawn if pair[1].assertion.id in clashing]
    main = _main_scope([_scope(member) for _, member in (rivals or drawn)])
    of_main = [pair for pair in drawn if _scope(pair[1]) == main]
    is_growth = _is_growth(item, {member.assertion.id for _, member in of_main})
    if is_growth or not rivals:
        rivals += [pair for pair in of_main if pair not in rivals]
    return rivals, is_growth


def _main_scope(scopes: Sequence[tuple[str, str]]) -> tuple[str, str] | None:
    """Return the scope that most statements are of, of several the whole, else the first; None where there is none."""
    return max(dict.fromkeys(scopes), key=lambda scope: (scopes.count(scope), scope == ("total", "")), default=None)


def _is_growth(item: Item, ids: set[str]) -> bool:
    days = {(m.assertion.as_of or "")[:10] for m in item.members if m.assertion.id in ids}
    return len(days) > 1 and any(r.relation in _GROWTH and {r.a, r.b} <= ids for r in item.relations)


def _build_bars(rivals: Sequence[tuple[int, Member]], clashing: set[str], *, is_growth: bool) -> list[Bar]:
    """Return a bar for each value, by day where time is what differs; what is in conflict before what is not."""

    def key(pair: tuple[int, Member]) -> tuple[tuple[str, str], _Ends, str, bool]:
        member = pair[1]
        day = (member.assertion.as_of or "")[:10] if is_growth else ""
        ends = _extent(member, rivals[0][1]) or (None, None)
        return _scope(member), ends, day, member.assertion.id in clashing or not clashing

    has_scopes = len({_scope(member) for _, member in rivals}) > 1
    bars = []
    for (_, ends, day, is_clashing), alike in group_by(rivals, key).items():
        scope = scope_words(alike[0][1]) if has_scopes else ""
        bars.append(Bar(tuple(number for number, _ in alike), *ends, scope, day, is_clashing))
    kept = sorted(bars, key=lambda bar: not bar.is_clashing)[:_MOST_BARS]
    return sorted(kept, key=lambda bar: bar.day)


def _is_drawn(member: Member) -> bool:
    return not (member.removed or member.linked) and member.assertion.stance in {"asserts", "suspects"}


def _scope(member: Member) -> tuple[str, str]:
    """Return what may be drawn on one line: the scope, with the dimension of a measure."""
    value = member.assertion.value
    if not isinstance(value, MeasureValue):
        return member.scope or "", value.kind
    return member.scope or "", value.unit if value.dimension == _TEMPERATURE else value.dimension


def _extent(member: Member, beside: Member) -> _Ends | None:
    """Return the ends of a member's value, a measure's in the unit of another's."""
    return _ends(member.assertion.value, beside.assertion.value)


def _factor(value: MeasureValue) -> float:
    """Return how many base units one of its units is, as its own bounds say."""
    pairs = [(low, base) for low, base in ((value.low, value.base_low), (value.high, value.base_high)) if low and base]
    stated = sum(float(edge) for edge, _ in pairs)
    return sum(float(base) for _, base in pairs) / stated if stated else 1.0


def _ends(value: Value, beside: Value) -> _Ends | None:
    if isinstance(value, CountValue):
        return value.low, value.high
    if isinstance(value, MeasureValue):
        rate = _factor(value) / _factor(beside) if isinstance(beside, MeasureValue) and beside.unit != value.unit else 1
        low, high = (None if edge is None else float(edge) * rate for edge in (value.low, value.high))
        return low, high
    if isinstance(value, DateValue):
        low, high = _instant(value.low), _instant(value.high)
        return None if low is None and high is None else (low, high)
    return None


def _widest_gap(item: Item, rivals: Sequence[tuple[int, Member]]) -> tuple[float, float] | None:
    """Return the widest gap between two that exclude each other; three and more may each leave room for the other."""
    pairs = _excluding_pairs(item)
    ends = {member.assertion.id: _extent(member, rivals[0][1]) or (None, None) for _, member in rivals}
    sides = ([Bar((), *ends[id_]) for id_ in pair] for pair in pairs if all(id_ in ends for id_ in pair))
    gaps = [gap for gap in map(gap_between, sides) if gap is not None]
    return max(gaps, key=lambda gap: gap[1] - gap[0], default=None)


def _excluding_pairs(item: Item) -> list[tuple[str, ...]]:
    """Return the ids of each two statements of which only one can be true."""
    pairs: list[tuple[str, ...]]
    pairs = [each.assertions for each in item.minimal_sets if len(each.assertions) == 2]
    return pairs + [(r.a, r.b) for r in item.relations if r.conflict]


def gap_between(bars: Sequence[Bar]) -> tuple[float, float] | None:
    """Return what lies between the highest lower bound and the lowest upper one where they exclude each other.

    >>> gap_between([Bar((1,), 12, None), Bar((2, 3), 9, 9)])
    (9, 12)
    >>> gap_between([Bar((1,), 12, None), Bar((2,), 17, 17)])
    """
    lows = [bar.low for bar in bars if bar.low is not None]
    highs = [bar.high for bar in bars if bar.high is not None]
    if not lows or not highs or max(lows) <= min(highs):
        return None
    return (min(highs), max(lows))


def draw_line(item: Item, width: int, numbers: Mapping[str, int]) -> Content:
    """Draw the item's statements over one axis of `width` cells, with the empty intersection marked; else nothing."""
    axis = axis_of(item, numbers)
    labels = list(map(_label, axis.bars))
    margin = min(_WIDEST_LABEL, max((_LABEL, *map(cell_len, labels))))
    edges = sorted({edge for bar in axis.bars for edge in (bar.low, bar.high) if edge is not None})
    room = width - margin - 3
    if not edges or room < 20:
        return Content("")
    spare = (edges[-1] - edges[0]) * 0.05 or 1.0
    start, end = edges[0] - spare, edges[-1] + spare

    def cell(value: float) -> int:
        return min(room - 1, max(0, round((value - start) / (end - start) * (room - 1))))

    lines = [
        Content.assemble(f"{cut_middle(label, margin):>{margin}} ", _draw_bar(bar, room, axis.gap, cell))
        for bar, label in zip(axis.bars, labels, strict=True)
    ]
    lines.append(Content.assemble(" " * (margin + 1), (_draw_edges(edges, axis.kind, room, cell), _STYLES["quiet"])))
    if axis.gap is not None:
        low, high = (_edge_words(edge, axis.kind) for edge in axis.gap)
        unit = f" ({axis.unit})" if axis.unit else ""
        words = f" no value is left: nothing lies both up to {low} and from {high} on{unit}"
        lines.append(Content.assemble(" " * (margin + 1), ("╱", _STYLES["gap"]), words))
    return Content("\n").join(lines)


def _label(bar: Bar) -> str:
    """Return what stands before a bar: its day, scope and numbers."""
    numbers = ",".join(map(str, bar.numbers))
    numbers = numbers if len(numbers) <= _LABEL else f"{bar.numbers[0]}+{len(bar.numbers) - 1}"
    return " ".join(filter(None, (bar.day, visible(bar.scope, limit=60), numbers)))


def _draw_bar(bar: Bar, room: int, gap: tuple[float, float] | None, cell: Callable[[float], int]) -> Content:
    left, left_sign = (0, "◂") if bar.low is None else (cell(bar.low), "├")
    right, right_sign = (room - 1, "▸") if bar.high is None else (cell(bar.high), "┤")
    text = "●" if left == right else f"{left_sign}{'─' * (right - left - 1)}{right_sign}"
    if not bar.is_clashing:
        return Content.assemble(" " * left, (text.replace("●", "○"), _STYLES["quiet"]))
    return Content.assemble(
        _blank(0, left, gap, cell), (text, _STYLES["bar"]), _blank(left + len(text), room, gap, cell)
    )


def _blank(start: int, stop: int, gap: tuple[float, float] | None, cell: Callable[[float], int]) -> Content:
    """Return empty cells, the gap's marked."""
    if gap is None:
        return Content(" " * max(0, stop - start))
    left, right = cell(gap[0]), cell(gap[1])
    marked = range(left + 1, right) if right - left > 1 else range(left, right + 1)
    parts = [("╱", _STYLES["gap"]) if at in marked else (" ", "") for at in range(start, stop)]
    return Content.assemble(*parts)


def _draw_edges(edges: Sequence[float], kind: str, room: int, cell: Callable[[float], int]) -> str:
    """Return the edges' labels under their cells, as many as fit without touching."""
    line = [" "] * (room + 12)
    for edge in (edges[0], edges[-1], *edges[1:-1]):
        label = _edge_words(edge, kind)
        at = min(max(0, cell(edge) - len(label) // 2), room - len(label))
        if at >= 0 and all(c == " " for c in line[max(0, at - 1) : at + len(label) + 1]):
            line[at : at + len(label)] = label
    return "".join(line).rstrip()


def _edge_words(value: float, kind: str) -> str:
    if kind == "date":
        return datetime.fromtimestamp(value, UTC).strftime("%Y-%m-%d")
    return f"{value:,.10g}"


def _instant(text: str | None) -> float | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
