"""Counted noun phrases in a sentence: "at least 17 people", "two of the four men", "a border guard", "over 200".

Owns finding them in tokens, and telling them from ages, dates, distances, clock times, ordinals, money and house
numbers. What hedges and figures mean is `claims.values`; what happened to whom is the grammar's business.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Final, NamedTuple

from claims.extract.lexicon import event_words, is_person, limit_of, load, scope_of, words
from claims.values.counts import find_all_but, parse_count
from claims.values.hedged import alternation, read_hedged
from claims.values.hedges import load_hedges
from claims.values.model import CountValue
from claims.values.numbers import NUMBER_WORDS, fold
from claims.values.problems import ValueProblem
from claims.vocabulary.demonyms import country_of

_SUFFIXES: Final = (
    "st|nd|rd|th|d|s|x|k|m|mn|bn|tn|b|am|pm|hr?s?|yo|yrs?|mi?n?s?|ft|in|yd|lbs?|oz|k?gs?|[kcm]ms?|kt|mt|ha|v|k?w|mw"
    "|gb|mb|tb|c|f|p"
)
"""What is written close to a figure of its own right: "10am", "85m", "5kg", "30s"."""
_MISREAD: Final = (
    r"\d+[a-z]{1,3}\d[a-z\d]*"  # "1O5"
    rf"|\d+(?!(?:{_SUFFIXES})\b)(?:[a-z]{{1,2}}|[oil]+)(?![a-z\d])"  # "1O", "2l", "1OOO"
    r"|\d{1,3}(?=[\d,.']*[oil])(?:[,.'](?!oil)[\doil]{3})+(?![a-z\d])"  # "1,2OO"
    r"|\d{1,3}(?: (?=[oil]*\d)(?=\d*[oil])[\doil]{3})+(?![a-z\d])"  # "1 2OO"
    r"|(?<!\w)[oilszb](?=[a-z,]*\d)[\doil]*(?:,[\doil]{3})+(?![a-z\d])"  # "l,200"
)
"""A figure run together with letters, as recognised print has it: no figure, and no part of it is one."""
_MISREAD_FIGURE: Final = re.compile(_MISREAD)
_LONGEST_SUFFIX: Final = 3
_TOKEN: Final = re.compile(
    r"\d+(?:st|nd|rd|th|d)\b|\d{1,2}[:.]\d\d(?=\s?(?:[ap]\.?m|hrs))|\d{1,2}:\d\d|\d+(?:[,.]\d+)*(?:-[a-z]+)+"
    rf"|{_MISREAD}|\d+(?:'\d+)+(?:\.\d+)?|\d+(?:,\d+)*(?:\.\d+)?"
    r"|[a-z0-9à-ÿ]+(?:['.-][a-z0-9à-ÿ]+)*(?:\.(?=[a-z]))?|'s\b|[^\w\s]"
)
_FIGURE: Final = re.compile(r"\d{1,3}(?:(?:,\d\d\d)+|(?:'\d\d\d)+)|\d+(?:\.\d+)?|\d{1,3}(?:,\d\d)+,\d{3}")
_ORDINAL: Final = re.compile(r"\d+(?:st|nd|rd|th|d)")
_YEAR: Final = re.compile(r"(?:1[5-9]|20)\d\d")
_AGE_WORD: Final = re.compile(r"\d{1,3}-(?:years?|months?)(?:-olds?)?|[a-z]+-year-olds?")
_OF_AGE: Final = re.compile(r"(?:\d{1,3}|[a-z]+)-(?:year|month)-olds?")
_PARTITIVE: Final = frozenset(("them", "whom", "which", "those", "these"))
_DOUBTED: Final = frozenset(("suspected", "alleged", "accused", "presumed", "estimated"))
_PLURAL: Final = ("s", "men", "people", "children", "police", "personnel", "staff", "youth", "taliban", "women")
_MOST_WORDS: Final = 9
_WINDOW: Final = 100
_NO_HEDGE_AFTER: Final = re.compile(rf" than\b| (?:\d|(?:{NUMBER_WORDS})\b)")
_AT_LEAST: Final = "at least "
_DOUBLED: Final = ("at least at ", "at least to ")
_POSSESSIVES: Final = frozenset(("his", "her", "their", "its"))
_STAFF: Final = frozenset(("employee", "employees", "worker", "workers", "staff"))
_CLOSING: Final = (("at", "least"), ("or", "more"), ("or", "so"), ("or", "fewer"), ("at", "most"))
_ONE: Final = CountValue(low=1, high=1)
_NOBODY: Final = CountValue(low=0, high=0)


class Token(NamedTuple):
    """A word, figure or mark of the lower-case view."""

    text: str
    start: int
    end: int


@dataclass(slots=True)
class Phrase:
    """A counted noun phrase, in tokens [first, last) of its sentence."""

    first: int
    last: int
    start: int
    end: int
    """Its span in the view, hedges, modifiers and head included."""
    figure_start: int
    figure_end: int
    """The figure, the article or the vague word."""
    surface: str
    """What the hedge grammar reads."""
    value: CountValue
    head: str = ""
    """The noun that is counted, lower case; empty where it is left out."""
    scope: str = "total"
    person: bool = False
    article: bool = False
    definite: bool = False
    """One person of whom the text has told or who is known by the role: "the driver", "her son"."""
    inner: "Phrase | None" = None
    """The whole in "one of four people"."""
    partitive: bool = False
    """"of them", "of whom": a part of something counted before."""
    modifiers: tuple[str, ...] = ()
    shared: bool = False
    """Only some of them are spoken of: "a quarter of the 120 patients"."""
    event: str = ""
    """The attribute that a participle inside the phrase gives: "14 murdered fishermen"."""

    @property
    def vague(self) -> bool:
        """Whether words such as "dozens" stand in place of a figure."""
        return self.value.hedge == "vague"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A hedged figure with its places in the view."""

    surface: str
    value: CountValue
    start: int
    end: int
    figure_start: int
    figure_end: int


