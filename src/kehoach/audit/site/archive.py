"""The first page: the heat map of all plans × targets, and what its filters and charts count."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from kehoach.audit.site.markup import Both, bar, word
from kehoach.audit.store import Manifest
from kehoach.findings.rule import rules
from kehoach.frameworks import available
from kehoach.pages.coverage import safe
from kehoach.record import Stated
from kehoach.shown import STATUSES, VERDICTS, stated

if TYPE_CHECKING:
    import duckdb

CODES = {key: chr(ord("a") + at) for at, key in enumerate(STATUSES | VERDICTS)}
"""A letter for each status and verdict, in the order of `words_data()['states']`: a cell of the map."""
# what stands behind these is a proper name; `xã hội` and `tỉnh ủy` are no place
_PLACE = re.compile(
    r"\b(tỉnh|thành phố|thị xã|quận|huyện|xã|phường|thị trấn|đặc khu|trường)\b(?! (?:hội|ủy|đoàn)\b)(.*)",
    re.I | re.S,
)
_WORD = re.compile(r"\w+")
_VOWEL = re.compile(r"[^\W\d_BCDĐGHKLMNPQRSTVXZFJW]")
_COMMITTEE = re.compile(r"(?i)ủy ban nhân dân")


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the archive, as the pages name it.

    Attributes:
        at: its place among all, from 0.
        row: all columns of `documents`.
        label: issuer and province in short, to be shown in a row.
    """

    at: int
    id: str
    row: dict[str, Any]
    label: str


def rows(connection: duckdb.DuckDBPyConnection, asked: str, values: Iterable[Any] = ()) -> Iterator[dict[str, Any]]:
    """The rows of a query, by names of columns."""
    result = connection.execute(asked, list(values))
    names = [column[0] for column in result.description]
    while some := result.fetchmany(2048):
        for row in some:
            yield dict(zip(names, row, strict=True))


def documents(connection: duckdb.DuckDBPyConnection) -> list[Document]:
    """All documents that were read, by their paths."""
    found = rows(connection, "SELECT * FROM documents ORDER BY path")
    return [Document(at, row["document"], row, label(row)) for at, row in enumerate(found)]


def label(row: dict[str, Any]) -> str:
    """Whose document it is, in a few words: `UBND tỉnh Kon Tum`, `Sở y tế (Bến Tre)`."""
    name = row["issuer"]
    if not name or not name.strip():
        return str(row["title"] or PurePath(row["path"]).name)
    name = _COMMITTEE.sub("UBND", " ".join(name.split()))
    if name.upper() == name:
        name = _lowered(name)
    province = row["province"]
    if province and row["level"] != "central" and province.lower() not in name.lower():
        name += f" ({province})"
    return name


def _lowered(name: str) -> str:
    """A name in capitals as one writes it in a sentence; what follows `tỉnh`, `xã` … is a proper name."""
    match = _PLACE.search(name)
    proper = len(name) if match is None else match.start(2)

    def written(word: re.Match[str]) -> str:
        if not _VOWEL.search(word[0]) or word[0] == "UBND":
            return word[0]  # an abbreviation: THCS, LHPN
        return word[0].capitalize() if word.start() == 0 or word.start() >= proper else word[0].lower()

    return _WORD.sub(written, name).replace("việt nam", "Việt Nam")


# --- data -----------------------------------------------------------------------------------------------------------


class _Kept:
    """Values by their place, each kept once."""

    def __init__(self) -> None:
        self.at: dict[Any, int] = {}

    def __call__(self, value: Any) -> int:
        return self.at.setdefault(value, len(self.at))

    def list(self) -> list[Any]:
        return list(self.at)


@dataclass(slots=True)
class _Frame:
    """A framework as the map shows it: goals, columns (targets or their parts), then solution groups."""

    goals: list[tuple[str, str, str]]
    columns: list[tuple[str, int, str, str, int]]
    places: dict[str, int]
    """Column of each row of a plan's coverage that has one, by kind and item."""


