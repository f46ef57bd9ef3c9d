"""The shapes of what single commands print with `--format json`, beside the large ones in
`tui.writers.json_views.shapes`.

Owns nothing but the shapes, for `variorum schema`. A key that is not here is not printed.
"""

from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict

from claims.findings import Finding
from claims.models import EventDecision
from reconcile.reports.agreement import Differing
from tui.writers.json_views.shapes import Id, Item

_closed = with_config(ConfigDict(extra="forbid", use_attribute_docstrings=True))

Row = dict[str, str]
"""A row of a table, by column."""


@_closed
class Checkpoint(TypedDict):
    """A checkpoint that the ledger was compared with."""

    time: str
    entries: int
    """How many it was made over."""
    signature: str
    """Who signed it, in a sentence."""


@_closed
class Verification(TypedDict):
    """Whether a dossier is as it was recorded and sealed."""

    intact: bool
    entries: int
    """Up to the last one checked."""
    head: str
    """The root over them, in hex; empty where there are none."""
    checkpoints: list[Checkpoint]
    findings: list[Finding]
    """The first bad entry first, a thousand at most."""


@_closed
class Verdict(TypedDict):
    """Whether a package is as it was packed; `verify.py --json` prints the same."""

    intact: bool
    entries: int
    head: str
    quotes: int
    """That stand in their articles."""
    withheld: int
    """That could not be checked, since their texts are not at hand."""
    signature: str
    """Who signed the checkpoint, in a sentence."""
    findings: list[Finding]


@_closed
class Seal(TypedDict):
    """A checkpoint that was written."""

    dossier: Id
    """The digest of the first entry."""
    entries: int
    root: Id
    time: str
    signed: bool
    file: str


Taken = TypedDict(
    "Taken",
    {
        "article": int,
        "assertion": int,
        "vocabulary addition": int,
        "decision": int,
        "event decision": int,
        "findings": list[Finding],
    },
)
Taken.__doc__ = "How much of a package was new to the dossier, and what was left out."
_closed(Taken)


class Explained(Item):
    """A data item, and who speaks of its subject without a word on it."""

    silence: list[str]
    """Names of articles."""


@_closed
class ArticleRow(TypedDict):
    """An article without its text."""

    id: Id
    name: str
    publisher: str | None
    published: str | None
    title: str | None
    length: int
    """In characters."""


@_closed
class Imported(TypedDict):
    """What came of a claims file."""

    new: int
    already_there: int
    findings: list[Finding]


@_closed
class Waiting(TypedDict):
    """How far the proposals of an article have been reviewed."""

    id: Id
    name: str
    waiting: int
    proposed: int


@_closed
class Inbox(TypedDict):
    """How far the proposals have been reviewed."""

    settled: int
    proposed: int
    articles: list[Waiting]


@_closed
class Made(TypedDict):
    """What an act on proposals recorded."""

    decisions: list[str]
    added: list[Id]
    """Assertions that a reviewer put in the place of proposals."""


@_closed
class Extracted(TypedDict):
    """What was proposed from how many articles."""

    articles: int
    proposed: int
    already_there: int
    refused: int
    """By the verifier."""
    by_tier: dict[str, int]
    by_attribute: dict[str, int]
    proposers: list[str]
    ids: list[Id]


@_closed
class Proposer(TypedDict):
    """What reads articles for `variorum extract`."""

    name: str
    package: str
    usable: bool
    by_default: bool
    summary: str
    problem: str
    """What keeps it from being used."""


@_closed
class Line(TypedDict):
    """What a policy proposes for an item, where others say otherwise."""

    item: str
    proposal: str
    clause: str
    warning: str | None
    differs_from: dict[str, str]


Rate = TypedDict("Rate", {"with": str, "same": int, "both": int, "rate": str | None})
Rate.__doc__ = "How often a policy and another answer alike; the rate in per cent."
_closed(Rate)


@_closed
class Replayed(TypedDict):
    """What a policy proposes for every open item."""

    policy: str
    version: str
    asked: int
    answered: int
    agreement: list[Rate]
    open: list[Line]
    against_reviewers: list[Line]


@_closed
class Compared(TypedDict):
    """What two dossiers settled differently."""

    settled_in_both: int
    only_mine: int
    only_theirs: int
    same: int
    agreement: str | None
    """In per cent."""
    kappa: str | None
    """Cohen's, over the answers."""
    kappa_of_acts: str | None
    differing: list[Differing]


@_closed
class Part(TypedDict):
    """A reason for or against two events being one."""

    name: str
    points: int
    """In thousandths."""
    reason: str


@_closed
class Question(TypedDict):
    """Two events that may be one."""

    events: list[str]
    points: int
    """In thousandths; from 0 on they are proposed to be one."""
    proposed: bool
    articles: list[Id]
    parts: list[Part]


@_closed
class Event(TypedDict):
    """An event with what reviewers said of it."""

    id: str
    kind: str
    label: str
    date: str | None
    place: str | None
    articles: list[Id]
    main_of: list[Id]
    decisions: list[EventDecision]


@_closed
class Suggestion(TypedDict):
    """A name that may be another's."""

    section: str
    name: str
    of: str
    score: int
    reason: str
    articles: list[str]
    """Names of the articles that use it."""
