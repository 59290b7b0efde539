"""The workbook's own words in one language, from `words.toml`, with those that are shared with the pages."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from kehoach.pages.coverage import SIGNS
from kehoach.record import Stated
from kehoach.shown import LEVELS, STATUSES, VERDICTS, stated

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")
STATES = STATUSES | VERDICTS
"""A cell's state: its verdict where it has one, else its status."""
# `=` would make a formula of a cell that is saved as CSV and opened again
STATE_SIGNS = SIGNS | {"meets": "✓"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: its key, its width in characters and its heading."""

    key: str
    width: int
    heading: str


@dataclass(frozen=True, slots=True)
class Form:
    """A sheet: its title, what it shows, its columns; `corrected` where a person corrects its rows."""

    key: str
    title: str
    about: str
    columns: tuple[Column, ...]
    tab: str | None
    corrected: bool
    field: str


@cache
def _raw() -> dict[str, Any]:
    return tomllib.loads(files("kehoach.audit.workbook").joinpath("words.toml").read_text(encoding="utf-8"))


@cache
def form(key: str, language: Language) -> Form:
    """The form of a sheet in one language."""
    raw = _raw()["sheets"][key]
    columns = _columns(raw.get("columns", ()), language)
    corrected = raw.get("corrected", False)
    return Form(key, raw[language], raw["about"][language], columns, raw.get("tab"), corrected, raw.get("field", ""))


@cache
def forms(language: Language) -> tuple[Form, ...]:
    """All sheets in their order."""
    return tuple(form(key, language) for key in _raw()["sheets"])


@cache
def correcting(language: Language) -> tuple[Column, ...]:
    """The columns in which a person corrects."""
    return _columns(_raw()["correcting"]["columns"], language)


def _columns(raw: Any, language: Language) -> tuple[Column, ...]:
    at = 2 + LANGUAGES.index(language)
    return tuple(Column(column[0], column[1], column[at]) for column in raw)


def say(key: str, language: Language, **values: object) -> str:
    """A word or sentence: `group.key`, or `key` of the group `words`."""
    group, _, name = key.rpartition(".")
    text: str = _raw()[group or "words"][name][language]
    return text.format(**values) if values else text


def named(group: str, code: str | None, language: Language) -> str:
    """The word for a code; the code itself where there is none."""
    if code is None:
        return ""
    found = _raw()[group].get(code)
    return found[language] if found is not None else code


def state_word(state: str, language: Language) -> str:
    """`chưa đạt`, `absent` …"""
    return STATES[state][language] if state in STATES else state


def level_word(level: str | None, language: Language) -> str:
    """`tỉnh`, `province` …; empty where it is not known."""
    return LEVELS[level][language] if level in LEVELS else level or ""


def value_word(value: tuple[Any, ...], language: Language) -> str:
    """A value of five columns (comparator, value, its upper end, unit, per) in a few characters; empty where none is stated."""
    comparator, number, upper, unit, per = value
    if number is None:
        return ""
    return stated(Stated(comparator or "=", number, upper, unit, per), language)


def matrix_cell(state: str, value: str, language: Language) -> str:
    """What a cell of the matrix shows: its sign, and the value that the plan states or else the word of the state."""
    sign = STATE_SIGNS.get(state, "")
    if state == "not_applicable":
        return sign
    return f"{sign} {value or state_word(state, language)}"


def read_keep(text: str) -> bool | str | None:
    """What a person wrote under `keep`: yes, no, nothing, or as it stands."""
    low = text.casefold()
    if not low:
        return None
    for truth, key, more in ((True, "yes", ("true", "x", "1", "đúng", "y")), (False, "no", ("false", "0", "sai", "n"))):
        if low in more or low in {say(key, language) for language in LANGUAGES}:
            return truth
    return text


def keep_word(keep: bool | str | None, language: Language) -> str:
    """The other way round."""
    if keep is None:
        return ""
    return keep if isinstance(keep, str) else say("yes" if keep else "no", language)


def read_state(text: str) -> str:
    """The code of a status or verdict that is written in either language; else the text as it stands."""
    low = text.casefold()
    for code, words in STATES.items():
        if low == code or low in (words["vi"].casefold(), words["en"].casefold()):
            return code
    return text
