"""What every policy says of the real attack of November 2019, on two dates: the figures of the project's own coding."""

import pytest

from claims.models import Assertion
from reconcile.evidence.lens import Lens, instant
from reconcile.items.build import build_item
from reconcile.items.evidence import Evidence
from reconcile.items.item import Item
from tests.support.seeds import articles, code, needs_articles, rows, vocabulary

pytestmark = [pytest.mark.whole, needs_articles]

EVENT = "BORDER-2019-11-06"


def item(attribute: str, known_at: str) -> Item:
    """The data item of the attack as the articles published by a date make it; each statement once."""
    found: dict[str, Assertion] = {}
    for gold, coding in rows("seeds"):
        if gold["event"] == EVENT:
            coding = {"claims": [{**claim, "subject": EVENT} for claim in coding["claims"]]}
            found |= {a.id: a for a in code(coding)}
    infos = {text.id: info for text, info in articles().values()}
    evidence = [a for a in found.values() if a.attribute in vocabulary().evidence_for(attribute)]
    lens = Lens(known_at=instant(known_at))
    published = lens.assertions(evidence, infos, {})
    return build_item(Evidence((EVENT, attribute), published, (), vocabulary(), infos))


@pytest.mark.parametrize(
    ("policy", "in_2019", "in_2023"),
    [
        ("gtd", "5", "4"),
        ("ucdp", "5", "4 to 5, best 5"),
        ("acled", "5", "4"),
        ("airwars", "blank", "blank"),
        ("every_casualty", "5", "pending"),
        ("majority", "5", "5"),
        ("latest", "5", "4"),
        ("widest", "at least 5", "at least 4"),
    ],
)
def test_detained_side_by_side_before_and_after_the_later_report(policy: str, in_2019: str, in_2023: str) -> None:
    answers = [
        next(p.shown for p in item("detained", date).proposals if p.policy == policy)
        for date in ("2019-11-07", "2023-05-01")
    ]
    assert answers == [in_2019, in_2023]


def test_the_figures_come_with_the_warning_that_they_are_the_attackers() -> None:
    assert all("nobody counts the whole" in p.warning for p in item("detained", "2023-05-01").proposals)
