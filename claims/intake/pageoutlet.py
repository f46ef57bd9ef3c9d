"""Find the outlet that a page names in its metadata, else the host of its address."""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from claims.intake.pagedates import find_described
from claims.intake.publishers import clean_site_name, name_host

_NAMES: Final = ("og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "publisher")
_ACCOUNTS: Final = ("twitter:site", "twitter:creator", "article:publisher")

_NO_AUTHOR: Final = re.compile(
    r"(?:https?:|www\.|@)|(?:(?:published|updated|posted|last|share|follow|minutes? ago|\d+)\W*)+\Z", re.IGNORECASE
)


def find_outlet(tree: HtmlElement, extracted: str | None, title: str | None, url: str | None) -> str | None:
    """Return the first name that may be an outlet's; `extracted` is what an extractor takes for it."""
    names = [*_described(tree), *_values(tree, _NAMES)]
    # An extractor makes a name of an account.
    accounts = {_bare(name) for name in (*_values(tree, _ACCOUNTS), *names) if not name[:1].isalnum() or "/" in name}
    if extracted and _bare(extracted) not in accounts:
        names.append(extracted)
    return next((outlet for name in names if (outlet := clean_site_name(name, title))), None) or _name_of_host(url)


def clean_author(name: str | None) -> str | None:
    """Return the author that a page names; None for an address, an account or the labels of dates.

    >>> clean_author("https://post.example/jane-roe"), clean_author("Published Updated"), clean_author("Jane Roe")
    (None, None, 'Jane Roe')
    """
    parts = list(map(str.strip, (name or "").split(";")))
    return "; ".join(part for part in parts if part and not _NO_AUTHOR.match(part)) or None


def _described(tree: HtmlElement) -> Iterator[str]:
    for content in find_described(tree):
        publisher = content.get("publisher")
        for each in publisher if isinstance(publisher, list) else [publisher]:
            name = each.get("name") if isinstance(each, dict) else each
            if isinstance(name, str):
                yield name


def _values(tree: HtmlElement, names: tuple[str, ...]) -> list[str]:
    values: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or "").lower()
        values.setdefault(name, element.get("content") or "")
    return [values[name] for name in names if values.get(name)]


def _bare(account: str) -> str:
    return account.rstrip("/").rpartition("/")[2].removeprefix("@").casefold()


def _name_of_host(url: str | None) -> str | None:
    try:
        return name_host(urlsplit(url or "").hostname or "")
    except ValueError:
        return None
