"""When an undated article says that something was, where others tell when its main event was.

Owns reading such words as "in May" by the date of that event, as if the article had appeared the day after. Refuses to
date anything else: what is recorded of a mention stays what its article says.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from claims.extract.dates import read_date
from claims.values.dates import end_of, start_of
from reconcile.events.mentions import Event, Mention

_TOLD: Final = re.compile(r"told (?P<words>[a-z].*)")
_CERTAIN: Final = timedelta(days=3)
"""The main event is known to the day, or nearly."""


def date_by_context(mentions: Iterable[Mention], events: Mapping[str, Event]) -> dict[tuple[str, str], Mention]:
    """Return the mentions, by id, that can be dated so, with their dates.

    Args:
        mentions: each once.
        events: the event that each article mainly reports, by article.
    """
    every = list(mentions)
    undated = {m.article for m in every if m.main and m.low is None and m.trace.published is None}
    found = {}
    for mention in every:
        told = None if mention.low else _TOLD.fullmatch(mention.key)
        main = events.get(mention.article)
        if told is None or mention.article not in undated or main is None or main.low is None or main.high is None:
            continue
        low, high = datetime.fromisoformat(main.low), datetime.fromisoformat(main.high)
        if high - low > _CERTAIN:
            continue
        words = told["words"]
        for place in mention.places:
            words = words.removesuffix(f" {place}")
        edtf = read_date(words, (high + timedelta(days=1)).date().isoformat())
        if edtf is not None:
            found[mention.id] = replace(mention, low=start_of(edtf), high=end_of(edtf))
    return found
