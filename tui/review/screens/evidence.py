"""One data item with its evidence, to be read: the screen under every screen that decides an item."""

import contextlib
from functools import partial
from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.geometry import Region
from textual.widgets import Static

from claims.errors import VariorumError
from claims.models import Article, Decision
from claims.subjects import SubjectMap
from reconcile.items.item import Item, item_id
from tui.output import counted
from tui.review.screens.base import ReviewScreen
from tui.review.screens.reading import ArticleScreen
from tui.review.widgets.answers import draw_answers, find_answers
from tui.review.widgets.bars import KeyBar, MessageLine, StatusBar
from tui.review.widgets.cards import Card, build_cards, draw_card, view_card
from tui.review.widgets.evidence import (
    draw_heading,
    draw_notes,
    draw_origins,
    draw_proposals,
    draw_relations,
    draw_resolution,
    draw_sets,
    draw_title,
    draw_verdicts,
)
from tui.review.widgets.numberline import draw_line
from tui.review.widgets.statements import FEWEST, StatementList, draw_quote, group_cards, share_room
from tui.review.workers import start_worker
from tui.visible import visible

PARTS: Final = {
    "line": "",
    "notes": "",
    "sets": "What cannot all be true",
    "answers": "What an answer would change",
    "proposals": "What codebooks would say",
    "decision": "Decision",
    "verdicts": "",
    "origins": "Who rests on whom",
    "relations": "Relations",
}
"""What stands under the statements, each part with its title; one that says nothing is left out."""
_LIST_SHARE, _SHARES = 3, 5
"""What the list has of a wide screen, beside the quote."""
_CARD_WIDTH = 38
"""Cells a card needs to be read; as many are drawn side by side as have that."""
_MOST_COLUMNS = 5

