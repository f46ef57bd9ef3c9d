"""Find a quote in an article: exactly, or as a whole up to typography.

Quotation marks, dashes, blanks, soft hyphens and ellipses count as the same character in print. There is no fuzzy
matching: a quote with one changed digit, word or letter is not found, because a span given to a changed quote is worse
than none.
"""

import functools

from claims.errors import VariorumError
from claims.models import Passage

CONTEXT_LENGTH = 32
"""Characters of prefix and suffix kept beside a quote, to recognise it in another edition."""

_SAME_IN_PRINT = {
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
    "\N{SOFT HYPHEN}": "",
    "\N{ZERO WIDTH SPACE}": "",
    "\N{WORD JOINER}": "",
    "\N{ZERO WIDTH NO-BREAK SPACE}": "",
}


class QuoteError(VariorumError):
    """The quote is not in the article as given; the message says what to do."""

    def __init__(self, article: str, quote: str, problem: str) -> None:
        self.article = article
        self.quote = quote
        self.problem = problem
        shown = quote if len(quote) <= 80 else quote[:77] + "..."
        super().__init__(f"quote {shown!r} in {article}: {problem}")


def passage_at(article: str, text: str, start: int, end: int) -> Passage:
    """Return the passage of `text` from `start` to `end`.

    Raises:
        QuoteError: the span is empty or leaves the text.
    """
    check_span(article, text, start, end)
    return Passage.model_validate(passage_content(article, text, start, end))


def passage_content(article: str, text: str, start: int, end: int) -> dict[str, str | int]:
    """Return the passage of a checked span as plain content with its keys in order."""
    return {
        "article": article,
        "end": end,
        "exact": text[start:end],
        "prefix": text[max(0, start - CONTEXT_LENGTH) : start],
        "start": start,
        "suffix": text[end : end + CONTEXT_LENGTH],
    }


def check_span(article: str, text: str, start: int, end: int) -> None:
    """Check that `start` to `end` is a span of `text`.

    Raises:
        QuoteError: the span is empty or leaves the text.
    """
    if not 0 <= start < end <= len(text):
        raise QuoteError(article, "", f"characters {start} to {end} are not a span of its {len(text)} characters")


def find_span(article: str, text: str, quote: str, start: int | None = None) -> tuple[int, int]:
    """Return the span of `quote` in `text`, whatever its typography.

    `start`, where given, is where the quote must begin. Without it the quote must occur once.

    Raises:
        QuoteError: it is empty, absent, elsewhere, or there more than once.

    >>> find_span("a", "He said “seven”.", 'said "seven"')
    (3, 15)
    """
    if not quote.strip():
        raise QuoteError(article, quote, "an empty quote shows nothing; copy the words that carry the claim")
    return _find_anywhere(article, text, quote) if start is None else _find_at(article, text, quote, start)


def _find_at(article: str, text: str, quote: str, start: int) -> tuple[int, int]:
    if text.startswith(quote, start):
        return start, start + len(quote)
    spans = [span for span in _find_in_print(text, quote) if span[0] == start]
    if not spans:
        elsewhere = text.find(quote)
        hint = f"; it stands at {elsewhere}" if elsewhere >= 0 else ""
        raise QuoteError(article, quote, f"is not at character {start}{hint}; leave out start to have it found")
    return _only(article, quote, spans)


def _find_anywhere(article: str, text: str, quote: str) -> tuple[int, int]:
    first = text.find(quote)
    if first < 0:
        return _only(article, quote, _find_in_print(text, quote))
    second = text.find(quote, first + 1)
    if second < 0:
        return first, first + len(quote)
    places = f"(at {first} and {second})"
    raise QuoteError(article, quote, f'stands there more than once {places}; add "start" to say which')


def _only(article: str, quote: str, spans: list[tuple[int, int]]) -> tuple[int, int]:
    if not spans:
        raise QuoteError(article, quote, "is not in the article word for word; copy it from `variorum articles show`")
    if len(spans) > 1:
        places = f"(at {spans[0][0]} and {spans[1][0]})"
        raise QuoteError(article, quote, f'stands there more than once {places}; add "start"')
    return spans[0]


def _find_in_print(text: str, quote: str) -> list[tuple[int, int]]:
    folded, offsets = _fold(text)
    needle, _ = _fold(quote)
    needle = needle.strip(" ")
    spans: list[tuple[int, int]] = []
    position = -1
    while needle and len(spans) < 2 and (position := folded.find(needle, position + 1)) >= 0:
        stop = position + len(needle)
        last = offsets[stop - 1]
        end = offsets[stop] if stop < len(offsets) else len(text)
        # A match that begins or ends inside one character of the article (an ellipsis is three dots) is none.
        if (position and offsets[position - 1] == offsets[position]) or end == last:
            continue
        spans.append((offsets[position], _without_blanks(text, last + 1, end)))
    return spans


def _without_blanks(text: str, least: int, end: int) -> int:
    # A folded blank may be a run of blanks in the text; the span ends with the last other character of the quote.
    while end > least and (text[end - 1].isspace() or _SAME_IN_PRINT.get(text[end - 1]) == ""):
        end -= 1
    return end


@functools.lru_cache(maxsize=64)
def _fold(text: str) -> tuple[str, tuple[int, ...]]:
    """Return `text` with one spelling per printed character, and for each character where it came from."""
    out: list[str] = []
    offsets: list[int] = []
    for index, character in enumerate(text):
        if character.isspace():
            if out and out[-1] == " ":
                continue
            replacement = " "
        else:
            replacement = _SAME_IN_PRINT.get(character, character)
        for part in replacement:
            out.append(part)
            offsets.append(index)
    return "".join(out), tuple(offsets)
