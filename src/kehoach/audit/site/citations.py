"""Who cites what: the graph of plans and the documents they cite, and its page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kehoach.audit.site.archive import Document, rows
from kehoach.audit.site.markup import bar, word, words

if TYPE_CHECKING:
    import duckdb

# numbers of central bodies are their own in the whole country; `89/KH-UBND` is one of many of its year
_CENTRAL = re.compile(
    r"[/-](?:CP|TTg|QH\d+|UBTVQH\d+|TW|CTN|VPCP|TANDTC|VKSNDTC|(?!BCĐ|BTV|BTG|BDV|BCH|BĐD|BQL)B[A-ZĐ]{1,8})(?:-[A-ZĐ]+)*$"
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_WEIGHT = {"implements": 0, "legal_basis": 1}


@dataclass(slots=True)
class Work:
    """A document that plans cite.

    Attributes:
        key: identifier: its number, with its date or province where the number alone is not its own.
        document: the one of the archive that it is.
        links: for each plan that cites it, where it does so first and in which role.
    """

    key: str
    name: str
    title: str = ""
    day: str = ""
    document: Document | None = None
    links: dict[int, tuple[str, int, int]] = field(default_factory=dict)


class Graph:
    """The citations of an archive."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, found: list[Document]) -> None:
        self._documents = found
        numbered: dict[str, list[Document]] = {}
        for one in found:
            if one.row["number"] and one.row["numbered"]:
                numbered.setdefault(one.row["number"], []).append(one)
        places = {one.id: one for one in found}
        works: dict[str, Work] = {}
        asked = """SELECT document, number, name, year, issued, title, type_name, role, known_as, start, "end"
            FROM citations WHERE form <> 'short' AND coalesce(number, known_as, name) IS NOT NULL ORDER BY document, n"""
        for row in rows(connection, asked):
            citing = places.get(row["document"])
            if citing is None:
                continue
            here = next((d for d in numbered.get(row["number"] or "", ()) if _is(row, d, citing)), None)
            if here is not None and here is citing:
                continue  # it names itself
            key = f"={here.id}" if here is not None else _key(row, citing)
            work = works.get(key)
            if work is None:
                name = row["known_as"] or row["number"] or row["name"]
                work = works[key] = Work(key, name, document=here)
            if not work.title:
                work.title = _title(row)
            if not work.day and row["issued"]:
                work.day = row["issued"]
            link = (row["role"] or "mention", row["start"], row["end"])
            before = work.links.get(citing.at)
            if before is None or _WEIGHT.get(link[0], 2) < _WEIGHT.get(before[0], 2):
                work.links[citing.at] = link
        for work in works.values():
            if work.document is not None:
                work.key = work.document.id
                work.title = work.document.row["title"] or work.title
                work.day = work.document.row["issued"] or work.day
        self.works = sorted(works.values(), key=lambda work: (-len(work.links), work.name, work.key))
        self._by_plan: dict[int, list[Work]] = {}
        self._of: dict[int, Work] = {}
        for work in self.works:
            if work.document is not None:
                self._of[work.document.at] = work
            for at in work.links:
                self._by_plan.setdefault(at, []).append(work)

    def cited_in(self, document: Document) -> list[Work]:
        """What a document cites, in the order of its text."""
        return sorted(self._by_plan.get(document.at, ()), key=lambda work: work.links[document.at][1])

    def citing(self, document: Document) -> list[tuple[Document, str]]:
        """The documents of the archive that cite this one, and in which role."""
        work = self._of.get(document.at)
        return [(self._documents[at], role) for at, (role, _, _) in work.links.items()] if work is not None else []

    def data(self) -> dict[str, Any]:
        """What the page shows: works by how many plans cite them, with links `plan, role, start, end, …`."""
        involved = sorted({at for work in self.works for at in work.links} | set(self._of))
        place = {at: number for number, at in enumerate(involved)}
        roles = ("implements", "legal_basis", "mention")
        return {
            "roles": roles,
            "plans": [
                (
                    one.id,
                    one.label,
                    one.row["year"] or 0,
                    one.row["level"] or "",
                    one.row["title"] or "",
                )
                for one in (self._documents[at] for at in involved)
            ],
            "works": [
                (
                    work.key,
                    work.name,
                    work.title,
                    work.day,
                    place[work.document.at] if work.document is not None else -1,
                    [
                        number
                        for at, (role, start, end) in work.links.items()
                        for number in (place[at], roles.index(role) if role in roles else 2, start, end)
                    ],
                )
                for work in self.works
            ],
        }


def _is(cited: dict[str, Any], one: Document, citing: Document) -> bool:
    """Whether a citation of this number means this document."""
    day, issued = cited["issued"] or "", one.row["issued"] or ""
    if _DAY.fullmatch(day) and _DAY.fullmatch(issued):
        return day == issued
    if _CENTRAL.search(cited["number"]):
        return True
    now = one.row["province_now"]
    return now is not None and now == citing.row["province_now"] and day[:4] in ("", issued[:4])


def _key(row: dict[str, Any], citing: Document) -> str:
    if row["known_as"]:
        return str(row["known_as"])
    number = row["number"]
    if not number:
        return f"{row['name']} {row['year'] or ''}".strip()
    if _CENTRAL.search(number):
        return str(number)
    day = row["issued"] or ""
    return f"{number} {day if _DAY.fullmatch(day) else citing.row['province_now'] or citing.id}"


def _title(row: dict[str, Any]) -> str:
    told = row["title"] or (row["name"] if row["number"] or row["known_as"] else "")
    return " ".join(part for part in (row["type_name"] if row["title"] else "", told) if part)


def body() -> str:
    """The page without its data."""
    hint = words("search")
    return (
        f'<a class="skip" href="#list">{word("skip_list")}</a>\n{bar("graph")}<main>\n<h1>{word("cited")}</h1>\n'
        f'<p class="note">{word("graph_note")}</p>\n<noscript><p class="note">{word("noscript")}</p></noscript>\n'
        f'<form id="filters" class="filters" role="search"><label class="of-search"><span>{word("search")}</span>'
        f'<input id="q" type="search" autocomplete="off" data-label-vi="{hint[0]}" data-label-en="{hint[1]}"></label>'
        f'<label><span>{word("which")}</span><select id="which"></select></label>'
        f'<button type="reset">{word("clear")}</button><span id="count" role="status"></span></form>\n'
        '<div class="halves"><section id="list" class="grid works" tabindex="0"></section>\n'
        '<section id="one" class="one" aria-live="polite"></section></div>\n</main>\n'
    )
