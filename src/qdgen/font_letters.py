"""Which Vietnamese letters a TrueType file cannot draw, read from its tables (ISO/IEC 14496-22).

The file may be anything: every read is bounded and a file that is no font lacks every letter.
"""

from __future__ import annotations

import struct
import unicodedata
from bisect import bisect_left
from pathlib import Path
from typing import BinaryIO

_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_MOST_BYTES = 16 * 1024 * 1024  # of one table; the largest fonts stay far below


def _alphabet() -> str:
    vowels = "aăâeêioôơuưy"
    small = [unicodedata.normalize("NFC", vowel + tone) for vowel in vowels for tone in _TONES]
    small.append("đ")
    return "".join(sorted({*small, *(letter.upper() for letter in small)}))


VIETNAMESE_LETTERS = _alphabet()
"""The 146 letters of Vietnamese that are vowels or đ, in code point order (TCVN 6909:2001)."""


def missing_letters(ttf: Path) -> str:
    """Those of VIETNAMESE_LETTERS that the font file `ttf` has no glyph for, or an empty one."""
    try:
        with ttf.open("rb") as file:
            tables = _tables(file)
            glyphs = _glyphs_of_letters(_read(file, tables, b"cmap"))
            drawn = {
                letter: glyph
                for letter, glyph in glyphs.items()
                if glyph and not _is_empty(file, tables, glyph)
            }
    except (OSError, ValueError, struct.error):
        return VIETNAMESE_LETTERS
    return "".join(letter for letter in VIETNAMESE_LETTERS if letter not in drawn)


_Tables = dict[bytes, tuple[int, int]]


def _tables(file: BinaryIO) -> _Tables:
    """Offset and length of each table, in bytes, by tag."""
    version, count = struct.unpack(">4sH6x", file.read(12))
    if version not in (b"\0\1\0\0", b"true", b"OTTO"):
        raise ValueError(version)
    records = struct.iter_unpack(">4s4xLL", file.read(16 * min(count, 256)))
    return {tag: (offset, length) for tag, offset, length in records}


def _read(
    file: BinaryIO, tables: _Tables, tag: bytes, at: int = 0, size: int = _MOST_BYTES
) -> bytes:
    """Up to `size` bytes of the table `tag` from its byte `at`; ValueError where it has none."""
    offset, length = tables.get(tag, (0, 0))
    file.seek(offset + at)
    found = file.read(max(0, min(size, length - at, _MOST_BYTES)))
    if not found:
        raise ValueError(tag)
    return found


def _glyphs_of_letters(cmap: bytes) -> dict[str, int]:
    """Glyph number by letter, from the Unicode subtables of format 4 and 12."""
    wanted = [ord(letter) for letter in VIETNAMESE_LETTERS]
    found: dict[str, int] = {}
    (count,) = struct.unpack_from(">2xH", cmap)
    for platform, encoding, offset in struct.iter_unpack(">HHL", cmap[4 : 4 + 8 * min(count, 64)]):
        if platform == 0 or (platform == 3 and encoding in (1, 10)):
            (form,) = struct.unpack_from(">H", cmap, offset)
            if form == 4:
                found |= _format_4(cmap[offset:], wanted)
            elif form == 12:
                found |= _format_12(cmap[offset:], wanted)
    return found


def _format_4(table: bytes, wanted: list[int]) -> dict[str, int]:
    (twice,) = struct.unpack_from(">6xH", table)
    count = twice // 2
    ends = struct.unpack_from(f">{count}H", table, 14)
    starts, deltas, ranges = (
        struct.unpack_from(f">{count}H", table, 16 + twice * block) for block in (1, 2, 3)
    )
    found = {}
    for code in wanted:
        segment = bisect_left(ends, code)
        if segment == count or starts[segment] > code:
            continue
        glyph = code
        if ranges[segment]:
            place = 16 + twice * 3 + segment * 2 + ranges[segment] + 2 * (code - starts[segment])
            (glyph,) = struct.unpack_from(">H", table, place)
            if not glyph:
                continue
        found[chr(code)] = (glyph + deltas[segment]) & 0xFFFF
    return found


def _format_12(table: bytes, wanted: list[int]) -> dict[str, int]:
    (count,) = struct.unpack_from(">12xL", table)
    groups = table[16 : 16 + 12 * min(count, len(table) // 12)]
    found = {}
    for first, last, glyph in struct.iter_unpack(">LLL", groups[: len(groups) // 12 * 12]):
        for code in wanted[bisect_left(wanted, first) :]:
            if code > last:
                break
            found[chr(code)] = glyph + code - first
    return found


def _is_empty(file: BinaryIO, tables: _Tables, glyph: int) -> bool:
    """Whether a TrueType outline has no bytes; CFF outlines are taken as drawn."""
    if b"loca" not in tables:
        return False
    (long_offsets,) = struct.unpack(">H", _read(file, tables, b"head", 50, 2))
    entry = ">LL" if long_offsets else ">HH"
    size = struct.calcsize(entry)
    start, end = struct.unpack(entry, _read(file, tables, b"loca", glyph * size // 2, size))
    return bool(start == end)
