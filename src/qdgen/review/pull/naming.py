"""How a clerk names the place of a text: "khoản 2, Điều 3", "hàng (12.1), cột Sản phẩm"."""

from __future__ import annotations

from collections.abc import Sequence

from qdgen.document.model import Role
from qdgen.review.pull.origins import Origin, Sort

_HEAD = {
    "co_quan_chu_quan": "tên cơ quan chủ quản",
    "co_quan_ban_hanh": "tên cơ quan ban hành",
    "so": "số, ký hiệu",
    "ngay": "địa danh, ngày tháng",
    "loai": "tên loại văn bản",
    "trich_yeu": "trích yếu",
    "tham_quyen": "thẩm quyền ban hành",
    "quyen_han": "quyền hạn người ký",
    "chuc_vu": "chức vụ người ký",
    "ho_ten": "họ tên người ký",
    "tieu_de": "tên",
    "dan_chieu": "dòng dẫn chiếu",
    "cuoi": "dòng cuối",
    "phu_luc": "chữ Phụ lục",
    "cot": "tiêu đề cột",
}
_ROLES = {
    Role.PART: "",
    Role.CHAPTER: "",
    Role.SECTION: "",
    Role.SUBSECTION: "",
    Role.ARTICLE: "",
    Role.ARTICLE_TITLED: "",
    Role.CLAUSE: "khoản ",
    Role.CLAUSE_TITLED: "khoản ",
    Role.POINT: "điểm ",
    Role.OUTLINE_1: "mục ",
    Role.OUTLINE_2: "mục ",
    Role.OUTLINE_2_TITLED: "mục ",
    Role.OUTLINE_3: "điểm ",
}
RANKS = {
    Role.PART: 0,
    Role.CHAPTER: 1,
    Role.SECTION: 2,
    Role.SUBSECTION: 3,
    Role.ARTICLE: 4,
    Role.ARTICLE_TITLED: 4,
    Role.OUTLINE_1: 4,
    Role.CLAUSE: 5,
    Role.CLAUSE_TITLED: 5,
    Role.OUTLINE_2: 5,
    Role.OUTLINE_2_TITLED: 5,
    Role.POINT: 6,
    Role.OUTLINE_3: 6,
}


class PlaceNames:
    """The names of all places of a version."""

    def __init__(self, found: Sequence[Origin]) -> None:
        self._of_owner: dict[str, str] = {}
        self._columns: dict[str, str] = {}
        above: list[tuple[int, str]] = []
        part = ""
        for origin in found:
            if origin.part != part:
                part, above = origin.part, []
            if origin.sort is Sort.PROVISION and origin.role in RANKS:
                rank = RANKS[origin.role]
                while above and above[-1][0] >= rank:
                    above.pop()
                name = _ROLES[origin.role] + origin.label.rstrip(".)").strip()
                over = [n for r, n in reversed(above) if r >= 4]
                if rank >= 4:
                    name = ", ".join([name, *over])
                above.append((rank, _ROLES[origin.role] + origin.label.rstrip(".)").strip()))
                self._of_owner[origin.anchor] = self._in_part(origin, name)
            elif origin.sort is Sort.ROW:
                name = f"hàng {origin.label}" if origin.label else f"hàng {origin.anchor}"
                self._of_owner[origin.anchor] = self._in_part(origin, name)
            elif origin.column and origin.sort is Sort.HEAD:
                self._columns[f"{origin.part}/{origin.column}"] = origin.text

    @staticmethod
    def _in_part(origin: Origin, name: str) -> str:
        return name if origin.part == "quyet-dinh" else f"{name} ({origin.part})"

    def of(self, origin: Origin) -> str:
        """The place of `origin`."""
        owner = self._of_owner.get(origin.owner, "")
        match origin.sort:
            case Sort.HEAD:
                name = origin.key.partition("/")[2].partition("/")[0]
                said = _HEAD.get(name, name)
                if origin.column:
                    said = f"tiêu đề cột {origin.text}"
                return self._in_part(origin, said)
            case Sort.BASIS:
                return f"căn cứ thứ {origin.key.rpartition('/')[2]}"
            case Sort.RECIPIENT:
                return f"nơi nhận, dòng {origin.key.rpartition('/')[2]}"
            case Sort.TEXT:
                return f"{owner}, đoạn {_nth(origin)}" if owner else f"lời văn ({origin.part})"
            case Sort.DASH | Sort.PLUS:
                sign = "gạch đầu dòng" if origin.sort is Sort.DASH else "dấu cộng"
                return f"{owner}, {sign} {_nth(origin)}" if owner else f"{sign} ({origin.part})"
            case Sort.CELL:
                column = self._columns.get(f"{origin.part}/{origin.column}", origin.column)
                return f"{owner}, cột {column}"
        return owner or origin.part

    def of_owner(self, anchor: str) -> str:
        """The place of what the id names."""
        return self._of_owner.get(anchor, anchor)


def _nth(origin: Origin) -> str:
    number = origin.key.rpartition("/")[2]
    return number if number.isdecimal() else ""
