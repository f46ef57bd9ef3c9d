"""Choose the terms by which a mention of an event is found again, and say when a term is too common to help.

The store counts the terms and lists their mentions, so that a new article is compared with its block only, not with
the whole dossier. `reconcile.events` weighs them.
"""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from claims.vocabulary.model import Vocabulary

if TYPE_CHECKING:  # importing it brings every proposer, which opening a dossier does not need
    from claims.mentions.fingerprints import Trace

CROWDED: Final = 40
"""Mentions from which on nobody is found by a term."""

TRACED: Final = "t"
"""Counts the mentions with traces."""

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


class Told(Protocol):
    """What is known of a mention besides its traces."""

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
    """It is found by these, as long as they are not crowded; each begins with `n` for a name, `k` for a key."""
    counted: tuple[str, ...]
    """These only tell how common a word is."""


def terms_of(told: Told, trace: "Trace", vocabulary: Vocabulary) -> Terms:
    """Return the terms of a mention; `trace` is empty for one in passing."""
    names = tuple(name_term(name) for name in sorted(trace.names))
    words = (*(word_term(word) for word in sorted(trace.words)), TRACED) if names else ()
    return Terms((*names, *block_keys(told, vocabulary)), words)


def name_term(name: str) -> str:
    """Return the term of a name."""
    return f"n{name}"


def word_term(word: str) -> str:
    """Return the term of a word."""
    return f"w{word}"


def is_scanty(trace: "Trace") -> bool:
    """Return whether traces are so few that date and place may say more."""
    return len(trace.names) < _ENOUGH_NAMES


def block_keys(told: Told, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the terms that tie a month to a place, a figure or a kind."""
    return tuple(_months_with(told, vocabulary))


def _months_with(told: Told, vocabulary: Vocabulary) -> Iterator[str]:
    for month in _months(told):
        for place in sorted({node for stated in told.places for node in _around(stated, vocabulary)}):
            yield f"k{month} place {place}"
        for attribute, figure in sorted({(attribute, figure) for attribute, _, figure in told.figures}):
            yield f"k{month} figure {attribute} {figure}"
        if told.kind:
            yield f"k{month} kind {kind_family(told.kind)}"


def kind_family(kind: str) -> str:
    """Return one word for all kinds that reports use for one event."""
    return next((min(family) for family in _FAMILIES if kind in family), kind)


def _around(place: str, vocabulary: Vocabulary) -> frozenset[str]:
    """Return a place and all that it lies in."""
    known = vocabulary.place_name(place)
    return vocabulary.containers(known) | {known} if known else frozenset({place})


def _months(told: Told) -> list[str]:
    """Return the months a mention's date touches, the next day's included."""
    if told.low is None or told.high is None:
        return []
    first = datetime.fromisoformat(told.low) - _NEXT_DAY
    last = datetime.fromisoformat(told.high) + _NEXT_DAY
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    if count > _MONTHS:
        return []
    return [
        f"{(first.year * 12 + first.month - 1 + n) // 12:04}-{(first.month - 1 + n) % 12 + 1:02}" for n in range(count)
    ]