def tokenize(lower: str, start: int, end: int) -> list[Token]:
    """Return the tokens of the lower-case view between `start` and `end`."""
    tokens = [Token(found[0], found.start(), found.end()) for found in _TOKEN.finditer(lower, start, end)]
    return _without_insertions(tokens, lower) if lower.find("[", start, end) >= 0 else tokens


_INSERTED: Final = re.compile(r"[a-z] \[[\w-]+\] [a-z]")


def _without_insertions(tokens: Sequence[Token], lower: str) -> list[Token]:
    """Return the tokens without the brackets around a figure that an editor put in: "we counted [12] people"."""
    around = {
        place
        for found in _INSERTED.finditer(lower)
        if is_figure(found[0][3:-3])
        for place in (found.start() + 2, found.end() - 3)
    }
    return [token for token in tokens if token.start not in around]


@cache
def _starters() -> frozenset[str]:
    """First words of anything that can open a count."""
    first = {word.split()[0] for entry in load_hedges() for word in entry.words if entry.place in ("before", "alone")}
    first |= set(re.sub(r"[?]", "", NUMBER_WORDS).split("|")) | {word + "s" for word in ("hundred", "thousand")}
    first |= {"between", "from", "half", "all", "both", "no", "not", "none", "nobody", "most", "a", "an"}
    return frozenset((first - {"n"}) | words("definite"))


@cache
def _whole_words() -> re.Pattern[str]:
    shares = [word for entry in load_hedges() if entry.place == "whole" for word in entry.words]
    return re.compile(rf"({alternation(shares)}) (?:(?:the|these|those|its|their) )?")


def find_definite(tokens: Sequence[Token], index: int) -> Phrase | None:
    """Return "the driver", "her son" at token `index` as one person known by a role, or None; "the man" is anybody."""
    ahead = [token.text for token in tokens[index + 1 : index + _MOST_WORDS + 1]]
    if not any(map(is_person, ahead)) or is_figure(ahead[0]):
        return None
    phrase = _single(tokens, index)
    if phrase is None or phrase.head in words("collectives") or phrase.head.endswith(_PLURAL):
        return None
    phrase.definite = phrase.person and limit_of(phrase.modifiers, phrase.head) is not None
    return phrase if phrase.definite else None


def find_own(tokens: Sequence[Token], index: int) -> Phrase | None:
    """Return "his daughter", "their father" at token `index` as one person, or None.

    Nobody counts so; it is one more only beside counted phrases: "a man and his daughter were found dead".
    """
    if tokens[index].text not in _POSSESSIVES or index + 1 == len(tokens) or is_figure(tokens[index + 1].text):
        return None
    phrase = _single(tokens, index)
    return None if phrase is None or phrase.head.endswith(_PLURAL) else phrase


def find_phrase(tokens: Sequence[Token], index: int, lower: str, limit: int) -> Phrase | None:
    """Return the counted noun phrase that begins at token `index`, or None.

    Args:
        tokens: the tokens of the sentence.
        index: where it must begin.
        lower: the lower-case view.
        limit: where the sentence ends in the view.
    """
    token = tokens[index]
    first = token.text
    if not (first in _starters() or first in _MULTIPLE or first in _PAIRS or first == "another" or is_figure(first)):
        return find_definite(tokens, index) if first.endswith("'s") else None
    if index and first in ("<", ">") and tokens[index - 1].text == first:
        return None  # "ORSA>> One woman": no bound
    if first in _MULTIPLE:
        return _multiple(tokens, index)
    if first in _PAIRS:
        return _pair(tokens, index)
    if first == "another":
        return _another(tokens, index)
    if first == "from" and index and tokens[index - 1].text in words("changes"):
        return None
    if index > 1 and _is_difference(tokens[index - 2].text, tokens[index - 1].text):
        return None
    if first in ("a", "an"):
        if index + 1 < len(tokens) and tokens[index + 1].text in _MULTIPLE:
            return None
        if any(tokens[n].text in _PAIRS and _pair(tokens, n) for n in range(index + 1, min(index + 4, len(tokens)))):
            return None  # "a young couple" is two people
        return _hedged(tokens, index, lower, limit) or _single(tokens, index)
    if first == "both" and not _is_subject(tokens, index):
        return None
    if first in words("definite"):
        return find_definite(tokens, index)
    if first == "not":
        return _not_one(tokens, index)
    if first in ("no", "none", "nobody"):
        return _none(tokens, index) or _hedged(tokens, index, lower, limit)
    return _hedged(tokens, index, lower, limit)


