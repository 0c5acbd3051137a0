"""Edits that people made in a Word file, brought home into the content."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.text.run import Run
from pull_desk import (
    Act,
    Desk,
    changed_lines,
    delete_paragraph,
    delete_row,
    move_paragraph,
    new_paragraph,
    new_row,
    open_desk,
    paragraph_with,
    printed,
    retype,
    said,
    states,
    to_word,
    without_bookmarks,
)

from building import DOSSIERS, PROJECT
from qdgen.messages import text
from qdgen.pipeline.pull import PullOrder, propose
from qdgen.review.pull.outcome import Edit, Kind, State


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return open_desk(tmp_path)


def _comes_home(desk: Desk) -> None:
    """Pull, and find that the dossier now prints what the reviewed file says."""
    pulled = desk.pull()
    assert not pulled.outcome.held_back, pulled.outcome.held_back
    assert printed(desk.dossier, desk.root / "now.docx") == said(desk.reviewed)


@pytest.mark.parametrize("name", DOSSIERS)
def test_an_untouched_file_gives_nothing_to_bring_home(name: str, tmp_path: Path) -> None:
    sent = tmp_path / "sent.docx"
    to_word(DOSSIERS[name], sent)
    pulled = propose(PullOrder(sent, PROJECT, tmp_path, DOSSIERS[name]))
    assert (pulled.outcome.edits, pulled.patches) == ([], [])


# --- words --------------------------------------------------------------------------------------


def test_a_word_changed_in_word_changes_only_its_line_of_the_content(desk: Desk) -> None:
    desk.review(retype("đôn đốc việc thực hiện", "đôn đốc, kiểm tra việc thực hiện"))
    pulled = desk.propose()
    assert changed_lines(pulled)[1] == [
        "đôn đốc, kiểm tra việc thực hiện. Vụ Pháp chế phối hợp theo @qd142(số)."
    ]
    assert [(e.kind, e.place) for e in pulled.outcome.edits] == [(Kind.WORDS, "khoản 1, Điều 2")]
    _comes_home(desk)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Các đơn vị chịu trách nhiệm", "5*3 @abc <https://a.vn> ^(x) \\ {{ & #"),
        ("Tổ chức thực hiện", "Tổ chức *thực hiện* @x"),
        ("Vụ trưởng Vụ Kế hoạch", "Chánh Văn phòng"),
        ("Căn cứ Luật Dữ liệu", "Căn cứ Luật Dữ liệu số 60/2024/QH15"),
        ("Các Thứ trưởng", "Các Thứ trưởng: để báo cáo"),
        ("bằng văn bản", "bằng văn bản giấy"),
        ("Nguyễn Văn An", "Trần Thị Bình"),
        ("Tháng 6", "Tháng 7/2025"),
        ("Kiểm tra", "Thanh tra"),
        ("Nhiệm vụ chung", "Nhiệm vụ riêng"),
        ("Thời hạn", "Hạn"),
    ],
)
def test_words_of_every_kind_of_text_come_home_as_they_stand(
    desk: Desk, old: str, new: str
) -> None:
    desk.review(retype(old, new))
    _comes_home(desk)


def test_a_title_printed_in_capitals_stays_written_as_it_was(desk: Desk) -> None:
    desk.review(retype("MỤC ĐÍCH, YÊU CẦU", "MỤC ĐÍCH VÀ YÊU CẦU"))
    _comes_home(desk)
    assert "tieu_de: Mục đích và yêu cầu" in desk.file("ke-hoach.yaml")


def test_a_footnote_is_reworded_added_and_taken_away(desk: Desk) -> None:
    desk.review(retype("ngân sách", "ngân sách nhà nước"))
    _comes_home(desk)
    assert "ngân sách nhà nước^(Theo Luật Ngân sách nhà nước.) năm" in desk.file("quyet-dinh.yaml")


def test_bold_and_italic_words_become_markup(desk: Desk) -> None:
    def emphasise(word: WordDocument) -> None:
        paragraph = paragraph_with(word, "Bảo đảm tiến độ đề ra.")
        (run,) = paragraph.runs
        run.text = "Bảo đảm "
        paragraph.add_run("tiến độ").bold = True
        paragraph.add_run(" đề ra.").italic = True

    desk.review(emphasise)
    _comes_home(desk)
    assert "- Bảo đảm **tiến độ** *đề ra*." in desk.file("ke-hoach.yaml")


def test_bold_within_a_word_is_refused_and_said_so(desk: Desk) -> None:
    def emphasise(word: WordDocument) -> None:
        paragraph = paragraph_with(word, "Bảo đảm tiến độ đề ra.")
        paragraph.runs[0].text = "Bảo đảm ti"
        paragraph.add_run("ến").bold = True
        paragraph.add_run(" độ đề ra.")

    desk.review(emphasise)
    pulled = desk.propose()
    assert [e.state for e in pulled.outcome.edits] == [State.REFUSED]
    assert not pulled.patches


# --- structure ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "act",
    [
        new_paragraph("Kinh phí lấy từ", "Văn phòng bảo đảm điều kiện."),
        new_paragraph("qua mạng", "c) qua thư;"),
        new_paragraph("Tổ chức thực hiện", "Khoản đầu.", like="Kinh phí lấy từ"),
        new_paragraph("Bảo đảm tiến độ", "Tiết kiệm chi phí."),
        new_paragraph("Phối hợp chặt chẽ", "Tiết kiệm chi phí."),
        new_paragraph("KINH PHÍ", "Lời dẫn.", like="Kinh phí theo quy định"),
        new_paragraph("Kinh phí theo quy định", "Đoạn nữa."),
        new_paragraph("Kinh phí theo quy định", "Một dòng.", like="Bảo đảm tiến độ"),
        new_paragraph("Phối hợp chặt chẽ", "Đoạn sau các gạch.", like="Kinh phí theo quy"),
        new_paragraph("Căn cứ Luật", "Căn cứ Luật Ngân sách nhà nước;"),
        new_paragraph("Các Thứ trưởng", "Bộ Công an;"),
        delete_paragraph("Bảo đảm tiến độ"),
        delete_paragraph("Kinh phí theo quy định"),
        delete_paragraph("Kinh phí lấy từ"),
        delete_paragraph("Căn cứ Luật Dữ liệu"),
        delete_paragraph("Các Thứ trưởng"),
        delete_paragraph("qua mạng"),
        move_paragraph("Nâng cao chất lượng", "Phối hợp chặt chẽ"),
        move_paragraph("Kinh phí lấy từ", "Tổ chức thực hiện"),
        new_row("Xây dựng kế hoạch", "Tập huấn", "Tháng 9"),
        new_row("Kiểm tra", "Tổng kết", ""),
        delete_row("Xây dựng kế hoạch"),
        delete_row("Kiểm tra"),
    ],
)
def test_what_is_new_gone_or_moved_comes_home_as_a_block(desk: Desk, act: Act) -> None:
    before = {p.name: p.read_text("utf-8") for p in desk.dossier.iterdir()}
    desk.review(act)
    pulled = desk.propose()
    _comes_home(desk)
    gone, _ = changed_lines(pulled)
    comments = [line.strip() for words in before.values() for line in words.splitlines()]
    kept = [line for line in comments if line.startswith("#") and line not in gone]
    now = "\n".join(desk.file(name) for name in before)
    assert all(line in now for line in kept)


def test_a_paragraph_split_in_two_is_told_as_a_split(desk: Desk) -> None:
    desk.review(
        new_paragraph("Vụ Kế hoạch chủ trì", "Vụ Pháp chế phối hợp theo Quyết định số 142/QĐ-TTg."),
        _cut("Vụ Kế hoạch chủ trì", " Vụ Pháp chế phối hợp theo "),
    )
    _comes_home_as(desk, Kind.SPLIT)
    assert "noi_dung: Vụ Pháp chế phối hợp theo @qd142(số)." in desk.file("quyet-dinh.yaml")


def _cut(where: str, words: str) -> Act:
    def act(word: WordDocument) -> None:
        paragraph = paragraph_with(word, where)
        text = "".join(run.text for run in paragraph.runs)
        kept = text[: text.index(words)]
        for element in list(paragraph._p):
            if element.tag.endswith(("}r", "}hyperlink")):
                paragraph._p.remove(element)
        paragraph.add_run(kept)

    return act


def _comes_home_as(desk: Desk, kind: Kind) -> None:
    pulled = desk.propose()
    assert kind in [edit.kind for edit in pulled.outcome.edits]
    _comes_home(desk)


def test_without_bookmarks_everything_is_found_by_likeness(desk: Desk) -> None:
    desk.review(
        retype("đôn đốc việc thực hiện", "kiểm tra việc thực hiện"),
        retype("Tháng 6", "Tháng 8"),
        delete_paragraph("Bảo đảm tiến độ"),
        new_row("Xây dựng kế hoạch", "Tập huấn", "Tháng 9"),
        without_bookmarks,
    )
    pulled = desk.pull()
    assert not pulled.outcome.held_back
    assert printed(desk.dossier, desk.root / "now.docx") == said(desk.reviewed)
    assert "id: chu-tri" in desk.file("quyet-dinh.yaml")


# --- what the program makes ---------------------------------------------------------------------


def test_another_document_typed_over_a_citation_is_proposed_as_a_reference(desk: Desk) -> None:
    desk.review(
        _retype_in(
            "Ban hành kèm theo",
            "142/QĐ-TTg ngày 02/02/2024 của Thủ tướng Chính phủ",
            "813/QĐ-BTTTT ngày 17/5/2024 của Bộ trưởng Bộ Thông tin và Truyền thông",
        )
    )
    pulled = desk.propose()
    assert {e.state for e in pulled.outcome.edits} == {State.PROPOSED}
    assert "@qd813" in str(pulled.outcome.edits[0].reason)
    assert not pulled.patches


def _retype_in(where: str, old: str, new: str) -> Act:
    def act(word: WordDocument) -> None:
        paragraph = paragraph_with(word, where)
        for element in paragraph._p.iter(qn("w:r")):
            run = Run(element, paragraph)
            if old in run.text:
                run.text = run.text.replace(old, new)
                return
        raise AssertionError(old)

    return act


@pytest.mark.parametrize(
    ("where", "old", "new", "told"),
    [
        ("Ban hành kèm theo", "02/02/2024", "03/02/2024", "register entry qd142"),
        ("Căn cứ Quyết định", "142/QĐ-TTg", "143/QĐ-TTg", "register entry qd142"),
        ("Số:", "Số:", "Số: 15", "number and day are given"),
        ("QUYẾT ĐỊNH:", "QUYẾT ĐỊNH:", "QUYẾT NGHỊ:", "template"),
        ("(Kèm theo", "Kèm theo", "Ban hành kèm theo", "loi_dan"),
    ],
)
def test_an_edit_of_what_the_program_makes_is_explained(
    desk: Desk, where: str, old: str, new: str, told: str
) -> None:
    desk.review(_retype_in(where, old, new))
    pulled = desk.propose()
    assert not pulled.patches
    assert pulled.outcome.edits
    assert all(e.state is State.REFUSED for e in pulled.outcome.edits)
    assert told in str(pulled.outcome.edits[0].reason)


def test_a_wrong_number_typed_by_hand_is_told_a_right_one_is_no_edit(desk: Desk) -> None:
    desk.review(_retype_in("bằng văn bản", "a", "c"))
    (edit,) = desk.propose().outcome.edits
    assert (edit.state, edit.kind) == (State.REFUSED, Kind.MADE)
    desk.review(delete_paragraph("bằng văn bản"), _retype_in("qua mạng", "b", "a"))
    _comes_home(desk)


def test_a_number_typed_in_front_of_a_new_clause_is_understood(desk: Desk) -> None:
    desk.review(
        new_paragraph("Kinh phí lấy từ", "3. Văn phòng bảo đảm điều kiện.", like="Căn cứ Luật"),
        new_paragraph("bằng văn bản", "b) qua thư;"),
    )
    pulled = desk.pull()
    assert not pulled.outcome.held_back
    now = desk.file("quyet-dinh.yaml")
    assert "- id: van-phong-bao-dam" in now
    assert "noi_dung: Văn phòng bảo đảm điều kiện." in now
    assert "noi_dung: qua thư;" in now


@pytest.mark.parametrize(
    ("act", "typed", "counted"),
    [
        (new_paragraph("Kinh phí lấy từ", "9. Văn phòng lo liệu.", like="Căn cứ Luật"), "9.", "3."),
        (new_paragraph("bằng văn bản", "k) qua thư;"), "k)", "b)"),
        (new_row("Rà soát", "Việc mới", "Tháng 7", number="99"), "99", "3"),
    ],
)
def test_a_wrong_number_typed_on_something_new_is_told(
    desk: Desk, act: Act, typed: str, counted: str
) -> None:
    desk.review(act)
    new, number = sorted(desk.propose().outcome.edits, key=lambda edit: edit.kind is Kind.MADE)
    assert (new.state, new.kind) == (State.APPLIED, Kind.NEW)
    assert (number.state, number.kind, number.after) == (State.REFUSED, Kind.MADE, typed)
    assert str(number.reason).endswith(f"comes to {counted}")


@pytest.mark.parametrize(
    ("look", "told"),
    [
        ({"strike": True}, "struck out"),
        ({"highlight_color": 7}, "highlighting"),
        ({"underline": True}, "underlined"),
        ({"superscript": True}, "raised"),
    ],
)
def test_a_look_no_content_holds_is_told(desk: Desk, look: dict[str, object], told: str) -> None:
    def act(word: WordDocument) -> None:
        run = paragraph_with(word, "Xây dựng kế hoạch").runs[0]
        for name, value in look.items():
            setattr(run.font, name, value)

    desk.review(act)
    pulled = desk.propose()
    (edit,) = pulled.outcome.edits
    assert not pulled.patches
    assert (edit.state, edit.kind, edit.key) == (State.REFUSED, Kind.EMPHASIS, "hang-mot/viec")
    assert told in str(edit.reason)


@pytest.mark.parametrize(
    ("words", "style"), [("Kinh phí lấy từ", "Điểm"), ("Bảo đảm tiến độ", "Khoản")]
)
def test_another_style_for_the_same_words_is_told(desk: Desk, words: str, style: str) -> None:
    def act(word: WordDocument) -> None:
        paragraph_with(word, words).style = word.styles[style]

    desk.review(act)
    (edit,) = desk.propose().outcome.edits
    assert (edit.state, edit.kind) == (State.REFUSED, Kind.MOVED)
    assert "another style" in str(edit.reason)


def test_a_reference_counted_anew_is_no_edit(desk: Desk) -> None:
    desk.review(
        new_paragraph("Ban hành kèm theo", "Điều chen vào.", like="Ban hành kèm theo"),
        _retype_in("Như ", "Điều 3", "Điều 4"),
        _retype_in("15/12/2025", "Điều 3", "Điều 4"),
    )
    _comes_home(desk)


def test_every_edit_is_in_one_state_and_says_why_it_is_held_back() -> None:
    with pytest.raises(ValueError, match="says why"):
        Edit(Kind.WORDS, "a", "Điều 1", "x", "y", State.REFUSED)
    edit = Edit(Kind.WORDS, "a", "Điều 1", "x", "y")
    with pytest.raises(ValueError, match="says why"):
        edit.held(State.APPLIED, _TOLD)


_TOLD = text("numbers are counted, and this one comes to {number}", number=1)


# --- the base, and the content that moves on ----------------------------------------------------


def _change(desk: Desk, old: str, new: str) -> None:
    path = desk.dossier / "quyet-dinh.yaml"
    words = path.read_text("utf-8")
    assert old in words
    path.write_text(words.replace(old, new), "utf-8")


def _with_base(desk: Desk) -> dict[str, str]:
    """The content as it was sent, as a dossier of its own."""
    shutil.copytree(desk.dossier, desk.root / "base" / "2025-thu")
    shutil.copy(desk.root / "content" / "van-ban.yaml", desk.root / "base" / "van-ban.yaml")
    return {"base": str(desk.root / "base" / "2025-thu")}


def test_edits_of_other_words_are_merged_with_what_the_content_became(desk: Desk) -> None:
    desk.review(
        retype("đôn đốc việc thực hiện", "kiểm tra việc thực hiện"),
        new_paragraph("Kinh phí lấy từ", "Văn phòng bảo đảm điều kiện."),
    )
    base = _with_base(desk)
    _change(desk, "Vụ Kế hoạch chủ trì", "Vụ Tài chính chủ trì")
    _change(
        desk, "- id: kinh-phi\n", "- id: khoan-moi\n        noi_dung: Mới.\n      - id: kinh-phi\n"
    )
    pulled = desk.pull(**base)
    assert pulled.moved_on
    assert not pulled.outcome.held_back
    now = desk.file("quyet-dinh.yaml")
    assert "Vụ Tài chính chủ trì" in now
    assert "kiểm tra việc thực hiện" in now
    assert "Văn phòng bảo đảm điều kiện." in now
    assert not desk.propose(**base).patches, "pulled twice is pulled once"


def test_an_edit_of_the_same_words_is_a_conflict_and_the_content_keeps_its_own(desk: Desk) -> None:
    desk.review(
        retype("trước ngày 15/12/2025", "trước ngày 20/12/2025"),
        retype("đôn đốc việc", "kiểm tra việc"),
    )
    base = _with_base(desk)
    _change(desk, "15/12/2025", "25/12/2025")
    pulled = desk.pull(**base)
    (conflict,) = pulled.outcome.held_back
    assert conflict.state is State.CONFLICT
    assert "25/12/2025" in conflict.current
    assert "25/12/2025" in desk.file("quyet-dinh.yaml")
    assert "kiểm tra việc" in desk.file("quyet-dinh.yaml")
    assert "<<<<<<<" not in desk.file("quyet-dinh.yaml")


def test_a_text_deleted_here_and_reworded_there_is_a_conflict(desk: Desk) -> None:
    desk.review(delete_paragraph("Kinh phí lấy từ"), retype("qua mạng", "qua thư"))
    base = _with_base(desk)
    _change(desk, "năm 2025.", "năm 2026.")
    pulled = desk.pull(**base)
    assert [e.state for e in pulled.outcome.held_back] == [State.CONFLICT]
    assert "năm 2026." in desk.file("quyet-dinh.yaml")


def test_what_differs_in_nothing_is_left_out_of_the_edits(desk: Desk) -> None:
    shutil.copy(desk.sent, desk.reviewed)
    pulled = desk.pull()
    assert (states(pulled, State.APPLIED), pulled.patches) == ([], [])


def test_a_row_deleted_and_one_inserted_touch_no_other_row(desk: Desk) -> None:
    desk.review(delete_row("Xây dựng kế hoạch"), new_row("Rà soát dữ liệu", "Tập huấn", "Tháng 9"))
    pulled = desk.propose()
    assert sorted(e.kind for e in pulled.outcome.edits) == [Kind.DELETED, Kind.NEW]
    _comes_home(desk)
