"""Document types: their codes, words and the letters numbers use for them (`lexicon/document_types.toml`)."""

from __future__ import annotations

import re
from functools import cache

from kehoach.lexicon import load
from kehoach.record import DocumentType
from kehoach.text.normal import lower


@cache
def type_names() -> dict[str, str]:
    """Name of each type by its code."""
    return {entry["code"]: entry["words"][0] for entry in load("document_types")["type"]}


@cache
def codes_by_word() -> dict[str, str]:
    """Code of each type by its words in lower case."""
    return {lower(word): entry["code"] for entry in load("document_types")["type"] for word in entry["words"]}


@cache
def aliases() -> dict[str, str]:
    """Letters that numbers use for a type where they are not its code."""
    return dict(load("document_types")["aliases"])


@cache
def longer_words() -> dict[str, list[str]]:
    """Type words that end with another one: `kết luận` → `thông báo kết luận`."""
    words = list(codes_by_word())
    table = {word: sorted((w for w in words if w.endswith(" " + word)), key=len, reverse=True) for word in words}
    return {word: longer for word, longer in table.items() if longer}


@cache
def type_words() -> tuple[str, ...]:
    """All words of types in lower case."""
    return tuple(codes_by_word())


@cache
def type_word() -> str:
    """A pattern for any word of a type, the longest first."""
    words = sorted(codes_by_word(), key=len, reverse=True)
    return "|".join(re.escape(word) for word in words)


def code_of_symbol(symbol: str) -> str | None:
    """The type that a number's letters name (`QĐ-TTg` → `QĐ`); None for a công văn or an unknown code."""
    head = re.split("[-/]", symbol, maxsplit=1)[0].strip()  # `TTLT/BNV-BTC` has a second slash
    head = aliases().get(head, head)
    return head if head in type_names() and not head.startswith(("Luật", "Bộ", "Hiến")) else None


@cache
def document_type(code: str) -> DocumentType:
    """The type with code `code`."""
    return DocumentType(code, type_names().get(code, code))
