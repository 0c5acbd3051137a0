"""A small dossier made up at random, as a drafter would write it: the stuff of `random_edits`.

Its sentences share few words, so that what became of each of them is beyond doubt.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

WORDS = """
cơ quan; đơn vị; dữ liệu; nền tảng; báo cáo; kế hoạch; nhiệm vụ; tổng hợp; kinh phí; hạ tầng;
giám sát; đôn đốc; phối hợp; chủ trì; trình; xem xét; quyết định; ngân sách; dự toán;
thanh tra; bảo đảm; an toàn; bí mật; công khai; minh bạch; chia sẻ; kết nối; tích hợp;
khai thác; vận hành; nâng cấp; bảo trì; đào tạo; bồi dưỡng; tuyên truyền; thống kê; rà soát;
cập nhật; bổ sung; sửa đổi; ban hành; hướng dẫn; kiểm tra; đánh giá; tiêu chuẩn; quy chuẩn;
chất lượng; thời hạn; tiến độ; hiệu quả; cán bộ; công chức; viên chức; người dân; doanh nghiệp;
địa phương; tỉnh; huyện; xã; phường; trung ương; quốc gia; quốc tế; hợp tác; nghiên cứu;
ứng dụng; chuyển đổi; số hóa; lưu trữ; tra cứu; cổng; trang; phần mềm; thiết bị; máy chủ;
đường truyền; tài khoản; mật khẩu; chữ ký; chứng thư; hồ sơ; thủ tục; biểu mẫu; danh mục;
phụ trách; phân công; ủy quyền; thẩm định; phê duyệt; nghiệm thu; bàn giao; quản lý; sử dụng;
R&D; “mở”; {{số}}; 5<7; 12,5%; 1.250.000; 71/NQ-CP; 15/12/2025; quý III; năm 2026;
tháng 6/2025; khoa học; công nghệ; đổi mới; sáng tạo; viễn thông; bưu chính; tần số; Internet;
trí tuệ; nhân tạo; bán dẫn; đám mây; robot
"""
VOCABULARY = tuple(word.strip() for word in WORDS.replace("\n", " ").split(";"))
HEADER = """\
van_ban:
  loai: Quyết định
  co_quan_ban_hanh: Bộ Khoa học và Công nghệ
  ky_hieu: QĐ-BKHCN
  so:
  dia_danh: Hà Nội
  ngay:
  nam: 2025
  trich_yeu: >-
    Phê duyệt Kế hoạch hành động
    năm 2025
  tham_quyen: Bộ trưởng Bộ Khoa học và Công nghệ
"""
SIGNATURE = """\
ky:
  quyen_han: KT. BỘ TRƯỞNG
  chuc_vu: THỨ TRƯỞNG
  ho_ten: Phạm Đức Long
kem_theo:
  - ke-hoach
  - phu-luc
