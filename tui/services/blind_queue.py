"""The queue of a blind reviewer: the stored lines, but for subjects on which others gave verdicts.

The lines of those are computed without the verdicts and kept in memory. They are found, counted and ordered by the same
queries as the stored ones, so that a list is the same whatever others have decided.
"""

import heapq
import threading
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Final, Protocol

from claims.errors import VariorumError
from claims.store.dossier import ItemRow, SubjectRecord, Summary
from claims.store.tables.overlay import Overlay
from claims.store.tables.queue import ItemFilter, count_values, place_key, select_places
from reconcile.items.knowledge import known_decisions
from tui.services.workspace import Workspace

_OF_SUBJECTS: Final = frozenset({"article", "name", "assertion", "decision"})
"""Kinds of entries that change no item but those of the subjects they name."""

_AT_ONCE: Final = 200
"""Lines put into memory at once."""

_MOST_VALUES: Final = 200


class QueueLines(Protocol):
    """What a list of items is read from: a dossier as it is, or as a blind reviewer may know it."""

    def queue(self, item_filter: ItemFilter) -> list[int]: ...
    def item_page(self, numbers: Sequence[int]) -> list[ItemRow]: ...
    def tags(self, numbers: Sequence[int]) -> dict[int, list[str]]: ...
    def facet_counts(self, item_filter: ItemFilter, field: str) -> list[tuple[str, int]]: ...
    def state_counts(self) -> dict[str, int]: ...


class BlindQueue:
    """The lines of a dossier's items as one blind reviewer may know them."""

    def __init__(self, workspace: Workspace, reviewer: str) -> None:
        """Prepare; the first question reads what others have decided."""
        self.reviewer = reviewer
        self._workspace = workspace
        self._store = workspace.dossier
        self._overlay = Overlay()
        self._lock = threading.Lock()
        self._read_up_to = 0

    def queue(self, item_filter: ItemFilter) -> list[int]:
        """Return the row numbers of the items a filter lets through, in its order."""
        hidden = self._bring_up_to_date()
        if not hidden:
            return self._store.queue(item_filter)
        stored = self._store.queue_places(replace(item_filter, without=hidden))
        here = self._overlay.fetch(select_places(item_filter))
        return [row[0] for row in heapq.merge(stored, here, key=place_key(item_filter.sort))]

    def item_page(self, numbers: Sequence[int]) -> list[ItemRow]:
        """Return the lines of these items, in the given order; items that are gone are left out."""
        self._bring_up_to_date()
        rows = self._overlay.rows(numbers)
        rows |= {row.item: row for row in self._store.item_page([n for n in numbers if n not in rows])}
        return [rows[number] for number in numbers if number in rows]

    def tags(self, numbers: Sequence[int]) -> dict[int, list[str]]:
        """Return the tags of those of these items that have any, by row number."""
        hidden = self._bring_up_to_date()
        return self._store.tags([n for n in numbers if n not in hidden]) | self._overlay.tags(set(numbers) & hidden)

    def facet_counts(self, item_filter: ItemFilter, field: str) -> list[tuple[str, int]]:
        """Return the values of a field with how many of the filtered items have each, most frequent first."""
        hidden = self._bring_up_to_date()
        counts = Counter(dict(self._store.facet_counts(replace(item_filter, without=hidden), field)))
        counts.update(dict(self._overlay.fetch(count_values(item_filter, field))))
        return sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:_MOST_VALUES]

    def state_counts(self) -> dict[str, int]:
        """Return how many items with assertions are in each state."""
        return dict(self.facet_counts(ItemFilter(), "state"))

    def _bring_up_to_date(self) -> frozenset[int]:
        """Compute the lines that what was recorded since has changed; return the row numbers of those in memory."""
        with self._lock:
            newest = self._store.newest()
            if newest > self._read_up_to:
                self._compute(self._find_changed())
                self._read_up_to = newest
            return self._overlay.numbers

    def _find_changed(self) -> frozenset[str]:
        """Return the subjects with decisions whose lines may be others since they were last read."""
        decided = frozenset(self._store.decided_subjects())
        if not self._read_up_to:
            return decided
        changed, kinds = self._store.subjects_since(self._read_up_to)
        if kinds <= _OF_SUBJECTS:
            return changed & decided
        self._overlay = Overlay()  # words or merges: any item may be another
        return decided

    def _compute(self, subjects: Collection[str]) -> None:
        """Compute the lines of these subjects afresh, of those on which others gave verdicts."""
        self._overlay.drop(subjects)
        lines: list[tuple[ItemRow, Summary]] = []
        for record in self._store.subjects_named(subjects):
            lines += self._lines_of(record)
            if len(lines) >= _AT_ONCE:
                self._overlay.put(lines)
                lines = []
        self._overlay.put(lines)

    def _lines_of(self, record: SubjectRecord) -> Iterator[tuple[ItemRow, Summary]]:
        known = tuple(known_decisions(record.decisions, self.reviewer))
        if len(known) == len(record.decisions):
            return
        for row, summary in self._workspace.summaries_in([record._replace(decisions=known)]):
            if isinstance(summary, VariorumError):
                raise summary
            yield row, summary
