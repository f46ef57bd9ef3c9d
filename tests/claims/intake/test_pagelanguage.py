"""The language that a page declares is that of what stands nearest to its text."""

import pytest
from lxml.html import document_fromstring

from claims.intake.pagelanguage import find_declared_language


@pytest.mark.parametrize(
    ("page", "language"),
    [
        ('<html lang="fr-FR"><body><p>A', "fr"),
        ('<html lang="en"><body><article lang="it"><p>A', "it"),
        ('<html xml:lang="de"><body><p>A', "de"),
        ('<html><head><meta property="og:locale" content="es_ES"></head><body><p>A', "es"),
        ('<html><head><meta http-equiv="Content-Language" content="uk"></head><body><p>A', "uk"),
        ('<html lang="français"><body><p>A', None),
        ("<html><body><p>A", None),
    ],
)
def test_language_is_that_of_the_nearest_element(page: str, language: str | None) -> None:
    assert find_declared_language(document_fromstring(page)) == language
