"""Provenance as W3C PROV: articles, assertions, speakers, reviewers and decisions, and what led to what.

Records are mapped to PROV (PROV-DM, 2013) in three notations: PROV-JSON, PROV-N and PROV-O as JSON-LD. These are a few
lines each and must be the same bytes everywhere, so they are written here; that they mean what they should is tested
with libraries we did not write.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from claims.assertions import describe_assertion
from claims.decisions import ABOUT_READING
from claims.models import Article, Assertion, Decision, ReviewerChange
from claims.values import format_bounds, format_value
from reconcile.audit.names import NAMESPACE, local_agent, local_article, local_assertion

_NODES: Final = ("entity", "activity", "agent")
_ARGUMENTS: Final[Mapping[str, tuple[str, ...]]] = {
    "wasDerivedFrom": ("generatedEntity", "usedEntity"),
    "wasGeneratedBy": ("entity", "activity"),
    "wasInvalidatedBy": ("entity", "activity"),
    "used": ("activity", "entity"),
    "wasAttributedTo": ("entity", "agent"),
    "wasAssociatedWith": ("activity", "agent"),
}
"""The relations used here, with the names PROV-JSON has for their arguments."""

_BLANKS: Final = {"wasDerivedFrom": 5, "wasGeneratedBy": 3, "wasInvalidatedBy": 3, "used": 3, "wasAssociatedWith": 3}
"""How many places the relation has in PROV-N; those we leave open are written `-`."""

_QUALIFIED: Final = {"quotation": "wasQuotedFrom", "primary": "hadPrimarySource", "revision": "wasRevisionOf"}
_SUBTYPES: Final = {"quotation": "prov:Quotation", "primary": "prov:PrimarySource", "revision": "prov:Revision"}


@dataclass(frozen=True, slots=True)
class Node:
    """An entity, activity or agent."""

    kind: str
    name: str
    types: tuple[str, ...] = ()
    """Qualified names."""
    attributes: tuple[tuple[str, str], ...] = ()
    time: str = ""
    """When an activity happened."""


@dataclass(frozen=True, slots=True)
class Link:
    """A relation between two nodes."""

    relation: str
    first: str
    second: str
    subtype: str = ""
    """`quotation`, `primary` or `revision`, of a derivation."""


Element = Node | Link
SECTIONS: Final = (*_NODES, *_ARGUMENTS)
"""Of PROV-JSON, which gathers what is of one kind."""


class ProvenanceBuilder:
    """What each record of a dossier adds to its provenance, one record after the other.

    Only the outlets and agents met so far are remembered, and what each assertion says in a few words, which a decision
    on it is labelled by: everything else follows from one record alone.
    """

    def __init__(self) -> None:
        self._outlets: dict[str, str] = {}
        self._agents: set[str] = set()
        self._statements: dict[str, str] = {}

    def article(self, article: Article) -> list[Element]:
        """Return what an article adds, its text left aside."""
        self._outlets[article.id] = article.outlet
        return self._new(_article(article))

    def assertion(self, assertion: Assertion) -> list[Element]:
        """Return what an assertion adds; its article must have been added before."""
        outlet = self._outlets[assertion.passage.article]
        self._statements[assertion.id] = describe_assertion(assertion, outlet, assertion.scope)
        return self._new(_assertion(assertion, outlet))

    def decision(self, decision: Decision) -> list[Element]:
        """Return what a decision adds."""
        return self._new(_decision(decision, self._statements.get(decision.assertion or "", "")))

    def reviewer(self, change: ReviewerChange) -> list[Element]:
        """Return what a change to the list of reviewers adds."""
        return self._new(_reviewer(change))

    def _new(self, elements: Iterable[Element]) -> list[Element]:
        """Return the elements without the agents met before."""
        new = []
        for element in dict.fromkeys(elements):
            if isinstance(element, Node) and element.kind == "agent":
                if element.name in self._agents:
                    continue
                self._agents.add(element.name)
            new.append(element)
        return new


def _agent(kind: str, name: str, *types: str) -> Node:
    return Node("agent", local_agent(kind, name), types, (("prov:label", name),))


def _given(*attributes: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the attributes that have a value."""
    return tuple(pair for pair in attributes if pair[1])


