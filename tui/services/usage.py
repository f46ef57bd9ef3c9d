"""Everything that rests on one source or reviewer, and which answers would change without it."""

from collections.abc import Sequence

from claims.errors import VariorumError
from claims.models import Assertion, Decision
from claims.store.dossier import UnknownRecordError
from claims.values import format_value
from reconcile.audit.usage import ROLES, Change, Role, Usage, Use, bearing_items, compare_answers, role_of
from reconcile.evidence.lens import Lens
from reconcile.items.item import item_id
from tui.output import progress
from tui.services.workspace import Workspace

_CLEAR = Lens()


_ALL = 2**31


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
    store = workspace.dossier
    vocabulary = store.vocabulary()
    used: list[tuple[Assertion, Role]] = []
    with progress("looking for it in every chain") as step:
        outlets = {row.id: row.publisher or f"article {row.name}" for row in store.article_rows()}
        for number, assertion in enumerate(store.assertions(), start=1):
            role = role_of(assertion, outlets[assertion.passage.article], name, vocabulary)
            if role is not None and role in roles:
                used.append((assertion, role))
            if not number % 1000:
                step(number)
    by_reviewer = _decisions_of(workspace, name) if "reviewer" in roles else []
    if not used and not by_reviewer:
        hint = "`variorum claims list` shows outlets and speakers, `variorum report` reviewers"
        raise UnknownRecordError("source or reviewer", name, hint)
    ids = frozenset(assertion.id for assertion, _ in used)
    keys = set(bearing_items([assertion for assertion, _ in used], vocabulary))
    keys |= {(d.subject, target) for d in by_reviewer for target in vocabulary.bearing_on(d.attribute)}
    keys |= {decision.item for decision in by_reviewer}
    decisions = {decision.id for decision in by_reviewer}
    changes: list[Change] = []
    lens = Lens(without=ids, without_reviewer=by_reviewer[0].reviewer if by_reviewer else "")
    items = []
    with progress("resolving without it", len(keys)) as step:
        for number, key in enumerate(sorted(keys), start=1):
            step(number)
            if not store.evidence(key):
                continue
            items.append(item_id(*key))
            decisions |= {d.id for d in store.decisions(key) if d.action == "accept" and d.assertion in ids}
            before, after = workspace.item_through(key, _CLEAR), workspace.item_through(key, lens)
            change = compare_answers(before, after)
            if change is not None:
                changes.append(change)
    names = workspace.article_info(sorted({assertion.passage.article for assertion, _ in used}))
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
        for assertion, role in used
    ]
    return Usage(
        name=vocabulary.speaker_name(name) if used else by_reviewer[0].reviewer,
        assertions=tuple(sorted(uses, key=lambda use: (use.item, use.assertion))),
        decisions=tuple(sorted(decisions)),
        items=tuple(items),
        changes=tuple(changes),
    )


def _decisions_of(workspace: Workspace, reviewer: str) -> list[Decision]:
    """Return what a reviewer decided, whatever the case their name is written in."""
    return [d for d in workspace.dossier.recent_decisions(limit=_ALL) if d.reviewer.casefold() == reviewer.casefold()]
