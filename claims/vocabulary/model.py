"""The records of the vocabulary: attributes with their scope trees, actors, places, balance rules."""

import functools
import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Annotated, Final, Literal

from pydantic import Field, field_validator, model_validator

from claims.records import Record
from claims.values.model import Kind
from claims.vocabulary.spelling import consonants, spell_alike

TimeClass = Literal["fixed", "cumulative", "state"]
"""`fixed`: one answer, whenever it is said. `cumulative`: x(t) never falls. `state`: only the same time compares."""

ScopeLink = Literal["same", "whole", "part", "other", "unknown"]
"""What scope a is to scope b: `whole` contains it, `part` lies in it, `other` neither, `unknown` cannot be said."""

TOTAL = "total"


def _check_path(node: str, parents: Mapping[str, str]) -> None:
    path = {node}
    while node != TOTAL:
        if node not in parents:
            raise ValueError(f"scope {node!r} hangs in the air; give it a parent that leads to total")
        node = parents[node]
        if node in path:
            raise ValueError(f"scope {node!r} lies inside itself")
        path.add(node)


class ScopeTree(Record):
    """Whose number it is. Children under one facet of a node are disjoint parts of it."""

    facets: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    """(parent, facet name, children); the facet name is empty for the first facet of a node."""

    @model_validator(mode="after")
    def _is_a_tree(self) -> "ScopeTree":
        parents: dict[str, str] = {}
        for parent, _, children in self.facets:
            for child in children:
                if child == TOTAL or parents.setdefault(child, parent) != parent:
                    raise ValueError(f"scope {child!r} would have two parents; every scope but total has one")
        for node in parents:
            _check_path(node, parents)
        return self

    @functools.cached_property
    def parent_of(self) -> dict[str, str]:
        """Each scope's parent; total has none."""
        return {child: parent for parent, _, children in self.facets for child in children}

    def __contains__(self, scope: str) -> bool:
        return scope == TOTAL or scope in self.parent_of

    def ancestors(self, scope: str) -> Iterator[str]:
        """Yield the scopes around `scope`, nearest first."""
        while scope in self.parent_of:
            scope = self.parent_of[scope]
            yield scope

    def link(self, a: str | None, b: str | None) -> ScopeLink:
        """Return what scope `a` is to scope `b`.

        A scope outside the tree is the same as itself and unrelated to every other, total included.
        """
        if a is None or b is None:
            return "unknown"
        if a == b:
            return "same"
        if a not in self or b not in self:
            return "unknown"
        if a in self.ancestors(b):
            return "whole"
        if b in self.ancestors(a):
            return "part"
        return "other"


