"""Taking the record of a package into a dossier."""

import itertools
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from claims.errors import VariorumError
from claims.findings import Finding
from claims.models import Article, Assertion, Decision, EventDecision, MentionRecord
from claims.proof.package import (
    LEDGER,
    PackedEntry,
)
from claims.store.dossier import Dossier, EventMovedError, HeadMovedError, UnknownRecordError
from claims.vocabulary.loading import VocabularyError

_AT_ONCE: Final = 2_000


class PackageFileError(VariorumError):
    """A package cannot be read or written; the message names it."""

    def __init__(self, path: Path, problem: str, exit_code: int = 2) -> None:
        self.path = path
        self.exit_code = exit_code
        super().__init__(f"{path}: {problem}")


class Taken:
    """What came of an import."""

    def __init__(self) -> None:
        self.counts = {"article": 0, "assertion": 0, "vocabulary addition": 0, "decision": 0, "event decision": 0}
        self.findings: list[Finding] = []

    def refuse(self, entry: PackedEntry, problem: str) -> None:
        """Take note of an entry that was left out."""
        self.findings.append(Finding(where=f"ledger entry {entry.seq}", message=problem, about=entry.kind))


def import_entries(store: Dossier, entries: Iterable[PackedEntry]) -> Taken:
    """Append what a package's ledger holds and the dossier does not; its entries must have been checked."""
    taken = Taken()
    for kind, run in itertools.groupby(entries, key=lambda entry: entry.kind):
        while part := list(itertools.islice(run, _AT_ONCE)):
            _take(store, kind, part, taken)
    return taken


def _take(store: Dossier, kind: str, part: Sequence[PackedEntry], taken: Taken) -> None:
    if kind == "article":
        if any(entry.withheld_sha256 for entry in part):
            raise PackageFileError(
                Path(LEDGER),
                "the package lacks texts; name the folder that has them with --texts, or ask for the whole",
            )
        taken.counts["article"] += sum(store.add_articles(Article.model_validate_json(entry.body) for entry in part))
    elif kind == "name":
        for entry in part:
            named = json.loads(entry.body)
            store.add_articles([store.article(named["article"]).changed(name=named["name"])])
    elif kind == "assertion":
        new, _ = store.add_assertions(Assertion.model_validate_json(entry.body) for entry in part)
        taken.counts["assertion"] += new
    elif kind == "mention":
        store.add_mentions(MentionRecord.model_validate_json(entry.body) for entry in part)
    elif kind == "vocabulary":
        for entry in part:
            try:
                taken.counts["vocabulary addition"] += store.extend_vocabulary(json.loads(entry.body))
            except VocabularyError as error:
                taken.refuse(entry, f"its words do not fit those of this dossier: {error.problem}")
    elif kind == "event":
        for entry in part:
            said = EventDecision.model_validate_json(entry.body)
            try:
                taken.counts["event decision"] += store.decide_event(said)
            except (EventMovedError, UnknownRecordError) as error:
                taken.refuse(entry, f"the {said.action} {said.id[:12]} by {said.reviewer} is left out: {error}")
    else:
        for entry in part:
            decision = Decision.model_validate_json(entry.body)
            try:
                taken.counts["decision"] += store.decide(decision)
            except (HeadMovedError, UnknownRecordError) as error:
                what = f"the decision {decision.id[:12]} by {decision.reviewer} is left out: {error}"
                taken.refuse(entry, what)
