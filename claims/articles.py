"""Build articles from documents, and assertions from the publication dates that documents state.

The word of the person adding a document wins over its sidecar and its own metadata. Where a document states two
publication dates, each becomes an assertion, so that the two may conflict.
"""

from collections.abc import Iterable

from claims.assertions import build_assertion
from claims.identity import digest_bytes
from claims.intake import Document, StatedDate
from claims.intake.answers import MISSING_FIGURES
from claims.models import Article, Assertion, article_id
from claims.passages import passage_at
from claims.values import parse_value

EXTRACTOR = "intake"
"""Who is named as having extracted an assertion that intake made."""


def build_article(
    document: Document,
    *,
    publisher: str | None = None,
    published: str | None = None,
    title: str | None = None,
    url: str | None = None,
    language: str | None = None,
    revises: str | None = None,
    revised_by: str | None = None,
) -> Article:
    """Return the article of a document; metadata given here replaces that of the document."""
    given = {"publisher": publisher, "published": published, "title": title, "url": url}
    about = {key: value or getattr(document, key) for key, value in given.items()}
    text_sha256 = digest_bytes(document.text.encode("utf-8"))
    return Article(
        **about,
        author=document.author,
        modified=document.modified,
        language=language or document.language,
        id=article_id(**about, text_sha256=text_sha256),
        name=document.name,
        text=document.text,
        text_sha256=text_sha256,
        original_sha256=document.original_sha256,
        media_type=document.media_type,
        encoding=document.encoding,
        revises=revises,
        revised_by=revised_by,
        complete=document.complete,
        notes=document.notes,
        moments=document.moments,
    )


def missing_figures(article: Article) -> str:
    """Return the note on figures of its page that an article lacks; empty where there is none."""
    return next((note for note in article.notes if note.startswith(MISSING_FIGURES)), "")


def article_subject(article: Article) -> str:
    """Return the key of the article as a subject."""
    name = "".join(c if c.isprintable() else "�" for c in article.name).strip()[:120] or "article"
    return f"article {name} {article.id[:8]}"


def publication_claims(article: Article, stated: Iterable[StatedDate]) -> list[Assertion]:
    """Return one assertion about the article for each publication date in its text."""
    claims = []
    for date in stated:
        if date.start is None or date.end is None:
            continue
        claims.append(
            build_assertion(
                subject=article_subject(article),
                subject_kind="article",
                attribute="published",
                scope="modified" if date.how == "updated" else "total",
                written=date.edtf,
                value=parse_value("date", date.edtf),
                as_of=article.known_until,
                passage=passage_at(article.id, article.text, date.start, date.end),
                extracted_by=EXTRACTOR,
            )
        )
    return claims
