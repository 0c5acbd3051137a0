"""Pairs of versions that are hard to redline: parts that come and go, tables turned round, what
stands at the end of a cell, and edits at both sides of a paragraph's end."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from building import DOSSIERS

_SOURCE = DOSSIERS["2025-phan-bo-thiet-bi"]


class Edited:
    """A copy of a dossier (else of the one with three annexes), to be edited file by file."""

    def __init__(self, folder: Path, source: Path = _SOURCE) -> None:
        shutil.copytree(source.parent, folder)
        self.folder = folder / source.name

    def change(self, file: str, old: str, new: str) -> Edited:
        """Write `new` for `old`, which must be there."""
        path = self.folder / f"{file}.yaml"
        words = path.read_text(encoding="utf-8")
        assert words.count(old) == 1, (file, old)
        path.write_text(words.replace(old, new), encoding="utf-8")
        return self


def _without_last_annex(made: Edited) -> None:
    made.change("quyet-dinh", "  - yeu-cau-chung\n", "")
    made.change("quyet-dinh", "tại @yeu-cau-chung", "của Sở Y tế")
    made.change("thiet-bi", "theo @dieu-chuyen./.", "khi cần./.")
    (made.folder / "yeu-cau-chung.yaml").unlink()


def _without_first_annex(made: Edited) -> None:
    made.change("quyet-dinh", "  - danh-sach\n", "")
    path = made.folder / "quyet-dinh.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("@danh-sach", "Danh sách"), "utf-8")
    path = made.folder / "thiet-bi.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("@danh-sach", "Danh sách"), "utf-8")
    (made.folder / "danh-sach.yaml").unlink()


def _annexes_change_places(made: Edited) -> None:
    made.change("quyet-dinh", "  - danh-sach\n  - thiet-bi\n", "  - thiet-bi\n  - danh-sach\n")


def _a_column_less(made: Edited) -> None:
    made.change(
        "danh-sach", "  - khoa: dan_so\n    tieu_de: Dân số phục vụ (người)\n    rong: 3,0\n", ""
    )
    for words in ("12.480", "9.715", "25.032", "31.200"):
        made.change("danh-sach", f"    dan_so: {words}\n", "")


def _all_rows_new(made: Edited) -> None:
    for word in ("tan-hoa", "phu-cuong", "yen-binh", "quang-trung"):
        made.change("danh-sach", f"id: tram-{word}", f"id: diem-{word}")
    for words in ("xã Tân Hòa\n    dia", "xã Phú Cường\n    dia"):
        made.change("danh-sach", f"Trạm y tế {words}", f"Điểm y tế của {words}")


def _lines_of_a_cell(made: Edited) -> None:
    made.change(
        "thiet-bi",
        "          - Trạm y tế phường Quang Trung.\n",
        "          - Trạm y tế phường Quang Trung;\n"
        "          - Trạm y tế xã Tân Hòa & Phú Cường.\n",
    )
    made.change(
        "thiet-bi",
        "noi_nhan: Các trạm tại @danh-sach\n        can_cu: Theo",
        "noi_nhan: |-\n          - Trạm Yên Bình;\n          - Trạm Quang Trung.\n"
        "        can_cu: Theo",
    )


def _a_cell_of_lines_becomes_words(made: Edited) -> None:
    made.change(
        "thiet-bi",
        "noi_nhan: |-\n          - Trạm y tế phường Yên Bình;\n"
        "          - Trạm y tế phường Quang Trung.\n",
        "noi_nhan: Hai phường\n",
    )


def _around_tables(made: Edited) -> None:
    made.change(
        "thiet-bi",
        "noi_dung: >-\n"
        "  Giá dự toán đã gồm thuế giá trị gia tăng, chi phí vận chuyển và lắp đặt.\n",
        "",
    )
    made.change("danh-sach", "ghi_chu: >-\n  Danh sách gồm 04 trạm y tế./.\n", "")


def _words_before_and_behind(made: Edited) -> None:
    made.change("danh-sach", "stt:\n", "noi_dung: Các trạm <sau đây> {{được}} phân bổ.\nstt:\n")


def _both_sides_of_an_end(made: Edited) -> None:
    made.change(
        "yeu-cau-chung",
        "Mở sổ theo dõi, bảo quản và bảo dưỡng thiết bị định kỳ",
        "Mở sổ theo dõi, bảo quản và bảo dưỡng thiết bị định kỳ, hằng tháng",
    )
    made.change("yeu-cau-chung", "Báo cáo Sở Y tế tình hình", "Hằng năm báo cáo Sở Y tế tình hình")


def _the_only_note_goes(made: Edited) -> None:
    made.change("thiet-bi", "^(Kèm máy in ảnh và xe đẩy, bảo hành 24 tháng.)", "")


def _a_group_becomes_a_row(made: Edited) -> None:
    made.change(
        "thiet-bi",
        "      - id: may-khi-dung\n        ten: Máy khí dung\n        so_luong: 08\n"
        "        gia: 14.400.000\n        noi_nhan: Các trạm tại @danh-sach\n"
        "        can_cu: '@qd88(số)'\n",
        "      - id: may-khi-dung\n        tieu_de: Máy khí dung các loại\n        hang:\n"
        "          - id: may-nho\n            ten: Máy nhỏ\n            so_luong: 08\n"
        "            gia: 14.400.000\n            noi_nhan: Các trạm tại @danh-sach\n"
        "            can_cu: '@qd88(số)'\n",
    )
    made.change("thiet-bi", "stt:\n  - I\n", "stt:\n  - I\n  - a\n")


def _head_and_foot(made: Edited) -> None:
    made.change("quyet-dinh", "  - Ủy ban nhân dân tỉnh (để báo cáo)\n", "")
    made.change(
        "quyet-dinh",
        "  - luu: VT, KHTC (03 bản)",
        "  - Cổng thông tin điện tử của Sở\n  - luu: VT (02 bản)",
    )
    made.change("quyet-dinh", "ho_ten: Phan Quốc Hưng", "ho_ten: Lê Thị Hòa")


PAIRS: dict[str, Callable[[Edited], None]] = {
    "the last annex goes": _without_last_annex,
    "the first annex goes": _without_first_annex,
    "two annexes change places": _annexes_change_places,
    "a table has a column less": _a_column_less,
    "every row has a new id": _all_rows_new,
    "lines of a cell": _lines_of_a_cell,
    "a cell of lines becomes words": _a_cell_of_lines_becomes_words,
    "paragraphs around tables go": _around_tables,
    "a paragraph before a table": _words_before_and_behind,
    "both sides of a paragraph's end": _both_sides_of_an_end,
    "the only note goes": _the_only_note_goes,
    "a row becomes a group": _a_group_becomes_a_row,
    "head and foot": _head_and_foot,
}


def write_pair(name: str, folder: Path) -> tuple[Path, Path]:
    """The two dossiers of a pair, below `folder`."""
    old, new = Edited(folder / "old"), Edited(folder / "new")
    PAIRS[name](new)
    return old.folder, new.folder
