"""`variorum events`: which articles speak of the same event, why, and what a reviewer says of it."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Annotated, Final

import typer
from typing_extensions import TypedDict

from claims.models import EventDecision
from claims.store.dossier import ArticleRow
from reconcile.events.questions import Question as ScoredQuestion
from tui.cli.commands.extract import run_extraction
from tui.cli.options import Because, Json, KnownAt, RecordedAt, dossier_path, open_workspace, reviewer_name
from tui.output import counted, say, write, write_json
from tui.services import event_review as events
from tui.services.event_review import EventView
from tui.services.workspace import Workspace
from tui.visible import visible
from tui.writers.json_views.shapes import Id, Shape, closed, fill_shape

app = typer.Typer(help="Which articles speak of the same event.", no_args_is_help=True)


@closed
class Part(TypedDict):
    """A reason for or against two events being one."""

    name: str
    points: int
    """In thousandths."""
    reason: str


@closed
class Question(TypedDict):
    """Events that may be one: two, or a group."""

    events: list[str]
    points: int
    """In thousandths; from 0 on they are proposed to be one."""
    proposed: bool
    setting: str
    """The day, place and kind that short reports have in common; empty where nothing but the scores speaks for it."""
    articles: list[Id]
    parts: list[Part]
    """Of the two articles that speak most for it."""


@closed
class Event(TypedDict):
    """An event with what reviewers said of it."""

    id: str
    name: str
    """What people call it."""
    kind: str
    label: str
    date: str | None
    place: str | None
    articles: list[Id]
    main_of: list[Id]
    former_names: list[str]
    """What it was called before, the first first."""
    decisions: list[EventDecision]


SHAPES: Final[dict[str, Shape]] = {
    "events": (list[EventView], "variorum events list --format json"),
    "questions": (list[Question], "variorum events find --format json"),
    "event": (Event, "variorum events show --format json"),
    "event-decision": (EventDecision, "variorum events merge, split, rename, attach, undo --format json"),
}


@app.command("find")
def events_find(as_json: Json = "text") -> None:
    """Read the articles not yet read, and say which events may be one.

    `variorum extract` puts an article under an event where enough speaks for it: names few others have, days, ages,
    streets, the words around them. What reached the dossier apart and may be one is printed here, with each reason and
    its points: from 0 up it is likelier one event than two. Short reports of one day, place and kind are one question
    for the whole group. Nothing is joined by itself.
    """
    _read_waiting()
    with open_workspace() as workspace:
        questions = events.ask_questions(workspace)
        labels = workspace.dossier.article_labels()
        if as_json:
            write_json(list(map(_question_json, questions)))
            return
        for question in questions:
            _print_question(question, labels)
        say(f"{counted(len(events.list_events(workspace)), 'event')}, {counted(len(questions), 'question')}")
        if questions:
            say("`variorum events merge A B...` joins them, `variorum events split A B...` keeps A apart")


def _read_waiting() -> None:
    with open_workspace() as workspace:
        read = {mention.article for mention in workspace.dossier.mentions()}
        waiting = [row.id for row in workspace.dossier.article_rows() if row.id not in read]
    if waiting:
        say(f"{counted(len(waiting), 'article')} not read yet: reading them, as `variorum extract` does")
        run_extraction(dossier_path(), waiting)


@app.command("list")
def events_list(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="WORD...", help="words of its name, a former name, its key or headline"),
    ] = None,
    as_json: Json = "text",
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
) -> None:
    """List the events, or those with all of some words, with the articles that speak of them and mainly report them.

    As of a date, only the articles there were then count; which of them are of one event is as reviewers see it now.
    """
    with open_workspace(False, known_at, recorded_at) as workspace:
        views = events.search_events(workspace, " ".join(words or ()))
    if as_json:
        write_json(list(map(asdict, views)))
        return
    for view in views:
        count = f"{len(view.articles):4} {'articles' if len(view.articles) != 1 else 'article '}"
        about = [part for part in (view.id, view.label) if part != view.name]
        write(visible("  ".join((count, view.name, *dict.fromkeys(about)))))
    say(counted(len(views), "event"))


@app.command("show")
def events_show(
    event: Annotated[str, typer.Argument(help="its id; `variorum events list` shows them")],
    as_json: Json = "text",
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
) -> None:
    """Show one event: its articles, its background, its former names, and what reviewers merged or split."""
    with open_workspace(False, known_at, recorded_at) as workspace:
        view = events.find_event(workspace, event)
        decisions, former = events.decisions_on(workspace, view.id), workspace.names.former(view.id)
        background = workspace.background([view.id])
        names = _names_in(workspace, decisions)
        rows = {row.id: row for row in workspace.dossier.article_rows_of(view.articles)}
    if as_json:
        said = [decision.model_dump(mode="json") for decision in decisions]
        write_json({**asdict(view), "former_names": former, "decisions": said})
        return
    _print_event(view, rows)
    for attached in background:
        write(visible(f"background: {attached.words}"))
    for name in former:
        write(visible(f"formerly: {name}"))
    for decision in decisions:
        write(visible(_decision_words(decision, names)))
    say("* mainly reports it")


@app.command("merge")
def events_merge(
    keep: Annotated[str, typer.Argument(metavar="EVENT", help="the event that stays")],
    others: Annotated[list[str], typer.Argument(metavar="OTHER...", help="events that go into it")],
    because: Because = "",
    as_json: Json = "text",
) -> None:
    """Say that events are one. Their statements then meet; `variorum events undo` gives back what was there."""
    reviewer = reviewer_name()
    with open_workspace() as workspace:
        for other in others:
            _print_decision(workspace, events.merge_events(workspace, keep, other, reviewer, because), as_json=as_json)


@app.command("split")
def events_split(
    event: Annotated[str, typer.Argument(help="the event")],
    parts: Annotated[
        list[str], typer.Argument(metavar="ARTICLE|EVENT...", help="articles to take out, or other events")
    ],
    because: Because = "",
    as_json: Json = "text",
) -> None:
    """Say that an article is on another event, or that two events are two. Nothing joins them again by itself."""
    reviewer = reviewer_name()
    with open_workspace() as workspace:
        known = {view.id for view in events.list_events(workspace)}
        for part in parts:
            act = events.keep_apart if part in known else events.split_event
            _print_decision(workspace, act(workspace, event, part, reviewer, because), as_json=as_json)


@app.command("rename")
def events_rename(
    event: Annotated[str, typer.Argument(help="its id; `variorum events list` shows them")],
    name: Annotated[str, typer.Argument(help="what people call it from now on, in quotes")],
    because: Because = "",
    as_json: Json = "text",
) -> None:
    """Give an event another name. Its id stays; `variorum events show` lists its former names."""
    reviewer = reviewer_name()
    with open_workspace() as workspace:
        _print_decision(workspace, events.rename_event(workspace, event, name, reviewer, because), as_json=as_json)


@app.command("attach")
def events_attach(
    event: Annotated[str, typer.Argument(help="its id; `variorum events list` shows them")],
    article: Annotated[str, typer.Argument(help="name or id of the article that tells of the background")],
    statement: Annotated[str, typer.Option(help="id of the one statement in it that is meant", metavar="ID")] = "",
    because: Because = "",
    as_json: Json = "text",
) -> None:
    """Attach an article, or one statement in it, to an event as background. It is listed and is no evidence."""
    reviewer = reviewer_name()
    with open_workspace() as workspace:
        id_ = workspace.dossier.find_article(article)
        claim = events.statement_in(workspace, id_, statement) if statement else ""
        _print_decision(
            workspace, events.attach_background(workspace, event, id_, claim, reviewer, because), as_json=as_json
        )


@app.command("undo")
def events_undo(
    event: Annotated[str, typer.Argument(help="the event, or the id of what is taken back")],
    because: Because = "",
    as_json: Json = "text",
) -> None:
    """Take back the latest merge, split, name or background of an event. Undone, it stays in the record."""
    reviewer = reviewer_name()
    with open_workspace() as workspace:
        _print_decision(workspace, events.undo_event(workspace, event, reviewer, because), as_json=as_json)


def _question_json(question: ScoredQuestion) -> Question:
    return fill_shape(
        Question,
        question,
        proposed=question.points >= 0,
        articles=[article for article, _ in question.mentions],
        parts=list(map(asdict, question.score.parts)),
    )


def _print_event(view: EventView, rows: Mapping[str, ArticleRow]) -> None:
    if view.name != view.id:
        write(visible(view.name))
    write(visible(f"{view.id}: {view.kind or 'event'}, {view.date or 'no date'}, {view.place or 'no place'}"))
    for article in view.articles:
        row = rows[article]
        mark = "*" if article in view.main_of else " "
        about = ", ".join(filter(None, (row.publisher, row.published, row.title)))
        write(visible(f" {mark} {row.name}  {about}  {row.id[:12]}"))


def _print_question(question: ScoredQuestion, labels: Mapping[str, str]) -> None:
    verdict = "one event?" if question.points >= 0 else "perhaps one:"
    if question.group:
        write(visible(f"{verdict} {question.group} ({question.points / 1000:+.1f})"))
        for event, (article, _) in zip(question.events, question.mentions, strict=True):
            write(visible(f"   {event}: {labels[article]}"))
        return
    write(visible(f"{verdict} {' and '.join(question.events)} ({question.points / 1000:+.1f})"))
    write(visible(f"   {', '.join(labels[article] for article, _ in question.mentions)}:"))
    for part in question.score.parts:
        write(visible(f"   {part.points / 1000:+6.1f}  {part.name}: {part.reason}"))


def _print_decision(workspace: Workspace, decision: EventDecision, *, as_json: bool) -> None:
    if as_json:
        write_json(decision.model_dump(mode="json"))
    else:
        words = _decision_words(decision, _names_in(workspace, [decision]))
        write(visible(f"recorded {decision.id}: {words}"))


def _names_in(workspace: Workspace, decisions: Iterable[EventDecision]) -> dict[str, str]:
    """Return the events that decisions are on by their keys, each as its name with its key."""
    keys = {key for decision in decisions for key in (decision.subject, decision.other) if key}
    named = workspace.names.of_all(sorted(keys))
    return {key: f"{name} ({key})" if name != key else key for key, name in named.items()}


def _decision_words(decision: EventDecision, names: Mapping[str, str]) -> str:
    """Return a decision on events in words."""
    event, other = (names.get(key, key) for key in (decision.subject, decision.other))
    words = {
        "merge": f"{other} merged into {event}",
        "split": f"{other} is not {event}" + (f" (article {decision.article[:12]})" if decision.article else ""),
        "rename": f"{decision.subject} named “{decision.name}”",
        "attach": f"article {(decision.article or '')[:12]} is background of {event}",
        "undo": f"undone: {', '.join(filter(None, (event, other)))}",
    }[decision.action]
    why = f": {decision.rationale}" if decision.rationale else ""
    return f"{words} ({decision.reviewer}, {decision.decided_at}){why}"
