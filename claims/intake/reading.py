"""Read files into documents, one after another; a file that is no article is a finding.

The file ending chooses the reader. Metadata counts in this order: the sidecar, the document's own metadata, the dates
in its head.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from claims.findings import Finding
from claims.identity import digest_bytes
from claims.intake.answers import Answer
from claims.intake.dates import How, StatedDate, find_stated_dates, latest_date
from claims.intake.documents import Document, Limits
from claims.intake.encoding import Decoded, NotTextError, decode_text, find_declared_encoding
from claims.intake.files import FoundFile, UnreadableError, find_files, open_file, read_file, show_path
from claims.intake.frontmatter import split_front_matter
from claims.intake.headlines import find_headline
from claims.intake.metadata import KEYS, Metadata, build_metadata, merge_metadata
from claims.intake.parser import NoArticleError, Parser, ParserFailedError
from claims.intake.publishers import find_publisher
from claims.intake.records import read_article_lines
from claims.intake.sidecars import find_its_article, is_sidecar, load_sidecar
from claims.language import find_language

_MEDIA_TYPES: Final = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".pdf": "application/pdf",
    ".jsonl": "application/jsonl",
    ".ndjson": "application/jsonl",
}
_WITH_SIDECARS: Final = tuple(ending for ending in _MEDIA_TYPES if _MEDIA_TYPES[ending] != "application/jsonl")
_DEFAULT_LIMITS: Final = Limits()
_SAVE_AS_TEXT: Final = "; save its text as .txt and add that"


@dataclass(frozen=True, slots=True)
class _Content:
    """The result of reading the bytes in one format."""

    text: str
    decoded: Decoded | None
    metadata: Metadata
    dated_in: How = "metadata"
    complete: bool = True
    notes: tuple[str, ...] = ()


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
    media_type = _MEDIA_TYPES.get(Path(file.name).suffix.lower())
    try:
        if media_type is None:
            kinds = ", ".join(_MEDIA_TYPES)
            yield _finding(file, f"is not of a kind that is read here ({kinds}){_SAVE_AS_TEXT}", "unknown-kind")
        elif media_type == "application/jsonl":
            with open_file(file.path) as stream:
                yield from read_article_lines(stream, show_path(file.path), limits.max_bytes)
        else:
            data = read_file(file.path, limits.max_bytes)
            content = _read_content(data, media_type, parser)
            sidecar, findings = load_sidecar(file.path)
            yield from findings
            yield _build_document(file.name, digest_bytes(data), media_type, content, sidecar)
    except (UnreadableError, OSError) as error:
        yield _finding(file, str(error), "unreadable")
    except (NotTextError, NoArticleError) as error:
        yield _finding(file, str(error), "not-an-article")
    except ParserFailedError as error:
        yield _finding(file, str(error), "parser-failed")


def _read_content(data: bytes, media_type: str, parser: Parser) -> _Content:
    if not data.strip():
        raise NotTextError("is empty")
    if media_type == "application/pdf":
        if b"%PDF-" not in data[:1024]:
            raise NotTextError("is not a PDF; give it the right file ending")
        return _build_content(parser.parse("pdf", data), None)
    if media_type in ("text/html", "application/xhtml+xml"):
        decoded = decode_text(data, declared=find_declared_encoding(data))
        return _build_content(parser.parse("html", decoded.text.encode("utf-8")), decoded)
    decoded = decode_text(data)
    pairs, text = split_front_matter(decoded.text)
    _check_words(text, " after its header" if pairs else "")
    return _Content(text, decoded, build_metadata(pairs), dated_in="front matter")


def _build_content(answer: Answer, decoded: Decoded | None) -> _Content:
    # Lone surrogates (broken PDF fonts) cannot be written as UTF-8.
    text = answer["text"].encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    notes = answer["notes"]
    if text != answer["text"]:
        notes = [*notes, "characters that no text can hold were replaced"]
    stated = {key: answer.get(key) for key in KEYS}
    _check_words(text)
    metadata = build_metadata({key: _without_surrogates(cast("str | None", value)) for key, value in stated.items()})
    return _Content(text, decoded, metadata, complete=answer["complete"], notes=tuple(notes))


def _build_document(name: str, sha256: str, media_type: str, content: _Content, sidecar: Metadata) -> Document:
    stated = find_stated_dates(content.text)
    own = content.metadata
    if own.published:
        stated = (StatedDate(own.published, None, None, content.dated_in), *stated)
    metadata = merge_metadata(sidecar, own)
    decoded = content.decoded
    return Document(
        name=name,
        text=content.text,
        original_sha256=sha256,
        media_type=media_type,
        encoding=decoded.encoding if decoded else "",
        how_decided=decoded.how_decided if decoded else "",
        title=metadata.title or find_headline(content.text),
        publisher=metadata.publisher or find_publisher(content.text),
        url=metadata.url,
        author=metadata.author,
        published=metadata.published or latest_date(stated),
        modified=metadata.modified,
        language=metadata.language or find_language(content.text),
        stated_dates=stated,
        complete=content.complete,
        notes=(*(decoded.notes if decoded else ()), *content.notes, *own.problems),
    )


def _check_words(text: str, where: str = "") -> None:
    if not any(map(str.isalnum, text)):
        raise NotTextError("has no text" + where)


def _without_surrogates(value: str | None) -> str | None:
    return value and value.encode("utf-8", "replace").decode("utf-8")


def _finding(file: FoundFile, message: str, about: str) -> Finding:
    return Finding(where=show_path(file.path), message=message, about=about)
