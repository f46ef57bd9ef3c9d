"""The inbox without a screen: proposals of one article after another, confirmed, mended, rejected, and claims added.

Owns what a reviewer can do with proposals and what each act records: one act is one transaction and has one undo. The
Textual screen binds keys to it, the command line calls it, the tests drive it. Refuses to draw, and never says an act
is recorded before the store has it on disk.
"""

import time
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from claims.claimsfile import ArticleText
from claims.decisions import Act
from claims.errors import VariorumError
from claims.models import Article, Assertion, Decision
from claims.store.dossier import HeadMovedError, UnknownRecordError, Waiting
from claims.values import format_value
from claims.values.model import CountValue
from claims.vocabulary.reasons import find_reason, proposal_reasons
from tui.services.acts import check_words
from tui.services.claim_fields import BY_REVIEWER, ClaimFields, changed_names, fields_of, mend, read_fields
from tui.services.proposal_acts import Acting
from tui.services.workspace import Workspace

_TRIES: Final = 5
"""How often an act is made up again because somebody else decided on its item meanwhile."""

_FAULTS: Final = {
    "subject": "misplaced_event",
    "attribute": "misnamed_attribute",
    "scope": "misplaced_scope",
    "chain": "misattributed",
}
"""The reason code for a mended field; any other field was misread."""

_ACTS: Final = {"confirm": "accepted", "reject": "rejected", "different_event": "put under a different event"}


class InboxError(VariorumError):
    """The act is incomplete or does not fit; nothing was recorded."""

    def __init__(self, problem: str) -> None:
        super().__init__(f"{problem}; nothing was recorded")


class Entry(NamedTuple):
    """A line of the inbox: where a claim of the article stands, and what became of it."""

    seq: int
    start: int
    stop: int
    tier: str
    """`agreed` or `single`; empty for a claim that a person entered."""
    act: Act

    @property
    def is_waiting(self) -> bool:
        """Whether it is a proposal on which nobody has acted."""
        return bool(self.tier) and not self.act


@dataclass(frozen=True, slots=True)
class Desk:
    """The article in hand with its claims, as last read."""

    article: Article
    entries: tuple[Entry, ...]
    """In the order of the text."""

    @property
    def text(self) -> ArticleText:
        """What a claim on it is checked against."""
        return ArticleText(id=self.article.id, published=self.article.published, text=self.article.text)

    @property
    def waiting(self) -> int:
        """How many proposals wait."""
        return sum(entry.is_waiting for entry in self.entries)

    @property
    def proposed(self) -> int:
        """How many proposals there are."""
        return sum(bool(entry.tier) for entry in self.entries)

    def next_waiting(self, position: int) -> int | None:
        """Return the first line from `position` on that waits, else the first one before it."""
        order = (*range(position, len(self.entries)), *range(min(position, len(self.entries))))
        return next((index for index in order if self.entries[index].is_waiting), None)


@dataclass(frozen=True, slots=True)
class Made:
    """An act of this session, as recorded."""

    article: str
    what: str
    """A few words, for the line that tells of it."""
    decisions: tuple[Decision, ...]
    added: tuple[Assertion, ...] = ()
    about: str = ""
    """The assertion to go back to when it is undone."""


Which = Literal["agreed", "all"]


@dataclass(frozen=True, slots=True)
class Preview:
    """What accepting the waiting proposals of an article at once would be."""

    which: Which
    plain: tuple[Assertion, ...]
    odd: tuple[tuple[Assertion, str], ...]
    """Those worth a look of their own, each with why."""


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


