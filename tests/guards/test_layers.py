"""Which room may import which, held in one table.

Every import is read with `ast`, those for type checkers only included, and followed to its closure for the libraries
that are slow to load. A few fresh interpreters then show what really loads.
"""

import ast
import functools
import subprocess
import sys

import pytest

from tests.support.imports import Import, imports_of, is_ours, module_files, nodes
from tests.support.paths import ROOT

VALUES = {"claims.values"}
WORDS = VALUES | {"claims.vocabulary"}
RECORDS = WORDS | {"claims"}
STORE = {"claims.store", "claims.store.tables", "claims.store.operations"}
CLAIMS = RECORDS | STORE | {"claims.mentions", "claims.intake", "claims.proof", "claims.extract", "claims.datasets"}
ITEMS = RECORDS | {"reconcile.evidence", "reconcile.relations", "reconcile.policies", "reconcile.items"}
RECONCILE = {
    *("reconcile.evidence", "reconcile.comparison", "reconcile.relations", "reconcile.events", "reconcile.policies"),
    *("reconcile.derivation", "reconcile.items", "reconcile.reports", "reconcile.reports.tables", "reconcile.audit"),
    "reconcile.bulk",
}

MAY_IMPORT: dict[str, set[str]] = {
    "claims.values": {"claims"},
    "claims.vocabulary": VALUES | {"claims"},
    "claims": WORDS | {"claims.intake", "claims.proof"},
    "claims.mentions": RECORDS,
    "claims.intake": {"claims", "claims.values"},
    "claims.datasets": RECORDS | {"claims.intake", "claims.mentions"},
    "claims.proof": set(),
    "claims.store.tables": RECORDS | {"claims.mentions", "claims.proof", "claims.store"},
    "claims.store.operations": RECORDS | {"claims.mentions", "claims.proof", "claims.store", "claims.store.tables"},
    "claims.store": RECORDS | {"claims.proof", "claims.store.tables", "claims.store.operations"},
    "claims.extract": RECORDS,
    "reconcile": set(),
    "reconcile.evidence": RECORDS,
    "reconcile.comparison": WORDS,
    "reconcile.relations": RECORDS | {"reconcile.evidence", "reconcile.comparison"},
    "reconcile.events": WORDS | {"claims.mentions", "claims.extract", "reconcile.comparison"},
    "reconcile.policies": RECORDS | {"reconcile.evidence", "reconcile.relations"},
    "reconcile.items": RECORDS | {"reconcile.evidence", "reconcile.relations", "reconcile.policies"},
    "reconcile.derivation": RECORDS | {"reconcile.evidence", "reconcile.items", "reconcile.policies"},
    "reconcile.reports": ITEMS | {"reconcile.reports.tables"},
    "reconcile.reports.tables": ITEMS | {"reconcile.reports"},
    "reconcile.audit": RECORDS | {"claims.store", "reconcile.items", "reconcile.policies"},
    "reconcile.bulk": RECORDS | {"claims.store.tables"},
    "tui": RECORDS,
    "tui.services": CLAIMS | RECONCILE | {"tui"},
    "tui.writers": CLAIMS | RECONCILE | {"tui", "tui.services"},
    "tui.review": CLAIMS | RECONCILE | {"tui", "tui.services", "tui.writers", "tui.cli"},
    "tui.cli": CLAIMS | RECONCILE | {"tui", "tui.services", "tui.writers", "tui.review"},
}
"""A room, with the other rooms whose modules it may import. `claims` and `tui` are the modules at their tops."""

MAY_NAME: dict[str, set[str]] = {
    "reconcile.audit": {"claims.store.ledger"},
}
"""Rooms that may import one room only through these of its modules."""

FACES = {"rich", "textual", "typer"}
EFFECTS = {
    *("asyncio", "glob", "io", "logging", "multiprocessing", "os", "pathlib", "random", "secrets", "shutil", "signal"),
    *("socket", "sqlalchemy", "sqlite3", "subprocess", "sys", "tempfile", "threading", "time", "urllib", "uuid"),
}
"""Modules through which code reads, writes, waits or draws lots: `reconcile` is handed what it needs instead."""
EFFECTFUL_CALLS = {"open", "print", "input", "exec", "eval", "now", "utcnow", "today", "read_text", "write_text"}
HEAVY = {"lxml", "pint", "pydantic", "pdfminer", "rich", "sqlalchemy", "textual", "trafilatura"}

NEVER_NAMES: dict[str, set[str]] = {
    "claims": FACES,
    "reconcile": FACES | EFFECTS,
    "tui.services": FACES,
    "tui.writers": {"textual", "typer"},
    "tui.cli": {"textual"},
}
"""A package or room, with the libraries that none of its modules may import, not even inside a function."""

EXCEPTED: dict[str, set[str]] = {"reconcile.bulk": {"sqlalchemy"}}
"""A room within one of those, with the libraries that it may name all the same: queries are built there."""

NEVER_REACHES: dict[str, set[str]] = {
    "claims": FACES,
    "reconcile": FACES,
    "tui.services": FACES,
    "tui.writers": {"textual"},
    "tui.cli": {"textual"},
}
"""A package or room, with the libraries that must not be loaded by importing one of its modules."""

CIRCLES: dict[str, str] = {}
"""Modules that are in a circle of imports, with the reason; others in the same circle are not named."""


def lies_in(module: str, room: str) -> bool:
    return module == room or module.startswith(f"{room}.")


def room_of(module: str) -> str:
    return max((room for room in MAY_IMPORT if lies_in(module, room)), key=len)


