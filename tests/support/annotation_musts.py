"""What a Web Annotation MUST be, as W3C's Web Annotation Data Model says it, in JSON Schema.

The assertions are those that W3C's own test suite asks of an implementation (`annotationMusts`, `bodyMusts`,
`targetMusts`, `specificResourceMusts`, `collectionMusts`), named and numbered as there by the section they follow; read
from the Recommendation and written anew. Pages have no such list there: theirs follow section 5.2.
"""

from collections.abc import Iterator
from typing import Any

ANNO = "http://www.w3.org/ns/anno.jsonld"
Schema = dict[str, Any]

IRI: Schema = {"type": "string", "pattern": r"^([a-z][a-z0-9+.-]*:)?[^\s<>\"{}|\\^`]+$"}
IRIS: Schema = {"anyOf": [IRI, {"type": "array", "items": IRI, "minItems": 1}]}
TIME: Schema = {"type": "string", "pattern": r"^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$"}
TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}


def has(value: str) -> Schema:
    """This very value, alone or among several."""
    return {"anyOf": [{"const": value}, {"type": "array", "contains": {"const": value}}]}


def required(name: str, shape: Schema) -> Schema:
    return {"required": [name], "properties": {name: shape}}


def optional(name: str, shape: Schema) -> Schema:
    return {"properties": {name: shape}}


def without(*names: str) -> Schema:
    return {"not": {"anyOf": [{"required": [name]} for name in names]}}


def where(kind: Schema, then: Schema) -> Schema:
    return {"if": kind, "then": then}


def of_type(*names: str) -> Schema:
    return {"required": ["type"], "properties": {"type": {"anyOf": [has(name) for name in names]}}}


EXTERNAL: Schema = {"required": ["id"], **without("source", "value", "items")}
CHOICE: Schema = of_type("Choice")
TEXTUAL: Schema = of_type("TextualBody")
SPECIFIC: Schema = {"anyOf": [of_type("SpecificResource"), {"required": ["source"]}]}
RESOURCE: Schema = {"anyOf": [IRI, {"type": "object", "anyOf": [EXTERNAL, CHOICE, TEXTUAL, SPECIFIC]}]}
RESOURCES: Schema = {"anyOf": [RESOURCE, {"type": "array", "items": RESOURCE, "minItems": 1}]}

TIMES = ("created", "modified")

ANNOTATION: dict[str, Schema] = {
    "3.1 context": required("@context", has(ANNO)),
    "3.1 id": required("id", IRI),
    "3.1 type": required("type", has("Annotation")),
    "3.1 target": {"required": ["target"]},
    "3.2 target recognised": optional("target", RESOURCES),
    "3.2 body recognised": optional("body", RESOURCES),
    "3.2.5 not body and bodyValue": {"not": {"required": ["body", "bodyValue"]}},
    "3.2.5 bodyValue": optional("bodyValue", TEXT),
    **{f"3.3.1 {name}": optional(name, TIME) for name in (*TIMES, "generated")},
    "3.3.6 rights": optional("rights", IRIS),
    "3.3.7 canonical": optional("canonical", IRI),
    "3.3.7 via": optional("via", IRIS),
}

BODY_OR_TARGET: dict[str, Schema] = {
    "3.2.1 textDirection": optional("textDirection", {"enum": ["ltr", "rtl", "auto"]}),
    "3.2.4 a textual body has one value": where(TEXTUAL, required("value", TEXT)),
    **{f"3.3.1 {name}": optional(name, TIME) for name in TIMES},
    "3.3.6 rights": optional("rights", IRIS),
    "3.3.7 canonical": optional("canonical", IRI),
    "3.3.7 via": optional("via", IRIS),
    "3.2.7 an external resource has no items": where(EXTERNAL, without("items")),
    "3.3.5 an external resource has no purpose": where(EXTERNAL, without("purpose")),
    "3.2.4 a choice has no value": where(CHOICE, without("value")),
    "4 a choice has no source": where(CHOICE, without("source")),
    "3.3.5 a choice has no purpose": where(CHOICE, without("purpose")),
    "3.2.7 a textual body has no items": where(TEXTUAL, without("items")),
    "4 a textual body has no source": where(TEXTUAL, without("source")),
    "3.2.7 a specific resource has no items": where(SPECIFIC, without("items")),
    "4 a specific resource has one source": where(SPECIFIC, required("source", {"anyOf": [IRI, {"type": "object"}]})),
    "4.2 selector": optional("selector", {"anyOf": [IRIS, {"type": "object"}, {"type": "array", "minItems": 1}]}),
    "4.3 state": optional("state", {"anyOf": [IRIS, {"type": "object"}, {"type": "array", "minItems": 1}]}),
    "4.4 styleClass": optional("styleClass", {"anyOf": [TEXT, {"type": "array", "items": TEXT}]}),
}