def _article(article: Article) -> Iterator[Element]:
    name = local_article(article.id)
    attributes = _given(
        ("prov:label", article.title or article.name),
        ("v:published", article.published or ""),
        ("v:url", article.url or ""),
        ("v:textSha256", article.text_sha256),
        ("v:originalSha256", article.original_sha256),
    )
    yield Node("entity", name, ("v:Article",), attributes)
    outlet = _agent("source", article.outlet, "v:Source")
    yield outlet
    yield Link("wasAttributedTo", name, outlet.name)
    if article.revises:
        yield Link("wasDerivedFrom", name, local_article(article.revises), "revision")
    if article.revised_by:
        yield Link("wasDerivedFrom", local_article(article.revised_by), name, "revision")


def _assertion(assertion: Assertion, outlet: str) -> Iterator[Element]:
    name, passage = local_assertion(assertion.id), assertion.passage
    attributes = _given(
        ("prov:label", f"{assertion.subject}/{assertion.attribute}: {format_value(assertion.value)}"),
        ("prov:value", passage.exact),
        ("v:scope", assertion.scope or ""),
        ("v:stance", assertion.stance),
        ("v:asOf", assertion.as_of or ""),
        ("v:characters", f"{passage.start}-{passage.end}"),
        ("v:extractedBy", assertion.extracted_by),
    )
    yield Node("entity", name, ("v:Assertion",), attributes)
    yield Link("wasDerivedFrom", name, local_article(passage.article), "quotation")
    for speaker in (outlet, *assertion.speakers):
        source = _agent("source", speaker, "v:Source")
        yield source
        yield Link("wasAttributedTo", name, source.name)
    if assertion.chain:
        statement = f"statement-{assertion.id}"
        origin = assertion.speakers[-1]
        yield Node("entity", statement, ("v:Statement",), (("prov:label", f"what {origin} said"),))
        yield Link("wasDerivedFrom", name, statement, "primary")
        yield Link("wasAttributedTo", statement, local_agent("source", origin))


def _decision(decision: Decision, statement: str) -> Iterator[Element]:
    name = f"decision-{decision.id}"
    about = format_bounds(decision.low, decision.high) if decision.action == "range" else statement
    attributes = _given(
        ("prov:label", f"{decision.action} {decision.subject}/{decision.attribute}{f': {about}' if about else ''}"),
        ("v:action", decision.action),
        ("v:reason", decision.reason),
        ("v:faultOf", _fault_of(decision)),
        ("v:rationale", decision.rationale),
        ("v:policy", decision.policy),
        ("v:low", decision.low or ""),
        ("v:high", decision.high or ""),
        *_signature(decision),
    )
    yield Node("activity", name, ("v:Decision",), attributes, decision.decided_at)
    reviewer = _agent("reviewer", decision.reviewer, "prov:Person")
    yield reviewer
    yield Link("wasAssociatedWith", name, reviewer.name)
    yield from (Link("used", name, local_assertion(seen)) for seen in decision.seen)
    if decision.action != "undo":
        yield from _outcome(decision, name, attributes[0])
    elif decision.undoes:
        yield Link("wasInvalidatedBy", f"resolution-{decision.undoes}", name)


def _outcome(decision: Decision, name: str, label: tuple[str, str]) -> Iterator[Element]:
    """Yield what a decision makes of the answer and of the statement it is on."""
    if decision.action in {"reject", "different_event"} and decision.assertion:
        yield Link("wasInvalidatedBy", local_assertion(decision.assertion), name)
    resolution = f"resolution-{decision.id}"
    yield Node("entity", resolution, ("v:Resolution",), (label,))
    yield Link("wasGeneratedBy", resolution, name)
    if decision.assertion:
        yield Link("wasDerivedFrom", resolution, local_assertion(decision.assertion))


def _reviewer(change: ReviewerChange) -> Iterator[Element]:
    """Tell of somebody listed or retired; the list at any time follows from these in their order."""
    name = f"listing-{change.id}"
    person, maker = (_agent("reviewer", each, "prov:Person") for each in (change.name, change.reviewer))
    attributes = _given(
        ("prov:label", f"{change.action} {change.name}"),
        ("v:action", change.action),
        ("v:role", change.role),
        ("v:key", change.key),
        ("v:rationale", change.rationale),
        *_signature(change),
    )
    yield Node("activity", name, ("v:ReviewerChange",), attributes, change.decided_at)
    yield from (person, maker)
    yield from (Link("wasAssociatedWith", name, each) for each in dict.fromkeys((person.name, maker.name)))


