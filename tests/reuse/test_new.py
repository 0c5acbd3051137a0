"""A decision of each kind, for each kind of organ, begins as a dossier that passes the check but
for its blanks; a spreadsheet gives one for each of its rows."""

from __future__ import annotations

from itertools import cycle
from pathlib import Path

import pytest
from openpyxl import load_workbook

from building import qdgen_run
from qdgen.check.dossier import read_dossier
from qdgen.check.examine import examine
from qdgen.check.rule import all_rules
from qdgen.content.loader import load_dossier
from qdgen.content.yaml_reader import parse
from qdgen.errors import ContentError
from qdgen.messages import Text, render
from qdgen.pipeline import recipe
from qdgen.pipeline.begin import Beginning, begin, last_organ
from qdgen.pipeline.begin_serial import begin_many
from qdgen.pipeline.work import Options
from qdgen.reuse.drafting import AnswerError, checked
from qdgen.reuse.kinds import Question, all_kinds
from qdgen.reuse.organs import ORGAN_KINDS, Organ, initials, organ_named
from qdgen.reuse.register_entries import with_entries
from qdgen.workbooks.reading import read_workbook

ORGANS = {
    "bo": organ_named("Bộ Tư pháp"),
    "ubnd-tinh": organ_named("Ủy ban nhân dân tỉnh Phú Thọ"),
    "ubnd-xa": organ_named("Ủy ban nhân dân phường Nông Trang"),
    "so": organ_named("Sở Nội vụ", parent="Ủy ban nhân dân tỉnh Phú Thọ"),
}
BLANK_LEFT = "TN701"
ANSWERED = {
    kind.name: {q.key: checked(q, q.example) for q in kind.questions}
    for kind in all_kinds().values()
}


def start(content: Path, kind: str, organ: Organ, signer: str = "") -> Beginning:
    return Beginning(all_kinds()[kind], organ, 2026, content, content.parent, signer)


def codes(folder: Path) -> set[str]:
    paper = read_dossier(folder, folder.name).paper
    return {finding.rule.code for finding in examine(paper, all_rules()).findings}


@pytest.mark.parametrize("organ", ORGAN_KINDS)
@pytest.mark.parametrize("kind", all_kinds())
@pytest.mark.parametrize("answered", [False, True], ids=["blank", "answered"])
def test_what_is_begun_passes_the_check_but_for_its_blanks(
    tmp_path: Path, kind: str, organ: str, answered: bool
) -> None:
    answers = ANSWERED[kind] if answered else {}

    folder, _ = begin(start(tmp_path, kind, ORGANS[organ], "Lê Văn Cường"), answers)

    assert codes(folder) <= {BLANK_LEFT}


PAGED = ("ke-hoach", "to-cong-tac", "du-toan")
"""Kinds with an annex on its side, one upright, and one of figures: their pages are looked at every
day, those of all kinds with --whole."""


def test_every_kind_is_built_and_looks_as_the_decree_wants(tmp_path: Path, whole: bool) -> None:
    content = tmp_path / "content"
    paged = [name for name in all_kinds() if whole or name in PAGED]
    made: dict[str, Path] = {}
    for kind, organ in zip(all_kinds(), cycle(ORGANS.values()), strict=False):
        made[kind], _ = begin(start(content, kind, organ, "Lê Văn Cường"), ANSWERED[kind])

    built = qdgen_run("--lang", "en", "build", "--no-pdf", cwd=tmp_path)
    drawn = qdgen_run("--lang", "en", "build", *(made[name] for name in paged), cwd=tmp_path)

    assert (built.returncode, drawn.returncode) == (0, 0), built.stderr + drawn.stderr
    files = sorted((tmp_path / "output").glob("*/*.docx")) + sorted(
        (tmp_path / "output").glob("*/*.pdf")
    )
    assert len(files) == len(all_kinds()) + len(paged)
    found = qdgen_run("--lang", "en", "check", "--ignore", BLANK_LEFT, *files, cwd=tmp_path)
    assert "nothing found" in found.stdout, found.stdout


# --- answers ------------------------------------------------------------------------------------


def question(kind: str, key: str) -> Question:
    return next(q for q in all_kinds()[kind].questions if q.key == key)


