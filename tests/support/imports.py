"""What our modules import, read from their source."""

import ast
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.support.paths import ROOT

PACKAGES = ("claims", "reconcile", "tui")


@dataclass(frozen=True)
class Import:
    """One import of a module: what it names, and where."""

    module: str
    target: str
    line: int
    at_load: bool
    """Whether importing the module runs it: it is in no function and not for type checkers only."""

    @property
    def place(self) -> str:
        path = module_files()[self.module]
        return f"{path.relative_to(ROOT)}:{self.line}"


@functools.cache
def module_files() -> dict[str, Path]:
    """Return the files of all our modules by dotted name."""
    files = [path for name in PACKAGES for path in sorted((ROOT / name).rglob("*.py"))]
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in files}


@functools.cache
def syntax(module: str) -> ast.Module:
    return ast.parse(module_files()[module].read_text("utf-8"))


@functools.cache
def nodes(module: str) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(syntax(module)))


@functools.cache
def imports_of(module: str) -> tuple[Import, ...]:
    return tuple(_read_imports(module, syntax(module).body, at_load=True))


def _read_imports(module: str, statements: list[ast.stmt], *, at_load: bool) -> Iterator[Import]:
    for node in statements:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(module, alias.name, node.lineno, at_load)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno} imports relatively; name the package"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield Import(module, inner if inner in module_files() else str(node.module), node.lineno, at_load)
        else:
            later = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or (
                isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
            )
            parts = [node, *getattr(node, "handlers", ()), *getattr(node, "cases", ())]
            for part in parts:
                for field in ("body", "orelse", "finalbody"):
                    yield from _read_imports(module, getattr(part, field, []), at_load=at_load and not later)


def is_ours(module: str) -> bool:
    return module.partition(".")[0] in PACKAGES
