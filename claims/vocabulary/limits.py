"""The words by which a statement is of a part, a moment or a deed of its own."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import Any


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(resources.files("claims.vocabulary").joinpath("data", "limits.toml").read_text("utf-8"))


@cache
def _pattern(key: str) -> re.Pattern[str]:
    return re.compile(_table()[key])


@cache
def _patterns(key: str) -> Mapping[str, re.Pattern[str]]:
    return {name: re.compile(pattern) for name, pattern in _table()[key].items()}


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())


@lru_cache(maxsize=4096)
def clause_of(sentence: str, quote: str) -> str:
    """Return a quote with the rest of its clause, in lower case.

    >>> clause_of("On Monday three men died at the scene, and a fourth in hospital.", "three men died")
    'on monday three men died at the scene'
    """
    sentence, quote = _fold(sentence), _fold(quote)
    at = max(sentence.find(quote), 0)
    end = at + len(quote)
    before = [match.end() for match in _pattern("breaks").finditer(sentence[:at])]
    after = _pattern("breaks").search(sentence, end)
    return sentence[max(before, default=0) : after.start() if after else len(sentence)].strip(" .")


def counts_rest(after: str) -> bool:
    """Return whether the words after a figure count what there is beside others of the sort.

    >>> counts_rest("other rifles"), counts_rest("rifles")
    (True, False)
    """
    return _pattern("rest").search(_fold(after)) is not None


def is_included(clause: str) -> bool:
    """Return whether a clause counts some of those that a figure beside it counts.

    >>> is_included("two who died in hospital are included in the toll")
    True
    """
    return _pattern("included").search(clause) is not None


def find_share(clause: str) -> str:
    """Return which of the dead a clause counts by where they died; empty where it does not say.

    >>> find_share("three men died on the spot"), find_share("three men died")
    ('at the scene', '')
    """
    return _find_name("share", clause)


def find_moment(clause: str) -> str:
    """Return when a price or a share was what a clause says; empty where it does not say.

    >>> find_moment("the stock closed at $20")
    'at the close'
    """
    return _find_name("moment", clause)


def _find_name(key: str, clause: str) -> str:
    return next((name for name, pattern in _patterns(key).items() if pattern.search(clause)), "")


def says_changed(clause: str) -> bool:
    """Return whether a clause tells of a figure as one that was another before.

    >>> says_changed("bail was raised to $90,000"), says_changed("bail was set at $50,000")
    (True, False)
    """
    return _pattern("changed").search(clause) is not None


def is_recalled(sentence: str) -> bool:
    """Return whether a sentence gives a figure as it was first given.

    >>> is_recalled("Officials said after the raid that five were held."), is_recalled("Five are held.")
    (True, False)
    """
    return _pattern("recalled").search(_fold(sentence)) is not None


def find_own_deed(clause: str) -> str:
    """Return the word of what was done after the event that a clause tells of, and not of the event itself.

    >>> find_own_deed("five suspects were captured near orsa"), find_own_deed("the attack, for which two were charged")
    ('captured', '')
    """
    deed = _pattern("deed").search(clause)
    return deed[0] if deed and not _pattern("event").search(clause) else ""


def is_of_campaign(sentence: str) -> bool:
    """Return whether a sentence counts what a whole war or series of attacks has cost.

    >>> is_of_campaign("4,000 have died since the war began."), is_of_campaign("Four died in the war.")
    (True, False)
    """
    return _pattern("campaign").search(_fold(sentence)) is not None


def is_moving(scope: str) -> bool:
    """Return whether a scope is of what has another figure every day.

    >>> is_moving("andal_share"), is_moving("damage")
    (True, False)
    """
    return not set(_table()["moving"]).isdisjoint(scope.split("_"))


def is_source(before: str) -> bool:
    """Return whether the words before a place make it one from which something came.

    >>> is_source("fired seven rockets from the town of "), is_source("fired rockets at ")
    (True, False)
    """
    return _pattern("source").search(_fold(before)) is not None


def find_inside(quote: str) -> str:
    """Return the place in which a quote says that what it counts was; empty where it says none.

    >>> find_inside("Ten houses fell in the town of Orsa"), find_inside("Ten houses fell in May")
    ('Orsa', '')
    """
    found = _pattern("inside").search(quote)
    return found["place"] if found else ""


def is_wide(subject: str) -> bool:
    """Return whether a subject is an event that many places tell of.

    >>> is_wide("quake-2031-03-03-orsa")
    True
    """
    return any(kind in _table()["wide"] for kind in re.findall(r"[a-z]+", subject.casefold()))


def tells_centre(sentence: str) -> bool:
    """Return whether a sentence tells of the one place that such an event itself has.

    >>> tells_centre("The quake struck at dawn, 5 km from Orsa."), tells_centre("Houses fell in Orsa.")
    (True, False)
    """
    return _pattern("centre").search(_fold(sentence)) is not None
