"""`variorum claims inbox`, `confirm`, `reject`, `amend`, `undo`: proposals reviewed without a screen."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from claims.models import Assertion
from claims.values import format_value
from tui.output import counted, say, write, write_json
from tui.services.claim_fields import fields_of
from tui.services.inbox import InboxError, InboxSession, Made, Preview
from tui.services.workspace import Workspace
from tui.visible import visible


def run_inbox(dossier: Path, *, as_json: bool) -> None:
    """Print how far the proposals of each article have been reviewed."""
    with Workspace(dossier) as workspace:
        session = InboxSession(workspace, "")
        counts = session.load()
        settled, proposed = session.progress()
    if as_json:
        rows = [{"id": c.article, "name": c.name, "waiting": c.waiting, "proposed": c.proposed} for c in counts]
        write_json({"settled": settled, "proposed": proposed, "articles": rows})
        return
    for count in counts:
        write(visible(f"{count.proposed - count.waiting:6}/{count.proposed:<6} {count.article[:12]}  {count.name}"))
    if counts:
        say(f"{settled:,} of {counted(proposed, 'proposal')} settled")
    else:
        say("no proposals yet; `variorum extract` makes them")


def run_confirm(
    dossier: Path, ids: Sequence[str], article: str | None, which: str, reviewer: str, *, yes: bool, as_json: bool
) -> None:
    """Confirm proposals by id, or those of an article after showing which they would be."""
    with Workspace(dossier) as workspace:
        session = InboxSession(workspace, reviewer)
        claims = [workspace.dossier.assertion(id_) for id_ in ids]
        if article is not None:
            session.open(workspace.dossier.find_article(article))
            preview = session.preview("all" if which == "all" else "agreed")
            if not yes:
                _show(preview, as_json=as_json)
                return
            claims += preview.plain
        if not claims:
            raise InboxError("name proposals by id, or an article with --article; there is nothing to confirm")
        _tell(session.confirm(claims), as_json=as_json)


def _show(preview: Preview, *, as_json: bool) -> None:
    if as_json:
        odd = [{"id": claim.id, "why": why} for claim, why in preview.odd]
        write_json({"plain": [claim.id for claim in preview.plain], "odd": odd})
        return
    for claim in preview.plain:
        write(_line(claim))
    for claim, why in preview.odd:
        write(f"{_line(claim)}  ODD: {visible(why)}")
    say(
        f"--yes accepts the first {counted(len(preview.plain), 'proposal')}; "
        f"{counted(len(preview.odd), 'odd one')} would stay and can be named by id"
    )


def _line(claim: Assertion) -> str:
    scope = "" if claim.scope == "total" else f" [{claim.scope or 'scope not stated'}]"
    stance = "" if claim.stance == "asserts" else f"{claim.stance} "
    value = f"{claim.subject}/{claim.attribute}: {stance}{format_value(claim.value)}{scope}"
    return visible(f"{claim.id[:12]}  {value}  “{claim.passage.exact}”")


def run_reject(dossier: Path, ids: Sequence[str], reason: str, because: str, reviewer: str, *, as_json: bool) -> None:
    """Reject proposals, in one act."""
    with Workspace(dossier) as workspace:
        claims = [workspace.dossier.assertion(id_) for id_ in ids]
        _tell(InboxSession(workspace, reviewer).reject(claims, reason, because), as_json=as_json)


def run_amend(
    dossier: Path, id_: str, changes: dict[str, str | None], because: str, reviewer: str, *, as_json: bool
) -> None:
    """Put the reviewer's reading of the same words in a claim's place."""
    with Workspace(dossier) as workspace:
        claim = workspace.dossier.assertion(id_)
        given = {name: value for name, value in changes.items() if value is not None}
        typed = replace(fields_of(claim), **given)
        _tell(InboxSession(workspace, reviewer).amend(claim, typed, because), as_json=as_json)


def run_undo(dossier: Path, id_: str, reviewer: str, *, as_json: bool) -> None:
    """Undo what holds of a claim."""
    with Workspace(dossier) as workspace:
        claim = workspace.dossier.assertion(id_)
        _tell(InboxSession(workspace, reviewer).undo_on(claim), as_json=as_json)


def _tell(made: Made, *, as_json: bool) -> None:
    if as_json:
        write_json({"decisions": [d.id for d in made.decisions], "added": [a.id for a in made.added]})
        say(made.what)
        return
    write(visible(made.what))
    for assertion in made.added:
        write(_line(assertion))
