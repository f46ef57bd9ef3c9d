"""How much is read until a conflict is understood: `python -m tests.benchmarks.bench_reading [DOSSIER...]`.

For 30 conflicts, the most important first, the lines and characters on the conflict screen, from its top, until every
competing value has been seen together with each of its independent origins; at 120 x 36 and 80 x 24. Without dossiers,
three are made of the articles in VARIORUM_CORPUS: the five seeds, one earthquake, and shootings told by three outlets.
Target: at most 24 lines each.
"""

import asyncio
import contextlib
import io
import json
import re
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from textual.pilot import Pilot
from textual.widget import Widget

from claims.articles import build_article
from claims.findings import Finding
from claims.intake import read_documents
from claims.store.tables.queue import ItemFilter
from reconcile.items.item import Item
from reconcile.items.values import competing_groups
from tests.support.paths import CORPUS
from tests.support.pilot import until
from tests.support.seeds import DATES, PUBLISHERS
from tui.cli.commands.extract import run_extraction
from tui.review.app import ReviewApp
from tui.review.screens.conflict import ConflictScreen
from tui.review.screens.evidence import Evidence
from tui.services.workspace import Workspace

CONFLICTS = 30
SIZES = ((120, 36), (80, 24))
OUTLETS, INCIDENTS = 3, 30
READ = "#heading, .card, #statements, #more"
"""What of a conflict screen tells values with who gives them."""
VALUE_KNOWN_BY, SOURCE_KNOWN_BY = 24, 4
"""Characters by which a value and a source are known again where they are cut or wrapped; names lose their middle."""

Key = tuple[str, str]


@dataclass
class Reading:
    """What was on screen of one conflict while it was read downwards, by line."""

    lines: dict[int, str] = field(default_factory=dict)
    parts: dict[Widget, dict[int, str]] = field(default_factory=dict)
    """The lines of each part that tells values."""

    def line_of(self, value: str, origin: str) -> int | None:
        """Return the first line by which both have been seen in one part."""
        found = [max(a, b) for part in self.parts.values() if (a := _find(value, part)) and (b := _find(origin, part))]
        return min(found, default=None)


def _find(words: str, part: dict[int, str]) -> int | None:
    pattern = re.compile(rf"(?<![\w.,-]){re.escape(words)}{'(?![0-9])' if words.isdigit() else ''}", re.IGNORECASE)
    return next((number for number, text in sorted(part.items()) if pattern.search(text)), None)


def wanted_of(item: Item) -> list[tuple[str, str]]:
    """Return each competing value, as it begins, with each of its independent origins."""
    wanted = []
    for group in competing_groups(item):
        words = re.sub(r" \(.*", "", group.value.removeprefix("not "))[:VALUE_KNOWN_BY]
        if group.members[0].assertion.value.kind == "count" and (figure := re.search(r"[0-9][0-9,]*", words)):
            words = figure[0]
        wanted += [
            (words, origin[:SOURCE_KNOWN_BY]) for origin in dict.fromkeys(member.origin for member in group.members)
        ]
    return wanted


def look(app: ReviewApp, screen: ConflictScreen, reading: Reading) -> None:
    """Keep the lines that are on screen now."""
    body = screen.query_one(Evidence)
    above = round(body.scroll_y)
    strips = [strip.text for strip in screen._compositor.render_strips()]
    for number, text in enumerate(strips, start=1):
        reading.lines.setdefault(number + above, text)
    for part in screen.query(READ):
        place = part.region.intersection(body.region)
        lines = reading.parts.setdefault(part, {})
        for y in range(place.y, place.bottom):
            lines.setdefault(y + 1 + above, strips[y][place.x : place.right])


async def read_conflict(app: ReviewApp, pilot: Pilot[int], key: Key) -> tuple[int, int]:
    """Return the lines and characters of one conflict until its values have been seen, reading on down the screen."""
    app.navigator.open_item(key)
    await until(pilot, lambda: isinstance(app.screen, ConflictScreen) and app.screen.item is not None)
    await app.workers.wait_for_complete()
    await pilot.pause()
    screen = app.screen
    assert isinstance(screen, ConflictScreen)
    assert screen.item is not None
    reading, wanted = Reading(), wanted_of(screen.item)
    body = screen.query_one(Evidence)
    while True:
        look(app, screen, reading)
        lines = [reading.line_of(*each) for each in wanted]
        if None not in lines or body.scroll_y >= body.max_scroll_y:
            break
        body.scroll_relative(y=body.size.height, animate=False)
        await pilot.pause()
    if None in lines:
        print(f"not on screen of {key}: {[w for w, n in zip(wanted, lines, strict=True) if n is None]}")
    last = max((n for n in lines if n), default=0) if None not in lines else max(reading.lines)
    await pilot.press("escape")
    return last, sum(len(" ".join(text.split())) for number, text in reading.lines.items() if number <= last)


