"""`variorum events`: which articles speak of the same event, why, and what a reviewer says of it."""

from dataclasses import asdict
from pathlib import Path

from claims.models import EventDecision
from reconcile.events.questions import Question
from reconcile.evidence.lens import Lens
from tui.cli.commands.extract import run_extract
from tui.output import counted, say, write, write_json
from tui.services import event_review as events
from tui.services.workspace import Workspace
from tui.visible import visible


def run_find(dossier: Path, *, as_json: bool) -> None:
    """Read the articles not yet read, then print which events may be one."""
    with Workspace(dossier) as workspace:
        read = {mention.article for mention in workspace.dossier.mentions()}
        waiting = [row.id for row in workspace.dossier.article_rows() if row.id not in read]
    if waiting:
        say(f"{counted(len(waiting), 'article')} not read yet: reading them, as `variorum extract` does")
        run_extract(dossier, waiting, [], as_json=False, quiet=True)
    with Workspace(dossier) as workspace:
        questions = events.ask_questions(workspace)
        labels = workspace.dossier.article_labels()
        if as_json:
            write_json([_question_json(question) for question in questions])
            return
        for question in questions:
            word = "one event?" if question.points >= 0 else "perhaps one:"
            write(visible(f"{word} {question.one} and {question.two} ({question.points / 1000:+.1f})"))
            write(visible(f"   {labels[question.pair[0][0]]}, {labels[question.pair[1][0]]}:"))
            for part in question.score.parts:
                write(visible(f"   {part.points / 1000:+6.1f}  {part.name}: {part.reason}"))
        say(f"{counted(len(events.list_events(workspace)), 'event')}, {counted(len(questions), 'question')}")
        if questions:
            say("`variorum events merge A B` joins two, `variorum events split A B` keeps them apart")


def _question_json(question: Question) -> dict[str, object]:
    return {
        "events": [question.one, question.two],
        "points": question.points,
        "proposed": question.points >= 0,
        "articles": [article for article, _ in question.pair],
        "parts": [asdict(part) for part in question.score.parts],
    }


def run_list(dossier: Path, lens: Lens, *, as_json: bool) -> None:
    """Print the events with the number of articles that speak of each."""
    with Workspace(dossier, lens=lens) as workspace:
        views = events.list_events(workspace)
    if as_json:
        write_json([asdict(view) for view in views])
        return
    for view in views:
        count = f"{len(view.articles):4} {'articles' if len(view.articles) != 1 else 'article '}"
        write(visible(f"{count}  {view.id}" + (f"  {view.label}" if view.label != view.id else "")))
    say(counted(len(views), "event"))


def run_show(dossier: Path, lens: Lens, event: str, *, as_json: bool) -> None:
    """Print one event: its articles, and what reviewers said of it."""
    with Workspace(dossier, lens=lens) as workspace:
        view = events.find_event(workspace, event)
        decisions = events.decisions_on(workspace, view.id)
        rows = {row.id: row for row in workspace.dossier.article_rows_of(view.articles)}
    if as_json:
        write_json({**asdict(view), "decisions": [decision.model_dump(mode="json") for decision in decisions]})
        return
    write(visible(f"{view.id}: {view.kind or 'event'}, {view.date or 'no date'}, {view.place or 'no place'}"))
    for article in view.articles:
        row = rows[article]
        mark = "*" if article in view.main_of else " "
        told = ", ".join(part for part in (row.publisher, row.published, row.title) if part)
        write(visible(f" {mark} {row.name}  {told}  {row.id[:12]}"))
    for decision in decisions:
        write(visible(_told(decision)))
    say("* mainly reports it")


def run_merge(dossier: Path, keep: str, others: list[str], because: str, reviewer: str, *, as_json: bool) -> None:
    """Record that several events are one."""
    with Workspace(dossier) as workspace:
        for other in others:
            _tell(events.merge_events(workspace, keep, other, reviewer, because), as_json=as_json)


def run_split(dossier: Path, event: str, part: str, because: str, reviewer: str, *, as_json: bool) -> None:
    """Record that an article is on another event, or that two events are two."""
    with Workspace(dossier) as workspace:
        known = {view.id for view in events.list_events(workspace)}
        act = events.keep_apart if part in known else events.split_event
        _tell(act(workspace, event, part, reviewer, because), as_json=as_json)


def run_undo(dossier: Path, event: str, because: str, reviewer: str, *, as_json: bool) -> None:
    """Record that the latest merge or split of an event no longer holds."""
    with Workspace(dossier) as workspace:
        _tell(events.undo_event(workspace, event, reviewer, because), as_json=as_json)


def _tell(decision: EventDecision, *, as_json: bool) -> None:
    if as_json:
        write_json(decision.model_dump(mode="json"))
    else:
        write(visible(f"recorded {decision.id}: {_told(decision)}"))


def _told(decision: EventDecision) -> str:
    """Return a merge or a split in words."""
    words = {
        "merge": f"{decision.other} merged into {decision.subject}",
        "split": f"{decision.other} is not {decision.subject}"
        + (f" (article {decision.article[:12]})" if decision.article else ""),
        "undo": f"undone: {decision.subject}, {decision.other}",
    }[decision.action]
    why = f": {decision.rationale}" if decision.rationale else ""
    return f"{words} ({decision.reviewer}, {decision.decided_at}){why}"
