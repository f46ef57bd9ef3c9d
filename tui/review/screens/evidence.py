"""One data item with its evidence, to be read: the screen under every screen that decides an item."""

from functools import partial

from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from claims.errors import VariorumError
from claims.models import Article, Decision
from claims.subjects import SubjectMap
from reconcile.items.item import Item, item_id
from tui.review.screens.base import ReviewScreen
from tui.review.screens.reading import ArticleScreen
from tui.review.widgets.answers import draw_answers, find_answers
from tui.review.widgets.bars import KeyBar, MessageLine, StatusBar
from tui.review.widgets.cards import Card, build_cards, draw_card
from tui.review.widgets.evidence import (
    MOST_CARDS,
    draw_heading,
    draw_more,
    draw_origins,
    draw_proposals,
    draw_relations,
    draw_resolution,
    draw_sets,
    draw_verdicts,
)
from tui.review.widgets.numberline import draw_line
from tui.review.workers import start_worker
from tui.services.numbering import in_order
from tui.visible import visible

_CARD_WIDTH = 38
"""Cells a card needs to be read; as many are drawn side by side as have that."""
_MOST_COLUMNS = 5

_LOOK_EVERY_S = 2.0
"""How often it is looked whether somebody merged or split the event of what is on screen."""


class Evidence(VerticalScroll, can_focus=True, inherit_bindings=False):
    """The scrolling part of the screen."""


