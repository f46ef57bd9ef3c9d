"""Read files into documents, one after another; a file that is no article is a finding.

The file ending chooses the reader. Metadata counts in this order: the sidecar, the document's own metadata, the dates
in its head.
"""

import re
from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from claims.findings import Finding
from claims.identity import digest_bytes
from claims.intake.answers import Answer, Part
from claims.intake.cuts import find_cuts
from claims.intake.dates import How, StatedDate, dateline_date, find_stated_dates, latest_date, modified_date
from claims.intake.documents import Document, Limits
from claims.intake.encoding import Decoded, NotTextError, decode_text, find_declared_encoding
from claims.intake.files import FoundFile, UnreadableError, find_files, open_file, read_file, show_path
from claims.intake.frontmatter import split_front_matter
from claims.intake.headlines import find_headline
from claims.intake.kinds import ARCHIVES, KINDS, Kind, Reader, find_kind
from claims.intake.metadata import KEYS, Metadata, build_metadata, merge_metadata
from claims.intake.parser import NoArticleError, Parser, ParserFailedError
from claims.intake.publishers import find_publisher
from claims.intake.records import read_article_lines
from claims.intake.sidecars import find_its_article, find_sidecar_name, is_sidecar, load_sidecar
from claims.language import find_language

_WITH_SIDECARS: Final = tuple(ending for ending, kind in KINDS.items() if kind.reader != "jsonl")
_DEFAULT_LIMITS: Final = Limits()
_UNREAD: Final = (NotTextError, NoArticleError, ParserFailedError)
_NOT_DECODED: Final = Decoded("", "", "")
"""Of what does not come as text."""
_LEDGER_HEAD: Final = re.compile(r"\b[0-9]+:[0-9a-f]{64}\b")
"""What every report names at its end: its statements would come back as new ones, from one more outlet."""
_SAVE_AS_TEXT: Final = "; save its text as .txt and add that"


@dataclass(frozen=True, slots=True)
class _Content:
    """The result of reading the bytes in one format."""

    text: str
    decoded: Decoded
    metadata: Metadata
    dated_in: How = "metadata"
    complete: bool = True
    notes: tuple[str, ...] = ()
    moments: tuple[tuple[int, str], ...] = ()
    declared: str | None = None
    """The language that it says it is in."""


def read_documents(
    paths: Iterable[Path], *, limits: Limits = _DEFAULT_LIMITS, progress: Callable[[str], None] | None = None
) -> Iterator[Document | Finding]:
    """Read the files and folders named, in the order given, and yield a document or a finding for each article in them.

    In folders hidden files and symbolic links are left out. `progress` is given each file's name before it is read.
    """
    with Parser(limits) as parser:
        for file in find_files(paths):
            if isinstance(file, Finding):
                yield file
            elif is_sidecar(file.name):
                if find_its_article(file.path, _WITH_SIDECARS) is None:
                    message = "describes no article beside it; name it as the article is named"
                    yield _finding(file, message, "bad-sidecar")
            else:
                if progress is not None:
                    progress(file.name)
                yield from _read_file(file, limits, parser)


def _read_file(file: FoundFile, limits: Limits, parser: Parser) -> Iterator[Document | Finding]:
    kind = find_kind(file.name)
    try:
        if kind is None:
            yield _unknown_kind(file)
        elif kind.reader == "jsonl":
            with open_file(file.path) as stream:
                yield from read_article_lines(stream, show_path(file.path), limits.max_bytes)
        else:
            most = limits.max_archive_bytes if kind.reader in ARCHIVES else limits.max_bytes
            yield from _read_data(file, read_file(file.path, most), kind, parser)
    except (UnreadableError, OSError) as error:
        yield _finding(file, str(error), "unreadable")
    except _UNREAD as error:
        yield _unread(file, error)


def _unknown_kind(file: FoundFile) -> Finding:
    if sidecar := find_sidecar_name(file.path, _WITH_SIDECARS):
        message = f"is not read: to say what the article beside it is, call it {sidecar}"
    else:
        message = f"is not of a kind that is read here ({', '.join(KINDS)}){_SAVE_AS_TEXT}"
    return _finding(file, message, "unknown-kind")


def _read_data(file: FoundFile, data: bytes, kind: Kind, parser: Parser) -> Iterator[Document | Finding]:
    if not data.strip():
        raise NotTextError("is empty")
    if kind.reader not in ("text", "html", "pdf"):
        yield from _read_parts(file, data, kind, parser)
        return
    content = _read_content(data, kind.reader, parser)
    sidecar, findings = load_sidecar(file.path)
    yield from findings
    yield _build_document(file.name, (digest_bytes(data), data), kind.media_type, content, sidecar)


