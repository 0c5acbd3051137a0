"""Files that are broken, are something else, or mean harm: each is refused with a clear message."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from raw_docx import Raw, W, p, r

from qdgen.errors import OutputError
from qdgen.word.package import (
    Limits,
    PackageFile,
    UnreadableFileError,
    parse_xml,
    part_name,
    read_package,
    write_package,
)
from qdgen.word.reading import iter_body_texts, read_docx


def _zip(entries: list[tuple[str, bytes]], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # zipfile warns of the double name we want
        with zipfile.ZipFile(made, "w", compression) as archive:
            for name, data in entries:
                archive.writestr(name, data)
    return made.getvalue()


def _encrypted() -> bytes:
    data = bytearray(_zip([("word/document.xml", b"x")]))
    data[6] |= 1
    data[data.index(b"PK\1\2") + 8] |= 1
    return bytes(data)


def _lying_about_sizes() -> bytes:
    data = bytearray(_zip([("word/document.xml", b"x" * 1000)]))
    struct.pack_into("<L", data, data.index(b"PK\1\2") + 24, 10)
    return bytes(data)


def _wrong_checksum() -> bytes:
    data = bytearray(_bytes_of(Raw(p(r("a")))))
    at = data.index(b"PK\1\2")
    data[at + 16] ^= 0xFF
    return bytes(data)


def _bytes_of(raw: Raw) -> bytes:
    return _zip(list(raw.parts().items()))


OLE = bytes.fromhex("d0cf11e0a1b11ae1")
FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "an empty file": (lambda: b"", "it is empty"),
    "a text file renamed": (lambda: "Quyết định".encode() + b"\n", "it is not a zip file"),
    "a PDF renamed": (lambda: b"%PDF-1.7 ...", "it is a PDF"),
    "an RTF renamed": (lambda: b"{\\rtf1 x}", "it is an RTF file"),
    "an old .doc": (lambda: OLE + b"\0" * 600, "it is an old Word file"),
    "a DOCX with a password": (
        lambda: OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
        "it is protected by a password",
    ),
    "an encrypted zip": (_encrypted, "it is protected by a password"),
    "a zip cut off": (lambda: _bytes_of(Raw(p()))[:-40], "it is cut off or is not a zip file"),
    "a zip that is no DOCX": (lambda: _zip([("a.txt", b"a")]), "not a Word document"),
    "a name that climbs": (lambda: _zip([("../x", b"")]), "leaves the package"),
    "a name that climbs inside": (lambda: _zip([("word/../../x", b"")]), "leaves the package"),
    "a name that climbs backwards": (lambda: _zip([("word\\..\\..\\x", b"")]), "leaves the"),
    "an absolute name": (lambda: _zip([("/etc/x", b"")]), "leaves the package"),
    "a name with a drive": (lambda: _zip([("C:/x", b"")]), "leaves the package"),
    "the same name twice": (lambda: _zip([("a", b"1"), ("a", b"2")]), "is there twice"),
    "names that differ in case": (lambda: _zip([("a", b"1"), ("A", b"2")]), "is there twice"),
    "an unusual compression": (lambda: _zip([("a", b"1")], zipfile.ZIP_LZMA), "unknown way"),
    "a wrong checksum": (_wrong_checksum, "is damaged"),
    "a hundred thousand entries": (
        lambda: _zip([(f"{n}", b"") for n in range(100_000)], zipfile.ZIP_STORED),
        "more than 5000 entries",
    ),
    "a bomb in one part": (
        lambda: _zip([("word/document.xml", b"\0" * (300 << 20))]),
        "would expand without measure",
    ),
    "a bomb in many parts": (
        lambda: _zip([(f"{n}", b"\0" * (20 << 20)) for n in range(30)]),
        "would expand without measure",
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_cannot_be_read_is_refused_with_its_reason(name: str, tmp_path: Path) -> None:
    make, reason = FILES[name]
    path = tmp_path / "x.docx"
    path.write_bytes(make())
    with pytest.raises(UnreadableFileError) as caught:
        read_docx(path)
    assert reason in str(caught.value.message)
    assert str(path) in str(caught.value.message)
    assert caught.value.exit_code == 3


def test_a_part_larger_than_it_says_is_not_expanded(tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(_lying_about_sizes())
    with pytest.raises(UnreadableFileError):
        read_package(path)


def test_limits_are_those_given(tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    write_package(Raw(p()).parts(), path)
    with pytest.raises(UnreadableFileError, match="more than 2 entries"):
        read_package(path, Limits(entries=2))


def test_a_file_that_is_not_there_is_an_output_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be read"), PackageFile(tmp_path / "x"):
        pass


def test_part_names_stay_inside_the_package() -> None:
    assert part_name("word/document.xml") == "word/document.xml"
    assert part_name("word\\media\\a.png") == "word/media/a.png"
    assert part_name("word/") == ""
    for bad in ("", "a//b", "./a", "a/.", "a\0b", "/", "../"):
        assert part_name(bad) is None, bad


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
BAD_XML: dict[str, tuple[bytes, str]] = {
    "an entity bomb": (f"{BOMB}<x>&c;</x>".encode(), "a DTD"),
    "a DTD after a comment": (b"<!-- < --><?pi x?><!DOCTYPE x><x/>", "a DTD"),
    "a DTD in UTF-16": ("\ufeff<!DOCTYPE x><x/>".encode("utf-16-le"), "a DTD"),
    "a DTD in UTF-16 without a mark": ("<!DOCTYPE x><x/>".encode("utf-16-be"), "a DTD"),
    "an endless prolog": (b"<!--" + b"x" * 100_000 + b"--><x/>", "a DTD, or does not begin"),
    "an entity from nowhere": (b"<x>&a;</x>", "not well-formed"),
    "another encoding": (b"<?xml version='1.0' encoding='UTF-7'?><x/>", "UTF-7"),
    "nothing": (b"", "does not begin with an element"),
    "words": (b"abc", "does not begin with an element"),
    "a tag not closed": (b"<x><y></x>", "not well-formed"),
    "more nodes than memory": (b"<x>" + b"<y/>" * 4_000_000 + b"</x>", "more markup"),
    "deep nesting": (b"<x>" * 5_000, "not well-formed"),
}


@pytest.mark.parametrize("name", BAD_XML)
def test_xml_that_ooxml_does_not_allow_is_refused(name: str) -> None:
    data, reason = BAD_XML[name]
    with pytest.raises(UnreadableFileError) as caught:
        parse_xml(data, large=name == "more nodes than memory")
    assert reason in str(caught.value.message)


@pytest.mark.parametrize("name", BAD_XML)
@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "_rels/.rels"])
def test_such_xml_is_refused_in_any_part_and_the_part_is_named(name: str, part: str) -> None:
    parts = Raw(p(), styles="<w:style/>").parts()
    parts[part] = BAD_XML[name][0]
    with pytest.raises(UnreadableFileError) as caught:
        read_docx(parts)
    assert part in str(caught.value.message)


def test_xml_in_utf_16_and_with_comments_is_read() -> None:
    root = parse_xml("\ufeff<x><!-- a -->đ<?b c?></x>".encode("utf-16-le"))
    assert "".join(map(str, root.itertext())) == "đ"


def test_a_text_of_more_than_ten_megabytes_needs_leave() -> None:
    data = b"<x>" + b"a" * 11_000_000 + b"</x>"
    with pytest.raises(UnreadableFileError):
        parse_xml(data)
    assert len(parse_xml(data, large=True).text or "") == 11_000_000


HUGE_TREES = {
    "a body of unknown elements": "<w:x/>" * 4_100_000,
    "a paragraph of runs": "<w:p>" + "<w:r/>" * 4_100_000 + "</w:p>",
    "attributes": "<w:p>" + '<w:r a=""/>' * 2_100_000 + "</w:p>",
}


@pytest.mark.parametrize("name", HUGE_TREES)
def test_a_stream_that_would_fill_memory_is_stopped(name: str) -> None:
    with pytest.raises(UnreadableFileError, match="larger than any document has"):
        for _ in iter_body_texts(Raw(HUGE_TREES[name]).parts()):
            pass


DEEP = {
    "links in links": "<w:p>" + "<w:hyperlink>" * 900 + "</w:hyperlink>" * 900 + "</w:p>",
    "tables in tables": "<w:tbl><w:tr><w:tc>" * 300 + "</w:tc></w:tr></w:tbl>" * 300,
    "boxes in boxes": "<w:p><w:r><w:pict><w:txbxContent>" * 300
    + "</w:txbxContent></w:pict></w:r></w:p>" * 300,
}


@pytest.mark.parametrize("name", DEEP)
def test_nesting_without_end_is_stopped(name: str) -> None:
    with pytest.raises(UnreadableFileError, match="nested deeper"):
        read_docx(Raw(DEEP[name]).parts())


def test_a_footnote_that_marks_itself_is_read_once() -> None:
    mark = '<w:p><w:r><w:t>a</w:t><w:footnoteReference w:id="1"/></w:r></w:p>'
    docx = read_docx(Raw(mark, footnotes=f'<w:footnote w:id="1">{mark}</w:footnote>').parts())
    assert [note.text for note in docx.notes()] == ["a"]


def test_a_strict_open_xml_document_is_named_as_one() -> None:
    parts = Raw(p()).parts()
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    parts["word/document.xml"] = parts["word/document.xml"].replace(W.encode(), strict)
    with pytest.raises(UnreadableFileError, match="Strict Open XML"):
        read_docx(parts)


def test_a_spreadsheet_is_no_word_document() -> None:
    parts = Raw(p()).parts()
    parts["word/document.xml"] = b'<workbook xmlns="x"/>'
    with pytest.raises(UnreadableFileError, match="not a word processing document"):
        read_docx(parts)


def test_values_that_make_no_sense_are_passed_over() -> None:
    numbering = (
        '<w:numPr><w:ilvl w:val="-3"/><w:numId w:val="999999999999999999999"/></w:numPr>'
        '<w:sectPr><w:pgSz w:w="x" w:h="1e9cm"/><w:pgNumType w:start=""/></w:sectPr>'
    )
    span = '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="x"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'
    symbol = '<w:r><w:sym w:char="zz"/><w:sym w:char="FFFFFFFF"/><w:fldChar/></w:r>'
    docx = read_docx(Raw(p(r("a") + symbol, numbering) + span).parts())
    assert [q.text for q in docx.paragraphs()] == ["a", ""]
