"""What a sentence tells of nothing by: films, drills, chances, idioms; the cues are data."""

import re
from functools import cache, lru_cache

from claims.extract.analysis.language import load


@cache
def _cues() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{cue['pattern']})" for cue in load("context")["cue"]))


@cache
def _idioms() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{idiom['pattern']})" for idiom in load("context")["idiom"]))


@lru_cache(maxsize=4)
def find_idioms(lower: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Return where words of the sentence that name deeds are idioms for something else.

    >>> find_idioms("she had a heart attack", 0, 22)
    ((10, 22),)
    """
    return tuple(found.span() for found in _idioms().finditer(lower, start, end))


def is_unreal(lower: str, start: int, end: int) -> bool:
    """Return whether the sentence between `start` and `end` of the lower-case view tells of nothing that happened.

    >>> text = "the film shows 40 soldiers killed by a dragon"
    >>> is_unreal(text, 0, len(text))
    True
    """
    return _cues().search(lower, start, end) is not None
