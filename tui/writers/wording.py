"""The sentences that every format of a report says alike."""

from claims.models import Decision
from claims.values import format_bounds, format_value
from claims.vocabulary.reasons import every_rejection_reason, find_reason, reasons_for
from reconcile.items.item import Item, Member, Resolution

STATE_WORDS = {
    "open": "open",
    "resolved": "resolved",
    "stale": "stale: evidence arrived that the decision had not seen",
    "contested": "kept as contested",
    "needs_evidence": "needs evidence",
    "undecided": "looked at, undecided",
    "held": "waits for a person's word",
    "agreed": "agreed",
}

ACTION_WORDS = {
    "accept": "accepted",
    "range": "accepted a range",
    "contested": "kept as contested",
    "not_comparable": "not comparable",
    "needs_evidence": "needs evidence",
    "undecided": "undecided",
    "different_event": "of a different event",
    "reject": "rejected",
    "confirm": "confirmed",
    "set_scope": "set the scope",
    "independent": "no copy",
    "grade": "graded",
    "tag": "tagged",
    "undo": "undid a decision",
}


def source_words(member: Member) -> str:
    """Return who says it, from the outlet to the origin: `Morning Post <- Agency <- police`."""
    return " <- ".join((member.outlet, *member.assertion.speakers))


def scope_words(scope: str | None) -> str:
    """Return whose number it is, for people: `border guards`, `scope not stated`."""
    return "scope not stated" if scope is None else scope.replace("_", " ")


_STANCE_WORDS = {"asserts": "{}", "denies": "denies: {}", "suspects": "{}, unconfirmed", "retracts": "retracts: {}"}


def statement_words(member: Member) -> str:
    """Return what is said: value, scope, stance."""
    assertion = member.assertion
    words = format_value(assertion.value)
    if member.linked:
        words = f"{assertion.attribute}: {words}"
    if member.scope != "total":
        words += f" ({scope_words(member.scope)})"
    words = _STANCE_WORDS[assertion.stance].format(words)
    if assertion.exhaustive:
        words += ", all there is"
    if member.status == "proposed":
        words += ", proposed"
    return words


def answer_words(resolution: Resolution) -> str:
    """Return the accepted answer, or an empty string."""
    decision = resolution.decision
    if decision is None:
        return ""
    if resolution.answer:
        return resolution.answer
    if decision.action == "range":
        return format_bounds(decision.low, decision.high)
    return ""


def decision_words(decision: Decision) -> str:
    """Return a decision in a sentence: what, by whom, when, why."""
    words = ACTION_WORDS[decision.action]
    if decision.action == "range":
        words += f" {format_bounds(decision.low, decision.high)}"
    if decision.assertion:
        words += f" {decision.assertion[:12]}"
    if decision.relation:
        words += f" ({decision.relation.replace('_', ' ')})"
    if decision.scope:
        words += f" to {decision.scope}"
    if decision.grade:
        words += f" {decision.grade}"
    if decision.tags:
        words += f" {decision.tags}"
    if decision.replaced_by:
        words += f", replaced by {decision.replaced_by[:12]},"
    if decision.undoes:
        words += f" {decision.undoes[:12]}"
    if decision.policy:
        words += f", as {decision.policy},"
    if decision.adjudicates:
        words += ", settling between reviewers,"
    return f"{words} by {decision.reviewer} on {decision.decided_at}: {reason_words(decision)}"


def reason_words(decision: Decision) -> str:
    """Return why: the label of the reason code and the free text."""
    table = every_rejection_reason() if decision.action == "reject" else reasons_for(decision.action)
    reason = find_reason(decision.reason, table) if decision.reason else None
    parts = [reason.label if reason else decision.reason.replace("_", " "), decision.rationale]
    if decision.policy and not any(parts):
        return "the policy's clause"
    return "; ".join(part for part in parts if part) or "no reason given"


def state_words(item: Item) -> str:
    """Return the state of an item, with its answer where it has one."""
    words = STATE_WORDS[item.state]
    answer = answer_words(item.resolution)
    return f"{words}: {answer}" if answer and item.state == "resolved" else words


_OPEN_WORDS = {
    "open": "Nobody has decided this yet.",
    "stale": "The decision has to be looked at again: the evidence that arrived since does not agree with it.",
    "contested": "It stays contested: the reviewer found that the sides cannot be settled from this evidence.",
    "needs_evidence": "It waits for more evidence.",
    "undecided": "A reviewer has looked at it and could not decide.",
    "held": "It waits for a person's word: without it the statements cannot be compared.",
}


def open_words(item: Item) -> str:
    """Return what is still to be done about an item, in a sentence; empty where nothing is."""
    words = _OPEN_WORDS.get(item.state, "")
    if item.state == "resolved" and item.minimal_sets:
        words = "The statements still exclude each other; the decision says which of them is followed."
    return words