def _signature(record: Decision | ReviewerChange) -> tuple[tuple[str, str], ...]:
    return (("v:seed", record.seed), ("v:signature", record.signature))


def _fault_of(decision: Decision) -> str:
    """Return whether what was rejected was at fault in how it was read here or in its source; empty where unsaid."""
    if decision.action != "reject" or not decision.reason:
        return ""
    return "reading" if decision.reason in ABOUT_READING else "source"


PROV_JSON_PREFIX: Final = {"v": NAMESPACE}


def to_prov_json(element: Element, number: int) -> tuple[str, str, dict[str, Any]]:
    """Return (section, key, content) of an element in PROV-JSON (W3C member submission, 2013); links go by `number`."""
    content: dict[str, Any] = {}
    if isinstance(element, Node):
        if element.time:
            content |= {"prov:startTime": element.time, "prov:endTime": element.time}
        types = [{"$": name, "type": "prov:QUALIFIED_NAME"} for name in element.types]
        content |= {"prov:type": types[0] if len(types) == 1 else types} if types else {}
        return element.kind, f"v:{element.name}", content | dict(element.attributes)
    first, second = _ARGUMENTS[element.relation]
    content = {f"prov:{first}": f"v:{element.first}", f"prov:{second}": f"v:{element.second}"}
    if element.subtype:
        content["prov:type"] = {"$": _SUBTYPES[element.subtype], "type": "prov:QUALIFIED_NAME"}
    return element.relation, f"_:r{number}", content


PROV_N_OPENING: Final = f"document\n  prefix v <{NAMESPACE}>\n"
PROV_N_END: Final = "endDocument\n"


def to_prov_n(element: Element) -> str:
    """Return the line of an element in PROV-N (W3C recommendation, 2013)."""
    if isinstance(element, Node):
        attributes = [f"prov:type='{name}'" for name in element.types]
        attributes += [f"{name}={_literal(value)}" for name, value in element.attributes]
        times = f", {element.time}, {element.time}" if element.kind == "activity" else ""
        return f"  {element.kind}(v:{element.name}{times}{', [' + ', '.join(attributes) + ']' if attributes else ''})"
    open_ = ", -" * (_BLANKS.get(element.relation, 2) - 2)
    subtype = f", [prov:type='{_SUBTYPES[element.subtype]}']" if element.subtype else ""
    return f"  {element.relation}(v:{element.first}, v:{element.second}{open_}{subtype})"


_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


def _literal(text: str) -> str:
    escaped = re.sub(r'[\\"\n\r\t\b\f]', lambda match: _ESCAPES[match[0]], text)
    return f'"{escaped}"'


PROV_O_CONTEXT: Final = {
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "v": NAMESPACE,
}
"""Inline, so that nothing has to be fetched."""


def to_prov_o(elements: Iterable[Element]) -> list[dict[str, Any]]:
    """Return the nodes that one record adds to the graph of a PROV-O document in JSON-LD.

    What a later record says of a node comes under the same id, which JSON-LD takes for the same node.
    """
    nodes: dict[str, dict[str, Any]] = {}
    for element in elements:
        if isinstance(element, Link):
            relation = _QUALIFIED.get(element.subtype, element.relation)
            content = nodes.setdefault(element.first, {"@id": f"v:{element.first}"})
            content.setdefault(f"prov:{relation}", []).append({"@id": f"v:{element.second}"})
            continue
        content = nodes.setdefault(element.name, {"@id": f"v:{element.name}"})
        content["@type"] = [f"prov:{element.kind.capitalize()}", *element.types]
        for name, value in element.attributes:
            content["rdfs:label" if name == "prov:label" else name] = value
        if element.time:
            time = {"@value": element.time, "@type": "xsd:dateTime"}
            content |= {"prov:startedAtTime": time, "prov:endedAtTime": time}
    return list(nodes.values())
