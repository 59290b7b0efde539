"""Akoma Ntoso 3.0 (OASIS LegalDocML): a folder with a document for each plan, its text with the references in it.

A citation is a `ref` with an `href` in the naming convention; what else is known of it stands in attributes of a namespace of
our own, which the schema allows. Each line of the text is a `p`; a reference over several lines keeps them in one. References
that cross each other are written in parts and read as one. A character that XML forbids is an `inline` that names it. The way
back gives the same text and the same references. Of a document that others made each `p`, heading and number is a line, and
each `ref` with an `href` a citation.

Other marks than citations have no place here and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kehoach.integrations import files
from kehoach.integrations.marks import DoorError, Kind, Mark, Marked, Texts, Written

UNITS = ("code-points",)
KINDS: tuple[Kind, ...] = ("citations",)
FOLDER = True
TEXT = True

SPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
OWN = "urn:kehoach:akn"
_AKN = f"{{{SPACE}}}"
_KH = f"{{{OWN}}}"
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_YEAR = re.compile(r"/((?:19|20)\d\d)/")
_UNKNOWN = "0001-01-01"
# elements whose words are lines of their own
_BLOCKS = frozenset("p num heading subheading crossHeading listIntroduction listWrapUp block docketNumber".split())


def export(documents: Iterable[Marked], out: Path, unit: str = UNITS[0]) -> Written:
    """Write a file a document into a folder."""
    etree = files.needed("lxml.etree", "doors", out)
    files.folder(out)
    named = files.file_names()
    count = marks = left = 0
    for document in documents:
        refs = [mark for mark in document.marks if mark.label == "citation"]
        tree = etree.ElementTree(_document(document, refs, etree))
        with files.writing(out / f"{named(document.name)}.xml") as file:
            tree.write(file, encoding="UTF-8", xml_declaration=True)
        count, marks, left = count + 1, marks + len(refs), left + len(document.marks) - len(refs)
    return Written(count, marks, left)


def href(attributes: Any) -> str:
    """Where a reference points: `/akn/vn/act/2006/73-2006-qh11`; the convention names country, kind, date and number."""
    type = attributes.get("type") or {}
    code = str(type.get("code") or "").lower() if isinstance(type, dict) else ""
    kind = "act" if str(type.get("name", "")).lower() in ("luật", "bộ luật", "pháp lệnh", "hiến pháp") else "doc"
    within = _YEAR.search(str(attributes.get("number") or ""))  # 72/2025/QH15
    issued = str(attributes.get("issued") or attributes.get("year") or (within and within[1]) or "")
    date = issued if _DATE.fullmatch(issued) else issued[:4] if issued[:4].isdecimal() else "unknown"
    what = str(attributes.get("number") or attributes.get("name") or "unnamed").strip().lower()
    parts = ["akn", "vn", kind, *([code] if code and kind == "doc" else []), date, re.sub(r"[\s/]+", "-", what)]
    return "/" + "/".join(quote(part, safe="", errors="replace") for part in parts)


# --- writing --------------------------------------------------------------------------------------------------------


def _document(document: Marked, refs: Sequence[Mark], etree: Any) -> Any:
    root = etree.Element(f"{_AKN}akomaNtoso", nsmap={None: SPACE, "kh": OWN})
    doc = etree.SubElement(root, f"{_AKN}doc", name="plan")
    _meta(etree.SubElement(doc, f"{_AKN}meta"), document, etree)
    body = etree.SubElement(doc, f"{_AKN}mainBody")
    for start, end, inside in _paragraphs(document.text, refs):
        _fill(etree.SubElement(body, f"{_AKN}p"), document.text, start, end, inside, etree)
    return root


def _meta(meta: Any, document: Marked, etree: Any) -> None:
    told = document.meta
    issued = told.get("issued", "")
    date = issued if _DATE.fullmatch(issued) else _UNKNOWN
    work = href(
        {"number": told.get("number") or document.name, "issued": issued, "type": {"code": told.get("type", "")}}
    )
    identification = etree.SubElement(meta, f"{_AKN}identification", source="#kehoach")
    for level, address in (("Work", work), ("Expression", f"{work}/vie@"), ("Manifestation", f"{work}/vie@.xml")):
        at = etree.SubElement(identification, f"{_AKN}FRBR{level}")
        etree.SubElement(at, f"{_AKN}FRBRthis", value=address)
        etree.SubElement(at, f"{_AKN}FRBRuri", value=address)
        etree.SubElement(at, f"{_AKN}FRBRdate", date=date, name="issued" if date != _UNKNOWN else "unknown")
        etree.SubElement(at, f"{_AKN}FRBRauthor", href="#issuer" if level == "Work" else "#kehoach")
        if level == "Work":
            etree.SubElement(at, f"{_AKN}FRBRcountry", value="vn")
        elif level == "Expression":
            etree.SubElement(at, f"{_AKN}FRBRlanguage", language="vie")
    references = etree.SubElement(meta, f"{_AKN}references", source="#kehoach")
    bodies = (("issuer", told.get("issuer") or "unknown"), ("kehoach", "kehoach"))
    for id, shown in bodies:
        shown = _FORBIDDEN.sub("\ufffd", shown)
        etree.SubElement(
            references, f"{_AKN}TLCOrganization", eId=id, href=f"/akn/ontology/organization/vn/{id}", showAs=shown
        )
    own = etree.SubElement(meta, f"{_AKN}proprietary", source="#kehoach")
    etree.SubElement(own, f"{_KH}document").text = files.dumps({"name": document.name, "meta": dict(told)})


def _paragraphs(text: str, refs: Sequence[Mark]) -> Iterator[tuple[int, int, list[Mark]]]:
    """Lines of the text, those that a reference holds together as one, each with the references that begin in it."""
    lines = [found.start() for found in re.finditer("\n", text)]
    kept: list[int] = []  # line ends between paragraphs
    waiting = sorted(refs, key=lambda mark: (mark.start, -mark.end))
    index = reach = 0
    for at in lines:
        while index < len(waiting) and waiting[index].start <= at:
            reach = max(reach, waiting[index].end)
            index += 1
        if reach <= at:
            kept.append(at)
    index = start = 0
    for end in (*kept, len(text)):
        inside = []
        while index < len(waiting) and waiting[index].start <= end:
            inside.append(waiting[index])
            index += 1
        yield start, end, inside
        start = end + 1


def _fill(paragraph: Any, text: str, start: int, end: int, refs: Sequence[Mark], etree: Any) -> None:
    """The words of a paragraph, its references around their own: nested as they nest, in parts where they cross."""
    # where something begins or ends, in order: ends before begins, the inner end first, the longer begin first
    opened: list[tuple[Mark, Any]] = []
    parts: dict[str, int] = {}
    position = start
    top = paragraph

    def say(words: str) -> None:
        last = 0
        for odd in _FORBIDDEN.finditer(words):
            _append(top, words[last : odd.start()])
            child = etree.SubElement(top, f"{_AKN}inline", name="character")
            child.set(f"{_KH}code", f"{ord(odd[0]):X}")
            last = odd.end()
        _append(top, words[last:])

    def open_(mark: Mark) -> None:
        nonlocal top
        parts[mark.id] = parts.get(mark.id, 0) + 1
        top = etree.SubElement(top, f"{_AKN}ref", href=href(mark.attributes))
        told = {"id": mark.id, "page": mark.page, "attributes": dict(mark.attributes)}
        top.set(f"{_KH}mark", files.dumps(told))
        if parts[mark.id] > 1:
            top.set(f"{_KH}part", str(parts[mark.id]))
        opened.append((mark, top))

    def close(at: int) -> None:
        """Close what ends here; what is open inside of it and goes on is opened again behind it."""
        nonlocal top
        deepest = next((i for i, (mark, _) in enumerate(opened) if mark.end <= at), None)
        if deepest is None:
            return
        again = [mark for mark, _ in opened[deepest:] if mark.end > at]
        del opened[deepest:]
        top = opened[-1][1] if opened else paragraph
        for mark in again:
            open_(mark)

    edges = sorted({*(mark.start for mark in refs), *(mark.end for mark in refs)})
    waiting = iter(refs)
    following = next(waiting, None)
    for at in edges:
        say(text[position:at])
        position = at
        close(at)
        while following is not None and following.start == at:
            open_(following)
            if following.end == at:
                opened.pop()
                top = opened[-1][1] if opened else paragraph
            following = next(waiting, None)
    say(text[position:end])


def _append(parent: Any, words: str) -> None:
    if not words:
        return
    if len(parent):
        last = parent[-1]
        last.tail = (last.tail or "") + words
    else:
        parent.text = (parent.text or "") + words


# --- reading --------------------------------------------------------------------------------------------------------


def load(source: Path, texts: Texts | None = None, unit: str = UNITS[0]) -> Iterator[Marked]:
    """The documents of a folder of `.xml` files, or of one."""
    etree = files.needed("lxml.etree", "doors", source)
    for path in files.files_of(source, ".xml"):
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
        try:
            with files.reading(path) as file:
                tree = etree.parse(file, parser)
        except etree.XMLSyntaxError as error:
            line = error.lineno or 0
            raise DoorError(path, "is not well-formed XML", f"line {line}") from None
        if tree.docinfo.doctype:
            raise DoorError(path, "has a document type, which Akoma Ntoso does not use")
        root = tree.getroot()
        if etree.QName(root).localname != "akomaNtoso":
            raise DoorError(path, "is no Akoma Ntoso document")
        yield _Reading(path, etree).of(root)


class _Reading:
    """One pass over a document: its lines, and where each reference stands in them."""

    def __init__(self, path: Path, etree: Any) -> None:
        self._path = path
        self._etree = etree
        self._pieces: list[str] = []
        self._length = 0
        self._lines = 0
        self._found: dict[str, list[Any]] = {}

    def of(self, root: Any) -> Marked:
        space = self._etree.QName(root).namespace or ""
        if "akn" not in space.lower() and "akomantoso" not in space.lower():
            raise DoorError(self._path, "is no Akoma Ntoso document")
        self._walk(root)
        own = next(iter(root.iter(f"{_KH}document")), None)
        said = {} if own is None else files.loads(own.text or "", self._path)
        files.expected(said, dict, "its data", self._path)
        name = files.expected(said.get("name", self._path.name), str, "the name", self._path)
        told = files.expected(said.get("meta", {}), dict, "its data", self._path)
        text = "".join(self._pieces)
        marks = [
            Mark(id, "citation", start, end, text[start:end], attributes, page)
            for id, (start, end, attributes, page) in self._found.items()
        ]
        marks.sort(key=lambda mark: (mark.start, -mark.end))
        return files.whole(name, text, marks, files.strings(told), self._path)

    def _walk(self, root: Any) -> None:
        within = 0  # blocks that are open
        opened: list[tuple[Any, int]] = []
        for event, element in self._etree.iterwalk(root, events=("start", "end", "comment", "pi")):
            if event in ("comment", "pi"):
                if within:
                    self._say(element.tail)
                continue
            local = self._etree.QName(element).localname
            if event == "start":
                if local in _BLOCKS:
                    if not within:
                        if self._lines:
                            self._say("\n")
                        self._lines += 1
                    within += 1
                if local == "ref":
                    opened.append((element, self._length))
                if local == "inline" and (code := element.get(f"{_KH}code")) is not None:
                    self._say(self._character(code, element))
                if within:
                    self._say(element.text)
                continue
            if local == "ref":
                self._keep(*opened.pop())
            if local in _BLOCKS:
                within -= 1
            if within:
                self._say(element.tail)

    def _say(self, words: str | None) -> None:
        if words:
            self._pieces.append(words)
            self._length += len(words)

    def _character(self, code: str, element: Any) -> str:
        try:
            said = chr(int(code, 16))
        except (ValueError, OverflowError):
            raise DoorError(self._path, f"{code!r} is no character", f"line {element.sourceline}") from None
        return said

    def _keep(self, element: Any, start: int) -> None:
        place = f"line {element.sourceline}"
        if (said := element.get(f"{_KH}mark")) is None:
            if element.get("href") is None:
                return
            id = element.get("eId") or f"ref-{len(self._found) + 1}"
            self._found[id] = [start, self._length, {"href": element.get("href")}, None]
            return
        told = files.expected(files.loads(said, self._path, place), dict, "its mark", self._path, place)
        id = files.expected(told.get("id"), str, "`id`", self._path, place)
        if element.get(f"{_KH}part") is not None and id in self._found:
            self._found[id][1] = self._length
            return
        if id in self._found:
            raise DoorError(self._path, "two references have this id", f"{place}, {id}")
        attributes = files.expected(told.get("attributes", {}), dict, "`attributes`", self._path, place)
        page = told.get("page")
        self._found[id] = [start, self._length, attributes, page if isinstance(page, int) else None]
