"""Cases that follow from what each codebook publishes: ten and more a policy, each with the definition it tries.

The statements are invented; the definitions are named by document and place, never quoted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from claims.models import Assertion, Decision
from reconcile.items.item import Item
from tests.support.builders import MONDAY, TUESDAY, make_assertion, make_decision, make_item, make_vocabulary


@dataclass(frozen=True)
class Published:
    """One case: what the document defines, the statements, and what the policy has to answer."""

    defines: str
    statements: Sequence[Assertion]
    answer: str
    """The proposal as it is printed, with grade and parts."""
    clause: str = ""
    """Words of the clause that decides."""
    toml: str = ""
    """What the dossier has set of sources and policies."""
    accepts: int | None = None
    """Which of the statements a reviewer has accepted as the answer of its own item."""
    attribute: str = "killed"

    @property
    def item(self) -> Item:
        """The data item as a dossier would have it."""
        decisions: list[Decision] = []
        if self.accepts is not None:
            chosen = self.statements[self.accepts]
            decisions.append(make_decision("accept", attribute=chosen.attribute, assertion=chosen.id))
        vocabulary = make_vocabulary(self.toml)
        return make_item(self.statements, decisions, attribute=self.attribute, vocabulary=vocabulary)


def post(value: str, *chain: str, **changes: Any) -> Assertion:
    return make_assertion(value, *chain, outlet="Harbour Post", **changes)


def bell(value: str, *chain: str, **changes: Any) -> Assertion:
    return make_assertion(value, *chain, outlet="Evening Bell", **changes)


def times(value: str, *chain: str, **changes: Any) -> Assertion:
    return make_assertion(value, *chain, outlet="Valley Times", **changes)


TWO = [post("7", "hospital", scope="civilians"), bell("9", "residents", scope="civilians")]
"""Two credible sources of civilian harm."""
ONE = TWO[:1]
CLAIMED = bell("Al-Shabaab", attribute="claimed_by", start=200)
CLAIMED_TOO = times("Boko Haram", attribute="claimed_by", start=200)
BLAMED = post("Al-Shabaab", "governor", attribute="attributed_to", start=300)
BLAMED_OTHER = bell("Russia", "residents", attribute="attributed_to", start=300)
OWNED = times("Russia", "Russia", attribute="attributed_to", start=300)
NEAR = post("likely", "air ministry", attribute="near_actions", start=400)
NEAR_SURE = post("confirmed", "air ministry", attribute="near_actions", start=400)
NOT_NEAR = post("none", "air ministry", attribute="near_actions", start=400)
FIGHTERS = bell("combatants", "governor", attribute="victim_status", start=500)
DENIES = bell("denies", "Russia", attribute="response", start=600)
ACCEPTS = bell("accepts", "Russia", attribute="response", start=600)


def replace_day(statement: Assertion, day: str) -> Assertion:
    return statement.changed(as_of=day)


AIRWARS = [
    Published("confirmed: a specific belligerent has accepted responsibility", [*ONE, CLAIMED], "7 (confirmed)"),
    Published("confirmed: the party itself says that it was its own", [*TWO, OWNED], "7 to 9 (confirmed)"),
    Published("confirmed: the accused accepts", [*TWO, BLAMED_OTHER, ACCEPTS], "7 to 9 (confirmed)"),
    Published(
        "confirmed: a belligerent accepts what it denied before",
        [*TWO, replace_day(DENIES, MONDAY), replace_day(ACCEPTS, TUESDAY)],
        "7 to 9 (confirmed)",
    ),
    Published(
        "not confirmed: a belligerent takes back what it had accepted",
        [*TWO, NEAR, replace_day(ACCEPTS, MONDAY), replace_day(DENIES, TUESDAY)],
        "7 to 9 (fair)",
    ),
    Published("acceptance decides, whoever else is blamed", [*TWO, CLAIMED, BLAMED_OTHER], "7 to 9 (confirmed)"),
    Published("fair: two credible sources, near actions likely", [*TWO, NEAR], "7 to 9 (fair)"),
    Published("fair: two credible sources, near actions confirmed", [*TWO, BLAMED_OTHER, NEAR_SURE], "7 to 9 (fair)"),
    Published("fair, though the accused denies it", [*TWO, BLAMED_OTHER, DENIES, NEAR], "7 to 9 (fair)"),
    Published("fair needs near actions", TWO, "7 to 9", "not graded"),
    Published("fair needs near actions that there were", [*TWO, NOT_NEAR], "7 to 9", "not graded"),
    Published("weak: a single source claim", [*ONE, NEAR], "7 (weak)"),
    Published(
        "weak: of two sources one is credible", [*TWO, NEAR], "7 to 9 (weak)", toml='[sources.residents]\ngrade = "E"'
    ),
    Published(
        "a side that reports its own dead confirms nothing",
        [bell("40", "Al-Shabaab", scope="civilians"), post("denies", "Russia", attribute="response", start=9)],
        "40 (weak)",
    ),
    Published(
        "figures never grade: a belligerent's figure against another's",
        [post("0", "army", scope="civilians"), bell("40", "Al-Shabaab", scope="civilians"), NEAR],
        "0 to 40 (fair)",
        toml="[sources.army]\nbelligerent = true",
    ),
    Published("contested: two parties claim it", [*TWO, CLAIMED, CLAIMED_TOO], "7 to 9 (contested)"),
    Published("contested: two parties are held responsible", [*TWO, NEAR, BLAMED, BLAMED_OTHER], "7 to 9 (contested)"),
    Published(
        "a reviewer's finding ends the contest",
        [*TWO, NEAR, BLAMED, BLAMED_OTHER],
        "7 to 9 (fair)",
        accepts=3,
    ),
    Published("discounted: those killed were combatants", [*TWO, CLAIMED, FIGHTERS], "7 to 9 (discounted)"),
    Published(
        "discounted: another party, no belligerent, is most likely responsible",
        [*TWO, BLAMED, post("Harbour Company", "court", attribute="perpetrator", start=700)],
        "7 to 9 (discounted)",
        accepts=3,
    ),
    Published(
        "civilians, and belligerents, children, women, men and direct participants beside them",
        [
            *ONE,
            post("3", "hospital", scope="attackers", start=40),
            post("2", "hospital", scope="children", start=50),
            post("4", "hospital", scope="women", start=60),
            post("1", "hospital", scope="men", start=70),
            bell("1", "residents", scope="directly_participating", start=80),
        ],
        "7 (weak); belligerents 3; children 2; women 4; men 1; directly_participating 1",
    ),
    Published("no civilians are counted", [post("5", "governor", scope="attackers")], "blank", "civilians only"),
]

STATE_BASED = post("state-based", attribute="type_of_violence", start=800)
NON_STATE = post("non-state", attribute="type_of_violence", start=800)
ONE_SIDED = post("one-sided", attribute="type_of_violence", start=800)
BY_STATE = bell("Russia", "court", attribute="perpetrator", start=810)
WHOLE = post("17", "governor")
IN_PARTS = [
    post("12", "governor", scope="attackers", start=40),
    post("2", "governor", scope="soldiers", start=50),
    post("1", "governor", scope="civilians", start=60),
]
THREE = [post("19", "governor"), bell("15", "rescue service"), times("17", "hospital")]
THREE_NAMES = ("governor", "rescue service", "hospital")
AS_RELIABLE = "of equally reliable sources"

UCDP = [
    Published("best is the figure of the reliable sources", [post("17", "governor"), bell("17", "mayor")], "17"),
    Published("equally reliable: the lower", THREE, "15 to 19, best 15", f"best: {AS_RELIABLE} the lower"),
    Published(
        "low is the lowest reliable figure and high the highest: what is doubtful is neither",
        [*THREE, bell("90", "witness", stance="suspects", start=30)],
        "15 to 19, best 15",
    ),
    Published(
        "best is the most reliable source's: the better graded one",
        THREE,
        "15 to 19, best 19",
        "the most reliable source (better graded)",
        toml="\n".join(f'[sources."{name}"]\ngrade = "{g}"' for name, g in zip(THREE_NAMES, "ACB", strict=True)),
    ),
    Published(
        "a source that is not usually reliable gives no estimate",
        THREE,
        "17 to 19, best 17",
        toml='[sources."rescue service"]\ngrade = "D"',
    ),
    Published(
        "best is the most reliable source's: a named one before officials",
        [post("19", "Ilse Varn"), bell("15", "officials")],
        "15 to 19, best 19",
        "the most reliable source (named)",
    ),
    Published(
        "best is the most reliable source's: one that does not fight",
        [post("40", "Al-Shabaab"), bell("45", "Ilse Varn")],
        "40 to 45, best 45",
        "no party to the fighting",
    ),
    Published(
        "best is the most reliable source's: one that another bears out",
        [post("19", "governor"), bell("15", "mayor"), times("19", "hospital")],
        "15 to 19, best 19",
        "borne out independently",
    ),
    Published(
        "no vote: three origins against two",
        [
            *(post("19", name, start=n) for n, name in enumerate(("governor", "hospital", "police"))),
            *(bell("15", name, start=n) for n, name in enumerate(("mayor", "clerk"))),
        ],
        "15 to 19, best 15",
        f"best: {AS_RELIABLE} the lower",
    ),
    Published(
        "at least and at most are low and high", [post("at least 15", "governor"), bell("18")], "15 to 18, best 15"
    ),
    Published(
        "state-based: the state is side A",
        [WHOLE, *IN_PARTS, STATE_BASED],
        "17; side_a 2; side_b 12; civilians 1; unknown 2",
    ),
    Published(
        "non-state: no side is a state, the perpetrator is side A",
        [WHOLE, *IN_PARTS, NON_STATE],
        "17; side_a 12; civilians 1; unknown 4",
    ),
    Published(
        "one-sided: a group that kills civilians is side A",
        [WHOLE, *IN_PARTS, ONE_SIDED],
        "17; side_a 12; civilians 1; unknown 4",
    ),
    Published(
        "one-sided: so is a state that does",
        [WHOLE, *IN_PARTS, ONE_SIDED, BY_STATE],
        "17; side_a 2; civilians 1; unknown 14",
    ),
    Published(
        "best is the sum of the sides where nobody counts the whole", IN_PARTS, "15; side_a 2; side_b 12; civilians 1"
    ),
    Published("what the sides leave is unknown", [WHOLE, IN_PARTS[0]], "17; side_b 12; unknown 5"),
]

EARLY = post("19", "governor", as_of=f"{MONDAY}T10:00:00")
LATER = bell("15", "rescue service", as_of=f"{MONDAY}T12:00:00")
LATEST = times("17", "hospital", as_of=f"{MONDAY}T14:00:00")
OF_GROUP = times("40", "Al-Shabaab", as_of=f"{TUESDAY}T10:00:00")
DAY = [EARLY, LATER, LATEST]

GTD = [
    Published("the most recent source", DAY, "17", "most recent figure"),
    Published("not the most recent, where it rests on the perpetrators' claims", [*DAY, OF_GROUP], "17"),
    Published(
        "not the most recent, where its validity is in question", DAY, "15", toml='[sources.hospital]\ngrade = "D"'
    ),
    Published("nor where it is stated as unconfirmed", [*DAY[:2], times("30", "witness", stance="suspects")], "15"),
    Published(
        "of several most recent ones the majority figure",
        [post("19", "governor"), bell("15", "mayor"), times("19", "hospital")],
        "19",
        "majority of independent origins",
    ),
    Published(
        "the majority is of independent sources: a copy adds nothing", [*THREE[:2], times("19", "governor")], "15"
    ),
    Published("without a majority the lowest", THREE, "15", "no majority: the lowest"),
    Published("too vague to be of use: blank, never 0", [post("dozens", "governor")], "blank", "too vague"),
    Published("vague beside a figure: the figure", [post("dozens", "governor"), bell("9", "mayor")], "9"),
    Published("none is a figure", [post("0", "governor")], "0"),
    Published("at least so many is entered as so many", [post("at least 17", "governor")], "17"),
    Published("the dead include the attackers, who are entered apart too", [WHOLE, IN_PARTS[0]], "17; attackers 12"),
    Published("where attackers alone are counted, they are entered with a warning", IN_PARTS[:1], "12"),
    Published("injured follow the same rule", [post("9", "governor", attribute="injured")], "9", attribute="injured"),
]

ACLED = [
    Published("where reports differ the most conservative", THREE, "15", "most conservative figure"),
    Published("tens are 10", [post("tens", "governor")], "10", "vague words: tens counts as 10"),
    Published("dozens are 12", [post("dozens", "governor")], "12", "vague words: dozens counts as 12"),
    Published("hundreds are 100", [post("hundreds", "governor")], "100", "vague words: hundreds counts as 100"),
    Published("a figure below vague words", [post("dozens", "governor"), bell("9", "mayor")], "9"),
    Published("vague words below a figure", [post("dozens", "governor"), bell("30", "mayor")], "12"),
    Published("of a range the lower", [post("10 to 20", "governor")], "10"),
    Published("at least so many", [post("at least 17", "governor")], "17"),
    Published("none", [post("0", "governor")], "0"),
    Published(
        "totals are corrected downward when better information comes",
        [post("19", "governor", as_of=MONDAY), post("12", "governor", as_of=TUESDAY, start=40)],
        "12",
    ),
    Published(
        "and upward", [post("12", "governor", as_of=MONDAY), post("19", "governor", as_of=TUESDAY, start=40)], "19"
    ),
    Published("one total, no sides", [WHOLE, *IN_PARTS], "17"),
    Published("where only sides are reported, they are one total", IN_PARTS, "15", "of the parts"),
    Published(
        "who or how many report it does not matter",
        [*THREE, *(bell("19", f"clerk {n}", start=n) for n in range(9))],
        "15",
    ),
]

AGREED = [post("17", "governor"), bell("17", "mayor")]
OUT = [post("19", "governor"), bell("15", "mayor"), times("19", "hospital")]


def way(name: str) -> str:
    return f'[policies.default]\nuse = "every_casualty"\nway = "{name}"'


EVERY_CASUALTY = [
    Published("independent sources confirm each other", AGREED, "17", "corroborated"),
    Published("one source is not corroborated", AGREED[:1], "pending", "one source"),
    Published(
        "one outlet is one author: not corroborated",
        [post("17", "governor"), post("17", "mayor", start=9)],
        "pending",
        "one outlet",
    ),
    Published(
        "the same primary source twice is not corroborated",
        [post("17", "governor"), bell("17", "governor")],
        "pending",
        "one source",
    ),
    Published(
        "compatible reports narrow each other",
        [post("at least 15", "governor"), bell("15 to 18", "mayor")],
        "15 to 18",
        "corroborated",
    ),
    Published("cases stay pending until there is more", THREE, "pending", "sources contradict"),
    Published(
        "prioritising certain sources",
        OUT,
        "15",
        "prioritised source",
        toml='[sources.governor]\ngrade = "B"\n[sources.mayor]\ngrade = "A"\n[sources.hospital]\ngrade = "B"',
    ),
    Published("numerical ranges, lowest to highest", OUT, "15 to 19", "range", toml=way("range")),
    Published("the view of most sources", OUT, "19", "majority", toml=way("majority")),
    Published("the view of most sources, where there is none", THREE, "pending", "no majority", toml=way("majority")),
    Published(
        "a hierarchy of sources",
        THREE,
        "17",
        "prioritised source",
        toml=way("hierarchy")
        + """
