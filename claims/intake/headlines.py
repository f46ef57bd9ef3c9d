"""Find the headline of a plain text: its first line that looks like one.

Sentences (with a final full stop), long lines and dates are no headlines; a text may have none.
"""

import re
from typing import Final

from claims.intake.dates import HEAD_CHARACTERS, is_date_line

_LONGEST: Final = 160
_DIVIDER: Final = re.compile(r"\s*\|\s*|[ \u00a0\t]{2,}")


def find_headline(text: str) -> str | None:
    r"""Return the headline at the top of `text`, blanks at its ends and Markdown's `#` taken off.

    >>> find_headline("Friday, 3 May 2019\n\n# Mill burns down\n\nA mill burned.")
    'Mill burns down'
    >>> find_headline("A mill burned down on Friday.") is None
    True
    """
    lines = (line.strip("\ufeff \t\u00a0#*") for line in text[: 2 * HEAD_CHARACTERS].splitlines())
    candidates = (_longest_part(line) if _DIVIDER.search(line) else line for line in lines if not _is_bare_date(line))
    first = next(candidates, "")
    return first if first and _looks_like_headline(first) else None


def _is_bare_date(line: str) -> bool:
    return not line or (is_date_line(line) and not _DIVIDER.search(line))


def _longest_part(line: str) -> str:
    """Return the headline of "date 2019-05-20  Mill burns down | News | Gazette"."""
    return max((part for part in _DIVIDER.split(line) if part and not is_date_line(part)), key=len, default="")


def _looks_like_headline(line: str) -> bool:
    return len(line) <= _LONGEST and len(line.split()) > 1 and line[-1] not in ".:;,-" and any(map(str.isalpha, line))
