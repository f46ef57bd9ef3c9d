"""What reaches beyond a process goes through one place each: files that are written, processes that are started."""

import ast
import re
from collections.abc import Callable, Iterator

import pytest

from tests.support.imports import module_files, nodes

WRITES: dict[str, str] = {
    "claims.saving": "the one way to write a file for people",
    "claims.extract.build_persons": "run by hand in a checkout",
    "claims.intake.child": "its own standard output",
    "claims.store.operations.maintenance": "SQLite writes a backup, which claims.saving puts in place",
    "claims.temporary": "what is removed again",
    "claims.store.engine": "SQLite writes the dossier",
    "claims.store.operations.open_dossier": "a copy in a temporary folder",
    "claims.store.operations.watching": "SQLite, opened to read",
    "claims.store.tables.first_lines": "SQLite, opened to read",
    "claims.store.tables.overlay": "SQLite, in memory",
    "tui.cli.main": "standard output, closed",
    "tui.services.claims_reading": "its own standard output",
    "tui.services.signing": "what ssh-keygen signs, in a temporary folder",
    "tui.writers.docx": "a member of the archive that is open",
    "tui.writers.package": "a member of the archive that is open",
}
"""Modules that may write, move or remove files by themselves, and what for."""

WRITING = {
    *("write_text", "write_bytes", "touch", "rename", "unlink", "hardlink_to", "symlink_to", "symlink"),
    *("rmtree", "copyfile", "copy2", "copytree", "mkstemp", "mkdtemp", "NamedTemporaryFile"),
    *("sendfile", "rmdir", "removedirs", "renames"),
}
"""Names of functions that write, move or remove, whatever they are called on."""

WRITING_MODE = re.compile("[rbt]*[wax+][wax+bt]*")
OF_OTHER_THINGS = {"remove", "link", "move", "truncate"}
"""Names that lists, cursors and buffers have too: of `os` and `shutil` only."""


def called(node: ast.Call) -> str:
    """Return the last name of what is called."""
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def opens_to_write(node: ast.Call, owner: str) -> bool:
    """Whether a call of `open`, whatever of, names a mode that writes."""
    if owner == "os":
        return "O_RDONLY" not in ast.unparse(node)
    modes = [word.value for word in node.keywords if word.arg == "mode"] or node.args[:2]
    return any(isinstance(mode, ast.Constant) and WRITING_MODE.fullmatch(str(mode.value)) for mode in modes)


def is_write(node: ast.Call) -> bool:
    name = called(node)
    if name not in WRITING | OF_OTHER_THINGS | {"open", "fdopen", "replace", "connect"}:
        return False
    owner = ast.unparse(node.func).rpartition(".")[0]
    if name in {"open", "fdopen"}:
        return opens_to_write(node, owner if name == "open" else "")
    if name == "replace":  # of a path: a text has two arguments, a record names them
        return (len(node.args) == 1 and not node.keywords) or owner == "os"
    if name in OF_OTHER_THINGS:
        return owner in {"os", "shutil"}
    return (owner == "sqlite3") if name == "connect" else bool(owner)


def places(counts: Callable[[ast.Call], bool]) -> Iterator[tuple[str, str]]:
    """Yield the module and line of each call that counts."""
    for module, path in module_files().items():
        for node in nodes(module):
            if isinstance(node, ast.Call) and counts(node):
                yield module, f"{path.name}:{node.lineno} {ast.unparse(node)[:80]}"


def test_every_file_for_people_is_written_by_the_function_that_spares_dossiers() -> None:
    around = [f"{module} ({place})" for module, place in places(is_write) if module not in WRITES]
    assert not around, f"write it through claims.saving.replacing: {'; '.join(around)}"


def test_every_module_that_may_write_does() -> None:
    assert sorted(WRITES.keys() - {module for module, _ in places(is_write)}) == []


STARTERS = {"subprocess", "multiprocessing", "pty", "webbrowser", "ProcessPoolExecutor", "InterpreterPoolExecutor"}
"""Modules and classes that start programs."""

STARTING = re.compile(r"(exec|spawn)[lv]p?e?|posix_spawnp?|system|popen|fork|forkpty|create_subprocess_(exec|shell)")
"""Functions that do."""

STREAMS = {"DEVNULL", "PIPE"}
"""What of `subprocess` starts nothing."""


def starts(node: ast.AST) -> bool:
    """Whether code names what starts a program."""
    if isinstance(node, ast.Import):
        return any(alias.name.partition(".")[0] in STARTERS for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        names = {alias.name for alias in node.names}
        return (node.module in STARTERS and not names <= STREAMS) or bool(names & STARTERS)
    name = getattr(node, "attr", getattr(node, "id", ""))
    of_system = isinstance(node, ast.Attribute) and ast.unparse(node.value) in {"os", "asyncio", "posix"}
    return name in STARTERS or (of_system and STARTING.fullmatch(name) is not None)


def test_every_program_is_started_where_it_sees_nothing_of_the_working_folder() -> None:
    around = [
        f"{module}: {ast.unparse(node)[:60]}"
        for module in module_files()
        if module != "claims.processes"
        for node in nodes(module)
        if starts(node)
    ]
    assert not around, f"start it through claims.processes: {'; '.join(around)}"


@pytest.mark.parametrize(
    "code",
    [
        "import subprocess",
        "import multiprocessing.pool",
        "from subprocess import Popen",
        "from concurrent.futures import ProcessPoolExecutor",
        "os.system('x')",
        "os.execvp('x', [])",
        "asyncio.create_subprocess_shell('x')",
        "webbrowser.open('x')",
    ],
)
def test_each_way_to_start_a_program_is_known(code: str) -> None:
    assert any(map(starts, ast.walk(ast.parse(code))))