class EvidenceScreen(ReviewScreen):
    """An item with its evidence, and the keys to move in it."""

    AUTO_FOCUS = "Evidence"

    def __init__(self, key: tuple[str, str]) -> None:
        super().__init__()
        self.key = key
        """Subject and attribute of the item."""
        self.item: Item | None = None
        """As last read: what a decision says it has seen."""
        self.cards: list[Card] = []
        self.verdicts: list[Decision] = []
        """What each of several reviewers says of it, where this one may know."""
        self._subjects: SubjectMap | None = None
        """The merges and splits that the item was read under."""
        self._moved = ""
        """What is said of a merge or a split made elsewhere, once the item is on screen again."""
        self._is_following = False
        self._keeps_place = False
        """Whether what is read next is drawn where it stood."""

    def compose(self) -> ComposeResult:
        """Lay out header, evidence, keys."""
        yield StatusBar()
        with Evidence():
            yield Static("reading …", id="heading", classes="part", markup=False)
            yield from self.compose_verdicts()
            yield Static("", id="line", classes="part", markup=False)
            yield Container(id="cards")
            yield Static("", id="more", classes="part", markup=False)
            yield Static("What cannot all be true", classes="title", markup=False)
            yield Static("", id="sets", classes="part", markup=False)
            yield Static("What an answer would change", id="answers-title", classes="title", markup=False)
            yield Static("", id="answers", classes="part", markup=False)
            yield Static("What codebooks would say", id="proposals-title", classes="title", markup=False)
            yield Static("", id="proposals", classes="part", markup=False)
            yield Static("Decision", classes="title", markup=False)
            yield Static("", id="decision", classes="part", markup=False)
            yield Static("", id="verdicts", classes="part", markup=False)
            yield Static("Who rests on whom", classes="title", markup=False)
            yield Static("", id="origins", classes="part", markup=False)
            yield Static("Relations", classes="title", markup=False)
            yield Static("", id="relations", classes="part", markup=False)
        yield MessageLine()
        yield KeyBar(self.NAME, self.review.keys)

    def compose_verdicts(self) -> ComposeResult:
        """Lay out what is shown between the heading and the evidence; here nothing."""
        yield from ()

    def on_mount(self) -> None:
        """Read the item in a worker."""
        self.review.session.numbers.open(self.key)
        self.review.update_bars()
        self.show(self.key)
        self.set_interval(_LOOK_EVERY_S, self._look_for_merges)

    def on_resize(self) -> None:
        """Put as many cards side by side as can be read."""
        self._arrange(self.cards)
        if self.item is not None:
            self._draw_line(self.item)

    def show(self, key: tuple[str, str]) -> None:
        """Show another item, or the same as it is now."""
        if key != self.key:
            self.review.session.numbers.open(key)
        self.key = key
        self.review.remember_place(key, is_open=True)
        self.item = None  # until the other is on screen no key does anything to either
        self.review.update_bars()
        self.read_aside(partial(self._load, key), "show")

    def follow(self, key: tuple[str, str]) -> None:
        """Show the item where its event has gone, at the place it was read, its numbers and drafts as they were."""
        if key != self.key:
            self.review.session.numbers.move(self.key, key)
            self.review.drafts.move(item_id(*self.key), item_id(*key))
        self.key = key
        self._keeps_place = True
        self.show(key)

    def _look_for_merges(self) -> None:
        if not self._is_following:
            self._is_following = True
            start_worker(self, "follow", self._while_mounted, self._follow_event, exclusive=False)

    async def _follow_event(self) -> None:
        try:
            await self._show_moved()
        except VariorumError as error:
            self.review.show_message(str(error), "error")
        finally:
            self._is_following = False

    async def _show_moved(self) -> None:
        """Show the item anew where a merge or a split made elsewhere has moved statements into it or out of it."""
        item, session = self.item, self.review.session
        if item is None or self.app.screen is not self or session.past is not None:
            return  # what is asked about it is finished first
        subjects = await self.review.run_in_thread(session.workspace.dossier.subject_map)
        if subjects is self._subjects:
            return
        key = (await self.review.run_in_thread(session.current_keys, item))[0]
        now = await self.review.run_in_thread(session.item, key)
        is_same = key == self.key and _statements(now) == _statements(item)
        if not is_same:
            await self.review.run_in_thread(session.workspace.refresh_subjects, [item.subject, key[0]])
            await self.review.reload()
        if self.item is not item or self.app.screen is not self:
            return
        self._subjects = subjects
        if is_same:
            return
        await self.review.run_in_thread(session.go_to, [key])
        state = now.state.replace("_", " ")
        self._moved = f"events were merged or split meanwhile: this is now {now.id}, {state}"
        self.follow(key)

    def read_again(self) -> None:
        """Show the item as it is now."""
        self.show(self.key)

    async def _load(self, key: tuple[str, str]) -> None:
        try:
            item, cards, verdicts = await self.review.run_in_thread(self._read, key)
        except VariorumError as error:
            self.item, self.cards, self.verdicts = None, [], []
            self.query_one("#heading", Static).update(Content(visible(str(error), limit=600)))
            return
        with self.app.batch_update():
            await self._draw(item, cards, verdicts)
        self.item, self.cards, self.verdicts = item, cards, verdicts
        drafts = [action.replace("_", " ") for action, _ in self.review.drafts.of_item(item.id)]
        words = [self._moved] if self._moved else []
        if drafts:
            words.append(f"you left a draft here: {', '.join(drafts)}; its key takes it up again")
        if words:
            self.review.show_message("; ".join(words))
        self._moved = ""

    def _read(self, key: tuple[str, str]) -> tuple[Item, list[Card], list[Decision]]:
        """Compute the item and read its articles; runs in a thread."""
        session = self.review.session
        self._subjects = session.workspace.dossier.subject_map()
        item = session.item(key)
        articles: dict[str, Article] = {}
        numbers = session.numbers.of(item)
        for _, member in in_order(item, numbers)[:MOST_CARDS]:
            article = member.assertion.passage.article
            if article not in articles:
                try:
                    articles[article] = session.article(article)
                except VariorumError:
                    continue  # the card says that the article is missing
        return item, build_cards(item, articles, numbers), session.verdicts(item)

    def odd_keys(self, item: Item) -> str:
        """Return the keys that answer what is asked of the odd one out; here there are none."""
        return ""

    async def _draw(self, item: Item, cards: list[Card], verdicts: list[Decision]) -> None:
        self.query_one("#heading", Static).update(draw_heading(item, self.odd_keys(item)))
        grid = self.query_one("#cards", Container)
        await grid.remove_children()
        await grid.mount_all(Static("", classes="card", markup=False) for _ in cards[:MOST_CARDS])
        self._arrange(cards)
        for name, content in (
            ("more", draw_more(cards[MOST_CARDS:])),
            ("sets", draw_sets(item, cards)),
            ("proposals", draw_proposals(item)),
            ("origins", draw_origins(item, cards)),
            ("decision", draw_resolution(item, cards)),
            ("verdicts", draw_verdicts(verdicts, cards)),
            ("relations", draw_relations(item, cards)),
        ):
            part = self.query_one(f"#{name}", Static)
            part.update(content)
            part.display = bool(content.plain)
        self.query_one("#proposals-title", Static).display = bool(item.proposals)
        self._draw_line(item)
        self._draw_answers([])
        self.read_aside(partial(self._find_answers, item), "answers")
        if not self._keeps_place:
            self.query_one(Evidence).scroll_to(y=0, animate=False)
        self._keeps_place = False

    def _draw_line(self, item: Item) -> None:
        line = self.query_one("#line", Static)
        content = draw_line(item, min(110, self.size.width - 4), self.review.session.numbers.of(item))
        line.update(content)
        line.display = bool(content.plain)

    async def _find_answers(self, item: Item) -> None:
        """Show what answers would change, once the evidence is on screen."""
        self._draw_answers(await self.review.run_in_thread(find_answers, self.review.session, item))

    def _draw_answers(self, lines: list[str]) -> None:
        part = self.query_one("#answers", Static)
        part.update(draw_answers(lines))
        part.display = self.query_one("#answers-title", Static).display = bool(lines)

    def _arrange(self, cards: list[Card]) -> None:
        grid = self.query_one("#cards", Container)
        widgets = list(grid.query(".card").results(Static))
        columns = max(1, min(_MOST_COLUMNS, self.size.width // _CARD_WIDTH, len(widgets)))
        grid.styles.grid_size_columns = columns
        # The text before a quote takes at most a sixth of the lines, so that the quotes themselves are in sight.
        room = min(1_000, max(3, self.size.height // 6) * max(20, self.size.width // columns - 6))
        for widget, card in zip(widgets, cards, strict=False):
            widget.update(draw_card(card, room))

    # ------------------------------------------------------------------ moving

    def action_view(self) -> None:
        """Read the articles around the quotes."""
        if self.cards:
            self.app.push_screen(ArticleScreen(self.cards))

    def action_previous(self) -> None:
        self._step(-1)

    def action_next(self) -> None:
        self._step(1)

    def _step(self, by: int) -> None:
        session = self.review.session
        position = session.position + by
        if not 0 <= position < len(session.queue):
            self.review.show_message("the queue ends here", "warning")
            return
        session.move_to(position)
        rows = session.page(position, 1)
        if rows:
            self.show(rows[0].key)

    def action_back(self) -> None:
        self.review.remember_place(self.key, is_open=False)
        super().action_back()

    def _move(self, way: str) -> None:
        way = {"first": "home", "last": "end"}.get(way, way)
        getattr(self.query_one(Evidence), f"scroll_{way}")(animate=False)


def _statements(item: Item) -> set[str]:
    return {member.assertion.id for member in item.members}
