"""Read the layout of a zip byte by byte: between its files nothing may lie that a reader would pass over."""

import struct
import zipfile
from typing import Final

EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can hold, and the time of every file of a package."""
MODE: Final = 0o100644 << 16
UNIX: Final = 3

_LOCAL: Final = struct.Struct("<4s5H3L2H")
_SIZES: Final = struct.Struct("<HHQQ")
_UNKNOWN_SIZE: Final = 0xFFFFFFFF
_ENDS: Final = (22, 56 + 20 + 22)
"""Bytes after the directory: its end record, in a large zip after two more records."""
_DATE: Final = 33
"""The day of EPOCH as zips write it."""


def find_hidden(archive: zipfile.ZipFile) -> str:
    """Return what in a zip is not as an export writes it, or an empty text."""
    at = 0
    for info in archive.infolist():
        if not _is_plain(info):
            return f"what is noted with {info.filename[:80]!r} is not as an export writes it"
        if info.header_offset != at:
            return f"there are bytes before {info.filename[:80]!r} that belong to no file"
        length = _header_length(archive, info)
        if not length:
            return f"{info.filename[:80]!r} is named and described twice, and not alike"
        at += length + info.file_size
    return _find_after(archive, at)


def _find_after(archive: zipfile.ZipFile, at: int) -> str:
    """Return what stands after the files of a zip, which end at `at`, beside its directory; else an empty text."""
    if archive.start_dir != at:
        return "there are bytes after the last file that belong to none"
    directory = sum(46 + len(info.filename) + len(info.extra) for info in archive.infolist())
    file = archive.fp
    assert file is not None
    file.seek(archive.start_dir + directory)
    if len(file.read(max(_ENDS) + 1)) not in _ENDS or archive.comment:
        return "there are bytes after its end"
    return ""


def _is_plain(info: zipfile.ZipInfo) -> bool:
    given = (info.date_time, info.external_attr, info.create_system, info.internal_attr, info.flag_bits, info.comment)
    only_sizes = not info.extra or info.extra[:2] == b"\x01\x00"
    return given == (EPOCH, MODE, UNIX, 0, 0, b"") and info.orig_filename == info.filename and only_sizes


def _header_length(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> int:
    """Return the length of the header before a file; 0 where it does not say what the directory says."""
    file = archive.fp
    assert file is not None
    file.seek(info.header_offset)
    header = file.read(_LOCAL.size)
    if len(header) != _LOCAL.size:
        return 0
    signature, _, flags, method, time, date, crc, packed, size, name_length, extra_length = _LOCAL.unpack(header)
    name, extra = file.read(name_length), file.read(extra_length)
    sizes = [(info.file_size, info.file_size)]
    if extra:
        if extra != _SIZES.pack(1, 16, info.file_size, info.file_size):
            return 0
        sizes.append((_UNKNOWN_SIZE, _UNKNOWN_SIZE))
    same = (signature, flags, method, time, date, crc) == (b"PK\x03\x04", 0, 0, 0, _DATE, info.CRC)
    if not same or (packed, size) not in sizes or name != info.filename.encode("ascii", "replace"):
        return 0
    return _LOCAL.size + len(name) + len(extra)
