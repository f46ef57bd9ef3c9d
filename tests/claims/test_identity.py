"""Ids from content: one canonical form, the same as RFC 8785 gives, and refusal of what has none."""

import hashlib
import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from claims.identity import (
    JsonValue,
    NotCanonicalError,
    canonical_json,
    digest,
    digest_bytes,
    digest_ordered,
    encode_trusted,
)

STRINGS = st.text(st.characters(exclude_categories=["Cs"]))
# RFC 8785 orders keys by UTF-16 units and Python by code points: the same below the surrogates, where our keys are.
KEYS = st.text(st.characters(max_codepoint=0xD7FF))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | STRINGS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_canonical_json_is_what_rfc_8785_says(value: JsonValue) -> None:
    encoded = canonical_json(value)
    assert encoded == rfc8785.dumps(value)
    assert json.loads(encoded) == value
    assert encode_trusted(value) == encoded
    assert digest(value) == hashlib.sha256(encoded).hexdigest() == digest_bytes(encoded)
    ordered = {"body": json.loads(encoded)}
    assert digest_ordered(ordered) == digest({"body": value})


def test_the_order_of_keys_does_not_matter_and_where_a_string_ends_does() -> None:
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    assert digest(["ab", "c"]) != digest(["a", "bc"])


@pytest.mark.parametrize("value", [1.5, float("nan"), 2**53, -(2**53), {1: "a"}, {"a": {2, 3}}, "\ud800", b"bytes"])
def test_what_readers_disagree_about_has_no_canonical_form(value: JsonValue) -> None:
    with pytest.raises(NotCanonicalError):
        canonical_json([value])
