"""Make the event mentions of an article from what was read in it, and date them again once the article is amended."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from claims.errors import VariorumError
from claims.extract import EventMention, Extracted, propose_assertions
from claims.mentions.fingerprints import Fingerprint, read_fingerprint, with_day
from claims.models import Article, MentionRecord
from claims.values.dates import end_of, start_of
from claims.values.model import CountValue
from claims.vocabulary.model import Vocabulary
from reconcile.events import NO_FINGERPRINT, Mention
from tui.services.workspace import Workspace

MAIN: Final = "main"

_Dates = dict[tuple[str, str], tuple[str | None, str | None]]
"""The first and last day of each mention."""


def date_as_amended(workspace: Workspace, records: Iterable[MentionRecord]) -> list[MentionRecord]:
    """Return mentions with the dates that their words have by the publication dates of today.

    "On Wednesday" was read by the date that the article had then; what was amended since is read again, once.
    """
    listed, amendments = list(records), workspace.amendments()
    vocabulary = workspace.dossier.vocabulary()
    dates: _Dates = {}
    for id_ in sorted({record.article for record in listed}):
        if "published" in amendments.changes(id_):
            dates |= _read_dates(_Words(vocabulary), workspace.dossier.article(id_, amendments))
    return [_dated(record, dates.get((record.article, record.key))) for record in listed]


class _Words:
    """A vocabulary as a key: the dossier gives the same one until it changes."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def __hash__(self) -> int:
        return id(self.vocabulary)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Words) and self.vocabulary is other.vocabulary


@lru_cache(maxsize=1_000)
def _read_dates(words: _Words, article: Article) -> _Dates:
    try:
        found = propose_assertions(article, words.vocabulary).found
    except VariorumError:
        return {}
    return {mention.id: (mention.low, mention.high) for mention in build_mentions(article, found)}


def _dated(record: MentionRecord, dates: tuple[str | None, str | None] | None) -> MentionRecord:
    if dates is None or dates == (None, None):  # read from the new day the words may be too far off to be of it
        return record
    return record.changed(low=dates[0], high=dates[1])


def event_key(extracted: Extracted) -> str:
    """Return the key of the mention that a proposal is under."""
    event = extracted.proposal.event
    return event.key if event is not None else MAIN


def build_mentions(article: Article, extracted: Iterable[Extracted]) -> list[Mention]:
    """Return the event mentions of an article, its main one always among them."""
    events: dict[str, EventMention] = {MAIN: EventMention(MAIN)}
    fingerprint = read_fingerprint(article)
    figures: dict[str, set[tuple[str, str, int]]] = {}
    for one in extracted:
        if one.proposal.around:
            continue  # a figure of which nobody knows yet what it is of
        if one.proposal.event is not None:
            events[one.proposal.event.key] = one.proposal.event
        value = one.assertion.value
        if isinstance(value, CountValue) and value.low == value.high and not one.proposal.subject:
            figure = (one.assertion.attribute, one.assertion.scope or "", value.low)
            figures.setdefault(event_key(one), set()).add(figure)
    return [
        _build_mention(article.id, event, figures.get(key, ()), fingerprint if key == MAIN else NO_FINGERPRINT)
        for key, event in sorted(events.items())
    ]


def _build_mention(
    article: str, event: EventMention, figures: Iterable[tuple[str, str, int]], trace: Fingerprint
) -> Mention:
    low, high = (start_of(event.date), end_of(event.date)) if event.date else (None, None)
    return Mention(
        article=article,
        key=event.key,
        kind=event.kind,
        low=low,
        high=high,
        places=tuple(dict.fromkeys((event.place, *event.border))) if event.place else event.border,
        figures=frozenset(figures),
        main=event.key == MAIN,
        trace=with_day(trace, low, high) if event.key == MAIN else trace,
    )
