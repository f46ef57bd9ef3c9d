"""What is printed: hidden characters are escaped where the format can, fenced on a terminal, exact in a file."""

import json
import os
import sys
from pathlib import Path

import pexpect
import pytest

from claims.findings import Finding
from claims.store.dossier import Dossier
from tests.support.command_line import command
from tests.support.paths import ROOT
from tui.output import FirstFindings, say_findings, say_upgrade, to_json, to_json_line, write_json_list
from tui.visible import visible

ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT)}

HIDDEN = (
    "\x1b\x9b\x07\u202e\u2066\u200b\u00ad\u115f\u1160\u3164\uffa0\u2800\u034f\U000e0041\U000e0100\u180b"
    "\ufffe\uffff\ufdd0\U0001fffe\U0010ffff"
)


@pytest.mark.parametrize("character", HIDDEN)
def test_json_shows_every_hidden_character_and_means_the_same(character: str) -> None:
    data = {f"k{character}": [f"a{character}b"]}
    for text in (to_json(data), to_json_line(data)):
        assert character not in text
        assert visible(text, keep="\n") == text
        assert json.loads(text) == data


def test_json_keeps_the_letters_and_joiners_of_every_script() -> None:
    words = ["Årø", "کتاب‌ها", "क्षत्रिय", "\U0001f469‍\U0001f680", "Ngũgĩ wa Thiong'o", "北京"]
    assert json.dumps(words, ensure_ascii=False, indent=2) == to_json(words)


@pytest.mark.parametrize("text", ["\ud800", "a\udc00b", "\U0001f680"])
def test_half_a_character_is_written_as_its_escape(text: str) -> None:
    assert json.loads(to_json({"k": [text]})) == {"k": [text]}


@pytest.mark.parametrize("values", [[], [{}], [{"a": [1, "x\ny"]}, [], "z"]])
def test_a_list_written_as_it_comes_is_the_list_written_at_once(
    values: list[object], capsys: pytest.CaptureFixture[str]
) -> None:
    write_json_list(iter(values))
    assert capsys.readouterr().out == json.dumps(values, indent=2) + "\n"


@pytest.mark.parametrize("character", ["\ufffe", "\uffff", "\ufdd0", "\U0001ffff"])
def test_what_no_xml_can_hold_is_drawn_as_its_number(character: str) -> None:
    assert visible(f"a{character}b") == f"a‹{ord(character):04X}›b"


def test_only_the_first_findings_are_kept_and_all_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    findings = FirstFindings()
    for number in range(findings.MOST + 500):
        findings.append(Finding(where=f"a:{number}", message="no", about="line"))
    assert (len(findings), findings.total) == (findings.MOST, findings.MOST + 500)
    say_findings(findings)
    assert capsys.readouterr().err.splitlines()[-1] == "and 500 more that are not named"


@pytest.mark.whole
def test_bad_lines_without_number_take_little_memory(tmp_path: Path) -> None:
    with Dossier(tmp_path / "d.variorum", create=True):
        pass
    with (tmp_path / "bad.jsonl").open("w") as file:
        for _ in range(400_000):
            file.write('{"article": 1}\n')
    code = (
        "import re\nfrom pathlib import Path\nfrom tui.cli.main import main\n"
        "try: main(['--dossier', 'd.variorum', 'claims', 'import', 'bad.jsonl'])\n"
        # Not getrusage: its peak counts the process that started this one.
        "finally: print(int(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1]) // 1024)"
    )
    child: pexpect.spawn[bytes] = pexpect.spawn(
        sys.executable, ["-c", code], env=ENVIRONMENT, timeout=300, cwd=str(tmp_path)
    )
    words = child.read().decode().splitlines()
    assert any("400,000 lines not used" in line for line in words)
    assert int(words[-1]) < 120


@pytest.mark.whole
@pytest.mark.parametrize("words", [["vocabulary", "export"], ["claims", "export", "--format", "csv"]])
def test_nothing_that_a_dossier_holds_acts_on_a_terminal(tmp_path: Path, words: list[str]) -> None:
    from tests.support.hostile_dossier import make_hostile_dossier

    path = tmp_path / "d.variorum"
    make_hostile_dossier(path, tmp_path)
    command("--dossier", path, "claims", "import", next(tmp_path.glob("claims*.jsonl")))
    with Dossier(path) as dossier:
        dossier.extend_vocabulary({"actors": {"Ada": {"aliases": ["b\x9b31m", "c\u202e", "d\u0085"]}}})
    child: pexpect.spawn[bytes] = pexpect.spawn(
        sys.executable,
        ["-m", "tui.cli.main", "--dossier", str(path), *words],
        env=ENVIRONMENT,
    )
    printed = child.read().decode().replace("\r\n", "\n")
    assert ("Ada" if "vocabulary" in words else "Part escape") in printed
    assert visible(printed, keep="\n\t") == printed


def test_a_long_upgrade_is_told_a_tenth_at_a_time_and_a_short_one_never(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for total in (15_000, 40_000):
        for count in range(1_000, total + 1, 1_000):
            say_upgrade((count, total))
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 10
    assert lines[-1].endswith("40,000 of 40,000")