def heat(connection: duckdb.DuckDBPyConnection, found: list[Document]) -> dict[str, Any]:
    """What the first page shows; see `index.js` for how it is read.

    Each plan is a row of facts with, for each framework, a string of one letter a column and a list `column, stated, asked,
    …` of places in `strings`.
    """
    frames = _frames(connection)
    strings, provinces, codes = _Kept(), _Kept(), _Kept()
    cells: dict[str, list[list[str]]] = {
        one.id: [[" "] * len(frame.columns) for frame in frames.values()] for one in found
    }
    values: dict[str, list[list[int]]] = {one.id: [[] for _ in frames] for one in found}
    order = {name: at for at, name in enumerate(frames)}
    for row in rows(connection, "SELECT * FROM coverage WHERE kind <> 'goal' ORDER BY document, n"):
        number = order[row["framework"]]
        place = frames[row["framework"]].places.get(row["item"])
        if place is None or row["document"] not in cells:
            continue
        cells[row["document"]][number][place] = CODES[_key(row)]
        if row["stated_value"] is not None or row["asked_value"] is not None:
            told = (place, *(strings(_said(row, side)) for side in ("stated", "asked")))
            if row["stated_value"] is not None or row["status"] not in ("absent", "not_applicable"):
                values[row["document"]][number] += told
    raised: dict[str, list[int]] = {one.id: [] for one in found}
    asked = (
        "SELECT document, code, severity, count(*) AS k FROM findings GROUP BY ALL ORDER BY document, code, severity"
    )
    for row in rows(connection, asked):
        if row["document"] in raised:
            raised[row["document"]] += (codes((row["code"], row["severity"])), row["k"])
    known = rules()
    return {
        "frameworks": [(name, _title(name), frame.goals, frame.columns) for name, frame in frames.items()],
        "plans": [
            (
                one.id,
                one.label,
                one.row["title"] or "",
                one.row["number"] or "",
                one.row["path"],
                provinces(one.row["province"]) if one.row["province"] else -1,
                provinces(one.row["province_now"]) if one.row["province_now"] else -1,
                one.row["level"] or "",
                one.row["year"] or 0,
                int(bool(one.row["plan"])),
                ["".join(line) for line in cells[one.id]],
                values[one.id],
                raised[one.id],
            )
            for one in found
        ],
        "strings": strings.list(),
        "provinces": provinces.list(),
        "findings": [
            (code, severity, *((known[code].title.vi, known[code].title.en) if code in known else (code, code)))
            for code, severity in codes.list()
        ],
    }


def _frames(connection: duckdb.DuckDBPyConnection) -> dict[str, _Frame]:
    """The frameworks in the order in which they were asked for; every plan has the same rows of each."""
    asked = """SELECT framework, kind, item, any_value(goal) AS goal, any_value(name_vi) AS vi, any_value(name_en) AS en,
        min(n) AS n FROM coverage GROUP BY framework, kind, item ORDER BY min(n), framework"""
    found: dict[str, _Frame] = {}
    listed: dict[str, list[dict[str, Any]]] = {}
    for row in rows(connection, asked):
        listed.setdefault(row["framework"], []).append(row)
    for name, some in listed.items():
        goals = [(row["item"], row["vi"], row["en"]) for row in some if row["kind"] == "goal"]
        number = {goal[0]: at for at, goal in enumerate(goals)}
        # a target in parts is shown by its parts, which stand behind it
        whole = {
            before["n"]
            for before, after in itertools.pairwise(some)
            if before["kind"] == "item" and after["kind"] == "part"
        }
        frame = _Frame(goals, [], {})
        for row in some:
            if row["kind"] == "goal" or row["n"] in whole:
                continue
            frame.places[row["item"]] = len(frame.columns)
            # of a solution group -2; of a target without a goal -1
            goal = -2 if row["kind"] == "measure" else number.get(row["goal"], -1)
            frame.columns.append((row["item"], goal, row["vi"], row["en"], row["n"]))
        found[name] = frame
    return found


