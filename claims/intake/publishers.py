"""Find the publisher that a plain text names in its title line, or in a credit at its end.

Lists of agencies ("Reuters, AFP") are skipped: they say whose report a text passes on, which belongs to the chain of a
statement. Long lines are prose and skipped too.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import dropwhile, takewhile
from typing import Final

from claims.intake.dates import HEAD_CHARACTERS, is_date_line

_BAR: Final = re.compile(r"\s*\|\s*")
_CREDIT: Final = re.compile(r"\s*(?:Source|Published (?:by|in)|Originally published (?:by|in))\s*[:»]\s*(?P<name>.+)")
_LAST_LINES: Final = 4
_TAIL_CHARACTERS: Final = 2_000
_ROWS: Final = 3
"""Lines with bars that are a table, whatever they hold: a title line has at most a line of names below it."""
_LONGEST: Final = 60
_SECTIONS: Final = {
    *("news", "world", "politics", "opinion", "business", "sport", "sports", "culture", "home"),
    *("africa", "asia", "europe"),
}
"""Sections of a site, which title lines name too."""

_SOCIAL: Final = re.compile(
    r"(?:twitter|x|facebook|fb|instagram|youtube|t|telegram|linkedin|tiktok|threads|bsky|mastodon)\.(?:com|me|net|app|social)"
)
_ARCHIVES: Final = frozenset(
    {
        *("web.archive.org", "archive.org", "archive.is", "archive.ph", "archive.today", "archive.md", "perma.cc"),
        "localhost",
    }
)
_ADDRESS: Final = re.compile(r"(?:https?:)?//(?:www\.)?(?P<host>[^/:?#\s]+)", re.IGNORECASE)
_LONGEST_SITE_NAME: Final = 6
"""Words; what is longer is a slogan."""
_SLOGAN: Final = re.compile(
    r"\b(?:your|our|you|we|latest|breaking|trusted|stories|updates|headlines|today['’]s|for news|news from|welcome)\b"
    r"|\b(?:ihre?|unsere?|aktuelle|nachrichten aus|noticias de|últimas|votre|notre|toute l['’]actu)\b",
    re.IGNORECASE,
)
_NO_OUTLETS: Final = frozenset(
    {
        *("home", "homepage", "index", "news", "article", "blog", "website", "site", "untitled", "my site", "default"),
        *("wordpress", "wordpress.com", "blogger", "blogspot", "medium", "substack", "wix", "squarespace", "drupal"),
        *("twitter", "x (formerly twitter)", "x.com", "facebook", "instagram", "youtube", "telegram", "tiktok"),
        *("linkedin", "threads", "reddit", "whatsapp", "vk", "bluesky", "mastodon", "flickr", "pinterest"),
        *("startseite", "inicio", "accueil", "главная", "null", "none", "undefined"),
    }
)
"""Names of pages, of what sites are built with, and of networks on which outlets have accounts."""
_PARTS: Final = re.compile(r"\s+[|·•»–—-]\s+|\s*[|»]\s*|:\s+")
_DOMAIN: Final = re.compile(r"(?:www\.)?((?:[\w-]+\.)+[a-z]{2,})/?", re.IGNORECASE)


def clean_site_name(name: str | None, title: str | None) -> str | None:
    """Return the outlet that a page's metadata names; None for a social account, a slogan or the headline.

    >>> clean_site_name("https://twitter.com/harbourpost", None), clean_site_name("https://www.post.example/news", None)
    (None, 'post.example')
    >>> clean_site_name("Harbour Post | Latest news from Lorne", "Raid on Lorne"), clean_site_name("A", "A")
    ('Harbour Post', 'A')
    """
    name = " ".join((name or "").split()).strip("®™© ")
    if address := _ADDRESS.match(name):
        return name_host(address["host"])
    if domain := _DOMAIN.fullmatch(name):
        return name_host(domain[1])
    if _is_outlet(name, title):
        return name
    parts = [part for part in _PARTS.split(name) if _is_outlet(part, title)]
    return parts[0] if parts and len(_PARTS.split(name)) > 1 else None


def name_host(host: str) -> str | None:
    """Return the host of an outlet's pages as its name; None for the host of a network.

    >>> name_host("www.post.example"), name_host("m.facebook.com")
    ('post.example', None)
    """
    host = host.lower().removeprefix("www.")
    is_network = any(_SOCIAL.fullmatch(host[at:]) for at in (0, host.find(".") + 1))
    return None if is_network or host in _ARCHIVES else host or None


def _is_outlet(name: str, title: str | None) -> bool:
    """Return whether words may be the name of an outlet."""
    words = name.split()
    is_network = name.startswith("@") or _SOCIAL.match(name.lower()) or name.casefold() in _NO_OUTLETS
    is_headline = len(words) > 2 and (title or "").casefold().startswith(name.casefold())
    return any(map(str.isalpha, name)) and not (is_network or _is_slogan(name) or is_headline)


def _is_slogan(name: str) -> bool:
    ends = name.endswith((".", "!", "?", "…"))
    return ends or len(name.split()) > _LONGEST_SITE_NAME or _SLOGAN.search(name) is not None


def find_publisher(text: str) -> str | None:
    r"""Return the publisher that a text names.

    >>> find_publisher("Mill burns down | News | Gazette | 06.11.2019\n\nA mill burned.")
    'Gazette'
    >>> find_publisher("Mill burns down\nA mill burned.\n\nSource: Harbour Post\n")
    'Harbour Post'
    """
    return _find_credit(text[-_TAIL_CHARACTERS:]) or _find_in_title(text[:HEAD_CHARACTERS])


def _find_credit(tail: str) -> str | None:
    lines = list(filter(str.strip, tail.splitlines()))
    matches = filter(None, map(_CREDIT.fullmatch, reversed(lines[-_LAST_LINES:])))
    return next(filter(None, (_name(credit["name"]) for credit in matches)), None)


def _find_in_title(head: str) -> str | None:
    rows = list(_first_rows(head))
    title = rows[0] if rows and not _are_table(rows) else []
    names = [part for part in title[1:] if not is_date_line(part) and part.casefold() not in _SECTIONS]
    return _name(names[-1]) if names else None


def _first_rows(head: str) -> Iterator[list[str]]:
    """Yield the parts of the first lines with bars that follow each other."""
    lines = dropwhile(lambda line: "|" not in line or line.lstrip().startswith("|"), head.splitlines())
    for line in takewhile(lambda line: "|" in line, lines):
        yield list(filter(None, _BAR.split(line.strip())))


def _are_table(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether lines with bars are rows of one table: as long as each other, and several, or one of figures."""
    alike = list(takewhile(lambda row: len(row) == len(rows[0]), rows))
    figures = (cell for row in alike[1:] for cell in row[1:] if not any(map(str.isalpha, cell)))
    return len(alike) >= _ROWS or any(not is_date_line(cell) for cell in figures)


def _name(words: str) -> str | None:
    name = " ".join(words.split()).rstrip(".,;")
    # One outlet: a list of them is a credit to agencies, and a sentence has a verb and a stop.
    is_short = 1 < len(name) <= _LONGEST and len(name.split()) <= 6
    return name if is_short and re.fullmatch(r'(?!")[^,;:()|]+', name) and any(map(str.isalpha, name)) else None
