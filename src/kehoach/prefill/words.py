"""The words of a filled form in one language, from `words.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Language = Literal["vi", "en"]


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))


def word(group: str, key: str, lang: Language, **held: object) -> str:
    """A word or sentence with what it holds filled in."""
    found: str = _words()[group][key][lang]
    return found.format(**held) if held else found
