"""A dossier of the coded seed articles, for tests that look at whole reports; the texts are read where they lie."""

from pathlib import Path

from claims.articles import build_article
from claims.claimsfile import ClaimsReader
from claims.findings import Finding
from claims.intake import read_documents
from claims.vocabulary.loading import parse_vocabulary
from tests.support.paths import CORPUS, TESTS
from tests.support.seeds import DATES, PUBLISHERS, rows
from tui.services.workspace import Workspace


def fill_seeds(path: Path) -> None:
    """Make a dossier at `path` that holds the seed articles and every claim of their coding, reconciled."""
    with Workspace(path, create=True) as workspace:
        store = workspace.dossier
        for document in read_documents(sorted((CORPUS / "seeds").glob("*.txt"))):
            assert not isinstance(document, Finding), document
            published, publisher = DATES.get(document.name), PUBLISHERS.get(document.name[:3])
            store.add_articles([build_article(document, published=published, publisher=publisher)])
        vocabulary = TESTS / "gold" / "vocabulary.toml"
        store.extend_vocabulary(parse_vocabulary(vocabulary.read_text("utf-8"), vocabulary.name))
        reader = ClaimsReader(workspace.article_text, store.vocabulary(), "gold")
        store.add_assertions(reader.assertion(claim) for _, coding in rows("seeds") for claim in coding["claims"])
        workspace.refresh()
