"""Know which of two articles are editions of one text of an outlet, and which is the later."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from claims.likeness import are_nearly_the_same
from claims.models import Article
from claims.vocabulary.model import fold_name

_APART: Final = timedelta(days=3)
"""Days by which editions at two addresses may lie apart: after that an outlet writes a new report."""


def known_from(article: Any) -> str:
    """Return up to when an article, or its row, may know something, in an order that zones do not disturb."""
    known = article.modified or article.published or ""
    try:
        moment = datetime.fromisoformat(known)
    except ValueError:
        return known
    return known if moment.tzinfo is None else moment.astimezone(UTC).isoformat()


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