class Attribute(Record):
    """What can be asserted of a subject, and how statements of it compare."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_.\-]{0,79}$")
    kind: Kind
    time: TimeClass = "fixed"
    tree: ScopeTree = ScopeTree()
    unit: str = ""
    """For measures: the unit of a bare number."""
    values: tuple[str, ...] = ()
    """For choices: the declared exclusive values; none declared means that any two different ones exclude."""
    negative: str = ""
    """For choices: the value that denies the others, as `no` does for `occurred`."""
    final: tuple[str, ...] = ()
    """Declared choices of a state that nothing comes after: who is dead on Monday is not alive on Tuesday."""
    bears_on: tuple[str, ...] = ()
    """Other attributes whose data item statements of this one also speak to."""
    informs: tuple[str, ...] = ()
    """Counts whose policies read statements of this one: who did it is no figure, and may decide a grade."""
    concern: Literal["deaths", "harm", "responsibility", "other"] = "other"
    """What a conflict on it is about, for the order of the queue."""
    claims_responsibility: bool = False
    """Its statements are claims of responsibility: a later claim contradicts no earlier denial, and that nobody has
    claimed it contradicts no finding.
    """
    aliases: tuple[str, ...] = ()
    description: str = ""
    source: str = ""

    @field_validator("values")
    @classmethod
    def _distinct(cls, values: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(map(str.casefold, values))) != len(values):
            raise ValueError("declared values must differ by more than case")
        return values


_ADDRESS = Annotated[str, Field(max_length=300, pattern=r"^https?://[!-~]+$")]


class Affiliation(Record):
    """One dated edge: being part of another actor from `since` to `until` (EDTF; empty is open)."""

    actor: str
    since: str = Field(default="", alias="from")
    until: str = Field(default="", alias="to")
    source: str = ""

    model_config = Record.model_config | {"populate_by_name": True}


class Actor(Record):
    """A person, body or armed group, its other names, and what it has been part of."""

    name: str
    kind: str = ""
    aliases: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()
    """Names used for it only as a speaker: a capital for its government."""
    part_of: tuple[Affiliation, ...] = ()
    same_as: tuple[_ADDRESS, ...] = ()
    """Its addresses in other registers, where it is certainly the same: Wikidata, UCDP."""
    source: str = ""


_SPELLED: Final = 4
"""Consonants of a name that is known in another spelling: shorter ones are too much alike."""


class Place(Record):
    """A node of the containment gazetteer."""

    name: str
    within: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    borders: tuple[str, ...] = ()
    zone: str = ""
    """IANA time zone, where the whole place keeps one."""
    lat: str = ""
    lon: str = ""
    same_as: tuple[_ADDRESS, ...] = ()
    """Its addresses in other registers, where it is certainly the same: GeoNames, Wikidata."""
    source: str = ""


class SourceSetting(Record):
    """What a reviewer says of a source: set in the dossier, replaced by a later setting, never edited."""

    name: str
    grade: str = Field(default="", pattern=r"^([A-F][2-6]?)?$")
    """By the Admiralty system's names. The letter is for the source: A completely, B usually, C fairly, D not usually
    reliable, E unreliable, F cannot be judged; the digit for what it says: 2 probably true to 5 improbable, 6 cannot be
    judged. 1, confirmed by others, follows from the chains and is never typed. Names, never numbers; F and 6 stand for
    nothing.
    """
    belligerent: bool = False
    """It is a party to the fighting that it reports on."""
    because: str = ""
    by: str = ""
    at: str = ""
    """When it was set; of two settings the later holds."""


_NOTHING_SET: Final = SourceSetting(name="")


class NameSetting(Record):
    """Whose name a name is: set in the dossier, replaced by a later setting, never edited."""

    name: str
    of: str = ""
    """The actor or place that it is another name of; empty: of none any more."""
    what: Literal["actors", "places"] = "actors"
    because: str = ""
    by: str = ""
    at: str = ""


class MembershipSetting(Record):
    """That an actor is or was part of another: set in the dossier, replaced by a later setting, never edited."""

    name: str
    """Both actors, so that a later setting replaces this one."""
    actor: str
    of: str
    since: str = ""
    until: str = ""
    """EDTF; empty is open."""
    holds: bool = True
    """False takes back what was set before."""
    because: str = ""
    by: str = ""
    at: str = ""


class PolicySetting(Record):
    """Which policy a dossier uses, for one attribute or by `default`."""

    name: str
    use: str
    way: Literal["", "range", "majority", "hierarchy", "discussion"] = ""
    """For every_casualty: how disagreement is dealt with."""
    because: str = ""
    by: str = ""
    at: str = ""


class Protocol(Record):
    """What a dossier asks of its reviewers: set in the dossier, replaced by a later setting, never edited."""

    name: str = "default"
    reviews: int = Field(default=1, ge=1, le=9)
    """How many reviewers must have given a verdict before an item is settled."""
    contested: Literal["", "settles", "waits"] = ""
    """Whether `contested` answers an item or leaves it waiting; empty: as the policy in force has it."""
    because: str = ""
    by: str = ""
    at: str = ""


CONTESTED_KEPT: Final = frozenset({"airwars", "every_casualty"})
"""Policies whose codebooks publish a contested figure as their answer (`contested` of Airwars' grades; Every Casualty,
Standards for Casualty Recording, on keeping what cannot be reconciled).
"""


class Node(Record):
    """One (attribute, scope) of a balance rule, written `killed[attackers]` or `killed`."""

    attribute: str
    scope: str = TOTAL

    def __str__(self) -> str:
        return self.attribute if self.scope == TOTAL else f"{self.attribute}[{self.scope}]"


class Balance(Record):
    """whole >= sum of parts, or whole = sum of parts where the parts are all there is."""

    whole: Node
    parts: tuple[Node, ...]
    exhaustive: bool = False
    source: str = ""


@dataclass(frozen=True)
class Vocabulary:
    """Everything the dossier can say and how its words compare: the built-in tables and the dossier's additions."""

    attributes: Mapping[str, Attribute]
    balances: tuple[Balance, ...] = ()
    progressions: tuple[tuple[str, ...], ...] = ()
    """Attributes that follow each other in a procedure: detained, charged, convicted."""
    source_settings: Mapping[str, SourceSetting] = field(default_factory=dict)
    policy_settings: Mapping[str, PolicySetting] = field(default_factory=dict)
    name_settings: Mapping[str, NameSetting] = field(default_factory=dict)
    membership_settings: Mapping[str, MembershipSetting] = field(default_factory=dict)
    protocol: Protocol = field(default_factory=Protocol)
    load_actors: Callable[[], Mapping[str, Actor]] = dict
    load_places: Callable[[], Mapping[str, Place]] = dict
    load_wires: Callable[[], Mapping[str, Actor]] = dict
    """The large tables are read when something asks for them: most commands never do."""

    @functools.cached_property
    def actors(self) -> Mapping[str, Actor]:
        """Actors by canonical name."""
        return self.load_actors()

    @functools.cached_property
    def places(self) -> Mapping[str, Place]:
        """Places by canonical name."""
        return self.load_places()

    @functools.cached_property
    def wires(self) -> Mapping[str, Actor]:
        """News agencies, whose text other outlets relay, by canonical name."""
        return self.load_wires()

    @functools.cached_property
    def _attribute_aliases(self) -> dict[str, str]:
        return {alias: a.name for a in self.attributes.values() for alias in a.aliases}

    def attribute(self, name: str) -> Attribute | None:
        """Return the attribute of that name or alias; a definition of its own beats an alias."""
        return self.attributes.get(name) or self.attributes.get(self._attribute_aliases.get(name, ""))

    @functools.cached_property
    def _actor_names(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for place in self.places.values():  # a country acts under its own names
            for name in (place.name, *place.aliases):
                names.setdefault(fold_name(name), place.name)
        actors = [actor for group in (self.wires, self.actors) for actor in group.values()]
        names |= {fold_name(alias): actor.name for actor in actors for alias in actor.aliases}
        return names | {fold_name(actor.name): actor.name for actor in actors}  # a name of its own beats an alias

    @functools.cached_property
    def name_words(self) -> frozenset[str]:
        """The words, and pairs of words, of the names of places and actors, in lower case."""
        names = list(map(str.split, (*self._place_names, *self._actor_names)))
        pairs = {" ".join(pair) for name in names for pair in itertools.pairwise(name)}
        return frozenset(pairs.union(*names))

    @functools.cached_property
    def _metonyms(self) -> dict[str, str]:
        return {fold_name(name): actor.name for actor in self.actors.values() for name in actor.metonyms}

    def actor_name(self, name: str) -> str:
        """Return the canonical name of the actor known as `name`, or `name` itself."""
        return self._actor_names.get(fold_name(name), name)

    def speaker_name(self, name: str) -> str:
        """Return the canonical name of who speaks as `name`: a capital speaks for its government."""
        return self._speaker_of(name)

    @functools.cached_property
    def _speaker_of(self) -> Callable[[str], str]:
        def find(name: str) -> str:
            return self._metonyms.get(fold_name(name)) or self.actor_name(name)

        return functools.lru_cache(maxsize=20_000)(find)

    @functools.cached_property
    def _settings_by_speaker(self) -> dict[str, SourceSetting]:
        settings = sorted(self.source_settings.values(), key=attrgetter("at", "name"))
        return {fold_name(self.speaker_name(setting.name)): setting for setting in settings}

    def source_setting(self, name: str) -> SourceSetting:
        """Return what a reviewer says of the source known as `name`; a blank where nobody has."""
        if not self.source_settings:
            return _NOTHING_SET
        return self._settings_by_speaker.get(fold_name(self.speaker_name(name)), _NOTHING_SET)

    def policy_for(self, attribute: str) -> str | None:
        """Return the policy that the dossier uses for `attribute`; None where it names none."""
        setting = self.policy_settings.get(attribute) or self.policy_settings.get("default")
        return setting.use if setting else None

    def way_for(self, attribute: str) -> str:
        """Return how the policy that the dossier uses for `attribute` deals with disagreement; empty where not set."""
        setting = self.policy_settings.get(attribute) or self.policy_settings.get("default")
        return setting.way if setting else ""

    def keeps_contested(self, attribute: str) -> bool:
        """Return whether `contested` is an answer to an item of `attribute`, by the protocol or else by its policy."""
        if self.protocol.contested:
            return self.protocol.contested == "settles"
        return self.policy_for(attribute) in CONTESTED_KEPT

    def is_wire(self, name: str) -> bool:
        """Return whether `name` is a news agency whose text others relay."""
        return self.actor_name(name) in self.wires

    def knows_actor(self, name: str) -> bool:
        """Return whether the tables hold an actor under this name."""
        return fold_name(name) in self._actor_names

    def affiliations(self, name: str) -> Mapping[str, Affiliation]:
        """Return every actor that `name` is or was part of, directly or not, with the dates for which the path held.

        A path whose edges never held at one time (a branch founded after its parent had left) leads nowhere.
        """
        affiliations: dict[str, Affiliation] = {}
        waiting = [(self.actor_name(name), "", "")]
        while waiting:
            current, since, until = waiting.pop(0)
            actor = self.actors.get(current)
            for edge in actor.part_of if actor else ():
                parent = self.actor_name(edge.actor)
                start = max(since, edge.since)
                end = min(filter(None, (until, edge.until)), default="")
                if parent not in affiliations and not (start and end and start >= end):
                    affiliations[parent] = Affiliation.model_validate(
                        {"actor": parent, "from": start, "to": end, "source": edge.source}
                    )
                    waiting.append((parent, start, end))
        return affiliations

    @functools.cached_property
    def _place_names(self) -> dict[str, str]:
        return {fold_name(n): p.name for p in self.places.values() for n in (*p.aliases, p.name)}

    def place_name(self, name: str) -> str | None:
        """Return the gazetteer's name for `name`, or None where it does not know it."""
        return self._place_names.get(fold_name(name))

    @functools.cached_property
    def _spellings(self) -> dict[str, set[str]]:
        spellings: dict[str, set[str]] = {}
        for name in self._place_names:
            spellings.setdefault(consonants(name), set()).add(name)
        return spellings

    def place_by_spelling(self, name: str) -> str | None:
        """Return the one place whose name in another transliteration `name` is; None where there are none or several.

        A name with a comma says where it lies, and has to be spelled as the gazetteer has it.
        """
        skeleton = consonants(name)
        if len(skeleton) < _SPELLED or "," in name:
            return None
        alike = {self._place_names[one] for one in self._spellings.get(skeleton, ()) if spell_alike(one, name)}
        return alike.pop() if len(alike) == 1 else None

    def containers(self, name: str) -> frozenset[str]:
        """Return every place around the place `name`, itself excluded."""
        containers: set[str] = set()
        waiting = [self.place_name(name) or name]
        while waiting:
            place = self.places.get(waiting.pop())
            for around in place.within if place else ():
                around = self.place_name(around) or around
                if around not in containers:
                    containers.add(around)
                    waiting.append(around)
        return frozenset(containers)

    def around(self, name: str) -> tuple[str, ...]:
        """Return a place and all places that contain it, by the gazetteer's names, sorted."""
        return self._around(name)

    @functools.cached_property
    def _around(self) -> Callable[[str], tuple[str, ...]]:
        """Return what finds them, which remembers: many events are of one place."""

        @functools.lru_cache(maxsize=65_536)
        def find(name: str) -> tuple[str, ...]:
            known = self.place_name(name)
            return tuple(sorted(self.containers(known) | {known})) if known else (name,)

        return find

    @functools.cached_property
    def _contents(self) -> dict[str, tuple[Place, ...]]:
        contents: dict[str, list[Place]] = {}
        for place in self.places.values():
            for around in self.containers(place.name):
                contents.setdefault(around, []).append(place)
        return {around: tuple(places) for around, places in contents.items()}

    def places_within(self, name: str) -> tuple[Place, ...]:
        """Return every place that lies in the place `name`, directly or not."""
        return self._contents.get(name, ())

    def bearing_on(self, attribute: str) -> frozenset[str]:
        """Return the attributes whose data item a statement of `attribute` speaks to, itself included."""
        return self._bearing.get(attribute, frozenset((attribute,)))

    def touched_by(self, attribute: str) -> frozenset[str]:
        """Return the attributes whose data item a statement of `attribute` may change: those it bears on or informs."""
        declared = self.attributes.get(attribute)
        return self.bearing_on(attribute).union(declared.informs if declared else ())

    def evidence_for(self, attribute: str) -> frozenset[str]:
        """Return the attributes whose statements the data item of `attribute` takes, itself included."""
        return self._evidence.get(attribute, frozenset((attribute,)))

    @functools.cached_property
    def _bearing(self) -> dict[str, frozenset[str]]:
        bearing = {name: {name, *a.bears_on} for name, a in self.attributes.items()}
        for balance in self.balances:
            for part in balance.parts:
                bearing.setdefault(part.attribute, {part.attribute}).add(balance.whole.attribute)
        return {name: frozenset(targets) for name, targets in bearing.items()}

    @functools.cached_property
    def _evidence(self) -> dict[str, frozenset[str]]:
        evidence: dict[str, set[str]] = {}
        for name in {*self._bearing, *self.attributes}:
            for target in self.touched_by(name):
                evidence.setdefault(target, {target}).add(name)
        return {name: frozenset(origins) for name, origins in evidence.items()}


@functools.lru_cache(maxsize=20_000)
def fold_name(name: str) -> str:
    """Return `name` as names are compared: case, dots, quotes, a leading article and doubled blanks set aside.

    >>> fold_name("The U.S.") == fold_name("US")
    True
    """
    folded = name.casefold().replace(".", "").replace("’", "'").replace('"', "").replace("“", "").replace("”", "")
    folded = " ".join(folded.replace("‑", "-").replace("–", "-").split())
    return folded.removeprefix("the ")
