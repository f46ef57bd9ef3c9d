"""Foreign text made safe to show: characters that act on a terminal, or hide in it, become visible symbols.

`visible` is applied where text becomes display text, `fence` once more on the way out. No character is dropped, since
that would change a quote without notice.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import Final

MOST_MARKS: Final = 4
"""Combining marks kept on one base: the most that living orthographies use, and few enough not to flood a line."""

_PLAIN: Final = (
    "\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u0590\u05d0-\u05ea\u0620-\u064a\u1e00-\u1fff"
    "\u2010-\u2027\u2030-\u205e\u20a0-\u20c0\u2100-\u23ff\u2460-\u27ff\u2900-\u2bff"
    "\u3001-\u3029\u3041-\u3096\u309b-\u30ff\u3400-\u4dbf\u4e00-\ua48c\uac00-\ud7a3\uff01-\uff9f"
)
"""Characters that show themselves: no control, no format, no combining mark, no filler."""

_ODD: Final = re.compile(f"[^{_PLAIN}]+")
_FENCED: Final = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ud800-\udfff]")
_BLANK: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u2800")
"""Not format characters by category, and still drawn as nothing."""
_PREPENDED: Final = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")
"""Format characters that do show: Arabic and Syriac number signs."""
_LAST_TWO: Final = "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(17))
_UNASSIGNED_HIDDEN: Final = re.compile("[\u2065\ufff0-\ufff8\U000e0000-\U000e0fff\ufdd0-\ufdef" + _LAST_TWO + "]")
"""Not assigned, and drawn as nothing (Unicode, Default_Ignorable_Code_Point), or never to be (noncharacters)."""
_MARKS: Final = frozenset({"Mn", "Me"})
"""The categories of marks that combine with the character before them."""
_ZWNJ, _ZWJ = "\u200c", "\u200d"
_LATIN: Final = ((0x0000, 0x036F), (0x1E00, 0x1EFF), (0x2C60, 0x2C7F), (0xA720, 0xA7FF), (0xAB30, 0xAB6F))


def visible(text: str, *, keep: str = "", limit: int | None = None) -> str:
    r"""Return `text` as it may be drawn; total, pure, and the same when applied twice.

    Args:
        keep: which of newline and tab pass through; none by default, for one-line places.
        limit: most characters of `text` to show; a longer one ends in an ellipsis.

    >>> visible("\x1b]0;x\x07 and \x9b and \u202e")
    '␛]0;x␇ and ‹9B› and ‹202E›'
    """
    if limit is not None and len(text) > limit:
        text = text[: max(0, limit - 1)] + "…"
    if _ODD.search(text) is None:
        return text
    parts: list[str] = []
    position = 0
    for start, end, symbol in _replacements(text, keep):
        parts += (text[position:start], symbol)
        position = end
    parts.append(text[position:])
    return "".join(parts)


def visible_spans(
    text: str, spans: Sequence[tuple[int, int]], *, keep: str = "\n\t"
) -> tuple[str, list[tuple[int, int]]]:
    r"""Return `text` as it may be drawn and where each of `spans` lies in that.

    >>> visible_spans("a\x00bc", [(2, 4)])
    ('a␀bc', [(2, 4)])
    >>> visible_spans("\x9bcd", [(1, 3)])
    ('‹9B›cd', [(4, 6)])
    """
    moves: list[tuple[int, int, int]] = []
    parts: list[str] = []
    position = grown = 0
    for start, end, symbol in _replacements(text, keep):
        parts += (text[position:start], symbol)
        grown += len(symbol) - (end - start)
        moves.append((start, end, grown))
        position = end
    parts.append(text[position:])

    return "".join(parts), [(_move(start, moves), _move(end, moves)) for start, end in spans]


def _move(offset: int, moves: list[tuple[int, int, int]]) -> int:
    """Return where a character is shown; `moves` are (start, end, by how much what follows is moved)."""
    shift = 0
    for start, end, after in moves:
        if offset < end:
            return min(start, offset) + shift  # inside a run that became one symbol, or before it
        shift = after
    return offset + shift


def escape_hidden(text: str, escape: Callable[[str], str]) -> str:
    r"""Return `text` with each character that does not show itself replaced by its escape; line breaks stay.

    For formats that have escapes of their own, so that what is read back is the same.
    """
    parts: list[str] = []
    position = 0
    for start, end, _ in _replacements(text, "\n"):
        parts += (text[position:start], *map(escape, text[start:end]))
        position = end
    parts.append(text[position:])
    return "".join(parts)


def fence(text: str) -> str:
    """Return `text` with control characters replaced: a second check, which should find nothing to do."""
    return _FENCED.sub(lambda match: _symbol(match.group()), text)


def safe_link(url: str | None) -> str | None:
    """Return `url` where a terminal may be handed it as a link: http or https, printable ASCII, no blanks.

    >>> safe_link("https://example.org/a?b=c"), safe_link("javascript:alert(1)"), safe_link("http://x/\\x1b")
    ('https://example.org/a?b=c', None, None)
    """
    if url and len(url) <= 2000 and re.fullmatch(r"https?://[!-~]+", url, re.IGNORECASE | re.ASCII):
        return url
    return None


def _replacements(text: str, keep: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, what to show instead) for each stretch that does not show itself, in order."""
    for odd in _ODD.finditer(text):
        marks = 0
        index = odd.start()
        while index < odd.end():
            end = index + 1
            marks = marks + 1 if _is_mark(text, index) else 0
            if marks > MOST_MARKS:
                end = _end_of_marks(text, index, odd.end())
                yield index, end, f"‹+{end - index}›"
            elif not marks and not _shows_itself(text, index, keep):
                yield index, end, _symbol(text[index])
            index = end