def _is_difference(earlier: str, before: str) -> bool:
    """Return whether the words before a figure make it a difference: "rose by 12 to 97", "all but two of the 30"."""
    return (earlier, before) == ("all", "but") or (before == "by" and earlier in words("changes"))


def _is_subject(tokens: Sequence[Token], index: int) -> bool:
    """Return whether "both" stands for two people: "both died", "both men"; not "Ann and Bob both died"."""
    following = tokens[index + 1].text if index + 1 < len(tokens) else ""
    if following == "of" or is_person(following):
        return True
    opens = index == 0 or not tokens[index - 1].text[0].isalnum() or tokens[index - 1].text in ("and", "that", "found")
    return opens and (following in words("be") or following in words("have") or following in event_words())


def read_quantity(lower: str, start: int, limit: int) -> Quantity | None:
    """Read the hedged whole figure, vague word or share of a whole that begins at `start` of the lower-case view."""
    window = lower[start : min(limit, start + _WINDOW)].replace("\n", " ").rstrip()
    text, offsets = fold(window)
    shift = 0
    for opening in _DOUBLED:
        if text.startswith(opening):  # "put the toll at least at 85"
            text, shift = _AT_LEAST + text[len(opening) :], len(opening) - len(_AT_LEAST)
    share = _whole_words().match(text)
    stop = find_all_but(text)
    if stop is not None:
        surface, figure = text[:stop], None
    elif share is not None:
        size = read_hedged(text, share.end(), whole=True)
        if size is not None and size.figure is not None and size.hedge == "exact":
            surface, figure, stop = text[: size.stop], (share.end(), size.stop), size.stop
        elif share[1].startswith("most"):
            surface, figure, stop = "most", None, share.end(1) - len(" of")
        else:
            return None
    else:
        reading = read_hedged(text, 0, whole=True)
        if reading is None:
            return None
        stop = reading.stop
        if reading.figure is not None and reading.figure[1] < stop and _NO_HEDGE_AFTER.match(text, stop):
            stop = reading.figure[1]  # "32 and more than 115", "in 2017 at least 53": the hedge is the next figure's
        surface, figure = text[:stop], reading.figure
    try:
        value = parse_count(surface)
    except ValueProblem:
        return None

    def at(position: int) -> int:
        position += shift if position > len(_AT_LEAST) else 0
        return start + (position if offsets is None else offsets[position])

    if figure is None:
        figure = (0, stop)
    return Quantity(surface, value, start, at(stop - 1) + 1, at(figure[0]), at(figure[1] - 1) + 1)


@cache
def _spelled() -> re.Pattern[str]:
    return re.compile(rf"(?:{NUMBER_WORDS})(?:-(?:{NUMBER_WORDS}))*")


@lru_cache(maxsize=16_384)
def is_figure(word: str) -> bool:
    """Return whether a lower-case token is a figure or a number word."""
    return _FIGURE.fullmatch(word) is not None or _spelled().fullmatch(word) is not None


def _hedged(tokens: Sequence[Token], index: int, lower: str, limit: int) -> Phrase | None:
    found = read_quantity(lower, tokens[index].start, limit)
    if found is None:
        return None
    after = index
    while after < len(tokens) and tokens[after].end <= found.end:
        after += 1
    if after == index or tokens[after - 1].end != found.end:
        return None
    charge = _COUNT_OF.match(lower, found.end + 1)
    phrase = Phrase(
        first=index,
        last=after,
        start=found.start,
        end=found.end,
        figure_start=found.figure_start,
        figure_end=found.figure_end,
        surface=found.surface,
        value=found.value,
    )
    if _is_no_count(tokens, phrase):
        return None
    if charge is not None:
        # "two counts of murder": as many are said to have been killed.
        phrase.head, phrase.person, phrase.event, phrase.end = "people", True, "killed", charge.end()
        while phrase.last < len(tokens) and tokens[phrase.last].end <= charge.end():
            phrase.last += 1
        return phrase
    _extend(tokens, phrase)
    at = _size_at(tokens, phrase, after)
    phrase.inner = _hedged(tokens, at, lower, limit) if at is not None else None
    if phrase.event and phrase.inner is not None and not found.surface.startswith(_ALL_BUT):
        phrase.event = ""  # "two of the 14 murdered fishermen": the participle speaks of the 14
    phrase.shared = _is_shared(tokens, index)
    _take_closing_hedge(tokens, phrase)
    return phrase


