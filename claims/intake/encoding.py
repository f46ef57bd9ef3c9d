"""Decode bytes to text, and say which encoding was chosen and why.

The order of evidence is: byte order mark, the document's own declaration, strict UTF-8, cp1252. Encodings are not
guessed from letter frequencies (guessers called a cp1252 article cp775), and Latin-1, which accepts any byte, is never
a fallback. What is not text at all is an error.
"""

import codecs
import re
from dataclasses import dataclass
from typing import Final, Literal

HowDecided = Literal["bom", "declared", "utf-8", "fallback", ""]

# UTF-32 before UTF-16: the little-endian mark of the one begins with that of the other.
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
)

_MAGIC: Final = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"PK\x03\x04", "a ZIP archive (word-processor files are ZIP archives too)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old word-processor or spreadsheet file"),
    (b"{\\rtf", "a rich-text file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\0", "a program"),
    (b"SQLite format 3\0", "a SQLite database"),
    (b"PAR1", "a Parquet table"),
    (b"OggS", "a sound or video file"),
    (b"ID3", "a sound file"),
    (b"RIFF", "a sound, video or WebP file"),
    (b"\x1aE\xdf\xa3", "a video file"),
)

_ASCII_FORMATS: Final = (b"%PDF-", b"{\\rtf")

_TEXT_CODECS: Final = frozenset(
    (
        *("utf-8", "koi8-r", "koi8-u", "mac-cyrillic", "cp874", "iso8859-2", "iso8859-3", "iso8859-4", "iso8859-5"),
        *("iso8859-6", "iso8859-7", "iso8859-8", "iso8859-10", "iso8859-13", "iso8859-14", "iso8859-15", "iso8859-16"),
        *("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258"),
        *("gbk", "gb2312", "gb18030", "big5", "euc_jp", "shift_jis", "iso2022_jp", "euc_kr"),
    )
)
"""Python names a declaration may resolve to: its codec list also holds zip, punycode and escape decoders."""

_READ_AS: Final = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}
"""WHATWG Encoding, section 4.2 labels: what a page means by these. A readable declaration of UTF-16 cannot be true."""

_DECLARATION: Final = re.compile(
    rb"""<\?xml[^>]{0,100}?encoding\s{0,9}=\s{0,9}["']?([\w:.-]{1,40})|"""
    rb"""<meta[^>]{0,300}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w:.-]{1,40})""",
    re.IGNORECASE,
)
_CONTROLS: Final = bytes({*range(32)} - {*b"\t\n\r\f\x1b"})


class NotTextError(ValueError):
    """The bytes are no text; the message is a clause that says what they look like and what to do."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Decoded text, and how its encoding was chosen."""

    text: str
    encoding: str
    how_decided: HowDecided
    notes: tuple[str, ...] = ()


def decode_text(data: bytes, *, declared: str | None = None) -> Decoded:
    r"""Return `data` as text, newlines and every other character untouched; only a byte order mark is removed.

    Raises:
        NotTextError: a known binary format, many NULs, or bytes no encoding in the list has.

    >>> decode_text("naïve".encode("cp1252"))
    Decoded(text='naïve', encoding='cp1252', how_decided='fallback', notes=())
    """
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return _decode_marked(data[len(mark) :], codec, name)
    _refuse_binary(data)
    return _decode_declared(data, declared) if declared else _decode_unknown(data)


def _decode_marked(data: bytes, codec: str, name: str) -> Decoded:
    text = _decode_or_none(data, codec)
    if text is None:
        raise NotTextError(f"starts with a mark of {codec} and goes on otherwise; save it as UTF-8")
    return Decoded(text, name, "bom", ("a byte order mark was removed",))


def _decode_declared(data: bytes, declared: str) -> Decoded:
    codec = find_codec(declared)
    text = _decode_or_none(data, codec) if codec else None
    if codec is None or text is None:
        problem = "does not fit its bytes" if codec else "is not known here"
        return _decode_unknown(data, f"declares the encoding {declared}, which {problem}")
    notes: tuple[str, ...] = ()
    if codec != "utf-8" and not data.isascii() and _decode_or_none(data, "utf-8") is not None:
        notes = (f"declares {codec}, but its bytes are also valid UTF-8: check the accents",)
    return Decoded(text, codec, "declared", notes)


def _decode_unknown(data: bytes, *notes: str) -> Decoded:
    text = _decode_or_none(data, "utf-8")
    if text is not None:
        return Decoded(text, "utf-8", "utf-8", notes)
    text = _decode_or_none(data, "cp1252")
    if text is None or len(data.translate(None, _CONTROLS)) < len(data):
        raise NotTextError("is neither UTF-8 nor Windows-1252 text; if it is text, save it as UTF-8")
    return Decoded(text, "cp1252", "fallback", notes)


def find_declared_encoding(data: bytes) -> str | None:
    """Return the label in an XML declaration or HTML meta element of the first 2,048 bytes."""
    match = _DECLARATION.search(data, 0, 2048)
    return (match[1] or match[2]).decode("ascii", "replace") if match else None


def find_codec(label: str) -> str | None:
    """Return the Python codec a page means by `label`, or None where it names no text encoding we read.

    >>> find_codec("ISO-8859-1"), find_codec("zip")
    ('cp1252', None)
    """
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    name = _READ_AS.get(name, name)
    return name if name in _TEXT_CODECS else None


def _refuse_binary(data: bytes) -> None:
    nuls = data.count(0)
    for magic, kind in _MAGIC:
        # A sentence may begin with RIFF or ID3; a file of that kind has NULs, except the two formats made of ASCII.
        if data.startswith(magic) and (nuls or magic in _ASCII_FORMATS):
            raise NotTextError(f"is {kind}; give it the right file ending, or save its text as .txt")
    if nuls * 10 > len(data):
        raise NotTextError(_describe_nuls(data, nuls))


def _describe_nuls(data: bytes, nuls: int) -> str:
    even = data[0::2].count(0)
    if max(even, nuls - even) * 4 > len(data) > min(even, nuls - even) * 20:
        return "looks like UTF-16 without a byte order mark; save it as UTF-8"
    return "is not text (full of NUL bytes); save its text as .txt"


def _decode_or_none(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None