def _read_parts(file: FoundFile, data: bytes, kind: Kind, parser: Parser) -> Iterator[Document | Finding]:
    """Read the articles inside a file; one that cannot be read is a finding and costs the others nothing."""
    answer = parser.split(kind.reader, data)
    yield from (_finding(file, message, "not-an-article", place) for place, message in answer["problems"])
    sidecar, findings = load_sidecar(file.path)
    yield from findings
    if len(answer["parts"]) > 1 and sidecar != Metadata():
        yield _finding(file, "holds several articles, so its sidecar was not used", "bad-sidecar")
        sidecar = Metadata()
    for part in answer["parts"]:
        try:
            content = _read_part(part, parser)
        except _UNREAD as error:
            yield _unread(file, error, part["place"])
        else:
            name = part["id"] or file.name + (f"#{part['place']}" if part["place"] else "")
            given = (part["sha256"], b64decode(part.get("original", "")))
            original = given if part["place"] else (digest_bytes(data), data)
            yield _build_document(name, original, kind.media_type, content, sidecar)


def _read_part(part: Part, parser: Parser) -> _Content:
    stated: Mapping[str, str | None] = part["metadata"]
    if part["kind"] != "html":
        return _clean_content({"text": part["content"]}, stated, part["complete"], part["notes"])
    answer = parser.parse("html", part["content"].encode("utf-8", "replace"))
    stated = {key: stated.get(key) or cast("str | None", answer.get(key)) for key in KEYS}
    notes = [*part["notes"], *answer["notes"]]
    return _clean_content(answer, stated, part["complete"] and answer["complete"], notes)


def _read_content(data: bytes, reader: Reader, parser: Parser) -> _Content:
    if reader == "pdf":
        if b"%PDF-" not in data[:1024]:
            raise NotTextError("is not a PDF; give it the right file ending")
        return _build_content(parser.parse("pdf", data))
    if reader == "html":
        decoded = decode_text(data, declared=find_declared_encoding(data))
        return _build_content(parser.parse("html", decoded.text.encode("utf-8")), decoded)
    decoded = decode_text(data)
    pairs, text = split_front_matter(decoded.text)
    _check_words(text, " after its header" if pairs else "")
    return _Content(text, decoded, build_metadata(pairs), dated_in="front matter")


def _build_content(answer: Answer, decoded: Decoded = _NOT_DECODED) -> _Content:
    stated = {key: cast("str | None", answer.get(key)) for key in KEYS}
    return _clean_content(answer, stated, answer["complete"], answer["notes"], decoded)


def _clean_content(
    read: Mapping[str, object],
    stated: Mapping[str, str | None],
    complete: bool,
    notes: Sequence[str],
    decoded: Decoded = _NOT_DECODED,
) -> _Content:
    raw = cast(str, read["text"])
    moments = cast("list[tuple[int, str]]", read.get("moments", []))
    # Lone surrogates (broken PDF fonts) cannot be written as UTF-8.
    text = raw.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    if text != raw:
        notes = [*notes, "characters that no text can hold were replaced"]
    _check_words(text)
    metadata = build_metadata({key: _without_surrogates(value) for key, value in stated.items()})
    return _Content(
        text,
        decoded,
        metadata,
        complete=complete,
        notes=tuple(map(_replace_surrogates, notes)),
        moments=tuple((at, time) for at, time in moments),
        declared=cast("str | None", read.get("declared")),
    )


def _build_document(
    name: str, original: tuple[str, bytes], media_type: str, content: _Content, sidecar: Metadata
) -> Document:
    stated = find_stated_dates(content.text)
    own = content.metadata
    if own.published:
        stated = (StatedDate(own.published, None, None, content.dated_in), *stated)
    if _LEDGER_HEAD.search(content.text):
        raise NotTextError("is a report that was written from a dossier, and no article")
    metadata = merge_metadata(sidecar, own)
    published = metadata.published or latest_date(stated)
    clue = None if published else dateline_date(content.text)
    cuts = tuple(find_cuts(content.text))
    return Document(
        name=name,
        text=content.text,
        original_sha256=original[0],
        original=original[1],
        media_type=media_type,
        encoding=content.decoded.encoding,
        how_decided=content.decoded.how_decided,
        title=metadata.title or find_headline(content.text),
        publisher=metadata.publisher or find_publisher(content.text),
        url=metadata.url,
        author=metadata.author,
        published=published or clue,
        modified=metadata.modified or modified_date(stated, published),
        language=metadata.language or find_language(content.text, content.declared),
        stated_dates=stated,
        complete=content.complete and not cuts,
        notes=(*content.decoded.notes, *content.notes, *cuts, *own.problems, *_note_clue(clue)),
        moments=content.moments,
    )


def _note_clue(day: str | None) -> Iterator[str]:
    if day:
        yield f"published {day} is the day of its dateline; `variorum articles amend` gives a better one"


def _check_words(text: str, where: str = "") -> None:
    if not any(map(str.isalnum, text)):
        raise NotTextError("has no text" + where)


def _without_surrogates(value: str | None) -> str | None:
    return value and _replace_surrogates(value)


def _replace_surrogates(value: str) -> str:
    return value.encode("utf-8", "replace").decode("utf-8")


def _unread(file: FoundFile, error: Exception, place: str = "") -> Finding:
    about = "parser-failed" if isinstance(error, ParserFailedError) else "not-an-article"
    return _finding(file, str(error), about, place)


def _finding(file: FoundFile, message: str, about: str, place: str = "") -> Finding:
    return Finding(where=show_path(file.path) + (f"#{place}" if place else ""), message=message, about=about)
