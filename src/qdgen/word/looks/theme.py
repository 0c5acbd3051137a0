"""The fonts and colours of the theme (ECMA-376 Part 1, §17.18.96, §20.1.6)."""

from __future__ import annotations

from lxml import etree

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SCRIPTS = {"EastAsia": "ea", "Bidi": "cs", "Ascii": "latin", "HAnsi": "latin"}
_COLOURS = {
    "dark1": "dk1", "text1": "dk1", "light1": "lt1", "background1": "lt1", "dark2": "dk2",
    "text2": "dk2", "light2": "lt2", "background2": "lt2", "hyperlink": "hlink",
    "followedHyperlink": "folHlink",
}  # fmt: skip


class Theme:
    """What theme1.xml gives."""

    def __init__(self, root: etree._Element | None) -> None:
        self._fonts: dict[str, str] = {}
        self._colours: dict[str, str] = {}
        if root is None:
            return
        for kind in ("major", "minor"):
            fonts = next(root.iter(f"{_A}{kind}Font"), None)
            for script in ("latin", "ea", "cs"):
                found = None if fonts is None else fonts.find(_A + script)
                self._fonts[kind + script] = "" if found is None else found.get("typeface", "")
        scheme = next(root.iter(_A + "clrScheme"), None)
        for entry in () if scheme is None else scheme:
            colour = next(iter(entry), None)
            if colour is not None:
                value = colour.get("lastClr") or colour.get("val") or ""
                self._colours[etree.QName(entry).localname] = value.upper()

    def font(self, name: str) -> str:
        """The font of a theme's name ("minorHAnsi"); "" where the theme leaves it open."""
        kind = "major" if name.startswith("major") else "minor"
        script = _SCRIPTS.get(name[len(kind) :], "latin")
        return self._fonts.get(kind + script, "")

    def colour(self, name: str) -> str:
        """The colour of a theme's name ("text1"), RRGGBB; "" where there is none."""
        found = self._colours.get(_COLOURS.get(name, name), "")
        return found if len(found) == 6 else ""
