"""The items of a dossier as policies are asked about them."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from claims.assertions import articles_of
from claims.models import Assertion, Decision
from claims.store.dossier import ItemRow, SubjectRecord
from claims.vocabulary.model import Vocabulary
from reconcile.evidence.reading import ArticleInfo
from reconcile.items.evidence import Evidence
from reconcile.items.item import Item, Resolution, item_id
from reconcile.items.states import OPEN_STATES
from reconcile.policies.case import Case, Proposal
from reconcile.policies.learning import LEARNERS
from reconcile.policies.values import ValueCase, judge_learned
from reconcile.reports.agreement import Answer, resolution_answer
from reconcile.reports.replay import ReplayCase, build_replay_case, build_value_replay, settled_value
from tui.services.workspace import Workspace


def pose_items(
    workspace: Workspace, step: Callable[[int], None] = lambda _: None, *, every_kind: bool = False
) -> Iterator[ReplayCase]:
    """Yield every count of the dossier as a policy is asked about it, by subject and attribute; or every item."""
    vocabulary = workspace.dossier.vocabulary()
    count = 0
    for record in workspace.dossier.read_subjects():
        stated = {a.attribute for a in record.assertions}
        rows = [row for row in record.items if row.attribute in stated]
        yield from _pose(workspace, record, [row for row in rows if every_kind or _is_count(row.attribute, vocabulary)])
        count += len(record.items)
        step(count)


def _pose(workspace: Workspace, record: SubjectRecord, rows: Sequence[ItemRow]) -> Iterator[ReplayCase]:
    for row, case in _build_cases(workspace, record, rows):
        # What was settled, and what is in conflict as of another date, takes the whole item to say.
        is_whole = bool(record.decisions) or not workspace.lens.is_clear
        resolution = workspace.item(row.key).resolution if is_whole else Resolution(state=row.state)
        yield ReplayCase(item_id(*row.key), resolution.state in OPEN_STATES, case, _settled(case, resolution))


def _settled(case: Case | ValueCase, resolution: Resolution) -> Answer | None:
    if resolution.state != "resolved":
        return None
    return resolution_answer(resolution) if isinstance(case, Case) else settled_value(case, resolution)


def _build_cases(
    workspace: Workspace, record: SubjectRecord, rows: Sequence[ItemRow]
) -> Iterator[tuple[ItemRow, Case | ValueCase]]:
    """Yield the cases of these items of a subject; of those without a figure or value none."""
    if not rows:
        return
    vocabulary = workspace.dossier.vocabulary()
    infos = workspace.article_info(articles_of(record.assertions))
    assertions, decisions = _visible_records(workspace, record, infos)
    for row in rows:
        wanted = vocabulary.evidence_for(row.attribute)
        evidence = workspace.dated_as_amended([a for a in assertions if a.attribute in wanted])
        around = workspace.surroundings(evidence, infos, of_one_value=True)
        recorded_on = Evidence(row.key, evidence, decisions, vocabulary, infos, around)
        build = build_replay_case if _is_count(row.attribute, vocabulary) else build_value_replay
        if (case := build(recorded_on, accepted_only=workspace.lens.accepted_only)) is not None:
            yield row, case


def judge_learners(workspace: Workspace, item: Item) -> tuple[Proposal, ...]:
    """Return what policies say of an item whose values are no counts that learn from every item of its attribute."""
    cases: dict[str, ValueCase] = {}
    for record in workspace.dossier.read_subjects():
        rows = [row for row in record.items if row.attribute == item.attribute]
        built = _build_cases(workspace, record, rows)
        cases |= {item_id(*row.key): case for row, case in built if isinstance(case, ValueCase)}
    if item.id not in cases:
        return ()
    taught = (learner.learn_claims(case.claims for case in cases.values()) for learner in LEARNERS)
    return tuple(judge_learned(learner, cases[item.id]) for learner in taught)


def _visible_records(
    workspace: Workspace, record: SubjectRecord, infos: Mapping[str, ArticleInfo]
) -> tuple[tuple[Assertion, ...], tuple[Decision, ...]]:
    """Return what the lens lets through of a subject."""
    lens, assertions = workspace.lens, record.assertions
    if lens.is_clear:
        return assertions, record.decisions
    recorded = workspace.dossier.recorded_at(a.id for a in assertions) if lens.recorded_at else {}
    return tuple(lens.assertions(assertions, infos, recorded)), tuple(lens.decisions(record.decisions))


def _is_count(name: str, vocabulary: Vocabulary) -> bool:
    attribute = vocabulary.attribute(name)
    return attribute is not None and attribute.kind == "count"
