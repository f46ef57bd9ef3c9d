"""Read articles from JSON Lines: one object a line with an id, its text, and what is known about it (`metadata.KEYS`).

A line that is no article is a finding. A file without a single article gives one finding, since it is another kind of
file.
"""

from collections.abc import Iterator
from typing import BinaryIO, Final, cast

from claims.findings import Finding
from claims.identity import JsonValue, canonical_json, digest_bytes
from claims.intake.dates import StatedDate, find_stated_dates, latest_date
from claims.intake.documents import Document
from claims.intake.jsonlines import read_json_lines
from claims.intake.metadata import KEYS, build_metadata
from claims.language import find_language

_KEYS: Final = ("id", *KEYS, "text")


def read_article_lines(stream: BinaryIO, where: str, max_line_bytes: int) -> Iterator[Document | Finding]:
    """Yield the article of each line, or a finding for a line that has none."""
    waiting: list[Finding] = []
    ids: dict[str, int] = {}
    is_article_file = False
    for line in read_json_lines(stream, where, max_line_bytes=max_line_bytes):
        result = line if isinstance(line, Finding) else _build_document(where, *line, ids)
        if isinstance(result, Document) and not is_article_file:
            is_article_file = True
            yield from waiting
        if is_article_file:
            yield result
        else:
            waiting.append(cast(Finding, result))
    if not is_article_file:
        yield _summary(where, waiting)


def _summary(where: str, findings: list[Finding]) -> Finding:
    if not findings:
        return Finding(where=where, message="is empty", about="not-an-article")
    if len(findings) == 1:
        return findings[0]
    message = f"none of its {len(findings):,} lines is an article; the first: {findings[0].message}"
    return Finding(where=where, message=message, about="not-an-article")


def _build_document(where: str, number: int, record: dict[str, object], ids: dict[str, int]) -> Document | Finding:
    problem = _find_problem(record, ids)
    if problem:
        return Finding(where=f"{where}:{number}", message=f"{problem}; the line is left out", about="bad-article-line")
    name, text = str(record["id"]), str(record["text"])
    ids[name] = number
    metadata = build_metadata(record)
    stated = find_stated_dates(text)
    original = canonical_json(cast(JsonValue, record))
    if metadata.published:
        stated = (StatedDate(metadata.published, None, None, "metadata"), *stated)
    return Document(
        name=name,
        text=text,
        original_sha256=digest_bytes(original),
        original=original,
        media_type="application/jsonl",
        encoding="utf-8",
        how_decided="utf-8",
        title=metadata.title,
        publisher=metadata.publisher,
        url=metadata.url,
        author=metadata.author,
        published=metadata.published or latest_date(stated),
        modified=metadata.modified,
        language=metadata.language or find_language(text),
        stated_dates=stated,
        complete=True,
        notes=metadata.problems,
    )


def _find_problem(record: dict[str, object], ids: dict[str, int]) -> str:
    if unknown := sorted(set(record) - set(_KEYS)):
        return f"unknown key {unknown[0][:60]!r}; an article has {', '.join(_KEYS)}"
    if missing := [key for key in ("id", "text") if not _is_text(record.get(key))]:
        return f"no {missing[0]}"
    if unlike := [key for key in KEYS if not isinstance(record.get(key), str | None)]:
        return f"{unlike[0]} is not a string"
    if (name := str(record["id"])) in ids:
        return f"the id {name[:60]!r} stands on line {ids[name]} already"
    return ""


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
