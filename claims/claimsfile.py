"""Read and write the lines of a claims file, one assertion a line.

A line that cannot be used becomes a finding, never an exception. `claims.intake` reads the bytes (`jsonlines`,
`csvclaims`).
"""

import difflib
import functools
import itertools
import json
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Any, Final, TypeVar, get_args

import msgspec

from claims.assertions import assertion_id, given_value
from claims.errors import VariorumError
from claims.findings import Finding
from claims.identity import NotCanonicalError
from claims.models import Assertion, Stance, SubjectKind
from claims.moments import day_at, known_at
from claims.offsets import OffsetError, Unit, to_characters
from claims.passages import QuoteError, check_span, find_span, passage_content
from claims.records import Record, field_order, is_empty, plain_content
from claims.values import ValueProblem, parse_value
from claims.values.datewords import parse_date_words
from claims.values.model import CountValue, MeasureValue, TimeValue, Value
from claims.values.numbers import find_numbers, fold
from claims.values.relative import read_edtf
from claims.vocabulary.model import Attribute, Vocabulary

_CHOSEN: Final = {"stance": get_args(Stance), "subject_kind": get_args(SubjectKind)}
_MOST_SPEAKERS: Final = 100
_LONGEST_NAME: Final = 300
_NAMES_KEPT: Final = 65_536
_AHEAD: Final = 500
"""Lines whose articles are looked up together."""
_Offset = Annotated[int, msgspec.Meta(ge=0)]
_Read = TypeVar("_Read")
_WARNING: Final[dict[str, Any]] = {"about": "worth-a-look", "severity": "warning"}


class ClaimLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of a claims file. What an export adds is accepted and ignored, but for the id, which must match."""

    article: str
    quote: str | None = None
    start: _Offset | None = None
    end: _Offset | None = None
    subject: str
    subject_kind: SubjectKind = "event"
    attribute: str
    scope: str | None = "total"
    value: str | dict[str, Any]
    stance: Stance = "asserts"
    as_of: str | None = None
    chain: tuple[str, ...] = ()
    exhaustive: bool = False
    note: str = ""
    id: str | None = None
    low: Any = None
    high: Any = None
    number_start: Any = None
    number_end: Any = None
    status: str | None = None
    recorded_at: str | None = None
    extracted_by: str = ""
    tier: str = ""
    rule: str = ""
    evidential: str = ""
    translation: str = ""
    translator: str = ""


COLUMNS: Final = ClaimLine.__struct_fields__
"""Every key a line may have, in the order files are written with."""

_REQUIRED: Final = tuple(field.name for field in msgspec.structs.fields(ClaimLine) if field.required)

_DEFAULTS: Final = {name: Assertion.model_fields[name].default for name in field_order(Assertion)}
"""An assertion's plain content with its keys in order and its defaults."""

_COPIED: Final = tuple(name for name in COLUMNS if name in _DEFAULTS)
"""Fields that an assertion has under the same name as its line; the reader then replaces what needs reading."""

_copied_values: Final = operator.attrgetter(*_COPIED)


class ArticleText(Record):
    """The part of an article that a claim is checked against."""

    id: str
    published: str | None
    modified: str | None = None
    text: str
    moments: tuple[tuple[int, str], ...] = ()


