"""`variorum audit who`: everything that rests on one source, and which answers would change without it."""

from collections.abc import Sequence
from pathlib import Path

from reconcile.audit.usage import ROLES, Answer, Usage
from tui.output import counted, write, write_json
from tui.services.usage import RoleError, find_usage
from tui.services.workspace import Workspace
from tui.visible import visible
from tui.writers.wording import STATE_WORDS


def run_who(dossier: Path, name: str, roles: Sequence[str], *, as_json: bool) -> None:
    """Print what rests on `name` in any of `roles` (all if none)."""
    for role in roles:
        if role not in ROLES:
            raise RoleError(role)
    with Workspace(dossier) as workspace:
        usage = find_usage(workspace, name, roles or ROLES)
    if as_json:
        write_json(usage.model_dump(mode="json"))
    else:
        write("\n".join(visible(line) for line in _told(usage)))


def _told(usage: Usage) -> list[str]:
    rest = f"{counted(len(usage.assertions), 'assertion')} and {counted(len(usage.decisions), 'decision')} rest on it"
    without = f"{len(usage.changes)} of {counted(len(usage.items), 'data item')} would be otherwise without it"
    lines = [f"{usage.name}: {rest}; {without}"]
    for use in usage.assertions:
        lines.append(f"  {use.role:<8} {use.item}: {use.value}  “{use.quote}” {use.article_name}, {use.assertion[:12]}")
    lines += [f"  decision {id_[:12]}" for id_ in usage.decisions]
    for change in usage.changes:
        lines += ["", f"{change.item}: {', '.join(change.what)}"]
        lines += [f"  with it:    {_answer(change.before)}", f"  without it: {_answer(change.after)}"]
        after = dict(change.after.proposals)
        for policy, said in change.before.proposals:
            if after.get(policy) != said:
                lines.append(f"  {policy}: {said} -> {after.get(policy, 'says nothing')}")
    return lines


def _answer(answer: Answer) -> str:
    state = STATE_WORDS.get(answer.state, answer.state).partition(":")[0]
    settled = f"{state} ({answer.answer})" if answer.answer else state
    return f"{settled}, {counted(answer.origins, 'origin')}: {answer.explanation}"
