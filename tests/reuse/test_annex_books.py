"""An annex goes to Excel and comes back: nothing changes by itself, nothing that people changed is
lost, and what two changed is shown to both."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from building import PROJECT, REAL, qdgen_run
from qdgen.content.editing import Edits
from qdgen.content.yaml_reader import parse
from qdgen.errors import ContentError, OutputError, QdgenError, RefusedError
from qdgen.pipeline.annex_books import (
    Imported,
    export_book,
    export_by_unit,
    propose_import,
    read_annexes,
    write_import,
)
from qdgen.pipeline.reading import read_document
from qdgen.reuse.annex_edits import carry
from qdgen.reuse.annex_merge import FilledRow, merge
from qdgen.reuse.annex_table import HEADING, AnnexTable, TableColumn, TableRow
from qdgen.signing.document_hash import document_hash
from qdgen.signing.record import IssueRecord, write_record
from qdgen.word.reading import iter_body_texts
from qdgen.word.reading_xml import UnreadableFileError

PAIRS = 200


@pytest.fixture
def here(tmp_path: Path) -> Path:
    shutil.copytree(PROJECT / "content", tmp_path / "content")
    return tmp_path


@pytest.fixture
def exported(here: Path) -> Path:
    annexes = read_annexes(here / "content" / REAL, here)
    export_book(annexes, annexes.tables[0], here / "a.xlsx")
    return here / "a.xlsx"


def annex_file(here: Path) -> Path:
    return here / "content" / REAL / "phu-luc.yaml"


def changed(book: Path, change: Callable[[Worksheet], None]) -> Path:
    """The workbook with a change made as Excel makes it."""
    workbook = load_workbook(book)
    change(workbook.worksheets[0])
    workbook.save(book)
    return book


def imported(book: Path, here: Path) -> Imported:
    found = propose_import(book, None, here)
    write_import(found)
    return found


def row_of(sheet: Worksheet, name: str) -> int:
    return next(n for n in range(1, sheet.max_row + 1) if sheet.cell(n, 1).value == name)


# --- there and back -----------------------------------------------------------------------------


def test_what_is_exported_and_imported_changes_nothing(here: Path, exported: Path) -> None:
    before = annex_file(here).read_bytes()

    found = imported(exported, here)

    assert found.merged.is_nothing
    assert found.merged.conflicts == []
    assert annex_file(here).read_bytes() == before


def test_the_workbook_is_as_people_need_it(exported: Path) -> None:
    book = load_workbook(exported)
    sheet = book.worksheets[0]

    assert sheet.column_dimensions["A"].hidden
    assert sheet.protection.sheet
    assert sheet["A3"].protection.locked
    assert not sheet["C3"].protection.locked
    assert sheet.freeze_panes == "C2"
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert all(cell.number_format == "@" for row in sheet.iter_rows() for cell in row)
    kinds = sorted(str(v.type) for v in sheet.data_validations.dataValidation)
    assert kinds == ["custom", "list"]
    assert [s.sheet_state for s in book.worksheets] == ["visible", "hidden", "veryHidden"]


def test_signs_of_all_kinds_come_home_as_they_are(here: Path, exported: Path) -> None:
    words = "=1+1 & <b> {{ x }} {% y %} *đậm* @nd55 ^(a) \\ # “q”: c\n- dòng hai"

    found = imported(
        changed(exported, lambda s: setattr(s.cell(3, 3), "value", f" {words} ")), here
    )

    assert [c.words for c in found.merged.cells] == [words]
    again = read_annexes(here / "content" / REAL, here).tables[0]
    assert again.by_id()["huong-dan-luat-du-lieu"].words["nhiem_vu"] == words


def test_rows_are_added_taken_out_and_copied(here: Path, exported: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet.insert_rows(4)
        sheet.cell(4, 3, "Nhiệm vụ mới của Vụ Pháp chế")
        sheet.delete_rows(row_of(sheet, "csdl-buu-chinh"))
        at = row_of(sheet, "dao-tao")
        for column in range(1, 8):
            sheet.cell(at + 1, column, sheet.cell(at, column).value)

    found = imported(changed(exported, change), here)

    table = read_annexes(here / "content" / REAL, here).tables[0]
    names = [row.id for row in table.rows]
    assert names[names.index("huong-dan-luat-du-lieu") + 1] == found.made[4]
    assert "csdl-buu-chinh" not in names
    assert len(found.merged.added) == 2
    copy = table.by_id()[names[names.index("dao-tao") + 1]]
    assert copy.words == table.by_id()["dao-tao"].words


def test_a_sorted_and_filtered_sheet_changes_no_order(here: Path, exported: Path) -> None:
    def change(sheet: Worksheet) -> None:
        rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=2)]
        rows.sort(key=lambda row: str(row[3]))
        for number, row in enumerate(rows, 2):
            for column, value in enumerate(row, 1):
                sheet.cell(number, column).value = value
            sheet.row_dimensions[number].hidden = number % 2 == 0

    found = imported(changed(exported, change), here)

    assert found.merged.is_nothing
    assert found.merged.is_reordered


def test_cells_merged_down_a_column_say_the_same_and_across_are_unknown(
    here: Path, exported: Path
) -> None:
    def change(sheet: Worksheet) -> None:
        sheet.merge_cells("D3:D4")
        sheet.merge_cells("E5:F5")

    found = imported(changed(exported, change), here)

    assert [(c.row.id, c.column) for c in found.merged.cells] == [
        ("ra-soat-chien-luoc", "don_vi_thuc_hien")
    ]


def test_a_cell_that_both_changed_is_a_conflict_and_the_rest_is_taken(
    here: Path, exported: Path
) -> None:
    file = annex_file(here)
    words = file.read_text(encoding="utf-8")
    words = words.replace("don_vi_phoi_hop: Vụ Pháp chế", "don_vi_phoi_hop: Vụ Bưu chính", 1)
    words = words.replace("san_pham: Chiến lược được rà soát, cập nhật", "san_pham: Báo cáo", 1)
    file.write_text(words, encoding="utf-8")

    def change(sheet: Worksheet) -> None:
        sheet.cell(3, 5).value = "Vụ Kế hoạch - Tài chính"
        sheet.cell(3, 6).value = "Văn bản góp ý"

    found = imported(changed(exported, change), here)

    (conflict,) = found.merged.conflicts
    assert (conflict.base, conflict.ours, conflict.theirs) == (
        "Vụ Pháp chế",
        "Vụ Bưu chính",
        "Vụ Kế hoạch - Tài chính",
    )
    now = file.read_text(encoding="utf-8")
    assert "san_pham: Văn bản góp ý" in now
    assert "san_pham: Báo cáo" in now
    assert "Vụ Kế hoạch - Tài chính" not in now


def test_a_workbook_of_one_unit_touches_its_rows_alone(here: Path) -> None:
    annexes = read_annexes(here / "content" / REAL, here)
    made = {u.unit: u for u in export_by_unit(annexes, annexes.tables[0], here / "u", here)}
    unit = made["Cục Viễn thông"]
    book, slip, calendar = unit.files
    before = annex_file(here).read_text(encoding="utf-8")

    changed(book, lambda s: setattr(s.cell(s.max_row, 6), "value", "Kho dữ liệu"))
    found = imported(book, here)

    assert len(found.merged.cells) == 1
    assert found.merged.removed == []
    now = annex_file(here).read_text(encoding="utf-8")
    assert len(set(now.split("\n")) - set(before.split("\n"))) == 1
    words = [piece.text for piece in iter_body_texts(slip)]
    assert "Phiếu giao việc" in words
    assert any(w.startswith("(Theo Quyết định số") for w in words)
    assert sum("CSDL" in w for w in words) >= unit.tasks - 1
    assert calendar.read_bytes().count(b"BEGIN:VEVENT") == unit.tasks - unit.dateless


def test_the_calendar_names_each_deadline_on_its_last_day(here: Path) -> None:
    annexes = read_annexes(here / "content" / REAL, here)
    (unit,) = (
        u for u in export_by_unit(annexes, annexes.tables[0], here / "u", here)
        if u.unit == "Vụ Bưu chính"
    )  # fmt: skip
    calendar = unit.files[2].read_text(encoding="utf-8").replace("\r\n ", "")

    assert "DTSTART;VALUE=DATE:20251231" in calendar
    assert "SUMMARY:CSDL cơ quan\\, doanh nghiệp bưu chính" in calendar
    assert f"UID:{REAL}/phu-luc/csdl-buu-chinh@qdgen" in calendar


def test_a_cell_that_is_a_mention_alone_shows_what_it_prints(here: Path, exported: Path) -> None:
    file = annex_file(here)
    words = file.read_text(encoding="utf-8")
    words = words.replace("san_pham: Cập nhật dữ liệu định kỳ", "san_pham: '@qd142(số)'", 2)
    file.write_text(words, encoding="utf-8")
    annexes = read_annexes(here / "content" / REAL, here)
    export_book(annexes, annexes.tables[0], exported)

    sheet = load_workbook(exported).worksheets[0]
    shown = [
        n for n in range(2, sheet.max_row) if sheet.cell(n, 6).value == "Quyết định số 142/QĐ-TTg"
    ]
    found = imported(
        changed(exported, lambda s: setattr(s.cell(shown[0], 6), "value", "a * b")), here
    )

    assert len(shown) == 2
    assert [c.words for c in found.merged.cells] == ["a * b"]
    assert file.read_text(encoding="utf-8").count("'@qd142(số)'") == 1


def test_what_cannot_stand_in_the_content_is_refused_and_nothing_is_written(
    here: Path, exported: Path
) -> None:
    file = annex_file(here)
    words = file.read_text(encoding="utf-8")
    file.write_text(words.replace("san_pham: Cập nhật dữ liệu định kỳ", "san_pham: Theo @qd142(số)", 1), encoding="utf-8")  # fmt: skip  # noqa: E501
    annexes = read_annexes(here / "content" / REAL, here)
    export_book(annexes, annexes.tables[0], exported)
    row = next(r for r in annexes.tables[0].rows if r.words.get("san_pham") == "Theo @qd142(số)")
    before = file.read_bytes()

    def change(sheet: Worksheet) -> None:
        sheet.cell(row_of(sheet, row.id), 6).value = "Theo @qd143(số)"

    with pytest.raises(QdgenError) as found:
        propose_import(changed(exported, change), None, here)
    assert [d.code for d in found.value.diagnostics] == ["reference-unknown"]
    assert file.read_bytes() == before


def test_a_workbook_that_comes_twice_adds_its_rows_once(here: Path, exported: Path) -> None:
    def change(sheet: Worksheet) -> None:
        for row in (5, 6):
            sheet.insert_rows(row)
            sheet.cell(row, 3).value = "Việc mới"

    first = imported(changed(exported, change), here)
    again = imported(exported, here)

    assert len(first.merged.added) == 2
    assert again.merged.is_nothing
    assert again.after == first.after


def test_a_formula_that_nobody_worked_out_does_not_empty_its_cell(
    here: Path, exported: Path
) -> None:
    changed(exported, lambda s: setattr(s.cell(3, 6), "value", "=1+1"))

    with pytest.raises(UnreadableFileError, match="formula in cell F3"):
        propose_import(exported, None, here)


def test_characters_that_nobody_sees_are_named_with_their_rows(here: Path, exported: Path) -> None:
    changed(exported, lambda s: setattr(s.cell(3, 6), "value", "Văn\u200b bản"))
    changed(exported, lambda s: setattr(s.cell(4, 6), "value", "Báo\tcáo"))

    with pytest.raises(ContentError) as found:
        propose_import(exported, None, here)

    assert [(d.code, str(d.location)) for d in found.value.diagnostics] == [
        ("zero-width-character", "a.xlsx:3")
    ]
    changed(exported, lambda s: setattr(s.cell(3, 6), "value", "Văn bản"))
    assert "san_pham: Báo cáo\n" in propose_import(exported, None, here).after


def test_what_is_issued_is_changed_by_no_workbook(here: Path, exported: Path) -> None:
    folder = here / "content" / REAL
    _, document, _ = read_document(folder, here)
    mark = document_hash(document)
    write_record(folder, IssueRecord(REAL, "7", "2/2/2025", mark, "giấy", tach=False))
    assert propose_import(exported, None, here).merged.is_nothing
    changed(exported, lambda s: setattr(s.cell(3, 6), "value", "Văn bản"))

    with pytest.raises(RefusedError, match="was issued as number 7"):
        propose_import(exported, None, here)


def test_a_file_that_changed_meanwhile_is_not_written_over(here: Path, exported: Path) -> None:
    changed(exported, lambda s: setattr(s.cell(3, 6), "value", "Văn bản"))
    proposed = propose_import(exported, None, here)
    now = annex_file(here).read_text(encoding="utf-8") + "# của tôi\n"
    annex_file(here).write_text(now, encoding="utf-8")

    with pytest.raises(OutputError, match="has changed since"):
        write_import(proposed)
    assert annex_file(here).read_text(encoding="utf-8") == now


def test_a_workbook_of_somebody_else_is_refused(here: Path, exported: Path) -> None:
    def lose_ids(sheet: Worksheet) -> None:
        sheet.delete_cols(1)

    with pytest.raises(RefusedError, match="Mã"):
        propose_import(changed(exported, lose_ids), None, here)
    book = load_workbook(exported)
    del book["_qdgen"]
    book.save(exported)
    with pytest.raises(RefusedError, match="hidden sheet"):
        propose_import(exported, None, here)


def test_the_commands_say_what_they_do(here: Path) -> None:
    out = qdgen_run("--lang", "en", "xlsx", "export", REAL, "-o", "b.xlsx", cwd=here)
    assert out.returncode == 0, out.stderr
    changed(here / "b.xlsx", lambda s: setattr(s.cell(3, 6), "value", "Văn bản"))

    shown = qdgen_run("--lang", "en", "xlsx", "import", "b.xlsx", cwd=here)
    written = qdgen_run("--lang", "en", "xlsx", "import", "b.xlsx", "--yes", cwd=here)
    again = qdgen_run("--lang", "en", "xlsx", "import", "b.xlsx", cwd=here)

    assert (shown.returncode, written.returncode, again.returncode) == (1, 0, 0)
    assert "+        san_pham: Văn bản" in shown.stdout
    assert "nothing was written" in shown.stdout
    assert "cells changed: 1" in written.stdout
    assert "the workbook says what the content says" in again.stdout


# --- two hundred pairs --------------------------------------------------------------------------

COLUMNS = ("viec", "don_vi", "han")
WORDS = ("Báo cáo", "Vụ Pháp chế", "Tháng 6/2026", "Đề án: a", "", "x *y* & z", "dòng\nhai")


def random_table(random: Random) -> AnnexTable:
    rows: list[TableRow] = []
    for group in range(random.randint(1, 3)):
        rows.append(TableRow(f"nhom-{group}", "", 0, {HEADING: f"Nhóm {group}"}))
        for nth in range(random.randint(0, 4)):
            words = {key: random.choice(WORDS) for key in COLUMNS}
            rows.append(TableRow(f"viec-{group}-{nth}", f"nhom-{group}", 1, words))
    columns = tuple(TableColumn(key, key, 4.0) for key in COLUMNS)
    return AnnexTable("ho-so", "phu-luc", "Phụ lục", columns, tuple(rows))


def edited(random: Random, table: AnnexTable, mark: str) -> list[FilledRow]:
    """The rows of a table after some edits by one side."""
    rows: list[FilledRow] = []
    for place, row in enumerate(table.rows, 2):
        if not row.is_heading and random.random() < 0.12:
            continue
        words = dict(row.words)
        for key in words:
            if random.random() < 0.2:
                words[key] = f"{random.choice(('sửa', 'thêm'))} {mark}{random.randint(0, 1)}"
        rows.append(FilledRow(row.id, words, place))
        if random.random() < 0.12:
            new = dict.fromkeys(COLUMNS, f"mới {mark}{place}")
            rows.append(FilledRow("", new, 100 + place))
    return rows


def as_table(table: AnnexTable, rows: list[FilledRow]) -> AnnexTable:
    before = table.by_id()
    kept = []
    parent = ""
    for row in rows:
        known = before.get(row.id)
        if known is not None:
            parent = known.id if known.is_heading else known.parent
            kept.append(TableRow(known.id, known.parent, known.level, row.words))
        else:
            kept.append(TableRow(f"cua-ta-{row.place}", parent, 1, row.words))
    return AnnexTable(table.name, table.annex, table.title, table.columns, tuple(kept))


def as_yaml(table: AnnexTable) -> str:
    """A content file with these rows; words are written so that they are read as they are."""
    lines = ["hang:"]
    for row in table.rows:
        indent = "  " if row.level == 0 else "      "
        if row.level == 1 and not any(r.startswith("    hang:") for r in lines[-1:]):
            previous = lines[-1]
            if previous.startswith("    tieu_de:"):
                lines.append("    hang:")
        lines.append(f"{indent}- id: {row.id}")
        for key, words in row.words.items():
            quoted = words.replace("*", "\\*")
            if "\n" in quoted:
                lines.append(f"{indent}  {key}: |-")
                lines += [f"{indent}    {line}" for line in quoted.split("\n")]
            else:
                lines.append(f"{indent}  {key}: '{quoted}'" if quoted else f"{indent}  {key}:")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("seed", range(PAIRS))
def test_of_two_hundred_pairs_of_edits_nothing_is_lost(seed: int) -> None:
    random = Random(seed)  # noqa: S311  (edits made at random, no secrets)
    base = random_table(random)
    ours = as_table(base, edited(random, base, "ta"))
    theirs = edited(random, base, "họ")

    merged = merge(base, ours, theirs)

    now, before = ours.by_id(), base.by_id()
    told = {row.id: row for row in theirs if row.id}
    # Every difference of the workbook is in exactly one place.
    found = (
        [(c.row.id, c.column) for c in merged.cells]
        + [(c.row, c.column) for c in merged.conflicts]
        + [(r.id, "") for r in merged.removed]
        + merged.same
    )
    wanted = [(row.id, "") for row in base.rows if row.id not in told] + [
        (row.id, key)
        for row in theirs
        if row.id
        for key, words in row.words.items()
        if words != before[row.id].words[key]
    ]
    assert sorted(found) == sorted(wanted)
    assert len(merged.added) == sum(not row.id for row in theirs)
    # A conflict is where both sides differ from the base, and from each other; nowhere else.
    for conflict in merged.conflicts:
        if conflict.column and conflict.row in now:
            assert len({conflict.base, conflict.ours, conflict.theirs}) == 3
    # Carried into the content, ours stays but for what was taken from theirs.
    root, _, problems = parse(as_yaml(ours), "phu-luc.yaml")
    assert root is not None, problems
    edits = Edits(root)
    made = carry(edits, ours, merged, set(now) | {"phu-luc"})
    result = _read(edits.text())
    expected = {row.id: dict(row.words) for row in ours.rows}
    for cell in merged.cells:
        expected[cell.row.id][cell.column] = cell.words
    for gone in merged.removed:
        del expected[gone.id]
    for new in merged.added:
        expected[made[new.place]] = dict(new.words)
    assert result == expected


def _read(content: str) -> dict[str, dict[str, str]]:
    root, _, problems = parse(content, "phu-luc.yaml")
    assert root is not None, problems
    found: dict[str, dict[str, str]] = {}
    waiting = list(root["hang"])  # type: ignore[call-overload]
    while waiting:
        row = waiting.pop(0)
        found[str(row["id"])] = {
            key: str(value).replace("\\", "")
            for key, value in row.items()
            if key not in ("id", "hang")
        }
        waiting += row.get("hang") or []
    return found