class ClaimsReader:
    """Reads lines into assertions."""

    def __init__(
        self,
        find_article: Callable[[str], ArticleText],
        vocabulary: Vocabulary,
        extracted_by: str,
        offsets: Unit = "characters",
    ) -> None:
        """Prepare to read; `extracted_by` coded the lines that do not say who did, `offsets` is how they count.

        `find_article` returns the article with a name or id, and raises a VariorumError where there is none.
        """
        self._find = functools.lru_cache(maxsize=256)(find_article)
        self._held: dict[str, ArticleText] = {}
        self._vocabulary = vocabulary
        self._extracted_by = extracted_by
        self._offsets = offsets
        self._plain_names: set[str] = set()
        self._values = functools.lru_cache(maxsize=65_536)(self._read_value)
        self._doubt = ""
        self.notes: list[Finding] = []
        """Warnings about lines that were used: a scope outside every tree, a figure that is not in its quote."""

    def read(
        self, lines: Iterable[tuple[int, Mapping[str, object]] | Finding], where: str
    ) -> Iterator[Assertion | Finding]:
        """Yield an assertion or a finding for each line; findings of the file reader pass through."""
        return self._each(lines, where, self.assertion)

    def read_content(
        self,
        lines: Iterable[tuple[int, Mapping[str, object]] | Finding],
        where: str,
        find_articles: Callable[[Iterable[str]], Mapping[str, ArticleText]],
    ) -> Iterator[dict[str, Any] | Finding]:
        """Yield what `read` yields as plain content with its keys in order, without building records: for large files.

        `find_articles` returns those of some hundreds of articles that it finds quickly; others are looked up singly.
        """
        waiting = iter(lines)
        while ahead := list(itertools.islice(waiting, _AHEAD)):
            names = {str(entry[1].get("article")) for entry in ahead if not isinstance(entry, Finding)}
            held = {name: self._held[name] for name in names & self._held.keys()}
            self._held = {**held, **find_articles(names - held.keys())}
            yield from self._each(ahead, where, self.content)

    def _each(
        self,
        lines: Iterable[tuple[int, Mapping[str, object]] | Finding],
        where: str,
        read: Callable[[Mapping[str, object]], _Read],
    ) -> Iterator[_Read | Finding]:
        for entry in lines:
            if isinstance(entry, Finding):
                yield entry
                continue
            number, line = entry
            try:
                result = read(line)
                if self._doubt:
                    self.notes.append(Finding(where=f"{where}:{number}", message=self._doubt, **_WARNING))
                yield result
            except _LineError as error:
                yield Finding(where=f"{where}:{number}", message=str(error), about=error.about)
            except VariorumError as error:
                about = "quote-not-found" if isinstance(error, QuoteError) else "unknown-article"
                yield Finding(where=f"{where}:{number}", message=str(error), about=about)

    def assertion(self, line: Mapping[str, object]) -> Assertion:
        """Return the assertion of a line.

        Raises:
            VariorumError: the line cannot be used; the message says why and what to do.
        """
        return Assertion.model_validate(self.content(line))

    def content(self, line: Mapping[str, object]) -> dict[str, Any]:
        """Return what `assertion` returns as plain content with its keys in order.

        Raises:
            VariorumError: as for `assertion`.
        """
        try:
            claim = msgspec.convert(line, ClaimLine)
        except msgspec.ValidationError as error:
            raise _LineError(_problem(line, str(error)), "bad-line") from error
        self._check_names(claim)
        if bool(claim.translation.strip()) != bool(claim.translator.strip()):
            raise _LineError('a translation of the quote needs its "translator", and the other way round', "bad-line")
        attribute = self._attribute(claim.attribute)
        article = self._held.get(claim.article) or self._find(claim.article)
        claim = _count_in_characters(claim, article.text, self._offsets)
        start, end = _find_passage(claim, article)
        value, plain_value = self._value(claim, attribute, day_at(article, start))
        content = _DEFAULTS | dict(zip(_COPIED, _copied_values(claim), strict=True))
        content["as_of"] = _as_of(claim.as_of or known_at(article, start), day_at(article, start))
        content["attribute"] = attribute.name
        content["chain"] = [
            {"end": None, "inferred": False, "speaker": name, "start": None, "verb": ""} for name in claim.chain
        ]
        content["extracted_by"] = claim.extracted_by or self._extracted_by
        content["passage"] = passage_content(article.id, article.text, start, end)
        content["value"] = plain_value
        content["written"] = claim.value if isinstance(claim.value, str) else None
        content["id"] = _identify(content, claim.id)
        quoted = article.text[start:end]
        self._doubt = _doubt_span(claim, article.text) or _doubt(claim, attribute, value, quoted)
        content["number_start"], content["number_end"] = _stated_figure(claim, value, quoted, start)
        for name in Assertion.later:
            if is_empty(content[name]):
                del content[name]
        return content

    def _value(self, claim: ClaimLine, attribute: Attribute, published: str | None) -> tuple[Value, object]:
        """Return the value, and the same as plain content. Few surface forms make up most of a large file."""
        if isinstance(claim.value, str):
            # A date in words may depend on the day of publication; nothing else depends on the article.
            return self._values(claim.value, attribute.name, published if attribute.kind == "date" else None)
        return self._read_value(claim.value, attribute.name, published)

    def _read_value(
        self, written: str | Mapping[str, object], attribute: str, published: str | None
    ) -> tuple[Value, object]:
        value = _value(written, self._attribute(attribute), published)
        return value, plain_content(value)

    def _attribute(self, name: str) -> Attribute:
        attribute = self._vocabulary.attribute(name)
        if attribute is None:
            near = difflib.get_close_matches(name.casefold(), self._vocabulary.attributes, n=1)
            instead = f" (did you mean {near[0]}?)" if near else ""
            raise _LineError(
                f"the vocabulary has no attribute {name!r}{instead}; `variorum vocabulary import FILE` adds it, "
                f'FILE being:\n    [attributes.{json.dumps(name)}]\n    kind = "count"   # count | measure | date | '
                'time | place | actor | choice | text\n    time = "fixed"   # fixed | cumulative | state',
                "unknown-attribute",
            )
        return attribute

    def _check_names(self, claim: ClaimLine) -> None:
        if len(claim.chain) > _MOST_SPEAKERS:
            raise _LineError(f"chain has {len(claim.chain)} speakers; give at most {_MOST_SPEAKERS}", "bad-name")
        unchecked = {claim.subject, claim.scope or "total", claim.attribute, *claim.chain} - self._plain_names
        if not unchecked:
            return
        if all(map(_is_plain_name, unchecked)):
            if len(self._plain_names) >= _NAMES_KEPT:
                self._plain_names.clear()
            self._plain_names |= unchecked
            return
        names = {"subject": claim.subject, "scope": claim.scope or "total", "attribute": claim.attribute}
        names |= {f"chain[{n}]": speaker for n, speaker in enumerate(claim.chain)}
        for what, name in names.items():
            _check_name(what, name)


