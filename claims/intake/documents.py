"""The records of reading a file: a document, and the limits it was read under."""

from dataclasses import dataclass, field

from claims.intake.dates import StatedDate
from claims.intake.encoding import HowDecided


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits on one file; a file beyond them is a finding."""

    max_bytes: int = 20_000_000
    """Of one file, or of one line of a JSON Lines file."""
    max_archive_bytes: int = 200_000_000
    """Of a web archive or a box of mail."""
    wall_s: float = 20.0
    """For parsing one file, or one page inside it."""
    memory_mb: int = 1024
    """Address space of the process that parses them."""


@dataclass(frozen=True, slots=True)
class Document:
    """One text by one publisher, as it was read."""

    name: str
    """The path below the folder given, the base name of a file given, with `#` and a number for one of several articles
    in it, or the id of a record (JSON Lines, spreadsheets). A label only: it may hold `..`, line breaks or control
    characters, and never names a file to write."""
    text: str
    """Exactly as decoded or extracted; offsets count its characters."""
    original_sha256: str
    """Of the file's bytes; of the message, page or entry where it holds several; of the canonical JSON of a record."""
    media_type: str
    encoding: str
    """As decided: `utf-8`, `utf-8-sig`, `cp1252`, ...; empty where the format says it."""
    how_decided: HowDecided
    title: str | None
    publisher: str | None
    url: str | None
    """http or https; anything else is dropped with a note."""
    author: str | None
    published: str | None
    """EDTF: a sidecar's, else what the document's metadata states, else the latest date its head states."""
    modified: str | None
    """EDTF: when it was last changed, where its metadata says so."""
    language: str | None
    """ISO 639 code: a sidecar's or the metadata's, else what the text is found to be in."""
    stated_dates: tuple[StatedDate, ...]
    complete: bool
    """False where the parser is known to have dropped text."""
    notes: tuple[str, ...]
    """What was decided or lost on the way, as clauses."""
    moments: tuple[tuple[int, str], ...] = ()
    """Where its page gives parts of it a time of their own, as (character, EDTF)."""
    original: bytes = field(default=b"", repr=False)
    """The bytes that `original_sha256` is of; empty where they are not at hand."""
