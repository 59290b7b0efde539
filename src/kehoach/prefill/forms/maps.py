"""Maps: JSON or YAML whose texts hold fields; what comes out has the map's own shape, and so any schema's.

{"so": "{{ header.number }}",                            a value as the record has it, a number as a number
 "ghi_chu?": "{{ header.place }}",                       left out where it is missing; without `?` it is null
 "can_cu": "{{ citations[role=legal_basis].number }}",   a list where there may be several
 "chi_tieu": [{"$each": "targets", "ten": "{{ .indicator }}"}],
 "ngay": [{"$each": "dates[role=deadline]", "$value": "{{ .edtf }}"}]}
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kehoach.errors import FormError
from kehoach.prefill.catalogue import Asked
from kehoach.prefill.form import Checker, Filling, collects, text_of, written_in
from kehoach.prefill.language import FIELD, Each
from kehoach.prefill.paths import Scope

EACH = "$each"
VALUE = "$value"
_DEEPEST = 200
"""Levels of nesting: deeper ones are no form but a mistake."""


class Map:
    """A JSON or YAML map.

    Raises:
        FormError: it cannot be read, or asks for what is not there.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        yaml = name.lower().endswith((".yaml", ".yml"))
        self.suffixes: tuple[str, ...] = (".json", ".yaml", ".yml")
        self._map = _read(name, yaml)
        written = list(_written(self._map))
        self._collects = collects(written)
        self._asked: dict[tuple[str, tuple[str, ...]], list[Asked | None]] = {}
        self._eaches: dict[tuple[str, tuple[str, ...]], tuple[Each, tuple[str, ...]]] = {}
        checker = Checker(name, self._collects)
        self._check(self._map, "", checker.scopes, checker)
        checker.done()

    def collects(self) -> bool:
        """Whether it takes several plans into one."""
        return self._collects

    def _check(self, at: Any, place: str, scopes: tuple[str, ...], checker: Checker, deep: int = 0) -> None:
        if deep > _DEEPEST:
            checker.wrong.append(f"{place}: nested more than {_DEEPEST} times")
        elif isinstance(at, str):
            self._asked[at, scopes] = [checker.field(one, place or "/", scopes) for one in written_in(at)]
        elif isinstance(at, list):
            for number, one in enumerate(at):
                inner = scopes
                if isinstance(one, dict) and EACH in one:
                    mark = f"each {one[EACH]}"
                    if (known := checker.each(mark, f"{place}/{number}", scopes)) is not None:
                        self._eaches[mark, scopes] = known
                        inner = known[1]
                    else:
                        checker.rest(_written(one), f"{place}/{number}")
                        continue
                self._check(one, f"{place}/{number}", inner, checker, deep + 1)
        elif isinstance(at, dict):
            for key, one in at.items():
                if key != EACH:
                    self._check(one, f"{place}/{key}", scopes, checker, deep + 1)

    def result(self, filling: Filling) -> Any:
        """The map, filled."""
        scopes = ("Root",) if self._collects else ("Record",)
        return self._filled(self._map, filling, filling.scope, scopes, "")

    def _filled(self, at: Any, filling: Filling, scope: Scope, scopes: tuple[str, ...], place: str) -> Any:
        if isinstance(at, str):
            return self._value(at, filling, scope, scopes, place)
        if isinstance(at, list):
            out: list[Any] = []
            for one in at:
                if not (isinstance(one, dict) and EACH in one):
                    out.append(self._filled(one, filling, scope, scopes, f"{place}/{len(out)}"))
                    continue
                each, inner = self._eaches[f"each {one[EACH]}", scopes]
                for row in filling.rows(each, scope):
                    body = one.get(VALUE, {key: held for key, held in one.items() if key != EACH})
                    out.append(self._filled(body, filling, row, inner, f"{place}/{len(out)}"))
            return out
        if isinstance(at, dict):
            held = {}
            for key, one in at.items():
                maybe = isinstance(key, str) and key.endswith("?")
                name = key[:-1] if maybe else key
                value = self._filled(one, filling, scope, scopes, f"{place}/{name}")
                if not (maybe and value is None):
                    held[name] = value
            return held
        return at

    def _value(self, at: str, filling: Filling, scope: Scope, scopes: tuple[str, ...], place: str) -> Any:
        asked = self._asked[at, scopes]
        if not asked:
            return at
        if len(asked) == 1 and FIELD.fullmatch(at.strip()):
            one = asked[0]
            assert one is not None
            filled = filling.field(one, scope, place or "/")
            # dots on a line to be filled by hand are nothing in data
            return [] if filled.data is None and one.several else filled.data
        text, _ = text_of(at, asked, lambda one: filling.field(one, scope, place or "/"))
        return text

    def fill(self, filling: Filling, out: str) -> None:
        """Write the filled map; the name of the file says whether as JSON or YAML."""
        result = self.result(filling)
        if out.lower().endswith((".yaml", ".yml")):
            text = _yaml(self.name).safe_dump(result, allow_unicode=True, sort_keys=False, width=120)
        else:
            text = json.dumps(result, ensure_ascii=False, indent=2) + "\n"
        Path(out).write_text(text, encoding="utf-8", errors="surrogatepass")


def _yaml(name: str) -> Any:
    try:
        import yaml
    except ImportError:
        raise FormError(name, "needs the extra 'forms': pip install \"kehoach[forms]\"") from None
    return yaml


def _read(name: str, yaml: bool) -> Any:
    try:
        text = Path(name).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise FormError(name, f"cannot be read ({(error.strerror or 'error').lower()})") from None
    except UnicodeDecodeError:
        raise FormError(name, "is not UTF-8") from None
    if yaml:
        module = _yaml(name)
        try:
            return module.safe_load(text)
        except (module.YAMLError, RecursionError) as error:
            mark = getattr(error, "problem_mark", None)
            at = f" in line {mark.line + 1}" if mark is not None else ""
            raise FormError(name, f"is no YAML{at}") from None
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise FormError(name, f"is no JSON: line {error.lineno}, column {error.colno}: {error.msg.lower()}") from None
    except RecursionError:
        raise FormError(name, "is nested too deep") from None


def _written(at: Any, deep: int = 0) -> Iterator[str]:
    """All fields of a map."""
    if deep > _DEEPEST:
        return
    if isinstance(at, str):
        yield from written_in(at)
    elif isinstance(at, list):
        for one in at:
            yield from _written(one, deep + 1)
    elif isinstance(at, dict):
        for key, one in at.items():
            if key == EACH:
                yield f"each {one}"
            else:
                yield from _written(one, deep + 1)
