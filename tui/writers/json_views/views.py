"""Records as the plain JSON other programs read."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from textwrap import indent

from claims.claimsfile import export_line
from reconcile.items.item import Item, Member, Resolution, Verdict
from reconcile.policies import Proposal
from reconcile.reports.answers import build_rows
from reconcile.reports.report import Entry, ItemReader, Report
from reconcile.reports.timeline import build_timelines
from tui.output import to_json
from tui.writers.json_views import shapes
from tui.writers.json_views.shapes import fill_shape, fill_shapes, to_plain


def item_json(item: Item, recorded_at: Mapping[str, str]) -> shapes.Item:
    """Return a data item; `recorded_at` says when each of its assertions entered the dossier, by id."""
    return fill_shape(
        shapes.Item,
        item,
        members=[member_json(member, recorded_at.get(member.assertion.id, "")) for member in item.members],
        minimal_sets=fill_shapes(shapes.MinimalSet, item.minimal_sets),
        clashes=fill_shapes(shapes.Clash, item.clashes),
        odd=fill_shape(shapes.OddStatement, item.odd) if item.odd else None,
        ways=fill_shapes(shapes.Way, item.ways),
        relations=fill_shapes(shapes.Relation, item.relations),
        origins=[{"origin": origin, "assertions": list(ids)} for origin, ids in item.origins],
        policy=item.policy or None,
        proposals=list(map(proposal_json, item.proposals)),
        resolution=resolution_json(item.resolution),
        figures=to_plain(build_rows(item)),
        timelines=to_plain(build_timelines(item)),
    )


def proposal_json(proposal: Proposal) -> shapes.Proposal:
    """Return what a policy proposes."""
    return fill_shape(
        shapes.Proposal,
        proposal,
        value=proposal.value or None,
        grade=proposal.grade or None,
        warning=proposal.warning or None,
        left_out=[{"assertion": id_, "why": why} for id_, why in proposal.left_out],
    )


def member_json(member: Member, recorded_at: str) -> shapes.Member:
    """Return an assertion as a claims file has it, with what its article and the reviewers add."""
    assertion = member.assertion
    return fill_shape(
        shapes.Member,
        member,
        **export_line(assertion, article=member.article_name, status=member.status, recorded_at=recorded_at),
        article_id=assertion.passage.article,
        scope_in_force=member.scope,
        removed=member.removed or None,
    )


def resolution_json(resolution: Resolution) -> shapes.Resolution:
    """Return the answer as it stands, with the decision it rests on."""
    verdicts = [
        fill_shape(shapes.Verdict, verdict, reviewer=verdict.decision.reviewer, **_answer_json(verdict))
        for verdict in resolution.verdicts
    ]
    return fill_shape(shapes.Resolution, resolution, verdicts=verdicts, **_answer_json(resolution))


def _answer_json(answered: Resolution | Verdict) -> dict[str, str | None]:
    return {"answer": answered.answer or None, "stance": answered.stance if answered.answer else None}


def report_json(
    report: Report, read: ItemReader, recorded_at: Callable[[Iterable[str]], Mapping[str, str]]
) -> Iterator[str]:
    """Yield a whole report as JSON text, an item at a time; `recorded_at` looks up when assertions were recorded."""
    head = {
        "dossier": report.dossier,
        "ledger_head": {"seq": report.head[0], "digest": report.head[1]},
        "articles": report.articles,
        "view": list(report.view),
    }
    yield to_json(head).removesuffix("\n}")
    for name in ("conflicts", "held", "agreed", "unreviewed"):
        entries: Sequence[Entry] = getattr(report, name)
        yield f',\n  "{name}": ['
        separator = "\n"
        for item in read(entries):
            text = to_json(item_json(item, recorded_at([m.assertion.id for m in item.members])))
            yield separator + indent(text, "    ")
            separator = ",\n"
        yield "]" if separator == "\n" else "\n  ]"
    yield "\n}\n"