_ALL_BUT: Final = "all but "


def _size_at(tokens: Sequence[Token], phrase: Phrase, after: int) -> int | None:
    """Return where the figure of the whole stands in "three of the four men", "all but two of the 30 men"."""
    if phrase.last - after > 1 and tokens[after].text == "of":
        return next((n for n in range(after + 1, phrase.last) if is_figure(tokens[n].text)), None)
    if not phrase.surface.startswith(_ALL_BUT):
        return None
    of = next((n for n in range(phrase.first, after) if tokens[n].text == "of"), after)
    return next((n for n in range(of + 1, after) if is_figure(tokens[n].text)), None)


def _is_shared(tokens: Sequence[Token], index: int) -> bool:
    """Return whether what begins at token `index` is the whole of a share that is no figure."""
    index -= 1
    while index > 0 and tokens[index].text in words("determiners"):
        index -= 1
    if index <= 0 or tokens[index].text != "of":
        return False
    in_three = index > 2 and tokens[index - 2].text == "in" and is_figure(tokens[index - 1].text)
    return in_three or tokens[index - 1].text in words("shares")


def _take_closing_hedge(tokens: Sequence[Token], phrase: Phrase) -> None:
    """Read "70 people at least", "20 men or more" at the end of a clause."""
    two = [token.text for token in tokens[phrase.last : phrase.last + 3]]
    if phrase.value.hedge != "exact" or phrase.last == len(tokens) or tuple(two[:2]) not in _CLOSING:
        return
    if len(two) == 3 and (two[2][0].isalnum() or two[2] == "$"):
        return
    phrase.surface = f"{phrase.surface} {' '.join(two[:2])}"
    phrase.value = parse_count(phrase.surface)
    phrase.last, phrase.end = phrase.last + 2, tokens[phrase.last + 1].end


def _single(tokens: Sequence[Token], index: int) -> Phrase | None:
    """Read "a border guard", "a 20-year-old woman": one, where the noun is for one person."""
    token = tokens[index]
    phrase = Phrase(index, index + 1, token.start, token.end, token.start, token.end, token.text, _ONE, article=True)
    _extend(tokens, phrase)
    head = phrase.head
    if not head or (head.endswith("s") and not head.endswith("ss")) or phrase.partitive:
        return None
    noun = "person" if _OF_AGE.fullmatch(head) else head
    phrase.surface = f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
    try:
        phrase.value = parse_count(phrase.surface)
    except ValueProblem:
        return None
    return phrase


_MULTIPLE: Final = {"double": "two", "triple": "three", "quadruple": "four", "quintuple": "five", "sextuple": "six"}
_COUNT_OF: Final = re.compile(
    r"counts? of (?:(?:first|second|third)-degree |capital |aggravated )?(?:murder|homicide)\b"
)
_KILLINGS: Final = frozenset(
    ("murder", "murders", "homicide", "homicides", "killing", "killings", "slaying", "slayings")
)


def _multiple(tokens: Sequence[Token], index: int) -> Phrase | None:
    """Read "a triple murder" as three killed."""
    if index + 1 == len(tokens) or tokens[index + 1].text not in _KILLINGS:
        return None
    first, noun = tokens[index], tokens[index + 1]
    surface = _MULTIPLE[first.text]
    phrase = Phrase(index, index + 2, first.start, noun.end, first.start, first.end, surface, parse_count(surface))
    phrase.head, phrase.person, phrase.event = "people", True, "killed"
    return phrase


_PAIRS: Final = frozenset(("couple", "couples", "twin", "twins"))


def _pair(tokens: Sequence[Token], index: int) -> Phrase | None:
    """Read "the young couple", "twin brothers", "twins" as two people; "a couple of men", "twin blasts" are not."""
    token, following = tokens[index], tokens[index + 1].text if index + 1 < len(tokens) else ""
    last, head = index + 1, "people"
    if token.text == "twin":
        person = next((n for n in range(index + 1, min(index + 3, len(tokens))) if is_person(tokens[n].text)), None)
        if person is None or not tokens[person].text.endswith(_PLURAL):
            return None
        last, head = person + 1, tokens[person].text
    elif token.text == "couples" or following in ("of", "more", "dozen", "hundred", "thousand") or is_figure(following):
        return None
    phrase = Phrase(index, last, token.start, tokens[last - 1].end, token.start, token.end, "two", parse_count("two"))
    phrase.head, phrase.person, phrase.scope = head, True, scope_of((), head)
    return phrase


def _another(tokens: Sequence[Token], index: int) -> Phrase | None:
    """Read "another guard" and a bare "another" as one person more; "another ten" are ten."""
    token = tokens[index]
    following = tokens[index + 1].text if index + 1 < len(tokens) else "."
    if following in _ROUND:
        surface, last = f"a {following}", tokens[index + 1]
        phrase = Phrase(index, index + 2, token.start, last.end, last.start, last.end, surface, parse_count(surface))
        _extend(tokens, phrase)
        return phrase
    if following in ("more", "of") or is_figure(following):
        return None
    one = _single(tokens, index)
    noun = following[0].isalpha() and following not in _stops() and following not in _participles()
    if one is not None or noun:
        return one
    return Phrase(index, index + 1, token.start, token.end, token.start, token.end, "one", _ONE)