def modules_in(room: str) -> list[str]:
    return [module for module in module_files() if lies_in(module, room)]


@functools.cache
def loaded_by(module: str) -> dict[str, Import]:
    """Return the top-level libraries that importing a module loads, each with the import that names it."""
    libraries: dict[str, Import] = {}
    waiting, met = [module], {module}
    while waiting:
        one = waiting.pop()
        for each in imports_of(one):
            if not each.at_load:
                continue
            if not is_ours(each.target):
                libraries.setdefault(each.target.partition(".")[0], each)
                continue
            parts = each.target.split(".")
            for name in (".".join(parts[:n]) for n in range(1, len(parts) + 1)):  # a package is loaded before its parts
                if name in module_files() and name not in met:
                    met.add(name)
                    waiting.append(name)
    return libraries


def test_every_room_imports_only_the_rooms_its_row_names() -> None:
    violations = [
        f"{each.place} imports {each.target}; the row {room!r} allows {sorted(MAY_IMPORT[room])}"
        for module in module_files()
        for room in [room_of(module)]
        for each in imports_of(module)
        if is_ours(each.target) and room_of(each.target) not in MAY_IMPORT[room] | {room}
    ]
    assert violations == []


def test_every_row_of_the_table_is_a_room() -> None:
    rooms = {room_of(module) for module in module_files()}
    assert sorted(MAY_IMPORT.keys() - rooms) == []
    assert sorted(set().union(*MAY_IMPORT.values()) - rooms) == []


def test_a_room_that_may_know_one_module_of_another_knows_no_more() -> None:
    violations = [
        f"{each.place} imports {each.target}; only {sorted(allowed)} may be named in {room!r}"
        for room, allowed in MAY_NAME.items()
        for module in modules_in(room)
        for each in imports_of(module)
        if any(lies_in(each.target, room_of(name)) for name in allowed) and each.target not in allowed
    ]
    assert violations == []


@pytest.mark.parametrize("room", NEVER_NAMES)
def test_a_room_names_no_library_of_another_kind(room: str) -> None:
    violations = [
        f"{each.place} imports {each.target}; {room!r} may not"
        for module in modules_in(room)
        for each in imports_of(module)
        if each.target.partition(".")[0] in NEVER_NAMES[room] - EXCEPTED.get(room_of(module), set())
    ]
    assert violations == []


@pytest.mark.parametrize("room", NEVER_REACHES)
def test_a_room_loads_no_heavy_library_by_any_way(room: str) -> None:
    violations = [
        f"{module} loads {library}, which {each.place} imports; {room!r} may not reach it"
        for module in modules_in(room)
        for library, each in loaded_by(module).items()
        if library in NEVER_REACHES[room]
    ]
    assert violations == []


def test_reconcile_calls_nothing_that_reads_writes_or_asks_the_clock() -> None:
    violations = [
        f"{module_files()[module].relative_to(ROOT)}:{node.lineno} calls {name}"
        for module in modules_in("reconcile")
        for node in nodes(module)
        if isinstance(node, ast.Call)
        for name in [node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")]
        if name in EFFECTFUL_CALLS
    ]
    assert violations == []


def find_knots() -> list[frozenset[str]]:
    """Return the sets of modules that import each other in circles."""
    direct = {module: {each.target for each in imports_of(module)} & module_files().keys() for module in module_files()}
    reached: dict[str, set[str]] = {}
    for module in direct:
        waiting, reached[module] = [module], set()
        while waiting:
            new = direct[waiting.pop()] - reached[module]
            reached[module] |= new
            waiting.extend(new)
    return sorted(
        {
            frozenset(other for other in reached[module] if module in reached[other])
            for module in direct
            if module in reached[module]
        },
        key=sorted,
    )


def test_no_modules_import_each_other_in_a_circle() -> None:
    knots = find_knots()
    unknown = [sorted(knot) for knot in knots if not CIRCLES.keys() & knot]
    assert unknown == []
    gone = [name for name in CIRCLES if not any(name in knot for knot in knots)]
    assert gone == [], "no longer in a circle: take it out of CIRCLES"


def run_python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)


@pytest.mark.whole
@pytest.mark.parametrize(
    ("modules", "libraries"),
    [
        (modules_in("claims"), {"reconcile", "tui", *FACES}),
        (modules_in("reconcile"), {"tui", *FACES}),
        (modules_in("tui.services"), FACES),
        (["tui.cli.main", *modules_in("tui.cli.commands")], {"textual"}),
    ],
    ids=["claims", "reconcile", "services", "command-line"],
)
def test_a_fresh_interpreter_loads_the_room_and_nothing_it_should_not(modules: list[str], libraries: set[str]) -> None:
    done = run_python(
        "import importlib, sys\n"
        f"for name in {modules!r}:\n"
        "    importlib.import_module(name)\n"
        f"print(sorted({libraries!r} & sys.modules.keys()))"
    )
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_help_loads_nothing_heavy() -> None:
    done = run_python(
        "import sys\nsys.argv[0] = 'variorum'\nfrom tui.cli.main import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        f"print(sorted({HEAVY!r} & sys.modules.keys()), file=sys.stderr)"
    )
    assert "Usage: variorum" in done.stdout
    assert done.stderr.strip() == "[]"


def test_workers_are_started_in_one_place_and_handed_functions() -> None:
    starting = [
        module
        for module in modules_in("tui")
        if any(isinstance(node, ast.Attribute) and node.attr == "run_worker" for node in nodes(module))
    ]
    assert starting == ["tui.review.workers"]
