"""`variorum assign`, `progress` and `agreement`: work is shared out, done and compared."""

from collections import Counter
from pathlib import Path

import pytest

from claims.decisions import assigned_of
from claims.models import Decision
from claims.proof.reviewers import role_of_act
from claims.store.tables.queue import ItemFilter
from tests.support.command_line import Ran, Run
from tests.support.review_builders import KILLED, make_dossier
from tui.services.acts import Act, DecisionError, check_assignees
from tui.services.assigning import AssigningError, Wish, parse_quotas, share_out
from tui.services.query import queue_of
from tui.services.review_session import ReviewSession
from tui.services.teamwork import read_blind_teamwork, read_teamwork
from tui.services.workspace import Workspace

PEOPLE = ("Ann", "Ben", "Dot")


@pytest.fixture
def dossier(tmp_path: Path, own_state_folder: None) -> Path:
    return make_dossier(tmp_path, reconciled=True)


def by(run: Run, path: Path, reviewer: str, *arguments: str) -> Ran:
    return run("--dossier", str(path), "--reviewer", reviewer, *arguments)


def assigned(workspace: Workspace) -> dict[str, tuple[str, ...]]:
    numbers = workspace.dossier.queue(ItemFilter())
    return {item.id: item.assigned for item in workspace.items(numbers) if item.assigned}


def decide(path: Path, reviewer: str, place: int = 0, *, blind: bool = False) -> None:
    with Workspace(path) as workspace:
        session = ReviewSession(workspace, reviewer, reasons="optional", blind=blind)
        item = session.item(KILLED)
        session.decide(item, Act("accept", assertion=item.members[place].assertion.id))


def queue(path: Path, reviewer: str, *, blind: bool = False) -> list[tuple[str, str]]:
    with Workspace(path) as workspace:
        session = ReviewSession(workspace, reviewer, blind=blind)
        session.load_queue(queue_of(reviewer))
        return [row.key for row in session.page(0, 99)]


def test_work_is_shared_out_evenly_and_the_stroke_is_undone_in_one(run: Run, dossier: Path) -> None:
    to = [word for name in PEOPLE for word in ("--to", name)]
    only_told = by(run, dossier, "Cem", "assign", *to, "--reviews", "2", "--dry-run", "--format", "json").json
    with Workspace(dossier) as workspace:
        assert not assigned(workspace)
    done = by(run, dossier, "Cem", "assign", *to, "--reviews", "2", "--format", "json").json
    assert done == only_told | {"recorded": True}
    with Workspace(dossier) as workspace:
        names = assigned(workspace)
        assert {len(each) for each in names.values()} == {2}
        assert len(names) > 1
        loads = Counter(name for each in names.values() for name in each)
        assert max(loads.values()) - min(loads.values()) <= 1
        assert done["waiting"] == dict(loads)
        head = workspace.dossier.head()
    assert by(run, dossier, "Cem", "assign", *to, "--reviews", "2", "--format", "json").json["changed"] == []
    assert "intact" in by(run, dossier, "Cem", "audit", "verify").out
    by(run, dossier, "Cem", "rebuild")
    with Workspace(dossier) as workspace:
        assert (assigned(workspace), workspace.dossier.head()) == (names, head)
    assert "assigned nothing" in by(run, dossier, "Ann", "assign", "--undo").err
    undone = by(run, dossier, "Cem", "assign", "--undo", "--format", "json").json["changed"]
    assert {each["item"] for each in undone} == names.keys()
    with Workspace(dossier) as workspace:
        assert not assigned(workspace)


def test_an_item_leaves_the_own_queue_with_the_verdict_and_not_that_of_the_other(run: Run, dossier: Path) -> None:
    by(run, dossier, "Cem", "assign", "--to", "Ann", "--to", "Ben", "--reviews", "2", "--filter", "attribute:killed")
    assert KILLED in queue(dossier, "Ann")
    assert KILLED in queue(dossier, "Ben")
    decide(dossier, "Ann", blind=True)
    assert KILLED not in queue(dossier, "Ann")
    assert KILLED in queue(dossier, "Ben")
    mine = by(run, dossier, "Ben", "items", "--mine", "--format", "json").json
    assert "/".join(KILLED) in [item["id"] for item in mine]
    work = by(run, dossier, "Cem", "progress", "--format", "json").json
    parts = {part["reviewer"]: (part["assigned"], part["todo"]) for part in work["reviewers"]}
    assert parts["Ann"][0] - parts["Ann"][1] == 1
    assert parts["Ben"][0] == parts["Ben"][1]
    assert work["to_adjudicate"] == 0
    decide(dossier, "Ben", 1, blind=True)
    assert by(run, dossier, "Cem", "progress", "--format", "json").json["to_adjudicate"] == 1
    agreed = by(run, dossier, "Cem", "agreement", "--format", "json").json
    assert [(pair["one"], pair["other"], pair["both"], pair["same"]) for pair in agreed["pairs"]] == [
        ("Ann", "Ben", 1, 0)
    ]
    assert agreed["answers"] == {"items": 1, "judgements": 2, "alpha": "0.000", "low": None, "high": None}


