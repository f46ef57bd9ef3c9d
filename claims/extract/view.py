"""The normalised view of an article: one spelling for blanks, quotes and dashes, words unbroken, and the way back.

Owns the mapping between the view and the stored text: every span of the view has exactly one span of the text. Refuses
to change a letter or a figure; what differs is only how the same characters are printed.
"""

import bisect
import re
from dataclasses import dataclass, field
from functools import cached_property

from claims.models import Article

# One character for one character: offsets keep their meaning.
_SAME = {
    **dict.fromkeys("‘’‚‛′`´ʼ", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("\t\v\f\x1c\x1d\x1e\x1f\xa0\u1680\u202f\u205f\u3000", " "),
    **dict.fromkeys(map(chr, range(0x2000, 0x200B)), " "),
    **dict.fromkeys("\x85\u2028\u2029\r", "\n"),
    "İ": "I",  # the one letter whose lower case is longer than itself
}
_TABLE = str.maketrans(_SAME)
_WIDE = re.compile("(?<![0-9])[–—―]|[–—―](?![0-9])|(?<= )-(?= )|(?<=-)-|-(?=-)")
"""A dash that parts clauses; between figures it joins a range."""
_DROPPED = re.compile("[\u00ad\u200b\u2060\ufeff]+|(?<=[a-z])[\u00ad‐-]\r?\n[ \t]*(?=[a-z])")
"""Soft hyphens, zero-width blanks, and a word broken over a line end."""

WIDE_DASH = "\x00"
"""What a dash between clauses is in the view; a hyphen inside a word is "-"."""


@dataclass(frozen=True)
class ArticleView:
    """An article and its text as the grammar reads it."""

    article: Article
    text: str = field(repr=False)
    """The normalised text."""
    recased: bool
    """Some of the text was in capitals throughout and is read in sentence case."""
    _starts: tuple[int, ...] = field(repr=False)
    _shifts: tuple[int, ...] = field(repr=False)

    @cached_property
    def lower(self) -> str:
        """The normalised text in lower case, with the same offsets."""
        return lower_case(self.text)

    def origin(self, position: int) -> int:
        """Return where the character at `position` of the view stands in the stored text."""
        return position + self._shifts[bisect.bisect_right(self._starts, position) - 1]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the stored text for a non-empty span of the view."""
        return self.origin(start), self.origin(end - 1) + 1


_NAMED_IS = re.compile(r"(?<![A-Z] )(?<!\w)IS(?=(?:'s)? [a-z-]+)")


def lower_case(text: str) -> str:
    """Return `text` in lower case, character for character; the group IS is kept apart from the verb.

    >>> lower_case("Two IS fighters; this is it")
    'two îs fighters; this is it'
    """
    return _NAMED_IS.sub("îs", text).lower()


def build_view(article: Article) -> ArticleView:
    """Return the view of `article`.

    >>> from claims.extract.view import normalise
    >>> normalise("Twenty\\u00a0five were in\\u00adjured")[0]
    'Twenty five were injured'
    """
    text, starts, shifts = normalise(article.text)
    plain = _BLOCK.sub(_sentence_case, text)
    return ArticleView(article, plain, plain != text, starts, shifts)


_BLOCK = re.compile(r"(?:[^\n]|\n(?![ ]*\n))+")
_OPENING = re.compile(r"""(?:^|[.!?]["')\]]*\s+|\n\s*\n\s*|\[|-\s)["'(]*([a-z])""")
_FEWEST_LETTERS = 12
_CAPITALS = 0.8
"""A block of which so many letters are capitals has no capitals for names."""


def _sentence_case(block: re.Match[str]) -> str:
    """Return a block written in capitals throughout with capitals at the starts of sentences only."""
    text = block[0]
    letters = sum(map(str.isalpha, text))
    if letters < _FEWEST_LETTERS or " " not in text or sum(map(str.isupper, text)) < _CAPITALS * letters:
        return text
    return _OPENING.sub(lambda found: found[0][:-1] + found[1].upper(), text.lower())


def normalise(text: str) -> tuple[str, tuple[int, ...], tuple[int, ...]]:
    """Return the normalised text, and from which positions on it is shifted by how many dropped characters."""
    starts, shifts, parts = [0], [0], []
    done = dropped = 0
    for found in _DROPPED.finditer(text):
        parts.append(text[done : found.start()])
        done = found.end()
        dropped += done - found.start()
        starts.append(done - dropped)
        shifts.append(dropped)
    parts.append(text[done:])
    plain = "".join(parts).replace(WIDE_DASH, " ")
    return _WIDE.sub(WIDE_DASH, plain).translate(_TABLE), tuple(starts), tuple(shifts)