class InboxSession:
    """One reviewer's work on the proposals of one dossier."""

    def __init__(
        self,
        workspace: Workspace,
        reviewer: str,
        *,
        clock: Callable[[], str] = _now,
        new_id: Callable[[], str] = lambda: uuid.uuid4().hex,
    ) -> None:
        """Begin with no article in hand; `load` and `open` take one."""
        self.workspace = workspace
        self.reviewer = reviewer
        self.counts: list[Waiting] = []
        self.desk: Desk | None = None
        self.position = 0
        self._clock = clock
        self._new_id = new_id
        self._made: list[Made] = []

    # ------------------------------------------------------------------ reading

    def load(self) -> list[Waiting]:
        """Read how far each article is, in the order the articles were added."""
        self.counts = self.workspace.dossier.waiting_counts()
        return self.counts

    def progress(self) -> tuple[int, int]:
        """Return how many proposals are settled and how many there are, in all."""
        proposed = sum(count.proposed for count in self.counts)
        return proposed - sum(count.waiting for count in self.counts), proposed

    def neighbour(self, article: str, by: int) -> str | None:
        """Return the nearest article with waiting proposals after this one (before it, with -1), round the end."""
        ids = [count.article for count in self.counts]
        at = ids.index(article) if article in ids else -1 if by > 0 else 0
        order = [self.counts[(at + by * step) % len(ids)] for step in range(1, len(ids) + 1)] if ids else []
        return next((count.article for count in order if count.waiting and count.article != article), None)

    def open(self, article: str) -> Desk:
        """Take an article in hand, at its first waiting proposal.

        Raises:
            UnknownRecordError: there is none.
        """
        self.desk = Desk(self.workspace.dossier.article(article), self._entries(article))
        self.position = self.desk.next_waiting(0) or 0
        return self.desk

    def reread(self) -> Desk | None:
        """Read what became of the claims of the article in hand, and how far each article is."""
        self.load()
        if self.desk is not None:
            self.desk = Desk(self.desk.article, self._entries(self.desk.article.id))
        return self.desk

    def _entries(self, article: str) -> tuple[Entry, ...]:
        store = self.workspace.dossier
        entries = [Entry(*row) for row in store.proposals_of(article)]
        acting = self._acting()
        for seq, assertion in store.entered_of(article):
            holds = acting.holds(assertion)
            removed: Act = "" if holds is None or holds.action == "confirm" else "reject"
            entries.append(Entry(seq, assertion.passage.start, assertion.passage.end, "", removed))
        return tuple(sorted(entries, key=lambda entry: (entry.start, entry.stop, entry.seq)))

    def page(self, start: int, count: int) -> list[Assertion]:
        """Return the claims of the lines from `start` on."""
        entries = self.desk.entries[start : start + count] if self.desk else ()
        return self.workspace.dossier.assertion_page([entry.seq for entry in entries])

    def held(self, assertion: Assertion) -> Decision | None:
        """Return the decision that holds of a claim."""
        return self._acting().holds(assertion)

    def _acting(self) -> Acting:
        return Acting(self.workspace.dossier, self.reviewer.strip(), self._clock(), self._new_id)

    # ------------------------------------------------------------------ acting

    def confirm(self, claims: Sequence[Assertion], *, restoring: bool = False) -> Made:
        """Make these proposals evidence, in one act; with `restoring` also such as were set aside.

        Raises:
            InboxError: one of them is evidence already, or was set aside.
        """

        def plan(acting: Acting) -> str:
            for claim in claims:
                holds = acting.holds(claim)
                if holds is None if not claim.tier else holds is not None and holds.action == "confirm":
                    raise InboxError(f"{_short(claim)} is accepted already{_by(holds)}")
                if not restoring:
                    _refuse_removed(acting, claim)
                acting.confirm(claim)
            return f"accepted {_many(claims)}"

        return self._record(plan, claims)

    def reject(self, claims: Sequence[Assertion], reason: str, rationale: str = "") -> Made:
        """Set claims aside, in one act; `reason` is a code of `proposal_reasons` or its digit.

        Raises:
            InboxError: there is no such reason, or one of them is set aside already.
        """
        found = find_reason(reason, proposal_reasons())
        if found is None:
            known = ", ".join(f"{r.digit} {r.code}" for r in proposal_reasons())
            raise InboxError(f"there is no reason {reason!r}; give one of {known}")
        if found.digit == 9 and not rationale.strip():
            raise InboxError("another reason needs a sentence that says which")
        check_words(self.reviewer, rationale)

        def plan(acting: Acting) -> str:
            for claim in claims:
                _refuse_removed(acting, claim)
                acting.reject(claim, found.code, rationale.strip())
            return f"rejected {_many(claims)}: {found.label}"

        return self._record(plan, claims)

    def amend(self, claim: Assertion, typed: ClaimFields, rationale: str = "") -> Made:
        """Put the reviewer's reading of the same words in the place of a claim; both are kept, one counts.

        Raises:
            VariorumError: the fields make no claim, or the same one.
        """
        check_words(self.reviewer, rationale)
        store = self.workspace.dossier
        article = self._text(claim.passage.article)
        new = mend(claim, typed, article, store.vocabulary(), self.reviewer)
        changed = changed_names(fields_of(claim), typed)
        if new.id == claim.id or not changed:
            raise InboxError("no field is changed; accept it as it is, or leave with esc")
        reason = next((_FAULTS[name] for name in changed if name in _FAULTS), "misread")
        if any(name not in _FAULTS for name in changed):
            reason = "misread"

        def plan(acting: Acting) -> str:
            _refuse_removed(acting, claim)
            self._enter(acting, new)
            acting.reject(claim, reason, rationale.strip(), replaced_by=new.id)
            return f"mended {', '.join(name.replace('_', ' ') for name in changed)} of {_short(claim)}"

        return self._record(plan, [claim])

    def add(self, article: str, span: tuple[int, int], typed: ClaimFields, note: str = "") -> Made:
        """Enter a claim that the reviewer reads in the words at `span`.

        Raises:
            VariorumError: the fields make no claim, or one that is there already.
        """
        check_words(self.reviewer, note)
        store = self.workspace.dossier
        new = read_fields(typed, self._text(article), span, store.vocabulary(), self.reviewer).changed(
            note=note.strip()
        )

        def plan(acting: Acting) -> str:
            self._enter(acting, new)
            if not acting:
                raise InboxError(f"{_short(new)} is there already")
            return f"added {_short(new)}"

        return self._record(plan, [new])

    def _enter(self, acting: Acting, new: Assertion) -> None:
        try:
            acting.confirm(self.workspace.dossier.assertion(new.id))
        except UnknownRecordError:
            acting.add(new)

    def undo(self) -> Made:
        """Undo the last act of this session, as one act; return what was undone.

        Raises:
            InboxError: there is none.
        """
        if not self._made:
            raise InboxError("nothing to undo in this session; `variorum claims undo ID` undoes earlier acts")
        undone = self._made[-1]
        made = self._made.copy()

        def plan(acting: Acting) -> str:
            for decision in reversed(undone.decisions):
                acting.undo(decision)
            for assertion in undone.added:
                acting.reject(assertion, "withdrawn")
            return f"undone: {undone.what}"

        self._record(plan, ())
        self._made = made[:-1]
        return undone

    def undo_on(self, claim: Assertion) -> Made:
        """Undo what holds of one claim: the act that confirmed, rejected or mended it, or its own entering.

        Raises:
            InboxError: nobody has acted on it.
        """

        def plan(acting: Acting) -> str:
            holds = acting.holds(claim)
            mended = self._mended_into(claim) if holds is None else None
            if mended is not None:
                acting.undo(mended)
            if holds is not None:
                acting.undo(holds)
                self._withdraw(acting, holds.replaced_by)
            elif mended is not None or claim.rule == BY_REVIEWER:
                acting.reject(claim, "withdrawn")
            else:
                raise InboxError(f"nobody has acted on {_short(claim)}")
            return f"undone on {_short(claim)}"

        return self._record(plan, [claim])

    def _withdraw(self, acting: Acting, replacement: str | None) -> None:
        """Take back what a reviewer put in a claim's place, unless it was there before or is gone already."""
        if replacement is None:
            return
        new = self.workspace.dossier.assertion(replacement)
        if new.rule == BY_REVIEWER and acting.holds(new) is None:
            acting.reject(new, "withdrawn")

    def _mended_into(self, claim: Assertion) -> Decision | None:
        """Return the decision that put `claim` in another's place, where one still holds."""
        if claim.rule != BY_REVIEWER:
            return None
        found = [d for d in self.workspace.dossier.recent_decisions(2**31) if d.replaced_by == claim.id and d.assertion]
        for decision in found:
            holds = self._acting().holds(self.workspace.dossier.assertion(decision.assertion or ""))
            if holds is not None and holds.id == decision.id:
                return decision
        return None

    def _record(self, plan: Callable[[Acting], str], claims: Sequence[Assertion]) -> Made:
        """Make the act up on what holds now and record it; again where another decision came between."""
        if not self.reviewer.strip():
            raise InboxError("a decision needs a reviewer: --reviewer NAME, or VARIORUM_REVIEWER")
        about = claims[0] if claims else None
        for attempt in range(_TRIES):
            acting = self._acting()
            what = plan(acting)
            try:
                self.workspace.dossier.record(acting.decisions, acting.assertions)
            except HeadMovedError:
                if attempt == _TRIES - 1:
                    raise
                continue
            break
        made = Made(
            article=about.passage.article if about else "",
            what=what,
            decisions=tuple(acting.decisions),
            added=tuple(acting.assertions),
            about=about.id if about else "",
        )
        self._made.append(made)
        return made

    def _text(self, article: str) -> ArticleText:
        if self.desk is not None and self.desk.article.id == article:
            return self.desk.text
        return self.workspace.article_text(article)

    # ------------------------------------------------------------------ many at once

    def preview(self, which: Which = "agreed") -> Preview:
        """Return what accepting the waiting proposals of the article in hand would be: all, or the agreed ones."""
        if self.desk is None:
            return Preview(which, (), ())
        store = self.workspace.dossier
        here = [entry for entry in self.desk.entries if entry.act not in {"reject", "different_event"}]
        wanted = {entry.seq for entry in here if entry.is_waiting and (which == "all" or entry.tier == "agreed")}
        claims = store.assertion_page([entry.seq for entry in here])
        pairs = list(zip(here, claims, strict=True))
        about = find_oddities([claim for _, claim in pairs])
        chosen = [claim for entry, claim in pairs if entry.seq in wanted]
        return Preview(
            which,
            tuple(claim for claim in chosen if claim.id not in about),
            tuple((claim, about[claim.id]) for claim in chosen if claim.id in about),
        )


