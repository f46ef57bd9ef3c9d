"""Read the times that the parts of a page have of their own: the blocks of a live blog.

They are `<time>` elements inside elements that repeat, or the updates that JSON-LD lists. The extractor keeps no
elements, so a sign that no page holds is written where a block begins, and taken out of the text it returns.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from lxml.html import HtmlElement

from claims.grouping import group_by
from claims.intake.coverage import count_ink
from claims.intake.dates import parse_published
from claims.intake.pagedates import find_updates

Moment = tuple[int, str]
"""As `claims.moments` has it."""

_OPENS, _CLOSES = "\U0001d300", "\U0001d356"
_DIGITS: Final = "".join(map(chr, range(0x1D306, 0x1D310)))
"""Symbols of the Tai Xuan Jing: an extractor keeps them as printable, and no figure is read in them."""
_WRITE: Final = str.maketrans("0123456789", _DIGITS)
_READ: Final = str.maketrans(_DIGITS, "0123456789")
_SIGN: Final = re.compile(f"{_OPENS}([{_DIGITS}]+){_CLOSES}[ ]?")
_LEAST_INK: Final = 40
"""Visible characters of a block beside its time; a line of a list of links has fewer."""
_FEWEST: Final = 2
_WORDS: Final = 8
"""By so many first words an update is found in the text."""


def find_signs(text: str) -> bool:
    """Return whether a text holds what is used here for signs."""
    return _OPENS in text or _CLOSES in text


def mark_blocks(tree: HtmlElement) -> list[str]:
    """Write a sign at the head of each block of `tree` and after the last; return their times, empty for no block."""
    times: list[str] = []
    for blocks in _find_blocks(tree):
        for block, time in blocks:
            if (place := _first_words(block)) is not None:
                place.text = _sign(len(times)) + (place.text or "")
                times.append(time)
        after = _next_element(blocks[-1][0])
        if after is not None and (place := _first_words(after)) is not None:
            place.text = _sign(len(times)) + (place.text or "")
            times.append("")
    return times


def take_signs(text: str, times: Sequence[str]) -> tuple[str, list[Moment]]:
    """Return a text without its signs, and the moments that they stand for."""
    parts: list[str] = []
    moments: list[Moment] = []
    done = length = 0
    for sign in _SIGN.finditer(text):
        parts.append(text[done : sign.start()])
        length += sign.start() - done
        done = sign.end()
        number = int(sign[1].translate(_READ))
        if number < len(times):
            moments.append((length, times[number]))
    parts.append(text[done:])
    return "".join(parts), moments


def find_listed(tree: HtmlElement, text: str) -> list[Moment]:
    """Return the moments of the updates that JSON-LD lists, each where the text has its first words."""
    moments = []
    for update in find_updates(tree):
        time = _read_time(update.get("dateModified", "")) or _read_time(update.get("datePublished", ""))
        starts = [_find_words(text, update.get(name, "")) for name in ("headline", "articleBody")]
        if time and (there := [start for start in starts if start is not None]):
            moments.append((min(there), time))
    moments.sort()
    return moments if len({time for _, time in moments}) >= _FEWEST else []


def _find_holders(tree: HtmlElement) -> dict[HtmlElement, str]:
    """Return the time of each element that has one in it."""
    holders: dict[HtmlElement, str] = {}
    for element in tree.iter("time"):
        if time := _read_time(element.get("datetime", "")):
            for holder in (element, *element.iterancestors()):
                is_latest = element.get("itemprop") == "dateModified"
                holders[holder] = time if is_latest else holders.get(holder, time)
    return holders


def _find_blocks(tree: HtmlElement) -> Iterator[list[tuple[HtmlElement, str]]]:
    """Yield the innermost runs of alike elements that each have words and a time of their own."""
    holders = _find_holders(tree)
    parents = dict.fromkeys(parent for holder in holders if (parent := holder.getparent()) is not None)
    taken: set[HtmlElement] = set()
    for parent in reversed([each for each in tree.iter() if each in parents]):  # inner ones first
        blocks = [(child, holders[child]) for child in parent if child in holders and _has_words(child)]
        for alike in group_by(blocks, lambda block: (block[0].tag, block[0].get("class", "").split(" ")[0])).values():
            if parent not in taken and len({time for _, time in alike}) >= _FEWEST:
                taken.update(parent.iterancestors())
                yield alike


def _has_words(element: HtmlElement) -> bool:
    ink = count_ink(element.text_content())
    linked = sum(count_ink(link.text_content()) for link in element.iter("a"))
    return ink >= _LEAST_INK and linked * 2 < ink


def _first_words(block: HtmlElement) -> HtmlElement | None:
    """Return the first element of a block whose own text an extractor keeps."""
    for element in block.iter("h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "blockquote", "div", "section"):
        if (element.text or "").strip() and not any(each.tag == "time" for each in element):
            return element
    return None


def _next_element(element: HtmlElement) -> HtmlElement | None:
    """Return the element that follows after the end of another."""
    node: HtmlElement | None = element
    while node is not None and node.getnext() is None:
        node = node.getparent()
    return None if node is None else node.getnext()


def _read_time(written: str) -> str:
    time = parse_published(written) or ""
    return time if "T" in time else ""


def _sign(number: int) -> str:
    return _OPENS + str(number).translate(_WRITE) + _CLOSES


def _find_words(text: str, opening: str) -> int | None:
    words = re.sub(r"<[^<>]*>", " ", opening).split()[:_WORDS]
    if not words:
        return None
    found = [match.start() for match in re.finditer(r"\s+".join(map(re.escape, words)), text)]
    return found[0] if len(found) == 1 else None
