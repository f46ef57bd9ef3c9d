"""Read files into documents: text, Markdown, HTML, PDF and JSON Lines, all of them treated as hostile input."""

from claims.intake.dates import StatedDate
from claims.intake.documents import Document, Limits
from claims.intake.reading import read_documents

__all__ = ["Document", "Limits", "StatedDate", "read_documents"]