def _is_mark(text: str, index: int) -> bool:
    """Return whether a character is drawn over the one before it."""
    character = text[index]
    if unicodedata.category(character) not in _MARKS or character in _BLANK:
        return False
    return not _is_hidden_selector(text, index)


def _end_of_marks(text: str, start: int, end: int) -> int:
    return next((at for at in range(start, end) if unicodedata.category(text[at]) not in _MARKS), end)


def _shows_itself(text: str, index: int, keep: str) -> bool:
    character = text[index]
    if character in "\n\t":
        return character in keep
    if character in (_ZWNJ, _ZWJ):
        return _joins(text, index)
    category = unicodedata.category(character)
    if category == "Cf":
        return character in _PREPENDED
    if category == "Cn":
        return _UNASSIGNED_HIDDEN.fullmatch(character) is None
    # Of the marks, only the hidden selectors and blanks come here.
    return category not in {"Cc", "Cs", "Zl", "Zp", *_MARKS} and character not in _BLANK


def _is_hidden_selector(text: str, index: int) -> bool:
    """Return whether a variation selector has no effect here: any of the supplement, and one that follows no symbol."""
    code = ord(text[index])
    if 0xE0100 <= code <= 0xE01EF or 0x180B <= code <= 0x180F:
        return True
    return 0xFE00 <= code <= 0xFE0F and (
        index == 0 or unicodedata.category(text[index - 1]) in {"Mn", "Me", "Cf", "Zs"}
    )


def _joins(text: str, index: int) -> bool:
    """Return whether a joiner is where writing needs it: between letters of a script that joins, or inside an emoji."""
    if index + 1 >= len(text):
        return False
    preceding = (text[at] for at in range(index - 1, -1, -1))
    before = next((each for each in preceding if unicodedata.category(each) not in {*_MARKS, "Mc", "Sk"}), None)
    after = text[index + 1]
    if before is None:
        return False
    if text[index] == _ZWJ and unicodedata.category(before) == unicodedata.category(after) == "So":
        return True
    return _is_joining_letter(before) and _is_joining_letter(after)


def _is_joining_letter(character: str) -> bool:
    code = ord(character)
    return unicodedata.category(character)[0] == "L" and not any(low <= code <= high for low, high in _LATIN)


def _symbol(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"‹{code:02X}›"
