"""The answers of an event as lines of one table: low, best and high with what each figure rests on.

Owns where a figure in that table comes from: the reviewer's decision, else a policy, else what was said. Refuses to
choose a policy for anybody: the two it prints are named in every row.
"""

from collections.abc import Iterable, Iterator, Sequence

from claims.records import Record
from claims.values import format_bounds, format_value
from claims.values.model import CountValue, DateValue, MeasureValue
from claims.vocabulary.model import TOTAL
from reconcile.items.item import Item, Member
from reconcile.reports.timeline import build_timelines

FIGURES_OF = "ucdp"
"""The policy whose low, best and high stand in the table until a reviewer has settled, where the dossier names none."""
GRADE_OF = "airwars"
"""The policy whose grade stands there."""


class Figure(Record):
    """A value as printed, and what it rests on."""

    text: str
    evidence: tuple[str, ...] = ()
    """Ids of assertions that give it."""


class Row(Record):
    """One line of an event's table: a data item, or the count of one part of it."""

    item: str
    attribute: str
    scope: str | None
    state: str
    low: Figure | None = None
    best: Figure | None = None
    high: Figure | None = None
    values: tuple[Figure, ...] = ()
    """Every distinct value where values have no order: names, choices, texts."""
    grade: str = ""
    origins: int = 0
    """Independent origins behind it."""
    basis: str = ""
    """Where low, best and high come from."""


def build_rows(item: Item) -> tuple[Row, ...]:
    """Return the lines of an item in its event's table: the item itself, then each part that was counted apart."""
    members = [m for m in item.members if not m.removed and m.assertion.stance not in {"denies", "retracts"}]
    members = [m for m in members if not m.linked] or members
    row: dict[str, object] = {"item": item.id, "attribute": item.attribute, "scope": TOTAL, "state": item.state}
    row |= {"origins": len(item.origins), "grade": _grade(item)}
    parts = tuple(_part_rows(item))
    if item.resolution.decision and item.state == "resolved" and item.resolution.answer:
        return (Row.model_validate(row | _settled(item)), *parts)
    policy = item.policy or FIGURES_OF
    proposal = next((p for p in item.proposals if p.policy == policy and p.low is not None), None)
    if proposal:
        used = [m for m in members if m.assertion.id in proposal.used]
        for name, figure in (("low", proposal.low), ("best", proposal.best), ("high", proposal.high)):
            if figure is not None:
                row[name] = Figure(text=f"{figure:,}", evidence=_ids(m for m in used if _holds(m, figure)))
        mind = f"; {proposal.warning}" if proposal.warning else ""
        row["basis"] = f"{proposal.policy} {proposal.version}: {proposal.clause}{mind}"
        return (Row.model_validate(row), *parts)
    return (Row.model_validate(row | _hull(members)), *parts)


def _settled(item: Item) -> dict[str, object]:
    resolution = item.resolution
    assert resolution.decision
    evidence = (resolution.decision.assertion,) if resolution.decision.assertion else ()
    ends = {"low": resolution.low, "high": resolution.high}
    if resolution.decision.action == "accept":
        accepted = [m for m in item.members if m.assertion.id == resolution.decision.assertion]
        if accepted and not isinstance(accepted[0].assertion.value, CountValue | MeasureValue | DateValue):
            ends = {}
    figures = {name: Figure(text=_plain(end), evidence=evidence) for name, end in ends.items() if end is not None}
    if resolution.decision.action == "accept" or resolution.low == resolution.high:
        figures["best"] = Figure(text=resolution.answer, evidence=evidence)
    return {**figures, "basis": "decision"}


def _hull(members: Sequence[Member]) -> dict[str, object]:
    """Return the least and the greatest of values that have an order, every distinct one of those that have none."""
    by_text: dict[str, list[Member]] = {}
    for member in members:
        about = f"{member.assertion.attribute.replace('_', ' ')}: " if member.linked else ""
        by_text.setdefault(about + format_value(member.assertion.value), []).append(member)
    figures = tuple(Figure(text=text, evidence=_ids(found)) for text, found in sorted(by_text.items()))
    whole = [m for m in members if m.scope == TOTAL] or members
    ordered = [m for m in whole if isinstance(m.assertion.value, DateValue | MeasureValue | CountValue)]
    if not ordered or len({type(m.assertion.value) for m in ordered}) > 1:
        return {"values": figures}
    found: dict[str, object] = {"basis": "least and greatest said"}
    if len(figures) == 1:
        found["best"] = figures[0]
    for name, pick in (("low", min), ("high", max)):
        ends = [(end, m) for m in ordered if (end := _end(m, name)) is not None]
        if len(ends) == len(ordered):
            edge = pick(end for end, _ in ends)
            at = [m for end, m in ends if end == edge]
            found[name] = Figure(text=_edge_text(at[0], name), evidence=_ids(at))
    if "best" not in found and found.get("low") == found.get("high"):
        found["best"] = found.get("low")
    return found


def _end(member: Member, side: str) -> float | str | None:
    value = member.assertion.value
    if isinstance(value, MeasureValue):
        end = value.base_low if side == "low" else value.base_high
        return None if end is None else float(end)
    return getattr(value, side, None)


def _edge_text(member: Member, side: str) -> str:
    value = member.assertion.value
    if isinstance(value, DateValue):
        end = (value.low if side == "low" else value.high) or ""
        return end.removesuffix("T00:00:00" if side == "low" else "T23:59:59").replace("T", " ")
    return format_value(value)


def _part_rows(item: Item) -> Iterator[Row]:
    for timeline in build_timelines(item):
        if timeline.scope == TOTAL or not timeline.steps:
            continue
        last = timeline.steps[-1]
        newest = {series.points[-1].assertion: series.points[-1] for series in timeline.series}
        ends = {"low": last.low, "high": last.high}
        figures = {
            name: Figure(
                text=f"{end:,}", evidence=tuple(sorted(i for i, p in newest.items() if getattr(p, name) == end))
            )
            for name, end in ends.items()
            if end is not None
        }
        best = figures.get("low") if last.low == last.high else None
        yield Row(
            item=item.id,
            attribute=item.attribute,
            scope=timeline.scope,
            state=item.state,
            low=figures.get("low"),
            best=best,
            high=figures.get("high"),
            origins=last.origins,
            basis="newest of each origin",
        )


def _grade(item: Item) -> str:
    return next((proposal.grade for proposal in item.proposals if proposal.policy == GRADE_OF), "")


def _holds(member: Member, figure: int) -> bool:
    value = member.assertion.value
    return isinstance(value, CountValue) and value.low <= figure <= (figure if value.high is None else value.high)


def _ids(members: Iterable[Member]) -> tuple[str, ...]:
    return tuple(sorted(member.assertion.id for member in members))


def _plain(end: str) -> str:
    return format_bounds(end, end).replace("T00:00:00", "").replace("T23:59:59", "")
