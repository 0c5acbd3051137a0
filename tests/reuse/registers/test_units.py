"""The register of units: who is there on a day, who uses whom, another name for one."""

from __future__ import annotations

from pathlib import Path

import pytest

from building import qdgen_run
from qdgen.content.fields import parse_date
from qdgen.diagnostics import Severity
from qdgen.errors import RefusedError, UsageError
from qdgen.pipeline.reading import read_document
from qdgen.reuse.registers.desk import Desk, read_desk
from qdgen.reuse.registers.findings import unit_findings
from qdgen.reuse.registers.renaming import Renamed, renamed
from qdgen.reuse.registers.uses import uses_of
from qdgen.signing.document_hash import document_hash
from qdgen.signing.record import IssueRecord, read_record, refuse_if_frozen, write_record
from small_dossiers import annex, decision, write_dossier

UNITS = """\
# sổ đơn vị
vu-pc:
  ten: Vụ Pháp chế  # tên đầy đủ
  ten_tat: Vụ PC
cuc-a:
  ten: Cục Tin học hóa
  hieu_luc_den: 28/02/2025
  ke_thua: cuc-b
# mới
cuc-b:
  ten: Cục Chuyển đổi số quốc gia
  hieu_luc_tu: 01/3/2025
"""
ARTICLES = """\
- id: mot
  noi_dung: >-
    Giao @vu-pc chủ trì,
    Cục Tin học hóa phối hợp với Vụ Pháp chế.
- id: hai
  noi_dung: Vụ trưởng Vụ Pháp chế, Vụ PC và @vu-pc chịu trách nhiệm thi hành.
"""
ROWS = "- id: h1\n  viec: Vụ Pháp chế thẩm định; VỤ PHÁP CHẾ\n"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    bases = "- nguyen_van: Căn cứ đề nghị của Vụ Pháp chế\n"
    text = decision(ARTICLES, can_cu=bases, kem_theo=("phu-luc",))
    write_dossier(folder, quyet_dinh=text, files={"phu-luc": annex(ROWS)}, don_vi=UNITS)
    return folder


@pytest.fixture
def desk(content: Path) -> Desk:
    return read_desk(content, "content")


def test_uses_by_key_by_name_and_by_short_name_are_told_apart(desk: Desk) -> None:
    uses = uses_of(desk)
    assert sorted((u.way.name, u.owner) for u in uses["vu-pc"]) == [
        ("CAPITALS", "h1"),
        ("KEY", "hai"),
        ("KEY", "mot"),
        ("SHORT", "hai"),
        ("TYPED", "can_cu"),
        ("TYPED", "h1"),
        ("TYPED", "hai"),
        ("TYPED", "mot"),
    ]
    assert [str(u.location) for u in uses["cuc-a"]] == ["content/2025-thu/quyet-dinh.yaml:15:7"]


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("28/02/2025", [("note", "not yet, from 01/3/2025 on")]),
        ("01/3/2025", [("warning", "until 28/02/2025; then called Cục Chuyển đổi số quốc gia")]),
    ],
)
def test_a_unit_that_is_not_there_on_a_day_is_named_where_it_is_used(
    desk: Desk, day: str, told: list[tuple[str, str]]
) -> None:
    found = [
        f for f in unit_findings(desk, uses_of(desk), parse_date(day)) if f.code == "unit-not-there"
    ]
    words = {Severity.INFO: "note", Severity.WARNING: "warning"}
    assert [(words[f.severity], str(f.message).partition("): ")[2]) for f in found] == told


def test_a_name_that_is_almost_one_of_the_register_is_named(content: Path) -> None:
    path = content / "2025-thu/phu-luc.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("Vụ Pháp chế thẩm định; VỤ PHÁP CHẾ", "Vụ Pháp Chế"), encoding="utf-8"
    )
    desk = read_desk(content, "content")
    found = unit_findings(desk, uses_of(desk), parse_date("01/01/2025"))
    assert [(f.code, f.location.line) for f in found if f.code.startswith("TN")] == [("TN501", 9)]


# --- renaming ------------------------------------------------------------------------------------


def _after(result: Renamed) -> dict[str, str]:
    return {changed.file.path.name: changed.after for changed in result.files}


def test_a_corrected_name_is_corrected_wherever_it_is_used(content: Path, desk: Desk) -> None:
    before = {p.name: p.read_text(encoding="utf-8") for p in content.rglob("*.yaml")}
    result = renamed(desk, "Vụ Pháp chế", "Vụ Pháp luật")
    after = _after(result)
    assert after["don-vi.yaml"] == UNITS.replace("ten: Vụ Pháp chế", "ten: Vụ Pháp luật")
    changed = before["quyet-dinh.yaml"].replace("Vụ Pháp chế", "Vụ Pháp luật")
    # what must stand as it is stays
    assert after["quyet-dinh.yaml"] == changed.replace(
        "đề nghị của Vụ Pháp luật", "đề nghị của Vụ Pháp chế"
    )
    assert "viec: Vụ Pháp luật thẩm định; VỤ PHÁP CHẾ" in after["phu-luc.yaml"]
    assert {words for _, words in result.left} == {"VỤ PHÁP CHẾ", "Vụ Pháp chế"}


