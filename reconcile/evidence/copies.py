"""Finds statements that are copies of one another: by a shared relay, a quoted outlet, or the same words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from typing import Final

from claims.grouping import group_by
from claims.models import Assertion
from claims.values.model import CountValue
from reconcile.evidence.reading import ArticleInfo, Reading
from reconcile.evidence.shared_text import find_shared_text, has_shared_text, sketch

COPIED_WORDS: Final = 8
"""So many words in one and the same order in two articles are a copy, credit line or not (declared by Variorum)."""


_FEW: Final = 40
"""So many statements are compared pair by pair; of more, each with the first ones it shares a name or words with."""


_Key = tuple[str, ...]
"""Something two statements share that makes them copies, as `are_copies` has it, unless one outlet printed both."""


def said_alike(reading: Reading) -> object:
    """Return what two statements share that say the same of the same, whichever way a figure is written."""
    value: object = reading.value
    if isinstance(reading.value, CountValue):
        value = (reading.value.low, reading.value.high)
    return reading.attribute.name, reading.scope, reading.stance, value


def find_alike(
    assertions: Iterable[Assertion], articles: Mapping[str, ArticleInfo], *, of_one_value: bool = False
) -> list[Assertion]:
    """Return the statements that may be copies of another, or misprints of it: those on which another outlet speaks.

    `of_one_value` leaves out those that no other outlet gives the same figure.
    """

    groups = group_by(assertions, _likeness_in_value if of_one_value else _likeness).values()
    return [assertion for group in groups if _has_two_outlets(group, articles) for assertion in group]


def _likeness(assertion: Assertion) -> object:
    return assertion.attribute, assertion.stance, assertion.value.kind


def _likeness_in_value(assertion: Assertion) -> object:
    value = assertion.value
    if isinstance(value, CountValue):
        return assertion.attribute, assertion.stance, (value.low, value.high)
    return _likeness(assertion)  # dates, places and names may be equal in other words


def _has_two_outlets(group: Iterable[Assertion], articles: Mapping[str, ArticleInfo]) -> bool:
    return len({articles[a.passage.article].outlet for a in group if a.passage.article in articles}) > 1


def link_copies(readings: Sequence[Reading]) -> list[tuple[Reading, Reading]]:
    """Return pairs of copies among equal statements, enough of them to join every statement to its copies."""
    if len(readings) <= _FEW:
        return [(a, b) for a, b in combinations(readings, 2) if are_copies(a, b)]
    originals = _file_originals(readings)
    pairs = ((a, b) for b in readings for key in _keys_of_copy(b) for a in originals.get(key, ()))
    links: dict[tuple[str, str], tuple[Reading, Reading]] = {}
    for a, b in pairs:
        if are_copies(a, b):
            links.setdefault((a.id, b.id), (a, b))
    return list(links.values())


def _file_originals(readings: Iterable[Reading]) -> dict[_Key, list[Reading]]:
    """Return the first statement with each key, and the first of a second outlet, as no outlet copies itself."""
    entries: dict[_Key, list[Reading]] = {}
    for reading in readings:
        for key in _keys_of_original(reading):
            first = entries.setdefault(key, [])
            if not first or (len(first) == 1 and first[0].outlet != reading.outlet):
                first.append(reading)
    return entries


def _keys_of_original(reading: Reading) -> Iterator[_Key]:
    yield from _words_key(reading)
    yield "outlet", reading.outlet
    yield "origin", reading.origin
    for name in reading.relays:
        yield "relay", name, reading.origin
        if name != reading.outlet:
            yield "through", name


def _keys_of_copy(reading: Reading) -> Iterator[_Key]:
    yield from _words_key(reading)
    yield "origin", reading.outlet
    yield "through", reading.outlet
    yield "outlet", reading.origin
    for name in reading.relays:
        yield "relay", name, reading.origin
        yield "outlet", name


def _words_key(reading: Reading) -> Iterator[_Key]:
    if reading.independent:
        return
    words = _quoted_words(reading.assertion.passage.exact)
    if len(words) >= COPIED_WORDS:
        yield "words", " ".join(words)
    yield from (("shingle", shingle) for shingle in sketch(reading.around))


def join_copies(readings: Sequence[Reading], links: Iterable[tuple[Reading, Reading]]) -> list[list[Reading]]:
    """Return the groups that `links` join, each in the order of `readings`."""
    group_of = {reading.id: [reading.id] for reading in readings}
    for a, b in links:
        one, two = group_of[a.id], group_of[b.id]
        if one is not two:
            if len(one) < len(two):
                one, two = two, one
            one += two
            group_of |= dict.fromkeys(two, one)
    return list(group_by(readings, lambda reading: id(group_of[reading.id])).values())


def are_copies(a: Reading, b: Reading) -> bool:
    """Return whether one text reached both outlets: through a shared relay, or one outlet quoting the other."""
    if a.assertion.passage.article == b.assertion.passage.article or a.outlet == b.outlet:
        return False
    if a.outlet == b.origin or b.outlet == a.origin or a.outlet in b.relays or b.outlet in a.relays:
        return True
    if a.origin == b.origin and (a.relays & b.relays) - {a.outlet, b.outlet}:
        return True
    return have_shared_text(a, b)


def have_shared_text(a: Reading, b: Reading) -> bool:
    """Return whether two outlets print alike, unless a reviewer holds one of the two to be independent, or one text
    gives the words of two speakers.
    """
    if a.independent or b.independent or (have_two_speakers(a, b) and not _say_alike(a, b)):
        return False
    return _quote_alike(a, b) or has_shared_text(a.around, b.around)


def shared_text(a: Reading, b: Reading) -> str:
    """Return the words that two outlets print alike; empty where they do not (`have_shared_text`)."""
    if not have_shared_text(a, b):
        return ""
    return a.assertion.passage.exact if _quote_alike(a, b) else find_shared_text(a.around, b.around)


def _quote_alike(a: Reading, b: Reading) -> bool:
    """Return whether two quotes of some length are the same words."""
    return have_same_words(a, b) and len(_quoted_words(a.assertion.passage.exact)) >= COPIED_WORDS


def have_two_speakers(a: Reading, b: Reading) -> bool:
    return bool(a.assertion.chain and b.assertion.chain) and a.origin != b.origin


def _say_alike(a: Reading, b: Reading) -> bool:
    """Return whether three quarters of the words of the shorter quote are in the other."""
    one, two = (set(_quoted_words(r.assertion.passage.exact)) for r in (a, b))
    return 4 * len(one & two) >= 3 * min(len(one), len(two))


def have_same_words(a: Reading, b: Reading) -> bool:
    return _quoted_words(a.assertion.passage.exact) == _quoted_words(b.assertion.passage.exact)


@lru_cache(maxsize=4096)
def _quoted_words(quote: str) -> tuple[str, ...]:
    return tuple(quote.casefold().split())


def printed_otherwise(a: Reading, b: Reading) -> str:
    """Return the words that two outlets print alike around two values of one speaker, or of none they name."""
    elsewhere = a.outlet != b.outlet and a.assertion.passage.article != b.assertion.passage.article
    if not elsewhere or a.stance != b.stance or a.independent or b.independent or have_two_speakers(a, b):
        return ""
    if any(one.assertion.passage.exact in two.around.near for one, two in ((a, b), (b, a))):
        return ""  # the other prints these words too: one text that says both
    return find_shared_text(a.around._replace(text=""), b.around._replace(text=""))
