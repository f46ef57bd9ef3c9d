"""Acts: what a reviewer asks for on a data item, and the checks it passes before it becomes a decision."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final, Literal

from claims.errors import VariorumError
from claims.models import Action, Decision
from claims.values import ValueProblem
from claims.vocabulary.model import Attribute
from claims.vocabulary.reasons import NEEDS_WORDS, Standing, find_reason, reasons_for
from reconcile.items.item import Item, Member
from reconcile.items.verdicts import parse_range
from reconcile.policies import Proposal
from reconcile.relations.pairs import RelationName

NOT_COMPARABLE_RELATIONS: Mapping[RelationName, str] = {
    "different_event": "they speak of two events",
    "different_attribute": "they count different things, such as detained and charged",
    "part_of_whole": "one counts a part of what the other counts",
    "other_facet": "they cut the whole in different ways, such as by role and by nationality",
    "granularity": "precision, rounding, or a time zone",
    "alias": "two names of one actor or place",
    "affiliation": "one actor is part of the other",
    "superseded": "the later one simply knew more",
    "same_origin": "one statement passed on, changed on the way",
}
"""What a reviewer can say explains a difference that the gates took for a conflict."""

NO_REVIEWER: Final = "a decision needs a reviewer: --reviewer NAME, or VARIORUM_REVIEWER"

Reasons = Literal["required", "optional"]
"""Whether every decision needs a reason code or a sentence, or may be made with one press."""

_ON_AN_ASSERTION = frozenset({"accept", "confirm", "reject", "different_event", "set_scope", "independent", "grade"})
"""Actions on one assertion of the item."""

_DETAILS: Final[Mapping[Action, tuple[str, ...]]] = {
    "range": ("low", "high"),
    "not_comparable": ("relation",),
    "set_scope": ("scope",),
    "tag": ("tags",),
    "assign": ("assignees",),
    "grade": ("grade",),
}
"""The fields that only one action has a use for; other decisions are recorded without them."""

_LONGEST_RATIONALE: Final = 10_000

_TAG: Final = re.compile(r"[^\W_][\w./-]{0,39}")


class DecisionError(VariorumError):
    """The act is incomplete or does not fit the item; nothing was recorded."""


def check_reviewer(reviewer: str, error: type[VariorumError]) -> None:
    """Raise `error` where nobody answers for what is to be recorded."""
    if not reviewer.strip():
        raise error(f"{NO_REVIEWER}; nothing was recorded")


@dataclass(frozen=True, slots=True)
class Act:
    """What a reviewer asks for, before it becomes a decision."""

    action: Action
    assertion: str | None = None
    """An id or the start of one, of a member of the item."""
    low: str | None = None
    high: str | None = None
    relation: str | None = None
    scope: str | None = None
    grade: str = ""
    tags: str = ""
    assignees: tuple[str, ...] = ()
    policy: str = ""
    """The proposal taken up, as `name version: clause`."""
    reason: str = ""
    """A reason code or its digit."""
    adjudicates: bool = False
    """It settles between the verdicts of others."""
    rationale: str = ""


def act_of(proposal: Proposal) -> Act:
    """Return the act that accepts a policy's proposal; the policy and its clause are recorded with it."""
    rests_on = f"{proposal.policy} {proposal.version}: {proposal.clause}"
    if proposal.value:
        return Act("accept", assertion=proposal.used[0], policy=rests_on)
    low, high = (None if bound is None else str(bound) for bound in (proposal.low, proposal.high))
    return Act("range", low=low, high=high, policy=rests_on)


def find_proposal(item: Item) -> Proposal:
    """Return what the policy in force proposes for an item.

    Raises:
        DecisionError: it gives no figure.
    """
    if item.proposal_in_force is None:
        raise DecisionError(
            f"{item.policy_in_force}, the codebook in force, has no figure for {item.id}; see what others propose; "
            "nothing was recorded"
        )
    return item.proposal_in_force


def repeat_act(decision: Decision) -> Act:
    """Return the act that a decision records, to be asked for again."""
    return Act(**{field.name: getattr(decision, field.name) for field in fields(Act)})


def tag_changes(add: Sequence[str], remove: Sequence[str] = ()) -> str:
    """Return the tags to add and to remove in the form that a decision has them.

    >>> tag_changes(["urgent"], ["north"])
    '+urgent -north'
    """
    return " ".join(sorted({f"+{word}" for word in add} | {f"-{word}" for word in remove}))


def complete_act(act: Act, item: Item, attribute: Attribute | None, reasons: Reasons, evidence: Collection[str]) -> Act:
    """Return an act with the full id of its assertion and the code of its reason, without details it has no use for.

    `evidence` are the ids of the assertions of the item that the reviewer may accept.

    Raises:
        DecisionError: something is missing or does not fit; the message says what.
    """
    member = _find_member(item, act, evidence) if act.action in _ON_AN_ASSERTION else None
    if check := _CHECKS.get(act.action):
        check(act, attribute)
    reason = _reason_code(act, member)
    _check_reason(act, reason, reasons)
    details: dict[str, Any] = {name: getattr(act, name) or None for name in _DETAILS.get(act.action, ())}
    return Act(
        act.action,
        assertion=member.assertion.id if member else None,
        policy=act.policy,
        reason=reason,
        adjudicates=act.adjudicates,
        rationale=act.rationale.strip(),
        **details,
    )


def standing_of(member: Member) -> Standing:
    """Return what a statement that a program proposed is by now."""
    if not member.assertion.tier:
        return ""
    return "proposed" if member.status == "proposed" else "confirmed"


