"""One data item to be decided: from a key to the statement, relation or scope it is about, and on to the record."""

import time
from collections.abc import Awaitable, Callable, Collection
from functools import partial
from typing import Final

from claims.errors import VariorumError
from claims.models import Action
from claims.store.dossier import HeadMovedError
from claims.vocabulary.model import TOTAL
from reconcile.items.item import Doubt, Item
from reconcile.policies import Proposal
from tui.review.actions import actions_on
from tui.review.screens.asking import ChoiceScreen, scope_lines
from tui.review.screens.evidence import EvidenceScreen
from tui.review.screens.mending import ask_mending, ask_why
from tui.review.screens.rationale import RationaleScreen, key_of
from tui.review.screens.reading import HeadMovedScreen
from tui.review.widgets.cards import Card, card_line
from tui.review.workers import start_worker
from tui.services.acts import NOT_COMPARABLE_RELATIONS, Act, DecisionError, act_of, find_proposal
from tui.writers.wording import outcome_words

ONE_VOICE = frozenset({"identical", "same_origin", "relay_divergence"})
"""Relations by which two statements count once."""

_ANSWERED_BY: Final[dict[Doubt, str]] = {
    "incident": "different_event",
    "group": "set_scope",
    "time": "not_comparable",
    "reading": "reject",
}
"""The action that says so of the odd one out."""

_BURST_S: Final = 0.5
"""Keys less than this apart were typed without a look between them: where one came too early, so did the next."""


