"""Finds events that may be one, to propose them to a reviewer or to ask."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter

from claims.vocabulary.model import Vocabulary
from reconcile.events.blocking import Blocks, Counts
from reconcile.events.mentions import Mention
from reconcile.events.scoring import APART, DOUBTFUL, Score, explain_mentions, find_exclusion


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
    counts = Counts(vocabulary)
    members: dict[str, list[Mention]] = {}
    for mention in ordered:
        counts.add(mention)
        members.setdefault(event_of[mention.id], []).append(mention)
    blocks, weights = Blocks(counts), counts.weights()
    near: dict[tuple[str, str], list[tuple[Mention, Mention]]] = {}
    for mention in ordered:
        for number in blocks.file(mention, weights):
            other = ordered[number]
            one, two = sorted((event_of[other.id], event_of[mention.id]))
            if one != two and frozenset((one, two)) not in apart:
                near.setdefault((one, two), []).append((other, mention))
    questions = []
    for (one, two), pairs in near.items():
        if any(find_exclusion(a, b, vocabulary) for a in members[one] for b in members[two]):
            continue
        scored = [(explain_mentions(a, b, weights, vocabulary), a.id, b.id) for a, b in pairs]
        every = len(members[one]) * len(members[two])
        points = (sum(score.points for score, _, _ in scored) + APART * (every - len(scored))) // every
        if points >= DOUBTFUL:
            score, a_id, b_id = min(scored, key=lambda each: (-each[0].points, each[1], each[2]))
            questions.append(Question(one, two, points, (a_id, b_id), score))
    return tuple(sorted(questions, key=lambda question: (-question.points, question.one, question.two)))
