"""The normalised view of an article: one spelling for blanks, quotes and dashes, words unbroken, and the way back.

Owns the mapping between the view and the stored text: every span of the view has exactly one span of the text. Refuses
to change a letter or a figure; what differs is only how the same characters are printed.
"""

import bisect
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Final

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
_LOWER = "a-zß-öø-ÿﬀ-ﬆ"
_DROPPED = re.compile(
    rf"(?P<hyphen>(?<=[{_LOWER}0-9])[\u00ad‐-])\r?\n[ \t]*(?=(?P<next>[{_LOWER}]+|[0-9]))"
    r"|[\u00ad\u200b\u2060\ufeff]+|(?P<ligature>[ﬀ-ﬆ])"
)
"""A word broken over a line end, soft hyphens and zero-width blanks, and letters printed as one."""
_SMALL = "one|two|three|four|five|six|seven|eight|nine|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
_COMPOUND = re.compile(
    rf"(?:(?:twen|thir|for|fif|six|seven|eigh|nine)ty-(?:{_SMALL})"
    r"|(?:one|two|three|four|five|six|seven|eight|nine|ten|[a-z]+teen|[a-z]+ty)"
    r"-(?:hundred|thousand|million|years?|months?|weeks?|days?|hours?|man|member|person|strong)|(?:year|month|week|day)s?-olds?)"
)
"""What keeps its hyphen at the end of a line: "twenty-/one", "year-/old"."""

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
    """Return the normalised text, and from which positions on it is shifted by how many characters."""
    joined, starts, shifts = normalise_words(text)
    return _WIDE.sub(WIDE_DASH, joined.replace(WIDE_DASH, " ")).translate(_TABLE), starts, shifts


def join_words(text: str) -> str:
    """Return `text` with broken words joined and ligatures as letters.

    >>> join_words("ﬁve peo-\\nple, twenty-\\none")
    'five people, twenty-one'
    """
    return normalise_words(text)[0]


def place_in_view(position: int, starts: Sequence[int], shifts: Sequence[int]) -> int:
    """Return where the text from `position` on begins in its normalised form."""
    at = bisect.bisect_left(range(len(starts)), position, key=lambda index: starts[index] + shifts[index])
    if at == 0:
        return 0
    found = position - shifts[at - 1]
    return found if at == len(starts) else min(starts[at], found)


def normalise_words(text: str) -> tuple[str, tuple[int, ...], tuple[int, ...]]:
    """Return `text` with broken words joined and ligatures as letters, and its shifts as `normalise` does."""
    starts, shifts = [0], [0]
    parts: list[str] = []
    done = length = 0
    for found in _DROPPED.finditer(text):
        start, end, letters = found.start(), found.end(), ""
        if found["hyphen"]:
            letters = "-" * _keeps_hyphen(text, found)
        elif found["ligature"]:
            letters = unicodedata.normalize("NFKC", found["ligature"])
        parts += (text[done:start], letters)
        length += start - done
        for _ in letters:
            starts.append(length)
            shifts.append(start - length)
            length += 1
        starts.append(length)
        shifts.append(end - length)
        done = end
    parts.append(text[done:])
    return "".join(parts), tuple(starts), tuple(shifts)


def _keeps_hyphen(text: str, found: re.Match[str]) -> bool:
    """Return whether the hyphen at a line's end is the word's own."""
    start = found.start()
    if text[start - 1].isdigit() or found["next"].isdigit():
        return True
    word = re.search("[a-z]+$", text[max(0, start - 20) : start].lower())
    return word is not None and _COMPOUND.fullmatch(f"{word[0]}-{found['next']}") is not None


_WORD: Final = re.compile(r"\w+")


@lru_cache(maxsize=16)
def find_words(text: str, start: int, end: int) -> frozenset[str]:
    """Return the words between two places of a text: what has none of a rule's own words, the rule need not look at.

    >>> sorted(find_words("Three-day talks", 0, 15))
    ['Three', 'day', 'talks']
    """
    return frozenset(_WORD.findall(text, start, end))


def overlaps(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    """Return whether a span has a character in common with one of the others."""
    return any(start < span[1] and span[0] < end for start, end in others)
