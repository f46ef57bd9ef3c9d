"""One line for each event of a report: when and where it was, how many were killed and injured, and by whom."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from claims.grouping import group_by
from claims.records import Record
from claims.values import format_value
from claims.values.model import DateValue
from claims.vocabulary.model import TOTAL
from reconcile.items.item import Item, Member
from reconcile.items.states import OPEN_STATES, SETTLED_STATES
from reconcile.reports.answers import Figure, Row, build_rows, standing_members
from reconcile.reports.report import Entry

EVENT_ATTRIBUTES: Final = ("date", "place", "killed", "injured", "perpetrator")
"""What an event's line is read from."""
_OF_THE_EVENT: Final = frozenset({"date", "place"})
"""Attributes that count only where they are said of the event, not of an arrest in it or of a part."""
_FINDINGS: Final = {"attributed_to": "attributed", "claimed_by": "claimed"}
_MOST_NAMED: Final = 3
_MOST_PLACES: Final = 2


class Answer(Record):
    """What an event's line has of one attribute."""

    row: Row
    proposed: bool
    """It rests on a statement that nobody has confirmed."""
    part: str | None = TOTAL
    """Whose number it is, where nobody counts the whole; empty for several parts."""


class EventLine(Record):
    """An event in one line."""

    number: int
    subject: str
    name: str
    answers: Mapping[str, Answer]
    """By attribute; those of `EVENT_ATTRIBUTES` that anything is said of."""
    span: tuple[str, str] | None = None
    """The first and the last instant at which it may have been; None where nobody says."""
    where: str = ""
    open: int = 0
    waiting: int = 0
    settled: int = 0
    """Conflicts that nobody has settled, items that wait for something, conflicts that are settled."""


def build_event_line(
    number: int, entries: Iterable[Entry], items: Iterable[Item], actor_name: Callable[[str], str]
) -> EventLine | None:
    """Return the line of an event; None where its subject is no event.

    Args:
        number: its place in the report, from 1.
        entries: every entry of the event.
        items: its items of `EVENT_ATTRIBUTES`, or another one where it has none of them.
        actor_name: what an actor known by some name is called.
    """
    every, read = list(entries), list(items)
    if not any(member.assertion.subject_kind == "event" for item in read for member in item.members):
        return None
    by_attribute = {item.attribute: item for item in read if item.attribute in EVENT_ATTRIBUTES}
    answers = {name: answer for name, item in by_attribute.items() if (answer := _answer(item, actor_name))}
    return EventLine(
        number=number,
        subject=every[0].subject,
        name=every[0].name or every[0].subject,
        answers=answers,
        span=_span(by_attribute["date"]) if "date" in answers else None,
        where=_where(answers),
        **_count_conflicts(every),
    )


def _count_conflicts(entries: Sequence[Entry]) -> dict[str, int]:
    """Return how many conflicts are open and settled, and how many items wait for something."""
    conflicts = [entry for entry in entries if entry.is_conflict]
    still_open = sum(entry.state in OPEN_STATES for entry in conflicts)
    settled = sum(entry.state in SETTLED_STATES for entry in conflicts)
    held = sum(entry.state == "held" for entry in entries)
    return {"open": still_open, "waiting": len(conflicts) - still_open - settled + held, "settled": settled}


def _answer(item: Item, actor_name: Callable[[str], str]) -> Answer | None:
    standing = standing_members(item)
    scopes = {member.scope for member in standing if not member.linked}
    if item.attribute in _OF_THE_EVENT and TOTAL not in scopes:
        return None
    row = _responsible(item, standing, actor_name) if item.attribute == "perpetrator" else build_rows(item)[0]
    evidence = _evidence_of(row)
    if not evidence and not any(row.texts):
        return None
    proposed = any(m.assertion.id in evidence for m in item.members if m.status == "proposed")
    return Answer(row=row, proposed=proposed, part=_part(item, scopes))


def _evidence_of(row: Row) -> set[str]:
    """Return the ids of the assertions that the figures of a row rest on."""
    figures = filter(None, (row.low, row.best, row.high, *row.values))
    return {id_ for figure in figures for id_ in figure.evidence}


def _part(item: Item, scopes: set[str | None]) -> str | None:
    if TOTAL in scopes or item.attribute not in {"killed", "injured"} or item.state == "resolved":
        return TOTAL
    return next(iter(scopes)) if len(scopes) == 1 else ""


def _responsible(item: Item, standing: Iterable[Member], actor_name: Callable[[str], str]) -> Row:
    """Return who did it as decided, else whoever is named by findings and claims, else whoever is said to have."""
    row = build_rows(item)[0]
    if item.state == "resolved" and item.resolution.answer:
        return row
    every = [m for m in standing if not re.match(r"(no|none|nobody)\b", format_value(m.assertion.value), re.IGNORECASE)]
    named = [m for m in every if m.assertion.attribute in _FINDINGS] or every
    by_value = group_by(named, lambda member: actor_name(format_value(member.assertion.value)).casefold())
    ordered = sorted(by_value.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    values = [_named(members, actor_name) for _, members in ordered]
    if more := values[_MOST_NAMED:]:
        values[_MOST_NAMED:] = [Figure(text=f"{len(more)} more")]
    return row.changed(values=tuple(values), low=None, best=None, high=None)


def _named(members: list[Member], actor_name: Callable[[str], str]) -> Figure:
    how = sorted({words for m in members if (words := _FINDINGS.get(m.assertion.attribute))})
    text = actor_name(format_value(members[0].assertion.value)) + (f" ({', '.join(how)})" if how else "")
    return Figure(text=text, evidence=tuple(sorted(m.assertion.id for m in members)))


def _span(item: Item) -> tuple[str, str] | None:
    """Return the narrowest span that all dates of an event allow, or, where they exclude each other, the widest."""
    dates = list(_dates_of(item))
    lows, highs = list(filter(None, (date.low for date in dates))), list(filter(None, (date.high for date in dates)))
    if not lows or not highs:
        return None
    narrow = max(lows), min(highs)
    return narrow if narrow[0] <= narrow[1] else (min(lows), max(highs))


def _dates_of(item: Item) -> Iterator[DateValue]:
    """Yield the dates of the whole event, or the one that a decision accepts."""
    accepted = item.settled_by.assertion if item.settled_by else None
    for assertion in (m.assertion for m in item.evidence if not m.linked and m.scope == TOTAL):
        if isinstance(assertion.value, DateValue) and accepted in {None, "", assertion.id}:
            yield assertion.value


def _where(answers: Mapping[str, Answer]) -> str:
    """Return where an event was, as the places that are no distance from another one say, two at most."""
    answer = answers.get("place")
    if answer is None:
        return ""
    if answer.row.best:
        return answer.row.best.text
    texts = sorted((value.text for value in answer.row.values), key=lambda text: (any(map(str.isdigit, text)), text))
    return "; ".join(texts[:_MOST_PLACES])
