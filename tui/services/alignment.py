"""Open statements, which no attribute of their own takes, and the statements of other articles that they meet.

"Two boats closed in" is worth a reviewer's time where another article counts the boats that closed in too. What meets
nothing is not proposed; it is read again when an article of the same event comes.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from claims.extract import Extracted, Proposer, propose_assertions
from claims.extract.lexical import open_attributes
from claims.models import Assertion
from claims.store.dossier import Dossier
from claims.values.model import ChoiceValue
from claims.vocabulary.model import Vocabulary
from tui.services.mentions import event_key

EARLIER: Final = 40
"""Articles of an event that are read again for what one more article may meet in them."""
_SETTLED: Final = frozenset(("asserts", "denies"))
"""Stances that leave no doubt."""


class Placed(NamedTuple):
    """What was read in an article, and the subject it is put under."""

    article: str
    extracted: Extracted
    subject: str

    @property
    def key(self) -> tuple[str, str, str | None]:
        """Subject, attribute and scope: only statements that share them speak of the same."""
        return (self.subject, self.extracted.assertion.attribute, self.extracted.assertion.scope)


def keep_aligned(store: Dossier, placed: Sequence[Placed]) -> Iterator[Placed]:
    """Yield the statements that are not open, and those open ones that meet another one."""
    by_key = _group_with_recorded(store, placed)
    for one in placed:
        if not one.extracted.proposal.open or any(_meet(one.extracted.assertion, other) for other in by_key[one.key]):
            yield one


def _group_with_recorded(
    store: Dossier, placed: Iterable[Placed]
) -> dict[tuple[str, str, str | None], list[Assertion]]:
    """Return what was read by its key, together with what is recorded on the items of open statements."""
    by_key: dict[tuple[str, str, str | None], list[Assertion]] = defaultdict(list)
    for one in placed:
        by_key[one.key].append(one.extracted.assertion)
    wanted = {one.key[:2] for one in placed if one.extracted.proposal.open}
    for subject, attribute in sorted(wanted):
        for there in store.evidence((subject, attribute)):
            if there.attribute == attribute:
                by_key[subject, attribute, there.scope].append(there)
    return by_key


def _meet(one: Assertion, other: Assertion) -> bool:
    """Return whether two statements of one thing ask for a look: that it happened is asked only where one differs."""
    if one.attribute == "occurred":
        return (_asserts(one), one.stance in _SETTLED) != (_asserts(other), other.stance in _SETTLED)
    if isinstance(one.value, ChoiceValue):
        settled = {one.stance, other.stance} <= _SETTLED
        return settled and (one.value == other.value) != (one.stance == other.stance)
    return one.passage.article != other.passage.article


def _asserts(one: Assertion) -> bool:
    """Return whether a statement says of something that it was: not "no", nor a denial of "yes"."""
    return (isinstance(one.value, ChoiceValue) and one.value.name == "no") == (one.stance == "denies")


def read_earlier(
    store: Dossier,
    placed: Iterable[Placed],
    earlier: Mapping[tuple[str, str], str],
    vocabulary: Vocabulary,
    proposers: Sequence[Proposer],
) -> Iterator[Placed]:
    """Yield the open statements of earlier articles that new statements may meet.

    `earlier` gives the subject by article and mention.
    """
    open_keys = {one.key for one in placed if one.extracted.assertion.attribute in open_attributes()}
    subjects = {one.subject for one in placed if one.extracted.proposal.open}
    own = [proposer for proposer in proposers if not getattr(proposer, "sends_to", "")]
    if not own:
        return
    for article in _articles_under(subjects, earlier)[:EARLIER]:
        result = propose_assertions(store.article(article), vocabulary, own)
        for one in (*result.found, *result.figures):
            found = Placed(article, one, earlier.get((article, event_key(one)), ""))
            if (one.proposal.around and found.subject in subjects) or (one.proposal.open and found.key in open_keys):
                yield found


def _articles_under(subjects: Collection[str], earlier: Mapping[tuple[str, str], str]) -> list[str]:
    """Return the articles with a mention under one of the subjects, in order."""
    return sorted({article for (article, _), subject in earlier.items() if subject in subjects})
