"""Sentences of a normalised text, in linear time.

Owns where one ends: full stops against abbreviations, initials, decimals and names of web pages, closing quotes,
headings and lines of lists. Refuses to join paragraphs: a blank line always ends a sentence.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from claims.extract.lexicon import words


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its span in the view, and what stands around it."""

    start: int
    end: int
    paragraph: int
    """Number of the paragraph, from 0."""
    heading: bool
    """A line of its own without a final stop."""


_PARAGRAPH = re.compile(r"(?:[^\n]|\n(?![ ]*\n))+")
_STOP = re.compile(r"""[.!?…]+["')\]]*(?=\s|$)|(?<=[a-z])[.!?](?=["'(]?[A-Z][a-z])""")
_LAST_WORD = re.compile(r"([A-Za-z][A-Za-z.'-]*)\.$")
_NEXT = re.compile(r"""\s*["'(\[]*(\S)""")
_ENDED = (".", "!", "?", '."', '?"', '!"', ".'", ".)", "...", "…", ":", ";", ",")
_LONGEST_SCAN = 64

_NARROW = 40
"""Characters of a line in a column of a newspaper."""
_GOING_ON = 0.75
"""Share of the line ends of a paragraph after which a small letter shows that they wrap it, however ragged it is."""
_STOPPED = ".!?\"')"

LONGEST = 1500
"""Characters of one sentence; a longer one is cut at a blank."""


def split_sentences(text: str) -> Iterator[Sentence]:
    """Yield the sentences of a normalised text in order.

    >>> [text[s.start : s.end] for text in ["Dr. Roe spoke. It was 3.5 km away."] for s in split_sentences(text)]
    ['Dr. Roe spoke.', 'It was 3.5 km away.']
    """
    for number, block in enumerate(_PARAGRAPH.finditer(text)):
        for start, end in _lines(text, block.start(), block.end()):
            yield from _sentences(text, start, end, number)


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the runs of a paragraph that a line end does not merely wrap."""
    if "\n" not in text[start:end]:
        yield start, end
        return
    cuts = [start, *(found.end() for found in re.compile("\n").finditer(text, start, end)), end]
    lines = [(a, b) for a, b in itertools.pairwise(cuts) if text[a:b].strip()]
    if not lines:
        return
    lengths = [b - a for a, b in lines[:-1]]
    widest = max(lengths, default=0)
    going_on = sum(text[b : b + 1].islower() for _, b in lines[:-1])
    # In a narrow column most lines go on within a sentence; the lines of a list seldom do.
    enough = 1 if widest >= _NARROW else (len(lines) + 1) // 2
    wrapped = 20 <= widest <= 110 and len(lines) > 1 and min(lengths) >= 0.6 * widest and going_on >= enough
    if wrapped or (
        widest < _NARROW and going_on >= _GOING_ON * len(lengths) > 0 and text[start:end].rstrip()[-1:] in _STOPPED
    ):
        yield start, end
    else:
        yield from lines


def _sentences(text: str, start: int, end: int, paragraph: int) -> Iterator[Sentence]:
    first = True
    position = start
    for found in _STOP.finditer(text, start, end):
        if _is_end(text, position, found, end):
            yield from _trimmed(text, position, found.end(), paragraph, heading=False)
            position, first = found.end(), False
    heading = first and not text[position:end].rstrip().endswith(_ENDED)
    yield from _trimmed(text, position, end, paragraph, heading)


def _is_end(text: str, start: int, stop: re.Match[str], end: int) -> bool:
    if stop.end() >= end:
        return True
    if text[stop.start()] in ".…" and text[stop.start() - 1].isspace():
        return False  # an omission: "in ... Germany"
    following = _NEXT.match(text, stop.end(), min(end, stop.end() + _LONGEST_SCAN))
    if following is not None and following[1].islower():
        return False
    if not text.startswith(".", stop.start()) or stop.end() - stop.start() > 1:
        return True
    word = _LAST_WORD.search(text, max(start, stop.start() - _LONGEST_SCAN), stop.end())
    if word is None:
        return True
    before = word[1].lower()
    if len(before) == 1 and word[1].isupper():
        return before == "i"
    if before in words("abbreviations"):
        return False
    if before in words("abbreviations_before_figures"):
        return not (following is not None and following[1].isdigit())
    return not ("." in before and all(len(part) == 1 for part in before.split(".")) and before not in ("a.m", "p.m"))


def _trimmed(text: str, start: int, end: int, paragraph: int, heading: bool) -> Iterator[Sentence]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST:
        # No prose runs so long without a stop: tables, lists of names. Pieces keep the grammar linear.
        cut = max(text.rfind(" ", start + LONGEST // 2, start + LONGEST), start + LONGEST // 2)
        yield Sentence(start, cut, paragraph, heading)
        start = cut + 1
    if start < end:
        yield Sentence(start, end, paragraph, heading)
