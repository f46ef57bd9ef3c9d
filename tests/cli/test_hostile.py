"""A hostile article over every command: nothing it holds acts on the terminal or hides, and the quotes stay exact."""

import csv
import io
import json
import re
from pathlib import Path

import pytest

from claims.intake.csvclaims import read_csv_claims
from tests.support.command_line import command
from tests.support.hostile_dossier import HOSTILE, ITEM, SPEAKER, TEXT, hostile_article, make_hostile_dossier

ACTS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff]")
HIDES = re.compile("[\u200b\ufeff\u00ad\U000e0000-\U000e007f]")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    make_hostile_dossier(folder / "dossier.variorum", folder)
    return folder


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> "Run":
    monkeypatch.chdir(folder)
    monkeypatch.setenv("VARIORUM_DOSSIER", str(folder / "dossier.variorum"))
    monkeypatch.setenv("VARIORUM_REVIEWER", "Ada\x1b[31m\u202e[/x]")
    if not list(folder.glob("imported")):
        (folder / "imported").touch()
        code, out, err = Run(capfd)("claims", "import", "claims\x1b[31m.jsonl")
        assert (code, err.count("\nerror: ") + err.startswith("error: ")) == (0, 4)
        assert_harmless(out + err)
    return Run(capfd)


class Run:
    """Run a command and return its status, standard output and standard error, to the character."""

    def __init__(self, capfd: pytest.CaptureFixture[str]) -> None:
        self._capfd = capfd

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        status = command(*arguments)
        return (status, *self._capfd.readouterr())


def assert_harmless(text: str) -> None:
    found = ACTS.search(text) or HIDES.search(text)
    assert found is None, f"{found.group()!r} in {text[max(0, found.start() - 60) : found.end() + 20]!r}"


COMMANDS = [
    ["articles", "list"],
    ["articles", "show", hostile_article().id[:12]],
    ["claims", "list"],
    ["claims", "list", "--item", ITEM],
    ["conflicts"],
    ["derive", ITEM, "--value", "17"],
    ["conflicts", "--search", "\x1b[31m"],
    ["items"],
    ["explain", ITEM],
    ["explain", "\x1b[31mno such\u202e/killed"],
    ["articles", "show", "\x9b31m"],
    ["report"],
    ["report", "--item", "\x1b]0;x\x07"],
    ["audit", "trace", ITEM],
    ["audit", "verify"],
    ["audit", "who", SPEAKER],
    ["audit", "who", "\x1b[31m\u202e"],
    ["audit", "verify", "--against", "no\x1b[31m.txt"],
    ["audit", "verify", "no\x1b[31m.zip"],
    ["policies", "explain", ITEM],
    ["policies", "grade", "\x1b[31mred\u202e[/x]", "B", "--because", "\x9b31m [bold]"],
    ["policies", "use", "\x1b[31mgtd"],
    ["timeline", ITEM],
    ["replay", "--policy", "gtd"],
    ["compare", "dossier.variorum"],
    ["vocabulary", "actors"],
    ["decide", ITEM, "--contested", "--because", "Said \x1b[31mred\u202e\u200b [/x]"],
    ["decide", ITEM, "--accept", "\x1b[31m", "--because", "x"],
    ["decide", ITEM, "--undo", "--because", "\x9b1m"],
    ["claims", "import", "no\x1b[31m such file.jsonl"],
    ["vocabulary", "import", "no\x9b31m.toml"],
    ["backup", "dossier.variorum"],
    ["add", "no\x1b[31m such file.txt"],
    ["--dossier", "no\x1b[31m.variorum", "items"],
    ["claims", "export"],
    ["rebuild"],
]
FORMATS = {
    "claims export": ["jsonl"],
    "report": ["terminal", "md", "json"],
    "audit trace": ["terminal", "md", "json", "svg"],
    "policies grade": [],
    "policies use": [],
    "rebuild": [],
    "backup": [],
    "vocabulary import": [],
}
CASES = [
    [*command, *(("--format", format_) if format_ else ())]
    for command in COMMANDS
    for format_ in (FORMATS.get(" ".join(command[:2]), FORMATS.get(command[0], ["text", "json"])) or [""])
]


@pytest.mark.whole
@pytest.mark.parametrize("command", CASES, ids=lambda command: ascii(" ".join(command))[1:60])
def test_no_command_lets_anything_through_that_acts_or_hides(run: Run, command: list[str]) -> None:
    code, out, err = run(*command)
    assert code in {0, 2}
    assert "Traceback" not in err
    assert_harmless(out + err)
    if command[-1] == "json" and code == 0:
        assert json.loads(out) is not None


def test_text_from_an_article_is_shown_as_signs_one_can_see(run: Run) -> None:
    _, shown, _ = run("articles", "show", hostile_article().id)
    for sign in (
        "␛[31mred",
        "‹9B›31m",
        "‹202E›txt.exe",
        "a␀b",
        "good news␍bad news",
        "[@click=app.quit]press[/] [sic]",
    ):
        assert sign in shown
    assert "\u0301" * 5 not in shown


def test_markdown_keeps_foreign_punctuation_from_meaning_anything(run: Run) -> None:
    _, shown, _ = run("report", "--format", "md")
    assert not re.search(r"(?<!\\)<script", shown)
    assert not re.search(r"(?<!\\)\]\(javascript:", shown)


@pytest.mark.whole
@pytest.mark.parametrize("part", HOSTILE)
def test_the_stored_quote_is_exact_in_every_export(run: Run, part: str) -> None:
    n = list(HOSTILE).index(part) + 1
    exact = f"Part {part}: {HOSTILE[part]} ended with {n} dead"
    lines = [json.loads(line) for line in run("claims", "export")[1].splitlines()]
    mine = [line for line in lines if line["subject"].endswith(f" {part}")]
    assert [line["quote"] for line in mine] == [exact, exact]
    assert {line["note"] for line in mine} == {HOSTILE[part]}
    [item] = [item for item in json.loads(run("items", "--format", "json")[1]) if item["subject"].endswith(f" {part}")]
    assert {member["quote"] for member in item["members"]} == {exact}
    table = run("claims", "export", "--format", "csv")[1]
    rows = [row for row in read_csv_claims(io.StringIO(table, newline=""), "claims") if isinstance(row, tuple)]
    assert [row["quote"] for _, row in rows if str(row["subject"]).endswith(f" {part}")] == [exact, exact]


def test_an_article_in_json_and_raw_is_the_stored_text_to_the_character(run: Run) -> None:
    article = hostile_article()
    assert json.loads(run("articles", "show", article.id, "--format", "json")[1])["text"] == TEXT
    assert run("articles", "show", article.id, "--raw")[1] == TEXT


def test_no_cell_of_a_table_starts_a_formula(run: Run) -> None:
    table = run("claims", "export", "--format", "csv")[1]
    for row in csv.reader(io.StringIO(table, newline="")):
        assert not [cell for cell in row if cell.strip("\ufeff \t\r\n")[:1] in ("=", "+", "-", "@", "＝")]


def test_a_hostile_file_is_added_from_disk_under_its_own_name(run: Run, folder: Path) -> None:
    path = folder / "new\x1b[31m\u202e.txt"
    path.write_text(TEXT + "Third edition.\n", "utf-8", newline="")
    for format_ in ("text", "json"):
        code, out, err = run("add", path.name, "--publisher", "P\x1b[31m\u202e", "--format", format_)
        assert code in {0, 2}, err
        assert_harmless(out + err)
