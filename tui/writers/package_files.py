"""The files of a package that are computed from its ledger, written while the ledger is read once.

Every record adds to several of them, so each grows in a temporary file; only the names of the articles' files are held
in memory.
"""

import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import Any, Final, Self, TextIO

from claims.models import Article, Assertion, Decision, ReviewerChange
from claims.proof.package import text_name
from reconcile.audit.annotations import annotate, page_head
from reconcile.audit.provenance import (
    PROV_JSON_PREFIX,
    PROV_N_END,
    PROV_N_OPENING,
    PROV_O_CONTEXT,
    SECTIONS,
    Element,
    Link,
    ProvenanceBuilder,
    to_prov_json,
    to_prov_n,
    to_prov_o,
)
from tui.output import to_json_line

_CHUNK: Final = 2**20
_SPOOLS: Final = ("annotations", "nodes", "lines", *SECTIONS)


class Derived:
    """Collects annotations and provenance. Use as a context manager."""

    def __init__(self, *, texts: bool) -> None:
        """Prepare; `texts` says whether the package has the texts, so that annotations may point at them."""
        self._texts = texts
        self._stack = ExitStack()
        self._telling = ProvenanceBuilder()
        self._links = self._annotations = 0
        self._spools: dict[str, TextIO] = {}
        self._started: set[str] = set()
        self._sources: dict[str, str] = {}

    def __enter__(self) -> Self:
        for name in _SPOOLS:
            self._spools[name] = self._stack.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8", newline=""))
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def add_article(self, article: Article) -> None:
        """Add an article."""
        if self._texts:
            self._sources[article.id] = text_name(article.text_sha256)
        self._add(self._telling.article(article))

    def add_assertion(self, assertion: Assertion, recorded_at: str) -> None:
        """Add an assertion; its article has been added before."""
        annotation = annotate(assertion, recorded_at, self._sources.get(assertion.passage.article))
        self._append("annotations", to_json_line(annotation))
        self._annotations += 1
        self._add(self._telling.assertion(assertion))

    def add_decision(self, decision: Decision) -> None:
        """Add a decision."""
        self._add(self._telling.decision(decision))

    def add_reviewer(self, change: ReviewerChange) -> None:
        """Add a change to the list of reviewers."""
        self._add(self._telling.reviewer(change))

    def _add(self, parts: Sequence[Element]) -> None:
        for part in parts:
            self._links += isinstance(part, Link)
            section, key, content = to_prov_json(part, self._links)
            self._append(section, f"{json.dumps(key)}: {to_json_line(content)}")
            self._spools["lines"].write(to_prov_n(part) + "\n")
        for node in to_prov_o(parts):
            self._append("nodes", to_json_line(node))

    def _append(self, spool: str, line: str) -> None:
        self._spools[spool].write((",\n" if spool in self._started else "\n") + line)
        self._started.add(spool)

    def annotations(self) -> Iterator[str]:
        """Yield the page of annotations."""
        yield to_json_line(page_head("annotations.jsonld", self._annotations))[:-1] + ', "items": ['
        yield from self._content("annotations")
        yield "\n]}\n"

    def prov_json(self) -> Iterator[str]:
        """Yield the provenance as PROV-JSON."""
        yield '{"prefix": ' + to_json_line(PROV_JSON_PREFIX)
        for section in SECTIONS:
            if section in self._started:
                yield f',\n"{section}": {{'
                yield from self._content(section)
                yield "\n}"
        yield "}\n"

    def prov_o(self) -> Iterator[str]:
        """Yield the provenance as PROV-O in JSON-LD."""
        yield '{"@context": ' + to_json_line(PROV_O_CONTEXT) + ',\n"@graph": ['
        yield from self._content("nodes")
        yield "\n]}\n"

    def prov_n(self) -> Iterator[str]:
        """Yield the provenance as PROV-N."""
        yield PROV_N_OPENING
        yield from self._content("lines")
        yield PROV_N_END

    def _content(self, spool: str) -> Iterator[str]:
        file = self._spools[spool]
        file.seek(0)
        return iter(lambda: file.read(_CHUNK), "")


def describe_article(article: Article) -> dict[str, Any]:
    """Return what the crate says of an article's text."""
    return {
        "name": article.title or article.name,
        "author": article.author,
        "publisher": article.publisher,
        "datePublished": article.published,
        "url": article.url,
        "sha256": article.text_sha256,
    }
