"""One content, one id; and every shape an assertion takes has the fields of the record."""

from typing import Any, get_type_hints

import pytest
from pydantic import ValidationError

from claims.assertions import assertion_id, build_assertion, given_value, identify
from claims.claimsfile import COLUMNS, export_line
from claims.identity import NotCanonicalError
from claims.models import Assertion
from claims.proof.entries import FIELDS
from claims.records import plain_content
from claims.store.operations import fast_decoding
from tests.support.store_builders import make_article, make_claim, make_line, make_reader
from tui.writers.json_views.shapes import Member

ARTICLE = make_article("At least 17 people were killed on 2 March, officials said.")
CLAIM = make_claim(ARTICLE, "At least 17", "at least 17", chain=["officials"])

COLUMN_OF = {"written": "value", "passage": "quote"}
"""Fields of the record that the columns of a claims file name otherwise."""

COLUMNS_ALONE = {"article", "quote", "start", "end", "low", "high", "status", "recorded_at"}
"""Columns that are no field of the record: parts of its passage and value, and what the dossier adds."""

SHAPES: dict[str, tuple[set[str], dict[str, str]]] = {
    "claims.claimsfile.ClaimLine, the line of a claims file": (set(COLUMNS) - COLUMNS_ALONE | {"quote"}, COLUMN_OF),
    "claims.proof.entries, the row `assertion` of _FIELDS": (set(FIELDS["assertion"]), {}),
    "claims.store.operations.fast_decoding, which is derived": (set(fast_decoding._Assertion.__struct_fields__), {}),
}
"""The names of the fields that each shape has, and what it calls those that have another name."""


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_of_an_assertion_has_the_fields_of_the_record(shape: str) -> None:
    names, renamed = SHAPES[shape]
    fields = {renamed.get(name, name) for name in Assertion.model_fields}
    assert not fields - names, f"add {sorted(fields - names)} to {shape}"
    assert not names - fields, f"claims.models.Assertion has no {sorted(names - fields)}: take it from {shape}"


def test_json_views_print_every_column_of_a_claims_file() -> None:
    missing = set(COLUMNS) - set(get_type_hints(Member))
    assert not missing, f"add {sorted(missing)} to tui.writers.json_views.shapes.Member"


def test_every_optional_text_survives_export_and_import() -> None:
    """A field of the record that is read from a line or written to it by its name alone needs no code of its own."""
    texts = {name: f"a {name}" for name, field in Assertion.model_fields.items() if field.default == ""}
    full = CLAIM.changed(**texts, number_start=9, number_end=11)
    line = export_line(full, article=ARTICLE.name, status="accepted", recorded_at="2031-03-04T10:00:00Z")
    assert tuple(line) == COLUMNS
    assert make_reader([ARTICLE]).assertion(line) == full


def test_plain_content_read_from_a_line_is_that_of_the_record() -> None:
    for changes in ({}, {"evidential": "reportedly"}, {"number_start": 9, "number_end": 11, "tier": "single"}):
        content = make_reader([ARTICLE]).content(make_line(ARTICLE, "At least 17", "at least 17", **changes))
        record = plain_content(Assertion.model_validate(content))
        assert content == record
        assert list(content) == list(record)


def test_the_id_follows_from_the_content_whichever_way_it_is_built() -> None:
    content: dict[str, Any] = {name: getattr(CLAIM, name) for name in Assertion.model_fields if name != "id"}
    assert build_assertion(**content) == CLAIM == identify(CLAIM.changed(id=""))
    assert assertion_id(plain_content(CLAIM)) == CLAIM.id
    assert build_assertion(**content | {"note": "seen twice"}).id == CLAIM.id
    assert build_assertion(**content | {"scope": None}).id != CLAIM.id


def test_content_that_cannot_be_an_assertion_is_rejected() -> None:
    content: dict[str, Any] = {name: getattr(CLAIM, name) for name in Assertion.model_fields if name != "id"}
    with pytest.raises(ValidationError, match="crowd"):
        build_assertion(**content, crowd=3)
    with pytest.raises(NotCanonicalError, match="surrogate"):
        build_assertion(**content | {"subject": "\ud800"})


def test_bounds_without_a_surface_form_are_given_as_they_were() -> None:
    for value in ({"low": 17, "high": None}, {"low": 17, "high": 20}):
        assert given_value(make_claim(ARTICLE, "At least 17", value)) == value
    assert given_value(CLAIM) == "at least 17"
