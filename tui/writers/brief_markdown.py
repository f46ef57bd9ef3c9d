"""A report for an editor as Markdown that can be pasted into a mail: few marks, and no table but that of the events."""

import re
from collections.abc import Iterator
from typing import Final

from reconcile.reports.report import Report
from tui.output import counted
from tui.services.briefing import Shelf, event_lines
from tui.visible import visible
from tui.writers.brief import (
    COLUMNS,
    FIGURES_WORDS,
    MARK,
    MARK_WORDS,
    Chronicle,
    background_lines,
    cells_of,
    method_lines,
    report_title,
    scope_lines,
    sources_of,
)
from tui.writers.disputes import SAME_SENTENCE, Dispute, Position, build_dispute, disputed_events, subject_name

_LIVE: Final = re.compile(
    r"[\\`*\[\]<|~#]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)|^[-+>:=]|(?<=^\d)[.)](?=\s|$)|(?<=^\d\d)[.)](?=\s|$)"
)
"""Marks that may mean something inside a line, and those that may at its start."""
_LIST_NUMBER: Final = re.compile(r"^(\d{3,9})([.)])(?=\s|$)")


def plain(foreign: str) -> str:
    """Return foreign text as Markdown that shows exactly those characters on one line, with as few marks as that takes.

    >>> print(plain("attack-2024: 17 (15 to 20), *police* in post_1.txt"))
    attack-2024: 17 (15 to 20), \\*police\\* in post_1.txt
    """
    escaped = _LIVE.sub(r"\\\g<0>", visible(" ".join(foreign.split())))
    return _LIST_NUMBER.sub(r"\1\\\2", escaped)


def brief_markdown(report: Report, shelf: Shelf) -> Iterator[str]:
    """Yield the report without its appendix, an event or a dispute at a time."""
    chronicle = Chronicle(shelf)
    yield f"# Conflict report: {plain(report_title(report, shelf))}\n\n"
    yield "".join(f"{plain(words)}\n\n" for words in scope_lines(report))
    yield f"## The events\n\n| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}\n"
    for line in chronicle.gather(event_lines(report, shelf)):
        yield f"| {' | '.join(map(plain, cells_of(line)))} |\n"
    yield f"\n{FIGURES_WORDS} {MARK_WORDS}\n\n## In the order of time\n\n"
    if not chronicle.moments:
        yield "No event has a date.\n"
    for moment in chronicle.moments:
        yield f"- {plain(moment.words)} – {plain(moment.name)} (No. {moment.number})\n"
    yield "\n## What is in dispute\n"
    yield from _disputes(report, shelf)
    if background := background_lines(report, shelf):
        yield "\n## Background\n\n" + "".join(f"- {plain(name)}: {plain(words)}\n" for name, words in background)
    yield "\n## The articles\n\n"
    for number, source in enumerate(sources_of(shelf.article_rows(), shelf), start=1):
        title = f"“{plain(source.title)}”, " if source.title else ""
        address = f"{plain(source.address)}, " if source.address else ""
        yield (
            f"{number}. {plain(source.outlet)}, {plain(source.published)}: {title}{address}{plain(source.name)}, "
            f"SHA-256 {source.original_sha256}\n"
        )
    yield f"\n## How this was made\n\n{' '.join(map(plain, method_lines(report)))}\n"


def _disputes(report: Report, shelf: Shelf) -> Iterator[str]:
    disputed = disputed_events(report)
    for _, name, entries in disputed:
        disputes = [build_dispute(item, shelf) for item in shelf.read(entries)]
        yield f"\n### {plain(subject_name(name, disputes, shelf))}\n"
        yield from ("\n".join(["", *_dispute(dispute)]) + "\n" for dispute in disputes)
    if not disputed:
        yield "\nNothing: what a person has looked at agrees or was said once.\n"


def _dispute(dispute: Dispute) -> list[str]:
    lines = [f"**{plain(dispute.about)}: {plain(dispute.state)}.** {plain(dispute.explanation)}", ""]
    lines += map(_position, dispute.positions)
    if dispute.more:
        lines.append(f"- {counted(dispute.more, 'more value')} in the appendix")
    if dispute.decision:
        lines += ["", f"Decision: {plain(dispute.decision)}"]
    if dispute.open:
        lines += ["", f"{dispute.open_label}: {' '.join(map(plain, dispute.open))}"]
    return lines


def _position(position: Position) -> str:
    marks = [words for words, on in ((MARK, position.is_proposed), ("accepted", position.is_accepted)) if on]
    notes = ", ".join(filter(None, [*marks, position.removed]))
    as_of = f", as of {position.as_of}" if position.as_of else ""
    head = f"- **{plain(position.says)}**{f' ({notes})' if notes else ''}: {plain(position.sources)}{plain(as_of)}"
    if not position.quote:
        return f"{head}, {SAME_SENTENCE}"
    translated = f" ({plain(position.translated)})" if position.translated else ""
    sentence = plain(position.before + position.quote + position.after)
    return f"{head}. “{sentence}”{translated} ({plain(position.where)})"
