"""Labels behind or below a task: `Cơ quan chủ trì: A`, with the partners of a second label."""

from __future__ import annotations

from kehoach.extractors.bodies import Body, bodies
from kehoach.extractors.outline import Item
from kehoach.extractors.responsibilities.duty import Duty
from kehoach.extractors.responsibilities.headings import behind_marker
from kehoach.extractors.responsibilities.words import rule
from kehoach.text.clean import CleanText
from kehoach.text.statements import Piece
from kehoach.text.tables import Cells


def labelled(clean: CleanText, pieces: list[Piece], sections: list[Item], cells: Cells | None) -> list[Duty]:
    """`Cơ quan chủ trì: A`, with the partners of a second label, for the task that stands before it."""
    low = clean.low
    duties: list[Duty] = []
    label = rule("label")
    if "chủ trì" not in low and "thực hiện:" not in low and "phụ trách:" not in low:
        return []
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
