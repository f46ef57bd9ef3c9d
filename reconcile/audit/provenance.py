"""Provenance as W3C PROV: articles, assertions, speakers, reviewers and decisions, and what led to what.

Owns the mapping from records to PROV (PROV-DM, 2013) and its three notations: PROV-JSON, PROV-N and PROV-O as JSON-LD.
The notations are a few lines each and must be the same bytes everywhere, so they are written here; that they mean what
they should is tested with libraries we did not write.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from claims.models import Article, Assertion, Decision
from claims.values import format_value
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


Part = Node | Link
SECTIONS: Final = (*_NODES, *_ARGUMENTS)
"""Of PROV-JSON, which gathers what is of one kind."""


class Telling:
    """What each record of a dossier adds to its provenance, told one record after the other.

    Only the agents met so far are remembered: everything else is told by one record alone.
    """

    def __init__(self) -> None:
        self._outlets: dict[str, str] = {}
        self._agents: set[str] = set()

    def article(self, article: Article) -> list[Part]:
        """Return what an article adds, its text left aside."""
        self._outlets[article.id] = article.outlet
        return self._fresh(_article(article))

    def assertion(self, assertion: Assertion) -> list[Part]:
        """Return what an assertion adds; its article must have been told before."""
        return self._fresh(_assertion(assertion, self._outlets[assertion.passage.article]))

    def decision(self, decision: Decision) -> list[Part]:
        """Return what a decision adds."""
        return self._fresh(_decision(decision))

    def _fresh(self, parts: Iterable[Part]) -> list[Part]:
        told = []
        for part in dict.fromkeys(parts):
            if isinstance(part, Node) and part.kind == "agent":
                if part.name in self._agents:
                    continue
                self._agents.add(part.name)
            told.append(part)
        return told


def _agent(kind: str, name: str, *types: str) -> Node:
    return Node("agent", local_agent(kind, name), types, (("prov:label", name),))


def _article(article: Article) -> Iterator[Part]:
    name = local_article(article.id)
    told = (
        ("prov:label", article.title or article.name),
        ("v:published", article.published or ""),
        ("v:url", article.url or ""),
        ("v:textSha256", article.text_sha256),
        ("v:originalSha256", article.original_sha256),
    )
    yield Node("entity", name, ("v:Article",), tuple(pair for pair in told if pair[1]))
    outlet = _agent("source", article.outlet, "v:Source")
    yield outlet
    yield Link("wasAttributedTo", name, outlet.name)
    if article.revises:
        yield Link("wasDerivedFrom", name, local_article(article.revises), "revision")


def _assertion(assertion: Assertion, outlet: str) -> Iterator[Part]:
    name, passage = local_assertion(assertion.id), assertion.passage
    told = (
        ("prov:label", f"{assertion.subject}/{assertion.attribute}: {format_value(assertion.value)}"),
        ("prov:value", passage.exact),
        ("v:scope", assertion.scope or ""),
        ("v:stance", assertion.stance),
        ("v:asOf", assertion.as_of or ""),
        ("v:characters", f"{passage.start}-{passage.end}"),
        ("v:extractedBy", assertion.extracted_by),
    )
    yield Node("entity", name, ("v:Assertion",), tuple(pair for pair in told if pair[1]))
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


def _decision(decision: Decision) -> Iterator[Part]:
    name = f"decision-{decision.id}"
    told = (
        ("prov:label", f"{decision.action} {decision.subject}/{decision.attribute}"),
        ("v:action", decision.action),
        ("v:reason", decision.reason),
        ("v:rationale", decision.rationale),
        ("v:policy", decision.policy),
        ("v:low", decision.low or ""),
        ("v:high", decision.high or ""),
    )
    attributes = tuple(pair for pair in told if pair[1])
    yield Node("activity", name, ("v:Decision",), attributes, decision.decided_at)
    reviewer = _agent("reviewer", decision.reviewer, "prov:Person")
    yield reviewer
    yield Link("wasAssociatedWith", name, reviewer.name)
    for seen in decision.seen:
        yield Link("used", name, local_assertion(seen))
    if decision.action == "undo":
        if decision.undoes:
            yield Link("wasInvalidatedBy", f"resolution-{decision.undoes}", name)
        return
    if decision.action in {"reject", "different_event"} and decision.assertion:
        yield Link("wasInvalidatedBy", local_assertion(decision.assertion), name)
    resolution = f"resolution-{decision.id}"
    yield Node("entity", resolution, ("v:Resolution",), (attributes[0],))
    yield Link("wasGeneratedBy", resolution, name)
    if decision.assertion:
        yield Link("wasDerivedFrom", resolution, local_assertion(decision.assertion))


PROV_JSON_PREFIX: Final = {"v": NAMESPACE}


def to_prov_json(part: Part, number: int) -> tuple[str, str, dict[str, Any]]:
    """Return (section, key, content) of a part in PROV-JSON (W3C member submission, 2013); links go by `number`."""
    content: dict[str, Any] = {}
    if isinstance(part, Node):
        if part.time:
            content |= {"prov:startTime": part.time, "prov:endTime": part.time}
        types = [{"$": name, "type": "prov:QUALIFIED_NAME"} for name in part.types]
        content |= {"prov:type": types[0] if len(types) == 1 else types} if types else {}
        return part.kind, f"v:{part.name}", content | dict(part.attributes)
    first, second = _ARGUMENTS[part.relation]
    content = {f"prov:{first}": f"v:{part.first}", f"prov:{second}": f"v:{part.second}"}
    if part.subtype:
        content["prov:type"] = {"$": _SUBTYPES[part.subtype], "type": "prov:QUALIFIED_NAME"}
    return part.relation, f"_:r{number}", content


PROV_N_OPENING: Final = f"document\n  prefix v <{NAMESPACE}>\n"
PROV_N_END: Final = "endDocument\n"


def to_prov_n(part: Part) -> str:
    """Return the line of a part in PROV-N (W3C recommendation, 2013)."""
    if isinstance(part, Node):
        told = [f"prov:type='{name}'" for name in part.types]
        told += [f"{name}={_literal(value)}" for name, value in part.attributes]
        times = f", {part.time}, {part.time}" if part.kind == "activity" else ""
        return f"  {part.kind}(v:{part.name}{times}{', [' + ', '.join(told) + ']' if told else ''})"
    open_ = ", -" * (_BLANKS.get(part.relation, 2) - 2)
    told = [f"prov:type='{_SUBTYPES[part.subtype]}'"] if part.subtype else []
    shown = f", [{', '.join(told)}]" if told else ""
    return f"  {part.relation}(v:{part.first}, v:{part.second}{open_}{shown})"


_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


def _literal(text: str) -> str:
    escaped = re.sub(r'[\\"\n\r\t\b\f]', lambda found: _ESCAPES[found[0]], text)
    return f'"{escaped}"'


PROV_O_CONTEXT: Final = {
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "v": NAMESPACE,
}
"""Inline, so that nothing has to be fetched."""


def to_prov_o(parts: Iterable[Part]) -> list[dict[str, Any]]:
    """Return the nodes that one record adds to the graph of a PROV-O document in JSON-LD.

    What a later record says of a node comes under the same id, which JSON-LD takes for the same node.
    """
    nodes: dict[str, dict[str, Any]] = {}
    for part in parts:
        if isinstance(part, Link):
            relation = _QUALIFIED.get(part.subtype, part.relation)
            content = nodes.setdefault(part.first, {"@id": f"v:{part.first}"})
            content.setdefault(f"prov:{relation}", []).append({"@id": f"v:{part.second}"})
            continue
        content = nodes.setdefault(part.name, {"@id": f"v:{part.name}"})
        content["@type"] = [f"prov:{part.kind.capitalize()}", *part.types]
        for name, value in part.attributes:
            content["rdfs:label" if name == "prov:label" else name] = value
        if part.time:
            time = {"@value": part.time, "@type": "xsd:dateTime"}
            content |= {"prov:startedAtTime": time, "prov:endedAtTime": time}
    return list(nodes.values())
