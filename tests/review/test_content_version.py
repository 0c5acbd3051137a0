"""A version holds all that a dossier prints and says: whatever is changed, it is another."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from building import DOSSIERS
from qdgen.check.elements import Element
from qdgen.content.loader import load_dossier
from qdgen.content.nodes import ListNode, MapNode, Scalar, Style
from qdgen.content.positions import locate
from qdgen.content.yaml_reader import read_file
from qdgen.diagnostics import has_errors
from qdgen.document.model import plain_text
from qdgen.document.passages import Passage
from qdgen.document.resolve import resolve
from qdgen.review.compare import compare
from qdgen.review.content_version import content_version, version_of
from qdgen.review.unit import Unit, Version
from small_dossiers import annex, decision, load, write_dossier

# What a scalar may become, where "x" behind it is not allowed.
_INSTEAD = (
    *("14/4/2025", "15/9/2025", "7,7", "2024", "77", "1", "(1)", "I", "https://vi.du/x"),
    *("liên tục", "riêng từng phần", "ẩn", "hiện", "chữ hoa", "chữ thường", "tách tên loại"),
    *("số", "chữ", "dọc", "ngang"),
)
# Changing one of these alone breaks the content: others name it, or it names others.
_NAMED_ELSEWHERE = {
    "id",
    "khoa",
    "kem_theo",
    "can_cu",
    "thay_the_boi",
    "sua_doi_boi",
    "ke_thua",
    "nam",
}
_DAILY = 12
_GROUP = """\
- id: a
  tieu_de: Nhóm
  hang:
    - id: b
      viec: Việc
"""


def _scalars(node: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Scalar]]:
    if isinstance(node, Scalar):
        if node.value:
            yield path, node
    elif isinstance(node, MapNode):
        for key, value in node.items():
            yield from _scalars(value, (*path, key))
    elif isinstance(node, ListNode):
        for value in node:
            yield from _scalars(value, path)


def _changed(scalar: Scalar) -> Iterator[str]:
    """The text of the scalar's file, each time with another value of it."""
    whole = scalar.source.text
    place = locate(scalar, len(scalar.value.rstrip("\n")))
    at = scalar.source.line_start(place.line) + place.column - 1
    for more in ("x", "ngay", "."):
        yield whole[:at] + more + whole[at:]
    if scalar.style is Style.PLAIN and "\n" not in whole[scalar.start : scalar.end]:
        for value in _INSTEAD:
            if value != scalar.value:
                yield whole[: scalar.start] + value + whole[scalar.end :]


def _said(version: Version) -> object:
    units = [(unit, unit.written) for unit in version.units]
    return units, list(version.parents.items()), version.registers, version.settings


def _version(folder: Path) -> Version | None:
    dossier, diagnostics = load_dossier(folder)
    if dossier is None or has_errors(diagnostics):
        return None
    passages: list[Passage] = []
    document, more = resolve(dossier, passages)
    return None if has_errors(more) else version_of(dossier, document, passages, "")


@pytest.mark.parametrize("name", DOSSIERS)
def test_whatever_is_changed_the_version_is_another(name: str, tmp_path: Path, whole: bool) -> None:
    shutil.copytree(DOSSIERS[name].parent, tmp_path, dirs_exist_ok=True)
    folder = tmp_path / name
    before = _version(folder)
    assert before is not None
    said = _said(before)
    files = [*folder.glob("*.yaml"), *tmp_path.glob("*.yaml")]
    places = [
        (file, path, scalar)
        for file in files
        for path, scalar in _scalars(read_file(file, file.name)[0])
    ]
    if not whole and len(places) > _DAILY:
        places = random.Random(name).sample(places, _DAILY)  # noqa: S311
    unchangeable = []
    for file, path, scalar in places:
        for words in _changed(scalar):
            file.write_text(words, encoding="utf-8")
            after = _version(folder)
            if after is not None:
                assert _said(after) != said, (file.name, path, scalar.value)
                assert compare(before, after).changes, (file.name, path, scalar.value)
                break
        else:
            unchangeable.append(path)
        file.write_text(scalar.source.text, encoding="utf-8")
    assert {path[-1] for path in unchangeable} <= _NAMED_ELSEWHERE
    assert len(unchangeable) < len(places) / 3


