"""The review without a screen: one item at a time in plain lines, for screen readers and scripts.

It reads a line, answers in lines, and never moves a cursor. The place in the queue is saved as the screens save it.
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from claims.errors import VariorumError
from claims.models import Action
from claims.vocabulary.reasons import reasons_for
from reconcile.items.item import Item, Member, item_id
from tui.output import write
from tui.review.settings import Settings
from tui.services.acts import NOT_COMPARABLE_RELATIONS, Act, DecisionError, act_of, find_proposal, tag_changes
from tui.services.bookmark import Bookmark
from tui.services.event_mending import split_off
from tui.services.numbering import in_order
from tui.services.query import format_query, parse_query
from tui.services.reporting import refresh
from tui.services.review_session import MendingAct, ReviewSession
from tui.services.workspace import Workspace
from tui.visible import visible
from tui.writers.wording import (
    decision_words,
    head_words,
    odd_lines,
    outcome_words,
    source_words,
    statement_words,
    statements_of,
    verdict_lines,
)

_MOST_MEMBERS: Final = 40
_CONTEXT: Final = 600

HELP: Final = """\
N WHY            accept statement N; WHY is a reason's digit, a sentence, or a digit and a sentence
p                accept what the codebook in force proposes
range A B WHY    accept from A to B; - leaves an end open
c WHY            contested        e WHY  needs evidence        z WHY  undecided
n RELATION WHY   not comparable; n alone lists the relations
x N WHY          set statement N aside
d N WHY          statement N is of a different event
s N SCOPE WHY    say whose number statement N gives
i N WHY          statement N is no copy, though it shares words
m                how this item's event can be mended: merges to take back, what to merge with again
m N WHY          mend it in the way of that number; without WHY: what would follow
m split N,N WHY  these statements' articles are of another incident; without WHY: what would follow
t WORD -WORD     give the item a tag, take one away
why              list the reasons' digits
v N              read statement N in its article
u                undo the last decision
next, back       another item, leaving this one as it is
f FILTER         show other items, such as: f state:stale source:"Harbour Post" bridge
r                read this item again
q                leave; everything decided is saved"""

_ACTS: Final[dict[str, Action]] = {"c": "contested", "e": "needs_evidence", "z": "undecided"}
_ON_ONE: Final[dict[str, Action]] = {"x": "reject", "d": "different_event", "i": "independent"}


class PlainReview:
    """A review in which each line typed is one command."""

    def __init__(
        self, session: ReviewSession, places: Bookmark, ask: Callable[[], str | None], print_text: Callable[[str], None]
    ) -> None:
        """Prepare a review of the queue that `session` has loaded; `ask` returns the next line, None at the end."""
        self._session = session
        self._places = places
        self._ask = ask
        self._print = print_text
        self._item: Item | None = None
        self._is_followed = False
        """Whether the item that is shown next is the one in hand under another event, whose numbers stay."""
        self._ids: dict[int, str] = {}
        """The statements of the item in hand, by number."""

    def run(self) -> None:
        """Read and do lines until there are no more, or `q`."""
        self._show()
        while (line := self._ask()) is not None:
            try:
                if not self._do(line.strip()):
                    break
            except VariorumError as error:
                self._print(visible(str(error), limit=1_000))
        self._places.save()

    # ------------------------------------------------------------------ showing

    def _show(self) -> None:
        session = self._session
        before, self._item = self._item, session.current()
        if self._item is None:
            self._print(f"no items here: {visible(format_query(session.view))}. f FILTER shows others, q leaves")
            return
        item = self._item
        if (before is None or before.id != item.id) and not self._is_followed:
            session.numbers.open((item.subject, item.attribute))
        self._is_followed = False
        self._places.query, self._places.item = format_query(session.view), (item.subject, item.attribute)
        self._places.save()
        numbers = session.numbers.of(item)
        self._ids = {number: id_ for id_, number in numbers.items()}
        key = f" ({item.id})" if item.heading != item.id else ""
        place = f"Item {session.position + 1:,} of {len(session.queue):,}: {item.heading}{key}"
        lines = (place, *_item_lines(item, numbers))
        self._print("\n".join(visible(line, limit=2_000) for line in lines))

    # ------------------------------------------------------------------ commands

    def _do(self, line: str) -> bool:
        """Do what a line says; return whether to read another."""
        word, _, rest = line.partition(" ")
        rest = rest.strip()
        if word in {"q", "quit"}:
            return False
        if word in {"", "r"}:
            self._read_again()
        elif word in {"?", "h", "help"}:
            self._print(HELP)
        elif word in {"next", "back"}:
            self._step(1 if word == "next" else -1)
        elif word == "f":
            self._filter(rest)
        elif word == "u":
            self._undo()
            self._show()
        elif self._item is None:
            self._print("there is no item in hand; f FILTER shows others, ? lists what can be said")
        else:
            self._do_with_item(self._item, word, rest)
        return True

    def _filter(self, query: str) -> None:
        self._session.load_queue(parse_query(query))
        self._session.move_to(0)
        self._show()

    def _do_with_item(self, item: Item, word: str, rest: str) -> None:
        if word == "why":
            self._print("\n".join(_reason_lines(rest.replace(" ", "_") or "accept")))
        elif word == "v":
            self._read(item, rest)
        elif word == "m":
            self._mend(item, rest)
        elif word == "n" and not rest:
            self._print("\n".join(f"{name}: {words}" for name, words in NOT_COMPARABLE_RELATIONS.items()))
        else:
            self._decide(item, self._act(item, word, rest))

    def _act(self, item: Item, word: str, rest: str) -> Act:
        """Return the act that a line names."""
        if word.isdigit():
            return _because(Act("accept", assertion=self._member(word)), rest)
        if word == "p":
            return _because(act_of(find_proposal(item)), rest)
        if word == "range":
            return _range(rest)
        if word in _ACTS:
            return _because(Act(_ACTS[word]), rest)
        if word == "t":
            return _tag(rest.split())
        return self._act_on_one(item, word, rest)

    def _act_on_one(self, item: Item, word: str, rest: str) -> Act:
        """Return the act of a line whose first argument is a statement or a relation."""
        first, _, more = rest.partition(" ")
        if word in _ON_ONE:
            return _because(Act(_ON_ONE[word], assertion=self._member(first)), more)
        if word == "n":
            return _because(Act("not_comparable", relation=first), more)
        if word == "s":
            scope, _, more = more.strip().partition(" ")
            return _because(Act("set_scope", assertion=self._member(first), scope=scope), more)
        raise DecisionError(f"{word!r} is nothing that can be done; ? lists what can")

    def _member(self, number: str) -> str:
        """Return the statement of that number."""
        id_ = self._ids.get(int(number)) if number.isdecimal() and len(number) < 9 else None
        if id_ is None:
            known = f"{min(self._ids)} to {max(self._ids)}" if self._ids else "none"
            raise DecisionError(f"there is no statement {number!r}; they are {known}; nothing was recorded")
        return id_

    def _decide(self, item: Item, act: Act) -> None:
        session = self._session
        now = session.decide(item, act)
        self._print(visible(outcome_words(item, now, act)))
        here = session.queue[session.position]
        session.load_queue()
        if here in session.queue and act.action != "tag":
            session.move_to(session.queue.index(here) + 1)
        self._show()

    def _mend(self, item: Item, rest: str) -> None:
        """Mend the event of an item, or say how it can be and what would follow."""
        session = self._session
        mendings = session.mendings(item)
        if not rest:
            lines = [f"{number}: {mending.words}" for number, mending in enumerate(mendings, start=1)]
            self._print(visible("\n".join([*lines, "split N,N: split statements off"]), keep="\n", limit=4_000))
            return
        way, _, because = rest.partition(" ")
        if way == "split":
            numbers, _, because = because.strip().partition(" ")
            mending = split_off(item, map(self._member, numbers.split(",")))
        elif way.isdecimal() and 0 < int(way[:9]) <= len(mendings):
            mending = mendings[int(way[:9]) - 1]
        else:
            raise DecisionError(f"there is no way {way!r} to mend this event; m lists them; nothing was recorded")
        plan = session.plan_mending(mending)
        if not because.strip():
            self._print(visible(f"{plan.words}: {plan.preview}; with a reason it is recorded", limit=4_000))
            return
        keys = session.mend(item, plan, because)
        self._print(visible(f"recorded: {plan.words}", limit=2_000))
        session.load_queue()
        self._follow(keys)

    def _follow(self, keys: Sequence[tuple[str, str]]) -> None:
        """Show the first of these items that is to be decided, under the numbers that its statements had."""
        if self._item is not None and (key := self._session.go_to(keys)) is not None:
            self._session.numbers.move((self._item.subject, self._item.attribute), key)
            self._is_followed = True
        self._show()

    def _read_again(self) -> None:
        """Show the item in hand as it is now, where merges and splits made elsewhere have put it."""
        item, session = self._item, self._session
        keys = session.current_keys(item) if item is not None else []
        if item is not None and keys[0] != (item.subject, item.attribute):
            session.workspace.refresh_subjects([item.subject, keys[0][0]])
            session.load_queue()
            self._print(visible(f"events were merged or split meanwhile: {item.id} is now {item_id(*keys[0])}"))
            self._follow(keys)
            return
        self._show()

    def _undo(self) -> None:
        undone = self._session.undo()
        if isinstance(undone, MendingAct):
            self._print(visible(f"undone: {undone.words}", limit=2_000))
            self._session.go_to([undone.key])
            return
        statements = statements_of(self._session.item(undone.item))
        self._print(visible(f"undone: {decision_words(undone, statements)}", limit=2_000))

    def _step(self, by: int) -> None:
        position = self._session.position + by
        if not 0 <= position < len(self._session.queue):
            self._print("the queue ends here")
            return
        self._session.move_to(position)
        self._show()

    def _read(self, item: Item, number: str) -> None:
        id_ = self._member(number)
        passage = next(m.assertion.passage for m in item.members if m.assertion.id == id_)
        article = self._session.article(passage.article)
        start, end = passage.start, passage.end
        if article.text[start:end] != passage.exact:
            self._print("ORPHAN: these words are not at their place in the article")
            return
        before, after = article.text[max(0, start - _CONTEXT) : start], article.text[end : end + _CONTEXT]
        self._print(visible(f"{before}[[{passage.exact}]]{after}", keep="\n", limit=4_000))


def _item_lines(item: Item, numbers: Mapping[str, int]) -> Iterator[str]:
    yield f"{head_words(item)}, severity {item.severity}. {item.explanation}"
    yield from odd_lines(item)
    yield from item.notes
    yield from (f"{number}: {_describe(member)}" for number, member in in_order(item, numbers)[:_MOST_MEMBERS])
    if len(item.members) > _MOST_MEMBERS:
        yield f"and {len(item.members) - _MOST_MEMBERS} more"
    proposal = item.proposal_in_force
    if proposal is not None:
        warning = f"; mind: {proposal.warning}" if proposal.warning else ""
        yield f"p: {proposal.policy} proposes {proposal.shown}, {proposal.clause}{warning}"
    yield from (f"verdict: {words}" for words in verdict_lines(item))
    if item.resolution.decision is not None:
        yield f"decided: {decision_words(item.resolution.decision, statements_of(item))}"


def _reason_lines(action: str) -> Iterator[str]:
    if action == "reject":
        yield "of a statement that is proposed:"
        yield from (f"{r.digit} {r.label}" for r in reasons_for(action, "proposed") if r.digit)
        yield "of any other:"
    yield from (f"{r.digit} {r.label}" for r in reasons_for(action))


def _describe(member: Member) -> str:
    removed = " Set aside." if member.removed else ""
    quote = " ".join(member.assertion.passage.exact.split())[:300]
    as_of = member.assertion.as_of or "unknown"
    translated = f" {' '.join(member.assertion.translated.split())[:300]}" if member.assertion.translation else ""
    return f"{statement_words(member)}; {source_words(member)}; as of {as_of}.{removed} “{quote}”{translated}"


def _range(rest: str) -> Act:
    low, _, rest = rest.partition(" ")
    high, _, rest = rest.strip().partition(" ")
    return _because(Act("range", low=_bound(low), high=_bound(high)), rest)


def _tag(words: Sequence[str]) -> Act:
    removed = [tag[1:] for tag in words if tag.startswith("-")]
    return Act("tag", tags=tag_changes([tag for tag in words if not tag.startswith("-")], removed))


def _bound(text: str) -> str | None:
    return None if text in {"", "-"} else text


def _because(act: Act, words: str) -> Act:
    """Return the act with its reason: a digit alone, a sentence, or a digit and a sentence."""
    first, _, rest = words.strip().partition(" ")
    if first.isdigit() and len(first) == 1:
        return replace(act, reason=first, rationale=rest.strip())
    return replace(act, rationale=words.strip())


def run_plain(dossier: Path, reviewer: str, settings: Settings, show: str) -> None:
    """Review in plain lines until standard input ends."""
    places = Bookmark.of(dossier, reviewer)
    line = show or places.query
    with Workspace(dossier) as workspace:
        workspace.refresh() if settings.blind else refresh(workspace)  # its progress tells what others do
        session = ReviewSession(workspace, reviewer, reasons=settings.reasons, blind=settings.blind)
        session.load_queue(parse_query(line) if line else None)
        if not show and places.item is not None:
            keys = [row.key for row in session.page(0, len(session.queue))]
            session.move_to(keys.index(places.item) if places.item in keys else 0)
        PlainReview(session, places, _read_line, _print_text).run()


def _read_line() -> str | None:
    if sys.stdin.isatty():
        sys.stdout.write("> ")
        sys.stdout.flush()
    line = sys.stdin.readline()
    return line.rstrip("\n") if line else None


def _print_text(text: str) -> None:
    write(text)
    sys.stdout.flush()
