"""`variorum --help` against `import typer`: `python -m tests.benchmarks.bench_help [ROUNDS]`.

Both start a fresh interpreter; the rounds go side by side and the medians are compared.
"""

import statistics
import subprocess
import sys
import time

TARGET = 2.5


def run(arguments: list[str]) -> float:
    """Seconds that a fresh interpreter takes."""
    started = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def main() -> None:
    """Print both medians and their ratio."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 21
    helps: list[float] = []
    imports: list[float] = []
    for _ in range(rounds):
        helps.append(run(["-m", "tui.cli.main", "--help"]))
        imports.append(run(["-c", "import typer"]))
    shown, imported = statistics.median(helps), statistics.median(imports)
    print(f"variorum --help: {shown * 1000:.0f} ms; import typer: {imported * 1000:.0f} ms")
    print(f"ratio {shown / imported:.2f} (target at most {TARGET})")


if __name__ == "__main__":
    main()
