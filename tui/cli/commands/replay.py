"""`variorum replay` and `variorum compare`: a policy beside the reviewers, and two dossiers beside each other."""

from pathlib import Path
from typing import Annotated, Any, Final

import typer
from typing_extensions import TypedDict

from reconcile.items.item import Resolution, item_id
from reconcile.policies.learning import LEARNERS
from reconcile.reports.agreement import Agreement, Differing, compare_resolutions
from reconcile.reports.agreement import Rate as AgreementRate
from reconcile.reports.replay import REVIEWERS, Replay, ReplayLine, replay
from tui.cli.options import AcceptedOnly, Json, KnownAt, RecordedAt, dossier_path, is_json, open_lens
from tui.output import console, counted, progress, say, write_json
from tui.services.plugins import load_policies
from tui.services.policy_settings import PolicyError
from tui.services.replaying import pose_items
from tui.services.reporting import refresh
from tui.services.workspace import Workspace
from tui.visible import visible
from tui.writers.json_views.shapes import Shape, closed

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
    format_: Json = "text",
    accepted_only: AcceptedOnly = False,
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
) -> None:
    """Apply a policy to all open items, as proposals and never as decisions.

    Prints what it proposes, where it differs from the other policies and from what reviewers accepted, and how often it
    agrees with each. `truthfinder` and `accu_copy` learn from the whole dossier first.
    """
    lens = open_lens(accepted_only, known_at, recorded_at)
    as_json = is_json(format_)
    name = policy
    others = beside or []
    policies = {each.name: each for each in (*load_policies()[0], *LEARNERS)}
    for asked in (name, *others):
        if asked not in policies:
            raise PolicyError(f"there is no policy {asked!r}; known are {', '.join(policies)}")
    beside = others or [each.name for each in load_policies()[0]]
    with Workspace(dossier_path(), lens=lens) as workspace:
        refresh(workspace)
        total = len(workspace.dossier.item_numbers(empty=True))
        chosen = [policies[each] for each in (name, *(other for other in beside if other != name))]
        learners = {each.name: each for each in LEARNERS}
        if learners.keys() & {each.name for each in chosen}:
            with progress("learning", total) as step:
                cases = [posed.case for posed in pose_items(workspace, step)]
            chosen = [learners[each.name].learn(cases) if each.name in learners else each for each in chosen]
        with progress("replaying", total) as step:
            found = replay(chosen[0], chosen[1:], pose_items(workspace, step))
    if as_json:
        write_json(replay_json(found))
    else:
        _print_replay(found)


@app.command(short_help="Where two dossiers settled an item differently.")
def compare(
    other: Annotated[Path, typer.Argument(help="the dossier of another reviewer or team; it is only read")],
    format_: Json = "text",
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
) -> None:
    """Compare what two dossiers settled: agreement, Cohen's kappa, and each item that differs on value or reason."""
    as_json = is_json(format_)
    lens = open_lens(False, known_at, recorded_at)
    with Workspace(dossier_path(), lens=lens) as mine, Workspace(other, lens=lens) as theirs:
        found = compare_resolutions(_settled(mine), _settled(theirs))
    if as_json:
        write_json(compare_json(found))
        return
    out = console()
    for each in found.differing:
        reasons = f" ({each.my_reason or 'no reason code'} / {each.their_reason or 'no reason code'})"
        out.print(visible(f"{each.item}: {each.mine} here, {each.theirs} there{reasons}; differs on {each.on}"))
    out.print(
        f"settled in both: {found.both:,}, to the same answer: {found.same:,}"
        + (f" ({_share(found)})" if found.both else "")
    )
    out.print(f"only here: {found.only_mine:,}; only there: {found.only_theirs:,}")
    out.print(f"Cohen's kappa over the answers: {_kappa(found.kappa)}; over the acts: {_kappa(found.kappa_of_acts)}")


def replay_json(found: Replay) -> dict[str, Any]:
    """Return a replay for programs."""
    return {
        "policy": found.policy,
        "version": found.version,
        "asked": found.asked,
        "answered": found.answered,
        "agreement": [
            {"with": rate.other, "same": rate.same, "both": rate.both, "rate": _share(rate)} for rate in found.rates
        ],
        "open": [_line_json(line) for line in found.open],
        "against_reviewers": [_line_json(line) for line in found.against_reviewers],
    }


def _line_json(line: ReplayLine) -> dict[str, Any]:
    return {
        "item": line.item,
        "proposal": line.shown,
        "clause": line.clause,
        "warning": line.warning or None,
        "differs_from": dict(line.others),
    }


def _share(rate: AgreementRate | Agreement) -> str | None:
    """Return a share in per cent, as text that is the same on every machine."""
    return None if rate.share is None else f"{100 * rate.share:.1f}%"


def _print_replay(found: Replay) -> None:
    out = console()
    for title, lines in (("open, proposed", found.open), ("settled otherwise by reviewers", found.against_reviewers)):
        for number, line in enumerate(lines):
            if not number:
                out.print(f"{title}:")
            others = "; ".join(f"{name} {shown}" for name, shown in line.others)
            mind = f" Mind: {line.warning}." if line.warning else ""
            out.print(visible(f"  {line.item}: {line.shown} ({line.clause}){mind}"))
            if others:
                out.print(visible(f"    differs from {others}"))
    out.print(
        visible(f"{found.policy} {found.version}: a figure for {found.answered:,} of {counted(found.asked, 'item')}")
    )
    for rate in found.rates:
        who = "what reviewers accepted" if rate.other == REVIEWERS else rate.other
        shown = f"{_share(rate)} ({rate.same:,} of {rate.both:,})" if rate.both else "nothing to compare"
        out.print(visible(f"  agrees with {who}: {shown}"))
    say("these are proposals; nothing was decided")


def compare_json(found: Agreement) -> dict[str, Any]:
    """Return a comparison for programs."""
    return {
        "settled_in_both": found.both,
        "only_mine": found.only_mine,
        "only_theirs": found.only_theirs,
        "same": found.same,
        "agreement": _share(found),
        "kappa": None if found.kappa is None else f"{found.kappa:.3f}",
        "kappa_of_acts": None if found.kappa_of_acts is None else f"{found.kappa_of_acts:.3f}",
        "differing": [each.model_dump(mode="json") for each in found.differing],
    }


def _kappa(kappa: float | None) -> str:
    return "not defined (nothing to compare, or one answer to everything)" if kappa is None else f"{kappa:.3f}"


def _settled(workspace: Workspace) -> dict[str, Resolution]:
    """Return what stands on every decided item; the dossier is only read."""
    keys = workspace.dossier.decided_keys()
    with progress(f"reading {workspace.dossier.path.name}", len(keys)) as step:
        found = {}
        for number, key in enumerate(keys, start=1):
            resolution = workspace.item(key).resolution
            if resolution.decision is not None:
                found[item_id(*key)] = resolution
            step(number)
    return found
