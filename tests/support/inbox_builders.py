"""A dossier with an invented article and proposals on it, for the tests of the inbox."""

from pathlib import Path

from claims.models import Assertion
from claims.store.dossier import Dossier
from tests.support.review_builders import make_article, make_assertion
from tests.support.templates import write_built
from tui.services.workspace import Workspace

TEXT = (
    "At least 12 people were killed on the quay, the harbour office said. Nine of them were crew. "
    "Dozens were injured.\n"
    "A fire in 2029 had killed 4. The owners deny that the alarm was off.\n"
)
PLAIN, SUBSET, VAGUE, OLD = (
    "At least 12 people were killed",
    "Nine of them were crew",
    "Dozens were injured",
    "killed 4",
)


def make_inbox(folder: Path, *, reconciled: bool = False) -> Path:
    """Two articles: five proposals on the first, three of them agreed, and one on the second."""
    return write_built(folder / "inbox.variorum", _build_reconciled_inbox if reconciled else _build_inbox)


def _build_reconciled_inbox(path: Path) -> None:
    _build_inbox(path)
    with Workspace(path) as workspace:
        workspace.refresh()


def _build_inbox(path: Path) -> None:
    post = make_article(TEXT)
    bell = make_article("Fourteen were killed at the quay.", name="bell.txt", publisher="Evening Bell")
    proposals = [
        make_assertion(post, PLAIN, "at least 12", speakers=["harbour office"]).changed(tier="agreed"),
        make_assertion(post, SUBSET, "nine").changed(tier="single"),
        make_assertion(post, VAGUE, "dozens", attribute="injured").changed(tier="agreed"),
        make_assertion(post, OLD, "4", subject="fire of 2029").changed(tier="single"),
        make_assertion(post, "12 people", "12", attribute="missing").changed(tier="agreed"),
    ]
    other = make_assertion(bell, "Fourteen were killed", "fourteen").changed(tier="single")
    with Dossier(path, create=True) as dossier:
        dossier.add_articles([post, bell])
        dossier.add_assertions([*proposals, other])


def by_quote(dossier: Dossier, article: str = "post.txt") -> dict[str, list[Assertion]]:
    """The assertions of an article, by the words they quote."""
    found: dict[str, list[Assertion]] = {}
    for assertion in dossier.assertions_of(dossier.find_article(article)):
        found.setdefault(assertion.passage.exact, []).append(assertion)
    return found
