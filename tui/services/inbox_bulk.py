"""Waiting proposals that have one thing in common, in all articles, to be accepted or rejected in one act."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Final, Literal

from claims.assertions import articles_of
from claims.grouping import group_by
from claims.models import Assertion
from tui.services.inbox import InboxSession, Preview

Doing = Literal["accept", "reject"]

_PAGE: Final = 500


@dataclass(frozen=True, slots=True)
class Group:
    """Proposals that wait and have something in common."""

    words: str
    """What they have in common."""
    claims: tuple[Assertion, ...]
    """Those of the article in hand first, then by article and place."""

    @property
    def articles(self) -> int:
        """In how many articles they are."""
        return len({claim.passage.article for claim in self.claims})


def find_groups(session: InboxSession, claim: Assertion) -> list[Group]:
    """Return the groups of waiting proposals that a claim stands for: of its article, event, construction and so on."""
    waiting = list(_find_waiting(session))
    articles = session.workspace.article_info(articles_of((claim, *waiting)))

    def speaker(each: Assertion) -> str:
        article = articles[each.passage.article]
        return each.speakers[-1] if each.chain else article.publisher or article.name

    event = session.workspace.names.of(claim.subject)
    alike: list[tuple[str, Callable[[Assertion], object]]] = [
        ("this article", attrgetter("passage.article")),
        (f"the event {event}", attrgetter("subject")),
        (f"{claim.attribute} of {event}", attrgetter("item")),
        (f"the attribute {claim.attribute}", attrgetter("attribute")),
    ]
    if claim.rule:
        alike.append((f"the construction {claim.rule}, read as {claim.attribute}", attrgetter("rule", "attribute")))
    alike.append((f"what {speaker(claim)} said", speaker))
    groups = [Group(words, tuple(each for each in waiting if key(each) == key(claim))) for words, key in alike]
    return [group for group in groups if group.claims]


def _find_waiting(session: InboxSession) -> Iterator[Assertion]:
    """Yield every proposal on which nobody has acted, as far as the reviewer may know."""
    here = session.current.article.id if session.current else ""
    for count in sorted(session.load(), key=lambda count: count.article != here):
        entries = session.entries_of(count.article) if count.waiting else ()
        numbers = [entry.seq for entry in entries if entry.is_waiting]
        for start in range(0, len(numbers), _PAGE):
            yield from session.workspace.dossier.assertion_page(numbers[start : start + _PAGE])


def preview_group(session: InboxSession, group: Group, doing: Doing) -> Preview:
    """Return what accepting or rejecting a group would be, with those apart that should be looked at alone."""
    odd = _find_agreed(group) if doing == "reject" else _find_odd(session, group)
    plain = tuple(claim for claim in group.claims if claim.id not in odd)
    return Preview("all", plain, tuple((claim, odd[claim.id]) for claim in group.claims if claim.id in odd))


def _find_agreed(group: Group) -> dict[str, str]:
    return {claim.id: "two proposers read it so" for claim in group.claims if claim.tier == "agreed"}


def _find_odd(session: InboxSession, group: Group) -> dict[str, str]:
    """Return what is odd about the claims of a group beside all that stand in their articles."""
    odd: dict[str, str] = {}
    for article in group_by(group.claims, attrgetter("passage.article")):
        odd |= session.oddities_of(session.standing_of(article))
    return odd


def agreed_or_all(session: InboxSession) -> Preview:
    """Return what accepting at once begins with: what two proposers found in the article in hand, all where none is."""
    agreed = session.preview("agreed")
    return agreed if agreed.plain or agreed.odd else session.preview("all")


def in_order(session: InboxSession, claims: Sequence[Assertion]) -> list[Assertion]:
    """Return claims with those of the article in hand first, so that an undo returns to it."""
    here = session.current.article.id if session.current else ""
    return sorted(claims, key=lambda claim: claim.passage.article != here)