def test_a_blind_reviewer_cannot_tell_from_assignments_what_others_did(run: Run, dossier: Path) -> None:
    """What Ben sees of the assignments, and of the progress of others but for a tenth more, stays as it was."""
    to = ("--to", "Ann", "--to", "Ben", "--reviews", "2")
    by(run, dossier, "Cem", "assign", *to)

    def seen() -> object:
        with Workspace(dossier) as workspace:
            ben = ReviewSession(workspace, "Ben", blind=True)
            shown: list[object] = []
            for view in (queue_of("Ben"), queue_of("Ann"), ItemFilter().having("assigned", ("Ann",))):
                shown.append((ben.load_queue(view), ben.page(0, 99)))
            shown += [ben.facet_counts(field) for field in ("assigned", "todo", "reviewer")]
            return [*shown, ben.item(KILLED).assigned, ben.item(KILLED).awaited]

    before = seen()
    decide(dossier, "Ann", blind=True)
    assert seen() == before
    with Workspace(dossier) as workspace:
        mine, other = read_blind_teamwork(workspace, "Ben").shares
        assert (mine.reviewer, mine.todo) == ("Ben", mine.assigned)
        assert (other.reviewer, other.assigned, other.todo) == ("", None, None)
        assert read_blind_teamwork(workspace, "Ben").to_adjudicate is None
        assert {share.reviewer for share in read_teamwork(workspace).shares} == {"Ann", "Ben"}


def test_whoever_decided_unasked_is_listed_with_those_who_are_asked(run: Run, dossier: Path) -> None:
    decide(dossier, "Ann", blind=True)
    by(run, dossier, "Cem", "assign", "--to", "Ben", "--to", "Dot", "--reviews", "2", "--filter", "all")
    with Workspace(dossier) as workspace:
        item = workspace.item(KILLED)
        assert "Ann" in item.assigned
        assert len(item.assigned) == 2
        assert item.awaited == tuple(name for name in item.assigned if name != "Ann")


def test_what_somebody_has_not_done_is_handed_on(run: Run, dossier: Path) -> None:
    by(run, dossier, "Cem", "assign", "--to", "Ann")
    decide(dossier, "Ann")
    by(run, dossier, "Cem", "assign", "--take-from", "Ann", "--to", "Ben", "--filter", "all")
    with Workspace(dossier) as workspace:
        names = assigned(workspace)
    assert names.pop("/".join(KILLED)) == ("Ann",)
    assert set(names.values()) == {("Ben",)}


def test_nobody_reviews_what_they_entered_and_a_quota_is_kept(dossier: Path) -> None:
    with Workspace(dossier) as workspace:
        session = ReviewSession(workspace, "Cem")
        numbers = workspace.dossier.queue(ItemFilter())
        proposers = {m.assertion.extracted_by for item in workspace.items(numbers) for m in item.members}
        wish = Wish(("Ann", *proposers - {""}), 1, {"Ann": 1})
        sharing = share_out(session, numbers, wish)
        asked = [name for one in sharing.planned if one.act for name in one.act.assignees]
        assert asked == ["+Ann"]
        assert len(sharing.short) == len(numbers) - 1


@pytest.mark.parametrize(
    ("wish", "problem"),
    [
        (Wish((), 1), "--to NAME"),
        (Wish(("Ann",), 0), "1 to 9 reviews"),
        (Wish(("Ann",), 1, taken_from=("Ann",)), "given and relieved"),
        (Wish(("Ann",), 1, {"Ben": 2}), "not among --to"),
    ],
)
def test_what_cannot_be_meant_is_refused(dossier: Path, wish: Wish, problem: str) -> None:
    with Workspace(dossier) as workspace, pytest.raises(AssigningError, match=problem):
        share_out(ReviewSession(workspace, "Cem"), [], wish)


@pytest.mark.parametrize("written", ["x", "-1", "Ann=", "٣", "1" * 10])
def test_a_quota_is_a_number(written: str) -> None:
    with pytest.raises(AssigningError):
        parse_quotas([written], PEOPLE)


@pytest.mark.parametrize("bad", [(), ("+Ann", "-Ann"), ("+",), ("+ ",), ("+\x1b[2J",), ("+" + "x" * 201,)])
def test_what_is_no_name_is_refused(bad: tuple[str, ...]) -> None:
    with pytest.raises(DecisionError):
        check_assignees(bad)


def test_only_those_listed_are_asked_and_only_an_adjudicator_asks_others(run: Run, dossier: Path) -> None:
    for name, role in (("Cem", "admin"), ("Ann", "reviewer"), ("Cody", "coder")):
        by(run, dossier, "Cem", "reviewers", "add", name, "--role", role)
    assert "Cody may not decide here" in by(run, dossier, "Cem", "assign", "--to", "Cody").err
    assert "this takes an adjudicator" in by(run, dossier, "Ann", "assign", "--to", "Cem").err
    assert by(run, dossier, "Ann", "assign", "--to", "Ann", "--quota", "1").code == 0
    assert by(run, dossier, "Cem", "assign", "--to", "Ann").code == 0
    act = {"action": "assign", "adjudicates": False, "reviewer": "Ann"}
    needs = [role_of_act(act | {"assignees": names}, lambda _: "") for names in (["+Ann"], ["+Ann", "-Ben"])]
    assert needs == ["reviewer", "adjudicator"]


def test_assignments_fold_in_order_and_leave_other_decisions_as_they_were_stored() -> None:
    def act(number: int, *names: str, **changes: object) -> Decision:
        fields = {"id": f"{number:032x}", "subject": "s", "attribute": "killed", "action": "assign"}
        stamp = {"reviewer": "Cem", "decided_at": "2031-03-02T10:00:00Z"}
        return Decision.model_validate(fields | stamp | {"assignees": names} | changes)

    acts = [act(1, "+Ann", "+Ben"), act(2, "-Ann", "+Dot"), act(3, "+Eve", attribute="injured")]
    assert assigned_of(acts, "killed") == ("Ben", "Dot")
    undo = act(4, action="undo", undoes=acts[1].id)
    assert assigned_of([*acts, undo], "killed") == ("Ann", "Ben")
