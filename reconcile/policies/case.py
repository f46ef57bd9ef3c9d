"""Builds what a policy is given, the figures of one data item with their origins, and the proposal it returns."""

from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Final, Protocol

from claims.grouping import group_by
from claims.records import Record
from claims.values import format_bounds
from claims.values.model import CountValue
from claims.vocabulary.model import TOTAL, ScopeTree, Vocabulary
from reconcile.evidence.reading import Reading
from reconcile.policies.accounts import NO_ACCOUNTS, Accounts, is_belligerent
from reconcile.relations.origins import Grouping

DEFAULT_POLICY: Final = "ucdp"
"""The policy in force where a dossier names none: it keeps low, best and high apart."""


class Part(Record):
    """What a policy says of one side or part of the whole, by the codebook's own name for it."""

    name: str
    low: int | None = None
    best: int | None = None
    high: int | None = None
    used: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """The part as printed: `side_b 15`."""
        return f"{self.name} {_shown(self.low, self.best, self.high)}"

    @property
    def best_or_low(self) -> int | None:
        """The best estimate, or the lowest figure where no best is given."""
        return self.low if self.best is None else self.best


def with_figure(parts: Iterable[Part]) -> list[Part]:
    """Return the parts that are not blank."""
    return [part for part in parts if part.low is not None]


class Proposal(Record):
    """What a policy would say of a data item. It proposes; a reviewer settles."""

    policy: str
    version: str
    clause: str
    """The clause of the codebook that decided."""
    sentence: str
    """How it decided, with the figures."""
    low: int | None = None
    best: int | None = None
    high: int | None = None
    """All None for a blank, and where the values are no counts."""
    value: str = ""
    """Where the values are no counts: the one it gives, as printed; empty for a blank."""
    tied: tuple[str, ...] = ()
    """Values as good as that one."""
    pending: bool = False
    """The policy says to wait for more."""
    grade: str = ""
    parts: tuple[Part, ...] = ()
    """The sides or parts that the codebook enters apart."""
    warning: str = ""
    used: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    """(assertion id, why)."""
    beside: tuple[str, ...] = ()
    """Ids of statements of other attributes that decided with them: who accepted responsibility, say."""

    @property
    def shown(self) -> str:
        """The figures as printed, or the value: `17`, `15 to 19, best 15`, `18:05`, `pending`, `blank`."""
        return "pending" if self.pending else self.value or _shown(self.low, self.best, self.high)

    @property
    def is_blank(self) -> bool:
        """Whether it gives neither a figure nor a value."""
        return not self.value and self.low is self.best is self.high is None

    @property
    def answer(self) -> str:
        """The figures as printed with the grade and the parts that have one: `17; attackers 12`."""
        grade = f" ({self.grade})" if self.grade else ""
        return self.shown + grade + "".join(f"; {part.shown}" for part in with_figure(self.parts))


def _shown(low: int | None, best: int | None, high: int | None) -> str:
    if low is high is best is None:
        return "blank"
    if low == high and low is not None:
        return f"{low:,}"
    shown = format_bounds(low, high)
    return shown if best is None else f"{shown}, best {best:,}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One statement of a count, as a codebook sees it."""

    id: str
    origin: str
    """Independent origin: a statement passed on has that of the statement it copies."""
    outlet: str
    """Which printed this very statement."""
    point: int | None
    """The figure as it would be entered: exact, "at least" and "about" as stated, the lower of a range; None for vague
    words.
    """
    low: int
    high: int | None
    words: str
    """The surface form, for rules that read words such as "dozens"."""
    time: str | None
    """Up to when it knows; a statement passed on knows no later than its first copy."""
    doubtful: bool
    """Stated as unconfirmed, or by a source that a reviewer graded D, E, 4 or 5."""
    by_perpetrator: bool
    """The origin is an armed group."""
    through: str = ""
    """The outlet that printed it first, of several copies."""
    belligerent: bool = False
    """The origin is a party to the fighting."""
    grade: str = ""
    """A reviewer's letter for its source, A to E by name; empty where nobody can judge: none was given, or F was."""
    graded_doubtful: str = ""
    """The grade that makes it doubtful, with whose it is: `its source D`, `it 5`."""
    named: bool = False
    """Its origin is a person or body by name: neither an outlet, a wire nor "officials"."""

    @property
    def entered(self) -> int:
        """The one number a codebook would type in: the point, or the least that vague words mean."""
        return self.low if self.point is None else self.point

    @property
    def highest(self) -> int:
        """The highest number it gives: its upper bound, or the lower one where it is open."""
        return self.low if self.high is None else self.high


