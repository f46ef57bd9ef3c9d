"""Which encoding a file is in, how that was decided, and what is no text."""

import codecs

import pytest

from claims.intake.encoding import NotTextError, decode_text, find_codec, find_declared_encoding


@pytest.mark.parametrize(
    ("mark", "codec", "name"),
    [
        (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32-be"),
    ],
)
def test_a_byte_order_mark_decides_and_is_taken_off(mark: bytes, codec: str, name: str) -> None:
    decoded = decode_text(mark + "Köln, 3 Tote".encode(codec), declared="cp1252")
    assert (decoded.text, decoded.encoding, decoded.how_decided) == ("Köln, 3 Tote", name, "bom")
    assert decoded.notes


def test_a_declaration_comes_before_utf_8() -> None:
    decoded = decode_text("Пожар".encode("koi8-r"), declared="KOI8-R")
    assert (decoded.text, decoded.encoding, decoded.how_decided) == ("Пожар", "koi8-r", "declared")


def test_a_declaration_the_bytes_may_belie_is_noted() -> None:
    decoded = decode_text("café".encode(), declared="iso-8859-1")
    assert decoded.encoding == "cp1252"
    assert "also valid UTF-8" in decoded.notes[0]


@pytest.mark.parametrize(
    "label", ["zip", "unicode_escape", "rot13", "punycode", "utf-7", "no-such", "", "\0", "x" * 5000]
)
def test_a_declaration_can_name_text_encodings_only(label: str) -> None:
    assert find_codec(label) is None
    assert decode_text("naïve".encode(), declared=label).encoding == "utf-8"


def test_without_evidence_utf_8_then_cp1252() -> None:
    assert decode_text("“Zürich”".encode()).how_decided == "utf-8"
    decoded = decode_text("“Zürich”".encode("cp1252"))
    assert (decoded.text, decoded.encoding, decoded.how_decided) == ("“Zürich”", "cp1252", "fallback")


def test_no_character_of_a_text_is_changed() -> None:
    text = "one\rtwo\r\nthree\n\u2028four\0five\x1b[31m\u202esix\ufefffeet e\u0301 \u00a0end"
    assert decode_text(text.encode()).text == text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK\x03\x04\x14\0\0\0", "a ZIP archive"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG image"),
        (b"\x7fELF\x02\x01\x01\0", "a program"),
        (b"SQLite format 3\0", "a SQLite database"),
        (b"%PDF-1.7 and so on", "a PDF"),
        (b"\0" * 50 + b"word", "full of NUL bytes"),
        ("plain words".encode("utf-16-le"), "UTF-16 without a byte order mark"),
        (b"undefined in cp1252: \x81\x8d\xff", "neither UTF-8 nor Windows-1252"),
        (b"control characters \x01\x02 and \xe9", "neither UTF-8 nor Windows-1252"),
        (codecs.BOM_UTF8 + b"\xff", "goes on otherwise"),
    ],
)
def test_what_is_no_text_is_refused_with_its_kind(data: bytes, reason: str) -> None:
    with pytest.raises(NotTextError, match=reason):
        decode_text(data)


def test_a_sentence_may_begin_like_a_sound_file() -> None:
    assert decode_text(b"RIFF is the name of a village.").encoding == "utf-8"


@pytest.mark.parametrize(
    ("page", "label"),
    [
        (b'<html><head><meta charset="windows-1251">', "windows-1251"),
        (b"<meta http-equiv=Content-Type content='text/html; charset=EUC-KR'>", "EUC-KR"),
        (b'<?xml version="1.0" encoding="iso-8859-2"?><html>', "iso-8859-2"),
        (b"<html><p>charset=utf-8", None),
        (b" " * 5000 + b'<meta charset="utf-8">', None),
    ],
)
def test_a_page_declares_its_encoding_near_its_top(page: bytes, label: str | None) -> None:
    assert find_declared_encoding(page) == label
