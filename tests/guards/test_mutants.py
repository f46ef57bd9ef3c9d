"""Small errors put into central functions, one at a time, are found by the tests of those functions.

Each error is made in a copy of the packages. A function that was renamed, or whose text has changed, fails here: name
it anew and choose an error in what it now says.
"""

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.imports import PACKAGES
from tests.support.paths import ROOT

pytestmark = pytest.mark.whole


@dataclass(frozen=True)
class Mutant:
    """An error in a function, and the test file that must find it."""

    function: str
    text: str
    """What stands in the function, once."""
    error: str
    """What is put in its place."""
    tests: str


MUTANTS = [
    Mutant("_find_clashes", "lower[0] > high", "lower[0] >= high", "reconcile/items/test_bounds.py"),
    Mutant("_find_small_sums", "low > capped[0]", "low >= capped[0]", "reconcile/items/test_bounds.py"),
    Mutant("compare_counts", "b.low, b.high", "b.low, a.high", "reconcile/comparison/test_comparing.py"),
    Mutant("find_revised", "if not revised:", "if revised:", "reconcile/relations/test_relate.py"),
    Mutant("_has_grown", "new_low > old_low", "new_low < old_low", "reconcile/relations/test_relate.py"),
    Mutant(
        "are_copies",
        "return have_shared_text(a, b)",
        "return not have_shared_text(a, b)",
        "reconcile/evidence/test_copies.py",
    ),
    Mutant("_resolve_decided", '"stale" if against', '"stale" if not against', "reconcile/items/test_resolution.py"),
    Mutant("hash_nodes", r'b"\x01"', r'b"\x00"', "claims/proof/test_merkle.py"),
    Mutant("fold_roots", "reversed(roots[:-1])", "roots[:-1]", "claims/proof/test_merkle.py"),
    Mutant("_check_quote", "proposal.quote != quote", "not quote", "extract/test_verifier.py"),
    Mutant("safe_cell", "startswith(_RISKY)", 'startswith("=")', "claims/test_claimsfile.py"),
    Mutant("_shows_itself", "character in _PREPENDED", "True", "test_visible.py"),
    Mutant(
        "_apply_open",
        'low=inner.low + (whole and family == "more_than")',
        "low=inner.low",
        "claims/values/test_counts.py",
    ),
    Mutant("_apply_upper", "high = inner.low - whole", "high = inner.low", "claims/values/test_counts.py"),
]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the packages and their tests."""
    folder = tmp_path_factory.mktemp("mutants")
    for name in (*PACKAGES, "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "snapshots"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def find_function(checkout: Path, mutant: Mutant) -> tuple[Path, str]:
    """Return the file and the source of the one function of this name in which the text stands once."""
    fitting = [
        (path, function) for path, function in _functions(checkout, mutant.function) if function.count(mutant.text) == 1
    ]
    assert len(fitting) == 1, f"{mutant.text!r} stands once in {len(fitting)} functions {mutant.function}"
    return fitting[0]


def _functions(checkout: Path, name: str) -> Iterator[tuple[Path, str]]:
    for path in (path for package in PACKAGES for path in (checkout / package).rglob("*.py")):
        source = path.read_text("utf-8")
        if f"def {name}(" in source:
            for node in ast.walk(ast.parse(source)):
                if isinstance(node, ast.FunctionDef) and node.name == name:
                    yield path, ast.get_source_segment(source, node) or ""


@pytest.mark.parametrize("number", range(len(MUTANTS)), ids=[f"{m.function}: {m.error}" for m in MUTANTS])
def test_an_error_in_a_central_function_is_found_by_its_tests(checkout: Path, number: int) -> None:
    mutant = MUTANTS[number]
    path, function = find_function(checkout, mutant)
    original = path.read_text("utf-8")
    path.write_text(original.replace(function, function.replace(mutant.text, mutant.error)), "utf-8")
    os.utime(path, (number, number))  # no compiled file of another moment is taken for this one's
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-qx", "-p", "no:cacheprovider", "--no-cov", f"tests/{mutant.tests}"],
            cwd=checkout,
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        path.write_text(original, "utf-8")
    assert done.returncode == 1, f"survived: {done.stdout[-2000:]}{done.stderr[-500:]}"
