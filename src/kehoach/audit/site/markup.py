"""Markup and data that are safe to show, in both languages."""

from __future__ import annotations

import base64
import hashlib
import json
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from kehoach.pages.coverage import MEANINGS, SIGNS, readable, safe
from kehoach.shown import LEVELS, STATUSES, VERDICTS, codes

Both = tuple[str, str]
"""Words in Vietnamese and in English."""

# not `</script>`, not the end of a line of a script, and not a letter that cannot be written
_IN_SCRIPT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


@cache
def _words() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads(files("kehoach.audit.site").joinpath("words.toml").read_text(encoding="utf-8"))


def words(key: str, table: str = "fixed") -> Both:
    """The words of `words.toml` under a key.

    Raises:
        KeyError: there are none.
    """
    found = _words()[table][key]
    return found["vi"], found["en"]


def role(key: str | None) -> Both:
    """The name of a role or a severity; one without a name is shown as it is."""
    told = _roles().get(key or "")
    return (told["vi"], told["en"]) if told is not None else (key or "", key or "")


def _roles() -> dict[str, dict[str, str]]:
    return codes()["role"] | codes()["severity"]


def asset(name: str) -> str:
    """A style or script by its file's name; the style of the page of coverage is that of its own room."""
    place = files("kehoach.pages") if name == "coverage.css" else files("kehoach.audit.site").joinpath("assets")
    return place.joinpath(name).read_text(encoding="utf-8")


@lru_cache(4096)  # names of targets and fixed words stand in every plan
def both(told: Both) -> str:
    """Words as markup: both languages, of which a page shows one."""
    vi, en = safe(told[0]), safe(told[1])
    return vi if vi == en else f'<span class="vi" lang="vi">{vi}</span><span class="en" lang="en">{en}</span>'


def word(key: str) -> str:
    """Fixed words as markup."""
    return both(words(key))


@cache
def state(key: str) -> str:
    """The sign and the name of a status or verdict."""
    told = (STATUSES | VERDICTS).get(key, {"vi": key, "en": key})
    sign = SIGNS.get(key, "")
    return (
        f'<span class="state {safe(key)}"><span class="sign" aria-hidden="true">{sign}</span> '
        f"{both((told['vi'], told['en']))}</span>"
    )


def page(
    title: Sequence[str],
    body: str,
    scripts: Iterable[str],
    language: str,
    *,
    styles: Iterable[str],
    up: str = "",
    name: str = "",
) -> str:
    """A whole page.

    Args:
        title: keys of the words that stand in its title, behind `name`.
        scripts: in the order in which they run; `up` leads from the page to their folder.
    """
    # only what is named here runs and dresses the page, by a word that stands in no plan: the digest of all that stands here
    nonce = base64.urlsafe_b64encode(hashlib.sha256(body.encode()).digest()[:18]).decode()
    policy = (
        f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; base-uri 'none'; form-action 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
    titles = [" · ".join([*([name] if name else []), *(words(key)[at] for key in title)]) for at in (0, 1)]
    return (
        f'<!doctype html>\n<html lang="{language}" data-vi="{safe(titles[0])}" data-en="{safe(titles[1])}">\n<head>\n'
        '<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{safe(titles[language == 'en'])}</title>\n"
        + "".join(f'<link rel="stylesheet" href="{up}assets/{one}" nonce="{nonce}">\n' for one in styles)
        + "".join(f'<script src="{up}{one}" nonce="{nonce}" defer></script>\n' for one in scripts)
        + f"</head>\n<body>\n{body}</body>\n</html>\n"
    )


def bar(current: str, up: str = "") -> str:
    """The way between the pages, and the languages."""
    links = "".join(
        f'<a href="{up}{place}"{" aria-current=page" if key == current else ""}>{word(key)}</a>'
        for key, place in (("map", "index.html"), ("graph", "citations.html"))
    )
    switch = "".join(
        f'<button type="button" data-lang="{code}" lang="{code}">{name}</button>'
        for code, name in (("vi", "Tiếng Việt"), ("en", "English"))
    )
    label = words("language")
    return (
        f'<header class="bar"><nav>{links}</nav><div class="languages" role="group" data-label-vi="{label[0]}" '
        f'data-label-en="{label[1]}">{switch}</div></header>\n'
    )


def data(name: str, value: Any) -> str:
    """A script that sets a value, of which nothing can end the script."""
    return f'"use strict";\nvar kehoach = window.kehoach || {{}};\nkehoach.{name} = {script(value)};\n'


def script(value: Any) -> str:
    """JSON that is also a script, and also markup."""
    told = json.dumps(_readable(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return told.translate(_IN_SCRIPT)


def _readable(value: Any) -> Any:
    if isinstance(value, str):
        return readable(value)
    if isinstance(value, (list, tuple)):
        return [_readable(one) for one in value]
    if isinstance(value, dict):
        return {key: _readable(one) for key, one in value.items()}
    return value


def words_data() -> dict[str, Any]:
    """What the scripts say: `words`, `levels`, `roles`, and `states` with sign, name and meaning, in both languages."""
    return {
        "words": {key: (told["vi"], told["en"]) for key, told in _words()["script"].items()},
        "roles": {key: (told["vi"], told["en"]) for key, told in _roles().items()},
        "levels": {key: (told["vi"], told["en"]) for key, told in LEVELS.items()},
        "states": [
            (key, SIGNS[key], (told["vi"], told["en"]), (MEANINGS[key]["vi"], MEANINGS[key]["en"]))
            for key, told in (STATUSES | VERDICTS).items()
        ],
    }
