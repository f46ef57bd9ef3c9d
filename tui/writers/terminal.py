"""A report, an item or a trail for the terminal, drawn with Rich.

Foreign text passes `visible` and is drawn as `Text`, never as markup.
"""

from collections.abc import Iterable, Iterator, Mapping

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from claims.decisions import undone_ids
from reconcile.audit.trail import Step, Trail
from reconcile.items.item import Item, Member
from reconcile.policies import Proposal
from reconcile.reports.report import ItemReader, Report
from tui.output import counted
from tui.services.numbering import number_members, side_numbers
from tui.visible import visible
from tui.writers.lines import Line, line_of
from tui.writers.wording import (
    decision_words,
    odd_lines,
    source_words,
    state_words,
    statement_words,
    statements_of,
    steps_of,
    verdict_lines,
    way_lines,
)

_STATE_STYLES = {
    "differ": "bold red",
    "open": "bold red",
    "stale": "bold magenta",
    "contested": "yellow",
    "needs_evidence": "yellow",
    "undecided": "yellow",
    "held": "cyan",
    "resolved": "green",
    "explained": "green",
    "agreed": "green",
    "said_once": "",
    "unreviewed": "dim",
}


def _text(foreign: str, style: str = "") -> Text:
    return Text(visible(foreign), style=style)


def render_report(report: Report, read: ItemReader) -> Iterator[RenderableType]:
    """Yield the parts of a report, top to bottom, an item at a time."""
    yield Rule(_text(f"Conflict report: {report.dossier}"))
    yield _text(
        f"{counted(len(report.conflicts), 'conflict')}, {len(report.open)} open; {len(report.held)} held; "
        f"{len(report.agreed)} agreed or said once; {len(report.unreviewed)} unreviewed; "
        f"{counted(report.articles, 'article')}"
    )
    yield from map(_text, report.view)
    yield _text(f"ledger head: {report.head[0]}:{report.head[1]}", "dim")
    for item in read(report.conflicts):
        yield ""
        yield render_item(item)
    tables = (
        ("Waiting for a person's word", report.held),
        ("Agreed or said once", report.agreed),
        ("Appendix: unreviewed", report.unreviewed),
    )
    for title, entries in tables:
        if entries:
            yield ""
            yield render_lines(map(line_of, read(entries)), title)


def render_lines(lines: Iterable[Line], title: str = "", *, header: bool = True) -> Table:
    """Return a table of items, one a line."""
    table = Table(title=title or None, title_justify="left", expand=True, box=None, pad_edge=False, show_header=header)
    table.add_column("severity", no_wrap=True, width=8)
    table.add_column("state", no_wrap=True, width=14)
    table.add_column("item", ratio=2, overflow="fold")
    table.add_column("#", justify="right", width=4)
    table.add_column("explanation", ratio=5, overflow="fold")
    for line in lines:
        state = Text(line.state, style=_STATE_STYLES[line.state])
        item = Text.assemble(visible(line.heading), (f"\n{visible(line.id)}" if line.heading != line.id else "", "dim"))
        table.add_row(line.severity, state, item, str(line.members), _text(line.explanation))
    return table


def render_item(item: Item) -> RenderableType:
    """Return one item with its evidence, its minimal sets and its decision."""
    key = f"  {visible(item.id)}" if item.heading != item.id else ""
    state = (visible(state_words(item)), _STATE_STYLES[item.state])
    head = Text.assemble((visible(item.heading), "bold"), (key, "dim"), "  ", state)
    parts: list[RenderableType] = [_text(item.explanation), _members_table(item)]
    numbers = number_members(item)
    for clash in item.clashes:
        which = " ".join(f"#{side}" for side in side_numbers(clash, numbers))
        parts.append(_text(f"cannot all be true: {which}. {clash.explanation}"))
    parts += [_text(words, "bold") for words in odd_lines(item)]
    parts += map(_text, way_lines(item))
    parts += [_text(f"note: {note}", "dim") for note in item.notes]
    parts += [_text(f"verdict: {words}", "bold") for words in verdict_lines(item)]
    parts += _decision(item, numbers)
    return Group(head, *(Padding(part, (0, 2)) for part in parts))


def _words(member: Member) -> str:
    """Return the quote of a member with where it stands, and its translation below it."""
    translated = f"\n{member.assertion.translated}" if member.assertion.translation else ""
    return f"“{member.assertion.passage.exact}” ({member.article_name}, {member.assertion.id[:12]}){translated}"


