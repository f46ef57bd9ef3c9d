"""A report for an editor as a Word file, written while it is read."""

import zipfile
from collections.abc import Iterator
from typing import BinaryIO, Final

from reconcile.items.item import Item
from reconcile.reports.report import Report
from tui.output import counted
from tui.services.briefing import Shelf, event_lines
from tui.writers.brief import (
    COLUMNS,
    FIGURES_WORDS,
    MARK,
    MARK_WORDS,
    Chronicle,
    Source,
    background_lines,
    cells_of,
    method_lines,
    report_title,
    scope_lines,
    sources_of,
)
from tui.writers.disputes import SAME_SENTENCE, Dispute, Position, build_dispute, disputed_events, subject_name
from tui.writers.docx_parts import (
    DOCUMENT_END,
    DOCUMENT_START,
    TABLE_END,
    fixed_parts,
    link,
    paragraph,
    run,
    table_row,
    table_start,
)
from tui.writers.wording import decision_words, source_words, state_words, statement_words, statements_of

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_EVENT_SHARES: Final = (5, 19, 11, 12, 9, 8, 16, 9, 11)
_VALUE_SHARES: Final = (25, 75)


def write_docx(report: Report, shelf: Shelf, file: BinaryIO, *, appendix: bool = False) -> None:
    """Write the report to an open file; the full evidence with the appendix only."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, part in fixed_parts(report_title(report, shelf)).items():
            archive.writestr(_entry(path), part)
        with archive.open(_entry("word/document.xml"), "w", force_zip64=True) as document:
            for part in _document(report, shelf, appendix=appendix):
                document.write(part.encode("utf-8"))


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _document(report: Report, shelf: Shelf, *, appendix: bool) -> Iterator[str]:
    chronicle = Chronicle(shelf)
    yield DOCUMENT_START + paragraph(run(report_title(report, shelf)), style="Title")
    yield "".join(paragraph(run(words)) for words in scope_lines(report))
    yield _heading("The events") + table_start(COLUMNS, _EVENT_SHARES)
    for line in chronicle.gather(event_lines(report, shelf)):
        cells = cells_of(line)
        yield table_row([run(cell, bold=cell is cells[1]) for cell in cells], _EVENT_SHARES)
    yield TABLE_END + paragraph(run(f"{FIGURES_WORDS} {MARK_WORDS}"), style="Small")
    yield _heading("In the order of time")
    for moment in chronicle.moments:
        yield paragraph(run(f"{moment.words} – {moment.name} (No. {moment.number})"), style="Small")
    yield _heading("What is in dispute")
    yield from _disputes(report, shelf)
    if background := background_lines(report, shelf):
        yield _heading("Background")
        yield from (paragraph(run(f"{name}: ", bold=True), run(words)) for name, words in background)
    yield _heading("The articles")
    for number, source in enumerate(sources_of(shelf.article_rows(), shelf), start=1):
        yield _source(number, source)
    yield _heading("How this was made") + paragraph(run(" ".join(method_lines(report))))
    if appendix:
        yield _heading("Appendix: the full evidence")
        for item in shelf.read(report.entries):
            yield from _evidence(item)
    yield DOCUMENT_END


def _heading(words: str, level: int = 1) -> str:
    return paragraph(run(words), style=f"Heading{level}")


def _source(number: int, source: Source) -> str:
    title = f"“{source.title}”, " if source.title else ""
    address = [link(source.address), run(", ")] if source.address else []
    head = run(f"{number}. {source.outlet}, {source.published}: {title}")
    return paragraph(head, *address, run(f"{source.name}, SHA-256 {source.original_sha256}"), style="Small")


def _disputes(report: Report, shelf: Shelf) -> Iterator[str]:
    disputed = disputed_events(report)
    for _, name, entries in disputed:
        disputes = [build_dispute(item, shelf) for item in shelf.read(entries)]
        yield _heading(subject_name(name, disputes, shelf), 2)
        for dispute in disputes:
            yield from _dispute(dispute)
    if not disputed:
        yield paragraph(run("Nothing: what a person has looked at agrees or was said once."))


def _dispute(dispute: Dispute) -> Iterator[str]:
    yield _heading(f"{dispute.about}: {dispute.state}", 3)
    yield paragraph(run(dispute.explanation), keep=True)
    yield table_start(("Value", "Who says so, and the words"), _VALUE_SHARES)
    yield from (table_row((_value(position), _words(position)), _VALUE_SHARES) for position in dispute.positions)
    yield TABLE_END
    if dispute.more:
        yield paragraph(run(f"{counted(dispute.more, 'more value')} in the appendix."), style="Small")
    if dispute.decision:
        yield paragraph(run("Decision: ", bold=True), run(dispute.decision), style="Below")
    if dispute.open:
        yield paragraph(run(f"{dispute.open_label}: ", bold=True), run(" ".join(dispute.open)), style="Below")


def _value(position: Position) -> str:
    marks = [words for words, on in ((MARK, position.is_proposed), ("accepted", position.is_accepted)) if on]
    notes = ", ".join(filter(None, [*marks, position.removed]))
    return run(position.says, bold=True) + (run(f" ({notes})") if notes else "")


def _words(position: Position) -> str:
    as_of = f", as of {position.as_of}" if position.as_of else ""
    if not position.quote:
        return run(f"{position.sources}{as_of}, {SAME_SENTENCE}")
    translated = f" ({position.translated})" if position.translated else ""
    return (
        run(f"{position.sources}{as_of}. “")
        + run(position.before)
        + run(position.quote, bold=True)
        + run(position.after)
        + run(f"”{translated} ({position.where})")
    )


def _evidence(item: Item) -> Iterator[str]:
    """Yield every statement of an item with its source and words, and its decision with its key."""
    yield _heading(item.heading, 3) + paragraph(run(f"{state_words(item)} – {item.explanation}"))
    for number, member in enumerate(item.members, start=1):
        assertion = member.assertion
        removed = f" ({member.removed.replace('_', ' ')})" if member.removed else ""
        yield paragraph(
            run(f"#{number} {statement_words(member)}{removed}", bold=True),
            run(
                f", {source_words(member)}, as of {assertion.as_of or 'an unknown date'}: “{assertion.passage.exact}” "
            ),
            run(
                f"({member.article_name}, characters {assertion.passage.start} to {assertion.passage.end}; statement "
                f"{assertion.id[:12]})"
            ),
            style="Small",
        )
    if item.resolution.decision:
        yield paragraph(
            run(f"Decision: {decision_words(item.resolution.decision, statements_of(item))}"), style="Small"
        )