class _LineError(VariorumError):
    def __init__(self, problem: str, about: str) -> None:
        self.about = about
        super().__init__(problem)


def _identify(content: Mapping[str, Any], stated: str | None) -> str:
    """Return the id of an assertion's content, which must be the stated one if there is one."""
    try:
        id_ = assertion_id(content)
    except NotCanonicalError as error:
        raise _LineError(str(error), "bad-line") from error
    if stated not in (None, id_):
        raise _LineError(
            f"the id {str(stated)[:12]} does not match the content ({id_[:12]}): the line was changed after "
            "it was exported, or its article is here under another publisher, date or title; leave out the id to "
            "import it as a new claim",
            "id-mismatch",
        )
    return id_


def _count_in_characters(claim: ClaimLine, text: str, unit: Unit) -> ClaimLine:
    if unit == "characters":
        return claim
    try:
        places = {
            name: to_characters(text, offset, unit)
            for name in ("start", "end")
            if (offset := getattr(claim, name)) is not None
        }
    except OffsetError as error:
        raise _LineError(f"{error}; see how the tool it comes from counts (--offsets)", "bad-offset") from error
    return msgspec.structs.replace(claim, **places)


def _doubt_span(claim: ClaimLine, text: str) -> str:
    """Return a warning about a passage given by its offsets alone that cuts a word: they may count something else."""
    if claim.quote is not None or claim.start is None or claim.end is None:
        return ""
    cut = any(0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum() for at in (claim.start, claim.end))
    words = text[claim.start : claim.end]
    hint = "if they count UTF-16 units, --offsets utf-16 reads them"
    return f"its offsets cut a word: {words[:60]!r}; {hint}" if cut else ""


def _find_passage(claim: ClaimLine, article: ArticleText) -> tuple[int, int]:
    try:
        return _span(claim, article)
    except QuoteError as error:  # name the article as the line does
        raise QuoteError(claim.article, error.quote, error.problem) from error


def _is_plain_name(name: str) -> bool:
    return name.isprintable() and name == name.strip() and 0 < len(name) <= _LONGEST_NAME


def _check_name(what: str, name: str) -> None:
    if not name.strip() or name != name.strip():
        raise _LineError(f"{what} {name!r} is empty or has blanks around it; trim it", "bad-name")
    if len(name) > _LONGEST_NAME or not name.isprintable():
        problem = f"{what} is {len(name)} characters long or holds control characters; give a short plain name"
        raise _LineError(problem, "bad-name")


def _doubt(claim: ClaimLine, attribute: Attribute, value: Value, quoted: str) -> str:
    """Return a warning about a claim that can be used; nearly always empty."""
    if claim.scope is not None and claim.scope not in attribute.tree:
        known = ", ".join(("total", *sorted(attribute.tree.parent_of)))
        return (
            f"no tree holds the scope {claim.scope!r}, so it compares with itself only; known for {attribute.name} "
            f"are {known}; a vocabulary file can place it"
        )
    if claim.status == "rejected":
        return "it was rejected where it comes from; here it counts until it is rejected here too"
    if not isinstance(value, CountValue) or value.number_start is None or not isinstance(claim.value, str):
        return ""
    return _doubt_figure(claim.value[value.number_start : value.number_end], quoted)


def _doubt_figure(figure: str, quoted: str) -> str:
    if figure in quoted:
        return ""
    stated, in_quote = ({number.value for number in find_numbers(fold(text)[0])} for text in (figure, quoted))
    # The words may add up to the figure ("15 militants and two guards" for 17), and need not hold one ("a guard").
    if not in_quote or stated & {*in_quote, sum(in_quote)}:
        return ""
    figures = ", ".join(f"{number:f}" for number in sorted(in_quote))
    return f"the value says {figure!r} where the figures of its quote are {figures}; see whether both were meant"


def _value(given: str | Mapping[str, object], attribute: Attribute, published: str | None) -> Value:
    try:
        return parse_value(attribute.kind, given, unit=attribute.unit, choices=attribute.values)
    except ValueProblem as error:
        if attribute.kind == "date" and isinstance(given, str):
            try:
                return parse_date_words(given, published)
            except ValueProblem as in_words:  # of what is all figures, the first problem says better what is wrong
                error = in_words if any(map(str.isalpha, given)) else error
        raise _LineError(f"value: {error}", "bad-value") from error


