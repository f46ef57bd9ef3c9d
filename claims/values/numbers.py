"""Find figures in text, as digits and as number words, with their place and their precision.

Ordinal words, roman numerals and decimal commas are not read.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

LARGEST: Final = 10**15

_SMALL_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL: Final = {word: number for number, word in enumerate(_SMALL_WORDS.split())}
_TENS: Final = {word: 10 * number for number, word in enumerate(_TENS_WORDS.split(), start=2)}
_SCALES: Final = {
    "thousand": 10**3,
    "lakh": 10**5,
    "million": 10**6,
    "crore": 10**7,
    "billion": 10**9,
    "trillion": 10**12,
}
MULTIPLIERS: Final = {"dozen": 12, "score": 20, "hundred": 100} | _SCALES
"""What may follow a figure: "two dozen", "1.5 million", "several hundred"."""
_SHORT: Final = {"k": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "bn": 10**9, "tn": 10**12}

NUMBER_WORDS: Final = "|".join([*_SMALL, *_TENS, *(f"{word}s?" for word in MULTIPLIERS)])
"""An alternation that finds any number word, for "is there another figure here?"."""

_unit = "|".join(_SMALL)
_below_100 = f"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{_unit}))?|{_unit})"
_hundreds = f"(?:an?|{_below_100})[- ]hundred(?:(?: and)? {_below_100})?"
_below_1000 = f"(?:{_hundreds}|hundred and {_below_100}|{_below_100})"
_scale = "|".join(_SCALES)
_WORDS = re.compile(
    rf"(?:(?P<half>half an?)(?: (?P<halved>{'|'.join(MULTIPLIERS)}))?"
    rf"|(?P<mixed>an?|{_below_100})(?: (?P<mixed_scale>{_scale}))? and a half(?: (?P<mixed_after>{_scale}))?"
    rf"|(?P<group>an?|{_below_100}) (?P<grouped>dozen|score)"
    rf"|(?P<plain>(?:(?:an?|{_below_1000})[- ](?:{_scale})(?:(?: and)? {_below_1000} (?:{_scale}))*"
    rf"(?:(?: and)? {_below_1000})?|{_below_1000})))(?![a-z0-9])"
)
_DIGITS = re.compile(
    r"(?P<figure>(?:\d{1,3}(?:(?:,\d{3})+|(?:'\d{3})+|(?: \d{3})+)|\d{1,2}(?:,\d\d)+,\d{3}|\d+)(?:\.\d+)?)"
    r"(?!\d|[.,']\d)"
    rf"(?:[- ]?(?P<scale>{'|'.join(MULTIPLIERS)})(?![a-z])|(?P<short>[km]|(?: ?(?:mn|mln|bn|tn)))(?![a-z0-9]))?",
    re.ASCII,
)
_WORD = re.compile(r"[a-z]+")
_START = re.compile(r"(?<![a-z0-9])[a-z0-9]+", re.ASCII)

# One character for one character, so that offsets keep their meaning.
_FOLD: Final = {
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-"),
    **dict.fromkeys(map(ord, "\u2018\u2019\u02bc"), "'"),
    **dict.fromkeys(map(ord, "\u201c\u201d"), '"'),
}
_LIGATURES: Final = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
"""Letters that are printed as one: "ﬁ"."""


@dataclass(frozen=True, slots=True)
class Number:
    """A figure and its place in the folded text."""

    value: Decimal
    step: Decimal
    """One unit of the last stated digit: 0.1 for "6.1", 1,000,000 for "85 million"."""
    start: int
    end: int
    coefficient: Decimal
    scale: int
    """"85 million" is the coefficient 85 at the scale 1,000,000."""


def fold(text: str) -> tuple[str, list[int] | None]:
    """Return `text` in lower case with plain digits, dashes, quotes and single blanks, and where each character was.

    The offsets are None where nothing moved.
    """
    letters: Sequence[int]
    if text.isascii() and text.isprintable():
        text = text.lower()
        if "  " not in text and text[:1] != " " and text[-1:] != " ":
            return text, None
        letters = range(len(text))
    else:
        letters = [index for index, character in enumerate(text) for _ in _LIGATURES.get(character, " ")]
        text = "".join(_fold_character(_LIGATURES.get(each, each)) for each in text.translate(_FOLD))
    places = _places_without_blanks(text)
    return "".join([text[index] for index in places]), [letters[index] for index in places]


def _places_without_blanks(text: str) -> list[int]:
    """Return where the characters are that are left without leading, trailing and repeated blanks."""
    places: list[int] = []
    for index, character in enumerate(text):
        if character != " " or (places and text[index + 1 : index + 2] not in ("", " ")):
            places.append(index)
    return places


def _fold_character(character: str) -> str:
    if len(character) > 1:
        return character
    if character.isspace():
        return " "
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    lowered = character.lower()
    return lowered if len(lowered) == 1 else character


def read_number(text: str, position: int, *, short: bool = False) -> Number | None:
    """Read the figure that starts at `position` of folded text; `short` also takes "85m", "1.2bn".

    >>> read_number("twenty-three people", 0).value
    Decimal('23')
    >>> read_number("third", 0) is None
    True
    """
    match = _DIGITS.match(text, position)
    if match is not None:
        return _from_digits(match, text, short)
    match = _WORDS.match(text, position)
    return None if match is None else _from_words(match)


def find_numbers(text: str) -> Iterator[Number]:
    """Yield the figures of folded text from left to right.

    >>> [int(number.value) for number in find_numbers("15 militants and two guards")]
    [15, 2]
    """
    position = 0
    while start := _START.search(text, position):
        number = read_number(text, start.start())
        if number is not None:
            yield number
        position = number.end if number is not None else start.end()


def _from_digits(match: re.Match[str], text: str, short: bool) -> Number | None:
    end, scale = match.end(), 1
    if match["scale"]:
        scale = MULTIPLIERS[match["scale"]]
    elif match["short"] and short:
        scale = _SHORT[match["short"].strip()]
    elif match["short"]:
        end = match.end("figure")
    figure = re.sub("[, ']", "", match["figure"])
    whole, _, fraction = figure.partition(".")
    if len(whole) > 16 or len(fraction) > 12:
        return None
    coefficient = Decimal(figure)
    return _build_number(coefficient, scale, Decimal(1).scaleb(-len(fraction)) * scale, match.start(), end)


def _from_words(match: re.Match[str]) -> Number | None:
    start, end = match.span()
    if match["half"]:
        scale = MULTIPLIERS.get(match["halved"] or "", 1)
        return _build_number(Decimal("0.5"), scale, Decimal("0.5") if scale == 1 else Decimal(1), start, end)
    if match["mixed"]:
        scale = _SCALES.get(match["mixed_scale"] or match["mixed_after"] or "", 1)
        return _build_number(_small(match["mixed"]) + Decimal("0.5"), scale, Decimal("0.5") * scale, start, end)
    if match["group"]:
        return _build_number(Decimal(_small(match["group"])), MULTIPLIERS[match["grouped"]], Decimal(1), start, end)
    return _from_plain_words(_WORD.findall(match["plain"]), start, end)


def _from_plain_words(words: list[str], start: int, end: int) -> Number | None:
    """Return the number of words such as "two thousand three hundred and five"."""
    added = _add_words(words)
    if added is None:
        return None
    total, current, last_scale = added
    if words[-1] == "hundred" and not last_scale:
        return _build_number(Decimal(current) / 100, 100, Decimal(1), start, end)
    if current or not last_scale:
        return _build_number(Decimal(total + current), 1, Decimal(1), start, end)
    return _build_number(Decimal(total) / last_scale, last_scale, Decimal(last_scale), start, end)


def _add_words(words: Iterable[str]) -> tuple[int, int, int] | None:
    """Return what stands up to the last scale, what comes after it, and that scale, 0 where there is none."""
    total = current = last_scale = 0
    for word in words:
        if word in _SCALES:
            scale = _SCALES[word]
            if last_scale and scale >= last_scale:
                return None  # "two thousand three million" is no number
            total, current, last_scale = total + current * scale, 0, scale
        elif word == "hundred":
            current = (current or 1) * 100  # "hundred and twenty"
        else:
            current += _small(word)  # nothing for "and"
    return total, current, last_scale


def _small(words: str) -> int:
    return sum(1 if word in ("a", "an") else _SMALL.get(word, _TENS.get(word, 0)) for word in _WORD.findall(words))


def _build_number(coefficient: Decimal, scale: int, step: Decimal, start: int, end: int) -> Number | None:
    value = coefficient * scale
    return None if value > LARGEST else Number(value, step, start, end, coefficient, scale)
