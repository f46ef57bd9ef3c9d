"""Counts, measures or dates on one line: each statement a bar over a shared axis, their empty intersection marked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, NamedTuple

from textual.content import Content

from claims.grouping import group_by
from claims.values.model import CountValue, DateValue, MeasureValue
from reconcile.items.item import Item, Member
from tui.services.numbering import in_order

_MOST_BARS: Final = 12
_LABEL: Final = 8
_STYLES: Final = {"gap": "bold $text-error", "bar": "bold $text-accent", "quiet": "$text-muted"}


@dataclass(frozen=True, slots=True)
class Bar:
    """Statements of one value: from where to where, None being open."""

    numbers: tuple[int, ...]
    low: float | None
    high: float | None


def bars_of(item: Item, numbers: Mapping[str, int]) -> tuple[str, list[Bar]]:
    """Return the kind of the axis (`number`, `date`, or nothing) and the bars on it.

    Only statements of the whole, or all of one scope, are drawn on one line: a part is no rival of its whole.
    """
    stated = [
        (extent, number)
        for number, member in in_order(item, numbers)
        if _is_drawn(member) and (extent := _extent(member)) is not None
    ]
    if not stated:
        return "", []
    scopes = [extent.scope for extent, _ in stated]
    scope = max(dict.fromkeys(scopes), key=lambda scope: (scopes.count(scope), scope == "total"))
    on_axis = [(extent, number) for extent, number in stated if extent.scope == scope]
    kind = on_axis[0][0].kind
    alike = group_by(on_axis, lambda one: (one[0].low, one[0].high))
    bars = [Bar(tuple(number for _, number in same), *ends) for ends, same in alike.items()]
    return (kind, bars[:_MOST_BARS]) if len(bars) > 1 else ("", [])


class _Extent(NamedTuple):
    """A value on an axis."""

    scope: str | None
    """What may be drawn on one line: the scope, with the unit of a measure."""
    kind: str
    low: float | None
    high: float | None


def _is_drawn(member: Member) -> bool:
    return not (member.removed or member.linked) and member.assertion.stance in {"asserts", "suspects"}


def _extent(member: Member) -> _Extent | None:
    value = member.assertion.value
    if isinstance(value, CountValue):
        return _Extent(member.scope, "number", value.low, value.high)
    if isinstance(value, MeasureValue):
        low, high = (None if edge is None else float(edge) for edge in (value.low, value.high))
        return _Extent(f"{member.scope} {value.unit}", "number", low, high)
    if isinstance(value, DateValue):
        low, high = _instant(value.low), _instant(value.high)
        return None if low is None and high is None else _Extent(member.scope, "date", low, high)
    return None


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
    kind, bars = bars_of(item, numbers)
    edges = sorted({edge for bar in bars for edge in (bar.low, bar.high) if edge is not None})
    room = width - _LABEL - 2
    if not edges or room < 20:
        return Content("")
    first, last = edges[0], edges[-1]
    spare = (last - first) * 0.05 or 1.0
    start, end = first - spare, last + spare
    gap = gap_between(bars)

    def cell(value: float) -> int:
        return min(room - 1, max(0, round((value - start) / (end - start) * (room - 1))))

    lines = [_draw_bar(bar, room, gap, cell) for bar in bars]
    lines.append(Content.assemble(" " * _LABEL, (_axis(edges, kind, room, cell), _STYLES["quiet"])))
    if gap is not None:
        ends = " to ".join(_edge_words(edge, kind) for edge in gap)
        words = f" no value is left: nothing lies in all of them ({ends})"
        lines.append(Content.assemble(" " * _LABEL, ("╱", _STYLES["gap"]), words))
    return Content("\n").join(lines)


def _draw_bar(bar: Bar, room: int, gap: tuple[float, float] | None, cell: Callable[[float], int]) -> Content:
    left, left_sign = (0, "◂") if bar.low is None else (cell(bar.low), "├")
    right, right_sign = (room - 1, "▸") if bar.high is None else (cell(bar.high), "┤")
    text = "●" if left == right else f"{left_sign}{'─' * (right - left - 1)}{right_sign}"
    return Content.assemble(
        f"{_numbers(bar):>{_LABEL - 1}} ",
        _blank(0, left, gap, cell),
        (text, _STYLES["bar"]),
        _blank(left + len(text), room, gap, cell),
    )


def _numbers(bar: Bar) -> str:
    numbers = ",".join(map(str, bar.numbers))
    return numbers if len(numbers) < _LABEL else f"{bar.numbers[0]} +{len(bar.numbers) - 1}"


def _blank(start: int, stop: int, gap: tuple[float, float] | None, cell: Callable[[float], int]) -> Content:
    """Return empty cells, the gap's marked."""
    if gap is None:
        return Content(" " * max(0, stop - start))
    left, right = cell(gap[0]), cell(gap[1])
    marked = range(left + 1, right) if right - left > 1 else range(left, right + 1)
    parts = [("╱", _STYLES["gap"]) if at in marked else (" ", "") for at in range(start, stop)]
    return Content.assemble(*parts)


def _axis(edges: Sequence[float], kind: str, room: int, cell: Callable[[float], int]) -> str:
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