_LOOK_EVERY_S = 2.0
"""How often it is looked whether the event of what is on screen was merged or split, from another screen too."""


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
        self._elsewhere = 0
        """What others had recorded when the item was read."""
        self._moved = ""
        """What is said of a merge or a split made elsewhere, once the item is on screen again."""
        self._without_article: set[str] = set()
        """The statements whose article cannot be read."""
        self._is_following = False
        self._keeps_place = False
        """Whether what is read next is drawn where it stood."""

    def compose(self) -> ComposeResult:
        """Lay out header, evidence, keys."""
        yield StatusBar()
        with Container(id="item"):
            with Evidence():
                yield from self.compose_parts()
            with VerticalScroll(id="pane", can_focus=False):
                yield Static("", id="quoted", markup=False)
        yield MessageLine()
        yield KeyBar(self.NAME, self.review.keys)

    def compose_parts(self) -> ComposeResult:
        """Lay out what is scrolled through."""
        yield Static("reading …", id="heading", classes="part", markup=False)
        yield from self.compose_verdicts()
        yield Container(id="cards")
        yield StatementList()
        for name, title in PARTS.items():
            if title:
                yield Static(title, id=f"{name}-title", classes="title", markup=False)
            yield Static("", id=name, classes="part", markup=False)

    def compose_verdicts(self) -> ComposeResult:
        """Lay out what is shown between the heading and the evidence; here nothing."""
        yield from ()

    def on_mount(self) -> None:
        """Read the item in a worker."""
        self.review.session.numbers.open(self.key)
        self.review.update_bars()
        self.show(self.key)
        self.set_interval(_LOOK_EVERY_S, self.follow_others)

    def on_resize(self) -> None:
        """Put as many cards side by side as can be read, or fit the list to the room there is."""
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        if self.item is not None:
            self._arrange(self.item, self.cards)
            self._draw_line(self.item)

    def show(self, key: tuple[str, str]) -> None:
        """Show another item, or the same as it is now."""
        if key != self.key:
            self.review.session.numbers.open(key)
        self.key = key
        self.review.remember_place(key)
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

    def follow_others(self) -> None:
        """Look whether the item has changed."""
        if not self._is_following:
            self._is_following = True
            start_worker(self, "follow", self._while_mounted, self._follow_changes, exclusive=False)

    async def _follow_changes(self) -> None:
        try:
            await self._show_changed()
        except VariorumError as error:
            self.review.show_message(str(error), "error")
        finally:
            self._is_following = False

    async def _show_changed(self) -> None:
        """Show the item anew where others have added to it, decided on it, or merged or split its event."""
        item, session, elsewhere = self.item, self.review.session, self.review.elsewhere
        if item is None or self.app.screen is not self or session.past is not None:
            return  # what is asked about it is finished first
        subjects = await self.review.run_in_thread(session.workspace.dossier.subject_map)
        is_mended = subjects is not self._subjects
        if not is_mended and elsewhere == self._elsewhere:
            return
        key = (await self.review.run_in_thread(session.current_keys, item))[0]
        now = await self.review.run_in_thread(session.item, key)
        is_same = key == self.key and _is_same(item, now, blind=session.blind)
        if is_mended and not is_same:
            await self.review.run_in_thread(session.workspace.refresh_subjects, [item.subject, key[0]])
            await self.review.reload()
        if self.item is not item or self.app.screen is not self:
            return
        self._subjects, self._elsewhere = subjects, elsewhere
        if is_same:
            return
        await self.review.run_in_thread(session.go_to, [key])
        self._moved = _mended_words(now) if _is_moved(item, now) and is_mended else _changed_words(item, now)
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
        self._subjects, self._elsewhere = session.workspace.dossier.subject_map(), self.review.elsewhere
        item = session.item(key)
        numbers = session.numbers.of(item)
        articles = {} if _is_list(item) else self._read_articles(item)
        return item, build_cards(item, articles, numbers), session.verdicts(item)

    def _read_articles(self, item: Item) -> dict[str, Article]:
        articles: dict[str, Article] = {}
        for id_ in {member.assertion.passage.article for member in item.members}:
            with contextlib.suppress(VariorumError):  # the card says that the article is missing
                articles[id_] = self.review.session.article(id_)
        return articles

    def odd_keys(self, item: Item) -> str:
        """Return the keys that answer what is asked of the odd one out; here there are none."""
        return ""

    async def _draw(self, item: Item, cards: list[Card], verdicts: list[Decision]) -> None:
        grid = self.query_one("#cards", Container)
        await grid.remove_children()
        is_list = _is_list(item)
        self.query_one("#item", Container).set_class(is_list, "-list")
        self.statements.show(group_cards(item, cards) if is_list else [])
        if not is_list:
            await grid.mount_all(Static("", classes="card", markup=False) for _ in cards)
        self._arrange(item, cards)
        contents = {
            "notes": draw_notes(item) if is_list else Content(""),
            "sets": draw_sets(item, cards),
            "proposals": draw_proposals(item),
            "decision": draw_resolution(item, cards),
            "verdicts": draw_verdicts(verdicts, cards),
            "origins": draw_origins(item, cards),
            "relations": draw_relations(item, cards),
        }
        for name, content in contents.items():
            self._show_part(name, content)
        self._draw_line(item)
        self._draw_answers([])
        self.read_aside(partial(self._find_answers, item), "answers")
        if not self._keeps_place:
            self.query_one(Evidence).scroll_to(y=0, animate=False)
        self._keeps_place = False

    def _show_part(self, name: str, content: Content) -> None:
        """Show a part under its title, or neither where it says nothing."""
        part = self.query_one(f"#{name}", Static)
        part.update(content)
        part.display = bool(content.plain)
        for title in self.query(f"#{name}-title"):
            title.display = part.display

    def _draw_line(self, item: Item) -> None:
        width = min(110, self._list_width if _is_list(item) else self.size.width - 4)
        self._show_part("line", draw_line(item, width, self.review.session.numbers.of(item)))

    async def _find_answers(self, item: Item) -> None:
        """Show what answers would change, once the evidence is on screen."""
        self._draw_answers(await self.review.run_in_thread(find_answers, self.review.session, item))

    def _draw_answers(self, lines: list[str]) -> None:
        self._show_part("answers", draw_answers(lines))

    def _arrange(self, item: Item, cards: list[Card]) -> None:
        if _is_list(item):
            self._arrange_list(item)
            return
        self.query_one("#heading", Static).update(draw_heading(item, self.odd_keys(item)))
        grid = self.query_one("#cards", Container)
        widgets = list(grid.query(".card").results(Static))
        columns = max(1, min(_MOST_COLUMNS, self.size.width // _CARD_WIDTH, len(widgets)))
        grid.styles.grid_size_columns = columns
        # The text before a quote takes few lines, one on a small screen, so that the quotes themselves are in sight.
        room = min(1_000, max(1, (self.size.height - 20) // 4) * max(20, self.size.width // columns - 6))
        for widget, card in zip(widgets, cards, strict=False):
            widget.set_class(card.member.status == "proposed", "-proposed")
            widget.update(draw_card(card, room))

    # ------------------------------------------------------------------ the list

    @property
    def statements(self) -> StatementList:
        """The list, of an item with more statements than stand side by side."""
        return self.query_one(StatementList)

    @property
    def selected(self) -> Card | None:
        """The statement under the cursor of the list; None where there is no list."""
        return self.statements.card

    @property
    def _is_wide(self) -> bool:
        return self.has_class("-wide")

    @property
    def _list_width(self) -> int:
        """Cells of a line beside the pane, but for padding and scrollbar."""
        return (self.size.width * _LIST_SHARE // _SHARES if self._is_wide else self.size.width) - 3

    def _arrange_list(self, item: Item) -> None:
        width, pane = self._list_width, self.query_one("#pane", VerticalScroll)
        body = self.size.height - 1 - max(1, self.query_one(KeyBar).size.height)
        count, is_chosen = partial(self.statements.count_lines, width), self.statements.is_chosen
        rooms = share_room(count, body, is_beside=self._is_wide, is_chosen=is_chosen)
        pane.styles.height = "1fr" if self._is_wide else rooms.pane
        pane.set_class(not rooms.pane, "-away")
        heading = draw_title(item, self.odd_keys(item), width, rooms.heading)
        self.query_one("#heading", Static).update(heading)
        self.statements.draw(width, rooms)
        self._draw_pane()

    def _draw_pane(self) -> None:
        """Show the quote of the statement under the cursor; its article is read first where it has not been."""
        card = self.selected
        if card is None:
            return
        if card.excerpt is None and card.id not in self._without_article:
            self.read_aside(partial(self._read_quote, card), "quote")
            return
        pane = self.query_one("#pane", VerticalScroll)
        width = self.size.width - self._list_width - 6 if self._is_wide else self.size.width - 3
        height = self.size.height - 4 if self._is_wide else pane.styles.height.cells if pane.styles.height else 0
        self.query_one("#quoted", Static).update(draw_quote(card, width, (height or 1) - 1))
        pane.scroll_to(y=0, animate=False)

    async def _read_quote(self, card: Card) -> None:
        try:
            article = await self.review.run_in_thread(
                self.review.session.article, card.member.assertion.passage.article
            )
        except VariorumError:
            self._without_article.add(card.id)
        else:
            self.statements.put(view_card(card, article))
        if self.selected is not None and self.selected.id == card.id:
            self._draw_pane()

    def _select(self, by: int) -> bool:
        """Move the cursor of the list; return False where there is no statement that way."""
        if self.item is None or not self.statements.move(by):
            return False
        self._redraw_list()
        return True

    def _redraw_list(self) -> None:
        if self.item is not None:
            self._arrange_list(self.item)
            self.call_after_refresh(self._keep_in_view)

    @on(StatementList.Selected)
    def _clicked(self, event: StatementList.Selected) -> None:
        self.statements.cursor, self.statements.is_chosen = event.id, True
        self._redraw_list()

    def _keep_in_view(self) -> None:
        place, line = self.statements.virtual_region, self.statements.cursor_line
        body = self.query_one(Evidence)
        if place.y + line < body.size.height:
            body.scroll_to(y=0, animate=False)
        else:
            body.scroll_to_region(Region(0, place.y + line, 1, 1), animate=False, force=True, x_axis=False)

    # ------------------------------------------------------------------ moving

    def action_view(self) -> None:
        """Read the articles around the quotes."""
        if self.cards:
            at = next((n for n, card in enumerate(self.cards) if self.selected and card.id == self.selected.id), 0)
            self.app.push_screen(ArticleScreen(self.cards, at))

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

    def _move(self, way: str) -> None:
        if self._select({"up": -1, "down": 1}.get(way, 0) or len(self.cards)):
            return
        way = {"first": "home", "last": "end"}.get(way, way)
        getattr(self.query_one(Evidence), f"scroll_{way}")(animate=False)


def _is_list(item: Item) -> bool:
    return len(item.members) >= FEWEST


def _statements(item: Item) -> set[str]:
    return {member.assertion.id for member in item.members}


def _is_moved(before: Item, now: Item) -> bool:
    return (before.subject, before.attribute) != (now.subject, now.attribute) or _statements(before) != _statements(now)


def _is_same(before: Item, now: Item, *, blind: bool) -> bool:
    """Return whether nothing on screen has changed; which decision is the latest says nothing to a blind reviewer."""
    ignored = {"head": None} if blind else {}
    return {**dict(before), **ignored} == {**dict(now), **ignored}


def _mended_words(now: Item) -> str:
    return f"events were merged or split meanwhile: this is now {now.id}, {now.state.replace('_', ' ')}"


def _changed_words(before: Item, now: Item) -> str:
    """Return what others have changed on an item, for the line of messages."""
    new, gone = len(_statements(now) - _statements(before)), len(_statements(before) - _statements(now))
    state = now.state.replace("_", " ")
    changes = (
        (counted(new, "new statement"), new),
        (f"{counted(gone, 'statement')} gone", gone),
        (f"now {state}", now.state != before.state),
    )
    return f"others changed this meanwhile: {', '.join(words for words, is_so in changes if is_so) or 'see below'}"
