"""Know from its words that a text was cut off: the teaser of a paid article, the summary of a feed or an interface."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from claims.language import is_function_word

_TAIL: Final = 600
"""Characters at the end of a text in which it says so."""
_PAID: Final = re.compile(
    r"(?:subscribe|sign in|log in|register|create (?:a free|an) account) (?:now )?to (?:continue|keep|read)"
    r"|(?:article|story|content) is (?:only )?(?:for|available to|reserved for|exclusive to) [\w ]{0,20}"
    r"(?:subscribers|members)"
    r"|to continue reading|(?:log in|sign in|register|subscribe|create (?:a free|an) account) for (?:full )?access"
    r"|(?:read|see) (?:the )?(?:full|whole|entire|rest of the|rest of this) (?:article|story) (?:at|on|in|by|here)"
    r"|already (?:a subscriber|subscribed)\?|(?:for|to) subscribers only|to read the full (?:article|story)"
    r"|(?:weiterlesen|lesen sie) mit [\w ]{0,20}abo|nur für abonnenten|jetzt abonnieren"
    r"|(?:artikel|inhalt|beitrag) ist kostenpflichtig|(?:sie|bereits) abonnent"
    r"|réservé (?:à nos|aux) abonnés|(?:il vous reste|la suite de cet article)|déjà abonné"
    r"|(?:exclusivo|solo|sólo) para suscriptores|suscríbe(?:te|ase) para (?:seguir|continuar|leer)"
    r"|только для подписчиков|оформите подписку|лише для передплатників|仅限订阅|للمشتركين فقط",
    re.IGNORECASE,
)
_CUT: Final = re.compile(
    r"(?:\[\s*\+\s*[\d,]+ chars?\s*\]"
    r"|(?:\.{3}|…|\[…\]|\[\.{3}\])\s*"
    r"(?:\(?\[?(?:read|see|continue|full|more|weiterlesen|mehr|leer|seguir|lire|читать|читати)[\w’' ,]{0,40}\]?\)?)?"
    r"|\b(?:read more|continue reading|weiterlesen|leer más|lire la suite|читать далее)\s*[→»›.…]*)\s*\Z",
    re.IGNORECASE,
)
_OPEN: Final = re.compile(r"(?:(?<![\w.-])(?P<word>[^\W\d_A-Z]{1,3})|,)\Z")
"""The short word or the comma that a sentence does not end with."""
_ENDED: Final = re.compile(r"[^\W\d_]{2}[.!?][\"'”’»)]* +[^\W\d_]")
_WHOLE: Final = 0.75
"""Share of the words that a page says it has."""
_FEWEST: Final = 50
"""Words of which a share says something."""


def find_cuts(text: str) -> Iterator[str]:
    """Yield notes on what shows that `text` was cut off.

    >>> list(find_cuts("Ten people died, the mayor said. Forty were [+1234 chars]"))
    ['incomplete: it was cut off at “[+1234 chars]”']
    """
    tail = text[-_TAIL:]
    if paid := _PAID.search(tail):
        yield f"incomplete: the page says “{' '.join(paid[0].split())}”"
    elif cut := _CUT.search(tail.rstrip()):
        yield f"incomplete: it was cut off at “{' '.join(cut[0].split())}”"
    elif _ends_in_a_sentence(tail):
        yield f"incomplete: it ends within a sentence, at “{' '.join(tail.split()[-3:])}”"


def _ends_in_a_sentence(tail: str) -> bool:
    """Return whether the last paragraph has whole sentences, and then one that stops at a comma or before its noun."""
    last = tail.rstrip().rpartition("\n")[2]
    stop = _OPEN.search(last)
    return stop is not None and is_function_word(stop["word"] or "a") and _ENDED.search(last) is not None


def find_unread(described: Iterable[Mapping[str, object]], text: str) -> Iterator[str]:
    """Yield notes where a page's own description (schema.org) says that it is paid for, or longer than `text`."""
    has = len(text.split())
    for about in described:
        if str(about.get("isAccessibleForFree", "")).casefold() == "false":
            yield "incomplete: the page says that it is not free to read"
        body, count = about.get("articleBody"), about.get("wordCount")
        says = len(body.split()) if isinstance(body, str) else int(str(count)) if str(count).isdecimal() else 0
        if says >= _FEWEST and has < _WHOLE * says:
            yield f"incomplete: {has:,} of the {says:,} words that the page says it has were taken"
            return
