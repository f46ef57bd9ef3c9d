"""Read rich text (.rtf) with striprtf, in the parser process only."""

from striprtf.striprtf import rtf_to_text

from claims.intake.answers import NoTextError, Parts, make_part


def split_rtf(data: bytes, _: int) -> Parts:
    """Return the article of an .rtf file."""
    if not data.lstrip().startswith(b"{\\rtf"):
        raise NoTextError("is not rich text (.rtf); give it the right file ending")
    # RTF is ASCII; other bytes are in the code page that it declares, which striprtf decodes.
    text = rtf_to_text(data.decode("latin-1"), errors="replace")  # type: ignore[no-untyped-call]
    return Parts(parts=[make_part(text)], problems=[])
