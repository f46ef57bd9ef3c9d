"""Going from screen to screen once the dossier is open: to an item and on from it, undoing, looking back.

Loaded after the first paint, with all that reconciles.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from textual.app import App

from claims.errors import VariorumError
from reconcile.items.item import Item, heading_of, item_id
from tui.review.host import ItemScreen, Key, ReviewHost
from tui.review.screens.adjudication import AdjudicationScreen
from tui.review.screens.asking import ChoiceScreen, LineScreen
from tui.review.screens.conflict import ConflictScreen
from tui.review.screens.queue import QueueScreen
from tui.review.screens.rationale import RationaleScreen
from tui.review.workers import start_worker
from tui.services.acts import Act, repeat_act, tag_changes
from tui.services.lookback import step_day
from tui.services.query import format_query
from tui.services.review_session import MendingAct, ReviewSession
from tui.services.workspace import Workspace

if TYPE_CHECKING:
    from tui.review.screens.articles import ArticlesDeskScreen
    from tui.review.screens.desk import DeskScreen
    from tui.review.screens.events import EventsScreen
    from tui.review.screens.inbox import InboxScreen
    from tui.review.screens.sources import SourcesScreen
    from tui.services.event_desk import EventDesk
    from tui.services.inbox import InboxSession

    _Desk = InboxScreen | EventsScreen | DeskScreen | ArticlesDeskScreen | SourcesScreen

_RECORDED: Final = "recorded "
_DAY: Final = "2019-11-07; recorded 2019-11-07 is what the dossier held; empty is now"
"""How a day is asked for, and one of the other clock."""

_CACHE_KB: Final = 4_096
"""Of the dossier, for each thread: the queue is read off one index, and an item's rows lie together."""

_STAYING: Final = frozenset({"reject", "different_event", "set_scope", "independent"})
"""Acts that change the evidence: an item still unsettled after one is the next thing to decide."""


