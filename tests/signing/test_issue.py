"""`qdgen issue`: number and day given, a package complete and proven, the dossier frozen."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from issuing_desk import NAME, clerk_desk, commit, edit, git, tree
from pikepdf import pdfa

from building import environment, program, qdgen_run
from qdgen.errors import RefusedError
from qdgen.pipeline import issue as issuing
from qdgen.pipeline import package as packaging
from qdgen.pipeline.issue_order import IssueOrder
from qdgen.signing.alone import LOCK, alone
from qdgen.signing.manifest import file_hash

GIVEN = ("--so", "7", "--ngay", "5/2/2026")


def issued(desk: Path, *more: str, **environ: str | None) -> Any:
    return qdgen_run(
        "--lang", "en", "issue", NAME, *GIVEN, *more, cwd=desk, env=environment(**environ)
    )


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    desk = clerk_desk(tmp_path_factory.mktemp("desk"))
    answer = issued(desk)
    assert answer.returncode == 0, answer.stderr
    return desk


@pytest.fixture
def own(done: Path, tmp_path: Path) -> Path:
    """The issued desk, one's own."""
    return Path(shutil.copytree(done, tmp_path / "desk"))


def not_pdf_a(pdf: pikepdf.Pdf) -> list[str]:
    """What breaks PDF/A-2b. The validator says of forms only that it does not look into them."""
    findings = [f for f in pdfa.check(pdf, "2b").findings if "/AcroForm" not in f.where]
    widgets = [a for page in pdf.pages for a in page.obj.get("/Annots", []) if "/FT" in a]
    lacking = [str(w.T) for w in widgets if not int(w.F) & 4 or "/N" not in w.AP or "/A" in w]
    return [*map(str, findings), *lacking]


def package(desk: Path) -> Path:
    return desk / "output" / NAME / "ban-hanh"


def test_only_number_and_day_change_in_the_source(done: Path) -> None:
    changed = [
        line
        for line in git(done, "diff", "--unified=0").splitlines()
        if line[:1] in "+-" and not line.startswith(("+++", "---"))
    ]
    assert changed == [
        "-  so:   # chờ cấp",
        "+  so: 7   # chờ cấp",
        "-  ngay:",
        "+  ngay: 05/02/2026",
    ]


def test_number_and_day_stand_with_the_zeros_of_the_decree(done: Path) -> None:
    shown = qdgen_run("show", package(done) / f"{NAME}.docx", cwd=done).stdout
    assert "Số: 07/QĐ-BKHCN" in shown
    assert "Hà Nội, ngày 05 tháng 02 năm 2026" in shown
    assert "(Kèm theo Quyết định số 07/QĐ-BKHCN ngày 05 tháng 02 năm 2026" in shown


def test_an_electronic_annex_leaves_its_reference_line_open_and_a_paper_one_does_not(
    tmp_path: Path, done: Path
) -> None:
    desk = clerk_desk(tmp_path)
    assert issued(desk, "--ban", "giay").returncode == 0
    for place, is_open in ((done, True), (desk, False)):
        shown = qdgen_run("show", package(place) / f"{NAME}.docx", cwd=place).stdout
        annex = shown[shown.index("Danh mục nhiệm vụ phát triển".upper()) :]
        assert ("theo Quyết định số        /QĐ-BKHCN ngày     tháng" in annex) is is_open


def test_the_manifest_tells_every_file_and_what_it_was_made_from(done: Path) -> None:
    told = json.loads((package(done) / "ke-khai.json").read_text(encoding="utf-8"))
    assert {f["ten"]: f["sha256"] for f in told["tep"]} == {
        path.name: file_hash(path) for path in package(done).iterdir() if path.suffix != ".json"
    }
    assert (told["so"], told["ngay"], told["ban"]) == ("7", "05/02/2026", "điện tử")
    assert told["git"] == git(done, "rev-parse", "HEAD").strip()
    assert set(told["noi_dung"]) == {
        "don-vi.yaml",
        "van-ban.yaml",
        *(f"{NAME}/{name}.yaml" for name in ("quyet-dinh", "ke-hoach", "phu-luc")),
    }
    assert told["cong_cu"]["LibreOffice"]


