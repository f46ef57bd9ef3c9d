"""Follow merges and splits of events to the current subject of a statement.

An assertion keeps the subject it was recorded under, and its id. Its current subject follows from the decisions in
force, in their order, so that undoing one restores what was there.
"""

from collections.abc import Iterable

from claims.decisions import effective
from claims.models import EventDecision

_STAYING = frozenset({"rename", "attach"})
"""Decisions that move no statement."""


class SubjectMap:
    """The current subject of the statements under each recorded subject."""

    def __init__(self, decisions: Iterable[EventDecision]) -> None:
        """Fold `decisions`, oldest first."""
        ordered = self._every = list(decisions)
        self.holding = effective(ordered)
        self._moves: dict[str, list[tuple[int, EventDecision]]] = {}
        self.names: dict[str, str] = {}
        """What reviewers call events, by their keys; the last name given to one."""
        for number, decision in enumerate(self.holding):
            if decision.action == "rename":
                self.names[decision.subject] = decision.name
            if decision.action in _STAYING:
                continue
            source = decision.other if decision.action == "merge" else decision.subject
            self._moves.setdefault(source, []).append((number, decision))
        self._linked: dict[str, set[str]] = {}
        for decision in ordered:
            if decision.other:
                self._linked.setdefault(decision.subject, set()).add(decision.other)
                self._linked.setdefault(decision.other, set()).add(decision.subject)

    def after(self, decisions: Iterable[EventDecision]) -> "SubjectMap":
        """Return the subjects once further decisions were made."""
        return SubjectMap((*self._every, *decisions))

    def __bool__(self) -> bool:
        """Whether any statement has moved to another subject."""
        return bool(self._moves)

    @property
    def has_history(self) -> bool:
        """Whether any statement ever moved, though the move may be undone."""
        return bool(self._linked)

    def background(self, subject: str) -> list[EventDecision]:
        """Return the decisions in force that attach background to a subject, or to one that is it now."""
        attached = (decision for decision in self.holding if decision.action == "attach")
        return [decision for decision in attached if self.current(decision.subject) == subject]

    def head(self, *subjects: str) -> EventDecision | None:
        """Return the latest decision, undone or not, on any of `subjects` or on what is tied to them."""
        tied = {name for subject in subjects if subject for name in self.linked(subject)}
        return next((d for d in reversed(self._every) if d.subject in tied or d.other in tied), None)

    def current(self, subject: str, article: str | None = None) -> str:
        """Return the current subject of what `article` states under `subject`; without an article, of the subject."""
        last = -1
        while step := self._next(subject, article, last):
            last, subject = step
        return subject

    def _next(self, subject: str, article: str | None, last: int) -> tuple[int, str] | None:
        for number, decision in self._moves.get(subject, ()):
            if number <= last:
                continue
            if decision.action == "merge":
                return number, decision.subject
            if article is not None and decision.article == article:
                return number, decision.other
        return None

    def merged_into(self, subject: str) -> list[str]:
        """Return the subjects that decisions in force have merged into `subject`, by name."""
        merged = {decision.other for decision in self.holding if decision.action == "merge"}
        return sorted(other for other in merged - {subject} if self.current(other) == subject)

    def linked(self, subject: str) -> set[str]:
        """Return every subject that any decision, undone or not, has ever tied to `subject`, itself included."""
        subjects, waiting = {subject}, [subject]
        while waiting:
            for other in self._linked.get(waiting.pop(), ()):
                if other not in subjects:
                    subjects.add(other)
                    waiting.append(other)
        return subjects