def find_oddities(claims: Sequence[Assertion]) -> dict[str, str]:
    """Return, by id, why a claim of one article should be looked at alone before it is accepted with others."""
    subjects = Counter(claim.subject for claim in claims if claim.subject_kind == "event")
    main = min(subjects, key=lambda name: (-subjects[name], name), default="")
    if 2 * subjects[main] <= subjects.total():  # no event that the article mainly reports
        main = ""
    beside: dict[tuple[str, str, str | None, str], list[Assertion]] = {}
    for claim in claims:
        beside.setdefault((*claim.item, claim.scope, claim.stance), []).append(claim)
    odd: dict[str, str] = {}
    for claim in claims:
        others = [one for one in beside[*claim.item, claim.scope, claim.stance] if one.id != claim.id]
        why = [
            "nobody says whose number it is" if claim.scope is None else "",
            "vague" if isinstance(claim.value, CountValue) and claim.value.hedge == "vague" else "",
            claim.stance if claim.stance != "asserts" else "",
            "speaker taken from another sentence" if any(hop.inferred for hop in claim.chain) else "",
            "no date" if claim.as_of is None else "",
            f"under {claim.subject}, not under {main}"
            if main and claim.subject_kind == "event" and claim.subject != main
            else "",
            _beside(claim, others),
        ]
        if any(why):
            odd[claim.id] = "; ".join(part for part in why if part)
    return odd


