"""The words and patterns of the genre, as data: one TOML file a subject, each rule with its own proof.

A rule file holds `[atoms]` (named pieces of a pattern) and `[[rule]]` tables: `id`, `pattern` (a regular expression over
lower-case cleaned text, in which `{name}` stands for an atom), `examples` it must find and `not` look-alikes it must
leave alone. `tests/test_lexicon.py` runs every example and every look-alike through the extractor that owns the rule.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """The tables of `lexicon/NAME.toml`."""
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


@cache
def patterns(name: str) -> dict[str, re.Pattern[str]]:
    """The compiled rules of `lexicon/NAME.toml` by id, atoms filled in.

    Raises:
        KeyError: a pattern names an atom that the file does not define.
        re.error: a pattern does not compile.
    """
    data = load(name)
    atoms: dict[str, str] = {}
    for key, text in data.get("atoms", {}).items():
        atoms[key] = _fill(text, atoms)
    return {rule["id"]: re.compile(_fill(rule["pattern"], atoms)) for rule in data["rule"]}


def _fill(pattern: str, atoms: dict[str, str]) -> str:
    # only {word} is a placeholder: {1,2} and {3} are repetitions
    return re.sub(r"\{([a-z_]+)\}", lambda m: f"(?:{atoms[m[1]]})", pattern)
