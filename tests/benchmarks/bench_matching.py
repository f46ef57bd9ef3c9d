"""Matching events beside Splink: `python -m tests.benchmarks.bench_matching [ROWS] [PYTHON]`, or `nox -s matching`.

Two data sets of the same invented events: half of each are in both, days and figures off by a little here and there.
Ours are the rows of one matched with those of the other as `variorum add TABLE --as` does it (`reconcile.events`), the
blocks included. Splink, in an environment of its own, links the same two tables: blocks of a month and a place, day,
kind and dead compared, trained by its own estimators, not clustered. Both are timed without reading files, in seconds
of the processor over all threads; each pair told is counted as right or wrong by the event that its rows are of.
"""

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from claims.mentions.terms import row_key
from claims.vocabulary.loading import builtin_vocabulary
from reconcile.events import Mention
from reconcile.events.matching import match_rows

ROUNDS = 3
KINDS = ("clash", "attack", "explosion", "protest", "riot")


def made_events(count: int) -> Iterator[dict[str, Any]]:
    """Yield invented events, over ten years and a thousand towns."""
    source = random.Random(1)
    for number in range(count):
        day = date(2015, 1, 1) + timedelta(source.randrange(3_650))
        yield {"event": number, "day": day, "place": f"Town {source.randrange(1_000)}", "kind": source.choice(KINDS),
               "dead": source.randrange(40)}  # fmt: skip


def made_table(name: str, events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows of a data set that has three quarters of the events, with errors of its own."""
    source = random.Random(name)
    rows = []
    for event in source.sample(events, len(events) * 3 // 4):
        day = event["day"] + timedelta(source.random() < 0.05)
        dead = max(0, event["dead"] + (source.randrange(-2, 3) if source.random() < 0.3 else 0))
        kind = source.choice(KINDS) if source.random() < 0.02 else event["kind"]
        rows.append({**event, "id": f"{name}{event['event']}", "day": day.isoformat(), "dead": dead, "kind": kind})
    return rows


def mention_of(row: dict[str, Any], name: str) -> Mention:
    """Return the mention that a row becomes."""
    low, high = f"{row['day']}T00:00:00", f"{row['day']}T23:59:59"
    figures = frozenset({("killed", "total", row["dead"])})
    return Mention(row["id"], row_key(name), row["kind"], low, high, (row["place"],), figures, main=False)


def run_ours(one: list[dict[str, Any]], two: list[dict[str, Any]]) -> tuple[float, list[tuple[str, str]]]:
    """Return the seconds that matching takes, and the pairs told."""
    vocabulary = builtin_vocabulary()
    known, rows = [mention_of(row, "one") for row in one], [mention_of(row, "two") for row in two]
    assert vocabulary.place_name("Nepal")  # the gazetteer is read once a process
    started = time.process_time()
    pairs = match_rows(rows, known, {mention.id: mention.article for mention in known}, vocabulary)
    return time.process_time() - started, [(row[0], event) for row, event in pairs.items()]


SPLINK = """
import json, sys, time, warnings
warnings.filterwarnings("ignore")
import pandas, splink, duckdb
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
import splink.comparison_library as cl
import logging
logging.disable(logging.CRITICAL)
one, two = (pandas.DataFrame(rows) for rows in json.load(open(sys.argv[1])))
for frame in (one, two):
    frame["month"] = frame["day"].str[:7]
    frame["unique_id"] = frame["id"]
settings = SettingsCreator(
    link_type="link_only",
    blocking_rules_to_generate_predictions=[block_on("month", "place")],
    comparisons=[
        cl.AbsoluteDateDifferenceAtThresholds("day", input_is_string=True, metrics=["day", "day"], thresholds=[1, 7]),
        cl.ExactMatch("kind"),
        cl.ExactMatch("dead"),
    ],
)
started = time.process_time()
api = DuckDBAPI()
tables = [api.register(frame, dataset_display_name=name) for frame, name in ((one, "one"), (two, "two"))]
linker = Linker(tables, settings)
linker.training.estimate_probability_two_random_records_match([block_on("day", "place", "kind")], recall=0.8)
linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
linker.training.estimate_parameters_using_expectation_maximisation(block_on("month", "place"))
trained = time.process_time()
told = linker.inference.predict(threshold_match_probability=0.5).as_pandas_dataframe()
ended = time.process_time()
pairs = [sorted(pair) for pair in zip(told["unique_id_l"], told["unique_id_r"])]
print(json.dumps({"all": ended - started, "predict": ended - trained, "version": splink.__version__, "pairs": pairs}))
"""


def run_splink(python: str, tables: Path) -> dict[str, Any]:
    """Return what Splink says of its run."""
    done = subprocess.run([python, "-c", SPLINK, str(tables)], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"Splink cannot be run by {python}: {done.stderr[-600:]}")
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def describe(pairs: list[tuple[str, str]]) -> str:
    """Return how many pairs are of one event."""
    right = sum(one[3:] == two[3:] for one, two in pairs)
    return f"{len(pairs):,} pairs, {right:,} of one event"


def main() -> None:
    """Print seconds for each record and what was told, ours and Splink's."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    events = list(made_events(count))
    one, two = made_table("one", events), made_table("two", events)
    both = len({row["event"] for row in one} & {row["event"] for row in two})
    records = len(one) + len(two)
    print(f"{records:,} records; {both:,} events are in both")
    seconds, pairs = min((run_ours(one, two) for _ in range(ROUNDS)), key=lambda run: run[0])
    print(f"ours: {1e6 * seconds / records:.1f} us a record; {describe(pairs)}")
    if len(sys.argv) < 3:
        print("no interpreter that has splink was named: no ratio; `nox -s matching` makes one")
        return
    with tempfile.TemporaryDirectory(prefix="variorum-bench-") as folder:
        tables = Path(folder) / "tables.json"
        tables.write_text(json.dumps([one, two], default=str))
        runs = [run_splink(sys.argv[2], tables) for _ in range(ROUNDS)]
    best = min(runs, key=lambda run: run["all"])
    pairs = [(second, first) for first, second in best["pairs"]]
    print(
        f"Splink {best['version']}, trained and asked: {1e6 * best['all'] / records:.1f} us a record; {describe(pairs)}"
    )
    print(f"Splink, asked alone: {1e6 * min(run['predict'] for run in runs) / records:.1f} us a record")
    print(
        f"ratio {seconds / best['all']:.2f} with its training, {seconds / min(r['predict'] for r in runs):.2f} without"
    )


if __name__ == "__main__":
    main()
