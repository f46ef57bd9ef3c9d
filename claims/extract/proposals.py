"""What a proposer hands over: a claim it thinks an article makes, with every place in the text it rests on.

Owns the shapes and the protocol. A proposal is nobody's assertion until the verifier has read its words again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, Protocol, runtime_checkable

from claims.extract.view import ArticleView
from claims.models import Attribution, Stance, SubjectKind
from claims.vocabulary.model import Vocabulary

ENTRY_POINTS = "variorum.proposers"
"""The entry point group under which installed packages offer proposers; each entry makes one when called."""


@dataclass(frozen=True, slots=True)
class EventMention:
    """An event as one article speaks of it."""

    key: str
    """Groups the proposals of one event within the article; `main` is the one its headline and lead report."""
    kind: str = ""
    """The word used for it: attack, earthquake, riot."""
    date: str | None = None
    """EDTF, resolved against the publication date."""
    place: str | None = None
    """A name of the gazetteer, as written."""
    border: tuple[str, ...] = ()
    """The two countries on whose border it was, sorted: it may be told of either."""


class Word(NamedTuple):
    """A word in the sentence of a figure, in characters of the stored text."""

    lemma: str
    start: int
    end: int
    distance: int
    """Words between it and the figure, marks counted several times."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One claim found in an article. Spans are half-open, in characters of the stored text."""

    attribute: str
    value: str
    """A surface form of the attribute's kind; EDTF for dates, a name for actors and places."""
    start: int
    end: int
    """The quote: the clause or part of a sentence that carries the claim."""
    number_start: int
    number_end: int
    """The figure, date expression or name the value is read from; a name may stand before the quote that refers to
    it.
    """
    scope: str | None = "total"
    stance: Stance = "asserts"
    chain: tuple[Attribution, ...] = ()
    """Informant first, origin last."""
    as_of: str | None = None
    """EDTF where the text dates the statement itself; None for the publication date."""
    event: EventMention | None = None
    subject: str = ""
    """The name of the organisation or person spoken of, where it is not the event."""
    subject_kind: SubjectKind = "event"
    part_of: int | None = None
    """`number_start` of the count of which this one is a part."""
    exhaustive: bool = False
    evidential: str = ""
    """Words on how it is known: "reportedly", "said to be"."""
    credits: tuple[str, ...] = ()
    """Agencies credited at the end of the article, from whom an unattributed claim may well come."""
    open: bool = False
    """No attribute of its own takes it: it is worth a reviewer's time only where another article tells of the same."""
    around: tuple[Word, ...] = ()
    """The words of its sentence by which a figure may meet another; the scope of such a figure is made of them."""
    rule: str = ""
    """Which of the proposer's rules found it."""
    proposer: str = ""
    """Set from the proposer's name, whatever stands here."""
    quote: str | None = None
    """The quote as the proposer has it; where given it must be exactly what stands at the span."""


@runtime_checkable
class Proposer(Protocol):
    """Finds claims in an article. Finding too much is a nuisance, not a danger: everything is verified.

    A class may also have `by_default = False`, to take part only where it is named; `sends_to`, which names where it
    sends article text, if it does: a person is asked before it may; and `languages`, the ISO 639 codes of the languages
    it reads: an article that is known to be in another is not given to it.
    """

    name: str
    """What its assertions record as `extracted_by`: with the version of a model, where there is one."""

    def propose(self, view: ArticleView, vocabulary: Vocabulary) -> Iterable[Proposal]:
        """Return the claims found in `view`, in any order."""
        ...
