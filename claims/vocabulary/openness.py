"""How long the tolls of a kind of event stay open, and the words that close one, show it growing or wait for more."""

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources
from typing import Any


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(resources.files("claims.vocabulary").joinpath("data", "openness.toml").read_text("utf-8"))


@cache
def _words(key: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, _table()[key]))})\b")


def find_open_days(subject: str) -> int | None:
    """Return the days for which tolls of an event are expected to grow; None where its subject tells of no such kind.

    >>> find_open_days("crash-2031-03-03-orsa")
    14
    """
    days = _table()["days"]
    return next((days[word] for word in re.findall(r"[a-z]+", subject.casefold()) if word in days), None)


def closes_toll(quote: str) -> bool:
    """Return whether a quote says that its figure is complete.

    >>> closes_toll("The final death toll was 12")
    True
    """
    return _has(quote, "closing") or re.search(_table()["everybody"], " ".join(quote.casefold().split())) is not None


def shows_growth(sentence: str) -> bool:
    """Return whether a sentence tells of its figure as one step of a growing toll.

    >>> shows_growth("41 bodies had been brought in so far")
    True
    """
    return _has(sentence, "rising")


def says_pending(sentence: str) -> bool:
    """Return whether a sentence denies only what has not come yet.

    >>> says_pending("No group has so far claimed the attack")
    True
    """
    return _has(sentence, "pending")


def says_denied(sentence: str) -> bool:
    """Return whether in a sentence somebody speaks against a thing.

    >>> says_denied("The group denied that it was behind the attack")
    True
    """
    return _has(sentence, "denied")


@lru_cache(maxsize=4096)
def _has(text: str, key: str) -> bool:
    return _words(key).search(" ".join(text.casefold().split())) is not None
