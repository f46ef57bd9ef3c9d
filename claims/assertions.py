"""Build assertions whose id follows from their content, as records and as plain content alike."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from claims.identity import digest_ordered
from claims.models import Assertion
from claims.proof.entries import given_bounds, identifying_content
from claims.records import plain_content
from claims.values import format_value
from claims.vocabulary.model import TOTAL
from claims.vocabulary.scope_words import format_scope

STANCE_NOUNS: Final[Mapping[str, str]] = {
    "asserts": "",
    "denies": "denial of ",
    "suspects": "suspicion of ",
    "retracts": "retraction of ",
}
"""What a statement is called by its stance, before its value."""


def articles_of(assertions: Iterable[Assertion]) -> list[str]:
    """Return the ids of the articles that assertions quote, sorted, each once."""
    return sorted({assertion.passage.article for assertion in assertions})


def build_assertion(**content: Any) -> Assertion:
    """Return the validated assertion with this content: the fields of `Assertion` without its id.

    Raises:
        NotCanonicalError: a text holds a lone surrogate.
        ValidationError: a field is missing, unknown or of the wrong type.
    """
    return identify(Assertion(id="", **content))


def identify(assertion: Assertion) -> Assertion:
    """Return the assertion with the id that its content gives; an intact assertion already has it."""
    return assertion.changed(id=assertion_id(plain_content(assertion)))


def describe_assertion(assertion: Assertion, outlet: str, scope: str | None) -> str:
    """Return what is stated, of whom and by whom, as a decision on it is put into words.

    `scope` is as stated, or as a reviewer has set it: `5 (children; mayor of Lorne, in Valley Times)`.
    """
    of_whom = "" if scope == TOTAL else f"{(scope or 'scope not stated').replace('_', ' ')}; "
    by_whom = f"{assertion.speakers[-1]}, in {outlet}" if assertion.chain else outlet
    return f"{STANCE_NOUNS[assertion.stance]}{format_value(assertion.value)} ({of_whom}{by_whom})"


def describe_value(assertion: Assertion) -> str:
    """Return what is stated and of whom, in a line: `denies 5 [children]`."""
    stance = "" if assertion.stance == "asserts" else f"{assertion.stance} "
    return f"{stance}{format_value(assertion.value)}{scope_note(assertion.scope)}"


def scope_note(scope: str | None) -> str:
    """Return a scope in brackets, to stand behind a value; nothing for the whole."""
    return "" if scope == TOTAL else f" [{format_scope(scope) if scope else 'scope not stated'}]"


def assertion_id(content: Mapping[str, Any]) -> str:
    """Return the id of the assertion with this plain content; an id already in it is ignored.

    Raises:
        NotCanonicalError: a text holds a lone surrogate.
    """
    return digest_ordered(identifying_content(content))


def given_value(assertion: Assertion) -> str | dict[str, Any]:
    """Return the value as it was given: its surface form or, without one, its bounds."""
    if assertion.written is not None:
        return assertion.written
    return given_bounds(plain_content(assertion.value))
