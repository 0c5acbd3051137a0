"""`qdgen git-setup`, with the real git."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from raw_docx import Raw, p, r

from qdgen.cli.git_drivers import textconv_command
from qdgen.cli.main import cli
from qdgen.errors import MissingToolError, UsageError
from qdgen.word.package import read_package, write_package

PROJECT = Path(__file__).parents[2]
DECISION = PROJECT / "content/2025-du-lieu-quoc-gia"


def _write(path: Path, words: str) -> None:
    write_package(Raw(p(r(words))).parts(), path)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "kho văn bản"
    folder.mkdir()
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "none"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2] / "src"))
    monkeypatch.chdir(folder)
    _git("init", "-q")
    _git("config", "user.name", "x")
    _git("config", "user.email", "x@x.example")
    return folder


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], check=True, capture_output=True, timeout=60)
    return done.stdout.decode("utf-8")


def _setup(*arguments: str) -> str:
    result = CliRunner().invoke(cli, ["git-setup", *arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def _config(folder: Path) -> bytes:
    return (folder / ".git" / "config").read_bytes()


def test_git_diff_shows_a_changed_word_and_only_the_changed_line(repository: Path) -> None:
    path = repository / "mẫu có dấu cách.docx"
    write_package(Raw(p(r("một")) + p(r("hai"))).parts(), path)
    _setup()
    _git("add", ".")
    _git("commit", "-qm", "x")
    write_package(Raw(p(r("một")) + p(r("ba"))).parts(), path)
    lines = _git("diff").splitlines()
    assert [line for line in lines if line.startswith(("-[", "+["))] == [
        "-[Normal] hai",
        "+[Normal] ba",
    ]


def test_git_diff_goes_on_past_a_broken_file(repository: Path) -> None:
    _setup()
    _write(repository / "a.docx", "một")
    (repository / "b.txt").write_text("b\n")
    _git("add", ".")
    _git("commit", "-qm", "x")
    (repository / "a.docx").write_bytes(b"PK, cut off")
    (repository / "b.txt").write_text("c\n")
    said = _git("diff")
    assert "-[Normal] một" in said
    assert "+c" in said


def test_nothing_in_the_repository_is_run(repository: Path) -> None:
    _setup()
    for name in ("qdgen.py", "click.py", "lxml.py"):
        (repository / name).write_text("raise SystemExit('ran')")
    _write(repository / "a.docx", "một")
    _git("add", ".")
    assert "+[Normal] một" in _git("diff", "--cached")


def test_only_this_repository_is_set_up_and_again_changes_nothing(repository: Path) -> None:
    _setup()
    config, attributes = _config(repository), (repository / ".gitattributes").read_bytes()
    assert attributes == (b"*.docx diff=qdgen-docx\n**/content/**/*.yaml diff=qdgen-content\n")
    _setup()
    assert _config(repository) == config
    assert (repository / ".gitattributes").read_bytes() == attributes
    assert _git("config", "--local", "diff.qdgen-docx.cachetextconv") == "true\n"


@pytest.mark.parametrize(
    "earlier",
    [
        None,
        b"",
        b"*.pdf binary\n",
        b"*.pdf binary",
        b"*.pdf binary\r\n*.docx binary\r\n",
        b"*.pdf binary\r\n*.yaml -diff",
        b"*.docx diff=qdgen-docx\n",
        b"**/content/**/*.yaml diff=qdgen-content",
    ],
)
def test_undo_leaves_every_file_as_it_was_to_the_byte(
    repository: Path, earlier: bytes | None
) -> None:
    attributes = repository / ".gitattributes"
    if earlier is not None:
        attributes.write_bytes(earlier)
    _git("config", "diff.other.textconv", "cat")
    if earlier and not earlier.endswith(b"\n"):
        config = repository / ".git/config"
        config.write_bytes(config.read_bytes().rstrip(b"\n"))
    before = _everything(repository)
    _setup()
    assert _driver("a.docx") == "qdgen-docx"
    assert _driver("content/a/ke-hoach.yaml") == _driver("content/don-vi.yaml") == "qdgen-content"
    assert attributes.read_bytes().startswith(earlier or b"")
    assert attributes.read_bytes().count(b"\r\n") in (0, attributes.read_bytes().count(b"\n"))
    _setup()
    _setup("--undo")
    assert _everything(repository) == before


def _everything(repository: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in repository.rglob("*") if path.is_file()}


def _driver(path: str) -> str:
    return _git("check-attr", "diff", path).rstrip("\n").rpartition(": ")[2]


def test_lines_written_below_ours_stay_after_undo(repository: Path) -> None:
    attributes = repository / ".gitattributes"
    attributes.write_bytes(b"*.pdf binary")
    _setup()
    attributes.write_bytes(attributes.read_bytes() + b"*.png binary\n")
    _setup("--undo")
    assert attributes.read_bytes() == b"*.pdf binary\n*.png binary\n"


def test_what_an_earlier_version_set_up_is_undone_too(repository: Path) -> None:
    before = _config(repository)
    (repository / ".gitattributes").write_bytes(b"*.docx diff=qdgen-docx\n")
    _git("config", "qdgen.gitattributes", "file")
    _git("config", "diff.qdgen-docx.textconv", "x")
    _setup("--undo")
    assert _config(repository) == before
    assert not (repository / ".gitattributes").exists()


def test_a_link_in_the_place_of_gitattributes_leads_to_no_change_elsewhere(
    repository: Path,
) -> None:
    outside = repository.parent / "của tôi"
    outside.write_bytes(b"*.pdf binary\n")
    (repository / ".gitattributes").symlink_to(outside)
    before = _config(repository)
    result = CliRunner().invoke(cli, ["git-setup"])
    assert isinstance(result.exception, UsageError)
    assert outside.read_bytes() == b"*.pdf binary\n"
    assert _config(repository) == before


def test_each_worktree_has_its_own_lines_and_one_undo_takes_out_all(repository: Path) -> None:
    (repository / "a.txt").write_text("a")
    _git("add", ".")
    _git("commit", "-qm", "x")
    _git("worktree", "add", "-qb", "hai", "../bàn hai")
    second = repository.parent / "bàn hai"
    before = _everything(repository), _everything(second)
    _setup()
    assert not (second / ".gitattributes").exists()
    with contextlib.chdir(second):
        _setup()
    _git("worktree", "move", "../bàn hai", "../bàn ba")
    third = repository.parent / "bàn ba"
    assert (third / ".gitattributes").read_bytes() == (repository / ".gitattributes").read_bytes()
    _setup("--undo")
    assert not (third / ".gitattributes").exists()
    _git("worktree", "move", "../bàn ba", "../bàn hai")
    after = _everything(repository), _everything(second)
    assert after == before


@pytest.mark.parametrize(
    ("folder", "files"),
    [
        ("phòng/content", ["van-ban.yaml", "hồ-sơ/quyet-dinh.yaml", "hồ-sơ/ke-hoach.yaml"]),
        ("kho [1] văn bản", ["van-ban.yaml", "ho-so/quyet-dinh.yaml", "ho-so/ke-hoach.yaml"]),
        ("a/b", ["don-vi.yaml", "ho-so/quyet-dinh.yaml"]),
        ("", ["van-ban.yaml", "ho-so/quyet-dinh.yaml", "ho-so/phu-luc.yaml"]),
        ("", ["quyet-dinh.yaml", "phu-luc.yaml"]),
    ],
)
def test_content_is_known_wherever_it_lies_and_other_yaml_is_let_be(
    repository: Path, folder: str, files: list[str]
) -> None:
    others = ["pnpm-lock.yaml.d/x/y.yaml", ".github/workflows/ci.yaml", "a.yml"]
    if files[0] != "quyet-dinh.yaml":
        others.append("pnpm-lock.yaml")
    for name in [*(str(Path(folder, name)) for name in files), *others]:
        (repository / name).parent.mkdir(parents=True, exist_ok=True)
        (repository / name).write_text("a: b\n")
    before = _everything(repository)
    _setup()
    assert {_driver(str(Path(folder, name))) for name in files} == {"qdgen-content"}
    assert {_driver(name) for name in others} == {"unspecified"}
    _setup("--undo")
    assert _everything(repository) == before


def test_undo_without_set_up_changes_nothing(repository: Path) -> None:
    config = _config(repository)
    _setup("--undo")
    assert _config(repository) == config


def test_it_works_from_a_folder_inside_the_repository(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = repository / "content"
    inner.mkdir()
    monkeypatch.chdir(inner)
    _setup()
    assert (repository / ".gitattributes").exists()
    assert not (inner / ".gitattributes").exists()


def test_outside_a_repository_it_is_a_usage_error(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository.parent)
    for arguments in ([], ["--undo"]):
        result = CliRunner().invoke(cli, ["git-setup", *arguments])
        assert isinstance(result.exception, UsageError)
        assert result.exception.exit_code == 2


def test_without_git_the_missing_tool_is_named(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(repository))
    assert isinstance(CliRunner().invoke(cli, ["git-setup"]).exception, MissingToolError)


def test_the_command_is_quoted_for_gits_shell() -> None:
    for python in (sys.executable, "/opt/thư mục/it's/python"):
        command = textconv_command(python)
        assert shlex.split(command) == [python, "-P", "-m", "qdgen", "show", "--textconv"]


@pytest.fixture
def decision(repository: Path) -> Path:
    """The decision of 2025, committed in a repository that is set up; its folder."""
    folder = repository / "content/2025-du-lieu-quoc-gia"
    shutil.copytree(DECISION.parent, folder.parent)
    _setup()
    _git("add", ".")
    _git("commit", "-qm", "x")
    return folder


def _edit(path: Path, old: str, new: str) -> None:
    words = path.read_text(encoding="utf-8")
    assert words.count(old) == 1, old
    path.write_text(words.replace(old, new), encoding="utf-8")


def _headers(diff: str) -> list[str]:
    return re.findall(r"^@@ .* @@ ?(.*)$", diff, re.MULTILINE)


@pytest.mark.parametrize(
    "edit",
    [
        (
            "quyet-dinh.yaml", "15/12/2025", "10/12/2025", "- id: bao-cao",
            "[-15/12/2025-]{+10/12/2025+}.",
        ),
        (
            "quyet-dinh.yaml", "ngày 02/4/2024", "ngày 02/04/2024", "can_cu:",
            "ngày [-02/4/2024-]{+02/04/2024+}",
        ),
        (
            "quyet-dinh.yaml", "số 570/QĐ-BKHCN", "số 571/QĐ-BKHCN", "can_cu:",
            "[-570/QĐ-BKHCN-]{+571/QĐ-BKHCN+}",
        ),
        (
            "ke-hoach.yaml", "của Bộ Bộ Khoa học và Công nghệ\n",
            "của Bộ Khoa học và Công nghệ\n", "- id: yeu-cau",
            "của Bộ[-Bộ-] Khoa học",
        ),
        (
            "ke-hoach.yaml", "@qd570(số) ngày", "@qd570(đầy đủ) ngày", "- id: yeu-cau",
            "[-@qd570(số)-]{+@qd570(đầy đủ)+} ngày",
        ),
        (
            "ke-hoach.yaml", "các nhiệm vụ được giao\n            tại",
            "các nhiệm vụ đã giao\n            tại", "- id: muc-dich",
            "các nhiệm vụ [-được-]{+đã+} giao",
        ),
        (
            "phu-luc.yaml", "(Phối hợp theo kế hoạch của Bộ Công an)\n      - id: ra-soat",
            "(Phối hợp theo kế hoạch của Bộ Y tế)\n      - id: ra-soat",
            "- id: huong-dan-luat-du-lieu", "kế hoạch của Bộ [-Công an-]{+Y tế+})",
        ),
        (
            "../van-ban.yaml", "57-NQ/TW\n", "57a-NQ/TW\n", "nq57:",
            "so: [-57-NQ/TW-]{+57a-NQ/TW+}",
        ),
        (
            "../van-ban.yaml", "ngay: 17/5/2024", "ngay: 18/5/2024", "qd813:",
            "ngay: [-17/5/2024-]{+18/5/2024+}",
        ),
    ],
)  # fmt: skip
def test_a_change_of_content_stands_below_its_id_and_in_whole_words(
    decision: Path,
    monkeypatch: pytest.MonkeyPatch,
    edit: tuple[str, str, str, str, str],
) -> None:
    file, old, new, header, words = edit
    _edit(decision / file, old, new)
    for locale in ("C", "C.UTF-8"):
        monkeypatch.setenv("LC_ALL", locale)
        assert _headers(_git("diff", "-U0")) == [header]
        assert words in _git("diff", "--word-diff")


def test_log_and_show_name_the_id_too(decision: Path) -> None:
    _edit(decision / "quyet-dinh.yaml", "15/12/2025", "10/12/2025")
    _git("commit", "-qam", "hạn")
    for command in (["log", "-1", "-p", "-U0"], ["show", "-U0"]):
        assert _headers(_git(*command)) == ["- id: bao-cao"]
    assert "[-15/12/2025-]{+10/12/2025+}" in _git("show", "--word-diff")


def test_content_with_the_line_ends_of_windows_is_shown_alike(decision: Path) -> None:
    path = decision / "quyet-dinh.yaml"
    _git("config", "core.autocrlf", "false")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    _git("commit", "-qam", "CRLF")
    path.write_bytes(path.read_bytes().replace(b"15/12/2025", b"10/12/2025"))
    assert _headers(_git("diff", "-U0")) == ["- id: bao-cao"]
    assert "[-15/12/2025-]{+10/12/2025+}." in _git("diff", "--word-diff")


def test_a_word_file_is_compared_in_whole_words_below_its_bookmark(repository: Path) -> None:
    def provision(number: int, mark: str, words: str) -> str:
        start = f'<w:bookmarkStart w:id="{number}" w:name="_qd_{mark}"/>'
        return p(f'{start}{r(words)}<w:bookmarkEnd w:id="{number}"/>')

    path = repository / "a.docx"
    _setup()
    parts = [provision(1, "theo_doi", "Theo dõi."), provision(2, "bao_cao", "Báo cáo.")]
    write_package(Raw("".join(parts) + p(r("trước 15/12/2025."))).parts(), path)
    _git("add", ".")
    _git("commit", "-qm", "x")
    write_package(Raw("".join(parts) + p(r("trước 10/12/2025."))).parts(), path)
    diff = _git("diff", "-U0", "--word-diff")
    assert _headers(diff) == ["#bao_cao"]
    assert "trước [-15/12/2025-]{+10/12/2025+}." in diff


def test_a_template_is_compared_below_the_tag_that_stands_above(repository: Path) -> None:
    path = repository / "phu-luc.docx"
    shutil.copy(PROJECT / "templates/phu-luc.docx", path)
    _setup()
    _git("add", ".")
    _git("commit", "-qm", "x")
    parts = dict(read_package(path))
    content = parts["word/document.xml"].decode()
    parts["word/document.xml"] = content.replace("{{ khoi.nhan }}", "{{ khoi.nhan }}.").encode()
    write_package(parts, path)
    assert _headers(_git("diff", "-U0")) == ["{%p elif khoi.kieu == 'Mục a' %}"]
