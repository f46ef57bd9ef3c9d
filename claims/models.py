"""The records of a dossier: articles, passages, assertions with their chains, decisions."""

from typing import ClassVar, Literal

from pydantic import Field

from claims.identity import digest
from claims.records import Record, is_empty
from claims.values.model import Value

SubjectKind = Literal["event", "organisation", "person", "place", "article"]
Stance = Literal["asserts", "denies", "suspects", "retracts"]
Status = Literal["proposed", "accepted", "rejected"]

Role = Literal["reader", "coder", "reviewer", "adjudicator", "admin"]
"""What a listed reviewer may do; `claims.proof.reviewers` says what each takes."""

SEED = Field(default="", pattern=r"^([0-9a-f]{64})?$", exclude_if=is_empty)
"""From which the salts of the fields are made, where the entry is signed."""
SIGNATURE = Field(default="", max_length=20_000, exclude_if=is_empty)
"""The reviewer's, as OpenSSH writes it, over the commitment of `claims.proof.reviewers`."""


ROW_TYPE = "text/x-dataset-row"
"""The media type of an article that is the row of a table (`claims.datasets`): no proposer reads it, and no copy of its
text is looked for.
"""


class Article(Record):
    """One document by one publisher. Its text never changes: a new edition is a new article that revises the old."""

    id: str
    """SHA-256 over publisher, url, publication date, title and the hash of the text (`article_id`)."""
    name: str
    """What it was called when it was added: a file name or the id of a JSON Lines record."""
    publisher: str | None = None
    published: str | None = None
    """EDTF; None where neither the document nor the person adding it says."""
    modified: str | None = None
    """EDTF: when it was last changed, where its metadata says so."""
    title: str | None = None
    author: str | None = None
    url: str | None = None
    language: str | None = None
    """ISO 639 code; None where it was added before languages were looked for, or cannot be told."""
    text: str
    text_sha256: str
    original_sha256: str
    """SHA-256 of the bytes as they came, before decoding or parsing."""
    media_type: str = "text/plain"
    encoding: str = "utf-8"
    revises: str | None = None
    """The edition before it."""
    revised_by: str | None = Field(default=None, exclude_if=is_empty)
    """The edition after it, where that was recorded first."""
    complete: bool = True
    """False where the parser is known to have dropped text."""
    notes: tuple[str, ...] = ()
    moments: tuple[tuple[int, str], ...] = ()
    """Where its page gives parts of it a time of their own (`claims.moments`)."""

    later: ClassVar[frozenset[str]] = frozenset({"modified", "author", "language", "moments", "revised_by"})

    @property
    def known_until(self) -> str | None:
        """EDTF: up to when it knows what it says, where its words say nothing of that."""
        return self.modified or self.published

    @property
    def outlet(self) -> str:
        """The source that speaks where a chain is empty: the publisher, else the article itself."""
        return self.publisher or f"article {self.name}"


def article_id(
    *, publisher: str | None, url: str | None, published: str | None, title: str | None, text_sha256: str
) -> str:
    """Return the id of the article with this content."""
    return digest({"publisher": publisher, "url": url, "published": published, "title": title, "text": text_sha256})


class Passage(Record):
    """An exact span of an article: W3C Web Annotation TextPositionSelector and TextQuoteSelector in one.

    `start` and `end` are 0-based, half-open, in characters of the stored text.
    """

    article: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    exact: str
    prefix: str = ""
    suffix: str = ""


class Attribution(Record):
    """One hop of an attribution chain: who said it, with which verb, and where the text shows it."""

    speaker: str
    verb: str = ""
    start: int | None = None
    end: int | None = None
    """The hop's own passage in the assertion's article; None where a coder gave the chain without it."""
    inferred: bool = False
    """True where the hop is carried over from another sentence."""


