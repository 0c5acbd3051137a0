"""XML from a stranger: parsed without DTD, entities or network, and within bounds.

ECMA-376 Part 2 (Open Packaging Conventions): a part is UTF-8 or UTF-16 and holds no DTD.
"""

from __future__ import annotations

import re

from lxml import etree

from qdgen.errors import QdgenError
from qdgen.messages import text

MARKUP_LIMIT = 4_000_000
"""The most `<` and `=` that may stand in memory as one tree: each is a node of about 100 bytes."""
TREE_BYTES = 64 << 20
SMALL_TREE_BYTES = 16 << 20
PROLOG_BYTES = 64 << 10


class UnreadableFileError(QdgenError):
    """A file given by the user is not a DOCX, is damaged, or is hostile."""

    exit_code = 3


class XmlFaultError(UnreadableFileError):
    """A part is not the XML that ECMA-376 allows: not well-formed, a DTD, too large."""


def parse_xml(data: bytes, *, large: bool = False) -> etree._Element:
    """The root of an XML part; comments and processing instructions are left out.

    No entities, no DTD, nothing fetched. `large` lifts libxml2's own bounds (10 MB a text, 256
    levels) and takes up to TREE_BYTES instead of SMALL_TREE_BYTES. Raises XmlFaultError.
    """
    if len(data) > (TREE_BYTES if large else SMALL_TREE_BYTES):
        raise XmlFaultError(text("An XML part is too large to be read as a whole."))
    refuse_dtd(data[:PROLOG_BYTES])
    if data.count(b"<") + data.count(b"=") > MARKUP_LIMIT:
        raise XmlFaultError(text("An XML part holds more markup than any document has."))
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        dtd_validation=False,
        huge_tree=large,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise xml_fault(error) from error


def xml_fault(error: BaseException) -> XmlFaultError:
    """What to say of a part that lxml could not parse."""
    return XmlFaultError(
        text("An XML part is not well-formed: {detail}.", detail=ascii(str(error))[1:-1])
    )


_XML_DECLARATION = re.compile(r"<\?xml\s[^>]*?encoding\s*=\s*[\"']([^\"']*)[\"']")
_PROLOG_ITEM = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)


def refuse_dtd(head: bytes) -> None:
    """Check the first bytes of a part: UTF-8 or UTF-16, and no DTD before the root.

    Raises XmlFaultError. A DTD is refused before any parser sees it, since entities expand in
    attribute values even where the parser is told to leave them.
    """
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        prolog = head.decode("utf-16", "replace")
    elif head.startswith((b"<\0", b"\0<")):
        prolog = head.decode("utf-16-le" if head[1] == 0 else "utf-16-be", "replace")
    else:
        prolog = head.decode("utf-8", "replace").removeprefix("\ufeff")
    declared = _XML_DECLARATION.match(prolog)
    if declared and declared[1].upper() not in ("UTF-8", "UTF-16", "US-ASCII", "ASCII"):
        raise XmlFaultError(
            text("An XML part is neither UTF-8 nor UTF-16: {encoding}.", encoding=declared[1][:40])
        )
    at = 0
    while item := _PROLOG_ITEM.match(prolog, at):
        at = item.end()
    if not re.match(r"<[^!?]", prolog[at : at + 2]):
        raise XmlFaultError(
            text("An XML part has a DTD, or does not begin with an element, as each must.")
        )
