"""The questions asked on the queue: which filter, which words, which view, how to decide several items at once.

Loaded when the first of them is asked, not with the queue.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from textual.app import App

from claims.errors import VariorumError
from claims.store.tables.queue import SORTS, ItemFilter
from claims.vocabulary.reasons import OTHER, reasons_for
from tui.review.host import ReviewHost
from tui.review.screens.asking import ChoiceScreen, LineScreen
from tui.review.screens.bulk import BulkScreen
from tui.review.widgets.queuelist import QueueList
from tui.services.bulk import BulkKind, make_plan, record_plan
from tui.services.query import format_query, parse_query
from tui.services.review_session import Pair
from tui.visible import visible


class Queue(Protocol):
    """The queue screen, as far as these questions need it."""

    @property
    def app(self) -> App[object]:
        """What shows the questions."""

    @property
    def review(self) -> ReviewHost:
        """The same app, with the open dossier."""

    @property
    def rows(self) -> QueueList:
        """The list, with the marks."""

    async def reload(self, view: ItemFilter | None = None) -> None:
        """Read the queue afresh, under another filter where one is given."""


FIELDS: dict[str, str] = {
    "state": "state: open, stale, contested, resolved ...",
    "attribute": "attribute: killed, date, perpetrator ...",
    "severity": "severity",
    "relation": "relation between its statements",
    "source": "source: outlets and first speakers",
    "reviewer": "reviewer who settled it",
    "date": "date that a statement knows up to",
    "agreement": "agreement of its reviewers",
    "tag": "tag that reviewers gave it",
    "sort": "order of the queue",
}
"""What the filter can be chosen by, a digit each."""

BULK: dict[BulkKind, str] = {
    "proposal": "accept what the default codebook proposes",
    "contested": "keep as contested",
    "needs_evidence": "needs evidence",
    "undecided": "undecided: looked at, cannot tell",
}

AGREEMENT: dict[str, str] = {
    "value_differs": "where they give different answers, to be adjudicated",
    "reason_differs": "where they give one answer for different reasons",
    "unanimous": "where they say the same",
    "one_reviewer": "what only one has settled",
    "adjudicated": "where they differed and that has been settled",
}


def agreement_words(pair: Pair) -> str:
    """Return how far two reviewers agree, in figures."""
    found = pair.agreement
    kappa = "" if found.kappa is None else f", kappa {found.kappa:.2f}"
    return f"{pair.one} and {pair.other}: {found.same} of {found.both} alike ({found.share or 0:.0%}{kappa})"


def _chosen_of(view: ItemFilter, field: str) -> str:
    chosen = view.of(field) if field != "sort" else (view.sort,)
    return f"  ● {', '.join(chosen).replace('_', ' ')}" if chosen else ""


async def choose_filter(screen: Queue) -> None:
    """Choose what to show, field by field, with counts."""
    session = screen.review.session
    fields = [(name, f"{label}{_chosen_of(session.view, name)}") for name, label in FIELDS.items()]
    field = await screen.app.push_screen_wait(ChoiceScreen("Filter by what? (/ takes a line, esc here ends)", fields))
    while field is not None:
        if field == "sort":
            offered: list[tuple[str, str]] = [(sort, sort) for sort in SORTS]
            marked: tuple[str, ...] = (session.view.sort,)
        else:
            counts = await screen.review.run_in_thread(session.workspace.dossier.facet_counts, session.view, field)
            offered = [(value, f"{value.replace('_', ' ') or 'none':<40} {count:,}") for value, count in counts]
            marked = session.view.of(field)
        lines = [(value, f"{'●' if value in marked else ' '} {label}") for value, label in offered]
        lines.insert(0, ("", f"{' ' if marked else '●'} any"))
        value = await screen.app.push_screen_wait(ChoiceScreen(f"Which {field}? (esc when done)", lines))
        if value is None:
            return
        if field == "sort":
            await screen.reload(replace(session.view, sort=next((s for s in SORTS if s == value), "importance")))
            return
        kept = [each for each in marked if each != value] + ([value] if value not in marked else [])
        await screen.reload(session.view.having(field, kept if value else ()))


async def search(screen: Queue) -> None:
    """Ask for words, or a filter in words."""
    session = screen.review.session
    typed = await screen.app.push_screen_wait(
        LineScreen(
            "Search quotes, rationales, explanations and names",
            session.view.words,
            'all words must occur; state:open source:"Harbour Post" date:2031-03 narrow it; empty shows everything',
        )
    )
    if typed is None:
        return
    try:
        asked = parse_query(typed)
    except VariorumError as error:
        screen.review.show_message(str(error), "error")
        return
    view = replace(session.view, words=asked.words, sort=asked.sort if "sort:" in typed else session.view.sort)
    for field, values in asked.values:
        view = view.having(field, values)
    if set(typed.split()) & {"all", "state:all"}:
        view = view.having("state", ())
    await screen.reload(view)


async def choose_view(screen: Queue) -> None:
    """Go to a named view, or name the one in force."""
    places, here = screen.review.bookmark, format_query(screen.review.session.view)
    lines = [(name, f"{name:<24} {query}") for name, query in places.views.items()]
    question = "Which view?" if lines else "No view has a name yet"
    name = await screen.app.push_screen_wait(
        ChoiceScreen(question, lines, typed=f"or type a name for this one: {visible(here, limit=100)}")
    )
    if name is None:
        return
    if name in places.views:
        await screen.reload(parse_query(places.views[name]))
    else:
        places.name_view(name, here)
        await screen.review.run_in_thread(places.save)
        screen.review.show_message(f"{name} is now: {here}")


async def decide_several(screen: Queue) -> None:
    """Decide the marked items, or all of the filter."""
    session = screen.review.session
    marked = [number for number in session.queue if number in screen.rows.marked]
    scopes = [("filter", f"all {len(session.queue):,} of this filter: {format_query(session.view)}")]
    if marked:
        scopes.insert(0, ("marked", f"the {len(marked):,} marked"))
    scope = await screen.app.push_screen_wait(ChoiceScreen("Decide which items?", scopes))
    if scope is None:
        return
    numbers = marked if scope == "marked" else list(session.queue)
    kind = await screen.app.push_screen_wait(ChoiceScreen(f"{len(numbers):,} items: how?", list(BULK.items())))
    for name, words in BULK.items():
        if name == kind:
            await _decide_all(screen, numbers, name, words)


async def adopt_unanimous(screen: Queue) -> None:
    """Adopt what is unanimous."""
    session = screen.review.session
    view = session.view.having("agreement", ("unanimous",)).having("state", ())
    numbers = await screen.review.run_in_thread(session.workspace.dossier.queue, view)
    if not numbers:
        screen.review.show_message("no item has two reviewers who say the same", "warning")
        return
    await _decide_all(screen, numbers, "unanimous", "adopt what all its reviewers say")


async def compare_reviewers(screen: Queue) -> None:
    """Say how far reviewers agree, and go to where they do not."""
    session = screen.review.session
    try:
        pairs = await screen.review.run_in_thread(
            session.compare_reviewers, screen.review.progress_of("comparing reviewers")
        )
    except VariorumError as error:
        screen.review.show_message(str(error), "error")
        return
    screen.review.update_bars()
    if not pairs:
        screen.review.show_message("no item has been settled by two reviewers", "warning")
        return
    told = "; ".join(agreement_words(pair) for pair in pairs[:12])
    lines = list(AGREEMENT.items())
    chosen = await screen.app.push_screen_wait(ChoiceScreen(f"{told}. Show what?", lines))
    if chosen is not None:
        await screen.reload(ItemFilter().having("agreement", (chosen,)))


async def _decide_all(screen: Queue, numbers: Sequence[int], kind: BulkKind, words: str) -> None:
    session = screen.review.session
    try:
        plan = await screen.review.run_in_thread(
            make_plan, session, numbers, kind, screen.review.progress_of("looking at")
        )
        screen.review.update_bars()
        which = await screen.app.push_screen_wait(BulkScreen(f"{len(numbers):,} items: {words}", plan))
        if which is None:
            return
        chosen = plan.chosen(with_odd=which == "all")
        reason = ""
        if kind not in {"proposal", "unanimous"}:
            reasons = [r for r in reasons_for(kind) if r.code != OTHER]
            lines = [(r.code, r.label) for r in reasons]
            given = await screen.app.push_screen_wait(
                ChoiceScreen(f"{len(chosen):,} items: why?", lines, typed="or type the reason")
            )
            if given is None:
                return
            reason = given
        coded = any(r.code == reason for r in reasons_for(kind))
        recorded, passed = await screen.review.run_in_thread(
            record_plan, session, chosen, reason if coded else "", "" if coded else reason,
            screen.review.progress_of("recording"),
        )  # fmt: skip
    except VariorumError as error:
        screen.review.show_message(str(error), "error")
        return
    screen.rows.marked.clear()
    await screen.reload()
    late = f"; {len(passed)} were decided by somebody else meanwhile and left alone" if passed else ""
    screen.review.show_message(f"recorded {len(recorded):,} decisions; one undo takes them all back{late}")
