"""The tidy tables: one row for an assertion, a data item, a decision.

An assertion is in the rows of its own data item only, however many items it bears on.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from claims.models import Decision
from claims.values import format_value
from reconcile.items.explanation import verdict_words
from reconcile.items.item import Item, Verdict
from reconcile.items.states import STATES
from reconcile.reports.answers import build_rows
from reconcile.reports.tables.model import Row, Table, columns, fill

ASSERTIONS = Table(
    name="assertions",
    row_of="sourced statement",
    columns=columns(
        "Variorum",
        ("id", "digest of what was said and where"),
        ("item", "the data item it belongs to: event, slash, attribute"),
        ("subject", "key of the event, organisation, person or place it is about"),
        ("subject_kind", "event, organisation, person, place or article"),
        ("attribute", "what is asserted"),
        ("scope", "whose number it is, as stated or as a reviewer set it; empty where nobody says"),
        ("written", "the value as the article has it"),
        ("value", "the value as read, in words"),
        ("kind", "count, measure, date, time, place, actor, choice or text"),
        ("low", "least value it allows; empty is open"),
        ("high", "greatest value it allows; empty is open"),
        ("unit", "unit of a measure"),
        ("stance", "asserts, denies, suspects or retracts"),
        ("as_of", "up to when the statement knows, as EDTF"),
        ("outlet", "who printed it"),
        ("chain", "the speakers from the outlet's informant back to whoever said it first, joined by ` < `"),
        ("origin", "whoever said it first; statements with one origin count once"),
        ("quote", "the exact words"),
        ("start", "first character of the quote in the article, from 0", "integer"),
        ("end", "the character after its last", "integer"),
        ("article", "name of the article"),
        ("article_id", "digest of the article"),
        ("exhaustive", "the stated parts are all there is", "boolean"),
        ("status", "proposed, accepted or rejected"),
        ("removed", "reject or different_event where a reviewer set it aside"),
        ("in_conflict", "it is in a set of statements that cannot all be true", "boolean"),
        ("extracted_by", "who entered or proposed it"),
        ("tier", "how a proposal came up"),
        ("rule", "the rule that proposed it"),
        ("recorded_at", "when it entered the dossier, in UTC"),
        ("note", "what the coder kept with it"),
    ),
)

ITEMS = Table(
    name="items",
    row_of="data item: what one decision settles",
    columns=columns(
        "Variorum",
        ("id", "event, slash, attribute"),
        ("subject", "key of the event, organisation, person or place"),
        ("attribute", "what is asserted of it"),
        ("state", f"one of {', '.join(STATES)}"),
        ("severity", "high, medium, low or none"),
        ("importance", "the number that orders the queue", "integer"),
        ("answer", "the accepted value, `not ...` where a denial was accepted; empty where nothing single is accepted"),
        ("stance", "of the accepted statement: asserts, denies, suspects or retracts; empty without an answer"),
        ("low", "least value: the reviewer's, else as `basis` says"),
        ("best", "best value: the reviewer's, else as `basis` says"),
        ("high", "greatest value: the reviewer's, else as `basis` says"),
        ("basis", "decision, the policy with its clause, or what was said"),
        ("values", "every distinct value said where values have no order, joined by `; `"),
        ("grade", "the grade that the policy airwars gives a count"),
        ("assertions", "statements that bear on it", "integer"),
        ("origins", "independent origins among them", "integer"),
        ("minimal_sets", "smallest sets of statements that cannot all be true", "integer"),
        ("explanation", "why it is as it is, in a sentence"),
        ("reviewer", "who decided"),
        ("decided_at", "when, in UTC"),
        ("action", "what was decided"),
        ("reason", "reason code"),
        ("rationale", "why, in the reviewer's words"),
        ("policy", "the policy whose proposal was taken up"),
        ("verdicts", "what each reviewer says and why, joined by `; `, where no decision answers the item yet"),
        ("unseen", "statements that arrived since and do not agree with the decision", "integer"),
    ),
)

DECISIONS = Table(
    name="decisions",
    row_of="reviewer's act",
    columns=columns(
        "Variorum",
        ("id", "id of the decision"),
        ("item", "the data item: event, slash, attribute"),
        ("subject", "key of the event, organisation, person or place"),
        ("attribute", "what is asserted of it"),
        ("action", "what was done: accept, range, contested, reject, undo and so on"),
        ("assertion", "id of the statement it is about"),
        ("low", "lower bound of an accepted range"),
        ("high", "upper bound of an accepted range"),
        ("relation", "for not_comparable: what explains the difference"),
        ("scope", "for set_scope: whose number it is"),
        ("undoes", "for undo: the decision that no longer holds"),
        ("policy", "the policy whose proposal was taken up, with its clause"),
        ("reason", "reason code"),
        ("rationale", "why, in the reviewer's words"),
        ("reviewer", "who"),
        ("decided_at", "when, in UTC"),
        ("based_on", "the decision that the reviewer had last seen"),
        ("seen", "statements that the reviewer had seen", "integer"),
        ("settles", "the item's answer rests on it today", "boolean"),
    ),
)


def assertion_rows(item: Item, recorded_at: Mapping[str, str]) -> Iterator[Row]:
    """Yield the rows of an item's own assertions; `recorded_at` says when each entered the dossier."""
    in_conflict = item.conflicting
    for member in item.members:
        if member.linked:
            continue
        assertion, passage, value = member.assertion, member.assertion.passage, member.assertion.value
        yield {
            **fill(ASSERTIONS, member, assertion, passage, value),
            "item": item.id,
            "value": format_value(value),
            "low": _text(getattr(value, "low", None)),
            "high": _text(getattr(value, "high", None)),
            "chain": " < ".join(assertion.speakers),
            "quote": passage.exact,
            "article": member.article_name,
            "article_id": passage.article,
            "removed": member.removed or None,
            "in_conflict": assertion.id in in_conflict,
            "recorded_at": recorded_at.get(assertion.id),
        }


_OF_DECISION: Final = ("reviewer", "decided_at", "action", "reason", "rationale", "policy")


def item_row(item: Item) -> Row:
    """Return the row of a data item."""
    row, decision = build_rows(item)[0], item.resolution.decision
    low, best, high = row.texts
    return {
        **fill(ITEMS, item, row),
        **{name: getattr(decision, name, None) for name in _OF_DECISION},
        "answer": item.resolution.answer or None,
        "stance": item.resolution.stance if item.resolution.answer else None,
        "low": low,
        "best": best,
        "high": high,
        "basis": row.basis or None,
        "values": row.listed or None,
        "grade": row.grade or None,
        "assertions": len(item.members),
        "origins": row.origins,
        "minimal_sets": len(item.minimal_sets),
        "verdicts": "; ".join(map(_verdict, item.resolution.verdicts)) or None,
        "unseen": len(item.resolution.unseen),
    }


def _verdict(verdict: Verdict) -> str:
    decision = verdict.decision
    why = ": ".join(filter(None, (decision.reason, decision.rationale)))
    return f"{verdict_words(verdict)} ({why})" if why else verdict_words(verdict)


def decision_rows(item: Item, decisions: Iterable[Decision]) -> Iterator[Row]:
    """Yield the rows of the decisions on an item."""
    settling = item.resolution.decision.id if item.resolution.decision else None
    for decision in decisions:
        yield {
            **fill(DECISIONS, decision),
            "item": item.id,
            "seen": len(decision.seen),
            "settles": decision.id == settling,
        }


def _text(end: object) -> str | None:
    return None if end is None else str(end)
