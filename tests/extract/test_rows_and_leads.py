"""Rows of heads and figures, datelines and leads of reports, and participles before their subject."""

import pytest

from claims.extract import propose_assertions
from claims.extract.lexical import LexicalProposer
from claims.models import Article
from claims.vocabulary.loading import builtin_vocabulary


def stated(text: str, *attributes: str) -> list[tuple[str, str | None]]:
    """Return attribute and value of what is proposed, of the attributes given."""
    article = Article(id="0" * 64, name="a", published="2023-05-04", text=text, text_sha256="", original_sha256="")
    found = propose_assertions(article, builtin_vocabulary(), [LexicalProposer()]).assertions
    return [(a.attribute, a.written) for a in found if a.attribute in attributes and a.scope == "total"]


@pytest.mark.parametrize(
    "text",
    [
        "Table 3: Killed 12 Injured 40 Missing 3",
        "The ministry gave these figures. Killed: 12, injured: 40, missing: 3.",
        "The ministry gave these figures.\n\n| Killed | 12 | Injured | 40 | Missing | 3 |",
        "The raid left 12 killed 40 injured 3 missing.",
    ],
)
def test_a_figure_of_a_row_goes_with_its_own_head(text: str) -> None:
    assert stated(text, "killed", "injured", "missing") == [("killed", "12"), ("injured", "40"), ("missing", "3")]


@pytest.mark.parametrize(
    "text",
    [
        "Casualties by place: Killed Injured Missing 12 40 3",
        "Casualties by place.\n\n| Place | Killed | Injured |\n| Orsa | 12 | 40 |",
    ],
)
def test_heads_apart_from_their_figures_give_nothing(text: str) -> None:
    assert stated(text, "killed", "injured", "missing") == []


def test_a_table_of_one_row_has_each_figure_below_its_head() -> None:
    text = "Figures of the office.\n| Killed | Injured |\n|---|---|\n| 9 | 1,250 |\nMore is to come."
    assert stated(text, "killed", "injured") == [("killed", "9"), ("injured", "1,250")]


@pytest.mark.parametrize(
    "table",
    [
        "| Killed | Place |\n|---|---|\n| 9 | 31 |",
        "| Killed | Injured |\n|---|---|\n| 9 | many |",
        "| Killed | Injured |\n|---|---|\n| 9 | 31 | 4 |",
        "| Killed | Injured |\n|---|---|\n| 9 | 31 |\n| 5 | 12 |",
    ],
)
def test_a_table_that_says_more_gives_nothing(table: str) -> None:
    assert stated(f"Figures of the office.\n{table}\nMore is to come.", "killed", "injured") == []


def counted(table: str) -> list[tuple[str, str | None, str | None]]:
    """Return attribute, scope and value of the counts of a table in an article."""
    text = f"Figures of the office.\n{table}\nMore is to come."
    article = Article(id="0" * 64, name="a", published="2023-05-04", text=text, text_sha256="", original_sha256="")
    found = propose_assertions(article, builtin_vocabulary(), [LexicalProposer()])
    assert not found.refusals
    return sorted((a.attribute, a.scope, a.written) for a in found.assertions)


BY_PLACE = [
    ("injured", "lorne", "31"),
    ("injured", "st._john's_bay", "1,009"),
    ("killed", "lorne", "12"),
    ("killed", "st._john's_bay", "4"),
]


@pytest.mark.parametrize(
    "table",
    [
        "| District | Killed | Injured |\n|---|---|---|\n| Lorne | 12 | 31 |\n| St. John's Bay | 4 | 1,009 |",
        "| | People killed | Number of injured | \n|---|---|---|\n| Lorne | 12 | 31 |\n| St. John's Bay | 4 | 1,009 |",
        "| Area | Homes | Dead | Hurt |\n|---|---|---|---|\n| Lorne | 9 | 12 | 31|\n| St. John's Bay | 7 | 4 | 1,009|",
        "| | Lorne | St. John's Bay |\n|---|---|---|\n| Dead | 12 | 4 |\n| Injured | 31 | 1,009 |\n| Houses | 9 | 70 |",
    ],
)
def test_a_cell_of_a_table_keeps_the_heads_of_its_row_and_column(table: str) -> None:
    assert counted(table) == BY_PLACE