def test_a_unit_renamed_from_a_day_on_gets_an_heir(desk: Desk) -> None:
    result = renamed(desk, "vu-pc", "Vụ Pháp luật", parse_date("01/3/2026"))
    assert result.new_key == "vu-phap-luat"
    after = _after(result)
    assert after["don-vi.yaml"] == UNITS.replace(
        "  ten_tat: Vụ PC\n",
        "  ten_tat: Vụ PC\n"
        "  hieu_luc_den: 28/02/2026\n"
        "  ke_thua: vu-phap-luat\n"
        "vu-phap-luat:\n"
        "  ten: Vụ Pháp luật\n"
        "  hieu_luc_tu: 01/3/2026\n",
    )
    assert "Giao @vu-phap-luat chủ trì" in after["quyet-dinh.yaml"]
    assert "@vu-pc" not in after["quyet-dinh.yaml"]


def test_a_key_is_renamed_with_every_mention(desk: Desk) -> None:
    result = renamed(desk, "vu-pc", "phap-che")
    after = _after(result)
    assert after["don-vi.yaml"] == UNITS.replace("vu-pc:", "phap-che:")
    assert after["quyet-dinh.yaml"].count("@phap-che") == 2
    assert "phu-luc.yaml" not in after
    heir = renamed(desk, "cuc-b", "cds")
    assert _after(heir)["don-vi.yaml"] == UNITS.replace("cuc-b", "cds")


@pytest.fixture
def issued(content: Path) -> Path:
    folder = content / "2025-thu"
    _, document, _ = read_document(folder, content.parent)
    mark = document_hash(document)
    write_record(folder, IssueRecord("2025-thu", "1", "2/2/2025", mark, "giấy", tach=False))
    return folder


def is_as_issued(folder: Path) -> bool:
    _, document, _ = read_document(folder, folder.parent.parent)
    try:
        refuse_if_frozen(folder, folder.name, document)
    except RefusedError:
        return False
    return True


def written(result: Renamed) -> None:
    for file in result.files:
        file.file.path.write_text(file.after, encoding="utf-8")


def test_an_issued_dossier_keeps_the_old_name_from_a_day_on(content: Path, issued: Path) -> None:
    since = parse_date("01/3/2026")
    result = renamed(read_desk(content, "content"), "vu-pc", "Vụ Pháp luật", since)
    assert result.frozen == ["content/2025-thu"]
    assert list(_after(result)) == ["don-vi.yaml"]
    written(result)
    assert is_as_issued(issued)


def test_a_name_that_something_issued_prints_by_its_key_is_not_corrected(
    content: Path, issued: Path
) -> None:
    with pytest.raises(RefusedError, match="content/2025-thu is issued"):
        renamed(read_desk(content, "content"), "vu-pc", "Vụ Pháp luật")
    # A name that is typed out stays there as it was printed.
    result = renamed(read_desk(content, "content"), "cuc-a", "Cục Tin học")
    assert result.frozen == ["content/2025-thu"]
    written(result)
    assert is_as_issued(issued)


def test_a_key_is_renamed_in_what_is_issued_as_it_prints_the_same(
    content: Path, issued: Path
) -> None:
    result = renamed(read_desk(content, "content"), "vu-pc", "phap-che")
    assert result.frozen == []
    written(result)
    assert is_as_issued(issued)


def test_a_dossier_opened_again_is_renamed_like_any_other(content: Path, issued: Path) -> None:
    record = read_record(issued, "")
    assert record is not None
    write_record(issued, record.reopened("sai tên", "3/2/2025", "2025-thu"))
    result = renamed(read_desk(content, "content"), "vu-pc", "Vụ Pháp luật")
    assert result.frozen == []
    assert "Vụ trưởng Vụ Pháp luật" in _after(result)["quyet-dinh.yaml"]


@pytest.mark.parametrize(
    ("old", "new", "since"),
    [
        ("Vụ Khác", "Vụ Pháp luật", None),
        ("vu-pc", "Cục Tin học hóa", None),
        ("vu-pc", "cuc-a", None),
        ("vu-pc", "mot", None),  # an article of a dossier
        ("vu-pc", " ", None),
        ("vu-pc", "Vụ @pc *mới*", None),
        ("vu-pc", "Vụ  Pháp luật", None),
        ("cuc-b", "Cục C", "01/3/2025"),
    ],
)
def test_what_cannot_be_renamed_is_refused(
    desk: Desk, old: str, new: str, since: str | None
) -> None:
    with pytest.raises(UsageError):
        renamed(desk, old, new, None if since is None else parse_date(since))


def test_the_difference_is_shown_and_written_only_when_wanted(content: Path) -> None:
    before = {p: p.read_bytes() for p in content.rglob("*.yaml")}
    command = ("--lang", "en", "don-vi", "--rename", "vu-pc", "Vụ Pháp luật")
    asked = qdgen_run(*command, cwd=content.parent)
    assert asked.returncode == 2
    assert "+  ten: Vụ Pháp luật  # tên đầy đủ" in asked.stdout
    assert {p: p.read_bytes() for p in content.rglob("*.yaml")} == before
    done = qdgen_run(*command, "--yes", cwd=content.parent)
    assert done.returncode == 0, done.stderr
    assert "wrote content/2025-thu/quyet-dinh.yaml" in done.stdout
    assert "Vụ Pháp luật" in (content / "don-vi.yaml").read_text(encoding="utf-8")
