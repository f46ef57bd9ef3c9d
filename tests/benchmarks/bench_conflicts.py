"""What `conflicts --format json` costs as a dossier grows: first line, processor time for each conflict, peak memory.

Every item is in conflict, with two statements, and all states are known. Each list is read by a fresh process whose
output is counted; memory is the most that process held at once. Run it as
`python -m tests.benchmarks.bench_conflicts [SIZE ...]`. The targets at 100,000 conflicts: 200 MB, the first line within
a second, 2 ms a conflict.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.support.store_builders import make_dossier
from tui.services.workspace import Workspace

SIZES = (1_000, 10_000)
RUN = """
import sys, pathlib
from tui.cli.main import main
try:
    main(sys.argv[1:])
finally:
    status = pathlib.Path("/proc/self/status").read_text()
    sys.stderr.write(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))
"""
"""The command, which says at its end how much memory it held at most: what `wait` says includes its parent's."""


def measure(dossier: Path, *arguments: str) -> tuple[float, float, float, int]:
    """Return seconds to the first byte, processor seconds, peak megabytes and bytes written by a command."""
    started = time.perf_counter()
    command = [sys.executable, "-c", RUN, "--dossier", str(dossier), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        size = len(process.stdout.read(1))
        first = time.perf_counter() - started
        while part := process.stdout.read(1 << 20):
            size += len(part)
        peak = int(process.stderr.read().split()[-1]) / 1024
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
    return first, usage.ru_utime + usage.ru_stime, peak, size


def main() -> None:
    """Print the figures at each size, the whole list and its first page."""
    sizes = tuple(map(int, sys.argv[1:])) or SIZES
    print(f"{'conflicts':>10}{'first line, s':>15}{'CPU s':>9}{'ms each':>9}{'peak MB':>9}{'MB written':>12}")
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            path = make_dossier(Path(folder) / f"{size}.variorum", size)
            with Workspace(path) as workspace:
                workspace.refresh()
            for options in ((), ("--limit", "20")):
                first, seconds, peak, written = measure(path, "conflicts", "--format", "json", *options)
                count = min(size, int(options[1])) if options else size
                each = seconds / count * 1000
                print(f"{count:10,}{first:15.2f}{seconds:9.2f}{each:9.2f}{peak:9.0f}{written / 1e6:12.1f}", flush=True)


if __name__ == "__main__":
    main()