def _beside(claim: Assertion, others: Sequence[Assertion]) -> str:
    differing = sorted({format_value(one.value) for one in others if not _may_agree(claim, one)})
    if differing:
        return f"the article also has {', '.join(differing[:3])}"
    here = claim.passage
    overlapping = any(one.passage.start < here.end and here.start < one.passage.end for one in others)
    return "the same words are proposed twice" if overlapping else ""


def _may_agree(a: Assertion, b: Assertion) -> bool:
    """Whether both could be so; only counts are looked into."""
    if not (isinstance(a.value, CountValue) and isinstance(b.value, CountValue)):
        return a.value == b.value
    low = max(a.value.low, b.value.low)
    return all(value.high is None or low <= value.high for value in (a.value, b.value))


def _refuse_removed(acting: Acting, claim: Assertion) -> None:
    holds = acting.holds(claim)
    if holds is not None and holds.action != "confirm":
        raise InboxError(f"{_short(claim)} is {_ACTS[holds.action]} already{_by(holds)}")


def _by(decision: Decision | None) -> str:
    return "" if decision is None else f", by {decision.reviewer} on {decision.decided_at}"


def _many(claims: Sequence[Assertion]) -> str:
    return _short(claims[0]) if len(claims) == 1 else f"{len(claims)} proposals"


def _short(claim: Assertion) -> str:
    about = "" if claim.scope == "total" else f" [{claim.scope or 'scope not stated'}]"
    stance = "" if claim.stance == "asserts" else f"{claim.stance} "
    return f"{claim.attribute} {stance}{format_value(claim.value)}{about}"
