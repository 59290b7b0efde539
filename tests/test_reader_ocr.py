"""Pages drawn as scanners leave them, recognised: order of columns, tables, skew, shadow, several pages; what cannot be read."""

from __future__ import annotations

import io
import random
import shutil
import stat
import struct
import time
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy
import pytest

pytest.importorskip("PIL")
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from kehoach.errors import ReadError
from kehoach.extractors import plan
from kehoach.findings import review
from kehoach.readers import image
from kehoach.readers.document import Content, Job
from kehoach.readers.flow import Line, PageLines, Word
from kehoach.readers.limits import Limits
from kehoach.readers.ocr import NEEDS, available, prepare, recognise, recognise_many, tables
from kehoach.readers.ocr.columns import arrange, set_sizes
from kehoach.record import Finding, Source
from kehoach.register import Register
from kehoach.text.layout import Box, Layout, Page, Parts

FONTS = [
    Path("/usr/share/fonts/truetype") / name
    for name in ("liberation2/LiberationSerif-Regular.ttf", "dejavu/DejaVuSerif.ttf", "noto/NotoSerif-Regular.ttf")
]
FONT = next((path for path in FONTS if path.exists()), None)
needs_tesseract = pytest.mark.skipif(
    not available() or FONT is None, reason="Tesseract with Vietnamese or a font is not installed"
)
WIDTH, HEIGHT = 595.3, 841.9
DPI = 200


def points(size: float) -> float:
    return size * DPI / 72


class Sheet:
    """A page to be drawn on, in points."""

    def __init__(self) -> None:
        self.image = Image.new("L", (round(points(WIDTH)), round(points(HEIGHT))), 255)
        self._draw = ImageDraw.Draw(self.image)

    def text(self, x: float, y: float, text: str, anchor: str = "ls", size: float = 13) -> None:
        font = ImageFont.truetype(str(FONT), round(points(size)))
        self._draw.text((points(x), points(y)), text, font=font, fill=0, anchor=anchor)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self._draw.line([points(side) for side in (x0, y0, x1, y1)], fill=0, width=2)

    def scanned(self, skew: float = 0.0, noise: float = 10.0) -> Image.Image:
        """As a scanner leaves it: askew (degrees, falling to the right), grey, with grain."""
        turned = self.image.rotate(-skew, Image.Resampling.BICUBIC, fillcolor=255).filter(ImageFilter.GaussianBlur(0.6))
        grain = numpy.random.default_rng(1).normal(0, noise, (turned.height, turned.width))
        grey = 30 + numpy.asarray(turned, dtype=float) * 0.82 + grain
        return Image.fromarray(numpy.clip(grey, 0, 255).astype(numpy.uint8))