class Assertion(Record):
    """A sourced assertion: what was said of which subject, by whom, in which words, known as of when."""

    id: str
    """Digest of what was said and where (`claims.assertions`), never of who extracted it or how it was settled."""
    subject: str
    subject_kind: SubjectKind = "event"
    attribute: str
    scope: str | None = "total"
    """Node of the attribute's scope tree; None where the text does not say whose number it is."""
    written: str | None
    """The surface form the value was read from; None where bounds were given instead."""
    value: Value
    stance: Stance = "asserts"
    as_of: str | None = None
    """EDTF: up to when the statement knows; None where not even the article's date is known."""
    passage: Passage
    chain: tuple[Attribution, ...] = ()
    """Hops from the outlet's informant back to the origin; empty where the outlet itself speaks."""
    exhaustive: bool = False
    """The stated parts are all there is."""
    note: str = ""
    extracted_by: str = ""
    tier: str = ""
    """How a proposer's assertion came up (`agreed`, `single`); empty for one entered by a person."""
    rule: str = ""
    """The rule that proposed it."""
    evidential: str = ""
    """The words that say how it is known, where there are any: "reportedly", "said to be"."""
    number_start: int | None = None
    number_end: int | None = None
    """Where in the article the figure, date or name stands that the value was read from; None where nobody said."""

    translation: str = ""
    """The quote in another language, for those who cannot read it; what is verified is the quote."""
    translator: str = ""
    """Who translated it: a person, or a program with its version."""

    later: ClassVar[frozenset[str]] = frozenset(
        {"evidential", "number_start", "number_end", "translation", "translator"}
    )

    @property
    def translated(self) -> str:
        """The translation with its translator, in one line; empty where there is none."""
        return f"“{self.translation}” (translated by {self.translator})" if self.translation else ""

    @property
    def speakers(self) -> tuple[str, ...]:
        """The names along the chain, informant first, origin last."""
        return tuple(hop.speaker for hop in self.chain)

    @property
    def item(self) -> tuple[str, str]:
        """The data item it belongs to: (subject, attribute)."""
        return (self.subject, self.attribute)


class MentionRecord(Record):
    """One event as one article speaks of it, and the subject its assertions were put under."""

    article: str
    key: str
    """Of the mention within its article; `main` is what the article mainly reports."""
    subject: str
    kind: str = ""
    low: str | None = None
    high: str | None = None
    """First and last instant it may have happened; None where the article does not say."""
    places: tuple[str, ...] = ()
    figures: tuple[tuple[str, str, int], ...] = ()
    """(attribute, scope, figure) of the exact counts told of it, sorted."""
    main: bool = False


class EventDecision(Record):
    """A reviewer's word on which reports are of one event, its name or background. Append-only: undoing is one more."""

    later: ClassVar[frozenset[str]] = frozenset({"assertion", "based_on", "name", "seed", "signature"})

    id: str = Field(pattern=r"^[0-9a-f]{32}$")
    """Made by the client before the first attempt, so that a retry is recognised."""
    action: Literal["merge", "split", "rename", "attach", "undo"]
    subject: str
    """The event that stays: another is merged into it, an article is split from it, or it gets another name."""
    other: str = ""
    """For `merge`: the event that goes into it. For `split`: the event that the article's statements go to."""
    article: str | None = None
    """For `split`: whose statements they are. For `attach`: what tells of the background, and is no evidence."""
    assertion: str = ""
    """For `attach`: the one statement of the article that is meant; empty where it is all of it."""
    name: str = ""
    """For `rename`: what people call it from then on."""
    undoes: str | None = None
    """For `undo`: the decision that no longer holds."""
    based_on: str = ""
    """The latest decision on either event, or on one tied to it, that the reviewer had seen; empty where none was."""
    rationale: str = ""
    reviewer: str
    decided_at: str
    seed: str = SEED
    signature: str = SIGNATURE


class ReviewerChange(Record):
    """A change to the list of those who may decide in a dossier. Append-only."""

    later: ClassVar[frozenset[str]] = frozenset({"seed", "signature"})

    id: str = Field(pattern=r"^[0-9a-f]{32}$")
    action: Literal["add", "retire"]
    """`add` also gives somebody who is listed another role or key."""
    name: str
    """Whom it is about."""
    role: Role
    key: str = ""
    """Their public SSH key, as `TYPE BASE64`; empty where they do not sign, or go on with the key they have."""
    rationale: str = ""
    reviewer: str
    """Who made the change."""
    decided_at: str
    seed: str = SEED
    signature: str = SIGNATURE


