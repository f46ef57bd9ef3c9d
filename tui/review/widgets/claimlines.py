"""A claim of the inbox as lines to draw: one in the list, a few below it."""

from collections.abc import Sequence
from typing import Final

from textual.content import Content

from claims.assertions import describe_value
from claims.models import Assertion, Decision
from claims.values import format_value
from claims.vocabulary.reasons import every_rejection_reason, find_reason
from tui.review.widgets.articletext import Mark
from tui.review.widgets.linelist import Cell
from tui.services.inbox import ClaimEntry
from tui.visible import visible

_KINDS: Final = {"": "waiting", "confirm": "accepted", "reject": "rejected", "different_event": "rejected"}
_SIGNS: Final = {"waiting": "?", "accepted": "✓", "rejected": "✗", "entered": "+"}
_QUIET: Final = "$text-muted"


def kind_of(entry: ClaimEntry) -> str:
    """Return what a claim is drawn as: `waiting`, `accepted`, `rejected`; one a person entered is `entered`."""
    if not entry.tier:
        return "rejected" if entry.act else "entered"
    return _KINDS[entry.act]


def mark_of(entry: ClaimEntry) -> Mark:
    """Return the claim's mark in the text."""
    kind = kind_of(entry)
    return Mark(entry.start, entry.stop, "accepted" if kind == "entered" else kind)


def claim_cells(entry: ClaimEntry, claim: Assertion | None, oddity: str = "") -> Sequence[Cell]:
    """Return a line of the list: what became of it, whether two proposers agree, whether it is odd, what it says."""
    kind = kind_of(entry)
    style = "" if kind == "waiting" else "quiet"
    if claim is None:
        return (Cell(_SIGNS[kind], 1, style), Cell("gone", 0, style))
    return (
        Cell(_SIGNS[kind], 1, "mark" if kind == "waiting" else style),
        Cell("2×" if entry.tier == "agreed" else "", 2, style),
        Cell("!" if oddity and kind == "waiting" else "", 1, "mark"),
        Cell(visible(claim.attribute, limit=80), 13, style),
        Cell(value_words(claim), 0, style),
    )


def value_words(claim: Assertion) -> str:
    """Return stance, value and scope in a few words."""
    return visible(describe_value(claim), limit=200)


def chain_words(claim: Assertion) -> str:
    """Return the speakers, informant first, with verbs and what was inferred."""
    hops = []
    for hop in claim.chain[:8]:
        notes = ", ".join(filter(None, (hop.verb, "inferred" if hop.inferred else "")))
        hops.append(f"{hop.speaker} ({notes})" if notes else hop.speaker)
    return visible(" < ".join(hops), limit=300) if hops else "the outlet itself"


def draw_claim(entry: ClaimEntry, claim: Assertion, event: str, decision: Decision | None, oddity: str) -> Content:
    """Draw the claim under the cursor: what it says and why to look, what became of it, then where it is from."""
    parts: list[Content | str | tuple[str, str]] = [
        (f"{_SIGNS[kind_of(entry)]} {visible(claim.attribute, limit=80)}  ", "bold $text-accent"),
        (value_words(claim), "bold"),
        f"  “{visible(_written(claim), limit=120)}”" if _written(claim) else "",
        "\n",
    ]
    if oddity and entry.is_waiting:
        parts += [(f"look    {visible(oddity, limit=300)}\n", "bold $text-warning")]
    if decision is not None:
        parts += [(f"{_decision_words(decision)}\n", "bold")]
    facts = [
        ("event", visible(event, limit=120)),
        ("said by", chain_words(claim)),
        ("as of", f"{visible(claim.as_of or 'unknown', limit=40)} · {claim.stance}"),
        ("read by", visible(_reader(claim), limit=120)),
        ("note", visible(claim.note, limit=200)),
    ]
    for name, words in facts:
        if words:
            parts += [(f"{name:8}", _QUIET), words, "\n"]
    return Content.assemble(*parts).rstrip()


def _written(claim: Assertion) -> str:
    """Return the value as written where that says more than the value does."""
    written = claim.written or ""
    return written if written.casefold() != format_value(claim.value).casefold() else ""


def _reader(claim: Assertion) -> str:
    if not claim.tier:
        return claim.extracted_by or "unknown"
    tier = "two proposers agree" if claim.tier == "agreed" else "one proposer"
    return f"{claim.extracted_by or 'unknown'}{f' ({claim.rule})' if claim.rule else ''}, {tier}"


def _decision_words(decision: Decision) -> str:
    reason = find_reason(decision.reason, every_rejection_reason()) if decision.reason else None
    verbs = {"confirm": "accepted", "reject": "rejected", "different_event": "rejected: of a different event"}
    parts = [
        verbs.get(decision.action, decision.action),
        reason.label if reason else decision.reason,
        decision.rationale,
    ]
    words = ": ".join(filter(None, parts))
    mending = " (mended: + stands on the same words)" if decision.replaced_by else ""
    return visible(f"{words}{mending}, by {decision.reviewer}, {decision.decided_at}", limit=400)