def test_the_pdf_has_both_empty_fields_and_is_still_pdf_a(done: Path) -> None:
    with pikepdf.open(package(done) / f"{NAME}.pdf") as pdf:
        assert not_pdf_a(pdf) == []
        fields = [(str(f.T), str(f.FT), "/V" in f) for f in pdf.Root.AcroForm.Fields]
    assert fields == [("nguoi-ky", "/Sig", False), ("co-quan", "/Sig", False)]


def test_separate_files_bear_the_organs_field_alone(issued_desk: Path) -> None:
    found = {}
    for path in sorted(package(issued_desk).glob("*.pdf")):
        with pikepdf.open(path) as pdf:
            assert not_pdf_a(pdf) == []
            found[path.stem] = [str(f.T) for f in pdf.Root.AcroForm.Fields]
    assert found == {
        f"{NAME}-quyet-dinh": ["nguoi-ky", "co-quan"],
        f"{NAME}-ke-hoach": ["co-quan"],
        f"{NAME}-phu-luc": ["co-quan"],
    }


def test_another_folder_locale_time_zone_and_user_give_the_same_package(
    tmp_path: Path, done: Path
) -> None:
    desk = clerk_desk(tmp_path / "thư mục khác")
    answer = issued(desk, TZ="America/New_York", LANG="de_DE.UTF-8", LC_ALL="C", USER="ai-khac")
    assert answer.returncode == 0, answer.stderr
    here, there = tree(package(done)), tree(package(desk))
    for made in (here, there):  # the commits of two repositories differ by their time
        told = json.loads(made.pop("ke-khai.json"))
        assert told.pop("git")
        made["ke-khai.json"] = json.dumps(told).encode()
    assert here == there


# --- refusals -------------------------------------------------------------------------------------

OBSTACLES = {
    "blank": ("ke-hoach.yaml", "chất lượng dữ liệu", "chất lượng @trống(hỏi Vụ Pháp chế)"),
    "error of the check": ("quyet-dinh.yaml", "- Như @thi-hanh", "- Như Điều 3"),
}


@pytest.mark.parametrize("what", OBSTACLES)
def test_it_is_refused_while_something_is_wrong_and_nothing_changes(
    tmp_path: Path, what: str
) -> None:
    desk = clerk_desk(tmp_path)
    edit(desk, *OBSTACLES[what])
    commit(desk)
    before = tree(desk)
    answer = issued(desk)
    assert answer.returncode == 7, answer.stdout + answer.stderr
    assert OBSTACLES[what][0] in answer.stderr
    assert tree(desk) == before


def test_it_is_refused_while_an_item_of_a_review_or_of_a_new_year_is_open(tmp_path: Path) -> None:
    desk = clerk_desk(tmp_path)
    folder = desk / "content" / NAME
    review = "muc:\n  - id: rs-1\n    noi_dung: Số tiền có đúng không?\n    xu_ly:{}\n"
    roll = (
        "chuyen_nam:\n  tu_ho_so: ho-so-cu\n  noi_dung_sha256: '00'\n  tu_nam: 2025\n  nam: 2026\n"
        "  ngay: 01/01/2026\nmuc:\n  - id: cn-1\n    loai: thời hạn\n    cho: quyet-dinh.yaml\n"
        "    noi_dung: Hạn ghi năm cũ.\n    quyet_dinh:{}\n"
    )
    (folder / "ra-soat.yaml").write_text(review.format(""), encoding="utf-8")
    (folder / "chuyen-nam.yaml").write_text(roll.format(""), encoding="utf-8")
    commit(desk)
    before = tree(desk)
    answer = issued(desk)
    assert answer.returncode == 7
    assert (
        "content/ho-so/ra-soat.yaml:2:5: error: still to be settled: Số tiền có đúng không?"
        in answer.stderr
    )
    assert (
        "content/ho-so/chuyen-nam.yaml:8:5: error: still to be decided for the new year: "
        "Hạn ghi năm cũ." in answer.stderr
    )
    assert "2 reasons" in answer.stderr
    assert tree(desk) == before
    (folder / "ra-soat.yaml").write_text("muc: [", encoding="utf-8")
    answer = issued(desk)
    assert answer.returncode == 7
    assert "content/ho-so/ra-soat.yaml:1" in answer.stderr
    (folder / "ra-soat.yaml").write_text(review.format(" Đã sửa."), encoding="utf-8")
    (folder / "chuyen-nam.yaml").write_text(roll.format(" tự động"), encoding="utf-8")
    answer = issued(desk, "--dinh-kem-nguon")
    assert answer.returncode == 0, answer.stderr
    with pikepdf.open(package(desk) / f"{NAME}.pdf") as pdf:
        assert not [name for name in pdf.attachments if "ra-soat" in name or "nam" in name]


