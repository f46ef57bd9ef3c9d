"""The form for one claim: mend what a proposal says of its words, or say what words mean that nobody proposed.

It closes with the act once the store has it; until then what is typed is a draft, kept through Esc, a full disk and the
end of the program.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from claims.claimsfile import ArticleText
from claims.errors import VariorumError
from claims.language import find_language
from claims.models import Assertion
from claims.moments import known_at
from claims.vocabulary.model import TOTAL, Vocabulary
from tui.review.screens.question import Form
from tui.review.workers import start_worker
from tui.services.acts import DecisionError
from tui.services.claim_fields import NAMES, ClaimFields, FieldsError, fields_of
from tui.services.drafts import EMPTY, Draft, Drafts, draft_key
from tui.services.inbox import InboxAct, InboxError, InboxSession
from tui.visible import visible, visible_spans

_CONTEXT: Final = 90
_FIELDS: Final = (
    ("value", "value"),
    ("scope", "scope"),
    ("subject", "event"),
    ("attribute", "attribute"),
    ("chain", "said by"),
    ("stance", "stance"),
    ("as_of", "as of"),
    ("translation", "translated"),
    ("translator", "by"),
    ("why", "why"),
)
"""Names of the fields and their labels, most often mended first."""
_OF_TRANSLATION: Final = ("translation", "translator")
"""Asked for where the words are not in English."""
_HINTS: Final[Mapping[str, str]] = {
    "value": "as the article has it: 17, at least 17, dozens, 6 November 2019, a name",
    "subject": "key of the event; or the organisation, person or place",
    "chain": "speakers back to whoever said it first, as TASS < security committee; empty: the outlet itself",
    "stance": "asserts, denies, suspects or retracts",
    "as_of": "up to when it knows, as 2019-11-06; empty: the day of publication",
    "translation": "what the words say in your language; the words themselves are what is verified",
    "translator": "a person, or a program with its version; empty: you",
    "why": "for the record, if you like",
}
STANCES: Final = ("asserts", "denies", "suspects", "retracts")


def adding_key(article: str) -> str:
    """Return the key of the draft of a claim to be added to an article; there is one at a time."""
    return draft_key("", "add", article)


@dataclass(frozen=True, slots=True)
class Mending:
    """What the form is about."""

    article: ArticleText
    span: tuple[int, int]
    claim: Assertion | None
    """The claim to be mended; None where one is added."""
    near: Assertion | None = None
    """For an added one: a claim whose event and speakers are likely its own."""

    @property
    def key(self) -> str:
        """The name of its draft."""
        return draft_key("", "amend", self.claim.id) if self.claim is not None else adding_key(self.article.id)


class ClaimForm(Form[InboxAct | None]):
    """Ask what some words say; record it, and close with the act, or with None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f9,ctrl+s", "save", "Save", priority=True),
        Binding("f8", "afresh", "Drop the draft", priority=True),
    ]

    def __init__(self, session: InboxSession, about: Mending) -> None:
        super().__init__()
        self._session = session
        self._about = about
        self._vocabulary: Vocabulary | None = None
        self._afresh = False
        claim, language = about.claim, find_language(about.article.text)
        is_foreign = language not in (None, "en") or bool(claim and claim.translation)
        self._lines = [line for line in _FIELDS if is_foreign or line[0] not in _OF_TRANSLATION]

    @staticmethod
    def drafted_span(drafts: Drafts, article: str) -> tuple[int, int] | None:
        """Return the words of a claim that was begun on an article and is kept as a draft."""
        draft = _load(drafts.get(adding_key(article)).words)
        return (draft[0], draft[1]) if draft else None

    def _undrafted(self) -> ClaimFields:
        """Return the fields without any draft."""
        if self._about.claim is not None:
            return fields_of(self._about.claim)
        near = self._about.near
        words = self._about.article.text[slice(*self._about.span)]
        fields = ClaimFields(value=words if len(words) <= 30 else "", as_of=self._known_at() or "")
        return fields if near is None else replace(fields, subject=near.subject, attribute=near.attribute)

    def _known_at(self) -> str | None:
        """Return up to when the article knows what the words say."""
        return known_at(self._about.article, self._about.span[0])

    def _initial(self) -> tuple[ClaimFields, str]:
        draft = _load(self.review.drafts.get(self._about.key).words)
        return (draft[2], draft[3]) if draft and draft[:2] == self._about.span else (self._undrafted(), "")

    def compose(self) -> ComposeResult:
        """Lay out the words over the fields."""
        typed, why = self._initial()
        with Vertical(classes="box form"):
            doing = "Mend" if self._about.claim is not None else "Add a claim"
            yield Static(Content(f"{doing}: what do these words say?"), classes="asked")
            yield Static(self._words(), classes="words", markup=False)
            for name, label in self._lines:
                with Horizontal(classes="line"):
                    yield Static(label, classes="label", markup=False)
                    value = why if name == "why" else getattr(typed, name)
                    yield Input(value, id=name, compact=True, select_on_focus=False)
            yield Static("", classes="hint", markup=False)
            yield Static("", classes="problem", markup=False)
            yield Static(
                "⏎ next field, F9 saves, → takes a suggestion, F8 starts afresh, esc keeps a draft", classes="told"
            )

    def _words(self) -> Content:
        text, (start, stop) = self._about.article.text, self._about.span
        begin, end = max(0, start - _CONTEXT), min(len(text), stop + _CONTEXT)
        shown, [(left, right)] = visible_spans(
            text[begin:end].replace("\n", " "), [(start - begin, stop - begin)], keep=""
        )
        cut = ("… " if begin else "", " …" if end < len(text) else "")
        return Content.assemble(cut[0], shown[:left], (shown[left:right][:600], "bold reverse"), shown[right:], cut[1])

    def on_mount(self) -> None:
        """Begin at the value; read what can be suggested in a worker."""
        self.query_one("#value", Input).focus()
        start_worker(self, "suggest", self._suggest)

    async def _suggest(self) -> None:
        store = self._session.workspace.dossier
        try:
            self._vocabulary = await self.review.run_in_thread(store.vocabulary)
            subjects = await self.review.run_in_thread(store.subjects_near, self._about.article.id)
        except VariorumError as error:
            self.show_problem(str(error))
            return
        self.query_one("#subject", Input).suggester = SuggestFromList(subjects, case_sensitive=False)
        attributes = sorted(self._vocabulary.attributes)
        self.query_one("#attribute", Input).suggester = SuggestFromList(attributes, case_sensitive=False)
        self.query_one("#stance", Input).suggester = SuggestFromList(STANCES, case_sensitive=False)
        self._hint()

    def _scopes(self) -> list[str]:
        name = self.query_one("#attribute", Input).value.strip()
        attribute = self._vocabulary.attribute(name) if self._vocabulary is not None else None
        return [TOTAL, *(attribute.tree.parent_of if attribute is not None else ())]

    # ------------------------------------------------------------------ filling in

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        if event.input.id == "attribute":
            self.query_one("#scope", Input).suggester = SuggestFromList(self._scopes(), case_sensitive=False)
        self._keep_draft()
        self._hint()
        self._save_draft_soon()

    def on_descendant_focus(self) -> None:
        """Show what the focused field takes."""
        self._hint()

    def _near_names(self, names: list[str]) -> list[str]:
        typed = self.query_one("#attribute", Input).value.strip()
        return [name for name in names if typed and typed in name] or names

    def _hint(self) -> None:
        field = self.focused.id if isinstance(self.focused, Input) else ""
        if field == "scope":
            words = f"whose number: {', '.join(self._scopes())}; empty: not stated"
        elif field == "attribute" and self._vocabulary is not None:
            words = f"known: {', '.join(self._near_names(sorted(self._vocabulary.attributes)))}"
        else:
            words = _HINTS.get(field or "", "")
        self.query_one(".hint", Static).update(Content(visible(words, limit=180)))

    def fields(self) -> ClaimFields:
        """Return what is typed."""
        shown = {name for name, _ in self._lines}
        return ClaimFields(*(self.query_one(f"#{name}", Input).value if name in shown else "" for name in NAMES))

    def _why(self) -> str:
        return self.query_one("#why", Input).value

    def _keep_draft(self) -> None:
        """Keep what differs from the proposal as a draft, in memory."""
        if self._saving or self._afresh:
            return
        typed, why = self.fields(), self._why()
        begun = typed != self._undrafted() or bool(why)
        self.review.drafts.keep(self._about.key, Draft(words=_dump(self._about.span, typed, why)) if begun else EMPTY)

    def action_afresh(self) -> None:
        """Drop the draft; a claim that was to be added is left altogether."""
        self._afresh = True
        self.review.drafts.keep(self._about.key, EMPTY)
        self._save_draft()
        if self._about.claim is None:
            self.dismiss(None)
            return
        fields = self._undrafted()
        for name, _ in self._lines:
            self.query_one(f"#{name}", Input).value = "" if name == "why" else getattr(fields, name)
        self.call_after_refresh(self._begin_afresh)

    def _begin_afresh(self) -> None:
        self._afresh = False
        self.query_one("#value", Input).focus()
        self.show_problem("")

    # ------------------------------------------------------------------ saving

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        names = [name for name, _ in self._lines]
        at = names.index(event.input.id or names[-1])
        if at + 1 < len(names):
            self.query_one(f"#{names[at + 1]}", Input).focus()
        else:
            self.action_save()

    def action_save(self) -> None:
        """Record the claim."""
        if not self._saving:
            self._saving = True
            self.show_problem("saving …")
            start_worker(self, "save", self._save, self.fields(), self._why(), exclusive=False)

    async def _save(self, typed: ClaimFields, why: str) -> None:
        session, about = self._session, self._about
        try:
            if about.claim is not None:
                made = await self.review.run_in_thread(session.amend, about.claim, typed, why)
            else:
                made = await self.review.run_in_thread(session.add, about.article.id, about.span, typed, why)
        except (FieldsError, InboxError, DecisionError) as error:
            self.show_problem(str(error))
        except VariorumError as error:
            self._show_unsaved(error)
        else:
            self.review.drafts.keep(about.key, EMPTY)
            await self.review.run_in_thread(self.review.drafts.save)
            self.dismiss(made)
        finally:
            self._saving = False


def _dump(span: tuple[int, int], typed: ClaimFields, why: str) -> str:
    return json.dumps([*span, typed.to_text(), why])


def _load(text: str) -> tuple[int, int, ClaimFields, str] | None:
    """Return a draft's words, fields and reason; None where it is none."""
    try:
        start, stop, typed, why = json.loads(text)
        fields = ClaimFields.from_text(typed)
    except (ValueError, TypeError):
        return None
    is_span = isinstance(start, int) and isinstance(stop, int) and 0 <= start < stop
    return (start, stop, fields, why) if is_span and fields is not None and isinstance(why, str) else None
