"""Edits made with LibreOffice itself, tracked changes on, and what its formats keep of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from office import Office, Task
from pull_desk import Desk, open_desk, said, to_word

from building import DOSSIERS, PROJECT, REAL
from qdgen.pipeline.pull import Pulled, PullOrder, propose, write
from qdgen.pipeline.reviewed import as_docx

FORMATS = ("docx", "odt", "doc", "rtf")
_LONG = [
    pytest.param(name, marks=[pytest.mark.whole] if name in ("odt", "doc") else [])
    for name in FORMATS
]


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What came back: the real decision untouched, a small one edited, in every format; one run of
    LibreOffice does it all."""
    folder = tmp_path_factory.mktemp("office")
    to_word(DOSSIERS[REAL], folder / "real.docx")
    desk = open_desk(folder / "desk")
    untouched = Task(folder / "real.docx")
    edited = (
        Task(desk.sent)
        .track("Lãnh đạo Bộ")
        .replace("đôn đốc việc thực hiện", "kiểm tra việc thực hiện")
        .delete(" chặt chẽ")
        .insert_after("Kinh phí lấy từ ngân sách", " nhà nước")
        .insert_after("qua mạng", " nội bộ")
        .insert_after("Bảo đảm tiến độ đề ra.", "\nTiết kiệm chi phí.")
        .insert_after("Vụ Kế hoạch chủ trì theo dõi,", "\n")
        .delete_paragraph("bằng văn bản")
        .bold("chất lượng")
        .new_row("Tháng 6")
        .fill_cell("Tháng 6", "Tập huấn", down=1, right=-1)
        .fill_cell("Tháng 6", "Tháng 9", down=1)
        .delete_row("Rà soát dữ liệu")
        .replace("Tháng 12", "Tháng 11")
        .add_note("Kinh phí theo quy định", "Theo Luật Ngân sách nhà nước.")
    )
    for name in FORMATS:
        untouched.save(folder / f"untouched.{name}")
        edited.save(folder / f"edited.{name}")
    Office(folder).run([untouched, edited])
    return folder


@pytest.mark.parametrize("name", _LONG)
def test_a_file_that_only_passed_through_libreoffice_changes_nothing(
    reviewed: Path, name: str
) -> None:
    before = {path: path.read_bytes() for path in DOSSIERS[REAL].iterdir()}
    pulled = _propose(reviewed / f"untouched.{name}", DOSSIERS[REAL], PROJECT)
    assert (pulled.outcome.edits, pulled.outcome.comments, pulled.patches) == ([], [], [])
    assert write(pulled) == []
    assert before == {path: path.read_bytes() for path in DOSSIERS[REAL].iterdir()}


@pytest.mark.parametrize("name", FORMATS)
def test_tracked_edits_come_home_from_every_format(
    reviewed: Path, name: str, tmp_path: Path
) -> None:
    desk = open_desk(tmp_path)
    back = reviewed / f"edited.{name}"
    pulled = _propose(back, desk.dossier, desk.root)
    assert pulled.is_tracked or name != "docx"
    assert not pulled.outcome.held_back, pulled.outcome.held_back
    write(pulled)
    to_word(desk.dossier, tmp_path / "now.docx")
    with as_docx(back) as docx:
        assert _words(tmp_path / "now.docx") == _words(docx)
    _is_what_was_meant(desk)


def _is_what_was_meant(desk: Desk) -> None:
    decision, plan, annex = map(desk.file, ("quyet-dinh.yaml", "ke-hoach.yaml", "phu-luc.yaml"))
    assert "Kinh phí lấy từ ngân sách nhà nước^(Theo Luật" in decision
    assert "bang-van-ban" not in decision
    assert "- Nâng cao **chất lượng** dữ liệu." in plan
    assert "- Tiết kiệm chi phí." in plan
    assert "Kinh phí theo quy định^(Theo Luật Ngân sách nhà nước.)." in plan
    assert "- id: tap-huan\n        viec: Tập huấn\n        han: Tháng 9" in annex
    assert "hang-hai" not in annex


def _propose(file: Path, dossier: Path, here: Path) -> Pulled:
    return propose(PullOrder(file, here, here / "output", dossier))


def _words(docx: Path) -> list[tuple[object, object]]:
    """Texts and footnotes in order, without numbers, which Word counts: RTF loses a letter of
    "Điều". What is empty, be it a row that was emptied, counts for nothing."""
    return [
        (re.sub(r"^[a-z]\) ", "", " ".join(str(text).split()).replace("?i?u", "Điều")), notes)
        for text, _, _, _, notes in said(docx)
        if text
    ]
