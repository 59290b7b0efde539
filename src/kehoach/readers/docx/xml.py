"""XML of an Office file, read piece by piece: no document type, limited depth and number of elements, short names."""

from __future__ import annotations

from collections.abc import Iterator
from xml.parsers import expat

from kehoach.readers.document import Job

# the namespaces in which a plan's words stand; those of "strict" files have the same names inside
_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w:",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w:",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r:",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r:",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a:",
    "http://purl.oclc.org/ooxml/drawingml/main": "a:",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram": "dgm:",
    "http://purl.oclc.org/ooxml/drawingml/diagram": "dgm:",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingShape": "wps:",
    "urn:schemas-microsoft-com:vml": "v:",
    "http://www.w3.org/XML/1998/namespace": "xml:",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel:",
    "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties": "app:",
    "http://purl.oclc.org/ooxml/officeDocument/extendedProperties": "app:",
}
_CHUNK = 1 << 16
_PAST_NAMES = 10_000  # different names of elements and attributes that are remembered


class Broken(ValueError):
    """The XML breaks off or is no XML; the message says where."""


class Node:
    """An element: its name with the prefix that is common for its namespace (`w:p`), attributes, children, own text."""

    __slots__ = ("attributes", "children", "tag", "text")

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.children: list[Node] = []
        self.text = ""

    def find(self, tag: str) -> Node | None:
        """The first child of that name."""
        for child in self.children:
            if child.tag == tag:
                return child
        return None

    def get(self, *names: str) -> str | None:
        """The first attribute there is of these."""
        return next((self.attributes[name] for name in names if name in self.attributes), None)

    def value(self, tag: str) -> str | None:
        """`w:val` of the first child of that name."""
        child = self.find(tag)
        return None if child is None else child.attributes.get("w:val")

    def number(self, tag: str) -> int | None:
        """The same as a whole number; None where it is none."""
        return whole(self.value(tag))

    def walk(self) -> Iterator[Node]:
        """Itself and everything below, in the order of the file."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))


def whole(written: str | None) -> int | None:
    """A whole number as Office writes it; None for anything else."""
    try:
        return None if written is None or len(written) > 9 else int(written)
    except ValueError:
        return None


def is_on(node: Node | None) -> bool:
    """Whether a switch is there and not switched off."""
    return node is not None and node.attributes.get("w:val", "1").lower() not in ("0", "false", "off", "none")


def children(job: Job, data: bytes, parent: str) -> Iterator[Node]:
    """The children of each `parent` of one part, each as soon as it is complete; nothing else is kept.

    Raises:
        Broken: the XML cannot be read to its end.
        ReadError: a document type (`damaged`), or too deep or too many elements (`too-large`).
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.buffer_size = 1 << 20  # so that a long text is put together from few pieces
    names: dict[str, str] = {}
    done: list[Node] = []
    stack: list[Node] = []
    count = 0
    most = job.limits.xml_nodes * 1000
    deepest = job.limits.xml_depth

    def short(name: str) -> str:
        known = names.get(name)
        if known is None:
            space, _, local = name.rpartition(" ")
            known = _PREFIXES.get(space, "?:" if space else "") + local
            if len(names) < _PAST_NAMES:
                names[name] = known
        return known

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > most:
            raise job.fail("too-large", f"holds more than {most} XML elements")
        if len(stack) >= deepest:
            raise job.fail("too-large", f"nests XML elements more than {deepest} deep")
        stack.append(Node(short(name), {short(key): value for key, value in attributes.items()} if attributes else {}))

    def end(_: str) -> None:
        node = stack.pop()
        if stack:
            above = stack[-1]
            if above.tag == parent:
                done.append(node)
            else:
                above.children.append(node)

    def characters(text: str) -> None:
        stack[-1].text += text

    def doctype(*_: object) -> None:
        raise job.fail("damaged", "has a document type in its XML, which no Office program writes")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.StartDoctypeDeclHandler = doctype
    view = memoryview(data)
    for at in range(0, len(data), _CHUNK):
        _feed(parser, bytes(view[at : at + _CHUNK]), last=False)
        yield from done
        done.clear()
    _feed(parser, b"", last=True)
    yield from done


def _feed(parser: expat.XMLParserType, data: bytes, *, last: bool) -> None:
    try:
        parser.Parse(data, last)
    except expat.ExpatError as error:
        raise Broken(f"broken XML in line {error.lineno}") from None
    except (ValueError, LookupError):  # an encoding that is not known
        raise Broken("XML in an unknown encoding") from None