def _as_of(written: str | None, published: str | None) -> str | None:
    try:
        return None if written is None else _read_as_of(written, published)
    except ValueProblem as error:
        raise _LineError(f"as_of: {error}", "bad-date") from error


@functools.lru_cache(maxsize=4096)
def _read_as_of(written: str, published: str | None) -> str:
    try:
        return read_edtf(written)
    except ValueProblem:
        if not any(map(str.isalpha, written)):
            raise
    return parse_date_words(written, published).edtf


def _span(claim: ClaimLine, article: ArticleText) -> tuple[int, int]:
    if claim.quote is not None:
        start, end = find_span(article.id, article.text, claim.quote, claim.start)
        if claim.end is not None and claim.end != end:
            raise QuoteError(claim.article, claim.quote, f"ends at {end}, not at {claim.end}; leave out end")
        return start, end
    if claim.start is None or claim.end is None:
        raise _LineError('give the "quote", or both "start" and "end" of it', "no-passage")
    check_span(article.id, article.text, claim.start, claim.end)
    return claim.start, claim.end


def _problem(line: Mapping[str, object], problem: str) -> str:
    for key in line:
        if key not in COLUMNS:
            return f"unknown key {key!r}; known are {', '.join(COLUMNS)}"
    for key in _REQUIRED:
        if key not in line:
            return f"{key!r} is missing"
    what, _, where = problem.partition(" - at `$.")
    if (declared := _CHOSEN.get(where.rstrip("`"))) and what.startswith("Invalid enum value"):
        return f"{where.rstrip('`')}: {str(line[where.rstrip('`')])[:40]!r} is none of {', '.join(declared)}"
    return f"{where.rstrip('`')}: {what[:1].lower()}{what[1:].replace('`', '')}"


def export_line(assertion: Assertion, *, article: str, status: str, recorded_at: str) -> dict[str, Any]:
    """Return the line of a claims file that imports to exactly `assertion`; `article` is the name or id to write."""
    number_start, number_end = number_span(assertion)
    computed = {
        "article": article,
        "quote": assertion.passage.exact,
        "start": assertion.passage.start,
        "end": assertion.passage.end,
        "value": given_value(assertion),
        "chain": list(assertion.speakers),
        **_bounds(assertion.value),
        "number_start": number_start,
        "number_end": number_end,
        "status": status,
        "recorded_at": recorded_at,
    }
    return {name: computed[name] if name in computed else getattr(assertion, name) for name in COLUMNS}


def _bounds(value: Value) -> dict[str, Any]:
    """Return the ends of a count or measure as numbers, those of a date as days; a time of day stands in its words."""
    ends = {end: getattr(value, end, None) for end in ("low", "high")}
    if isinstance(value, TimeValue):
        return dict.fromkeys(ends)
    measured = isinstance(value, MeasureValue)
    return {end: _number(bound) if measured and bound is not None else bound for end, bound in ends.items()}


def _number(bound: str) -> int | float:
    number = Decimal(bound)
    return int(number) if number == number.to_integral_value() else float(number)


def _stated_figure(claim: ClaimLine, value: Value, quoted: str, start: int) -> tuple[int | None, int | None]:
    """Return the span of a count's figure that an export gave, if it is in the quote and not found by searching it."""
    first, last = claim.number_start, claim.number_end
    if not isinstance(value, CountValue) or not isinstance(first, int) or not isinstance(last, int):
        return None, None
    if not start <= first < last <= start + len(quoted):
        return None, None
    # In a claim by a person it was found by searching the quote, and would be found there again.
    written = claim.value if isinstance(claim.value, str) else None
    by_person = not claim.tier and (first, last) == _find_figure(value, written, quoted, start)
    return (None, None) if by_person else (first, last)


def number_span(assertion: Assertion) -> tuple[int | None, int | None]:
    """Return the span of a count's figure in the article, in characters.

    It is the span the proposer read; without one, the first place of the figure in the quote, or (None, None).
    """
    if isinstance(assertion.value, CountValue) and assertion.number_start is not None:
        return assertion.number_start, assertion.number_end
    return _find_figure(assertion.value, assertion.written, assertion.passage.exact, assertion.passage.start)


def _find_figure(value: Value, written: str | None, quoted: str, start: int) -> tuple[int | None, int | None]:
    if not isinstance(value, CountValue) or written is None or value.number_start is None:
        return None, None
    figure = written[value.number_start : value.number_end]
    at = quoted.casefold().find(figure.casefold())
    return (start + at, start + at + len(figure)) if figure and at >= 0 else (None, None)
