"""Text in, text out: what is stored of a plain text is what the file holds, to the byte."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from claims.intake import Document, read_documents
from tests.support.profiles import examples

_CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufeff")


@settings(max_examples=examples(200), deadline=None)
@given(st.text(_CHARACTERS, min_size=1, max_size=300))
def test_a_text_is_stored_to_the_byte(text: str) -> None:
    data = ("Ten died.\r\n" + text).encode("utf-8")
    with TemporaryDirectory() as folder:
        path = Path(folder, "a.txt")
        path.write_bytes(data)
        [document] = read_documents([path])
    assert isinstance(document, Document)
    assert document.text.encode("utf-8") == data
    assert document.original == data
