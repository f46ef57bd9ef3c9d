"""What another reviewer may have done before a blind one comes, and all that a session shows to the blind one."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from claims.models import Decision
from claims.store.tables.queue import FIELDS, SORTS, ItemFilter
from tests.support.review_builders import KILLED
from tui.services.acts import Act
from tui.services.bulk import make_plan, record_plan
from tui.services.query import UNSETTLED, parse_query
from tui.services.review_session import ReviewSession
from tui.services.workspace import Workspace

INJURED = ("quay fire", "injured")
FERRY = ("ferry grounding", "killed")

WORDS = "zebra"
"""In every reason that others give, and nowhere else."""

Deed = Callable[[ReviewSession], object]


def _decide(key: tuple[str, str], action: str, **details: Any) -> Deed:
    """Return what decides an item; `member` is the number of the statement it is about."""

    def deed(session: ReviewSession) -> object:
        item = session.item(key)
        changes = dict(details)
        if "member" in changes:
            changes["assertion"] = item.members[changes.pop("member")].assertion.id
        return session.decide(item, Act(action, rationale=WORDS, **changes))  # type: ignore[arg-type]

    return deed


def _undo(session: ReviewSession) -> object:
    return session.undo(rationale=WORDS)


def _bulk(session: ReviewSession) -> object:
    return record_plan(session, make_plan(session, session.queue, "contested").chosen(with_odd=True), "", WORDS)


def _reject_as_misread(session: ReviewSession) -> object:
    """Reject, with all of the item in view, for a reason that the inbox has too."""
    item = session.item(KILLED)
    act = Act("reject", assertion=item.members[2].assertion.id, rationale=WORDS)
    return session.record(session.draft(item, act).changed(reason="misread"))


def confirm_with_verdict(session: ReviewSession) -> object:
    """Accept a statement, and confirm it at the same stroke."""
    item = session.item(KILLED)
    about = item.members[0].assertion.id
    verdict = session.draft(item, Act("accept", assertion=about, rationale=WORDS)).changed(batch="stroke")
    confirm = Decision(
        id=session.new_id(),
        subject=item.subject,
        attribute=item.attribute,
        action="confirm",
        assertion=about,
        reviewer=session.reviewer,
        decided_at=session.clock(),
        based_on=verdict.id,
        seen=(about,),
        batch="stroke",
    )
    return session.workspace.dossier.record([verdict, confirm])


DEEDS: Mapping[str, tuple[Deed, ...]] = {
    "accepted one": (_decide(KILLED, "accept", member=0),),
    "accepted another": (_decide(KILLED, "accept", member=1), _decide(INJURED, "accept", member=1)),
    "rejected": (_decide(KILLED, "reject", member=2), _decide(INJURED, "reject", member=0)),
    "rejected as misread": (_reject_as_misread,),
    "contested": (_decide(KILLED, "contested"), _decide(FERRY, "needs_evidence")),
    "explained": (_decide(KILLED, "not_comparable", relation="part_of_whole"),),
    "changed the evidence": (
        _decide(KILLED, "set_scope", member=0, scope="civilians"),
        _decide(KILLED, "independent", member=1),
        _decide(KILLED, "grade", member=1, grade="5"),
        _decide(INJURED, "different_event", member=1),
    ),
    "tagged": (_decide(KILLED, "tag", tags=f"+{WORDS}"),),
    "undone": (_decide(KILLED, "accept", member=0), _undo),
    "all at once": (_bulk,),
    "confirmed with it": (confirm_with_verdict,),
}
"""What another may have done, by name."""


def do(path: Path, deed: str, reviewer: str = "Ann", *, blind: bool = False) -> None:
    """Let a reviewer do one of these; the stored queue is then as it should be."""
    with Workspace(path) as workspace:
        workspace.refresh()
        session = ReviewSession(workspace, reviewer, reasons="optional", blind=blind)
        session.load_queue()
        for each in DEEDS[deed]:
            each(session)
        workspace.refresh()


FILTERS = (
    UNSETTLED,
    ItemFilter(),
    *(replace(ItemFilter(), sort=sort) for sort in SORTS),
    *map(parse_query, (f"all {WORDS}", "state:resolved", "state:differ", "reviewer:Ann", "tag:zebra", "all killed")),
    *map(parse_query, ("severity:high", "all agreement:one_reviewer", "all date:2031", "sort:members source:rescuers")),
)
"""Ways to list the items."""


def all_shown(session: ReviewSession) -> list[object]:
    """Return all that lists, counts and items show in a session, as far as others may have an influence on it."""
    shown: list[object] = [session.progress()]
    for view in FILTERS:
        count = session.load_queue(view)
        shown += [count, session.queue, [replace(row, dirty=0) for row in session.page(0, count)]]
        shown += [session.facet_counts(field) for field in FIELDS]
    session.load_queue(UNSETTLED)
    for key in (KILLED, INJURED, FERRY):
        item = session.item(key)
        shown += [item.changed(head=None), session.verdicts(item), session.sight.outcome(key).changed(head=None)]
        after = session.consequences(item, Act("reject", assertion=item.members[0].assertion.id, rationale="so"))
        shown += [after.minimal_sets, after.state, after.explanation]
    plan = make_plan(session, session.queue, "proposal")
    return [*shown, [(one.item.id, one.act, one.odd) for one in plan.planned]]
