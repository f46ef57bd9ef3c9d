"""Read rich text (.rtf) with striprtf, in the parser process only."""

import re
from typing import Final

from striprtf.striprtf import rtf_to_text

from claims.intake.answers import NoTextError, Parts, make_part

_UNSEEN: Final = re.compile(
    r"\\super (?:\[?\d{1,3}\]?|[*\u2020\u2021])(?=\}|\\nosupersub)|\\strike (?:[^{}\\]|\\'[0-9a-f]{2})*(?=\}|\\strike0)"
)
"""The mark of a footnote, and struck-out words; neither is the article's."""


def split_rtf(data: bytes, _: int) -> Parts:
    """Return the article of an .rtf file."""
    if not data.lstrip().startswith(b"{\\rtf"):
        raise NoTextError("is not rich text (.rtf); give it the right file ending")
    # RTF is ASCII; other bytes are in the code page that it declares, which striprtf decodes.
    text = rtf_to_text(_UNSEEN.sub("", data.decode("latin-1")), errors="replace")  # type: ignore[no-untyped-call]
    return Parts(parts=[make_part(text)], problems=[])
