"""Builds a data item from its evidence: relations, minimal sets of assertions that cannot all be true, the answer."""

from collections.abc import Container, Mapping, Sequence
from functools import partial

from claims.decisions import assigned_of, effective, tags_of
from claims.vocabulary.model import Attribute, Vocabulary
from reconcile.evidence.reading import ArticleInfo, Reading
from reconcile.items.conflicts import Findings, find_conflicts
from reconcile.items.evidence import Evidence, ItemReadings, read_evidence
from reconcile.items.explanation import explain_item, write_notes
from reconcile.items.importance import severity, weigh
from reconcile.items.item import Item, Member
from reconcile.items.oddity import find_odd_statement, find_ways
from reconcile.items.resolution import resolve
from reconcile.items.sides import Sides, build_clashes
from reconcile.items.standing import settles
from reconcile.policies import DEFAULT_POLICY, POLICIES, Policy, propose
from reconcile.policies.accounts import read_accounts
from reconcile.policies.values import RULES, ValueCase, build_value_case, propose_values
from reconcile.relations.origins import group_origins


def build_item(
    evidence: Evidence,
    *,
    accepted_only: bool = False,
    in_full: bool = True,
    policies: Sequence[Policy] = POLICIES,
) -> Item:
    """Return a data item, the same for the same records in any order.

    Args:
        evidence: what is recorded about the item.
        accepted_only: leave out assertions proposed by a program that no reviewer has confirmed.
        in_full: ask all of `policies`, in their order, and list contradictions by value with the ways out of them; else
            ask only the policy that the dossier goes by.
        policies: which may be asked.
    """
    subject, name = evidence.key
    readings = read_evidence(evidence, accepted_only=accepted_only)
    findings = find_conflicts(readings)
    grouping = group_origins(readings.in_force, findings.relations)
    resolution = resolve(readings, findings, grouping)
    policy = _name_policy(readings.attribute, evidence.vocabulary)
    consulted = _choose_policies(policies, policy, every=in_full)
    accounts = read_accounts(readings.beside, evidence.decisions, evidence.vocabulary)
    revised = frozenset(readings.revised)
    if readings.attribute.kind == "count":
        proposals = propose(readings.own, revised, evidence.vocabulary, grouping, consulted, accounts)
    else:
        asked = in_full or policy
        values = build_value_case(readings.own, revised, evidence.vocabulary, grouping) if asked else ValueCase()
        proposals = propose_values(values, policy)
    importance = weigh(
        readings.attribute,
        findings.conflicting,
        readings.by_id,
        state=resolution.state,
        origin_of=grouping.origin_of,
    )
    sides = Sides(readings.by_id, grouping)
    ways = find_ways(readings, findings, sides) if in_full else ()
    return Item(
        subject=subject,
        name=evidence.name or subject,
        attribute=name,
        severity=severity(importance),
        importance=importance,
        explanation=explain_item(readings, findings, sides, resolution, proposals, policy),
        members=_list_members(readings, findings, evidence.articles),
        minimal_sets=findings.minimal_sets,
        clashes=build_clashes(findings.every_set, sides) if in_full else (),
        odd=find_odd_statement(findings, sides, ways) if in_full else None,
        ways=ways,
        relations=findings.relations,
        origins=grouping.groups(),
        resolution=resolution,
        proposals=proposals,
        policy=policy,
        reviewers=tuple(sorted({d.reviewer for d in effective(evidence.decisions) if settles(d, name)})),
        head=next((d.id for d in reversed(evidence.decisions) if d.attribute == name), None),
        notes=write_notes(readings, findings, resolution),
        tags=tags_of(evidence.decisions, name),
        assigned=assigned_of(evidence.decisions, name),
    )


def _name_policy(attribute: Attribute, vocabulary: Vocabulary) -> str:
    """Return the policy that the dossier goes by for an attribute; empty where it names none that judges its kind."""
    policy = vocabulary.policy_for(attribute.name) or ""
    return policy if attribute.kind == "count" or policy in RULES else ""


def _choose_policies(policies: Sequence[Policy], in_force: str, *, every: bool) -> list[Policy]:
    chosen = [each for each in policies if every or each.name == in_force]
    return sorted(chosen, key=lambda each: each.name != (in_force or DEFAULT_POLICY))


def _list_members(
    readings: ItemReadings, findings: Findings, articles: Mapping[str, ArticleInfo]
) -> tuple[Member, ...]:
    """Return the members as every face numbers them: those in conflict first, set-aside ones last."""
    in_conflict = {id_ for members in findings.conflicting for id_ in members}
    removed = readings.standing.removed_by()
    members = (_member(reading, readings, removed, articles) for reading in readings.every)
    return tuple(sorted(members, key=partial(_order, in_conflict)))


def _order(in_conflict: Container[str], member: Member) -> tuple[bool, bool, bool, str, str, str]:
    id_, as_of = member.assertion.id, member.assertion.as_of
    return bool(member.removed), id_ not in in_conflict, member.linked, as_of or "9999", member.outlet, id_


def _member(
    reading: Reading, readings: ItemReadings, removed: Mapping[str, str], articles: Mapping[str, ArticleInfo]
) -> Member:
    info = articles.get(reading.assertion.passage.article)
    return Member(
        assertion=reading.assertion,
        origin=reading.origin,
        outlet=reading.outlet,
        article_name=info.name if info else reading.assertion.passage.article[:12],
        scope=reading.scope,
        key=reading.key,
        status=readings.standing.status_of(reading.assertion),
        removed=removed.get(reading.id, ""),
        linked=reading.attribute.name != readings.attribute.name,
    )
