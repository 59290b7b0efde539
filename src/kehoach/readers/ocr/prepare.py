"""A page image made ready for recognition: grey, upright to a tenth of a degree, even in light, 300 dots an inch; and the
ruled lines on it.

Everything is linear in the pixels. What has to be looked at pixel by pixel is looked at on a small copy.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
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
_PEAK = 1.3  # times as uneven as from most directions is a page along its lines
_UNEVEN = 36  # steps of grey between the paper's light and dark parts
_FAINT = 0.3  # a hair line is printed so much darker than the paper, black being 1
_PICTURE = 0.4  # share of dark paper above which it is a picture, not a page
_ACROSS = 0.5  # inches, the shortest drawn line across
_DOWN = 0.22  # … and down: a row of a table with one line of writing
_WHOLE = 0.96  # share of a line that has to be there
_THICK = 0.08  # inches; what is thicker is a bar or a picture
_LEAST_INK = 0.0003  # share of a page that a line of writing makes dark
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
        inches = (pixels[0] / float(dpi[0]), pixels[1] / float(dpi[1]))
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

    coarse = numpy.arange(-_MOST_SKEW, _MOST_SKEW + 0.25, 0.5)
    found = [uneven(angle) for angle in coarse]
    if max(found) < _PEAK * float(numpy.median(found)):
        return 0.0  # it looks the same from everywhere
    best = coarse[found.index(max(found))]
    best = max(numpy.arange(best - 0.4, best + 0.45, 0.1), key=uneven)
    angle = float(best)
    if abs(angle) < _LEAST_SKEW or abs(angle) > _MOST_SKEW - 0.3 or uneven(angle) < 1.1 * uneven(0.0):
        return 0.0
    return angle


def lies(image: Image, dpi: float) -> bool:
    """Whether the page seems to lie on its side: its columns are more uneven, full or empty, than its rows."""
    import numpy

    dark = _dark(_small(image, dpi)[0])
    uneven = [float(numpy.square(numpy.diff(dark.sum(axis=axis, dtype=numpy.int64))).mean()) for axis in (0, 1)]
    return uneven[0] > uneven[1]


def straight(image: Image, angle: float) -> Image:
    """The image turned back by `angle` degrees about its middle, of the same size."""
    from PIL import Image as images

    return image.rotate(angle, images.Resampling.BICUBIC, fillcolor=255) if angle else image


def ink(image: Image, dpi: float) -> float:
    """Share of the page that is dark."""
    return float(_dark(_small(image, dpi)[0]).mean())


# --- ruled lines ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight drawn line, in pixels: `at` its own height or place, from `start` to `end` along it."""

    at: float
    start: float
    end: float
    thick: float


def strokes(image: Image, dpi: float) -> tuple[list[Stroke], list[Stroke]]:
    """The straight lines across and down on a straight grey image."""
    import numpy

    small, dpi = _small(image, dpi, darkest=True)
    scale = image.width / small.shape[1]
    dark = _dark(small, _FAINT)
    if dark.mean() > _PICTURE:
        return [], []
    across = _strokes(dark, round(_ACROSS * dpi), round(_THICK * dpi) + 1)
    down = _strokes(numpy.ascontiguousarray(dark.T), round(_DOWN * dpi), round(_THICK * dpi) + 1)
    return [_times(one, scale) for one in across], [_times(one, scale) for one in down]


def unruled(image: Image, across: Sequence[Stroke], down: Sequence[Stroke]) -> Image:
    """The image without the lines of its tables, beside which letters and lone figures are overlooked."""
    from PIL import ImageDraw

    if not down:
        return image
    image = image.copy()
    draw = ImageDraw.Draw(image)
    near = 2 * max(one.thick for one in down)
    for one in across:
        if any(
            one.start - near <= other.at <= one.end + near and other.start - near <= one.at <= other.end + near
            for other in down
        ):
            draw.rectangle((one.start, one.at - one.thick / 2, one.end, one.at + one.thick / 2), fill=255)
    for one in down:
        draw.rectangle((one.at - one.thick / 2, one.start, one.at + one.thick / 2, one.end), fill=255)
    return image


def _times(stroke: Stroke, scale: float) -> Stroke:
    return Stroke(stroke.at * scale, stroke.start * scale, stroke.end * scale, stroke.thick * scale)


def _strokes(dark: Mask, least: int, most: int) -> list[Stroke]:
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
    strokes: list[Stroke] = []
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


def _thin(first: int, last: int, start: int, end: int, most: int) -> list[Stroke]:
    return [Stroke((first + last + 1) / 2, start, end, last - first + 1)] if last - first < most else []


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


def _dark(small: numpy.ndarray[Any, numpy.dtype[numpy.uint8]], share: float = 0.5) -> Mask:
    """What is ink: darker than paper by a share of what parts paper and ink."""
    import numpy

    counts = numpy.bincount(small.reshape(-1), minlength=256)
    below = numpy.cumsum(counts)
    paper = int(numpy.searchsorted(below, 0.7 * below[-1]))
    black = int(numpy.searchsorted(below, _LEAST_INK * below[-1]))
    if paper - black < 40:
        return numpy.zeros(small.shape, dtype=numpy.bool_)  # an empty page
    result: Mask = small < paper - share * (paper - black)
    return result
