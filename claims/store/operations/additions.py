"""Encode entries that have no number yet, before the file is locked for writing."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, NamedTuple

import msgspec

from claims.identity import JsonValue, digest, encode_trusted
from claims.models import Assertion
from claims.records import plain_content
from claims.store.tables.projection import Placement, place_of


class Addition(NamedTuple):
    """An encoded entry that has no number yet."""

    id: bytes
    body: bytes
    placement: Placement | None = None
    """For an assertion."""


def encode_assertion(assertion: Assertion) -> Addition:
    """Return the assertion as `add_assertions` appends it."""
    return encode_content(plain_content(assertion))


def encode_content(content: Mapping[str, Any]) -> Addition:
    """Return an assertion's plain content as `add_assertions` appends it: work that another process can do."""
    return Addition(bytes.fromhex(content["id"]), msgspec.json.encode(content), place_of(content))


def encode_ordered(content: Mapping[str, Any]) -> Addition:
    """Return what `encode_by_digest` does, for content whose keys are in order: in a fraction of the time."""
    body = msgspec.json.encode(content)
    return Addition(sha256(body).digest(), body)


def encode_by_digest(content: Mapping[str, JsonValue]) -> Addition:
    """Return an entry whose id is the digest of its content."""
    return Addition(bytes.fromhex(digest(content)), encode_trusted(content))