class Redaction(Record):
    """An order that fields are taken out of the ledger for good, or that it can be done from now on. Append-only."""

    later: ClassVar[frozenset[str]] = frozenset({"seed", "signature"})

    id: str = Field(pattern=r"^[0-9a-f]{32}$")
    action: Literal["begin", "destroy"]
    """`begin`: what is recorded from here on has salted commitments."""
    entries: tuple[tuple[int, tuple[str, ...]], ...] = ()
    """For `destroy`: numbers of entries, each with the fields that are gone."""
    rationale: str = ""
    reviewer: str
    decided_at: str
    seed: str = SEED
    signature: str = SIGNATURE


class Amendment(Record):
    """A reviewer's correction of what an article is, never of its text. Append-only: undoing is another amendment."""

    later: ClassVar[frozenset[str]] = frozenset({"decision", "seed", "signature"})

    id: str = Field(pattern=r"^[0-9a-f]{32}$")
    """Made by the client before the first attempt, so that a retry is recognised."""
    action: Literal["amend", "undo"]
    article: str
    changes: tuple[tuple[str, str | None, str | None], ...] = ()
    """(field, value before, value after), by field. `published` and `modified` come together, since what the article
    knows follows from both; `revises` names the edition it replaces, `retracted` says why it no longer counts.
    """
    undoes: str | None = None
    """For `undo`: the amendment that no longer holds."""
    batch: str = ""
    """Shared with the decisions that were made at the same stroke."""
    decision: str = ""
    """The decision between stated publication dates that it follows from; empty where somebody amended the article."""
    rationale: str = ""
    reviewer: str
    decided_at: str
    seed: str = SEED
    signature: str = SIGNATURE


Action = Literal[
    "accept",
    "range",
    "contested",
    "not_comparable",
    "needs_evidence",
    "undecided",
    "different_event",
    "reject",
    "confirm",
    "set_scope",
    "independent",
    "grade",
    "tag",
    "assign",
    "undo",
]


class Decision(Record):
    """A reviewer's act on one data item. Append-only: undoing is another decision."""

    later: ClassVar[frozenset[str]] = frozenset({"assignees", "grade", "seed", "signature", "tags"})

    id: str = Field(pattern=r"^[0-9a-f]{32}$")
    """Made by the client before the first attempt, so that a retry is recognised."""
    subject: str
    attribute: str
    action: Action
    assertion: str | None = None
    """What the action is about: the accepted, confirmed, rejected, re-scoped or removed assertion."""
    low: str | None = None
    high: str | None = None
    """For `range`: the bounds as the reviewer gave them; None is open."""
    relation: str | None = None
    """For `not_comparable`: the relation that explains the difference."""
    scope: str | None = None
    """For `set_scope`: whose number it is."""
    grade: str = Field(default="", pattern=r"^[2-6]?$")
    """For `grade`: how far the statement can be believed, by the Admiralty system's digit, whoever makes it."""
    tags: str = ""
    """For `tag`: words given to the item and taken from it, as `+urgent -north`."""
    assignees: tuple[str, ...] = ()
    """For `assign`: who is asked to review the item and who is no longer, as `+Ann`, `-Ben`, sorted."""
    undoes: str | None = None
    """For `undo`: the decision that no longer holds."""
    replaced_by: str | None = None
    """For `reject`: the assertion that reads the same words as the reviewer does."""
    policy: str = ""
    """The proposal that was taken up, as `name version: clause`; empty where the reviewer decided unaided."""
    reason: str = ""
    """Reason code from the vocabulary."""
    rationale: str = ""
    reviewer: str
    decided_at: str
    based_on: str | None = None
    """The latest decision on the item that the reviewer had seen; None for the first."""
    seen: tuple[str, ...] = ()
    """Ids of the assertions the reviewer had before them, sorted."""
    batch: str = ""
    """Shared by decisions that were made at one stroke, so that they can be undone at one stroke."""
    blind: bool = False
    """The reviewer had not been shown what others decided."""
    adjudicates: bool = False
    """It settles between reviewers who differed, with their verdicts in view; it is no verdict of its own."""
    seed: str = SEED
    signature: str = SIGNATURE

    @property
    def item(self) -> tuple[str, str]:
        """The data item it settles: (subject, attribute)."""
        return (self.subject, self.attribute)