def test_it_is_refused_while_content_is_not_committed(tmp_path: Path) -> None:
    desk = clerk_desk(tmp_path)
    edit(desk, "ke-hoach.yaml", "chất lượng dữ liệu", "chất lượng số liệu")
    answer = issued(desk)
    assert answer.returncode == 7
    assert "content/ho-so/ke-hoach.yaml: error: this file has changes" in answer.stderr


def test_without_a_repository_nothing_need_be_committed(tmp_path: Path) -> None:
    desk = clerk_desk(tmp_path, in_git=False)
    assert issued(desk).returncode == 0


def test_it_is_refused_in_another_year_than_the_contents(tmp_path: Path) -> None:
    desk = clerk_desk(tmp_path)
    answer = qdgen_run("--lang", "en", "issue", NAME, "--so", "7", "--ngay", "5/2/2027", cwd=desk)
    assert answer.returncode == 7
    assert "nam is 2026, but the day of issue is 05/02/2027" in answer.stderr


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--so", "7"), "number and day are needed"),
        (("--so", "0", "--ngay", "5/2/2026"), "“0” is no number"),
        (("--so", "7", "--ngay", "30/2/2026"), "“30/2/2026” is no day of the calendar"),
    ],
)
def test_a_number_or_day_that_is_none_is_a_mistake_of_use(
    tmp_path: Path, given: tuple[str, ...], said: str
) -> None:
    desk = clerk_desk(tmp_path)
    answer = qdgen_run("--lang", "en", "issue", NAME, *given, cwd=desk)
    assert answer.returncode == 2
    assert said in answer.stderr


def test_a_reason_overrides_and_is_recorded(tmp_path: Path) -> None:
    desk = clerk_desk(tmp_path)
    edit(desk, *OBSTACLES["blank"])
    commit(desk)
    assert issued(desk, "--force", "Bộ trưởng đồng ý để trống").returncode == 0
    record = json.loads((desk / "content" / NAME / "ban-hanh.json").read_text(encoding="utf-8"))
    told = json.loads((package(desk) / "ke-khai.json").read_text(encoding="utf-8"))
    assert record["ly_do_bo_qua"] == told["ly_do_bo_qua"] == "Bộ trưởng đồng ý để trống"
    assert "blank" in record["bo_qua"][0]


# --- frozen ---------------------------------------------------------------------------------------


def test_an_issued_dossier_is_frozen_until_it_is_opened_again_with_a_reason(
    own: Path,
) -> None:
    desk = own
    commit(desk)
    again = issued(desk)
    assert again.returncode == 7
    assert "issued already as number 7 on 05/02/2026" in again.stderr
    assert qdgen_run("build", "--no-pdf", cwd=desk).returncode == 0  # what was issued may be built
    edit(desk, "ke-hoach.yaml", "chất lượng dữ liệu", "chất lượng số liệu")
    refused = qdgen_run("--lang", "en", "build", "--no-pdf", cwd=desk)
    assert refused.returncode == 7
    assert "its content has changed since" in refused.stderr
    opened = qdgen_run("reopen", NAME, "--ly-do", "đính chính", cwd=desk)
    assert opened.returncode == 0
    assert qdgen_run("build", "--no-pdf", cwd=desk).returncode == 0
    commit(desk)
    assert issued(desk).returncode == 0
    record = json.loads((desk / "content" / NAME / "ban-hanh.json").read_text(encoding="utf-8"))
    assert [past["ly_do"] for past in record["mo_lai"]] == ["đính chính"]
    assert (desk / "output" / NAME / "ban-hanh-lan-1" / "ke-khai.json").is_file()


