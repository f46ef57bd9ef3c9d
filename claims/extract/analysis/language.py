"""The word forms of a language from its folder of data: what each word can be, its lemma, its frames and classes.

Everything that is English stands in `claims/extract/english`; a language more is a folder more.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from claims.extract.lexicon import is_person, words
from claims.extract.quantities import is_figure
from claims.values.hedges import load_hedges

_DATA: Final = Path(__file__).parents[1] / "english"

FORMS: Final = ("present", "past", "participle", "gerund")
_FUNCTION_WORDS: Final = (
    ("prepositions", "p"),
    ("adverbs", "a"),
    ("determiners", "d"),
    ("conjunctions", "&"),
    ("modals", "m"),
    ("have", "h"),
)
"""Classes of `data/words.toml` with their codes; `function.toml` has the rest and overrules them."""
_NESTED: Final = 2
"""How deep one part of a pattern may stand in another."""


class Entry(NamedTuple):
    """What one word can be."""

    code: str
    """Its main part of speech as a letter: see `building`."""
    lemma: str
    """Of the verb it can be; empty where it is none."""
    forms: frozenset[str]
    """`base` and some of `FORMS`, for a verb."""
    classes: frozenset[str]
    """Noun classes of `nouns.toml`, and `person` and `figure`."""
    single: bool = False
    """It is a noun for one, by a class of its own."""


@cache
def load(name: str) -> dict[str, Any]:
    """Return the data file `name`.toml of the language as parsed."""
    return tomllib.loads((_DATA / f"{name}.toml").read_text("utf-8"))


def construction_files() -> list[Path]:
    """Return the files of constructions, in the order of their names."""
    return sorted((_DATA / "constructions").glob("*.toml"))


def expand(pattern: str, parts: Mapping[str, str]) -> str:
    """Return a pattern with the parts it names in place of their names; one part may stand in another.

    >>> expand("SOME men", {"SOME": "NUMBER|many", "NUMBER": "[0-9]+"})
    '(?:(?:[0-9]+)|many) men'
    """
    for name in sorted(parts, key=len, reverse=True) * _NESTED:
        pattern = pattern.replace(name, f"(?:{parts[name]})")
    return pattern


@cache
def noun_class(name: str) -> frozenset[str]:
    """Return the words of a class of `nouns.toml`."""
    return frozenset(load("nouns")[name].split())


@cache
def _classes_by_word() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, listed in load("nouns").items():
        for word in listed.split():
            found.setdefault(word, set()).add(name)
    return {word: frozenset(classes) for word, classes in found.items()}


@cache
def _codes() -> dict[str, str]:
    codes = {word: code for name, code in _FUNCTION_WORDS for word in words(name)}
    return codes | {word: code for code, listed in load("function")["codes"].items() for word in listed.split()}


@cache
def _lemmas() -> frozenset[str]:
    listed = {lemma for verbs in load("verbs")["frames"].values() for lemma in verbs}
    listed |= set(load("verbs")["plain"]["lemmas"].split()) | set(load("verbs")["irregular"])
    return frozenset(lemma.split()[0] for lemma in listed)


def _inflected(lemma: str, form: str) -> str:
    for pattern, ending in load("verbs")["inflection"][form]:
        if re.search(pattern, lemma):
            return re.sub(pattern, ending, lemma, count=1)
    return lemma


@cache
def _verb_forms() -> dict[str, tuple[str, frozenset[str]]]:
    irregular: dict[str, str] = load("verbs")["irregular"]
    found: dict[str, tuple[str, frozenset[str]]] = {}
    for lemma in sorted(_lemmas()):
        past, participle, gerund = irregular.get(lemma, "= = =").split()
        past = _inflected(lemma, "past") if past == "=" else past
        forms = {
            "base": lemma,
            "present": _inflected(lemma, "present"),
            "past": past,
            "participle": past if participle == "=" else participle,
            "gerund": _inflected(lemma, "gerund") if gerund == "=" else gerund,
        }
        for form, word in forms.items():
            _, known = found.get(word, (lemma, frozenset()))
            found[word] = (lemma, known | {form})
    return found


@cache
def longer_lemmas() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return, by their first word, the lemmas of several words, longest first: "carry out", "open fire"."""
    lemmas = {lemma for verbs in load("verbs")["frames"].values() for lemma in verbs if " " in lemma}
    return {first: tuple(parts[1:] for parts in rows) for first, rows in _by_first_word(lemmas).items()}


def _by_first_word(phrases: Iterable[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the words of phrases by the first one, longest first."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for phrase in phrases:
        parts = tuple(phrase.split())
        found.setdefault(parts[0], set()).add(parts)
    return {first: tuple(sorted(rows, key=lambda row: (-len(row), row))) for first, rows in found.items()}


@cache
def frames_of(lemma: str) -> frozenset[str]:
    """Return the frames that a lemma belongs to."""
    return frozenset(frame for frame, lemmas in load("verbs")["frames"].items() if lemma in lemmas)


def verbs_of(frames: frozenset[str]) -> frozenset[str]:
    """Return every form of the first words of the verbs of `frames`."""
    listed = {lemma.split()[0] for frame in frames for lemma in load("verbs")["frames"][frame]}
    return frozenset(word for word, (lemma, _) in _verb_forms().items() if lemma in listed)


def phrases_of(frames: frozenset[str]) -> frozenset[str]:
    """Return every form of the verbs of `frames`, those of several words whole: "took part"."""
    listed = [lemma.split() for frame in frames for lemma in load("verbs")["frames"][frame]]
    forms = [(word, lemma) for word, (lemma, _) in _verb_forms().items()]
    return frozenset(" ".join((word, *rest)) for first, *rest in listed for word, lemma in forms if lemma == first)


@cache
def hedges() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return, by their first word, the hedges that stand before a figure, longest first."""
    return _by_first_word(words_ for entry in load_hedges() if entry.place == "before" for words_ in entry.words)


@cache
def joined_prepositions() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return, by their first word, the prepositions of several words, longest first: "because of"."""
    return _by_first_word(load("function")["joined_prepositions"])


@lru_cache(maxsize=16_384)
def singular(noun: str) -> str:
    """Return the singular of a noun."""
    for pattern, ending in load("function")["singular"]:
        if re.search(pattern, noun):
            return re.sub(pattern, ending, noun, count=1)
    return noun


@lru_cache(maxsize=65_536)
def look_up(word: str) -> Entry:
    """Return what a lower-case word can be."""
    classes = _classes_by_word().get(word, frozenset())
    if is_person(word):
        classes |= {"person"}
    code = _codes().get(word)
    if code == "a" and word in _verb_forms():
        code = None  # "a source confirmed the attack"
    if code is None and is_figure(word):
        return Entry("#", "", frozenset(), classes | {"figure"})
    lemma, forms = _verb_forms().get(word, ("", frozenset()))
    if code is None:
        unknown_past = not lemma and not classes and re.fullmatch(load("verbs")["unknown"]["past"], word) is not None
        if unknown_past:
            return Entry("v", word, frozenset(("past", "participle")), classes)
        code = "v" if lemma else "x" if word[0].isalnum() else "."
    single = bool(classes) and singular(word) == word and word not in noun_class("unmarked")
    return Entry(code, lemma, forms, classes, single)
