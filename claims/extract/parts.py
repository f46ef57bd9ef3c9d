"""Tells the first part of an incident from the whole: where it and the other parts add up to a figure given for all.

"Five people were killed. A second bomb killed three. In all, eight people died": five is the first bomb's toll.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from claims.extract.proposals import EventMention, Proposal
from claims.values.counts import parse_count
from claims.values.problems import ValueProblem

PART: Final = "part "
"""Opens the keys of events that are parts of the main one."""
_FIRST: Final = f"{PART}one"


def set_parts_apart(proposals: Sequence[Proposal], main: str) -> list[Proposal]:
    """Return the proposals of one article, with what is told of the first part of its `main` event under that part."""
    parts = [p for p in proposals if p.event is not None and p.event.key.startswith(PART)]
    if not parts:
        return list(proposals)
    opening = min(p.number_start for p in parts)
    sums = _sums(parts)
    wholes = [p for p in proposals if p.event is not None and p.event.key == main]
    told = {(p.attribute, _figure(p)) for p in wholes}
    first = {
        p.number_start
        for p in wholes
        if p.number_start < opening
        and (figure := _figure(p)) is not None
        and (p.attribute, figure + sums.get(p.attribute, 0)) in told - {(p.attribute, figure)}
    }
    return [
        replace(p, event=_first(p.event)) if p.event and {p.number_start, p.part_of} & first and p in wholes else p
        for p in proposals
    ]


def _first(event: EventMention) -> EventMention:
    return replace(event, key=_FIRST)


def _sums(parts: Sequence[Proposal]) -> Mapping[str, int]:
    """Return what the parts come to, by attribute; of one part the first exact figure counts."""
    figures: dict[str, dict[str, int]] = defaultdict(dict)
    for proposal in parts:
        figure = _figure(proposal)
        if figure is not None and proposal.event is not None:
            figures[proposal.attribute].setdefault(proposal.event.key, figure)
    return {attribute: sum(by_part.values()) for attribute, by_part in figures.items()}


def _figure(proposal: Proposal) -> int | None:
    """Return the exact figure of a count of everybody; None for anything else."""
    if proposal.scope not in ("total", None) or proposal.part_of is not None or proposal.stance != "asserts":
        return None
    try:
        value = parse_count(proposal.value)
    except ValueProblem:
        return None
    return value.low if value.low == value.high else None
