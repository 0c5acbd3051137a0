"""Citations come from the register; footnotes are numbered in print order; blanks are kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from qdgen.document.model import Blank, Decision, Link, NoteMark, Run, plain_text
from qdgen.document.resolve import resolve
from small_dossiers import annex, decision, load, mistakes, resolved, words_at, write_dossier

REGISTER = """\
qd142:
  loai: Quyết định
  so: 142/QĐ-TTg
  ngay: 2/2/2024
  co_quan: Thủ tướng Chính phủ
  trich_yeu: phê duyệt Chiến lược dữ liệu quốc gia đến năm 2030
  url: https://vanban.example/qd142
luat-du-lieu:
  loai: Luật
  so: 60/2024/QH15
  ngay: 30/11/2024
  co_quan: Quốc hội
  trich_yeu: Dữ liệu
luat-cu:
  loai: Bộ luật
  trich_yeu: Dân sự
qd-thieu:
  loai: Quyết định
  so: 5/QĐ-BKHCN
"""
QD142 = "Quyết định số 142/QĐ-TTg ngày 02/02/2024 của Thủ tướng Chính phủ"
UNITS = """\
so-khcn:
  ten: Sở Khoa học và Công nghệ
  ten_tat: Sở KH&CN
vien:
  ten: Viện Chiến lược
"""


def dossier(content: Path, words: str, **more: str) -> Path:
    articles = f"- id: mot\n  noi_dung: '{words}'\n"
    return write_dossier(
        content,
        quyet_dinh=decision(articles, **more),  # type: ignore[arg-type]
        van_ban=REGISTER,
        don_vi=UNITS,
    )


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("@qd142", "Quyết định số 142/QĐ-TTg ngày 02/02/2024 của Thủ tướng Chính phủ"),
        ("@qd142(số)", "Quyết định số 142/QĐ-TTg"),
        (
            "@qd142(đầy đủ)",
            f"{QD142} phê duyệt Chiến lược dữ liệu quốc gia đến năm 2030",
        ),
        ("@qd142(chú thích)", "Quyết định số 142/QĐ-TTg ngày 02/02/2024 của Thủ tướng Chính phủ"),
        ("@luat-du-lieu", "Luật Dữ liệu"),
        ("@luat-du-lieu(số)", "Luật Dữ liệu"),
        ("@luat-du-lieu(đầy đủ)", "Luật Dữ liệu ngày 30 tháng 11 năm 2024"),
        ("@luat-cu(đầy đủ)", "Bộ luật Dân sự"),
        ("@qd-thieu(số)", "Quyết định số 5/QĐ-BKHCN"),
        ("@so-khcn", "Sở Khoa học và Công nghệ"),
        ("@so-khcn(tắt)", "Sở KH&CN"),
    ],
)
def test_a_citation_says(tmp_path: Path, written: str, printed: str) -> None:
    assert words_at(resolved(dossier(tmp_path, f"Theo {written}.")), "mot") == f"Theo {printed}."


def test_dates_in_citations_are_told_in_words_where_the_decision_asks_for_it(
    tmp_path: Path,
) -> None:
    folder = dossier(tmp_path, "Theo @qd142.", trinh_bay="ngay_vien_dan: chữ\n")
    words = words_at(resolved(folder), "mot")
    assert words == (
        "Theo Quyết định số 142/QĐ-TTg ngày 02 tháng 02 năm 2024 của Thủ tướng Chính phủ."
    )


def test_a_citation_is_a_link_where_the_register_has_an_address(tmp_path: Path) -> None:
    document = resolved(dossier(tmp_path, "Theo @qd142 và @luat-du-lieu."))
    links = [i for t in document.texts() for i in t if isinstance(i, Link)]
    assert [link.url for link in links] == ["https://vanban.example/qd142"]


def test_the_note_form_adds_a_footnote_with_the_subject_as_a_sentence(tmp_path: Path) -> None:
    document = resolved(dossier(tmp_path, "Theo @qd142(chú thích)."))
    assert list(map(plain_text, document.notes)) == [
        "Phê duyệt Chiến lược dữ liệu quốc gia đến năm 2030."
    ]


@pytest.mark.parametrize(
    ("written", "key"),
    [("@qd-thieu", "ngay"), ("@qd-thieu(đầy đủ)", "ngay"), ("@qd-thieu(chú thích)", "ngay"),
     ("@vien(tắt)", "ten_tat")],
)  # fmt: skip
def test_an_incomplete_entry_is_named_with_the_key_it_lacks(
    tmp_path: Path, written: str, key: str
) -> None:
    (found,) = mistakes(dossier(tmp_path, f"Theo {written}."))
    assert found.code == "citation-incomplete"
    assert key in str(found.message)


def test_a_law_has_no_subject_to_put_into_a_footnote(tmp_path: Path) -> None:
    found = mistakes(dossier(tmp_path, "Theo @luat-du-lieu(chú thích)."))
    assert found, "a footnote that only repeats the law's name"


@pytest.mark.parametrize(
    ("written", "forms"),
    [("@qd142(tên)", "@qd142(số)"), ("@so-khcn(số)", "@so-khcn(tắt)")],
)
def test_a_form_that_does_not_exist_is_answered_with_the_ones_that_do(
    tmp_path: Path, written: str, forms: str
) -> None:
    (found,) = mistakes(dossier(tmp_path, f"Theo {written}."))
    assert found.code == "reference-form-unknown"
    assert forms in str(found.hint)


def test_a_misspelt_key_is_answered_with_the_nearest(tmp_path: Path) -> None:
    (found,) = mistakes(dossier(tmp_path, "Theo @qd124."))
    assert (found.code, str(found.hint)) == ("reference-unknown", "did you mean @qd142?")
    assert (found.location.line, found.location.column) != (0, 0)


def test_a_misspelt_key_among_the_legal_bases_is_answered_with_the_nearest_document(
    tmp_path: Path,
) -> None:
    (found,) = mistakes(dossier(tmp_path, "Nội dung.", can_cu="- qd124\n"))
    assert (found.code, str(found.hint)) == ("reference-unknown", "did you mean @qd142?")


# --- legal bases and recipients ------------------------------------------------------------------


def test_bases_end_in_semicolons_and_the_last_in_a_full_stop_unless_the_words_already_do(
    tmp_path: Path,
) -> None:
    bases = """\
