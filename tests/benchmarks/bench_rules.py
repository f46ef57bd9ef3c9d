"""What each rule of the built-in reading gives on which sets: proposals that passed the verifier, by rule and set.

Run: python -m tests.benchmarks.bench_rules [FOLDER...]

A FOLDER is a set: articles.jsonl or sentences.jsonl (each row with a `text`), or text files with a header; by default
all below VARIORUM_CORPUS, and the labelled sentences in other languages. Rules that give nothing are named at the end.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from claims.articles import build_article
from claims.extract import propose_assertions
from claims.extract.analysis.constructions import constructions
from claims.extract.analysis.expressions import expressions
from claims.extract.counts import count_rules
from claims.extract.lexical import LexicalProposer
from claims.extract.proposals import Proposer
from claims.extract.responsibility import responsibility_rules
from claims.extract.tables import find_tables, names_of, table_languages
from claims.extract.tabular import TabularProposer
from claims.findings import Finding
from claims.intake.reading import read_documents
from claims.models import Article
from claims.vocabulary.loading import builtin_vocabulary
from tests.support.paths import CORPUS
from tests.support.register import article, read_rows
from tests.support.spanish import SENTENCES, spanish


def read_set(folder: Path) -> Iterator[Article]:
    """Yield the articles of a set."""
    for packed in (folder / "sentences.jsonl", folder / "articles.jsonl"):
        if packed.exists():
            for number, row in enumerate(read_rows(packed)):
                yield article({"id": f"{packed} {number}", "published": "2019-11-06", **row})
            return
    for document in read_documents(sorted(folder.glob("*.txt"))):
        if not isinstance(document, Finding):
            yield build_article(document)


def main() -> None:
    """Print the rules with what each gave on each set."""
    folders = [Path(name) for name in sys.argv[1:]]
    folders = folders or [CORPUS / "seeds", *sorted(path for path in (CORPUS / "dev").iterdir() if path.is_dir())]
    sets = {folder.name: list(read_set(folder)) for folder in folders}
    if not sys.argv[1:]:
        sets["spanish"] = [spanish(row["text"]) for row in SENTENCES]
    vocabulary = builtin_vocabulary()
    proposers: list[Proposer] = [LexicalProposer(), TabularProposer()]
    given: dict[str, Counter[str]] = {}
    for name, articles in sets.items():
        counts = given.setdefault(name, Counter())
        for one in track(articles, name, console=Console(stderr=True), transient=True):
            result = propose_assertions(one, vocabulary, proposers)
            counts.update(extracted.proposal.rule for extracted in result.found)
    rules = [one.name for one in constructions()] + [one.name for one in expressions()]
    rules += [*count_rules(), *responsibility_rules()]
    tables = filter(None, map(find_tables, sorted(table_languages())))
    rules += [name for each in tables for name in names_of(each.constructions)]
    total = sum(given.values(), Counter())
    table = Table("rule", "all", *given, box=None)
    for rule, count in total.most_common():
        table.add_row(rule or "(no name)", str(count), *(str(counts[rule] or "") for counts in given.values()))
    Console(width=40 + 12 * len(given)).print(table)
    idle = [rule for rule in dict.fromkeys(rules) if not total[rule]]
    print(f"{len(idle)} of {len(rules)} rules gave nothing: {', '.join(idle) or '-'}")


if __name__ == "__main__":
    main()
