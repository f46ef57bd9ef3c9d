"""Data items to findings: relations, minimal sets of assertions that cannot all be true, and the answer as it stands.

Owns how one data item is put together from its evidence and decisions. Refuses input and output: it takes records and
returns one record, the same for the same records in any order.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from claims.decisions import effective, tags_of
from claims.models import Assertion, Decision, Status
from claims.records import Record
from claims.surroundings import Surroundings
from claims.values import format_value
from claims.vocabulary.model import Attribute, Vocabulary
from reconcile.evidence.reading import ArticleInfo, Reading, read_assertions
from reconcile.items import bounds as scopes
from reconcile.items.importance import severity, weigh
from reconcile.items.resolution import Resolution, Standing, fold_decisions, resolve, settles
from reconcile.items.states import CONFLICT_STATES, OPEN_STATES, State
from reconcile.policies import POLICIES, Policy, Proposal, propose
from reconcile.relations.origins import group_origins
from reconcile.relations.pairs import HELD, Context, Relation
from reconcile.relations.relate import relate
from reconcile.relations.revisions import find_revised

MOST_COMPARED = 150
"""Statements of one item compared pair by pair; one of each distinct value comes before a second of any."""

_TELLING = {"identical": 2, "equivalent": 2, "same_origin": 2, "different_attribute": 3}
"""Relations that say least of why an item agrees, told only where there is no other."""

MOST_SETS = 200
"""Minimal sets listed for one item."""


class MinimalSet(Record):
    """Assertions that cannot all be true, and without any one of which the others can."""

    assertions: tuple[str, ...]
    """Ids, sorted."""
    explanation: str


class Member(Record):
    """An assertion of the item with what follows from it and its article."""

    assertion: Assertion
    origin: str
    outlet: str
    article_name: str
    scope: str | None
    """As stated, or as a reviewer has set it."""
    status: Status = "accepted"
    removed: str = ""
    """The act that took it out of the evidence: `reject` or `different_event`."""
    linked: bool = False
    """It belongs to another attribute and only bears on this item."""


class Item(Record):
    """One data item: its evidence, what it is to each other, and the answer as it stands."""

    subject: str
    attribute: str
    severity: str
    importance: int
    explanation: str
    members: tuple[Member, ...]
    """Numbered from 1 on every face: those in conflict first, then by as-of date; set-aside ones last."""
    minimal_sets: tuple[MinimalSet, ...]
    relations: tuple[Relation, ...]
    origins: tuple[tuple[str, tuple[str, ...]], ...]
    """Independent origins with the ids that rest on each."""
    resolution: Resolution
    proposals: tuple[Proposal, ...] = ()
    """What each policy would say; for counts only. First the one the dossier goes by."""
    policy: str = ""
    """The policy that the dossier goes by for this attribute; empty where it names none."""
    reviewers: tuple[str, ...] = ()
    """Who has settled the item, by a decision that still holds; sorted."""
    head: str | None = None
    """The latest decision on the item, undone or not: what the next one builds on."""
    notes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    """What reviewers call it, to find it by."""

    @property
    def id(self) -> str:
        """The item's id: subject/attribute."""
        return item_id(self.subject, self.attribute)

    @property
    def state(self) -> State:
        """open, resolved, stale, contested, needs_evidence, undecided, held or agreed."""
        return self.resolution.state

    @property
    def is_conflict(self) -> bool:
        """Whether it is or was a conflict: something cannot all be true, or a decision was needed."""
        return bool(self.minimal_sets) or self.state in CONFLICT_STATES


def item_id(subject: str, attribute: str) -> str:
    """Return the id of a data item."""
    return f"{subject}/{attribute}"


def split_item_id(written: str) -> tuple[str, str]:
    """Return (subject, attribute) of an item's id; the attribute is what follows the last slash.

    >>> split_item_id("flood/2021/killed")
    ('flood/2021', 'killed')
    """
    subject, _, attribute = written.rpartition("/")
    return subject, attribute


