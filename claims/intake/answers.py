"""The answer of the parser process, as plain JSON that crosses the process boundary."""

from typing import TypedDict


class Answer(TypedDict):
    """The text of a document and what it says about itself."""

    text: str
    title: str | None
    publisher: str | None
    url: str | None
    author: str | None
    published: str | None
    modified: str | None
    complete: bool
    notes: list[str]


class NoTextError(ValueError):
    """The document was parsed and holds no text; the message is a clause that follows its name."""
