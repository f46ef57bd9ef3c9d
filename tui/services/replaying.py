"""The counts of a dossier as policies are asked about them."""

from collections.abc import Callable, Iterator, Mapping

from claims.assertions import articles_of
from claims.models import Assertion, Decision
from claims.store.dossier import SubjectRecord
from claims.vocabulary.model import Vocabulary
from reconcile.evidence.reading import ArticleInfo
from reconcile.items.evidence import Evidence
from reconcile.items.item import Item, Resolution, item_id
from reconcile.items.states import OPEN_STATES
from reconcile.policies.learning import AccuCopy, PopAccu, TruthFinder
from reconcile.policies.values import ValueProposal, find_latest, find_majority, judge_learned, similarity
from reconcile.reports.agreement import resolution_answer
from reconcile.reports.replay import ReplayCase, build_replay_case, build_value_replay
from tui.services.workspace import Workspace


def pose_items(workspace: Workspace, step: Callable[[int], None] = lambda _: None) -> Iterator[ReplayCase]:
    """Yield every count of the dossier as a policy is asked about it, by subject and attribute."""
    vocabulary = workspace.dossier.vocabulary()
    count = 0
    for record in workspace.dossier.read_subjects():
        yield from _pose_subject(workspace, record, vocabulary)
        count += len(record.items)
        step(count)


def _pose_subject(workspace: Workspace, record: SubjectRecord, vocabulary: Vocabulary) -> Iterator[ReplayCase]:
    lens = workspace.lens
    infos = workspace.article_info(articles_of(record.assertions))
    assertions, decisions = _visible_records(workspace, record, infos)
    stated = {a.attribute for a in assertions}
    for row in record.items:
        if row.attribute not in stated or not _is_count(row.attribute, vocabulary):
            continue
        wanted = vocabulary.evidence_for(row.attribute)
        evidence = workspace.dated_as_amended([a for a in assertions if a.attribute in wanted])
        around = workspace.surroundings(evidence, infos, of_one_value=True)
        recorded_on = Evidence(row.key, evidence, decisions, vocabulary, infos, around)
        case = build_replay_case(recorded_on, accepted_only=lens.accepted_only)
        if case is None:
            continue
        # What was settled, and what is in conflict as of another date, takes the whole item to say.
        is_whole = bool(decisions) or not lens.is_clear
        resolution = workspace.item(row.key).resolution if is_whole else Resolution(state=row.state)
        answer = resolution_answer(resolution) if resolution.state == "resolved" else None
        yield ReplayCase(item_id(*row.key), resolution.state in OPEN_STATES, case, answer)


def propose_values(workspace: Workspace, item: Item) -> tuple[ValueProposal, ...]:
    """Return what policies say of an item whose values are no counts; some learn from every item of its attribute."""
    vocabulary, lens = workspace.dossier.vocabulary(), workspace.lens
    wanted = vocabulary.evidence_for(item.attribute)
    cases = {}
    for record in workspace.dossier.read_subjects():
        keys = [row.key for row in record.items if row.attribute == item.attribute]
        if keys:
            infos = workspace.article_info(sorted({a.passage.article for a in record.assertions}))
            assertions, decisions = _visible_records(workspace, record, infos)
            evidence = workspace.dated_as_amended([a for a in assertions if a.attribute in wanted])
            recorded_on = Evidence(keys[0], evidence, decisions, vocabulary, infos)
            cases[keys[0]] = build_value_replay(recorded_on, accepted_only=lens.accepted_only)
    case = cases[item.subject, item.attribute]
    learners = (TruthFinder(likeness=similarity), AccuCopy(), PopAccu())
    taught = (learner.learn_claims(each.claims for each in cases.values()) for learner in learners)
    return (find_majority(case), find_latest(case), *(judge_learned(learner, case) for learner in taught))


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
