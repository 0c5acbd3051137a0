"""LibreOffice as it is, and programs that go wrong in its place."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from fake_engines import FakeEngine
from making_docx import make_docx, paragraph

from qdgen.errors import ConversionError, MissingToolError, OutputError
from qdgen.pdf.engine import Job, Limits, convert
from qdgen.pdf.fonts import FontSet
from qdgen.pdf.processes import Program
from qdgen.pdf.profiles import own_profile

Fake = Callable[[str], FakeEngine]


@pytest.fixture
def fake(tmp_path: Path) -> Fake:
    def make(behaviour: str) -> FakeEngine:
        folder = tmp_path / "fake"
        folder.mkdir()
        return FakeEngine(folder, behaviour)

    return make


@pytest.fixture
def own_cache(tmp_path: Path) -> Mapping[str, str]:
    return {**os.environ, "QDGEN_CACHE": str(tmp_path / "cache")}


def documents(folder: Path, count: int) -> list[Job]:
    return [
        Job(make_docx(folder / f"{n}.docx", paragraph(f"Điều {n}.")), folder / f"{n}.pdf")
        for n in range(count)
    ]


def run_fake(
    engine: FakeEngine,
    jobs: Sequence[Job],
    environ: Mapping[str, str],
    *,
    workers: int = 1,
    timeout: float = 20,
) -> None:
    convert(
        jobs,
        soffice=engine.program,
        limits=Limits(workers, document=timeout, start=0),
        environ=environ,
    )


def text_of(pdf: Path) -> str:
    with pdfium.PdfDocument(pdf) as document:
        return "".join(page.get_textpage().get_text_bounded() for page in document)


def test_documents_of_the_same_name_and_names_with_marks_each_get_their_own_pdf(
    tmp_path: Path, soffice: Path, fonts: FontSet, environ: Mapping[str, str]
) -> None:
    places = [tmp_path / "một" / "Quyết định.docx", tmp_path / "hai" / "Quyết định.docx"]
    jobs = [
        Job(make_docx(place, paragraph(f"Phụ lục {place.parent.name}")), place.with_suffix(".pdf"))
        for place in places
    ]
    told: list[tuple[int, int]] = []

    convert(
        jobs,
        soffice=soffice,
        fonts=fonts,
        environ=environ,
        on_progress=lambda done, total: told.append((done, total)),
    )

    assert [text_of(job.pdf) for job in jobs] == ["Phụ lục một", "Phụ lục hai"]
    assert told[-1] == (2, 2)
    assert told == sorted(set(told))


def test_a_text_file_named_docx_is_refused_before_the_engine_starts(
    tmp_path: Path, fake: Fake, own_cache: Mapping[str, str]
) -> None:
    engine = fake("[draw(f) for f in FILES]")
    named = tmp_path / "thư.docx"
    named.write_text("Kính gửi", encoding="utf-8")

    with pytest.raises(ConversionError, match=r"thư\.docx is not a Word document"):
        run_fake(engine, [Job(named, tmp_path / "thư.pdf")], own_cache)
    assert engine.noted("starts") == []


def test_a_document_that_is_refused_does_not_keep_the_others_from_being_converted(
    tmp_path: Path, fake: Fake, own_cache: Mapping[str, str]
) -> None:
    engine = fake("[draw(f) for f in FILES]")
    jobs = documents(tmp_path, 3)
    jobs[1].docx.write_text("Kính gửi", encoding="utf-8")

    with pytest.raises(ConversionError, match="1 of 3 documents") as raised:
        run_fake(engine, jobs, own_cache)
    assert [d.location.file for d in raised.value.diagnostics] == [str(jobs[1].docx)]
    assert [job.pdf.exists() for job in jobs] == [True, False, True]


def test_a_zip_without_a_word_body_is_refused(
    tmp_path: Path, fake: Fake, own_cache: Mapping[str, str]
) -> None:
    engine = fake("[draw(f) for f in FILES]")
    whole = make_docx(tmp_path / "a.docx", paragraph("a")).read_bytes()
    other = tmp_path / "b.docx"
    other.write_bytes(whole.replace(b"word/document.xml", b"word/somethin.xml"))

    with pytest.raises(ConversionError, match=r"no word/document\.xml"):
        run_fake(engine, [Job(other, tmp_path / "b.pdf")], own_cache)


def test_a_document_that_loads_a_linked_picture_is_refused_and_a_hyperlink_is_not(
    tmp_path: Path, fake: Fake, own_cache: Mapping[str, str]
) -> None:
    engine = fake("[draw(f) for f in FILES]")
    target = "https://example.org/a.png"
    linked = make_docx(tmp_path / "a.docx", paragraph("a"), links={"image1": target})
    clickable = make_docx(tmp_path / "b.docx", paragraph("b"), links={"link1": target})

    with pytest.raises(ConversionError, match="links to a file outside itself"):
        run_fake(engine, [Job(linked, tmp_path / "a.pdf")], own_cache)
    run_fake(engine, [Job(clickable, tmp_path / "b.pdf")], own_cache)
    assert (tmp_path / "b.pdf").exists()


def test_an_engine_that_hangs_is_ended_with_its_children(
    tmp_path: Path, fake: Fake, own_cache: Mapping[str, str]
) -> None:
    engine = fake(
        """
        child = subprocess.Popen(["sleep", "600"])
        log("children", child.pid)
        time.sleep(600)
        """
    )
    jobs = documents(tmp_path, 1)

    with pytest.raises(ConversionError, match="no progress for 1 seconds"):
        run_fake(engine, jobs, own_cache, timeout=1)
    assert len(engine.noted("children")) == 2
    assert engine.running() == []


def test_an_engine_that_ignores_the_polite_signal_is_ended_by_force(
    tmp_path: Path, fake: Fake, own_cache: Mapping[str, str]
) -> None:
    engine = fake(
        """
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        log("children", child.pid)
        time.sleep(600)
        """
    )

    with pytest.raises(ConversionError, match="no progress"):
        run_fake(engine, documents(tmp_path, 1), own_cache, timeout=0.5)
    assert engine.running() == []


def test_an_interrupted_conversion_leaves_no_process_behind(
    tmp_path: Path, fake: Fake, own_cache: Mapping[str, str]
) -> None:
    engine = fake(
        """
        child = subprocess.Popen(["sleep", "600"])
        log("children", child.pid)
        draw(FILES[0]); draw(FILES[1])
        time.sleep(600)
        """
    )

    def interrupt(done: int, _total: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        convert(
            documents(tmp_path, 3),
            soffice=engine.program,
            limits=Limits(1),
            on_progress=interrupt,
            environ=own_cache,
        )
    assert len(engine.noted("children")) == 1
    assert engine.running() == []


def test_an_engine_that_has_made_everything_and_does_not_end_holds_nothing_up(
    tmp_path: Path, fake: Fake, own_cache: Mapping[str, str]
) -> None:
    engine = fake(
        """
        child = subprocess.Popen(["sleep", "600"])
        log("children", child.pid)
        [draw(f) for f in FILES]
        time.sleep(600)
        """
    )
    jobs = documents(tmp_path, 2)

    with ExitStack() as leaving:
        convert(
            jobs,
            soffice=engine.program,
            limits=Limits(1, document=60, start=0, leave=0.3),
            environ=own_cache,
            leaving=leaving,
        )
        assert [text_of(job.pdf) for job in jobs] == ["", ""]
        for noted in engine.noted("starts"):
            os.kill(int(noted), 0)  # raises where it has ended
    assert engine.running() == []


def test_an_engine_that_has_made_everything_is_waited_for_where_nobody_asks_to_do_it_later(
    tmp_path: Path, fake: Fake, own_cache: Mapping[str, str]
) -> None:
    engine = fake("[draw(f) for f in FILES]; time.sleep(0.5); log('ends', 'well')")

    run_fake(engine, documents(tmp_path, 1), own_cache)
    assert engine.noted("ends") == ["well"]


def test_a_pdf_that_is_still_being_written_is_waited_for(
    tmp_path: Path, fake: Fake, own_cache: Mapping[str, str]
) -> None:
    engine = fake(
        """
        whole = (FOLDER / "page.pdf").read_bytes()
        with open(OUT / FILES[0].with_suffix(".pdf").name, "wb", buffering=0) as file:
            for first in range(0, len(whole), 200):
                file.write(whole[first:first + 200])
                time.sleep(0.1)
        """
    )
    jobs = documents(tmp_path, 1)

    run_fake(engine, jobs, own_cache)
    assert jobs[0].pdf.read_bytes() == (engine.folder / "page.pdf").read_bytes()


def test_a_crash_is_told_with_the_engines_last_words_and_the_document(
    tmp_path: Path, fake: Fake, own_cache: Mapping[str, str]
) -> None:
    engine = fake(
        """
        print("terminate called: bad {alloc}", file=sys.stderr, flush=True)
        os.kill(os.getpid(), signal.SIGSEGV)
        """
    )
    jobs = documents(tmp_path, 1)

    with pytest.raises(ConversionError) as raised:
        run_fake(engine, jobs, own_cache)
    assert "bad {alloc}" in str(raised.value)
    assert [d.location.file for d in raised.value.diagnostics] == [str(jobs[0].docx)]
    assert len(engine.noted("starts")) == 2


def test_an_endless_flood_of_errors_is_shown_by_its_end_only(
    tmp_path: Path, fake: Fake, own_cache: Mapping[str, str]
) -> None:
    engine = fake('sys.stderr.write("x" * 1_000_000 + "the end"); sys.exit(3)')

    with pytest.raises(ConversionError) as raised:
        run_fake(engine, documents(tmp_path, 1), own_cache)
    assert "the end" in str(raised.value)
    assert len(str(raised.value)) < 3000


@pytest.mark.parametrize(
    "behaviour",
    [
        pytest.param("print('source file could not be loaded', file=sys.stderr)", id="nothing"),
        pytest.param(
            "[(OUT / f.with_suffix('.pdf').name).write_text('') for f in FILES]", id="an empty file"
        ),
        pytest.param(
            "[(OUT / f.with_suffix('.pdf').name).write_text('<html>') for f in FILES]",
            id="another format",
        ),
        pytest.param(
            "[(OUT / f.with_suffix('.pdf').name).write_text('%PDF-1.6 ?') for f in FILES]",
            id="a broken PDF",
        ),
    ],
)
def test_an_engine_that_succeeds_without_a_pdf_is_not_believed(
    tmp_path: Path, fake: Fake, own_cache: Mapping[str, str], behaviour: str
) -> None:
    engine = fake(behaviour)
    jobs = documents(tmp_path, 1)
    jobs[0].pdf.write_bytes(b"the earlier one")

    with pytest.raises(ConversionError, match="wrote no PDF"):
        run_fake(engine, jobs, own_cache)
    assert jobs[0].pdf.read_bytes() == b"the earlier one"
    assert sorted(p.name for p in tmp_path.iterdir() if p.is_file()) == ["0.docx", "0.pdf"]


def test_a_document_lost_by_its_batch_is_tried_again_alone(
    tmp_path: Path, fake: Fake, own_cache: Mapping[str, str]
) -> None:
    engine = fake(
        """
        log("batches", len(FILES))
        [draw(f) for f in FILES if starts() > 1 or f.name != "00001.docx"]
        """
    )
    jobs = documents(tmp_path, 4)

    run_fake(engine, jobs, own_cache)

    assert all(job.pdf.exists() for job in jobs)
    assert engine.noted("batches") == ["4", "1"]


def test_a_document_that_crashes_the_engine_does_not_take_the_others_with_it(
    tmp_path: Path, fake: Fake, own_cache: Mapping[str, str]
) -> None:
    engine = fake(
        """
        for file in FILES:
            if file.name == "00001.docx":
                sys.exit(77)
            draw(file)
        """
    )
    jobs = documents(tmp_path, 5)

    with pytest.raises(ConversionError, match="1 of 5 documents") as raised:
        run_fake(engine, jobs, own_cache)
    assert [d.location.file for d in raised.value.diagnostics] == [str(jobs[1].docx)]
    assert [job.pdf.exists() for job in jobs] == [True, False, True, True, True]


def test_a_broken_profile_is_thrown_away_and_the_conversion_tried_again(
    tmp_path: Path, fake: Fake, own_cache: Mapping[str, str]
) -> None:
    engine = fake(
        """
        if (PROFILE / "broken").exists() or starts() == 1:
            (PROFILE / "broken").touch()
            sys.exit(1)
        [draw(f) for f in FILES]
        """
    )
    jobs = documents(tmp_path, 1)

    run_fake(engine, jobs, own_cache)

    assert jobs[0].pdf.exists()


def test_an_engine_that_cannot_work_at_all_is_given_up_soon(
    tmp_path: Path, fake: Fake, own_cache: Mapping[str, str]
) -> None:
    engine = fake("sys.exit(1)")
    jobs = documents(tmp_path, 40)

    with pytest.raises(ConversionError, match="40 of 40") as raised:
        run_fake(engine, jobs, own_cache, workers=2)
    assert len(raised.value.diagnostics) == 40
    assert len(engine.noted("starts")) <= 10


def test_no_more_engines_run_at_once_than_allowed_and_each_takes_its_share(
    tmp_path: Path, fake: Fake, own_cache: Mapping[str, str]
) -> None:
    engine = fake(
        """
        log("running", f"+ {PROFILE} {len(FILES)}")
        time.sleep(0.3)
        [draw(f) for f in FILES]
        log("running", "-")
        """
    )

    run_fake(engine, documents(tmp_path, 9), own_cache, workers=2)

    noted = [line.split() for line in engine.noted("running")]
    begun = [line for line in noted if line[0] == "+"]
    assert len(begun) == 2
    assert begun[0][1] != begun[1][1], "two processes shared a profile"
    assert sorted(int(line[2]) for line in begun) == [4, 5]


def test_two_builds_at_once_never_share_a_profile(
    tmp_path: Path, fake: Fake, own_cache: Mapping[str, str]
) -> None:
    engine = fake(
        """
        log("profiles", PROFILE)
        (PROFILE / "in use").mkdir()
        until = time.monotonic() + 10
        while starts() < 2 and time.monotonic() < until:
            time.sleep(0.01)
        [draw(f) for f in FILES]
        (PROFILE / "in use").rmdir()
        """
    )
    jobs = documents(tmp_path, 2)
    builds = [threading.Thread(target=run_fake, args=(engine, [job], own_cache)) for job in jobs]

    for build in builds:
        build.start()
    for build in builds:
        build.join()

    assert all(job.pdf.exists() for job in jobs)
    assert len(set(engine.noted("profiles"))) == 2


def test_the_profile_of_an_engine_that_outlives_its_build_is_not_given_away(tmp_path: Path) -> None:
    with own_profile(tmp_path) as profile:
        first = profile.folder
        engine = Program(
            ["sleep", "600"], folder=tmp_path, environ=os.environ, hand_on=[profile.lock]
        )
    try:
        with own_profile(tmp_path) as profile:
            assert profile.folder != first
    finally:
        engine.end()
        engine.close()
    with own_profile(tmp_path) as profile:
        assert profile.folder == first


def test_a_profile_stays_warm_for_the_next_build(
    tmp_path: Path, fake: Fake, own_cache: Mapping[str, str]
) -> None:
    engine = fake("log('profiles', PROFILE); [draw(f) for f in FILES]")

    for job in documents(tmp_path, 2):
        run_fake(engine, [job], own_cache)

    first, second = engine.noted("profiles")
    assert first == second
    assert first.startswith(own_cache["QDGEN_CACHE"])


def test_without_a_writable_cache_a_temporary_profile_serves(
    tmp_path: Path, soffice: Path, fonts: FontSet
) -> None:
    occupied = tmp_path / "cache"
    occupied.write_text("not a folder")
    jobs = documents(tmp_path, 1)

    convert(
        jobs, soffice=soffice, fonts=fonts, environ={**os.environ, "QDGEN_CACHE": str(occupied)}
    )

    assert text_of(jobs[0].pdf) == "Điều 0."
    assert occupied.read_text() == "not a folder"


def test_the_engine_sees_one_time_zone_one_locale_and_no_settings_of_the_user(
    tmp_path: Path, fake: Fake, own_cache: Mapping[str, str]
) -> None:
    engine = fake(
        """
        log("environment", sorted(os.environ.items()))
        [draw(f) for f in FILES]
        """
    )
    machine = {
        "TZ": "Asia/Ho_Chi_Minh",
        "LC_ALL": "vi_VN.UTF-8",
        "http_proxy": "http://x",
        "SAL_X": "1",
    }

    run_fake(engine, documents(tmp_path, 1), {**own_cache, **machine})

    (seen,) = engine.noted("environment")
    assert "('TZ', 'UTC')" in seen
    assert "('LC_ALL', 'C.UTF-8')" in seen
    assert "http_proxy" not in seen
    assert "SAL_X" not in seen


def test_a_program_that_cannot_be_started_is_a_missing_tool(
    tmp_path: Path, own_cache: Mapping[str, str]
) -> None:
    with pytest.raises(MissingToolError, match="cannot be started"):
        convert(documents(tmp_path, 1), soffice=tmp_path / "soffice", environ=own_cache)


def test_a_place_that_cannot_be_written_is_named(
    tmp_path: Path, fake: Fake, own_cache: Mapping[str, str]
) -> None:
    engine = fake("[draw(f) for f in FILES]")
    (job,) = documents(tmp_path, 1)
    (tmp_path / "folder.pdf").mkdir()

    with pytest.raises(OutputError, match=r"folder\.pdf cannot be written"):
        run_fake(engine, [Job(job.docx, tmp_path / "folder.pdf")], own_cache)
    assert not [p for p in tmp_path.iterdir() if p.suffix == ".tmp"]
