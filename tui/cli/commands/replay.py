"""`variorum replay` and `variorum compare`: a policy beside the reviewers, and two dossiers beside each other."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from claims.store.dossier import SubjectRecord
from claims.vocabulary.model import Vocabulary
from reconcile.evidence.lens import Lens
from reconcile.items.evidence import Evidence
from reconcile.items.item import Resolution, item_id
from reconcile.items.states import OPEN_STATES
from reconcile.policies.learning import LEARNERS
from reconcile.reports.agreement import Agreement, Rate, compare_resolutions, resolution_answer
from reconcile.reports.replay import REVIEWERS, Replay, ReplayCase, ReplayLine, build_replay_case, replay
from tui.cli.commands.items import refresh
from tui.cli.commands.policies import PolicyError
from tui.output import console, counted, progress, say, write_json
from tui.services.plugins import load_policies
from tui.services.workspace import Workspace
from tui.visible import visible


def run_replay(dossier: Path, lens: Lens, name: str, others: list[str], *, as_json: bool) -> None:
    """Print what a policy proposes for every open item, and where it differs from reviewers and other policies."""
    policies = {each.name: each for each in (*load_policies()[0], *LEARNERS)}
    for asked in (name, *others):
        if asked not in policies:
            raise PolicyError(f"there is no policy {asked!r}; known are {', '.join(policies)}")
    beside = others or [each.name for each in load_policies()[0]]
    with Workspace(dossier, lens=lens) as workspace:
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


def pose_items(workspace: Workspace, step: Callable[[int], None] = lambda _: None) -> Iterator[ReplayCase]:
    """Yield every count of the dossier as a policy is asked about it, by subject and attribute."""
    vocabulary = workspace.dossier.vocabulary()
    done = 0
    for record in workspace.dossier.read_subjects():
        yield from _pose_subject(workspace, record, vocabulary)
        done += len(record.items)
        step(done)


def _pose_subject(workspace: Workspace, record: SubjectRecord, vocabulary: Vocabulary) -> Iterator[ReplayCase]:
    lens = workspace.lens
    infos = workspace.article_info(sorted({a.passage.article for a in record.assertions}))
    said, decisions = record.assertions, record.decisions
    if not lens.is_clear:
        recorded = workspace.dossier.recorded_at(a.id for a in said) if lens.recorded_at else {}
        said, decisions = tuple(lens.assertions(said, infos, recorded)), tuple(lens.decisions(decisions))
    spoken_of = {a.attribute for a in said}
    for row in record.items:
        attribute = vocabulary.attribute(row.attribute)
        if row.attribute not in spoken_of or attribute is None or attribute.kind != "count":
            continue
        wanted = vocabulary.evidence_for(row.attribute)
        evidence = [a for a in said if a.attribute in wanted]
        around = workspace.surroundings(evidence, infos, of_one_value=True)
        recorded_on = Evidence(row.key, evidence, decisions, vocabulary, infos, around)
        case = build_replay_case(recorded_on, accepted_only=lens.accepted_only)
        if case is None:
            continue
        # What was settled, and what is in conflict as of another date, takes the whole item to say.
        whole = bool(decisions) or not lens.is_clear
        resolution = workspace.item(row.key).resolution if whole else Resolution(state=row.state)
        settled = resolution_answer(resolution) if resolution.state == "resolved" else None
        yield ReplayCase(item_id(*row.key), resolution.state in OPEN_STATES, case, settled)


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


def _share(rate: Rate | Agreement) -> str | None:
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


def run_compare(dossier: Path, other: Path, lens: Lens, *, as_json: bool) -> None:
    """Print where two dossiers, seen through `lens`, settled an item differently, with agreement and Cohen's kappa."""
    with Workspace(dossier, lens=lens) as mine, Workspace(other, lens=lens) as theirs:
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
