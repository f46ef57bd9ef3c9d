"""The tables by which a language beside English is read: its nouns, context, speech and constructions, from its folder.

A language more is a folder more in `languages`, named by its ISO 639 code; its numbers are those of `claims.values`. A
table that is not as it should be is an error when it is loaded.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal

from pydantic import Field

from claims.extract.analysis.language import expand
from claims.models import Stance
from claims.records import Record
from claims.values.languages import Language, load_languages

_FOLDER: Final = Path(__file__).parent / "languages"
_TWICE: Final = 2
"""Passes over a pattern after the first that put in parts of parts."""


class Construction(Record):
    """One way of saying something of an event, as its table has it."""

    name: str
    attribute: str
    pattern: str
    value: str = ""
    """Of what has no figure and no name."""
    scope: str | None = None
    """Where no noun gives it."""
    stance: Stance = "asserts"
    example: tuple[str, ...] = Field(min_length=1)
    """Sentences, each with what it gives: `SENTENCE = VALUE SCOPE`."""
    against: tuple[str, ...] = Field(min_length=1)


class Cue(Record):
    """Words that take a sentence out of what happened, or doubt or deny it."""

    category: str
    pattern: str
    example: tuple[str, ...] = Field(min_length=1)
    against: tuple[str, ...] = Field(min_length=1)


class Speech(Record):
    """One way of naming who says it."""

    pattern: str
    reach: Literal["after", "whole"] = "after"
    """What is said: what stands after it, or the whole sentence."""
    example: tuple[str, ...] = Field(min_length=1)
    """`SENTENCE = SPEAKER`."""


Pattern = re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Tables:
    """A language as it is read, each row with its pattern."""

    code: str
    numbers: Language
    scopes: dict[str, str]
    """The scope that each noun for people is counted under, by its forms."""
    cues: tuple[tuple[Cue, Pattern], ...]
    speech: tuple[tuple[Speech, Pattern], ...]
    constructions: tuple[tuple[Construction, Pattern], ...]
    words: dict[str, Pattern]
    """By attribute the words of which one is in every quote for it."""
    date: Pattern
    """Words for a day."""


@cache
def table_languages() -> frozenset[str]:
    """Return the ISO 639 codes of the languages that have tables."""
    return frozenset(folder.name for folder in _FOLDER.iterdir() if (folder / "constructions.toml").is_file())


@cache
def find_tables(code: str | None) -> Tables | None:
    """Return the tables of a language; None where it has none, as English."""
    return load_tables(_FOLDER / code) if code in table_languages() and code else None


def load_tables(folder: Path) -> Tables:
    """Return the tables in a folder that is named by its language's code.

    Raises:
        ValueError: a row lacks something or has what no row has.
        re.error: a pattern is none.
    """
    files = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in folder.glob("*.toml")}
    parts: dict[str, str] = files["parts"]

    def compiled(pattern: str) -> Pattern:
        for _ in range(_TWICE):
            pattern = expand(pattern, parts)
        return re.compile(pattern, re.IGNORECASE)

    cues = map(Cue.model_validate, files["context"]["cue"])
    speech = map(Speech.model_validate, files["speech"]["speaker"])
    constructions = map(Construction.model_validate, files["constructions"]["construction"])
    return Tables(
        folder.name,
        next(language for language in load_languages() if language.code == folder.name),
        {noun: scope for scope, listed in files["nouns"].items() for noun in listed.split()},
        tuple((cue, compiled(cue.pattern)) for cue in cues),
        tuple((one, compiled(one.pattern)) for one in speech),
        tuple((one, compiled(one.pattern)) for one in constructions),
        {name: compiled(rf"\b(?:{pattern})\b") for name, pattern in files["constructions"]["cues"].items()},
        compiled(parts["DATE"]),
    )


def split_example(row: str) -> tuple[str, str]:
    """Return the sentence of an example and what it gives.

    >>> split_example("Hay 12 muertos. = 12 total")
    ('Hay 12 muertos.', '12 total')
    """
    sentence, _, given = row.rpartition(" = ")
    return sentence, given


def names_of(constructions: Iterable[tuple[Construction, Pattern]]) -> list[str]:
    """Return the names of constructions, in their order."""
    return [one.name for one, _ in constructions]
