"""Sources and actors on a desk: whose names are one, what is part of what, grades, and what may be one name."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from claims.errors import VariorumError
from claims.grouping import group_by
from claims.store.tables.queue import ItemFilter
from claims.vocabulary.model import Actor, SourceSetting, Vocabulary
from reconcile.comparison.naming import NameSuggestion
from tui.services.name_suggestions import find_suggestions
from tui.services.policy_settings import check_setter, grade_source, setting_time
from tui.services.review_session import ReviewSession
from tui.visible import visible

Settings = dict[str, dict[str, object]]
"""Entries of one section of the vocabulary, by name."""

_TAKEN_BACK: Final[Mapping[str, Mapping[str, object]]] = {
    "names": {"of": ""},
    "memberships": {"holds": False},
    "sources": {"grade": "", "belligerent": False},
}
"""What an entry of each section comes to where nothing was set before."""
_DAY: Final = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
_LONGEST: Final = 200
_NAMELESS: Final = "article "
"""Opens what stands for the outlet of an article that names none."""


class SourceError(VariorumError):
    """A name or a membership cannot be set; nothing was recorded."""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source or actor as a line of the desk."""

    name: str
    spellings: tuple[str, ...] = ()
    """Its name, and others by which items are found."""
    items: int = 0
    """In how many items something is said by it."""
    suggestion: NameSuggestion | None = None
    """The name that it may be another of."""
    section: str = "actors"


