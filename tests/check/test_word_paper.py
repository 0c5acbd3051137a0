"""Any Word file as a paper: those built here against their content, and files made elsewhere."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from word_parts import W, add, blank, p, parts, r, saved

from building import DOSSIERS, REAL, Built, qdgen_run
from qdgen.check.dossier import read_dossier
from qdgen.check.elements import Element, PartKind
from qdgen.check.paper import Paper, Piece
from qdgen.check.word_paper import read_word
from qdgen.errors import QdgenError
from qdgen.word.package import read_package

_PRINTED_ONLY = {
    Element.NATIONAL_NAME, Element.MOTTO, Element.ORDER, Element.RECIPIENTS_LABEL, Element.OTHER,
    Element.ROW_NUMBER, Element.PAGE_NUMBER,
}  # fmt: skip


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The Word files of the four dossiers, without their PDFs."""
    folder = tmp_path_factory.mktemp("words")
    done = qdgen_run("build", "--no-pdf", "-o", folder, *DOSSIERS.values())
    assert done.returncode == 0, done.stderr
    return Built(folder)


def _shown(piece: Piece) -> tuple[object, ...]:
    place = (
        (piece.row, piece.column) if piece.element in {Element.CELL, Element.ROW_HEADING} else ()
    )
    text = " ".join(piece.text.casefold().split())
    return piece.element.value, piece.part, piece.level, piece.label, text, place


def _of_the_content(paper: Paper) -> list[tuple[object, ...]]:
    registers = [n for n, _ in paper.parts_of(PartKind.REGISTER)]
    return [
        _shown(piece)
        for piece in paper.pieces
        if piece.part not in registers and piece.element is not Element.CHOICE
    ]


def _of_the_file(paper: Paper) -> list[tuple[object, ...]]:
    """Without what only a file has: the head of an attached document, the notes of citations."""
    found = []
    for piece in paper.pieces:
        attached = paper.parts[piece.part].kind is PartKind.ATTACHMENT
        head = {Element.ORGAN, Element.PARENT_ORGAN, Element.TYPE}
        if piece.element in _PRINTED_ONLY or (attached and piece.element in head):
            continue
        if piece.element is Element.COLUMN_HEADING and piece.text == "STT":
            continue
        shown = _shown(piece)
        if attached and piece.element is Element.TITLE:
            title = " ".join(paper.parts[piece.part].title.casefold().split())
            shown = (*shown[:4], title, *shown[5:])
        found.append(shown)
    return found


@pytest.mark.parametrize("name", DOSSIERS)
def test_a_built_file_has_the_pieces_of_its_content(name: str, words: Built) -> None:
    content = read_dossier(DOSSIERS[name], name).paper
    paper = read_word(words.docx(name), name)
    mine, theirs = _of_the_file(paper), _of_the_content(content)
    if name == "2025-quy-che-du-lieu-mo":  # a citation's own note is printed, not written
        mine = [piece for piece in mine if piece[4] != "về công tác văn thư."]
    assert mine == theirs
    kinds = [part.kind for part in content.parts if part.kind is not PartKind.REGISTER]
    assert [part.kind for part in paper.parts] == kinds
    assert [part.by_articles for part in paper.parts] == [
        part.by_articles for part in content.parts if part.kind is not PartKind.REGISTER
    ]
    assert (paper.day, paper.year, paper.chosen) == (content.day, content.year, content.chosen)


@pytest.mark.parametrize("name", DOSSIERS)
def test_a_built_file_has_the_tables_of_its_content(name: str, words: Built) -> None:
    content = read_dossier(DOSSIERS[name], name).paper
    paper = read_word(words.docx(name), name)
    assert len(paper.tables) == len(content.tables)
    for mine, theirs in zip(paper.tables, content.tables, strict=True):
        assert (mine.headings, mine.numbered) == (theirs.headings, theirs.numbered)
        assert mine.repeats_headings
        assert not mine.rows_may_split
        assert [_row(row, len(mine.headings)) for row in mine.rows] == [
            _row(row, len(mine.headings)) for row in theirs.rows
        ]


def _row(row: object, columns: int) -> tuple[object, ...]:
    label, level, heading = row.label, row.level, row.heading  # type: ignore[attr-defined]
    cells = [row.cell_text(n) for n in range(columns)]  # type: ignore[attr-defined]
    return label, level, heading.text if heading else None, cells