class Bounded(Protocol):
    """What has an upper bound: a figure, a count, a point in time of one."""

    @property
    def high(self) -> int | None:
        """None where it is open."""
        ...


def highest_of(figures: Collection[Bounded]) -> int | None:
    """Return the highest number that figures allow; None where one of them is open."""
    highs = [figure.high for figure in figures if figure.high is not None]
    return max(highs) if len(highs) == len(figures) else None


def least_high(figures: Iterable[Figure]) -> int | None:
    """Return the least upper bound of figures; None where every one is open."""
    return min((figure.high for figure in figures if figure.high is not None), default=None)


def of_latest_time(figures: Iterable[Figure]) -> list[Figure]:
    """Return the figures that know up to the latest time, of at least one figure; an unknown time is the earliest."""
    by_time = group_by(figures, lambda figure: figure.time or "")
    return by_time[max(by_time)]


@dataclass(frozen=True, slots=True)
class Case:
    """The figures of one data item."""

    figures: tuple[Figure, ...]
    """Every one for the whole, or, where nobody counts the whole, for its only part (`warning` then says so); by time,
    of one time the highest first.
    """
    left_out: tuple[tuple[str, str], ...] = ()
    warning: str = ""
    scope: str | None = TOTAL
    """What the figures count; None where it is not stated."""
    by_scope: Mapping[str | None, tuple[Figure, ...]] = field(default_factory=dict)
    """The figures of every stated scope, the whole included, each in that order."""
    tree: ScopeTree = field(default_factory=ScopeTree)
    way: str = ""
    """How the dossier has disagreement dealt with, where the policy it goes by offers ways."""
    accounts: Accounts = field(default_factory=Accounts)
    """What is said of the event beside its counts."""

    def latest_of_each_origin(self, figures: Iterable[Figure] | None = None) -> list[Figure]:
        """Return the newest figure of each origin, by origin: one voice, one figure, however many outlets carry it."""
        newest: dict[str, Figure] = {}
        for figure in self.figures if figures is None else figures:
            newest[figure.origin] = figure  # they come in time order; of one time the lowest is last
        return [newest[origin] for origin in sorted(newest)]

    def part(self, name: str, scope: str, rule: Callable[[str, Sequence[Figure]], Part]) -> Part:
        """Return what `rule` makes of the figures for `scope`, or of its parts added up; blank where there are none."""
        if own := self.by_scope.get(scope):
            return rule(name, own)
        if self.by_scope.keys() <= {TOTAL, scope}:
            return Part(name=name)
        divisions = (children for parent, _, children in self.tree.facets if parent == scope)
        sums = (add_parts(name, [self.part(child, child, rule) for child in children]) for children in divisions)
        return next(iter(with_figure(sums)), Part(name=name))


def range_over_origins(name: str, figures: Iterable[Figure]) -> Part:
    """Return the range that the newest figure of each origin gives; the figures come in the order of a case."""
    newest = {figure.origin: figure for figure in figures}.values()
    used = tuple(sorted(figure.id for figure in newest))
    return Part(name=name, low=min(figure.low for figure in newest), high=highest_of(newest), used=used)


def disagreeing_copies(figures: Sequence[Figure]) -> list[Figure]:
    """Return the figures that an origin is given with at its latest time beside the last of them, in their order."""
    last = {figure.origin: figure for figure in figures}
    return [figure for figure in figures if _is_other_copy(figure, last[figure.origin])]


def _is_other_copy(figure: Figure, newest: Figure) -> bool:
    """Whether `figure` is another figure of the same voice at the same time: somebody misreported one of them."""
    same = (figure.origin, figure.time) == (newest.origin, newest.time)
    return same and (figure.low, figure.high) != (newest.low, newest.high)


