"""Decode an assertion's bytes for the check of the ledger in a fraction of the time of the standard library.

It checks what `claims.proof.entries` checks and only ever confirms: bytes that are odd in any way are left to that
module, which names the problem.
"""

import hashlib
from typing import Any, Final

import msgspec
from msgspec import UNSET, UnsetType

from claims.models import Assertion, Attribution, Passage
from claims.proof.canonical import Codec, Gist, refuse_fraction
from claims.proof.entries import given_bounds
from claims.records import Record, field_order


def _build_struct(record: type[Record], **types: Any) -> Any:
    """Return a struct with the fields of a record in the order of canonical JSON: it encodes to the bytes it was from.

    `types` are those of the fields that hold other records.
    """
    fields: list[Any] = []
    for name in field_order(record):
        type_ = types.get(name, record.model_fields[name].annotation)
        fields.append((name, type_ | UnsetType, UNSET) if name in record.later else (name, type_))
    return msgspec.defstruct(record.__name__, fields, kw_only=True, forbid_unknown_fields=True, gc=False)


_Hop: Any = _build_struct(Attribution)
_Passage: Any = _build_struct(Passage)
_Assertion: Any = _build_struct(Assertion, chain=list[_Hop], passage=_Passage, value=dict[str, Any])


class _Identifying(msgspec.Struct, gc=False):
    """What the id of an assertion is the digest of; see `claims.proof.entries.identifying_content`."""

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
_read_assertion: Any = msgspec.json.Decoder(_Assertion, float_hook=refuse_fraction).decode
_read_text = msgspec.json.Decoder(_Text).decode


def read_gist(body: bytes) -> Gist | None:
    """Return the facts to check about an assertion; None where its bytes are not canonical or not of that shape."""
    try:
        assertion = _read_assertion(body)
    except (ValueError, RecursionError):
        return None
    if _encode(assertion) != body:
        return None
    passage, chain = assertion.passage, assertion.chain
    identifying = _Identifying(
        passage.article,
        assertion.as_of,
        assertion.attribute,
        [hop.speaker for hop in chain],
        passage.end,
        assertion.exhaustive,
        assertion.scope,
        assertion.stance,
        passage.start,
        assertion.subject,
        given_bounds(assertion.value) if assertion.written is None else assertion.written,
    )
    expected = hashlib.sha256(_encode(identifying)).digest()
    return Gist(assertion.id, expected, passage, [(hop.start, hop.end) for hop in chain if hop.start is not None])


def read_text(body: bytes) -> str:
    """Return the text of an article.

    Raises:
        ValueError: the body is that of no article.
    """
    return _read_text(body).text


CODEC: Final = Codec(msgspec.json.Decoder(float_hook=refuse_fraction).decode, _encode, read_gist)