SELECTOR: dict[str, Schema] = {
    "4.2 type": required("type", {"anyOf": [TEXT, {"type": "array", "items": TEXT}]}),
    "4.2.1 to 4.2.3 value": where(of_type("FragmentSelector", "CssSelector", "XPathSelector"), required("value", TEXT)),
    "4.2.4 exact": where(of_type("TextQuoteSelector"), required("exact", TEXT)),
    "4.2.4 prefix": where(of_type("TextQuoteSelector"), optional("prefix", TEXT)),
    "4.2.4 suffix": where(of_type("TextQuoteSelector"), optional("suffix", TEXT)),
    "4.2.5 start": where(of_type("TextPositionSelector", "DataPositionSelector"), required("start", COUNT)),
    "4.2.5 end": where(of_type("TextPositionSelector", "DataPositionSelector"), required("end", COUNT)),
    "4.2.7 svg": where(of_type("SvgSelector"), optional("value", TEXT)),
    "4.2.8 range": where(of_type("RangeSelector"), {"required": ["startSelector", "endSelector"]}),
    "4.3.3 refinedBy": optional("refinedBy", {"anyOf": [IRIS, {"type": "object"}, {"type": "array"}]}),
}

COLLECTION: dict[str, Schema] = {
    "5.1 context": required("@context", has(ANNO)),
    "5.1 id": required("id", IRI),
    "5.1 type": required("type", has("AnnotationCollection")),
    "5.1 label": optional("label", {"anyOf": [TEXT, {"type": "array", "items": TEXT}, {"type": "object"}]}),
    "5.1 total": optional("total", COUNT),
    "5.1 first": required("first", {"anyOf": [IRI, {"type": "object", **of_type("AnnotationPage")}]}),
    "5.1 last": optional("last", IRI),
    **{f"3.3.1 {name}": optional(name, TIME) for name in TIMES},
    "3.3.6 rights": optional("rights", IRIS),
}

PAGE: dict[str, Schema] = {
    "5.2 context": required("@context", has(ANNO)),
    "5.2 id": required("id", IRI),
    "5.2 type": required("type", has("AnnotationPage")),
    "5.2 partOf": required("partOf", {"anyOf": [IRI, {"type": "object", **of_type("AnnotationCollection")}]}),
    "5.2 items": required("items", {"type": "array", "items": {"type": "object"}, "minItems": 1}),
    "5.2 next": optional("next", IRI),
    "5.2 prev": optional("prev", IRI),
    "5.2 startIndex": required("startIndex", COUNT),
}


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def list_checks(page: dict[str, Any]) -> Iterator[tuple[str, Schema, Any]]:
    """Yield what a page and everything in it is held to: the assertion, its schema, and what has to fit.

    A page gives its context to its collection and annotations, which another document would have to repeat.
    """
    context = {"@context": page.get("@context")}
    yield from ((f"page {name}", schema, page) for name, schema in PAGE.items())
    part_of = page.get("partOf")
    collection = context | part_of if isinstance(part_of, dict) else part_of
    yield from ((f"collection {name}", schema, collection) for name, schema in COLLECTION.items())
    for annotation in page["items"]:
        yield from ((f"annotation {name}", schema, context | annotation) for name, schema in ANNOTATION.items())
        for role in ("body", "target"):
            for resource in as_list(annotation.get(role, [])):
                yield from ((f"{role} {name}", schema, resource) for name, schema in BODY_OR_TARGET.items())
                for selector in as_list(resource.get("selector", [])) if isinstance(resource, dict) else ():
                    yield from ((f"selector {name}", schema, selector) for name, schema in SELECTOR.items())