[sources.hospital]
grade = "A"
[sources.governor]
grade = "B"
[sources."rescue service"]
grade = "C"
""",
    ),
    Published("discussion among the recorders", OUT, "pending", "discussion", toml=way("discussion")),
    Published(
        "everyone is recorded by status", [*AGREED, *IN_PARTS], "17; civilians 1; security_forces 2; attackers 12"
    ),
    Published(
        "a range by status",
        [*AGREED, IN_PARTS[0], bell("14", "mayor", scope="attackers", start=9)],
        "17; attackers 12 to 14",
    ),
]

WIRED = [times("19", "Reuters"), *(make_assertion("19", "Reuters", outlet=f"Paper {n}") for n in range(3))]
SPREAD = [post("at least 10", "governor"), bell("12 to 20", "mayor"), times("15", "hospital")]
BASELINE = "declared by Variorum: "
MAJORITY = [
    Published(f"{BASELINE}{defines}", statements, answer)
    for defines, statements, answer in (
        ("most outlets", OUT, "19"),
        ("copies count", [*WIRED, post("15", "governor"), bell("15", "mayor")], "19"),
        ("a tie goes to the lower", THREE, "15"),
        ("one outlet, one vote: its newest", [post("9", as_of=MONDAY), post("12", as_of=TUESDAY, start=9)], "12"),
        ("one outlet alone", THREE[:1], "19"),
        ("vague words count as their least", [post("dozens"), bell("24")], "24"),
        ("of a range the lower", [post("10 to 20"), bell("10"), times("9")], "10"),
        ("nobody counts the whole", [IN_PARTS[0], IN_PARTS[2]], "blank"),
        ("none is a figure", [post("0"), bell("0"), times("3")], "0"),
        ("doubt does not count", [post("9", stance="suspects"), bell("9"), times("3")], "9"),
    )
]
LATEST_RULE = [
    Published(f"{BASELINE}{defines}", statements, answer)
    for defines, statements, answer in (
        ("the latest knowledge", DAY, "17"),
        ("a perpetrator may speak last", [*DAY, OF_GROUP], "40"),
        ("of one time the lowest", THREE, "15"),
        ("bounds stay", [post("at least 10", as_of=TUESDAY), bell("9", as_of=MONDAY)], "at least 10, best 10"),
        ("one alone", THREE[:1], "19"),
        ("vague words keep their bounds", [post("dozens")], "24 to 99"),
        ("a toll that fell", [post("51", as_of=MONDAY), bell("24", as_of=TUESDAY)], "24"),
        ("a toll that rose", [post("24", as_of=MONDAY), bell("51", as_of=TUESDAY)], "51"),
        ("nobody counts the whole", [IN_PARTS[0], IN_PARTS[2]], "blank"),
        ("none is a figure", [post("0")], "0"),
    )
]
WIDEST = [
    Published(f"{BASELINE}{defines}", statements, answer)
    for defines, statements, answer in (
        ("least to most", THREE, "15 to 19"),
        ("an open end stays open", SPREAD, "at least 10"),
        ("bounds count", SPREAD[1:], "12 to 20"),
        ("one alone", THREE[:1], "19"),
        ("vague words count with their bounds", [post("dozens"), bell("9")], "9 to 99"),
        ("earlier figures count", DAY, "15 to 19"),
        ("a perpetrator counts", [*DAY, OF_GROUP], "15 to 40"),
        ("nobody counts the whole", [IN_PARTS[0], IN_PARTS[2]], "blank"),
        ("agreement", AGREED, "17"),
        ("none is a figure", [post("0"), bell("3")], "0 to 3"),
    )
]

PUBLISHED: Mapping[str, Sequence[Published]] = {
    "airwars": AIRWARS,
    "ucdp": UCDP,
    "gtd": GTD,
    "acled": ACLED,
    "every_casualty": EVERY_CASUALTY,
    "majority": MAJORITY,
    "latest": LATEST_RULE,
    "widest": WIDEST,
}
