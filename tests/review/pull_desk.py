"""A small dossier, its Word file, what a reviewer does to it, and what comes home."""

from __future__ import annotations

import copy
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from qdgen.content.loader import load_dossier
from qdgen.diagnostics import has_errors
from qdgen.document.resolve import resolve
from qdgen.pipeline.pull import Pulled, PullOrder, propose, write
from qdgen.pipeline.reading import content_hash
from qdgen.review.pull.outcome import Edit, State
from qdgen.review.pull.paragraphs import read_paragraphs
from qdgen.tree import shipped_templates
from qdgen.word.compose import compose
from qdgen.word.package import write_package
from qdgen.word.templates import Templates
from small_dossiers import decision

Act = Callable[[WordDocument], object]
"""What a reviewer does to the file that is open in Word."""

TEMPLATES = Templates(shipped_templates())

ARTICLES = """\
# điều đầu
- id: ban-hanh
  noi_dung: Ban hành kèm theo Quyết định này Danh mục nhiệm vụ theo @qd142.
- id: to-chuc
  tieu_de: Tổ chức thực hiện
  khoan:
    - id: chu-tri
      noi_dung: >-
        Vụ Kế hoạch chủ trì theo dõi,
        đôn đốc việc thực hiện. Vụ Pháp chế phối hợp theo @qd142(số).
    # giữ nguyên khoản này
    - id: kinh-phi
      noi_dung: Kinh phí lấy từ ngân sách^(Theo Luật Ngân sách nhà nước.) năm 2025.
    - id: bao-cao
      noi_dung: Các đơn vị báo cáo trước ngày 15/12/2025 theo @thi-hanh.
      diem:
        - id: bang-van-ban
          noi_dung: bằng văn bản;
        - id: qua-mang
          noi_dung: qua mạng.
- id: thi-hanh
  noi_dung: Các đơn vị chịu trách nhiệm thi hành Quyết định này./.
"""
ANNEX = """\
phu_luc:
  tieu_de: Danh mục nhiệm vụ
stt:
  - I
  - 1
cot:
  - khoa: viec
    tieu_de: Nhiệm vụ
    rong: 8
  - khoa: han
    tieu_de: Thời hạn
    rong: 4
hang:
  - id: nhom
    tieu_de: Nhiệm vụ chung
    hang:
      # hàng đầu
      - id: hang-mot
        viec: Xây dựng kế hoạch
        han: Tháng 6
      - id: hang-hai
        viec: Rà soát dữ liệu
        han:
      - id: hang-ba
        viec: |-
          - Kiểm tra;
          - Báo cáo
        han: Tháng 12
"""
PLAN = """\
van_ban:
  loai: Kế hoạch
  tieu_de: Kế hoạch thực hiện năm 2025
muc:
  - id: muc-dich
    tieu_de: Mục đích, yêu cầu
    gach:
      # dòng một
      - Nâng cao chất lượng dữ liệu.
      - Bảo đảm tiến độ đề ra.
      - Phối hợp chặt chẽ giữa các đơn vị.
  - id: kinh-phi-kh
    tieu_de: Kinh phí
    noi_dung: Kinh phí theo quy định.
"""
REGISTER = """\
qd142:
  loai: Quyết định
  so: 142/QĐ-TTg
  ngay: 02/02/2024
  co_quan: Thủ tướng Chính phủ
  trich_yeu: phê duyệt Chiến lược
qd813:
  loai: Quyết định
  so: 813/QĐ-BTTTT
  ngay: 17/5/2024
  co_quan: Bộ trưởng Bộ Thông tin và Truyền thông
  trich_yeu: phê duyệt Kế hoạch
"""


@dataclass(frozen=True)
class Desk:
    """A dossier below `root`, and the Word file made of it."""

    root: Path

    @property
    def dossier(self) -> Path:
        """Its folder."""
        return self.root / "content" / "2025-thu"

    @property
    def sent(self) -> Path:
        """The Word file as it was sent out."""
        return self.root / "sent.docx"

    @property
    def reviewed(self) -> Path:
        """The Word file as it came back."""
        return self.root / "reviewed.docx"

    def file(self, name: str) -> str:
        """The words of a content file."""
        return (self.dossier / name).read_text(encoding="utf-8")

    def review(self, *acts: Act) -> None:
        """Let a reviewer do `acts` to the file that was sent."""
        word = docx.Document(str(self.sent))
        for act in acts:
            act(word)
        word.save(str(self.reviewed))

    def propose(self, **more: object) -> Pulled:
        """What the reviewed file comes to."""
        order = PullOrder(
            self.reviewed,
            self.root,
            self.root / "output",
            self.dossier,
            **more,  # type: ignore[arg-type]
        )
        return propose(order)

    def pull(self, **more: object) -> Pulled:
        """The same, written."""
        pulled = self.propose(**more)
        write(pulled)
        return pulled


def open_desk(root: Path) -> Desk:
    """The dossier written below `root`, its Word file made."""
    desk = Desk(root)
    desk.dossier.mkdir(parents=True)
    bases = "- qd142\n- nguyen_van: Căn cứ Luật Dữ liệu\n- de_nghi: Vụ trưởng Vụ Kế hoạch\n"
    recipients = "- Như @thi-hanh\n- Các Thứ trưởng\n- luu: VT\n"
    files = {
        "quyet-dinh.yaml": decision(
            ARTICLES, can_cu=bases, noi_nhan=recipients, kem_theo=("ke-hoach", "phu-luc")
        ),
        "ke-hoach.yaml": PLAN,
        "phu-luc.yaml": ANNEX,
    }
    for name, words in files.items():
        (desk.dossier / name).write_text(words, encoding="utf-8")
    (desk.root / "content" / "van-ban.yaml").write_text(REGISTER, encoding="utf-8")
    to_word(desk.dossier, desk.sent)
    return desk


