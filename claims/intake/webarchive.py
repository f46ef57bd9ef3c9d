"""Read the pages kept in web archives, WARC (ISO 28500) and WACZ, in the parser process only.

A WACZ lists its pages, which are read; of a WARC those are read that came as HTML with the status 200. When and from
which address a page was captured goes along with it.
"""

import json
from collections.abc import Iterator
from io import BytesIO
from typing import IO, Any, Final
from zipfile import BadZipFile, ZipFile

from warcio.archiveiterator import ArchiveIterator

from claims.intake.answers import Part, Parts, check_parts, make_part, seal_part
from claims.intake.encoding import NotTextError, decode_text, find_declared_encoding
from claims.intake.zipped import open_zip, read_member

_HTML: Final = ("text/html", "application/xhtml+xml")
_UNKNOWN_CODINGS: Final = ("br", "zstd")
_LARGEST_PAGE: Final = 20_000_000
_MOST_PAGES: Final = 5_000


def split_web_archive(data: bytes, max_characters: int) -> Parts:
    """Return the pages of an archive; a page that cannot be read costs itself."""
    answer = Parts(parts=[], problems=[])
    listed: set[str] = set()
    seen: set[tuple[str, str]] = set()
    room = max_characters
    for url, result in _read_all(data, listed, answer):
        if listed and url not in listed:
            continue
        if isinstance(result, str):
            answer["problems"].append((url, result))
        elif (key := (url, result["sha256"])) not in seen:
            seen.add(key)
            room -= len(result["content"])
            if room < 0 or len(seen) > _MOST_PAGES:
                message = "and what comes after it is more than one file may hold; add the archive in parts"
                answer["problems"].append((url, message))
                break
            result["place"] = str(len(seen))
            answer["parts"].append(result)
    if len(answer["parts"]) == 1:
        answer["parts"][0]["place"] = ""
    check_parts(answer, "holds no page of HTML; save the page in a browser and add that")
    return answer


def _read_all(data: bytes, listed: set[str], answer: Parts) -> Iterator[tuple[str, Part | str]]:
    if not data.startswith(b"PK"):
        yield from _read_records(BytesIO(data), answer)
        return
    with open_zip(data) as archive:
        listed.update(_list_pages(archive))
        for name in sorted(archive.namelist()):
            if name.startswith("archive/") and name.endswith((".warc", ".warc.gz")):
                try:
                    with archive.open(name) as stream:
                        yield from _read_records(stream, answer)
                except (BadZipFile, RuntimeError, NotImplementedError) as error:
                    answer["problems"].append((name, f"cannot be read: {error}; save the archive again"))


def _list_pages(archive: ZipFile) -> Iterator[str]:
    """Yield the addresses of the pages that a WACZ lists (its specification 1.1.1, section 5.2.2)."""
    for line in read_member(archive, "pages/pages.jsonl").splitlines():
        try:
            page = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(page, dict) and isinstance(page.get("url"), str):
            yield page["url"]


def _read_records(stream: IO[bytes], answer: Parts) -> Iterator[tuple[str, Part | str]]:
    try:
        for record in ArchiveIterator(stream):
            if record.rec_type in ("response", "resource") and _is_page(record):
                yield record.rec_headers.get_header("WARC-Target-URI", ""), _read_page(record)
    except Exception as error:  # warcio lets through whatever its decoders raise
        answer["problems"].append(("", f"is damaged: {str(error)[:200]}; what comes after is left out"))


def _is_page(record: Any) -> bool:
    headers = record.http_headers or record.rec_headers
    kind = headers.get_header("Content-Type", "").partition(";")[0].strip().lower()
    return kind in _HTML and (record.http_headers is None or headers.get_statuscode() == "200")


def _read_page(record: Any) -> Part | str:
    headers = record.http_headers or record.rec_headers
    if (coding := headers.get_header("Content-Encoding", "").lower()) in _UNKNOWN_CODINGS:
        return f"was kept compressed ({coding}), which is not read here; save the page in a browser and add that"
    data = record.content_stream().read(_LARGEST_PAGE + 1)
    if len(data) > _LARGEST_PAGE:
        return f"is larger than {_LARGEST_PAGE:,} bytes; the page is left out"
    _, _, declared = headers.get_header("Content-Type", "").lower().partition("charset=")
    try:
        decoded = decode_text(data, declared=declared.strip(" \"';") or find_declared_encoding(data))
    except NotTextError as error:
        return f"{error}; the page is left out"
    address, captured = (record.rec_headers.get_header(name, "") for name in ("WARC-Target-URI", "WARC-Date"))
    part = make_part(decoded.text, f"captured {captured[:40]} from {address[:300]}", kind="html")
    part["metadata"] = {"url": address}
    seal_part(part, data)
    return part
