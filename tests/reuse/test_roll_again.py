"""A roll gone on with: decisions stay, what is done by hand is closed, what is new is found."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from year_office import NEXT, Office

from building import PROJECT, REAL
from qdgen.errors import ContentError, RefusedError, UsageError
from qdgen.pipeline.roll import new_ids, take_decisions
from qdgen.reuse.next_year.as_workbook import write_as_workbook
from qdgen.reuse.next_year.items import AGREE, DONE, DROP, KEEP, Kind
from qdgen.signing.record import IssueRecord, write_record

SMALL = PROJECT / "tests/dossiers/quy-che"
SMALL_NAME = "2025-quy-che-du-lieu-mo"
SMALL_NEXT = "2026-quy-che-du-lieu-mo"
UNITS, DOCUMENTS = "don-vi.yaml", "van-ban.yaml"


@pytest.fixture(scope="module")
def rolled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A content folder with 2025 and 2026, as a first roll leaves it."""
    office = Office(tmp_path_factory.mktemp("rolled") / "office")
    office.roll()
    return office.content


@pytest.fixture
def office(rolled: Path, tmp_path: Path) -> Office:
    return Office(tmp_path / "office", rolled)


def test_decisions_taken_and_comments_of_the_worksheet_stay(office: Office) -> None:
    office.decide(lambda i: AGREE if i.kind is Kind.UNIT else "")
    office.change(
        "chuyen-nam.yaml", "  - id: can-cu/nd55", "  # hỏi Vụ Pháp chế\n  - id: can-cu/nd55"
    )
    before = office.text("chuyen-nam.yaml")
    assert office.roll().added == []
    assert office.text("chuyen-nam.yaml") == before


def test_what_was_set_right_by_hand_is_closed(office: Office) -> None:
    office.change("phu-luc.yaml", "thoi_gian: Tháng 10/2026", "thoi_gian: Quý III/2026")
    office.change("quyet-dinh.yaml", "Công nghê ", "Công nghệ ")
    office.change("quyet-dinh.yaml", "ho_ten: Phạm Đức Long", "ho_ten: Nguyễn Văn An")
    again = office.roll()
    assert {(item.id, item.decision) for item in again.closed} == {
        ("thoi-han/danh-muc-csdl/thoi_gian/1", DONE),
        ("loi/tn502/bao-cao/noi_dung/1", DONE),
        ("nguoi-ky/ho_ten", DONE),
    }
    assert again.added == []


def test_lines_follow_what_moved(office: Office) -> None:
    office.change("quyet-dinh.yaml", "can_cu:\n", "# thêm\n# hai dòng\ncan_cu:\n")
    office.roll()
    item = office.items()["thoi-han/bao-cao/noi_dung/1"]
    line = office.text("quyet-dinh.yaml").splitlines()[item.spot.line - 1]
    assert line[item.spot.column - 1 :].startswith("15/12/2026")


def test_last_years_year_in_what_was_added_since_is_asked_and_the_new_one_is_not(
    office: Office,
) -> None:
    row = "      - id: {}\n        nhiem_vu: Nhiệm vụ mới\n        don_vi_thuc_hien: Vụ Pháp chế\n"
    row += "        don_vi_phoi_hop: Cục Viễn thông\n        san_pham: Báo cáo\n"
    row += "        thoi_gian: Tháng 9/{}\n"
    both = row.format("moi-dung", 2026) + row.format("moi-sai", 2025)
    office.change("phu-luc.yaml", "      - id: truyen-thong\n", f"{both}      - id: truyen-thong\n")
    again = office.roll()
    assert [(i.id, i.old, i.is_open) for i in again.added] == [
        ("thoi-han/moi-sai/thoi_gian/1", "Tháng 9/2025", True)
    ]
    assert new_ids(office.content / NEXT, office.here, again.worksheet) == (
        ["moi-dung", "moi-sai"],
        [],
    )


def test_a_year_in_a_comment_is_asked_and_changed_without_touching_the_text(tmp_path: Path) -> None:
    office = Office(tmp_path / "office")
    office.change("phu-luc.yaml", "hang:\n", "hang:\n  # số liệu năm 2025 & <2024>\n", REAL)
    office.roll()
    (item,) = [i for i in office.worksheet().open if i.kind is Kind.YEAR and i.old == "năm 2025"]
    assert (item.proposed, item.spot.line) == ("năm 2026", 32)
    office.decide(lambda i: AGREE if i.id == item.id else "")
    assert office.apply().problems == []
    assert "  # số liệu năm 2026 & <2024>\n" in office.text("phu-luc.yaml")


