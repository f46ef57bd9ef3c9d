"""The claims of a dossier as lines of a claims file."""

from collections.abc import Iterator, Sequence

from claims.claimsfile import export_line
from claims.models import Assertion
from reconcile.items.standing import Standing, fold_decisions
from tui.services.workspace import Workspace


def claim_lines(workspace: Workspace, assertions: Sequence[Assertion], wanted: str) -> Iterator[dict[str, object]]:
    """Yield the claims-file line of each assertion whose status is `wanted`, or of every one for `all`."""
    store = workspace.dossier
    names = store.article_labels()
    recorded = store.recorded_at(assertion.id for assertion in assertions)
    standings: dict[str, Standing] = {}
    for assertion in assertions:
        if assertion.subject not in standings:
            decisions = workspace.lens.decisions(store.subject_decisions(assertion.subject))
            standings[assertion.subject] = fold_decisions(decisions, assertion.attribute)
        status = standings[assertion.subject].status_of(assertion)
        if wanted in {status, "all"}:
            article = names.get(assertion.passage.article, assertion.passage.article)
            yield export_line(assertion, article=article, status=status, recorded_at=recorded.get(assertion.id, ""))
