"""Read the times that the parts of a page have of their own: the blocks of a live blog.

They are `<time>` elements inside elements that repeat, or the updates that JSON-LD lists. The extractor keeps no
elements, so a sign that no page holds is written where a block begins, and taken out of the text it returns.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Final

from lxml.html import HtmlElement

from claims.grouping import group_by
from claims.intake.coverage import count_ink
from claims.intake.dates import parse_published
from claims.intake.pagedates import find_updates

Moment = tuple[int, str]
"""As `claims.moments` has it."""

_Block = tuple[list[HtmlElement], str]
"""Elements that stand together, and their time."""

_OPENS, _CLOSES = "\U0001d300", "\U0001d356"
_DIGITS: Final = "".join(map(chr, range(0x1D306, 0x1D310)))
"""Symbols of the Tai Xuan Jing: an extractor keeps them as printable, and no figure is read in them."""
_WRITE: Final = str.maketrans("0123456789", _DIGITS)
_READ: Final = str.maketrans(_DIGITS, "0123456789")
_SIGN: Final = re.compile(f"{_OPENS}([{_DIGITS}]+){_CLOSES}[ ]?")
_LEAST_INK: Final = 40
"""Visible characters of a block beside its time; a line of a list of links has fewer."""
_FEWEST: Final = 2
_AFTER: Final = 5
"""Elements after the last block that say that it is over."""
_ATTRIBUTES: Final = ("data-timestamp", "data-time", "data-datetime", "data-date", "data-published")
_TEXTUAL: Final = ("h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "dd", "dt", "blockquote", "div", "section")
_WORDS: Final = 8
"""By so many first words an update is found in the text."""


def find_signs(text: str) -> bool:
    """Return whether a text holds what is used here for signs."""
    return _OPENS in text or _CLOSES in text


def mark_blocks(tree: HtmlElement) -> list[str]:
    """Write a sign at the head of what stands in each block of `tree` and after the last; return their times, empty for
    no block.

    An extractor drops some elements, so each has the sign of its block.
    """
    times: list[str] = []
    for blocks in _find_blocks(tree):
        for elements, time in blocks:
            _write_signs((place for element in elements for place in _places(element)), len(times))
            times.append(time)
        _write_signs(islice(_places_after(blocks[-1][0][-1]), _AFTER), len(times))
        times.append("")
    return times


def _write_signs(places: Iterable[HtmlElement], number: int) -> None:
    for place in list(places):
        if not (place.text or "").startswith(_OPENS):
            place.text = _sign(number) + (place.text or "")


def take_signs(text: str, times: Sequence[str]) -> tuple[str, list[Moment]]:
    """Return a text without its signs, and the moments that they stand for."""
    parts: list[str] = []
    moments: list[Moment] = []
    done = length = 0
    last = -1
    for sign in _SIGN.finditer(text):
        parts.append(text[done : sign.start()])
        length += sign.start() - done
        done = sign.end()
        number = int(sign[1].translate(_READ))
        if last != number < len(times):
            moments.append((length, times[number]))
        last = number
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
    for element in tree.iter("*"):
        if time := _time_of(element):
            for holder in (element, *element.iterancestors()):
                is_latest = element.get("itemprop") == "dateModified"
                holders[holder] = time if is_latest else holders.get(holder, time)
    return holders


def _time_of(element: HtmlElement) -> str:
    """Return the time that an element states of what is around it."""
    if element.tag == "time":
        return _read_time(element.get("datetime", ""))
    if element.get("itemprop") in ("datePublished", "dateModified"):
        return _read_time(element.get("content", ""))
    return next((time for name in _ATTRIBUTES if (time := _read_stamp(element.get(name, "")))), "")


def _find_blocks(tree: HtmlElement) -> Iterator[list[_Block]]:
    """Yield the innermost runs of alike elements that each have words and a time of their own."""
    holders = _find_holders(tree)
    parents = dict.fromkeys(parent for holder in holders if (parent := holder.getparent()) is not None)
    taken: set[HtmlElement] = set()
    for parent in reversed([each for each in tree.iter() if each in parents]):  # inner ones first
        for alike in group_by(_blocks_in(parent, holders), _kind_of).values():
            if parent not in taken and len({time for _, time in alike}) >= _FEWEST:
                taken.update((parent, *parent.iterancestors()))
                yield alike


def _blocks_in(parent: HtmlElement, holders: dict[HtmlElement, str]) -> list[_Block]:
    """Return the children of an element that have words and a time, or where none has both, its short lines."""
    blocks: list[_Block] = [([child], holders[child]) for child in parent if child in holders and _has_words(child)]
    return blocks or list(_flat_blocks(parent, holders))


def _kind_of(block: _Block) -> tuple[str, str]:
    first = block[0][0]
    return first.tag, first.get("class", "").split(" ")[0]


def _flat_blocks(parent: HtmlElement, holders: dict[HtmlElement, str]) -> Iterator[_Block]:
    """Yield each short line with a time among the children of an element, with what follows it up to the next."""
    elements: list[HtmlElement] = []
    for child in [*parent, None]:
        is_head = child is None or (child in holders and count_ink(child.text_content()) < _LEAST_INK)
        if is_head and elements and sum(count_ink(each.text_content()) for each in elements[1:]) >= _LEAST_INK:
            yield elements, holders[elements[0]]
        if is_head:
            elements = []
        if child is not None and (is_head or elements):
            elements.append(child)


def _has_words(element: HtmlElement) -> bool:
    ink = count_ink(element.text_content())
    linked = sum(count_ink(link.text_content()) for link in element.iter("a"))
    return ink >= _LEAST_INK and linked * 2 < ink


def _places(block: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the elements of a block whose own text an extractor keeps."""
    for element in block.iter(*_TEXTUAL):
        if (element.text or "").strip() and not any(each.tag == "time" for each in element):
            yield element


def _places_after(element: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the elements with text of their own that follow after the end of another, in its parent or around it."""
    for holder in (element, *element.iterancestors()):
        for sibling in holder.itersiblings():
            yield from _places(sibling)


def _read_stamp(written: str) -> str:
    """Return a time as attributes have it: ISO 8601, or seconds or milliseconds since 1970."""
    if re.fullmatch(r"\d{10}|\d{13}", written):
        return datetime.fromtimestamp(int(written[:10]), UTC).isoformat().replace("+00:00", "Z")
    return _read_time(written)


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
