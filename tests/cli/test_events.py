"""`variorum events`: merges and splits, and that undoing one gives back what was there, byte for byte."""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.models import Decision, EventDecision
from claims.store.dossier import Dossier, EventMovedError
from claims.store.ledger import encode_record
from tests.support.command_line import command, read_output
from tests.support.profiles import examples
from tests.support.reports_on_disk import POST, TIMES
from tests.support.store_builders import file_blasts, make_article, make_claim
from tui.services import event_review as events
from tui.services.acts import Act
from tui.services.review_session import ReviewSession
from tui.services.workspace import Workspace
from tui.writers.json_views.views import item_json


def make_dossier(folder: Path) -> Path:
    """Three fires, told by hand: two articles each, killed and injured, one of them decided."""
    path = folder / "fires.variorum"
    with Dossier(path, create=True) as dossier:
        for number, subject in enumerate(("quay-fire", "dock-fire", "mill-fire")):
            post = make_article(f"The fire killed {9 + number} people and injured 20.", name=f"post-{number}.txt")
            bell = make_article(
                f"In all {11 + number} died, the mayor said.", name=f"bell-{number}.txt", publisher="Evening Bell"
            )
            dossier.add_articles([post, bell])
            dossier.add_assertions(
                [
                    make_claim(post, f"killed {9 + number} people", str(9 + number), subject=subject),
                    make_claim(post, "injured 20", "20", subject=subject, attribute="injured"),
                    make_claim(bell, f"{11 + number} died", str(11 + number), subject=subject, chain=["mayor"]),
                ]
            )
    with Workspace(path) as workspace:
        accept(workspace, "quay-fire/killed", "11")
    return path


def accept(workspace: Workspace, item: str, figure: str) -> Decision:
    found = workspace.find_item(item)
    chosen = next(m.assertion.id for m in found.members if m.assertion.written == figure)
    session = ReviewSession(workspace, "ana")
    decision = session.draft(found, Act("accept", assertion=chosen, rationale="read out"))
    session.record(decision)
    return decision


def answers(workspace: Workspace) -> str:
    """Every data item with its evidence, relations, conflicts and answer, as programs get it."""
    workspace.refresh()
    items = workspace.items(workspace.dossier.item_numbers())
    return json.dumps([item_json(item, {}) for item in items], indent=1)


def test_merged_events_meet_in_one_item_and_keep_their_ids(tmp_path: Path) -> None:
    with Workspace(make_dossier(tmp_path)) as workspace:
        before = {
            m.assertion.id for name in ("quay", "dock") for m in workspace.find_item(f"{name}-fire/killed").members
        }
        events.merge_events(workspace, "quay-fire", "dock-fire", "ana", "one fire on two quays")
        item = workspace.find_item("quay-fire/killed")
        assert {m.assertion.id for m in item.members} == before
        assert {m.assertion.subject for m in item.members} == {"quay-fire"}
        assert item.state == "stale"  # it was decided before it had seen the other fire's figures
        assert (
            not workspace.dossier.item_numbers(subject="dock-fire")
            or not workspace.item(("dock-fire", "killed")).members
        )
        assert [e.id for e in events.list_events(workspace)] == ["mill-fire", "quay-fire"]


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["merge", "split", "apart"]),
        st.sampled_from(["quay-fire", "dock-fire", "mill-fire"]),
        st.sampled_from(["quay-fire", "dock-fire", "mill-fire"]),
        st.sampled_from(["post", "bell"]),
        st.integers(0, 2),
    ),
    max_size=4,
)


@pytest.mark.whole
@settings(max_examples=examples(15), deadline=None)
@given(ACTS)
def test_merges_and_splits_undone_give_back_every_answer_byte_for_byte(
    acts: list[tuple[str, str, str, str, int]],
) -> None:
    with tempfile.TemporaryDirectory() as folder, Workspace(make_dossier(Path(folder))) as workspace:
        before, listed = answers(workspace), events.list_events(workspace)
        done = []
        for act, one, two, paper, number in acts:
            try:
                if act == "merge":
                    done.append(events.merge_events(workspace, one, two, "ana", ""))
                elif act == "split":
                    done.append(events.split_event(workspace, one, f"{paper}-{number}.txt", "ana", ""))
                else:
                    done.append(events.keep_apart(workspace, one, two, "ana", ""))
            except events.EventError:
                continue
        assert workspace.dossier.check_tables() == []
        for decision in reversed(done):
            events.undo_event(workspace, decision.id, "ana", "wrong")
        assert answers(workspace) == before
        assert events.list_events(workspace) == listed
        assert workspace.dossier.check_tables() == []


