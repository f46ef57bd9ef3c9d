"""The quick reading of assertions: it sees all that are sound, and never lets pass what the careful one names."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.identity import digest
from claims.proof.canonical import STANDARD, Codec, canonical_bytes, entry_digest
from claims.proof.entries import LedgerCheck, given_bounds
from claims.store.ledger import Entry
from claims.store.operations.additions import encode_assertion
from claims.store.operations.fast_decoding import CODEC, read_gist, read_text
from tests.support.store_builders import make_article, make_claim

NOW = "2031-03-04T10:00:00Z"
TEXT = "“Ten people died”, the harbour office told North Wire on 2 March 2031; reportedly none did. Zoë\tsaid so."
ARTICLE = make_article(TEXT)
CLAIMS = [
    make_claim(ARTICLE, "Ten people died", "ten", chain=["North Wire", "harbour office"], note='odd "note"\u2028'),
    make_claim(ARTICLE, "Ten people died", {"low": 10, "high": None}, scope=None, exhaustive=True, stance="suspects"),
    make_claim(ARTICLE, "on 2 March 2031", "2 March 2031", attribute="date"),
    make_claim(ARTICLE, "on 2 March 2031", {"low": "2031-03-01", "high": "2031-03-02"}, attribute="date"),
    make_claim(ARTICLE, "reportedly none did", "none", evidential="reportedly"),
    make_claim(ARTICLE, "Zoë\tsaid so", "Zoë", attribute="perpetrator"),
]
BODIES = [encode_assertion(claim).body for claim in CLAIMS]


def problems_of(body: bytes, entry_id: bytes, codec: Codec) -> list[tuple[str, str]]:
    """What a check with this codec says of an assertion after its article, the digests being made to fit."""
    check = LedgerCheck(lambda id_: TEXT if id_ == ARTICLE.id else None, codec=codec)
    first = encode_first()
    assert check.check(first) == []
    told = check.check(Entry(2, "assertion", entry_id, NOW, body, entry_digest(2, "assertion", entry_id, NOW, body)))
    return [(problem.where, problem.about) for problem in told]


def encode_first() -> Entry:
    body, entry_id = canonical_bytes(ARTICLE.model_dump(mode="json")), bytes.fromhex(ARTICLE.id)
    return Entry(1, "article", entry_id, NOW, body, entry_digest(1, "article", entry_id, NOW, body))


def refitted(content: dict[str, Any]) -> bytes:
    """The id that the content gives, as somebody who alters it and knows how would compute it."""
    passage, written = content["passage"], content["written"]
    named = {name: content[name] for name in ("as_of", "attribute", "exhaustive", "scope", "stance", "subject")}
    named |= {name: passage[name] for name in ("article", "start", "end")}
    named["chain"] = [hop["speaker"] for hop in content["chain"]]
    named["value"] = given_bounds(content["value"]) if written is None else written
    content["id"] = digest(named)
    return bytes.fromhex(content["id"])


@pytest.mark.parametrize("body", BODIES)
def test_a_sound_assertion_is_read_at_a_glance(body: bytes) -> None:
    """Else a field that is new to the records would quietly cost the verifier its speed."""
    gist = read_gist(body)
    assert gist is not None
    assert gist.id == gist.expected.hex() == json.loads(body)["id"]
    assert problems_of(body, gist.expected, CODEC) == problems_of(body, gist.expected, STANDARD) == []


def test_a_text_is_read_from_an_article_only() -> None:
    assert read_text(encode_first().body) == TEXT
    with pytest.raises(ValueError, match="text"):
        read_text(b"{}")


ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53) + 1, 2**53 - 1),
    st.floats(),
    st.text('a"é\x00\u2028', max_size=3),
    st.sampled_from([ARTICLE.id, "Ten people died", "ten", 1.0, [], {}, "\ud800"]),
)


@st.composite
def altered(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """The bytes of an altered assertion, and an id for the entry."""
    content = json.loads(draw(st.sampled_from(BODIES)))
    entry_id = bytes.fromhex(content["id"])
    for _ in range(draw(st.integers(0, 2))):
        places: list[Any] = [content, content["passage"], content["value"], *content["chain"]]
        place = draw(st.sampled_from([each for each in places if isinstance(each, dict)]))
        name = draw(st.sampled_from([*sorted(place), "another", "number_end"]))
        if draw(st.booleans()):
            place.pop(name, None)
        else:
            place[name] = draw(ODD)
        if not all(isinstance(content.get(name), dict) for name in ("passage", "value")):
            break
        if not isinstance(content.get("chain"), list):
            break
    if draw(st.booleans()):
        try:
            entry_id = refitted(content)
        except Exception:
            entry_id = bytes(32)
    body = json.dumps(
        content,
        sort_keys=draw(st.integers(0, 5)) > 0,
        ensure_ascii=draw(st.integers(0, 5)) == 0,
        separators=draw(st.sampled_from([(",", ":")] * 5 + [(", ", ": ")])),
    ).encode("utf-8", "surrogatepass")
    if draw(st.integers(0, 3)) == 0:
        at = draw(st.integers(0, len(body)))
        body = body[:at] + draw(st.binary(max_size=2)) + body[at + draw(st.integers(0, 2)) :]
    return body, entry_id


@given(altered())
def test_whatever_is_altered_both_readings_find_the_same(case: tuple[bytes, bytes]) -> None:
    assert problems_of(*case, CODEC) == problems_of(*case, STANDARD)
