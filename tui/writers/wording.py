"""The sentences about statements, decisions and items that reports and screens have in common."""

from collections.abc import Mapping
from functools import partial
from typing import Final, Protocol

from claims.assertions import STANCE_NOUNS, describe_assertion
from claims.decisions import ABOUT_READING
from claims.models import Decision
from claims.values import format_bounds, format_value
from claims.vocabulary.reasons import every_rejection_reason, find_reason, reasons_for
from claims.vocabulary.scope_words import format_scope
from reconcile.audit.trail import Trail
from reconcile.items.explanation import verdict_words
from reconcile.items.item import Item, Member, Resolution
from reconcile.items.states import OPEN_STATES
from tui.output import counted

STATE_WORDS = {
    "differ": "reviewers differ, and nobody has settled between them",
    "open": "open",
    "resolved": "resolved",
    "explained": "explained: a relation accounts for the difference",
    "stale": "stale: evidence arrived that the decision had not seen",
    "contested": "kept as contested",
    "needs_evidence": "needs evidence",
    "undecided": "looked at, undecided",
    "held": "waits for a person's word",
    "agreed": "agreed",
    "said_once": "said once",
    "unreviewed": "unreviewed: it rests on proposals that nobody has confirmed",
}

_GONE_WORDS: Final = "stale: what was accepted is evidence no longer"

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
    "assign": "assigned",
    "undo": "undid a decision",
}

_ADJUDICATING: Final = "settling between reviewers"
_NO_REASON: Final = "no reason given"


def source_words(member: Member) -> str:
    """Return who says it, from the outlet to the origin: `Morning Post <- Agency <- police`."""
    return " <- ".join((member.outlet, *member.assertion.speakers))


def scope_words(scope: str | None) -> str:
    """Return whose number it is, for people: `border guards`, `scope not stated`."""
    return "scope not stated" if scope is None else format_scope(scope)


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
    if resolution.answer or decision is None:
        return resolution.answer
    if decision.action == "range":
        return format_bounds(decision.low, decision.high)
    return ""


_STANCE_VERBS: Final = {"denies": "denied by", "suspects": "suspected by", "retracts": "by"}


def settled_words(item: Item) -> str:
    """Return the accepted answer with whose denial, suspicion or retraction it is: `not Ukraine (denied by Kyiv)`."""
    resolution = item.resolution
    answer = answer_words(resolution)
    accepted = resolution.decision.assertion if resolution.decision else None
    member = next((each for each in item.members if each.assertion.id == accepted), None)
    if not answer or member is None or resolution.stance == "asserts":
        return answer
    value = format_value(member.assertion.value)
    verb = _STANCE_VERBS[resolution.stance]
    return f"{answer} ({verb if value in answer else f'{value} {verb}'} {member.origin})"


def verdict_lines(item: Item) -> list[str]:
    """Return what each reviewer says of an item that no decision answers yet, and why."""
    return [
        f"{verdict_words(verdict)}{' (blind)' if verdict.decision.blind else ''}, because "
        f"{short_reason(verdict.decision) or _NO_REASON}"
        for verdict in item.resolution.verdicts
    ]


class Deciding(Protocol):
    """What a decision, or an act that is to become one, has to be worded by."""

    @property
    def action(self) -> str: ...
    @property
    def low(self) -> str | None: ...
    @property
    def high(self) -> str | None: ...
    @property
    def relation(self) -> str | None: ...
    @property
    def scope(self) -> str | None: ...


def act_words(act: Deciding) -> str:
    """Return what is decided in a few words, as a reviewer asks for it: `range 8 to 9`, `needs evidence`."""
    match act.action:
        case "range":
            return f"range {act.low or 'open'} to {act.high or 'open'}"
        case "not_comparable":
            return f"not comparable ({(act.relation or '').replace('_', ' ')})"
        case "set_scope":
            return f"set scope to {act.scope or ''} of"
        case "independent":
            return "no copy: statement"
    return act.action.replace("_", " ")


def decision_note(decision: Decision, numbers: Mapping[str, int], statements: Mapping[str, str]) -> str:
    """Return a decision in two lines for a reviewer who sees its statements: what, by whom, when, then why.

    Args:
        decision: as recorded, or as it would be.
        numbers: what the statements on the screen are numbered by, by their ids.
        statements: what they say, by their ids, as `statements_of` gives them.
    """
    id_ = decision.assertion or ""
    named = numbers.get(id_) or _short_id(id_)
    about = f" {named}" if named else ""
    about += f": {said}" if (said := statements.get(id_)) else ""
    rule = f", as {decision.policy}" if decision.policy else ""
    between = f", {_ADJUDICATING}" if decision.adjudicates else ""
    why = short_reason(decision) or ("the policy's clause says so" if rule else _NO_REASON)
    return f"{act_words(decision)}{about}{rule}{between}, by {decision.reviewer}, {decision.decided_at}\nbecause {why}"


def confirmation_words(before: Item, after: Item) -> str:
    """Return how many proposals an act has made evidence, where it has any: `, which confirms 1 proposal`."""
    proposals = {member.assertion.id for member in before.members if member.status == "proposed"}
    evidence = {member.assertion.id for member in after.members if member.status == "accepted"}
    count = len(proposals & evidence)
    return f", which confirms {counted(count, 'proposal')}" if count else ""


def outcome_words(before: Item, after: Item, act: Deciding, number: str = "") -> str:
    """Return what an act has made of an item, by the name of its subject: `Fire, Oslo: killed is settled as 12`.

    Args:
        before: the item as it was when the act was chosen.
        after: as it is now.
        act: what was decided.
        number: that of the statement it is about, on the screen.
    """
    words = head_words(after).replace("resolved: ", "settled as ").replace("resolved", "settled")
    done = f"{act_words(act)} {number}".rstrip() + confirmation_words(before, after)
    verb = "" if words.startswith("needs") else "is "
    return f"recorded: {after.heading} {verb}{words}{'' if done == words else f' ({done})'}"


