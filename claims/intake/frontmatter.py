"""Read the header that some text files open with: `key: value` lines between two `---` lines.

It is a header only if every line in it is such a pair (or a YAML list under one): a text that merely opens with a rule
keeps every character.
"""

import re
from typing import Final

_LONGEST: Final = 65_536
_OPENING: Final = re.compile(r"---[ \t]*\r?\n")
_CLOSING: Final = re.compile(r"^---[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_PAIR: Final = re.compile(r"([A-Za-z_][\w -]{0,40}?)[ \t]*:(?:[ \t]+(.*))?")
_UNDER_A_PAIR: Final = re.compile(r"[ \t]+\S.*|- .*|#.*|")
_OTHER_NAMES: Final = {"date": "published"}


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    r"""Return the pairs of the header, keys in lower case, and the text after it; no pairs and all of it without one.

    >>> split_front_matter("---\nTitle: 'Fire at mill'\n---\nA mill burned.\n")
    ({'title': 'Fire at mill'}, 'A mill burned.\n')
    >>> split_front_matter("---\nA rule, no header.\n---\n")
    ({}, '---\nA rule, no header.\n---\n')
    """
    opening = _OPENING.match(text)
    closing = _CLOSING.search(text, opening.end(), _LONGEST) if opening else None
    if opening is None or closing is None:
        return {}, text
    pairs: dict[str, str] = {}
    for line in text[opening.end() : closing.start()].splitlines():
        if pair := _PAIR.fullmatch(line):
            key = pair[1].lower()
            pairs.setdefault(_OTHER_NAMES.get(key, key), _unquote((pair[2] or "").strip()))
        elif not _UNDER_A_PAIR.fullmatch(line):
            return {}, text
    return (pairs, text[closing.end() :]) if pairs else ({}, text)


def _unquote(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value
