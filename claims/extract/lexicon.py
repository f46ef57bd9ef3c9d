"""The lexicons of the grammar: word classes, nouns for people with their scopes, verbs with their attributes.

Owns reading the files beside it and the lookups by word. Refuses to decide anything: which rule a word takes part in is
the grammar's business.
"""

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final, Literal

from claims.vocabulary.demonyms import country_of

_DATA: Final = Path(__file__).with_name("data")

Form = Literal["past", "present", "gerund", "died", "state", "noun", "heads", "toll"]
FORMS: Final[tuple[Form, ...]] = ("past", "present", "gerund", "died", "state", "noun", "heads", "toll")


@dataclass(frozen=True, slots=True)
class EventWord:
    """One word or phrase of `events.toml`."""

    attribute: str
    form: Form
    strict: bool


@cache
def load(name: str) -> dict[str, Any]:
    """Return the data file `name`.toml as parsed."""
    return tomllib.loads((_DATA / f"{name}.toml").read_text("utf-8"))


@cache
def words(name: str) -> frozenset[str]:
    """Return the word class `name` of `words.toml`."""
    return frozenset(load("words")[name].split())


@cache
def event_words() -> dict[str, tuple[EventWord, ...]]:
    """Return what each word or phrase of `events.toml` can be."""
    found: dict[str, tuple[EventWord, ...]] = {}
    for attribute, table in load("events").items():
        for form in FORMS:
            for phrase in table.get(form, ()):
                word = EventWord(attribute, form, table.get("strict", phrase in table.get("of_persons", ())))
                found[phrase] = (*found.get(phrase, ()), word)
    return found


@cache
def cue_words(attribute: str) -> frozenset[str]:
    """Return the words and phrases that show that `attribute` is spoken of: one of them is in every honest quote."""
    table = load("events").get(attribute, {})
    return frozenset(phrase for form in (*FORMS, "cues") for phrase in table.get(form, ()))


@cache
def _persons() -> frozenset[str]:
    lines = (_DATA / "persons.txt").read_text("utf-8").splitlines()
    listed = {line for line in lines if line and not line.startswith("#")}
    function_words = frozenset().union(
        *(words(name) for name in ("adverbs", "determiners", "more", "prepositions", "months", "weekdays"))
    )
    return frozenset((listed - function_words) | words("persons")) - words("not_persons")


@lru_cache(maxsize=16_384)
def is_person(noun: str) -> bool:
    """Return whether a lower-case noun, in either number, names people."""
    persons = _persons()
    if noun in persons:
        return True
    if noun.endswith("men") and noun[:-3] + "man" in persons:
        return True
    if not noun.endswith("s") or noun in words("not_persons"):
        return noun.endswith(("man", "woman", "men", "women")) and len(noun) > 5
    return (
        noun[:-1] in persons
        or (noun.endswith("ies") and noun[:-3] + "y" in persons)
        or (noun.endswith("es") and noun[:-2] in persons)
    )


@lru_cache(maxsize=16_384)
def limit_of(modifiers: tuple[str, ...], head: str) -> str | None:
    """Return the word that limits a noun phrase outside the tree of roles; None where it counts everybody.

    Compatriots are limited by their country, whichever word names them.

    >>> limit_of((), "miners"), limit_of(("canadian",), "nationals"), limit_of(("young",), "people")
    ('miners', 'nationals of Canada', None)
    """
    everybody = load("roles")["everybody"]
    nouns, whose = everybody["nouns"].split(), everybody["whose"].split()
    if head not in nouns and head not in whose:
        return _compatriots(head) or (head if is_person(head) else None)
    word = modifiers[-1] if modifiers else ""
    limits = word in everybody["limits"].split() or (head in whose and head not in nouns)
    return _compatriots(word) or (word if word and limits else None)


def compatriots(modifiers: tuple[str, ...], head: str) -> str | None:
    """Return the scope of the country that a word before a noun for some trade gives: "American cyclists"."""
    if head in load("roles")["everybody"]["unarmed"].split():
        return None
    return next((found for word in modifiers if (found := _compatriots(word)) is not None), None)


def _compatriots(word: str) -> str | None:
    country = country_of(word.capitalize())
    return None if country is None else f"nationals of {country}"


@cache
def limiting_verbs() -> dict[str, str]:
    """Return the scope of those with whom a verb says something was done: "62 bodies were identified"."""
    return {verb: scope for scope, verbs in load("roles")["done"].items() for verb in verbs.split()}


@cache
def grades() -> dict[str, str]:
    """Return the scope that each word for how badly somebody is hurt gives."""
    return {word: scope for scope, listed in load("roles")["graded"].items() for word in listed.split()}


@cache
def _roles() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    roles = load("roles")
    heads = {noun: scope for scope, nouns in roles["heads"].items() for noun in nouns.split()}
    modifiers = {word: scope for scope, listed in roles["modifiers"].items() for word in listed.split()}
    modified = {phrase: scope for scope, phrases in roles["modified"].items() for phrase in phrases}
    return heads, modifiers, modified


def scope_of(modifiers: tuple[str, ...], head: str) -> str:
    """Return the scope that a noun phrase names: its last modifier and head, else its head, else total.

    >>> scope_of(("border",), "guard"), scope_of((), "people")
    ('border_guards', 'total')
    """
    heads, by_modifier, modified = _roles()
    if modifiers:
        scope = modified.get(f"{modifiers[-1]} {head}")
        if scope is not None:
            return scope
    scope = heads.get(head, "total")
    if scope == "security_forces" and modifiers:
        return by_modifier.get(modifiers[-1], scope)
    named = {by_modifier.get(word) for word in modifiers}
    if scope == "civilians" and "officials" in named:
        return "officials"
    return "foreigners" if scope in ("civilians", "total") and "foreigners" in named else scope
