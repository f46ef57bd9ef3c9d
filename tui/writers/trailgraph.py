"""A trail as an SVG picture, from the answer on the left through decisions, assertions and speakers to the articles.

A trail is nearly a tree, so columns of boxes with one row for each assertion need no graph program. The file has no
scripts, links or fonts of its own: it is safe to open and the same everywhere.
"""

from collections.abc import Mapping, Sequence
from html import escape
from operator import attrgetter
from typing import Final

from claims.decisions import undone_ids
from claims.grouping import group_by
from reconcile.audit.trail import Step, Trail
from tui.visible import visible
from tui.writers.wording import decided_words, scope_words, steps_of

_WIDTH: Final = 230
_HEIGHT: Final = 58
_GAP_X: Final = 46
_GAP_Y: Final = 16
_MARGIN: Final = 20
_MOST_CHARACTERS: Final = 34
"""Characters of a line that fit a box; the whole text is in its title."""

_STYLE: Final = (
    "svg{background:#fff;color:#222;font:12px sans-serif}rect{fill:#f6f6f6;stroke:#777}text{fill:#222}"
    "path{fill:none;stroke:#777}.answer rect{fill:#e4eefb;stroke:#2457a6;stroke-width:2}.accepted rect{stroke:#2457a6;"
    "stroke-width:3}.removed rect,.undone rect{stroke-dasharray:5 4}.new rect{stroke:#a65f00;stroke-width:2}"
    ".bad rect{stroke:#b00020;stroke-width:3}.head{font-weight:bold}"
    "@media(prefers-color-scheme:dark){svg{background:#181818}rect{fill:#262626;stroke:#999}text{fill:#eee}"
    "path{stroke:#999}.answer rect{fill:#1d2b40;stroke:#7fb0ff}.accepted rect{stroke:#7fb0ff}}"
)

_Place = tuple[int, float]
"""Column and row; rows between two others are halves."""


def _article_box(step: Step, place: _Place) -> str:
    about = f"{step.publisher or 'publisher not known'}, {step.published or 'date not known'}"
    return _box(place, "article", step.article_name, about, f"sha256 {step.text_sha256}")


def trail_svg(trail: Trail) -> str:
    """Return the picture of a trail."""
    steps = sorted(trail.steps, key=attrgetter("article_name", "article", "start", "assertion"))
    rows = max(len(steps), len(trail.decisions))
    answer = (0, max(len(steps) - 1, 0) / 2)
    boxes = [_box(answer, "answer", trail.heading, trail.answer or "no answer yet", trail.state)]
    edges: list[str] = []
    decisions = _draw_decisions(trail, rows, answer, boxes, edges)
    first = 2 if trail.decisions else 1
    last = first + max((len(step.hops) for step in steps), default=1) + 1
    articles = group_by(range(len(steps)), lambda row: steps[row].article)
    for row, step in enumerate(steps):
        place: _Place = (first, row)
        boxes.append(_box(place, _mark(step), f"{step.value} ({step.assertion[:12]})", f"“{step.quote}”", _about(step)))
        edges += [_edge(start, place) for start in _deciding(step, trail, decisions) or ([] if decisions else [answer])]
        place = _draw_chain(step, place, boxes, edges)
        edges.append(_edge(place, (last, _middle(articles[step.article]))))
    boxes += [_article_box(steps[quoting[0]], (last, _middle(quoting))) for quoting in articles.values()]
    width = _left(last) + _WIDTH + _MARGIN
    height = _top(max(rows, 1) - 1) + _HEIGHT + 2 * _MARGIN + 14
    return _svg(trail, width, height, [*edges, *boxes])


def _svg(trail: Trail, width: int, height: int, drawn: Sequence[str]) -> str:
    """Return the file with its title and the head of the ledger below the picture."""
    head = f"Ledger head {trail.head[0]}:{trail.head[1]}"
    label = _safe(f"Trail of {trail.heading}: {trail.answer or 'no answer yet'} ({trail.state})")
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
            f'role="img" aria-label="{label}">',
            f"<title>{label}</title>",
            f"<style>{_STYLE}</style>",
            *drawn,
            f'<text x="{_MARGIN}" y="{height - _MARGIN}">{_safe(head)}</text>',
            "</svg>",
            "",
        ]
    )


