"""Wire copies: nearly the same words in two outlets count once, unless a reviewer says otherwise."""

import itertools
from pathlib import Path

from claims.models import Passage
from claims.passages import passage_at
from claims.store.dossier import Dossier
from reconcile.copies import find_shared_text, sketch
from tests.store_builders import make_article, make_claim
from tui.session import Act, ReviewSession
from tui.workspace import Workspace

WIRE = (
    "Officials in Lorne said late on Tuesday that 17 people were killed when the ferry Selkie struck the harbour wall"
)
OTHER = "The coastguard counted 17 people were killed in what it called the worst accident on the strait for a decade"


def passage(text: str, quote: str = "17 people were killed") -> Passage:
    start = text.index(quote)
    return passage_at("a", text, start, start + len(quote))


def test_nearly_identical_passages_share_their_longest_run_of_words() -> None:
    edited = WIRE.replace("struck", "hit")
    shared = find_shared_text(passage(f"LORNE - {WIRE} at dusk."), passage(f"{edited} at dusk, it said."))
    assert "17 people were killed when the ferry selkie" in shared


def test_the_same_figure_in_other_words_is_no_copy() -> None:
    assert find_shared_text(passage(WIRE), passage(OTHER)) == ""


def test_a_short_formula_is_no_copy() -> None:
    assert find_shared_text(passage("17 people were killed."), passage("17 people were killed.")) == ""
    assert sketch(passage("17 people were killed.")) == ()


def test_copies_are_found_among_many_by_their_sketch() -> None:
    assert set(sketch(passage(WIRE))) & set(sketch(passage(WIRE.replace("Officials", "Police"))))


def make_wire(folder: Path) -> Path:
    path = folder / "ferry.variorum"
    outlets = {"Harbour Post": WIRE, "Evening Bell": WIRE.replace("late on", "on"), "Valley Times": OTHER}
    with Dossier(path, create=True) as dossier:
        for outlet, text in outlets.items():
            article = make_article(f"{text}. More was not known.", name=f"{outlet}.txt", publisher=outlet)
            dossier.add_articles([article])
            dossier.add_assertions([make_claim(article, "17 people were killed", "17", subject="selkie")])
    return path


def test_a_copy_without_a_credit_line_counts_once_until_a_reviewer_says_otherwise(tmp_path: Path) -> None:
    with Workspace(make_wire(tmp_path)) as workspace:
        item = workspace.find_item("selkie/killed")
        [copied] = [relation for relation in item.relations if relation.relation == "same_origin"]
        assert "both print “" in copied.explanation
        assert sorted(len(ids) for _, ids in item.origins) == [1, 2]
        session = ReviewSession(workspace, "ana")
        act = Act("independent", assertion=copied.a, reason="", rationale="two reporters at one press conference")
        session.record(session.draft(item, act))
        apart = workspace.find_item("selkie/killed")
        assert {len(ids) for _, ids in apart.origins} == {1}
        session.undo(apart, "they were not")
        assert workspace.find_item("selkie/killed").origins == item.origins


def test_of_fifty_copies_all_are_joined(tmp_path: Path) -> None:
    with Dossier(tmp_path / "many.variorum", create=True) as dossier:
        for number in range(50):
            article = make_article(
                f"{WIRE} at dusk. Paper {number}.", name=f"{number}.txt", publisher=f"Paper {number}"
            )
            dossier.add_articles([article])
            dossier.add_assertions([make_claim(article, "17 people were killed", "17", subject="selkie")])
    with Workspace(tmp_path / "many.variorum") as workspace:
        assert [len(ids) for _, ids in workspace.find_item("selkie/killed").origins] == [50]
    texts = [passage(WIRE), passage(f"{WIRE} at dusk."), passage(WIRE.replace("late on", "on"))]
    assert all(find_shared_text(a, b) == find_shared_text(a, b) != "" for a, b in itertools.combinations(texts, 2))
