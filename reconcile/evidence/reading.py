"""Readings: assertions prepared for comparison.

Owns what follows from one assertion alone, given the vocabulary and its article: who the origin is, through whom it
came, when it knows, and how it is named in a sentence. Refuses to look at two assertions at once.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from claims.models import Assertion
from claims.surroundings import Surroundings
from claims.values import format_value
from claims.values.model import Value
from claims.vocabulary.model import TOTAL, Attribute, Vocabulary
from reconcile.evidence.clocks import Clock, read_clock
from reconcile.evidence.shared_text import surroundings_of


@dataclass(frozen=True, slots=True)
class ArticleInfo:
    """What the reconciler needs to know of an article: never its text."""

    name: str
    publisher: str | None = None
    published: str | None = None

    @property
    def outlet(self) -> str:
        """The source that speaks where a chain is empty."""
        return self.publisher or f"article {self.name}"


@dataclass(frozen=True, slots=True)
class Reading:
    """One assertion with its origin, its relays and its clock."""

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
    independent: bool = False
    """A reviewer holds it to be no copy, whatever words it shares with another."""
    grade: str = ""
    """The Admiralty digit that a reviewer gave this very statement, 2 to 6; empty where none did."""

    @property
    def id(self) -> str:
        """The assertion's id."""
        return self.assertion.id

    @property
    def value(self) -> Value:
        """The asserted set of possible values."""
        return self.assertion.value

    @property
    def stance(self) -> str:
        """asserts, denies, suspects or retracts."""
        return self.assertion.stance


def read_assertions(
    assertions: Iterable[Assertion],
    vocabulary: Vocabulary,
    articles: Mapping[str, ArticleInfo],
    scopes: Mapping[str, str] | None = None,
    independent: Collection[str] = (),
    around: Mapping[str, Surroundings] | None = None,
    grades: Mapping[str, str] | None = None,
) -> list[Reading]:
    """Return the readings of `assertions`, by id.

    Args:
        assertions: the statements.
        vocabulary: the words in force.
        articles: by id, of every article quoted.
        scopes: by assertion id, where a reviewer has set one.
        independent: ids of those that a reviewer called no copies.
        around: what stands around quotes in their articles, by assertion id; of any other its prefix and suffix tell.
        grades: the digits that a reviewer gave statements, by assertion id.
    """
    told, graded = around or {}, grades or {}
    readings = [
        _read(
            a,
            vocabulary,
            articles,
            scopes or {},
            told.get(a.id),
            independent=a.id in independent,
            grade=graded.get(a.id, ""),
        )
        for a in assertions
    ]
    return sorted(readings, key=lambda reading: reading.id)


def _read(
    assertion: Assertion,
    vocabulary: Vocabulary,
    articles: Mapping[str, ArticleInfo],
    scopes: Mapping[str, str],
    around: Surroundings | None,
    *,
    independent: bool,
    grade: str,
) -> Reading:
    attribute = vocabulary.attribute(assertion.attribute)
    if attribute is None:  # a dossier whose vocabulary entry was lost: compare it as the text it is
        attribute = Attribute(name=assertion.attribute, kind=assertion.value.kind)
    info = articles.get(assertion.passage.article) or ArticleInfo(assertion.passage.article[:12])
    outlet = vocabulary.speaker_name(info.outlet)
    speakers = [vocabulary.speaker_name(name) for name in assertion.speakers]
    origin = speakers[-1] if speakers else outlet
    relays = {outlet, *speakers[:-1]}
    if vocabulary.is_wire(origin):
        relays.add(origin)
    scope = scopes.get(assertion.id, assertion.scope)
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
        independent=independent,
        grade=grade,
    )


def _phrase(assertion: Assertion, attribute: Attribute, scope: str | None, origin: str, info: ArticleInfo) -> str:
    value = format_value(assertion.value)
    if assertion.stance == "denies":
        other = [each for each in attribute.values if each != value]
        value = other[0] if len(attribute.values) == 2 and other else f"not {value}"
    elif assertion.stance == "suspects":
        value = f"{value}, unconfirmed"
    elif assertion.stance == "retracts":
        value = f"{value}, retracted"
    source = info.outlet if not assertion.chain else f"{origin}, in {info.outlet}"
    when = f", as of {assertion.as_of}" if assertion.as_of else ""
    return f"{_of_part(value, attribute, scope)} ({source}{when})"


def _of_part(value: str, attribute: Attribute, scope: str | None) -> str:
    """Return a value with the part it is of: `15 attackers`, `1 of the officials`, `modified: 2031-03-02`."""
    if scope == TOTAL:
        return value
    part = "of unstated scope" if scope is None else scope.replace("_", " ")
    if attribute.kind not in {"count", "measure"}:
        return f"{part}: {value}"
    return f"1 of the {part}" if value == "1" and scope is not None else f"{value} {part}"