class ConflictScreen(EvidenceScreen):
    """An item with its evidence, and the keys to decide it."""

    NAME = "conflict"

    def __init__(self, key: tuple[str, str]) -> None:
        super().__init__(key)
        self._is_asking = False
        self._mending_reason = ""
        """Why the event was to be mended, where that could not be recorded."""
        self._choosing: ChoiceScreen | None = None
        """The list of assertions that is being shown."""
        self._early_at = float("-inf")
        """When the last key was pressed that came before its item."""

    def odd_keys(self, item: Item) -> str:
        """Return the keys that answer what is asked of the odd one out."""
        keys = {action.name: self.review.keys.shown(action) for action in actions_on(self.NAME)}
        doubts = item.odd.doubts if item.odd else ()
        return "".join(f"  {keys[_ANSWERED_BY[doubt]]} {doubt}" for doubt in doubts if keys[_ANSWERED_BY[doubt]])

    def action_adjudicate(self) -> None:
        """See side by side what its reviewers say."""
        if not self._is_ready() or self.item is None:
            return
        try:
            self.review.session.check_verdicts(self.item, self.verdicts)
        except DecisionError as error:
            self.review.show_message(str(error), "warning")
            return
        self.review.navigator.open_adjudication(self.key)

    def action_accept(self, number: int) -> None:
        """Accept the assertion of that number; from ten assertions on it is only the number's first digit."""
        if isinstance(self._choosing, ChoiceScreen) and self._choosing is self.app.screen:
            self._choosing.type_digit(str(number))  # typed faster than the list came up
            return
        if not self._is_ready():
            return
        if self._highest > 9:
            self._start(partial(self._accept_chosen, str(number)))
            return
        card = next((card for card in self.cards if card.number == number), None)
        if card is None:
            self.review.show_message(f"there is no assertion {number} here", "warning")
            return
        self._start(partial(self._accept, card))

    def action_accept_any(self) -> None:
        self._start(self._accept_chosen)

    def action_range(self) -> None:
        self._start(partial(self._decide, Act("range"), "Accept a range"))

    def action_proposal(self) -> None:
        self._start(self._accept_default_proposal)

    def action_other_proposal(self) -> None:
        self._start(self._accept_other_proposal)

    def action_contested(self) -> None:
        self._start(partial(self._decide, Act("contested"), "Keep as contested"))

    def action_needs_evidence(self) -> None:
        self._start(partial(self._decide, Act("needs_evidence"), "Needs more evidence"))

    def action_undecided(self) -> None:
        self._start(partial(self._decide, Act("undecided"), "Undecided: you looked and cannot tell"))

    def action_not_comparable(self) -> None:
        self._start(self._not_comparable)

    def action_reject(self) -> None:
        self._start(partial(self._decide_on_one, "reject", "Reject which assertion?", "Reject"))

    def action_different_event(self) -> None:
        self._start(
            lambda: self._decide_on_one(
                "different_event", "Which assertion speaks of a different event?", "Different event"
            )
        )

    def action_mend_event(self) -> None:
        """Say that the event is two incidents, or one with another."""
        self._start(self._mend_event)

    def action_independent(self) -> None:
        """Say that a statement is no copy."""
        self._start(self._independent)

    def action_set_scope(self) -> None:
        self._start(self._set_scope)

    def _start(self, ask: Callable[[], Awaitable[None]]) -> None:
        """Begin to ask, unless something is being asked: a key pressed before that is on screen was meant for it."""
        if not self._is_asking and self._is_ready():
            self._is_asking = True
            start_worker(self, "ask", self._check_and_ask, ask)

    def _is_ready(self) -> bool:
        """Return whether a key is meant for the item on screen; say so of one that came earlier and does nothing."""
        now = time.monotonic()
        if self.item is not None and now - self._early_at > _BURST_S:
            return True
        self._early_at = now
        self.review.show_message("that key came before the item was on screen and did nothing", "warning")
        return False

    async def _check_and_ask(self, ask: Callable[[], Awaitable[None]]) -> None:
        try:
            self.review.session.check_present()
            await ask()
        except VariorumError as error:
            self.review.show_message(str(error), "error")
        finally:
            self._is_asking = False
            self._choosing = None

    @property
    def _highest(self) -> int:
        """The highest number of an assertion here."""
        return max((card.number for card in self.cards), default=0)

    @property
    def _selected_id(self) -> str | None:
        return self.selected.id if self.selected else None

    async def _independent(self) -> None:
        relations = self.item.relations if self.item else ()
        copies = {id_ for each in relations if each.relation in ONE_VOICE for id_ in (each.a, each.b)}
        if not copies:
            self.review.show_message("no statement here is taken for a copy of another", "warning")
            return
        card = await self._choose_card("Which is no copy, though it shares words?", copies)
        if card is not None:
            await self._decide(Act("independent", assertion=card.id), f"No copy: {card_line(card)}")

    async def _choose_card(self, question: str, only: Collection[str] | None = None, begun: str = "") -> Card | None:
        cards = [card for card in self.cards if not card.member.removed]
        if only is not None:
            cards = [card for card in cards if card.id in only]
        elif len(cards) != len(self.cards):
            question += " (those set aside are left out)"
        lines = [(card.id, card_line(card)) for card in cards]
        # The digit in the list is the card's own wherever it has one.
        numbers = [card.number for card in cards]
        at = next((n for n, card in enumerate(cards) if card.id == self._selected_id), 0)
        quotes = [card.member.assertion.passage.exact for card in cards]
        self._choosing = ChoiceScreen(
            question, lines, numbers=numbers, highest=self._highest, begun=begun, quotes=quotes, at=at, low=True
        )
        chosen = await self.app.push_screen_wait(self._choosing)
        self._choosing = None
        return next((card for card in cards if card.id == chosen), None)

    async def _accept(self, card: Card) -> None:
        if card.member.removed:
            self.review.show_message(f"{card.number} was set aside; undo that decision before accepting it", "warning")
            return
        at_once = self.review.session.reasons == "optional"
        await self._decide(Act("accept", assertion=card.id), f"Accept {card_line(card)}", at_once=at_once)

    async def _accept_chosen(self, begun: str = "") -> None:
        card = await self._choose_card("Accept which assertion?", begun=begun)
        if card is not None:
            await self._accept(card)

    async def _accept_default_proposal(self) -> None:
        """Accept what the policy in force proposes, at once; the clause is the reason. A warning is shown first."""
        if self.item is not None:
            await self._accept_proposal(find_proposal(self.item))

    async def _accept_other_proposal(self) -> None:
        proposals = self.item.proposals if self.item else ()
        proposals = tuple(p for p in proposals if not p.is_blank)
        if not proposals:
            self.review.show_message("no codebook has an answer for this item", "warning")
            return
        lines = [(p.policy, f"{p.policy}: {p.shown}, {p.clause}{_warning(p)}") for p in proposals]
        chosen = await self.app.push_screen_wait(ChoiceScreen("Accept which proposal?", lines, low=True))
        for proposal in proposals:
            if proposal.policy == chosen:
                await self._accept_proposal(proposal)

    async def _accept_proposal(self, proposal: Proposal) -> None:
        act = act_of(proposal)
        question = f"Accept {proposal.shown} ({act.policy}{_warning(proposal)})"
        await self._decide(act, question, at_once=not proposal.warning)

    async def _decide_on_one(self, action: Action, question: str, verb: str) -> None:
        card = await self._choose_card(question)
        if card is not None:
            await self._decide(Act(action, assertion=card.id), f"{verb}: {card_line(card)}")

    async def _not_comparable(self) -> None:
        relation = await self.app.push_screen_wait(
            ChoiceScreen(
                "Not comparable: what explains the difference?",
                [(name, f"{name.replace('_', ' '):<20}{words}") for name, words in NOT_COMPARABLE_RELATIONS.items()],
                low=True,
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
                f"Whose number is it? {card_line(card)}",
                scopes,
                typed="or type another scope of the attribute",
                quotes=[card.member.assertion.passage.exact] * len(scopes),
                low=True,
            )
        )
        if scope is not None:
            await self._decide(Act("set_scope", assertion=card.id, scope=scope), f"Scope {scope}: {card_line(card)}")

    async def _decide(self, act: Act, question: str, *, at_once: bool = False) -> None:
        """Record the act, asking for a reason first unless one press is enough, then open the next item."""
        while self.item is not None:
            item = self.item
            form = RationaleScreen(item, act, question)
            if at_once and self.review.drafts.get(key_of(item, act)).is_empty:
                outcome = await self._record(item, act)
            else:
                outcome = await self.app.push_screen_wait(form)
                act = form.act()  # what was filled in, also for asking again on top of what is recorded now
            if outcome is None:
                return
            if isinstance(outcome, HeadMovedError):
                again = await self.app.push_screen_wait(HeadMovedScreen(outcome.mine, outcome.theirs, self.cards))
                await self._load(self.key)
                if not again:
                    return
                at_once = False
                continue
            self.item = None  # decided: what is pressed until the next one is on screen does nothing to it
            number = next((str(card.number) for card in self.cards if card.id == act.assertion), "")
            message = outcome_words(item, outcome, act, number)
            await self.review.navigator.open_next_item(self, item, act, message)
            return

    async def _mend_event(self) -> None:
        """Ask how the event is to be mended, record it, and go on with the item under the event it has then."""
        item = self.item
        if item is None:
            return
        plan = await ask_mending(self.app, self.review, item, self.cards)
        if plan is None:
            return
        because = await ask_why(self.app, plan, self._mending_reason)
        if because is None:
            return
        self._mending_reason = because
        keys = await self.review.run_in_thread(self.review.session.mend, item, plan, because)
        self._mending_reason = ""
        self.item = None  # what is pressed until it is on screen again does nothing to it
        await self.review.navigator.open_mended_item(self, keys, f"recorded: {plan.words}")

    async def _record(self, item: Item, act: Act) -> Item | HeadMovedError | None:
        try:
            return await self.review.run_in_thread(self.review.session.decide, item, act)
        except HeadMovedError as error:
            return error
        except VariorumError as error:
            self.review.show_message(f"not saved: {error}", "error")
            return None


def _warning(proposal: Proposal) -> str:
    return f"; mind: {proposal.warning}" if proposal.warning else ""