class SourceDesk:
    """One reviewer's work on the sources and actors of a dossier."""

    def __init__(self, session: ReviewSession) -> None:
        """Begin with none; `load` reads them."""
        self._session = session
        self._store = session.workspace.dossier
        self._history: list[tuple[str, dict[str, Settings]]] = []
        """What was done here and not undone: in words, with what the entries of each section were before."""
        self._sources: list[SourceLine] = []
        self._suggested: list[SourceLine] = []
        self.lines: list[SourceLine] = []

    @property
    def words(self) -> Vocabulary:
        """The vocabulary in force."""
        return self._store.vocabulary()

    # ------------------------------------------------------------------ reading

    def load(self, words: str = "") -> None:
        """Read who speaks or publishes here, with all of some words in a name: what may be one first, then by use."""
        counts = [(name, count) for name, count in self._store.facet_counts(ItemFilter(), "source")]
        named = [(name, count) for name, count in counts if not name.startswith(_NAMELESS)]
        by_name = group_by(named, lambda one: self.words.speaker_name(one[0]))
        lines = [_line(name, dict(group)) for name, group in by_name.items()]
        self._sources = sorted(lines, key=lambda line: (-line.items, line.name))
        self._arrange(words)

    def suggest(self, words: str = "") -> int:
        """Find which names may be one, and put them first; return how many there are. Every statement is read."""
        found = find_suggestions(self._session.workspace)
        lines = [(one, section) for section, each in found.items() for one in each.found]
        self._suggested = [SourceLine(one.name, (one.name,), 0, one, section) for one, section in lines]
        self._arrange(words)
        return len(lines)

    def _arrange(self, words: str) -> None:
        wanted = words.casefold().split()
        every = [*self._suggested, *self._sources]
        self.lines = [line for line in every if all(word in _searched(line) for word in wanted)]

    def setting(self, name: str) -> SourceSetting:
        """Return what a reviewer holds of a source."""
        return self.words.source_setting(name)

    def facts(self, line: SourceLine) -> Iterator[tuple[str, str]]:
        """Yield what is known of a source or actor, with a word or two for what it is."""
        if line.suggestion is not None:
            yield "may be", f"{line.suggestion.of} ({line.suggestion.score} %: {line.suggestion.reason})"
        actor = self._actor(line.name)
        yield "other names", ", ".join(sorted({*line.spellings, *actor.aliases} - {line.name}))
        edges = self.words.affiliations(line.name).values()
        yield "part of", "; ".join(f"{e.actor} {_span_words(e.since, e.until)}".strip() for e in edges)
        setting = self.setting(line.name)
        yield "grade", f"{setting.grade}, by {setting.by}: {setting.because}" if setting.grade else ""
        yield "party", "a party to the fighting it reports on" if setting.belligerent else ""

    def _actor(self, name: str) -> Actor:
        return self.words.actors.get(name) or self.words.wires.get(name) or Actor(name=name)

    # ------------------------------------------------------------------ acts

    def join(self, name: str, other: str, because: str, section: str = "actors") -> str:
        """Record that a name is another name of `other`; return that in words.

        Raises:
            SourceError: they are one already, or the name is somebody else's.
        """
        _check_name(name)
        _check_name(other)
        words = self.words
        of = words.actor_name(other) if section == "actors" else words.place_name(other) or other
        known = words.actor_name(name) if section == "actors" else words.place_name(name) or name
        if known == of or name == of:
            raise SourceError(f"{name!r} is a name of {of} already; nothing was recorded")
        if known != name:
            raise SourceError(f"{name!r} is a name of {known}; join {known} instead; nothing was recorded")
        moved = [name, *(each.name for each in words.name_settings.values() if each.of == name)]
        names: Settings = {each: {"of": of, "what": section} for each in moved}
        return self._record({"names": names, "memberships": self._moved(name, of)}, because, f"{name} is {of}")

    def part(self, name: str, other: str, because: str) -> str:
        """Record that a name is not, as was said here, one of `other`; return that in words.

        Raises:
            SourceError: nobody said so.
        """
        setting = self.words.name_settings.get(name)
        if setting is None or setting.of not in {other, self.words.actor_name(other)}:
            raise SourceError(f"nobody said here that {name!r} is {other}; nothing was recorded")
        return self._record({"names": {name: {"of": "", "what": setting.what}}}, because, f"{name} is not {setting.of}")

    def leave(self, name: str, other: str, because: str) -> str:
        """Record that an actor is not, as was said here, part of another; return that in words.

        Raises:
            SourceError: nobody said so.
        """
        actor, of = self.words.actor_name(name), self.words.actor_name(other)
        setting = self.words.membership_settings.get(f"{actor} in {of}")
        if setting is None or not setting.holds:
            raise SourceError(f"nobody said here that {actor} is part of {of}; nothing was recorded")
        entry = setting.model_dump(exclude={"name", "by", "at", "because"}) | {"holds": False}
        return self._record({"memberships": {setting.name: entry}}, because, f"{actor} is no part of {of}")

    def _moved(self, name: str, of: str) -> Settings:
        """Return the settings by which what an actor is part of becomes another's."""
        entries: Settings = {}
        for one in self.words.membership_settings.values():
            if one.holds and one.actor == name:
                edge = {"actor": name, "of": one.of, "since": one.since, "until": one.until}
                entries |= {one.name: {**edge, "holds": False}, f"{of} in {one.of}": {**edge, "actor": of}}
        return entries

    def affiliate(self, name: str, other: str, since: str, until: str, because: str) -> str:
        """Record that an actor is or was part of another; return that in words.

        Raises:
            SourceError: one of the dates is no year, month or day.
        """
        _check_name(other)
        for day in filter(None, (since, until)):
            if not _DAY.fullmatch(day):
                raise SourceError(f"{day!r} is no year, month or day; write 2021, 2021-03 or 2021-03-14")
        actor, of = self.words.actor_name(name), self.words.actor_name(other)
        entry: dict[str, object] = {"actor": actor, "of": of, "since": since, "until": until}
        done = f"{actor} is part of {of} {_span_words(since, until)}".strip()
        return self._record({"memberships": {f"{actor} in {of}": entry}}, because, done)

    def grade(self, name: str, letter: str | None, because: str, *, party: bool | None = None) -> str:
        """Record what is held of a source: a grade, or whether it is a party; return that in words."""
        source = self.words.speaker_name(name)
        before = {"sources": {source: self._before("sources", source, {})}}
        done = grade_source(self._store, name, letter, party, because, self._session.reviewer)
        self._history.append((done, before))
        return done

    def _record(self, changes: Mapping[str, Settings], because: str, done: str) -> str:
        before = {
            section: {name: self._before(section, name, entry) for name, entry in entries.items()}
            for section, entries in changes.items()
        }
        self._set(changes, because)
        self._history.append((done, before))
        return done

    def _before(self, section: str, name: str, entry: Mapping[str, object]) -> dict[str, object]:
        """Return an entry as it is in force, ready to be set again."""
        sections = {
            "names": self.words.name_settings,
            "memberships": self.words.membership_settings,
            "sources": self.words.source_settings,
        }
        old = sections[section].get(name)
        return old.model_dump(exclude={"name", "by", "at", "because"}) if old else {**entry, **_TAKEN_BACK[section]}

    def _set(self, changes: Mapping[str, Settings], because: str) -> None:
        check_setter(self._session.reviewer)
        about = {"by": self._session.reviewer, "at": setting_time(), "because": because}
        tables = {
            section: {name: {**entry, **about} for name, entry in entries.items()}
            for section, entries in changes.items()
            if entries
        }
        self._store.extend_vocabulary(tables)

    def undo(self) -> str:
        """Set again what the last act of this desk changed; return that act in words.

        Raises:
            SourceError: there is none.
        """
        if not self._history:
            raise SourceError("nothing was set here yet")
        done, before = self._history[-1]
        self._set(before, "undone")
        self._history.pop()
        return done


def _line(name: str, counts: Mapping[str, int]) -> SourceLine:
    return SourceLine(name, tuple(sorted({*counts, name})), sum(counts.values()))


def _searched(line: SourceLine) -> str:
    of = line.suggestion.of if line.suggestion else ""
    return "\n".join((line.name, *line.spellings, of)).casefold()


def _span_words(since: str, until: str) -> str:
    return f"({since or '…'} to {until or 'now'})" if since or until else ""


def _check_name(name: str) -> None:
    if not name.strip() or len(name) > _LONGEST or visible(name) != name:
        raise SourceError("a name needs letters that can be seen, at most 200; nothing was recorded")
