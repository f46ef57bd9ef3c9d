"""Prepares assertions for comparison: who the origin is, through whom it came, when it knows, its name in a sentence.

Everything here follows from one assertion alone, given the vocabulary and its article.
"""

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import attrgetter
from typing import Final, NamedTuple

from claims.editions import SINGLE, Edition
from claims.grouping import group_by
from claims.models import Assertion, Stance
from claims.surroundings import Surroundings, sentence_around
from claims.values import format_value
from claims.values.model import ActorValue, ChoiceValue, CountValue, MeasureValue, PlaceValue, TextValue, Value
from claims.vocabulary.model import TOTAL, Attribute, Vocabulary, fold_name
from claims.vocabulary.scope_words import format_scope
from reconcile.evidence.clocks import Clock, Order, read_clock
from reconcile.evidence.shared_text import surroundings_of


@dataclass(frozen=True, slots=True)
class ArticleInfo:
    """What the reconciler needs to know of an article: never its text."""

    name: str
    publisher: str | None = None
    published: str | None = None
    edition: Edition = SINGLE

    @property
    def outlet(self) -> str:
        """The source that speaks where a chain is empty."""
        return self.publisher or f"article {self.name}"


class Bound(NamedTuple):
    """What one count says of one node: low <= x <= high at its time; `high` None is unbounded."""

    id: str
    node: tuple[str, str]
    """(attribute, scope)."""
    low: int
    high: int | None
    start: str | None = None
    time: str | None = None
    """First and last instant of the as-of date; None where it is not known."""


@dataclass(frozen=True)
class Reading:
    """One assertion with its origin, its relays and its clock; what every pair of readings asks is worked out once."""

    assertion: Assertion
    attribute: Attribute
    scope: str | None
    """As stated, or as a reviewer has set it."""
    origin: str
    """Canonical name of the first speaker."""
    outlet: str
    relays: frozenset[str]
    """Canonical names of those that passed it on: the outlet, every hop but the origin, and a wire that is the
    origin.
    """
    clock: Clock
    around: Surroundings
    """By which it is known as a copy."""
    phrase: str
    """The value with its source, for a sentence: `at least 17 (officials, in Morning Post)`."""
    key: str = ""
    """The same for equal values (`equal_key`)."""
    has_own_time: bool = False
    """The text dates the statement, which does not just appear on a day."""
    independent: bool = False
    """A reviewer holds it to be no copy, whatever words it shares with another."""
    edition: Edition = SINGLE
    """The place of its article among the editions of one text."""
    grade: str = ""
    """The Admiralty digit that a reviewer gave this very statement, 2 to 6; empty where none did."""
    id: str = field(init=False, repr=False, compare=False)
    value: Value = field(init=False, repr=False, compare=False)
    stance: Stance = field(init=False, repr=False, compare=False)
    """Of the assertion: every pair asks for them."""

    def __post_init__(self) -> None:
        said = self.assertion
        self.__dict__.update(id=said.id, value=said.value, stance=said.stance)

    @cached_property
    def says(self) -> str:
        """The value with the part it is of, without its source: `at least 17`, `15 attackers`."""
        return _of_part(stated_words(self.assertion, self.attribute), self.attribute, self.scope)

    @cached_property
    def sentence(self) -> str:
        """The sentences that the quote stands in, as far as the text around it is known."""
        return sentence_around(self.around.passage, self.assertion.passage.exact)

    @cached_property
    def ends(self) -> tuple[float | None, float | None]:
        """The ends of a count or measure, None where open; of any other value none."""
        value = self.value
        if isinstance(value, CountValue):
            return value.low, value.high
        if isinstance(value, MeasureValue):
            return _to_float(value.base_low), _to_float(value.base_high)
        return None, None

    @cached_property
    def bound(self) -> Bound | None:
        """The bound it puts on its node; None where it bounds nothing (no count, denied, scope not placed)."""
        value, scope = self.value, self.scope
        if not isinstance(value, CountValue) or scope is None or self.stance not in {"asserts", "suspects"}:
            return None
        if scope not in self.attribute.tree:
            return None
        return Bound(self.id, (self.attribute.name, scope), value.low, value.high, self.clock.start, self.clock.end)

    def order(self, other: "Reading") -> Order:
        """Return whether this knows more than another: of two editions the later does, unless dates say more."""
        if self.edition.of and self.is_edition_beside(other) and self.clock.meets(other.clock):
            return "earlier" if self.edition.number < other.edition.number else "later"
        return self.clock.order(other.clock)

    def is_edition_beside(self, other: "Reading") -> bool:
        """Return whether the two stand in an earlier and a later edition of one text."""
        (text, number), (other_text, other_number) = self.edition, other.edition
        return bool(text) and text == other_text and number != other_number


def _to_float(text: str | None) -> float | None:
    return None if text is None else float(text)


@dataclass(frozen=True, slots=True)
class Marks:
    """What reviewers have set of single assertions."""

    scopes: Mapping[str, str] = field(default_factory=dict)
    """By assertion id."""
    independent: Collection[str] = ()
    """Ids of those that a reviewer holds to be no copies."""
    grades: Mapping[str, str] = field(default_factory=dict)
    """Admiralty digits by assertion id."""


_DOMAIN: Final = re.compile(r"(?:www\.)?([\w-]{3,})(?:\.[a-z]{2,12}){1,3}")
_NO_MARKS: Final = Marks()
_ADDED_WORDS: Final = {"suspects": ", unconfirmed", "retracts": ", retracted"}