def add_parts(name: str, parts: Sequence[Part]) -> Part:
    """Return the sum of disjoint parts; blank where none has a figure."""
    counted = with_figure(parts)
    if not counted:
        return Part(name=name)
    return Part(
        name=name,
        low=add_up(part.low for part in counted),
        best=add_up(part.best_or_low for part in counted),
        high=add_up(part.high for part in counted),
        used=tuple(sorted({id_ for part in counted for id_ in part.used})),
    )


def add_up(ends: Iterable[int | None]) -> int | None:
    """Return the sum of ends, open where one of them is."""
    figures = list(ends)
    stated = [figure for figure in figures if figure is not None]
    return sum(stated) if len(stated) == len(figures) else None


class Policy(Protocol):
    """A named, versioned decision rule."""

    name: str
    version: str
    title: str
    source: str
    """The document it follows."""
    independent: bool
    """Whether it counts origins rather than outlets."""

    def propose(self, case: Case) -> Proposal:
        """Return what the rule gives for a case with at least one figure."""
        ...


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a policy's rule gives for a case; without a figure it is a blank."""

    clause: str
    """The clause of the codebook that decided."""
    sentence: str
    """How it decided, with the figures."""
    used: Iterable[Figure] = ()
    low: int | None = None
    best: int | None = None
    high: int | None = None
    pending: bool = False
    grade: str = ""
    parts: Sequence[Part] = ()
    warning: str = ""
    beside: Iterable[str] = ()
    """Ids of statements of other attributes that decided, too."""
    why_not: Mapping[str, str] = field(default_factory=dict)
    """By assertion id, the reason why a figure was left out."""


def enter_figure(
    clause: str, sentence: str, figures: Iterable[Figure], entered: int, why_not: Mapping[str, str] | None = None
) -> Ruling:
    """Return the ruling that one figure is low, best and high, resting on those of `figures` that enter it."""
    used = [figure for figure in figures if figure.entered == entered]
    return Ruling(clause, sentence, used, low=entered, best=entered, high=entered, why_not=why_not or {})


def explain_all(figures: Iterable[Figure], why: str) -> dict[str, str]:
    """Return one reason for all figures, by assertion id."""
    return {figure.id: why for figure in figures}


_FROM_RULING: Final = ("clause", "sentence", "low", "best", "high", "pending", "grade")

NO_WHOLE: Final = Ruling("no total: blank", "Nobody gives one figure for the whole.")


def make_proposal(policy: Policy, case: Case, ruling: Ruling) -> Proposal:
    """Return the proposal; every figure that is not used is left out, for the reason in `why_not` where there is one.

    A figure that another scope's part rests on is used, too.
    """
    used = {figure.id for figure in ruling.used} | {id_ for part in ruling.parts for id_ in part.used}
    reasons = _why_outdone(case.figures) | dict(case.left_out) | dict(ruling.why_not)
    return Proposal(
        **{name: getattr(ruling, name) for name in _FROM_RULING},
        policy=policy.name,
        version=policy.version,
        parts=tuple(ruling.parts),
        warning="; ".join(filter(None, (case.warning, ruling.warning))),
        used=tuple(sorted(used)),
        left_out=tuple(sorted((id_, why) for id_, why in reasons.items() if id_ not in used)),
        beside=tuple(sorted(ruling.beside)),
    )


def _why_outdone(figures: Sequence[Figure]) -> dict[str, str]:
    times = {f.origin: f.time for f in figures}
    return {
        f.id: "another statement of its origin is newer"
        if f.time != times[f.origin]
        else "its origin is given with another figure at the same time"
        for f in figures
    }


def build_case(
    readings: Sequence[Reading],
    revised: Container[str],
    vocabulary: Vocabulary,
    grouping: Grouping,
    accounts: Accounts = NO_ACCOUNTS,
) -> Case | None:
    """Return the case of an item's own counts; None where it has none."""
    counts = [r for r in readings if isinstance(r.value, CountValue)]
    left_out = _leave_out(counts, revised)
    current = [r for r in counts if r.id not in left_out]
    if not current:
        return None
    by_scope = _figures_by_scope(current, vocabulary, grouping)
    counted = next(iter(by_scope)) if len(by_scope) == 1 else TOTAL
    left_out |= _leave_out_other_scopes(current, counted)
    figures = by_scope.get(counted, ())
    warning = "" if TOTAL in by_scope else _warn_of_parts(by_scope)
    by_scope.pop(None, None)
    attribute = current[0].attribute
    way = vocabulary.way_for(attribute.name)
    return Case(figures, tuple(sorted(left_out.items())), warning, counted, by_scope, attribute.tree, way, accounts)


