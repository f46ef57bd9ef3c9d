"""Random redactions, each checked in bare Python; `python -m tests.benchmarks.bench_redaction [COUNT] [SEED]`.

Of a dossier with names in every kind of entry, some names, quotes and statements are taken out at random, and packed.
One process without any library, `python3 -I -S`, checks every package with the `verify.py` of the first against the
checkpoint of the whole dossier. In each package the names are looked for as bytes, and each digest that a name in one
of the places where it stood would give: those of fields, texts, ids and bodies.
"""

import hashlib
import itertools
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from claims.identity import digest
from claims.models import MentionRecord, Redaction
from claims.proof.openings import SEEDED
from claims.proof.package import pack_entry
from claims.redactions import Selection
from claims.store.dossier import Dossier
from claims.store.ledger import Entry
from tests.support.command_line import command
from tests.support.packages import make_decision, relist
from tests.support.store_builders import make_article, make_claim

NAMES = ("Mira Solberg", "Jon Varga", "Tomas Hale", "Ana Roe", "Lea Brandt")
_CHECK = """
import importlib.util, json, pathlib, sys
spec = importlib.util.spec_from_file_location("verify", sys.argv[1])
verify = importlib.util.module_from_spec(spec)
sys.modules["verify"] = verify
spec.loader.exec_module(verify)
program = pathlib.Path(sys.argv[1]).read_bytes()
against = [verify.parse_checkpoint(pathlib.Path(sys.argv[2]).read_text())]
for line in sys.stdin:
    with verify.Package(pathlib.Path(line.rstrip("\\n"))) as package:
        verdict = verify.check_package(package, against, None, program)
    print(json.dumps(verify.as_json(verdict)), flush=True)
"""


class Outcome(NamedTuple):
    """What came of it."""

    packages: int
    verified: int
    names_found: int
    guesses_confirmed: int
    guesses: int
    fields: int
    """Taken out, in all packages."""


class _UndoneError(Exception):
    """Undoes what was done to see what it gives."""


def build(path: Path) -> None:
    """Make the dossier."""
    order = {"id": "e" * 32, "action": "begin", "reviewer": "Ada", "decided_at": "2031-03-04T10:00:00Z"}
    with Dossier(path, create=True) as store:
        store.begin_salting(Redaction.model_validate(order))
        claims = []
        for number, name in enumerate(NAMES):
            other = NAMES[number - 1]
            text = f"At quay {number} there were {number + 3} dead, {name} said. {other} was there. Rain fell."
            article = make_article(text, name=f"{number}.txt", publisher=f"Post {number}", title=f"{other} asked")
            claims.append(make_claim(article, f"{number + 3} dead", str(number + 3), subject="quay", chain=[name]))
            store.add_articles([article], claims[-1:])
            store.add_mentions([MentionRecord(article=article.id, key="main", subject="quay", main=True)])
        store.extend_vocabulary({"actors": {NAMES[0]: {"aliases": ["M. S."]}}})
        seen, before = sorted(claim.id for claim in claims), None
        for letter, claim, name in zip("abcd", claims, NAMES, strict=False):
            told = {"assertion": claim.id, "seen": seen, "based_on": before, "rationale": f"{name} saw it."}
            store.decide(make_decision(letter, "accept", **told))
            before = letter * 32


def choose(chance: random.Random, ids: list[str]) -> Selection:
    """Choose what is to go."""
    names = tuple(sorted(chance.sample(NAMES, chance.randint(1, 3))))
    quotes, statements = (frozenset(chance.sample(ids, chance.choice((0, 0, 1, 2)))) for _ in range(2))
    return Selection(names, quotes, statements, chance.random() < 0.1)


