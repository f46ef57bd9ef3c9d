"""Dates what an undated article mentions, where other articles date its main event.

Words such as "in May" are read by the date of that event, as if the article had appeared the day after. What is
recorded of a mention stays what its article says.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from claims.extract.dates import read_date
from claims.values.dates import end_of, start_of
from reconcile.events.mentions import Event, Mention

_DATED_IN_WORDS: Final = re.compile(r"told (?P<words>[a-z].*)")
_CERTAIN: Final = timedelta(days=3)
"""How long the date of the main event may be, to be known to the day or nearly."""


def date_by_context(mentions: Iterable[Mention], events: Mapping[str, Event]) -> dict[tuple[str, str], Mention]:
    """Return the mentions, by id, that can be dated so; `events` are those that articles mainly report, by article."""
    every = list(mentions)
    undated = {m.article for m in every if _lacks_date(m)}
    with_main = ((m, events[m.article]) for m in every if m.article in undated and m.article in events)
    dated = (_date_by(mention, main) for mention, main in with_main)
    return {mention.id: mention for mention in dated if mention is not None}


def _lacks_date(mention: Mention) -> bool:
    return mention.main and mention.low is None and mention.trace.published is None


def _date_by(mention: Mention, main: Event) -> Mention | None:
    """Return a mention dated by the main event of its article; None where it is dated or the event is not."""
    match = None if mention.low else _DATED_IN_WORDS.fullmatch(mention.key)
    if match is None or main.low is None or main.high is None:
        return None
    low, high = datetime.fromisoformat(main.low), datetime.fromisoformat(main.high)
    if high - low > _CERTAIN:
        return None
    words = match["words"]
    for place in mention.places:
        words = words.removesuffix(f" {place}")
    edtf = read_date(words, (high + timedelta(days=1)).date().isoformat())
    return None if edtf is None else replace(mention, low=start_of(edtf), high=end_of(edtf))
