"""Suggests names that may be of one actor or one place: spelt or transliterated differently, or as initials.

A suggestion is a question: names are one only once a reviewer imports the alias into the vocabulary.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from anyascii import anyascii
from rapidfuzz import fuzz, process

from claims.vocabulary.model import fold_name
from claims.vocabulary.spelling import spell_alike

_ALIKE: Final = 85
"""Percent of two normal forms that must agree."""
_WORD_ALIKE: Final = 70
"""Percent for each pair of their words: one other word is another name."""
_SHORTEST: Final = 4
"""Characters of a normal form below which spelling says nothing."""
_INITIALS: Final = 90
"""The score of initials, which are no spelling to measure."""
_CANDIDATES: Final = 10
_LAST_VOWEL: Final = re.compile(r"[aeiou](?=h?$)")
_PARTICLE: Final = 2
"""Letters of what joins names: al, el, e, i."""
_FULL_NAME: Final = 2
"""Words that a name has of which a spelling says enough."""

_SOUNDS: Final = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"\b(?:al|el|ul|ad|ash|as|an|ar|at)[- ](?=\w)", ""),
        ("dzh|zh|dj", "j"),
        ("kh|gh", lambda match: match[0][0]),
        ("ph", "f"),
        ("q|ck|c(?![h])", "k"),
        ("ts|tz", "z"),
        ("sch|sh|tch|ch", "s"),
        ("oo|ou", "u"),
        ("ee|iy|yi|ij|y", "i"),
        ("w", "v"),
        (r"['`’ʻʼ-]", ""),
        (r"(\w)\1", r"\1"),
    )
)
"""Spellings between which transliterations of one name vary."""


@dataclass(frozen=True, slots=True)
class NameSuggestion:
    """A name that may be another's."""

    name: str
    """In use, and unknown to the vocabulary."""
    of: str
    """The name it may be an alias of: one that the vocabulary knows, or the one used more."""
    score: int
    """Percent of the normal forms that agree."""
    reason: str


def normal_form(name: str) -> str:
    """Return a name as transliterations of it mostly agree.

    >>> normal_form("Sirozhiddin Mukhammadov") == normal_form("Sirojiddin Mukhamadov")
    True
    """
    form = fold_name(anyascii(name))
    for pattern, sound in _SOUNDS:
        form = pattern.sub(sound, form)
    return " ".join(re.findall(r"\w+", form))


def name_alike(one: str, two: str) -> str:
    """Return why two full names, of which the vocabulary lacks one, are one name in two spellings; empty where not.

    Each word has to have its like in the other name, in any order; a single word says too little.

    >>> name_alike("Mohammad Karimov", "Karimov Muhammad"), name_alike("Omar Karimov", "Umar Karimova")
    ('they are one name in two spellings', '')
    """
    short, long = sorted((one, two), key=len)
    if are_initials(short, long):
        return f"{short} are the initials of {long}"
    if are_initials(short[:-1], long) and short[-1:].isupper():
        return f"{short} are the initials of {long} and of where it is"
    words, others = ([word for word in re.split(r"[\s-]+", name) if len(word) > _PARTICLE] for name in (one, two))
    if min(len(words), len(others)) < _FULL_NAME:
        return ""
    is_alike = _match_words(words, others) if len(words) == len(others) else _sound_alike(one, two)
    return "they are one name in two spellings" if is_alike else ""


def _match_words(words: Iterable[str], others: list[str]) -> bool:
    """Return whether each word has its like among others, none twice."""
    for word in words:
        like = next((other for other in others if _sound_alike(word, other)), None)
        if like is None:
            return False
        others.remove(like)
    return True


def _sound_alike(one: str, two: str) -> bool:
    """Return whether two names are spelt alike and end alike: Maria and Mario are two."""
    ends = [_LAST_VOWEL.search(normal_form(name)) for name in (one, two)]
    return spell_alike(one, two) and (ends[0] and ends[0][0]) == (ends[1] and ends[1][0])


def suggest_names(used: Mapping[str, int], known: Mapping[str, str]) -> tuple[NameSuggestion, ...]:
    """Return which of the names in use may be another name's spelling, likeliest first.

    `used` counts the uses of each name, `known` gives the canonical name of every name in the vocabulary.
    """
    forms = {name: normal_form(name) for name in (*known, *used)}
    order = sorted((name for name in used if name not in known), key=lambda name: (-used[name], -len(name), name))
    # Names that differ in capitals alone are one without anybody's word.
    unknown = {fold_name(name): name for name in reversed(order)}
    targets = {name: forms[name] for name in sorted(known)}
    suggestions = []
    for name in reversed(unknown.values()):
        best = _find_best(name, forms[name], targets)
        if best is None:
            targets[name] = forms[name]  # what is an alias itself has none
        else:
            score, of, reason = best
            suggestions.append(NameSuggestion(name, known.get(of, of), score, reason))
    return tuple(sorted(suggestions, key=lambda one: (-one.score, one.of, one.name)))


def _find_best(name: str, form: str, targets: Mapping[str, str]) -> tuple[int, str, str] | None:
    candidates = [(_INITIALS, other, f"initials of {other}") for other in targets if are_initials(name, other)]
    candidates += [(_INITIALS, other, f"{other} are its initials") for other in targets if are_initials(other, name)]
    candidates += _find_spelt_alike(form, targets)
    return min(candidates, key=lambda one: (-one[0], one[1]), default=None)


def _find_spelt_alike(form: str, targets: Mapping[str, str]) -> Iterator[tuple[int, str, str]]:
    if len(form) < _SHORTEST:
        return
    near = process.extract(form, targets, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=_CANDIDATES)
    for other_form, score, other in near:
        if len(other_form) >= _SHORTEST and _words_agree(form, other_form):
            yield round(score), other, f"spelt like {other}"


def _words_agree(one: str, two: str) -> bool:
    """Return whether each word has its like; numbers are the same or different, never alike."""
    first, second = one.split(), two.split()
    if _numbers(one) != _numbers(two):
        return False
    if len(first) != len(second):
        return first != second and "".join(first) == "".join(second)
    return all(fuzz.ratio(a, b) >= _WORD_ALIKE for a, b in zip(first, second, strict=True))


def _numbers(form: str) -> Collection[str]:
    return sorted(re.findall(r"\d+", form))


def are_initials(short: str, long: str) -> bool:
    """Return whether one name is written with the first letters of the other's words.

    >>> are_initials("RHF", "Red Hill Front"), are_initials("IF", "Islamic Front")
    (True, False)
    """
    letters = re.sub(r"[.-]", "", short)
    if not re.fullmatch("[A-Z]{3,}", letters):
        return False
    words = [word for word in re.findall(r"[^\W\d_]+", long) if word[0].isupper()]
    return len(words) == len(letters) and "".join(word[0] for word in words).upper() == letters
