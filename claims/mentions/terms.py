"""Choose the terms by which a mention of an event is found again, and say when a term is too common to help.

The store counts the terms and lists their mentions, so that a new article is compared with its block only, not with
the whole dossier. `reconcile.events` weighs them.
"""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final, NamedTuple, Protocol

from claims.mentions.fingerprints import Fingerprint
from claims.vocabulary.model import Vocabulary

CROWDED: Final = 40
"""A term of more mentions than this finds none of them."""

FINGERPRINTED: Final = "t"
"""The term of every mention with a fingerprint, which counts them."""

_ENOUGH_NAMES: Final = 4
_MONTHS: Final = 14
"""A date vaguer than that is no block."""
_NEXT_DAY: Final = timedelta(days=1)

_FAMILIES: Final = (
    frozenset(
        {"attack", "shooting", "bombing", "raid", "clash", "killing", "assault", "ambush", "stabbing", "explosion"}
        | {"blast", "massacre", "siege", "battle", "strike"}
    ),
    frozenset({"riot", "unrest", "protest"}),
    frozenset({"robbery", "heist", "theft"}),
    frozenset({"hijacking", "piracy"}),
    frozenset({"earthquake", "quake"}),
)
"""Kinds that different reports use for one event."""


_ROW: Final = "row:"


def row_key(data_set: str) -> str:
    """Return the key of the mention in each row of a data set: no two of its rows are of one event.

    >>> row_key("ged"), is_row(row_key("ged")), is_row("main")
    ('row:ged', True, False)
    """
    return f"{_ROW}{data_set}"


def is_row(key: str) -> bool:
    """Return whether a mention of this key is the row of a data set."""
    return key.startswith(_ROW)


class EventFacts(Protocol):
    """What a mention says of its event, apart from the fingerprint of its article."""

    @property
    def key(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def low(self) -> str | None: ...
    @property
    def high(self) -> str | None: ...
    @property
    def places(self) -> tuple[str, ...]: ...
    @property
    def figures(self) -> Collection[tuple[str, str, int]]: ...


class Terms(NamedTuple):
    """The terms of one mention."""

    listed: tuple[str, ...]
    """Terms it is found by, unless they are crowded; each begins with `n` for a name, `k` for a key."""
    counted: tuple[str, ...]
    """Terms that only count how common a word is."""


def terms_of(facts: EventFacts, fingerprint: Fingerprint, vocabulary: Vocabulary) -> Terms:
    """Return the terms of a mention; `fingerprint` is empty for a mention in passing."""
    names = tuple(map(name_term, sorted(fingerprint.names)))
    words = (*map(word_term, sorted(fingerprint.words)), FINGERPRINTED) if names else ()
    return Terms((*names, *block_keys(facts, vocabulary)), words)


def name_term(name: str) -> str:
    """Return the term of a name."""
    return f"n{name}"


def word_term(word: str) -> str:
    """Return the term of a word."""
    return f"w{word}"


def is_scanty(fingerprint: Fingerprint) -> bool:
    """Return whether a fingerprint has so few names that date and place may say more."""
    return len(fingerprint.names) < _ENOUGH_NAMES


def block_keys(facts: EventFacts, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the terms that tie a month to a place, a figure or a kind, and that of a day.

    A row of a data set is found by its places alone: it is of no event whose place is another or not known, and its day
    is not one that many articles tell of.
    """
    if is_row(facts.key):
        return tuple(place_keys(facts, vocabulary))
    of_day = () if (day := day_of(facts)) is None else (day_key(day),)
    return (*of_day, *_months_with(facts, vocabulary))


def place_keys(facts: EventFacts, vocabulary: Vocabulary) -> list[str]:
    """Return the terms that tie a month to a place, or to one around it."""
    if len(facts.places) == 1:
        places = vocabulary.around(facts.places[0])
    else:
        places = tuple(sorted({node for stated in facts.places for node in vocabulary.around(stated)}))
    return [f"k{month} place {place}" for month in _months(facts.low, facts.high) for place in places]


def day_of(facts: EventFacts) -> str | None:
    """Return the day on which an event was; None where it is not known to the day."""
    return facts.low[:10] if facts.low and facts.high and facts.low[:10] == facts.high[:10] else None


def day_key(day: str) -> str:
    """Return the term of the mentions of events of a day."""
    return f"k{day} day"


def _months_with(facts: EventFacts, vocabulary: Vocabulary) -> Iterator[str]:
    yield from place_keys(facts, vocabulary)
    for month in _months(facts.low, facts.high):
        for attribute, figure in sorted({(attribute, figure) for attribute, _, figure in facts.figures}):
            yield f"k{month} figure {attribute} {figure}"
        if facts.kind:
            yield f"k{month} kind {kind_family(facts.kind)}"


def kind_family(kind: str) -> str:
    """Return one word for all kinds that reports use for one event."""
    return next((min(family) for family in _FAMILIES if kind in family), kind)


@lru_cache(maxsize=65_536)
def _months(low: str | None, high: str | None) -> tuple[str, ...]:
    """Return the months that a mention's date touches, with a day on either side."""
    if low is None or high is None:
        return ()
    first = datetime.fromisoformat(low) - _NEXT_DAY
    last = datetime.fromisoformat(high) + _NEXT_DAY
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    if count > _MONTHS:
        return ()
    return tuple(
        f"{(first.year * 12 + first.month - 1 + n) // 12:04}-{(first.month - 1 + n) % 12 + 1:02}" for n in range(count)
    )