def test_a_change_of_last_years_content_is_told(office: Office) -> None:
    office.change("phu-luc.yaml", "Báo cáo sơ kết", "Báo cáo sơ kết, kiến nghị", REAL)
    added = office.roll().added
    assert [item.kind for item in added] == [Kind.ORIGIN]
    assert office.roll().added == []


def test_last_years_number_is_proposed_once_it_is_known(office: Office) -> None:
    record = IssueRecord(REAL, "1234", "10/6/2025", "0" * 64, "điện tử", tach=False)
    write_record(office.content / REAL, record)
    office.roll()
    item = office.items()["can-cu/nam-truoc"]
    assert "so: 1234/QĐ-BKHCN\n" in item.proposed
    assert "ngay: 10/6/2025\n" in item.proposed
    office.decide(lambda i: AGREE if i.id == item.id else "")
    assert office.apply().problems == []
    assert "- qd-2025-du-lieu-quoc-gia\n" in office.text("quyet-dinh.yaml")
    assert office.roll().added == []
    # and the year after, the decision of 2026 takes its place
    office.roll(2027, NEXT)
    following = office.items("2027-du-lieu-quoc-gia")["can-cu/qd-2025-du-lieu-quoc-gia"]
    assert following.proposed == DROP
    office.decide(lambda i: AGREE if i.id == following.id else "", "2027-du-lieu-quoc-gia")
    office.apply("2027-du-lieu-quoc-gia")
    assert "- qd-2025" not in office.text("quyet-dinh.yaml", "2027-du-lieu-quoc-gia")


# --- registers ------------------------------------------------------------------------------------


def _register(office: Office, name: str, entry: str, more: str, new: str) -> None:
    path = office.content / name
    content = path.read_text(encoding="utf-8")
    assert f"{entry}:\n" in content
    path.write_text(content.replace(f"{entry}:\n", f"{entry}:\n{more}", 1) + new, encoding="utf-8")


NEW_DECREE = (
    "nd99:\n  loai: Nghị định\n  so: 99/2025/NĐ-CP\n  ngay: 01/12/2025\n  co_quan: Chính phủ\n"
    "  trich_yeu: quy định cơ cấu tổ chức của Bộ Khoa học và Công nghệ\n"
)
NEW_UNIT = "vien-moi:\n  ten: Học viện Dữ liệu và Chuyển đổi số\n  ten_tat: Học viện Dữ liệu\n"


def test_a_document_replaced_and_a_unit_renamed_are_named_with_their_successors(
    tmp_path: Path,
) -> None:
    office = Office(tmp_path / "office")
    _register(office, DOCUMENTS, "nd55", "  thay_the_boi: nd99\n", NEW_DECREE)
    _register(
        office,
        UNITS,
        "vien-chien-luoc",
        "  hieu_luc_den: 31/12/2025\n  ke_thua: vien-moi\n",
        NEW_UNIT,
    )
    _register(office, UNITS, "vu-buu-chinh", "  hieu_luc_den: 31/12/2025\n", "")
    office.roll(day=date(2026, 1, 15))
    items = office.items()
    assert items["can-cu/nd55"].proposed == "@nd99"
    assert "Nghị định số 99/2025/NĐ-CP thay thế từ ngày 01/12/2025" in items["can-cu/nd55"].reason
    unit = items["don-vi/vien-chien-luoc"]
    assert unit.proposed == "Học viện Dữ liệu và Chuyển đổi số"
    assert "đổi tên thành Học viện Dữ liệu" in unit.reason
    assert items["don-vi/vu-buu-chinh"].proposed == ""
    office.decide(lambda i: AGREE if i.id in ("can-cu/nd55", unit.id) else "")
    office.decide(lambda i: "Vụ Viễn thông" if i.id == "don-vi/vu-buu-chinh" else "")
    assert office.apply().problems == []
    decision, plan = office.text("quyet-dinh.yaml"), office.text("ke-hoach.yaml")
    assert "  - nd99\n" in decision
    assert "nd55" not in decision
    assert "Viện Chiến lược" not in decision + plan
    assert "Viện trưởng Học viện Dữ liệu và Chuyển đổi số" in decision
    assert "tieu_de: Học viện Dữ liệu\n" in plan
    assert "don_vi_thuc_hien: Vụ Viễn thông\n" in office.text("phu-luc.yaml")


