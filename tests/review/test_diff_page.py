"""The page of a comparison in a real Chromium: keys, a phone's width, nothing from outside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Browser, chromium
from random_edits import random_pair

from building import qdgen_run
from small_dossiers import decision, write_dossier

HOSTILE = "</script><script>document.title='x'</script><img src=http://127.0.0.1:9/x.png>"
LONG = "dai" * 60


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with chromium(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A comparison with every kind of change, a hostile text and a word longer than a line."""
    folder = tmp_path_factory.mktemp("page")
    old, new = random_pair(113, most=40).write(folder)
    for side, words in ((old, "Cũ"), (new, f"{HOSTILE} {LONG}")):
        escaped = re.sub(r"([\\@*^<])", r"\\\1", words)
        file = side / "quyet-dinh.yaml"
        text = file.read_text(encoding="utf-8")
        more = f"  - id: hai-hoa\n    noi_dung: >-\n      {escaped}\nnoi_nhan:\n"
        file.write_text(text.replace("noi_nhan:\n", more, 1), encoding="utf-8")
    made = folder / "so-sanh.html"
    done = qdgen_run("--lang", "en", "diff", old, new, "--format", "html", "-o", made, cwd=folder)
    assert (done.returncode, done.stderr) == (1, "")
    return made


def shown(browser: Browser) -> list[str]:
    """The id of the change that has the focus, what the bar says, and whether it can be seen."""
    return browser.run(
        "const it = document.activeElement, box = it.getBoundingClientRect();"
        "return [it.id, document.getElementById('place').textContent,"
        " box.bottom > 0 && box.top < innerHeight && box.height > 0]"
    )


def test_every_change_is_reached_by_keys(browser: Browser, page: Path) -> None:
    browser.resize(1280, 900)
    browser.open(page)
    ids = browser.run("return [...document.querySelectorAll('.change')].map(c => c.id)")
    assert len(ids) > 12
    for nth, id_ in enumerate(ids, 1):
        browser.press("n")
        assert shown(browser) == [id_, f"{nth} / {len(ids)}", True]
    browser.press("n")
    assert shown(browser)[0] == ids[-1]
    for id_ in reversed(ids[:-1]):
        browser.press("p")
        assert shown(browser)[0] == id_


def test_a_link_leads_to_its_change(browser: Browser, page: Path) -> None:
    browser.open(page, "#c3")
    assert shown(browser)[0] == "c3"
    links = browser.run("return [...document.querySelectorAll('ol a')].map(a => a.hash)")
    ids = browser.run("return [...document.querySelectorAll('.change')].map(c => '#' + c.id)")
    assert links == ids


def test_side_by_side_or_in_one_and_numbers_folded(browser: Browser, page: Path) -> None:
    def visible(what: str) -> bool:
        script = f"return [...document.querySelectorAll('{what}')].some(e => e.checkVisibility())"
        return bool(browser.run(script))

    browser.resize(1280, 900)
    browser.open(page)
    assert (visible(".columns"), visible(".inline")) == (True, False)
    browser.press("v")
    assert (visible(".columns"), visible(".inline")) == (False, True)
    assert not visible("#renumbered table")
    browser.press("r")
    assert visible("#renumbered table")


@pytest.mark.parametrize("width", [320, 390])
def test_it_is_read_on_a_phone_without_scrolling_aside(
    browser: Browser, page: Path, width: int
) -> None:
    browser.resize(width, 780)
    browser.open(page)
    for keys in ("", "v", "r"):
        browser.press(keys)
        assert browser.run("return document.documentElement.scrollWidth") == width
        cut = browser.run(
            "return [...document.querySelectorAll('p,li,td,h1,h3')].filter("
            "e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.textContent)"
        )
        assert cut == []
    assert browser.run("return parseFloat(getComputedStyle(document.body).fontSize)") >= 16


def test_nothing_is_asked_of_anybody_and_no_text_is_run(browser: Browser, page: Path) -> None:
    browser.requests()
    browser.complaints()
    browser.open(page)
    browser.press("nnnvr")
    assert {address.partition("#")[0] for address in browser.requests()} == {page.as_uri()}
    assert browser.complaints() == []
    assert browser.run("return document.title") != "x"
    assert HOSTILE in browser.run("return document.body.textContent")
    # Nor could it be: what is put in afterwards is refused by the page itself.
    browser.run("document.body.append(Object.assign(new Image(), {src: 'http://127.0.0.1:9/y'}))")
    assert "Content Security Policy" in "".join(browser.complaints())


def test_those_who_do_not_see_are_told(browser: Browser, page: Path) -> None:
    browser.open(page)
    assert browser.run("return document.documentElement.lang") == "en"
    named = (
        "return [...document.querySelectorAll('.change')].every(c => "
        "document.getElementById(c.getAttribute('aria-labelledby')).textContent.trim())"
    )
    assert browser.run(named)
    words = "return document.querySelector('.words del').textContent"
    assert browser.run(words).startswith("[removed:")
    assert browser.run("return document.getElementById('place').getAttribute('aria-live')")


def test_printed_everything_is_open(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.devtools("Emulation.setEmulatedMedia", media="print")
    browser.run("window.dispatchEvent(new Event('beforeprint'))")
    assert browser.run("return document.querySelectorAll('details:not([open])').length") == 0
    assert browser.run("return document.querySelector('.bar').offsetHeight") == 0
    browser.devtools("Emulation.setEmulatedMedia", media="")


def test_without_differences_the_page_says_so(browser: Browser, tmp_path: Path) -> None:
    folder = write_dossier(tmp_path, quyet_dinh=decision())
    made = tmp_path / "trang.html"
    done = qdgen_run("--lang", "en", "diff", folder, folder, "--format", "html", "-o", made)
    assert done.returncode == 0
    browser.open(made)
    browser.press("npvr")
    assert "no differences" in browser.run("return document.body.innerText")
