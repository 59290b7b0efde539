"""The page of a review: one document that holds nothing of a plan; its script asks for that."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from kehoach.prefill.words import Language, word

_IN_SCRIPT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


@cache
def _words() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))


def words() -> dict[str, Any]:
    """All that the page says, in Vietnamese and English."""
    told = {table: {key: (both["vi"], both["en"]) for key, both in held.items()} for table, held in _words().items()}
    told["states"] = {
        key: (word("states", key, "vi"), word("states", key, "en")) for key in ("found", "inferred", "missing")
    }
    return told


def policy(nonce: str) -> str:
    """What the page may do: run the one script that it brings, and ask this server."""
    return (
        f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; connect-src 'self'; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )


def page(nonce: str, lang: Language) -> str:
    """The page.

    Args:
        nonce: by which the policy knows its style and script.
    """
    style, script = (_asset(name) for name in ("review.css", "review.js"))
    told = json.dumps(words(), ensure_ascii=False, separators=(",", ":")).translate(_IN_SCRIPT)
    title = _words()["page"]["title"][lang]
    return (
        f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n'
        f'<link rel="icon" href="data:,">\n<title>{title}</title>\n'
        f'<style nonce="{nonce}">\n{style}</style>\n</head>\n<body>\n'
        f'<script type="application/json" id="words">{told}</script>\n'
        f'<script nonce="{nonce}">\n{script}</script>\n</body>\n</html>\n'
    )


@cache
def _asset(name: str) -> str:
    return files(__package__).joinpath("assets", name).read_text(encoding="utf-8")
