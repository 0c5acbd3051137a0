"""document.xml as a stream of steps, with what is done with let go and memory bounded."""

from __future__ import annotations

from lxml import etree

from qdgen.messages import text
from qdgen.word.package import PartStream, UnreadableFileError, XmlFaultError
from qdgen.word.reader.body import TAGS
from qdgen.word.reader.names import STRICT_WORD
from qdgen.word.reading_xml import MARKUP_LIMIT, PROLOG_BYTES, TREE_BYTES, refuse_dtd


class BodyStream:
    """The steps of a document part; call `forget` with each element that is done with.

    What has come since the last `forget` is the tree in memory: it is bounded as a whole tree
    is by `parse_xml`. Raises XmlFaultError, UnreadableFileError.
    """

    def __init__(self, stream: PartStream) -> None:
        self._stream = stream
        self._head = stream.read(PROLOG_BYTES)
        self._bytes = 0
        self._markup = 0
        refuse_dtd(self._head)
        if STRICT_WORD.encode() in self._head:
            raise UnreadableFileError(
                text("The document is saved as Strict Open XML, which is not read here."),
                text("Open it in Word and save it as a Word document (.docx)."),
            )

    def read(self, size: int) -> bytes:
        """The next bytes, for lxml."""
        if self._head:
            chunk, self._head = self._head[:size], self._head[size:]
        else:
            chunk = self._stream.read(size)
        self._bytes += len(chunk)
        self._markup += chunk.count(b"<") + chunk.count(b"=")
        if self._bytes > TREE_BYTES or self._markup > MARKUP_LIMIT:
            raise XmlFaultError(text("A paragraph or table row is larger than any document has."))
        return chunk

    def steps(self) -> etree.iterparse:
        """Starts and ends of the elements the walk looks at. Raises etree.XMLSyntaxError, and
        what `read` raises."""
        # Bounds are kept by `read`, and there is no DTD: libxml2's own would refuse a long text.
        return etree.iterparse(
            self,
            events=("start", "end"),
            tag=TAGS,
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=True,
            remove_comments=True,
            remove_pis=True,
        )

    def forget(self, element: etree._Element) -> None:
        """Let go of `element`'s content and of everything before it in its parent."""
        self._bytes = self._markup = 0
        element.clear()
        parent = element.getparent()
        if parent is not None:
            while element.getprevious() is not None:
                del parent[0]
