"""Reads what is said of an event beside its counts, which codebooks grade and divide them by.

Whose attack it was, what the accused answer, what the victims were, whether somebody acted near: statements of the
attributes that the vocabulary says inform a count. Where they differ, what a reviewer accepted holds; nothing is voted.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from claims.decisions import effective
from claims.models import Decision
from claims.values.model import ActorValue, ChoiceValue
from claims.vocabulary.model import TOTAL, Vocabulary
from reconcile.evidence.reading import Reading

CLAIMED: Final = "claimed_by"
ATTRIBUTED: Final = "attributed_to"
PERPETRATOR: Final = "perpetrator"
RESPONSE: Final = "response"
_WHO: Final = frozenset({CLAIMED, ATTRIBUTED, PERPETRATOR})

_ARMED: Final = frozenset({"armed_group", "state_force"})

Parties = Mapping[str, tuple[str, ...]]
"""By party to the fighting: the ids of the statements that say it of it."""


@dataclass(frozen=True, slots=True)
class Account:
    """One answer of an attribute beside the counts, with the statements it rests on."""

    value: str = ""
    """Empty where nobody says, or they differ and no reviewer has accepted one."""
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Accounts:
    """What is said of an event beside its counts. Of several names that are parts of one another, each is listed."""

    accepted: Parties = field(default_factory=dict)
    """Parties that have accepted responsibility."""
    accused: Parties = field(default_factory=dict)
    """Parties that others hold responsible."""
    settled: Account = Account()
    """The party that a reviewer accepted as responsible."""
    is_contested: bool = False
    """A reviewer holds it to be contested who did it."""
    near_actions: Account = Account()
    victim_status: Account = Account()
    type_of_violence: Account = Account()
    belligerents: frozenset[str] = frozenset()
    """Those of the parties that are armed forces, or set to be parties to the fighting."""
    states: frozenset[str] = frozenset()
    """Those of the parties that are countries, or forces of one."""
    heads: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By party: what it is a part of."""

    def are_one(self, one: str, other: str) -> bool:
        """Return whether two names are one party, or one of them is part of the other."""
        return one == other or other in self.heads.get(one, ()) or one in self.heads.get(other, ())

    def apart(self, parties: Iterable[str]) -> tuple[str, ...]:
        """Return the parties that are no part of another of them, by name: an organisation without its branches."""
        named = sorted(parties)
        return tuple(each for each in named if not self.heads.get(each, frozenset()) & set(named))


NO_ACCOUNTS: Final = Accounts()


def read_accounts(beside: Sequence[Reading], decisions: Iterable[Decision], vocabulary: Vocabulary) -> Accounts:
    """Return what `beside` comes to: statements in force of one subject, and its decisions, oldest first."""
    if not beside:
        return NO_ACCOUNTS
    settling = _settling(decisions)
    accepted, accused = _find_parties(beside, vocabulary)
    settled = _settled_party(beside, settling, vocabulary)
    parties = {*accepted, *accused, settled.value} - {""}
    return Accounts(
        accepted=accepted,
        accused=accused,
        settled=settled,
        is_contested=any(settling.get(name, ("", ""))[0] == "contested" for name in _WHO),
        near_actions=_read_choice("near_actions", beside, settling),
        victim_status=_read_choice("victim_status", beside, settling),
        type_of_violence=_read_choice("type_of_violence", beside, settling),
        belligerents=frozenset(party for party in parties if is_belligerent(party, vocabulary)),
        states=frozenset(party for party in parties if is_state(party, vocabulary)),
        heads={party: frozenset(vocabulary.affiliations(party)) for party in parties},
    )


def is_belligerent(name: str, vocabulary: Vocabulary) -> bool:
    """Return whether an actor is an armed force, or a reviewer has set it to be a party to the fighting."""
    actor = vocabulary.actors.get(name)
    return (actor is not None and actor.kind in _ARMED) or vocabulary.source_setting(name).belligerent


def is_state(name: str, vocabulary: Vocabulary) -> bool:
    """Return whether an actor is a country, or one of its forces."""
    actor = vocabulary.actors.get(name)
    return name in vocabulary.places if actor is None else actor.kind in {"state", "state_force"}


