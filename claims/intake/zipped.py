"""Read members of ZIP archives and the XML in them, in the parser process only, without unpacking more than asked for.

Entities of XML are never resolved, and nothing outside the file is read.
"""

from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile

from lxml.etree import Entity, XMLParser, XMLSyntaxError, _Element, fromstring

from claims.intake.answers import NoTextError

LARGEST_MEMBER: Final = 100_000_000
"""Bytes when unpacked; the limit on the process's memory is the harder one."""
_BROKEN: Final = "open it in the program it comes from, save it again and add that"


def open_zip(data: bytes) -> ZipFile:
    """Open an archive.

    Raises:
        NoTextError: it is none, or damaged.
    """
    try:
        return ZipFile(BytesIO(data))
    except (BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise NoTextError(
            f"is not the ZIP archive that its ending names, or is damaged ({error}); {_BROKEN}"
        ) from error


def read_member(archive: ZipFile, name: str) -> bytes:
    """Return the bytes of a member; none where there is no such member.

    Raises:
        NoTextError: the member is damaged, encrypted or too large.
    """
    try:
        # The size that the archive states is all that zipfile unpacks, so it can be believed.
        if archive.getinfo(name).file_size > LARGEST_MEMBER:
            raise NoTextError(f"unpacks to more than {LARGEST_MEMBER:,} bytes; save its text as .txt and add that")
        return archive.read(name)
    except KeyError:
        return b""
    except RuntimeError as error:  # zipfile's word for encrypted
        raise NoTextError("is encrypted; save it without a password and add that") from error
    except (BadZipFile, NotImplementedError, OSError, EOFError, ValueError) as error:
        if isinstance(error, NoTextError):
            raise
        raise NoTextError(f"is damaged: {error}; {_BROKEN}") from error


def parse_xml(data: bytes) -> _Element:
    """Return the root of an XML document.

    Raises:
        NoTextError: it is not well-formed, or nested too deeply.
    """
    parser = XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
    try:
        root = fromstring(data, parser)
    except XMLSyntaxError as error:
        raise NoTextError(f"holds XML that cannot be read ({error.msg}); {_BROKEN}") from error
    if root.getroottree().docinfo.internalDTD is not None and next(root.iter(Entity), None) is not None:
        raise NoTextError(f"names entities of its own, which are not resolved; {_BROKEN}")
    return root