def test_a_decision_about_a_statement_goes_back_with_it(tmp_path: Path) -> None:
    with Workspace(make_dossier(tmp_path)) as workspace:
        events.merge_events(workspace, "quay-fire", "dock-fire", "ana", "")
        decision = accept(workspace, "quay-fire/killed", "12")
        events.undo_event(workspace, "quay-fire", "ana", "two fires after all")
        assert workspace.find_item("dock-fire/killed").resolution.decision == decision
        assert workspace.find_item("quay-fire/killed").resolution.answer == "11"
        accept(workspace, "dock-fire/killed", "12")
        assert not list(workspace.dossier.check_tables())


def test_an_extracted_event_joins_one_entered_by_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VARIORUM_REVIEWER", "ana")
    Path("post.txt").write_text(POST, "utf-8")
    Path("times.txt").write_text(TIMES, "utf-8")
    claim = {"article": "post.txt", "quote": "At least 17 people were killed", "subject": "customs-post"}
    Path("claims.jsonl").write_text(json.dumps({**claim, "attribute": "killed", "value": "at least 17"}), "utf-8")
    read_output(capsys, "add", "post.txt", "times.txt")
    read_output(capsys, "claims", "import", "claims.jsonl")
    read_output(capsys, "events", "find")
    listed = {e["id"]: e for e in json.loads(read_output(capsys, "events", "list", "--format", "json"))}
    [found] = [name for name in listed if name != "customs-post"]
    assert len(listed[found]["articles"]) == len(listed[found]["main_of"]) == 2
    read_output(capsys, "events", "merge", "customs-post", found, "--because", "the same raid")
    item = json.loads(read_output(capsys, "explain", "customs-post/killed", "--format", "json"))
    assert len(item["members"]) == 3
    shown = json.loads(read_output(capsys, "events", "show", "customs-post", "--format", "json"))
    assert (shown["decisions"][0]["action"], shown["date"]) == ("merge", "2022-08-02")
    read_output(capsys, "events", "undo", "customs-post")
    assert {e["id"] for e in json.loads(read_output(capsys, "events", "list", "--format", "json"))} == set(listed)
    assert "intact" in read_output(capsys, "audit", "verify")


@pytest.mark.whole
def test_what_a_reviewer_parted_is_not_joined_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VARIORUM_REVIEWER", "ana")
    for name, text in (("post.txt", POST), ("times.txt", TIMES)):
        Path(name).write_text(text, "utf-8")
    read_output(capsys, "add", "post.txt", "times.txt")
    read_output(capsys, "extract")
    [event] = json.loads(read_output(capsys, "events", "list", "--format", "json"))
    read_output(capsys, "events", "split", event["id"], "times.txt", "--because", "another post")
    parted = json.loads(read_output(capsys, "events", "list", "--format", "json"))
    assert [len(e["articles"]) for e in parted] == [1, 1]
    assert json.loads(read_output(capsys, "events", "find", "--format", "json")) == []


@pytest.mark.whole
def test_short_reports_of_one_day_place_and_kind_are_one_question_and_joined_by_one_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VARIORUM_REVIEWER", "ana")
    monkeypatch.setenv("VARIORUM_DOSSIER", str(file_blasts(tmp_path / "blasts.variorum", 4)))
    blasts = [f"blast-{number}" for number in range(4)]
    [question] = json.loads(read_output(capsys, "events", "find", "--format", "json"))
    assert (question["events"], question["setting"]) == (blasts, "2031-05-03, Oslo, explosion")
    written = read_output(capsys, "events", "find")
    assert "4 short reports of 2031-05-03, Oslo, explosion" in written
    assert all(f"{blast}: " in written for blast in blasts)
    read_output(capsys, "events", "split", "blast-1", "blast-0", "blast-2", "blast-3")
    [question] = json.loads(read_output(capsys, "events", "find", "--format", "json"))
    assert question["events"] == ["blast-0", "blast-2", "blast-3"]
    read_output(capsys, "events", "merge", *question["events"])
    assert json.loads(read_output(capsys, "events", "find", "--format", "json")) == []
    assert [e["id"] for e in json.loads(read_output(capsys, "events", "list", "--format", "json"))] == blasts[:2]