def _find_member(item: Item, act: Act, evidence: Collection[str]) -> Member:
    """Return the member of the item that an act names."""
    if not act.assertion:
        raise DecisionError(f"{act.action.replace('_', ' ')} needs an assertion of the item; nothing was recorded")
    matches = [m for m in item.members if m.assertion.id.startswith(act.assertion.lower())]
    if len(matches) != 1:
        problem = f"{len(matches)} assertions" if matches else "no assertion"
        raise DecisionError(f"{item.id} has {problem} {act.assertion!r}; `variorum explain {item.id}` lists them")
    if act.action == "accept" and matches[0].assertion.id not in evidence:
        raise DecisionError(f"{act.assertion} was set aside; undo that decision before accepting it")
    return matches[0]


def _check_range(act: Act, attribute: Attribute | None) -> None:
    ends = "".join(filter(None, (act.low, act.high)))
    if not ends:
        raise DecisionError("a range needs at least one bound; nothing was recorded")
    if attribute is not None and attribute.kind not in {"count", "measure", "date"}:
        raise DecisionError(f"{attribute.name} is no quantity and has no range; accept an assertion instead")
    if not ends.isascii():
        raise DecisionError("write the ends of a range in plain digits; nothing was recorded")
    if attribute is not None:
        _check_ends(act, attribute)


def _check_ends(act: Act, attribute: Attribute) -> None:
    try:
        parse_range(act.low or None, act.high or None, attribute)
    except ValueProblem as error:
        raise DecisionError(f"range: {error}; nothing was recorded") from error


def _check_relation(act: Act, _: Attribute | None) -> None:
    if act.relation not in NOT_COMPARABLE_RELATIONS:
        known = ", ".join(NOT_COMPARABLE_RELATIONS)
        raise DecisionError(f"say what explains the difference, one of: {known}; nothing was recorded")


def _check_scope(act: Act, attribute: Attribute | None) -> None:
    scope = act.scope or ""
    if not scope.strip():
        raise DecisionError("say whose number it is: give a scope of the attribute; nothing was recorded")
    if attribute is not None and scope not in attribute.tree:
        known = ", ".join(sorted(attribute.tree.parent_of)) or "none but total"
        raise DecisionError(
            f"{scope!r} is no scope of {attribute.name}; known are total, {known}; nothing was recorded"
        )


def _check_grade(act: Act, _: Attribute | None) -> None:
    if act.grade not in {"2", "3", "4", "5", "6"}:
        raise DecisionError(
            f"{act.grade!r} is no grade of a statement; give 2 (probably true), 3, 4, 5 (improbable) or 6 (cannot "
            "be judged); 1, confirmed by others, follows from the chains; nothing was recorded"
        )


def check_tags(tags: str) -> None:
    """Check that tags are words, each given or taken away once.

    Raises:
        DecisionError: nothing is given or taken, a word is given and taken, or is no word.
    """
    words = [change[1:] for change in tags.split()]
    bad = next((word for word in words if not _TAG.fullmatch(word)), None)
    if bad is not None:
        raise DecisionError(f"{bad!r} is no tag: one word of letters, digits and -_./ in it; nothing was recorded")
    if not words or len(set(words)) < len(words):
        raise DecisionError("give a tag or take one away, each word once; nothing was recorded")


def check_assignees(changes: Sequence[str]) -> None:
    """Check that names of reviewers are each asked or excused once.

    Raises:
        DecisionError: nobody is, somebody twice, or a name is none.
    """
    names = [change[1:] for change in changes]
    if not names or len(set(names)) < len(names):
        raise DecisionError("name whom an item is assigned to or taken from, each once; nothing was recorded")
    for name in names:
        check_words(name, "")
        check_reviewer(name, DecisionError)


_CHECKS: Final[Mapping[Action, Callable[[Act, Attribute | None], None]]] = {
    "range": _check_range,
    "not_comparable": _check_relation,
    "set_scope": _check_scope,
    "tag": lambda act, _: check_tags(act.tags),
    "assign": lambda act, _: check_assignees(act.assignees),
    "grade": _check_grade,
}
"""What the details of an act have to satisfy."""


def _reason_code(act: Act, member: Member | None) -> str:
    if not act.reason:
        return ""
    reasons = reasons_for(act.action, standing_of(member) if member else "")
    reason = find_reason(act.reason, reasons)
    if reason is None:
        known = ", ".join(f"{r.digit} {r.code}" if r.digit else r.code for r in reasons)
        raise DecisionError(f"there is no reason {act.reason!r}; give one of {known}; nothing was recorded")
    return reason.code


def _check_reason(act: Act, code: str, reasons: Reasons) -> None:
    if act.rationale.strip():
        return
    if code in NEEDS_WORDS:
        raise DecisionError("another reason: say which, in a sentence; nothing was recorded")
    if code or act.action in {"confirm", "tag", "assign"} or act.policy or reasons == "optional":
        return
    raise DecisionError("a decision needs a reason: a reason code, a sentence, or both; nothing was recorded")


def check_words(reviewer: str, rationale: str) -> None:
    """Check that the reviewer's name and the rationale can be stored and shown.

    Raises:
        DecisionError: control characters in the name, bytes that are no text, or a rationale of unreasonable length.
    """
    try:
        (reviewer + rationale).encode("utf-8")
    except UnicodeEncodeError as error:
        raise DecisionError("the reviewer's name or the rationale is no valid text; nothing was recorded") from error
    if not reviewer.isprintable() or len(reviewer) > 200:
        raise DecisionError("give the reviewer a short plain name; nothing was recorded")
    if len(rationale) > _LONGEST_RATIONALE:
        raise DecisionError(f"the rationale is longer than {_LONGEST_RATIONALE:,} characters; nothing was recorded")