def packed(*pages: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    more = {"save_all": True, "append_images": list(pages[1:])} if len(pages) > 1 else {}
    pages[0].save(out, kind, dpi=(DPI, DPI), **more, **options)
    return out.getvalue()


def job(**limits: float) -> Job:
    return Job("plan.png", replace(Limits(), **limits))  # type: ignore[arg-type]


def read(data: bytes, **limits: float) -> Content:
    return image.read(data, job(**limits))


def letter() -> Sheet:
    """Head, a few sentences and foot."""
    sheet = Sheet()
    sheet.text(165, 70, "ỦY BAN NHÂN DÂN", "ms", 12)
    sheet.text(400, 70, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "ms", 11.5)
    sheet.text(165, 86, "TỈNH HÀ BẮC", "ms", 12)
    sheet.text(400, 86, "Độc lập - Tự do - Hạnh phúc", "ms", 12)
    sheet.line(340, 91, 460, 91)
    sheet.text(165, 112, "Số: 45/KH-UBND", "ms")
    sheet.text(400, 112, "Hà Bắc, ngày 14 tháng 3 năm 2025", "ms")
    sheet.text(297, 150, "KẾ HOẠCH", "ms", 14)
    sheet.text(297, 168, "Thực hiện công tác bình đẳng giới năm 2025", "ms", 14)
    y = 200.0
    for line in (
        "    Căn cứ Nghị quyết số 28/NQ-CP ngày 03/3/2021 của Chính phủ, Ủy ban nhân",
        "dân tỉnh xây dựng kế hoạch với các nội dung sau đây, trong đó phân công từng đơn",
        "vị theo dõi, kiểm tra và báo cáo kết quả trước ngày 30/11/2025.",
    ):
        sheet.text(85, y, line)
        y += 18
    sheet.text(85, 300, "Nơi nhận:", size=12)
    sheet.text(420, 300, "TM. ỦY BAN NHÂN DÂN", "ms")
    for number, line in enumerate(("- Sở Nội vụ;", "- Các sở, ban, ngành;", "- Lưu: VT, VX.")):
        sheet.text(85, 316 + 14 * number, line, size=11)
    sheet.text(420, 318, "CHỦ TỊCH", "ms")
    sheet.text(420, 400, "Nguyễn Văn An", "ms")
    return sheet


# --- whole pages ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def scanned() -> Content:
    if not available() or FONT is None:
        pytest.skip("Tesseract with Vietnamese or a font is not installed")
    return read(packed(letter().scanned(skew=1.2), kind="JPEG", quality=70))


def test_head_and_foot_come_column_by_column(scanned: Content) -> None:
    found = [line for line in scanned.text.splitlines() if line]
    assert found[:7] == [
        "ỦY BAN NHÂN DÂN",
        "TỈNH HÀ BẮC",
        "Số: 45/KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Hà Bắc, ngày 14 tháng 3 năm 2025",
        "KẾ HOẠCH",
    ]
    assert found[-7] == "Nơi nhận:"
    assert found[-3:] == ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Văn An"]


def test_pages_and_words_tell_how_sure_they_are(scanned: Content) -> None:
    assert scanned.layout is not None
    (page,) = scanned.layout.pages
    assert page.method == "ocr" and page.problem is None and not page.scanned_table
    assert page.confidence is not None and page.confidence > 0.85
    assert page.syllables is not None and page.syllables > 0.97
    assert (page.width, page.height) == pytest.approx((WIDTH, HEIGHT), abs=1)
    start = scanned.text.index("30/11/2025")
    sure = scanned.layout.confidence(start, start + 10)
    assert sure is not None and 0.5 < sure <= 1


def test_places_are_those_on_the_page_as_it_was_scanned(scanned: Content) -> None:
    assert scanned.layout is not None
    for words, x, y in (("Số:", 118, 112), ("Hạnh phúc", 430, 86), ("Nguyễn", 395, 400)):
        start = scanned.text.index(words)
        (box,) = scanned.layout.boxes(start, start + len(words))
        # 1.2 degrees about the middle: at the edges of the page that is more than half a line
        dx, dy = x - WIDTH / 2, y - HEIGHT / 2
        assert box.x0 - 4 <= x - dy * 0.021 <= box.x1 + 4
        assert box.y0 - 3 <= y + dx * 0.021 <= box.y1 + 3


def test_record_of_a_scan_is_that_of_the_plan(scanned: Content) -> None:
    record = plan.read(
        scanned.text, Source("a", "0" * 64, "image/jpeg", len(scanned.text)), None, scanned.layout
    ).record
    header = record.header
    assert header.number is not None and header.number.normalised == "45/KH-UBND"
    assert header.issuer is not None and header.issuer.name == "ỦY BAN NHÂN DÂN TỈNH HÀ BẮC"
    assert header.issued is not None and header.issued.edtf == "2025-03-14"
    assert header.signatory is not None and header.signatory.name == "Nguyễn Văn An"
    assert [c.number for c in record.citations] == ["28/NQ-CP"]
    assert "2025-11-30" in [date.edtf for date in record.dates]


@needs_tesseract
def test_pages_of_a_tiff_keep_their_order_and_a_blank_one_is_no_problem() -> None:
    pages = []
    for word in ("Sở Y tế xây dựng kế hoạch năm nay", "", "Các đơn vị gửi báo cáo đúng hạn"):
        sheet = Sheet()
        if word:
            sheet.text(85, 400, word)
        pages.append(sheet.image.convert("1"))
    found = read(packed(*pages, kind="TIFF", compression="group4"))
    assert found.layout is not None
    assert found.text.split("\n")[:2] == ["Sở Y tế xây dựng kế hoạch năm nay", "Các đơn vị gửi báo cáo đúng hạn"]
    assert [page.number for page in found.layout.pages] == [1, 2, 3]
    assert [page.problem for page in found.layout.pages] == [None, None, None]
    assert found.layout.page_at(found.text.index("Các đơn vị")) == 3


@needs_tesseract
def test_a_page_on_its_side_is_turned() -> None:
    sheet = Sheet()
    lines = (
        "Sở Y tế xây dựng kế hoạch thực hiện chiến lược về bình đẳng",
        "giới năm 2026 trong toàn ngành, phân công từng đơn vị theo dõi,",
        "kiểm tra và báo cáo kết quả thực hiện các nhiệm vụ được giao.",
        "Các đơn vị trực thuộc gửi báo cáo về Sở trước ngày 30/11/2026.",
    )
    for at, line in enumerate((*lines, *lines)):
        sheet.text(85, 100 + 18 * at, line)
    upper = sheet.image.crop((0, 0, sheet.image.width, round(points(260))))
    (page,) = recognise_many([(1, upper.transpose(Image.Transpose.ROTATE_90), 260.0, WIDTH)], job())
    if page.turned == 0:
        pytest.skip("Tesseract's model of directions is not installed")
    assert page.turned == 1
    assert "trước ngày 30/11/2026" in "\n".join(line.text for line in page.lines)
    first = page.as_shown(page.lines[0].words[0].box)
    # what stood at the upper left lies at the lower left now
    assert first.x0 == pytest.approx(92, abs=8) and first.y1 == pytest.approx(WIDTH - 85, abs=8)


def ruled(sheet: Sheet, faded: bool = False) -> None:
    xs, ys = (70, 110, 300, 420, 530), (100, 130, 175, 220)
    for y in ys:
        sheet.line(xs[0], y, xs[-1], y)
    for number, x in enumerate(xs):
        if faded and number in (2, 3):
            sheet.line(x, ys[0], x, ys[1])
        else:
            sheet.line(x, ys[0], x, ys[-1])
    rows = (
        ("TT", "Nội dung nhiệm vụ", "Chủ trì", "Thời hạn"),
        ("1", "Tổ chức tập huấn về giới", "Sở Nội vụ", "Quý III/2025"),
        ("2", "Kiểm tra việc thực hiện", "Thanh tra tỉnh", "Tháng 10/2025"),
    )
    for row, y in zip(rows, (120, 150, 196), strict=True):
        for text, x in zip(row, xs, strict=False):
            sheet.text(x + 6, y, text)


@needs_tesseract
def test_a_table_whose_lines_are_all_there_is_read_and_marked() -> None:
    sheet = Sheet()
    sheet.text(85, 80, "Phân công nhiệm vụ thực hiện kế hoạch năm 2025")
    ruled(sheet)
    sheet.text(85, 250, "Các đơn vị gửi báo cáo trước ngày 15/12/2025.")
    found = read(packed(sheet.scanned(skew=-0.8)))
    assert found.layout is not None
    (grid,) = found.layout.tables
    cells = {(c.row, c.column): found.text[c.start : c.end] for c in grid.cells}
    assert cells[1, 1] == "Tổ chức tập huấn về giới"
    assert cells[2, 2] == "Thanh tra tỉnh"
    assert cells[2, 3] == "Tháng 10/2025"
    assert found.layout.pages[0].scanned_table
    assert found.text.index("Phân công") < grid.start < found.text.index("Các đơn vị gửi")


@needs_tesseract
def test_a_table_with_faded_lines_is_marked_and_not_guessed() -> None:
    sheet = Sheet()
    ruled(sheet, faded=True)
    found = read(packed(sheet.scanned()))
    assert found.layout is not None
    assert found.layout.tables == () and found.layout.pages[0].scanned_table
    assert "Thanh tra tỉnh" in found.text


@needs_tesseract
def test_a_shadow_over_the_page_hides_no_line() -> None:
    sheet = letter()
    shade = numpy.linspace(1, 0.35, sheet.image.width)[None, :]
    dark = Image.fromarray((numpy.asarray(sheet.image) * shade).astype(numpy.uint8))
    assert "28/NQ-CP ngày 03/3/2021 của Chính phủ" in read(packed(dark)).text


@needs_tesseract
def test_a_picture_without_words_is_a_problem_of_its_page() -> None:
    dots = random.Random(3).randbytes(200 * 280)
    picture = Image.frombytes("L", (200, 280), dots).resize((400, 560))
    page = recognise(picture, 1, 144, 201.6, job())
    assert page.page.problem is not None


@needs_tesseract
@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "I;16", "CMYK"])
def test_every_mode_becomes_grey(mode: str) -> None:
    sheet = Image.new("L", (60, 40), 255)
    sheet.paste(0, (10, 10, 30, 30))
    if mode == "I;16":
        drawn = Image.fromarray(numpy.asarray(sheet).astype(numpy.uint16) * 257)
    elif mode in ("RGBA", "LA"):
        drawn = Image.new(mode, (60, 40), 0)  # black, and transparent but for the square
        drawn.putalpha(sheet.point(lambda value: 255 - value))
    else:
        drawn = sheet.convert(mode)
    grey = prepare.grey(drawn)
    assert grey.mode == "L" and grey.getpixel((5, 5)) == 255 and grey.getpixel((20, 20)) == 0