def _decision(item: Item, numbers: Mapping[str, int]) -> Iterator[Text]:
    if item.resolution.decision:
        yield _text(decision_words(item.resolution.decision, statements_of(item)), "green")
    if item.resolution.unseen:
        arrived = ", ".join(f"#{numbers[id_]}" for id_ in item.resolution.unseen if id_ in numbers)
        yield _text(f"arrived since the decision: {arrived}", "magenta")


def _members_table(item: Item) -> Table:
    table = Table(box=None, pad_edge=False, expand=True)
    for name, ratio in (("#", 0), ("says", 3), ("source", 3), ("as of", 2), ("words", 6)):
        table.add_column(name, ratio=ratio or None, overflow="fold", no_wrap=name == "#")
    for number, member in enumerate(item.members, start=1):
        removed = f" [{member.removed.replace('_', ' ')}]" if member.removed else ""
        table.add_row(
            str(number),
            _text(statement_words(member) + removed, "strike" if member.removed else ""),
            _text(source_words(member)),
            _text(member.assertion.as_of or "?"),
            _text(_words(member)),
        )
    return table


MOST_RELATIONS = 400
"""Pairs of one item that are printed; `--format json` has them all."""


def render_relations(item: Item) -> RenderableType:
    """Return the relations of an item's members, conflicts first."""
    numbers = number_members(item)
    table = Table(box=None, pad_edge=False, expand=True)
    table.add_column("pair", no_wrap=True)
    table.add_column("relation", no_wrap=True)
    table.add_column("why", ratio=1, overflow="fold")
    ordered = sorted(item.relations, key=lambda r: (not r.conflict, r.relation, r.a, r.b))
    for relation in ordered[:MOST_RELATIONS]:
        pair = " ".join(f"#{n}" for n in sorted((numbers[relation.a], numbers[relation.b])))
        table.add_row(pair, Text(relation.relation, "red" if relation.conflict else ""), _text(relation.explanation))
    if len(ordered) <= MOST_RELATIONS:
        return table
    more = f"{counted(len(ordered) - MOST_RELATIONS, 'more pair')}, conflicts first; `--format json` has them all"
    return Group(table, Text(more, "dim"))


def render_proposals(proposals: Iterable[Proposal]) -> RenderableType:
    """Return what each policy proposes, side by side."""
    table = Table(box=None, pad_edge=False, expand=True)
    for name, ratio in (("policy", 0), ("says", 2), ("clause", 2), ("why", 3)):
        table.add_column(name, ratio=ratio or None, overflow="fold")
    for proposal in proposals:
        why = proposal.sentence + (f" Mind: {proposal.warning}." if proposal.warning else "")
        table.add_row(_text(proposal.policy), _text(proposal.answer), _text(proposal.clause), _text(why))
    return table


def render_trail(trail: Trail) -> RenderableType:
    """Return a trail as a tree from the answer down to the hashes."""
    about = "  ".join(dict.fromkeys((trail.heading, trail.item)))
    tree = Tree(_text(f"{about}: {trail.answer or 'no single answer'} ({trail.state})", "bold"))
    tree.add(_text(trail.explanation))
    decisions = tree.add(_text("decisions"))
    statements, taken_back = steps_of(trail), undone_ids(trail.decisions)
    for decision in trail.decisions:
        undone = " (undone)" if decision.id in taken_back else ""
        decisions.add(_text(decision_words(decision, statements) + undone, "" if not undone else "dim"))
    if not trail.decisions:
        decisions.add("none yet")
    for step in trail.steps:
        _add_step(tree, step)
    tree.add(_text(f"ledger head: {trail.head[0]}:{trail.head[1]}", "dim"))
    return tree


def _status(step: Step) -> str:
    marks = [m for m, on in (("accepted", step.accepted), ("ORPHAN", step.orphan), ("not seen", not step.seen)) if on]
    marks += [step.removed.replace("_", " ")] if step.removed else []
    return f" [{', '.join(marks)}]" if marks else ""


def _add_step(tree: Tree, step: Step) -> None:
    """Add an assertion with its words, its speakers and its article."""
    head = f"{step.value}, {step.stance}{_status(step)}  {step.assertion[:12]}"
    node = tree.add(_text(head, "bold" if step.accepted else ""))
    node.add(_text(f"“{step.quote}” characters {step.start} to {step.end}"))
    speaker = node
    for hop in step.hops:
        speaker = speaker.add(_text(f"{hop.part}: {hop.speaker}"))
    about = f"{step.article_name}, {step.publisher or 'publisher not known'}, {step.published or 'date not known'}"
    article = node.add(_text(f"article {about}"))
    article.add(_text(f"text SHA-256 {step.text_sha256}", "dim"))
    article.add(_text(f"original SHA-256 {step.original_sha256}", "dim"))
