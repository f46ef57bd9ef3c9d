"""Extract the text of a PDF; runs in the parser process only, since it loads pypdf.

Encrypted files and files without any text (scans) are errors; a page without text is a note. A PDF's own date is that
of the file, not of publication, so it is a note too.
"""

from io import BytesIO

import pypdf
from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

from claims.intake.answers import Answer, NoTextError


def parse_pdf(data: bytes, max_characters: int) -> Answer:
    """Return the text of a PDF.

    Raises:
        NoTextError: encrypted, no text on any page, or not a readable PDF.
    """
    try:
        reader = pypdf.PdfReader(BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise NoTextError("is an encrypted PDF; remove its password")
        pages, failed = _read_pages(reader, max_characters)
        title, created = _about(reader)
    except NoTextError:
        raise
    except (DependencyError, FileNotDecryptedError) as error:
        raise NoTextError("is an encrypted PDF; remove its password") from error
    except (PyPdfError, ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError, OSError) as error:
        raise NoTextError(f"is not a PDF that can be read ({type(error).__name__})") from error
    return _answer(pages, failed, title, created)


def _answer(pages: list[str], failed: list[int], title: str | None, created: str) -> Answer:
    text = "\n\n".join(pages)
    if not text.strip():
        raise NoTextError("is a PDF without text, probably a scan; have its text recognised (OCR)")
    silent = [number for number, page in enumerate(pages, start=1) if not page.strip() and number not in failed]
    about = {
        "the PDF says it was made ": created,
        "pages that could not be read: ": _list_numbers(failed),
        "pages without text: ": _list_numbers(silent),
    }
    notes = [f"text extracted by pypdf {pypdf.__version__}", *(what + words for what, words in about.items() if words)]
    return Answer(
        text=text, title=title, publisher=None, url=None, published=None, complete=not (failed or silent), notes=notes
    )


def _read_pages(reader: pypdf.PdfReader, max_characters: int) -> tuple[list[str], list[int]]:
    pages: list[str] = []
    failed: list[int] = []
    for number, page in enumerate(reader.pages, start=1):
        try:
            pages.append(page.extract_text())
        except (DependencyError, FileNotDecryptedError, MemoryError):
            raise
        except Exception:
            # A damaged page costs that page, whichever of pypdf's many errors it brings.
            pages.append("")
            failed.append(number)
        max_characters -= len(pages[-1])
        if max_characters < 0:
            raise NoTextError("holds more text than one article may have; add it in parts")
    return pages, failed


def _about(reader: pypdf.PdfReader) -> tuple[str | None, str]:
    try:
        about = reader.metadata
        created = about.creation_date if about else None
        return (str(about.title) if about and about.title else None), created.date().isoformat() if created else ""
    except Exception:
        # The text is complete without it.
        return None, ""


def _list_numbers(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers[:20])) + (" ..." if len(numbers) > 20 else "")
