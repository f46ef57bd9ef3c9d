"""The reviewer in a real terminal: hostile articles do not reach it, signals leave it sane, decisions are on disk."""

import io
import os
import re
import signal
import time
from pathlib import Path

import pytest
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.color import Color

from claims.store.dossier import Dossier
from tests.support.hostile_review import hostile_dossier
from tests.support.review_builders import make_dossier
from tests.support.terminal import Terminal, sequences
from tui.review.widgets.fence import FencedConsole, TerminalFence
from tui.services.drafts import Draft, Drafts, drafts_path

NOT_YET = Draft(reason="other", words="not yet")


@pytest.mark.whole
def test_a_conflict_is_decided_in_a_terminal_and_is_on_disk(tmp_path: Path) -> None:
    path = make_dossier(tmp_path)
    terminal = Terminal(path, columns=80, lines=24)
    terminal.until("0/3 settled")
    terminal.press("down", "\r")
    terminal.until("harbour office (said)")
    terminal.press("2")
    terminal.until("Accept 2")
    terminal.press("\r", "a register", "\x1b[A", "4")
    terminal.until("recorded:")
    with Dossier(path) as dossier:
        [decision] = dossier.decisions(("quay fire", "killed"))
    assert (decision.action, decision.reason, decision.rationale) == ("accept", "official_record", "a register")
    terminal.until("1/3 settled")
    terminal.press("q")
    assert terminal.end() == 0
    assert b"\x1b[?1049l" in terminal.raw


def tour(terminal: Terminal) -> None:
    """Open every screen."""
    terminal.until("settled")
    terminal.until("killed")
    terminal.press("f")
    terminal.until("Filter by what?")
    terminal.press("5")
    terminal.until("Which source?")
    terminal.press("esc")
    terminal.until(lambda text: "Which source?" not in text)
    terminal.press("/")
    terminal.until("Search quotes")
    terminal.press("killed", "\r")
    terminal.until(lambda text: "Search quotes" not in text)
    terminal.press("\r")
    terminal.until(lambda text: "1-9 accept" in text and "severity high" in text)
    for key, expected in [
        ("v", "characters"),
        ("a", "Accept which"),
        ("x", "Reject which"),
        ("d", "Which assertion"),
        ("n", "what explains"),
        ("s", "Whose scope"),
        ("r", "Accept a range"),
        ("c", "Keep as contested"),
        ("?", "esc closes)"),
    ]:
        terminal.press(key)
        terminal.until(expected)
        terminal.press("esc")
        terminal.until_gone(expected)
    terminal.press("1")
    terminal.until("in your words")
    terminal.press("\r", "because", "\r")
    terminal.until("recorded:")
    terminal.press("u")
    terminal.until("undone:")
    terminal.press("q")


@pytest.mark.whole
def test_hostile_articles_send_nothing_to_the_terminal(tmp_path: Path) -> None:
    """The same tour over a tame and a hostile dossier sends the same kinds of control sequence, and no more."""
    tame = Terminal(make_dossier(tmp_path))
    tour(tame)
    assert tame.end() == 0
    terminal = Terminal(hostile_dossier(tmp_path))
    tour(terminal)
    assert terminal.end() == 0
    assert "␛" in terminal.raw.decode()
    assert sequences(terminal.raw) <= sequences(tame.raw)
    assert not re.search(rb"\x1b\[[0-9;]*31337", terminal.raw)
    text = terminal.raw.decode()
    assert not re.search(
        "[\x80-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f\u200b\u2060\ufeff\U000e0000-\U000e007f]", text
    )
    # A terminal itself turns the line feeds that a program writes on leaving into carriage return and line feed.
    controls = {c for c in text.replace("\r\n", "\n") if c < " " or c == "\x7f"}
    assert controls <= {c for c in tame.raw.decode().replace("\r\n", "\n") if c < " " or c == "\x7f"}
    assert "\x00" not in text
    assert "\u0301" * 5 not in text


def test_the_last_fence_stops_what_was_never_made_visible() -> None:
    style = Style(link="javascript:alert(1)")
    [segment] = TerminalFence().apply([Segment("a\x1b[2J\x9b\u202eb", style)], Color(0, 0, 0))
    assert not set(segment.text) & set("\x1b\x9b\u202e")
    assert segment.cell_length == Segment("a\x1b[2J\x9b\u202eb").cell_length
    assert segment.style is not None
    assert segment.style.link is None


