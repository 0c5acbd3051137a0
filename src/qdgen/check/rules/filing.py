"""CT6: the line "Lưu" of nơi nhận."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qdgen.check.decision import about_a_decision, decision_part
from qdgen.check.elements import Element
from qdgen.check.paper import TEXTS, Paper, Piece
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.diagnostics import Severity
from qdgen.messages import text

_FILING = re.compile(r"^Lưu\b\s*(?P<colon>:?)\s*(?P<rest>.*?)[\s.;,]*$", re.DOTALL)
_COPIES = re.compile(
    r"(?:,\s*|\s*\(\s*|\.\s*)(?P<count>\d+)\s*(?P<unit>bản|b)?\s*\)?\s*$|\(\s*(?P<bare>\d+)\s*\)"
)
_CODE = re.compile(r"[A-ZĐ][A-ZĐ0-9&.]*")


def _list(paper: Paper) -> list[Piece]:
    return paper.of(Element.RECIPIENT, part=decision_part(paper))


def _filing(paper: Paper) -> tuple[Piece, re.Match[str]] | None:
    for piece in _list(paper):
        if match := _FILING.match(piece.text):
            return piece, match
    return None


@rule("CT606", "filing-line", Severity.ERROR, Certainty.CONFIRMED, TEXTS)
@about_a_decision
def filing_line(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The line "Lưu: VT, …" is missing, is not the last, or does not name VT.

    The last line of nơi nhận says where the document is kept: in the archive of the office (VT) and
    at the unit that drafted it.

    Wrong: - Lưu VT; - Lưu: KHTC.
    Right: - Lưu: VT, KHTC.
    Source: Phụ lục I, Phần I, Mục II.9.d (NN-03, L47); chắc chắn
    """
    pieces = _list(paper)
    if not pieces:
        return
    found = _filing(paper)
    if found is None:
        yield Remark(
            text("nơi nhận has no line “Lưu: VT, …”"),
            text("add it as the last line"),
            pieces[-1],
        )
        return
    piece, match = found
    if not match["colon"]:
        yield Remark(
            text("a colon is missing behind “Lưu”"),
            text("write “Lưu: VT, …”"),
            piece,
            0,
            3,
            fix="Lưu:",
        )
    if not re.match(r"VT\b|Văn thư\b", match["rest"]):
        has = re.search(r"\bVT\b|\bVăn thư\b", match["rest"])
        yield Remark(
            text("“Lưu” does not begin with VT") if has else text("“Lưu” does not name VT"),
            text("write “Lưu: VT, …”"),
            piece,
            severity=Severity.WARNING if has else None,
        )
    if piece is not pieces[-1]:
        yield Remark(text("“Lưu” is not the last line"), text("put it at the end"), piece)


@rule("CT607", "filing-copies", Severity.WARNING, Certainty.PRACTICE, TEXTS)
@about_a_decision
def filing_copies(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The number of copies behind "Lưu" is not written "(02 bản)".

    A bare figure does not say what it counts; below 10 it has a zero like other numbers.

    Wrong: - Lưu: VT, KHTC (3).
    Right: - Lưu: VT, KHTC (03 bản).
    Source: Phụ lục I, Phần I, Mục II.9.d (NN-03); hình thức "(02 bản)" theo thông lệ
    """
    found = _filing(paper)
    if found is None:
        return
    piece, filing = found
    match = _COPIES.search(filing["rest"])
    if match is None:
        return
    count = match["count"] or match["bare"]
    right = f"{int(count):02d} bản"
    if match["unit"] and len(count) > 1:
        return
    start = filing.start("rest") + match.start("count" if match["count"] else "bare")
    end = start + len(count)
    if match["unit"]:
        end = filing.start("rest") + match.end("unit")
    yield Remark(
        text("the copies are written “{words}”", words=piece.text[start:end]),
        text("write “{right}”", right=right),
        piece,
        start,
        end,
        fix=right if match["unit"] != "b" else None,
    )


@rule("CT609", "filing-unit", Severity.INFO, Certainty.DERIVED, TEXTS)
@about_a_decision
def filing_unit(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The drafting unit's code behind "Lưu: VT" is not known to the register of units.

    The code says which unit keeps the file. Where the register knows a unit to which the code would
    fit, or knows the codes of others, this one should be there too.

    Wrong: - Lưu: VT, VCL. (sổ đơn vị không có tên tắt VCL)
    Right: - Lưu: VT, KHTC. (sổ đơn vị: Vụ Kế hoạch - Tài chính, tên tắt KHTC)
    Source: suy ra (đối chiếu 8, mục 4.3); chỉ xét khi có sổ đơn vị
    """
    found = _filing(paper)
    units = paper.registers.units.values()
    if found is None or not units:
        return
    piece, filing = found
    parts = [w.strip() for w in _COPIES.sub("", filing["rest"]).split(",")]
    codes = {u.short_name for u in units if _CODE.fullmatch(u.short_name)}
    initials = {_initials(n): n for u in units for n in (u.name, u.short_name) if n}
    for code in parts[1:2]:
        if not _CODE.fullmatch(code) or code in codes or code == "VP":
            continue
        alike = initials.get(code)
        if alike is None and not codes:
            continue
        start = piece.text.find(code)
        yield Remark(
            text("{code} is not a short name in the register of units", code=code),
            text("if it is {unit}, write the code there as ten_tat", unit=alike)
            if alike
            else text("correct the code, or write it in the register as ten_tat"),
            piece,
            start,
            start + len(code),
        )


def _initials(name: str) -> str:
    return "".join(w[0] for w in re.findall(r"[^\W\d_]+", name) if w not in ("và", "của")).upper()
