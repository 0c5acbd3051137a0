"""Makes the pictures of docs/huong-dan/nguoi-soat.md anew, from the walk that the page describes.

    python tests/docs/guide_pictures.py

Needs Chromium beside what the tests need. Look at them before they are committed.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from guide_pages import GUIDE, PROJECT, Desk
from PIL import Image, ImageChops

PICTURES = PROJECT / "docs/pictures"
_COLOURS = {
    "1": "font-weight:bold", "2": "opacity:.7", "9": "text-decoration:line-through",
    "4": "text-decoration:underline", "31": "color:#ff7b72", "32": "color:#7ee787",
    "33": "color:#e3b341", "34": "color:#79c0ff", "35": "color:#d2a8ff", "36": "color:#76e3ea",
    "37": "color:#b1bac4",
}  # fmt: skip
_SGR = re.compile("\x1b\\[([0-9;]*)m")


def main() -> None:
    """Replay the page and take its pictures."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        desk = Desk(work / "ho-so", work / "bin")
        desk.replay((GUIDE / "nguoi-soat.md").read_text(encoding="utf-8"))
        diff = desk.run(
            "script -qec 'qdgen diff trinh-lan-1 2025-du-lieu-quoc-gia' /dev/null </dev/null"
        )
        terminal = work / "diff.html"
        terminal.write_text(_terminal(diff), encoding="utf-8")
        _take("soat-diff", _browser(terminal, work, 1000, 1600))
        page = desk.folder / "thay-doi.html"
        _take("soat-trang-so-sanh", _browser(page, work, 1200, 1000))
        _take("soat-ban-co-dau-sua", _page_of(desk.folder / "ban-co-dau-sua.docx", 1, work))
        _take("soat-bang-so-sanh", _page_of(desk.folder / "so-sanh.docx", 1, work))


def _terminal(words: str) -> str:
    """What a terminal shows, as HTML."""
    shown, open_spans = [], 0
    for index, piece in enumerate(_SGR.split(words.replace("\r", ""))):
        if index % 2 == 0:
            shown.append(escape(piece))
            continue
        codes = [code for code in piece.split(";") if code not in ("", "0")]
        if not codes:
            shown.append("</span>" * open_spans)
            open_spans = 0
            continue
        looks = ";".join(_COLOURS.get(code, "") for code in codes)
        shown.append(f'<span style="{looks}">')
        open_spans += 1
    return (
        '<meta charset="utf-8"><body style="margin:0;background:#0d1117;color:#e6edf3">'
        '<pre style="font:14px/1.45 Liberation Mono,monospace;margin:0;padding:16px;'
        f'white-space:pre-wrap">{"".join(shown)}</pre>'
    )


def _browser(page: Path, work: Path, width: int, height: int) -> Path:
    """The page as Chromium shows it."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    assert chromium is not None, "Chromium is missing"
    target = work / f"{page.stem}.png"
    subprocess.run(
        [
            chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            f"--user-data-dir={work / 'chromium'}", f"--window-size={width},{height}",
            f"--screenshot={target}", page.as_uri(),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )  # fmt: skip
    return target


def _page_of(docx: Path, number: int, work: Path) -> Path:
    """A page, tracked changes shown, as LibreOffice prints it."""
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation={(work / 'profile').as_uri()}", "--headless",
            "--convert-to", "pdf", "--outdir", str(work), str(docx),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )  # fmt: skip
    stem = work / docx.stem
    subprocess.run(
        [
            "pdftoppm",
            "-r",
            "80",
            "-f",
            str(number),
            "-singlefile",
            "-png",
            f"{stem}.pdf",
            stem,
        ],
        check=True,
        timeout=120,
    )
    return stem.with_suffix(".png")


def _take(name: str, source: Path) -> None:
    """Cut off what is empty at the bottom, and save it small."""
    with Image.open(source) as opened:
        picture = opened.convert("RGB")
    corner = picture.getpixel((0, picture.height - 1))
    used = ImageChops.difference(picture, Image.new("RGB", picture.size, corner)).getbbox()
    bottom = min(picture.height, (used[3] if used else picture.height) + 24)
    small = picture.crop((0, 0, picture.width, bottom)).quantize(48)
    small.save(PICTURES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
