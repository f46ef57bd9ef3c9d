"""`variorum report --diff`: against an earlier report, against a date, in every format."""

import csv
import io
import json
from pathlib import Path

import pytest

from claims.store.dossier import Dossier
from tests.support.command_line import Run
from tests.support.pages import Page
from tests.support.report_dossiers import make_demo

ITEM = "halden-quay-2021/killed"


@pytest.fixture
def changed(run: Run, tmp_path: Path) -> Path:
    """The demo, a report of it in `old.json`, and a decision since."""
    make_demo(tmp_path / "dossier.variorum")
    assert run("report", "--format", "json", "-o", "old.json").code == 0
    assert run("decide", ITEM, "--range", "17", "23", "--because", "Two <counts>.").code == 0
    return tmp_path


def test_nothing_changed_since_the_same_report(run: Run, changed: Path) -> None:
    run("report", "--format", "json", "-o", "new.json")
    found = run("report", "--diff", "new.json", "--format", "json").json
    assert (found["changes"], found["unchanged"]) == ([], 7)
    assert "Nothing changed." in run("report", "--diff", "new.json", "--format", "html").out


def test_only_what_changed_since_an_earlier_report_is_told_with_both_heads(run: Run, changed: Path) -> None:
    found = run("report", "--diff", "old.json", "--format", "json").json
    assert [change["id"] for change in found["changes"]] == [ITEM]
    assert found["unchanged"] == 6
    assert found["changes"][0]["sentence"].startswith(
        "Was open, is resolved; the answer was 17 to 23, best 17, is 17 to"
    )
    with Dossier(changed / "dossier.variorum") as dossier:
        assert (found["head"]["seq"], found["head"]["digest"]) == dossier.head()
    assert found["old_head"]["seq"] == found["head"]["seq"] - 1


@pytest.mark.whole
@pytest.mark.parametrize("format_", ["terminal", "md", "html", "json", "csv"])
def test_every_format_says_it(run: Run, changed: Path, format_: str) -> None:
    told = run("report", "--diff", "old.json", "--format", format_)
    assert told.code == 0
    words = Page(told.out).text if format_ == "html" else told.out.replace("\\", "")
    assert ITEM in words
    assert "halden-quay-2021/detained" not in words
    if format_ == "csv":
        [row] = csv.DictReader(io.StringIO(told.out))
        assert (row["state_before"], row["state_after"], row["answer_after"]) == ("open", "resolved", "17 to 23")


@pytest.mark.whole
def test_since_a_date_everything_recorded_later_is_new(run: Run, changed: Path) -> None:
    found = run("report", "--diff", "2020-01-01", "--format", "json").json
    assert {tuple(change["kinds"]) for change in found["changes"]} == {("new",)}
    assert found["old_head"] is None
    chosen = run("report", "--diff", "2020-01-01", "--item", ITEM, "--format", "json").json
    assert [change["id"] for change in chosen["changes"]] == [ITEM]
    assert run("report", "--diff", "2999", "--format", "json").json["changes"] == []


@pytest.mark.whole
@pytest.mark.parametrize(("content", "words"), [("{}", "it is no report"), (None, "there is no such file")])
def test_what_is_no_report_and_no_date_is_told(run: Run, changed: Path, content: str | None, words: str) -> None:
    if content is not None:
        (changed / "odd.json").write_text(content)
    told = run("report", "--diff", "odd.json")
    assert told.code == 2
    assert words in told.err


@pytest.mark.whole
def test_a_report_over_another_selection_is_pointed_out(run: Run, changed: Path) -> None:
    run("report", "--item", ITEM, "--format", "json", "-o", "part.json")
    told = run("report", "--diff", "part.json", "--format", "json")
    assert "another selection" in told.err
    assert len(json.loads(told.out)["changes"]) == 6


@pytest.mark.whole
def test_changes_and_trails_say_what_people_call_an_incident(run: Run, changed: Path) -> None:
    named = run("events", "rename", "halden-quay-2021", "Raid on [Halden] quay")
    assert named.code == 0, named.err
    for format_ in ("terminal", "md", "html"):
        told = run("report", "--diff", "old.json", "--format", format_)
        words = Page(told.out).text if format_ == "html" else told.out.replace("\\", "")
        assert "Raid on [Halden] quay" in " ".join(words.split()), format_
        assert ITEM in words.replace("\n", ""), format_
    for format_ in ("terminal", "md", "svg"):
        words = run("audit", "trace", ITEM, "--format", format_).out.replace("\\", "")
        assert "Raid on [Halden] quay: killed" in words, format_
    assert run("audit", "trace", ITEM, "--format", "json").json["heading"] == "Raid on [Halden] quay: killed"