def to_word(dossier: Path, target: Path) -> None:
    """Make the Word file of a dossier."""
    found, diagnostics = load_dossier(dossier)
    assert found is not None, diagnostics
    document, more = resolve(found)
    assert not has_errors(more), more
    write_package(compose(document, TEMPLATES, content_hash(found)).parts, target)


def printed(dossier: Path, made: Path) -> list[tuple[object, ...]]:
    """All that the dossier prints: words, emphasis, numbers, places, footnotes."""
    to_word(dossier, made)
    return said(made)


def said(docx: Path) -> list[tuple[object, ...]]:
    """All that a Word file says once its changes are accepted."""
    return [
        (p.text, _emphasis(p.text, p.words.looks), p.label, p.cell, [n.text for n in p.notes])
        for p in read_paragraphs(docx).paras
    ]


def _emphasis(words: str, looks: str) -> str:
    return "".join(look for letter, look in zip(words, looks, strict=True) if letter.isalnum())


def states(pulled: Pulled, state: State) -> list[Edit]:
    """The edits in a state."""
    return list(pulled.outcome.by_state(state))


def changed_lines(pulled: Pulled) -> tuple[list[str], list[str]]:
    """The lines the patch takes out and puts in, without their indentation."""
    from difflib import ndiff

    gone, come = [], []
    for patch in pulled.patches:
        for line in ndiff(patch.before.splitlines(), patch.after.splitlines()):
            if line.startswith("- "):
                gone.append(line[2:].strip())
            elif line.startswith("+ "):
                come.append(line[2:].strip())
    return gone, come


# --- what a reviewer does -----------------------------------------------------------------------


def paragraph_with(word: WordDocument, words: str) -> Paragraph:
    """The paragraph that holds `words`, in the body or in a table."""
    for element in word.element.body.iter(qn("w:p")):
        paragraph = Paragraph(element, word._body)
        if words in paragraph.text:
            return paragraph
    raise AssertionError(words)


def retype(old: str, new: str) -> Callable[[WordDocument], None]:
    """Type `new` over `old`, which stands in one run."""

    def act(word: WordDocument) -> None:
        for run in _runs(paragraph_with(word, old)):
            if old in run.text:
                run.text = run.text.replace(old, new)
                return
        raise AssertionError(old)

    return act


def _runs(paragraph: Paragraph) -> Iterator[Run]:
    return (Run(element, paragraph) for element in paragraph._p.iter(qn("w:r")))


def new_paragraph(after: str, words: str, *, like: str = "") -> Callable[[WordDocument], None]:
    """Press Enter behind the paragraph that holds `after`, and type `words`."""

    def act(word: WordDocument) -> None:
        before = paragraph_with(word, after)._p
        model = paragraph_with(word, like or after)._p
        new = copy.deepcopy(model)
        for child in list(new):
            if child.tag != qn("w:pPr"):
                new.remove(child)
        before.addnext(new)
        Paragraph(new, word._body).add_run(words)

    return act


def delete_paragraph(words: str) -> Callable[[WordDocument], None]:
    """Delete the paragraph that holds `words`."""

    def act(word: WordDocument) -> None:
        element = paragraph_with(word, words)._p
        element.getparent().remove(element)

    return act


def move_paragraph(words: str, behind: str) -> Callable[[WordDocument], None]:
    """Cut a paragraph with its bookmark and paste it elsewhere."""

    def act(word: WordDocument) -> None:
        element = paragraph_with(word, words)._p
        paragraph_with(word, behind)._p.addnext(element)

    return act


def new_row(below: str, *cells: str, number: str = "") -> Callable[[WordDocument], None]:
    """A row below the one that holds `below`, with a `number` typed in front where one is given."""

    def act(word: WordDocument) -> None:
        row = next(paragraph_with(word, below)._p.iterancestors(qn("w:tr")))
        new = copy.deepcopy(row)
        for element in list(new.iter()):
            if "bookmark" in element.tag:
                element.getparent().remove(element)
        row.addnext(new)
        if number:
            Paragraph(next(new.iter(qn("w:p"))), word._body).add_run(number)
        for cell, words in zip(new.findall(qn("w:tc"))[1:], cells, strict=True):
            first, *others = cell.findall(qn("w:p"))
            for other in others:
                cell.remove(other)
            for run in list(first.iter(qn("w:r"))):
                run.getparent().remove(run)
            Paragraph(first, word._body).add_run(words)

    return act


def delete_row(words: str) -> Callable[[WordDocument], None]:
    """Delete the row that holds `words`."""

    def act(word: WordDocument) -> None:
        row = next(paragraph_with(word, words)._p.iterancestors(qn("w:tr")))
        row.getparent().remove(row)

    return act


def without_bookmarks(word: WordDocument) -> None:
    """Paste everything into a new document, as far as bookmarks go."""
    for element in list(word.element.body.iter()):
        if isinstance(element.tag, str) and "bookmark" in element.tag:
            element.getparent().remove(element)


def rewritten(docx: Path, part: str, change: Callable[[str], str]) -> None:
    """Change the XML of a part in place."""
    with zipfile.ZipFile(docx) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts[part] = change(parts[part].decode("utf-8")).encode("utf-8")
    with zipfile.ZipFile(docx, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
