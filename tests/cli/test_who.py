"""Who used what: roles, and that what would change without a source is what a dossier without it says."""

import json
from pathlib import Path
from typing import Any

import pytest

from claims.models import Assertion
from claims.store.dossier import Dossier
from reconcile.audit.usage import Answer
from reconcile.items.item import Item
from tests.support.command_line import command
from tests.support.packages import make_decision
from tui.services.usage import find_usage
from tui.services.workspace import Workspace


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("who") / "demo.variorum"
    assert command("demo", "--keep", path) == 0
    return path


def speakers(path: Path) -> list[str]:
    with Dossier(path) as dossier:
        publishers = {row.publisher for row in dossier.article_rows() if row.publisher}
        return sorted(publishers | {name for a in dossier.assertions() for name in a.speakers})


def without(path: Path, target: Path, gone: set[str]) -> Path:
    """The same dossier as if `gone` had never been entered."""
    with Dossier(path) as old, Dossier(target, create=True) as new:
        kept: list[Assertion] = [a for a in old.assertions() if a.id not in gone]
        new.add_articles([old.article(row.id) for row in old.article_rows()])
        for tables in old.vocabulary_additions():
            new.extend_vocabulary(tables)
        new.add_assertions(kept)
    return target


def what_is_said(item: Item) -> tuple[object, ...]:
    sets = [found.assertions for found in item.minimal_sets]
    policies = [(p.policy, p.low, p.best, p.high, p.pending, p.grade) for p in item.proposals]
    return (item.state, item.resolution.answer, sets, policies, bool(item.origins))


@pytest.mark.whole
def test_what_would_change_is_what_a_dossier_without_the_source_says(demo: Path, tmp_path: Path) -> None:
    changed = 0
    for number, name in enumerate(speakers(demo)):
        with Workspace(demo) as workspace:
            usage = find_usage(workspace, name)
            gone = {use.assertion for use in usage.assertions}
            expected = set()
            with Workspace(without(demo, tmp_path / f"{number}.variorum", gone)) as other:
                for row in workspace.dossier.item_page(workspace.dossier.item_numbers(empty=True)):
                    before = workspace.item(row.key)
                    try:
                        after = what_is_said(other.item(row.key))
                    except Exception:
                        after = ("said_once", "", [], [], False)
                    if what_is_said(before) != after:
                        expected.add(before.id)
        assert {change.item for change in usage.changes} == expected, name
        changed += len(expected)
    assert changed > 5


@pytest.mark.whole
def test_a_decision_on_a_source_that_is_left_out_goes_stale(demo: Path, tmp_path: Path) -> None:
    path = tmp_path / "d.variorum"
    with Dossier(demo) as dossier:
        dossier.backup(path)
    with Workspace(path) as workspace:
        [killed] = [i for i in workspace.items(workspace.dossier.item_numbers()) if i.attribute == "killed"]
        member = next(m for m in killed.members if m.scope == "total" and not m.linked)
        seen = sorted(m.assertion.id for m in killed.members)
        changes: dict[str, Any] = {"subject": killed.subject, "assertion": member.assertion.id, "seen": seen}
        workspace.dossier.decide(make_decision("a", "accept", **changes))
        usage = find_usage(workspace, member.origin)
        assert "a" * 32 in usage.decisions
        [change] = [change for change in usage.changes if change.item == killed.id]
        assert (change.before.state, change.after.state) == ("resolved", "stale")
        by_reviewer = find_usage(workspace, "ada", ["reviewer"])
        assert (by_reviewer.name, by_reviewer.assertions, by_reviewer.decisions) == ("Ada", (), ("a" * 32,))
        [change] = by_reviewer.changes
        assert isinstance(change.before, Answer)
        assert (change.before.state, change.after.state) == ("resolved", killed.state)


@pytest.mark.whole
def test_the_roles_are_outlet_relay_and_origin(demo: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with Dossier(demo) as dossier:
        outlets = {row.id: row.publisher for row in dossier.article_rows()}
        every = list(dossier.assertions())
    for name in speakers(demo):
        capfd.readouterr()
        assert command("--dossier", demo, "audit", "who", name, "--format", "json") == 0
        for use in json.loads(capfd.readouterr().out)["assertions"]:
            [assertion] = [a for a in every if a.id == use["assertion"]]
            chain = [outlets[assertion.passage.article], *assertion.speakers]
            expected = "origin" if chain[-1] == name else "outlet" if chain[0] == name else "relay"
            assert use["role"] == expected or name not in chain, "or by another of its names"


@pytest.mark.whole
def test_a_name_nothing_rests_on_and_a_role_nobody_has_are_one_message(
    demo: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for options, words in (
        (["Nobody"], "no source or reviewer 'Nobody'"),
        (["x", "--as", "owner"], "is none of outlet"),
    ):
        assert command("--dossier", demo, "audit", "who", *options) == 2
        assert words in capfd.readouterr().err


@pytest.mark.whole
def test_the_answer_for_people_says_both_answers(demo: Path, capfd: pytest.CaptureFixture[str]) -> None:
    capfd.readouterr()
    name = speakers(demo)[0]
    for source in (name, name.upper()):
        assert command("--dossier", demo, "audit", "who", source) == 0
        out = capfd.readouterr().out
        assert "rest on it" in out
        assert "would be otherwise without it" in out
