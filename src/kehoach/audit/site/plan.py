"""The page of one plan: what it is, how it stands to the strategy, what was found, and its text with all that lit up.

It needs no script to be read: links lead to their places, and the script only moves to them softly and changes the language.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kehoach.audit.site.archive import Document, rows, value
from kehoach.audit.site.citations import Graph
from kehoach.audit.site.markup import Both, bar, both, role, state, word, words
from kehoach.audit.site.text import Chip, Place, anchor, lit
from kehoach.frameworks import available
from kehoach.pages.coverage import SIGNS, WORDS, safe, short
from kehoach.shown import DEPTHS, LEVELS, STATUSES, VERDICTS

if TYPE_CHECKING:
    import duckdb

_TOGETHER = 200
"""Documents whose rows are in memory at a time."""
_TABLES = {
    "coverage": "n",
    "evidence": "n",
    "milestones": "n",
    "findings": "start, n",
    "responsibilities": "n",
    "citations": "n",
    "sections": "n",
    "texts": "document",
}
_SEVERITIES = {"error": "‼", "warning": "!", "info": "i"}

Row = dict[str, Any]


def bodies(
    connection: duckdb.DuckDBPyConnection, documents: list[Document], graph: Graph
) -> Iterator[tuple[Document, str]]:
    """The page of each document; a few are read at a time, so that an archive of any size fits."""
    for first in range(0, len(documents), _TOGETHER):
        some = documents[first : first + _TOGETHER]
        held: dict[str, dict[str, list[Row]]] = {name: {} for name in _TABLES}
        ids = [one.id for one in some]
        for name, order in _TABLES.items():
            asked = f"SELECT * FROM {name} WHERE document IN (SELECT unnest(?)) ORDER BY document, {order}"
            for row in rows(connection, asked, [ids]):
                held[name].setdefault(row["document"], []).append(row)
        for one in some:
            yield one, _Plan(one, {name: by.get(one.id, []) for name, by in held.items()}, graph).body()


def _w(key: str) -> str:
    """Words of the page of coverage, as markup."""
    return both((WORDS[key]["vi"], WORDS[key]["en"]))


def _link(start: int, end: int, told: str, more: str = "") -> str:
    return f'<a class="go" href="#{anchor(start, end)}"{more}>{told}</a>'


class _Plan:
    def __init__(self, document: Document, tables: dict[str, list[Row]], graph: Graph) -> None:
        self._document = document
        self._row = document.row
        self._tables = tables
        self._graph = graph
        self._text = tables["texts"][0]["text"] or "" if tables["texts"] else ""
        self._frames = list(dict.fromkeys(row["framework"] for row in tables["coverage"]))

    def body(self) -> str:
        return "".join(self._body())

    def _body(self) -> Iterator[str]:
        yield f'<a class="skip" href="#text">{word("skip_text")}</a>\n{bar("", up="../")}<main class="plan">\n'
        yield f'<p class="crumb"><a href="../index.html">{word("back")}</a></p>\n'
        yield f'<h1 lang="vi">{safe(self._document.label)}</h1>\n'
        if self._row["title"]:
            yield f'<p class="title" lang="vi">{safe(self._row["title"])}</p>\n'
        yield from self._facts()
        yield self._jumps()
        yield '<div class="sides">\n<div class="matrices">\n'
        for frame in self._frames:
            yield from self._matrix(frame)
        yield from self._findings()
        yield from self._duties()
        yield from self._citations()
        label = words("shown_text")
        yield (
            f'</div>\n<section class="text" id="text" lang="vi" tabindex="-1" data-label-vi="{safe(label[0])}" '
            f'data-label-en="{safe(label[1])}">'
        )
        yield from lit(self._text, self._places(), self._chips())
        yield "</section>\n</div>\n</main>\n"

    # --- head -------------------------------------------------------------------------------------------------------

    def _facts(self) -> Iterator[str]:
        row = self._row
        level = LEVELS.get(row["level"])
        province = safe(row["province"] or "")
        if row["province_now"] and row["province_now"] != row["province"]:
            province += f" <small>({word('province_now')} {safe(row['province_now'])})</small>"
        told = {
            "issuer": safe(" ".join((row["issuer"] or "").split())),
            "number": safe(row["number"] or ""),
            "issued": safe(row["issued"] or ""),
            "period": safe((row["period"] or "").replace("/", "-")),
            "level": both((level["vi"], level["en"])) if level else safe(row["level"] or ""),
            "province": province,
            "signatory": safe(row["signatory"] or ""),
            "file": safe(row["path"]),
            "warnings": safe("; ".join(row["warnings"] or ())),
        }
        yield '<dl class="pairs">'
        for key, one in told.items():
            if one:
                yield f'<div><dt>{word(key)}</dt> <dd lang="vi">{one}</dd></div>'
        yield "</dl>\n"
        if not row["plan"]:
            yield f'<p class="note strong">{word("not_plan")}</p>\n'

    def _jumps(self) -> str:
        counts = {
            "findings": len(self._tables["findings"]),
            "duties": len(self._tables["responsibilities"]),
            "citations": len(self._graph.cited_in(self._document)),
        }
        links = "".join(f'<a href="#{key}">{word(key)} <b>{count}</b></a>' for key, count in counts.items())
        tallies = "".join(f'<span class="tally">{self._tally(frame)}</span>' for frame in self._frames)
        return f'<div class="jumps">{tallies}<nav>{links}</nav></div>\n'

    def _tally(self, frame: str) -> str:
        counted: dict[str, int] = {}
        for row in self._leaves(frame):
            key = row["verdict"] if row["status"] == "quantified" and row["verdict"] else row["status"]
            counted[key] = counted.get(key, 0) + 1
        return "".join(
            f'<span class="k {key}"><span aria-hidden="true">{SIGNS[key]}</span> <b>{counted[key]}</b> '
            f"{both((told['vi'], told['en']))}</span>"
            for key, told in (VERDICTS | STATUSES).items()
            if key in counted
        )

    def _leaves(self, frame: str) -> Iterator[Row]:
        """Targets, and in place of one that has parts these: what the map shows as its columns."""
        some = [row for row in self._tables["coverage"] if row["framework"] == frame]
        for row, after in zip(some, [*some[1:], None], strict=True):
            whole = row["kind"] == "item" and after is not None and after["kind"] == "part"
            if row["kind"] in ("item", "part") and not whole:
                yield row

    # --- coverage ---------------------------------------------------------------------------------------------------

    def _matrix(self, frame: str) -> Iterator[str]:
        some = [row for row in self._tables["coverage"] if row["framework"] == frame]
        evidence = self._by_item("evidence", frame)
        milestones = self._by_item("milestones", frame)
        known = available().get(frame)
        yield f'<section class="matrix" id="coverage-{self._frames.index(frame)}">\n<h2>{word("coverage")} · {safe(frame)}</h2>\n'
        if known is not None:
            yield f'<p class="facts">{both((known.title.vi, known.title.en))}</p>\n'
        about = [
            f"{both((name['vi'], name['en']))}: {safe(str(one))}"
            for name, one in (
                ({"vi": "kỳ", "en": "period"}, (some[0]["period"] or "").replace("/", "-")),
                ({"vi": "mốc đối chiếu", "en": "milestone"}, some[0]["milestone"]),
            )
            if one
        ]
        yield f'<p class="facts">{" · ".join(about)}</p>\n<table>\n<thead><tr>'
        for key in ("item", "target", "status", "plan", "framework", "verdict"):
            yield f'<th scope="col" class="of-{key}">{_w(key)}</th>'
        yield "</tr></thead>\n"
        goals = {row["item"]: row for row in some if row["kind"] == "goal"}
        behind: str | None = ""
        opened = False
        for at, row in enumerate(some):
            if row["kind"] == "goal":
                continue
            head = "measures" if row["kind"] == "measure" else row["goal"]
            if head != behind or not opened:
                yield "</tbody>\n<tbody>\n" if opened else "<tbody>\n"
                opened, behind = True, head
                if row["kind"] == "measure":
                    yield f'<tr class="goal"><th scope="rowgroup" colspan="6">{_w("measures")}</th></tr>\n'
                elif head in goals:
                    goal = goals[head]
                    yield f'{self._opening(goal, "goal", "", [])}<td colspan="3"></td></tr>\n'
            parts = row["kind"] == "item" and at + 1 < len(some) and some[at + 1]["kind"] == "part"
            yield self._line(row, evidence.get(row["item"], []), milestones.get(row["item"], []), parts)
        yield f"{'</tbody>' if opened else ''}</table>\n</section>\n"

    def _by_item(self, table: str, frame: str) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self._tables[table]:
            if row["framework"] == frame:
                found.setdefault(row["item"], []).append(row)
        return found

    def _opening(self, row: Row, kind: str, below: str, taken: list[Row]) -> str:
        cell = 'th scope="rowgroup"' if kind == "goal" else "td"
        links = ""
        if taken:
            name = both((WORDS["evidence"]["vi"], WORDS["evidence"]["en"]))
            links = " ".join(
                _link(e["start"], e["end"], str(n), f' title="{safe(short(e["text"]))}"')
                for n, e in enumerate(taken, 1)
            )
            links = f'<div class="refs">{name}: {links}</div>'
        key = row["verdict"] if row["status"] == "quantified" and row["verdict"] else row["status"]
        return (
            f'<tr class="{kind} of {safe(key)}" id="r{row["n"]}"><th scope="row">{safe(row["item"])}</th>'
            f'<{cell} class="name">{both((row["name_vi"], row["name_en"]))}{links}{below}</{cell[:2]}>'
            f"<td>{state(row['status'])}</td>"
        )

    def _line(self, row: Row, evidence: list[Row], milestones: list[Row], parts: bool) -> str:
        taken = [one for one in evidence if one["taken"]]
        if row["kind"] == "measure":
            return (
                self._opening(row, "measure", self._absence(row, evidence, taken), taken)
                + '<td colspan="3"></td></tr>\n'
            )
        below = self._depth(row, parts, taken) + ("" if parts else self._absence(row, evidence, taken))
        values = "".join(
            f"<div>{_link(m['start'], m['end'], both(value(m, 'plan')) or '…')}"
            + (f" <small>({safe(m['due'])})</small>" if m["due"] else "")
            + "</div>"
            for m in milestones
        )
        asked = "" if parts or row["asked_value"] is None else both(value(row, "asked"))
        names = {key: safe(WORDS[key]["vi"]) for key in ("plan", "framework")}
        return (
            self._opening(row, row["kind"], below, taken)
            + f'<td data-name="{names["plan"]}">{values}</td><td data-name="{names["framework"]}">{asked}</td>'
            + f"<td>{state(row['verdict']) if row['verdict'] else ''}</td></tr>\n"
        )

    def _depth(self, row: Row, parts: bool, taken: list[Row]) -> str:
        told: list[Both] = [(name["vi"], name["en"]) for key, name in DEPTHS.items() if row[f"has_{key}"]]
        if not told or parts or not taken:
            return ""
        return f'<div class="depth">{_w("depth")}: {both((", ".join(t[0] for t in told), ", ".join(t[1] for t in told)))}</div>'

    def _absence(self, row: Row, evidence: list[Row], taken: list[Row]) -> str:
        """Where nothing was found: how much was searched, and what came nearest."""
        if taken or row["status"] == "not_applicable":
            return ""
        doubtful = row["status"] == "needs_review"
        count = row["candidates"] or 0
        key = "nothing" if not count else "doubt" if doubtful else "none"
        told = both((WORDS[key]["vi"].format(n=count), WORDS[key]["en"].format(n=count)))
        near = [one for one in evidence if not one["taken"]]
        if not near:
            return f'<div class="depth">{told}</div>'
        lines = "".join(
            f"<li>{_link(e['start'], e['end'], safe(short(e['text'])), ' lang=vi')}"
            + (f" <small>{e['score'] * 100:.0f} %</small>" if e["score"] is not None else "")
            + "</li>"
            for e in near
        )
        return f"<details{' open' if doubtful else ''}><summary>{told}</summary><p>{_w('nearest')}</p><ul>{lines}</ul></details>"

    # --- findings, duties, citations --------------------------------------------------------------------------------

    def _findings(self) -> Iterator[str]:
        yield f'<section class="found" id="findings"><h2>{word("findings")}</h2>\n'
        found = self._tables["findings"]
        if not found:
            yield f"<p>{word('no_findings')}</p>"
        else:
            yield "<ul>\n"
            for at, one in enumerate(found):
                told = both((one["message_vi"] or "", one["message_en"] or ""))
                across = f" · {word('across')}" if one["across"] else ""
                severity = one["severity"] if one["severity"] in _SEVERITIES else "info"
                place = told if one["start"] is None else _link(one["start"], one["end"], told)
                yield (
                    f'<li id="f{at}" class="{severity}"><span class="severity"><span aria-hidden="true">'
                    f"{_SEVERITIES[severity]}</span> {both(role(one['severity']))}</span> {place} "
                    f"<small><code>{safe(one['code'])}</code>{across}</small></li>\n"
                )
            yield "</ul>\n"
        yield "</section>\n"

    def _duties(self) -> Iterator[str]:
        yield f'<section class="duties" id="duties"><h2>{word("duties")}</h2>\n'
        found = self._tables["responsibilities"]
        if not found:
            yield f"<p>{word('no_duties')}</p>"
        else:
            yield "<table><thead><tr>"
            for key in ("agency", "role", "task", "due"):
                yield f'<th scope="col" class="of-{key}">{word(key)}</th>'
            yield "</tr></thead><tbody>\n"
            before = None
            for one in found:
                partners = "; ".join(one["partners"] or ())
                helped = f"<br><small>{word('with')} {safe(short(partners))}</small>" if partners else ""
                agency = one["agency"] or one["agency_text"] or ""
                task = _link(one["start"], one["end"], safe(short(one["task"] or one["text"] or "", 160)))
                again = ' class="again"' if agency == before else ""
                before = agency
                yield (
                    f'<tr><td lang="vi"{again}>{safe(agency)}</td><td>{both(role(one["role"]))}</td>'
                    f'<td lang="vi">{task}{helped}</td><td>{safe(one["due"] or "")}</td></tr>\n'
                )
            yield "</tbody></table>\n"
        yield "</section>\n"

    def _citations(self) -> Iterator[str]:
        yield f'<section class="cites" id="citations"><h2>{word("citations")}</h2>\n'
        cited = self._graph.cited_in(self._document)
        if not cited:
            yield f"<p>{word('no_citations')}</p>"
        else:
            yield "<ul>\n"
            for work in cited:
                kind, start, end = work.links[self._document.at]
                vi, en = words("in_plans")
                count = both((vi.format(n=len(work.links)), en.format(n=len(work.links))))
                held = ""
                if work.document is not None:
                    held = f' · <a href="{work.document.id}.html">{word("in_archive")}</a>'
                title = f' <span lang="vi">{safe(short(work.title))}</span>' if work.title else ""
                yield (
                    f"<li>{_link(start, end, safe(work.name))}{title} <small>{both(role(kind))} · "
                    f"{count}{held}</small></li>\n"
                )
            yield "</ul>\n"
        citing = self._graph.citing(self._document)
        if citing:
            yield f"<h2>{word('cited_by')}</h2>\n<ul>\n"
            for one, kind in citing:
                yield (
                    f'<li><a href="{one.id}.html" lang="vi">{safe(one.label)}</a> <small>{safe(one.row["number"] or "")} · '
                    f"{both(role(kind))}</small></li>\n"
                )
            yield "</ul>\n"
        yield "</section>\n"

    # --- text -------------------------------------------------------------------------------------------------------

    def _places(self) -> Iterator[Place]:
        tables = self._tables
        for one in tables["sections"]:
            # an item whose heading is a line of its own
            if one["level"] is not None and one["level"] <= 2 and one["end"] - one["start"] <= 160 and one["title"]:
                yield one["start"], one["end"], "head"
        for one in tables["evidence"]:
            yield one["start"], one["end"], "lit" if one["taken"] else "near"
        for one in tables["milestones"]:
            yield one["start"], one["end"], "value"
        for one in tables["findings"]:
            if one["start"] is not None:
                yield one["start"], one["end"], f"found-{one['severity'] if one['severity'] in _SEVERITIES else 'info'}"
        for one in tables["responsibilities"]:
            yield one["start"], one["end"], "duty"
        for work in self._graph.cited_in(self._document):
            _, start, end = work.links[self._document.at]
            yield start, end, "cited"

    def _chips(self) -> dict[int, list[Chip]]:
        """What leads from the text back to its row: the target's number, or the sign of a finding."""
        found: dict[int, dict[Chip, None]] = {}
        place = {(row["framework"], row["item"]): row for row in self._tables["coverage"]}
        whole = {key for key, row in place.items() if row["kind"] == "goal"} | self._in_parts()
        shown = {
            (e["framework"], e["start"]) for e in self._tables["evidence"] if (e["framework"], e["item"]) not in whole
        }
        for one in self._tables["evidence"]:
            key = (one["framework"], one["item"])
            # what a goal's targets and a target's parts say is not said again
            if not one["taken"] or key not in place or (key in whole and (key[0], one["start"]) in shown):
                continue
            told = safe(one["item"]) if len(self._frames) == 1 else f"{safe(key[0])}: {safe(one['item'])}"
            found.setdefault(one["start"], {})[(f"r{place[key]['n']}", told, "")] = None
        for at, one in enumerate(self._tables["findings"]):
            if one["start"] is not None:
                kind = one["severity"] if one["severity"] in _SEVERITIES else "info"
                found.setdefault(one["start"], {})[(f"f{at}", _SEVERITIES[kind], kind)] = None
        return {start: list(chips) for start, chips in found.items()}

    def _in_parts(self) -> set[tuple[str, str]]:
        some = self._tables["coverage"]
        return {
            (row["framework"], row["item"])
            for row, after in itertools.pairwise(some)
            if row["kind"] == "item" and after["kind"] == "part"
        }
