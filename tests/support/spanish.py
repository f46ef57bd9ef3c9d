"""A hundred labelled Spanish sentences of invented events, and articles in Spanish."""

import json

from claims.models import Article
from tests.support.paths import ROOT

SENTENCES = [json.loads(line) for line in (ROOT / "tests/gold/spanish.jsonl").read_text("utf-8").splitlines()]
"""Each with what is `said`: attribute, value, scope, stance, and `by` whom; `?` is not compared."""


def spanish(text: str, language: str | None = "es", published: str = "2031-05-04") -> Article:
    """Return an article that is in Spanish."""
    return Article(
        id="0" * 64, name="a", published=published, text=text, text_sha256="", original_sha256="", language=language
    )