def test_a_merge_of_nothing_says_what_to_do(tmp_path: Path) -> None:
    with Workspace(make_dossier(tmp_path)) as workspace:
        for other, problem in (("quay-fire", "one event already"), ("sea-fire", "no event 'sea-fire'")):
            with pytest.raises(events.EventError, match=problem):
                events.merge_events(workspace, "quay-fire", other, "ana", "")
        with pytest.raises(events.EventError, match="needs a reviewer"):
            events.merge_events(workspace, "quay-fire", "dock-fire", " ", "")
        assert workspace.dossier.event_decisions() == []


@pytest.mark.whole
def test_the_second_of_two_reviewers_at_one_event_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    """Both look at the same state; the first act stands, the second is recorded once its reviewer has looked again."""
    path = make_dossier(tmp_path)
    with Workspace(path) as mine, Workspace(path) as theirs:
        seen = mine.dossier.subject_map()
        first = events.merge_events(theirs, "dock-fire", "mill-fire", "ben", "one warehouse")
        with pytest.raises(EventMovedError, match="ben has meanwhile decided .*: one warehouse") as caught:
            events.merge_events(mine, "quay-fire", "dock-fire", "ana", "one fire on two quays", seen)
        assert (caught.value.theirs, caught.value.mine.rationale) == (first, "one fire on two quays")
        with pytest.raises(EventMovedError):
            events.keep_apart(mine, "quay-fire", "dock-fire", "ana", "", seen)
        assert mine.dossier.event_decisions() == [first]
        second = events.merge_events(mine, "quay-fire", "dock-fire", "ana", "one fire on two quays")
        assert second.based_on == first.id
        assert [event.id for event in events.list_events(mine)] == ["quay-fire"]
        events.undo_event(mine, second.id, "ana", "")
        assert [event.id for event in events.list_events(mine)] == ["dock-fire", "quay-fire"]


@pytest.mark.whole
def test_a_decision_on_other_events_is_in_nobodys_way(tmp_path: Path) -> None:
    path = make_dossier(tmp_path)
    with Dossier(path) as dossier:
        far = make_article("The fire at the pier killed 3 people.", name="far.txt")
        dossier.add_articles([far])
        dossier.add_assertions([make_claim(far, "killed 3 people", "3", subject="pier-fire")])
    with Workspace(path) as workspace:
        seen = workspace.dossier.subject_map()
        events.keep_apart(workspace, "pier-fire", "mill-fire", "ben", "")
        assert events.merge_events(workspace, "quay-fire", "dock-fire", "ana", "", seen).based_on == ""


