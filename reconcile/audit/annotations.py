"""Assertions as W3C Web Annotations: the statement is the body, its exact words the target.

Each target is selected twice, by position and by quote; where the two disagree the annotation is an orphan.
"""

from typing import Any

from claims.assertions import scope_note
from claims.models import Assertion
from claims.values import format_value
from reconcile.audit.names import NAMESPACE, local_article, local_assertion

CONTEXTS = ["http://www.w3.org/ns/anno.jsonld", {"v": NAMESPACE}]


def annotate(assertion: Assertion, recorded_at: str, source: str | None) -> dict[str, Any]:
    """Return the annotation; `source` is where the text is, relative to the package, if it is there."""
    passage = assertion.passage
    creator = assertion.extracted_by or "unknown"
    return {
        "id": NAMESPACE + local_assertion(assertion.id),
        "type": "Annotation",
        "motivation": "describing",
        "created": recorded_at,
        "creator": {"type": "Software" if assertion.tier else "Person", "name": creator},
        "body": {
            "type": ["TextualBody", "v:Assertion"],
            "value": _sentence(assertion),
            "format": "text/plain",
            "v:subject": assertion.subject,
            "v:attribute": assertion.attribute,
            "v:scope": assertion.scope,
            "v:value": format_value(assertion.value),
            "v:stance": assertion.stance,
            "v:asOf": assertion.as_of,
            "v:chain": {"@list": list(assertion.speakers)},
        },
        "target": {
            "source": source or NAMESPACE + local_article(passage.article),
            "selector": [
                {"type": "TextPositionSelector", "start": passage.start, "end": passage.end},
                {
                    "type": "TextQuoteSelector",
                    "exact": passage.exact,
                    "prefix": passage.prefix,
                    "suffix": passage.suffix,
                },
            ],
        },
    }


def _sentence(assertion: Assertion) -> str:
    stance = "" if assertion.stance == "asserts" else f" ({assertion.stance})"
    by = f", according to {' < '.join(assertion.speakers)}" if assertion.chain else ""
    about = f"{assertion.subject}: {assertion.attribute}{scope_note(assertion.scope)}"
    return f"{about} = {format_value(assertion.value)}{stance}{by}"


def page_head(identifier: str, total: int) -> dict[str, Any]:
    """Return the annotation page without its items: the first and only one of a collection of so many."""
    collection = {
        "id": f"{identifier}#all",
        "type": "AnnotationCollection",
        "label": "Assertions",
        "total": total,
        "first": identifier,
        "last": identifier,
    }
    return {"@context": CONTEXTS, "id": identifier, "type": "AnnotationPage", "partOf": collection, "startIndex": 0}
