"""The inbox: the keys to accept, mend, reject and add claims, article by article."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial

from textual import on
from textual.content import Content
from textual.widgets import Static

from claims.errors import VariorumError
from claims.models import Assertion
from claims.vocabulary.reasons import reasons_in
from tui.output import counted
from tui.review.screens.article_claims import SET_ASIDE, ArticleClaimsScreen
from tui.review.screens.article_mending import ask_correction
from tui.review.screens.asking import ChoiceScreen, LineScreen, scope_lines
from tui.review.screens.claimform import ClaimForm, Mending
from tui.review.screens.inbox_lists import ArticlesScreen, ManyScreen
from tui.review.widgets.articletext import ArticleText
from tui.review.widgets.bars import KeyBar
from tui.review.widgets.claimlines import value_words
from tui.review.workers import start_worker
from tui.services.claim_fields import fields_of
from tui.services.inbox import InboxAct, InboxSession
from tui.visible import visible


class InboxScreen(ArticleClaimsScreen):
    """One article after another, with what is proposed of it."""

    NAME = "inbox"

    def __init__(self, session: InboxSession, article: str | None = None, about: str | None = None) -> None:
        """Open at `article` (the first with waiting proposals, if none), at the claim `about`."""
        super().__init__(session, article, about)
        self._busy = False
        self.acted = False
        """Whether anything was recorded here, so that conflicts may have changed."""

    def _start(self, ask: Callable[[], Awaitable[None]]) -> None:
        """Begin an act, unless one is being recorded: a key pressed meanwhile was not meant for the next."""
        if self.session.current is not None and not self._busy:
            self._busy = True
            start_worker(self, "ask", self._ask_and_reread, ask, exclusive=False)

    async def _ask_and_reread(self, ask: Callable[[], Awaitable[None]]) -> None:
        try:
            await ask()
        except VariorumError as error:
            self.review.show_message(str(error), "error")
            await self._reread()
        finally:
            self._busy = False

    def action_confirm(self) -> None:
        """Accept the claim under the cursor."""
        self._start(self._confirm)

    async def _confirm(self) -> None:
        claim, desk = self.claim(), self.session.current
        if claim is None or desk is None:
            return
        restoring = desk.entries[self.lines.cursor].act in SET_ASIDE
        made = await self.review.run_in_thread(self.session.confirm, [claim], restoring=restoring)
        await self._advance(made)

    def action_reject(self) -> None:
        """Reject the claim under the cursor, for a reason."""
        self._start(self._reject)

    async def _reject(self) -> None:
        claim = self.claim()
        if claim is not None:
            await self._ask_and_reject([claim], _named(claim))

    async def _ask_and_reject(self, claims: Sequence[Assertion], name: str) -> None:
        reasons = [(reason.code, reason.label) for reason in reasons_in("proposal")]
        reason = await self.app.push_screen_wait(ChoiceScreen(f"Reject {name}, because …", reasons))
        if reason is None:
            return
        words: str | None = ""
        if reason == reasons_in("proposal")[-1].code:
            words = await self.app.push_screen_wait(LineScreen(f"Why reject {name}?"))
        if words is not None:
            await self._advance(await self.review.run_in_thread(self.session.reject, claims, reason, words))

    def action_amend(self) -> None:
        """Mend the claim under the cursor."""
        self._start(self._amend)

    async def _amend(self) -> None:
        claim, desk = self.claim(), self.session.current
        if claim is not None and desk is not None:
            span = (claim.passage.start, claim.passage.end)
            made = await self.app.push_screen_wait(ClaimForm(self.session, Mending(desk.text, span, claim)))
            if made is not None:
                await self._advance(made)

    def action_set_scope(self) -> None:
        """Say whose number the claim under the cursor gives, and leave all else of it as it is."""
        self._start(self._set_scope)

    async def _set_scope(self) -> None:
        claim = self.claim()
        if claim is None:
            return
        vocabulary = await self.review.run_in_thread(self.session.workspace.dossier.vocabulary)
        attribute = vocabulary.attribute(claim.attribute)
        scopes = scope_lines(attribute.tree) if attribute else []
        if len(scopes) < 2:
            self.review.show_message(f"{visible(claim.attribute)} has no scopes; e mends its other fields")
            return
        question = ChoiceScreen(
            f"Whose number is it? {_named(claim)}",
            scopes,
            typed="or type another scope of the attribute",
            quotes=[claim.passage.exact] * len(scopes),
            low=True,
        )
        scope = await self.app.push_screen_wait(question)
        if scope is not None:
            fields = replace(fields_of(claim), scope=scope)
            await self._advance(await self.review.run_in_thread(self.session.amend, claim, fields))

    def action_add_claim(self) -> None:
        """Let words be selected for a claim, or continue one that was begun here."""
        if self.session.current is not None:
            span = ClaimForm.drafted_span(self.review.drafts, self.session.current.article.id)
            if span is not None and span[1] <= len(self.session.current.article.text):
                self._start(partial(self._add, *span))
            else:
                self.text.begin_selecting()

    @on(ArticleText.Selecting)
    def _words_selected(self, event: ArticleText.Selecting) -> None:
        line = self.query_one("#selecting", Static)
        desk = self.session.current
        selecting = event.span is not None and desk is not None
        line.display = selecting
        self.query_one(KeyBar).display = not selecting
        if event.span is None or desk is None:
            if self.text.has_focus:
                self.lines.focus()
            return
        start, stop = event.span
        words = visible(desk.article.text[start:stop], limit=200)
        keys = "⏎ takes" if event.begun else "⏎ begins here"
        leave = "esc begins anew" if event.begun else "esc leaves"
        line.update(
            Content(f"Select the words of the claim: ← → ↑ ↓ move, {keys}, {leave}; or drag with the mouse\n“{words}”")
        )

    @on(ArticleText.Taken)
    def _taken(self, event: ArticleText.Taken) -> None:
        self._start(partial(self._add, *event.span))

    async def _add(self, start: int, stop: int) -> None:
        desk = self.session.current
        if desk is not None:
            near = self.claim()
            made = await self.app.push_screen_wait(
                ClaimForm(self.session, Mending(desk.text, (start, stop), None, near))
            )
            if made is not None:
                await self._advance(made, stay=True)

    @on(ArticleText.Pointed)
    def _pointed(self, event: ArticleText.Pointed) -> None:
        """Go to the claim that was clicked in the text; of several the shortest, the current one last."""
        desk = self.session.current
        if desk is None:
            return
        clicked = [
            (index == self.lines.cursor, entry.stop - entry.start, index)
            for index, entry in enumerate(desk.entries)
            if entry.start <= event.offset < entry.stop
        ]
        if clicked:
            self.lines.cursor = min(clicked)[2]

    def action_accept_agreed(self) -> None:
        """Accept several at once, after a look at which."""
        self._start(self._accept_agreed)

    async def _accept_agreed(self) -> None:
        claims = await self.app.push_screen_wait(ManyScreen(self.session, "accept", self.claim()))
        if claims:
            await self._advance(await self.review.run_in_thread(self.session.confirm, claims))

    def action_reject_many(self) -> None:
        """Set several aside at once, after a look at which."""
        self._start(self._reject_many)

    async def _reject_many(self) -> None:
        claim = self.claim()
        if claim is not None:
            claims = await self.app.push_screen_wait(ManyScreen(self.session, "reject", claim))
            if claims:
                await self._ask_and_reject(claims, counted(len(claims), "proposal"))

    async def _advance(self, made: InboxAct, *, stay: bool = False) -> None:
        """Show what is recorded, and go to the next that waits."""
        self.acted = True
        desk = await self._reread(made.about if stay else "")
        if desk is None:
            return
        left = f"{desk.waiting} left here" if desk.waiting else self._done()
        self.review.show_message(f"{made.summary}; {left}")
        if not stay:
            following = desk.next_waiting(self.lines.cursor)
            if following is not None:
                self.lines.cursor = following

    def _done(self) -> str:
        settled, proposed = self.session.progress()
        return "this article is done, n goes to the next" if settled < proposed else "all proposals are settled"

    def action_amend_article(self) -> None:
        """Correct what the article is, never its text."""
        self._start(self._amend_article)

    async def _amend_article(self) -> None:
        desk = self.session.current
        if desk is None:
            return
        correction = await ask_correction(self.app, desk.article, self.session.counts)
        if correction is not None:
            made = await self.review.run_in_thread(self.session.amend_article, *correction)
            self.acted = True
            await self.review.run_in_thread(self.session.load)
            await self._open(made.article)
            self.review.show_message(made.summary)

    # ------------------------------------------------------------------ undo and moving

    def action_undo(self) -> None:
        """Undo the last act and return to its claim."""
        self._start(self._undo)

    async def _undo(self) -> None:
        undone = await self.review.run_in_thread(self.session.undo)
        self.acted = True
        await self.review.run_in_thread(self.session.load)
        await self._open(undone.article, undone.about)
        self.review.show_message(f"undone: {undone.summary}")

    def action_next_article(self) -> None:
        """The next article with waiting proposals."""
        self._start(partial(self._step, 1))

    def action_previous_article(self) -> None:
        """The article with waiting proposals before this one."""
        self._start(partial(self._step, -1))

    async def _step(self, by: int) -> None:
        desk = self.session.current
        await self.review.run_in_thread(self.session.load)
        article = self.session.neighbour(desk.article.id, by) if desk is not None else None
        if article is None:
            self.review.show_message("no other article has proposals that wait")
        else:
            await self._open(article)

    def action_articles(self) -> None:
        """Choose an article from the list of all."""
        self._start(self._choose_article)

    async def _choose_article(self) -> None:
        desk = self.session.current
        await self.review.run_in_thread(self.session.load)
        article = await self.app.push_screen_wait(
            ArticlesScreen(self.session.counts, desk.article.id if desk is not None else "")
        )
        if article is not None:
            await self._open(article)

    def action_next_waiting(self) -> None:
        """The next proposal that waits, round the end."""
        desk = self.session.current
        following = desk.next_waiting(self.lines.cursor + 1) if desk is not None else None
        if following is None:
            self.review.show_message("nothing waits in this article; n goes to the next")
        else:
            self.lines.cursor = following


def _named(claim: Assertion) -> str:
    return f"{visible(claim.attribute, limit=80)} {value_words(claim)}"
