"""The date that a decision between stated publication dates gives its article: an amendment beside the decision."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from claims.decisions import undone_ids
from claims.models import Amendment, Assertion, Decision
from claims.values.model import DateValue
from tui.services.amending import changes_to
from tui.services.workspace import Workspace

PUBLISHED: Final = "published"
_MODIFIED: Final = "modified"
"""The scope of the attribute that is about another field of the article, and that field."""


def amendments_beside(
    workspace: Workspace, decisions: Sequence[Decision], new_id: Callable[[], str]
) -> list[Amendment]:
    """Return what decisions that are about to be recorded amend, each naming its decision.

    Accepting a stated date amends its article once the item is settled by it; undoing that undoes the amendment.
    """
    about_dates = [decision for decision in decisions if decision.attribute == PUBLISHED]
    return [one for decision in about_dates for one in _amendments_of(workspace, decision, decisions, new_id)]


def _amended_by(workspace: Workspace, decision: str | None) -> list[Amendment]:
    every = workspace.dossier.amendments().every
    undone = undone_ids(every)
    return [one for one in every if one.decision == decision and one.id not in undone]


def _amendments_of(
    workspace: Workspace, decision: Decision, beside: Sequence[Decision], new_id: Callable[[], str]
) -> Iterator[Amendment]:
    signature = {"decision": decision.id, "reviewer": decision.reviewer, "decided_at": decision.decided_at}
    if decision.action == "undo":
        for one in _amended_by(workspace, decision.undoes):
            yield Amendment(id=new_id(), action="undo", article=one.article, undoes=one.id, **signature)
    elif decision.action == "accept" and decision.assertion is not None:
        statement = workspace.dossier.assertion(decision.assertion)
        if workspace.item_if(decision.item, beside).resolution.state == "resolved":
            for article, changes in _dated_by(workspace, statement):
                yield Amendment(id=new_id(), action="amend", article=article, changes=changes, **signature)


def _dated_by(
    workspace: Workspace, statement: Assertion
) -> Iterator[tuple[str, tuple[tuple[str, str | None, str | None], ...]]]:
    """Yield an article with its changes where a statement gives it another date than it has."""
    if statement.subject_kind == "article" and isinstance(statement.value, DateValue):
        article = workspace.dossier.article(statement.passage.article)
        field = _MODIFIED if statement.scope == _MODIFIED else PUBLISHED
        if getattr(article, field) != statement.value.edtf:
            yield article.id, changes_to(article, {field: statement.value.edtf})
