"""The records of an analysis: noun phrases, predicates, and the sentence they stand in."""

from dataclasses import dataclass, field
from typing import NamedTuple

from claims.extract.analysis.language import Entry
from claims.extract.quantities import Token


class NounPhrase(NamedTuple):
    """A run of words around one noun, in tokens [first, last) of its sentence."""

    first: int
    last: int
    head: str
    """The last word, lower case."""
    classes: frozenset[str]
    """Of the head."""
    modifiers: tuple[str, ...]
    """The words before the head, lower case."""
    named: bool
    """The head is written with a capital, in a text that has small letters."""
    bare: int
    """The token at which the phrase begins without its determiners."""


class Predicate(NamedTuple):
    """A verb with its auxiliaries, in tokens [first, last) of its sentence."""

    first: int
    last: int
    main: int
    """The token of the verb itself."""
    lemma: str
    frames: frozenset[str]
    passive: bool
    form: str
    """`finite`, `participle` (without an auxiliary), `gerund` or `infinitive`."""
    auxiliaries: frozenset[str]
    negated: bool


class Element(NamedTuple):
    """One code of a sentence with the phrase or predicate it stands for."""

    code: str
    """N noun phrase, V predicate, p preposition, o "of", t "to", r "who", s "when", & "and", and marks."""
    first: int
    last: int
    phrase: NounPhrase | None
    predicate: Predicate | None
    text: str


@dataclass(frozen=True, slots=True)
class Analysis:
    """A sentence as the constructions read it."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    entries: tuple[Entry, ...]
    elements: tuple[Element, ...]
    """Without what stands in brackets, adverbs and quotation marks."""
    codes: str
    """The code of each element."""
    cased: bool
    """The sentence has names by their capitals: it is neither all small letters nor all capitals."""
    capitals: frozenset[int]
    """The words with a capital, by token."""
    links: dict[int, dict[str, int]] = field(default_factory=dict)
    """By element of a predicate or noun: its roles (`subject`, `object`, or a preposition) with who fills them."""

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the span of the view for tokens [first, last)."""
        return self.tokens[first].start, self.tokens[last - 1].end

    def starts(self, start: int, end: int) -> list[int]:
        """Return where tokens begin in [start, end) of the view."""
        return [token.start for token in self.tokens if start <= token.start < end]
