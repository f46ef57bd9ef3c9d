"""Shares items out among reviewers: whom each is assigned to is planned first, then recorded as decisions on the items.

An item gets as many reviewers as it is to have reviews. Whoever has decided it counts among them, and whoever entered
one of its statements by hand is never asked. Of the others those with the least to do come first, as far as their quota
goes; which of several that is, follows from a digest of item and name, so that pairs of reviewers vary and the same
dossier is shared out in the same way.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from claims.decisions import effective
from claims.errors import VariorumError
from claims.identity import digest
from claims.proof.reviewers import Roster
from claims.store.tables.queue import ItemFilter
from reconcile.items.item import Item, item_id
from tui.services.acts import Act
from tui.services.bulk import MOST_AT_ONCE, PlannedAct
from tui.services.query import UNSETTLED, parse_query
from tui.services.review_session import ReviewSession
from tui.services.workspace import Workspace

MOST_REVIEWS: Final = 9


class AssigningError(VariorumError):
    """Work cannot be shared out so; nothing was recorded."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How work is to be shared out."""

    people: tuple[str, ...]
    """Who may be asked; empty where work is only taken away."""
    reviews: int
    quotas: Mapping[str, int] = field(default_factory=dict)
    """How many items may wait for somebody at one time; whoever is not here has no such limit."""
    taken_from: tuple[str, ...] = ()
    """Whose items that they have not decided go to others."""


@dataclass(frozen=True, slots=True)
class Sharing:
    """Who would be asked to do what."""

    planned: tuple[PlannedAct, ...]
    changes: Mapping[str, tuple[str, ...]]
    """By id of item, who is asked and who no longer: `+Ann`, `-Ben`."""
    short: tuple[tuple[str, int], ...] = ()
    """Ids of items that would still lack reviewers, and how many."""
    load: Mapping[str, int] = field(default_factory=dict)
    """How many items would wait for each, by name."""


def check_wish(wish: Wish, roster: Roster) -> None:
    """Check that work can be shared out so.

    Raises:
        AssigningError: nobody is named, a number is none, or somebody may not decide in this dossier.
    """
    if not wish.people and not wish.taken_from:
        raise AssigningError("name whom the items are assigned to: --to NAME, once for each; nothing was recorded")
    if not 1 <= wish.reviews <= MOST_REVIEWS:
        raise AssigningError(f"an item has 1 to {MOST_REVIEWS} reviews, not {wish.reviews}; nothing was recorded")
    if both := sorted({*wish.people} & {*wish.taken_from}):
        raise AssigningError(f"{both[0]} cannot be given and relieved of the same items; nothing was recorded")
    if others := sorted(wish.quotas.keys() - {*wish.people}):
        raise AssigningError(f"{others[0]} has a quota and is not among --to; nothing was recorded")
    able = {listed.name for listed in roster.those_who("reviewer")}
    for name in wish.people if roster.exists else ():
        if name not in able:
            raise AssigningError(f"{name} may not decide here: see `variorum reviewers`; nothing was recorded")


def parse_quotas(written: Sequence[str], people: Sequence[str]) -> dict[str, int]:
    """Return the quotas that are written `12`, for all of these people, or `Ann=12`; what is said of one counts.

    >>> parse_quotas(["10", "Ann=3"], ["Ann", "Ben"])
    {'Ann': 3, 'Ben': 10}

    Raises:
        AssigningError: one of them is no number.
    """
    quotas: dict[str, int] = {}
    for text in sorted(written, key=lambda each: "=" in each):
        name, _, number = text.rpartition("=")
        if not (number.isascii() and number.isdecimal() and len(number) < 10):
            raise AssigningError(f"--quota {text!r} is neither a number nor NAME=NUMBER; nothing was recorded")
        quotas |= dict.fromkeys([name] if name else people, int(number))
    return quotas


