"""Dossiers of a few lines, written out as a drafter would and read by the real reader."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent, indent

from qdgen.content.loader import Dossier, load_dossier
from qdgen.diagnostics import Diagnostic, has_errors
from qdgen.document.model import Document, Paragraph, plain_text
from qdgen.document.resolve import resolve

HEADER = {
    "loai": "Quyết định",
    "co_quan_ban_hanh": "Bộ Khoa học và Công nghệ",
    "ky_hieu": "QĐ-BKHCN",
    "dia_danh": "Hà Nội",
    "nam": "2025",
    "trich_yeu": "Phê duyệt Kế hoạch hành động năm 2025",
    "tham_quyen": "Bộ trưởng Bộ Khoa học và Công nghệ",
}
ARTICLES = """\
- id: mot
  noi_dung: Quyết định này có hiệu lực kể từ ngày ký./.
"""


def decision(
    dieu: str = ARTICLES,
    *,
    van_ban: Mapping[str, str] | None = None,
    trinh_bay: str = "",
    can_cu: str = "- nguyen_van: Căn cứ Luật Dữ liệu\n",
    noi_nhan: str = "- Như trên\n",
    ky: str = "chuc_vu: BỘ TRƯỞNG\nho_ten: Nguyễn Văn An\n",
    kem_theo: tuple[str, ...] = (),
) -> str:
    """quyet-dinh.yaml with what is not given filled in. Lists are given from the margin."""
    header = HEADER | dict(van_ban or {})
    parts = ["van_ban:\n" + "".join(f"  {key}: {value}\n" for key, value in header.items())]
    if trinh_bay:
        parts.append("trinh_bay:\n" + _in(trinh_bay))
    parts.append("can_cu:\n" + _in(can_cu))
    parts.append("dieu:\n" + _in(dieu))
    parts.append("noi_nhan:\n" + _in(noi_nhan))
    parts.append("ky:\n" + _in(ky))
    if kem_theo:
        parts.append("kem_theo:\n" + "".join(f"  - {stem}\n" for stem in kem_theo))
    return "".join(parts)


def annex(hang: str, *, stt: str = "", tieu_de: str = "Danh mục nhiệm vụ", more: str = "") -> str:
    """An annex with one column, `viec`."""
    numbering = "stt:\n" + _in(stt) if stt else ""
    return (
        f"phu_luc:\n  tieu_de: {tieu_de}\n{numbering}"
        "cot:\n  - khoa: viec\n    tieu_de: Nhiệm vụ\n    rong: 10\n"
        f"hang:\n{_in(hang)}{dedent(more)}"
    )


def write_dossier(
    content: Path,
    name: str = "2025-thu",
    *,
    quyet_dinh: str | None = None,
    van_ban: str = "",
    don_vi: str = "",
    files: Mapping[str, str] | None = None,
) -> Path:
    """Write a dossier below `content`; `files` are the attached ones by stem."""
    folder = content / name
    folder.mkdir(parents=True, exist_ok=True)
    stems = tuple(files or ())
    texts = {"quyet-dinh": quyet_dinh or decision(kem_theo=stems), **(files or {})}
    for stem, words in texts.items():
        (folder / f"{stem}.yaml").write_text(words, encoding="utf-8")
    for register, words in (("van-ban", van_ban), ("don-vi", don_vi)):
        if words:
            (content / f"{register}.yaml").write_text(dedent(words), encoding="utf-8")
    return folder


def load(folder: Path) -> Dossier:
    """The dossier, which the reader must find nothing wrong with."""
    dossier, diagnostics = load_dossier(folder)
    assert not has_errors(diagnostics), [(d.code, str(d.location)) for d in diagnostics]
    assert dossier is not None
    return dossier


def resolved(folder: Path) -> Document:
    """The document, without any error on the way."""
    document, diagnostics = resolve(load(folder))
    assert not has_errors(diagnostics), [(d.code, str(d.message)) for d in diagnostics]
    return document


def mistakes(folder: Path) -> list[Diagnostic]:
    """What resolving finds wrong; the reader before it must find nothing."""
    _, diagnostics = resolve(load(folder))
    return diagnostics


def paragraphs(document: Document) -> list[Paragraph]:
    """The paragraphs of all bodies, in order."""
    found: list[Paragraph] = []
    for part in document.parts:
        for name in ("body", "before", "after"):
            found += getattr(part, name, ())
    return found


def words_at(document: Document, anchor: str) -> str:
    """The words of the provision, row cell or dash with this id."""
    for paragraph in paragraphs(document):
        if paragraph.anchor == anchor:
            return plain_text(paragraph.inlines)
    for part in document.parts:
        table = getattr(part, "table", None)
        for row in table.rows if table else ():
            if row.anchor == anchor:
                lines = [row.heading] if row.heading is not None else []
                lines += [line.inlines for cell in row.cells for line in cell]
                return "\n".join(map(plain_text, lines))
    raise KeyError(anchor)


def labels(document: Document) -> dict[str, str]:
    """The printed number of every provision by id."""
    return {p.anchor: p.label for p in paragraphs(document) if p.anchor}


def _in(words: str) -> str:
    return indent(dedent(words), "  ")