def _draw_decisions(trail: Trail, rows: int, answer: _Place, boxes: list[str], edges: list[str]) -> dict[str, _Place]:
    """Draw the decisions in the second column, spread over `rows`; return the place of each."""
    places: dict[str, _Place] = {}
    statements, taken_back = steps_of(trail), undone_ids(trail.decisions)
    spread = rows / max(len(trail.decisions), 1)
    for number, decision in enumerate(trail.decisions):
        place = places[decision.id] = (1, (number + 0.5) * spread - 0.5)
        undone = "undone" if decision.id in taken_back else ""
        words = f"{decided_words(decision, statements)} by {decision.reviewer}"
        boxes.append(_box(place, undone, words, decision.rationale or decision.reason, decision.decided_at))
        if decision.id in trail.standing:
            edges.append(_edge(answer, place))
    return places


def _draw_chain(step: Step, place: _Place, boxes: list[str], edges: list[str]) -> _Place:
    """Draw who passed a statement on, to the right of it; return the place of the last."""
    for hop in reversed(step.hops):
        speaker = (place[0] + 1, place[1])
        boxes.append(_box(speaker, hop.part, hop.speaker, hop.part, ""))
        edges.append(_edge(place, speaker))
        place = speaker
    return place


def _deciding(step: Step, trail: Trail, places: Mapping[str, _Place]) -> list[_Place]:
    """Return the places of the standing decisions on the assertion, or on everything the reviewer saw."""
    standing = [decision for decision in trail.decisions if decision.id in trail.standing]
    about = [d for d in standing if d.assertion == step.assertion or (not d.assertion and step.assertion in d.seen)]
    return [places[decision.id] for decision in about]


def _middle(rows: Sequence[int]) -> float:
    return sum(rows) / len(rows)


def _mark(step: Step) -> str:
    if step.orphan:
        return "bad"
    if step.removed:
        return "removed"
    if step.accepted:
        return "accepted"
    return "" if step.seen else "new"


def _about(step: Step) -> str:
    marks = {"bad": "words not found", "removed": step.removed.replace("_", " "), "accepted": "accepted", "new": "new"}
    scope = scope_words(step.scope)
    return ", ".join(filter(None, (marks.get(_mark(step)), scope, step.stance, step.as_of)))


def _left(column: int) -> int:
    return _MARGIN + column * (_WIDTH + _GAP_X)


def _top(row: float) -> int:
    return _MARGIN + round(row * (_HEIGHT + _GAP_Y))


def _box(place: _Place, kind: str, *lines: str) -> str:
    x, y = _left(place[0]), _top(place[1])
    lines = tuple(filter(None, lines))
    text = "".join(
        f'<text x="{x + 8}" y="{y + 17 + 16 * number}"{" class=" + chr(34) + "head" + chr(34) if not number else ""}>'
        f"{_safe(_cut(line))}</text>"
        for number, line in enumerate(lines)
    )
    title = f"<title>{_safe(chr(10).join(lines))}</title>"
    return f'<g class="{kind}">{title}<rect x="{x}" y="{y}" width="{_WIDTH}" height="{_HEIGHT}" rx="5"/>{text}</g>'


def _edge(start: _Place, end: _Place) -> str:
    x, y = _left(start[0]) + _WIDTH, _top(start[1]) + _HEIGHT // 2
    to_x, to_y = _left(end[0]), _top(end[1]) + _HEIGHT // 2
    bend = (to_x - x) // 2
    return f'<path d="M{x},{y} C{x + bend},{y} {to_x - bend},{to_y} {to_x},{to_y}"/>'


def _cut(line: str) -> str:
    one_line = " ".join(line.split("\n"))
    return one_line if len(one_line) <= _MOST_CHARACTERS else one_line[: _MOST_CHARACTERS - 1] + "…"


def _safe(text: str) -> str:
    return escape(visible(text, keep="\n"))
