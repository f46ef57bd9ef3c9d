"""What the app does once the dossier is open: going to an item and on from it, undoing, looking back.

Loaded after the first paint, with all that reconciles. Owns which screen follows which; every act still goes through
`ReviewSession`.
"""

from typing import TYPE_CHECKING, Final

from claims.errors import VariorumError
from reconcile.items.build import Item, item_id
from tui.review.screens.adjudication import AdjudicationScreen
from tui.review.screens.asking import ChoiceScreen, LineScreen
from tui.review.screens.conflict import ConflictScreen
from tui.review.screens.queue import QueueScreen
from tui.review.screens.rationale import RationaleScreen
from tui.review.workers import start_worker
from tui.services.lookback import step_day
from tui.services.query import format_query
from tui.services.review_session import Act, ReviewSession, tag_changes
from tui.services.workspace import Workspace

if TYPE_CHECKING:
    from tui.review.app import ReviewApp
    from tui.services.inbox import InboxSession

_RECORDED: Final = "recorded "
_DAY: Final = "2019-11-07; recorded 2019-11-07 is what the dossier held; empty is now"
"""How a day is asked for, and one of the other clock."""

_CACHE_KB: Final = 4_096
"""Of the dossier, for each thread: the queue is read off one index, and an item's rows lie together."""

_STAYING: Final = frozenset({"reject", "different_event", "set_scope", "independent"})
"""Acts that change the evidence: an item still unsettled after one is the next thing to decide."""