def test_the_head_and_the_foot_have_their_elements(words: Built) -> None:
    paper = read_word(words.docx(REAL), REAL)
    for element, text in (
        (Element.NATIONAL_NAME, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (Element.MOTTO, "Độc lập - Tự do - Hạnh phúc"),
        (Element.ORDER, "QUYẾT ĐỊNH:"),
        (Element.RECIPIENTS_LABEL, "Nơi nhận:"),
    ):
        assert paper.text_of(element, 0) == text
    assert [paper.pieces[line.below].element for line in paper.lines[:3]] == [
        Element.ORGAN, Element.MOTTO, Element.SUBJECT,
    ]  # fmt: skip
    assert all(line.off_centre_mm == 0 for line in paper.lines)
    assert not paper.of(Element.EMPTY)


def test_a_place_is_told_in_words_that_a_clerk_can_look_for(words: Built) -> None:
    paper = read_word(words.docx(REAL), REAL)
    cell = paper.tables[0].rows[1].cells[0][0]
    assert str(cell.spot.located(0, 4).where) == "table 1, row 3, column 2"
    basis = paper.of(Element.BASIS)[0].spot.located(0, 7)
    assert str(basis.where).startswith("paragraph 9: “Căn cứ Nghị định")
    assert basis.source_line[slice(*basis.mark)] == "Căn cứ"[:7] + " "
    assert str(paper.of(Element.NOTE)[1].spot.located(0, 1).where) == "footnote 2"


# --- files made elsewhere -----------------------------------------------------------------------


_BODY = (
    ("QUYẾT ĐỊNH", True),
    ("Về việc bổ nhiệm công chức", True),
    ("GIÁM ĐỐC SỞ Y TẾ", True),
    ("Căn cứ Luật Cán bộ, công chức ngày 13 tháng 11 năm 2008;", False),
    ("Theo đề nghị của Trưởng phòng Tổ chức,", False),
    ("QUYẾT ĐỊNH:", True),
    ("Điều 1. Bổ nhiệm ông Nguyễn Văn An.", False),
    ("1. Phụ cấp chức vụ: 0,5.", False),
    ("a. Hưởng từ ngày ký.", False),
    ("- Theo quy định.", False),
    ("Điều 2: Quyết định có hiệu lực từ ngày ký./.", False),
)
_ELEMENTS = [
    Element.TYPE, Element.SUBJECT, Element.AUTHORITY, Element.BASIS, Element.BASIS, Element.ORDER,
    Element.ARTICLE, Element.CLAUSE, Element.POINT, Element.DASH, Element.ARTICLE,
]  # fmt: skip


def test_a_decision_of_python_docx_with_tabs_instead_of_tables(tmp_path: Path) -> None:
    document = blank()
    add(document, "UBND TỈNH BÌNH MINH\tCỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    add(document, "SỞ Y TẾ\tĐộc lập – Tự do – Hạnh phúc", bold=True)
    add(document, "Số 5/2025/QĐ-SYT\tBình Minh, ngày 5/3/2025")
    for words, centre in _BODY:
        add(document, words, bold=centre, centre=centre)
    add(document, "Nơi nhận:\tGIÁM ĐỐC")
    add(document, "- Như Điều 2;\t(Đã ký)")
    add(document, "- Lưu VT.\tTS. Trần Thị Bình")
    paper = read_word(saved(document, tmp_path), "made.docx")
    assert [piece.element for piece in paper.pieces] == [
        Element.PARENT_ORGAN, Element.NATIONAL_NAME, Element.ORGAN, Element.MOTTO, Element.NUMBER,
        Element.PLACE_DATE, *_ELEMENTS, Element.RECIPIENTS_LABEL, Element.POSITION,
        Element.RECIPIENT, Element.OTHER, Element.RECIPIENT, Element.SIGNER,
    ]  # fmt: skip
    assert [piece.label for piece in paper.of(Element.ARTICLE)] == ["Điều 1.", "Điều 2:"]
    assert paper.first(Element.POINT).label == "a."  # type: ignore[union-attr]
    assert all(piece.label_is_typed for piece in paper.of(Element.ARTICLE))
    assert paper.text_of(Element.SIGNER) == "TS. Trần Thị Bình"
    assert paper.day is not None
    assert paper.day.isoformat() == "2025-03-05"
    assert paper.is_decision


def test_a_decision_of_python_docx_with_tables_and_two_annexes(tmp_path: Path) -> None:
    document = blank()
    head = document.add_table(2, 2)
    head.cell(0, 0).text = "BỘ KHOA HỌC VÀ CÔNG NGHỆ\n-------"
    head.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    head.cell(1, 0).text = "Số:      /QĐ-BKHCN"
    head.cell(1, 1).text = "Hà Nội, ngày     tháng     năm 2025"
    for words, centre in _BODY:
        add(document, words, bold=centre, centre=centre)
    foot = document.add_table(1, 2)
    foot.cell(0, 0).text = "Nơi nhận:\n- Như Điều 2;\n- Lưu: VT."
    foot.cell(0, 1).text = "KT. BỘ TRƯỞNG\nTHỨ TRƯỞNG\n\n\nPhạm Đức Long"
    for number, lines in (
        ("PHỤ LỤC 1", ("DANH MỤC", "(Kèm theo Quyết định số      /QĐ-BKHCN)")),
        ("Phụ lục II", ("Danh sách thiết bị", "(kèm theo Quyết định này)")),
    ):
        document.add_page_break()
        for words in (number, *lines):
            add(document, words, centre=True)
        table = document.add_table(4, 3)
        for row, cells in enumerate((
            ("TT", "Tên", "Số lượng"), ("I", "Nhóm một", ""), ("1", "Máy", "02"),
            ("2", "- Bàn\n- Ghế", "03"),
        )):  # fmt: skip
            for column, words in enumerate(cells):
                table.cell(row, column).text = words
        table.cell(1, 1).merge(table.cell(1, 2))
    paper = read_word(saved(document, tmp_path), "made.docx")
    assert [part.kind for part in paper.parts] == [
        PartKind.DECISION, PartKind.ANNEX, PartKind.ANNEX,
    ]  # fmt: skip
    assert [part.number for part in paper.parts] == ["", "1", "II"]
    assert paper.text_of(Element.TITLE, 2) == "Danh sách thiết bị"
    assert paper.text_of(Element.REFERENCE_LINE, 1).startswith("(Kèm theo")
    assert [p.text for p in paper.of(Element.CAPACITY, Element.POSITION, Element.SIGNER)] == [
        "KT. BỘ TRƯỞNG", "THỨ TRƯỞNG", "Phạm Đức Long",
    ]  # fmt: skip
    assert [line.kind.value for line in paper.lines] == ["characters"]
    table = paper.tables[1]
    assert table.headings == ("Tên", "Số lượng")
    assert [(row.label, row.level) for row in table.rows] == [("I", 0), ("1", 1), ("2", 1)]
    assert table.rows[0].heading is not None
    assert [(piece.label, piece.text) for piece in table.rows[2].cells[0]] == [
        ("-", "Bàn"), ("-", "Ghế"),
    ]  # fmt: skip
    assert paper.year == 2025


def test_a_head_in_text_boxes_is_read() -> None:
    def box(*lines: str) -> str:
        inside = "".join(p(line) for line in lines)
        return (
            "<w:r><w:drawing><wp:anchor><wp:docPr id='1' name='x'/><a:graphic><a:graphicData>"
            f"<wps:wsp><wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx></wps:wsp>"
            "</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"
        )

    left, right = ("SỞ Y TẾ", "Số: 05/QĐ-SYT"), (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        "Bình Minh, ngày 05 tháng 3 năm 2025",
    )  # fmt: skip
    body = p(inside=box(*left) + box(*right)) + "".join(p(words) for words, _ in _BODY)
    paper = read_word(parts(body), "x.docx")
    assert [piece.element for piece in paper.pieces if piece.text] == [
        Element.ORGAN, Element.NUMBER, Element.NATIONAL_NAME, Element.MOTTO, Element.PLACE_DATE,
        *_ELEMENTS,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "element"),
    [
        ("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", Element.NATIONAL_NAME),
        ("CỘNG HÒA XÃ HỘI CHŨ NGHĨA VIỆT NAM", Element.NATIONAL_NAME),
        ("Cộng hòa xã hội chủ nghĩa Việt Nam", Element.NATIONAL_NAME),
        ("Độc lập-Tự do-Hạnh phúc", Element.MOTTO),
        ("ĐỘC LẬP - TỰ DO - HẠNH PHÚC", Element.MOTTO),
        ("Số: 05/QĐ-SYT", Element.NUMBER),
        ("Số 5 / QĐ - SYT", Element.NUMBER),
        ("05/2025/QĐ-SYT", Element.NUMBER),
        ("Số:          /QĐ-SYT", Element.NUMBER),
        ("Bình Minh, ngày 5/3/2025", Element.PLACE_DATE),
        ("Bình Minh, 12/11/2025", Element.PLACE_DATE),
        ("Bình Minh ngày 05 tháng 03 năm 2025", Element.PLACE_DATE),
        ("Bình Minh, ngày … tháng … năm 2025", Element.PLACE_DATE),
    ],
)
def test_a_line_of_the_head_is_known_also_where_it_is_wrong(words: str, element: Element) -> None:
    body = p("SỞ Y TẾ") + p(words) + "".join(p(line) for line, _ in _BODY)
    paper = read_word(parts(body), "x.docx")
    assert [piece.element for piece in paper.pieces] == [Element.ORGAN, element, *_ELEMENTS]


@pytest.mark.parametrize(
    ("nth", "words", "element"),
    [
        (0, "QUYET ĐỊNH", Element.TYPE),
        (0, "Quyết định", Element.TYPE),
        (1, "V/v bổ nhiệm công chức", Element.SUBJECT),
        (1, "VỀ VIỆC BỔ NHIỆM CÔNG CHỨC", Element.SUBJECT),
        (2, "Giám đốc Sở Y tế", Element.AUTHORITY),
        (3, "Theo Luật Cán bộ, công chức;", Element.BASIS),
        (5, "QUYẾT ĐỊNH", Element.ORDER),
        (5, "Quyết định:", Element.ORDER),
        (6, "Điều 1 Bổ nhiệm ông Nguyễn Văn An.", Element.ARTICLE),
        (7, "1) Phụ cấp chức vụ: 0,5.", Element.CLAUSE),
        (9, "– Theo quy định.", Element.DASH),
    ],
)
def test_a_line_of_a_decision_is_known_also_where_it_is_wrong(
    nth: int, words: str, element: Element
) -> None:
    lines = [line for line, _ in _BODY]
    lines[nth] = words
    found = [piece.element for piece in read_word(parts("".join(map(p, lines))), "x.docx").pieces]
    assert found == [*_ELEMENTS[:nth], element, *_ELEMENTS[nth + 1 :]]


def test_a_letter_is_no_decision() -> None:
    body = "".join(
        map(p, ("SỞ Y TẾ", "Số: 15/SYT-VP", "Kính gửi: Ủy ban nhân dân tỉnh.", "Sở Y tế báo cáo."))
    )
    paper = read_word(parts(body), "x.docx")
    assert not paper.is_decision
    assert paper.pieces[-1].element is Element.TEXT


def test_headings_with_their_titles_on_a_line_or_a_paragraph_of_their_own() -> None:
    body = "".join(p(line) for line, _ in _BODY[:6]) + "".join(
        (
            p("Chương I"), p("QUY ĐỊNH CHUNG"), p("Điều 1. Phạm vi"), p("Chương II."),
            p("Mục 1", inside=f"<w:r><w:br/></w:r>{r('CÔNG BỐ')}"), p("Điều 2. Công bố"),
            p("Theo quy định tại Mục 1 Chương II, các cơ quan công bố."),
        )
    )  # fmt: skip
    paper = read_word(parts(body), "x.docx")
    titles = paper.of(Element.HEADING_TITLE)
    assert [(t.label, t.text, t.level) for t in titles] == [
        ("Chương I", "QUY ĐỊNH CHUNG", 1), ("Chương II.", "", 1), ("Mục 1", "CÔNG BỐ", 2),
    ]  # fmt: skip
    assert [piece.text for piece in paper.of(Element.HEADING_LABEL)] == ["Chương I", "Chương II."]
    assert paper.pieces[-1].element is Element.TEXT


def test_a_file_of_pandoc(tmp_path: Path) -> None:
    source = tmp_path / "a.md"
    source.write_text("\n\n".join(line for line, _ in _BODY), encoding="utf-8")
    made = tmp_path / "a.docx"
    subprocess.run(["pandoc", source, "-o", made], check=True, timeout=60)
    elements = [piece.element for piece in read_word(made, "a.docx").pieces]
    assert elements[:7] == _ELEMENTS[:7]


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 broken", b"%PDF-1.7", "chữ thường".encode(), b"\xd0\xcf\x11\xe0"]
)
def test_what_is_no_word_file_is_told_of_in_one_message(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(content)
    with pytest.raises(QdgenError):
        read_word(path, "x.docx")


def test_a_protected_file_is_read_like_any_other(words: Built) -> None:
    given = dict(read_package(words.docx(REAL)))
    lock = b'<w:documentProtection w:edit="readOnly" w:enforcement="1"/></w:settings>'
    settings = given["word/settings.xml"].replace(b"</w:settings>", lock)
    assert settings != given["word/settings.xml"]
    paper = read_word({**given, "word/settings.xml": settings}, "x.docx")
    assert [p.text for p in paper.pieces] == [p.text for p in read_word(given, "x.docx").pieces]


def test_a_damaged_file_is_told_of(words: Built, tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(words.docx(REAL).read_bytes()[:9000])
    with pytest.raises(QdgenError):
        read_word(path, "x.docx")


def test_a_page_number_is_found_wherever_it_stands(tmp_path: Path) -> None:
    document = blank()
    add(document, "Điều 1. Ban hành.")
    footer = document.sections[0].footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = footer.add_run()
    for kind in ("begin", "end"):
        mark = run._r.makeelement(f"{{{W}}}fldChar", {f"{{{W}}}fldCharType": kind})
        run._r.append(mark)
        if kind == "begin":
            code = run._r.makeelement(f"{{{W}}}instrText", {})
            code.text = "PAGE"
            run._r.append(code)
    paper = read_word(saved(document, tmp_path), "x.docx")
    assert paper.sheets[0].number_place == "footer"
    assert str(paper.of(Element.PAGE_NUMBER)[0].spot.located(0, 0).where) == "page footer"
