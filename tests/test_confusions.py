"""What recognition takes for something else: put right in its place, left alone everywhere else; the source is never touched."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from kehoach.text import confusions
from kehoach.text.layout import Layout, Page
from kehoach.text.offsets import apply_edits

DATA = tomllib.loads(files("kehoach.text").joinpath("confusions.toml").read_text(encoding="utf-8"))
ENTRIES = [*DATA["words"], *DATA["rule"]]
SCAN = Layout((Page(1, "ocr"),))


def mended(text: str) -> str:
    letters = confusions.mended(text)
    return apply_edits(letters, confusions.edits(letters))[0]


@pytest.mark.parametrize(("wrong", "right"), [pair for entry in ENTRIES for pair in entry["examples"]])
def test_what_was_recognised_is_read_as_it_was_printed(wrong: str, right: str) -> None:
    assert mended(wrong) == right
    assert mended(right) == right


@pytest.mark.parametrize("text", [text for entry in ENTRIES for text in entry["not"]])
def test_look_alikes_stay(text: str) -> None:
    assert mended(text) == text