def read_assertions(
    assertions: Iterable[Assertion],
    vocabulary: Vocabulary,
    articles: Mapping[str, ArticleInfo],
    marks: Marks = _NO_MARKS,
    around: Mapping[str, Surroundings] | None = None,
) -> list[Reading]:
    """Return the readings of `assertions`, by id; `articles` holds every article quoted, by id.

    `around` is the text around quotes, by assertion id; where it is not given, their prefix and suffix are used.
    """
    listed = list(assertions)
    articles = _join_editions(articles)
    named = [[vocabulary.speaker_name(n) for n in (_info(a, articles).outlet, *a.speakers)] for a in listed]
    voices = find_voices(name for names in named for name in names)
    readings = [
        _read(a, vocabulary, articles, marks, (around or {}).get(a.id), [voices[name] for name in names])
        for a, names in zip(listed, named, strict=True)
    ]
    return sorted(readings, key=attrgetter("id"))


def _join_editions(articles: Mapping[str, ArticleInfo]) -> Mapping[str, ArticleInfo]:
    """Return the articles with one outlet for the editions of one text, whether or not each of them names it."""
    unnamed = [info.edition.of for info in articles.values() if info.edition.of and not info.publisher]
    outlets: dict[str, str] = {}
    for text in unnamed:
        editions = [info for info in articles.values() if info.edition.of == text]
        first = min(editions, key=lambda info: (not info.publisher, info.edition.number, info.outlet))
        outlets[text] = first.outlet
    if not outlets:
        return articles
    return {
        id_: replace(info, publisher=info.publisher or outlets.get(info.edition.of)) for id_, info in articles.items()
    }


def find_voices(names: Iterable[str]) -> dict[str, str]:
    """Return for each name of a speaker or outlet the spelling that stands for all spellings of it.

    That is the most frequent one, of several the first in order. Names are one where they differ in composed letters,
    blanks, quotation marks, a leading article, or are the name and its address: `Harbour Post`, `harbourpost.example`.
    """
    counts = Counter(names)
    spellings = group_by(sorted(counts, key=lambda name: (-counts[name], name)), _voice_key)
    return {name: alike[0] for alike in spellings.values() for name in alike}


@functools.lru_cache(maxsize=20_000)
def _voice_key(name: str) -> str:
    name = unicodedata.normalize("NFKC", name)
    domain = _DOMAIN.fullmatch(name.casefold())
    return "".join(filter(str.isalnum, domain[1] if domain else fold_name(name))) or name


def _info(assertion: Assertion, articles: Mapping[str, ArticleInfo]) -> ArticleInfo:
    return articles.get(assertion.passage.article) or ArticleInfo(assertion.passage.article[:12])


def _read(
    assertion: Assertion,
    vocabulary: Vocabulary,
    articles: Mapping[str, ArticleInfo],
    marks: Marks,
    around: Surroundings | None,
    voices: Sequence[str],
) -> Reading:
    """Return the reading of an assertion; `voices` are its outlet and its speakers, the origin last."""
    attribute = vocabulary.attribute(assertion.attribute)
    if attribute is None:  # a dossier whose vocabulary entry was lost: compare it as the text it is
        attribute = Attribute(name=assertion.attribute, kind=assertion.value.kind)
    info = _info(assertion, articles)
    outlet, origin = voices[0], voices[-1]
    relays = {outlet, *voices[1:-1]}
    if vocabulary.is_wire(origin):
        relays.add(origin)
    scope = marks.scopes.get(assertion.id, assertion.scope)
    return Reading(
        assertion=assertion,
        attribute=attribute,
        scope=scope,
        origin=origin,
        outlet=outlet,
        relays=frozenset(relays),
        clock=read_clock(assertion.as_of),
        around=around or surroundings_of(assertion.passage),
        phrase=_phrase(assertion, attribute, scope, origin, info),
        key=equal_key(assertion.value, vocabulary),
        has_own_time=assertion.as_of != info.published,
        independent=assertion.id in marks.independent,
        edition=info.edition,
        grade=marks.grades.get(assertion.id, ""),
    )


def equal_key(value: Value, vocabulary: Vocabulary) -> str:
    """Return what equal values share: a place and an actor by any name of theirs, a text in any case and order."""
    if isinstance(value, PlaceValue):
        return format_value(value.changed(name=vocabulary.place_name(value.name) or fold_name(value.name)))
    if isinstance(value, ActorValue):
        return fold_name(vocabulary.actor_name(value.name)) if value.known == "named" else value.known
    if isinstance(value, TextValue):
        return "; ".join(sorted(fold_name(part) for part in value.text.split(";")))
    return value.name if isinstance(value, ChoiceValue) else format_value(value)


def _phrase(assertion: Assertion, attribute: Attribute, scope: str | None, origin: str, info: ArticleInfo) -> str:
    value = stated_words(assertion, attribute)
    source = info.outlet if not assertion.chain else f"{origin}, in {info.outlet}"
    when = f", as of {assertion.as_of}" if assertion.as_of else ""
    return f"{_of_part(value, attribute, scope)} ({source}{when})"


def stated_words(assertion: Assertion, attribute: Attribute) -> str:
    """Return what is stated, by its stance: `17`, `not 17`, `17, unconfirmed`, `17, retracted`.

    A denial of one of two values states the other.
    """
    value = format_value(assertion.value)
    if assertion.stance == "denies":
        other = [each for each in attribute.values if each != value]
        return other[0] if len(attribute.values) == 2 and other else f"not {value}"
    return value + _ADDED_WORDS.get(assertion.stance, "")


def _of_part(value: str, attribute: Attribute, scope: str | None) -> str:
    """Return a value with the part it is of: `15 attackers`, `1 of the officials`, `modified: 2031-03-02`."""
    if scope == TOTAL:
        return value
    part = "of unstated scope" if scope is None else format_scope(scope)
    if attribute.kind not in {"count", "measure"}:
        return f"{part}: {value}"
    return f"1 of the {part}" if value == "1" and scope is not None else f"{value} {part}"
