"""Tesseract as a helper program: an image in, words with their places and confidence out."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kehoach.readers.document import Job

if TYPE_CHECKING:
    from PIL.Image import Image

LANGUAGE = "vie"
NEEDS = "needs Tesseract with Vietnamese: apt-get install --no-install-recommends tesseract-ocr tesseract-ocr-vie"
_TURN = re.compile(r"^Rotate: (\d+)$", re.MULTILINE)
_SURE = re.compile(r"^Orientation confidence: ([\d.]+)$", re.MULTILINE)
_LEAST_SURE = 1.0
_COLUMNS = 12
_WORD = "5"  # level of a row of the table that is a word


@dataclass(frozen=True, slots=True)
class Found:
    """One word as the engine read it.

    Attributes:
        line: block, paragraph and line of the page, in reading order; words of one line share it.
        left, top, right, bottom: in pixels of the image.
        confidence: 0..1.
    """

    text: str
    line: tuple[int, int, int]
    left: float
    top: float
    right: float
    bottom: float
    confidence: float


class Overdue(Exception):
    """The engine took longer than its time."""


class Failed(Exception):
    """The engine gave up; the message is its own."""


@cache
def _languages(program: str) -> frozenset[str]:
    try:
        told = subprocess.run(
            [program, "--list-langs"], capture_output=True, text=True, errors="replace", timeout=30, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    return frozenset(line.strip() for line in told.stdout.splitlines())


def _program() -> str | None:
    program = shutil.which("tesseract")
    return program if program is not None and LANGUAGE in _languages(program) else None


def available() -> bool:
    """Whether Tesseract and its Vietnamese model are installed."""
    return _program() is not None


def require(job: Job) -> str:
    """The program.

    Raises:
        ReadError: status `needs`: it is not installed, or without Vietnamese.
    """
    program = _program()
    if program is None:
        raise job.fail("needs", NEEDS)
    return program


def words(image: Image, dpi: float, seconds: float, job: Job) -> list[Found]:
    """The words of an upright grey image, in the engine's reading order.

    Raises:
        Overdue: it took longer than `seconds`; it was killed.
        Failed: it ended with an error.
        ReadError: status `needs`.
    """
    told = _run(
        [require(job), "stdin", "stdout", "-l", LANGUAGE, "--psm", "3", "--dpi", f"{dpi:.0f}", "tsv"], image, seconds
    )
    found = []
    for row in told.split("\n")[1:]:
        cells = row.split("\t")
        if len(cells) != _COLUMNS or cells[0] != _WORD or not (text := "".join(cells[11].split())):
            continue
        left, top, width, height = (int(cell) for cell in cells[6:10])
        line = (int(cells[2]), int(cells[3]), int(cells[4]))
        sure = min(max(float(cells[10]) / 100, 0.0), 1.0)
        found.append(Found(text, line, left, top, left + width, top + height, sure))
    return found


def turn(image: Image, seconds: float, job: Job) -> int:
    """Quarter turns clockwise after which the writing stands upright, as far as the engine can tell; 0 where not.

    Raises:
        ReadError: status `needs`.
    """
    program = require(job)
    if "osd" not in _languages(program):
        return 0
    try:
        told = _run([program, "stdin", "stdout", "-l", "osd", "--psm", "0"], image, seconds)
    except (Overdue, Failed):
        return 0  # too few letters to tell
    angle, sure = _TURN.search(told), _SURE.search(told)
    if angle is None or sure is None or float(sure[1]) < _LEAST_SURE:
        return 0
    return int(angle[1]) // 90 % 4


def _run(command: list[str], image: Image, seconds: float) -> str:
    # its own threads make it slower, not faster: pages are what runs side by side
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}
    # a plain bitmap: to pack it would cost more than the pipe. No session of its own: it is to die with the reader
    data = b"P5\n%d %d\n255\n" % image.size + image.tobytes()
    try:
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
        ) as process:
            try:
                out, complaint = process.communicate(data, timeout=max(seconds, 0.1))
            except subprocess.TimeoutExpired:
                process.kill()
                raise Overdue from None
    except OSError as error:
        raise Failed(error.strerror or "cannot be started") from None
    if process.returncode:
        last = complaint.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise Failed(last[0] if last else f"ended with {process.returncode}")
    return out.decode("utf-8", "replace")
