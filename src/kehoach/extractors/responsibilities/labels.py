"""Labels behind or below a task: `Cơ quan chủ trì: A`, with the partners of a second label."""

from __future__ import annotations

import re

from kehoach.extractors.bodies import Body, bodies, subjects
from kehoach.extractors.outline import Item
from kehoach.extractors.responsibilities.duty import Duty
from kehoach.extractors.responsibilities.headings import behind_marker
from kehoach.extractors.responsibilities.words import role_of, rule
from kehoach.text.clean import CleanText
from kehoach.text.marks import trimmed
from kehoach.text.statements import Piece
from kehoach.text.tables import Cells


def labelled(clean: CleanText, pieces: list[Piece], sections: list[Item], cells: Cells | None) -> list[Duty]:
    """`Cơ quan chủ trì: A`, with the partners of a second label, for the task that stands before it."""
    low = clean.low
    duties = _bracketed(clean, pieces, sections)
    label = rule("label")
    if "chủ trì" not in low and "thực hiện:" not in low and "phụ trách:" not in low:
        return duties
    for number, piece in enumerate(pieces):
        if low.find(":", piece.start, piece.end) < 0:
            continue
        for match in label.finditer(low, piece.start, piece.end):
            if match.start() > piece.start and low[match.start() - 1] not in " (-":
                continue
            if cells is not None and cells.at(match.start()) is not None:
                continue
            if (
                "chủ trì" not in match[0]
                and match.start() > piece.start
                and low[match.start() - 2 : match.start()] not in (". ", "; ")
                and low[match.start() - 1] != "("
            ):
                continue
            named = bodies(clean, match.end(), piece.end)
            if not named:
                continue
            start, end = _task_of_label(clean, pieces, sections, number, match.start())
            partners = _labelled_partners(clean, pieces, number, named[-1].end)
            duties += [Duty(start, end, body, "lead", partners, piece.section, open=False) for body in named]
    return duties


def _task_of_label(
    clean: CleanText, pieces: list[Piece], sections: list[Item], number: int, at: int
) -> tuple[int, int]:
    piece = pieces[number]
    if at - piece.start > 12:
        return piece.start, at
    if number and pieces[number - 1].line == piece.line:
        return pieces[number - 1].start, pieces[number - 1].end
    if piece.section is not None:
        section = sections[piece.section]
        if section.title is not None:
            return behind_marker(clean, section), section.end
    for before in range(number - 1, max(-1, number - 5), -1):
        if pieces[before].section != piece.section or pieces[before].opens:
            return pieces[before].start, pieces[before].end
    return piece.start, piece.end


def _labelled_partners(clean: CleanText, pieces: list[Piece], number: int, at: int) -> list[Body]:
    for piece in pieces[number : number + 3]:
        match = rule("partner-label").search(clean.low, max(at, piece.start), piece.end)
        if match is not None:
            return bodies(clean, match.end(), piece.end)
    return []


_CLOSING = re.compile(r"(?<= )\((?P<in>[^()]{3,120})\)[ .;/]*$")
_LEADS = re.compile(r"(?<!tổng) (?:chủ trì|phụ trách|chịu trách nhiệm|thực hiện)(?P<more>[,;] (?=\w))?")
_HELPS = re.compile(r" (?:cùng )?phối hợp")
_FEWEST = 3


def _bracketed(clean: CleanText, pieces: list[Piece], sections: list[Item]) -> list[Duty]:
    """`… (Sở A chủ trì, Sở B phối hợp)` behind a task; a bracket that only names bodies where items regularly end in one."""
    low = clean.low
    led: list[Duty] = []
    plain: list[Duty] = []
    for piece in pieces:
        if clean.text.rfind(")", max(piece.start, piece.end - 4), piece.end) < 0:
            continue
        section = sections[piece.section] if piece.section is not None else None
        bracket = _CLOSING.search(clean.text, max(piece.start, piece.end - 140), piece.end)
        if section is None or section.kind == "recipients" or bracket is None or bracket.start() - piece.start < 12:
            continue
        start, end = bracket.span("in")
        named = bodies(clean, start, end)
        if not named:
            continue
        stop = trimmed(clean.text, piece.start, bracket.start())
        leads = _LEADS.match(low, named[-1].end, end)
        if leads is not None:
            partners = bodies(clean, leads.end(), end) if leads["more"] else []
            if partners and _HELPS.match(low, partners[-1].end, end) is None:
                partners = []
            led += [Duty(piece.start, stop, body, "lead", partners, piece.section, open=False) for body in named]
        elif (
            (named := _holders(clean, named, start, end))
            and piece.opens
            and not _names_before(clean, piece.start, stop)
        ):
            role = role_of(low, piece.start, stop)
            plain += [Duty(piece.start, stop, body, role, [], piece.section, open=False) for body in named]
    return led + (plain if len({duty.start for duty in plain}) >= _FEWEST else [])


def _holders(clean: CleanText, named: list[Body], start: int, end: int) -> list[Body]:
    """The bodies of a bracket that names nothing else, and has no verb: a person is named with the post behind a dash."""
    if named[-1].end == end:
        return named
    person = clean.low.startswith(("đ/c ", "đồng chí "), start)
    if not person and any(" " in verb["x"] for verb in rule("verb").finditer(clean.low, named[-1].end, end)):
        return []
    return subjects(clean, start, end)


_LAST_WORDS = re.compile(
    r"(?:cơ quan|đơn vị|thường trực|đầu mối|chủ trì|phối hợp|gồm|qua|về|của|tại)(?: [^\s.,;]+){0,3} $"
)


def _names_before(clean: CleanText, start: int, stop: int) -> bool:
    """Whether the bracket only says who is meant by the words before it: `gửi về cơ quan thường trực (Sở Nội vụ)`."""
    return _LAST_WORDS.search(clean.low, max(start, stop - 60), stop) is not None
