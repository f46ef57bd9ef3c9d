"""The evidence of many data items as a lens shows it, from what was read of their subjects at once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from claims.assertions import articles_of
from claims.models import Assertion, Decision
from claims.store.dossier import SubjectRecord
from claims.surroundings import Surroundings
from claims.vocabulary.model import Vocabulary
from reconcile.evidence.reading import ArticleInfo
from reconcile.items.evidence import Evidence

Records = Mapping[str, SubjectRecord]
"""What there is on subjects, by subject."""


@dataclass(frozen=True, slots=True)
class ShownEvidence:
    """What a lens shows of some subjects."""

    recorded: Records
    """All that there is, with the dates that articles have now."""
    shown: Records
    """What of it the lens lets through."""
    vocabulary: Vocabulary
    infos: Mapping[str, ArticleInfo]
    """By id, of every article quoted in `recorded`."""
    around: Mapping[str, Surroundings]
    """The text around quotes that may be copies of one another, by assertion id."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What people call the subjects, where it was looked up."""

    def is_listed(self, key: tuple[str, str]) -> bool:
        """Return whether an item has evidence, or is of an attribute that the vocabulary knows."""
        return bool(self._bearing(self.recorded, key)) or self.vocabulary.attribute(key[1]) is not None

    def of(self, key: tuple[str, str], decided: Callable[[Sequence[Decision]], Iterable[Decision]] = tuple) -> Evidence:
        """Return the evidence of a data item, with what `decided` makes of the decisions that the lens shows."""
        quoted = articles_of(self._bearing(self.recorded, key))
        return Evidence(
            key=key,
            assertions=self._bearing(self.shown, key),
            decisions=tuple(decided(self.shown[key[0]].decisions)),
            vocabulary=self.vocabulary,
            articles={id_: self.infos[id_] for id_ in quoted if id_ in self.infos},
            around=self.around,
            name=self.names.get(key[0], ""),
        )

    def _bearing(self, records: Records, key: tuple[str, str]) -> list[Assertion]:
        wanted = self.vocabulary.evidence_for(key[1])
        return [assertion for assertion in records[key[0]].assertions if assertion.attribute in wanted]


def narrow(record: SubjectRecord, attribute: str, vocabulary: Vocabulary) -> SubjectRecord:
    """Return what there is on a subject that bears on its item of one attribute."""
    wanted = vocabulary.evidence_for(attribute)
    return record._replace(
        items=tuple(row for row in record.items if row.attribute == attribute),
        assertions=tuple(a for a in record.assertions if a.attribute in wanted),
    )
