"""Salted commitments: they open as they were made, stand without a field, and give nothing away."""

import hashlib
import hmac
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.proof.canonical import canonical_bytes
from claims.proof.openings import (
    Opening,
    commit_fields,
    join_fields,
    parse_opening,
    read_opening,
    salted_digest,
    split_fields,
)

SEED = "0f" * 32
ASSERTION: dict[str, Any] = {
    "chain": [{"speaker": "Mira Solberg"}],
    "id": "ab" * 32,
    "passage": {"article": "cd" * 32, "end": 9, "exact": "nine dead", "prefix": "", "start": 0, "suffix": ""},
}


def leaf(content: dict[str, object], opening: Opening) -> bytes:
    fields = commit_fields("assertion", content, opening, canonical_bytes)
    return salted_digest(7, "assertion", "2031-03-04T10:00:00Z", fields, opening.links)


def without(opening: Opening, names: set[str]) -> Opening:
    fields = commit_fields("assertion", ASSERTION, opening, canonical_bytes)
    salts = {name: opening.salt(name).hex() for name in fields.keys() - names}
    return Opening(opening.links, "", salts, {name: fields[name] for name in names})


def test_a_digest_is_made_as_the_page_on_redaction_says() -> None:
    def sha(*parts: bytes) -> str:
        return hashlib.sha256(b"".join(parts)).hexdigest()

    def commitment(name: str, value: object) -> str:
        salt = hmac.digest(bytes.fromhex(SEED), f"variorum.salt/1\n{name}".encode(), "sha256")
        return sha(b"variorum.field/1\n", salt, json.dumps([name, value], separators=(",", ":")).encode())

    passage = {"article": "cd" * 32, "end": 9, "start": 0}
    quote = {"exact": "nine dead", "prefix": "", "suffix": ""}
    parts = {"chain": ASSERTION["chain"], "id": ASSERTION["id"], "passage": passage, "quote": quote}
    fields = {name: commitment(name, value) for name, value in parts.items()}
    entry = sha(b"variorum.entry/1\n", canonical_bytes({"fields": fields, "kind": "assertion"}))
    told = {"fields": entry, "format": 2, "kind": "assertion", "links": {"passage": [3]}, "seq": 7}
    whole = canonical_bytes({**told, "recorded_at": "2031-03-04T10:00:00Z"})
    assert leaf(ASSERTION, Opening({"passage": [3]}, SEED)).hex() == sha(b"\0", whole)


@given(st.sets(st.sampled_from(["chain", "id", "passage", "quote"]), min_size=1))
def test_a_digest_stands_whatever_is_gone_and_whatever_stands_in_its_place(names: set[str]) -> None:
    opening = Opening({"passage": [3]}, SEED)
    fields = split_fields("assertion", ASSERTION)
    masked = join_fields(
        "assertion",
        fields
        | {n: dict.fromkeys(fields[n], "") for n in names & {"quote", "passage"}}
        | dict.fromkeys(names & {"chain", "id"}, ""),
    )
    reduced = without(opening, names)
    assert leaf(masked, reduced) == leaf(ASSERTION, opening)
    assert parse_opening(canonical_bytes(reduced.as_json())) == reduced
    assert SEED not in str(reduced)
    for name in {"chain", "id"} - names:
        assert leaf({**masked, name: "other"}, reduced) != leaf(ASSERTION, opening)


def test_without_the_salt_a_guess_is_not_confirmed() -> None:
    reduced = without(Opening({}, SEED), {"chain"})
    for salt in [b"", *map(bytes.fromhex, reduced.salts.values())]:
        guess = canonical_bytes(["chain", ASSERTION["chain"]])
        assert hashlib.sha256(b"variorum.field/1\n" + salt + guess).hexdigest() != reduced.gone["chain"]


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"links": {}, "seed": ""},
        {"links": {}, "seed": "AB" * 32},
        {"links": {}, "seed": SEED, "more": 1},
        {"links": {}, "salts": {}, "gone": {}},
        {"links": {}, "salts": {"a": "x"}, "gone": {"b": SEED}},
    ],
)
def test_what_opens_nothing_is_no_opening(content: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"keys|hex"):
        read_opening(content)


def test_salts_of_other_fields_open_nothing() -> None:
    reduced = without(Opening({}, SEED), {"chain"})
    for odd in (reduced._replace(gone={"speaker": SEED}), reduced._replace(salts={})):
        with pytest.raises(ValueError, match="salts are not those"):
            leaf(ASSERTION, odd)