_ROUND: Final = frozenset(("dozen", "hundred", "thousand", "million"))
_NONE_NOUNS: Final = frozenset(
    ["injuries", "casualties", "deaths", "fatalities", "victims", "survivors", "arrests", "injured", "wounded"]
)


def _none(tokens: Sequence[Token], index: int) -> Phrase | None:
    """Read "no one", "nobody", "no casualties", "none"."""
    token = tokens[index]
    following = tokens[index + 1].text if index + 1 < len(tokens) else ""
    last = index + 1
    surface = token.text
    head = ""
    if token.text == "no":
        if following == "one":
            surface, last = "no one", index + 2
        elif following in _NONE_NOUNS or is_person(following):
            surface, last, head = f"no {following}", index + 2, following
        else:
            return None
    end = tokens[last - 1].end
    phrase = Phrase(index, last, token.start, end, token.start, token.end if head else end, surface, _NOBODY)
    phrase.head, phrase.person, phrase.scope = head, True, scope_of((), head)
    return phrase


def _not_one(tokens: Sequence[Token], index: int) -> Phrase | None:
    """Read "not a single person" as nobody."""
    following = [token.text for token in tokens[index + 1 : index + 4]]
    if following[:2] != ["a", "single"] or not is_person(following[-1]):
        return None
    first, last, noun = tokens[index], tokens[index + 2], tokens[index + 3]
    surface = f"not a single {noun.text}"
    phrase = Phrase(index, index + 4, first.start, noun.end, first.start, last.end, surface, _NOBODY)
    phrase.head, phrase.person, phrase.scope = noun.text, True, scope_of((), noun.text)
    return phrase


class _Around(NamedTuple):
    """A figure and the words around it; empty where the sentence has none."""

    earlier: str
    before: str
    figure: str
    after: str
    later: str
    beyond: str


def _is_no_count(tokens: Sequence[Token], phrase: Phrase) -> bool:
    """Return whether the figure is an age, a date, a measure, money, a clock time, an ordinal or a number of a
    thing.
    """
    places = (phrase.first - 2, phrase.first - 1, phrase.last - 1, phrase.last, phrase.last + 1, phrase.last + 2)
    around = _Around(*(tokens[n].text if 0 <= n < len(tokens) else "" for n in places))
    return (
        _is_run_together(tokens, phrase)
        or _is_of_row(tokens, phrase, around)
        or _is_cut(around)
        or _is_measure(around)
        or _is_age(tokens, phrase)
        or _is_dated_or_numbered(tokens, phrase, around)
    )


def _is_of_row(tokens: Sequence[Token], phrase: Phrase, around: _Around) -> bool:
    """Return whether the figure is one in so many, or the number of one: "nine in ten", "image 58 of 111"."""
    earlier, before, figure, after, later, _ = around
    if after == "in" and is_figure(later) and not _is_measured(tokens, phrase.last + 2):
        return True
    if before == "in" and is_figure(earlier) and after not in words("units"):
        return True  # "nine in ten residents"
    if before == "of" and earlier in _PARENTS and not is_person(after):
        return True  # "a father of three"
    captioned = before == "of" and phrase.first > 2 and earlier.isdigit()
    return (
        before in words("numbered")
        or (before == "." and earlier in ("no", "art", "sec"))
        or (figure in _EMERGENCY and after in words("emergency"))
        or (captioned and tokens[phrase.first - 3].text in _CAPTIONED)
    )


def _is_cut(around: _Around) -> bool:
    """Return whether the figure is only a piece of what stands there: of a hedge, a question, a difference."""
    earlier, before, figure, after, later, _ = around
    return (
        (figure == "many" and before in ("as", "how", "so", "too"))
        or (after == "-" and later in ("and", "or", "to"))  # "100- and 200-metre"
        or before == "least"  # of a hedge that was cut or misspelled: the figure alone would say something else
        or (before == "from" and earlier in words("changes"))
    )


def _is_measure(around: _Around) -> bool:
    _, _, _, after, later, beyond = around
    units = words("units")
    if after in units or after in words("months") or after in ("'", "/") or _ORDINAL.fullmatch(after):
        return True
    if after in ("more", "million", "billion", "thousand", "-") and later in units:
        return True
    if after in ("and", "or", "to") and is_figure(later) and beyond in units:
        return True  # "28 and 31 years old"
    return after in ("old", "year-old", "years-old")