"""
COLUMNS = ("viec", "don_vi", "thoi_gian")
FORMS = ("", "", "(số)", "(chú thích)")


@dataclass(eq=False)
class Words:
    """A running text: its words, and what hangs on some of them by their index."""

    words: list[str]
    notes: dict[int, list[str]] = field(default_factory=dict)
    bold: set[int] = field(default_factory=set)
    end: str = "."
    serial: int = -1
    """Which text of the dossier it is; the same in its old and its new form."""

    def written(self) -> str:
        """As it stands in the content, on one line."""
        parts = []
        for nth, word in enumerate(self.words):
            shown = f"**{word}**" if nth in self.bold else word
            note = f"^({' '.join(self.notes[nth])}.)" if nth in self.notes else ""
            parts.append(shown + note)
        joined = " ".join(parts)
        return joined[:1].upper() + joined[1:] + self.end

    def free(self) -> list[int]:
        """The indexes of the words that can be taken away or replaced."""
        return [
            nth
            for nth, word in enumerate(self.words)
            if nth and nth not in self.notes and nth not in self.bold and not word.startswith("@")
        ]


@dataclass(eq=False)
class Node:
    """A provision or a row. `lists` are the dash lines below it; `cells` only a data row has."""

    id: str
    title: Words | None = None
    texts: list[Words] = field(default_factory=list)
    dashes: list[Words] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    cells: dict[str, Words] = field(default_factory=dict)
    comment: str = ""

    def all(self) -> Iterator[Node]:
        """It and all below it."""
        yield self
        for child in self.children:
            yield from child.all()

    def own_words(self) -> Iterator[Words]:
        """Its texts, those below it left out."""
        if self.title is not None:
            yield self.title
        yield from self.texts
        yield from self.dashes
        yield from self.cells.values()


@dataclass
class Made:
    """The dossier: `bases` and `recipients` are keys or texts, the rest trees of nodes."""

    articles: Node
    plan: Node
    rows: Node
    bases: list[Words]
    recipients: list[Words]
    register: dict[str, dict[str, str]]
    widths: dict[str, str]

    def roots(self) -> tuple[Node, Node, Node]:
        """The nodes that hold everything with an id."""
        return self.articles, self.plan, self.rows

    def nodes(self) -> Iterator[Node]:
        """Everything with an id."""
        for root in self.roots():
            for child in root.children:
                yield from child.all()

    def copy(self) -> Made:
        """Another one, alike."""
        return copy.deepcopy(self)

    # --- as files --------------------------------------------------------------------------------

    def files(self) -> dict[str, str]:
        """The content files by their path in the content folder."""
        decision = [HEADER, "can_cu:\n"]
        for basis in self.bases:
            words = basis.written()
            if words.startswith("@"):
                decision.append(f"  - {words.removeprefix('@')}\n")
            else:
                decision.append("  - nguyen_van: " + _folded(f"Căn cứ {words}", 6))
        decision.append("dieu:\n" + _nodes(self.articles.children, 2, ("dieu", "khoan", "diem")))
        decision.append("noi_nhan:\n")
        decision += ["  - " + _folded(recipient.written(), 4) for recipient in self.recipients]
        decision.append(SIGNATURE)
        plan = (
            "van_ban:\n  loai: Kế hoạch\n  tieu_de: Kế hoạch hành động năm 2025\n"
            "muc:\n" + _nodes(self.plan.children, 2, ("muc",) * 4) + "cuoi: BỘ KHOA HỌC\n"
        )
        columns = "".join(
            f"  - khoa: {key}\n    tieu_de: Cột {key}\n    rong: {width}\n"
            for key, width in self.widths.items()
        )
        annex = (
            "phu_luc:\n  tieu_de: Danh mục nhiệm vụ\n  huong_giay: ngang\n"
            "stt:\n  - I\n  - 1 liên tục\n"
            f"cot:\n{columns}hang:\n" + _nodes(self.rows.children, 2, ("hang",) * 4)
        )
        register = "".join(
            f"{key}:\n" + "".join(f"  {name}: {value}\n" for name, value in entry.items())
            for key, entry in self.register.items()
        )
        return {
            "van-ban.yaml": register,
            "2025-thu/quyet-dinh.yaml": "".join(decision),
            "2025-thu/ke-hoach.yaml": plan,
            "2025-thu/phu-luc.yaml": annex,
        }


def _folded(words: str, indent: int) -> str:
    """A value on lines of its own, a few words each, as drafters fold them."""
    lines, line = [], ""
    for word in words.split(" "):
        if line and len(line) + len(word) > 60:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".lstrip()
    lines.append(line)
    if len(lines) == 1 and not set(words) & set(":#@*&{}<>^%“\"'"):
        return f"{words}\n"
    return ">-\n" + "".join(f"{' ' * indent}{line}\n" for line in lines)


def _nodes(nodes: list[Node], indent: int, names: tuple[str, ...]) -> str:
    """A list of provisions or rows; `names[1]` is the key of what stands below each."""
    out = []
    pad = " " * (indent + 2)
    for node in nodes:
        if node.comment:
            out.append(f"{' ' * indent}# {node.comment}\n")
        out.append(f"{' ' * indent}- id: {node.id}\n")
        if node.title is not None:
            out.append(f"{pad}tieu_de: {_folded(node.title.written(), indent + 4)}")
        if len(node.texts) == 1:
            out.append(f"{pad}noi_dung: {_folded(node.texts[0].written(), indent + 4)}")
        elif node.texts:
            out.append(f"{pad}noi_dung:\n")
            out += [f"{pad}  - {_folded(t.written(), indent + 6)}" for t in node.texts]
        if node.dashes:
            out.append(f"{pad}gach:\n")
            out += [f"{pad}  - {_folded(t.written(), indent + 6)}" for t in node.dashes]
        for key in COLUMNS if node.cells else ():
            cell = node.cells.get(key)
            out.append(
                f"{pad}{key}: {_folded(cell.written(), indent + 4)}" if cell else f"{pad}{key}:\n"
            )
        if node.children:
            out.append(f"{pad}{names[1]}:\n" + _nodes(node.children, indent + 4, names[1:]))
    return "".join(out)


class Maker:
    """Makes a dossier and more of its kind, every sentence by the dice of `random`."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self._serial = 0
        self._ids = 0

    def made(self) -> Made:
        """A dossier of three files with references, citations, footnotes, nested rows."""
        dice = self.random
        register = {
            f"qd{number}": {
                "loai": "Quyết định",
                "so": f"{number}/QĐ-TTg",
                "ngay": f"{dice.randint(1, 28)}/{dice.randint(1, 12)}/2024",
                "co_quan": "Thủ tướng Chính phủ",
                "trich_yeu": f"phê duyệt {' '.join(dice.sample(VOCABULARY[:60], 5))}",
            }
            for number in (101, 202, 303, 404)
        }
        made = Made(
            Node("", children=[self.article() for _ in range(dice.randint(3, 5))]),
            Node("", children=[self.section(0) for _ in range(dice.randint(2, 4))]),
            Node("", children=[self.group() for _ in range(dice.randint(2, 3))]),
            [self.key("qd101"), self.sentence(end=""), self.key("qd202"), self.sentence(end="")],
            [self.sentence(4, end="") for _ in range(4)],
            register,
            {"viec": "8,3", "don_vi": "5", "thoi_gian": "4,5"},
        )
        self._refer(made)
        return made

    def article(self) -> Node:
        """A Điều with khoản, some with điểm; or with a text of its own."""
        if self.random.random() < 0.3:
            return Node(self.id(), texts=self._sentences(1, 2), comment=self._comment())
        clauses = [
            Node(
                self.id(),
                texts=self._sentences(1, 1),
                children=[self.point() for _ in range(self.random.choice((0, 0, 3)))],
                comment=self._comment(),
            )
            for _ in range(self.random.randint(2, 5))
        ]
        return Node(self.id(), title=self.sentence(4, end=""), children=clauses)

    def point(self) -> Node:
        """A điểm, or anything that is a text with an id."""
        return Node(self.id(), texts=self._sentences(1, 1))

    def section(self, depth: int) -> Node:
        """A section of the outline."""
        below = self.random.randint(2, 4) if depth == 0 else 0
        return Node(
            self.id(),
            title=self.sentence(4, end=""),
            texts=self._sentences(0, 3),
            dashes=self._sentences(0, 4) if depth else [],
            children=[self.section(1) for _ in range(below)],
            comment=self._comment(),
        )

    def group(self) -> Node:
        """A heading row that spans the table, with data rows."""
        rows = [self.row() for _ in range(self.random.randint(3, 6))]
        return Node(self.id(), title=self.sentence(5, end=""), children=rows)

    def row(self) -> Node:
        """A data row."""
        cells = {key: self.sentence(8, end="") for key in ("viec", "don_vi")}
        if self.random.random() < 0.8:
            cells["thoi_gian"] = self.sentence(7, end="")
        return Node(self.id(), cells=cells, comment=self._comment())

    def sentence(self, least: int = 9, end: str = ".") -> Words:
        """A text of `least` words or some more."""
        count = least + self.random.randint(0, least)
        return self._numbered(Words(self.random.sample(VOCABULARY, count), end=end))

    def key(self, key: str) -> Words:
        """A căn cứ that is a register key."""
        return self._numbered(Words([f"@{key}"], end=""))

    def note(self) -> list[str]:
        """The words of a footnote."""
        return self.random.sample(VOCABULARY, self.random.randint(5, 10))

    def id(self) -> str:
        """An id that is free."""
        self._ids += 1
        return f"m{self._ids}"

    def _numbered(self, words: Words) -> Words:
        self._serial += 1
        words.serial = self._serial
        return words

    def _sentences(self, least: int, most: int) -> list[Words]:
        return [self.sentence() for _ in range(self.random.randint(least, most))]

    def _comment(self) -> str:
        return self.random.choice(("", "", "", "Cần xem lại", "nguyên văn: giữ nguyên"))

    def _refer(self, made: Made) -> None:
        """Give some sentences a citation, a reference, a footnote, a bold word."""
        numbered = [n.id for root in made.roots()[:2] for c in root.children for n in c.all()]
        for node in made.nodes():
            for text in (*node.texts, *node.dashes, *node.cells.values()):
                free = text.free()
                dice = self.random.random()
                if dice < 0.1:
                    text.words[self.random.choice(free)] = "@" + self.random.choice(numbered)
                elif dice < 0.25:
                    key = self.random.choice(tuple(made.register))
                    text.words[self.random.choice(free)] = f"@{key}{self.random.choice(FORMS)}"
                elif dice < 0.5:
                    text.notes[self.random.choice(free)] = self.note()
                elif dice < 0.55:
                    text.bold.add(self.random.choice(free))
