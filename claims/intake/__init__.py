"""Read files into documents: all the kinds that `kinds` lists, each treated as hostile input."""

from claims.intake.dates import StatedDate
from claims.intake.documents import Document, Limits
from claims.intake.reading import read_documents

__all__ = ["Document", "Limits", "StatedDate", "read_documents"]