def _is_dated_or_numbered(tokens: Sequence[Token], phrase: Phrase, around: _Around) -> bool:
    """Return whether the figure is part of a date, or set apart from what is counted."""
    earlier, before, figure, after, _, _ = around
    if not figure.isdigit():
        return _is_set_apart(tokens, phrase, around)
    if (earlier if before == "." else before) in words("months") and int(figure) <= 31:
        return True
    if _YEAR.fullmatch(figure) and not is_person(after) and after not in ("others", "more"):
        return not (after and after in event_words() and before in ("", "to", "at", "of", ",", "and"))
    if before == "," and after in (",", ".", "", ")", "(", ";", "who", "all", "both"):
        return phrase.first > 1 and _is_name_before(tokens, phrase.first - 2)
    return _is_set_apart(tokens, phrase, around)


def _is_set_apart(tokens: Sequence[Token], phrase: Phrase, around: _Around) -> bool:
    """Return whether the figure is an age in passing, or a number in brackets or beside a slash."""
    earlier, before, figure, after, later, _ = around
    plain = figure.isdigit()
    if plain and after == "," and later == "of" and not _is_partitive(tokens, phrase.last + 2):
        return True  # "Ana Roe, 20, of Orsa"
    if figure != "1" and _AGE_WORD.fullmatch(after) and not after.endswith("s"):
        return True
    if plain and (before in ("a", "an") or (before, after) == ("(", ")")):
        return True  # "an 18 year old"
    if before == "/" or (before == "-" and earlier.isdigit()):
        return True
    return plain and after in ("/", "%", ":") and later.isdigit()


def _is_run_together(tokens: Sequence[Token], phrase: Phrase) -> bool:
    """Return whether a suffix is close to the figure, "85m", or it ends a range of which the start is misread."""
    if (
        phrase.last < len(tokens)
        and tokens[phrase.last].start == phrase.end
        and tokens[phrase.last - 1].text[0].isdigit()
    ):
        suffix = tokens[phrase.last].text
        if suffix.isalpha() and len(suffix) <= _LONGEST_SUFFIX and not is_person(suffix):
            return True
    joined = phrase.first > 1 and tokens[phrase.first - 1].text in ("and", "or", "to", "-")
    return joined and _MISREAD_FIGURE.fullmatch(tokens[phrase.first - 2].text) is not None


_CAPTIONED: Final = frozenset(("image", "photo", "picture", "slide", "page", "video"))


def _is_measured(tokens: Sequence[Token], index: int) -> bool:
    """Return whether what is counted at `index` is time, or a year: "two in ten minutes", "nine in 2014"."""
    unit = index < len(tokens) and tokens[index].text in words("units")
    return unit or _YEAR.fullmatch(tokens[index - 1].text) is not None


_PARENTS: Final = frozenset(
    ("father", "mother", "dad", "mom", "mum", "parent", "parents", "grandfather", "grandmother", "widow", "widower")
)
_EMERGENCY: Final = frozenset(("911", "999", "112", "000", "111"))
_AGED: Final = frozenset(("aged", "ages", "age"))


def _is_age(tokens: Sequence[Token], phrase: Phrase) -> bool:
    """Return whether the figure goes on a list of ages: "aged 11 and 13", "aged between 4 and 9"."""
    after = tokens[phrase.last].text if phrase.last < len(tokens) else ""
    if is_person(after) or after in words("more") or after == "of":
        return False
    index = phrase.first - 1
    while index >= 0 and (
        tokens[index].text in (",", "and", "or", "to", "-", "between", "from") or is_figure(tokens[index].text)
    ):
        if tokens[index].text == "," and tokens[index + 1].text == "and":
            return False
        index -= 1
    return index >= 0 and index < phrase.first - 1 and tokens[index].text in _AGED


def _is_partitive(tokens: Sequence[Token], index: int) -> bool:
    return index < len(tokens) and tokens[index].text in _PARTITIVE


def _is_name_before(tokens: Sequence[Token], index: int) -> bool:
    return re.sub("[-'.]", "", tokens[index].text).isalpha() or (index > 0 and tokens[index - 1].text in ("jr", "sr"))


@cache
def _stops() -> frozenset[str]:
    """Words that end a noun phrase."""
    classes = (
        *("be", "have", "modals", "relatives", "conjunctions", "including", "prepositions", "adverbs", "months"),
        *("weekdays", "determiners", "leave"),
    )
    return frozenset().union(*(words(name) for name in classes)) | {
        "to",
        "of",
        "a",
        "an",
        "not",
        "n't",
        "early",
        "late",
        "ago",
    }


@cache
def _participles() -> dict[str, str]:
    return {
        word: uses[0].attribute
        for word, uses in event_words().items()
        if " " not in word and any(use.form in ("past", "state") for use in uses)
    }


@cache
def _counted_nouns() -> frozenset[str]:
    """Nouns of what happened that are counted themselves and that could be read as verbs: "five killings"."""
    return frozenset(word for word, uses in event_words().items() if any(u.form == "heads" for u in uses)) & frozenset(
        word for word, uses in event_words().items() if any(u.form == "noun" for u in uses)
    )


@cache
def _openings() -> frozenset[str]:
    """First words of the longer phrases of what happens to people: "unaccounted for", "shot dead"."""
    return frozenset(phrase.split()[0] for phrase in event_words() if " " in phrase) - {"number", "death", "body"}


