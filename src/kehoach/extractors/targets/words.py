"""The rules of `lexicon/targets.toml`."""

from __future__ import annotations

import re
from functools import cache

from kehoach.lexicon import patterns


@cache
def rule(name: str) -> re.Pattern[str]:
    """The compiled rule of that id."""
    return patterns("targets")[name]
