"""From an article to assertions: view, proposers, verifier, merge.

Owns the order of those steps and the tiers: `agreed` where two proposers found the same, `single` otherwise. Refuses to
accept anything: what comes out is for a reviewer.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import entry_points

from claims.extract.lexical import LexicalProposer
from claims.extract.proposals import ENTRY_POINTS, Proposal, Proposer
from claims.extract.verifier import Refusal, verify
from claims.extract.view import build_view
from claims.models import Article, Assertion
from claims.vocabulary.model import Vocabulary

SubjectFor = Callable[[Article, Proposal], str]


@dataclass(frozen=True, slots=True)
class Extracted:
    """An assertion with the proposal it came from."""

    assertion: Assertion
    proposal: Proposal


@dataclass(frozen=True, slots=True)
class ExtractResult:
    """What one article gave."""

    found: tuple[Extracted, ...]
    refusals: tuple[Refusal, ...]

    @property
    def assertions(self) -> tuple[Assertion, ...]:
        """The assertions, in the order of the text."""
        return tuple(extracted.assertion for extracted in self.found)


def installed_proposers() -> list[Proposer]:
    """Return the built-in proposer and those that installed packages offer, by name."""
    others = [entry.load()() for entry in sorted(entry_points(group=ENTRY_POINTS), key=lambda entry: entry.name)]
    return [LexicalProposer(), *others]


def event_subject(article: Article, proposal: Proposal) -> str:
    """Return a subject key of the proposal's own: its organisation, or its event within the article."""
    if proposal.subject:
        return proposal.subject
    key = proposal.event.key if proposal.event is not None else "main"
    return f"{article.name} {key}"


def propose_assertions(
    article: Article,
    vocabulary: Vocabulary,
    proposers: Iterable[Proposer] | None = None,
    subject_for: SubjectFor = event_subject,
) -> ExtractResult:
    """Return the verified assertions that `proposers` find in `article`, and what the verifier refused."""
    view = build_view(article)
    kept: dict[tuple[str, int, int, str], list[Extracted]] = {}
    refusals: list[Refusal] = []
    for proposer in installed_proposers() if proposers is None else proposers:
        for proposal in proposer.propose(view, vocabulary):
            result = verify(article, proposal, vocabulary, subject=subject_for(article, proposal))
            if isinstance(result, Refusal):
                refusals.append(result)
                continue
            key = (result.attribute, proposal.number_start, proposal.number_end, result.stance)
            kept.setdefault(key, []).append(Extracted(result, proposal))
    found = [_merged(group) for group in kept.values()]
    found.sort(key=lambda e: (e.proposal.number_start, e.assertion.attribute, e.assertion.id))
    return ExtractResult(tuple(found), tuple(refusals))


def _merged(group: list[Extracted]) -> Extracted:
    """Return the first of several proposals for one number, marked with how many proposers agree."""
    first = group[0]
    same = [e for e in group if e.assertion.value == first.assertion.value]
    names = sorted({e.proposal.proposer for e in same})
    tier = "agreed" if len(names) > 1 else "single"
    return Extracted(first.assertion.changed(tier=tier, extracted_by="+".join(names)), first.proposal)
