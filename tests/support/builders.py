"""Small builders of the records the reconciler takes: assertions on invented articles, items, decisions.

An outlet and its one article share a name; nothing here reads a file or opens a dossier.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from claims.assertions import build_assertion
from claims.models import Assertion, Attribution, Decision, Passage
from claims.surroundings import Surroundings
from claims.values import parse_value
from claims.vocabulary.loading import build_vocabulary, builtin_vocabulary, parse_vocabulary
from claims.vocabulary.model import Vocabulary
from reconcile.evidence.reading import ArticleInfo, Reading, read_assertions
from reconcile.items.bounds import build_forest, find_stated_breakdowns, find_sums
from reconcile.items.build import build_item
from reconcile.items.evidence import Evidence
from reconcile.items.item import Item
from reconcile.relations.closing import find_closing
from reconcile.relations.gates import GATES
from reconcile.relations.pairs import Context, Relation, Verdict
from reconcile.relations.relate import build_pair, relate
from reconcile.relations.revisions import find_revised
from reconcile.relations.rising import find_overtaken

MONDAY, TUESDAY, WEDNESDAY = "2031-03-03", "2031-03-04", "2031-03-05"


def make_vocabulary(toml: str = "") -> Vocabulary:
    """The built-in vocabulary with a dossier's additions."""
    return build_vocabulary([parse_vocabulary(toml, "test")]) if toml else builtin_vocabulary()


def make_article_info(outlet: str, **changes: Any) -> ArticleInfo:
    """What the reconciler knows of the article of an outlet."""
    return ArticleInfo(**{"name": f"{outlet.casefold().replace(' ', '-')}.txt", "publisher": outlet, **changes})


def infos(assertions: Iterable[Assertion]) -> dict[str, ArticleInfo]:
    """An article for every outlet quoted."""
    return {name: make_article_info(name) for name in {a.passage.article for a in assertions}}


def make_assertion(
    value: str | Mapping[str, object] = "17",
    *chain: str,
    outlet: str = "Harbour Post",
    attribute: str = "killed",
    vocabulary: Vocabulary | None = None,
    quote: str = "",
    start: int = 0,
    **changes: Any,
) -> Assertion:
    """An assertion of `value`, by `outlet` itself or by the last speaker of `chain`.

    `changes` are fields of the record: scope, stance, as_of, subject, exhaustive.
    """
    declared = (vocabulary or builtin_vocabulary()).attributes[attribute]
    parsed = parse_value(declared.kind, value, unit=declared.unit, choices=declared.values)
    written = value if isinstance(value, str) else None
    exact = quote or f"{attribute}: {written or 'some'}"
    content: dict[str, Any] = {
        "subject": "quay fire",
        "attribute": attribute,
        "as_of": TUESDAY,
        "written": written,
        "value": parsed,
        "passage": Passage(article=outlet, start=start, end=start + len(exact), exact=exact),
        "chain": tuple(Attribution(speaker=name, verb="said") for name in chain),
    }
    return build_assertion(**(content | changes))


def make_readings(assertions: Sequence[Assertion], vocabulary: Vocabulary | None = None) -> list[Reading]:
    """The readings of assertions, by id."""
    return read_assertions(assertions, vocabulary or builtin_vocabulary(), infos(assertions))


def relate_pair(a: Assertion, b: Assertion, *others: Assertion, vocabulary: Vocabulary | None = None) -> Relation:
    """The relation of `a` and `b` among `others`, which is the same from either side."""
    vocabulary = vocabulary or builtin_vocabulary()
    every = (a, b, *others)
    readings = read_assertions(every, vocabulary, infos(every))
    by_id = {reading.id: reading for reading in readings}
    counts = {r.attribute.name for r in readings if r.attribute.kind == "count"}
    sums = find_sums(readings, build_forest(counts, vocabulary, find_stated_breakdowns(readings)))
    revised, closing = find_revised(readings, vocabulary), find_closing(readings)
    current = [reading for reading in readings if reading.id not in revised]
    context = Context(vocabulary, frozenset(sums), revised, closing, find_overtaken(current))
    relation = relate(by_id[a.id], by_id[b.id], context)
    assert relation == relate(by_id[b.id], by_id[a.id], context)
    for one, two in ((a, b), (b, a)):
        verdict = pass_gates(by_id[one.id], by_id[two.id], context)
        if verdict is not None:
            assert (verdict.name, verdict.conflict) == (relation.relation, relation.conflict), "a gate takes sides"
    return relation


def pass_gates(a: Reading, b: Reading, context: Context) -> Verdict | None:
    """What the gates say of a pair in this very order; None where time puts the other first."""
    if a.clock.order(b.clock) not in {"same", "unknown"}:
        return None
    pair = build_pair(a, b, context)
    return next(verdict for gate in GATES if (verdict := gate(pair)) is not None)


def make_item(
    assertions: Sequence[Assertion],
    decisions: Sequence[Decision] = (),
    *,
    attribute: str = "killed",
    vocabulary: Vocabulary | None = None,
    around: Mapping[str, Surroundings] | None = None,
) -> Item:
    """The data item of `attribute` with these assertions as its evidence."""
    vocabulary = vocabulary or builtin_vocabulary()
    evidence = [a for a in assertions if a.attribute in vocabulary.evidence_for(attribute)]
    return build_item(
        Evidence(("quay fire", attribute), evidence, decisions, vocabulary, infos(assertions), around or {})
    )


def sets_of(item: Item) -> set[frozenset[str]]:
    """The minimal sets of an item, each as the printed values in it."""
    written = {m.assertion.id: m.assertion.written or m.assertion.id for m in item.members}
    return {frozenset(written[id_] for id_ in found.assertions) for found in item.minimal_sets}


_numbers = itertools.count(1)


def make_decision(action: str, **changes: Any) -> Decision:
    """A decision on the killed of the quay fire; `seen` may be given as assertions or ids."""
    seen = tuple(sorted(s if isinstance(s, str) else s.id for s in changes.pop("seen", ())))
    return Decision.model_validate(
        {
            "id": f"{next(_numbers):032x}",
            "subject": "quay fire",
            "attribute": "killed",
            "action": action,
            "rationale": "checked with the harbour office",
            "reviewer": "Ada",
            "decided_at": "2031-03-06T10:00:00Z",
            "seen": seen,
            **changes,
        }
    )