def statements_of(item: Item) -> dict[str, str]:
    """Return each statement of an item as a decision on it names it, by id: value, scope and source."""
    members = ((member.assertion, member) for member in item.members)
    return {a.id: describe_assertion(a, member.outlet, member.scope) for a, member in members}


def steps_of(trail: Trail) -> dict[str, str]:
    """Return each statement of a trail as a decision on it names it, by id."""
    statements = {}
    for step in trail.steps:
        scope = "" if step.scope == "total" else f"{scope_words(step.scope)}; "
        origin = f"{step.hops[-1].speaker}, in " if len(step.hops) > 1 else ""
        statements[step.assertion] = f"{STANCE_NOUNS[step.stance]}{step.value} ({scope}{origin}{step.hops[0].speaker})"
    return statements


def decision_words(decision: Decision, statements: Mapping[str, str]) -> str:
    """Return a decision in a sentence for the record: what, by whom, when, why.

    Args:
        decision: as recorded.
        statements: what the statements say that it may be about, by id, as `statements_of` gives them.
    """
    return f"{decided_words(decision, statements)} by {decision.reviewer} on {decision.decided_at}: " + reason_words(
        decision
    )


def decided_words(decision: Decision, statements: Mapping[str, str], *, with_ids: bool = True) -> str:
    """Return what was decided: `accepted 26 (mayor, in Valley Times) f8610f072b54`."""
    short = partial(_short_id, length=12 if with_ids else 0)
    bounds = format_bounds(decision.low, decision.high) if decision.action == "range" else ""
    details = (
        (bounds, " {}"),
        (statements.get(decision.assertion or "", ""), " {}"),
        (short(decision.assertion), " {}"),
        ((decision.relation or "").replace("_", " "), " ({})"),
        (decision.scope, " to {}"),
        (decision.grade, " {}"),
        (decision.tags, " {}"),
        (" ".join(decision.assignees), " {}"),
        (short(decision.replaced_by), ", replaced by {},"),
        (short(decision.undoes), " {}"),
        (decision.policy, ", as {},"),
        (_ADJUDICATING if decision.adjudicates else "", ", {},"),
    )
    return ACTION_WORDS[decision.action] + "".join(form.format(detail) for detail, form in details if detail)


def _short_id(id_: str | None, length: int = 12) -> str:
    return (id_ or "")[:length]


def short_reason(decision: Decision) -> str:
    """Return why in the reviewer's terms: the reason code and the free text; empty where neither is given."""
    return ": ".join(filter(None, (decision.reason.replace("_", " "), decision.rationale)))


def reason_words(decision: Decision) -> str:
    """Return why for the record: the label of the reason code and the free text."""
    table = every_rejection_reason() if decision.action == "reject" else reasons_for(decision.action)
    reason = find_reason(decision.reason, table) if decision.reason else None
    label = reason.label if reason else decision.reason.replace("_", " ")
    if decision.action == "reject" and decision.reason in ABOUT_READING:
        label += " (a fault of the reading here, not of the source)"
    parts = [label, decision.rationale]
    if decision.policy and not any(parts):
        return "the policy's clause"
    return "; ".join(filter(None, parts)) or _NO_REASON


def state_words(item: Item) -> str:
    """Return the state of an item, with its answer where it has one."""
    words = _GONE_WORDS if item.resolution.gone else STATE_WORDS[item.state]
    answer = settled_words(item)
    return f"{words}: {answer}" if answer and item.state == "resolved" else words


def head_words(item: Item) -> str:
    """Return the state of an item in a word, with its answer or the relation that explains it."""
    words = item.state.replace("_", " ")
    if item.state == "resolved" and (answer := settled_words(item)):
        return f"{words}: {answer}"
    decision = item.resolution.decision
    if item.state == "explained" and decision is not None and decision.relation:
        return f"{words}: {decision.relation.replace('_', ' ')}"
    return words


def odd_lines(item: Item) -> tuple[str, ...]:
    """Return what is asked of the odd one out, while the item is open."""
    return (item.odd.explanation,) if item.odd and item.state in OPEN_STATES else ()


def way_lines(item: Item, most: int = 3) -> tuple[str, ...]:
    """Return the cheapest ways out in a line, while the item is open; of two statements it is plain what they are."""
    if len(item.minimal_sets) < 2 or item.state not in OPEN_STATES or not item.ways:
        return ()
    return (f"Cheapest ways out: {'; '.join(way.explanation for way in item.ways[:most])}.",)


_OPEN_WORDS = {
    "differ": "Reviewers differ, and nobody has settled between them.",
    "open": "Nobody has decided this yet.",
    "stale": "The decision has to be looked at again: the evidence that arrived since does not agree with it.",
    "contested": "It stays contested: the reviewer found that the sides cannot be settled from this evidence.",
    "needs_evidence": "It waits for more evidence.",
    "undecided": "A reviewer has looked at it and could not decide.",
    "held": "It waits for a person's word: without it the statements cannot be compared.",
}


def open_words(item: Item) -> str:
    """Return what is still to be done about an item, in a sentence; empty where nothing is."""
    if item.resolution.gone:
        return "The decision has to be looked at again: what it accepted is evidence no longer."
    words = _OPEN_WORDS.get(item.state, "")
    if item.state == "resolved" and item.minimal_sets:
        words = "The statements still exclude each other; the decision says which of them is followed."
    return words