def _title(name: str) -> Both:
    known = available().get(name)
    return (known.title.vi, known.title.en) if known is not None else ("", "")


def _key(row: dict[str, Any]) -> str:
    return str(row["verdict"] if row["status"] == "quantified" and row["verdict"] else row["status"])


def value(row: dict[str, Any], side: str) -> Both:
    """The value of a row of `coverage` or `milestones`, in both languages; empty where there is none."""
    told = Stated(
        row[f"{side}_comparator"] or "=",
        row[f"{side}_value"],
        row[f"{side}_value_max"],
        row[f"{side}_unit"] or "",
        row[f"{side}_per"],
    )
    return stated(told, "vi"), stated(told, "en")


def _said(row: dict[str, Any], side: str) -> str | Both:
    vi, en = value(row, side)
    return vi if vi == en else (vi, en)


# --- page -----------------------------------------------------------------------------------------------------------


def body(connection: duckdb.DuckDBPyConnection, manifest: Manifest) -> str:
    """The page without its data, which its script fills in."""
    name = PurePath(manifest.archive).name
    day = (manifest.finished or "").replace("T", " ")[:16]
    about = " · ".join(part for part in (name, day) if part)
    filters = "".join(
        f'<label class="of-{key}"><span>{word(key)}</span><select id="{key}"></select></label>'
        for key in ("framework", "goal", "status", "province", "level", "year", "kind", "finding")
    )
    return (
        f'<a class="skip" href="#map">{word("skip_map")}</a>\n{bar("map")}<main>\n'
        f"<h1>{word('audit')} <small>{safe(about)}</small></h1>\n"
        f'<noscript><p class="note">{word("noscript")}</p></noscript>\n'
        '<div id="tiles" class="tiles" role="status"></div>\n'
        f'<form id="filters" class="filters" role="search"><label class="of-search"><span>{word("search")}</span>'
        f'<input id="q" type="search" autocomplete="off"></label>{filters}'
        f'<button type="reset">{word("clear")}</button></form>\n'
        '<div id="legend" class="chips"></div>\n'
        '<section id="map" class="grid heat" tabindex="0"></section>\n'
        '<div id="chosen" class="chosen" aria-live="polite"></div>\n'
        f'<p class="note keys">{word("keys")}</p>\n'
        f'<div class="charts"><section><h2>{word("by_goal")}</h2><p class="note">{word("by_goal_note")}</p>'
        f'<div id="goals"></div></section><section><h2>{word("by_code")}</h2><p class="note">{word("by_code_note")}</p>'
        '<div id="codes"></div></section></div>\n'
        f"{_errors(connection)}{_method(manifest)}</main>\n"
    )


def _errors(connection: duckdb.DuckDBPyConnection) -> str:
    found = list(rows(connection, "SELECT path, status, reason FROM errors ORDER BY path"))
    if not found:
        return ""
    lines = "".join(
        f"<tr><td>{safe(row['path'])}</td><td>{safe(row['status'] or '')}</td><td>{safe(row['reason'] or '')}</td></tr>\n"
        for row in found
    )
    return (
        f'<details class="files"><summary>{word("errors")}: {len(found)}</summary><table><thead><tr>'
        f'<th scope="col">{word("file")}</th><th scope="col" class="of-status"></th><th scope="col">{word("reason")}</th>'
        f"</tr></thead><tbody>\n{lines}</tbody></table></details>\n"
    )


def _method(manifest: Manifest) -> str:
    told = {**manifest.versions, "store": manifest.schema}
    entries = "".join(f"<div><dt>{safe(key)}</dt> <dd>{safe(str(one))}</dd></div>" for key, one in told.items())
    return f'<details class="files"><summary>{word("method")}</summary><dl class="pairs">{entries}</dl></details>\n'