class Navigator:
    """The open dossier and the way from screen to screen in it."""

    def __init__(self, app: App[int], review: ReviewHost) -> None:
        """Open the dossier; runs in a thread. `review` is the app too, as screens know it.

        Raises:
            VariorumError: it cannot be opened.
        """
        self._app = app
        self._review = review
        workspace = Workspace(review.path, cache_kb=_CACHE_KB)
        settings = review.settings
        self.session = ReviewSession(workspace, review.reviewer, reasons=settings.reasons, blind=settings.blind)
        self._inbox: InboxSession | None = None
        self._desk: EventDesk | None = None

    # ------------------------------------------------------------------ opening screens

    def open_item(self, key: tuple[str, str]) -> None:
        """Show an item with its evidence."""
        if isinstance(self._app.screen, ConflictScreen):
            self._app.screen.show(key)
        else:
            self._app.push_screen(ConflictScreen(key))
            self._review.update_bars()

    async def find_adjudication(self, key: Key) -> None:
        """Show what the reviewers of an item say, side by side; where they say nothing yet, say so and stay."""
        try:
            item = await self._review.run_in_thread(self.session.item, key)
            self.session.check_verdicts(item, await self._review.run_in_thread(self.session.verdicts, item))
        except VariorumError as error:
            self._review.show_message(str(error), "warning")
            return
        self.open_adjudication(key)

    def open_adjudication(self, key: Key) -> None:
        """Show what the reviewers of an item say, side by side."""
        if isinstance(self._app.screen, ConflictScreen):
            self._app.pop_screen()
        self._app.push_screen(AdjudicationScreen(key))
        self._review.update_bars()

    def open_inbox(self, article: str | None = None, about: str | None = None) -> None:
        """Show the proposals, or all claims of one article, at the claim `about`."""
        if not self._is_present():
            return
        from tui.review.screens.inbox import InboxScreen

        self._push_and_refresh(InboxScreen(self._inbox_session(), article, about))

    def _inbox_session(self) -> "InboxSession":
        from tui.services.inbox import InboxSession

        if self._inbox is None:
            self._inbox = InboxSession(self.session.workspace, self._review.reviewer)
        self._inbox.reviewer, self._inbox.blind = self._review.reviewer, self.session.blind
        return self._inbox

    def open_articles(self) -> None:
        """Show the articles."""
        if self._is_present():
            from tui.review.screens.articles import ArticlesDeskScreen
            from tui.services.article_desk import ArticleDesk

            self._push_and_refresh(ArticlesDeskScreen(ArticleDesk(self._inbox_session())))

    def open_sources(self) -> None:
        """Show the sources and actors."""
        if self._is_present():
            from tui.review.screens.sources import SourcesScreen
            from tui.services.source_desk import SourceDesk

            self._push_and_refresh(SourcesScreen(SourceDesk(self.session)))

    def open_events(self) -> None:
        """Show the events that may be one."""
        if self._is_present():
            from tui.review.screens.events import EventsScreen

            self._push_and_refresh(EventsScreen(self.session.workspace))

    def open_desk(self, event: str = "") -> None:
        """Show the events, at this one."""
        if self._is_present():
            from tui.review.screens.desk import DeskScreen
            from tui.services.event_desk import EventDesk
            from tui.services.inbox import InboxSession

            if self._desk is None:
                self._desk = EventDesk(self.session, InboxSession(self.session.workspace, self._review.reviewer))
            self._push_and_refresh(DeskScreen(self._desk, event))

    def _push_and_refresh(
        self, screen: "InboxScreen | EventsScreen | DeskScreen | ArticlesDeskScreen | SourcesScreen"
    ) -> None:
        """Show a screen; where it has recorded something, compute afresh what may have changed once it is left."""

        def refresh(_: None) -> None:
            if screen.acted:
                start_worker(self._app, "refresh", self._review.refresh_summaries)
                if isinstance(self._app.screen, ConflictScreen):
                    self._app.screen.read_again()

        self._app.push_screen(screen, refresh)

    def _is_present(self) -> bool:
        """Return whether all that is known is shown; say so where it is not."""
        try:
            self.session.check_present()
        except VariorumError as error:
            self._review.show_message(str(error), "warning")
            return False
        return True

    async def open_report(self) -> None:
        """Ask what to report on, and show that report."""
        from tui.review.screens.report import ReportScreen
        from tui.services.reporting import Selection

        session, screen = self.session, self._app.screen
        if session.blind:
            message = "a report says what others decided; a blind reviewer reads it afterwards"
            self._review.show_message(message, "warning")
            return
        key = screen.key if isinstance(screen, ConflictScreen) else None
        if key is None and session.queue:
            rows = await self._review.run_in_thread(session.page, session.position, 1)
            key = rows[0].key if rows else None
        line = format_query(session.view)
        many = f"the {len(session.queue):,} items of the filter: {line}"
        selections = {"filter": (Selection(numbers=tuple(session.queue), filter=line), many)}
        if key is not None:
            name = await self._review.run_in_thread(session.workspace.names.of, key[0])
            selections = {
                "item": (Selection(names=(item_id(*key),)), heading_of(key[0], name, key[1])),
                "event": (Selection(names=(key[0],)), f"everything on {name}"),
                **selections,
            }
        selections["dossier"] = (Selection(), "the whole dossier")
        choices = [(name, words) for name, (_, words) in selections.items()]
        chosen = await self._app.push_screen_wait(ChoiceScreen("Report on what?", choices))
        if chosen is not None:
            await self._app.push_screen(ReportScreen(*selections[chosen]))

    # ------------------------------------------------------------------ deciding

    async def open_next_item(self, screen: ItemScreen, decided: Item, act: Act, message: str) -> None:
        """Show what is to be decided after `act`: the item itself while it still asks for one, else the next.

        `message` is shown on whichever screen is left: one that closes takes its message line with it.
        """
        self._review.show_message(message)
        session = self.session
        position = session.position
        number = session.queue[position] if position < len(session.queue) else None
        await self._review.reload()
        current = await self._review.run_in_thread(session.page, session.position, 1)
        if act.action in _STAYING and current and current[0].key == (decided.subject, decided.attribute):
            screen.show(current[0].key)
            return
        if number in session.queue and session.queue.index(number) <= position:
            position += 1
        await self._go_on(screen, position, message)

    async def open_mended_item(self, screen: ItemScreen, keys: Sequence[Key], message: str) -> None:
        """Show the first of these items that is to be decided, after their event was mended, else the next there is."""
        self._review.show_message(message)
        await self._review.reload()
        key = await self._review.run_in_thread(self.session.go_to, keys)
        if key is not None:
            screen.follow(key)
            return
        await self._go_on(screen, self.session.position, message)

    async def _go_on(self, screen: ItemScreen, position: int, message: str) -> None:
        """Show the item at a place of the queue; close the screen where the queue ends before it."""
        session = self.session
        if position >= len(session.queue):
            session.move_to(len(session.queue) - 1)
            screen.dismiss(None)
            left = f"; {len(session.queue):,} above it still wait" if session.queue else ""
            self._review.show_message(f"{message}; that was the last item of the queue{left}")
            return
        session.move_to(position)
        key = (await self._review.run_in_thread(session.page, position, 1))[0].key
        if isinstance(screen, AdjudicationScreen) and not await self._review.run_in_thread(session.verdicts_on, key):
            screen.dismiss(None)  # the next item has nothing to settle between reviewers
            self.open_item(key)
            self._review.show_message(message)
        else:
            screen.show(key)

    async def undo(self) -> None:
        """Undo what this session did last and return to its item."""
        session = self.session
        screen = self._app.screen
        shown = screen.item if isinstance(screen, ConflictScreen) else None
        if isinstance(screen, ConflictScreen):
            screen.item = None  # it is about to give way: the next key is not for it
        try:
            count = len(await self._review.run_in_thread(session.last_items))
            undone = await self._review.run_in_thread(session.undo)
            key = undone.key if isinstance(undone, MendingAct) else undone.item
            await self._review.reload()
            row = await self._review.run_in_thread(session.workspace.dossier.item_row, key)
        except VariorumError as error:
            if isinstance(screen, ConflictScreen):
                screen.item = shown
            self._review.show_message(str(error), "warning")
            return
        if row.item in session.queue:
            session.move_to(session.queue.index(row.item))
        if count > 1:  # they were decided together on the queue, and that is where they are undone to
            if isinstance(screen, ConflictScreen):
                screen.dismiss(None)
            self._review.show_message(f"undone: {count:,} decisions made at one stroke")
            return
        if isinstance(self._app.screen, ConflictScreen):
            self._app.screen.show(key)
        else:  # waited for, so that it has its message line when it is to show what was undone
            await self._app.push_screen(ConflictScreen(key))
            self._review.update_bars()
        words = undone.words if isinstance(undone, MendingAct) else undone.action.replace("_", " ")
        name = await self._review.run_in_thread(session.workspace.names.of, key[0])
        self._review.show_message(f"undone: {words} on {heading_of(key[0], name, key[1])}")

    async def edit_tags(self) -> None:
        """Ask which tags to give to the current item and which to take away."""
        session, screen = self.session, self._app.screen
        try:
            session.check_present()
            if isinstance(screen, ConflictScreen):
                item = screen.item
            else:
                item = await self._review.run_in_thread(session.current)
            if item is None:
                return
            typed = await self._app.push_screen_wait(
                LineScreen(
                    f"Tags of {item.heading}",
                    " ".join(item.tags),
                    "words to find it by, as they are to be; empty takes all away",
                )
            )
            if typed is None:
                return
            wanted = set(typed.replace("#", " ").split())
            changes = tag_changes(sorted(wanted - set(item.tags)), sorted(set(item.tags) - wanted))
            if changes:
                await self._review.run_in_thread(session.decide, item, Act("tag", tags=changes))
                await self._review.reload()
        except VariorumError as error:
            self._review.show_message(str(error), "error")
            return
        if isinstance(self._app.screen, ConflictScreen):
            self._app.screen.read_again()
        self._review.show_message(f"{item.heading}: {f'tags {changes}' if changes else 'tags as they were'}")

    async def give_reason(self) -> None:
        """Ask for the reason of the last decision: the same act once more, with a reason."""
        session = self.session
        keys = await self._review.run_in_thread(session.last_items)
        if len(keys) != 1:
            message = "there is no single last decision in this session to give a reason for"
            self._review.show_message(message, "warning")
            return
        decision = session.last[0]
        try:
            item = await self._review.run_in_thread(session.item, keys[0])
        except VariorumError as error:
            self._review.show_message(str(error), "error")
            return
        name = f"{decision.action.replace('_', ' ')} on {item.heading}"
        outcome = await self._app.push_screen_wait(RationaleScreen(item, repeat_act(decision), f"Why {name}?"))
        if isinstance(outcome, Item):
            await self._review.reload()
            self._review.show_message(f"recorded the reason: {name}")
        elif outcome is not None:
            self._review.show_message(str(outcome), "warning")

    # ------------------------------------------------------------------ looking back

    async def look_back(self, by: int | None) -> None:
        """Show what was known `by` publication days from the day shown; 0 is now, None asks for the day.

        Once a day was asked for as `recorded DAY`, the steps are those of what the dossier held.
        """
        session, screen = self.session, self._app.screen
        day: str | None = None
        recorded = session.recorded_at is not None
        try:
            if by is None:
                question = LineScreen("As known on which day?", session.past_words, _DAY)
                typed = await self._app.push_screen_wait(question)
                if typed is None:
                    return
                recorded = typed.startswith(_RECORDED)
                day = typed.removeprefix(_RECORDED).strip() or None
            elif by:
                key = screen.key if isinstance(screen, ConflictScreen) else None
                day = step_day(await self._review.run_in_thread(session.days, key), session.past, by)
            session.look_at(day, recorded=recorded)
        except VariorumError as error:
            self._review.show_message(str(error), "error")
            return
        for each in self._app.screen_stack:
            if isinstance(each, ConflictScreen):
                each.read_again()
            elif isinstance(each, QueueScreen):
                each.show_queue()
        self._review.update_bars()
