"""Register files: TOML with `[[document]]`, `[[body]]` and `[[province]]` tables, checked key by key.

The shipped files and a user's own file go through the same checks. What the keys mean stands at the top of the shipped
files, and in `kehoach.register.entries`.
"""

from __future__ import annotations

import datetime
import os
import re
import tomllib
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from kehoach.errors import RegisterError
from kehoach.register import days, keys
from kehoach.register.entries import (
    CONFIDENCES,
    KINDS,
    LEVELS,
    PROVINCE_KINDS,
    STATUSES,
    Body,
    Document,
    Province,
    Successor,
    WrongDate,
)

_Made = TypeVar("_Made")
_Reader = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Tables:
    """The entries of one file, in its order."""

    documents: tuple[Document, ...] = ()
    bodies: tuple[Body, ...] = ()
    provinces: tuple[Province, ...] = ()


@cache
def raw(name: str) -> dict[str, Any]:
    """The tables of the shipped `NAME.toml` as they stand in the file."""
    return tomllib.loads(files("kehoach.register").joinpath(f"{name}.toml").read_text(encoding="utf-8"))


@cache
def shipped(name: str) -> Tables:
    """The entries of the shipped `NAME.toml`."""
    return _tables(f"{name}.toml", raw(name))


def read(path: str | os.PathLike[str]) -> Tables:
    """The entries of a user's own file.

    Raises:
        RegisterError: the file cannot be read, is not TOML, holds no entry, or an entry is not of the form.
    """
    name = os.fspath(path)
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
        data = tomllib.loads(text)
    except OSError as error:
        raise RegisterError(name, (error.strerror or "cannot be read").lower()) from error
    except UnicodeDecodeError as error:
        raise RegisterError(name, "is not UTF-8 text") from error
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        reason = _shown(" ".join(str(error).split())) or "too deeply nested"
        raise RegisterError(name, f"is not TOML: {reason}") from error
    tables = _tables(name, data)
    if tables == Tables():
        raise RegisterError(name, "holds no [[document]], [[body]] or [[province]]")
    return tables


def _tables(file: str, data: Mapping[str, Any]) -> Tables:
    for key in data:
        if key not in _FORMS:
            raise RegisterError(file, f"unknown table [{_shown(key)}]{_hint(key, _FORMS)}")
    return Tables(
        _entries(file, data, "document", Document, lambda d: keys.number_key(d.number)),
        _entries(file, data, "body", Body, body_identity),
        _entries(file, data, "province", Province, province_identity),
    )


def body_identity(body: Body) -> Hashable:
    """What makes a body one entry: an entry of the same name and first day takes its place."""
    return keys.squeeze(body.name), body.since


def province_identity(province: Province) -> Hashable:
    """What makes a province one entry."""
    return keys.squeeze(province.name), province.since


