"""Events: which mentions, in which articles, are of one and the same event.

`blocking` says which pairs are worth comparing, `scoring` compares them with reasons, `clustering` groups them. Refuses
to know where mentions come from.
"""

from collections.abc import Collection, Iterable

from claims.vocabulary.model import Vocabulary
from reconcile.events.blocking import Blocks
from reconcile.events.clustering import Pair, cluster
from reconcile.events.mentions import NO_TRACE, Event, Mention, build_event, event_key
from reconcile.events.scoring import find_exclusion, score_mentions

__all__ = ["NO_TRACE", "Event", "Mention", "event_key", "find_events"]

MentionId = tuple[str, str]


def find_events(
    mentions: Iterable[Mention], vocabulary: Vocabulary, apart: Collection[frozenset[MentionId]] = ()
) -> tuple[Event, ...]:
    """Return the events that `mentions` are of: the same ones for the same mentions in any order.

    Args:
        mentions: each once.
        vocabulary: for the places.
        apart: pairs of mentions of which a person said that they are not of one event.
    """
    ordered = sorted(mentions, key=lambda mention: mention.id)
    blocks = Blocks(vocabulary)
    for mention in ordered:
        blocks.count(mention)
    weights = blocks.weights()
    points: dict[Pair, int] = {}
    for number, mention in enumerate(ordered):
        for other in blocks.file(mention, weights):
            if not find_exclusion(ordered[other], mention, vocabulary):
                points[other, number] = score_mentions(ordered[other], mention, weights, vocabulary)

    def excluded(one: int, two: int) -> bool:
        a, b = ordered[one], ordered[two]
        return bool(find_exclusion(a, b, vocabulary)) or (bool(apart) and frozenset((a.id, b.id)) in apart)

    groups = cluster(len(ordered), points, excluded)
    return tuple(sorted((build_event([ordered[n] for n in group]) for group in groups), key=lambda e: e.mentions))
