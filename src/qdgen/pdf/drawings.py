"""The lines and pictures drawn on a page of a PDF."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from itertools import pairwise
from typing import Any, NamedTuple

from pypdfium2 import raw

_MOST_OBJECTS = 60_000
_MOST_POINTS = 400
_DEEPEST_FORM = 4
_THIN_MM = 1.2
_SHORT_MM = 2.5
_FLAT_MM = 0.05


class Stroke(NamedTuple):
    """A thin horizontal or vertical line, whether stroked or a filled rectangle."""

    left: float
    top: float
    right: float
    bottom: float
    is_solid: bool

    @property
    def is_horizontal(self) -> bool:
        """Whether it lies rather than stands."""
        return self.right - self.left >= self.bottom - self.top


class Drawings:
    """Reads the objects of a page. `seen` turns a point of the page's own space into millimetres
    from its upper left corner; `area` is the page's, in its own units."""

    def __init__(self, seen: Callable[[float, float], tuple[float, float]], area: float) -> None:
        self._seen = seen
        self._area = max(1.0, area)
        self.strokes: list[Stroke] = []
        self.pictures = 0
        self.picture_share = 0.0
        self.cut = False

    def read(self, holder: Any, count: Any, get: Any) -> None:
        """All objects of `holder`."""
        todo: list[tuple[Any, Any, Any, int, _Matrix]] = [(holder, count, get, 0, _PLAIN)]
        left = _MOST_OBJECTS
        while todo:
            holder, count, get, depth, outer = todo.pop()
            for index in range(count(holder)):
                left -= 1
                if left < 0:
                    self.cut = True
                    return
                found = get(holder, index)
                kind = raw.FPDFPageObj_GetType(found)
                if kind == raw.FPDF_PAGEOBJ_PATH:
                    self._path(found, outer)
                elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                    self.pictures += 1
                    share = abs(_matrix_area(found)) * abs(outer.area) / self._area
                    self.picture_share = min(1.0, self.picture_share + share)
                elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
                    todo.append(
                        (
                            found,
                            raw.FPDFFormObj_CountObjects,
                            raw.FPDFFormObj_GetObject,
                            depth + 1,
                            outer.of(_matrix(found)),
                        )
                    )

    def _path(self, path: Any, outer: _Matrix) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(path, fill, stroke)
        if not fill.value and not stroke.value:
            return
        points = raw.FPDFPath_CountSegments(path)
        if not 2 <= points <= _MOST_POINTS:
            return
        placed = outer.of(_matrix(path))
        is_solid = raw.FPDFPageObj_GetDashCount(path) <= 0
        if _is_white(path, bool(stroke.value)):
            return
        corners: list[tuple[float, float]] = []
        figures: list[list[tuple[float, float]]] = []
        start = (0.0, 0.0)
        for index in range(points):
            segment = raw.FPDFPath_GetPathSegment(path, index)
            x, y = ctypes.c_float(), ctypes.c_float()
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            point = self._seen(*placed.at(x.value, y.value))
            kind = raw.FPDFPathSegment_GetType(segment)
            if kind == raw.FPDF_SEGMENT_BEZIERTO:
                return
            if kind == raw.FPDF_SEGMENT_MOVETO:
                corners, start = [point], point
                figures.append(corners)
            else:
                corners.append(point)
            if raw.FPDFPathSegment_GetClose(segment) and corners[-1] != start:
                corners.append(start)
        for figure in figures:
            self._figure(figure, bool(stroke.value), is_solid)

    def _figure(self, corners: list[tuple[float, float]], is_stroked: bool, is_solid: bool) -> None:
        across = [x for x, _ in corners]
        down = [y for _, y in corners]
        left, right, top, bottom = min(across), max(across), min(down), max(down)
        if min(right - left, bottom - top) <= _THIN_MM:
            if max(right - left, bottom - top) >= _SHORT_MM:
                self.strokes.append(Stroke(left, top, right, bottom, is_solid))
            return
        if not is_stroked:
            return
        for (x1, y1), (x2, y2) in pairwise(corners):
            flat = min(abs(x1 - x2), abs(y1 - y2)) < _FLAT_MM
            if flat and max(abs(x1 - x2), abs(y1 - y2)) >= _SHORT_MM:
                self.strokes.append(
                    Stroke(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2), is_solid)
                )


class _Matrix(NamedTuple):
    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def at(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def of(self, inner: _Matrix) -> _Matrix:
        """This one after `inner`."""
        a, b = self.a * inner.a + self.c * inner.b, self.b * inner.a + self.d * inner.b
        c, d = self.a * inner.c + self.c * inner.d, self.b * inner.c + self.d * inner.d
        return _Matrix(a, b, c, d, *self.at(inner.e, inner.f))

    @property
    def area(self) -> float:
        return self.a * self.d - self.b * self.c


_PLAIN = _Matrix(1, 0, 0, 1, 0, 0)


def _matrix(found: Any) -> _Matrix:
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(found, matrix)
    return _Matrix(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _matrix_area(found: Any) -> float:
    return _matrix(found).area


def _rgb(get: Any, found: Any) -> tuple[int, int, int] | None:
    red, green, blue, opacity = (ctypes.c_uint() for _ in range(4))
    if not get(found, red, green, blue, opacity):
        return None
    return red.value, green.value, blue.value


def colour_of(found: Any, *, stroked: bool) -> str:
    """RRGGBB of an object; "" where it has none."""
    get = raw.FPDFPageObj_GetStrokeColor if stroked else raw.FPDFPageObj_GetFillColor
    rgb = _rgb(get, found)
    return "" if rgb is None else "{:02X}{:02X}{:02X}".format(*rgb)


def _is_white(path: Any, is_stroked: bool) -> bool:
    get = raw.FPDFPageObj_GetStrokeColor if is_stroked else raw.FPDFPageObj_GetFillColor
    rgb = _rgb(get, path)
    return rgb is not None and min(rgb) >= 250
