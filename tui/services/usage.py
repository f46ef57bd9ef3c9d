"""What rests on one source or reviewer, and which answers would change without it."""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Final

from claims.errors import VariorumError
from claims.models import Assertion, Decision
from claims.store.dossier import UnknownRecordError
from claims.values import format_value
from claims.vocabulary.model import Vocabulary
from reconcile.audit.usage import ROLES, Change, Role, Usage, Use, bearing_items, compare_answers, role_of
from reconcile.evidence.lens import Lens
from reconcile.items.item import item_id
from tui.output import progress
from tui.services.workspace import Workspace

_CLEAR: Final = Lens()

_ALL: Final = 2**31
"""More decisions than a dossier holds."""


class RoleError(VariorumError):
    """No such role."""

    def __init__(self, role: str) -> None:
        self.role = role
        super().__init__(f"--as {role!r} is none of {', '.join(ROLES)}")


def find_usage(workspace: Workspace, name: str, roles: Sequence[str] = ROLES) -> Usage:
    """Return everything that rests on `name`.

    Raises:
        UnknownRecordError: nothing does.
    """
    vocabulary = workspace.dossier.vocabulary()
    spoken = _find_assertions(workspace, name, roles)
    decided = _decisions_of(workspace, name) if "reviewer" in roles else []
    if not spoken and not decided:
        hint = "`variorum claims list` shows outlets and speakers, `variorum report` reviewers"
        raise UnknownRecordError("source or reviewer", name, hint)
    reviewer = decided[0].reviewer if decided else ""
    ids = frozenset(assertion.id for assertion, _ in spoken)
    keys = set(bearing_items([assertion for assertion, _ in spoken], vocabulary)) | _decided_items(decided, vocabulary)
    items, changes = _compare_without(workspace, keys, Lens(without=ids, without_reviewer=reviewer))
    return Usage(
        name=vocabulary.speaker_name(name) if spoken else reviewer,
        assertions=_describe_uses(workspace, spoken),
        decisions=tuple(sorted({*(d.id for d in decided), *_accepting(workspace, items, ids)})),
        items=tuple(item_id(*key) for key in items),
        changes=tuple(changes),
    )


def _decided_items(decided: Sequence[Decision], vocabulary: Vocabulary) -> set[tuple[str, str]]:
    """Return the items that decisions are on, and those that their items may change."""
    bearing = {(d.subject, target) for d in decided for target in vocabulary.touched_by(d.attribute)}
    return bearing | {decision.item for decision in decided}


def _find_assertions(workspace: Workspace, name: str, roles: Sequence[str]) -> list[tuple[Assertion, Role]]:
    """Return the assertions in which the source has one of the roles, each with that role."""
    store = workspace.dossier
    vocabulary = store.vocabulary()
    matches: list[tuple[Assertion, Role]] = []
    with progress("looking for it in every chain") as step:
        outlets = {row.id: row.publisher or f"article {row.name}" for row in store.article_rows()}
        for number, assertion in enumerate(store.assertions(), start=1):
            role = role_of(assertion, outlets[assertion.passage.article], name, vocabulary)
            if role is not None and role in roles:
                matches.append((assertion, role))
            if not number % 1000:
                step(number)
    return matches


def _decisions_of(workspace: Workspace, reviewer: str) -> list[Decision]:
    """Return what a reviewer decided, whatever the case their name is written in."""
    return [d for d in workspace.dossier.recent_decisions(limit=_ALL) if d.reviewer.casefold() == reviewer.casefold()]


def _compare_without(
    workspace: Workspace, keys: Iterable[tuple[str, str]], without: Lens
) -> tuple[list[tuple[str, str]], list[Change]]:
    """Return those of the items on which there is evidence, and which of their answers change through the lens."""
    vocabulary = workspace.dossier.vocabulary()
    ordered = sorted(keys)
    items: list[tuple[str, str]] = []
    changes: list[Change] = []
    with progress("resolving without it", len(ordered)) as step:
        for number, key in enumerate(ordered, start=1):
            step(number)
            if not any(key[1] in vocabulary.bearing_on(a.attribute) for a in workspace.dossier.evidence(key)):
                continue  # what only informs an item makes none
            items.append(key)
            change = compare_answers(workspace.item_through(key, _CLEAR), workspace.item_through(key, without))
            if change is not None:
                changes.append(change)
    return items, changes


def _accepting(workspace: Workspace, items: Iterable[tuple[str, str]], ids: frozenset[str]) -> set[str]:
    """Return the ids of the decisions on these items that accept one of the assertions."""
    decisions = (decision for key in items for decision in workspace.dossier.decisions(key))
    return {d.id for d in decisions if d.action == "accept" and d.assertion in ids}


def _describe_uses(workspace: Workspace, spoken: Sequence[tuple[Assertion, Role]]) -> tuple[Use, ...]:
    names = workspace.article_info(sorted({assertion.passage.article for assertion, _ in spoken}))
    uses = [
        Use(
            assertion=assertion.id,
            item=item_id(*assertion.item),
            role=role,
            value=format_value(assertion.value),
            quote=assertion.passage.exact,
            article=assertion.passage.article,
            article_name=names[assertion.passage.article].name,
        )
        for assertion, role in spoken
    ]
    return tuple(sorted(uses, key=attrgetter("item", "assertion")))
