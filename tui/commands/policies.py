"""`variorum policies`: the decision rules, and what each makes of an item."""

from pathlib import Path

from reconcile.lens import Lens
from reconcile.policies import POLICIES
from tui.output import console, say, write_json
from tui.views import proposal_json
from tui.visible import visible
from tui.workspace import Workspace


def run_list(*, as_json: bool) -> None:
    """List the policies."""
    rows = [
        {
            "policy": policy.name,
            "version": policy.version,
            "title": policy.title,
            "counts": "origins" if policy.independent else "outlets",
            "source": policy.source,
        }
        for policy in POLICIES
    ]
    if as_json:
        write_json(rows)
        return
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for column in rows[0]:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*row.values())
    console().print(table)


def run_explain(dossier: Path, lens: Lens, id_: str, *, as_json: bool) -> None:
    """Walk one item through every policy."""
    with Workspace(dossier, lens=lens) as workspace:
        item = workspace.find_item(id_)
    if as_json:
        write_json([proposal_json(proposal) for proposal in item.proposals])
        return
    if not item.proposals:
        say(f"{item.id} has no figure to go by: policies speak of counts")
        return
    phrases = {m.assertion.id: f"{m.assertion.passage.exact} ({m.article_name})" for m in item.members}
    out = console()
    for proposal in item.proposals:
        out.print(visible(f"{proposal.policy} {proposal.version}: {proposal.shown}"))
        out.print(visible(f"  clause: {proposal.clause}. {proposal.sentence}"))
        if proposal.warning:
            out.print(visible(f"  mind: {proposal.warning}"))
        for used in proposal.used:
            out.print(visible(f"  used {used[:12]}: {phrases[used]}"))
        for left, why in proposal.left_out:
            out.print(visible(f"  left out {left[:12]}, {why}: {phrases[left]}"))
