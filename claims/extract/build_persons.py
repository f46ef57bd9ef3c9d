"""Builds `data/persons.txt`, the nouns for people, from WordNet 3.0: `python -m claims.extract.build_persons FOLDER`.

Owns the choice of words: single lower-case nouns whose most frequent sense lies in WordNet's file of persons. The list
is committed; nothing runs this at install time. FOLDER is what Debian's `wordnet-base` installs as /usr/share/wordnet.
"""

import re
import sys
from pathlib import Path

PERSON_FILE = "18"
"""WordNet's lexicographer file noun.person (lexnames(5WN))."""

HEADER = """\
# Nouns whose most frequent sense is a person. Built from WordNet 3.0 (Debian wordnet-base) by build_persons.py.
# WordNet 3.0 Copyright 2006 by Princeton University. All rights reserved. The words are facts of its database, used
# under the WordNet 3.0 license, which allows use, copying and distribution for any purpose with this notice.
"""
_WORD = re.compile(r"[a-z]{3,}")


def person_nouns(folder: Path) -> list[str]:
    """Return the words, sorted."""
    persons = set()
    for line in (folder / "data.noun").read_text("ascii").splitlines():
        offset, _, rest = line.partition(" ")
        if rest.startswith(PERSON_FILE + " "):
            persons.add(offset)
    nouns = []
    for line in (folder / "index.noun").read_text("ascii").splitlines():
        fields = line.split()
        if line.startswith(" ") or not _WORD.fullmatch(fields[0]):
            continue
        pointers = int(fields[3])
        first_sense = fields[6 + pointers]
        if first_sense in persons:
            nouns.append(fields[0])
    return sorted(nouns)


if __name__ == "__main__":
    target = Path(__file__).with_name("data") / "persons.txt"
    target.write_text(HEADER + "\n".join(person_nouns(Path(sys.argv[1]))) + "\n", encoding="utf-8")
