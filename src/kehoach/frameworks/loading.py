"""Reads frameworks: TOML checked key by key, each fault named with its file and entry."""

from __future__ import annotations

import hashlib
import os
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args

from kehoach.errors import FrameworkError
from kehoach.frameworks.model import ASKED, DIRECTIONS, LEVELS, Framework, Goal, Inner, Item, Measure, Milestone, Remit
from kehoach.record import Comparator, Frequency, Message

LARGEST = 2_000_000
"""Bytes of the largest file that is read as a framework."""

_SHIPPED = files("kehoach.frameworks")


@cache
def available() -> dict[str, Framework]:
    """The shipped frameworks by id, in the order of their dates of issue."""
    found = [
        _framework(entry.name, entry.read_bytes(), own=False)
        for entry in _SHIPPED.iterdir()
        if entry.name.endswith(".toml")
    ]
    found.sort(key=lambda f: (f.issued or "", f.id))
    return {framework.id: framework for framework in found}


def load(name: str | os.PathLike[str]) -> Framework:
    """A framework by its id (`28/NQ-CP`), or from a user's own file.

    Raises:
        FrameworkError: neither an id nor a file; the file cannot be read, is too large, or is not of the form.
    """
    text = os.fspath(name)
    for key, framework in available().items():
        if text.casefold() == key.casefold():
            return framework
    path = Path(text)
    try:
        if path.stat().st_size > LARGEST:
            raise FrameworkError(text, f"is larger than {LARGEST // 1_000_000} MB")
        raw = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "cannot be read"
        known = ", ".join(available())
        raise FrameworkError(text, f"{reason.lower()}; no file and no framework that is known ({known})") from None
    return _framework(text, raw, own=True)


def _framework(name: str, raw: bytes, *, own: bool) -> Framework:
    try:
        data = tomllib.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise FrameworkError(name, "is not UTF-8 text") from None
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        reason = " ".join(str(error).split())[:120] or "too deeply nested"
        raise FrameworkError(name, f"is not TOML: {reason}") from None
    form = _Form(name)
    made = form.framework(data, hashlib.sha256(raw).hexdigest(), own)
    form.check(made)
    return made