def test_a_register_may_grow_after_the_issue(own: Path) -> None:
    desk = own
    register = desk / "content/don-vi.yaml"
    register.write_text(register.read_text(encoding="utf-8") + "moi:\n  ten: Vụ Mới\n", "utf-8")
    assert qdgen_run("build", "--no-pdf", cwd=desk).returncode == 0


# --- meanwhile, and afterwards --------------------------------------------------------------------


def test_what_is_saved_meanwhile_is_not_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = clerk_desk(tmp_path)
    order = IssueOrder(desk / "content" / NAME, 7, date(2026, 2, 5), desk / "output", desk)
    make = packaging.manifest

    def saved_meanwhile(*given: Any) -> bytes:
        edit(desk, "quyet-dinh.yaml", "kể từ ngày ký", "kể từ ngày ký ban hành")
        return make(*given)

    monkeypatch.setattr(packaging, "manifest", saved_meanwhile)
    with pytest.raises(RefusedError, match="was changed while it was being issued"):
        issuing.issue(order, lambda _: None)
    words = (desk / "content" / NAME / "quyet-dinh.yaml").read_text(encoding="utf-8")
    assert "kể từ ngày ký ban hành" in words
    assert "so:   # chờ cấp" in words
    assert not package(desk).exists()


def test_what_is_issued_anew_by_force_keeps_its_past(own: Path) -> None:
    desk = own
    shutil.rmtree(desk / ".git")
    given = ("issue", NAME, "--so", "8", "--ngay", "6/2/2026", "--force", "cấp nhầm số")
    assert qdgen_run(*given, cwd=desk).returncode == 0
    record = json.loads((desk / "content" / NAME / "ban-hanh.json").read_text(encoding="utf-8"))
    assert [(past["so"], past["ly_do"]) for past in record["mo_lai"]] == [("7", "cấp nhầm số")]


def test_a_damaged_record_is_told_of(tmp_path: Path) -> None:
    desk = clerk_desk(tmp_path)
    record = desk / "content" / NAME / "ban-hanh.json"
    for words, *command in (
        ("{", "build", "--no-pdf"),
        ("{", "issue", NAME, *GIVEN),
        ('{"dinh_dang": 2, "ho_so": 5}', "build", "--no-pdf"),
    ):
        record.write_text(words, encoding="utf-8")
        answer = qdgen_run("--lang", "en", *command, cwd=desk)
        assert answer.returncode == 3
        assert "content/ho-so/ban-hanh.json is not a record of an issue" in answer.stderr


# --- two at once ----------------------------------------------------------------------------------


def test_of_two_issues_at_once_one_is_done_and_the_other_told_to_wait(tmp_path: Path) -> None:
    desk = clerk_desk(tmp_path, in_git=False)
    both = [
        subprocess.Popen(
            program("--lang", "en", "issue", NAME, "--so", number, "--ngay", "5/2/2026"),
            cwd=desk,
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        for number in ("7", "8")
    ]
    said = {running.communicate(timeout=180)[1]: running.returncode for running in both}
    assert sorted(said.values()) == [0, 7], said
    (refused,) = (words for words, code in said.items() if code == 7)
    assert "another run of qdgen is changing or signing content/ho-so just now" in refused
    record = json.loads((desk / "content" / NAME / "ban-hanh.json").read_text(encoding="utf-8"))
    told = json.loads((package(desk) / "ke-khai.json").read_text(encoding="utf-8"))
    words = (desk / "content" / NAME / "quyet-dinh.yaml").read_text(encoding="utf-8")
    assert record["so"] == told["so"]
    assert f"  so: {record['so']}   # chờ cấp" in words
    assert not (desk / "content" / NAME / LOCK).exists()


def test_the_lock_of_a_process_that_is_gone_holds_nobody_up(tmp_path: Path) -> None:
    folder = tmp_path / "hồ sơ"
    folder.mkdir()
    holding = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(folder)],
        env=environment(),
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    assert holding.stdout is not None
    assert holding.stdout.readline() == "held\n"
    with pytest.raises(RefusedError, match="another run of qdgen"), alone(folder, "hồ sơ"):
        pass
    holding.kill()
    holding.communicate()
    with alone(folder, "hồ sơ"):
        assert (folder / LOCK).exists()
    assert list(folder.iterdir()) == []


