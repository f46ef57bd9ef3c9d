"""Who may record what in a dossier that lists its reviewers."""

import json
from pathlib import Path

import pytest

from claims.models import EventDecision, ReviewerChange
from claims.proof.entries import check_ledger
from claims.store.dossier import Dossier, NotPermittedError
from tests.support.packages import make_decision
from tests.support.store_builders import make_article, make_claim

AT = "2031-03-04T10:00:00Z"


def change(number: int, name: str, role: str = "reviewer", *, by: str = "Ada", action: str = "add") -> ReviewerChange:
    fields = {"id": f"{number:032x}", "action": action, "name": name, "role": role, "reviewer": by, "decided_at": AT}
    return ReviewerChange.model_validate(fields)


@pytest.fixture
def store(tmp_path: Path) -> Dossier:
    """A dossier with one item, quay/killed, and a person for each role."""
    dossier = Dossier(tmp_path / "d.variorum", create=True)
    article = make_article("Nine people died on the quay.")
    dossier.add_articles([article])
    dossier.add_assertions([make_claim(article, "Nine people died", "nine", subject="quay")])
    dossier.change_reviewers(change(1, "Ada", "admin"))
    for number, role in enumerate(("reader", "coder", "reviewer", "adjudicator"), start=2):
        dossier.change_reviewers(change(number, role.title(), role))
    return dossier


def test_without_a_list_anybody_decides_and_a_decision_has_the_bytes_it_always_had(tmp_path: Path) -> None:
    article = make_article("Nine people died on the quay.")
    with Dossier(tmp_path / "d.variorum", create=True) as dossier:
        dossier.add_articles([article])
        dossier.add_assertions([make_claim(article, "Nine people died", "nine", subject="quay")])
        dossier.decide(make_decision("a", "contested", reviewer="Anybody"))
        *_, entry = dossier.entries()
    assert not {"seed", "signature"} & json.loads(entry.body).keys()
    assert not {"seed", "signature"} & make_decision("a", "contested").model_dump().keys()


NEEDS = [
    ("confirm", {}, "Coder"),
    ("reject", {}, "Coder"),
    ("tag", {"tags": "+urgent"}, "Coder"),
    ("set_scope", {"scope": "total"}, "Coder"),
    ("contested", {}, "Reviewer"),
    ("accept", {}, "Reviewer"),
    ("grade", {"grade": "2"}, "Reviewer"),
    ("contested", {"adjudicates": True}, "Adjudicator"),
]


@pytest.mark.parametrize(("action", "fields", "least"), NEEDS)
def test_an_act_takes_a_role_and_who_has_less_is_told_who_may(
    store: Dossier, action: str, fields: dict[str, object], least: str
) -> None:
    names = ["Nobody", "Reader", "Coder", "Reviewer", "Adjudicator", "Ada"]
    able = names.index(least)
    for name in names[:able]:
        with pytest.raises(NotPermittedError) as caught:
            store.decide(make_decision("a", action, reviewer=name, **fields))
        said = str(caught.value)
        assert name in said
        assert f"{least} ({least.lower()})" in said
        assert f'variorum --reviewer "Ada" reviewers add "{name}" --role {least.lower()}' in said
    assert not store.recent_decisions()
    head = None
    for letter, name in zip("bcdef", names[able:], strict=False):
        assert store.decide(make_decision(letter, action, reviewer=name, based_on=head, **fields))
        head = letter * 32
    assert not list(check_ledger(store.entries(), lambda id_: store.article(id_).text))


def test_undoing_takes_the_role_of_what_is_undone(store: Dossier) -> None:
    store.decide(make_decision("a", "contested", reviewer="Reviewer"))
    store.decide(make_decision("b", "tag", tags="+x", reviewer="Coder", based_on="a" * 32))
    with pytest.raises(NotPermittedError, match="Coder is listed as coder"):
        store.decide(make_decision("c", "undo", undoes="a" * 32, reviewer="Coder", based_on="b" * 32))
    assert store.decide(make_decision("d", "undo", undoes="b" * 32, reviewer="Coder", based_on="b" * 32))
    assert store.decide(make_decision("e", "undo", undoes="a" * 32, reviewer="Reviewer", based_on="d" * 32))
    with pytest.raises(NotPermittedError):
        store.decide(make_decision("f", "undo", undoes="e" * 32, reviewer="Coder", based_on="e" * 32))


def test_events_settings_and_the_list_itself_take_roles_too(store: Dossier) -> None:
    merge = {"id": "a" * 32, "action": "merge", "subject": "quay", "other": "pier", "decided_at": AT}
    with pytest.raises(NotPermittedError):
        store.decide_event(EventDecision.model_validate({**merge, "reviewer": "Coder"}))
    assert store.decide_event(EventDecision.model_validate({**merge, "reviewer": "Reviewer"}))
    policy = {"use": "gtd", "at": AT, "because": ""}
    with pytest.raises(NotPermittedError):
        store.extend_vocabulary({"policies": {"default": {**policy, "by": "Adjudicator"}}})
    assert store.extend_vocabulary({"policies": {"default": {**policy, "by": "Ada"}}})
    for unsigned in ({"policies": {"default": {"use": "acled"}}}, {"protocol": {"default": {"reviews": 2}}}):
        with pytest.raises(NotPermittedError, match="a setting without a name is not among"):
            store.extend_vocabulary(unsigned)
    grade = {"grade": "B", "at": AT, "because": "", "belligerent": False}
    with pytest.raises(NotPermittedError):
        store.extend_vocabulary({"sources": {"Harbour Post": {**grade, "by": "Coder"}}})
    assert store.extend_vocabulary({"sources": {"Harbour Post": {**grade, "by": "Reviewer"}}})
    with pytest.raises(NotPermittedError):
        store.change_reviewers(change(9, "Eve", "admin", by="Adjudicator"))


def test_somebody_always_administers(store: Dossier, tmp_path: Path) -> None:
    with Dossier(tmp_path / "new.variorum", create=True) as fresh:
        with pytest.raises(NotPermittedError, match="somebody must stay or become admin"):
            fresh.change_reviewers(change(1, "Ada", "reviewer"))
        assert not fresh.roster().exists
    for refused in (
        change(9, "Ada", action="retire"),
        change(9, "Ada", "adjudicator"),
        change(9, "Eve", action="retire"),
    ):
        with pytest.raises(NotPermittedError):
            store.change_reviewers(refused)
    assert store.change_reviewers(change(9, "Reviewer", "admin"))
    assert store.change_reviewers(change(10, "Ada", action="retire", by="Reviewer"))
    with pytest.raises(NotPermittedError, match="Ada is not among the listed reviewers"):
        store.decide(make_decision("a", "contested", reviewer="Ada"))


def test_a_rebuilt_dossier_has_the_same_list(store: Dossier) -> None:
    before = store.roster().listed
    store.rebuild()
    assert store.roster().listed == before
    assert not store.check_tables()