class _Form:
    """The form of a file; every fault is raised with the name of the file and of the entry."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._entry: str | None = None

    def _fail(self, reason: str) -> FrameworkError:
        return FrameworkError(self._name, reason, self._entry)

    # --- single values ----------------------------------------------------------------------------------------------

    def _known(self, row: Mapping[str, Any], keys: frozenset[str]) -> None:
        for key in row:
            if key not in keys:
                import difflib  # needed for a wrong file only

                near = difflib.get_close_matches(key, sorted(keys), n=1)
                raise self._fail(f"unknown key `{key[:60]}`" + (f" (did you mean {near[0]}?)" if near else ""))

    def _text(self, row: Mapping[str, Any], key: str, default: str | None = None) -> str:
        value = row.get(key, default)
        if value is None:
            raise self._fail(f"`{key}` is missing")
        if not isinstance(value, str) or not value.isprintable():
            raise self._fail(f"`{key}` must be text on one line")
        return value.strip()

    def _texts(self, row: Mapping[str, Any], key: str) -> tuple[str, ...]:
        value = row.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
            raise self._fail(f"`{key}` must be a list of texts")
        return tuple(" ".join(v.split()) for v in value)

    def _words(self, row: Mapping[str, Any], key: str) -> tuple[str, ...]:
        """Texts that are looked for in a plan's small letters."""
        return tuple(text.lower() for text in self._texts(row, key))

    def _message(self, row: Mapping[str, Any], key: str) -> Message:
        value = row.get(key)
        if isinstance(value, str) and value.strip():
            return Message(value, value)
        if isinstance(value, dict) and value.keys() <= {"vi", "en"} and isinstance(value.get("vi"), str):
            english = value.get("en", value["vi"])
            if isinstance(english, str):
                return Message(value["vi"], english)
        raise self._fail(f'`{key}` must be text, or {{ vi = "…", en = "…" }}')

    def _number(self, row: Mapping[str, Any], key: str) -> float | None:
        value = row.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e12:
            raise self._fail(f"`{key}` must be a number")
        return float(value)

    def _flag(self, row: Mapping[str, Any], key: str) -> bool:
        value = row.get(key, False)
        if not isinstance(value, bool):
            raise self._fail(f"`{key}` must be true or false")
        return value

    def _one_of(self, row: Mapping[str, Any], key: str, words: tuple[str, ...], default: str) -> Any:
        value = row.get(key, default)
        if value not in words:
            raise self._fail(f"`{key}` must be one of {', '.join(words)}")
        return value

    def _rows(self, data: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
        rows = data.get(key, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise self._fail(f"`{key}` must be a list of tables")
        return rows

    # --- entries ----------------------------------------------------------------------------------------------------

    def framework(self, data: Mapping[str, Any], digest: str, own: bool) -> Framework:
        self._known(data, _TOP)
        period = data.get("period")
        if period is not None and not (isinstance(period, str) and re.fullmatch(r"\d{4}/\d{4}", period)):
            raise self._fail('`period` must be two years such as "2021/2030"')
        issued = data.get("issued")
        made = Framework(
            id=self._text(data, "id"),
            version=self._text(data, "version", "1"),
            title=self._message(data, "title"),
            path=self._name,
            digest=digest,
            own=own,
            issuer=self._text(data, "issuer", ""),
            issued=str(issued) if issued is not None else None,
            period=period,
            names=self._words(data, "names"),
            subject=self._words(data, "subject"),
            goals=tuple(self._goal(row) for row in self._rows(data, "goals")),
            targets=tuple(self._item(row, None) for row in self._rows(data, "targets")),
            measures=tuple(self._measure(row) for row in self._rows(data, "measures")),
            remits=tuple(self._remit(row) for row in self._rows(data, "remits")),
        )
        self._entry = None
        return made

    def _goal(self, row: Mapping[str, Any]) -> Goal:
        self._entry = f"goal {row.get('id')}"
        self._known(row, _GOAL)
        return Goal(
            self._text(row, "id"), self._message(row, "name"), self._text(row, "key", ""), self._words(row, "words")
        )

    def _measure(self, row: Mapping[str, Any]) -> Measure:
        self._entry = f"measure {row.get('id')}"
        self._known(row, _MEASURE)
        return Measure(
            self._text(row, "id"),
            self._message(row, "name"),
            self._words(row, "words"),
            self._text(row, "confidence", "general"),
        )

    def _remit(self, row: Mapping[str, Any]) -> Remit:
        self._entry = f"remit {row.get('field')}"
        self._known(row, _REMIT)
        return Remit(self._text(row, "field"), self._words(row, "bodies"), frozenset(self._texts(row, "items")))

    def _item(self, row: Mapping[str, Any], whole: Mapping[str, Any] | None) -> Item:
        self._entry = f"{'part' if whole else 'target'} {row.get('id')}"
        self._known(row, _ITEM)
        merged = {**{k: v for k, v in (whole or {}).items() if k in _INHERITED}, **row}
        per = self._number(merged, "per")
        item_id = self._text(row, "id")
        parts = tuple(self._item(part, merged) for part in self._rows(row, "parts")) if whole is None else ()
        self._entry = f"{'part' if whole else 'target'} {item_id}"
        must = merged.get("must", [])
        if not isinstance(must, list) or not all(isinstance(group, list) for group in must):
            raise self._fail("`must` must be a list of lists of texts")
        return Item(
            id=item_id,
            goal=self._text(merged, "goal", "") or None,
            name=self._message(row, "name"),
            unit=self._text(merged, "unit", "percent"),
            per=int(per) if per is not None else None,
            direction=self._one_of(merged, "direction", DIRECTIONS, "at_least"),
            population=self._text(merged, "population", ""),
            persistent=self._flag(merged, "persistent"),
            maintain=self._flag(merged, "maintain"),
            milestones=self._milestones(merged),
            baseline=self._baseline(merged),
            inner=self._inner(merged),
            asked_of=self._asked(merged),
            must=tuple(self._words({"must": group}, "must") for group in must),
            must_not=self._words(merged, "must_not"),
            anchors=self._words(merged, "anchors"),
            paraphrases=self._words(merged, "paraphrases"),
            confusable=self._words(merged, "confusable"),
            note=self._text(merged, "note", ""),
            confidence=self._text(merged, "confidence", "general"),
            parts=parts,
        )

    def _milestones(self, row: Mapping[str, Any]) -> tuple[Milestone, ...]:
        made = []
        for entry in self._rows(row, "milestones"):
            self._known(entry, _MILESTONE)
            year = entry.get("year")
            if isinstance(year, bool) or not isinstance(year, int) or not 1900 < year < 2200:
                raise self._fail("a milestone needs a `year`")
            comparator = self._one_of(entry, "comparator", get_args(Comparator), "=")
            made.append(
                Milestone(year, comparator, self._number(entry, "value"), self._number(entry, "tolerance") or 0.0)
            )
        if [m.year for m in made] != sorted({m.year for m in made}):
            raise self._fail("`milestones` must stand in the order of their years, each year once")
        return tuple(made)

    def _baseline(self, row: Mapping[str, Any]) -> float | None:
        baseline = row.get("baseline")
        if baseline is None:
            return None
        if not isinstance(baseline, dict):
            raise self._fail("`baseline` must be a table such as { value = 23 }")
        return self._number(baseline, "value")

    def _inner(self, row: Mapping[str, Any]) -> Inner | None:
        inner = row.get("inner")
        if inner is None:
            return None
        if not isinstance(inner, dict) or self._number(inner, "value") is None:
            raise self._fail('`inner` must be a table such as { value = 4, unit = "tin" }')
        self._known(inner, _INNER)
        frequency = inner.get("frequency")
        if frequency is not None and frequency not in get_args(Frequency):
            raise self._fail(f"`frequency` must be one of {', '.join(get_args(Frequency))}")
        comparator = self._one_of(inner, "comparator", get_args(Comparator), ">=")
        return Inner(
            self._number(inner, "value") or 0.0,
            self._text(inner, "unit"),
            comparator,
            frequency,
            self._words(inner, "also"),
        )

    def _asked(self, row: Mapping[str, Any]) -> dict[str, Any] | None:
        asked = row.get("asked_of")
        if asked is None:
            return None
        if not isinstance(asked, dict) or not asked.keys() <= set(LEVELS) or not set(asked.values()) <= set(ASKED):
            raise self._fail(f"`asked_of` gives levels ({', '.join(LEVELS)}) one of {', '.join(ASKED)}")
        return dict(asked)

    # --- the whole --------------------------------------------------------------------------------------------------

    def check(self, made: Framework) -> None:
        """What no entry can tell alone: ids that stand twice, goals that are not there, an empty file."""
        if not made.targets:
            raise self._fail("holds no [[targets]]")
        parts = [part for target in made.targets for part in target.parts]
        ids = [f"goal {goal.id}" for goal in made.goals]
        ids += [entry.id for entry in (*made.targets, *parts)]
        ids += [measure.id for measure in made.measures]
        for position, one in enumerate(ids):
            if one in ids[:position]:
                raise self._fail(f"the id {one} stands twice")
        goals = {goal.id for goal in made.goals}
        items = {item.id for item in made.items} | {target.id for target in made.targets}
        for target in made.targets:
            if target.goal is not None and target.goal not in goals:
                raise self._fail(f"target {target.id} stands under goal {target.goal}, which is not there")
        for remit in made.remits:
            for item in sorted(remit.items - items):
                raise self._fail(f"remit {remit.field} names {item}, which is no target")


_TOP = frozenset(
    "id version title issuer issued period milestones names counts subject goals targets measures remits".split()
)
_GOAL = frozenset("id name key words".split())
_MEASURE = frozenset("id name words confidence".split())
_REMIT = frozenset("field bodies items".split())
_INHERITED = frozenset("goal unit per direction population persistent maintain asked_of confidence note".split())
_ITEM = _INHERITED | frozenset(
    "id name milestones baseline inner must must_not anchors paraphrases confusable parts".split()
)
_MILESTONE = frozenset("year comparator value tolerance".split())
_INNER = frozenset("value unit comparator frequency also".split())
