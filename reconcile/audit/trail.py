"""The trail of an answer: through decision, assertions and speakers to the words and their article."""

from collections.abc import Mapping, Sequence

from claims.decisions import effective
from claims.models import Article, Decision, Passage
from claims.passages import CONTEXT_LENGTH
from claims.records import Record
from claims.values import format_value
from reconcile.items.item import Item


class Hop(Record):
    """One step of a chain, from the outlet towards the origin."""

    speaker: str
    part: str
    """`outlet`, `relay` or `origin`."""


class Step(Record):
    """One assertion of a trail, down to the article's hash."""

    assertion: str
    stance: str
    value: str
    scope: str | None
    as_of: str | None
    quote: str
    start: int
    end: int
    orphan: bool
    """The words are no longer where the assertion says."""
    hops: tuple[Hop, ...]
    article: str
    article_name: str
    publisher: str | None
    published: str | None
    url: str | None
    text_sha256: str
    original_sha256: str
    removed: str = ""
    accepted: bool = False
    """The decision accepted this assertion."""
    seen: bool = True
    """The decision had it before it."""


class Trail(Record):
    """From an answer back to the words."""

    item: str
    heading: str
    """The item's id with what people call its subject in place of the key."""
    state: str
    answer: str
    explanation: str
    decisions: tuple[Decision, ...]
    """Every decision on the item, oldest first, undone ones included."""
    standing: tuple[str, ...]
    """Ids of those that still hold."""
    steps: tuple[Step, ...]
    head: tuple[int, str]
    """Number of the ledger's entries and the root over them when the trail was made."""


def build_trail(
    item: Item, decisions: Sequence[Decision], articles: Mapping[str, Article], head: tuple[int, str], answer: str
) -> Trail:
    """Return the trail of `item`; `articles` holds every article it quotes, by id."""
    decision = item.resolution.decision
    steps = []
    for member in item.members:
        assertion = member.assertion
        article = articles[assertion.passage.article]
        speakers = [article.outlet, *assertion.speakers]
        hops = [Hop(speaker=name, part="relay") for name in speakers]
        hops[0] = Hop(speaker=speakers[0], part="outlet")
        if len(hops) > 1:
            hops[-1] = Hop(speaker=speakers[-1], part="origin")
        steps.append(
            Step(
                assertion=assertion.id,
                stance=assertion.stance,
                value=format_value(assertion.value),
                scope=member.scope,
                as_of=assertion.as_of,
                quote=assertion.passage.exact,
                start=assertion.passage.start,
                end=assertion.passage.end,
                orphan=not _is_quoted(assertion.passage, article.text),
                hops=tuple(hops),
                article=article.id,
                article_name=article.name,
                publisher=article.publisher,
                published=article.published,
                url=article.url,
                text_sha256=article.text_sha256,
                original_sha256=article.original_sha256,
                removed=member.removed,
                accepted=decision is not None and decision.assertion == assertion.id,
                seen=decision is None or assertion.id in decision.seen,
            )
        )
    return Trail(
        item=item.id,
        heading=item.heading,
        state=item.state,
        answer=answer,
        explanation=item.explanation,
        decisions=tuple(decisions),
        standing=tuple(d.id for d in effective(decisions)),
        steps=tuple(steps),
        head=head,
    )


def _is_quoted(passage: Passage, text: str) -> bool:
    """Return whether the passage's words are in `text` exactly where it says."""
    start, end = passage.start, passage.end
    return (
        text[start:end] == passage.exact
        and text[max(0, start - CONTEXT_LENGTH) : start] == passage.prefix
        and text[end : end + CONTEXT_LENGTH] == passage.suffix
    )