@cache
def _verbs() -> frozenset[str]:
    """Words that are verbs in a sentence about people, so that no noun phrase runs through them."""
    attacks = load("attacks")
    phrases = [*attacks["attack_verbs"], *attacks["fire_verbs"]]
    finite = {
        word for word, uses in event_words().items() if any(u.form in ("died", "present", "gerund") for u in uses)
    }
    return frozenset(phrase.split()[0] for phrase in (*phrases, *finite)) | words("reported") | words("finite")


def _extend(tokens: Sequence[Token], phrase: Phrase) -> None:
    """Take modifiers and head into the phrase, as far as they reach."""
    position = phrase.last
    if position < len(tokens) and tokens[position].text in words("more"):
        word = tokens[position].text
        position += 1
        if word == "others":
            _finish(tokens, phrase, position, word, ())
            return
    elif position < len(tokens) and tokens[position].text == "of" and not phrase.article:
        partitive = position + 1
        if partitive < len(tokens) and tokens[partitive].text in _PARTITIVE:
            word = tokens[partitive].text
            phrase.last, phrase.end = partitive + 1, tokens[partitive].end
            if word in ("them", "whom", "which"):
                phrase.partitive = True
                kind = tokens[partitive + 1].text if partitive + 1 < len(tokens) else ""
                phrase.scope = scope_of((), kind) if word == "them" and is_person(kind) else "total"
                return
            following = tokens[partitive + 1].text if partitive + 1 < len(tokens) else ""
            if following in _participles() and _participles()[following]:
                phrase.event = _participles()[following]
                phrase.last, phrase.end = partitive + 2, tokens[partitive + 1].end
                return
            if not is_person(following):
                phrase.head, phrase.person = word, True
                return
        if partitive < len(tokens) and (
            tokens[partitive].text in words("determiners") or is_figure(tokens[partitive].text) or phrase.vague
        ):
            position = partitive
            while position < len(tokens) and (
                tokens[position].text in words("determiners") or is_figure(tokens[position].text)
            ):
                position += 1
    _take_noun(tokens, phrase, position)
    if phrase.last < position and not phrase.head and tokens[position - 1].text in words("more"):
        phrase.last, phrase.end = position, tokens[position - 1].end  # "two dead and four other injured"


def _take_noun(tokens: Sequence[Token], phrase: Phrase, position: int) -> None:
    """Take the noun that begins at `position` into the phrase, with what stands before it."""
    if position < len(tokens) and tokens[position].text in _counted_nouns():
        _finish(tokens, phrase, position + 1, tokens[position].text, ())
        return
    run = _read_run(tokens, position)
    if run.head_at is not None:
        head_at = _head_of(tokens, phrase, run.head_at)
        _finish(tokens, phrase, head_at + 1, tokens[head_at].text, tuple(run.modifiers[:-1]))
        phrase.event = run.event
    elif run.participle and phrase.last < run.stop and tokens[run.stop - 1].text in words("determiners"):
        # "two of the killed": the participle is the noun.
        phrase.event = run.participle
        phrase.last, phrase.end = run.stop + 1, tokens[run.stop].end


@dataclass(slots=True)
class _Run:
    """The words that may belong to a noun, up to `stop`."""

    stop: int
    head_at: int | None = None
    modifiers: list[str] = field(default_factory=list)
    """The words of the run, its head the last of them."""
    event: str = ""
    """What a participle inside the run gives: "14 murdered fishermen"."""
    participle: str = ""
    """What a participle gives that ends the run."""


def _read_run(tokens: Sequence[Token], position: int) -> _Run:
    participles, run, first = _participles(), _Run(position), position
    while run.stop < len(tokens) and run.stop - first < _MOST_WORDS:
        position, word = run.stop, tokens[run.stop].text
        if word in participles:
            following = tokens[position + 1].text if position + 1 < len(tokens) else ""
            if run.head_at is not None:
                break
            if not is_person(following) and not _adjective_then_person(tokens, position + 1):
                run.participle = participles[word]
                break
            run.event = participles[word]
        elif run.head_at is None and word in words("reported") and _is_case(tokens, position + 1):
            run.modifiers.append(word)
        elif run.head_at is not None and _joins_countries(tokens, position, run.head_at):
            run.modifiers = [each for each in run.modifiers if not country_of(each.capitalize())]
            run.head_at, run.stop = None, position + 1
        elif not (word[0].isalpha() or _AGE_WORD.fullmatch(word)) or word in _stops():
            quoted = word in ('"', "'") and position - first < _MOST_WORDS - 1 and run.head_at is None
            if not quoted and not _goes_on(tokens, position, run.head_at):
                break
            run.head_at = None
        elif word in _DOUBTED and _person_follows(tokens, position + 1):
            run.modifiers.append(word)
            run.head_at = None
        elif _ends_run(tokens, position, run.head_at):
            break
        else:
            run.head_at = position
            run.modifiers.append(word)
        run.stop += 1
    return run


