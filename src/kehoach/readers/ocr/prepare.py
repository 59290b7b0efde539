"""A page image made ready for recognition: grey, upright to a tenth of a degree, even in light, 300 dots an inch; and the
ruled lines on it.

Everything is linear in the pixels. What has to be looked at pixel by pixel is looked at on a small copy.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy
    from PIL.Image import Image

    Mask = numpy.ndarray[Any, numpy.dtype[numpy.bool_]]

TARGET = 300  # dots an inch
_GOOD_ENOUGH = (180, 420)  # an image between these is not scaled: to blow it up blows up its noise
_MOST_SCALED = 4.0
_A4 = 11.69  # inches, the long side
_PLAUSIBLE = (4.0, 25.0)  # inches, the long side of a page
_SMALL = 100  # dots an inch of the small copy
_MOST_SKEW = 6.0  # degrees
_LEAST_SKEW = 0.15
_UNEVEN = 36  # steps of grey between the paper's light and dark parts
_GRAIN = 4.0  # steps of grey by which the paper flickers, above which it is smoothed
_SMOOTH = 250  # dots an inch at which it is smoothed by one pixel
_SQUARE = 12  # pixels
_SAMPLE = 1200  # pixels on a side of the piece from which the grain is told
_BLOCK = 24  # pixels of the small copy in which the paper's own grey is looked for


def grey(image: Image) -> Image:
    """The image in 256 steps of grey, transparent parts white."""
    from PIL import Image as images

    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = images.new("RGBA", image.size, "white")
        paper.alpha_composite(image)
        image = paper
    if image.mode.startswith("I") or image.mode == "F":
        low, high = image.getextrema()
        assert isinstance(low, int | float) and isinstance(high, int | float)
        scale = 255 / (high - low) if high > low else 1.0
        return image.convert("F").point(lambda value: value * scale - low * scale).convert("L")
    return image if image.mode == "L" else image.convert("L")


def page_size(pixels: tuple[int, int], dpi: tuple[float, float] | None) -> tuple[float, float]:
    """Width and height in points of a page of which only the image is known.

    Args:
        dpi: as the file says it. Cameras and screens write 72 whatever the page: where the page would be too small or too
            large to be one, its long side is taken as that of A4.
    """
    if dpi is not None and min(dpi) > 1:
        inches = (pixels[0] / dpi[0], pixels[1] / dpi[1])
        if _PLAUSIBLE[0] <= max(inches) <= _PLAUSIBLE[1]:
            return inches[0] * 72, inches[1] * 72
    scale = _A4 * 72 / max(pixels)
    return pixels[0] * scale, pixels[1] * scale


def smoothed(image: Image, dpi: float) -> Image:
    """The grey image without the grain of its scanner, which is taken for letters otherwise and takes minutes; as it is
    where it has none. Pure black and white has steps where letters have slopes: it is smoothed too."""
    import numpy
    from PIL import ImageFilter

    x, y = (max(0, (side - _SAMPLE) // 2) for side in image.size)
    piece = numpy.asarray(image.crop((x, y, min(x + _SAMPLE, image.width), min(y + _SAMPLE, image.height))))
    rows, columns = piece.shape[0] // _SQUARE, piece.shape[1] // _SQUARE
    grain = 0.0
    if rows and columns:
        squares = piece[: rows * _SQUARE, : columns * _SQUARE].reshape(rows, _SQUARE, columns, _SQUARE)
        # a quarter of the squares, at the least, is paper without writing
        grain = float(numpy.percentile(squares.std(axis=(1, 3)), 25))
    if grain < _GRAIN and sum(1 for count in image.histogram() if count) > 2:
        return image
    return image.filter(ImageFilter.GaussianBlur(dpi / _SMOOTH))


def scaled(image: Image, width: float, pixels: float) -> tuple[Image, float]:
    """The grey image, smoothed, at about `TARGET` dots an inch, and the dots an inch it has then.

    Args:
        width: of the page, in points.
        pixels: the most it may have, in millions.
    """
    from PIL import Image as images

    dpi = image.width / max(width, 1.0) * 72
    image = smoothed(image, dpi)
    if _GOOD_ENOUGH[0] <= dpi <= _GOOD_ENOUGH[1]:
        return image, dpi
    factor = min(TARGET / dpi, _MOST_SCALED, math.sqrt(pixels * 1e6 / (image.width * image.height)))
    size = max(1, round(image.width * factor)), max(1, round(image.height * factor))
    return image.resize(size, images.Resampling.BICUBIC, reducing_gap=2.0), dpi * factor


def evened(image: Image, dpi: float) -> Image:
    """The grey image with a shadow or a yellowed edge taken away; as it is where its paper is of one grey."""
    import numpy
    from PIL import Image as images
    from PIL import ImageChops, ImageFilter

    small, _ = _small(image, dpi)
    rows, columns = small.shape[0] // _BLOCK, small.shape[1] // _BLOCK
    if rows < 2 or columns < 2:
        return image
    blocks = small[: rows * _BLOCK, : columns * _BLOCK].reshape(rows, _BLOCK, columns, _BLOCK)
    # the paper is the most of every block that is no picture
    paper = numpy.percentile(blocks.transpose(0, 2, 1, 3).reshape(rows, columns, -1), 80, axis=2)
    low, high = numpy.percentile(paper, (2, 98))
    if high - low < _UNEVEN or low < 48:  # a black picture is no shadow
        return image
    light = images.fromarray(paper.astype(numpy.uint8)).filter(ImageFilter.MedianFilter(3))
    light = light.resize(image.size, images.Resampling.BILINEAR)
    return ImageChops.invert(ImageChops.subtract(light, image))


def skew(image: Image, dpi: float) -> float:
    """Degrees by which the lines of writing fall to the right, between -6 and 6; 0 where there are too few to tell.

    The rows of a page are at their most uneven, full or empty, when one looks along its lines.
    """
    import numpy

    dark = _dark(_small(image, dpi)[0])
    y, x = numpy.nonzero(dark)
    if len(y) < 300 or len(y) > 0.4 * dark.size:
        return 0.0
    if len(y) > 60_000:
        step = len(y) // 60_000 + 1
        y, x = y[::step], x[::step]
    x = x - dark.shape[1] / 2

    def uneven(angle: float) -> float:
        rows = (y - x * math.tan(math.radians(angle)) + 2 * dark.shape[1]).astype(numpy.int64)
        counts = numpy.bincount(rows - rows.min()).astype(numpy.float64)
        return float(numpy.square(numpy.diff(counts)).sum())

    best = max(numpy.arange(-_MOST_SKEW, _MOST_SKEW + 0.25, 0.5), key=uneven)
    best = max(numpy.arange(best - 0.4, best + 0.45, 0.1), key=uneven)
    angle = float(best)
    if abs(angle) < _LEAST_SKEW or abs(angle) > _MOST_SKEW - 0.3 or uneven(angle) < 1.1 * uneven(0.0):
        return 0.0
    return angle


def straight(image: Image, angle: float) -> Image:
    """The image turned back by `angle` degrees about its middle, of the same size."""
    from PIL import Image as images

    return image.rotate(angle, images.Resampling.BICUBIC, fillcolor=255) if angle else image


def ink(image: Image, dpi: float) -> float:
    """Share of the page that is dark."""
    return float(_dark(_small(image, dpi)[0]).mean())


# --- ruled lines ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ruling:
    """Straight drawn lines of a page, in pixels of its image.

    Attributes:
        across: horizontal lines that no vertical one meets (left, top, right, bottom).
        grids: tables: ruled across and down (left, top, right, bottom).
        edges: for each grid the x of its vertical lines.
    """

    across: tuple[tuple[float, float, float, float], ...] = ()
    grids: tuple[tuple[float, float, float, float], ...] = ()
    edges: tuple[tuple[float, ...], ...] = ()


_ACROSS = 0.5  # inches, the shortest line across
_DOWN = 0.4  # … and down
_WHOLE = 0.96  # share of a line that has to be there
_THICK = 0.08  # inches; what is thicker is a bar or a picture
_NEAR = 4  # pixels of the small copy between a line's end and the line it meets


@dataclass(slots=True)
class _Stroke:
    at: float  # middle, across its own direction
    start: int
    end: int


def ruling(image: Image, dpi: float) -> Ruling:
    """The ruled lines of a straight grey image. A grid has at least two rows and two columns."""
    import numpy

    small, dpi = _small(image, dpi, darkest=True)
    scale = image.width / small.shape[1]
    dark = _dark(small)
    if dark.mean() > 0.4:
        return Ruling()  # a photograph
    across = _strokes(dark, round(_ACROSS * dpi), round(_THICK * dpi) + 1)
    down = _strokes(numpy.ascontiguousarray(dark.T), round(_DOWN * dpi), round(_THICK * dpi) + 1)
    meets: list[list[int]] = [
        [
            number
            for number, other in enumerate(down)
            if one.start - _NEAR <= other.at <= one.end + _NEAR and other.start - _NEAR <= one.at <= other.end + _NEAR
        ]
        for one in across
    ]
    grids, edges = [], []
    for group in _joined(meets, len(down)):
        rows = _distinct([across[number].at for number in group if len(meets[number]) >= 3])
        verticals = sorted({number for one in group for number in meets[one]})
        columns = _distinct([down[number].at for number in verticals])
        if len(rows) < 3 or len(columns) < 3:
            continue
        top = min([across[n].at for n in group] + [down[n].start for n in verticals])
        bottom = max([across[n].at for n in group] + [down[n].end for n in verticals])
        left = min([across[n].start for n in group] + [down[n].at for n in verticals])
        right = max([across[n].end for n in group] + [down[n].at for n in verticals])
        grids.append((left * scale, top * scale, right * scale, bottom * scale))
        edges.append(tuple(x * scale for x in columns))
    free = tuple(
        (one.start * scale, (one.at - 0.5) * scale, one.end * scale, (one.at + 0.5) * scale)
        for one, met in zip(across, meets, strict=True)
        if not met
    )
    return Ruling(free, tuple(grids), tuple(edges))


def _strokes(dark: Mask, least: int, most: int) -> list[_Stroke]:
    """Dark runs along the rows, at least `least` long and at most `most` thick."""
    import numpy

    height, width = dark.shape
    if width <= least:
        return []
    # a hair of unevenness: a row with the one below, and gaps of a pixel closed
    thick = dark.copy()
    thick[:-1] |= dark[1:]
    thick[:, 1:-1] |= thick[:, :-2] & thick[:, 2:]
    counts = numpy.zeros((height, width + 1), dtype=numpy.int32)
    numpy.cumsum(thick, axis=1, out=counts[:, 1:])
    full = (counts[:, least:] - counts[:, :-least]) >= _WHOLE * least
    rows = numpy.flatnonzero(full.any(axis=1))
    strokes: list[_Stroke] = []
    open_: list[tuple[int, int, int, int]] = []  # first row, last row, start, end
    for row in rows.tolist():
        marks = numpy.flatnonzero(numpy.diff(numpy.concatenate(([0], full[row].view(numpy.int8), [0]))))
        runs = [(int(marks[i]), int(marks[i + 1]) - 1 + least) for i in range(0, len(marks), 2)]
        still: list[tuple[int, int, int, int]] = []
        for first, last, start, end in open_:
            touching = [run for run in runs if run[0] <= end and run[1] >= start and row - last <= 2]
            if touching:
                runs = [run for run in runs if run not in touching]
                runs.append((min(start, touching[0][0]), max(end, touching[-1][1])))
                still.append((first, row, *runs.pop()))
            else:
                strokes += _thin(first, last, start, end, most)
        open_ = still + [(row, row, start, end) for start, end in runs]
    for first, last, start, end in open_:
        strokes += _thin(first, last, start, end, most)
    strokes.sort(key=lambda stroke: (stroke.at, stroke.start))
    return strokes


def _thin(first: int, last: int, start: int, end: int, most: int) -> list[_Stroke]:
    return [_Stroke((first + last + 1) / 2, start, end)] if last - first < most else []


def _joined(meets: list[list[int]], count: int) -> list[list[int]]:
    """Groups of horizontal lines that hang together by vertical ones."""
    parent = list(range(count))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for met in meets:
        for other in met[1:]:
            parent[root(other)] = root(met[0])
    groups: dict[int, list[int]] = {}
    for number, met in enumerate(meets):
        if met:
            groups.setdefault(root(met[0]), []).append(number)
    return list(groups.values())


def _distinct(places: list[float]) -> list[float]:
    """Places with those left out that lie on the one before: a double line, a line in two pieces."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > 2 * _NEAR:
            found.append(place)
    return found


