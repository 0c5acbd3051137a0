"""TB30: the drawn lines below Tiêu ngữ, the name of the organ and the subject."""

from __future__ import annotations

from collections.abc import Iterator

from qdgen.check.elements import Element, PartKind
from qdgen.check.look import DrawnLine, LineKind
from qdgen.check.paper import LOOKS, Paper, Piece
from qdgen.check.profile import Entry, Range, nd30, shown
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.diagnostics import Severity
from qdgen.messages import text

_LINED = (Element.MOTTO, Element.ORGAN, Element.SUBJECT)


@rule("TB301", "motto-line-missing", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def motto_line_missing(paper: Paper) -> Iterator[Remark | Unchecked]:
    """There is no line below Tiêu ngữ.

    A solid line as long as the words is drawn below them.

    Wrong: Độc lập - Tự do - Hạnh phúc (không có đường kẻ)
    Right: Độc lập - Tự do - Hạnh phúc (đường kẻ liền bên dưới, dài bằng dòng chữ)
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 1, điểm b (EL-03); xác
    nhận theo bản sao của Nghị định
    """
    return _missing(paper, Element.MOTTO)


@rule("TB302", "motto-line-length", Severity.ERROR, Certainty.DERIVED, LOOKS)
def motto_line_length(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The line below Tiêu ngữ is not as long as the words.

    Its length is that of the line of words above it.

    Wrong: đường kẻ dài 35 mm dưới dòng chữ dài 56 mm
    Right: đường kẻ dài 56 mm
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 1, điểm b (EL-03, L13);
    độ dài suy ra bằng phép đo
    """
    return _length(paper, (Element.MOTTO,), nd30().lines.motto_ratio)


@rule("TB303", "organ-line-missing", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def organ_line_missing(paper: Paper) -> Iterator[Remark | Unchecked]:
    """There is no line below the name of the issuing organ.

    A solid line of a third to half the length of the words is drawn below them.

    Wrong: BỘ KHOA HỌC VÀ CÔNG NGHỆ (không có đường kẻ)
    Right: BỘ KHOA HỌC VÀ CÔNG NGHỆ (đường kẻ liền bên dưới)
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 2, điểm b (EL-07, L14);
    xác nhận theo bản sao của Nghị định
    """
    return _missing(paper, Element.ORGAN)


@rule("TB304", "organ-line-length", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def organ_line_length(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The line below the name of the issuing organ is too short or too long.

    It is a third to half as long as the words; where they take several lines, as the longest of
    them.

    Wrong: đường kẻ dài bằng cả dòng chữ
    Right: đường kẻ dài từ 1/3 đến 1/2 dòng chữ
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 2, điểm b (EL-07, L13);
    xác nhận theo bản sao của Nghị định
    """
    return _length(paper, (Element.ORGAN,), nd30().lines.organ_ratio)


@rule("TB305", "subject-line-missing", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def subject_line_missing(paper: Paper) -> Iterator[Remark | Unchecked]:
    """There is no line below the subject of the document.

    A solid line of a third to half the length of the words is drawn below them.

    Wrong: Ban hành Quy chế (không có đường kẻ)
    Right: Ban hành Quy chế (đường kẻ liền bên dưới)
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 5, điểm b (EL-21, L14);
    xác nhận theo bản sao của Nghị định
    """
    return _missing(paper, Element.SUBJECT)


@rule("TB306", "subject-line-length", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def subject_line_length(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The line below the subject is too short or too long.

    It is a third to half as long as the words; where they take several lines, as the longest of
    them.

    Wrong: đường kẻ dài bằng cả dòng chữ
    Right: đường kẻ dài từ 1/3 đến 1/2 dòng chữ
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 5, điểm b (EL-21); xác
    nhận theo bản sao của Nghị định
    """
    return _length(paper, (Element.SUBJECT,), nd30().lines.subject_ratio)


@rule("TB307", "line-not-drawn", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def line_not_drawn(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A line of the head is an underline, typed characters or a border.

    The line is drawn: underlining and typed dashes cannot have the right length and place, and a
    border runs over the whole width.

    Wrong: Độc lập - Tự do - Hạnh phúc (gạch chân bằng U, hoặc gõ ────)
    Right: đường kẻ vẽ bằng Shapes - Line
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 1, điểm b (L12); xác nhận
    theo bản sao của Nghị định
    """
    how = {
        LineKind.UNDERLINE: text("underlining"),
        LineKind.CHARACTERS: text("typed characters"),
        LineKind.BORDER: text("a border"),
    }
    bordered = nd30().lines.bordered.severity
    for piece, line in _lines(paper, _LINED):
        if line.kind in how:
            yield Remark(
                text(
                    "the line below {name} is {how}, not a drawn line",
                    name=_name(piece),
                    how=how[line.kind],
                ),
                text("draw a line (Insert, Shapes, Line) below the words"),
                piece,
                severity=bordered if line.kind is LineKind.BORDER else None,
            )


@rule("TB308", "line-not-solid", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def line_not_solid(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A drawn line is dashed or dotted.

    The lines below Tiêu ngữ, the name of the organ and the subject are solid.

    Wrong: đường kẻ đứt nét
    Right: đường kẻ nét liền
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 1, khoản 2 và khoản 5,
    điểm b (EL-03, EL-07, EL-21); xác nhận theo bản sao của Nghị định
    """
    for piece, line in _lines(paper, (*_LINED, *_ATTACHED)):
        if not line.is_solid:
            yield Remark(
                text("the line below {name} is not solid", name=_name(piece)),
                text("make it one unbroken line"),
                piece,
            )


@rule("TB309", "line-off-centre", Severity.ERROR, Certainty.DERIVED, LOOKS)
def line_off_centre(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A drawn line does not stand below the middle of its words.

    The line stands balanced below the words.

    Wrong: đường kẻ lệch về bên trái dòng chữ
    Right: đường kẻ cân đối dưới dòng chữ
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 1, khoản 2 và khoản 5,
    điểm b (EL-03, EL-07, EL-21); sai số cho phép suy ra bằng phép đo
    """
    most = nd30().lines.off_centre_mm.value
    for piece, line in _lines(paper, (*_LINED, *_ATTACHED)):
        if line.kind is not LineKind.DRAWN:
            continue
        if line.off_centre_mm is None:
            yield Unchecked(text("the file does not show where the line stands"))
        elif abs(line.off_centre_mm) > most:
            yield Remark(
                text(
                    "the line below {name} is {distance} mm off the middle of the words",
                    name=_name(piece),
                    distance=shown(round(abs(line.off_centre_mm), 1)),
                ),
                text("centre it below the words"),
                piece,
            )


@rule("TB310", "parent-organ-line", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def parent_organ_line(paper: Paper) -> Iterator[Remark | Unchecked]:
    """There is a line below the name of the superior organ.

    Only the organ that issues the document has a line below its name.

    Wrong: ỦY BAN NHÂN DÂN TỈNH (có đường kẻ)
    Right: đường kẻ chỉ dưới tên cơ quan ban hành
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 2, điểm b (EL-07); xác
    nhận theo bản sao của Nghị định
    """
    for piece, _line in _lines(paper, (Element.PARENT_ORGAN,)):
        yield Remark(
            text("a line stands below {name}", name=_name(piece)),
            text("take it away; the line belongs below the name of the issuing organ"),
            piece,
        )


@rule("TB311", "attached-line-length", Severity.WARNING, Certainty.PRACTICE, LOOKS)
def attached_line_length(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The line below the title of an attached document is too short or too long.

    Such a line follows the one below a subject: a third to half as long as the words.

    Wrong: đường kẻ dài bằng cả dòng chữ
    Right: đường kẻ dài từ 1/3 đến 1/2 dòng chữ
    Source: theo Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 5, điểm b áp dụng
    tương tự (EL-21); thông lệ trình bày
    """
    return _length(paper, _ATTACHED, nd30().lines.attached_ratio)


_ATTACHED = (Element.TITLE, Element.REFERENCE_LINE)


def _name(piece: Piece) -> str:
    is_title = piece.element is Element.TITLE
    return "tên văn bản kèm theo" if is_title else piece.element.value


def _lines(paper: Paper, elements: tuple[Element, ...]) -> Iterator[tuple[Piece, DrawnLine]]:
    for line in paper.lines:
        piece = paper.pieces[line.below]
        if piece.element in elements:
            yield piece, line


def _missing(paper: Paper, element: Element) -> Iterator[Remark | Unchecked]:
    lined = {line.below for line in paper.lines}
    titles = {n for n, p in enumerate(paper.parts) if p.kind is PartKind.DECISION}
    pieces = [(n, p) for n, p in enumerate(paper.pieces) if p.element is element]
    groups = _runs(pieces)
    for group in groups:
        if any(n in lined for n, _ in group):
            continue
        piece = group[-1][1]
        if element is Element.SUBJECT and piece.part not in titles:
            continue
        yield Remark(
            text("there is no line below {name}", name=element.value),
            text("draw a solid line below the words (Insert, Shapes, Line)"),
            piece,
        )


def _runs(pieces: list[tuple[int, Piece]]) -> list[list[tuple[int, Piece]]]:
    """Paragraphs of one name that runs over several of them, together."""
    groups: list[list[tuple[int, Piece]]] = []
    for n, piece in pieces:
        if groups and groups[-1][-1][1].part == piece.part:
            groups[-1].append((n, piece))
        else:
            groups.append([(n, piece)])
    return groups


def _length(
    paper: Paper, elements: tuple[Element, ...], entry: Entry[Range]
) -> Iterator[Remark | Unchecked]:
    near = nd30().lines.ratio_tolerance.value
    for piece, line in _lines(paper, elements):
        if line.kind is not LineKind.DRAWN:
            continue
        if not line.length_mm or not line.text_mm:
            yield Unchecked(text("the file does not show how long the line and the words are"))
            continue
        if not entry.value.holds(line.length_mm / line.text_mm, near):
            least = shown(round(entry.value.least * line.text_mm))
            most = shown(round(entry.value.most * line.text_mm))
            yield Remark(
                text(
                    "the line below {name} is {length} mm long, the words {words} mm",
                    name=_name(piece),
                    length=shown(round(line.length_mm, 1)),
                    words=shown(round(line.text_mm, 1)),
                ),
                text("make it {least} to {most} mm long", least=least, most=most),
                piece,
            )
