"""The pages as they are printed: paper, fonts, numbers, lines and every syllable of the source."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf
import pytest

from building import DOSSIERS, PROJECT, REAL, Built, qdgen_run
from small_dossiers import annex, decision, write_dossier

sys.path.insert(0, str(PROJECT / "tests/source"))
from source_text import source_parts, syllables

POINTS_PER_MM = 72 / 25.4
PORTRAIT, LANDSCAPE = (210, 297), (297, 210)
MOTTO = "Độc lập - Tự do - Hạnh phúc"
FACES = {
    "LiberationSerif",
    "LiberationSerif-Bold",
    "LiberationSerif-Italic",
    "LiberationSerif-BoldItalic",
}
# Page by page: the paper, and the number printed above the text ("" where none is).
PAGES = {
    REAL: [
        (PORTRAIT, ""), (PORTRAIT, "2"), (PORTRAIT, "3"), (PORTRAIT, "4"),
        (LANDSCAPE, "5"), (LANDSCAPE, "6"), (LANDSCAPE, "7"), (LANDSCAPE, "8"), (LANDSCAPE, "9"),
    ],
    "2025-bo-nhiem": [(PORTRAIT, "")],
    "2025-quy-che-du-lieu-mo": [(PORTRAIT, ""), (PORTRAIT, ""), (PORTRAIT, "2"), (PORTRAIT, "3")],
    "2025-phan-bo-thiet-bi": [(PORTRAIT, ""), (PORTRAIT, ""), (LANDSCAPE, ""), (PORTRAIT, "")],
}  # fmt: skip

named = pytest.mark.parametrize("name", DOSSIERS)


class Pages:
    """What pdfplumber sees on the pages of one PDF."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with pdfplumber.open(path) as pdf:
            self.pages: list[dict[str, Any]] = [_page(p) for p in pdf.pages]


def _page(page: Any) -> dict[str, Any]:
    return {
        "size": (round(page.width / POINTS_PER_MM), round(page.height / POINTS_PER_MM)),
        "lines": page.extract_text_lines(strip=True, return_chars=True),
        "words": page.extract_words(keep_blank_chars=False),
        "chars": page.chars,
        "rules": [*page.lines, *page.rects, *page.curves],
        "width": page.width,
        "height": page.height,
    }


@pytest.fixture(scope="module")
def seen(built: Built) -> dict[str, Pages]:
    return {name: Pages(built.pdf(name)) for name in DOSSIERS}


def _printed_number(page: dict[str, Any]) -> str:
    """What stands in the top margin (the first 20 mm)."""
    top = [w for w in page["words"] if w["bottom"] < 20 * POINTS_PER_MM]
    return " ".join(w["text"] for w in top)


# --- paper ---------------------------------------------------------------------------------------


@named
def test_every_page_has_its_paper_and_its_number_where_the_decree_wants_one(
    seen: dict[str, Pages], name: str
) -> None:
    found = [(p["size"], _printed_number(p)) for p in seen[name].pages]
    assert found == PAGES[name]


@named
def test_a_page_number_stands_in_the_middle_of_the_top_margin_upright_in_13_or_14_points(
    seen: dict[str, Pages], name: str
) -> None:
    for page in seen[name].pages:
        digits = [
            c for c in page["chars"] if c["bottom"] < 20 * POINTS_PER_MM and c["text"].strip()
        ]
        for digit in digits:
            assert 13 <= round(digit["size"], 1) <= 14
            assert digit["fontname"].split("+")[-1] == "LiberationSerif"
        if digits:
            left, right = 30 * POINTS_PER_MM, page["width"] - 15.2 * POINTS_PER_MM
            middle = (digits[0]["x0"] + digits[-1]["x1"]) / 2
            assert middle == pytest.approx((left + right) / 2, abs=3)


@named
def test_text_keeps_within_the_margins_of_the_decree(seen: dict[str, Pages], name: str) -> None:
    for page in seen[name].pages:
        body = [c for c in page["chars"] if c["bottom"] >= 20 * POINTS_PER_MM and c["text"].strip()]
        assert min(c["x0"] for c in body) >= 30 * POINTS_PER_MM - 1
        assert max(c["x1"] for c in body) <= page["width"] - 15 * POINTS_PER_MM
        assert max(c["bottom"] for c in body) <= page["height"] - 20 * POINTS_PER_MM + 2


