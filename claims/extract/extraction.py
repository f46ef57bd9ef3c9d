"""From an article to assertions: view, proposers, verifier, merge.

Owns the order of those steps and the tiers: `agreed` where two proposers found the same, `single` otherwise. Refuses to
accept anything: what comes out is for a reviewer.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from claims.errors import VariorumError
from claims.extract.proposals import Proposal, Proposer
from claims.extract.proposers import find_offers, make_proposers
from claims.extract.verifier import Refusal, verify
from claims.extract.view import build_view
from claims.findings import Finding
from claims.language import find_language
from claims.models import Article, Assertion, Stance
from claims.values.model import Value
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
    figures: tuple[Extracted, ...] = ()
    """Figures that nothing takes: they are proposed where another article has their like."""
    failures: tuple[Finding, ...] = ()
    """Proposers that broke off; what the others found is in `found`."""
    unread_language: str = ""
    """ISO 639 code of the article's language where no proposer reads it."""

    @property
    def assertions(self) -> tuple[Assertion, ...]:
        """The assertions, in the order of the text."""
        return tuple(extracted.assertion for extracted in self.found)


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
    """Return the verified assertions that `proposers` find in `article`, and what the verifier refused.

    Raises:
        VariorumError: a proposer cannot go on with any article.
    """
    proposers = make_proposers() if proposers is None else list(proposers)
    language = article.language or find_language(article.text)
    readers = [proposer for proposer in proposers if reads_language(proposer, language)]
    if language and proposers and not readers:
        return ExtractResult((), (), unread_language=language)
    view = build_view(article)
    verified: list[Extracted] = []
    refusals: list[Refusal] = []
    failures: list[Finding] = []
    for proposer in readers:
        try:
            proposals = [_named(proposal, proposer.name) for proposal in proposer.propose(view, vocabulary)]
        except VariorumError:
            raise
        except (Exception, SystemExit) as error:  # code of others: it costs its own proposals only
            broke = f"proposer {proposer.name} broke off ({type(error).__name__}: {error})"
            failures.append(Finding(where=article.name, message=broke, about="proposer-failed"))
            continue
        for proposal in proposals:
            result = verify(article, proposal, vocabulary, subject=subject_for(article, proposal))
            if isinstance(result, Refusal):
                refusals.append(result)
            else:
                verified.append(Extracted(result, proposal))
    found = [_merged(group) for group in _groups(verified)]
    found.sort(key=lambda e: (e.proposal.number_start, e.assertion.attribute, e.assertion.id))
    figures = tuple(one for one in found if one.proposal.around)
    taken = tuple(one for one in found if not one.proposal.around)
    return ExtractResult(taken, tuple(refusals), figures, tuple(failures))


def _named(proposal: Proposal, proposer: str) -> Proposal:
    return proposal if proposal.proposer == proposer else replace(proposal, proposer=proposer)


def reads_language(proposer: object, language: str | None) -> bool:
    """Whether a proposer takes articles in this language; None is not known, and taken."""
    languages = getattr(proposer, "languages", None)
    return languages is None or language is None or language in languages


@cache
def is_read(language: str) -> bool:
    """Whether one of the proposers that take part by default reads a language."""
    offers = (offer for offer in find_offers() if offer.by_default and not offer.problem)
    return any(reads_language(offer.make, language) for offer in offers)


def _groups(verified: Iterable[Extracted]) -> Iterator[list[Extracted]]:
    """Yield together what says the same of overlapping figures, dates or names, in the order of the proposers."""
    alike: dict[tuple[str, str, Stance, Value], list[tuple[int, int, Extracted]]] = {}
    for order, one in enumerate(verified):
        key = (one.proposal.subject, one.assertion.attribute, one.assertion.stance, one.assertion.value)
        alike.setdefault(key, []).append((one.proposal.number_start, order, one))
    for listed in alike.values():
        group: list[tuple[int, Extracted]] = []
        end = 0
        for start, order, one in sorted(listed, key=lambda row: row[:2]):
            if group and start >= end:
                yield [member for _, member in sorted(group, key=lambda row: row[0])]
                group = []
            group.append((order, one))
            end = max(end, one.proposal.number_end)
        yield [member for _, member in sorted(group, key=lambda row: row[0])]


def _merged(group: list[Extracted]) -> Extracted:
    """Return the first of several proposals for one number, marked with who made the same for the same scope."""
    first = group[0]
    names = sorted({one.proposal.proposer for one in group if one.assertion.scope == first.assertion.scope})
    if len(names) == 1:
        return first
    return Extracted(first.assertion.changed(tier="agreed", extracted_by="+".join(names)), first.proposal)