def test_what_the_register_learns_later_is_a_new_item(office: Office) -> None:
    office.agree()
    office.apply()
    assert office.roll().added == []
    _register(office, DOCUMENTS, "nd55", "  thay_the_boi: nd99\n", NEW_DECREE)
    again = office.roll()
    (item,) = [i for i in again.added if i.kind is Kind.BASIS]
    assert (item.proposed, item.is_open) == ("@nd99", True)
    assert office.items()["can-cu/nd55"].decision == AGREE
    assert [i for i in office.roll().added if i.kind is Kind.BASIS] == []
    office.decide(lambda i: AGREE if i.id == item.id else "")
    assert office.apply().problems == []
    assert "  - nd99\n" in office.text("quyet-dinh.yaml")


def test_a_document_of_the_text_that_ended_is_named(tmp_path: Path) -> None:
    office = Office(tmp_path / "office")
    office.change("quyet-dinh.yaml", "  - qd813\n", "", REAL)
    newer = (
        NEW_DECREE.replace("nd99", "qd99")
        .replace("Nghị định", "Quyết định")
        .replace("99/2025/NĐ-CP", "99/QĐ-BKHCN")
    )
    _register(office, DOCUMENTS, "qd813", "  thay_the_boi: qd99\n", newer)
    office.roll()
    item = office.items()["van-ban/qd813"]
    assert (item.kind, item.proposed, item.spot.file) == (Kind.DOCUMENT, "@qd99", "ke-hoach.yaml")
    office.decide(lambda i: AGREE if i.id == item.id else "")
    assert office.apply().problems == []
    assert "@qd99(số) ngày 01/12/2025" in office.text("ke-hoach.yaml")


def test_a_basis_of_last_year_alone_is_asked_for_its_successor(tmp_path: Path) -> None:
    office = Office(tmp_path / "office")
    path = office.content / DOCUMENTS
    register = path.read_text(encoding="utf-8")
    subject = "phê duyệt Chiến lược dữ liệu quốc gia đến năm 2030"
    path.write_text(register.replace(subject, "về kế hoạch năm 2025", 1), encoding="utf-8")
    _register(office, DOCUMENTS, "nd55", "", NEW_DECREE)
    office.roll()
    item = office.items()["can-cu/qd142"]
    assert item.proposed == ""
    assert item.reason.startswith("văn bản của năm 2025: tìm văn bản của năm mới")
    office.decide(lambda i: "@nd99" if i.id == item.id else "")
    assert office.apply().problems == []
    assert "@nd99(số) ngày 01/12/2025 của Thủ tướng" in office.text("ke-hoach.yaml")


# --- results --------------------------------------------------------------------------------------


RESULTS = """\
huong-dan-luat-du-lieu: hoàn thành
cong-du-lieu: chuyển tiếp
csdl-quy-chuan-ky-thuat:
  ket_qua: bỏ
  ghi_chu: chuyển sang Bộ khác
"""


def test_results_decide_which_tasks_stay_and_no_word_is_lost(tmp_path: Path) -> None:
    office = Office(tmp_path / "office")
    results = office.here / "ket-qua.yaml"
    results.write_text(RESULTS, encoding="utf-8")
    office.roll(results=results)
    annex = office.text("phu-luc.yaml")
    assert "id: huong-dan-luat-du-lieu" not in annex
    assert "id: csdl-quy-chuan-ky-thuat" not in annex
    assert "id: cong-du-lieu" in annex
    items = office.items()
    done = items["nhiem-vu/huong-dan-luat-du-lieu"]
    assert (done.decision, done.now) == (DROP, "")
    assert "quy định chi tiết, hướng dẫn thi hành Luật Dữ liệu" in done.old
    assert "Tháng 6/2025" in done.old
    dropped = items["nhiem-vu/csdl-quy-chuan-ky-thuat"]
    assert dropped.reason == "kết quả năm 2025: bỏ (chuyển sang Bộ khác)"
    assert items["nhiem-vu/ra-soat-chien-luoc"].is_open
    assert "nhiem-vu/cong-du-lieu" not in items
    assert office.roll(results=results).added == []


