"""Drawn lines of a page: horizontal and vertical rules, and how much of the page is an image."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from kehoach.readers.pdf.library import IMAGE, PdfPage

_THIN = 3.0  # points: a filled shape not wider than that is a rule
_SHORT = 2.0  # a rule shorter than that is a corner or a dot
_STRAIGHT = 1.0  # a line that strays no more than that is horizontal or vertical
_ALIGNED = 1.5  # rules that near to each other lie on one line
_BROKEN = 3.0  # a gap that does not end a rule
_SEGMENTS = 4  # parts of paths that are looked at, for each path that is


class Rule(NamedTuple):
    """A rule from `start` to `end`, across (`at` is its y) or down (`at` is its x); from the upper left corner."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Drawing:
    """What is drawn on a page beside its characters.

    Attributes:
        across, down: horizontal and vertical rules, by their place; those that touch are one.
        images: share of the page that images cover, 0..1.
        shapes: how many paths are drawn.
        more: whether the page has more than was looked at.
    """

    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)
    images: float = 0.0
    shapes: int = 0
    more: bool = False


def drawing(page: PdfPage, most: int) -> Drawing:
    """The rules and images of `page`.

    Args:
        most: drawn objects beyond these are not looked at.
    """
    left, bottom, right, top = page.bounds
    area = (right - left) * (top - bottom)
    across: list[Rule] = []
    down: list[Rule] = []
    covered = 0.0
    seen = shapes = 0
    parts = _SEGMENTS * most
    for kind, item, holder in page.objects(most + 1):
        seen += 1
        if seen > most or parts <= 0:
            seen = most + 1
            break
        if kind == IMAGE:
            x0, y0, x1, y1 = page.box(item)
            corners = [holder.point(x, y) for x in (x0, x1) for y in (y0, y1)]
            width = min(right, max(x for x, _ in corners)) - max(left, min(x for x, _ in corners))
            height = min(top, max(y for _, y in corners)) - max(bottom, min(y for _, y in corners))
            covered += max(0.0, width) * max(0.0, height)  # a scan may be cut into strips
            continue
        shapes += 1
        segments, filled, stroked = page.outline(item, parts)
        parts -= len(segments)
        if not (filled or stroked) or page.white(item, filled and not stroked):
            continue
        matrix = page.placed(item).then(holder)
        placed = [(sort, *_from_corner(*matrix.point(x, y), left, top), closes) for sort, x, y, closes in segments]
        for points, closed in _strokes(placed):
            if stroked:
                _edges(points, closed, across, down)
            if filled:
                _thin(points, across, down)
    share = min(1.0, covered / area) if area > 0 else 0.0
    return Drawing(_joined(across), _joined(down), share, shapes, seen > most)


def _from_corner(x: float, y: float, left: float, top: float) -> tuple[float, float]:
    return x - left, top - y


Points = list[tuple[float, float]]


def _strokes(segments: list[tuple[int, float, float, bool]]) -> list[tuple[Points, bool]]:
    """The straight parts of a path, each with whether it closes; a curve ends a part."""
    found: list[tuple[Points, bool]] = []
    points: Points = []
    for kind, x, y, closes in segments:
        if kind != 0:
            if len(points) > 1:
                found.append((points, False))
            points = []
        points.append((x, y))
        if closes:
            found.append((points, True))
            points = [points[0]]
    if len(points) > 1:
        found.append((points, False))
    return found


def _edges(points: Points, closed: bool, across: list[Rule], down: list[Rule]) -> None:
    pairs = list(pairwise(points))
    if closed and len(points) > 2:
        pairs.append((points[-1], points[0]))
    for (x0, y0), (x1, y1) in pairs:
        if abs(y1 - y0) <= _STRAIGHT and abs(x1 - x0) > _SHORT:
            across.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x1 - x0) <= _STRAIGHT and abs(y1 - y0) > _SHORT:
            down.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))


def _thin(points: Points, across: list[Rule], down: list[Rule]) -> None:
    x0, x1 = min(x for x, _ in points), max(x for x, _ in points)
    y0, y1 = min(y for _, y in points), max(y for _, y in points)
    if y1 - y0 <= _THIN and x1 - x0 > max(_SHORT, y1 - y0):
        across.append(Rule((y0 + y1) / 2, x0, x1))
    elif x1 - x0 <= _THIN and y1 - y0 > max(_SHORT, x1 - x0):
        down.append(Rule((x0 + x1) / 2, y0, y1))


def _joined(rules: list[Rule]) -> list[Rule]:
    """Rules on one line that touch, as one."""
    rules.sort()
    found: list[Rule] = []
    level: list[Rule] = []
    for rule in [*rules, None]:
        if rule is None or (level and rule.at - level[0].at > _ALIGNED):
            at = sum(one.at for one in level) / len(level) if level else 0.0
            reach: list[float] = []
            for one in sorted(level, key=lambda other: other.start):
                if reach and one.start <= reach[1] + _BROKEN:
                    reach[1] = max(reach[1], one.end)
                else:
                    if reach:
                        found.append(Rule(at, *reach))
                    reach = [one.start, one.end]
            if reach:
                found.append(Rule(at, *reach))
            level = []
        if rule is not None:
            level.append(rule)
    return found
