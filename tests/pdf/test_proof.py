"""Nothing lost, nothing added: pages as text, with each way a page can be wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qdgen.diagnostics import Diagnostic, Severity
from qdgen.pdf.proof import Expected, Heading, Part, Piece, prove
from qdgen.pdf.reading import PageText

DECISION = Part(
    [
        Piece("QUYẾT ĐỊNH", "tên loại"),
        Piece("Điều 1. Ban hành kèm theo Quyết định này Kế hoạch hành động năm 2025.", "Điều 1"),
        Piece("Điều 2. Tổ chức thực hiện", "Điều 2"),
        Piece("1. Viện Chiến lược chủ trì theo dõi, đôn đốc¹ thực hiện.", "khoản 1 Điều 2"),
        Piece("2. Vụ Kế hoạch - Tài chính thẩm định kinh phí.", "khoản 2 Điều 2"),
    ]
)
NOTES = [Piece("1 Theo Quyết định số 142/QĐ-TTg của Thủ tướng.", "chú thích 1")]
ANNEX = Part(
    [
        Piece("Phụ lục", "nhãn Phụ lục"),
        Piece("STT", "cột STT", 1, 1),
        Piece("Nhiệm vụ", "cột Nhiệm vụ", 1, 2),
        Piece("(1)", "dòng (1), cột STT", 2, 1),
        Piece("Xây dựng cơ sở dữ liệu", "dòng (1), cột Nhiệm vụ", 2, 2),
        Piece("(2)", "dòng (2), cột STT", 3, 1),
        Piece("Kết nối, chia sẻ dữ liệu", "dòng (2), cột Nhiệm vụ", 3, 2),
    ],
    headings=[Heading("STT Nhiệm vụ", 1, 6)],
)


def pages(*texts: str) -> list[PageText]:
    return [PageText(number, 595, 842, text) for number, text in enumerate(texts, 1)]


def words(part: Part) -> str:
    return "\r\n".join(piece.text for piece in part.pieces)


def said(findings: Sequence[Diagnostic]) -> list[tuple[str, str]]:
    return [(finding.code, str(finding.message)) for finding in findings]


DECISION_PAGE = words(DECISION) + "\r\n" + NOTES[0].text
WHOLE = Expected([DECISION, ANNEX], NOTES)


def test_pages_that_hold_the_document_are_proven() -> None:
    assert prove(pages(DECISION_PAGE, words(ANNEX)), WHOLE) == []


def test_it_does_not_matter_where_lines_and_pages_break() -> None:
    first = "QUYẾT ĐỊNH Điều 1. Ban hành kèm theo Quyết\nđịnh này Kế hoạch"
    second = (
        "2 hành động năm 2025. Điều 2. Tổ chức thực hiện 1. Viện Chiến lược chủ trì theo dõi, đôn"
        " đốc¹\r\n thực hiện. 1 Theo Quyết định số 142/QĐ-TTg của"
    )
    third = "3\u00a02. Vụ Kế hoạch - Tài chính thẩm định kinh phí.\nThủ tướng."

    assert prove(pages(first, second, third), Expected([DECISION], NOTES)) == []


def test_a_missing_provision_is_named() -> None:
    page = DECISION_PAGE.replace(DECISION.pieces[2].text, "")

    assert said(prove(pages(page, words(ANNEX)), WHOLE, "a.pdf")) == [
        ("pdf-text-missing", "page 1 lacks “Điều 2. Tổ chức thực hiện” of Điều 2")
    ]


def test_a_doubled_provision_is_named() -> None:
    page = DECISION_PAGE.replace("Điều 2.", "Điều 1. Ban hành kèm theo Quyết định này Điều 2.")

    assert said(prove(pages(page, words(ANNEX)), WHOLE)) == [
        (
            "pdf-text-doubled",
            "page 1 repeats “Điều 1. Ban hành kèm theo Quyết định này” before Điều 2",
        )
    ]


def test_foreign_words_are_shown() -> None:
    page = DECISION_PAGE.replace("1. Viện", "Error! Reference source not found. 1. Viện")

    (finding,) = prove(pages(page, words(ANNEX)), WHOLE)
    assert finding.code == "pdf-text-foreign"
    assert "Error! Reference source not found." in str(finding.message)
    assert "khoản 1 Điều 2" in str(finding.message)


def test_a_changed_letter_is_shown_with_what_was_expected() -> None:
    page = DECISION_PAGE.replace("đôn đốc", "đôn dốc")

    (finding,) = prove(pages(page, words(ANNEX)), WHOLE)
    assert finding.code == "pdf-text-differs"
    assert str(finding.message) == "page 1, khoản 1 Điều 2: expected “đ”, found “d”"


def test_several_mistakes_are_told_in_one_go() -> None:
    page = DECISION_PAGE.replace("QUYẾT ĐỊNH\r\n", "").replace("thẩm định kinh phí", "thẩm định")

    findings = prove(pages(page, words(ANNEX)), WHOLE)

    assert [code for code, _ in said(findings)] == ["pdf-text-missing", "pdf-text-differs"]
    assert "khoản 2 Điều 2" in str(findings[1].message)


def test_the_end_of_a_part_that_is_missing_is_named_and_the_next_part_still_proven() -> None:
    page = words(DECISION).removesuffix(DECISION.pieces[-1].text) + NOTES[0].text

    assert said(prove(pages(page, words(ANNEX)), WHOLE)) == [
        (
            "pdf-text-missing",
            "the pages lack “2. Vụ Kế hoạch - Tài chính thẩm định kinh phí.” of khoản 2 Điều 2",
        )
    ]


def test_pages_that_never_come_are_missed() -> None:
    findings = prove(pages(DECISION_PAGE), WHOLE)

    assert len(findings) == len(ANNEX.pieces)
    assert "nhãn Phụ lục" in str(findings[0].message)


def test_a_page_too_many_is_foreign() -> None:
    (finding,) = prove(pages(DECISION_PAGE, words(ANNEX), "2 thừa"), WHOLE)

    assert finding.code == "pdf-text-foreign"


def test_an_empty_page_is_a_warning() -> None:
    (finding,) = prove(pages(DECISION_PAGE, words(ANNEX), "2"), WHOLE)

    assert (finding.code, finding.severity) == ("pdf-page-empty", Severity.WARNING)


def test_a_footnote_that_is_missing_or_wrong_is_named() -> None:
    missing = prove(pages(words(DECISION), words(ANNEX)), WHOLE)
    wrong = prove(pages(DECISION_PAGE.replace("142/QĐ-TTg", "143/QĐ-TTg"), words(ANNEX)), WHOLE)

    assert said(missing)[0][0] == "pdf-text-missing"
    assert "chú thích 1" in said(missing)[0][1]
    assert said(wrong) == [("pdf-text-differs", "page 1, chú thích 1: expected “2”, found “3”")]


def test_a_page_number_that_is_missing_wrong_or_shown_on_the_first_page_is_found() -> None:
    first, second = "QUYẾT ĐỊNH", words(DECISION).removeprefix("QUYẾT ĐỊNH")
    only = Expected([DECISION])

    assert prove(pages(first, "2" + second), only) == []
    assert said(prove(pages(first, second), only)) == [
        ("pdf-page-number-missing", "page 2 does not begin with its page number 2")
    ]
    assert "pdf-page-number-missing" in [
        c for c, _ in said(prove(pages(first, "3" + second), only))
    ]
    assert said(prove(pages("1" + first, "2" + second), only)) == [
        ("pdf-text-foreign", "page 1 has “1” before tên loại, which the document has not")
    ]


def test_page_numbers_run_on_through_a_part_that_does_not_restart_them() -> None:
    running_on = Part([Piece("Phụ lục", "nhãn")], first_number=None, number_on_first_page=True)
    document = Expected([Part([Piece("Quyết định", "tên")]), running_on])

    assert prove(pages("Quyết định", "2 Phụ lục"), document) == []
    assert (
        said(prove(pages("Quyết định", "1 Phụ lục"), document))[0][0] == "pdf-page-number-missing"
    )


def test_column_headings_come_again_on_the_pages_a_table_goes_on_to_and_nowhere_else() -> None:
    first = "Phụ lục STT Nhiệm vụ (1) Xây dựng cơ sở dữ liệu"
    rest = "(2) Kết nối, chia sẻ dữ liệu"
    annex = Expected([ANNEX])

    assert prove(pages(first, "2 STT Nhiệm vụ " + rest), annex) == []
    assert said(prove(pages(first, "2 " + rest), annex)) == [
        ("pdf-heading-missing", "page 2 goes on with a table without its column headings")
    ]
    assert said(prove(pages(first + " STT Nhiệm vụ " + rest), annex)) == [
        ("pdf-text-doubled", "page 1 repeats “STT Nhiệm vụ” before dòng (2), cột STT")
    ]


TALL = Expected(
    [
        Part(
            [
                Piece("trước", "đoạn trước"),
                Piece("(1)", "STT", 1, 1),
                Piece("một hai ba bốn năm", "nội dung", 1, 2),
                Piece("sáu bảy tám", "cơ quan", 1, 3),
                Piece("sau", "đoạn sau"),
            ]
        )
    ],
    [Piece("1 chú thích", "chú thích 1")],
)


def test_a_row_taller_than_a_page_may_go_on_cell_by_cell_on_the_next_pages() -> None:
    assert (
        prove(pages("trước (1) một sáu 1 chú", "2 hai ba bảy", "3 bốn năm tám sau thích"), TALL)
        == []
    )
    assert (
        prove(pages("trước (1) một hai", "2 ba bốn năm sáu bảy", "3 tám sau 1 chú thích"), TALL)
        == []
    )


@pytest.mark.parametrize(
    "third",
    [
        "3 bốn tám sau thích",
        "3 bốn bốn năm tám sau thích",
        "3 tám bốn năm sau thích",
        "3 bốn năm sau tám thích",
    ],
)
def test_in_a_row_that_breaks_every_letter_must_still_come_once(third: str) -> None:
    assert prove(pages("trước (1) một sáu 1 chú", "2 hai ba bảy", third), TALL) != []


def test_characters_that_are_not_drawn_and_decomposed_letters_make_no_difference() -> None:
    document = Expected([Part([Piece("Điều\u200b 1.\u00a0Hòa\u2011bình", "Điều 1")])])

    assert prove(pages("Đie\u0302\u0300u 1. Ho\u0300a-bình"), document) == []


# Documents of random pieces and rows, set on pages of random length as LibreOffice sets them.


# No two letters are the same: with "1 12" over a page there is no telling which cell had the 1.
LETTERS = "".join(map(chr, range(0x4E00, 0x5E00)))


@st.composite
def documents(draw: st.DrawFn) -> tuple[Expected, list[PageText]]:
    letters = iter(LETTERS)

    def words() -> str:
        return " ".join(next(letters) for _ in range(draw(st.integers(1, 8))))

    pieces: list[Piece] = []
    for number in range(1, draw(st.integers(1, 6)) + 1):
        if draw(st.booleans()):
            count = draw(st.integers(1, 3))
            pieces += [Piece(words(), f"ô {cell}", number, cell) for cell in range(count)]
        else:
            pieces.append(Piece(words(), f"đoạn {number}"))
    notes = [Piece(words(), f"chú thích {n}") for n in range(draw(st.integers(0, 3)))]
    part = Part(pieces, number_on_first_page=draw(st.booleans()))
    return Expected([part], notes), list(_set(draw, part, notes))


def _set(draw: st.DrawFn, part: Part, notes: Sequence[Piece]) -> Iterator[PageText]:
    rest = list(part.pieces)
    footnotes = "".join(note.text for note in notes)
    number = 1
    while rest or footnotes:
        page = str(number) if number > 1 or part.number_on_first_page else ""
        for _ in range(draw(st.integers(1, 4))):
            if not rest:
                break
            row = [piece for piece in rest if piece.row and piece.row == rest[0].row]
            group = row or rest[:1]
            if not draw(st.booleans()):
                page += " ".join(piece.text for piece in group)
                rest = rest[len(group) :]
                continue
            cuts = [draw(st.integers(0, len(piece.text))) for piece in group]
            page += " ".join(p.text[:cut] for p, cut in zip(group, cuts, strict=True))
            rest[: len(group)] = [
                Piece(p.text[cut:], p.name, p.row, p.cell)
                for p, cut in zip(group, cuts, strict=True)
            ]
            break
        cut = len(footnotes) if not rest else draw(st.integers(0, len(footnotes)))
        yield PageText(number, 595, 842, page + "\r\n" + footnotes[:cut])
        footnotes = footnotes[cut:]
        rest = [piece for piece in rest if piece.text.strip() or piece.row]
        if not any(piece.text.strip() for piece in rest):
            rest = []
        number += 1


@given(documents())
def test_a_document_is_proven_however_its_pages_and_rows_break(
    made: tuple[Expected, list[PageText]],
) -> None:
    expected, set_pages = made
    assert [f for f in prove(set_pages, expected) if f.severity is Severity.ERROR] == []


@given(documents())
def test_a_document_with_a_page_emptied_of_one_letter_is_never_proven(
    made: tuple[Expected, list[PageText]],
) -> None:
    expected, set_pages = made
    letters = [
        (n, i) for n, page in enumerate(set_pages) for i, c in enumerate(page.text) if c.strip()
    ]
    for n, i in letters[:: max(1, len(letters) // 5)]:
        page = set_pages[n]
        cut = PageText(page.number, 595, 842, page.text[:i] + page.text[i + 1 :])
        assert prove([*set_pages[:n], cut, *set_pages[n + 1 :]], expected) != []


@given(documents(), st.data())
def test_a_document_with_a_foreign_letter_is_never_proven(
    made: tuple[Expected, list[PageText]], data: st.DataObject
) -> None:
    expected, set_pages = made
    n = data.draw(st.integers(0, len(set_pages) - 1))
    i = data.draw(st.integers(0, len(set_pages[n].text)))
    text = set_pages[n].text
    more = PageText(n + 1, 595, 842, text[:i] + "ỹ" + text[i:])

    assert prove([*set_pages[:n], more, *set_pages[n + 1 :]], expected) != []


# --- drafts -------------------------------------------------------------------------------------

DRAFT = Expected([DECISION, ANNEX], NOTES, "DỰ THẢO LẦN 2ngày 10/6/2025")
STAMP = "DỰ THẢO LẦN 2\r\nngày 10/6/2025"


@pytest.mark.parametrize(
    "stamped",
    [
        lambda page, number: f"{number}{page}\r\n{STAMP}",
        lambda page, number: f"{STAMP}\r\n{number}{page}",
        lambda page, number: f"{number}{STAMP}\r\n{page}",
    ],
    ids=["drawn last", "first", "after the number"],
)
def test_a_stamp_on_every_page_is_proven(stamped: Callable[[str, str], str]) -> None:
    middle = DECISION_PAGE.index("Điều 2.")
    drawn = (DECISION_PAGE[:middle], DECISION_PAGE[middle:], words(ANNEX))
    assert prove(pages(*map(stamped, drawn, ("", "2\r\n", ""))), DRAFT) == []


def test_a_page_without_the_stamp_is_named() -> None:
    found = prove(pages(f"{DECISION_PAGE} {STAMP}", words(ANNEX)), DRAFT)
    assert said(found) == [("pdf-draft-stamp", "page 2 does not bear the stamp of the draft")]


def test_the_stamp_of_another_draft_is_none() -> None:
    other = STAMP.replace("2", "3", 1)
    found = prove(pages(f"{DECISION_PAGE} {STAMP}", f"{words(ANNEX)} {other}"), DRAFT)
    assert [f.code for f in found] == ["pdf-draft-stamp", "pdf-text-foreign"]


def test_a_stamp_that_was_not_asked_for_is_foreign() -> None:
    found = prove(pages(DECISION_PAGE, f"{words(ANNEX)} {STAMP}"), WHOLE)
    assert [f.code for f in found] == ["pdf-text-foreign"]


def test_a_stamp_twice_on_a_page_is_foreign() -> None:
    found = prove(pages(f"{DECISION_PAGE} {STAMP}", f"{STAMP} {words(ANNEX)} {STAMP}"), DRAFT)
    assert [f.code for f in found] == ["pdf-text-foreign"]
