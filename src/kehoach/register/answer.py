"""What the register says of one entry on a date, as plain data: what `kehoach register` prints."""

from __future__ import annotations

from typing import Any

from kehoach.register.book import Register
from kehoach.register.days import On
from kehoach.register.entries import Body, Document, Entry, Province, as_dict


def answer(register: Register, entry: Entry, on: On | None = None) -> dict[str, Any]:
    """The entry with its kind, its state on the date, and what followed it.

    Returns:
        `entry` (`document`, `body` or `province`), the keys of the file, and
        `asked`: `on`; `status` of a document (`Register.status`) or `state` of a body or province (`Lasting.state_on`);
        `followed_by`: what stood in its place on the date, or stands there at last where no date is given.
    """
    if isinstance(entry, Document):
        return _document(register, entry, on)
    if isinstance(entry, Body):
        return _body(register, entry, on)
    return _province(register, entry, on)


def _document(register: Register, document: Document, on: On | None) -> dict[str, Any]:
    asked: dict[str, Any] = {"on": _text(on), "status": register.status(document, on), "followed_by": []}
    here: Document | None = document
    met: set[str] = set()
    while here is not None and here.superseded_by is not None and here.superseded_by not in met:
        if on is not None and register.status(here, on) not in ("superseded", "expired", "unknown"):
            break
        met.add(here.superseded_by)
        after = register.document(here.superseded_by)
        step = {
            "number": here.superseded_by,
            "from": here.superseded_on,
            "confidence": here.confidence_in("superseded_by"),
        }
        if after is not None:
            step |= {"title": after.title, "date": after.date, "status": register.status(after, on)}
        asked["followed_by"].append({key: value for key, value in step.items() if value is not None})
        here = after
    return {"entry": "document", **as_dict(document), "asked": asked}


def _body(register: Register, body: Body, on: On | None) -> dict[str, Any]:
    followed = []
    for step in register.successors_of(body, on):
        row: dict[str, Any] = {"name": step.body.name, "code": step.body.code, "level": step.body.level}
        row |= {"since": step.body.since, "until": step.body.until, "functions": list(step.functions)}
        row |= {"through": list(step.through), "confidence": step.confidence}
        followed.append({key: value for key, value in row.items() if value})
    asked = {"on": _text(on), "state": body.state_on(on), "followed_by": followed}
    return {"entry": "body", **as_dict(body), "asked": asked}


def _province(register: Register, province: Province, on: On | None) -> dict[str, Any]:
    after = register.successor_of(province, on)
    followed = []
    if after is not None:
        row = {"name": after.name, "full_name": after.full_name, "code": after.code, "since": after.since}
        followed.append({key: value for key, value in row.items() if value})
    asked = {"on": _text(on), "state": province.state_on(on), "followed_by": followed}
    return {"entry": "province", **as_dict(province), "asked": asked}


def _text(on: On | None) -> str | None:
    return None if on is None else str(on)
