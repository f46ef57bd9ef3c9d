"""The claims of a dossier as lines of a claims file, read some at a time."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from claims.assertions import articles_of
from claims.claimsfile import export_line
from claims.grouping import in_parts
from claims.models import Assertion
from reconcile.items.standing import fold_decisions
from tui.services.workspace import Workspace

_AT_ONCE: Final = 500
"""Claims read at once."""


def claim_lines(
    workspace: Workspace, assertions: Iterable[Assertion], wanted: str
) -> Iterator[tuple[Assertion, dict[str, Any]]]:
    """Yield each assertion that the lens lets through with its line, where its status is `wanted` or that is `all`."""
    names = workspace.dossier.article_labels()
    for part in in_parts(assertions, _AT_ONCE):
        yield from _lines_of(workspace, part, wanted, names)


def _lines_of(
    workspace: Workspace, part: Sequence[Assertion], wanted: str, names: dict[str, str]
) -> Iterator[tuple[Assertion, dict[str, Any]]]:
    store, lens = workspace.dossier, workspace.lens
    recorded = store.recorded_at(assertion.id for assertion in part)
    visible = part if lens.is_clear else lens.assertions(part, workspace.article_info(articles_of(part)), recorded)
    decided = store.decisions_on({assertion.subject for assertion in visible})
    standings = {subject: fold_decisions(lens.decisions(made), "") for subject, made in decided.items()}
    nothing = fold_decisions((), "")
    for assertion in visible:
        status = standings.get(assertion.subject, nothing).status_of(assertion)
        if wanted in {status, "all"}:
            article = names.get(assertion.passage.article, assertion.passage.article)
            at = recorded.get(assertion.id, "")
            yield assertion, export_line(assertion, article=article, status=status, recorded_at=at)
