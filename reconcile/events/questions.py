"""Finds events that may be one, to propose them to a reviewer or to ask."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from claims.vocabulary.model import Vocabulary
from reconcile.events.blocking import Blocks, count_mentions
from reconcile.events.mentions import Mention
from reconcile.events.points import TraceWeights
from reconcile.events.scoring import APART, DOUBTFUL, Score, explain_mentions, find_exclusion

_Id = tuple[str, str]
"""(article, key) of a mention."""


@dataclass(frozen=True, slots=True)
class Question:
    """Two events that may be one."""

    one: str
    two: str
    points: int
    """The mean over all pairs of their mentions, in thousandths: from 0 up they are proposed as one event."""
    pair: tuple[tuple[str, str], tuple[str, str]]
    """The two mentions that speak most for it, as (article, key)."""
    score: Score
    """Of that pair."""


def find_questions(
    mentions: Iterable[Mention],
    event_of: Mapping[tuple[str, str], str],
    vocabulary: Vocabulary,
    apart: Collection[frozenset[str]] = (),
) -> tuple[Question, ...]:
    """Return the pairs of events that may be one, likeliest first.

    `event_of` gives the event of each mention by (article, key), `apart` the pairs of events that a person called two.
    """
    ordered = sorted(mentions, key=attrgetter("id"))
    members: dict[str, list[Mention]] = {}
    for mention in ordered:
        members.setdefault(event_of[mention.id], []).append(mention)
    counts = count_mentions(ordered, vocabulary)
    weights = counts.weights()
    questions = []
    for (one, two), pairs in _pair_events(ordered, event_of, Blocks(counts), weights).items():
        every = [(a, b) for a in members[one] for b in members[two]]
        if frozenset((one, two)) in apart or any(find_exclusion(a, b, vocabulary) for a, b in every):
            continue
        scored = [(explain_mentions(a, b, weights, vocabulary), a.id, b.id) for a, b in pairs]
        questions.append(_ask(one, two, scored, len(every)))
    likely = (question for question in questions if question.points >= DOUBTFUL)
    return tuple(sorted(likely, key=lambda question: (-question.points, question.one, question.two)))


def _ask(one: str, two: str, scored: Sequence[tuple[Score, _Id, _Id]], every: int) -> Question:
    """Return the question about two events, of whose pairs of mentions some were scored."""
    points = (sum(score.points for score, _, _ in scored) + APART * (every - len(scored))) // every
    score, a_id, b_id = min(scored, key=lambda each: (-each[0].points, each[1], each[2]))
    return Question(one, two, points, (a_id, b_id), score)


def _pair_events(
    ordered: Sequence[Mention], event_of: Mapping[tuple[str, str], str], blocks: Blocks, weights: TraceWeights
) -> dict[tuple[str, str], list[tuple[Mention, Mention]]]:
    """Return the pairs of mentions worth comparing, by the two events they are of."""
    near: dict[tuple[str, str], list[tuple[Mention, Mention]]] = {}
    for mention in ordered:
        for other in map(ordered.__getitem__, blocks.file(mention, weights)):
            one, two = sorted((event_of[other.id], event_of[mention.id]))
            if one != two:
                near.setdefault((one, two), []).append((other, mention))
    return near
