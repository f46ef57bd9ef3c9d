"""The questions by which it is corrected what an article is: which field, its value, and why."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from textual.app import App

from claims.amendments import AMENDABLE, RETRACTED, REVISES
from claims.models import Article
from claims.store.dossier import ArticleRow, Waiting
from tui.review.screens.asking import ChoiceScreen, LineScreen
from tui.review.screens.inbox_lists import ArticlesScreen
from tui.services.amending import AmendmentError, field_words, read_values
from tui.visible import visible


class Correction(NamedTuple):
    """What is to be corrected of an article, to what, and why."""

    field: str
    value: str
    because: str


async def ask_correction(app: App[Any], article: Article | ArticleRow, others: Sequence[Waiting]) -> Correction | None:
    """Ask what is to be corrected; None where that is left. `others` are the articles that it may replace."""
    field = await app.push_screen_wait(ChoiceScreen(f"Correct {article.name}:", list(_fields(article))))
    value = await _ask_value(app, field, article, others) if field else None
    because = await app.push_screen_wait(LineScreen("Why, in a sentence?")) if value is not None else None
    return Correction(field, value, because) if field and value is not None and because is not None else None


def _fields(article: Article | ArticleRow) -> Iterator[tuple[str, str]]:
    """Yield what can be corrected of an article, each with what it says now."""
    yield from ((field, f"{field_words(field)}: {getattr(article, field) or 'not stated'}") for field in AMENDABLE)
    yield REVISES, "it is a later edition of another article ..."
    yield RETRACTED, "its publisher took it back: set aside what it states"


async def _ask_value(app: App[Any], field: str, article: Article | ArticleRow, others: Sequence[Waiting]) -> str | None:
    """Return the new value of a field; it is asked for again where it is none of its kind."""
    if field == RETRACTED:
        return ""
    if field == REVISES:
        return await app.push_screen_wait(ArticlesScreen([each for each in others if each.article != article.id], ""))
    value: str | None = getattr(article, field) or ""
    problem = ""
    while True:
        question = f"What is the {field_words(field)} of {article.name}? (empty: not stated)"
        value = await app.push_screen_wait(LineScreen(question, value or "", visible(problem, limit=200)))
        if value is None:
            return None
        try:
            read_values({field: value})
        except AmendmentError as error:
            problem = str(error)
        else:
            return value
