"""One more article meets its block: the same answers as against the whole dossier, and the same tables by any road."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest

from claims.mentions.fingerprints import read_fingerprint
from claims.mentions.terms import CROWDED
from claims.models import Article, MentionRecord
from claims.store.dossier import Dossier
from claims.vocabulary.loading import builtin_vocabulary
from reconcile.events import Mention, find_events
from tests.support.store_builders import make_article
from tui.services.neighbours import Neighbours, load_neighbours

WORDS = builtin_vocabulary()
TOWNS = ("Varnholm", "Eskleby", "Dunmarra", "Quillstad", "Obrevac", "Tarnfelt", "Hestwick", "Mulgarra")


def make_articles(count: int) -> list[Article]:
    """Two papers on each fire; every town has many fires, and the fire chief speaks in all."""
    articles = []
    for number in range(count):
        fire, paper = divmod(number, 2)
        town, owner = TOWNS[fire % len(TOWNS)], f"Okander{chr(97 + fire % 26)}{chr(97 + fire // 26)}"
        text = (
            f"A fire in {town} destroyed the {owner} Mill, Chief Brandulf said. "
            f"{owner} Holdings lost its {'looms' if paper else 'stores'} in the blaze. Report {number}."
        )
        day = f"2031-{1 + fire // 20:02}-{1 + fire % 20 + paper:02}"
        title = f"Fire at {owner} Mill"
        articles.append(
            make_article(text, name=f"{number:04}.txt", publisher=f"Paper {paper}", published=day, title=title)
        )
    return articles


def main_mention(article: Article) -> Mention:
    return Mention(article.id, "main", "", None, None, (), frozenset(), main=True, trace=read_fingerprint(article))


def passing(article: Article, town: str) -> MentionRecord:
    low, high = "2030-05-04T00:00:00", "2030-05-04T23:59:59"
    return MentionRecord(article=article.id, key="p", subject=f"{town}-flood", kind="flood", low=low, high=high,
                         places=(town,), figures=(("killed", "", 7),))  # fmt: skip


def fill(path: Path, articles: Sequence[Article], *, slices: int = 1) -> None:
    """Make a dossier in which every article is read, each pair under one event."""
    with Dossier(path, create=True) as store:
        store.add_articles(articles)
        records = [
            MentionRecord(article=article.id, key="main", subject=f"fire-{int(article.name[:4]) // 2}", main=True)
            for article in articles
        ]
        records += [passing(article, TOWNS[n % 3]) for n, article in enumerate(articles[:60])]
        for n in range(slices):
            store.add_mentions(records[n::slices])


def near(path: Path, fresh: Article) -> tuple[Neighbours, Mention]:
    with Dossier(path) as store:
        return load_neighbours(store, [main_mention(fresh)], [fresh.id], store.vocabulary()), main_mention(fresh)


@pytest.mark.whole
def test_an_article_added_joins_from_its_block_what_it_joins_in_the_whole(tmp_path: Path) -> None:
    articles = make_articles(240)
    for left_out in (1, 77, 120, 239):
        fresh, known = articles[left_out], articles[:left_out] + articles[left_out + 1 :]
        path = tmp_path / f"{left_out}.variorum"
        fill(path, known)
        block, mention = near(path, fresh)
        part = find_events((*block.mentions, mention), WORDS, counts=block.counts)
        whole = find_events(map(main_mention, articles), WORDS)
        joined = [
            {a for a, key in event.mentions if key == "main"}
            for events in (part, whole)
            for event in events
            if (fresh.id, "main") in event.mentions
        ]
        assert joined[0] == joined[1] == {articles[left_out - left_out % 2 + n].id for n in (0, 1)}
        assert len(block.mentions) < 20


def test_the_counts_of_a_block_are_those_of_the_dossier(tmp_path: Path) -> None:
    articles = make_articles(120)
    fill(tmp_path / "d.variorum", articles[:-1])
    block, _ = near(tmp_path / "d.variorum", articles[-1])
    assert block.counts.names.articles == 120
    assert block.counts.names.counts["brandulf"] == 120


@pytest.mark.parametrize(("articles", "whole"), [(CROWDED, True), (CROWDED + 2, False)])
def test_all_of_a_small_dossier_are_neighbours(tmp_path: Path, articles: int, whole: bool) -> None:
    every = make_articles(articles)
    fill(tmp_path / "d.variorum", every[:-1])
    block, _ = near(tmp_path / "d.variorum", every[-1])
    main = {mention.article for mention in block.mentions if mention.main}
    assert (main == {article.id for article in every[:-1]}) is whole


def tables(path: Path) -> list[list[tuple[object, ...]]]:
    with sqlite3.connect(path) as connection:
        orders = ("SELECT * FROM terms ORDER BY 1", "SELECT term, article, key FROM mention_terms m JOIN mentions n "
                  "ON n.seq = m.mention ORDER BY 1, 2, 3")  # fmt: skip
        found = [connection.execute(sql).fetchall() for sql in orders]
    connection.close()
    return found


def test_terms_are_the_same_however_many_mentions_came_at_once(tmp_path: Path) -> None:
    articles = make_articles(120)
    fill(tmp_path / "one.variorum", articles)
    fill(tmp_path / "many.variorum", articles, slices=7)
    assert tables(tmp_path / "one.variorum") == tables(tmp_path / "many.variorum")
    terms = {row[0]: row[1] for row in tables(tmp_path / "one.variorum")[0]}
    listed = {row[0] for row in tables(tmp_path / "one.variorum")[1]}
    assert terms["nbrandulf"] == 120 > CROWDED
    assert terms["k2030-05 figure killed 7"] == 60
    assert not {"nbrandulf", "k2030-05 figure killed 7"} & listed
    assert {"nvarnholm", "k2030-05 place Varnholm"} <= listed


def test_terms_follow_the_ledger_also_where_places_were_moved(tmp_path: Path) -> None:
    path = tmp_path / "d.variorum"
    fill(path, make_articles(40))
    with Dossier(path) as store:
        store.extend_vocabulary({"places": {"Varnholm": {"within": "Eastland"}}})
        assert store.check_tables() == []
        assert [m for m in store.find_mentions(["k2030-05 place Eastland"]) if m.scanty]
        store.rebuild()
        assert store.check_tables() == []


def test_an_older_dossier_gets_its_terms_when_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "d.variorum"
    fill(path, make_articles(60))
    waiting = make_article("Nobody has read this.", name="waiting.txt")
    with Dossier(path) as store:
        store.add_articles([waiting])
    before = tables(path)
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM migrations WHERE number >= 8")
        connection.execute("DROP TABLE terms")
        connection.execute("DROP TABLE mention_terms")
        connection.execute("DROP TABLE unread_articles")
    connection.close()
    with Dossier(path) as store:
        assert store.check_tables() == []
        assert store.unread_articles() == [waiting.id]
    assert tables(path) == before
