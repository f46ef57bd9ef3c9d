"""What runs in a process of its own: reads numbers of items, answers with their lines of the queue."""

import gc
import json
import pickle
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from claims.errors import VariorumError
from claims.store.dossier import Summary
from tui.services.workspace import Workspace


def serve(path: str) -> None:
    """Answer each line of standard input, a list of row numbers, until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it ends it
    gc.freeze()
    with Workspace(Path(path)) as workspace:
        for line in sys.stdin.buffer:
            pickle.dump(_compute(workspace, json.loads(line)), sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
            sys.stdout.flush()


def _compute(workspace: Workspace, numbers: Sequence[int]) -> list[Summary] | None:
    """Return the lines of items; None where one cannot be computed, of which the caller then finds the reason."""
    try:
        return list(workspace.summaries_at(numbers))
    except VariorumError:
        return None
