"""The queue: what is to be decided, most important first, with a preview of the item in hand.

Owns moving, filtering and searching. The rows are read a page at a time by the list; the item in hand is computed in a
worker, once the cursor rests.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from claims.errors import VariorumError
from claims.store.dossier import ItemRow
from claims.store.queue import SORTS, ItemFilter
from claims.vocabulary.reasons import OTHER, reasons_for
from reconcile.conflicts import Item
from tui.bulk import BulkKind, make_plan, record_plan
from tui.query import TO_SETTLE, format_query, parse_query, without_one
from tui.screens.asking import ChoiceScreen, LineScreen
from tui.screens.base import ReviewScreen
from tui.screens.bulk import BulkScreen
from tui.screens.history import HistoryScreen
from tui.screens.settings import SettingsScreen
from tui.session import Pair
from tui.visible import visible
from tui.widgets.bars import KeyBar, MessageLine, StatusBar
from tui.widgets.evidence import draw_heading, member_line
from tui.widgets.queuelist import QueueList, heading

FIELDS: dict[str, str] = {
    "state": "state: open, stale, contested, resolved ...",
    "attribute": "attribute: killed, date, perpetrator ...",
    "severity": "severity",
    "relation": "relation between its statements",
    "source": "source: outlets and first speakers",
    "reviewer": "reviewer who settled it",
    "date": "date that a statement knows up to",
    "agreement": "agreement of its reviewers",
    "sort": "order of the queue",
}
"""What the filter can be chosen by, a digit each."""

BULK: dict[BulkKind, str] = {
    "proposal": "accept what the default codebook proposes",
    "contested": "keep as contested",
    "needs_evidence": "needs evidence",
    "undecided": "undecided: looked at, cannot tell",
}

_REST_S = 0.12
"""How long the cursor rests before its item is computed for the preview."""
_PREVIEWED = 12


class QueueScreen(ReviewScreen):
    """The list of items and what the one under the cursor says."""

    NAME = "queue"
    AUTO_FOCUS = "QueueList"

    def __init__(self) -> None:
        super().__init__()
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay out header, list with preview, keys."""
        yield StatusBar()
        with Container(id="body"):
            with Vertical(id="list"):
                yield Static("", id="columns", markup=False)
                yield QueueList()
            with VerticalScroll(id="preview", can_focus=False):
                yield Static("", id="told", markup=False)
        yield MessageLine()
        yield KeyBar()

    @property
    def rows(self) -> QueueList:
        """The list."""
        return self.query_one(QueueList)

    def on_mount(self) -> None:
        """Draw first, read afterwards."""
        self.call_after_refresh(self.review.begin)

    def on_screen_resume(self) -> None:
        """Show the queue as it is now, with the item in hand under the cursor."""
        self.show_queue()

    def on_resize(self) -> None:
        """Fit the line of column names."""
        self.call_after_refresh(self._draw_columns)

    def _draw_columns(self) -> None:
        self.query_one("#columns", Static).update(Content(heading(self.rows.scrollable_content_region.width)))

    # ------------------------------------------------------------------ showing

    def show_queue(self) -> None:
        """Draw the session's queue; nothing is read but the lines on screen."""
        if not self.review.is_open:
            return
        session = self.review.session
        self.rows.show(session.page, len(session.queue), session.position)
        self._draw_columns()
        self._preview()

    @on(QueueList.Moved)
    def _moved(self, event: QueueList.Moved) -> None:
        self.review.session.move_to(event.position)
        self.review.update_bars()
        row = self.rows.row(event.position)
        if row is not None:
            self.review.stand(row.key, is_open=False)
        self._preview()

    def _preview(self) -> None:
        """Show what the line says at once, and the evidence when the cursor rests."""
        told = self.query_one("#told", Static)
        if self._timer is not None:
            self._timer.stop()
        try:
            row = self.rows.row(self.rows.cursor)
        except VariorumError as error:
            told.update(Content(visible(str(error), limit=600)))
            return
        if row is None:
            told.update(Content(self._nothing()))
            return
        told.update(_draw_row(row))
        self._timer = self.set_timer(_REST_S, self._start_reading)

    def _start_reading(self) -> None:
        self.read_aside(self._read_item(), "preview")

    async def _read_item(self) -> None:
        row = self.rows.row(self.rows.cursor)
        if row is None:
            return
        try:
            item = await self.review.off(self.review.session.item, row.key)
        except VariorumError as error:
            self.query_one("#told", Static).update(Content(visible(str(error), limit=600)))
            return
        if item.members:
            self.query_one("#told", Static).update(_draw_item(item))

    def _nothing(self) -> str:
        view = self.review.session.view
        if self.review.is_comparing:
            return "The dossier is being compared; the queue fills as that is done."
        if view == TO_SETTLE:
            return "Nothing left to decide. f shows resolved, agreed or all items."
        return f"Nothing here is: {visible(format_query(view), limit=200)}. esc takes the search back, then the filter."

    # ------------------------------------------------------------------ actions

    def action_up(self) -> None:
        self.rows.move(-1)

    def action_down(self) -> None:
        self.rows.move(1)

    def action_page_up(self) -> None:
        self.rows.move(-self.rows.page_height())

    def action_page_down(self) -> None:
        self.rows.move(self.rows.page_height())

    def action_first(self) -> None:
        self.rows.cursor = 0

    def action_last(self) -> None:
        self.rows.cursor = len(self.review.session.queue) - 1 if self.review.is_open else 0

    def action_history(self) -> None:
        """List the decisions, and go to the item of one; a blind reviewer sees their own."""
        if self.review.is_open:
            session = self.review.session
            self.app.push_screen(HistoryScreen(session.reviewer if session.blind else None), self._go_to)

    def _go_to(self, key: tuple[str, str] | None) -> None:
        if key is not None:
            self.review.open_item(key)

    def action_inbox(self) -> None:
        """Review the proposals."""
        if self.review.is_open:
            self.review.open_inbox()

    def action_events(self) -> None:
        """Say which events are one."""
        if self.review.is_open:
            self.review.open_events()

    @on(QueueList.Opened)
    def action_open(self) -> None:
        """Open the item under the cursor."""
        row = self.rows.row(self.rows.cursor)
        if row is not None:
            self.review.open_item(row.key)

    def action_settings(self) -> None:
        """Change the settings."""
        if self.review.is_open:
            self.app.push_screen(SettingsScreen())

    def action_adjudicate(self) -> None:
        """Open the item under the cursor with what its reviewers say side by side."""
        row = self.rows.row(self.rows.cursor)
        if row is not None:
            self.review.adjudicate(row.key)

    def action_filter(self) -> None:
        """Choose what to show, field by field, with counts."""
        self._ask(self._filter)

    async def _filter(self) -> None:
        session = self.review.session
        fields = [(name, f"{label}{_chosen_of(session.view, name)}") for name, label in FIELDS.items()]
        field = await self.app.push_screen_wait(ChoiceScreen("Filter by what? (/ takes a line, esc here ends)", fields))
        while field is not None:
            if field == "sort":
                offered: list[tuple[str, str]] = [(sort, sort) for sort in SORTS]
                marked: tuple[str, ...] = (session.view.sort,)
            else:
                counts = await self.review.off(session.workspace.dossier.facet_counts, session.view, field)
                offered = [(value, f"{value.replace('_', ' ') or 'none':<40} {count:,}") for value, count in counts]
                marked = session.view.of(field)
            lines = [(value, f"{'●' if value in marked else ' '} {label}") for value, label in offered]
            lines.insert(0, ("", f"{' ' if marked else '●'} any"))
            value = await self.app.push_screen_wait(ChoiceScreen(f"Which {field}? (esc when done)", lines))
            if value is None:
                return
            if field == "sort":
                await self._reload(replace(session.view, sort=next((s for s in SORTS if s == value), "importance")))
                return
            kept = [each for each in marked if each != value] + ([value] if value not in marked else [])
            await self._reload(session.view.having(field, kept if value else ()))

    def action_search(self) -> None:
        """Ask for words, or a filter in words."""
        self._ask(self._search)

    async def _search(self) -> None:
        session = self.review.session
        typed = await self.app.push_screen_wait(
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
            self.review.tell(str(error), "error")
            return
        view = replace(session.view, words=asked.words, sort=asked.sort if "sort:" in typed else session.view.sort)
        for field, values in asked.values:
            view = view.having(field, values)
        if set(typed.split()) & {"all", "state:all"}:
            view = view.having("state", ())
        await self._reload(view)

    def action_clear(self) -> None:
        """Take back the search; without one, the filter."""
        if self.review.is_open:
            self._ask(lambda: self._reload(without_one(self.review.session.view)))

    def action_views(self) -> None:
        """Go to a named view, or name the one in force."""
        self._ask(self._views)

    async def _views(self) -> None:
        places, here = self.review.places, format_query(self.review.session.view)
        lines = [(name, f"{name:<24} {query}") for name, query in places.views.items()]
        question = "Which view?" if lines else "No view has a name yet"
        name = await self.app.push_screen_wait(
            ChoiceScreen(question, lines, typed=f"or type a name for this one: {visible(here, limit=100)}")
        )
        if name is None:
            return
        if name in places.views:
            await self._reload(parse_query(places.views[name]))
        else:
            places.name_view(name, here)
            await self.review.off(places.save)
            self.review.tell(f"{name} is now: {here}")

    # ------------------------------------------------------------------ several at one stroke

    def action_mark(self) -> None:
        """Mark the item under the cursor, or take its mark away, and go to the next."""
        row = self.rows.row(self.rows.cursor)
        if row is not None:
            self.rows.toggle_mark(row.item)
            self.rows.move(1)

    def action_bulk(self) -> None:
        """Decide the marked items, or all of the filter."""
        self._ask(self._bulk)

    async def _bulk(self) -> None:
        session = self.review.session
        marked = [number for number in session.queue if number in self.rows.marked]
        scopes = [("filter", f"all {len(session.queue):,} of this filter: {format_query(session.view)}")]
        if marked:
            scopes.insert(0, ("marked", f"the {len(marked):,} marked"))
        scope = await self.app.push_screen_wait(ChoiceScreen("Decide which items?", scopes))
        if scope is None:
            return
        numbers = marked if scope == "marked" else list(session.queue)
        kind = await self.app.push_screen_wait(ChoiceScreen(f"{len(numbers):,} items: how?", list(BULK.items())))
        for name, words in BULK.items():
            if name == kind:
                await self._decide_all(numbers, name, words)

    def action_adopt(self) -> None:
        """Adopt what is unanimous."""
        self._ask(self._adopt)

    async def _adopt(self) -> None:
        session = self.review.session
        view = session.view.having("agreement", ("unanimous",)).having("state", ())
        numbers = await self.review.off(session.workspace.dossier.queue, view)
        if not numbers:
            self.review.tell("no item has two reviewers who say the same", "warning")
            return
        await self._decide_all(numbers, "unanimous", "adopt what all its reviewers say")

    def action_agreement(self) -> None:
        """Say how far reviewers agree, and go to where they do not."""
        self._ask(self._agreement)

    async def _agreement(self) -> None:
        session = self.review.session
        try:
            pairs = await self.review.off(session.compare_reviewers, self.review.progress_of("comparing reviewers"))
        except VariorumError as error:
            self.review.tell(str(error), "error")
            return
        self.review.update_bars()
        if not pairs:
            self.review.tell("no item has been settled by two reviewers", "warning")
            return
        told = "; ".join(agreement_words(pair) for pair in pairs[:12])
        lines = list(AGREEMENT.items())
        chosen = await self.app.push_screen_wait(ChoiceScreen(f"{told}. Show what?", lines))
        if chosen is not None:
            await self._reload(ItemFilter().having("agreement", (chosen,)))

    async def _decide_all(self, numbers: Sequence[int], kind: BulkKind, words: str) -> None:
        session = self.review.session
        try:
            plan = await self.review.off(make_plan, session, numbers, kind, self.review.progress_of("looking at"))
            self.review.update_bars()
            which = await self.app.push_screen_wait(BulkScreen(f"{len(numbers):,} items: {words}", plan))
            if which is None:
                return
            chosen = plan.chosen(with_odd=which == "all")
            reason = ""
            if kind not in {"proposal", "unanimous"}:
                reasons = [r for r in reasons_for(kind) if r.code != OTHER]
                lines = [(r.code, r.label) for r in reasons]
                given = await self.app.push_screen_wait(
                    ChoiceScreen(f"{len(chosen):,} items: why?", lines, typed="or type the reason")
                )
                if given is None:
                    return
                reason = given
            coded = any(r.code == reason for r in reasons_for(kind))
            recorded, passed = await self.review.off(
                record_plan, session, chosen, reason if coded else "", "" if coded else reason,
                self.review.progress_of("recording"),
            )  # fmt: skip
        except VariorumError as error:
            self.review.tell(str(error), "error")
            return
        self.rows.marked.clear()
        await self._reload()
        late = f"; {len(passed)} were decided by somebody else meanwhile and left alone" if passed else ""
        self.review.tell(f"recorded {len(recorded):,} decisions; one undo takes them all back{late}")

    def _ask(self, ask: Callable[[], Awaitable[None]]) -> None:
        if self.review.is_open:
            self.run_worker(ask(), exclusive=True, group="ask")

    async def _reload(self, view: ItemFilter | None = None) -> None:
        try:
            await self.review.reload(view)
        except VariorumError as error:
            self.review.tell(str(error), "error")

    def action_reload(self) -> None:
        """Read the queue afresh."""
        if not self.review.is_open:
            return
        self.run_worker(self.review.refresh_summaries(), exclusive=True, group="refresh")


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


def _draw_row(row: ItemRow) -> Content:
    return Content.assemble(
        (visible(row.subject, limit=200), "bold"),
        "  ",
        (visible(row.attribute, limit=100), "bold $accent"),
        f"   {row.state.replace('_', ' ')}, {row.severity}\n",
        visible(row.explanation, limit=1_000),
    )


def _draw_item(item: Item) -> Content:
    members = item.members
    lines = [member_line(number, member) for number, member in enumerate(members[:_PREVIEWED], start=1)]
    if len(members) > _PREVIEWED:
        lines.append(f"… and {len(members) - _PREVIEWED} more")
    decision = item.resolution.decision
    settled = f"\n{item.state}: {visible(item.resolution.answer or (decision.action if decision else ''), limit=200)}"
    return Content.assemble(draw_heading(item), "\n", "\n".join(lines), settled if decision else "")
