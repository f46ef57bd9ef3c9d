"""Find the publisher that a plain text names in its title line, or in a credit at its end.

Lists of agencies ("Reuters, AFP") are skipped: they say whose report a text passes on, which belongs to the chain of a
statement. Long lines are prose and skipped too.
"""

import re
from typing import Final

from claims.intake.dates import HEAD_CHARACTERS, is_date_line

_BAR: Final = re.compile(r"\s*\|\s*")
_CREDIT: Final = re.compile(r"\s*(?:Source|Published (?:by|in)|Originally published (?:by|in))\s*[:»]\s*(?P<name>.+)")
_LAST_LINES: Final = 4
_TAIL_CHARACTERS: Final = 2_000
_LONGEST: Final = 60
_SECTIONS: Final = {
    *("news", "world", "politics", "opinion", "business", "sport", "sports", "culture", "home"),
    *("africa", "asia", "europe"),
}
"""Sections of a site, which title lines name too."""

_SOCIAL: Final = re.compile(
    r"(?:twitter|x|facebook|fb|instagram|youtube|t|telegram|linkedin|tiktok|threads|bsky|mastodon)\.(?:com|me|net|app|social)"
)
_ADDRESS: Final = re.compile(r"(?:https?:)?//(?:www\.)?(?P<host>[^/:?#\s]+)", re.IGNORECASE)
_LONGEST_SITE_NAME: Final = 6
"""Words; what is longer is a slogan."""


def clean_site_name(name: str | None, title: str | None) -> str | None:
    """Return the outlet that a page's metadata names; None for a social account, a slogan or the headline.

    >>> clean_site_name("https://twitter.com/harbourpost", None), clean_site_name("https://www.post.example/news", None)
    (None, 'post.example')
    >>> clean_site_name("Harbour Post", "Raid on Lorne"), clean_site_name("Raid on Lorne", "Raid on Lorne | Post")
    ('Harbour Post', None)
    """
    name = " ".join((name or "").split())
    if address := _ADDRESS.match(name):
        host = address["host"].lower()
        return None if _SOCIAL.fullmatch(host) or host.endswith((".twitter.com", ".facebook.com")) else host
    words = name.split()
    is_account = name.startswith("@") or _SOCIAL.fullmatch(name.lower())
    is_slogan = len(words) > _LONGEST_SITE_NAME or name.endswith((".", "!", "?", "…"))
    is_headline = len(words) > 2 and (title or "").casefold().startswith(name.casefold())
    return None if any((is_account, is_slogan, is_headline)) else name or None


def find_publisher(text: str) -> str | None:
    r"""Return the publisher that a text names.

    >>> find_publisher("Mill burns down | News | Gazette | 06.11.2019\n\nA mill burned.")
    'Gazette'
    >>> find_publisher("Mill burns down\nA mill burned.\n\nSource: Harbour Post\n")
    'Harbour Post'
    """
    return _find_credit(text[-_TAIL_CHARACTERS:]) or _find_in_title(text[:HEAD_CHARACTERS])


def _find_credit(tail: str) -> str | None:
    lines = [line for line in tail.splitlines() if line.strip()]
    matches = filter(None, map(_CREDIT.fullmatch, reversed(lines[-_LAST_LINES:])))
    return next(filter(None, (_name(credit["name"]) for credit in matches)), None)


def _find_in_title(head: str) -> str | None:
    top = next((line for line in head.splitlines() if "|" in line), "")
    parts = list(filter(None, _BAR.split(top.strip())))
    names = [part for part in parts[1:] if not is_date_line(part) and part.casefold() not in _SECTIONS]
    return _name(names[-1]) if names else None


def _name(words: str) -> str | None:
    name = " ".join(words.split()).rstrip(".,;")
    # One outlet: a list of them is a credit to agencies, and a sentence has a verb and a stop.
    is_short = 1 < len(name) <= _LONGEST and len(name.split()) <= 6
    return name if is_short and re.fullmatch(r'(?!")[^,;:()|]+', name) and any(map(str.isalpha, name)) else None