- luat-du-lieu
- qd142
- nguyen_van: Căn cứ Luật Tổ chức;
- de_nghi: Viện trưởng @vien
"""
    decided = resolved(dossier(tmp_path, "Nội dung.", can_cu=bases)).parts[0]
    assert isinstance(decided, Decision)
    assert list(map(plain_text, decided.bases)) == [
        "Căn cứ Luật Dữ liệu ngày 30 tháng 11 năm 2024;",
        f"Căn cứ {QD142} phê duyệt Chiến lược dữ liệu quốc gia đến năm 2030;",
        "Căn cứ Luật Tổ chức;",
        "Theo đề nghị của Viện trưởng Viện Chiến lược.",
    ]


def test_a_last_basis_that_ends_in_a_comma_keeps_it(tmp_path: Path) -> None:
    bases = "- luat-cu\n- de_nghi: Viện trưởng,\n"
    decided = resolved(dossier(tmp_path, "Nội dung.", can_cu=bases)).parts[0]
    assert isinstance(decided, Decision)
    assert list(map(plain_text, decided.bases)) == [
        "Căn cứ Bộ luật Dân sự;",
        "Theo đề nghị của Viện trưởng,",
    ]


def test_recipients_end_in_semicolons_and_the_filing_line_in_a_full_stop(tmp_path: Path) -> None:
    recipients = "- Như @mot\n- Bộ trưởng (để b/c)\n- luu: VT, VCL (3)\n"
    decided = resolved(dossier(tmp_path, "Nội dung.", noi_nhan=recipients)).parts[0]
    assert isinstance(decided, Decision)
    assert list(map(plain_text, decided.recipients)) == [
        "Như Điều 1;",
        "Bộ trưởng (để b/c);",
        "Lưu: VT, VCL (3).",
    ]


# --- footnotes and blanks ------------------------------------------------------------------------


def test_footnotes_are_numbered_in_print_order_through_cells_and_parts(tmp_path: Path) -> None:
    articles = "- id: mot\n  noi_dung: Một^(Chú một) và hai^(Chú hai với @qd142(số)).\n"
    table = annex("- id: hang-1\n  viec: Việc^(Chú ba)\n")
    folder = write_dossier(
        tmp_path,
        quyet_dinh=decision(articles, kem_theo=("bang",)),
        files={"bang": table},
        van_ban=REGISTER,
    )
    document = resolved(folder)
    marks = [i.number for t in document.texts() for i in t if isinstance(i, NoteMark)]
    assert marks == [1, 2, 3]
    assert list(map(plain_text, document.notes)) == [
        "Chú một",
        "Chú hai với Quyết định số 142/QĐ-TTg",
        "Chú ba",
    ]


def test_a_footnote_in_a_footnote_is_refused_also_when_a_citation_brings_it(
    tmp_path: Path,
) -> None:
    (found,) = mistakes(dossier(tmp_path, "Một^(Theo @qd142(chú thích))."))
    assert found.code == "footnote-nested"
    assert found.source_line[found.location.column - 1 :].startswith("@qd142")


def test_a_footnote_in_a_title_is_not_repeated_where_the_title_is(tmp_path: Path) -> None:
    plan = (
        "van_ban:\n  loai: Kế hoạch\n  tieu_de: Kế hoạch hành động^(Chú thích)\n"
        "noi_dung: Nội dung.\n"
    )
    articles = "- id: mot\n  noi_dung: Ban hành @ke-hoach(tên).\n"
    document = resolved(
        write_dossier(
            tmp_path,
            quyet_dinh=decision(articles, kem_theo=("ke-hoach",)),
            files={"ke-hoach": plan},
        )
    )
    assert words_at(document, "mot") == "Ban hành Kế hoạch hành động."
    assert len(document.notes) == 1


def test_a_blank_is_printed_as_dots_and_knows_its_remark_and_place(tmp_path: Path) -> None:
    document = resolved(dossier(tmp_path, "Trước ngày @trống(chờ Vụ Tài chính)."))
    (blank,) = document.blanks()
    assert isinstance(blank, Blank)
    assert words_at(document, "mot") == "Trước ngày ……."
    assert blank.remark == "chờ Vụ Tài chính"
    assert blank.location.file.endswith("quyet-dinh.yaml")


# --- the head ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "number_line", "date_line"),
    [
        ({}, "Số:        /QĐ-BKHCN", "Hà Nội, ngày     tháng     năm 2025"),
        (
            {"so": "7", "ngay": "5/2/2025"},
            "Số: 07/QĐ-BKHCN",
            "Hà Nội, ngày 05 tháng 02 năm 2025",
        ),
        (
            {"so": "128", "ngay": "15/9/2025"},
            "Số: 128/QĐ-BKHCN",
            "Hà Nội, ngày 15 tháng 9 năm 2025",
        ),
        (
            {"so": "10", "ngay": "31/12/2025"},
            "Số: 10/QĐ-BKHCN",
            "Hà Nội, ngày 31 tháng 12 năm 2025",
        ),
    ],
)
def test_number_and_date_are_padded_as_the_decree_wants_and_left_open_until_issued(
    tmp_path: Path, header: dict[str, str], number_line: str, date_line: str
) -> None:
    decided = resolved(write_dossier(tmp_path, quyet_dinh=decision(van_ban=header))).parts[0]
    assert isinstance(decided, Decision)
    assert (decided.number_line, decided.date_line) == (number_line, date_line)


def test_a_date_of_another_year_than_nam_is_named(tmp_path: Path) -> None:
    folder = write_dossier(tmp_path, quyet_dinh=decision(van_ban={"ngay": "5/2/2026"}))
    (found,) = mistakes(folder)
    assert found.code == "year-differs"
    assert "5/2/2026" in found.source_line


@pytest.mark.parametrize(
    ("key", "value"), [("nam", "'0000'"), ("so", "'" + "9" * 5000 + "'"), ("nam", "'٢٠٢٥'")]
)
def test_a_number_that_no_decision_has_is_refused(tmp_path: Path, key: str, value: str) -> None:
    from qdgen.content.loader import load_dossier
    from qdgen.word.properties import document_date

    folder = write_dossier(tmp_path, quyet_dinh=decision(van_ban={key: value}))
    dossier, found = load_dossier(folder)
    if dossier is not None:
        document, more = resolve(dossier)
        document_date(document)
        found += more
    assert [d for d in found if f"{key}:" in d.source_line]


def test_the_type_of_an_attached_document_stands_above_its_title(tmp_path: Path) -> None:
    rules = (
        "van_ban:\n  loai: Quy chế\n  tieu_de: Quy chế quản lý **Cổng** dữ liệu\n"
        "dieu:\n  - id: trong\n    noi_dung: Nội dung.\n"
    )
    attached = resolved(write_dossier(tmp_path, files={"quy-che": rules})).parts[1]
    assert attached.type_line == "QUY CHẾ"  # type: ignore[union-attr]
    assert plain_text(attached.title) == "Quản lý Cổng dữ liệu"  # type: ignore[union-attr]


def test_a_title_in_capitals_has_its_citations_in_capitals_but_for_their_symbols(
    tmp_path: Path,
) -> None:
    plan = (
        "van_ban:\n  loai: Kế hoạch\n  tieu_de: Kế hoạch thực hiện @qd142(số)\n"
        "noi_dung: Nội dung.\n"
    )
    folder = write_dossier(
        tmp_path,
        quyet_dinh=decision(trinh_bay="ten_kem_theo: chữ hoa\n", kem_theo=("ke-hoach",)),
        files={"ke-hoach": plan},
        van_ban=REGISTER,
    )
    title = resolved(folder).parts[1].title  # type: ignore[union-attr]
    assert plain_text(title) == "KẾ HOẠCH THỰC HIỆN QUYẾT ĐỊNH SỐ 142/QĐ-TTg"


def test_one_annex_alone_has_no_numeral(tmp_path: Path) -> None:
    one = resolved(write_dossier(tmp_path, files={"bang": annex("- id: h-1\n  viec: Việc\n")}))
    assert one.parts[1].number == ""  # type: ignore[union-attr]


def test_lines_of_a_cell_that_begin_with_a_dash_are_dash_lines(tmp_path: Path) -> None:
    table = annex("- id: h-1\n  viec: |-\n    Gồm:\n    - Việc một;\n    - Việc hai.\n")
    document = resolved(write_dossier(tmp_path, files={"bang": table}))
    (row,) = document.parts[1].table.rows  # type: ignore[union-attr]
    assert [(plain_text(p.inlines), p.dash) for p in row.cells[0]] == [
        ("Gồm:", False),
        ("Việc một;", True),
        ("Việc hai.", True),
    ]


def test_nothing_of_the_registers_is_printed_without_being_cited(tmp_path: Path) -> None:
    dossier_read = load(dossier(tmp_path, "Nội dung."))
    document, _ = resolve(dossier_read)
    words = " ".join(map(plain_text, document.texts()))
    assert "142" not in words
    assert all(isinstance(i, Run) for t in document.texts() for i in t)
