"""The dossier: all that can be appended to it and read from it."""

from claims.store.errors import (
    AmbiguousNameError,
    DecisionIdError,
    EventMovedError,
    HeadMovedError,
    NotPermittedError,
    NotSignedError,
    RedactionError,
    UnknownRecordError,
)
from claims.store.operations.additions import Addition, encode_assertion, encode_content, encode_ordered
from claims.store.operations.assertions import AssertionReading
from claims.store.operations.dataset_rows import DatasetRows, KnownRow, RowAddition
from claims.store.operations.decisions import DecisionReading
from claims.store.operations.mentions import MentionReading
from claims.store.operations.originals import OriginalKeeping
from claims.store.operations.redacting import Redacted, RedactingDossier
from claims.store.operations.subjects import SubjectReading
from claims.store.operations.watching import Watching
from claims.store.operations.whole_tables import TableReading
from claims.store.tables.queue import ItemRow
from claims.store.tables.rows import ArticleRow, EventCount, PlacedProposal, SubjectRecord, Summary, Waiting

__all__ = [
    "Addition",
    "AmbiguousNameError",
    "ArticleRow",
    "DecisionIdError",
    "Dossier",
    "EventCount",
    "EventMovedError",
    "HeadMovedError",
    "ItemRow",
    "KnownRow",
    "NotPermittedError",
    "NotSignedError",
    "PlacedProposal",
    "Redacted",
    "RedactionError",
    "RowAddition",
    "SubjectRecord",
    "Summary",
    "UnknownRecordError",
    "Waiting",
    "encode_assertion",
    "encode_content",
    "encode_ordered",
]


class Dossier(
    RedactingDossier,
    DatasetRows,
    TableReading,
    MentionReading,
    AssertionReading,
    DecisionReading,
    SubjectReading,
    OriginalKeeping,
    Watching,
):
    """An open dossier. Use as a context manager; safe to use from several threads."""