def _settling(decisions: Iterable[Decision]) -> dict[str, tuple[str, str]]:
    """Return, by attribute, the action and the accepted statement of the latest answer that was not undone."""
    answers = (d for d in effective(decisions) if d.action in {"accept", "contested", "undecided", "needs_evidence"})
    return {d.attribute: (d.action, d.assertion or "") for d in answers}


def _find_parties(beside: Iterable[Reading], vocabulary: Vocabulary) -> tuple[Parties, Parties]:
    """Return who accepted responsibility and whom others hold responsible.

    Who denies it themself has not accepted, unless they accepted it later.
    """
    accepted: dict[str, tuple[str, ...]] = {}
    accused: dict[str, tuple[str, ...]] = {}
    last: dict[tuple[str, str], str] = {}
    for reading in beside:
        party, stance = _party_of(reading, vocabulary), _stance(reading)
        own = _speaks_for(reading, party, vocabulary)
        if not party or stance not in {"accepts", "denies", "accuses"}:
            continue
        if own or stance == "accepts":
            last[party, stance] = max(last.get((party, stance), ""), reading.clock.end or "")
        if stance == "denies":
            continue
        if stance == "accepts" or own:
            accepted[party] = (*accepted.get(party, ()), reading.id)
        else:
            accused[party] = (*accused.get(party, ()), reading.id)
    return {party: ids for party, ids in accepted.items() if _has_accepted(party, last)}, accused


def _has_accepted(party: str, last: Mapping[tuple[str, str], str]) -> bool:
    """Return whether a party's acceptance is newer than its denial, if there is one; `last` are the times of each."""
    if (party, "denies") not in last:
        return True
    accepts = (when for (who, stance), when in last.items() if who == party and stance != "denies")
    return max(accepts, default="") > last[party, "denies"]


def _party_of(reading: Reading, vocabulary: Vocabulary) -> str:
    """Return the party that a statement is about; empty where it names none."""
    value = reading.value
    if reading.attribute.name in _WHO and isinstance(value, ActorValue) and value.known == "named":
        return vocabulary.actor_name(value.name)
    if reading.attribute.name == RESPONSE:
        return vocabulary.speaker_name(reading.scope) if reading.scope not in {None, TOTAL} else reading.origin
    return ""


def _stance(reading: Reading) -> str:
    """Return accepts, denies, accuses, or something else that decides nothing."""
    if reading.attribute.name == RESPONSE and isinstance(reading.value, ChoiceValue):
        return reading.value.name if reading.stance == "asserts" else ""
    if reading.stance == "denies":
        return "denies"
    if reading.stance not in {"asserts", "suspects"}:
        return ""
    return "accepts" if reading.attribute.name == CLAIMED and reading.stance == "asserts" else "accuses"


def _speaks_for(reading: Reading, party: str, vocabulary: Vocabulary) -> bool:
    """Return whether a party speaks itself, or a body of it does."""
    if reading.attribute.name == RESPONSE:
        return True
    return party == reading.origin or party in vocabulary.affiliations(reading.origin)


def _settled_party(
    beside: Iterable[Reading], settling: Mapping[str, tuple[str, str]], vocabulary: Vocabulary
) -> Account:
    accepted = {settling[name][1] for name in (PERPETRATOR, ATTRIBUTED) if name in settling}
    chosen = [reading for reading in beside if reading.id in accepted and reading.stance != "denies"]
    return _agreed({_party_of(reading, vocabulary) for reading in chosen} - {""}, chosen)


def _read_choice(name: str, beside: Iterable[Reading], settling: Mapping[str, tuple[str, str]]) -> Account:
    stated = [r for r in beside if r.attribute.name == name and r.stance == "asserts"]
    if name in settling:
        stated = [r for r in stated if r.id == settling[name][1]]
    return _agreed({r.value.name for r in stated if isinstance(r.value, ChoiceValue)}, stated)


def _agreed(values: set[str], readings: Iterable[Reading]) -> Account:
    """Return the only value that readings give; nothing where they give several or none."""
    return Account(values.pop(), tuple(r.id for r in readings)) if len(values) == 1 else Account()
