"""`variorum replay` and `variorum compare`: a policy beside the reviewers, and two dossiers beside each other."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import typer
from typing_extensions import TypedDict

from claims.store.addresses import place_name
from reconcile.items.item import Resolution, item_id
from reconcile.policies.case import Policy
from reconcile.policies.learning import LEARNERS
from reconcile.policies.values import JUDGES
from reconcile.reports.agreement import Agreement, Differing, compare_resolutions
from reconcile.reports.agreement import Rate as AgreementRate
from reconcile.reports.replay import REVIEWERS, Replay, ReplayLine, claims_of, replay
from tui.cli.options import AcceptedOnly, Json, KnownAt, RecordedAt, open_workspace
from tui.output import console, counted, progress, say, write_json
from tui.services.plugins import load_policies
from tui.services.policy_settings import PolicyError
from tui.services.replaying import pose_items
from tui.services.reporting import refresh
from tui.services.workspace import Workspace
from tui.visible import visible
from tui.writers.json_views.shapes import Shape, closed, fill_shape

app = typer.Typer()


@closed
class Line(TypedDict):
    """What a policy proposes for an item, where others say otherwise."""

    item: str
    proposal: str
    clause: str
    warning: str | None
    differs_from: dict[str, str]


Rate = TypedDict("Rate", {"with": str, "same": int, "both": int, "rate": str | None})
Rate.__doc__ = "How often a policy and another answer alike; the rate in per cent."
closed(Rate)


@closed
class Replayed(TypedDict):
    """What a policy proposes for every open item."""

    policy: str
    version: str
    asked: int
    answered: int
    agreement: list[Rate]
    open: list[Line]
    against_reviewers: list[Line]


@closed
class Compared(TypedDict):
    """What two dossiers settled differently."""

    settled_in_both: int
    only_mine: int
    only_theirs: int
    same: int
    agreement: str | None
    """In per cent."""
    kappa: str | None
    """Cohen's, over the answers."""
    kappa_of_acts: str | None
    differing: list[Differing]


SHAPES: Final[dict[str, Shape]] = {
    "replay": (Replayed, "variorum replay --format json"),
    "comparison": (Compared, "variorum compare --format json"),
}


@app.command("replay", short_help="What a policy would say of every open item.")
def replay_policy(
    policy: Annotated[str, typer.Option(help="its name; `variorum policies` lists them")],
    beside: Annotated[
        list[str] | None, typer.Option(help="compare with this policy only; may be given again", show_default=False)
    ] = None,
    as_json: Json = "text",
    accepted_only: AcceptedOnly = False,
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
) -> None:
    """Apply a policy to all open items, as proposals and never as decisions.

    Prints what it proposes, where it differs from the other policies and from what reviewers accepted, and how often it
    agrees with each. `majority`, `latest` and those that learn from the whole dossier first, `truthfinder`, `accu_copy`
    and `pop_accu`, judge times, places, actors, choices and texts too; codebooks judge counts.
    """
    wanted = _find_policies(policy, beside)
    with open_workspace(accepted_only, known_at, recorded_at) as workspace:
        refresh(workspace)
        total = len(workspace.dossier.item_numbers(empty=True))
        chosen = _learn_policies(workspace, wanted, total)
        with progress("replaying", total) as step:
            result = replay(chosen[0], chosen[1:], pose_items(workspace, step, every_kind=policy in JUDGES))
    if as_json:
        write_json(replay_json(result))
    else:
        _print_replay(result)


@app.command(short_help="Where two dossiers settled an item differently.")
def compare(
    other: Annotated[Path, typer.Argument(help="the dossier of another reviewer or team; it is only read")],
    as_json: Json = "text",
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
) -> None:
    """Compare what two dossiers settled: agreement, Cohen's kappa, and each item that differs on value or reason."""
    with open_workspace(False, known_at, recorded_at) as mine, Workspace(other, lens=mine.lens) as theirs:
        agreement = compare_resolutions(_read_resolutions(mine), _read_resolutions(theirs))
    if as_json:
        write_json(compare_json(agreement))
    else:
        _print_agreement(agreement)


def _find_policies(policy: str, beside: Sequence[str] | None) -> list[Policy]:
    """Return a policy and those to compare it with: every one, if none is named."""
    policies = {each.name: each for each in (*load_policies()[0], *LEARNERS)}
    for name in (policy, *(beside or ())):
        if name not in policies:
            raise PolicyError(f"there is no policy {name!r}; known are {', '.join(policies)}")
    others = beside or [each.name for each in load_policies()[0]]
    return [policies[name] for name in (policy, *(name for name in others if name != policy))]


