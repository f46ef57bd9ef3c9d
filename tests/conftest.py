"""Fixtures for every test, and the two tiers. No test uses the dossier, name or settings of whoever runs it.

The quick tier is what plain `pytest` runs; `-m whole` runs the tests marked so, and every law again with all the
examples it promises. Tests marked `attack` say what they tried and what was lost; the figures stand at the end.
"""

import gc
import itertools
import os
import shutil
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from _pytest.doctest import DoctestModule
from hypothesis import settings

from tests.support.command_line import Ran, Run, command
from tests.support.figures import Figures, table
from tests.support.postgres import make_place, running_server

for name in ("VARIORUM_DOSSIER", "VARIORUM_REVIEWER"):
    os.environ.pop(name, None)

gc.disable()  # nothing is garbage while tests are collected, and looking for some takes a tenth of the time

_IN_MEMORY: Final = Path("/dev/shm")
_ROOM: Final = 2**30

RANDOM = bool(os.environ.get("VARIORUM_RANDOM"))
"""Whether laws are tried on examples drawn anew, as a night's run does, in place of the same ones each time."""

settings.register_profile("quick", max_examples=10, deadline=None, derandomize=not RANDOM)
settings.register_profile("whole", max_examples=100, deadline=None, derandomize=not RANDOM)


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("attacks", "how much the tests marked `attack` try; more in a night's run")
    group.addoption("--kills", type=int, default=360, metavar="N", help="kill -9 this many processes at work")
    group.addoption("--crowd-seconds", type=float, default=5.0, metavar="S", help="let eight processes work this long")


class _Doctests:
    """Searches only files that have doctests, here and in the packages: all others take seconds in each process."""

    @pytest.hookimpl(wrapper=True)
    def pytest_collect_file(self, file_path: Path) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
        collectors = yield
        is_documented = file_path.suffix == ".py" and ">>> " in file_path.read_text("utf-8")
        return [each for each in collectors if is_documented or not isinstance(each, DoctestModule)]


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(_Doctests())
    is_quick = config.option.markexpr == "not whole"
    settings.load_profile("quick" if is_quick else "whole")
    if is_quick and _IN_MEMORY.is_dir() and shutil.disk_usage(_IN_MEMORY).free > _ROOM:
        os.environ.setdefault("TMPDIR", str(_IN_MEMORY))  # a test waits long for a disk; the whole tier has one
        tempfile.tempdir = None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let the whole tier run the laws too."""
    if config.option.markexpr == "whole":
        for item in items:
            if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
                item.add_marker("whole")


def pytest_collection_finish() -> None:
    """Let later searches for garbage pass over all that was loaded."""
    gc.freeze()
    gc.enable()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print what the attacks tried."""
    lines = list(table(itertools.chain.from_iterable(terminalreporter.stats.values())))
    if lines:
        terminalreporter.section("attacks")
    for line in lines:
        terminalreporter.write_line(line)


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Figures:
    """Add to the figures that are printed at the end of the run."""
    return lambda suite, **numbers: request.node.user_properties.append((suite, numbers))


@pytest.fixture
def own_state_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the reviewer's drafts and settings in the test's own folder."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run a command in an empty folder, as the reviewer Ada."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VARIORUM_REVIEWER", "Ada")

    def run_(*arguments: str) -> Ran:
        status = command(*arguments)
        captured = capfd.readouterr()
        return Ran(status, captured.out, captured.err)

    return run_


@pytest.fixture(scope="session")
def socket() -> Iterator[Path]:
    """The folder of the socket of a running server."""
    with running_server() as folder:
        yield folder


@pytest.fixture(params=["file", pytest.param("server", marks=pytest.mark.whole)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Where a new dossier can be made: a file, and, in the whole tier, a server too."""
    if request.param == "file":
        return tmp_path / "d.variorum"
    return make_place(request.getfixturevalue("socket"))
