"""The evidence of one data item: what is recorded about it, and what of that is in force."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from claims.models import Assertion, Decision
from claims.surroundings import Surroundings
from claims.vocabulary.model import Attribute, Vocabulary
from reconcile.evidence.aliases import add_told_aliases
from reconcile.evidence.reading import ArticleInfo, Reading, read_assertions
from reconcile.items.standing import Standing, fold_decisions
from reconcile.relations.gates.scope import is_of_nodes
from reconcile.relations.pairs import Revision
from reconcile.relations.revisions import find_revised


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is recorded about one data item."""

    key: tuple[str, str]
    """(subject, attribute)."""
    assertions: Sequence[Assertion]
    """Every assertion on the subject whose attribute bears on the item or informs its policies."""
    decisions: Sequence[Decision]
    """Every decision on the subject, oldest first."""
    vocabulary: Vocabulary
    articles: Mapping[str, ArticleInfo]
    """By id, of every article quoted."""
    around: Mapping[str, Surroundings] = field(default_factory=dict)
    """The text around the quotes that `find_alike` names, by assertion id."""
    name: str = ""
    """What people call the subject; empty where only its key is known."""


@dataclass(frozen=True, slots=True)
class ItemReadings:
    """The evidence of one data item as its decisions leave it."""

    attribute: Attribute
    vocabulary: Vocabulary
    standing: Standing
    every: Sequence[Reading]
    """All that bear on the item, those a reviewer set aside included; by id."""
    in_force: Sequence[Reading]
    """Those not set aside."""
    beside: Sequence[Reading]
    """Those in force of attributes that inform its policies and are compared with nothing here; by id."""
    revised: Mapping[str, Revision]
    """Those in force that their own origin has since replaced or taken back, by id."""

    articles: Mapping[str, ArticleInfo]
    """By id, of every article quoted."""

    @property
    def own(self) -> list[Reading]:
        """The readings in force of the item's own attribute."""
        return [reading for reading in self.in_force if reading.attribute.name == self.attribute.name]

    @property
    def current(self) -> list[Reading]:
        """The readings in force that their origin has not since replaced or taken back."""
        return [reading for reading in self.in_force if reading.id not in self.revised]

    @property
    def by_id(self) -> dict[str, Reading]:
        """The readings in force, by id."""
        return {reading.id: reading for reading in self.in_force}


def read_evidence(evidence: Evidence, *, accepted_only: bool = False) -> ItemReadings:
    """Return the readings of a data item; `accepted_only` leaves out proposals that no reviewer has confirmed."""
    name, vocabulary = evidence.key[1], evidence.vocabulary
    standing = fold_decisions(evidence.decisions, name)
    removed = standing.removed_by()
    assertions = [a for a in evidence.assertions if not accepted_only or standing.status_of(a) != "proposed"]
    readings = read_assertions(assertions, vocabulary, evidence.articles, standing.marks, evidence.around)
    every = [reading for reading in readings if _belongs(reading, name, vocabulary)]
    vocabulary = add_told_aliases(every, vocabulary)
    in_force = [reading for reading in every if reading.id not in removed]
    beside = [r for r in readings if name in r.attribute.informs and r.id not in removed]
    overtaken = find_revised(beside, vocabulary)
    return ItemReadings(
        attribute=vocabulary.attribute(name) or Attribute(name=name, kind="text"),
        vocabulary=vocabulary,
        standing=standing,
        every=every,
        in_force=in_force,
        beside=[reading for reading in beside if reading.id not in overtaken],
        revised=find_revised(in_force, vocabulary),
        articles=evidence.articles,
    )


def _belongs(reading: Reading, name: str, vocabulary: Vocabulary) -> bool:
    """Return whether a reading belongs to the item `name`.

    Of the counts of another attribute only the scopes that a balance rule names do, or parts of them.
    """
    if reading.attribute.name == name:
        return True
    if reading.attribute.kind != "count":
        return name in vocabulary.bearing_on(reading.attribute.name)
    return any(is_of_nodes(reading, rule.parts) for rule in vocabulary.balances if rule.whole.attribute == name)