def test_a_message_on_the_way_out_is_fenced() -> None:
    file = io.StringIO()
    console = FencedConsole(file=file, markup=False, highlight=False, color_system=None)
    console.print(Text("a\x1b]0;pwned\nsecond\x9b"))
    assert file.getvalue() == "a␛]0;pwned\nsecond‹9B›\n"


def start_draft(tmp_path: Path) -> tuple[Path, Terminal]:
    """Begin a contested decision with words of one's own and leave it unsaved; return the dossier and the terminal."""
    path = make_dossier(tmp_path)
    terminal = Terminal(path)
    terminal.until("0/3 settled")
    terminal.press("\r")
    terminal.until("accepted, it stands against")  # drawn last: a key before that does nothing
    terminal.press("c")
    terminal.until("in your words")
    terminal.press("9")
    terminal.until("another reason: say which")
    terminal.press("not yet")
    terminal.until("not yet")
    return path, terminal


@pytest.mark.whole
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_the_terminal_sane_and_the_draft_on_disk(tmp_path: Path, number: signal.Signals) -> None:
    path, terminal = start_draft(tmp_path)
    terminal.child.kill(number)
    assert terminal.end() == 128 + number
    assert b"\x1b[?1049l" in terminal.raw
    assert b"\x1b[?25h" in terminal.raw
    assert Drafts(drafts_path(path)).of_item("ferry grounding/killed") == [
        ("contested", Draft(reason="other", words="not yet"))
    ]


@pytest.mark.whole
def test_a_terminal_that_goes_away_ends_the_program_and_keeps_the_draft(tmp_path: Path) -> None:
    path, terminal = start_draft(tmp_path)
    os.close(terminal.child.child_fd)
    deadline = time.monotonic() + 10
    assert terminal.child.pid is not None
    while (ended := os.waitpid(terminal.child.pid, os.WNOHANG))[0] == 0 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert ended[0] == terminal.child.pid
    assert Drafts(drafts_path(path)).of_item("ferry grounding/killed") == [
        ("contested", Draft(reason="other", words="not yet"))
    ]


@pytest.mark.whole
def test_a_killed_program_has_its_draft_on_disk(tmp_path: Path) -> None:
    path, terminal = start_draft(tmp_path)
    draft = ("contested", Draft(reason="other", words="not yet"))
    terminal.until(lambda _: Drafts(drafts_path(path)).of_item("ferry grounding/killed") == [draft])
    terminal.child.kill(signal.SIGKILL)
    assert Drafts(drafts_path(path)).of_item("ferry grounding/killed") == [draft]


@pytest.mark.whole
def test_a_broken_dossier_is_named_without_a_traceback(tmp_path: Path) -> None:
    path = tmp_path / "broken.variorum"
    path.write_bytes(b"no database at all " * 500)
    terminal = Terminal(path)
    assert terminal.end() == 3
    assert b"is damaged or not a dossier" in b" ".join(terminal.raw.split())
    assert b"Traceback" not in terminal.raw


@pytest.mark.whole
def test_no_color_is_respected(tmp_path: Path) -> None:
    terminal = Terminal(make_dossier(tmp_path), NO_COLOR="1")
    terminal.until("0/3 settled")
    terminal.press("q")
    assert terminal.end() == 0
    colours = set(re.findall(rb"[34]8;2;(\d+);(\d+);(\d+)", terminal.raw))
    assert all(red == green == blue for red, green, blue in colours)


@pytest.mark.whole
def test_the_screen_is_there_before_the_queue_is_read(tmp_path: Path) -> None:
    terminal = Terminal(make_dossier(tmp_path))
    terminal.until("0/3 settled")
    drawn = terminal.raw.decode("utf-8", "replace")
    assert 0 <= drawn.find("opening …") < drawn.index("ferry grounding")
    terminal.press("q")
    assert terminal.end() == 0


@pytest.mark.whole
def test_a_flood_of_control_letters_decides_nothing_and_leaves_the_reviewer_working(tmp_path: Path) -> None:
    path = make_dossier(tmp_path)
    terminal = Terminal(path)
    terminal.until("0/3 settled")
    flood = "".join(chr(n) for n in range(1, 27) if chr(n) not in "\x10\x11\x13\t\n\r")  # not palette, leave, picture
    for opened in ("", "\r"):
        if opened:
            terminal.press(opened)
            terminal.until("1-9 accept")
        for _ in range(20):
            terminal.child.send(flood)
            terminal.read(0.02)
        terminal.read(0.5)
        assert terminal.child.isalive()
    terminal.press("esc", "esc", "q")
    assert terminal.end() == 0
    with Dossier(path) as dossier:
        assert dossier.recent_decisions() == []
