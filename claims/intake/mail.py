"""Read mail, one message (.eml) or a box of them (.mbox), in the parser process only.

The text part of a message is its article, else its HTML part. The sender is its author, never its publisher.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr
from itertools import pairwise
from typing import Final, cast

from claims.intake.answers import NoTextError, Part, Parts, check_parts, make_part, seal_part
from claims.intake.dates import parse_mail_date
from claims.intake.encoding import NotTextError, decode_text, find_declared_encoding

_BEGINNING: Final = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\r\n]*\r?\n")
_QUOTED: Final = re.compile(rb"^>(>*From )", re.MULTILINE)
_ATTACHMENTS_NAMED: Final = 5


def split_mail(data: bytes, _: int) -> Parts:
    """Return the article of one message."""
    return Parts(parts=[_read_message(data)], problems=[])


def split_mbox(data: bytes, _: int) -> Parts:
    """Return the articles of the messages in a box; a message that cannot be read costs itself."""
    answer = Parts(parts=[], problems=[])
    for number, message in enumerate(_messages(data), start=1):
        try:
            part = _read_message(message)
        except Exception as error:  # the standard library raises many kinds on broken headers
            problem = str(error) if isinstance(error, NoTextError) else f"is damaged ({type(error).__name__})"
            answer["problems"].append((str(number), f"{problem}; the message is left out"))
        else:
            part["place"] = str(number)
            seal_part(part, message)
            answer["parts"].append(part)
    check_parts(answer, "holds no message (a line `From ...` before each); save one message as .eml and add that")
    return answer


def _messages(data: bytes) -> Iterator[bytes]:
    """Yield the messages of a box, with `>From ` at the start of a line as it was before (RFC 4155)."""
    beginnings = [*_BEGINNING.finditer(data)]
    ends = [*(beginning.start() for beginning in beginnings), len(data)]
    for beginning, (_, end) in zip(beginnings, pairwise(ends), strict=True):
        # The blank line before the next message is the box's.
        message = data[beginning.end() : end]
        ending = next(filter(message.endswith, (b"\r\n\r\n", b"\n\n")), b"")
        yield _QUOTED.sub(rb"\1", message[: len(message) - len(ending) // 2])


def _read_message(data: bytes) -> Part:
    message = message_from_bytes(data, policy=default)
    try:
        plain, html = (cast("EmailMessage | None", message.get_body((kind,))) for kind in ("plain", "html"))
        # A message without headers is false.
        if plain is not None and (content := _decode(plain)).strip():
            part = make_part(content)
        elif html is not None:
            part = make_part(_decode(html), kind="html")
        else:
            raise NoTextError("has no part with text; save its attachment and add that")
    except NotTextError as error:
        raise NoTextError(str(error)) from error
    part["metadata"] = {
        "title": _header(message, "Subject"),
        "author": _sender(_header(message, "From")),
        "published": parse_mail_date(_header(message, "Date")),
    }
    names = [attachment.get_filename() or attachment.get_content_type() for attachment in message.iter_attachments()]
    if names:
        more = f" and {len(names) - _ATTACHMENTS_NAMED} more" if len(names) > _ATTACHMENTS_NAMED else ""
        part["notes"].append(f"attachments that were not read: {', '.join(names[:_ATTACHMENTS_NAMED])[:200]}{more}")
    return part


def _decode(body: EmailMessage) -> str:
    data = cast(bytes, body.get_payload(decode=True))
    declared = body.get_content_charset() or find_declared_encoding(data)
    return decode_text(data, declared=declared).text.replace("\r\n", "\n")


def _header(message: EmailMessage, name: str) -> str | None:
    try:
        value = message[name]
    except (ValueError, TypeError, IndexError, AttributeError):  # the standard library on headers it cannot parse
        return None
    return " ".join(str(value).split()) if value else None


def _sender(value: str | None) -> str | None:
    name, address = parseaddr(value or "")
    return name or address or None