# --- files that are not as they should be ---------------------------------------------------------------------------


def png(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


SMALL = packed(Image.new("L", (400, 300), 200))


@needs_tesseract
@pytest.mark.parametrize(
    ("data", "status"),
    [
        (SMALL[: len(SMALL) // 2], "damaged"),
        (packed(Image.effect_noise((300, 300), 90), kind="JPEG")[:4000], "damaged"),
        (packed(Image.effect_noise((300, 300), 90), kind="TIFF")[:4000], "damaged"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "damaged"),
        (b"BM" + bytes(60), "damaged"),
        (bytes(range(256)), "damaged"),
        (b"", "damaged"),
        (png(60_000, 60_000), "too-large"),
        (png(9000, 9000), "too-large"),
        (SMALL, "empty"),
        (packed(Image.new("L", (1, 1), 0)), "empty"),
    ],
)
def test_broken_images_are_named_failures(data: bytes, status: str) -> None:
    with pytest.raises(ReadError) as failure:
        read(data)
    assert failure.value.status == status
    assert "\n" not in str(failure.value)


def test_the_limit_on_pixels_is_back_after_reading() -> None:
    before = Image.MAX_IMAGE_PIXELS
    with pytest.raises(ReadError):
        read(png(60_000, 60_000))
    assert before == Image.MAX_IMAGE_PIXELS


# --- an engine that does not do its work ----------------------------------------------------------------------------

TSV = r"level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
WORD = r"5\t1\t1\t1\t1\t1\t100\t100\t200\t30\t96.5\tKế\n"


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A program that takes Tesseract's place; the test writes what it does with a page."""
    program = tmp_path / "tesseract"
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    class Script:
        def __call__(self, does: str) -> None:
            program.write_text(
                f'#!/bin/sh\n[ "$1" = --list-langs ] && {{ echo vie; exit 0; }}\n{does}\n', encoding="utf-8"
            )
            program.chmod(program.stat().st_mode | stat.S_IXUSR)

    yield Script()  # type: ignore[misc]


def page(number: int = 1) -> tuple[int, Image.Image, float, float]:
    drawn = Image.new("L", (800, 1100), 255)
    drawn.paste(0, (100, 100, 300, 130))
    return number, drawn, 288.0, 396.0


def test_without_the_engine_one_line_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not available()
    with pytest.raises(ReadError) as failure:
        recognise(*page()[1:2], 1, WIDTH, HEIGHT, job())
    assert failure.value.status == "needs" and failure.value.reason == NEEDS
    with pytest.raises(ReadError, match="tesseract-ocr-vie"):
        list(recognise_many([page()], job()))


def test_an_engine_that_does_not_end_is_killed(engine, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    engine(f"echo $$ > {tmp_path}/pid; exec sleep 60")
    work = job(ocr_seconds=0.5)
    started = time.monotonic()
    (found,) = recognise_many([page()], work)
    assert time.monotonic() - started < 30
    assert found.lines == [] and found.page.problem == "not recognised: its recognition took too long"
    assert work.warnings == ["page 1 was not recognised: its recognition took too long"]
    assert not Path(f"/proc/{(tmp_path / 'pid').read_text().strip()}").exists()


def test_an_engine_that_fails_says_why(engine) -> None:  # type: ignore[no-untyped-def]
    engine("cat > /dev/null; echo no memory >&2; exit 3")
    (found,) = recognise_many([page()], job())
    assert found.page.problem == "not recognised: its recognition failed (no memory)"


def test_an_engine_that_takes_no_image_fails_too(engine) -> None:  # type: ignore[no-untyped-def]
    engine("exit 1")
    (found,) = recognise_many([page()], job())
    assert found.page.problem is not None and "failed" in found.page.problem


def test_pages_come_in_order_and_few_are_held(engine) -> None:  # type: ignore[no-untyped-def]
    engine(f'cat > /dev/null; printf "{TSV}{WORD}"')
    taken = 0
    ahead = []

    def images() -> Iterator[tuple[int, Image.Image, float, float]]:
        nonlocal taken
        for number in range(1, 13):
            taken = number
            yield page(number)

    found = []
    for one in recognise_many(images(), job()):
        found.append(one.page.number)
        ahead.append(taken - len(found))
    assert found == list(range(1, 13))
    assert max(ahead) <= (shutil.os.cpu_count() or 1) + 1  # type: ignore[attr-defined]


def test_pages_beyond_the_limit_and_late_pages_are_left_with_a_warning(engine) -> None:  # type: ignore[no-untyped-def]
    engine(f'cat > /dev/null; printf "{TSV}{WORD}"')
    work = job(ocr_pages=2)
    found = list(recognise_many([page(n) for n in (1, 2, 3)], work))
    assert [len(one.lines) for one in found] == [1, 1, 0]
    assert work.warnings == ["page 3 was not recognised: more than 2 pages of images"]
    late = Job("late", deadline=time.monotonic() - 1)
    (one,) = recognise_many([page()], late)
    assert one.lines == [] and "time for the file" in late.warnings[0]


def test_an_image_of_too_many_pixels_is_not_recognised(engine) -> None:  # type: ignore[no-untyped-def]
    engine(f'cat > /dev/null; printf "{TSV}{WORD}"')
    (one,) = recognise_many([page()], job(pixels=0.5))
    assert one.lines == [] and one.page.problem is not None and "million pixels" in one.page.problem


# --- what is done to an image ---------------------------------------------------------------------------------------


def striped(angle: float, noise: float = 0.0) -> Image.Image:
    """Lines of words that fall to the right by `angle` degrees, at 150 dots an inch."""
    drawn = Image.new("L", (1240, 1754), 255)
    draw = ImageDraw.Draw(drawn)
    chance = random.Random(5)
    for y in range(150, 1600, 36):
        x = 120
        while x < 1050:
            wide = chance.randrange(20, 90)
            draw.rectangle((x, y, x + wide, y + 14), fill=0)
            x += wide + 14
    drawn = drawn.rotate(-angle, Image.Resampling.BICUBIC, fillcolor=255)
    if noise:
        grain = numpy.random.default_rng(2).normal(0, noise, (drawn.height, drawn.width))
        drawn = Image.fromarray(numpy.clip(numpy.asarray(drawn) * 0.8 + 30 + grain, 0, 255).astype(numpy.uint8))
    return drawn


@pytest.mark.parametrize("angle", [-4.0, -1.3, -0.4, 0.0, 0.6, 2.2, 5.0])
@pytest.mark.parametrize("noise", [0.0, 15.0])
def test_skew_is_found_to_a_tenth_of_a_degree(angle: float, noise: float) -> None:
    assert prepare.skew(striped(angle, noise), 150) == pytest.approx(angle, abs=0.11)


def test_a_page_that_lies_is_told_from_one_that_stands() -> None:
    for noise in (0.0, 15.0):
        stands = striped(0.8, noise)
        assert not prepare.lies(stands, 150)
        assert prepare.lies(stands.transpose(Image.Transpose.ROTATE_90), 150)


def test_skew_of_a_page_without_lines_is_none() -> None:
    assert prepare.skew(Image.new("L", (800, 1100), 255), 150) == 0
    assert prepare.skew(Image.new("L", (800, 1100), 0), 150) == 0
    dots = random.Random(3).randbytes(800 * 1100)
    assert prepare.skew(Image.frombytes("L", (800, 1100), dots), 150) == 0


def test_grain_is_smoothed_and_a_clean_page_left_alone() -> None:
    clean = striped(0.6)
    assert prepare.smoothed(clean, 150) is clean
    assert prepare.smoothed(striped(0, noise=15), 150) is not clean
    shaded = Image.fromarray((numpy.asarray(clean) * numpy.linspace(1, 0.7, 1240)[None, :]).astype(numpy.uint8))
    assert prepare.smoothed(shaded, 150) is shaded
    assert prepare.smoothed(clean.convert("1").convert("L"), 150) is not clean


def test_small_images_are_scaled_up_within_the_limit() -> None:
    small = Image.new("L", (600, 850), 255)
    large, dpi = prepare.scaled(small, WIDTH, 40)
    assert dpi == pytest.approx(290, abs=20) and large.width / small.width == pytest.approx(dpi / 72.5, rel=0.01)
    limited, _ = prepare.scaled(small, WIDTH, 1.0)
    assert limited.width * limited.height <= 1_010_000
    usual = Image.new("L", (1654, 2339), 255)
    assert prepare.scaled(usual, WIDTH, 40)[0].size == usual.size


@pytest.mark.parametrize(
    ("pixels", "dpi", "size"),
    [
        ((1654, 2339), (200, 200), (595, 842)),
        ((3000, 4243), (72, 72), (595, 842)),  # a camera's 72 is no resolution
        ((1240, 1754), None, (595, 842)),
        ((2339, 1654), (0, 0), (842, 595)),
        ((1700, 2200), (200, 200), (612, 792)),
    ],
)
def test_size_of_a_page(pixels: tuple[int, int], dpi: tuple[float, float] | None, size: tuple[float, float]) -> None:
    assert prepare.page_size(pixels, dpi) == pytest.approx(size, abs=1)


def test_drawn_lines_are_told_from_writing() -> None:
    drawn = striped(0)
    draw = ImageDraw.Draw(drawn)
    for y in (173, 389, 605):
        draw.line((100, y, 1100, y), fill=0, width=2)
    for x in (100, 600, 1100):
        draw.line((x, 173, x, 605), fill=0, width=2)
    across, down = prepare.strokes(drawn, 150)
    assert [one.at for one in across if one.end - one.start > 500] == pytest.approx([174, 390, 606], abs=2)
    assert [one.at for one in down] == pytest.approx([100, 600, 1100], abs=2)
    assert prepare.strokes(striped(0), 150)[1] == []
    bare = numpy.asarray(prepare.unruled(drawn, across, down))
    assert (bare[180:600, 599:602] > 200).mean() > 0.9


# --- columns and tables, from words alone ---------------------------------------------------------------------------


def line(y: float, *words: tuple[float, str]) -> Line:
    """A line of words, each from x on, six points a letter."""
    return Line(
        [Word(text, Box(1, x, y, x + 6 * len(text), y + 11), confidence=0.9, source="ocr") for x, text in words]
    )


def spread(x: float, text: str) -> list[tuple[float, str]]:
    found = []
    for word in text.split():
        found.append((x, word))
        x += 6 * len(word) + 4
    return found


def texts(lines: list[Line]) -> list[str]:
    return [one.text for one in lines]


BODY_LINE = "Ủy ban nhân dân tỉnh xây dựng kế hoạch thực hiện công tác bình đẳng giới năm nay"


def test_columns_that_nearly_touch_are_cut_before_the_motto() -> None:
    found = arrange(
        [
            line(60, *spread(60, "ỦY BAN NHÂN DÂN TỈNH"), *spread(196, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")),
            line(76, *spread(90, "HÀ BẮC"), *spread(240, "Độc lập - Tự do - Hạnh phúc")),
            line(100, *spread(80, "Số: 45/KH-UBND"), *spread(210, "Hà Bắc, ngày 14 tháng 3 năm 2025")),
            line(130, *spread(230, "KẾ HOẠCH")),
            line(150, *spread(60, BODY_LINE)),
        ],
        WIDTH,
        HEIGHT,
        True,
    )
    assert texts(found) == [
        "ỦY BAN NHÂN DÂN TỈNH",
        "HÀ BẮC",
        "Số: 45/KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Hà Bắc, ngày 14 tháng 3 năm 2025",
        "KẾ HOẠCH",
        BODY_LINE,
    ]
    assert all(one.alone for one in found[:6]) and not found[-1].alone


def test_a_blank_number_is_not_cut() -> None:
    found = arrange(
        [
            line(60, *spread(80, "SỞ Y TẾ"), *spread(250, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")),
            line(100, (70, "Số:"), (150, "/KH-SYT"), *spread(280, "Hà Bắc, ngày tháng 3 năm 2025")),
        ],
        WIDTH,
        HEIGHT,
        True,
    )
    assert texts(found) == [
        "SỞ Y TẾ",
        "Số: /KH-SYT",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Hà Bắc, ngày tháng 3 năm 2025",
    ]


def test_a_head_whose_motto_was_not_recognised_is_cut_on_the_first_page_alone() -> None:
    head = [
        line(60, *spread(80, "SỞ Y TẾ HÀ BẮC"), *spread(280, "CQNC HOA XA HQI CHII NCHTA VTET NAN")),
        line(100, *spread(80, "Số: 45/KH-SYT"), *spread(280, "Hà Bắc, ngay14 thang 3")),
        line(130, *spread(60, BODY_LINE)),
    ]
    assert texts(arrange(head, WIDTH, HEIGHT, True))[:2] == ["SỞ Y TẾ HÀ BẮC", "Số: 45/KH-SYT"]
    assert texts(arrange(head, WIDTH, HEIGHT, False))[1].startswith("CQNC")


def test_recipients_stand_before_the_signature_whatever_order_they_came_in() -> None:
    found = arrange(
        [
            line(500, *spread(60, BODY_LINE)),
            line(541, *spread(330, "TM. ỦY BAN NHÂN DÂN")),
            line(540, *spread(60, "Nơi nhận:")),
            line(555, *spread(60, "- Sở Nội vụ;"), *spread(360, "CHỦ TỊCH")),
            line(570, *spread(60, "- Lưu: VT.")),
            line(620, *spread(350, "Nguyễn Văn An")),
            line(680, *spread(270, "PHỤ LỤC")),
            line(700, *spread(60, BODY_LINE)),
        ],
        WIDTH,
        HEIGHT,
        False,
    )
    assert texts(found) == [
        BODY_LINE,
        "Nơi nhận:",
        "- Sở Nội vụ;",
        "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
        "Nguyễn Văn An",
        "PHỤ LỤC",
        BODY_LINE,
    ]


def test_running_text_stays_as_it_came_and_tabs_part_it() -> None:
    lines = [line(300 + 16 * at, *spread(60, BODY_LINE)) for at in range(4)]
    assert texts(arrange(lines, WIDTH, HEIGHT, True)) == [BODY_LINE] * 4
    found = arrange(
        [line(300, *spread(60, "Kính gửi:"), *spread(200, "Sở Y tế"), *spread(400, "Sở Nội vụ"))], WIDTH, HEIGHT, False
    )
    assert texts(found) == ["Kính gửi: Sở Y tế", "Sở Nội vụ"]


def test_size_of_letters_is_that_of_the_text_unless_a_line_is_plainly_smaller() -> None:
    lines = [line(300 + 16 * at, *spread(60, BODY_LINE)) for at in range(4)]
    small = line(400, *spread(60, "1 Số liệu của cơ quan thống kê năm nay"))
    for word in small.words:
        word.box = word.box._replace(y1=word.box.y0 + 8)
    lines[0].words[0].box = lines[0].words[0].box._replace(y1=308)
    set_sizes([*lines, small])
    assert {word.size for one in lines for word in one.words} == {round(11 / 1.15, 1)}
    assert {word.size for word in small.words} == {round(8 / 1.15, 1)}


def stroke(at: float, start: float, end: float) -> prepare.Stroke:
    return prepare.Stroke(at, start, end, 1)


def test_cells_are_what_the_lines_say_and_words_astride_undo_them() -> None:
    across = [stroke(y, 60, 500) for y in (100, 130, 160)]
    down = [stroke(x, 100, 160) for x in (60, 200, 500)]
    words = [line(110, (70, "Sở"), (90, "Y"), (210, "Tháng"), (250, "3")), line(140, (70, "Sở"), (210, "Quý"))]
    found = tables.find(across, down, 1.0, 1, words, 1000)
    assert found.any and found.outside == []
    assert [[one.text for one in cell.lines] for cell in found.tables[0].cells] == [
        ["Sở Y"],
        ["Tháng 3"],
        ["Sở"],
        ["Quý"],
    ]
    astride = [*words, line(142, (185, "vượtqua"))]
    undone = tables.find(across, down, 1.0, 1, astride, 1000)
    assert undone.any and undone.tables == [] and undone.outside == astride


def test_a_frame_and_a_ruled_head_are_no_tables() -> None:
    frame = tables.find(
        [stroke(100, 60, 500), stroke(160, 60, 500)], [stroke(60, 100, 160), stroke(500, 100, 160)], 1.0, 1, [], 10
    )
    assert not frame.any and frame.tables == []
    head = [
        line(110, *spread(70, "SỞ Y TẾ"), *spread(210, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA")),
        line(140, *spread(70, "Số: 5")),
    ]
    across = [stroke(y, 60, 500) for y in (100, 130, 160)]
    down = [stroke(x, 100, 160) for x in (60, 200, 500)]
    assert not tables.find(across, down, 1.0, 1, head, 1000).any


def test_a_straightened_place_is_led_back() -> None:
    read_ = PageLines(Page(1, "ocr", 600.0, 800.0), skewed=2.0)
    middle = read_.as_shown(Box(1, 290, 395, 310, 405))
    assert middle == pytest.approx((1, 290, 395, 310, 405))
    right = read_.as_shown(Box(1, 580, 395, 600, 405))
    assert right.y0 - 395 == pytest.approx(10.1, abs=0.1)  # it had fallen by two degrees
    sideways = PageLines(Page(1, "ocr", 600.0, 800.0), turned=1, skewed=2.0)
    assert sideways.as_shown(Box(1, 395, 295, 405, 305)) == pytest.approx((1, 295, 395, 305, 405), abs=0.1)


# --- the finding ----------------------------------------------------------------------------------------------------

TEXT = "Trang đầu của kế hoạch\n| Việc | Hạn |\n| Tập huấn | Quý II |\nTrang ba của kế hoạch\n"
TURNS = ((0, 1), (TEXT.index("| Việc"), 2), (TEXT.index("Trang ba"), 3))


def findings(*pages: Page, turns: tuple[tuple[int, int], ...] = TURNS) -> list[Finding]:
    layout = Layout(pages, turns, (), (), Parts())
    register = Register.shipped()
    reading = plan.read(TEXT, Source("plan.pdf", "0" * 64, "application/pdf", len(TEXT)), register, layout)
    return [one for one in review(reading, register) if one.code == "unreadable-page"]


def test_a_page_that_was_read_well_is_not_spoken_of() -> None:
    assert findings(Page(1, "ocr", confidence=0.95, syllables=1.0), Page(2), Page(3)) == []


def test_a_doubtful_page_is_shown_with_its_text() -> None:
    (found,) = findings(
        Page(1, "ocr", confidence=0.41, syllables=0.9, problem="recognised with little confidence"), Page(2), Page(3)
    )
    assert found.text == "Trang đầu của kế hoạch"
    assert found.message.en == "Not read well: page 1: recognised with a confidence of 41%."
    assert found.message.vi == "Khó đọc: trang 1: nhận dạng với độ tin cậy 41%."


def test_a_garbled_page_is_shown_whether_recognised_or_not() -> None:
    (found,) = findings(Page(1), Page(2), Page(3, syllables=0.5))
    assert found.text == "Trang ba của kế hoạch"
    assert found.message.en == "Not read well: page 3: only 50% of the words are Vietnamese syllables."


def test_pages_without_text_are_shown_where_they_would_stand() -> None:
    lost = "not recognised: more than 2 pages of images"
    (found,) = findings(Page(1), Page(2), Page(3), Page(4, "ocr", problem=lost), Page(5, "ocr", problem=lost))
    assert found.text == "Trang ba của kế hoạch"
    assert found.message.en == "Not read well: pages 4, 5: not read."
    (first,) = findings(Page(1, "ocr", problem=lost), Page(2), turns=((0, 2),))
    assert first.text == "Trang đầu của kế hoạch"


def test_a_scanned_table_is_for_a_person() -> None:
    (found,) = findings(Page(1), Page(2, "ocr", confidence=0.9, syllables=1.0, scanned_table=True), Page(3))
    assert found.text.startswith("| Việc") and found.text.endswith("Quý II |")
    assert (
        found.message.en == "Not read well: page 2: a table in a scanned image, whose cells a person needs to compare."
    )


def test_two_things_about_one_page_are_one_finding() -> None:
    (found,) = findings(Page(1), Page(2, "ocr", confidence=0.5, syllables=1.0, scanned_table=True), Page(3))
    assert found.message.en.startswith("Not read well: page 2: recognised with a confidence of 50%; page 2: a table")
