"""Correct what an article is: its description, which edition replaces it, whether it counts; and undo that."""

from collections.abc import Mapping
from typing import Final

from claims.amendments import AMENDABLE, RETRACTED, REVISES
from claims.errors import VariorumError
from claims.intake.metadata import build_metadata
from claims.models import Amendment, Article
from claims.store.dossier import Dossier
from tui.services.pending_act import PendingAct
from tui.services.session import make_id, sign, utc_now
from tui.services.workspace import Workspace

_DATES: Final = ("published", "modified")
_FIELD_WORDS: Final = {
    "publisher": "outlet",
    "published": "publication date",
    "modified": "date of its last change",
    "url": "address",
}


class AmendmentError(VariorumError):
    """An article cannot be amended so; nothing was recorded."""


def amend_article(
    workspace: Workspace, name: str, values: Mapping[str, str], reviewer: str, because: str
) -> tuple[Article, Amendment]:
    """Record new values of fields in `AMENDABLE`, empty for none; return the article as it is now and the amendment.

    Raises:
        AmendmentError: no field changes, or a value is none of its kind.
    """
    article = workspace.dossier.article(workspace.dossier.find_article(name))
    new = read_values(values)
    if new == {field: getattr(article, field) for field in new}:
        raise AmendmentError(f"{article.name} says so already; nothing was recorded")
    changes = changes_to(article, new)
    return _record(workspace, article, changes, reviewer, because)


def field_words(field: str) -> str:
    """Return what people call a field of an article."""
    return _FIELD_WORDS.get(field, field)


def changes_to(article: Article, new: Mapping[str, str | None]) -> tuple[tuple[str, str | None, str | None], ...]:
    """Return the changes that new values of fields make.

    The two dates come together: what the article knows up to follows from both.
    """
    if new.keys() & set(_DATES):
        new = {field: getattr(article, field) for field in _DATES} | dict(new)
    return tuple((field, getattr(article, field), value) for field, value in sorted(new.items()))


def read_values(values: Mapping[str, str]) -> dict[str, str | None]:
    """Return new values of fields in `AMENDABLE` as they are recorded, None for an empty one.

    Raises:
        AmendmentError: a value is none of its kind.
    """
    given = {field: value for field, value in values.items() if value.strip()}
    cleaned = build_metadata(given)
    if cleaned.problems:
        raise AmendmentError(f"{cleaned.problems[0]}; nothing was recorded")
    return {field: getattr(cleaned, field) if field in given else None for field in values if field in AMENDABLE}


def supersede_article(
    workspace: Workspace, old: str, new: str, reviewer: str, because: str
) -> tuple[Article, Amendment]:
    """Record that one article is a later edition of another, whose statements it brings up to date.

    Raises:
        AmendmentError: both are one article, it is so already, or the earlier one replaces the later already.
    """
    store = workspace.dossier
    earlier, later = store.find_article(old), store.article(store.find_article(new))
    if earlier == later.id:
        raise AmendmentError(f"{old} and {new} are one article; nothing was recorded")
    if later.revises == earlier:
        raise AmendmentError(f"{new} replaces {old} already; nothing was recorded")
    if later.id in _replaced_by(store, earlier):
        raise AmendmentError(f"{old} replaces {new} already: `articles undo` takes that back; nothing was recorded")
    return _record(workspace, later, ((REVISES, later.revises, earlier),), reviewer, because)


def _replaced_by(store: Dossier, article: str) -> set[str]:
    """Return the editions that came before an article."""
    earlier: set[str] = set()
    revises = store.article(article).revises
    while revises is not None and revises not in earlier:
        earlier.add(revises)
        revises = store.article(revises).revises
    return earlier


def retract_article(workspace: Workspace, name: str, reviewer: str, because: str) -> tuple[Article, Amendment, int]:
    """Record that its publisher took an article back, and set aside what it states, in one act.

    Return the article, the amendment and how many statements were set aside.

    Raises:
        AmendmentError: it is retracted already, or no reason is given.
    """
    store = workspace.dossier
    article = store.article(store.find_article(name))
    if not because.strip():
        raise AmendmentError("say why with --because: a correction notice, a withdrawal; nothing was recorded")
    if RETRACTED in store.amendments().changes(article.id):
        raise AmendmentError(f"{article.name} is retracted already; nothing was recorded")
    pending = PendingAct(store, reviewer, utc_now(), make_id)
    for assertion in store.assertions_of(article.id):
        decision = pending.decision_on(assertion)
        if decision is None or decision.action == "confirm":
            pending.reject(assertion, "retracted", because.strip())
    article, amendment = _record(workspace, article, ((RETRACTED, None, because.strip()),), reviewer, because, pending)
    return article, amendment, len(pending.decisions)


def undo_amendment(
    workspace: Workspace, name: str, reviewer: str, because: str, which: str = ""
) -> tuple[Article, Amendment]:
    """Undo an amendment of an article in force, with the decisions that were made at the same stroke.

    `which` is its id; without one it is the latest.

    Raises:
        AmendmentError: there is none, or that one is undone already.
    """
    store = workspace.dossier
    article = store.article(store.find_article(name))
    in_force = [one for one in store.amendments().of(article.id) if which in ("", one.id)]
    if not in_force:
        state = (
            f"that amendment of {article.name} is undone already"
            if which
            else f"no amendment of {article.name} is in force"
        )
        raise AmendmentError(f"{state}; nothing was recorded")
    last = in_force[-1]
    pending = PendingAct(store, reviewer, utc_now(), make_id)
    for assertion in store.assertions_of(article.id):
        decision = pending.decision_on(assertion)
        if decision is not None and last.batch and decision.batch == last.batch:
            pending.undo(decision)
    return _record(workspace, article, (), reviewer, because, pending, undoes=last.id)


def _record(
    workspace: Workspace,
    article: Article,
    changes: tuple[tuple[str, str | None, str | None], ...],
    reviewer: str,
    because: str,
    pending: PendingAct | None = None,
    undoes: str | None = None,
) -> tuple[Article, Amendment]:
    amendment = Amendment(
        action="undo" if undoes else "amend",
        article=article.id,
        changes=changes,
        undoes=undoes,
        batch=make_id() if pending else "",
        **sign(reviewer.strip(), because.strip(), AmendmentError),
    )
    decisions = [one.changed(batch=amendment.batch) for one in pending.decisions] if pending else []
    workspace.dossier.amend(amendment, decisions)
    return workspace.dossier.article(article.id), amendment
