"""Read and write canonical JSON, and compute the digests of entries over it."""

import hashlib
import json
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol


def entry_digest(seq: int, kind: str, entry_id: bytes, recorded_at: str, body: bytes) -> bytes:
    """Return the leaf hash of an entry; the leaf is canonical JSON, its keys being in order and its strings ASCII."""
    return leaf_digest(seq, kind, entry_id, recorded_at, hashlib.sha256(body).hexdigest())


def leaf_digest(seq: int, kind: str, entry_id: bytes, recorded_at: str, body_sha256: str) -> bytes:
    """Return the leaf hash of an entry of whose body only the digest is known."""
    leaf = (  # an odd time, which only damage brings, must not break the check of it
        f'{{"body":"{body_sha256}","id":"{entry_id.hex()}","kind":"{kind}","recorded_at":"{recorded_at}","seq":{seq}}}'
    )
    return hashlib.sha256(b"\x00" + leaf.encode("utf-8")).digest()


_encode = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, check_circular=False, sort_keys=True, separators=(",", ":")
).encode


def canonical_bytes(value: object) -> bytes:
    """Return the canonical JSON of parsed JSON."""
    return _encode(value).encode("utf-8")


def refuse_fraction(digits: str) -> float:
    """Raise for a number that canonical JSON writes as a string.

    Raises:
        ValueError: always.
    """
    raise ValueError(f"{digits[:20]} is not a whole number")


_DECODER = json.JSONDecoder(parse_float=refuse_fraction, parse_constant=refuse_fraction)


def read_json(text: bytes) -> Any:
    """Return parsed JSON that holds only what canonical JSON may.

    Raises:
        ValueError: it is none.
    """
    return _DECODER.decode(text.decode("utf-8"))


class Place(Protocol):
    """The place of a quote, and its words."""

    @property
    def article(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def exact(self) -> str: ...
    @property
    def prefix(self) -> str: ...
    @property
    def suffix(self) -> str: ...


class Gist(NamedTuple):
    """The facts to check about an assertion whose bytes are canonical and have no unknown field."""

    id: str
    expected: bytes
    """The id that its content gives."""
    passage: Place
    spans: "Sequence[tuple[int, int | None]]"
    """Where its speakers are named."""


class Codec(NamedTuple):
    """How JSON is read and written; a faster codec is trusted only where it finds nothing."""

    read: Callable[[bytes], Any]
    write: Callable[[object], bytes]
    gist: "Callable[[bytes], Gist | None]" = lambda body: None
    """Reads an assertion at a glance; None where it has to be looked at."""


STANDARD = Codec(read_json, canonical_bytes)


def digest_of(value: object) -> bytes:
    """Return the SHA-256 of the canonical JSON of parsed JSON."""
    return hashlib.sha256(canonical_bytes(value)).digest()