@pytest.mark.parametrize("name", DOSSIERS)
def test_everything_that_is_printed_is_in_a_unit(name: str) -> None:
    dossier = load(DOSSIERS[name])
    document, _ = resolve(dossier)
    version = content_version(dossier, name)
    words = "\n".join(unit.text.replace("￼", "") for unit in version.units)
    for inlines in document.texts():
        assert plain_text(inlines) in words
    keys = [unit.key for unit in version.units]
    assert len(keys) == len(set(keys))
    assert [u.part for u in version.units if u.element in {Element.SUBJECT, Element.TITLE}] == [
        part.anchor for part in document.parts
    ]


def _by_key(folder: Path) -> dict[str, Unit]:
    return {unit.key: unit for unit in content_version(load(folder), "").units}


def test_a_unit_is_called_by_its_id_and_its_place_there(tmp_path: Path) -> None:
    folder = write_dossier(
        tmp_path,
        quyet_dinh=decision(
            """\
            - id: mot
              tieu_de: Tổ chức
              noi_dung:
                - Một đoạn^(Chú thích của **đoạn**.).
                - gach:
                    - Gạch một
                    - id: gach-hai
                      noi_dung: Gạch hai
                      gach:
                        - Cộng một
            - id: hai
              noi_dung: Có hiệu lực theo @luat./.
            """,
            can_cu="- luat\n- nguyen_van: Căn cứ Hiến pháp\n",
            kem_theo=("phu-luc",),
        ),
        van_ban="luat:\n  loai: Luật\n  trich_yeu: Dữ liệu\n",
        files={"phu-luc": annex(_GROUP, stt="- I\n- 1\n")},
    )
    units = _by_key(folder)
    assert [key for key in units if not key.startswith("quyet-dinh/")] == [
        *("mot", "mot/noi_dung/1", "mot/noi_dung/1/chu_thich/1", "mot/noi_dung/2/gach/1"),
        *("gach-hai", "gach-hai/gach/1", "hai"),
        *("phu-luc", "phu-luc/loi_dan", "phu-luc/cot/viec", "a", "b", "b/viec"),
    ]
    note = units["mot/noi_dung/1/chu_thich/1"]
    assert (note.host, note.owner, note.element) == ("mot/noi_dung/1", "mot", Element.NOTE)
    assert units["quyet-dinh/can_cu/luat"].ending == ";"
    assert units["quyet-dinh/can_cu/nguyen_van/1"].ending == "."
    assert (units["b"].label, units["b"].text) == ("1", "")
    assert units["b/viec"].text == "Việc"
    parents = content_version(load(folder), "").parents
    assert parents["gach-hai"] == "mot"
    assert parents["b"] == "a"
    assert parents["phu-luc"] == "quyet-dinh"


def test_a_footnote_that_a_citation_brings_is_a_unit_too(tmp_path: Path) -> None:
    folder = write_dossier(
        tmp_path,
        quyet_dinh=decision("- id: mot\n  noi_dung: Theo @qd1(chú thích) và^(Viết tay.).\n"),
        van_ban="""\
            qd1:
              loai: Quyết định
              so: 1/QĐ-TTg
              ngay: 01/2/2024
              co_quan: Thủ tướng Chính phủ
              trich_yeu: về dữ liệu
            """,
    )
    units = _by_key(folder)
    given, typed = units["mot/chu_thich/1"], units["mot/chu_thich/2"]
    assert (given.text, given.is_derived) == ("Về dữ liệu.", True)
    assert (typed.text, typed.is_derived) == ("Viết tay.", False)


def test_emphasis_and_links_are_part_of_a_unit(tmp_path: Path) -> None:
    units = {}
    for nth, words in enumerate(("Xem **trang**", "Xem trang", "Xem <https://a.vn>")):
        folder = write_dossier(
            tmp_path / str(nth), quyet_dinh=decision(f"- id: mot\n  noi_dung: {words}\n")
        )
        units[words] = _by_key(folder)["mot"]
    assert units["Xem **trang**"].text == units["Xem trang"].text
    assert units["Xem **trang**"] != units["Xem trang"]
    assert len({unit.inlines for unit in units.values()}) == 3


def test_a_unit_tells_where_it_was_written(tmp_path: Path) -> None:
    folder = write_dossier(
        tmp_path, quyet_dinh=decision("- id: mot\n  noi_dung: >-\n    Có hiệu lực.\n")
    )
    location = _by_key(folder)["mot"].location
    assert location is not None
    line = (folder / "quyet-dinh.yaml").read_text(encoding="utf-8").splitlines()[location.line - 1]
    assert line.strip() == "Có hiệu lực."
