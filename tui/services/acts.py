"""What a reviewer asks for, before it becomes a decision."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from claims.errors import VariorumError
from claims.models import Action
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


Reasons = Literal["required", "optional"]
"""Whether every decision needs a reason code or a sentence, or may be made with one press."""


NEEDS_ASSERTION = frozenset({"accept", "confirm", "reject", "different_event", "set_scope", "independent", "grade"})


class DecisionError(VariorumError):
    """The act is incomplete or does not fit the item; nothing was recorded."""


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
    policy: str = ""
    """The proposal taken up, as `name version: clause`."""
    reason: str = ""
    """A reason code or its digit."""
    adjudicates: bool = False
    """It settles between the verdicts of others."""
    rationale: str = ""


def act_of(proposal: Proposal) -> Act:
    """Return the act of taking up a policy's proposal; the policy and its clause go on record."""
    low, high = (None if bound is None else str(bound) for bound in (proposal.low, proposal.high))
    return Act("range", low=low, high=high, policy=f"{proposal.policy} {proposal.version}: {proposal.clause}")


_LONGEST_RATIONALE = 10_000


_TAG = re.compile(r"[^\W_][\w./-]{0,39}")


def tag_changes(given: Sequence[str], taken: Sequence[str] = ()) -> str:
    """Return words to give and to take away as a decision holds them.

    >>> tag_changes(["urgent"], ["north"])
    '+urgent -north'
    """
    return " ".join(sorted({f"+{word}" for word in given} | {f"-{word}" for word in taken}))


def check_tags(tags: str) -> None:
    """Refuse what is no tag.

    Raises:
        DecisionError: nothing is given or taken, a word is given and taken, or is no word.
    """
    words = [change[1:] for change in tags.split()]
    bad = next((word for word in words if not _TAG.fullmatch(word)), None)
    if bad is not None:
        raise DecisionError(f"{bad!r} is no tag: one word of letters, digits and -_./ in it; nothing was recorded")
    if not words or len(set(words)) < len(words):
        raise DecisionError("give a tag or take one away, each word once; nothing was recorded")


def check_words(reviewer: str, rationale: str) -> None:
    """Refuse what cannot be written down or shown.

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
