"""The kinds of files that are read, by the ending of their name."""

from dataclasses import dataclass
from typing import Final, Literal

Reader = Literal["text", "html", "pdf", "jsonl", "word", "opendocument", "rtf", "mail", "mbox", "feed", "table", "web"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its media type, and what reads it."""

    media_type: str
    reader: Reader


_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_TEXT: Final = Kind("text/plain", "text")
_MARKDOWN: Final = Kind("text/markdown", "text")
_HTML: Final = Kind("text/html", "html")
_LINES: Final = Kind("application/jsonl", "jsonl")
_WARC: Final = Kind("application/warc", "web")

KINDS: Final = {
    ".txt": _TEXT,
    ".text": _TEXT,
    ".md": _MARKDOWN,
    ".markdown": _MARKDOWN,
    ".html": _HTML,
    ".htm": _HTML,
    ".xhtml": Kind("application/xhtml+xml", "html"),
    ".pdf": Kind("application/pdf", "pdf"),
    ".docx": Kind(f"{_OFFICE}wordprocessingml.document", "word"),
    ".odt": Kind("application/vnd.oasis.opendocument.text", "opendocument"),
    ".rtf": Kind("application/rtf", "rtf"),
    ".eml": Kind("message/rfc822", "mail"),
    ".mbox": Kind("application/mbox", "mbox"),
    ".rss": Kind("application/rss+xml", "feed"),
    ".atom": Kind("application/atom+xml", "feed"),
    ".xml": Kind("application/xml", "feed"),
    ".warc": _WARC,
    ".warc.gz": _WARC,
    ".wacz": Kind("application/wacz", "web"),
    ".jsonl": _LINES,
    ".ndjson": _LINES,
    ".csv": Kind("text/csv", "table"),
    ".xlsx": Kind(f"{_OFFICE}spreadsheetml.sheet", "table"),
}
ARCHIVES: Final = ("mbox", "web")
"""Readers of files that may be large, since they hold many articles or pictures too."""


def find_kind(name: str) -> Kind | None:
    """Return the kind of the file with this name.

    >>> find_kind("Crawl.WARC.GZ").media_type, find_kind("notes.doc")
    ('application/warc', None)
    """
    lower = name.lower()
    return next((kind for ending, kind in KINDS.items() if lower.endswith(ending)), None)
