"""`variorum decide`: a decision without a screen, for scripts."""

import uuid
from dataclasses import dataclass
from typing import Annotated, Final

import typer

from reconcile.items.item import Item
from tui.cli.options import Json, dossier_path, is_json, reviewer_name
from tui.output import say, write, write_json
from tui.services.acts import Act, DecisionError
from tui.services.review_session import ReviewSession
from tui.services.workspace import Workspace
from tui.visible import visible
from tui.writers.json_views import shapes
from tui.writers.json_views.shapes import Shape
from tui.writers.json_views.views import item_json
from tui.writers.wording import decision_words, state_words

app = typer.Typer()


@dataclass(frozen=True, slots=True)
class Asked:
    """The acts a person can name on the command line; exactly one is to be given."""

    accept: str | None
    range: tuple[str, str] | None
    contested: bool
    needs_evidence: bool
    undecided: bool
    not_comparable: str | None
    reject: str | None
    confirm: str | None
    different_event: str | None
    set_scope: tuple[str, str] | None
    independent: str | None
    grade: tuple[str, str] | None
    undo: bool

    def act(self, reason: str, rationale: str) -> Act:
        """Return the one act asked for; its action is `undo` for --undo.

        Raises:
            DecisionError: none or several were given.
        """
        acts: list[Act] = []
        if self.accept:
            acts.append(Act("accept", assertion=self.accept))
        if self.range:
            low, high = (None if bound == "-" else bound for bound in self.range)
            acts.append(Act("range", low=low, high=high))
        if self.contested:
            acts.append(Act("contested"))
        if self.needs_evidence:
            acts.append(Act("needs_evidence"))
        if self.undecided:
            acts.append(Act("undecided"))
        if self.not_comparable:
            acts.append(Act("not_comparable", relation=self.not_comparable))
        if self.reject:
            acts.append(Act("reject", assertion=self.reject))
        if self.confirm:
            acts.append(Act("confirm", assertion=self.confirm))
        if self.different_event:
            acts.append(Act("different_event", assertion=self.different_event))
        if self.set_scope:
            acts.append(Act("set_scope", assertion=self.set_scope[0], scope=self.set_scope[1]))
        if self.independent:
            acts.append(Act("independent", assertion=self.independent))
        if self.grade:
            acts.append(Act("grade", assertion=self.grade[0], grade=self.grade[1]))
        if self.undo:
            acts.append(Act("undo"))
        if len(acts) != 1:
            raise DecisionError(
                f"give one act, not {len(acts)}: --accept, --range, --contested, --needs-evidence, --undecided, "
                "--not-comparable, --reject, --confirm, --different-event, --set-scope, --independent, --grade or "
                "--undo; nothing was recorded"
            )
        from dataclasses import replace

        return replace(acts[0], reason=reason, rationale=rationale)


SHAPES: Final[dict[str, Shape]] = {
    "item": (shapes.Item, "variorum decide --format json"),
}


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
    undo: Annotated[bool, typer.Option("--undo", help="undo the item's latest standing decision")] = False,
    based_on: Annotated[
        str | None,
        typer.Option(help="the decision you last saw on it; refused if another came since", metavar="DECISION"),
    ] = None,
    decision_id: Annotated[
        str | None, typer.Option("--id", help="32 hex digits of your own: trying again records it once")
    ] = None,
    format_: Json = "text",
) -> None:
    """Decide a data item without a screen. Give one act, and --because or --reason."""
    asked = Asked(
        accept=accept,
        range=range_,
        contested=contested,
        needs_evidence=needs_evidence,
        undecided=undecided,
        not_comparable=not_comparable,
        reject=reject,
        confirm=confirm,
        different_event=different_event,
        set_scope=set_scope,
        independent=independent,
        grade=grade,
        undo=undo,
    )
    as_json = is_json(format_)
    reviewer = reviewer_name()
    act = asked.act(reason, because)
    if decision_id is not None and (len(decision_id) != 32 or any(c not in "0123456789abcdef" for c in decision_id)):
        raise DecisionError("--id takes 32 lower-case hex digits; nothing was recorded")
    if not reviewer.strip():
        raise DecisionError("a decision needs a reviewer: --reviewer NAME, or VARIORUM_REVIEWER; nothing was recorded")
    with Workspace(dossier_path()) as workspace:
        item = workspace.find_item(id_)
        session = ReviewSession(workspace, reviewer, new_id=lambda: decision_id or uuid.uuid4().hex)
        seen_head = not based_on or (item.head or "").startswith(based_on.lower())
        if act.action == "undo":
            if decision_id in {d.id for d in workspace.dossier.decisions((item.subject, item.attribute))}:
                _tell(workspace, item, f"already there: {decision_id}", as_json=as_json)
                return
            if not seen_head:
                raise DecisionError(f"{item.id} is no longer as {based_on} left it; look again; nothing was recorded")
            undone = session.undo(item, because)
            _tell(workspace, workspace.item(undone.item), f"undid: {decision_words(undone)}", as_json=as_json)
            return
        decision = session.draft(item, act)
        now = session.record(decision if seen_head else decision.changed(based_on=based_on))
        _tell(workspace, now, f"recorded {decision.id}: {decision_words(decision)}", as_json=as_json)


def _tell(workspace: Workspace, item: Item, what: str, *, as_json: bool) -> None:
    if as_json:
        recorded = workspace.dossier.recorded_at([m.assertion.id for m in item.members])
        write_json(item_json(item, recorded))
        say(what)
    else:
        write(visible(f"{what}\n{item.id}: {state_words(item)}", keep="\n"))
