"""The text in a `.reqifz`: a zip, unpacked in memory and within bounds, never to disk."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable

LARGEST = 50 * 2**20
"""Bytes that all that is read may unpack to."""
_MEMBERS = 10_000
_RATIO = 200
"""How many times its packed size a file may have; real ReqIF packs to a twentieth or thirtieth."""
_SMALL = 2**20
"""Bytes up to which a ratio says nothing."""
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError)
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


class ArchiveError(Exception):
    """Nothing in an archive is read; the message says why and what to do."""


def unpacked(data: bytes, decode: Callable[[bytes], str]) -> str:
    """The ReqIF files of an archive, in the order of their names; of several, each begins with its XML declaration. Raises
    ArchiveError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = sorted(_documents(archive), key=lambda one: one.filename)
            texts = [decode(archive.read(one)) for one in members]
    except _BROKEN as error:
        raise ArchiveError(f"This is no archive that can be read ({error}), so it was not read: export it again.") from error
    if len(texts) == 1:
        return texts[0]
    return "".join(_declared(text) for text in texts)


def _documents(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    everything = archive.infolist()
    if len(everything) > _MEMBERS:
        raise ArchiveError(f"This archive holds more than {_MEMBERS:,} files, so it was not read: split it.")
    found = [one for one in everything if one.filename.lower().endswith(".reqif") and not one.filename.startswith("__MACOSX")]
    if not found:
        raise ArchiveError("This archive holds no “.reqif”, so nothing was read: export it again.")
    if sum(one.file_size for one in found) > LARGEST:
        raise ArchiveError(f"This archive unpacks to more than {LARGEST / 2**20:g} MB, so it was not read: split it.")
    for one in found:
        if one.file_size > max(_SMALL, _RATIO * one.compress_size):
            message = f"“{one.filename}” unpacks to more than {_RATIO} times its size, so it was not read: export it again."
            raise ArchiveError(message)
        if one.flag_bits & 1:
            raise ArchiveError(f"“{one.filename}” is encrypted, so it was not read: pack it without a password.")
    return found


def _declared(text: str) -> str:
    text = text.removeprefix("\ufeff").lstrip()
    return (text if text.startswith("<?xml") else _DECLARATION + text).rstrip() + "\n"
