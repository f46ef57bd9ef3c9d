"""`variorum policies`: the decision rules, which of them a dossier goes by, and what each makes of an item."""

import re
from datetime import UTC, datetime
from pathlib import Path

from claims.errors import VariorumError
from claims.vocabulary.loading import builtin_vocabulary
from claims.vocabulary.model import Vocabulary
from reconcile.evidence.lens import Lens
from reconcile.policies.learning import LEARNERS
from tui.output import console, say, say_findings, write_json
from tui.services.plugins import load_policies
from tui.services.workspace import Workspace
from tui.visible import visible
from tui.writers.json_views.views import proposal_json
from tui.writers.wording import source_words, statement_words


class PolicyError(VariorumError):
    """A policy, an attribute or a grade that there is not."""


def run_list(dossier: Path, *, as_json: bool) -> None:
    """List the policies, and which of them the dossier goes by."""
    words = _words(dossier)
    policies, findings = load_policies()
    rows = [
        {
            "policy": policy.name,
            "version": policy.version,
            "used for": ", ".join(_used_for(words, policy.name)),
            "title": policy.title,
            "counts": "origins" if policy.independent else "outlets",
            "source": policy.source,
        }
        for policy in (*policies, *LEARNERS)
    ]
    say_findings(findings)
    if as_json:
        write_json(rows)
        return
    _print_table(rows)


def run_use(dossier: Path, policy: str, attribute: str | None, because: str, reviewer: str) -> None:
    """Make a policy the one the dossier goes by, for one attribute or by default. It still settles nothing."""
    _check_reviewer(reviewer)
    known = [each.name for each in load_policies()[0]]
    if policy not in known:
        raise PolicyError(f"there is no policy {policy!r}; known are {', '.join(known)}; nothing was recorded")
    with Workspace(dossier) as workspace:
        found = workspace.dossier.vocabulary().attribute(attribute) if attribute else None
        if attribute and (found is None or found.kind != "count"):
            raise PolicyError(f"{attribute!r} is no count; policies speak of counts; nothing was recorded")
        name = found.name if found else "default"
        setting = {"use": policy, "by": reviewer, "at": _now(), "because": because}
        workspace.dossier.extend_vocabulary({"policies": {name: setting}})
    say(f"{name}: {policy}" if found else f"this dossier goes by {policy}")


def run_grade(
    dossier: Path, source: str, grade: str | None, belligerent: bool | None, because: str, reviewer: str
) -> None:
    """Set what a reviewer says of a source: its Admiralty letter, whether it is a party to the fighting."""
    _check_reviewer(reviewer)
    if grade is not None and not re.fullmatch("[A-F][2-6]?", grade):
        hint = "F for a source and 6 for information that cannot be judged; 1, confirmed, follows from the chains"
        raise PolicyError(f"{grade!r} is no grade; give a letter from A to F and, where it helps, a digit: {hint}")
    if grade is None and belligerent is None:
        raise PolicyError("give a grade, --belligerent or --no-belligerent; nothing was recorded")
    with Workspace(dossier) as workspace:
        words = workspace.dossier.vocabulary()
        name, old = words.speaker_name(source), words.source_setting(source)
        fought = belligerent if belligerent is not None else old is not None and old.belligerent
        setting = {"by": reviewer, "at": _now(), "because": because, "belligerent": fought}
        if given := grade or (old.grade if old else ""):
            setting["grade"] = given
        workspace.dossier.extend_vocabulary({"sources": {name: setting}})
    say(f"{name}: {given or 'no grade'}{', belligerent' if fought else ''}")


def run_sources(dossier: Path, *, as_json: bool) -> None:
    """List what reviewers said of sources."""
    rows = [
        {
            "source": setting.name,
            "grade": setting.grade,
            "party": "belligerent" if setting.belligerent else "",
            "by": setting.by,
            "at": setting.at,
            "because": setting.because,
        }
        for setting in _words(dossier).source_settings.values()
    ]
    if as_json:
        write_json(rows)
    elif rows:
        _print_table(rows)
    else:
        say("no source is graded; `variorum policies grade SOURCE LETTER` grades one")


def _check_reviewer(reviewer: str) -> None:
    """Refuse a setting that nobody answers for."""
    if not reviewer.strip() or not reviewer.isprintable() or len(reviewer) > 200:
        raise PolicyError(
            "a setting needs a reviewer with a short plain name: --reviewer NAME, or VARIORUM_REVIEWER; "
            "nothing was recorded"
        )


def _words(dossier: Path) -> Vocabulary:
    if not dossier.exists():
        return builtin_vocabulary()
    with Workspace(dossier) as workspace:
        return workspace.dossier.vocabulary()


def _used_for(words: Vocabulary, policy: str) -> list[str]:
    return [name for name, setting in sorted(words.policy_settings.items()) if setting.use == policy]


def _now() -> str:
    """The microseconds keep two settings made in one second apart."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _print_table(rows: list[dict[str, str]]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for column in rows[0]:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(visible(cell)) for cell in row.values()))
    console().print(table)


def run_explain(dossier: Path, lens: Lens, id_: str, *, as_json: bool) -> None:
    """Walk one item through every policy."""
    with Workspace(dossier, lens=lens) as workspace:
        item = workspace.find_item(id_)
    if as_json:
        write_json([proposal_json(proposal) for proposal in item.proposals])
        return
    say_findings(load_policies()[1])
    if not item.proposals:
        say(f"{item.id} has no figure to go by: policies speak of counts")
        return
    phrases = {m.assertion.id: f"{m.assertion.passage.exact} ({m.article_name})" for m in item.members}
    numbers = {m.assertion.id: f"#{n}" for n, m in enumerate(item.members, start=1)}
    out = console()
    for number, m in enumerate(item.members, start=1):
        out.print(visible(f"#{number} {statement_words(m)}: {source_words(m)}, as of {m.assertion.as_of or '?'}"))
    for origin, ids in item.origins:
        out.print(visible(f"one voice: {origin}: {' '.join(numbers[id_] for id_ in ids)}"))
    for proposal in item.proposals:
        out.print(visible(f"{proposal.policy} {proposal.version}: {proposal.answer}"))
        out.print(visible(f"  clause: {proposal.clause}. {proposal.sentence}"))
        if proposal.warning:
            out.print(visible(f"  mind: {proposal.warning}"))
        for used in proposal.used:
            out.print(visible(f"  used {numbers[used]} {used[:12]}: {phrases[used]}"))
        for left, why in proposal.left_out:
            out.print(visible(f"  left out {numbers[left]} {left[:12]}, {why}: {phrases[left]}"))