def test_the_row_of_all_is_the_total() -> None:
    table = "| District | Killed |\n|---|---|\n| Lorne | 12 |\n| Harwick | – |\n| Grand total | 16 |"
    assert counted(table) == [("killed", "lorne", "12"), ("killed", "total", "16")]


@pytest.mark.parametrize(
    "table",
    [
        "| Year | Killed |\n|---|---|\n| 2019 | 12 |\n| 2020 | 4 |",
        "| | 2019 | 2020 |\n|---|---|---|\n| Killed | 12 | 4 |",
        "| District | Killed |\n|---|---|\n| Lorne | twelve or so |\n| | 4 |",
    ],
)
def test_a_cell_without_a_head_that_says_whose_it_is_gives_nothing(table: str) -> None:
    assert counted(table) == []


def test_prose_is_no_row() -> None:
    text = "The raid killed 12 and injured 40."
    assert stated(text, "killed", "injured") == [("killed", "12"), ("injured", "40")]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("ORSA, May 4 (Courier) - Smugglers killed a customs officer in March with a harpoon.", ["2023-03"]),
        ("HALDEN, April 30 (Courier) - A crane on the pier at Halden killed two dockers on Friday.", ["2023-04-28"]),
        ("Lorne (Meridian), 4 May 2023 — A bomb killed 12 people.", []),
        ("LORNE, Ruritania, May 4, 2023 -- A bomb killed 12 people.", []),
        ("(Meridian) LORNE, 4 May – A bomb killed 12 people.", []),
        ("Lorne, 4 May 2023 – A bomb killed 12 people.", []),
        ("LORNE — May 4, 2023 — A bomb killed 12 people.", []),
        ("[LORNE, 4 May 2023] A bomb killed 12 people.", []),
        ("LORNE/HALDEN, May 4, 2023 (Meridian) - A bomb killed 12 people.", []),
        ("May 4, 2023, Lorne: A bomb killed 12 people.", []),
        ("On Thursday, May 4 - a holiday - a bomb killed 12 people.", ["2023-05-04"]),
        ("LORNE, Thursday (Meridian) - A bomb killed 12 people.", []),
        ("May 4 - A bomb killed 12 people.", ["2023-05-04"]),
        ("On May 4, a bomb killed 12 people in Lorne.", ["2023-05-04"]),
        ("Lorne was hit on May 4 - a bomb killed 12 people.", ["2023-05-04"]),
    ],
)
def test_the_day_of_a_dateline_is_not_that_of_the_deed(text: str, dates: list[str]) -> None:
    assert [value for _, value in stated(text, "date")] == dates


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("A collapsing gantry killed 12 riggers at Orsa on Tuesday, police said.", ["2023-05-02"]),
        ("A bomb killed 12 people in Lorne on Tuesday, according to the police.", ["2023-05-02"]),
        ("A bomb killed 12 people in Lorne on Tuesday, a hospital spokesman told reporters.", ["2023-05-02"]),
        ("A collapsing gantry killed 12 riggers at Orsa, police said on Tuesday.", []),
        ("A bomb killed 12 people in Lorne, and on Tuesday, police said the market was closed.", []),
        ("A man who killed 12 people was sentenced on Tuesday, the court said.", []),
    ],
)
def test_a_day_before_the_attribution_is_that_of_the_deed(text: str, dates: list[str]) -> None:
    assert [value for _, value in stated(text, "date")] == dates


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("A gap was noted by Hamas. Established in May 2021, the Orsa School has 11 branches.", []),
        ("A gap was noted by Hamas. Established in May 2021, the Orsa School works with Hamas.", []),
        ("A gap was noted by Fatah. Founded in 1987 by Ann Roe, Hamas has 11 branches.", ["Hamas"]),
        ("The raid was claimed by Hamas. It was founded in 1987.", ["Hamas"]),
        ("The group Hamas, founded in Gaza in 1987, has many branches there.", ["Hamas"]),
    ],
)
def test_a_participle_goes_with_the_subject_after_it(text: str, subjects: list[str]) -> None:
    article = Article(id="0" * 64, name="a", published="2023-05-04", text=text, text_sha256="", original_sha256="")
    found = propose_assertions(article, builtin_vocabulary(), [LexicalProposer()]).assertions
    assert [a.subject for a in found if a.attribute == "founded"] == subjects