class Navigator:
    """The open dossier and the screens on it."""

    def __init__(self, app: "ReviewApp") -> None:
        """Open the dossier; runs in a thread.

        Raises:
            VariorumError: it cannot be opened.
        """
        self._app = app
        workspace = Workspace(app.path, cache_kb=_CACHE_KB)
        settings = app.settings
        self.session = ReviewSession(workspace, app.reviewer, reasons=settings.reasons, blind=settings.blind)
        self._inbox: InboxSession | None = None

    # ------------------------------------------------------------------ going to

    def open_item(self, key: tuple[str, str]) -> None:
        """Show an item with its evidence."""
        if isinstance(self._app.screen, ConflictScreen):
            self._app.screen.show(key)
        else:
            self._app.push_screen(ConflictScreen(key))
            self._app.update_bars()

    def adjudicate(self, key: tuple[str, str]) -> None:
        """Show an item with what its reviewers say side by side."""
        if isinstance(self._app.screen, ConflictScreen):
            self._app.pop_screen()
        self._app.push_screen(AdjudicationScreen(key))
        self._app.update_bars()

    def open_inbox(self, article: str | None = None, about: str | None = None) -> None:
        """Show the proposals, or all claims of one article, at one of them."""
        if not self._app.is_present():
            return
        from tui.review.screens.inbox import InboxScreen
        from tui.services.inbox import InboxSession

        if self._inbox is None:
            self._inbox = InboxSession(self.session.workspace, self._app.reviewer)
        self._inbox.reviewer = self._app.reviewer
        screen = InboxScreen(self._inbox, article, about)

        def left(_: None) -> None:
            if screen.acted:
                start_worker(self._app, "refresh", self._app.refresh_summaries)
                if isinstance(self._app.screen, ConflictScreen):
                    self._app.screen.read_again()

        self._app.push_screen(screen, left)

    def open_events(self) -> None:
        """Show the events that may be one."""
        if not self._app.is_present():
            return
        from tui.review.screens.events import EventsScreen

        screen = EventsScreen(self.session.workspace)

        def left(_: None) -> None:
            if screen.acted:
                start_worker(self._app, "refresh", self._app.refresh_summaries)

        self._app.push_screen(screen, left)

    async def read_report(self) -> None:
        """Ask what to report on, and show that report."""
        from tui.cli.commands.report import Selection
        from tui.review.screens.report import ReportScreen

        session, screen = self.session, self._app.screen
        if session.blind:
            self._app.show_message("a report says what others decided; a blind reviewer reads it afterwards", "warning")
            return
        key = screen.key if isinstance(screen, ConflictScreen) else None
        if key is None and session.queue:
            rows = await self._app.run_in_thread(session.page, session.position, 1)
            key = rows[0].key if rows else None
        line = format_query(session.view)
        many = f"the {len(session.queue):,} items of the filter: {line}"
        offered = {"filter": (Selection(numbers=tuple(session.queue), filter=line), many)}
        if key is not None:
            name = item_id(*key)
            offered = {
                "item": (Selection(names=(name,)), name),
                "event": (Selection(names=(key[0],)), f"everything on {key[0]}"),
                **offered,
            }
        offered["dossier"] = (Selection(), "the whole dossier")
        choices = [(what, words) for what, (_, words) in offered.items()]
        chosen = await self._app.push_screen_wait(ChoiceScreen("Report on what?", choices))
        if chosen is not None:
            await self._app.push_screen(ReportScreen(*offered[chosen]))

    # ------------------------------------------------------------------ deciding

    async def open_next_item(self, screen: ConflictScreen, decided: Item, act: Act, told: str) -> None:
        """After a decision: the item itself while it still asks for one, else the next of the queue.

        `told` is said on whichever screen is left: one that closes takes its message line with it.
        """
        self._app.show_message(told)
        session = self.session
        position = session.position
        number = session.queue[position] if position < len(session.queue) else None
        await self._app.reload()
        here = await self._app.run_in_thread(session.page, session.position, 1)
        if act.action in _STAYING and here and here[0].key == (decided.subject, decided.attribute):
            screen.show(here[0].key)
            return
        if number in session.queue:
            still_there = session.queue.index(number)
            position = position + 1 if still_there <= position else position
        if position >= len(session.queue):
            session.move_to(len(session.queue) - 1)
            screen.dismiss(None)
            self._app.show_message(f"{told}; that was the last item of the queue")
            return
        session.move_to(position)
        screen.show((await self._app.run_in_thread(session.page, position, 1))[0].key)

    async def undo(self) -> None:
        """Undo what this session did last and return to its item."""
        session = self.session
        screen = self._app.screen
        many = len(session.last)
        shown = screen.item if isinstance(screen, ConflictScreen) else None
        if isinstance(screen, ConflictScreen):
            screen.item = None  # it is about to give way: the next key is not for it
        try:
            undone = await self._app.run_in_thread(session.undo)
            await self._app.reload()
            row = await self._app.run_in_thread(session.workspace.dossier.item_row, undone.item)
        except VariorumError as error:
            if isinstance(screen, ConflictScreen):
                screen.item = shown
            self._app.show_message(str(error), "warning")
            return
        if row.item in session.queue:
            session.move_to(session.queue.index(row.item))
        if many > 1:  # the lot was decided on the queue, and that is where it is undone to
            if isinstance(screen, ConflictScreen):
                screen.dismiss(None)
            self._app.show_message(f"undone: {many:,} decisions made at one stroke")
            return
        if isinstance(self._app.screen, ConflictScreen):
            self._app.screen.show(undone.item)
        else:  # waited for, so that it has its message line when it is to say what was undone
            await self._app.push_screen(ConflictScreen(undone.item))
            self._app.update_bars()
        self._app.show_message(f"undone: {undone.action.replace('_', ' ')} on {undone.subject}/{undone.attribute}")

    async def tag(self) -> None:
        """Ask which tags to give to the item in hand and which to take away."""
        session, screen = self.session, self._app.screen
        try:
            session.check_present()
            if isinstance(screen, ConflictScreen):
                item = screen.item
            else:
                item = await self._app.run_in_thread(session.current)
            if item is None:
                return
            typed = await self._app.push_screen_wait(
                LineScreen(
                    f"Tags of {item.id}",
                    " ".join(item.tags),
                    "words to find it by, as they are to be; empty takes all away",
                )
            )
            if typed is None:
                return
            wanted = set(typed.replace("#", " ").split())
            changes = tag_changes(sorted(wanted - set(item.tags)), sorted(set(item.tags) - wanted))
            if changes:
                await self._app.run_in_thread(session.decide, item, Act("tag", tags=changes))
                await self._app.reload()
        except VariorumError as error:
            self._app.show_message(str(error), "error")
            return
        if isinstance(self._app.screen, ConflictScreen):
            self._app.screen.read_again()
        self._app.show_message(f"{item.id}: {f'tags {changes}' if changes else 'tags as they were'}")

    async def why(self) -> None:
        """Ask for the reason of the last decision: the same act once more, with a reason."""
        session = self.session
        if len(session.last) != 1:
            self._app.show_message("there is no single last decision in this session to give a reason for", "warning")
            return
        given = session.last[0]
        act = Act(
            given.action,
            assertion=given.assertion,
            low=given.low,
            high=given.high,
            relation=given.relation,
            scope=given.scope,
            grade=given.grade,
            tags=given.tags,
            policy=given.policy,
            reason=given.reason,
            rationale=given.rationale,
            adjudicates=given.adjudicates,
        )
        try:
            item = await self._app.run_in_thread(session.item, given.item)
        except VariorumError as error:
            self._app.show_message(str(error), "error")
            return
        said = f"{given.action.replace('_', ' ')} on {item.id}"
        outcome = await self._app.push_screen_wait(RationaleScreen(item, act, f"Why {said}?"))
        if isinstance(outcome, Item):
            await self._app.reload()
            self._app.show_message(f"recorded the reason: {said}")
        elif outcome is not None:
            self._app.show_message(str(outcome), "warning")

    # ------------------------------------------------------------------ looking back

    async def look_back(self, by: int | None) -> None:
        """See what was known `by` publication days from the one in sight; 0 is now, None asks for the day.

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
                day = step_day(await self._app.run_in_thread(session.days, key), session.past, by)
            session.look_at(day, recorded=recorded)
        except VariorumError as error:
            self._app.show_message(str(error), "error")
            return
        for shown in self._app.screen_stack:
            if isinstance(shown, ConflictScreen):
                shown.read_again()
            elif isinstance(shown, QueueScreen):
                shown.show_queue()
        self._app.update_bars()
