"""How long the tolls of a kind of event stay open, and the words that close one."""

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(resources.files("claims.vocabulary").joinpath("data", "openness.toml").read_text("utf-8"))


@cache
def _closing() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, _table()['closing']))})\b")


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
    return _closing().search(" ".join(quote.casefold().split())) is not None
