"""Entries with salted commitments: the same acts with the same seeds give the same bytes, older entries stay."""

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest

from claims.models import Redaction
from claims.proof.entries import check_ledger
from claims.store.dossier import Dossier
from claims.store.ledger import DamagedLedgerError
from tests.support.packages import make_decision
from tests.support.store_builders import make_article, make_claim

NOW = "2031-03-04T10:00:00Z"


def begin(letter: str = "e") -> Redaction:
    return Redaction(id=letter * 32, action="begin", reviewer="Ada", decided_at=NOW)


def count_seeds() -> Callable[[], str]:
    numbers = itertools.count(1)
    return lambda: f"{next(numbers):064x}"


def build(path: Path) -> Dossier:
    post, bell = make_article("At the quay 12 died."), make_article("The pier counted 9 dead.", name="bell.txt")
    claims = [make_claim(post, "12 died", "12", subject="quay"), make_claim(bell, "9 dead", "9", subject="quay")]
    dossier = Dossier(path, create=True, clock=lambda: NOW)
    dossier.draw_seed = count_seeds()
    dossier.add_articles([post], claims[:1])
    assert dossier.begin_salting(begin())
    assert not dossier.begin_salting(begin("f"))
    dossier.add_articles([bell], claims[1:])
    dossier.decide(make_decision("a", "accept", assertion=claims[0].id, seen=sorted(c.id for c in claims)))
    return dossier


def test_the_same_acts_with_the_same_seeds_give_the_same_bytes(tmp_path: Path) -> None:
    with build(tmp_path / "one.variorum") as one, build(tmp_path / "two.variorum") as two:
        assert list(one.entries()) == list(two.entries())
        assert one.head() == two.head()


def test_what_is_drawn_is_another_seed_each_time(tmp_path: Path) -> None:
    with Dossier(tmp_path / "d.variorum", create=True) as dossier:
        dossier.begin_salting(begin())
        dossier.add_articles([make_article("At the quay 12 died.")])
        openings = [entry.opening for entry in dossier.entries()]
    assert len(set(openings)) == 2
    assert None not in openings


def test_entries_from_before_stay_as_they_were_and_all_are_intact(tmp_path: Path) -> None:
    with build(tmp_path / "d.variorum") as dossier:
        entries = list(dossier.entries())
        assert [entry.opening is None for entry in entries] == [True, True, False, False, False, False]
        assert list(check_ledger(entries, lambda id_: dossier.article(id_).text)) == []
        links = [b'"links":{}', b'"links":{}', b'"links":{"passage":[4]}', b'"links":{"assertion":[2],"seen":[']
        for entry, link in zip(entries[2:], links, strict=True):
            assert entry.opening is not None
            assert link in entry.opening
        assert dossier.check_tables() == []


@pytest.mark.parametrize("change", ["body", "links", "seed", "plain"])
def test_an_altered_entry_is_seen(tmp_path: Path, change: str) -> None:
    with build(tmp_path / "d.variorum") as dossier:
        entries = list(dossier.entries())
        last = entries[-1]
        assert last.opening is not None
        altered = {
            "body": last._replace(body=last.body.replace(b"Seen.", b"Told.")),
            "links": last._replace(opening=last.opening.replace(b'"assertion":[2]', b'"assertion":[5]')),
            "seed": last._replace(opening=last.opening.replace(b"0000000004", b"0000000009")),
            "plain": last._replace(opening=None),
        }[change]
        assert altered != last
        problems = list(check_ledger([*entries[:-1], altered], lambda id_: dossier.article(id_).text))
        assert problems
        assert {problem.where for problem in problems} == {"ledger entry 6"}
        with pytest.raises(DamagedLedgerError):
            altered.intact()
