"""The words that the formats of a report for an editor have in common: its title, event table, articles and method."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from claims.store.tables.rows import ArticleRow
from claims.vocabulary.model import TOTAL
from reconcile.events.mentions import edtf_of_span
from reconcile.policies import DEFAULT_POLICY, POLICIES
from reconcile.reports.answers import GRADE_OF, Row
from reconcile.reports.event_lines import Answer, EventLine
from reconcile.reports.report import Report
from tui.output import counted
from tui.services.briefing import Shelf
from tui.services.positions import Position
from tui.writers.disputes import day_words
from tui.writers.wording import scope_words

MARK: Final = "†"
"""Beside what rests on statements that nobody has confirmed; no digit, so that it is read as no power."""
MARK_WORDS: Final = f"{MARK} rests on statements that a program proposed and nobody has confirmed."
COLUMNS: Final = ("No.", "Event", "Date", "Place", "Killed", "Injured", "Responsible", "Conflicts", "Codebook; grade")
FIGURES_WORDS: Final = "Killed and injured: the best figure, and low to high in brackets where they differ."
_TITLES: Final = {policy.name: policy.title for policy in POLICIES}
_WIDEST_KM: Final = 1_500
"""How far from its middle a place on the map reaches at most: a continent would cover what is known more closely."""
_USUAL: Final = "dossier"
"""The name of a dossier that nobody named."""


@dataclass(frozen=True, slots=True)
class Source:
    """An article in the list of a report."""

    title: str
    outlet: str
    published: str
    name: str
    address: str
    original_sha256: str
    """Of the bytes as they came."""


def report_title(report: Report, shelf: Shelf) -> str:
    """Return what a report is called: as its project, else as its dossier, else by how many articles there are."""
    if shelf.title:
        return shelf.title
    stem = PurePath(report.dossier).stem
    return f"What {counted(report.articles, 'article')} say" if stem == _USUAL else stem


def scope_lines(report: Report) -> list[str]:
    """Return what a report covers, in sentences."""
    subjects = len(dict.fromkeys(entry.subject for entry in report.entries))
    covered = (
        f"{counted(report.articles, 'article')}, {counted(subjects, 'event or other subject')}, "
        f"{counted(len(report.entries), 'data item')}."
    ).replace("event or other subjects", "events and other subjects")
    settled = len(report.conflicts) - len(report.open)
    found = (
        f"{counted(len(report.conflicts), 'conflict')}, of which {len(report.open)} open and {settled} looked at; "
        f"{len(report.held)} waiting for a person’s word; {len(report.agreed)} agreed or said once; "
        f"{len(report.unreviewed)} unreviewed."
    )
    return [covered, found, *(f"This report shows {words}." for words in report.view)]


def answer_words(answer: Answer | None) -> str:
    """Return a count in the event table: `17 (15 to 20)`, `2 (border guards)`."""
    if answer is None:
        return ""
    row = answer.row
    low, best, _ = row.texts
    words = best or low or row.listed
    span = span_words(row)
    part = "" if answer.part == TOTAL else part_words(answer.part)
    notes = ", ".join(filter(None, (span, part)))
    return words + (f" ({notes})" if notes else "") + (f" {MARK}" if answer.proposed else "")


def span_words(row: Row) -> str:
    """Return low to high of a count; empty where they are the best figure."""
    low, best, high = row.texts
    if low == high or (best is None and low is None):
        return ""
    return f"{low} or more" if high is None else f"up to {high}" if low is None else f"{low} to {high}"


def part_words(part: str | None) -> str:
    """Return whose number a count is that is none of the whole."""
    return "some of them" if part == "" else scope_words(part)


def named_words(answer: Answer | None) -> str:
    """Return who is responsible, in the event table."""
    if answer is None:
        return ""
    row = answer.row
    words = row.best.text if row.best else row.listed
    return words + (f" {MARK}" if answer.proposed else "")


def marked(words: str, answer: Answer | None) -> str:
    """Return words with the mark of what nobody has confirmed, where it belongs there."""
    return f"{words} {MARK}" if words and answer is not None and answer.proposed else words


def state_of(line: EventLine) -> str:
    """Return how far the conflicts of an event are settled."""
    counts = ((line.open, "open"), (line.waiting, "waiting"), (line.settled, "settled"))
    return ", ".join(f"{number} {words}" for number, words in counts if number) or "none"


def basis_of(line: EventLine) -> str:
    """Return who gives the figures of an event, a reviewer, a codebook or whoever said it, and their grade."""
    rows = [answer.row for name in ("killed", "injured") if (answer := line.answers.get(name))]
    grade = next((row.grade for row in rows if row.grade), "")
    bases = dict.fromkeys(map(_basis, rows))
    return "; ".join((*bases, f"{grade} ({policy_name(GRADE_OF)})") if grade else bases)


def _basis(row: Row) -> str:
    if row.basis == "decision":
        return "reviewer"
    name = row.basis.partition(" ")[0]
    return policy_name(name) if ":" in row.basis else "as said"


def policy_name(name: str) -> str:
    """Return what a codebook is called in a table: `UCDP`, `Airwars`."""
    return name.upper() if len(name) < 6 and name in _TITLES else scope_words(name).capitalize()


def cells_of(line: EventLine) -> tuple[str, ...]:
    """Return an event's line in the order of `COLUMNS`."""
    answers, when = line.answers, when_words(line)
    return (
        str(line.number),
        line.name.removesuffix(f", {when}"),
        marked(when, answers.get("date")),
        marked(line.where, answers.get("place")),
        answer_words(answers.get("killed")),
        answer_words(answers.get("injured")),
        named_words(answers.get("perpetrator")),
        state_of(line),
        basis_of(line),
    )