def _learn_policies(workspace: Workspace, policies: Sequence[Policy], total: int) -> list[Policy]:
    """Return the policies with those that learn taught by every item of the dossier."""
    learners = {each.name: each for each in LEARNERS}
    if learners.keys().isdisjoint(policy.name for policy in policies):
        return list(policies)
    with progress("learning", total) as step:
        claims = [claims_of(posed.case) for posed in pose_items(workspace, step, every_kind=True)]
    return [learners[policy.name].learn_claims(claims) if policy.name in learners else policy for policy in policies]


def replay_json(result: Replay) -> Replayed:
    """Return a replay for programs."""
    return fill_shape(
        Replayed,
        result,
        agreement=[fill_shape(Rate, rate, **{"with": rate.other}, rate=_share(rate)) for rate in result.rates],
        open=list(map(_line_json, result.open)),
        against_reviewers=list(map(_line_json, result.against_reviewers)),
    )


def _line_json(line: ReplayLine) -> Line:
    return fill_shape(Line, line, proposal=line.shown, warning=line.warning or None, differs_from=dict(line.others))


def _share(rate: AgreementRate | Agreement) -> str | None:
    """Return a share in per cent, as text that is the same on every machine."""
    return None if rate.share is None else f"{100 * rate.share:.1f}%"


def _print_replay(result: Replay) -> None:
    out = console()
    _print_lines("open, proposed", result.open)
    _print_lines("settled otherwise by reviewers", result.against_reviewers)
    answered = f"an answer for {result.answered:,} of {counted(result.asked, 'item')}"
    out.print(visible(f"{result.policy} {result.version}: {answered}"))
    for rate in result.rates:
        who = "what reviewers accepted" if rate.other == REVIEWERS else rate.other
        share = f"{_share(rate)} ({rate.same:,} of {rate.both:,})" if rate.both else "nothing to compare"
        out.print(visible(f"  agrees with {who}: {share}"))
    say("these are proposals; nothing was decided")


def _print_lines(title: str, lines: Sequence[ReplayLine]) -> None:
    out = console()
    if lines:
        out.print(f"{title}:")
    for line in lines:
        warning = f" Mind: {line.warning}." if line.warning else ""
        out.print(visible(f"  {line.item}: {line.shown} ({line.clause}){warning}"))
        if others := "; ".join(f"{name} {answer}" for name, answer in line.others):
            out.print(visible(f"    differs from {others}"))


def compare_json(agreement: Agreement) -> Compared:
    """Return a comparison for programs."""
    return fill_shape(
        Compared,
        agreement,
        settled_in_both=agreement.both,
        agreement=_share(agreement),
        kappa=_decimals(agreement.kappa),
        kappa_of_acts=_decimals(agreement.kappa_of_acts),
    )


def _decimals(kappa: float | None) -> str | None:
    return None if kappa is None else f"{kappa:.3f}"


def _print_agreement(agreement: Agreement) -> None:
    out = console()
    for each in agreement.differing:
        reasons = f" ({each.my_reason or 'no reason code'} / {each.their_reason or 'no reason code'})"
        out.print(visible(f"{each.item}: {each.mine} here, {each.theirs} there{reasons}; differs on {each.on}"))
    share = f" ({_share(agreement)})" if agreement.both else ""
    out.print(f"settled in both: {agreement.both:,}, to the same answer: {agreement.same:,}{share}")
    out.print(f"only here: {agreement.only_mine:,}; only there: {agreement.only_theirs:,}")
    undefined = "not defined (nothing to compare, or one answer to everything)"
    answers, acts = (_decimals(kappa) or undefined for kappa in (agreement.kappa, agreement.kappa_of_acts))
    out.print(f"Cohen's kappa over the answers: {answers}; over the acts: {acts}")


def _read_resolutions(workspace: Workspace) -> dict[str, Resolution]:
    """Return the resolution of every decided item, by its id."""
    keys = workspace.dossier.decided_keys()
    resolutions = {}
    with progress(f"reading {place_name(workspace.dossier.path)}", len(keys)) as step:
        for number, key in enumerate(keys, start=1):
            resolution = workspace.item(key).resolution
            if resolution.decision is not None:
                resolutions[item_id(*key)] = resolution
            step(number)
    return resolutions
