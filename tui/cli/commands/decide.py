"""`variorum decide`: a decision without a screen, for scripts."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Final

import typer

from claims.models import Action, Decision
from reconcile.items.item import Item
from tui.cli.options import Json, has_terminal, open_workspace, reviewer_name
from tui.output import say, write, write_json
from tui.services.acts import Act, DecisionError, act_of, check_reviewer, find_proposal
from tui.services.review_session import ReviewSession
from tui.services.workspace import Workspace
from tui.visible import visible
from tui.writers.json_views import shapes
from tui.writers.json_views.shapes import Shape
from tui.writers.json_views.views import item_json
from tui.writers.wording import confirmation_words, decision_words, state_words, statements_of

app = typer.Typer()


_FIELDS: Final[dict[Action, tuple[str, ...]]] = {
    "accept": ("assertion",),
    "range": ("low", "high"),
    "contested": (),
    "needs_evidence": (),
    "undecided": (),
    "not_comparable": ("relation",),
    "reject": ("assertion",),
    "confirm": ("assertion",),
    "different_event": ("assertion",),
    "set_scope": ("assertion", "scope"),
    "independent": ("assertion",),
    "grade": ("assertion", "grade"),
    "undo": (),
}
"""The fields of an act that the values of its option fill; a flag has no values."""

SHAPES: Final[dict[str, Shape]] = {"item": (shapes.Item, "variorum decide --format json")}


@app.command(short_help="Decide a data item without a screen.")
def decide(
    id_: Annotated[str, typer.Argument(metavar="ID", help="the data item, as SUBJECT/ATTRIBUTE")],
    because: Annotated[str, typer.Option(help="the rationale, in a sentence")] = "",
    reason: Annotated[
        str, typer.Option(help="a reason code or its digit; `variorum vocabulary reasons` lists them")
    ] = "",
    accept: Annotated[str | None, typer.Option(help="accept this assertion", metavar="ASSERTION")] = None,
    range_: Annotated[
        tuple[str, str] | None, typer.Option("--range", help="accept LOW HIGH; - leaves one open", metavar="LOW HIGH")
    ] = None,
    contested: Annotated[bool, typer.Option("--contested", help="keep it as contested")] = False,
    needs_evidence: Annotated[bool, typer.Option("--needs-evidence", help="wait for more")] = False,
    undecided: Annotated[bool, typer.Option("--undecided", help="you looked and cannot tell")] = False,
    not_comparable: Annotated[
        str | None, typer.Option(help="the sides do not compare; the relation that explains it", metavar="RELATION")
    ] = None,
    reject: Annotated[str | None, typer.Option(help="set this assertion aside", metavar="ASSERTION")] = None,
    confirm: Annotated[str | None, typer.Option(help="confirm this proposal", metavar="ASSERTION")] = None,
    different_event: Annotated[
        str | None, typer.Option(help="this assertion is about another event", metavar="ASSERTION")
    ] = None,
    set_scope: Annotated[
        tuple[str, str] | None, typer.Option(help="say whose number it is", metavar="ASSERTION SCOPE")
    ] = None,
    independent: Annotated[
        str | None, typer.Option(help="this assertion is no copy, though it shares words", metavar="ASSERTION")
    ] = None,
    grade: Annotated[
        tuple[str, str] | None,
        typer.Option(
            help="how far this assertion can be believed: 2 to 5, 6 cannot be judged", metavar="ASSERTION DIGIT"
        ),
    ] = None,
    proposal: Annotated[bool, typer.Option("--proposal", help="accept what the codebook in force proposes")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="undo the item's latest standing decision")] = False,
    blind: Annotated[bool, typer.Option("--blind", help="record it without a look at what others decided")] = False,
    based_on: Annotated[
        str | None,
        typer.Option(help="the decision you last saw on it; refused if another came since", metavar="DECISION"),
    ] = None,
    decision_id: Annotated[
        str | None, typer.Option("--id", help="32 hex digits of your own: trying again records it once")
    ] = None,
    as_json: Json = "text",
) -> None:
    """Decide a data item without a screen. Give one act, and --because or --reason.

    With --blind it is recorded as made without knowing what others decided, and nothing of that is printed.
    """
    options: dict[Action, object] = {
        "accept": accept,
        "range": range_,
        "contested": contested,
        "needs_evidence": needs_evidence,
        "undecided": undecided,
        "not_comparable": not_comparable,
        "reject": reject,
        "confirm": confirm,
        "different_event": different_event,
        "set_scope": set_scope,
        "independent": independent,
        "grade": grade,
        "undo": undo,
    }
    reviewer = reviewer_name()
    given = build_act(options, proposal=proposal)
    _check_options(reviewer, decision_id, asks_others=blind and bool(based_on))
    with open_workspace() as workspace:
        session = ReviewSession(workspace, reviewer, blind=blind, new_id=lambda: decision_id or uuid.uuid4().hex)
        item = session.sight.outcome(workspace.find_key(id_))
        act = replace(given or act_of(find_proposal(item)), reason=reason, rationale=because)
        seen_head = not based_on or (item.head or "").startswith(based_on.lower())
        if act.action != "undo":
            overtaken = None if seen_head else based_on
            item, message = _record(session, item, act, overtaken, is_retry=decision_id is not None)
        elif decision_id in {d.id for d in workspace.dossier.decisions((item.subject, item.attribute))}:
            item, message = session.sight.outcome((item.subject, item.attribute)), f"already there: {decision_id}"
        elif not seen_head:
            raise DecisionError(f"{item.id} is no longer as {based_on} left it; look again; nothing was recorded")
        else:
            item, message = _undo(session, item, because, is_retry=decision_id is not None)
        _print_result(workspace, item, message, as_json=as_json)


def _record(session: ReviewSession, item: Item, act: Act, overtaken: str | None, *, is_retry: bool) -> tuple[Item, str]:
    """Record a decision, unless that was done a few minutes ago and is not meant again; return the item and words.

    `overtaken` is the decision the reviewer last saw where another came since, which the record then says no to.
    """
    decision, *confirming = session.prepare(item, act)
    earlier = session.earlier_try(decision)
    if not is_retry and earlier and not _is_meant_again(earlier):
        return item, f"recorded already, {earlier.id}: {decision_words(earlier, statements_of(item))}"
    now = session.record(decision.changed(based_on=overtaken) if overtaken else decision, *confirming)
    confirmed = confirmation_words(item, now) if confirming else ""
    words = decision_words(decision, statements_of(item))
    return now, f"recorded {decision.id}{confirmed}: {words}{_behind(session)}"


def _check_options(reviewer: str, decision_id: str | None, *, asks_others: bool) -> None:
    if decision_id is not None and not re.fullmatch("[0-9a-f]{32}", decision_id):
        raise DecisionError("--id takes 32 lower-case hex digits; nothing was recorded")
    check_reviewer(reviewer, DecisionError)
    if asks_others:
        raise DecisionError(
            "--based-on asks what others did meanwhile; leave it out with --blind; nothing was recorded"
        )


def _undo(session: ReviewSession, item: Item, because: str, *, is_retry: bool) -> tuple[Item, str]:
    """Undo the latest standing decision on an item, unless that was done a few minutes ago and is not meant again."""
    latest = session.latest_of_mine((item.subject, item.attribute))
    if latest and latest.action == "undo" and not is_retry and not _is_meant_again(latest, tacit=True):
        return item, f"left as it is: {latest.id}"
    undone = session.undo(item, because)
    message = f"undid: {decision_words(undone, statements_of(item))}{_behind(session)}"
    return session.sight.outcome(undone.item), message


def _behind(session: ReviewSession) -> str:
    return f"; the list follows ({session.behind})" if session.behind else ""


def _is_meant_again(earlier: Decision, *, tacit: bool = False) -> bool:
    """Ask whether an act of a few minutes ago is meant once more; where nobody can be asked, `tacit` says it."""
    if not has_terminal():
        if not tacit:
            say("you did this a few minutes ago, and it was not recorded again; give an --id of your own to do so")
        return tacit
    say(f"you did this at {earlier.decided_at}, and it is recorded: {earlier.id}")
    return typer.confirm("once more?", default=False, err=True)


def _values_of(option: object) -> tuple[Any, ...]:
    if isinstance(option, tuple):
        return option
    return (option,) if isinstance(option, str) else ()


def build_act(options: Mapping[Action, object], *, proposal: bool = False) -> Act | None:
    """Return the act of the one option that was given, the others being false or empty; None is that of `--proposal`.

    Raises:
        DecisionError: none or several were given.
    """
    given = [(action, value) for action, value in options.items() if value]
    if proposal and not given:
        return None
    if len(given) + proposal != 1:
        *names, last = (f"--{name.replace('_', '-')}" for name in (*_FIELDS, "proposal"))
        raise DecisionError(
            f"give one act, not {len(given) + proposal}: {', '.join(names)} or {last}; nothing was recorded"
        )
    action, value = given[0]
    fields = dict(zip(_FIELDS[action], _values_of(value), strict=True))
    for bound in {"low", "high"} & fields.keys():
        fields[bound] = None if fields[bound] == "-" else fields[bound]
    return Act(action, **fields)


def _print_result(workspace: Workspace, item: Item, message: str, *, as_json: bool) -> None:
    if as_json:
        recorded = workspace.dossier.recorded_at([m.assertion.id for m in item.members])
        write_json(item_json(item, recorded))
        say(message)
    else:
        about = dict.fromkeys((item.heading, item.id))
        write(visible(f"{message}\n{'  '.join(about)}: {state_words(item)}", keep="\n"))