def when_words(line: EventLine) -> str:
    """Return when an event was, in words; empty where nobody says."""
    return day_words(edtf_of_span(*line.span)) if line.span else ""


@dataclass(frozen=True, slots=True)
class Moment:
    """An event in the order of time."""

    number: int
    name: str
    span: tuple[str, str]
    """The first and the last instant at which it may have been."""
    words: str
    """Day, and how many were killed and injured."""
    killed: int | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """An event on the map."""

    number: int
    position: Position


class Chronicle:
    """The events of a report in the order of time and on the map, gathered while its table is written."""

    def __init__(self, shelf: Shelf) -> None:
        """Begin with no event; places are looked up on `shelf`."""
        self._shelf = shelf
        self._moments: list[Moment] = []
        self.spots: list[Spot] = []
        """Those whose places the gazetteer knows closely enough for a map, in the order of the table."""

    def gather(self, lines: Iterator[EventLine]) -> Iterator[EventLine]:
        """Yield lines as they come, and keep when they were."""
        for line in lines:
            if line.span:
                self._moments.append(_moment(line, line.span))
            position = self._shelf.position(line.where)
            if position is not None and position.radius_km <= _WIDEST_KM:
                self.spots.append(Spot(line.number, position))
            yield line

    @property
    def moments(self) -> list[Moment]:
        """The events that have a date, the earliest first."""
        return sorted(self._moments, key=lambda moment: (moment.span, moment.number))


def _moment(line: EventLine, span: tuple[str, str]) -> Moment:
    when = when_words(line)
    tolls = [f"{words} {name}" for name in ("killed", "injured") if (words := answer_words(line.answers.get(name)))]
    killed = line.answers.get("killed")
    figure = (killed.row.best or killed.row.low) if killed else None
    digits = figure.text.replace(",", "") if figure else ""
    return Moment(
        number=line.number,
        name=line.name.removesuffix(f", {when}"),
        span=span,
        words="; ".join((when, *tolls)),
        killed=int(digits) if digits.isdecimal() else None,
    )


def sources_of(rows: Sequence[ArticleRow], shelf: Shelf) -> Iterator[Source]:
    """Yield the articles of a report, each read when its turn comes."""
    for row in rows:
        article = shelf.quoted_article(row.id)
        yield Source(
            title=article.title or "",
            outlet=article.publisher or "outlet not known",
            published=day_words(article.published),
            name=article.name,
            address=article.url or "",
            original_sha256=article.original_sha256,
        )


def background_lines(report: Report, shelf: Shelf) -> list[tuple[str, str]]:
    """Return each event of a report with what is its background and why, in the order of the report."""
    names = {entry.subject: entry.name or entry.subject for entry in report.entries}
    return [
        (names[each.event], f"{each.words}{f' ({each.decision.rationale})' if each.decision.rationale else ''}")
        for each in shelf.background(list(names))
    ]


def method_lines(report: Report) -> list[str]:
    """Return how the report was made, in a paragraph's sentences."""
    grade, figures = _TITLES[GRADE_OF], _TITLES[DEFAULT_POLICY]
    return [
        "Each statement is kept in the words of its article, with who said it and through whom; statements that share "
        "an origin count once.",
        "A value is a set: “at least 17” is 17 and more. In conflict are statements that cannot all be true; a part "
        "beside its whole, a copy, or a toll that rose is none.",
        "A figure is the reviewer’s where one has decided. Until then it is what the codebook in force proposes "
        f"({figures}, where the dossier names none), or else the least and the greatest that was said.",
        f"The grade is that of {grade}. A codebook proposes; only a person settles.",
        f"Ledger head {report.head[0]}:{report.head[1]} pins all that this report rests on; keep it to be able to tell "
        "whether the record was changed.",
    ]
