"""Open the salted commitments of an entry: one for each field, so that a field can be taken out and the leaf stands.

The leaf of such an entry holds neither its body nor its id, only the commitment to its fields, and the numbers of the
entries that it names. docs/redaction.md has the format.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from claims.proof.canonical import canonical_bytes, read_json
from claims.proof.reviewers import commit_entry, commit_field, field_salt

SALTED = 2
"""The format of entries that open so; in those of format 1, the digest of the body stands in the leaf."""

QUOTE = "quote"
"""The words of an assertion's passage, committed to apart from its place."""

SEEDED = frozenset({"amendment", "decision", "event", "redaction", "reviewer"})
"""Kinds that may be signed: their seed stands in the body too, where they are."""

NAMED_BY = {
    "assertion": ("passage",),
    "decision": ("assertion", "replaced_by", "seen"),
    "event": ("article", "assertion"),
    **dict.fromkeys(("amendment", "mention", "name"), ("article",)),
}
"""Fields that name articles and assertions by their ids."""

IDENTIFYING = {
    "article": frozenset({"id", "publisher", "published", "text", "title", "url"}),
    "assertion": frozenset(
        "as_of attribute chain exhaustive id passage scope stance subject value written".split()  # noqa: SIM905
    ),
}
"""Fields that the id of an entry is made of; where one of them is gone, the digest of the entry is its id."""

_DIGITS = frozenset("0123456789abcdef")
_WHOLE, _PARTIAL = {"links", "seed"}, {"gone", "links", "salts"}


class Opening(NamedTuple):
    """What opens the commitments of an entry."""

    links: Mapping[str, Sequence[int]]
    """The numbers of the entries that a field names, in its order; 0 for one that is not there."""
    seed: str = ""
    """From which all salts are made; empty where a field is gone."""
    salts: Mapping[str, str] = {}
    """The salts of the fields that are there, where another is gone."""
    gone: Mapping[str, str] = {}
    """The commitments to the fields that are gone; what stands in their places proves nothing."""

    def as_json(self) -> dict[str, Any]:
        """Return it as parsed JSON."""
        links = {name: list(numbers) for name, numbers in self.links.items()}
        if not self.gone:
            return {"links": links, "seed": self.seed}
        return {"gone": dict(self.gone), "links": links, "salts": dict(self.salts)}

    def salt(self, name: str) -> bytes:
        """Return the salt of a field."""
        return field_salt(self.seed, name) if self.seed else bytes.fromhex(self.salts[name])


def read_opening(content: Mapping[str, Any]) -> Opening:
    """Return the opening in parsed JSON.

    Raises:
        ValueError: it is none, or not written as it is recorded.
    """
    if not isinstance(content, dict) or set(content) not in (_WHOLE, _PARTIAL):
        raise ValueError("what opens it has other keys")
    opening = Opening(**content)
    digits = [*opening.salts.values(), *opening.gone.values(), *([opening.seed] if "seed" in content else [])]
    if not all(map(_is_digest, digits)) or not (opening.seed or opening.gone):
        raise ValueError("a salt or a commitment is no 64 hex digits")
    return opening


def parse_opening(data: bytes) -> Opening:
    """Return the opening as it is stored.

    Raises:
        ValueError: it is none.
    """
    return read_opening(read_json(data))


def _is_digest(text: object) -> bool:
    return isinstance(text, str) and len(text) == 64 and set(text) <= _DIGITS


