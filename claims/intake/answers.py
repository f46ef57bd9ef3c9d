"""The answers of the parser process, as plain JSON that crosses the process boundary."""

from base64 import b64encode
from typing import Final, Literal, NotRequired, TypedDict

from claims.identity import digest_bytes

_LARGEST_ORIGINAL: Final = 5_000_000
"""Bytes of one article in a file of several that are kept."""

MISSING_FIGURES: Final = "figures on the page that are not in the text"
"""What the note begins with that names figures which only one of two extractors saw."""


class Stated(TypedDict, total=False):
    """What a document says about itself."""

    title: str | None
    publisher: str | None
    url: str | None
    author: str | None
    published: str | None
    modified: str | None


class Answer(Stated):
    """The text of a document and what it says about itself."""

    text: str
    complete: bool
    notes: list[str]
    declared: NotRequired[str | None]
    """The language that the markup of a page declares, which its template may have wrong."""
    moments: NotRequired[list[tuple[int, str]]]
    """Characters from which on a time of the page's own counts (`claims.moments`)."""


class Part(TypedDict):
    """One article inside a file; a page among them is still to be read."""

    place: str
    """Where in the file it stands: a number; empty where the file is one article."""
    id: str
    """Its name, where the file gives one."""
    kind: Literal["text", "html"]
    content: str
    sha256: str
    """Of the bytes of the message, page or record; empty where they are the file."""
    original: NotRequired[str]
    """The bytes that `sha256` is of, in base 64."""
    metadata: dict[str, str | None]
    complete: bool
    notes: list[str]


class Parts(TypedDict):
    """The articles inside a file, and what is wrong with the others as pairs of place and message."""

    parts: list[Part]
    problems: list[tuple[str, str]]


class NoTextError(ValueError):
    """The document was parsed and holds no text; the message is a clause that follows its name."""


def check_parts(answer: Parts, problem: str) -> None:
    """Raise `NoTextError` for a file that holds neither articles nor anything that could not be read as one."""
    if not answer["parts"] and not answer["problems"]:
        raise NoTextError(problem)


def seal_part(part: Part, data: bytes) -> None:
    """Write the bytes that a part was read from into it, with their hash; large ones by their hash only."""
    part["sha256"] = digest_bytes(data)
    if len(data) <= _LARGEST_ORIGINAL:
        part["original"] = b64encode(data).decode("ascii")


def make_part(
    content: str, *notes: str, kind: Literal["text", "html"] = "text", place: str = "", name: str = ""
) -> Part:
    """Return a complete part without metadata."""
    return Part(
        place=place, id=name, kind=kind, content=content, sha256="", metadata={}, complete=True, notes=list(notes)
    )
