"""Find the reader, in the parser process, of each kind of file that may hold several articles or a document's parts."""

from collections.abc import Callable
from typing import Final

from claims.intake.answers import Parts
from claims.intake.feed import split_feed
from claims.intake.mail import split_mail, split_mbox
from claims.intake.richtext import split_rtf
from claims.intake.table import split_table
from claims.intake.webarchive import split_web_archive
from claims.intake.worddocument import split_opendocument, split_word

_SPLITTERS: Final[dict[str, Callable[[bytes, int], Parts]]] = {
    "word": split_word,
    "opendocument": split_opendocument,
    "rtf": split_rtf,
    "mail": split_mail,
    "mbox": split_mbox,
    "feed": split_feed,
    "table": split_table,
    "web": split_web_archive,
}


def split_file(reader: str, data: bytes, max_characters: int) -> Parts:
    """Return the articles inside a file; together they have at most `max_characters`.

    Raises:
        NoTextError: it is of another kind, or holds none.
    """
    answer = _SPLITTERS[reader](data, max_characters)
    room, fitting = max_characters, 0
    for part in answer["parts"]:
        room -= len(part["content"])
        if room < 0:
            message = "and what comes after it is more text than one file may hold; add it in parts"
            answer["problems"].append((part["place"], message))
            break
        fitting += 1
    answer["parts"] = answer["parts"][:fitting]
    return answer