@named
def test_only_the_four_faces_of_one_family_are_used_and_all_are_embedded(
    built: Built, name: str
) -> None:
    found = {}
    with pikepdf.open(built.pdf(name)) as pdf:
        for page in pdf.pages:
            for font in page.Resources.get("/Font", {}).values():
                base = str(font.BaseFont).lstrip("/")
                inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
                found[base.split("+")[-1]] = "/FontFile2" in inner.FontDescriptor
    assert set(found) <= FACES
    assert all(found.values())
    assert {"LiberationSerif", "LiberationSerif-Bold", "LiberationSerif-Italic"} <= set(found)


@named
def test_the_sizes_of_the_heading_move_together(seen: dict[str, Pages], name: str) -> None:
    def size(start: str) -> float:
        line = next(ln for ln in seen[name].pages[0]["lines"] if start in ln["text"])
        at = line["text"].index(start)
        char = [c for c in line["chars"] if c["text"].strip()][
            len(line["text"][:at].replace(" ", ""))
        ]
        return round(char["size"], 1)

    sizes = (size("CỘNG HÒA"), size("Độc lập"), size(", ngày"))
    assert sizes in ((12, 13, 13), (13, 14, 14))


@named
def test_the_national_name_and_motto_stand_on_one_line_each(
    seen: dict[str, Pages], name: str
) -> None:
    texts = [line["text"] for line in seen[name].pages[0]["lines"]]
    assert any("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in t for t in texts)
    assert any(MOTTO in t for t in texts)


# --- lines ---------------------------------------------------------------------------------------


def _rules_below(page: dict[str, Any], bottom: float) -> list[dict[str, Any]]:
    return [
        r
        for r in page["rules"]
        if 0 <= r["top"] - bottom < 14 and r["x1"] - r["x0"] > 20 and r["bottom"] - r["top"] < 2
    ]


@named
def test_the_line_under_the_motto_is_drawn_as_long_as_the_motto_and_under_its_middle(
    seen: dict[str, Pages], name: str
) -> None:
    page = seen[name].pages[0]
    words = page["words"]
    first = next(i for i, w in enumerate(words) if w["text"] == "Độc")
    last = next(i for i in range(first, len(words)) if words[i]["text"] == "phúc")
    left, right, bottom = words[first]["x0"], words[last]["x1"], words[last]["bottom"]
    (rule,) = [r for r in _rules_below(page, bottom - 4) if r["x0"] > page["width"] / 2 - 60]
    assert rule["x1"] - rule["x0"] == pytest.approx(right - left, rel=0.02)
    assert (rule["x0"] + rule["x1"]) / 2 == pytest.approx((left + right) / 2, abs=1.5)


@named
def test_the_line_under_the_subject_is_drawn_a_third_to_a_half_of_it(
    seen: dict[str, Pages], name: str
) -> None:
    page = seen[name].pages[0]
    lines = page["lines"]
    start = next(i for i, ln in enumerate(lines) if ln["text"] == "QUYẾT ĐỊNH") + 1
    end = next(i for i in range(start, len(lines)) if lines[i]["text"].isupper())
    subject = lines[start:end]
    longest = max(ln["x1"] - ln["x0"] for ln in subject)
    (rule,) = _rules_below(page, subject[-1]["bottom"] - 4)
    assert 1 / 3 <= (rule["x1"] - rule["x0"]) / longest <= 1 / 2
    assert (rule["x0"] + rule["x1"]) / 2 == pytest.approx(
        (subject[0]["x0"] + subject[0]["x1"]) / 2, abs=2
    )


# --- tables and signatures -----------------------------------------------------------------------


def test_the_heading_row_stands_on_top_of_every_page_of_the_annex(seen: dict[str, Pages]) -> None:
    for number, page in enumerate(seen[REAL].pages[4:]):
        texts = [ln["text"] for ln in page["lines"]]
        at = next(i for i, t in enumerate(texts) if t.startswith("STT"))
        assert sum(t.startswith("STT") for t in texts) == 1
        # below the page number; on the first page below the heading of the annex as well
        assert at <= (6 if number == 0 else 2)


def test_no_group_row_stands_last_on_its_page(seen: dict[str, Pages]) -> None:
    for page in seen[REAL].pages[4:]:
        last = page["lines"][-1]["text"]
        assert not re.match(r"(I|II|III) ", last), last


def test_a_heading_row_of_the_second_level_stands_on_the_page_of_its_first_row(
    seen: dict[str, Pages],
) -> None:
    # Without being held it is the last row of its page: the page has room for no more than it.
    texts = [[ln["text"] for ln in page["lines"]] for page in seen[REAL].pages[4:]]
    (page,) = [t for t in texts if any("7 Hoàn thiện triển khai xây dựng" in line for line in t)]
    heading = next(i for i, line in enumerate(page) if line.startswith("7 Hoàn thiện"))
    first = next((i for i, line in enumerate(page) if line.startswith("(1) CSDL")), 0)
    assert first > heading


@pytest.fixture(scope="module")
def of_all_lengths(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Decisions that end a line later each, so that the signature falls around a page end."""
    content = tmp_path_factory.mktemp("content")
    output = tmp_path_factory.mktemp("output")
    endings = {
        "mot-dong": "Chánh Văn phòng chịu trách nhiệm thi hành./.",
        "ba-dong": "Chánh Văn phòng, Thủ trưởng các cơ quan, đơn vị thuộc Bộ " * 3 + "thi hành./.",
    }
    for count in range(15, 25):
        for kind, ending in endings.items():
            clauses = "".join(
                f"    - id: k-{n}\n      noi_dung: Nhiệm vụ thứ {n};\n" for n in range(count)
            )
            articles = (
                f"- id: mot\n  tieu_de: Nhiệm vụ\n  khoan:\n{clauses}"
                f"- id: hai\n  noi_dung: {ending}\n"
            )
            write_dossier(content, f"{kind}-{count}", quyet_dinh=decision(articles))
    done = qdgen_run("--lang", "en", "build", content, "--output", output)
    assert done.returncode == 0, done.stderr
    return {f.name: f / f"{f.name}.pdf" for f in sorted(output.iterdir())}


def test_the_signature_never_stands_on_a_page_with_less_than_two_lines_of_text(
    of_all_lengths: dict[str, Path],
) -> None:
    pages_with_signature = Counter[int]()
    lonely = {}
    for name, path in of_all_lengths.items():
        for number, page in enumerate(Pages(path).pages, 1):
            texts = [ln["text"] for ln in page["lines"]]
            at = next((i for i, t in enumerate(texts) if t.startswith("Nơi nhận:")), None)
            if at is None:
                continue
            pages_with_signature[number] += 1
            above = [t for t in texts[:at] if t != str(number)]
            if len(above) < 2:
                lonely[name] = above
            assert any("Nguyễn Văn An" in t for t in texts), name
    assert lonely == {}
    assert min(pages_with_signature[1], pages_with_signature[2]) > 2, "lengths miss the page end"


@pytest.fixture(scope="module")
def long_annex(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dossier with an annex of 424 rows, 8 of them with footnotes."""
    content = tmp_path_factory.mktemp("content")
    rows = ""
    for group in range(4):
        rows += f"- id: n-{group}\n  tieu_de: Nhóm thứ {group + 1}\n  hang:\n"
        for number in range(105):
            note = "^(Chú thích của nhóm.)" if number in (3, 90) else ""
            words = "rà soát, cập nhật danh mục dữ liệu. " * (1 + number % 3)
            rows += f"    - id: h-{group}-{number}\n      viec: Nhiệm vụ{note} {words}\n"
    folder = write_dossier(content, files={"bang": annex(rows, stt="- I\n- 1 liên tục\n")})
    output = tmp_path_factory.mktemp("output")
    done = qdgen_run("--lang", "en", "build", folder, "--output", output)
    assert done.returncode == 0, done.stderr
    return output / "2025-thu" / "2025-thu.pdf"


def test_a_long_annex_has_its_heading_row_on_top_of_every_page_and_nowhere_else(
    long_annex: Path,
) -> None:
    pages = Pages(long_annex).pages[1:]
    assert len(pages) > 10
    numbers: list[int] = []
    for index, page in enumerate(pages):
        texts = [ln["text"] for ln in page["lines"]]
        at = [i for i, t in enumerate(texts) if t.startswith("STT")]
        assert at == ([at[0]] if index == 0 else [1]), f"page {index + 2}: {at}"
        assert page["size"] == PORTRAIT
        assert _printed_number(page) == ("" if index == 0 else str(index + 1))
        numbers += [int(m[1]) for t in texts if (m := re.match(r"(\d+) Nhiệm vụ", t))]
        last = texts[-1]
        assert not re.match(r"[IV]+ Nhóm", last), f"page {index + 2} ends with a group"
    assert numbers == list(range(1, 421))


# --- the file ------------------------------------------------------------------------------------


@named
def test_the_pdf_is_tagged_titled_bookmarked_and_in_vietnamese(built: Built, name: str) -> None:
    with pikepdf.open(built.pdf(name)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.Root.Lang) == "vi-VN"
        with pdf.open_metadata() as metadata:
            assert str(metadata["dc:title"]).startswith("Quyết định ")
            assert metadata.pdfa_status == "2B"
            assert not metadata.get("dc:creator")
        assert "/Author" not in pdf.docinfo
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
    assert titles


def test_the_bookmarks_of_the_regulation_lead_to_its_chapters_and_articles(built: Built) -> None:
    def told(items: list[pikepdf.OutlineItem]) -> Iterator[str]:
        for item in items:
            yield unicodedata.normalize("NFC", item.title)
            yield from told(item.children)

    with pikepdf.open(built.pdf("2025-quy-che-du-lieu-mo")) as pdf, pdf.open_outline() as outline:
        titles = list(told(outline.root))
    assert any("Chương II" in t for t in titles)
    assert any(t.startswith("Điều 4.") for t in titles)


@named
def test_the_text_comes_out_in_whole_vietnamese_letters(built: Built, name: str) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(built.pdf(name))
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert unicodedata.is_normalized("NFC", text)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert not [c for c in text if unicodedata.category(c) in ("Co", "Cs")]


# --- syllable for syllable -----------------------------------------------------------------------


def _syllables(text: str) -> list[str]:
    return syllables(text)


def _words_of(page: dict[str, Any]) -> list[str]:
    body = [ln for ln in page["lines"] if ln["bottom"] >= 20 * POINTS_PER_MM]
    return _syllables("\n".join(ln["text"] for ln in body))


def _official(words: list[str]) -> list[str]:
    return ["HÒA" if word == "HOÀ" else word for word in words]


def test_the_decision_on_paper_is_the_source_syllable_for_syllable(seen: dict[str, Pages]) -> None:
    printed = [w for page in seen[REAL].pages[:2] for w in _words_of(page)]
    # Two columns interleave on paper and in the source alike, each in its own way.
    assert Counter(printed) == Counter(_official(source_parts().decision))


def test_the_plan_and_its_footnotes_on_paper_are_the_source_syllable_for_syllable(
    seen: dict[str, Pages],
) -> None:
    printed: Counter[str] = Counter()
    marks = []
    for page in seen[REAL].pages[2:4]:
        small = {
            c["text"] for c in page["chars"] if c["text"].isdigit() and round(c["size"], 1) < 9.5
        }
        marks += sorted(small)
        for word in _words_of(page):
            bare = re.sub(r"(?<=[^\W\d_])[12](?=[.,]?$)", "", word)
            printed[bare] += 1
    source = source_parts()
    wanted = Counter(_official(source.plan))
    for number, note in enumerate(source.notes, 1):
        wanted.update(note)
        wanted[str(number)] += 1
    assert printed == wanted
    assert set(marks) == {"1", "2"}


def test_the_rows_on_paper_are_the_source_cell_by_cell(built: Built) -> None:
    source = source_parts()
    printed: dict[str, Counter[str]] = {}
    with pdfplumber.open(built.pdf(REAL)) as pdf:
        for page in pdf.pages[4:]:
            for table in page.extract_tables():
                for row in table:
                    if row[0] == "STT":
                        continue
                    words = Counter(_syllables(" ".join(cell or "" for cell in row[1:])))
                    printed.setdefault(row[0] or "", Counter()).update(words)
    assert list(printed) == list(source.rows)
    last = list(printed)[-1]
    printed[last] -= Counter(["……"])
    assert printed == {number: Counter(words) for number, words in source.rows.items()}


def test_the_heading_of_the_annex_on_paper_is_the_source(seen: dict[str, Pages]) -> None:
    lines = [ln["text"] for ln in seen[REAL].pages[4]["lines"]]
    end = next(i for i, t in enumerate(lines) if t.startswith("I Xây dựng"))
    printed = _syllables("\n".join(lines[:end]))
    assert Counter(printed) - Counter(["5"]) == Counter(source_parts().annex_head)


def test_pages_follow_each_other_without_a_gap(seen: dict[str, Pages]) -> None:
    numbers = [int(_printed_number(p) or 1) for p in seen[REAL].pages]
    assert all(two == one + 1 for one, two in pairwise(numbers))