def test_results_may_come_later_and_a_group_without_tasks_goes(tmp_path: Path) -> None:
    office = Office(tmp_path / "office")
    office.roll()
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Mã", "Nhiệm vụ", "Kết quả"])
    for row in ("csdl-so-huu-cong-nghiep", "csdl-sang-che", "csdl-dai-dien-so-huu"):
        sheet.append([row, "…", "Đã hoàn thành"])
    book.save(office.here / "ket-qua.xlsx")
    office.roll(results=office.here / "ket-qua.xlsx")
    annex = office.text("phu-luc.yaml")
    assert "sang-che" not in annex
    assert "id: csdl-so-huu-tri-tue" not in annex
    items = office.items()
    assert items["nhiem-vu/csdl-so-huu-tri-tue"].reason == "không còn nhiệm vụ nào trong nhóm"
    assert items["nhiem-vu/ket-qua"].decision == DONE
    assert not [i for i in office.worksheet().open if i.spot.path.startswith("csdl-sang-che")]


def test_a_row_that_the_text_refers_to_stays_for_a_person(tmp_path: Path) -> None:
    office = Office(tmp_path / "office")
    office.change(
        "ke-hoach.yaml", "tổng kết đánh giá kết quả", "tổng kết theo @so-ket kết quả", REAL
    )
    results = office.here / "ket-qua.yaml"
    results.write_text("so-ket: hoàn thành\ntruyen-thong: hoàn thành\n", encoding="utf-8")
    office.roll(results=results)
    annex = office.text("phu-luc.yaml")
    assert "id: so-ket" in annex
    assert "id: truyen-thong" not in annex
    item = office.items()["nhiem-vu/so-ket"]
    assert item.is_open
    assert "còn viện dẫn" in item.reason


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("cong-du-lieux: hoàn thành\n", "no row has the id cong-du-lieux"),
        ("cong-du-lieu: gần xong\n", "“gần xong” is no result"),
        ("cong-du-lieu: [a]\n", "“?” is no result"),
        ("", "nothing"),
        ("- cong-du-lieu\n", "key"),
    ],
)
def test_wrong_results_are_told_with_their_line(tmp_path: Path, words: str, told: str) -> None:
    office = Office(tmp_path / "office")
    results = office.here / "ket-qua.yaml"
    results.write_text(words, encoding="utf-8")
    with pytest.raises(ContentError) as raised:
        office.roll(results=results)
    assert not (office.content / NEXT).exists()
    (problem,) = raised.value.diagnostics
    assert problem.location.line == 1 or not words
    if told not in ("nothing", "key"):
        assert told in str(problem.message)


def test_a_workbook_with_ids_but_without_results_is_refused(tmp_path: Path) -> None:
    office = Office(tmp_path / "office")
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Mã", "Nhiệm vụ"])
    sheet.append(["csdl-sang-che", "…"])
    book.save(office.here / "phu-luc.xlsx")

    with pytest.raises(ContentError):
        office.roll(results=office.here / "phu-luc.xlsx")

    office.roll()
    with pytest.raises(ContentError):
        take_decisions(office.content / NEXT, office.here / "phu-luc.xlsx", office.here)


# --- workbook -------------------------------------------------------------------------------------