def test_an_answer_is_printed_as_it_is_whatever_signs_it_holds(tmp_path: Path) -> None:
    words = "An {{ x }} & <b> @nd170-2025 *đậm* ^(a) \\ “b”: c # d"
    answers = {"ho_ten": checked(question("bo-nhiem", "ho_ten"), words)}

    folder, _ = begin(start(tmp_path, "bo-nhiem", ORGANS["bo"]), answers)

    paper = read_dossier(folder, folder.name).paper
    assert any(f"Bổ nhiệm …… {words}, ……" in piece.text for piece in paper.pieces)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("ngay_bo_nhiem", "32/1/2026"),
        ("ngay_bo_nhiem", "2026-01-02"),
        ("thoi_han_chuc_vu", "năm"),
        ("ong_ba", "cô"),
        ("ho_ten", "x" * 2001),
        ("ho_ten", "An\u202e"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(key: str, words: str) -> None:
    with pytest.raises(AnswerError):
        checked(question("bo-nhiem", key), words)


def test_the_symbol_and_the_kind_of_an_organ_are_read_from_its_name() -> None:
    assert initials("Bộ Khoa học và Công nghệ") == "BKHCN"
    assert {kind: organ.kind for kind, organ in ORGANS.items()} == {k: k for k in ORGAN_KINDS}
    assert organ_named("Ủy ban nhân dân thành phố Hồ Chí Minh").place == "Thành phố Hồ Chí Minh"


# --- the register -------------------------------------------------------------------------------


def test_a_document_of_the_register_is_cited_by_its_own_key(tmp_path: Path) -> None:
    register = tmp_path / "van-ban.yaml"
    own = (
        "# sổ của cơ quan\r\nluat-cbcc:\r\n  loai: Luật\r\n  so: 80/2025/QH15\r\n"
        "  ngay: 24/6/2025\r\n  co_quan: Quốc hội\r\n  trich_yeu: Cán bộ, công chức"
    )
    register.write_bytes(own.encode())

    folder, entered = begin(start(tmp_path, "bo-nhiem", ORGANS["bo"]), {})

    assert "- luat-cbcc\n" in (folder / "quyet-dinh.yaml").read_text(encoding="utf-8")
    assert entered == ["nd170-2025"]
    now = register.read_bytes().decode()
    assert now.startswith(own + "\r\n")
    assert "\n" not in now.replace("\r\n", "")
    assert load_dossier(folder)[0] is not None


def test_the_decree_on_the_organs_functions_is_taken_from_the_register(tmp_path: Path) -> None:
    (tmp_path / "van-ban.yaml").write_text(
        "nd39:\n  loai: Nghị định\n  so: 39/2025/NĐ-CP\n  ngay: 26/02/2025\n  co_quan: Chính phủ\n"
        "  trich_yeu: >-\n    quy định chức năng, nhiệm vụ, quyền hạn và cơ cấu tổ chức\n"
        "    của Bộ Tư pháp\n",
        encoding="utf-8",
    )

    folder, _ = begin(start(tmp_path, "dieu-dong", ORGANS["bo"]), {})

    assert "can_cu:\n  - nd39\n" in (folder / "quyet-dinh.yaml").read_text(encoding="utf-8")


def test_entries_are_refused_where_the_register_has_the_key() -> None:
    with pytest.raises(ContentError):
        with_entries("a:\n  loai: Luật\n", {"a": {"loai": "Luật"}}, "van-ban.yaml")


def test_a_register_without_entries_takes_its_first_as_its_lines_end(tmp_path: Path) -> None:
    register = tmp_path / "van-ban.yaml"
    register.write_bytes("# sổ của cơ quan\r\n".encode())

    folder, entered = begin(start(tmp_path, "bo-nhiem", ORGANS["bo"]), {})

    now = register.read_bytes().decode()
    assert now.startswith("# sổ của cơ quan\r\nluat-can-bo-cong-chuc:\r\n")
    assert "\n" not in now.replace("\r\n", "")
    assert len(entered) == 2
    assert load_dossier(folder)[0] is not None


# --- the command --------------------------------------------------------------------------------


def test_the_next_dossier_is_of_the_same_organ(tmp_path: Path) -> None:
    first = qdgen_run(
        "new", "bo-nhiem", "--co-quan", "Sở Nội vụ", "--co-quan-chu-quan",
        "Ủy ban nhân dân tỉnh Phú Thọ", "--nguoi-ky", "Lê Văn Cường", "--nam", "2026",
        "--dat", "ho_ten=Trần Thị Đào", cwd=tmp_path,
    )  # fmt: skip
    second = qdgen_run("new", "quy-che", "--nam", "2026", cwd=tmp_path)

    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert (tmp_path / "content/2026-bo-nhiem-tran-thi-dao/quyet-dinh.yaml").is_file()
    found = last_organ(tmp_path / "content")
    assert found is not None
    assert (found[0].name, found[0].parent, found[0].place, found[1]) == (
        "Sở Nội vụ",
        "Ủy ban nhân dân tỉnh Phú Thọ",
        "Phú Thọ",
        "Lê Văn Cường",
    )
    again = qdgen_run("new", "quy-che", "2026-quy-che", "--nam", "2026", cwd=tmp_path)
    assert again.returncode == 7
    outside = qdgen_run("new", "quy-che", "../x", "--nam", "2026", cwd=tmp_path)
    assert outside.returncode == 2


def test_a_spreadsheet_gives_a_dossier_a_row_and_is_taken_up_again(tmp_path: Path) -> None:
    form = tmp_path / "mau.xlsx"
    qdgen_run("new", "khen-thuong", "--mau", form, cwd=tmp_path)
    book = load_workbook(form)
    sheet = book.active
    assert sheet is not None
    headings = [cell.value for cell in sheet[1]]
    assert headings == [q.words for q in all_kinds()["khen-thuong"].questions]
    names = ["Nguyễn Văn A", "Trần Thị B", "Nguyễn Văn A", "Lê C"]
    for nth, name in enumerate(names, 2):
        sheet.cell(nth, headings.index("họ và tên") + 1, name)
        sheet.cell(nth, headings.index("ông hay bà") + 1, "cô" if name == "Lê C" else "ông")
    book.save(form)
    order = ["--lang", "en", "new", "khen-thuong", "--co-quan", "Bộ Tư pháp", "--nam", "2026"]

    done = qdgen_run(*order, "--from", form, cwd=tmp_path)

    assert done.returncode == 3
    assert "mau.xlsx:5:2: error: ông hay bà: “cô” is none of the choices" in done.stderr
    made = sorted(path.name for path in (tmp_path / "content").glob("2026-*"))
    assert made == [
        "2026-khen-thuong-nguyen-van-a",
        "2026-khen-thuong-nguyen-van-a-2",
        "2026-khen-thuong-tran-thi-b",
    ]
    own = tmp_path / "content" / made[0] / "quyet-dinh.yaml"
    own.write_text(own.read_text(encoding="utf-8") + "# của tôi\n", encoding="utf-8")
    (tmp_path / "content" / made[2] / "quyet-dinh.yaml").unlink()
    (tmp_path / "content" / made[2]).rmdir()
    sheet.cell(5, headings.index("ông hay bà") + 1, "bà")
    book.save(form)

    again = qdgen_run(*order, "--from", form, cwd=tmp_path)

    assert again.returncode == 0, again.stderr
    assert "made 2, there already 2, rows not taken 0" in again.stdout
    assert own.read_text(encoding="utf-8").endswith("# của tôi\n")


def test_what_an_interrupted_series_has_made_can_be_built(tmp_path: Path) -> None:
    table = tmp_path / "ds.csv"
    table.write_text("họ và tên\nTrần A\nTrần B\n", encoding="utf-8")
    content = tmp_path / "content"

    def interrupt(done: int, count: int) -> None:
        if done == count:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        begin_many(
            start(content, "bo-nhiem", ORGANS["bo"]),
            read_workbook(table)[0],
            "ds.csv",
            {},
            interrupt,
        )

    assert sorted(path.name for path in content.iterdir()) == [
        "2026-bo-nhiem-tran-a",
        "van-ban.yaml",
    ]
    assert load_dossier(content / "2026-bo-nhiem-tran-a")[0] is not None


def test_a_column_that_answers_no_question_is_named(tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text("họ và tên;lương\nAn;3\n", encoding="utf-8")

    done = qdgen_run(
        "--lang", "en", "new", "bo-nhiem", "--co-quan", "Bộ Tư pháp", "--from", table, cwd=tmp_path
    )

    assert done.returncode == 2
    assert "“lương”" in done.stderr


def test_one_folder_is_not_named_for_many_rows(tmp_path: Path) -> None:
    (tmp_path / "ds.csv").write_text("họ và tên\nTrần A\n", encoding="utf-8")

    done = qdgen_run("--lang", "en", "new", "bo-nhiem", "mot", "--from", "ds.csv", cwd=tmp_path)

    assert done.returncode == 2
    assert "mot names none of them" in done.stderr
    assert not (tmp_path / "content").exists()


def test_the_files_of_the_kinds_ask_only_what_the_kinds_ask() -> None:
    for kind in all_kinds().values():
        words = "".join(kind.files().values())
        for name, content in kind.files().items():
            assert parse(content.replace("⟦can_cu_to_chuc⟧", "a"), name)[0] is not None
        unused = [q.key for q in kind.questions if f"⟦{q.key}⟧" not in words]
        assert unused == [], kind.name


def test_a_build_of_a_series_keeps_what_was_done_when_it_is_interrupted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recipe, "_TOGETHER", 2)
    content = tmp_path / "content"
    folders = [
        begin(start(content, "bo-nhiem", ORGANS["bo"]), ANSWERED["bo-nhiem"])[0] for _ in range(5)
    ]
    options = Options(tmp_path / "output", tmp_path, pdf=False)

    def interrupted(message: Text) -> None:
        if "(5/5)" in render(message, "en"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        recipe.build(folders, options, interrupted)

    made = sorted(path.name for path in (tmp_path / "output").glob("*/*.docx"))
    assert made == sorted(f"{folder.name}.docx" for folder in folders[:4])
    assert all((tmp_path / "output" / f.name / ".qdgen.json").is_file() for f in folders[:4])