def _figures_by_scope(
    readings: Sequence[Reading], vocabulary: Vocabulary, grouping: Grouping
) -> dict[str | None, tuple[Figure, ...]]:
    figures = _figures(readings, vocabulary, grouping)
    grouped = group_by(readings, attrgetter("scope"))
    return {scope: tuple(sorted((figures[r.id] for r in own), key=_by_time)) for scope, own in grouped.items()}


def _leave_out(counts: Iterable[Reading], revised: Container[str]) -> dict[str, str]:
    """Return, by id, why a count is no figure at all."""
    reasons = {r.id: f"it {r.stance}" for r in counts if r.stance not in {"asserts", "suspects"}}
    return reasons | {r.id: "its own origin has since said otherwise" for r in counts if r.id in revised}


def _leave_out_other_scopes(counts: Iterable[Reading], counted: str | None) -> dict[str, str]:
    """Return, by id, what a count counts that counts something else than the case."""
    return {r.id: f"it counts {_part_name(r.scope)}" for r in counts if r.scope != counted}


def _warn_of_parts(scopes: Iterable[str | None]) -> str:
    names = sorted(map(_part_name, scopes))
    return f"nobody counts the whole; these are {', '.join(name.replace('_', ' ') for name in names)}"


def _part_name(scope: str | None) -> str:
    return scope or "an unstated part"


def _by_time(figure: Figure) -> tuple[str, int, int, str]:
    return figure.time or "", -figure.entered, -figure.low, figure.id


def _figures(readings: Sequence[Reading], vocabulary: Vocabulary, grouping: Grouping) -> dict[str, Figure]:
    """Return the figures by id. A copy knows no more than the first of its copies, and came through its outlet."""
    by_id = {reading.id: reading for reading in readings}
    figures = {}
    for reading in readings:
        copies = [by_id[id_] for id_ in grouping.copies.get(reading.id, (reading.id,)) if id_ in by_id]
        first = min(copies, key=lambda r: (r.clock.end or "", r.id))
        figures[reading.id] = _figure(reading, first, vocabulary, grouping.origin_of.get(reading.id, reading.origin))
    return figures


def _figure(reading: Reading, first: Reading, vocabulary: Vocabulary, origin: str) -> Figure:
    value = reading.value
    assert isinstance(value, CountValue)
    actor = vocabulary.actors.get(origin)
    setting = vocabulary.source_setting(origin)
    doubted = _doubtful_grade(reading.grade, setting.grade)
    armed = actor is not None and actor.kind == "armed_group"
    is_speaker = origin != first.outlet and not vocabulary.is_wire(origin)
    return Figure(
        id=reading.id,
        origin=origin,
        outlet=reading.outlet,
        through=first.outlet,
        point=point_of(value),
        low=value.low,
        high=value.high,
        words=(reading.assertion.written or "").casefold(),
        time=first.clock.end,
        doubtful=reading.stance == "suspects" or bool(doubted),
        graded_doubtful=doubted,
        by_perpetrator=armed,
        belligerent=is_belligerent(origin, vocabulary),
        named=is_speaker and any(letter.isalpha() and not letter.islower() for letter in origin),
        grade=setting.grade[:1].replace("F", ""),
    )


def _doubtful_grade(own: str, source: str) -> str:
    """Return which grade makes a statement doubtful, empty for none.

    What a reviewer says of this very statement goes before what was said of all that its source says.
    """
    if source[:1] in {"D", "E"} or (source[1:] in {"4", "5"} and not own):
        return f"its source {source}"
    return f"it {own}" if own in {"4", "5"} else ""


def point_of(value: CountValue) -> int | None:
    """Return the figure as a codebook would enter it: that which its giver says is best; None for vague words."""
    if value.best is not None:
        return value.best
    if value.hedge == "vague":
        return None
    if value.hedge in {"at_least", "more_than", "exact", "either", "range"} or value.high is None:
        return value.low  # nobody averages: of "10 to 20" the lower is entered
    if value.hedge in {"up_to", "at_most", "less_than", "nearly"}:
        return value.high
    return (value.low + value.high) // 2
