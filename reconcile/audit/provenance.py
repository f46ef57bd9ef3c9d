"""Provenance as W3C PROV: articles, assertions, speakers, reviewers and decisions, and what led to what.

Owns the mapping from records to PROV (PROV-DM, 2013) and its three notations: PROV-JSON, PROV-N and PROV-O as JSON-LD.
The notations are a few lines each and must be the same bytes everywhere, so they are written here; that they mean what
they should is tested with libraries we did not write.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
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


@dataclass(slots=True)
class Document:
    """Nodes and links, each once, in a fixed order."""

    nodes: dict[tuple[str, str], Node] = field(default_factory=dict)
    links: dict[Link, None] = field(default_factory=dict)

    def add(self, *parts: Node | Link) -> None:
        """Add nodes and links; what is there stays as it was."""
        for part in parts:
            if isinstance(part, Node):
                self.nodes.setdefault((part.kind, part.name), part)
            else:
                self.links.setdefault(part)


def build_document(
    articles: Iterable[Article], assertions: Iterable[Assertion], decisions: Iterable[Decision]
) -> Document:
    """Return the provenance of a dossier; articles without their texts will do."""
    document = Document()
    outlets: dict[str, str] = {}
    for article in articles:
        outlets[article.id] = article.outlet
        document.add(*_article(article))
    for assertion in assertions:
        document.add(*_assertion(assertion, outlets[assertion.passage.article]))
    for decision in decisions:
        document.add(*_decision(decision))
    return document


def _agent(kind: str, name: str, *types: str) -> Node:
    return Node("agent", local_agent(kind, name), types, (("prov:label", name),))


def _article(article: Article) -> Iterator[Node | Link]:
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


def _assertion(assertion: Assertion, outlet: str) -> Iterator[Node | Link]:
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


def _decision(decision: Decision) -> Iterator[Node | Link]:
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


def to_prov_json(document: Document) -> dict[str, Any]:
    """Return the document as PROV-JSON (W3C member submission, 2013)."""
    found: dict[str, Any] = {"prefix": {"v": NAMESPACE}}
    for node in document.nodes.values():
        content: dict[str, Any] = {}
        if node.time:
            content |= {"prov:startTime": node.time, "prov:endTime": node.time}
        types = [{"$": name, "type": "prov:QUALIFIED_NAME"} for name in node.types]
        content |= {"prov:type": types[0] if len(types) == 1 else types} if types else {}
        found.setdefault(node.kind, {})[f"v:{node.name}"] = content | dict(node.attributes)
    for number, link in enumerate(document.links, start=1):
        first, second = _ARGUMENTS[link.relation]
        content = {f"prov:{first}": f"v:{link.first}", f"prov:{second}": f"v:{link.second}"}
        if link.subtype:
            content["prov:type"] = {"$": _SUBTYPES[link.subtype], "type": "prov:QUALIFIED_NAME"}
        found.setdefault(link.relation, {})[f"_:r{number}"] = content
    return found


def to_prov_n(document: Document) -> Iterator[str]:
    """Yield the lines of the document as PROV-N (W3C recommendation, 2013)."""
    yield "document"
    yield f"  prefix v <{NAMESPACE}>"
    for node in document.nodes.values():
        told = [f"prov:type='{name}'" for name in node.types]
        told += [f"{name}={_literal(value)}" for name, value in node.attributes]
        times = f", {node.time}, {node.time}" if node.kind == "activity" else ""
        yield f"  {node.kind}(v:{node.name}{times}{', [' + ', '.join(told) + ']' if told else ''})"
    for link in document.links:
        open_ = ", -" * (_BLANKS.get(link.relation, 2) - 2)
        told = [f"prov:type='{_SUBTYPES[link.subtype]}'"] if link.subtype else []
        shown = f", [{', '.join(told)}]" if told else ""
        yield f"  {link.relation}(v:{link.first}, v:{link.second}{open_}{shown})"
    yield "endDocument"


_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


def _literal(text: str) -> str:
    escaped = re.sub(r'[\\"\n\r\t\b\f]', lambda found: _ESCAPES[found[0]], text)
    return f'"{escaped}"'


def to_prov_o(document: Document) -> dict[str, Any]:
    """Return the document as PROV-O in JSON-LD, its context inline so that nothing has to be fetched."""
    nodes: dict[str, dict[str, Any]] = {}
    for node in document.nodes.values():
        content: dict[str, Any] = {"@id": f"v:{node.name}"}
        content["@type"] = [f"prov:{node.kind.capitalize()}", *node.types]
        for name, value in node.attributes:
            content["rdfs:label" if name == "prov:label" else name] = value
        if node.time:
            time = {"@value": node.time, "@type": "xsd:dateTime"}
            content |= {"prov:startedAtTime": time, "prov:endedAtTime": time}
        nodes[node.name] = content
    for link in document.links:
        relation = _QUALIFIED.get(link.subtype, link.relation)
        content = nodes.setdefault(link.first, {"@id": f"v:{link.first}"})
        content.setdefault(f"prov:{relation}", []).append({"@id": f"v:{link.second}"})
    context = {
        "prov": "http://www.w3.org/ns/prov#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "v": NAMESPACE,
    }
    return {"@context": context, "@graph": list(nodes.values())}
