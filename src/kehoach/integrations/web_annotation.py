"""W3C Web Annotation (JSON-LD): an annotation page of all marks, each with its place and its words.

Offsets are code points, as the data model asks (§4.2.5). Each annotation has a `TextPositionSelector` and a
`TextQuoteSelector` with what stands before and after it. The texts are not in the file: `load` needs them, and refuses an
annotation that quotes other words. A document without marks leaves no trace.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from kehoach.integrations import files
from kehoach.integrations.marks import EVERY, DoorError, Mark, Marked, Texts, Written, check

UNITS = ("code-points",)
KINDS = EVERY
FOLDER = False
TEXT = False

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32
_ID = "urn:kehoach:"
_HEAD = '{"@context":"' + CONTEXT + '","id":"urn:kehoach:page","type":"AnnotationPage","items":['


def export(documents: Iterable[Marked], out: Path, unit: str = UNITS[0]) -> Written:
    """Write one annotation page, an annotation a line."""
    count = marks = 0
    with files.writing(out) as file:
        file.write(_HEAD.encode())
        for document in documents:
            for annotation in of(document):
                file.write((b",\n" if marks else b"\n") + files.dumps(annotation).encode())
                marks += 1
            count += 1
        file.write(b"\n]}\n")
    return Written(count, marks)


def of(document: Marked) -> Iterator[dict[str, Any]]:
    """The annotations of a document, without the context."""
    digest = document.digest
    source = {
        "id": quote(document.name, safe="", errors="surrogatepass"),
        "type": "Text",
        "format": "text/plain",
        "language": "vi",
        "dcterms:identifier": f"sha256:{digest}",
        "dc:description": files.dumps(dict(document.meta)),
    }
    for mark in document.marks:
        details = {"attributes": dict(mark.attributes), "page": mark.page}
        yield {
            "id": f"{_ID}{digest[:16]}:{quote(mark.id, safe='')}",
            "type": "Annotation",
            "motivation": "tagging",
            "body": [
                {"type": "TextualBody", "purpose": "tagging", "value": mark.label},
                {
                    "type": "TextualBody",
                    "purpose": "describing",
                    "format": "application/json",
                    "value": files.dumps(details),
                },
            ],
            "target": {
                "source": source,
                "selector": [
                    {"type": "TextPositionSelector", "start": mark.start, "end": mark.end},
                    {
                        "type": "TextQuoteSelector",
                        "exact": mark.text,
                        "prefix": document.text[max(0, mark.start - _AROUND) : mark.start],
                        "suffix": document.text[mark.end : mark.end + _AROUND],
                    },
                ],
            },
        }


def load(source: Path, texts: Texts | None = None, unit: str = UNITS[0]) -> Iterator[Marked]:
    """The documents of an annotation page, of a collection with its first page in it, or of one annotation."""
    with files.reading(source) as file:
        said = files.loads(file.read(), source)
    known = texts or Texts()
    documents: dict[tuple[str, str], list[Mark]] = {}
    metas: dict[tuple[str, str], dict[str, str]] = {}
    for number, one in enumerate(_items(said, source), 1):
        place = f"annotation {number}"
        annotation = files.expected(one, dict, "it", source, place)
        target = _first(annotation.get("target"))
        told = target.get("source")
        origin = told if isinstance(told, dict) else {"id": told}
        name = unquote(files.expected(origin.get("id"), str, "the id of its source", source, place), errors="replace")
        digest = str(origin.get("dcterms:identifier", "")).removeprefix("sha256:")
        text = known.find(source, name, digest)
        key = (name, digest)
        documents.setdefault(key, []).append(_mark(annotation, target, text, source, place))
        if key not in metas:
            meta = files.loads(str(origin.get("dc:description", "{}")), source, place) if digest else {}
            metas[key] = files.strings(files.expected(meta, dict, "its description", source, place))
    for (name, digest), marks in documents.items():
        yield files.whole(name, known.find(source, name, digest), marks, metas[name, digest], source)


def _items(said: Any, source: Path) -> list[Any]:
    if isinstance(said, list):
        return said
    page = files.expected(said, dict, "it", source)
    if "Annotation" in _types(page):
        return [page]
    if isinstance(first := page.get("first"), dict):
        page = first
    items: list[Any] = files.expected(page.get("items"), list, "`items`", source)
    return items


def _first(value: Any) -> dict[str, Any]:
    value = value[0] if isinstance(value, list) and value else value
    return value if isinstance(value, dict) else {}


def _types(value: dict[str, Any]) -> list[str]:
    told = value.get("type")
    return [one for one in (told if isinstance(told, list) else [told]) if isinstance(one, str)]


def _mark(annotation: dict[str, Any], target: dict[str, Any], text: str, source: Path, place: str) -> Mark:
    told = target.get("selector")
    selectors = [one for one in (told if isinstance(told, list) else [told]) if isinstance(one, dict)]
    by_type = {kind: one for one in selectors for kind in _types(one)}
    if (position := by_type.get("TextPositionSelector")) is None:
        raise DoorError(source, "has no TextPositionSelector", place)
    start, end = position.get("start"), position.get("end")
    if type(start) is not int or type(end) is not int:
        raise DoorError(source, "start and end are not whole numbers", place)
    quoted = by_type.get("TextQuoteSelector", {}).get("exact")
    check(source, place, text, start, end, quoted)
    bodies = annotation.get("body")
    label, details = "", {}
    for body in bodies if isinstance(bodies, list) else [bodies]:
        if not isinstance(body, dict) or not isinstance(value := body.get("value"), str):
            continue
        if body.get("purpose") == "describing" and body.get("format") == "application/json":
            details = files.expected(files.loads(value, source, place), dict, "its description", source, place)
        elif body.get("purpose", "tagging") == "tagging":
            label = value
    id = files.expected(annotation.get("id", place.replace(" ", "-")), str, "`id`", source, place)
    if id.startswith(_ID):
        id = unquote(id.rpartition(":")[2])
    attributes = files.expected(details.get("attributes", {}), dict, "`attributes`", source, place)
    page = details.get("page")
    return Mark(id, label, start, end, text[start:end], attributes, page if isinstance(page, int) else None)