def _entries(
    file: str,
    data: Mapping[str, Any],
    table: str,
    make: Callable[..., _Made],
    identity: Callable[[_Made], Hashable],
) -> tuple[_Made, ...]:
    rows = data.get(table, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise RegisterError(file, f"write [[{table}]], in two brackets, over each entry")
    made: dict[Hashable, _Made] = {}
    for position, row in enumerate(rows, 1):
        label = _label(table, position, row)
        try:
            entry = make(**_values(row, _FORMS[table]))
            _check_order(row)
        except ValueError as error:
            raise RegisterError(file, str(error), label) from None
        key = identity(entry)
        if key in made:
            what = "number" if table == "document" else "name and `since`"
            raise RegisterError(file, f"another {table} of the file has the same {what}", label)
        made[key] = entry
    return tuple(made.values())


def _label(table: str, position: int, row: Mapping[str, Any]) -> str:
    name = row.get("number" if table == "document" else "name")
    return f"{table} {position}" + (f" ({_shown(name)})" if isinstance(name, str) else "")


def _shown(text: str) -> str:
    """What a file says, fit for one line of a message."""
    line = "".join(c if c.isprintable() else " " for c in text)
    return line if len(line) <= 80 else f"{line[:79]}…"


def _hint(word: str, known: Mapping[str, Any] | tuple[str, ...]) -> str:
    import difflib  # needed for a wrong file only

    near = difflib.get_close_matches(word, list(known), n=1)
    return f" (did you mean {near[0]}?)" if near else ""


# --- the form of an entry -------------------------------------------------------------------------------------------


def _values(row: Mapping[str, Any], form: Mapping[str, tuple[_Reader, bool]]) -> dict[str, Any]:
    """The checked values of an entry by key; ValueError says which key is wrong and how."""
    for key in row:
        if key not in form:
            raise ValueError(f"unknown key `{_shown(key)}`{_hint(key, form)}")
    values = {}
    for key, (reader, required) in form.items():
        if key not in row:
            if required:
                raise ValueError(f"`{key}` is missing")
            continue
        try:
            values[key] = reader(row[key])
        except ValueError as error:
            raise ValueError(f"`{key}` {error}") from None
    if "confidence_of" in values:
        for key, _ in values["confidence_of"]:
            if key not in row:
                raise ValueError(f"`confidence_of` names `{_shown(key)}`, which the entry does not have")
    return values


_ORDERED = (("since", "until"), ("date", "effective"), ("date", "ended"), ("date", "superseded_on"))


def _check_order(row: Mapping[str, Any]) -> None:
    for early, late in _ORDERED:
        if early in row and late in row and days.last_day(row[late]) < days.first_day(row[early]):
            raise ValueError(f"`{late}` ({row[late]}) is before `{early}` ({row[early]})")


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("must be text")
    if not value.strip():
        raise ValueError("is empty")
    if not value.isprintable():
        raise ValueError("holds a line end or a control character")
    return value.strip()


def _name(value: Any) -> str:
    text = _text(value)
    if not keys.squeeze(text):
        raise ValueError("holds no letter or figure")
    return text


def _day(value: Any) -> str:
    if isinstance(value, datetime.datetime) or not isinstance(value, str | datetime.date):
        raise ValueError('must be a date such as "2025-03-01", "2025-03" or "2025"')
    text = value if isinstance(value, str) else value.isoformat()
    days.bounds(text)
    if "X" in text:
        raise ValueError("is written without its unknown parts here: 2024-02-XX as 2024-02")
    return text


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


def _period(value: Any) -> str:
    text = _text(value)
    match = re.fullmatch(r"([0-9]{4})-([0-9]{4})", text)
    if match is None or match[1] > match[2]:
        raise ValueError("must be two years such as 2021-2030")
    return text


def _one_of(words: tuple[str, ...], value: Any) -> str:
    if value not in words:
        near = _hint(value, words) if isinstance(value, str) else ""
        raise ValueError(f"must be one of {', '.join(words)}{near}")
    return str(value)


def _status(value: Any) -> str:
    if isinstance(value, str) and value.startswith("in_force_from_"):
        _day(value.removeprefix("in_force_from_"))
        return value
    return _one_of(STATUSES, value)


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError("must be a list of texts")
    return tuple(_name(item) for item in value)


def _confidences(value: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict):
        raise ValueError('must be a table such as { until = "general" }')
    return tuple((key, _one_of(CONFIDENCES, word)) for key, word in value.items())


def _rows(make: Callable[..., _Made], form: Mapping[str, tuple[_Reader, bool]], value: Any) -> tuple[_Made, ...]:
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise ValueError("must be a list of tables")
    return tuple(make(**_values(row, form)) for row in value)


_confidence = partial(_one_of, CONFIDENCES)
_KNOWN: dict[str, tuple[_Reader, bool]] = {
    "confidence": (_confidence, True),
    "confidence_of": (_confidences, False),
    "source": (_text, False),
    "note": (_text, False),
}
_LASTING: dict[str, tuple[_Reader, bool]] = {
    "since": (_day, False),
    "until": (_day, False),
    "approximate": (_flag, False),
}
_SUCCESSOR: dict[str, tuple[_Reader, bool]] = {
    "name": (_name, True),
    "function": (_text, False),
    "confidence": (_confidence, False),
}
_WRONG_DATE: dict[str, tuple[_Reader, bool]] = {
    "date": (_day, True),
    "where": (_text, True),
    "confidence": (_confidence, False),
}
# key: how it is read, and whether it must be there
_FORMS: dict[str, dict[str, tuple[_Reader, bool]]] = {
    "document": {
        "number": (_name, True),
        "type": (_text, True),
        "issuer": (_text, True),
        "title": (_name, True),
        "status": (_status, True),
        "date": (_day, False),
        "effective": (_day, False),
        "ended": (_day, False),
        "period": (_period, False),
        "superseded_by": (_name, False),
        "superseded_on": (_day, False),
        "amended_by": (_name, False),
        "aliases": (_texts, False),
        "wrong_dates": (partial(_rows, WrongDate, _WRONG_DATE), False),
        "wrong_numbers": (_texts, False),
        "confusable": (_texts, False),
        **_KNOWN,
    },
    "body": {
        "name": (_name, True),
        "level": (partial(_one_of, LEVELS), True),
        "kind": (partial(_one_of, KINDS), True),
        "code": (_name, False),
        "variants": (_texts, False),
        "successors": (partial(_rows, Successor, _SUCCESSOR), False),
        **_LASTING,
        **_KNOWN,
    },
    "province": {
        "name": (_name, True),
        "full_name": (_name, True),
        "kind": (partial(_one_of, PROVINCE_KINDS), True),
        "code": (_name, False),
        "variants": (_texts, False),
        "predecessors": (_texts, False),
        "successor": (_name, False),
        "centre_in": (_name, False),
        **_LASTING,
        **_KNOWN,
    },
}
