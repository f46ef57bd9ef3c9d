"""Wire copies: nearly the same words in two outlets count once, unless a reviewer says otherwise."""

import itertools
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from claims.passages import passage_at
from claims.store.dossier import Dossier
from claims.surroundings import Surroundings, read_surroundings
from reconcile.evidence.shared_text import find_shared_text, sketch, surroundings_of
from reconcile.policies.case import Case
from tests.support.store_builders import make_article, make_claim
from tests.support.wire import OTHER, WIRE, make_wire
from tui.services.acts import Act
from tui.services.replaying import pose_items
from tui.services.review_session import ReviewSession
from tui.services.workspace import Workspace

STORY = (
    "LORNE - The ferry Selkie had left the outer mole a little after eight with a full car deck. In all 17 died. "
    "Divers from two navies searched the hull until midnight, when the current grew too strong for them, and went on "
    "at dawn.\nThe harbour office has kept its doors open for relatives. It was not clear why the pilot had turned "
    "back so late.\nThe company will pay for the burial of the 17 dead, it said in a note that was pinned to its gate."
)


def passage(text: str, quote: str = "17 people were killed") -> Surroundings:
    start = text.index(quote)
    return surroundings_of(passage_at("a", text, start, start + len(quote)))


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


def make_dossier(path: Path, *told: tuple[str, str, str, tuple[str, ...]]) -> Path:
    """A dossier with a claim of as many dead as it quotes from each (outlet, text, quote, speakers)."""
    with Dossier(path, create=True) as dossier:
        for outlet, text, quote, speakers in told:
            article = make_article(text, name=f"{outlet}.txt", publisher=outlet)
            dossier.add_articles([article])
            dossier.add_assertions(
                [make_claim(article, quote, quote.split()[0], chain=list(speakers), subject="selkie")]
            )
    return path


def origins(path: Path) -> list[int]:
    """How many statements rest on each origin."""
    with Workspace(path) as workspace:
        return sorted(len(ids) for _, ids in workspace.find_item("selkie/killed").origins)


def test_a_short_quote_is_known_as_a_copy_by_the_sentences_around_it(tmp_path: Path) -> None:
    """Each outlet has put a word of its own before the passage, and its own end to it."""
    edited = (
        STORY.replace("LORNE - The", "Our correspondent writes: the").split("The company")[0].replace("dawn", "six")
    )
    told = (("Harbour Post", STORY, "17 died", ()), ("Evening Bell", edited, "17 died", ()))
    path = make_dossier(tmp_path / "short.variorum", *told)
    assert origins(path) == [2]
    with Workspace(path) as workspace:
        [copied] = workspace.find_item("selkie/killed").relations
        assert "both print “" in copied.explanation
        assert "divers from two navies searched the hull" in copied.explanation


def test_the_same_figure_in_two_stories_stays_two_origins(tmp_path: Path) -> None:
    other = "Nobody on the quay could say how it happened. In all 17 died. A fund for the children was set up."
    told = (("Harbour Post", STORY, "17 died", ()), ("Evening Bell", other, "17 died", ()))
    assert origins(make_dossier(tmp_path / "two.variorum", *told)) == [1, 1]


def test_one_text_under_two_publishers_is_one_origin_wherever_it_is_quoted(tmp_path: Path) -> None:
    told = (("Harbour Post", STORY, "17 died", ()), ("Evening Bell", STORY, "17 dead", ()))
    path = make_dossier(tmp_path / "same.variorum", *told)
    assert origins(path) == [2]
    with Workspace(path) as workspace:
        item = workspace.find_item("selkie/killed")
        assert next(p for p in item.proposals if p.policy == "airwars").grade == "weak"
        session = ReviewSession(workspace, "ana")
        act = Act("independent", assertion=item.members[0].assertion.id, reason="", rationale="both were on board")
        session.record(session.draft(item, act))
    assert origins(path) == [1, 1]


def test_one_passage_printed_with_two_figures_is_a_misreport_and_no_second_origin_to_vote_with(tmp_path: Path) -> None:
    told = (
        ("Harbour Post", STORY, "17 died", ()),
        ("Evening Bell", STORY.replace("17 died", "71 died"), "71 died", ()),
    )
    with Workspace(make_dossier(tmp_path / "misprint.variorum", *told)) as workspace:
        item = workspace.find_item("selkie/killed")
        [relation] = item.relations
        assert (relation.relation, relation.conflict, item.state) == ("relay_divergence", True, "open")
        assert "somebody misreports" in relation.explanation
        assert "divers from two navies" in relation.explanation


def test_two_figures_in_two_places_of_one_text_are_no_misprint(tmp_path: Path) -> None:
    both = f"{STORY} Another list had 19 dead."
    told = (("Harbour Post", both, "17 died", ()), ("Evening Bell", both, "19 dead", ()))
    with Workspace(make_dossier(tmp_path / "lists.variorum", *told)) as workspace:
        assert [r.relation for r in workspace.find_item("selkie/killed").relations] == ["contradiction"]


def test_a_denial_that_two_outlets_print_alike_counts_once(tmp_path: Path) -> None:
    with Dossier(tmp_path / "denied.variorum", create=True) as dossier:
        for outlet in ("Harbour Post", "Evening Bell"):
            article = make_article(STORY, name=f"{outlet}.txt", publisher=outlet)
            dossier.add_articles([article])
            dossier.add_assertions([make_claim(article, "17 died", "17", subject="selkie", stance="denies")])
    with Workspace(tmp_path / "denied.variorum") as workspace:
        assert [r.relation for r in workspace.find_item("selkie/killed").relations] == ["same_origin"]


def test_two_speakers_in_one_text_stay_two_origins(tmp_path: Path) -> None:
    told = (("Harbour Post", STORY, "17 died", ("coastguard",)), ("Evening Bell", STORY, "17 dead", ("company",)))
    assert origins(make_dossier(tmp_path / "speakers.variorum", *told)) == [1, 1]


def test_a_replay_sees_the_copies_that_the_item_sees(tmp_path: Path) -> None:
    told = [(f"Paper {n}", STORY, ("17 died", "17 dead")[n % 2], ()) for n in range(4)]
    with Workspace(make_dossier(tmp_path / "replay.variorum", *told)) as workspace:
        workspace.refresh()
        [posed] = pose_items(workspace)
        assert isinstance(posed.case, Case)
        assert {figure.origin for figure in posed.case.figures} == {workspace.find_item("selkie/killed").origins[0][0]}


@given(st.text(alphabet='ab. \n!"', max_size=300), st.data())
def test_the_passage_around_a_quote_holds_it_and_lies_near_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    around = read_surroundings(text, start, end)
    assert text[start:end].strip() in around.passage
    assert around.passage in around.near


@given(st.text(alphabet='ab. \n!"', max_size=900), st.text(alphabet='ab. \n!"', max_size=900))
def test_a_passage_is_the_same_however_much_text_there_is_beyond_what_is_near(before: str, after: str) -> None:
    """The sentences of an article are found once for all that is quoted from it."""
    article = f"{before} quoted {after}"
    around = read_surroundings(article, len(before) + 1, len(before) + 7)
    at = around.near.index("quoted")
    assert read_surroundings(around.near, at, at + 6).passage == around.passage
