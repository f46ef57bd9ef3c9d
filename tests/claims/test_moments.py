"""Which time each part of an article has: the blocks of a live blog have their own."""

from dataclasses import dataclass
from typing import Any

import pytest

from claims.claimsfile import ArticleText, ClaimsReader
from claims.extract import propose_assertions
from claims.models import Article
from claims.moments import day_at, find_moments, known_at
from claims.vocabulary.loading import builtin_vocabulary
from tests.support.builders import make_item

FALLING = "Quarry fire: live\n\n19:20 Two more found\nCrews say six died.\n\n08.05am Smoke\nFour died on Tuesday.\n"


def make(text: str, published: str | None = "2031-03-04", **changes: Any) -> Article:
    return Article(
        id="ab" * 32, name="a", text=text, published=published, text_sha256="", original_sha256="", **changes
    )


@dataclass
class Blocks:
    text: str
    published: str | None
    modified: str | None
    times: list[str]


@pytest.mark.parametrize(
    "blocks",
    [
        Blocks(FALLING, "2031-03-04", None, ["2031-03-04T19:20:00", "2031-03-04T08:05:00"]),
        Blocks(
            "14:32 GMT One\na\n\n13:10 GMT Two\nb\n",
            "2031-03-04",
            None,
            ["2031-03-04T14:32:00Z", "2031-03-04T13:10:00Z"],
        ),
        Blocks(
            "1:10 pm One\na\n\n2:32 p.m. Two\nb\n", "2031-03-04", None, ["2031-03-04T13:10:00", "2031-03-04T14:32:00"]
        ),
        Blocks(
            "23:10\nc\n\n23:50\na\n\n00:15\nb\n",
            "2031-03-04",
            "2031-03-05",
            ["2031-03-04T23:10:00", "2031-03-04T23:50:00", "2031-03-05T00:15:00"],
        ),
        Blocks("00:15\na\n\n23:50\nb\n", "2031-03-04", "2031-03-05", ["2031-03-05T00:15:00", "2031-03-04T23:50:00"]),
        Blocks(
            "10:00 One\na\n\n09:00 Two\nb\n",
            "2031-03-04T07:00:00+01:00",
            None,
            ["2031-03-04T10:00:00+01:00", "2031-03-04T09:00:00+01:00"],
        ),
        Blocks(
            "Wednesday, 5 March 2031\n10:00 One\na\n\nTuesday, 4 March 2031\n12:00 Two\nb\n",
            None,
            None,
            ["2031-03-05T10:00:00", "2031-03-04T12:00:00"],
        ),
        Blocks("10:00 One\na\n\n09:00 Two\nb\n", None, None, []),
        Blocks("At 10:00 one died.\n\nAt 11:00 two died.\n", "2031-03-04", None, []),
        Blocks("10:00 - 11:00 Mass\n12:00 - 13:00 Lunch\n", "2031-03-04", None, []),
        Blocks("3:1 was the score\n12:45 it stood\n", "2031-03-04", None, []),
        Blocks("12:45 it stood\nand nothing more.\n", "2031-03-04", None, []),
        Blocks("10:00 a\n09:00 b\n14:00 c\n07:00 d\n13:00 e\n", "2031-03-04", None, []),
    ],
    ids=lambda blocks: blocks.text[:20],
)
def test_blocks_that_open_with_the_hour_have_it(blocks: Blocks) -> None:
    assert [time for _, time in find_moments(blocks.text, blocks.published, blocks.modified)] == blocks.times


def test_what_stands_before_and_outside_of_blocks_is_as_of_the_article() -> None:
    article = make("First words.\n\n10:00 One\na\n\n09:00 Two\nb\n", modified="2031-03-04T12:00:00Z")
    assert known_at(article, 0) == "2031-03-04T12:00:00Z"
    assert known_at(article, article.text.index("Two")) == "2031-03-04T09:00:00"
    ended = make("One. Two. Three.", moments=((0, "2031-03-03T09:00:00Z"), (5, "")))
    assert [known_at(ended, at) for at in (0, 4, 5)] == ["2031-03-03T09:00:00Z", "2031-03-03T09:00:00Z", "2031-03-04"]
    assert [day_at(ended, at) for at in (0, 5)] == ["2031-03-03", "2031-03-04"]


def test_a_live_blog_does_not_contradict_itself() -> None:
    text = (
        "Quarry fire: live\n\n19:20 Toll rises to six\nThe fire service says six people have died.\n\n"
        "12:40 Four dead\nThe mayor says four people have died.\n\n"
        "10:05 Fire\nAt least two people died in a fire in Lorne on Tuesday, police said.\n"
    )
    found = [a for a in propose_assertions(make(text), builtin_vocabulary()).assertions if a.attribute == "killed"]
    assert {(getattr(a.value, "low", None), a.as_of) for a in found} == {
        (6, "2031-03-04T19:20:00"),
        (4, "2031-03-04T12:40:00"),
        (2, "2031-03-04T10:05:00"),
    }
    item = make_item([a.changed(subject="fire") for a in found])
    assert item.state != "open", item.explanation


def test_words_for_days_are_read_from_the_day_of_their_block() -> None:
    text = "One bomb killed two people yesterday.\nA fire at a mill killed five people yesterday.\n"
    article = make(text, "2031-03-01", moments=((38, "2031-03-06T09:00:00Z"),))
    found = propose_assertions(article, builtin_vocabulary()).assertions
    dates = {a.passage.start > 30: a.written for a in found if a.attribute == "date"}
    assert dates == {False: "2031-02-28", True: "2031-03-05"}


def test_a_claim_by_hand_is_as_of_its_block() -> None:
    article = ArticleText(id="ab" * 32, published="2031-03-04", text=FALLING)
    reader = ClaimsReader(lambda name: article, builtin_vocabulary(), "Ann")
    line = {"article": "a", "quote": "Crews say six died", "subject": "fire", "attribute": "killed", "value": "six"}
    assert reader.assertion(line).as_of == "2031-03-04T19:20:00"
