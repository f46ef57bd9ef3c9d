"""Checks that the entries of a ledger have the shapes of records, and that their words fit the vocabulary.

Digests are checked in `claims.proof`, which imports the standard library only.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from pydantic import ValidationError

from claims.findings import Finding
from claims.models import Amendment, Article, Assertion, Decision, EventDecision, MentionRecord, ReviewerChange
from claims.records import Record
from claims.store.ledger import Entry
from claims.vocabulary.loading import Tables, VocabularyError, build_vocabulary

_RECORDS: Final[Mapping[str, type[Record]]] = {
    "amendment": Amendment,
    "article": Article,
    "assertion": Assertion,
    "decision": Decision,
    "mention": MentionRecord,
    "event": EventDecision,
    "reviewer": ReviewerChange,
}


def check_readable(entries: Iterable[Entry]) -> Iterable[Finding]:
    """Yield a finding for each entry that is no record of its kind, or whose words do not fit those before them."""
    vocabularies: list[Tables] = []
    for entry in entries:
        record = _RECORDS.get(entry.kind)
        try:
            if record is not None:
                record.model_validate_json(entry.body)
            elif entry.kind == "vocabulary":
                content: dict[str, Any] = dict(entry.content())
                build_vocabulary((*vocabularies, content))
                vocabularies.append(content)
        except ValidationError as error:
            yield _finding(entry, f"its body is not a valid {entry.kind}: {error.errors()[0]['msg']}")
        except VocabularyError as error:
            yield _finding(entry, f"its words do not fit those before it: {error.problem}")
        except Exception as error:  # whatever a verifier meets is a finding
            yield _finding(entry, f"it cannot be read ({type(error).__name__})")


def _finding(entry: Entry, message: str) -> Finding:
    return Finding(where=f"ledger entry {entry.seq}", message=message, about="content")
