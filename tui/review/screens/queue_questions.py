"""The questions asked on the queue: which filter, which words, which view, how to decide several items at once.

Loaded when the first of them is asked, not with the queue.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from textual.app import App

from claims.errors import VariorumError
from claims.store.tables.queue import SORTS, ItemFilter, Sort
from claims.vocabulary.reasons import OTHER, reasons_for
from tui.output import counted
from tui.review.host import ReviewHost
from tui.review.screens.asking import ChoiceScreen, LineScreen
from tui.review.screens.bulk import BulkScreen
from tui.review.widgets.queuelist import COLUMNS, QueueList, columns_at
from tui.services.agreement import Concord, Pair
from tui.services.bulk import BulkKind, make_plan, record_plan
from tui.services.query import format_query, parse_query, queue_of
from tui.visible import visible


class Queue(Protocol):
    """The queue screen, as far as these questions need it."""

    @property
    def app(self) -> App[object]: ...
    @property
    def review(self) -> ReviewHost: ...
    @property
    def rows(self) -> QueueList: ...
    async def reload(self, view: ItemFilter | None = None) -> None: ...
    def redraw_columns(self) -> None: ...


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
    "assigned": "reviewer whom it is assigned to",
    "todo": "reviewer who is still to do it",
    "sort": "order of the queue",
}
"""What the queue can be filtered by, a digit each."""

ORDERS: dict[Sort, str] = {
    "importance": "importance, the most pressing first",
    "subject": "incident, by its key",
    "attribute": "what it is about",
    "state": "state",
    "members": "statements, most first",
    "origins": "independent origins, most first",
    "proposals": "proposals that nobody has looked at, most first",
    "newest": "newest first",
}
"""The orders of the queue, a digit each."""

BULK: dict[BulkKind, str] = {
    "proposal": "accept what the codebook in force proposes",
    "contested": "keep as contested",
    "needs_evidence": "needs evidence",
    "undecided": "undecided: looked at, cannot tell",
}

MINE = "mine"
"""The view that everybody has: what they are asked to review and have not."""

AGREEMENT: dict[str, str] = {
    "value_differs": "where they give different answers, to be adjudicated",
    "reason_differs": "where they give one answer for different reasons",
    "unanimous": "where they say the same",
    "one_reviewer": "what only one has settled",
    "adjudicated": "where they differed and that has been settled",
}


def agreement_words(pair: Pair) -> str:
    """Return how far two reviewers agree, in figures."""
    agreement = pair.agreement
    kappa = "" if agreement.kappa is None else f", kappa {agreement.kappa:.2f}"
    share = f"{agreement.share or 0:.0%}{kappa}"
    return f"{pair.one} and {pair.other}: {agreement.same} of {agreement.both} alike ({share})"


def alpha_words(concord: Concord) -> list[str]:
    """Return how far all reviewers agree, where there are more than two, in figures."""
    alpha = concord.answers
    if len(concord.pairs) < 2 or alpha.alpha is None:
        return []
    ends = "" if alpha.low is None or alpha.high is None else f" ({alpha.low:.2f} to {alpha.high:.2f})"
    return [f"all over {counted(alpha.items, 'item')}: alpha {alpha.alpha:.2f}{ends}"]


def _chosen_of(view: ItemFilter, field: str) -> str:
    chosen = view.of(field) if field != "sort" else (view.sort,)
    return f"  ● {', '.join(chosen).replace('_', ' ')}" if chosen else ""


async def choose_filter(screen: Queue) -> None:
    """Choose what to show, field by field, with counts."""
    view = screen.review.session.view
    fields = [(name, f"{label}{_chosen_of(view, name)}") for name, label in FIELDS.items()]
    field = await screen.app.push_screen_wait(ChoiceScreen("Filter by what? (/ takes a line, esc here ends)", fields))
    if field == "sort":
        await choose_order(screen)
    elif field is not None:
        await _choose_values(screen, field)


async def choose_order(screen: Queue) -> None:
    """Choose by which column the queue is sorted; it stays so until another is chosen, also at the next start."""
    view = screen.review.session.view
    lines = [(sort, f"{'●' if sort == view.sort else ' '} {words}") for sort, words in ORDERS.items()]
    value = await screen.app.push_screen_wait(ChoiceScreen("Sort the queue by what?", lines, low=True))
    if value is not None:
        await screen.reload(replace(view, sort=next(sort for sort in SORTS if sort == value)))
        await screen.review.run_in_thread(screen.review.bookmark.save)


async def choose_columns(screen: Queue) -> None:
    """Show and hide one column after another, until the question is left; the choice is kept for the next start."""
    bookmark, at = screen.review.bookmark, 0
    while True:
        shown = bookmark.columns or columns_at(screen.rows.size.width)
        lines = [
            (name, f"{'●' if name in shown else ' '} {column.title:<9} {column.meaning}")
            for name, column in COLUMNS.items()
        ]
        lines.append(("", f"  {'':<9} as the width of the screen allows"))
        question = ChoiceScreen("Which columns? (esc when done)", lines, at=at, low=True)
        name = await screen.app.push_screen_wait(question)
        if name is None:
            break
        kept = [each for each in COLUMNS if (each in shown) != (each == name)]
        bookmark.columns = kept if name else []
        at = [line[0] for line in lines].index(name)
        screen.redraw_columns()
    await screen.review.run_in_thread(bookmark.save)


async def _choose_values(screen: Queue, field: str) -> None:
    """Choose one value of a field after another, until the question is left."""
    session = screen.review.session
    while True:
        counts = await screen.review.run_in_thread(session.facet_counts, field)
        labels = [(value, f"{value.replace('_', ' ') or 'none':<40} {count:,}") for value, count in counts]
        chosen = session.view.of(field)
        value = await _choose_value(screen, field, labels, chosen)
        if value is None:
            return
        values = [each for each in chosen if each != value] + ([value] if value not in chosen else [])
        await screen.reload(session.view.having(field, values if value else ()))


async def _choose_value(
    screen: Queue, field: str, labels: Sequence[tuple[str, str]], chosen: Sequence[str]
) -> str | None:
    """Ask for a value of a field; return an empty text for any, and None where the question was left."""
    lines = [(value, f"{'●' if value in chosen else ' '} {label}") for value, label in labels]
    lines.insert(0, ("", f"{' ' if chosen else '●'} any"))
    return await screen.app.push_screen_wait(ChoiceScreen(f"Which {field}? (esc when done)", lines))


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
        query = parse_query(typed)
    except VariorumError as error:
        screen.review.show_message(str(error), "error")
        return
    view = replace(session.view, words=query.words, sort=query.sort if "sort:" in typed else session.view.sort)
    for field, values in query.values:
        view = view.having(field, values)
    if set(typed.split()) & {"all", "state:all"}:
        view = view.having("state", ())
    await screen.reload(view)


async def choose_view(screen: Queue) -> None:
    """Go to a named view, or name the one in force."""
    bookmark, here = screen.review.bookmark, format_query(screen.review.session.view)
    views = dict(bookmark.views)
    if screen.review.reviewer and MINE not in views:
        views[MINE] = format_query(queue_of(screen.review.reviewer))
    lines = [(name, f"{name:<24} {query}") for name, query in views.items()]
    question = "Which view?" if bookmark.views else "No view has a name yet"
    name = await screen.app.push_screen_wait(
        ChoiceScreen(question, lines, typed=f"or type a name for this one: {visible(here, limit=100)}")
    )
    if name is None:
        return
    if name in views:
        await screen.reload(parse_query(views[name]))
    else:
        bookmark.name_view(name, here)
        await screen.review.run_in_thread(bookmark.save)
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
    try:
        session.sight.check_open("what reviewers say alike")
    except VariorumError as error:
        screen.review.show_message(str(error), "warning")
        return
    numbers = await screen.review.run_in_thread(session.workspace.dossier.queue, view)
    if not numbers:
        screen.review.show_message("no item has two reviewers who say the same", "warning")
        return
    await _decide_all(screen, numbers, "unanimous", "adopt what all its reviewers say")


async def compare_reviewers(screen: Queue) -> None:
    """Show how far reviewers agree, and go to where they do not."""
    session = screen.review.session
    try:
        concord = await screen.review.run_in_thread(
            session.compare_reviewers, screen.review.progress_of("comparing reviewers")
        )
    except VariorumError as error:
        screen.review.show_message(str(error), "error")
        return
    screen.review.update_bars()
    if not concord.pairs:
        screen.review.show_message("no item has been settled by two reviewers", "warning")
        return
    summary = "; ".join([*map(agreement_words, concord.pairs[:12]), *alpha_words(concord)])
    lines = list(AGREEMENT.items())
    chosen = await screen.app.push_screen_wait(ChoiceScreen(f"{summary}. Show what?", lines))
    if chosen is not None:
        await screen.reload(ItemFilter().having("agreement", (chosen,)))


async def _decide_all(screen: Queue, numbers: Sequence[int], kind: BulkKind, words: str) -> None:
    review, session = screen.review, screen.review.session
    try:
        plan = await review.run_in_thread(make_plan, session, numbers, kind, review.progress_of("looking at"))
        review.update_bars()
        which = await screen.app.push_screen_wait(BulkScreen(f"{len(numbers):,} items: {words}", plan))
        if which is None:
            return
        chosen = plan.chosen(with_odd=which == "all")
        reason = await _ask_bulk_reason(screen, kind, len(chosen))
        if reason is None:
            return
        is_code = any(each.code == reason for each in reasons_for(kind))
        code, rationale = (reason, "") if is_code else ("", reason)
        progress = review.progress_of("recording")
        recorded, passed = await review.run_in_thread(record_plan, session, chosen, code, rationale, progress)
    except VariorumError as error:
        review.show_message(str(error), "error")
        return
    screen.rows.marked.clear()
    await screen.reload()
    late = f"; {len(passed)} were decided by somebody else meanwhile and left alone" if passed else ""
    review.show_message(f"recorded {len(recorded):,} decisions; one undo takes them all back{late}")


async def _ask_bulk_reason(screen: Queue, kind: BulkKind, count: int) -> str | None:
    """Ask for a reason code or words, where the kind of decision needs one; None where the question was left."""
    if kind in {"proposal", "unanimous"}:
        return ""
    lines = [(reason.code, reason.label) for reason in reasons_for(kind) if reason.code != OTHER]
    question = ChoiceScreen(f"{count:,} items: why?", lines, typed="or type the reason")
    return await screen.app.push_screen_wait(question)
