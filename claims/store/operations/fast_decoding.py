"""Reading an assertion's bytes for the check of the ledger in a fraction of the time that the standard library takes.

Owns a second reading of what `claims.proof.entries` reads, believed only where it finds nothing: whatever is odd about
the bytes is left to that module, which says what it is.
"""

import hashlib
from typing import Any, Final

import msgspec
from msgspec import UNSET, UnsetType

from claims.proof.entries import Codec, Gist, given_bounds, refuse_fraction


class _Shape(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """Content whose fields are in the order of canonical JSON, so that it encodes to the bytes it was read from."""


class _Hop(_Shape):
    end: int | None
    inferred: bool
    speaker: str
    start: int | None
    verb: str


class _Passage(_Shape):
    article: str
    end: int
    exact: str
    prefix: str
    start: int
    suffix: str


class _Assertion(_Shape, kw_only=True):
    as_of: str | None
    attribute: str
    chain: list[_Hop]
    evidential: str | UnsetType = UNSET
    exhaustive: bool
    extracted_by: str
    id: str
    note: str
    number_end: int | UnsetType | None = UNSET
    number_start: int | UnsetType | None = UNSET
    passage: _Passage
    rule: str
    scope: str | None
    stance: str
    subject: str
    subject_kind: str
    tier: str
    value: dict[str, Any]
    written: str | None


class _Named(msgspec.Struct, gc=False):
    """What the id of an assertion is the digest of."""

    article: str
    as_of: str | None
    attribute: str
    chain: list[str]
    end: int
    exhaustive: bool
    scope: str | None
    stance: str
    start: int
    subject: str
    value: str | dict[str, Any]


class _Text(msgspec.Struct, gc=False):
    text: str


_encode = msgspec.json.Encoder(order="deterministic").encode
_read_assertion = msgspec.json.Decoder(_Assertion, float_hook=refuse_fraction).decode
_read_text = msgspec.json.Decoder(_Text).decode


def read_gist(body: bytes) -> Gist | None:
    """Return what has to be so about an assertion; None where its bytes are not canonical or not of that shape."""
    try:
        said = _read_assertion(body)
    except (ValueError, RecursionError):
        return None
    if _encode(said) != body:
        return None
    passage, chain = said.passage, said.chain
    named = _Named(
        passage.article,
        said.as_of,
        said.attribute,
        [hop.speaker for hop in chain],
        passage.end,
        said.exhaustive,
        said.scope,
        said.stance,
        passage.start,
        said.subject,
        given_bounds(said.value) if said.written is None else said.written,
    )
    expected = hashlib.sha256(_encode(named)).digest()
    return Gist(said.id, expected, passage, [(hop.start, hop.end) for hop in chain if hop.start is not None])


def read_text(body: bytes) -> str:
    """Return the text of an article.

    Raises:
        ValueError: the body is that of no article.
    """
    return _read_text(body).text


CODEC: Final = Codec(msgspec.json.Decoder(float_hook=refuse_fraction).decode, _encode, read_gist)
