"""`variorum policies`: the decision rules, which of them a dossier goes by, and what each makes of an item."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Final

import typer

from claims.models import Assertion
from reconcile.items.item import Item
from reconcile.policies.case import Proposal
from reconcile.policies.learning import LEARNERS
from tui.cli.options import (
    AcceptedOnly,
    Json,
    KnownAt,
    RecordedAt,
    open_workspace,
    reviewer_name,
    vocabulary_in_force,
)
from tui.output import console, print_rows, say, say_findings, write_json
from tui.services.plugins import load_policies
from tui.services.policy_settings import WAYS, WAYS_OF, attributes_using, grade_source, use_policy
from tui.services.replaying import judge_learners
from tui.visible import visible
from tui.writers.json_views import shapes
from tui.writers.json_views.shapes import Shape
from tui.writers.json_views.views import proposal_json
from tui.writers.wording import source_words, statement_words

app = typer.Typer(help="What each codebook would say.")


SHAPES: Final[dict[str, Shape]] = {
    "proposals": (list[shapes.Proposal], "variorum policies explain --format json"),
    "rows": (list[dict[str, str]], "variorum policies, policies sources and vocabulary tables --format json"),
}


@app.callback(invoke_without_command=True)
def policies(context: typer.Context, as_json: Json = "text") -> None:
    """List the decision rules in force, with their sources. A policy proposes; a reviewer settles."""
    if context.invoked_subcommand is None:
        _print_policies(as_json=as_json)


@app.command("use")
def policies_use(
    policy: Annotated[str, typer.Argument(help="its name; `variorum policies` lists them")],
    attribute: Annotated[str | None, typer.Option("--for", help="only for this attribute: killed, cause")] = None,
    way: Annotated[
        str, typer.Option(help=f"how {WAYS_OF} deals with disagreement: {', '.join(WAYS)}", metavar="WAY")
    ] = "",
    because: Annotated[str, typer.Option(help="why, in a sentence")] = "",
) -> None:
    """Say which policy this dossier goes by, by default or for one attribute. Its proposals are then shown first.

    It goes on proposing and settles nothing. The latest setting holds; earlier ones stay in the ledger. Codebooks judge
    counts; majority and latest judge times, dates, places, actors, choices and texts too.
    """
    with open_workspace() as workspace:
        name = use_policy(workspace.dossier, policy, attribute, because, reviewer_name(), way=way)
    say(f"{name}: {policy}" if attribute else f"this dossier goes by {policy}")


@app.command("grade")
def policies_grade(
    source: Annotated[str, typer.Argument(help="who speaks or publishes, by name")],
    grade: Annotated[str | None, typer.Argument(help="A to F, then 2 to 6; F, 6: cannot be judged")] = None,
    belligerent: Annotated[
        bool | None, typer.Option("--belligerent/--no-belligerent", help="a party to the fighting it reports on")
    ] = None,
    because: Annotated[str, typer.Option(help="why, in a sentence")] = "",
) -> None:
    """Grade a source by the Admiralty system: a letter for the source, and a digit for what it says where that helps.

    D, E, 4 and 5 make its figures doubtful; F and 6 are as if no grade were given; none ever becomes a number. 1,
    confirmed by others, is not typed: it follows from the chains.
    """
    with open_workspace() as workspace:
        say(grade_source(workspace.dossier, source, grade, belligerent, because, reviewer_name()))


@app.command("sources")
def policies_sources(as_json: Json = "text") -> None:
    """List the sources that reviewers graded."""
    rows = [
        {
            "source": setting.name,
            "grade": setting.grade,
            "party": "belligerent" if setting.belligerent else "",
            "by": setting.by,
            "at": setting.at,
            "because": setting.because,
        }
        for setting in vocabulary_in_force().source_settings.values()
    ]
    if as_json:
        write_json(rows)
    elif rows:
        print_rows(rows)
    else:
        say("no source is graded; `variorum policies grade SOURCE LETTER` grades one")


@app.command("explain")
def policies_explain(
    id_: Annotated[str, typer.Argument(metavar="ITEM", help="the data item, as SUBJECT/ATTRIBUTE")],
    as_json: Json = "text",
    accepted_only: AcceptedOnly = False,
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
) -> None:
    """What each policy says of one item: the clause that fired, the assertions used and those left out, and why."""
    with open_workspace(accepted_only, known_at, recorded_at) as workspace:
        item = workspace.find_item(id_)
        is_count = any(m.assertion.value.kind == "count" for m in item.members)
        if not is_count:
            item = item.changed(proposals=(*item.proposals, *judge_learners(workspace, item)))
        beside = workspace.dossier.recorded_assertions({id_ for each in item.proposals for id_ in each.beside})
    if as_json:
        write_json(list(map(proposal_json, item.proposals)))
        return
    say_findings(load_policies()[1])
    if not item.proposals:
        say(f"{item.id} has no figure or value to go by")
        return
    _print_proposals(item, beside)


def _print_proposals(item: Item, beside: Mapping[str, Assertion]) -> None:
    phrases = {m.assertion.id: f"{m.assertion.passage.exact} ({m.article_name})" for m in item.members}
    phrases |= {id_: f"{a.attribute}: {a.passage.exact}" for id_, a in beside.items()}
    numbers = {m.assertion.id: f"#{n}" for n, m in enumerate(item.members, start=1)}
    out = console()
    for line in _statement_lines(item, numbers):
        out.print(visible(line))
    for proposal in item.proposals:
        out.print(visible(f"{proposal.policy} {proposal.version}: {proposal.answer}"))
        for line in _proposal_lines(proposal, numbers, phrases):
            out.print(visible(f"  {line}"))


def _statement_lines(item: Item, numbers: Mapping[str, str]) -> Iterator[str]:
    for m in item.members:
        number = numbers[m.assertion.id]
        yield f"{number} {statement_words(m)}: {source_words(m)}, as of {m.assertion.as_of or '?'}"
    for origin, ids in item.origins:
        yield f"one voice: {origin}: {' '.join(numbers[id_] for id_ in ids)}"


def _proposal_lines(proposal: Proposal, numbers: Mapping[str, str], phrases: Mapping[str, str]) -> Iterator[str]:
    yield f"clause: {proposal.clause}. {proposal.sentence}"
    if proposal.warning:
        yield f"mind: {proposal.warning}"
    yield from (f"used {numbers[id_]} {id_[:12]}: {phrases[id_]}" for id_ in proposal.used)
    yield from (f"with {id_[:12]}: {phrases[id_]}" for id_ in proposal.beside)
    yield from (f"left out {numbers[id_]} {id_[:12]}, {why}: {phrases[id_]}" for id_, why in proposal.left_out)


def _print_policies(*, as_json: bool) -> None:
    words = vocabulary_in_force()
    policies, findings = load_policies()
    rows = [
        {
            "policy": policy.name,
            "version": policy.version,
            "used for": ", ".join(attributes_using(words, policy.name)),
            "title": policy.title,
            "counts": "origins" if policy.independent else "outlets",
            "source": policy.source,
        }
        for policy in (*policies, *LEARNERS)
    ]
    say_findings(findings)
    if as_json:
        write_json(rows)
    else:
        print_rows(rows)
