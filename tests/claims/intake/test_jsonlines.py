"""JSON Lines: what one line may hold, and that a bad one costs no other."""

import io
import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claims.findings import Finding
from claims.intake.jsonlines import StrictJsonError, parse_strict_json, read_json_lines


def read(data: bytes, **options: int) -> list[tuple[int, dict[str, object]] | Finding]:
    return list(read_json_lines(io.BytesIO(data), "claims.jsonl", **options))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"a": NaN}', "NaN is not JSON"),
        (b'{"a": -Infinity}', "-Infinity is not JSON"),
        (b'{"a": 1e999}', "too large"),
        (b'{"a": 9007199254740992}', "beyond 2"),
        (b'{"a": ' + b"9" * 100_000 + b"}", "beyond 2"),
        (b'{"a": 1, "a": 1}', "the key 'a' stands twice"),
        (b'{"b": {"a": 1, "a": 2}}', "the key 'a' stands twice"),
        (b'{"a": "\\ud800"}', "surrogate"),
        (b'{"\\udfff": 1}', "surrogate"),
        (b'{"a": "\xed\xa0\x80"}', "not UTF-8"),
        (b'{"a": "\xff"}', "byte 8 is not UTF-8"),
        (b'{"a": "\x00"}', "control character"),
        (b'{"a": 1} {"b": 2}', "Extra data"),
        (b"[" * 100_000, "nested too deeply"),
        (b"[1, 2]", "not a JSON object"),
        (b"null", "not a JSON object"),
    ],
)
def test_a_line_readers_would_disagree_on_costs_that_line_only(line: bytes, reason: str) -> None:
    finding, *rest = read(line + b"\n" + b'{"ok": true}\n')
    assert isinstance(finding, Finding)
    assert finding.where == "claims.jsonl:1"
    assert reason in finding.message
    assert rest == [(2, {"ok": True})]


def test_what_is_odd_but_clear_is_read() -> None:
    lines = [
        b'\xef\xbb\xbf{"a": -9007199254740991}\r',
        b"",
        b"   ",
        b'{"a": "\\ud83d\\ude00", "b": "\\u0000"}',
        b'{"a": 1.5}',
    ]
    assert read(b"\n".join(lines)) == [
        (1, {"a": -(2**53 - 1)}),
        (4, {"a": "\U0001f600", "b": "\0"}),
        (5, {"a": 1.5}),
    ]


def test_a_line_without_end_is_passed_over_without_being_held() -> None:
    finding, rest = read(b'{"a": "' + b"x" * 5_000_000 + b'"}\n{"b": 1}', max_line_bytes=1000)
    assert isinstance(finding, Finding)
    assert "longer than 1,000 bytes" in finding.message
    assert rest == (2, {"b": 1})


def test_a_line_exactly_as_long_as_allowed_is_read() -> None:
    line = json.dumps({"a": "x" * 20}).encode()
    assert read(line + b"\n" + line, max_line_bytes=len(line)) == [(1, {"a": "x" * 20}), (2, {"a": "x" * 20})]


def test_a_document_is_held_to_the_same_rules() -> None:
    assert parse_strict_json(b'[{"a": null}]') == [{"a": None}]
    with pytest.raises(StrictJsonError, match="stands twice"):
        parse_strict_json(b'[{"a": 1, "a": 2}]')


SCALARS = st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats() | st.text(max_size=4)
VALUES = SCALARS | st.lists(SCALARS, max_size=3) | st.dictionaries(st.sampled_from("ab"), SCALARS, max_size=2)


@given(
    st.lists(st.tuples(st.sampled_from(["a", "b", ":", 'c"']), VALUES), max_size=4),
    st.sampled_from([":", " : ", ":\t"]),
    st.booleans(),
)
@example([("a", "x"), ("b", 1), ("a", "x")], ":", False)
@example([("a", ["x"]), ("a", [])], ":", False)
def test_a_fast_reading_never_differs_from_the_strict_one(
    pairs: list[tuple[str, object]], colon: str, escaped: bool
) -> None:
    """A key that stands twice, whatever its values are, is refused however the object is written."""
    members = (f"{json.dumps(k, ensure_ascii=escaped)}{colon}{json.dumps(v, ensure_ascii=escaped)}" for k, v in pairs)
    data = ("{" + ", ".join(members) + "}").encode("utf-8", "surrogatepass")
    keys = [key for key, _ in pairs]
    try:
        value = parse_strict_json(data)
    except StrictJsonError:
        return
    assert len(keys) == len(set(keys))
    assert json.dumps(value) == json.dumps(dict(pairs))
