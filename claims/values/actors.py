"""Parse actors by the name used; "unknown gunmen" and "no group" are distinguished from names.

The vocabulary says which names mean the same actor.
"""

import re

from claims.values.model import ActorValue
from claims.values.texts import clean

_UNKNOWN = re.compile(
    r"(?:an? |the |some )?(?:unknown|unidentified|unnamed|unspecified|undetermined|yet to be identified)(?: .*)?"
    r"|not (?:known|identified|clear)|persons? unknown|someone|somebody",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"nobody|no[ -]one|none|no (?:\w+ )?(?:group|organi[sz]ation|party|faction|person|individual|suspect|side|actor)s?"
    r"(?: (?:has|have|had) .*)?",
    re.IGNORECASE,
)


def parse_actor(written: str) -> ActorValue:
    """Read an actor.

    >>> parse_actor("unidentified gunmen").known
    'unknown'
    """
    name = clean(written, "a name, unknown, or nobody")
    if _NOBODY.fullmatch(name):
        return ActorValue(name=name, known="nobody")
    if _UNKNOWN.fullmatch(name):
        return ActorValue(name=name, known="unknown")
    return ActorValue(name=name.removeprefix("the "))
