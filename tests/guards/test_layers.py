"""Who may know whom: tui -> reconcile -> claims -> libraries, never the other way.

The first half reads every import and sees intent; the second loads modules in fresh interpreters and sees what really
loads.
"""

import ast
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.support.paths import ROOT

CORE = ("claims", "reconcile")
DRAWING = {"rich", "textual", "typer"}
EFFECTS = {
    *("asyncio", "glob", "io", "logging", "multiprocessing", "os", "pathlib", "random", "secrets", "shutil", "signal"),
    *("socket", "sqlalchemy", "sqlite3", "subprocess", "sys", "tempfile", "threading", "time", "urllib", "uuid"),
}
"""Modules through which code reads, writes, waits or draws lots: `reconcile` is handed what it needs instead."""
EFFECTFUL_CALLS = {"open", "print", "input", "exec", "eval", "now", "utcnow", "today", "read_text", "write_text"}
HEAVY = {"lxml", "pint", "pydantic", "pypdf", "rich", "sqlalchemy", "textual", "trafilatura"}


def modules(*packages: str) -> list[str]:
    """Return the dotted names of the modules in `packages`, which may be packages of packages."""
    files = [path for name in packages for path in sorted((ROOT / name.replace(".", "/")).rglob("*.py"))]
    return [".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in files]


def syntax(module: str) -> ast.Module:
    path = ROOT / module.replace(".", "/")
    return ast.parse((path / "__init__.py" if path.is_dir() else path.with_suffix(".py")).read_text("utf-8"))


def imports(module: str) -> Iterator[str]:
    """Yield the dotted names that a module imports anywhere in it, `from a import b` as `a` and as `a.b`."""
    for node in ast.walk(syntax(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively; name the package"
            yield from (node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names))


def tops(names: Iterator[str]) -> set[str]:
    return {name.partition(".")[0] for name in names}


def loaded(*names: str) -> dict[str, set[str]]:
    """Return by module the top-level modules that importing it alone, in a fresh interpreter, has loaded."""
    # Forked before anything is imported, each child is as fresh as an interpreter of its own and starts faster.
    code = (
        "import os, sys\n"
        "for name in sys.argv[1:]:\n"
        "    child = os.fork()\n"
        "    if not child:\n"
        "        __import__(name)\n"
        "        print(name, *sorted({top.partition('.')[0] for top in sys.modules}), flush=True)\n"
        "        os._exit(0)\n"
        "    os.waitpid(child, 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, *names], capture_output=True, text=True, cwd=ROOT, check=False)
    lines = [line.split() for line in done.stdout.splitlines()]
    found = {line[0]: set(line[1:]) for line in lines}
    assert sorted(set(names) - found.keys()) == [], f"cannot be imported first:\n{done.stderr}"
    return found


@pytest.mark.parametrize("module", modules("claims"))
def test_claims_knows_neither_reconcile_nor_a_screen(module: str) -> None:
    assert not tops(imports(module)) & {"reconcile", "tui", *DRAWING}


@pytest.mark.parametrize("module", modules("reconcile"))
def test_reconcile_knows_no_face_and_does_no_input_or_output(module: str) -> None:
    assert not tops(imports(module)) & {"tui", *DRAWING, *EFFECTS}
    calls = [node.func for node in ast.walk(syntax(module)) if isinstance(node, ast.Call)]
    names = {call.id if isinstance(call, ast.Name) else getattr(call, "attr", "") for call in calls}
    assert not names & EFFECTFUL_CALLS


@pytest.mark.parametrize("module", modules("reconcile"))
def test_reconcile_knows_of_the_store_only_what_an_entry_is(module: str) -> None:
    rooms = {name for name in imports(module) if name.startswith(("claims.store", "claims.intake"))}
    assert all(room.startswith("claims.store.ledger") for room in rooms)


@pytest.mark.parametrize("module", ["tui.cli.main", *modules("tui.cli.commands", "tui.writers")])
def test_the_command_line_names_textual_only_through_the_app(module: str) -> None:
    assert "textual" not in tops(imports(module))


@pytest.mark.parametrize("package", CORE)
def test_each_core_module_can_be_loaded_first_and_brings_no_face(package: str) -> None:
    forbidden = {"tui", *DRAWING} if package != "claims" else {"reconcile", "tui", *DRAWING}
    assert {name: tops & forbidden for name, tops in loaded(*modules(package)).items() if tops & forbidden} == {}


def test_the_commands_load_no_textual_before_the_reviewer_starts() -> None:
    names = ["tui.cli.main", *modules("tui.cli.commands")]
    assert [name for name, tops in loaded(*names).items() if "textual" in tops] == []


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\nsys.argv[0] = 'variorum'\nfrom tui.cli.main import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        f"print(sorted({HEAVY!r} & sys.modules.keys()), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert "Usage: variorum" in done.stdout
    assert done.stderr.strip() == "[]"


def test_workers_are_started_in_one_place_and_handed_functions() -> None:
    starting = [
        module
        for module in modules("tui")
        if any(isinstance(node, ast.Attribute) and node.attr == "run_worker" for node in ast.walk(syntax(module)))
    ]
    assert starting == ["tui.review.workers"]
