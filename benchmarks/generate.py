"""Made-up content of any size: an annex of N rows in the format of the real one.

The same number of rows gives the same words every time.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROWS_PER_GROUP = 50
_SEED = 2025

COLUMNS = (
    ("nhiem_vu", "Tên nhiệm vụ", "8,3"),
    ("don_vi_thuc_hien", "Đơn vị thực hiện", "4,5"),
    ("don_vi_phoi_hop", "Đơn vị phối hợp", "4,2"),
    ("san_pham", "Sản phẩm", "3,6"),
    ("thoi_gian", "Thời gian hoàn thành", "2,7"),
)

_ACTIONS = (
    "Xây dựng, ban hành",
    "Rà soát, cập nhật",
    "Triển khai",
    "Hoàn thiện",
    "Tổ chức khảo sát, đánh giá",
    "Nghiên cứu, đề xuất",
    "Nâng cấp, mở rộng",
    "Kết nối, chia sẻ",
)
_THINGS = (
    "cơ sở dữ liệu chuyên ngành",
    "hệ thống thông tin quản lý nhiệm vụ khoa học và công nghệ",
    "văn bản hướng dẫn kỹ thuật về kết nối, tích hợp, chia sẻ dữ liệu",
    "Cổng dữ liệu của Bộ Khoa học và Công nghệ",
    "danh mục dữ liệu mở, dữ liệu lớn",
    "quy chuẩn kỹ thuật đối với từng loại dữ liệu",
    "nền tảng phân tích, xử lý dữ liệu tổng hợp",
    "chương trình đào tạo, bồi dưỡng kỹ năng số",
)
_PURPOSES = (
    "phục vụ chỉ đạo, điều hành",
    "thuộc phạm vi quản lý của Bộ",
    "bảo đảm an toàn thông tin mạng",
    "phục vụ người dân và doanh nghiệp",
    "theo lộ trình của Chiến lược dữ liệu quốc gia đến năm 2030",
    "tại các cơ quan, đơn vị và địa phương trọng điểm",
)
_PROVINCES = (
    "Hà Nội", "Huế", "Lai Châu", "Điện Biên", "Sơn La", "Lạng Sơn", "Quảng Ninh", "Thanh Hóa",
    "Nghệ An", "Hà Tĩnh", "Cao Bằng", "Tuyên Quang", "Lào Cai", "Thái Nguyên", "Phú Thọ",
    "Bắc Ninh", "Hưng Yên", "Hải Phòng", "Ninh Bình", "Quảng Trị", "Đà Nẵng", "Quảng Ngãi",
    "Gia Lai", "Khánh Hòa", "Lâm Đồng", "Đắk Lắk", "Đồng Nai", "Tây Ninh", "Cần Thơ", "Vĩnh Long",
    "Đồng Tháp", "Cà Mau", "An Giang",
)  # fmt: skip
_UNITS = (
    "Cục Chuyển đổi số quốc gia",
    "Cục Thông tin, Thống kê",
    "Cục Viễn thông",
    "Cục Sở hữu trí tuệ",
    "Trung tâm Công nghệ thông tin",
    "Viện Chiến lược Thông tin và Truyền thông",
    "Vụ Bưu chính",
    "Vụ Kế hoạch - Tài chính",
    "Ủy ban Tiêu chuẩn Đo lường Chất lượng Quốc gia",
)
_PARTNERS = (
    "Các cơ quan, đơn vị liên quan",
    "Vụ Pháp chế; các cơ quan, đơn vị liên quan",
    "Sở Khoa học và Công nghệ các tỉnh, thành phố",
    "Trung tâm CNTT; các doanh nghiệp viễn thông",
)
_RESULTS = (
    "Báo cáo kết quả thực hiện",
    "Hướng dẫn được ban hành",
    "Cập nhật dữ liệu định kỳ",
    "Hệ thống được đưa vào khai thác, sử dụng",
    "Quyết định của Bộ trưởng",
)
_TIMES = ("Thường xuyên", *(f"Tháng {month}/2025" for month in range(3, 13)))

_DECISION = """\
van_ban:
  loai: Quyết định
  co_quan_ban_hanh: Bộ Khoa học và Công nghệ
  ky_hieu: QĐ-BKHCN
  so:
  dia_danh: Hà Nội
  ngay:
  nam: 2025
  trich_yeu: Ban hành Danh mục nhiệm vụ của các đơn vị thuộc Bộ
  tham_quyen: Bộ trưởng Bộ Khoa học và Công nghệ
can_cu:
  - nguyen_van: Căn cứ Luật Tổ chức Chính phủ ngày 18/02/2025
  - de_nghi: Chánh Văn phòng
dieu:
  - id: ban-hanh
    noi_dung: Ban hành kèm theo Quyết định này Danh mục nhiệm vụ của các đơn vị thuộc Bộ.
  - id: hieu-luc
    noi_dung: Quyết định này có hiệu lực thi hành kể từ ngày ký ban hành.
  - id: thi-hanh
    noi_dung: Thủ trưởng các cơ quan, đơn vị chịu trách nhiệm thi hành Quyết định này./.
noi_nhan:
  - Như @thi-hanh
  - luu: VT, VP (3)
ky:
  quyen_han: KT. BỘ TRƯỞNG
  chuc_vu: THỨ TRƯỞNG
  ho_ten: Nguyễn Văn An
kem_theo:
  - phu-luc
"""

_ANNEX_HEAD = """\
phu_luc:
  tieu_de: Danh mục nhiệm vụ của các đơn vị thuộc Bộ
  loi_dan: ban hành kèm theo
  huong_giay: ngang
rong_stt: 1,4
stt:
  - I
  - 1 liên tục
cot:
"""


@dataclass(frozen=True, slots=True)
class Task:
    """A data row: its running number, and its words by column in the order of COLUMNS."""

    number: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A heading row: its ordinal, and its words."""

    number: int
    words: str


def annex_rows(count: int) -> Iterator[Group | Task]:
    """`count` data rows in groups of ROWS_PER_GROUP, each group's heading before its rows."""
    choose = random.Random(_SEED).choice  # noqa: S311 - variety, not secrecy
    for index in range(count):
        if index % ROWS_PER_GROUP == 0:
            group = index // ROWS_PER_GROUP + 1
            yield Group(group, f"{choose(_ACTIONS)} {choose(_THINGS)} giai đoạn {group}")
        yield Task(
            index + 1,
            (
                f"{choose(_ACTIONS)} {choose(_THINGS)} {choose(_PURPOSES)}, {choose(_PROVINCES)}",
                choose(_UNITS),
                choose(_PARTNERS),
                choose(_RESULTS),
                choose(_TIMES),
            ),
        )


def write_dossier(folder: Path, rows: int) -> Path:
    """A dossier of a short decision and an annex of `rows` data rows in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "quyet-dinh.yaml").write_text(_DECISION, encoding="utf-8")
    with (folder / "phu-luc.yaml").open("w", encoding="utf-8") as file:
        file.write(_ANNEX_HEAD)
        for key, heading, width in COLUMNS:
            file.write(f"  - khoa: {key}\n    tieu_de: {heading}\n    rong: {width}\n")
        file.write("hang:\n")
        for row in annex_rows(rows):
            if isinstance(row, Group):
                file.write(f"  - id: nhom-{row.number}\n    tieu_de: {row.words}\n    hang:\n")
                continue
            file.write(f"      - id: nhiem-vu-{row.number}\n")
            for (key, _, _), words in zip(COLUMNS, row.words, strict=True):
                file.write(f"        {key}: {words}\n")
    return folder
