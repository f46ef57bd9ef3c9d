"""Match the rows of a data set with the events that are known: each row with one at most, each event with one row.

No row joins an event whose place nothing ties to its own, so that blocks of a month and a place find all that may be
joined. A row joins an event where each is the other's best match; where two are as good, nobody is joined, and a
reviewer is asked (`questions`).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from claims.mentions.terms import CROWDED, place_keys
from claims.vocabulary.model import Vocabulary
from reconcile.events.mentions import Mention
from reconcile.events.scoring import SAME, find_exclusion, score_passing

MentionId = tuple[str, str]


def match_rows(
    rows: Sequence[Mention], known: Iterable[Mention], subjects: Mapping[MentionId, str], vocabulary: Vocabulary
) -> dict[MentionId, str]:
    """Return the event that each row joins, by the row's (article, key); `subjects` gives the events of `known`."""
    members: dict[str, list[Mention]] = defaultdict(list)
    blocks: dict[str, set[str]] = defaultdict(set)
    for mention in known:
        event = subjects[mention.id]
        members[event].append(mention)
        for key in place_keys(mention, vocabulary):
            blocks[key].add(event)
    scores: dict[tuple[MentionId, str], int] = {}
    for row in rows:
        near = (blocks.get(key, ()) for key in place_keys(row, vocabulary))
        for event in sorted(set[str]().union(*(block for block in near if len(block) <= CROWDED))):
            if (points := _score(row, members[event], vocabulary)) >= SAME:
                scores[row.id, event] = points
    return _pair_off(scores)


def _score(row: Mention, members: Sequence[Mention], vocabulary: Vocabulary) -> int:
    """Return the points of a row and an event: those of the member that it is most like, where none excludes it."""
    if any(find_exclusion(row, member, vocabulary) for member in members):
        return SAME - 1
    return max(score_passing(row, member, vocabulary) for member in members)


def _pair_off(scores: Mapping[tuple[MentionId, str], int]) -> dict[MentionId, str]:
    """Return the pairs that are each other's best, without those that share that place with another."""
    of_row: dict[MentionId, list[int]] = defaultdict(list)
    of_event: dict[str, list[int]] = defaultdict(list)
    for (row, event), points in scores.items():
        of_row[row].append(points)
        of_event[event].append(points)
    return {
        row: event
        for (row, event), points in scores.items()
        if _is_first(points, of_row[row]) and _is_first(points, of_event[event])
    }


def _is_first(points: int, every: Sequence[int]) -> bool:
    return points == max(every) and every.count(points) == 1
