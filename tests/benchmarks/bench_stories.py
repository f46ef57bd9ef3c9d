"""How whole the stories of a set stay: `python -m tests.benchmarks.bench_stories FOLDER`.

The folder holds `articles.jsonl` and `same_event.jsonl` (document, story). The articles are added and read on disk; an
article is of the event that it mainly reports. Printed are the stories that are wholly one event, the events that hold
two stories, B-cubed F1, and why the reports that stand outside the largest part of their story do.
"""

import contextlib
import io
import json
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

from claims.mentions.fingerprints import Fingerprint, read_fingerprint
from claims.store.dossier import Dossier
from reconcile.events.points import name_days
from tests.benchmarks.bench_events import read_articles
from tests.support.store_builders import make_article
from tui.cli.commands.extract import run_extraction

SHORT = 300
"""Characters of a report that tells next to nothing."""
FAR = 30
"""Days between reports of which one is likely to tell of something later."""
MENDED = 2
"""Names that two reports need in common, for names to join them."""


def find_main_events(folder: Path) -> dict[str, str]:
    """Return the event of each document that is read into a fresh dossier."""
    with tempfile.TemporaryDirectory(prefix="variorum-bench-") as scratch:
        path = Path(scratch) / "stories.variorum"
        with Dossier(path, create=True) as store:
            read = [
                make_article(a.text, name=a.name, title=a.title, publisher=a.publisher, published=a.published)
                for a in read_articles(folder / "articles.jsonl")
            ]
            store.add_articles(read)
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            run_extraction(path, [])
        with Dossier(path) as store:
            names = {article.id: article.name for article in read}
            return {names[record.article]: record.subject for record in store.mentions() if record.main}


def find_reason(stray: str, rest: set[str], texts: dict[str, str], traces: dict[str, Fingerprint]) -> str:
    """Return the kind of reason for which a report is outside the largest part of its story."""
    if len(texts[stray]) < SHORT:
        return "short report"
    days = name_days(traces[stray])
    others = {day for article in rest for day in name_days(traces[article])}
    if days and others and min(abs(one - two) for one in days for two in others) > FAR:
        return "days far apart"
    shared = [len(traces[stray].names & traces[article].names) for article in rest]
    if sum(shared) < MENDED * len(shared):
        return "hardly a name in common"
    return "no day in one of them" if not days or not others else "something else"


def print_stories(folder: Path) -> None:
    """Print the figures of a set."""
    rows = map(json.loads, (folder / "same_event.jsonl").read_text("utf-8").splitlines())
    story_of = {row["doc"]: row["cluster"] for row in rows}
    found = find_main_events(folder)
    event_of = {doc: found.get(doc, f"alone {doc}") for doc in story_of}
    stories, events = defaultdict(set), defaultdict(set)
    for doc, story in story_of.items():
        stories[story].add(doc)
        events[event_of[doc]].add(doc)
    whole = sum(len({event_of[doc] for doc in docs}) == 1 for docs in stories.values())
    mixed = sum(len({story_of[doc] for doc in docs}) > 1 for docs in events.values())
    common = {doc: len(stories[story_of[doc]] & events[event_of[doc]]) for doc in story_of}
    precision = sum(n / len(events[event_of[doc]]) for doc, n in common.items()) / len(story_of)
    recall = sum(n / len(stories[story_of[doc]]) for doc, n in common.items()) / len(story_of)
    print(f"{whole} of {len(stories)} stories are wholly one event, {mixed} events hold two stories")
    print(f"{len(events)} events, B3 {200 * precision * recall / (precision + recall):.1f}")
    articles = read_articles(folder / "articles.jsonl")
    texts, traces = {a.id: a.text for a in articles}, {a.id: read_fingerprint(a) for a in articles}
    reasons: Counter[str] = Counter()
    for docs in stories.values():
        parts = Counter(event_of[doc] for doc in docs)
        largest = min(parts, key=lambda event: (-parts[event], event))
        rest = {doc for doc in docs if event_of[doc] == largest}
        reasons.update(find_reason(doc, rest, texts, traces) for doc in docs - rest)
    for reason, count in reasons.most_common():
        print(f"{count:>5} reports outside the largest part of their story: {reason}")


if __name__ == "__main__":
    print_stories(Path(sys.argv[1]))
