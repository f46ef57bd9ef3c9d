"""Say whether others have recorded something in an open dossier, at the cost of a look at its file's counter."""

import contextlib
import sqlite3
import threading
from pathlib import Path
from typing import Final

from claims.store.operations.maintenance import Upkeep
from claims.store.server import Listener
from claims.store.tables.first_lines import file_uri

_PATIENCE_S: Final = 0.0
"""A look waits for nobody: while somebody commits there is nothing new to see yet."""


class FileCounter:
    """Counts what others commit to a SQLite file, without reading it; threads may share it."""

    def __init__(self, path: Path) -> None:
        """Prepare; the file is opened when it is asked first."""
        self._path = path
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    def read(self) -> int | None:
        """Return a number that is another after each commit; None while it cannot be told."""
        with self._lock, contextlib.suppress(sqlite3.Error):
            if self._connection is None:
                self._connection = sqlite3.connect(
                    file_uri(self._path, "ro"), uri=True, check_same_thread=False, timeout=_PATIENCE_S
                )
            return int(self._connection.execute("PRAGMA data_version").fetchone()[0])
        return None

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = None


class Watching(Upkeep):
    """A dossier that says how much others have recorded."""

    _counter: FileCounter | Listener | None = None
    _counted: int | None = None
    _elsewhere = 0

    def recorded_elsewhere(self) -> int:
        """Return how many entries are not this open dossier's own: another number once others have recorded something.

        Where nobody has committed since the last call it is the number of that call, and no table is read.
        """
        if self._counter is None:
            self._counter = Listener(self.path) if self._on_server else FileCounter(self._working)
        count = self._counter.read()
        if count is not None and count != self._counted:
            self._elsewhere = self.newest() - self._appended
            self._counted = count
        return self._elsewhere

    def close(self) -> None:
        """Let go of the file, the counter included."""
        if self._counter is not None:
            self._counter.close()
        super().close()
