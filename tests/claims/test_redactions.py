"""What stands in the place of names, quotes and statements."""

import pytest

from claims.records import plain_content
from claims.redactions import MARK, Masker, Selection, find_changes, find_spans
from tests.support.store_builders import make_article, make_claim

TEXT = "At the quay 12 died, said\nMIRA  Solberg's aide. Mira-Solberg-like and Solberger are others."
ARTICLE = make_article(TEXT, title="Mira Solberg speaks")
CLAIM = make_claim(ARTICLE, "12 died", "12", chain=["Mira Solberg"])


def test_a_name_goes_however_it_is_written_and_other_words_stay() -> None:
    masker = Masker(Selection(names=("Mira Solberg",)), {})
    fields = masker.mask("article", plain_content(ARTICLE))
    assert fields["text"] == TEXT.replace("MIRA  Solberg", MARK * 13).replace("Mira-Solberg", MARK * 12)
    assert fields["title"] == f"{MARK * 12} speaks"
    assert masker.found == {"MIRA  Solberg", "Mira-Solberg", "Mira Solberg"}
    gone = find_changes("article", plain_content(ARTICLE), fields)
    assert gone == {"id", "original_sha256", "text", "text_sha256", "title"}


@pytest.mark.parametrize(
    "written", ["Jörg-\n Ray", "Jö\u00adrg Ray", "#JörgRay", "J%C3%B6rg%20Ray", "jörg_ray", "Jörg\nR\u2010\nay"]
)
def test_a_name_goes_where_it_is_broken_run_together_or_part_of_an_address(written: str) -> None:
    assert Masker(Selection(names=("Jörg Ray",)), {}).finds(f"says {written}, not")


@pytest.mark.parametrize("written", ["Jörg Rayner", "Jörg, the mayor, and Ray", "BJörg Ray", "J-org Ray"])
def test_another_name_stays(written: str) -> None:
    assert not Masker(Selection(names=("Jörg Ray",)), {}).finds(f"says {written}, not")


def test_the_words_around_a_quote_go_with_the_text_even_where_a_name_is_cut() -> None:
    masker = Masker(Selection(names=("Mira Solberg",)), {})
    masker.mask("article", plain_content(ARTICLE))
    fields = masker.mask("assertion", plain_content(CLAIM))
    assert fields["quote"]["exact"] == "12 died"
    assert fields["quote"]["suffix"] == f", said\n{MARK * 13}'s aide. {MARK * 3}"
    assert fields["chain"][0]["speaker"] == MARK * 12


@pytest.mark.parametrize(
    ("attribute", "value", "quote"),
    [("killed", "12", "12 died"), ("perpetrator", "aide", "aide"), ("place", "quay", "the quay")],
)
def test_of_a_statement_only_the_place_the_subject_and_the_attribute_stay(
    attribute: str, value: str, quote: str
) -> None:
    claim = make_claim(ARTICLE, quote, value, attribute=attribute, chain=["Mira Solberg"])
    masker = Masker(Selection(statements=frozenset([claim.id])), find_spans([claim]))
    text = masker.mask("article", plain_content(ARTICLE))["text"]
    fields = masker.mask("assertion", plain_content(claim))
    assert text == TEXT.replace(quote, MARK * len(quote))
    assert fields["quote"]["exact"] == MARK * len(quote)
    content = plain_content(claim)
    assert [name for name in ("subject", "attribute", "value", "chain") if fields[name] != content[name]] == [
        "value",
        "chain",
    ]
    assert claim.changed(value=fields["value"]).value.kind == claim.value.kind


def test_an_id_is_written_for_another_in_full_and_where_it_is_cut_short() -> None:
    masker = Masker(Selection(names=("x",)), {})
    assert masker.write_for("ab" * 32, "cd" * 32)
    assert not masker.write_for("ab" * 32, "cd" * 32)
    fields = masker.mask("name", {"article": "ab" * 32, "name": "article abababab, not abababac"})
    assert fields == {"article": "cd" * 32, "name": "article cdcdcdcd, not abababac"}
    assert masker.write_for("abababab" + "0" * 56, "ef" * 32)
    assert masker.mask("name", {"article": "abababab" + "0" * 56}) == {"article": "ef" * 32}
    assert masker.mask("name", {"article": "ab" * 32}) == {"article": "cd" * 32}


def test_words_of_a_vocabulary_go_with_their_table() -> None:
    masker = Masker(Selection(names=("Jo Ray",)), {})
    tables = {"actors": {"Jo Ray": {}}, "places": {"Quay": {"aliases": ["the pier"]}}}
    assert masker.mask("vocabulary", tables) == {"actors": {}, "places": tables["places"]}
