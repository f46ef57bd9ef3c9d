"""Records as the plain JSON other programs read.

Owns the keys and their order. Every command that takes `--format json` draws from here, so that one record never has
two shapes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from textwrap import indent
from typing import Any, cast

from claims.claimsfile import export_line
from reconcile.items.item import Item, Member, Resolution
from reconcile.policies import Proposal
from reconcile.reports.answers import build_rows
from reconcile.reports.report import ItemReader, Report
from reconcile.reports.timeline import build_timelines
from tui.output import to_json
from tui.writers.json_views import shapes


def item_json(item: Item, recorded_at: Mapping[str, str]) -> shapes.Item:
    """Return a data item; `recorded_at` says when each of its assertions entered the dossier, by id."""
    return {
        "id": item.id,
        "subject": item.subject,
        "attribute": item.attribute,
        "state": item.state,
        "severity": item.severity,
        "importance": item.importance,
        "explanation": item.explanation,
        "members": [member_json(member, recorded_at.get(member.assertion.id, "")) for member in item.members],
        "minimal_sets": [
            {"assertions": list(found.assertions), "explanation": found.explanation} for found in item.minimal_sets
        ],
        "relations": [
            {"a": r.a, "b": r.b, "relation": r.relation, "conflict": r.conflict, "explanation": r.explanation}
            for r in item.relations
        ],
        "origins": [{"origin": origin, "assertions": list(ids)} for origin, ids in item.origins],
        "notes": list(item.notes),
        "policy": item.policy or None,
        "proposals": [proposal_json(proposal) for proposal in item.proposals],
        "resolution": resolution_json(item.resolution),
        "figures": cast(Any, [row.model_dump(mode="json") for row in build_rows(item)]),
        "timelines": cast(Any, [timeline.model_dump(mode="json") for timeline in build_timelines(item)]),
    }


def proposal_json(proposal: Proposal) -> shapes.Proposal:
    """Return what a policy proposes."""
    return {
        "policy": proposal.policy,
        "version": proposal.version,
        "clause": proposal.clause,
        "low": proposal.low,
        "best": proposal.best,
        "high": proposal.high,
        "pending": proposal.pending,
        "grade": proposal.grade or None,
        "parts": cast(Any, [part.model_dump(mode="json") for part in proposal.parts]),
        "sentence": proposal.sentence,
        "warning": proposal.warning or None,
        "used": list(proposal.used),
        "left_out": [{"assertion": id_, "why": why} for id_, why in proposal.left_out],
    }


def member_json(member: Member, recorded_at: str) -> shapes.Member:
    """Return an assertion as a claims file has it, with what its article and the reviewers add."""
    line = export_line(member.assertion, article=member.article_name, status=member.status, recorded_at=recorded_at)
    added = {
        "article_id": member.assertion.passage.article,
        "outlet": member.outlet,
        "origin": member.origin,
        "scope_in_force": member.scope,
        "removed": member.removed or None,
        "linked": member.linked,
    }
    return cast(shapes.Member, {**line, **added})


def resolution_json(resolution: Resolution) -> shapes.Resolution:
    """Return the answer as it stands, with the decision it rests on."""
    decision = resolution.decision
    return {
        "state": resolution.state,
        "answer": resolution.answer or None,
        "low": resolution.low,
        "high": resolution.high,
        "decision": cast(Any, decision.model_dump(mode="json") if decision else None),
        "unseen": list(resolution.unseen),
    }


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
    for name, entries in (("conflicts", report.conflicts), ("held", report.held), ("agreed", report.agreed)):
        yield f',\n  "{name}": ['
        separator = "\n"
        for item in read(entries):
            drawn = to_json(item_json(item, recorded_at([m.assertion.id for m in item.members])))
            yield separator + indent(drawn, "    ")
            separator = ",\n"
        yield "]" if separator == "\n" else "\n  ]"
    yield "\n}\n"
