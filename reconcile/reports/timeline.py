"""A toll over time: what each origin said up to when, as plain records that a terminal or a page can draw."""

from collections.abc import Collection, Iterable, Sequence
from operator import attrgetter
from typing import Literal

from claims.grouping import group_by
from claims.records import Record
from claims.values.model import CountValue
from claims.vocabulary.model import TOTAL
from reconcile.evidence.clocks import read_clock
from reconcile.items.item import Item, Member
from reconcile.policies.case import highest_of
from reconcile.relations.pairs import Relation

Mark = Literal["", "update", "self_correction", "downward_revision"]
"""`update`: an origin raised its own figure; `self_correction`: it lowered or replaced it; `downward_revision`: the
figure lies below what another origin had counted before.
"""

_WEIGHT: dict[Mark, int] = {"": 0, "update": 1, "self_correction": 2, "downward_revision": 3}


class Point(Record):
    """One statement of a count, at the last instant it knows of."""

    assertion: str
    time: str
    """`YYYY-MM-DDTHH:MM:SS`."""
    as_of: str
    """EDTF, as precise as it was stated."""
    origin: str
    outlet: str
    article: str
    """Its name."""
    low: int
    high: int | None
    """None is open."""
    written: str
    mark: Mark = ""
    against: tuple[str, ...] = ()
    """Ids of the earlier statements that the mark is about, sorted."""
    explanation: str = ""
    """The mark in a sentence; empty without one."""


class Series(Record):
    """The line of one origin: each point holds until the next one."""

    origin: str
    points: tuple[Point, ...]
    """By time, then id; at least one."""


class Step(Record):
    """The range over all origins from `time` on, each counted by its newest statement."""

    time: str
    low: int
    high: int | None
    origins: int


class Timeline(Record):
    """One count of one scope over time."""

    subject: str
    attribute: str
    scope: str | None
    series: tuple[Series, ...]
    """By the time of the first point, then by origin."""
    steps: tuple[Step, ...]
    """By time; neighbours differ."""
    undated: tuple[str, ...] = ()
    """Ids of statements that cannot be placed: nobody knows up to when they know."""

    @property
    def points(self) -> tuple[Point, ...]:
        """Every point, by time, then id."""
        return tuple(sorted((p for s in self.series for p in s.points), key=attrgetter("time", "assertion")))

    @property
    def marked(self) -> tuple[Point, ...]:
        """The points that go back on an earlier figure, by time."""
        return tuple(p for p in self.points if p.mark in {"self_correction", "downward_revision"})

    @property
    def extent(self) -> tuple[int, int]:
        """The least and the greatest figure on any line."""
        figures = [f for p in self.points for f in (p.low, p.high) if f is not None]
        return min(figures), max(figures)


def build_timelines(item: Item) -> tuple[Timeline, ...]:
    """Return the item's own counts over time, one timeline for each scope that has a dated one; the whole first."""
    origin_of = {id_: origin for origin, ids in item.origins for id_ in ids}
    scopes = group_by(filter(_is_own_count, item.members), attrgetter("scope"))
    ordered = sorted(scopes, key=lambda scope: (scope != TOTAL, scope is None, scope or ""))
    timelines = (_build(item, scope, scopes[scope], origin_of) for scope in ordered)
    return tuple(timeline for timeline in timelines if timeline.series)


def _is_own_count(member: Member) -> bool:
    if member.linked or member.removed or member.assertion.stance not in {"asserts", "suspects"}:
        return False
    return isinstance(member.assertion.value, CountValue)


def _build(item: Item, scope: str | None, members: Sequence[Member], origin_of: dict[str, str]) -> Timeline:
    times = {m.assertion.id: read_clock(m.assertion.as_of).end for m in members}
    marks = _marks(item.relations, times)
    points = [_point(m, time, origin_of, marks) for m in members if (time := times[m.assertion.id])]
    points.sort(key=attrgetter("time", "assertion"))
    lines = group_by(points, attrgetter("origin"))
    series = [Series(origin=origin, points=tuple(line)) for origin, line in lines.items()]
    return Timeline(
        subject=item.subject,
        attribute=item.attribute,
        scope=scope,
        series=tuple(sorted(series, key=lambda s: (s.points[0].time, s.origin))),
        steps=tuple(_steps(points)),
        undated=tuple(sorted(id_ for id_, time in times.items() if not time)),
    )


def _point(
    member: Member, time: str, origin_of: dict[str, str], marks: dict[str, list[tuple[Mark, str, str]]]
) -> Point:
    assertion = member.assertion
    assert isinstance(assertion.value, CountValue)
    own = marks.get(assertion.id, [])
    mark = max((each[0] for each in own), key=_WEIGHT.__getitem__, default="")
    earlier = sorted((against, why) for name, against, why in own if name == mark)
    return Point(
        assertion=assertion.id,
        time=time,
        as_of=assertion.as_of or "",
        origin=origin_of.get(assertion.id, member.origin),
        outlet=member.outlet,
        article=member.article_name,
        low=assertion.value.low,
        high=assertion.value.high,
        written=assertion.written or "",
        mark=mark,
        against=tuple(against for against, _ in earlier),
        explanation=earlier[0][1] if earlier else "",
    )


def _marks(relations: Iterable[Relation], times: dict[str, str | None]) -> dict[str, list[tuple[Mark, str, str]]]:
    """Return what each later statement does to earlier ones of the same scope: (mark, earlier id, sentence)."""
    marks: dict[str, list[tuple[Mark, str, str]]] = {}
    for relation in relations:
        one, two = times.get(relation.a), times.get(relation.b)
        if not one or not two or relation.relation not in {"downward_revision", "self_update"}:
            continue
        old, new = (relation.a, relation.b) if (one, relation.a) < (two, relation.b) else (relation.b, relation.a)
        marks.setdefault(new, []).append((_mark_of(relation), old, relation.explanation))
    return marks


def _mark_of(relation: Relation) -> Mark:
    if relation.relation != "downward_revision":
        return "update"
    return "downward_revision" if relation.conflict else "self_correction"


def _steps(points: Sequence[Point]) -> list[Step]:
    """Return the standing range wherever it changes."""
    newest: dict[str, Point] = {}
    steps: list[Step] = []
    for time, new in group_by(points, attrgetter("time")).items():
        newest |= {point.origin: point for point in new}
        step = _span(time, newest.values())
        if not steps or step.model_dump(exclude={"time"}) != steps[-1].model_dump(exclude={"time"}):
            steps.append(step)
    return steps


def _span(time: str, standing: Collection[Point]) -> Step:
    return Step(time=time, low=min(p.low for p in standing), high=highest_of(standing), origins=len(standing))