# --- the small copy -------------------------------------------------------------------------------------------------


def _small(
    image: Image, dpi: float, darkest: bool = False
) -> tuple[numpy.ndarray[Any, numpy.dtype[numpy.uint8]], float]:
    """A copy with about `_SMALL` dots an inch, each the mean of its pixels or the darkest of them; and its dots an inch."""
    import numpy

    step = max(1, round(dpi / _SMALL))
    if step == 1 or min(image.size) < step:
        return numpy.asarray(image), dpi
    if not darkest:
        return numpy.asarray(image.reduce(step)), dpi / step
    full = numpy.asarray(image)
    rows, columns = full.shape[0] // step * step, full.shape[1] // step * step
    # by slices: a reduction over short axes takes ten times as long
    found = numpy.minimum.reduce([full[at:rows:step] for at in range(step)])
    return numpy.minimum.reduce([found[:, at:columns:step] for at in range(step)]), dpi / step


def _dark(small: numpy.ndarray[Any, numpy.dtype[numpy.uint8]]) -> Mask:
    """What is ink: darker than the middle between paper and ink."""
    import numpy

    counts = numpy.bincount(small.reshape(-1), minlength=256)
    below = numpy.cumsum(counts)
    paper = int(numpy.searchsorted(below, 0.7 * below[-1]))
    black = int(numpy.searchsorted(below, 0.01 * below[-1]))
    if paper - black < 40:
        return numpy.zeros(small.shape, dtype=numpy.bool_)  # an empty page
    result: Mask = small < (paper + black) / 2
    return result
