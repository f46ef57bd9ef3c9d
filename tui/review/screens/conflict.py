"""One data item: the evidence first, then what is asked of the reviewer.

Owns the steps from a key to a decision: which assertion, which relation or scope, then the rationale. Refuses to say
that anything is decided before the store has it.
"""

from collections.abc import Awaitable, Callable, Collection
from functools import partial

from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from claims.errors import VariorumError
from claims.models import Action, Article, Decision
from claims.store.dossier import HeadMovedError
from claims.vocabulary.model import TOTAL, ScopeTree
from reconcile.items.build import Item
from reconcile.policies import Proposal
from tui.review.screens.asking import ChoiceScreen
from tui.review.screens.base import ReviewScreen
from tui.review.screens.rationale import RationaleScreen, key_of
from tui.review.screens.reading import ArticleScreen, HeadMovedScreen
from tui.review.widgets.answers import draw_answers, find_answers
from tui.review.widgets.bars import KeyBar, MessageLine, StatusBar
from tui.review.widgets.evidence import (
    MOST_CARDS,
    Card,
    build_cards,
    card_line,
    draw_card,
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
from tui.services.review_session import NOT_COMPARABLE_RELATIONS, Act, act_of
from tui.visible import visible
from tui.writers.wording import act_words

_CARD_WIDTH = 38
"""Cells a card needs to be read; as many stand side by side as have that."""
_MOST_COLUMNS = 5
ONE_VOICE = frozenset({"identical", "same_origin", "relay_divergence"})
"""Relations by which two statements count once."""


class Evidence(VerticalScroll, can_focus=True, inherit_bindings=False):
    """The scrolling part of the screen."""


class ConflictScreen(ReviewScreen):
    """An item with its evidence, and the keys to decide it."""

    NAME = "conflict"
    AUTO_FOCUS = "Evidence"

    def __init__(self, key: tuple[str, str]) -> None:
        super().__init__()
        self._key = key
        self.item: Item | None = None
        """As last read: what a decision says it has seen."""
        self.cards: list[Card] = []

    @property
    def key(self) -> tuple[str, str]:
        """Subject and attribute of the item."""
        return self._key

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
        """Lay out what stands between the heading and the evidence; here nothing."""
        yield from ()

    def on_mount(self) -> None:
        """Read the item in a worker."""
        self.review.update_bars()
        self.show(self._key)

    def on_resize(self) -> None:
        """Put as many cards side by side as can be read."""
        self._arrange(self.cards)
        if self.item is not None:
            self._draw_line(self.item)

    def show(self, key: tuple[str, str]) -> None:
        """Show another item."""
        self._key = key
        self.review.remember_place(key, is_open=True)
        self.item = None  # until the other is on screen no key does anything to either
        self.review.update_bars()
        self.read_aside(partial(self._load, key), "show")

    def read_again(self) -> None:
        """Show the item as it is now."""
        self.show(self._key)

    async def _load(self, key: tuple[str, str]) -> None:
        try:
            item, cards, verdicts = await self.review.run_in_thread(self._read, key)
        except VariorumError as error:
            self.item, self.cards = None, []
            self.query_one("#heading", Static).update(Content(visible(str(error), limit=600)))
            return
        with self.app.batch_update():
            await self._draw(item, cards, verdicts)
        self.item, self.cards = item, cards
        kept = [action.replace("_", " ") for action, _ in self.review.drafts.of_item(item.id)]
        if kept:
            self.review.show_message(f"you left a draft here: {', '.join(kept)}; its key takes it up again")

    def _read(self, key: tuple[str, str]) -> tuple[Item, list[Card], list[Decision]]:
        """Compute the item and read its articles; runs in a thread."""
        session = self.review.session
        item = session.item(key)
        articles: dict[str, Article] = {}
        for member in item.members[:MOST_CARDS]:
            article = member.assertion.passage.article
            if article not in articles:
                try:
                    articles[article] = session.article(article)
                except VariorumError:
                    continue  # the card says that the article is missing
        return item, build_cards(item, articles), session.verdicts(item)

    async def _draw(self, item: Item, cards: list[Card], verdicts: list[Decision]) -> None:
        session = self.review.session
        self.query_one("#heading", Static).update(draw_heading(item))
        grid = self.query_one("#cards", Container)
        await grid.remove_children()
        await grid.mount_all(Static("", classes="card", markup=False) for _ in cards[:MOST_CARDS])
        self._arrange(cards)
        for name, content in (
            ("more", draw_more(cards[MOST_CARDS:])),
            ("sets", draw_sets(item, cards)),
            ("proposals", draw_proposals(item, session.default_proposal(item))),
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
        self.query_one(Evidence).scroll_to(y=0, animate=False)

    def _draw_line(self, item: Item) -> None:
        line = self.query_one("#line", Static)
        content = draw_line(item, min(110, self.size.width - 4))
        line.update(content)
        line.display = bool(content.plain)

    async def _find_answers(self, item: Item) -> None:
        """Say what answers would change, once the evidence is on screen."""
        self._draw_answers(await self.review.run_in_thread(find_answers, self.review.session, item))

    def _draw_answers(self, lines: list[str]) -> None:
        part = self.query_one("#answers", Static)
        part.update(draw_answers(lines))
        part.display = self.query_one("#answers-title", Static).display = bool(lines)

    def _arrange(self, cards: list[Card]) -> None:
        grid = self.query_one("#cards", Container)
        drawn = list(grid.query(".card").results(Static))
        columns = max(1, min(_MOST_COLUMNS, self.size.width // _CARD_WIDTH, len(drawn)))
        grid.styles.grid_size_columns = columns
        # A sixth of the screen's lines may stand before a quote, so that the quotes themselves are in sight.
        room = min(1_000, max(3, self.size.height // 6) * max(20, self.size.width // columns - 6))
        for widget, card in zip(drawn, cards, strict=False):
            widget.update(draw_card(card, room))

    # ------------------------------------------------------------------ deciding

    def action_accept(self, number: int) -> None:
        """Accept the assertion of that number."""
        if self.item is None:
            return
        if number > len(self.cards):
            self.review.show_message(f"there is no assertion {number} here", "warning")
            return
        self._start(lambda: self._accept(self.cards[number - 1]))

    def action_accept_any(self) -> None:
        self._start(self._accept_chosen)

    def action_range(self) -> None:
        self._start(lambda: self._decide(Act("range"), "Accept a range"))

    def action_proposal(self) -> None:
        self._start(self._take_up_default)

    def action_other_proposal(self) -> None:
        self._start(self._take_up_other)

    def action_contested(self) -> None:
        self._start(lambda: self._decide(Act("contested"), "Keep as contested"))

    def action_needs_evidence(self) -> None:
        self._start(lambda: self._decide(Act("needs_evidence"), "Needs more evidence"))

    def action_undecided(self) -> None:
        self._start(lambda: self._decide(Act("undecided"), "Undecided: you looked and cannot tell"))

    def action_not_comparable(self) -> None:
        self._start(self._not_comparable)

    def action_reject(self) -> None:
        self._start(lambda: self._about_one("reject", "Reject which assertion?", "Reject"))

    def action_different_event(self) -> None:
        self._start(
            lambda: self._about_one(
                "different_event", "Which assertion speaks of a different event?", "Different event"
            )
        )

    def action_independent(self) -> None:
        """Say that a statement is no copy."""
        self._start(self._independent)

    def action_set_scope(self) -> None:
        self._start(self._set_scope)

    def _start(self, ask: Callable[[], Awaitable[None]]) -> None:
        if self.item is not None:
            start_worker(self, "ask", self._asking, ask)

    async def _asking(self, ask: Callable[[], Awaitable[None]]) -> None:
        try:
            self.review.session.check_present()
            await ask()
        except VariorumError as error:
            self.review.show_message(str(error), "error")

    async def _independent(self) -> None:
        relations = self.item.relations if self.item else ()
        copied = {id_ for each in relations if each.relation in ONE_VOICE for id_ in (each.a, each.b)}
        if not copied:
            self.review.show_message("no statement here is taken for a copy of another", "warning")
            return
        card = await self._choose_card("Which is no copy, though it shares words?", copied)
        if card is not None:
            await self._decide(Act("independent", assertion=card.id), f"No copy: {card_line(card)}")

    async def _choose_card(self, question: str, only: Collection[str] | None = None) -> Card | None:
        cards = [card for card in self.cards if not card.member.removed and (only is None or card.id in only)]
        # The digit in the list is the card's own wherever it has one.
        if only is None and len(cards) != len(self.cards):
            question += " (those set aside are left out)"
        chosen = await self.app.push_screen_wait(
            ChoiceScreen(question, [(card.id, card_line(card)) for card in cards], numbers=[c.number for c in cards])
        )
        return next((card for card in cards if card.id == chosen), None)

    async def _accept(self, card: Card) -> None:
        if card.member.removed:
            self.review.show_message(f"{card.number} was set aside; undo that decision before accepting it", "warning")
            return
        at_once = self.review.session.reasons == "optional"
        await self._decide(Act("accept", assertion=card.id), f"Accept {card_line(card)}", at_once=at_once)

    async def _accept_chosen(self) -> None:
        card = await self._choose_card("Accept which assertion?")
        if card is not None:
            await self._accept(card)

    async def _take_up_default(self) -> None:
        """Accept what the default policy proposes, at once; the clause is the reason. A warning is shown first."""
        proposal = self.review.session.default_proposal(self.item) if self.item else None
        if proposal is None:
            self.review.show_message(
                "the default codebook has no figure for this item; see what others propose", "warning"
            )
        else:
            await self._take_up(proposal)

    async def _take_up_other(self) -> None:
        offered = [p for p in (self.item.proposals if self.item else ()) if p.low is not None or p.high is not None]
        if not offered:
            self.review.show_message("no codebook has a figure for this item", "warning")
            return
        lines = [(p.policy, f"{p.policy}: {p.shown}, {p.clause}{_mind(p)}") for p in offered]
        chosen = await self.app.push_screen_wait(ChoiceScreen("Accept which proposal?", lines))
        for proposal in offered:
            if proposal.policy == chosen:
                await self._take_up(proposal)

    async def _take_up(self, proposal: Proposal) -> None:
        act = act_of(proposal)
        question = f"Accept {proposal.shown} ({act.policy}{_mind(proposal)})"
        await self._decide(act, question, at_once=not proposal.warning)

    async def _about_one(self, action: Action, question: str, verb: str) -> None:
        card = await self._choose_card(question)
        if card is not None:
            await self._decide(Act(action, assertion=card.id), f"{verb}: {card_line(card)}")

    async def _not_comparable(self) -> None:
        relation = await self.app.push_screen_wait(
            ChoiceScreen(
                "Not comparable: what explains the difference?",
                [(name, f"{name.replace('_', ' '):<20}{words}") for name, words in NOT_COMPARABLE_RELATIONS.items()],
            )
        )
        if relation is not None:
            await self._decide(
                Act("not_comparable", relation=relation), f"Not comparable: {relation.replace('_', ' ')}"
            )

    async def _set_scope(self) -> None:
        card = await self._choose_card("Whose scope?")
        if card is None:
            return
        vocabulary = await self.review.run_in_thread(self.review.session.workspace.dossier.vocabulary)
        attribute = vocabulary.attribute(card.member.assertion.attribute)
        scopes = scope_lines(attribute.tree) if attribute else [(TOTAL, TOTAL)]
        scope = await self.app.push_screen_wait(
            ChoiceScreen(
                f"Whose number is it? {card_line(card)}", scopes, typed="or type another scope of the attribute"
            )
        )
        if scope is not None:
            await self._decide(Act("set_scope", assertion=card.id, scope=scope), f"Scope {scope}: {card_line(card)}")

    async def _decide(self, act: Act, question: str, *, at_once: bool = False) -> None:
        """Record the act, asking for a reason first unless one press is enough, then go on to the next item."""
        while self.item is not None:
            item = self.item
            form = RationaleScreen(item, act, question)
            outcome: Item | HeadMovedError | None
            if at_once and self.review.drafts.get(key_of(item, act)).is_empty:
                outcome = await self._record(item, act)
            else:
                outcome = await self.app.push_screen_wait(form)
                act = form.act()  # what was filled in, also for asking again on top of what is recorded now
            if outcome is None:
                return
            if isinstance(outcome, HeadMovedError):
                again = await self.app.push_screen_wait(HeadMovedScreen(outcome.mine, outcome.theirs))
                await self._load(self._key)
                if not again:
                    return
                at_once = False
                continue
            self.item = None  # decided: what is pressed until the next one is on screen does nothing to it
            number = next((f" {card.number}" for card in self.cards if card.id == act.assertion), "")
            message = f"recorded: {act_words(act)}{number}; {item.id} is {outcome.state.replace('_', ' ')}"
            await self.review.navigator.open_next_item(self, item, act, message)
            return

    async def _record(self, item: Item, act: Act) -> Item | HeadMovedError | None:
        try:
            return await self.review.run_in_thread(self.review.session.decide, item, act)
        except HeadMovedError as error:
            return error
        except VariorumError as error:
            self.review.show_message(f"not saved: {error}", "error")
            return None

    # ------------------------------------------------------------------ moving

    def action_adjudicate(self) -> None:
        """See side by side what its reviewers say."""
        self.review.navigator.open_adjudication(self._key)

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
        wanted = session.position + by
        if not 0 <= wanted < len(session.queue):
            self.review.show_message("the queue ends here", "warning")
            return
        session.move_to(wanted)
        rows = session.page(wanted, 1)
        if rows:
            self.show(rows[0].key)

    def action_back(self) -> None:
        self.review.remember_place(self._key, is_open=False)
        self.dismiss(None)

    def action_up(self) -> None:
        self.query_one(Evidence).scroll_up(animate=False)

    def action_down(self) -> None:
        self.query_one(Evidence).scroll_down(animate=False)

    def action_page_up(self) -> None:
        self.query_one(Evidence).scroll_page_up(animate=False)

    def action_page_down(self) -> None:
        self.query_one(Evidence).scroll_page_down(animate=False)

    def action_first(self) -> None:
        self.query_one(Evidence).scroll_home(animate=False)

    def action_last(self) -> None:
        self.query_one(Evidence).scroll_end(animate=False)


def scope_lines(tree: ScopeTree) -> list[tuple[str, str]]:
    """Return the scopes of a tree with the line each is shown by: every whole before its parts, these indented."""
    lines = [(TOTAL, TOTAL)]

    def add(parent: str, depth: int) -> None:
        for above, facet, children in tree.facets:
            if above == parent:
                for child in children:
                    lines.append((child, f"{'  ' * depth}{child.replace('_', ' ')}{f' ({facet})' if facet else ''}"))
                    add(child, depth + 1)

    add(TOTAL, 1)
    return lines


def _mind(proposal: Proposal) -> str:
    return f"; mind: {proposal.warning}" if proposal.warning else ""