def _goes_on(tokens: Sequence[Token], position: int, head_at: int | None) -> bool:
    """Return whether a mark stands inside of what is counted: "the town|'s| mayors", "seven Tajik|,| Kyrgyz men"."""
    mark = tokens[position].text
    return mark == "'s" or (mark == "," and _adjective_list(tokens, position, head_at))


def _joins_countries(tokens: Sequence[Token], position: int, before: int) -> bool:
    """Return whether people of two countries are counted in one figure: "23 Somali and Yemeni fishermen"."""
    if tokens[position].text not in ("and", "or") or position + 2 >= len(tokens):
        return False
    countries = (tokens[before].text, tokens[position + 1].text)
    is_each = all(country_of(word.capitalize()) and not word.endswith(_PLURAL) for word in countries)
    return is_each and _person_follows(tokens, position + 2)


def _ends_run(tokens: Sequence[Token], position: int, head_at: int | None) -> bool:
    """Return whether a word is no part of the noun before it: a verb, or what follows people."""
    word = tokens[position].text
    if is_person(word):
        return word in _openings() and not _person_follows(tokens, position + 1)
    if word in _verbs():
        return True
    if (word in _openings() or word.endswith("ing")) and not _person_follows(tokens, position + 1):
        return True
    if head_at is None or not is_person(tokens[head_at].text):
        return False
    plural = tokens[head_at].text.endswith(("s", "men", "people", "children", "women"))
    return plural or not _person_follows(tokens, position)


def _head_of(tokens: Sequence[Token], phrase: Phrase, head_at: int) -> int:
    """Return where the head stands, which may come after the last word of a run: "several terrorist |attacks|"."""
    head, following = tokens[head_at].text, tokens[head_at + 1].text if head_at + 1 < len(tokens) else ""
    beyond = tokens[head_at + 2].text if head_at + 2 < len(tokens) else ""
    if following.endswith("ing") and not head.endswith("s") and beyond in words("not_persons"):
        head_at += 2  # "two Yemeni fishing boats"
    if phrase.value.high != 1 and is_person(head) and not head.endswith(_PLURAL) and _is_plural_thing(following):
        head_at += 1  # "several terrorist attacks"
    noun = following.isalpha() and following not in _stops() | _verbs() and following not in _participles()
    if phrase.article and noun and country_of(head.capitalize()) and following not in words("finite"):
        head_at += 1  # "a Saudi supertanker"
    return head_at


def _adjective_list(tokens: Sequence[Token], position: int, head_at: int | None) -> bool:
    """Return whether a comma stands between adjectives: "seven Tajik, Turkmen and Kyrgyz individuals"."""
    if head_at is None or position + 1 >= len(tokens) or tokens[head_at].text.endswith(_PLURAL):
        return False
    following = tokens[position + 1].text
    if not following.isalpha() or following in _stops() or is_figure(following):
        return False
    if is_person(following) and not _person_follows(tokens, position + 2):
        return False  # "a man, police said"
    return _person_follows(tokens, position + 1)


def _is_case(tokens: Sequence[Token], position: int) -> bool:
    """Return whether a noun for what is counted one by one stands there: "nine confirmed |cases|"."""
    return position < len(tokens) and tokens[position].text in _cases()


@cache
def _cases() -> frozenset[str]:
    return _counted_nouns() | {head for row in load("general")["count"] for head in row["heads"].split()}


def _person_follows(tokens: Sequence[Token], position: int) -> bool:
    """Return whether a noun for people stands within the same run of words."""
    for token in tokens[position : position + 4]:
        if is_person(token.text):
            return True
        if token.text != "and" and (not token.text[0].isalpha() or token.text in _stops() or token.text in _verbs()):
            return False
    return False


def _adjective_then_person(tokens: Sequence[Token], position: int) -> bool:
    if position + 1 >= len(tokens):
        return False
    word = tokens[position].text
    return word.isalpha() and word not in _stops() and is_person(tokens[position + 1].text)


def _is_plural_thing(word: str) -> bool:
    """Return whether a word after a singular noun for a person is the head: "several terrorist attacks"."""
    if word in _nouns_of_deeds():
        return True
    return word.endswith("s") and word.isalpha() and word not in _stops() and word not in _verbs()


@cache
def _nouns_of_deeds() -> frozenset[str]:
    return frozenset(load("blame")["deeds"].split()) | words("not_persons")


def _finish(tokens: Sequence[Token], phrase: Phrase, last: int, head: str, modifiers: tuple[str, ...]) -> None:
    phrase.last, phrase.end = last, tokens[last - 1].end
    phrase.head = head
    phrase.modifiers = modifiers
    phrase.person = is_person(head) or _OF_AGE.fullmatch(head) is not None  # "a 14-year-old was hurt"
    phrase.scope = scope_of(modifiers, head)
    if head in _STAFF and any(
        t.text in ("ministry", "government", "embassy", "administration") for t in tokens[last : last + 8]
    ):
        phrase.scope = "officials"