@pytest.mark.whole
def test_merges_go_along_in_a_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A dossier that has decided otherwise on the events keeps its own and names what it left out."""
    monkeypatch.chdir(tmp_path)
    path = make_dossier(tmp_path)
    with Workspace(path) as workspace:
        events.merge_events(workspace, "quay-fire", "dock-fire", "ana", "one fire")
        listed = events.list_events(workspace)
    read_output(capsys, "--dossier", str(path), "audit", "export", "fires.zip")
    read_output(capsys, "--dossier", "other.variorum", "audit", "import", "fires.zip")
    read_output(capsys, "--dossier", "other.variorum", "audit", "import", "fires.zip")
    with Workspace(Path("other.variorum")) as workspace:
        assert events.list_events(workspace) == listed
    (tmp_path / "mine").mkdir()
    own = make_dossier(tmp_path / "mine")
    with Workspace(own) as workspace:
        events.keep_apart(workspace, "quay-fire", "dock-fire", "ben", "two quays")
    capsys.readouterr()
    command("--dossier", own, "audit", "import", "fires.zip")
    assert "by ana is left out" in capsys.readouterr().err
    with Workspace(own) as workspace:
        assert [d.reviewer for d in workspace.dossier.event_decisions()] == ["ben"]


def test_background_is_listed_in_reports_and_is_no_evidence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = make_dossier(tmp_path)
    to = ("--dossier", str(path), "--reviewer", "ana")
    with Workspace(path) as workspace:
        before = answers(workspace)
        [claim] = workspace.dossier.assertions_of(workspace.dossier.find_article("bell-1.txt"))
    attach = (*to, "events", "attach", "quay-fire", "bell-1.txt")
    said = read_output(capsys, *attach, "--statement", claim.id[:9], "--because", "the same *night*")
    assert "is background of Quay fire (quay-fire)" in said
    read_output(capsys, *attach)
    assert "background: Evening Bell" in read_output(capsys, *to, "events", "show", "quay-fire")
    printed = read_output(capsys, *to, "report", "--format", "md")
    assert "## Background\n\n- Quay fire: Evening Bell" in printed
    assert "“12 died” (the same \\*night\\*)" in printed
    assert 'id="background"' in read_output(capsys, *to, "report", "--format", "html")
    with Workspace(path) as workspace:
        assert answers(workspace) == before
        read_output(capsys, *to, "events", "undo", "quay-fire")
        read_output(capsys, *to, "events", "undo", "quay-fire")
        assert workspace.background(["quay-fire"]) == []
    assert "## Background" not in read_output(capsys, *to, "report", "--format", "md")
    assert command(*attach, "--statement", "f00") == 2


def test_an_event_is_renamed_and_its_former_names_stay(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = make_dossier(tmp_path)
    with Workspace(path) as workspace:
        before = answers(workspace)
    to = ("--dossier", str(path), "--reviewer", "ana")
    rename = (*to, "events", "rename", "quay-fire")
    assert "quay-fire named “Fire at the old quay”" in read_output(
        capsys, *rename, "Fire at  the old quay", "--because", "so it is known"
    )
    read_output(capsys, *rename, "Old quay fire", "--because", "shorter")
    shown = json.loads(read_output(capsys, *to, "events", "show", "quay-fire", "--format", "json"))
    assert (shown["name"], shown["former_names"]) == ("Old quay fire", ["Quay fire", "Fire at the old quay"])
    assert [d["rationale"] for d in shown["decisions"]] == ["so it is known", "shorter"]
    assert "formerly: Fire at the old quay" in read_output(capsys, *to, "events", "show", "quay-fire")
    for words, found in (
        (("OLD", "quay"), True),
        (("fire at the",), True),
        (("quay-fire",), True),
        (("harbour",), False),
    ):
        listed = json.loads(read_output(capsys, *to, "events", "list", *words, "--format", "json"))
        assert ("quay-fire" in [event["id"] for event in listed]) == found
    assert "Old quay fire: killed  quay-fire/killed" in read_output(capsys, *to, "explain", "quay-fire/killed")
    read_output(capsys, *to, "events", "undo", "quay-fire")
    with Workspace(path) as workspace:
        assert workspace.item(("quay-fire", "killed")).name == "Fire at the old quay"
        events.undo_event(workspace, "quay-fire", "ana", "")
        assert answers(workspace) == before
        assert workspace.names.former("quay-fire") == ["Fire at the old quay", "Old quay fire"]
        assert workspace.dossier.check_tables() == []


@pytest.mark.parametrize("name", ["", "  ", "x" * 121, "fire\x1b[31m", "\u202efire", "Quay fire"])
def test_a_name_that_cannot_be_read_is_not_taken(tmp_path: Path, name: str) -> None:
    with Workspace(make_dossier(tmp_path)) as workspace:
        with pytest.raises(events.EventError, match="nothing was recorded"):
            events.rename_event(workspace, "quay-fire", name, "ana", "")
        assert workspace.dossier.event_decisions() == []


def test_a_name_does_not_cross_one_given_meanwhile_and_moves_no_statement(tmp_path: Path) -> None:
    with Workspace(make_dossier(tmp_path)) as workspace:
        seen = workspace.dossier.subject_map()
        workspace.refresh()
        events.rename_event(workspace, "quay-fire", "Old quay fire", "ana", "")
        assert workspace.dossier.dirty_numbers() == []
        with pytest.raises(EventMovedError, match="ana has meanwhile decided on quay-fire \\(rename"):
            events.rename_event(workspace, "quay-fire", "New quay fire", "bo", "", seen)
        events.merge_events(workspace, "dock-fire", "quay-fire", "ana", "")
        assert workspace.names.of("dock-fire") == "Dock fire"
        events.undo_event(workspace, "dock-fire", "ana", "")
        assert workspace.names.of("quay-fire") == "Old quay fire"


def test_what_the_ledger_has_of_a_merge_is_as_before_there_were_names() -> None:
    merge = EventDecision(
        id="0" * 32, action="merge", subject="a", other="b", reviewer="ana", decided_at="2031-03-05T10:00:00Z"
    )
    assert encode_record(merge) == (
        b'{"action":"merge","article":null,"decided_at":"2031-03-05T10:00:00Z","id":"00000000000000000000000000000000","other":"b",'
        b'"rationale":"","reviewer":"ana","subject":"a","undoes":null}'
    )
