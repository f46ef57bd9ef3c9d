"""The coded rows of real articles: the relations a reviewer's coding must give.

Each row stands alone, in its own dossier.
"""

from collections import Counter
from typing import Any

import pytest

from reconcile.evidence.reading import read_assertions
from reconcile.items.build import build_item
from reconcile.items.evidence import Evidence
from reconcile.relations.pairs import Context
from reconcile.relations.relate import relate
from tests.support.seeds import articles, code, needs_articles, rows, vocabulary

SAME = {
    "identical": "identical equivalent",
    "compatible_bound": "compatible_bound granularity",
    "refinement": "refinement granularity status_progression modality_gap",
    "scope_difference": "part_of_whole other_facet different_attribute unknown_scope different_event",
    "superseded_later": "self_update superseded downward_revision position_change status_progression",
    "contradiction": "contradiction scope_violation competing_claims relay_divergence misattribution downward_revision",
    "claim_vs_denial": "denial",
    "affiliation_hierarchy": "affiliation alias other_facet claim_vs_attribution",
    "same_origin": "same_origin",
}
"""The corpus's own table of which relations count as one of its labels."""

pytestmark = [pytest.mark.whole, needs_articles]


def judge(coding: dict[str, Any]) -> tuple[set[str], bool, bool]:
    """Return the relations found among a row's claims, whether any is a conflict, and whether text decided anything."""
    assertions = code(coding)
    infos = {text.id: info for text, info in articles().values()}
    relations: set[str] = set()
    conflict = False
    keys = {a.item for a in assertions}
    keys |= {(s, t) for s, attribute in keys for t in vocabulary().bearing_on(attribute)}
    for subject, attribute in sorted(keys):
        evidence = [
            a for a in assertions if a.subject == subject and a.attribute in vocabulary().evidence_for(attribute)
        ]
        item = build_item(Evidence((subject, attribute), evidence, (), vocabulary(), infos))
        relations |= {relation.relation for relation in item.relations}
        conflict = conflict or bool(item.minimal_sets)
    if not relations:  # claims of different items, which no item compares
        readings = read_assertions(assertions, vocabulary(), infos)
        context = Context(vocabulary())
        relations = {relate(a, b, context).relation for n, a in enumerate(readings) for b in readings[:n]}
    text_decided = any(a.value.kind == "text" for a in assertions) and bool(
        relations & {"identical", "equivalent", "contradiction", "denial"}
    )
    return relations, conflict, text_decided


def score(table: str) -> tuple[float, list[str], list[str]]:
    """Return the share of rows that agree, the rows that do not, and the rows shown as what they are not."""
    agree = total = 0
    other, wrong = [], []
    for gold, coding in rows(table):
        relations, conflict, text_decided = judge(coding)
        if coding["plain_text"]:
            if text_decided or conflict:
                wrong.append(f"{gold['id']}: plain text decided something ({sorted(relations)})")
            continue
        wanted = {r for label in (gold["relation"], gold["alt_relation"]) if label for r in SAME[label].split()}
        total += 1
        if relations & wanted:
            agree += 1
        else:
            other.append(f"{gold['id']} wants {gold['relation']}/{gold['alt_relation']}, found {sorted(relations)}")
        if conflict != (gold["expected"] == "conflict"):
            wrong.append(f"{gold['id']} expects {gold['expected']}, found {sorted(relations)}, conflict {conflict}")
    return agree / total, other, wrong


@pytest.mark.parametrize(("table", "floor", "count"), [("seeds", 0.95, 58), ("clusters", 0.90, 66)])
def test_coded_rows_get_the_relations_of_their_labels(table: str, floor: float, count: int) -> None:
    """At least `floor` of the rows with figures, dates, places, actors or stances agree in their relation."""
    assert sum(1 for _ in rows(table)) == count
    share, other, _ = score(table)
    assert share >= floor, "\n".join(other)


@pytest.mark.parametrize("table", ["seeds", "clusters"])
def test_conflicts_are_shown_as_conflicts_and_nothing_else_is(table: str) -> None:
    """Plain text never decides; a row labelled conflict is one, and no explainable or agreeing row is."""
    assert score(table)[2] == []


def test_every_row_is_coded_once_and_without_text() -> None:
    for table in ("seeds", "clusters"):
        codings = [coding for _, coding in rows(table)]
        assert max(Counter(coding["row"] for coding in codings).values()) == 1
        assert not any("quote" in claim for coding in codings for claim in coding["claims"])
