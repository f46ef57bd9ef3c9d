"""The answers of an event as lines of one table: low, best and high with what each figure rests on.

A figure comes from the reviewer's decision, else from a policy, which is named in the row, else from what was said.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

from claims.models import Decision
from claims.records import Record
from claims.values import format_bounds, format_value
from claims.values.model import CountValue, DateValue, MeasureValue
from claims.vocabulary.model import TOTAL
from reconcile.items.item import Item, Member
from reconcile.policies import Proposal
from reconcile.reports.timeline import Timeline, build_timelines

GRADE_OF = "airwars"
"""The policy whose grade is in the table."""


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

    @property
    def texts(self) -> tuple[str | None, ...]:
        """Low, best and high as printed."""
        return tuple(figure.text if figure else None for figure in (self.low, self.best, self.high))

    @property
    def listed(self) -> str:
        """The values that have no order as printed, all of them."""
        return "; ".join(figure.text for figure in self.values)


def build_rows(item: Item) -> tuple[Row, ...]:
    """Return the lines of an item in its event's table: the item itself, then each part that was counted apart."""
    row = {
        "item": item.id,
        "attribute": item.attribute,
        "scope": TOTAL,
        "state": item.state,
        "origins": len(item.origins),
        "grade": next((proposal.grade for proposal in item.proposals if proposal.policy == GRADE_OF), ""),
    }
    return (Row.model_validate(row | _figures(item)), *_part_rows(item))


def _figures(item: Item) -> dict[str, object]:
    """Return the figures of an item with what they rest on: the decision, else a policy, else what was said."""
    if item.settled_by and item.resolution.answer:
        return _settled(item, item.settled_by)
    standing = standing_members(item)
    members = [m for m in standing if not m.linked] or standing
    proposal = item.proposal_in_force
    return _hull(members) if proposal is None or proposal.low is None else _proposed(proposal, members)


def standing_members(item: Item) -> list[Member]:
    """Return the evidence that states a value, rather than denies or retracts one."""
    return [m for m in item.evidence if m.assertion.stance not in {"denies", "retracts"}]


def _stated(**ends: Any) -> dict[str, Any]:
    """Return those ends that are not open."""
    return {name: end for name, end in ends.items() if end is not None}


def _proposed(proposal: Proposal, members: Sequence[Member]) -> dict[str, object]:
    used = [m for m in members if m.assertion.id in proposal.used]
    figures = {
        name: Figure(text=f"{figure:,}", evidence=_ids(m for m in used if _holds(m, figure)))
        for name, figure in _stated(low=proposal.low, best=proposal.best, high=proposal.high).items()
    }
    warning = f"; {proposal.warning}" if proposal.warning else ""
    return {**figures, "basis": f"{proposal.policy} {proposal.version}: {proposal.clause}{warning}"}


def _settled(item: Item, decision: Decision) -> dict[str, object]:
    resolution = item.resolution
    evidence = (decision.assertion,) if decision.assertion else ()
    ends = _stated(low=resolution.low, high=resolution.high) if _has_order(item, decision) else {}
    figures = {name: Figure(text=_plain(end), evidence=evidence) for name, end in ends.items()}
    if decision.action == "accept" or resolution.low == resolution.high:
        answer = Figure(text=resolution.answer, evidence=evidence)
        if resolution.stance in {"denies", "retracts"}:
            return {"values": (answer,), "basis": "decision"}
        figures["best"] = answer
    return {**figures, "basis": "decision"}


def _has_order(item: Item, decision: Decision) -> bool:
    """Return whether a decision settles on a value with a low and a high end."""
    accepted = (m for m in item.members if decision.action == "accept" and m.assertion.id == decision.assertion)
    return all(isinstance(m.assertion.value, CountValue | MeasureValue | DateValue) for m in accepted)


def _hull(members: Sequence[Member]) -> dict[str, object]:
    """Return the least and the greatest of values that have an order, every distinct one of those that have none."""
    values = _distinct_values(members)
    whole = [m for m in members if m.scope == TOTAL] or members
    ordered = [m for m in whole if isinstance(m.assertion.value, DateValue | MeasureValue | CountValue)]
    if len({type(m.assertion.value) for m in ordered}) != 1:
        return {"values": values}
    low, high = _extreme(ordered, "low"), _extreme(ordered, "high")
    best = values[0] if len(values) == 1 else low if low == high else None
    return _stated(low=low, best=best, high=high, basis="least and greatest said")


def _distinct_values(members: Iterable[Member]) -> tuple[Figure, ...]:
    by_text: dict[str, list[Member]] = {}
    for member in members:
        about = f"{member.assertion.attribute.replace('_', ' ')}: " if member.linked else ""
        by_text.setdefault(about + format_value(member.assertion.value), []).append(member)
    return tuple(Figure(text=text, evidence=_ids(giving)) for text, giving in sorted(by_text.items()))


def _extreme(members: Sequence[Member], side: Literal["low", "high"]) -> Figure | None:
    """Return the lowest low or the highest high of the members; None where one of them is open on that side."""
    ends = [end for member in members if (end := _end(member, side)) is not None]
    if len(ends) < len(members):
        return None
    extreme = min(ends) if side == "low" else max(ends)
    giving = [member for member, end in zip(members, ends, strict=True) if end == extreme]
    return Figure(text=_end_text(giving[0], side), evidence=_ids(giving))


def _end(member: Member, side: str) -> Any:
    """Return an end of a value, comparable with those of its kind; None where it is open."""
    value = member.assertion.value
    if isinstance(value, MeasureValue):
        end = getattr(value, f"base_{side}")
        return None if end is None else float(end)
    return getattr(value, side, None)


def _end_text(member: Member, side: str) -> str:
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
        figures = _newest_figures(timeline)
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


def _newest_figures(timeline: Timeline) -> dict[str, Figure]:
    """Return low and high of a timeline's last step, with the newest statements that give them."""
    last = timeline.steps[-1]
    newest = [series.points[-1] for series in timeline.series]
    return {
        name: Figure(text=f"{end:,}", evidence=tuple(sorted(p.assertion for p in newest if getattr(p, name) == end)))
        for name, end in _stated(low=last.low, high=last.high).items()
    }


def _holds(member: Member, figure: int) -> bool:
    value = member.assertion.value
    return isinstance(value, CountValue) and value.low <= figure and (value.high is None or figure <= value.high)


def _ids(members: Iterable[Member]) -> tuple[str, ...]:
    return tuple(sorted(member.assertion.id for member in members))


def _plain(end: str) -> str:
    return format_bounds(end, end).replace("T00:00:00", "").replace("T23:59:59", "")
