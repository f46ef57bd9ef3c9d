"""The fields of a claim as a reviewer types them, and the assertion that they make, checked as in a claims file."""

import json
from dataclasses import dataclass, fields
from typing import Any, Final

from claims.assertions import given_value, identify
from claims.claimsfile import ArticleText, ClaimsReader
from claims.errors import VariorumError
from claims.models import Assertion, SubjectKind
from claims.vocabulary.model import Attribute, Vocabulary

BY_REVIEWER: Final = "reviewer"
"""The rule of an assertion that a reviewer read out of the text."""


class FieldsError(VariorumError):
    """The fields make no assertion; nothing was recorded."""

    def __init__(self, problem: str) -> None:
        super().__init__(f"{problem}; nothing was recorded")


@dataclass(frozen=True, slots=True)
class ClaimFields:
    """A claim on some words of an article, as text."""

    attribute: str = ""
    value: str = ""
    scope: str = "total"
    """Empty where the article does not say whose number it is."""
    subject: str = ""
    """The key of the event, or the name of the organisation, person or place."""
    chain: str = ""
    """Speakers from the informant back to the origin, as `A < B`; empty where the outlet itself speaks."""
    stance: str = "asserts"
    as_of: str = ""
    """EDTF; empty for the day of publication."""
    translation: str = ""
    """Of the words, into the reviewer's language; the words are what is verified."""
    translator: str = ""

    def to_text(self) -> str:
        """Return the fields as one text, for a draft."""
        return json.dumps([getattr(self, field.name) for field in fields(self)])

    @classmethod
    def from_text(cls, text: str) -> "ClaimFields | None":
        """Return the fields of such a text; None where it is none."""
        try:
            parts = json.loads(text)
        except ValueError:
            return None
        good = isinstance(parts, list) and len(parts) <= len(fields(cls)) and all(isinstance(p, str) for p in parts)
        return cls(*parts) if good else None


NAMES: Final = tuple(field.name for field in fields(ClaimFields))


def fields_of(assertion: Assertion) -> ClaimFields:
    """Return an assertion as a reviewer would type it."""
    value = given_value(assertion)
    return ClaimFields(
        attribute=assertion.attribute,
        value=value if isinstance(value, str) else json.dumps(value, ensure_ascii=False),
        scope=assertion.scope or "",
        subject=assertion.subject,
        chain=" < ".join(assertion.speakers),
        stance=assertion.stance,
        as_of=assertion.as_of or "",
        translation=assertion.translation,
        translator=assertion.translator,
    )


def changed_names(old: ClaimFields, new: ClaimFields) -> list[str]:
    """Return the names of the fields that differ, in their order."""
    return [name for name in NAMES if getattr(old, name).strip() != getattr(new, name).strip()]


def read_fields(
    typed: ClaimFields, article: ArticleText, span: tuple[int, int], vocabulary: Vocabulary, reviewer: str
) -> Assertion:
    """Return the assertion that `typed` makes of the words at `span`, read by `reviewer`.

    Raises:
        VariorumError: the fields or the span cannot be used; the message says which.
    """
    typed = ClaimFields(*(getattr(typed, name).strip() for name in NAMES))
    _check_fields(typed, vocabulary.attribute(typed.attribute))
    line = {
        "article": article.id,
        "quote": article.text[slice(*span)],
        "start": span[0],
        "end": span[1],
        "subject": typed.subject,
        "attribute": typed.attribute,
        "scope": typed.scope or None,
        "value": _value(typed.value),
        "stance": typed.stance,
        "as_of": typed.as_of or None,
        "chain": [part.strip() for part in typed.chain.split("<") if part.strip()],
        "translation": typed.translation,
        "translator": typed.translator or (reviewer if typed.translation else ""),
        "rule": BY_REVIEWER,
    }
    return ClaimsReader(lambda _: article, vocabulary, reviewer).assertion(line)


def _check_fields(typed: ClaimFields, attribute: Attribute | None) -> None:
    for name in ("attribute", "value", "subject"):
        if not getattr(typed, name):
            raise FieldsError(f"{name} is empty")
    if typed.stance not in {"asserts", "denies", "suspects", "retracts"}:
        raise FieldsError(f"stance {typed.stance!r} is none of asserts, denies, suspects, retracts")
    if attribute is not None and typed.scope and typed.scope not in attribute.tree:
        known = ", ".join(("total", *sorted(attribute.tree.parent_of)))
        raise FieldsError(f"{typed.scope!r} is no scope of {attribute.name}; known are {known}; empty is: not stated")


def _value(typed: str) -> Any:
    if typed.startswith("{"):
        try:
            return json.loads(typed)
        except ValueError as error:
            raise FieldsError(f"value: {error}") from error
    return typed


def mend(old: Assertion, typed: ClaimFields, article: ArticleText, vocabulary: Vocabulary, reviewer: str) -> Assertion:
    """Return the reviewer's reading of the words of `old`; what the fields leave alone stays as it was.

    Raises:
        VariorumError: as for `read_fields`.
    """
    passage = old.passage
    if article.text[passage.start : passage.end] != passage.exact:
        raise FieldsError("its words no longer stand at their place in the article")
    new = read_fields(typed, article, (passage.start, passage.end), vocabulary, reviewer)
    hops = {hop.speaker: hop for hop in old.chain}
    kind: SubjectKind = old.subject_kind if new.subject == old.subject else "event"
    chain = tuple(hops.get(hop.speaker, hop) for hop in new.chain)
    kept = {name: getattr(old, name) for name in ("note", "evidential")}
    new = new.changed(chain=chain, subject_kind=kind, **kept)
    return identify(new.changed(exhaustive=old.exhaustive))  # a breakdown said to be complete stays so