def build_item(
    key: tuple[str, str],
    evidence: Iterable[Assertion],
    decisions: Sequence[Decision],
    vocabulary: Vocabulary,
    articles: Mapping[str, ArticleInfo],
    *,
    accepted_only: bool = False,
    with_proposals: bool = True,
    policies: Sequence[Policy] = POLICIES,
    around: Mapping[str, Surroundings] | None = None,
) -> Item:
    """Return the data item `key`.

    Args:
        key: (subject, attribute).
        evidence: every assertion on the subject whose attribute bears on the item.
        decisions: every decision on the subject, oldest first.
        vocabulary: the words in force.
        articles: by id, of every article quoted.
        accepted_only: leave out assertions proposed by a program that no reviewer has confirmed.
        with_proposals: ask every policy; else only the one the dossier goes by.
        policies: the policies asked, in this order.
        around: what stands around the quotes that `find_alike` names, by assertion id.
    """
    subject, name = key
    attribute = vocabulary.attribute(name) or Attribute(name=name, kind="text")
    standing = fold_decisions(decisions, name)
    removed = standing.removed_by()
    if accepted_only:
        evidence = [a for a in evidence if standing.status_of(a) != "proposed"]
    set_by = (standing.scope_of(), standing.independent, around, dict(standing.grades))
    every = read_assertions(evidence, vocabulary, articles, *set_by)
    readings = [r for r in every if r.id not in removed and belongs(r, name, vocabulary)]
    revised = find_revised(readings, vocabulary)
    current = [r for r in readings if r.id not in revised]
    forest = _forest(current, vocabulary)
    breakdowns = scopes.find_breakdowns(readings, forest) if attribute.kind == "count" else {}
    context = Context(vocabulary, frozenset(breakdowns), revised)
    relations = _relations(readings, name, context)
    sets = _minimal_sets(current, relations, forest, name, {reading.id: reading.phrase for reading in readings})
    relations = _with_sums(relations, sets)
    by_id = {reading.id: reading for reading in readings}
    own = [reading for reading in readings if reading.attribute.name == name]
    held = any(relation.relation in HELD for relation in relations) or any(
        r.scope is None and r.attribute.kind == "count" for r in readings
    )
    members = _in_order((_member(r, standing, name, articles) for r in every if belongs(r, name, vocabulary)), sets)
    conflicting = [found.assertions for found in sets]
    resolution = resolve(standing, by_id, conflicting, held=held, attribute=attribute, context=context, forest=forest)
    grouping = group_origins(readings, relations)
    chosen = (attribute.kind == "count" and vocabulary.policy_for(name)) or ""
    asked = sorted((p for p in policies if with_proposals or p.name == chosen), key=lambda p: p.name != chosen)
    proposals = propose(own, frozenset(revised), vocabulary, grouping, asked) if asked else ()
    importance = weigh(
        attribute, conflicting, by_id, stale=resolution.state == "stale", held=held, origin_of=grouping.origin_of
    )
    return Item(
        subject=subject,
        attribute=name,
        severity=severity(importance),
        importance=importance,
        explanation=_explanation(sets, relations, readings, resolution)
        + _proposed(proposals, chosen, resolution)
        + _unconfirmed(readings, standing),
        members=members,
        minimal_sets=sets,
        relations=relations,
        origins=grouping.groups(),
        resolution=resolution,
        proposals=proposals,
        policy=chosen,
        reviewers=tuple(sorted({d.reviewer for d in effective(decisions) if settles(d, name)})),
        head=next((d.id for d in reversed(decisions) if d.attribute == name), None),
        notes=_notes(readings, breakdowns, sum(1 for m in members if m.removed)),
        tags=tags_of(decisions, name),
    )


def belongs(reading: Reading, name: str, vocabulary: Vocabulary) -> bool:
    """Own assertions always; of a linked count only the scopes that a balance rule names (or parts of them)."""
    if reading.attribute.name == name:
        return True
    if reading.attribute.kind != "count":
        return name in vocabulary.bearing_on(reading.attribute.name)
    for balance in vocabulary.balances:
        if balance.whole.attribute == name:
            for node in balance.parts:
                if node.attribute == reading.attribute.name and reading.attribute.tree.link(
                    node.scope, reading.scope
                ) in {"same", "whole"}:
                    return True
    return False