def take_out(store: Dossier, selection: Selection) -> tuple[list[Entry], int]:
    """Return the entries as they are without the selection, and how many fields are gone; the dossier stays."""
    entries: list[Entry] = []
    fields = 0
    try:
        with store._writing() as connection:
            fields = sum(store._take_out(connection, selection).kinds.values())
            entries += [Entry(*row) for row in connection.exec_driver_sql("SELECT * FROM ledger ORDER BY seq")]
            raise _UndoneError
    except _UndoneError:
        return entries, fields


def write_package(folder: Path, entries: Iterable[Entry]) -> None:
    """Put other entries and texts into an unpacked package."""
    shutil.rmtree(folder / "texts")
    (folder / "texts").mkdir()
    lines = []
    for entry in entries:
        content = json.loads(entry.body)
        if entry.kind == "article":
            (folder / "texts" / f"{content['text_sha256']}.txt").write_bytes(content["text"].encode())
        lines.append(pack_entry(*entry))
    (folder / "ledger.jsonl").write_bytes(b"".join(lines))
    relist(folder)


def guesses(entries: Iterable[Entry], name: str) -> Iterator[str]:
    """Yield the digests by which somebody who knows all the rest would try a name."""
    for entry in entries:
        if name.encode() in entry.body:
            if entry.kind not in SEEDED:
                yield entry.id.hex()
            yield hashlib.sha256(entry.body).hexdigest()
            for field, value in json.loads(entry.body).items():
                if name not in json.dumps(value):
                    continue
                yield from (digest(value), digest([field, value]), digest({field: value}))
                if isinstance(value, str):
                    yield hashlib.sha256(value.encode()).hexdigest()


def run(count: int, seed: int = 1) -> Outcome:
    """Take out, pack and check so many times."""
    chance, verified, found, confirmed, tried, taken = random.Random(seed), 0, 0, 0, 0, 0
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary)
        path, base, sealed = home / "d.variorum", home / "p", home / "sealed"
        build(path)
        for line in (["audit", "export", str(home / "p.zip")], ["audit", "seal", str(sealed)]):
            assert command("--dossier", path, *line) == 0
        with zipfile.ZipFile(home / "p.zip") as archive:
            archive.extractall(base)
        for each in base.iterdir():  # the computed files are not looked into here, and hold names
            if each.suffix in {".md", ".html", ".jsonld", ".provn"} or each.name in {
                "report.json",
                "provenance.json",
                "ro-crate-metadata.json",
            }:
                each.write_text("")
        checker = subprocess.Popen(
            [sys.executable, "-I", "-S", "-B", "-c", _CHECK, base / "verify.py", sealed],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert checker.stdin is not None
        assert checker.stdout is not None
        with Dossier(path) as store, checker:
            whole, ids = list(store.entries()), [one.id for one in store.assertions()]
            by_name = {name: set(guesses(whole, name)) for name in NAMES}
            ledger = (base / "ledger.jsonl").read_text()
            assert all(any(guess in ledger for guess in by_name[name]) for name in NAMES)  # what is there, is guessed
            for _ in range(count):
                selection = choose(chance, ids)
                entries, fields = take_out(store, selection)
                write_package(base, entries)
                checker.stdin.write(f"{base}\n")
                checker.stdin.flush()
                verdict = json.loads(checker.stdout.readline())
                verified += verdict["intact"] and sum(each["entries"] for each in verdict["redacted"]) == fields
                parts = [file.read_bytes() for file in base.rglob("*") if file.is_file() and file.name != "verify.py"]
                data = b"".join(parts) + " ".join(file.name for file in base.rglob("*")).encode()
                attempts = set(itertools.chain.from_iterable(by_name[name] for name in selection.names))
                found += sum(name.encode() in data for name in selection.names)
                confirmed += sum(attempt.encode() in data for attempt in attempts)
                tried, taken = tried + len(attempts), taken + fields
            checker.stdin.close()
    return Outcome(count, verified, found, confirmed, tried, taken)


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]]
    started = time.perf_counter()
    print(run(*given) if given else run(10_000), f"{time.perf_counter() - started:.0f} s")
