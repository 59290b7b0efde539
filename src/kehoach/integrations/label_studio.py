"""Label Studio: a task a document, its marks as a prediction that people correct.

Label Studio counts code points: its editor has done so since 2021 (HumanSignal/label-studio-frontend#308, `domManager.ts`).
Older versions counted UTF-16 (label-studio#1347): `unit="utf-16"`. What is read is compared with the words that Label Studio
stores beside each region, so that a wrong unit is refused where it matters. Of a task with annotations of people the last one
that is not cancelled is read, else its last prediction.

The task's data keep the attributes of each mark under `kehoach`, and a region that comes back under its id has them again.
`interface` gives the labelling interface to put into the project.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from kehoach.integrations import files
from kehoach.integrations.marks import EVERY, DoorError, Mark, Marked, Texts, Written, check
from kehoach.integrations.offsets import Offsets

UNITS = ("code-points", "utf-16")
KINDS = EVERY
FOLDER = False
TEXT = True

_BROKEN = "(does Label Studio count otherwise there? see --unit)"


def interface(labels: Iterable[str]) -> str:
    """The labelling interface for these labels, as XML."""
    values = "\n".join(f"    <Label value={quoteattr(label)}/>" for label in sorted(set(labels)))
    style = "<Style>.htx-text{ white-space: pre-wrap; }</Style>"
    return (
        f'<View>\n  {style}\n  <Labels name="label" toName="text">\n{values}\n  </Labels>\n'
        '  <Text name="text" value="$text" saveTextResult="yes"/>\n</View>\n'
    )


def export(documents: Iterable[Marked], out: Path, unit: str = UNITS[0]) -> Written:
    """Write a list of tasks, a task a line."""
    count = marks = 0
    with files.writing(out) as file:
        file.write(b"[")
        for document in documents:
            file.write((b",\n" if count else b"\n") + files.dumps(task(document, unit)).encode())
            count, marks = count + 1, marks + len(document.marks)
        file.write(b"\n]\n")
    return Written(count, marks)


def task(document: Marked, unit: str = UNITS[0]) -> dict[str, Any]:
    """The task of a document."""
    offsets = files.offsets(document.text, unit, document.name)
    result = []
    for mark in document.marks:
        start, end = files.places(offsets, mark, document.name)
        value = {"start": start, "end": end, "text": mark.text, "labels": [mark.label]}
        region: dict[str, Any] = {
            "id": mark.id,
            "from_name": "label",
            "to_name": "text",
            "type": "labels",
            "value": value,
        }
        if isinstance(confidence := mark.attributes.get("confidence"), float):
            region["score"] = confidence
        result.append(region)
    # a list, as two ids may not be the same key in the store of Label Studio
    kept = [{"id": mark.id, "attributes": dict(mark.attributes), "page": mark.page} for mark in document.marks]
    own = {"name": document.name, "unit": unit, "meta": dict(document.meta), "marks": kept}
    return {
        "data": {"text": document.text, "kehoach": own},
        "predictions": [{"model_version": "kehoach", "result": result}],
    }


def load(source: Path, texts: Texts | None = None, unit: str = UNITS[0]) -> Iterator[Marked]:
    """The documents of a list of tasks, as exported here or by Label Studio (JSON, not JSON-MIN)."""
    with files.reading(source) as file:
        tasks = files.expected(files.loads(file.read(), source), list, "it", source)
    for number, one in enumerate(tasks, 1):
        yield _document(one, number, unit, source)


def _document(one: Any, number: int, unit: str, source: Path) -> Marked:
    place = f"task {number}"
    said = files.expected(one, dict, "it", source, place)
    data = files.expected(said.get("data"), dict, "`data`", source, place)
    text = files.expected(data.get("text"), str, "`data.text`", source, place)
    own = files.expected(data.get("kehoach", {}), dict, "`data.kehoach`", source, place)
    unit = own.get("unit", unit)
    if unit not in UNITS:
        raise DoorError(source, "`unit` is none of " + ", ".join(UNITS), place)
    known: dict[str, dict[str, Any]] = {}
    for kept in files.expected(own.get("marks", []), list, "`data.kehoach.marks`", source, place):
        if isinstance(kept, dict) and isinstance(kept.get("id"), str):
            known[kept["id"]] = kept
    offsets = Offsets(text, unit)
    result = files.expected(_result(said, source, place), list, "`result`", source, place)
    marks = []
    for index, region in enumerate(result, 1):
        mark = _mark(region, f"{place}, region {index}", index, text, offsets, known, source)
        if mark is not None:
            marks += mark
    name = own.get("name") or f"task-{number}"
    meta = files.strings(files.expected(own.get("meta", {}), dict, "`meta`", source, place))
    return files.whole(files.expected(name, str, "`name`", source, place), text, marks, meta, source, place)


def _result(said: dict[str, Any], source: Path, place: str) -> Any:
    for key in ("annotations", "predictions"):
        for one in reversed(files.expected(said.get(key) or [], list, f"`{key}`", source, place)):
            # a task without its regions names them by number alone
            if isinstance(one, dict) and not one.get("was_cancelled"):
                return one.get("result", [])
    return []


def _mark(
    region: Any, place: str, index: int, text: str, offsets: Offsets, known: dict[str, dict[str, Any]], source: Path
) -> list[Mark] | None:
    said = files.expected(region, dict, "it", source, place)
    if said.get("type") != "labels":
        return None  # a choice or a relation
    value = files.expected(said.get("value"), dict, "`value`", source, place)
    start, end = files.placed(offsets, value.get("start"), value.get("end"), source, place)
    try:
        check(source, place, text, start, end, _as_stored(value.get("text"), text[start:end]))
    except DoorError as error:
        raise DoorError(source, f"{error.reason} {_BROKEN}", place) from None
    labels = files.expected(value.get("labels"), list, "`labels`", source, place)
    if not labels:
        raise DoorError(source, "has no label", place)
    id = files.expected(said.get("id", f"region-{index}"), str, "`id`", source, place)
    kept = known.get(id, {})
    attributes = files.expected(kept.get("attributes", {}), dict, "`attributes`", source, place)
    page = kept.get("page")
    made = []
    for number, label in enumerate(labels):
        made.append(
            Mark(
                id if not number else f"{id}-{number + 1}",
                files.expected(label, str, "a label", source, place),
                start,
                end,
                text[start:end],
                attributes,
                page if isinstance(page, int) else None,
            )
        )
    return made


def _as_stored(quoted: Any, words: str) -> str | None:
    """The words to compare with: Label Studio stores a line end in them as `\\n` in letters."""
    if not isinstance(quoted, str):
        return None
    return (
        words
        if words.replace("\r", "\n").replace("\n", "\\n") == quoted.replace("\r", "\n").replace("\n", "\\n")
        else quoted
    )