def _forest(readings: Sequence[Reading], vocabulary: Vocabulary) -> scopes.Forest:
    attributes = {r.attribute.name for r in readings if r.attribute.kind == "count"}
    stated = [*scopes.find_stated_breakdowns(readings), *scopes.find_stated_balances(readings, vocabulary)]
    return scopes.build_forest(attributes, vocabulary, stated)


def _relations(readings: Sequence[Reading], name: str, context: Context) -> tuple[Relation, ...]:
    """Every pair of the compared readings; of two linked attributes that only meet here, their pairs too."""
    chosen = _choose(readings)
    pairs = []
    for a, b in combinations(chosen, 2):
        both_linked = a.attribute.name != name and b.attribute.name != name
        if both_linked and a.attribute.name == b.attribute.name:
            continue  # they meet in their own data item
        pairs.append(relate(a, b, context))
    return tuple(sorted(pairs, key=lambda r: (r.a, r.b)))


def _choose(readings: Sequence[Reading]) -> list[Reading]:
    """Return at most MOST_COMPARED readings, one of each distinct statement before a second of any."""
    if len(readings) <= MOST_COMPARED:
        return list(readings)
    seen: dict[object, int] = {}
    ranked = []
    for reading in readings:
        key = (reading.attribute.name, reading.scope, reading.value, reading.stance)
        seen[key] = seen.get(key, 0) + 1
        ranked.append((seen[key], reading.id, reading))
    ranked.sort(key=lambda entry: entry[:2])
    return sorted((entry[2] for entry in ranked[:MOST_COMPARED]), key=lambda reading: reading.id)


def _minimal_sets(
    current: Sequence[Reading],
    relations: Sequence[Relation],
    forest: scopes.Forest,
    name: str,
    phrases: Mapping[str, str],
) -> tuple[MinimalSet, ...]:
    found: dict[tuple[str, ...], MinimalSet] = {
        (r.a, r.b): MinimalSet(assertions=(r.a, r.b), explanation=r.explanation) for r in relations if r.conflict
    }
    bounds = [bound for bound in map(scopes.bound_of, current) if bound is not None]
    explained = {(r.a, r.b) for r in relations if not r.conflict}
    for violation in scopes.find_violations(bounds, forest, name, MOST_SETS):
        if len(violation.members) == 2 and violation.members in found.keys() | explained:
            continue  # the pair has its own relation, with more to go by than bounds
        members = "; ".join(phrases[id_] for id_ in violation.members)
        explanation = f"{violation.sentence} ({members})"
        found[violation.members] = MinimalSet(assertions=violation.members, explanation=explanation)
    ordered = sorted(found.values(), key=lambda s: (len(s.assertions), s.assertions))
    return tuple(ordered[:MOST_SETS])


def _with_sums(relations: Sequence[Relation], sets: Sequence[MinimalSet]) -> tuple[Relation, ...]:
    """Name a part and its whole that cannot stand beside the other parts of a larger set after what that set shows.

    The two alone can both be true, so the pair is no conflict: the set is.
    """
    sums = [(frozenset(found.assertions), found.explanation) for found in sets if len(found.assertions) > 2]
    named = []
    for relation in relations:
        shown = ""
        if relation.relation == "part_of_whole":
            shown = next((why for members, why in sums if relation.a in members and relation.b in members), "")
        named.append(
            Relation(a=relation.a, b=relation.b, relation="scope_violation", explanation=shown) if shown else relation
        )
    return tuple(named)