def find_work(written: str) -> ItemFilter:
    """Return the items that a line of the filter describes: unsettled ones, unless it says a state or `all`."""
    query = parse_query(written)
    if query.of("state") or not {"all", "state:all"}.isdisjoint(written.split()):
        return query
    return query.having("state", UNSETTLED.of("state"))


def share_out(
    session: ReviewSession,
    numbers: Sequence[int],
    wish: Wish,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Sharing:
    """Return who would be asked to do which of these items; nothing is recorded.

    Raises:
        AssigningError: it cannot be shared out so, or there are too many items for one stroke.
    """
    workspace = session.workspace
    check_wish(wish, workspace.dossier.roster())
    if len(numbers) > MOST_AT_ONCE:
        raise AssigningError(
            f"{len(numbers):,} items are more than one stroke assigns ({MOST_AT_ONCE:,}); filter further"
        )
    load = waiting_for(workspace)
    planned: list[PlannedAct] = []
    asked: dict[str, tuple[str, ...]] = {}
    short: list[tuple[str, int]] = []
    for done, item in enumerate(workspace.items(numbers), start=1):
        changes, lacking = _assign_one(item, wish, load)
        if changes:
            planned.append(PlannedAct(item, Act("assign", assignees=changes)))
            asked[item.id] = changes
        short += [(item.id, lacking)] if lacking else []
        progress(done, len(numbers))
    waiting = {name: load.get(name, 0) for name in sorted(wish.people)}
    return Sharing(tuple(planned), asked, tuple(short), waiting)


def undo_latest(session: ReviewSession, because: str) -> Sharing:
    """Take back the assignments that the reviewer made at one stroke last, and return what that changed.

    Raises:
        AssigningError: none of theirs is in force.
    """
    store = session.workspace.dossier
    every = store.decision_page(store.decision_numbers()[::-1])
    mine = [each for each in effective(every) if each.action == "assign" and each.reviewer == session.reviewer]
    if not mine:
        raise AssigningError("you have assigned nothing that could be taken back; nothing was recorded")
    stroke = [each for each in mine if each.batch == mine[-1].batch]
    session.take_back(stroke, because)
    back = {"+": "-", "-": "+"}
    undone = {
        item_id(*store.item_decided(each.id)): tuple(sorted(back[name[0]] + name[1:] for name in each.assignees))
        for each in stroke
    }
    return Sharing((), undone)


def waiting_for(workspace: Workspace) -> dict[str, int]:
    """Return how many items wait for each reviewer, by the stored lines of the queue."""
    return dict(workspace.dossier.facet_counts(ItemFilter(), "todo"))


def _assign_one(item: Item, wish: Wish, load: dict[str, int]) -> tuple[tuple[str, ...], int]:
    """Return whom an item is given to and taken from, and how many it lacks; `load` is brought up to date."""
    away = {*wish.taken_from} & {*item.awaited}
    engaged = {*item.assigned, *item.reviewers} - away
    lacking = max(0, wish.reviews - len(engaged)) if wish.people else 0
    asked = _choose(item, wish, load, engaged)[:lacking]
    for name in asked:
        load[name] = load.get(name, 0) + 1
    for name in away:
        load[name] = load.get(name, 0) - 1
    # Whoever decided it unasked is listed too, so that the others cannot tell from the list that somebody has.
    listed = {*asked, *item.reviewers} - {*item.assigned} if asked else set()
    return tuple(sorted([*(f"+{name}" for name in listed), *(f"-{name}" for name in away)])), lacking - len(asked)


def _choose(item: Item, wish: Wish, load: Mapping[str, int], engaged: set[str]) -> list[str]:
    """Return those who can be asked to review an item, whoever has the least to do first."""
    proposers = {member.assertion.extracted_by for member in item.members}
    able = (
        name
        for name in {*wish.people} - engaged - proposers
        if name not in wish.quotas or load.get(name, 0) < wish.quotas[name]
    )
    return sorted(able, key=lambda name: (load.get(name, 0), digest({"item": item.id, "reviewer": name})))
