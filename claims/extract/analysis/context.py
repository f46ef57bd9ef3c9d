"""Whether a sentence tells of what happened at all, and not of a film, a drill or a chance; the cues are data."""

import re
from functools import cache

from claims.extract.analysis.language import load


@cache
def _cues() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{cue['pattern']})" for cue in load("context")["cue"]))


def is_unreal(lower: str, start: int, end: int) -> bool:
    """Return whether the sentence between `start` and `end` of the lower-case view tells of nothing that happened.

    >>> text = "the film shows 40 soldiers killed by a dragon"
    >>> is_unreal(text, 0, len(text))
    True
    """
    return _cues().search(lower, start, end) is not None
