"""A report or a trail as Markdown.

In the evidence all ASCII punctuation of foreign text is escaped: escaping the usual dozen characters leaves a third of
hostile strings live. Control characters are made visible first.
"""

import re
from collections.abc import Iterable, Iterator

from claims.decisions import undone_ids
from claims.vocabulary.model import TOTAL
from reconcile.audit.trail import Step, Trail
from reconcile.items.item import Item, Member
from reconcile.reports.report import ItemReader, Report
from tui.services.briefing import Shelf
from tui.services.numbering import number_members, side_numbers
from tui.visible import visible
from tui.writers.brief_markdown import brief_markdown
from tui.writers.tolls import Toll, find_tolls
from tui.writers.wording import (
    decision_words,
    odd_lines,
    scope_words,
    source_words,
    state_words,
    statement_words,
    statements_of,
    steps_of,
    verdict_lines,
    way_lines,
)

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def text(foreign: str) -> str:
    """Return `foreign` as Markdown that shows exactly those characters on one line."""
    return _PUNCTUATION.sub(r"\\\1", visible(" ".join(foreign.split("\n"))))


_QUIET = "Agreed or said once"


def report_markdown(report: Report, shelf: Shelf, *, appendix: bool = False) -> Iterator[str]:
    """Yield the report, a part at a time; the full evidence with the appendix only."""
    yield from brief_markdown(report, shelf)
    if appendix:
        yield from _appendix(report, shelf.read)


def _appendix(report: Report, read: ItemReader) -> Iterator[str]:
    yield "\n## Appendix: the full evidence\n"
    for title, entries in (("Conflicts", report.conflicts), ("Held", report.held), (_QUIET, report.agreed)):
        if entries:
            yield f"\n### {title}\n"
        yield from ("\n".join(["", *_item(item)]) + "\n" for item in read(entries))
    if report.unreviewed:
        yield "\n### Unreviewed\n\nProposals of programs that nobody has confirmed.\n\n"
    yield from (f"- {text(item.heading)}: {text(item.explanation)}\n" for item in read(report.unreviewed))


def _item(item: Item) -> list[str]:
    key = [f"Key: {text(item.id)}", ""] if item.heading != item.id else []
    lines = [f"#### {text(item.heading)}", "", *key, f"**{text(state_words(item))}** — {text(item.explanation)}"]
    lines += ["", "| # | says | source | as of | words |", "|---|---|---|---|---|"]
    lines += [_row(number, member) for number, member in enumerate(item.members, start=1)]
    lines += _clashes(item)
    for toll in find_tolls(item) if item.is_conflict else ():
        lines += _toll(toll)
    lines += _paragraphs(f"Note: {text(note)}" for note in item.notes)
    lines += _paragraphs(f"Verdict: {text(words)}" for words in verdict_lines(item))
    return lines + _decision(item)


def _paragraphs(sentences: Iterable[str]) -> list[str]:
    return [line for sentence in sentences for line in ("", sentence)]


def _decision(item: Item) -> list[str]:
    lines: list[str] = []
    if item.resolution.decision:
        lines += ["", f"Decision: {text(decision_words(item.resolution.decision, statements_of(item)))}"]
    if item.resolution.unseen:
        arrived = ", ".join(f"`{id_[:12]}`" for id_ in item.resolution.unseen)
        lines += ["", f"Arrived since: {arrived}"]
    return lines


def _clashes(item: Item) -> list[str]:
    lines = ["", "Cannot all be true:", ""] if item.clashes else []
    numbers = number_members(item)
    lines += [f"- {', '.join(side_numbers(clash, numbers))}: {text(clash.explanation)}" for clash in item.clashes]
    return lines + _paragraphs(map(text, (*odd_lines(item), *way_lines(item))))


def _toll(toll: Toll) -> list[str]:
    lines = ["", f"Over time{f' ({text(toll.scope)})' if toll.scope else ''}:", ""]
    for line in toll.lines:
        figures = [f"{text(f.words)}{f' ({f.mark})' if f.mark else ''} `{f.assertion[:12]}`" for f in line.figures]
        lines.append(f"- {text(line.origin)}: {', then '.join(figures)}")
    lines += [f"- **{name}**: {text(why)}" for name, why in toll.marked]
    lines.append(f"- standing range: {text(toll.standing)}")
    return lines + ([f"- not told here: {text(toll.left_out)}"] if toll.left_out else [])


def _row(number: int, member: Member) -> str:
    removed = f" ({member.removed.replace('_', ' ')})" if member.removed else ""
    cells = (
        text(statement_words(member) + removed),
        text(source_words(member)),
        text(member.assertion.as_of or "not known"),
        f"“{text(member.assertion.passage.exact)}” {text(member.article_name)}, {member.assertion.passage.start}–"
        f"{member.assertion.passage.end}, `{member.assertion.id[:12]}`"
        + (f"<br>{text(member.assertion.translated)}" if member.assertion.translation else ""),
    )
    return f"| {number} | " + " | ".join(cells) + " |"


def trail_markdown(trail: Trail) -> str:
    """Return a provenance trail."""
    lines = [
        f"# Trail of {text(trail.heading)}",
        "",
        f"Item {text(trail.item)}. State: {text(trail.state)}. Answer: {text(trail.answer or 'none')}.",
    ]
    lines += ["", text(trail.explanation), "", "## Decisions", ""]
    statements, taken_back = steps_of(trail), undone_ids(trail.decisions)
    lines += [
        f"- {text(decision_words(d, statements))}{' (undone)' if d.id in taken_back else ''}" for d in trail.decisions
    ]
    if not trail.decisions:
        lines.append("None yet.")
    lines += ["", "## Evidence"]
    for step in trail.steps:
        lines += ["", *_step(step)]
    lines += ["", f"Ledger head: `{trail.head[0]}:{trail.head[1]}`."]
    return "\n".join(lines) + "\n"


def _step(step: Step) -> list[str]:
    marks = _step_marks(step)
    scope = "" if step.scope == TOTAL else f"{scope_words(step.scope)}, "
    return [
        f"### {text(step.value)} `{step.assertion[:12]}`{' — ' + ', '.join(marks) if marks else ''}",
        "",
        f"- words: “{text(step.quote)}”, characters {step.start} to {step.end}",
        f"- chain: {text(' <- '.join(hop.speaker for hop in step.hops))}",
        f"- {text(scope)}{step.stance}, as of {text(step.as_of or 'not known')}",
        f"- article: {text(step.article_name)}, {text(step.publisher or 'publisher not known')}, "
        f"{text(step.published or 'date not known')}{', ' + text(step.url) if step.url else ''}",
        f"- SHA-256 of its text `{step.text_sha256}`, of the original bytes `{step.original_sha256}`",
    ]


def _step_marks(step: Step) -> list[str]:
    marks = (("accepted", step.accepted), ("orphan", step.orphan), ("not seen", not step.seen))
    return [*(mark for mark, on in marks if on), *filter(None, [step.removed.replace("_", " ")])]
