"""Characters of symbol fonts: what `Symbol` and `Wingdings` show for a code of their own."""

from __future__ import annotations

_SYMBOL = {
    0x22: "∀",
    0x24: "∃",
    0x27: "∋",
    0x2A: "∗",
    0x2D: "−",
    0x40: "≅",
    0x5E: "⊥",
    0x7E: "∼",
    0xA2: "′",
    0xA3: "≤",
    0xA4: "⁄",
    0xA5: "∞",
    0xA7: "♣",
    0xAB: "↔",
    0xAC: "←",
    0xAD: "↑",
    0xAE: "→",
    0xAF: "↓",
    0xB0: "°",
    0xB1: "±",
    0xB2: "″",
    0xB3: "≥",
    0xB4: "×",
    0xB7: "•",
    0xB8: "÷",
    0xB9: "≠",
    0xBA: "≡",
    0xBB: "≈",
    0xBC: "…",
    0xD7: "⋅",
    0xDB: "⇔",
    0xDC: "⇐",
    0xDD: "⇑",
    0xDE: "⇒",
    0xDF: "⇓",
    0xE5: "∑",
    **dict(zip(range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True)),
    **dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True)),
}
_WINGDINGS = {
    0x4A: "☺",
    0x52: "☑",
    0x6C: "●",
    0x6E: "■",
    0x6F: "□",
    0x71: "❑",
    0x72: "❒",
    0x73: "◆",
    0x74: "◆",
    0x75: "◆",
    0x76: "❖",
    0x9F: "•",
    0xA1: "○",
    0xA7: "▪",
    0xA8: "□",
    0xAB: "★",
    0xD8: "➢",
    0xDF: "←",
    0xE0: "→",
    0xE1: "↑",
    0xE2: "↓",
    0xE8: "➔",
    0xEF: "⇐",
    0xF0: "⇒",
    0xFB: "✗",
    0xFC: "✓",
    0xFD: "☒",
    0xFE: "☑",
}
_PRIVATE = range(0xF000, 0xF100)


def shown(code: int, font: str | None) -> str:
    """What the character `code` of a symbol font shows; a bullet where only the look of it is unknown.

    Codes of such fonts stand in the private area from U+F000; a font with letters shows its own there, so it is empty.
    """
    low = code - 0xF000 if code in _PRIVATE else code
    name = (font or "").lower()
    if name.startswith("symbol"):
        return _SYMBOL.get(low) or (chr(low) if 0x20 <= low < 0x7F else "•")
    if name.startswith(("wingdings", "webdings", "zapfdingbats", "zapf dingbats")):
        return _WINGDINGS.get(low, "•") if name == "wingdings" else "•"
    if code in _PRIVATE:
        return _SYMBOL.get(low, "•") if low > 0x7F else chr(low) if low >= 0x20 else ""
    return "" if 0xE000 <= code < 0xF900 or not 0x20 <= code < 0x110000 or 0xD800 <= code < 0xE000 else chr(code)


def is_symbol_font(font: str | None) -> bool:
    """Whether the letters of that font are signs."""
    return (font or "").lower().startswith(("symbol", "wingdings", "webdings", "zapfdingbats"))


def replaced(text: str, font: str | None) -> str:
    """`text` of a symbol font as it shows; other text with what stands in the private area of such fonts resolved."""
    if is_symbol_font(font):
        return "".join(letter if letter.isspace() else shown(ord(letter), font) for letter in text)
    if text.isascii() or not any("\uf000" <= letter <= "\uf0ff" for letter in text):
        return text
    return "".join(shown(ord(letter), font) if "\uf000" <= letter <= "\uf0ff" else letter for letter in text)