def _explanation(
    sets: Sequence[MinimalSet], relations: Sequence[Relation], readings: Sequence[Reading], resolution: Resolution
) -> str:
    if resolution.state == "stale" and resolution.unseen:
        arrived = "; ".join(r.phrase for r in readings if r.id in resolution.unseen[:3])
        settled = f"the accepted {resolution.answer}" if resolution.answer else "what was decided"
        return f"Arrived since the decision, and does not agree with {settled}: {arrived}."
    if sets:
        more = f" (and {len(sets) - 1} more like it)" if len(sets) > 1 else ""
        return f"{sets[0].explanation}{more}"
    if not readings:
        return "No evidence is left."
    told = sorted(relations, key=lambda r: (_TELLING.get(r.relation, 1), r.a, r.b))
    if told:
        return told[0].explanation
    return f"Said once: {readings[0].phrase}."


def _proposed(proposals: Sequence[Proposal], chosen: str, resolution: Resolution) -> str:
    """Return what the policy that the dossier goes by says of an item that is not settled."""
    if not proposals or proposals[0].policy != chosen or resolution.state not in OPEN_STATES:
        return ""
    return f" ({chosen} proposes {proposals[0].shown}.)"


def _unconfirmed(readings: Sequence[Reading], standing: Standing) -> str:
    proposed = sum(standing.status_of(reading.assertion) == "proposed" for reading in readings)
    if not proposed:
        return ""
    return " (Rests on proposals.)" if proposed == len(readings) else " (Rests in part on proposals.)"


def _short(reading: Reading, whole: Reading) -> str:
    """Return a figure with whose it is: `12 attackers`, `15 killed (attackers)` beside another attribute."""
    value = format_value(reading.value)
    scope = "" if reading.scope in {None, "total"} else (reading.scope or "").replace("_", " ")
    if reading.attribute.name != whole.attribute.name:
        return f"{value} {reading.attribute.name.replace('_', ' ')}" + (f" ({scope})" if scope else "")
    return f"{value} {scope}".strip()


def _member(reading: Reading, standing: Standing, name: str, articles: Mapping[str, ArticleInfo]) -> Member:
    info = articles.get(reading.assertion.passage.article)
    return Member(
        assertion=reading.assertion,
        origin=reading.origin,
        outlet=reading.outlet,
        article_name=info.name if info else reading.assertion.passage.article[:12],
        scope=reading.scope,
        status=standing.status_of(reading.assertion),
        removed=standing.removed_by().get(reading.id, ""),
        linked=reading.attribute.name != name,
    )


def _in_order(members: Iterable[Member], sets: Sequence[MinimalSet]) -> tuple[Member, ...]:
    """Return the members as every face numbers them: those in conflict first, set-aside ones last."""
    in_conflict = {id_ for found in sets for id_ in found.assertions}
    return tuple(
        sorted(
            members,
            key=lambda m: (
                bool(m.removed),
                m.assertion.id not in in_conflict,
                m.linked,
                m.assertion.as_of or "9999",
                m.outlet,
                m.assertion.id,
            ),
        )
    )


def _notes(
    readings: Sequence[Reading], breakdowns: Mapping[tuple[str, str], tuple[str, ...]], removed: int
) -> tuple[str, ...]:
    notes = []
    by_id = {reading.id: reading for reading in readings}
    sums: dict[str, set[str]] = {}
    for ids in set(breakdowns.values()):
        whole = by_id[next(pair[0] for pair, members in breakdowns.items() if members == ids)]
        parts = [by_id[id_] for id_ in ids if id_ != whole.id]
        shown = " + ".join(sorted(_short(part, whole) for part in parts))
        sums.setdefault(f"{_short(whole, whole)} = {shown}", set()).update(r.origin for r in (whole, *parts))
    notes += [f"{shown} ({', '.join(sorted(origins))})." for shown, origins in sorted(sums.items())]
    if len(readings) > MOST_COMPARED:
        notes.append(
            f"{len(readings)} statements; {MOST_COMPARED} of them, every distinct value first, compared pair by pair."
        )
    if removed:
        notes.append(f"{removed} assertion{'s' if removed > 1 else ''} set aside by a reviewer.")
    return tuple(notes)