def measure(path: Path, keys: Sequence[Key], size: tuple[int, int]) -> list[tuple[int, int]]:
    """Return lines and characters for each of these conflicts of a dossier."""

    async def run() -> list[tuple[int, int]]:
        app = ReviewApp(path, "Ada")
        async with app.run_test(size=size) as pilot:
            await until(pilot, lambda: app.is_open and not app.is_comparing)
            return [await read_conflict(app, pilot, key) for key in keys]

    return asyncio.run(run())


def conflicts_of(path: Path) -> list[tuple[int, Key]]:
    """Return the conflicts of a dossier with how many statements each has, most important first."""
    with Workspace(path) as workspace:
        workspace.refresh()
        items = workspace.items(workspace.dossier.queue(ItemFilter()))
        return [(len(item.members), (item.subject, item.attribute)) for item in items if item.minimal_sets]


def seeds() -> Iterator[Path]:
    """Yield the five seed articles."""
    yield from sorted((CORPUS / "seeds").glob("*.txt"))


def quake() -> Iterator[Path]:
    """Yield fourteen reports on one earthquake."""
    yield from sorted((CORPUS / "dev" / "aceh-quake-2013").glob("*.txt"))


def shootings() -> Iterator[Path]:
    """Yield a file of reports on the shootings that most outlets tell of."""
    folder = CORPUS / "dev" / "gva"
    rows = {row["id"]: row for row in map(json.loads, (folder / "articles.jsonl").read_text("utf-8").splitlines())}
    told = [json.loads(line) for line in (folder / "same_event.jsonl").read_text("utf-8").splitlines()]
    told = [one for one in told if one["doc"] in rows]
    outlets = Counter(cluster for cluster, _ in {(one["cluster"], rows[one["doc"]]["publisher"]) for one in told})
    chosen = {cluster for cluster, count in outlets.most_common(INCIDENTS) if count >= OUTLETS}
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as part:
        part.writelines(json.dumps(rows[one["doc"]]) + "\n" for one in told if one["cluster"] in chosen)
        part.flush()
        yield Path(part.name)


def make_dossier(path: Path, files: Callable[[], Iterator[Path]]) -> Path:
    """Make a dossier of articles with what is proposed from them."""
    with Workspace(path, create=True) as workspace:
        for file in files():
            for document in read_documents([file]):
                if not isinstance(document, Finding):
                    date, publisher = DATES.get(document.name), PUBLISHERS.get(document.name[:3])
                    workspace.dossier.add_articles([build_article(document, published=date, publisher=publisher)])
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        run_extraction(path, [])
    return path


def main() -> None:
    """Print lines and characters at each size."""
    with tempfile.TemporaryDirectory() as name:
        paths = [Path(argument) for argument in sys.argv[1:]]
        paths = paths or [make_dossier(Path(name) / f"{f.__name__}.variorum", f) for f in (seeds, quake, shootings)]
        chosen: list[tuple[Path, list[Key]]] = []
        for path in paths:
            left = CONFLICTS - sum(len(keys) for _, keys in chosen)
            found = conflicts_of(path)
            chosen.append((path, [key for _, key in found][:left]))
            print(f"{path.name}: {len(found)} conflicts, of {sorted((n for n, _ in found), reverse=True)} statements")
        for size in SIZES:
            read = [each for path, keys in chosen for each in measure(path, keys, size)]
            lines, signs = zip(*read, strict=True)
            print(
                f"{size[0]} x {size[1]}: {len(read)} conflicts; lines {sum(lines)}, median "
                f"{statistics.median(lines):.0f}, most {max(lines)}; characters {sum(signs):,}; {sorted(lines)}"
            )


if __name__ == "__main__":
    main()