def split_fields(kind: str, content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a body as they are committed to; the place of a quote goes without its words."""
    fields = {name: value for name, value in content.items() if name != "seed" or kind not in SEEDED}
    if kind == "assertion":
        passage = dict(content["passage"])
        fields[QUOTE] = {name: passage.pop(name) for name in ("exact", "prefix", "suffix")}
        fields["passage"] = passage
    return fields


def join_fields(kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the body that `split_fields` splits into these fields, without a seed."""
    content = dict(fields)
    if kind == "assertion":
        content["passage"] = {**content["passage"], **content.pop(QUOTE)}
    return content


def commit_fields(
    kind: str, content: Mapping[str, Any], opening: Opening, encode: Callable[[object], bytes]
) -> dict[str, str]:
    """Return the commitment to each field of an entry.

    Raises:
        ValueError: the opening is not one of this content.
    """
    fields = split_fields(kind, content)
    there = fields.keys() - opening.gone.keys()
    if not opening.gone.keys() <= fields.keys() or (opening.gone and opening.salts.keys() != there):
        raise ValueError("its salts are not those of its fields")
    if kind in SEEDED and content.get("seed", "") != (opening.seed if content.get("signature") else ""):
        raise ValueError("its seed is not the one that it was signed with")
    given = {name: commit_field(opening.salt(name), name, fields[name], encode) for name in there}
    return given | dict(opening.gone)


def salted_digest(seq: int, kind: str, recorded_at: str, fields: Mapping[str, str], links: Mapping[str, Any]) -> bytes:
    """Return the leaf hash of an entry of which the commitments to its fields are known."""
    leaf = {
        "fields": commit_entry(kind, fields, canonical_bytes),
        "format": SALTED,
        "kind": kind,
        "links": {name: list(numbers) for name, numbers in links.items()},
        "recorded_at": recorded_at,
        "seq": seq,
    }
    return hashlib.sha256(b"\x00" + canonical_bytes(leaf)).digest()


def named_by(kind: str, content: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Yield each field that names articles or assertions, with their ids."""
    for field in NAMED_BY.get(kind, ()):
        value = content["passage"]["article"] if field == "passage" else content.get(field)
        if value:
            yield field, [value] if isinstance(value, str) else list(value)


def find_links(kind: str, content: Mapping[str, Any], number_of: Callable[[bytes], int]) -> dict[str, list[int]]:
    """Return the numbers of the entries that each field names; 0 for one that `number_of` does not know."""
    return {field: [number_of(bytes.fromhex(id_)) for id_ in ids] for field, ids in named_by(kind, content)}


def is_renamed(kind: str, gone: Mapping[str, str]) -> bool:
    """Return whether an entry whose fields are gone is known by its digest: its id would confirm a guess."""
    if kind in SEEDED:
        return False
    return bool(gone.keys() & IDENTIFYING[kind] if kind in IDENTIFYING else gone)


class Opened(NamedTuple):
    """The commitments of an entry."""

    gone: Mapping[str, str]
    """Those to fields that were taken out."""
    fields: Mapping[str, str] | None
    """All of them; None where the entry is of format 1."""


PLAIN = Opened({}, None)


class RedactionCheck:
    """Counts what was taken out of a ledger, and compares it with the orders to do so."""

    def __init__(self, *, is_copy: bool) -> None:
        """Begin; from a copy anything may be taken out."""
        self.plain = 0
        """Entries of format 1, from which nothing can be taken out safely."""
        self.fields: dict[tuple[str, str], int] = {}
        """How many fields are gone, by kind of entry and name."""
        self.entries = 0
        """From how many entries."""
        self._is_copy = is_copy
        self._is_salted = False
        self._waiting: dict[int, set[str]] = {}

    def count(self, seq: int, kind: str, opened: Opened) -> str:
        """Take an entry into account; return what is wrong with its format, or an empty text."""
        self.entries += bool(opened.gone)
        for name in opened.gone:
            self.fields[kind, name] = self.fields.get((kind, name), 0) + 1
        if opened.gone and not self._is_copy:
            self._waiting[seq] = set(opened.gone)
        is_plain = opened.fields is None
        self.plain += is_plain
        if self._is_salted and is_plain:
            return "it is of format 1, after entries of format 2"
        self._is_salted = not is_plain
        return ""

    def order(self, seq: int, content: Mapping[str, Any]) -> None:
        """Take an order into account."""
        for number, names in content["entries"]:
            if number < seq and number in self._waiting:
                self._waiting[number] -= set(names)

    def finish(self) -> Iterator[tuple[int, str]]:
        """Yield the entries that lack fields which no order names."""
        for seq, names in self._waiting.items():
            if names:
                gone = ", ".join(sorted(names))
                why = "this is a redacted copy, or they were taken out"
                yield seq, f"fields of it are gone ({gone}), and no order in the ledger says so: {why}"