def test_a_workbook_takes_decisions_out_and_home(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "phieu.xlsx"
    write_as_workbook(office.worksheet(), path)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    names = {cell.value: cell.column for cell in sheet[1]}
    assert sheet.column_dimensions["A"].hidden
    assert sheet.protection.sheet
    rows = {sheet.cell(n, names["Mã"]).value: n for n in range(2, sheet.max_row + 1)}
    assert set(rows) == {item.id for item in office.worksheet().items}
    sheet.cell(rows["nguoi-ky/ho_ten"], names["Quyết định"]).value = "Nguyễn Văn An"
    sheet.cell(rows["can-cu/nd55"], names["Quyết định"]).value = "Đồng ý."
    sheet.cell(rows["can-cu/nd55"], names["Ghi chú"]).value = "đã tra ngày 05/01"
    sheet.cell(rows["can-cu/qd142"], names["Quyết định"]).value = "bỏ"
    book.save(path)
    office.decide(lambda i: KEEP if i.id == "can-cu/qd142" else "")  # meanwhile, in the file
    taken = take_decisions(office.content / NEXT, path, office.here)
    assert sorted(taken.taken) == ["can-cu/nd55", "nguoi-ky/ho_ten"]
    assert [d.code for d in taken.conflicts] == ["decided-twice"]
    items = office.items()
    assert items["can-cu/nd55"].decision == AGREE
    assert items["can-cu/nd55"].note == "đã tra ngày 05/01"
    assert items["can-cu/qd142"].decision == KEEP
    assert take_decisions(office.content / NEXT, path, office.here).taken == []


def test_what_is_no_such_workbook_is_refused(office: Office, tmp_path: Path) -> None:
    other = Workbook()
    other.save(tmp_path / "khac.xlsx")
    before = office.text("chuyen-nam.yaml")
    with pytest.raises(ContentError):
        take_decisions(office.content / NEXT, tmp_path / "khac.xlsx", office.here)
    assert office.text("chuyen-nam.yaml") == before


# --- what is refused ------------------------------------------------------------------------------


def test_a_folder_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    office = Office(tmp_path / "office")
    (office.content / NEXT).mkdir()
    (office.content / NEXT / "quyet-dinh.yaml").write_text("của tôi", encoding="utf-8")
    with pytest.raises(RefusedError):
        office.roll()
    assert office.text("quyet-dinh.yaml") == "của tôi"
    assert office.roll(name="2026-ban-khac").folder.name == "2026-ban-khac"


def test_another_roll_into_the_same_folder_is_refused(office: Office) -> None:
    with pytest.raises(RefusedError):
        office.roll(2027, name=NEXT)


@pytest.mark.parametrize("name", ["../ra-ngoai", "Tên", "a/b", "."])
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    office = Office(tmp_path / "office")
    with pytest.raises(UsageError):
        office.roll(name=name)


def test_the_same_year_or_an_earlier_one_is_refused(tmp_path: Path) -> None:
    office = Office(tmp_path / "office")
    for year in (2025, 2024):
        with pytest.raises(UsageError):
            office.roll(year, name="khac")


def test_an_issued_dossier_is_not_changed(office: Office) -> None:
    office.decide(lambda _item: AGREE)
    write_record(
        office.content / NEXT, IssueRecord(NEXT, "1", "2/2/2026", "0" * 64, "giấy", tach=False)
    )
    before = {p.name: p.read_bytes() for p in (office.content / NEXT).iterdir()}
    for act in (office.roll, office.apply):
        with pytest.raises(RefusedError):
            act()
    after = {p.name: p.read_bytes() for p in (office.content / NEXT).iterdir()}
    assert {k: v for k, v in after.items() if not k.startswith(".")} == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    loai: căn cứ\n", ""),
        ("    loai: căn cứ\n", "    loai: căn\n"),
        ("  tu_nam: 2025\n", ""),
        ("chuyen_nam:\n", "chuyen:\n"),
        ("    quyet_dinh:\n", "    quyet_dinh: [\n"),
        ("muc:\n", "muc:\nmuc:\n"),
    ],
)
def test_a_worksheet_that_lost_what_it_needs_is_told_with_its_place(
    office: Office, old: str, new: str
) -> None:
    office.change("chuyen-nam.yaml", old, new)
    with pytest.raises(ContentError) as raised:
        office.apply()
    assert raised.value.diagnostics
    assert raised.value.diagnostics[0].location.line


def test_a_decision_that_cannot_be_carried_out_is_told_and_the_rest_is_done(office: Office) -> None:
    office.decide(
        lambda i: {
            "nguoi-ky/ho_ten": "Nguyễn Văn An",
            "thoi-han/bao-cao/noi_dung/1": "ngày @khong-co",
            "can-cu/qd813": "@khong-co",
            "can-cu/nam-truoc": "số nào đó",
            "can-cu/nd55": AGREE,
        }.get(i.id, "")
    )
    decided = office.apply()
    assert {item.id for item, _ in decided.applied.failed} == {
        "thoi-han/bao-cao/noi_dung/1", "can-cu/qd813", "can-cu/nam-truoc",
    }  # fmt: skip
    assert "ho_ten: Nguyễn Văn An" in office.text("quyet-dinh.yaml")
    assert "@khong-co" not in office.text("quyet-dinh.yaml")


def test_a_dossier_without_annex_or_year_in_its_title_is_rolled_too(tmp_path: Path) -> None:
    office = Office(tmp_path / "office", SMALL)
    office.roll(2026, SMALL_NAME)
    items = office.items(SMALL_NEXT)
    assert items["so-ngay/ngay"].old == "15/9/2025"
    assert items["so-ngay/ngay"].now == ""
    assert "\n  ngay:\n" in office.text("quyet-dinh.yaml", SMALL_NEXT)
    assert items["can-cu/nam-truoc"].proposed.count("ngay: 15/9/2025") == 1
