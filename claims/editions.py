"""Know which articles are editions of one text of an outlet, and their order."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import Any, Final, NamedTuple

from claims.likeness import are_nearly_the_same
from claims.models import Article
from claims.vocabulary.model import fold_name

_APART: Final = timedelta(days=3)
"""Days by which editions at two addresses may lie apart: after that an outlet writes a new report."""


class Edition(NamedTuple):
    """The place of an article among the editions of one text."""

    of: str = ""
    """Shared by all of them; empty for an article that is the only one."""
    number: int = 0
    """Grows with each edition; two that follow the same one share a number."""


SINGLE: Final = Edition()


def number_editions(links: Iterable[tuple[str, str]]) -> dict[str, Edition]:
    """Return the places of articles among the editions of their texts, by id, from pairs of an earlier and a later."""
    earlier: dict[str, set[str]] = {}
    texts: dict[str, list[str]] = {}
    for before, after in links:
        earlier.setdefault(after, set()).add(before)
        one, other = (texts.setdefault(id_, [id_]) for id_ in (before, after))
        if one is not other:
            one += other
            texts |= dict.fromkeys(other, one)
    numbers: dict[str, int] = {}
    for id_ in _in_order(earlier):
        numbers[id_] = max((numbers[before] + 1 for before in earlier.get(id_, ())), default=0)
    return {id_: Edition(min(text), numbers[id_]) for id_, text in texts.items()}


def _in_order(earlier: dict[str, set[str]]) -> list[str]:
    """Return each article after those before it; the links of a circle, which somebody made by hand, are left out."""
    while True:
        try:
            return list(TopologicalSorter({id_: sorted(earlier[id_]) for id_ in sorted(earlier)}).static_order())
        except CycleError as error:
            for before, after in pairwise(error.args[1]):
                earlier[after].discard(before)


def known_from(article: Any) -> str:
    """Return up to when an article, or its row, may know something, in an order that zones do not disturb."""
    known = article.modified or article.published or ""
    try:
        moment = datetime.fromisoformat(known)
    except ValueError:
        return known
    return known if moment.tzinfo is None else moment.astimezone(UTC).isoformat()


def place_of(article: Any, length: int) -> tuple[str, int]:
    """Return what orders editions: of one time the longer text is the later, as outlets add to a report."""
    return known_from(article), length


def is_edition(there: Article, new: Article) -> bool:
    """Return whether two articles are editions of one report that an outlet keeps at two addresses."""
    if not there.publisher or fold_name(there.publisher) != fold_name(new.publisher or ""):
        return False
    days = _day(there), _day(new)
    if days[0] is None or days[1] is None or abs(days[0] - days[1]) > _APART:
        return False
    return are_nearly_the_same(there.text, new.text)


def _day(article: Article) -> date | None:
    try:
        return date.fromisoformat((article.modified or article.published or "")[:10])
    except ValueError:
        return None