_HOLD = """
import sys, time
from pathlib import Path
from qdgen.signing.alone import alone
with alone(Path(sys.argv[1]), ""):
    print("held", flush=True)
    time.sleep(100)
"""


# --- copied, and renamed --------------------------------------------------------------------------


def test_the_copy_of_an_issued_dossier_is_not_issued_and_the_record_in_it_is_told_of(
    issued_desk: Path, tmp_path: Path
) -> None:
    desk = tmp_path / "desk"
    shutil.copytree(issued_desk / "content", desk / "content")
    shutil.copytree(desk / "content" / NAME, desk / "content/nam-sau")
    decision = desk / "content/nam-sau/quyet-dinh.yaml"
    decision.write_text(decision.read_text("utf-8").replace("Kế hoạch", "Chương trình"), "utf-8")
    built = qdgen_run("--lang", "en", "build", "nam-sau", "--no-pdf", cwd=desk)
    assert built.returncode == 0, built.stderr
    assert (
        "content/nam-sau/ban-hanh.json: warning: this is the record of ho-so, copied along"
        in built.stderr
    )
    opened = qdgen_run("--lang", "en", "reopen", "nam-sau", "--ly-do", "thử", cwd=desk)
    assert opened.returncode == 7
    assert "is not issued" in opened.stderr
    assert qdgen_run("issue", "nam-sau", *GIVEN, cwd=desk).returncode == 0
    record = json.loads((desk / "content/nam-sau/ban-hanh.json").read_text(encoding="utf-8"))
    assert (record["ho_so"], record["mo_lai"]) == ("nam-sau", [])


def test_an_issued_dossier_stays_issued_under_another_name(
    issued_desk: Path, tmp_path: Path
) -> None:
    desk = tmp_path / "desk"
    shutil.copytree(issued_desk / "content", desk / "content")
    (desk / "content" / NAME).rename(desk / "content/ten-khac")
    built = qdgen_run("--lang", "en", "build", "--no-pdf", cwd=desk)
    assert built.returncode == 0
    assert "there is no ho-so beside" in built.stderr
    decision = desk / "content/ten-khac/quyet-dinh.yaml"
    decision.write_text(decision.read_text("utf-8").replace("Kế hoạch", "Chương trình"), "utf-8")
    refused = qdgen_run("--lang", "en", "build", "--no-pdf", cwd=desk)
    assert refused.returncode == 7
    assert "is this a new dossier: delete ban-hanh.json" in refused.stderr
    assert qdgen_run("reopen", "ten-khac", "--ly-do", "thử", cwd=desk).returncode == 0
    built = qdgen_run("--lang", "en", "build", "--no-pdf", cwd=desk)
    assert built.returncode == 0
    assert "beside" not in built.stderr


def test_a_record_from_before_records_named_their_dossier_still_counts(
    issued_desk: Path, tmp_path: Path
) -> None:
    desk = tmp_path / "desk"
    shutil.copytree(issued_desk / "content", desk / "content")
    path = desk / "content" / NAME / "ban-hanh.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    del told["ho_so"]
    path.write_text(json.dumps({**told, "dinh_dang": 1}), encoding="utf-8")
    answer = issued(desk, "--split", "--so", "8")
    assert answer.returncode == 7
    assert "issued already as number 7" in answer.stderr
