"""Join the modules of this folder into `verify.py`, one file that needs nothing beside it.

Each module is copied as it is, without its imports of the others, so that a reader of `verify.py` reads what `audit
verify` runs.
"""

import ast
from pathlib import Path
from typing import Final

MODULES: Final = (
    *(
        "merkle",
        "signature",
        "notes",
        "checkpoint",
        "reviewers",
        "canonical",
        "openings",
        "entries",
        "archive",
        "package",
        "verdict",
    ),
    "program",
)
"""Each imports only modules before it."""

_OPENING = '''#!/usr/bin/env python3
"""Check this package with nothing but Python 3.11 or later: `python3 -I verify.py`, `--help` for more.

What is checked: every digest, id, quote, reference and time of the ledger, the Merkle tree over it and the checkpoint
of that tree, the signatures, and that the files are those listed. Against a checkpoint kept elsewhere (`--against`)
nothing in it can have been rewritten. This file is part of the package: who could change the one could change the
other, so take it from somebody you trust, or read it.
"""

import sys

if __name__ == "__main__":  # without -I too, nothing beside this file is run, such as a json.py that was put there
    _folder = __file__.replace("\\\\", "/").rpartition("/")[0] + "/"
    _paths = sys.path if sys.flags.safe_path else sys.path[1:]
    sys.path[:] = [each for each in _paths if not (each.replace("\\\\", "/") + "/").startswith(_folder)]

'''


def build_program() -> str:
    """Return the text of `verify.py`."""
    folder = Path(__file__).parent
    return _OPENING + "\n".join(_strip_imports((folder / f"{name}.py").read_text("utf-8")) for name in MODULES)


def _strip_imports(source: str) -> str:
    lines = source.splitlines()
    for node in reversed(ast.parse(source).body):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("claims."):
            del lines[node.lineno - 1 : node.end_lineno]
    return "\n".join(lines) + "\n"
