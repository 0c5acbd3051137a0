"""Characters of the symbol fonts Word uses for bullets and `w:sym`, as Unicode."""

from __future__ import annotations

_SYMBOL = {
    0x2D: "−",
    0xA7: "♣",
    0xA8: "♦",
    0xA9: "♥",
    0xAA: "♠",
    0xAE: "→",
    0xB0: "°",
    0xB1: "±",
    0xB3: "≥",
    0xB4: "×",
    0xB7: "•",
    0xB9: "≠",
    0xA3: "≤",
    0xDE: "⇒",
}
_WINGDINGS = {
    0x6C: "●",
    0x6E: "■",
    0x6F: "□",
    0x71: "❑",
    0x75: "◆",
    0x76: "❖",
    0x9F: "•",
    0xA7: "▪",
    0xA8: "◻",
    0xD8: "➢",
    0xDF: "←",
    0xE0: "→",
    0xE8: "➔",
    0xF0: "⇨",
    0xFB: "✗",
    0xFC: "✓",
    0xFD: "☒",
    0xFE: "☑",
}
_TABLES = {"symbol": _SYMBOL, "wingdings": _WINGDINGS}


def unsymboled(characters: str, font: str = "") -> str:
    """`characters` with those of a symbol font (U+F000 to U+F0FF) as Unicode.

    Without a known font the bullet U+F0B7 of Symbol is the likeliest reading; a place that is in
    no table gives U+FFFD.
    """
    return "".join(
        _unsymboled(ord(character), font)
        if 0xF000 <= ord(character) <= 0xF0FF or font.lower() in _TABLES
        else character
        for character in characters
    )


def _unsymboled(code: int, font: str) -> str:
    table = _TABLES.get(font.lower())
    place = code & 0xFF if 0xF000 <= code <= 0xF0FF else code
    if table is None:
        return _SYMBOL.get(place) or _WINGDINGS.get(place) or "\ufffd"
    if place in table:
        return table[place]
    return chr(place) if table is _SYMBOL and 0x20 <= place < 0x7F else "\ufffd"
