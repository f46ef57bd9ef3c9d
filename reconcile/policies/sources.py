"""The documents that the policies follow: version, pages, clause, and who prints it where it is not at hand."""

from collections.abc import Iterable
from typing import Final

from claims.records import Record


class Source(Record):
    """One place in a published document."""

    document: str
    version: str
    pages: str
    clause: str
    via: str = ""
    """Who prints the definition, where it was read there and not in the document."""

    def __str__(self) -> str:
        printed = f", as printed by {self.via}" if self.via else ""
        return f"{self.document} ({self.version}), {self.pages}, {self.clause}{printed}"


def cite(sources: Iterable[Source]) -> str:
    """Return sources as one line."""
    return "; ".join(map(str, sources))


GTD: Final = (
    Source(
        document="START, Global Terrorism Database Codebook: Inclusion Criteria and Variables",
        version="June 2017",
        pages="pp. 47 to 49",
        clause="VIII, Total Number of Fatalities (nkill), Number of Perpetrator Fatalities (nkillter)",
    ),
)

UCDP: Final = (
    Source(
        document="UCDP Georeferenced Event Dataset Codebook",
        version="22.1, 2022",
        pages="pp. 4 to 9",
        clause="event, type of violence, sides",
        via="Conflict Database Compass, Université de Lille",
    ),
    Source(
        document="UCDP Georeferenced Event Dataset, variables",
        version="20.1, 2020",
        pages="package manual, GED",
        clause="best, high, low, deaths_a, deaths_b, deaths_civilians, deaths_unknown",
        via="the R package ucdp",
    ),
    Source(
        document="UCDP Battle-Related Deaths Dataset, low estimate",
        version="web page",
        pages="dataset battle-related-deaths-low-estimate",
        clause="the lowest reliable estimate",
        via="humanprogress.org",
    ),
)

ACLED: Final = (
    Source(
        document="ACLED, Uses and limitations of ACLED data: Fatalities",
        version="27 February 2023, updated 7 May 2024",
        pages="web page, questions 2 and 3",
        clause="How does ACLED code fatalities?",
    ),
)

AIRWARS: Final = (
    Source(
        document="Airwars, Methodology (airwars.org/about/methodology)",
        version="web page, 2023",
        pages="section on civilian harm",
        clause="casualty range, grading",
    ),
    Source(
        document="Airwars, civilian harm status of an incident",
        version="site of 2023",
        pages="caption of each grade",
        clause="confirmed, fair, weak, contested, discounted",
        via="the published code of airwars.org",
    ),
)

EVERY_CASUALTY: Final = (
    Source(
        document="Every Casualty, Standards for Casualty Recording",
        version="2016",
        pages="p. 25",
        clause="corroboration; how recorders deal with disagreement between sources",
    ),
    Source(
        document="Every Casualty, Definition and Categorisation in Casualty Recording",
        version="2012",
        pages="p. 25",
        clause="rules that recorders apply to assigning status",
        via="the knowledge base of everycasualty.org",
    ),
)

TRUTHFINDER: Final = (
    Source(
        document="Yin, Han, Yu, Truth Discovery with Multiple Conflicting Information Providers on the Web",
        version="IEEE TKDE 20 (6), 2008",
        pages="pp. 796 to 808",
        clause="section 3, equations 3 to 8; damping 0.3, related values weighted 0.5",
    ),
)

SOURCE_DEPENDENCE: Final = (
    Source(
        document="Dong, Berti-Equille, Srivastava, Integrating Conflicting Data: The Role of Source Dependence",
        version="PVLDB 2 (1), 2009",
        pages="pp. 550 to 561",
        clause="sections 3 and 4; n = 10, copying rate 0.8, prior 0.1",
    ),
)

POPULARITY: Final = (
    *SOURCE_DEPENDENCE,
    Source(
        document="Dong, Saha, Srivastava, Less Is More: Selecting Sources Wisely for Integration",
        version="PVLDB 6 (2), 2013",
        pages="pp. 37 to 48",
        clause="section 4, POPACCU: the popularity of false values as observed",
    ),
)
