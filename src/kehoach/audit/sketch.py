"""A MinHash of a text, by which near-copies are found without comparing all pairs (Broder 1997).

Likeness is Jaccard over runs of five syllables. With 64 numbers an estimate lies within 0.12 of it in 19 of 20 pairs.
"""

from __future__ import annotations

import hashlib
import re
from unicodedata import normalize
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

SIZE = 64
"""Numbers of a sketch."""
RUN = 5
"""Syllables of a run."""

_WORD = re.compile(r"[^\W_]+")
_RANDOM = np.random.Generator(np.random.PCG64(28))
# multiply-shift hashing (Dietzfelbinger 1997): odd factors, the upper half of the product
_FACTORS = _RANDOM.integers(1, 1 << 63, SIZE, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_OFFSETS = _RANDOM.integers(0, 1 << 63, SIZE, dtype=np.uint64)
_BASE = np.uint64(0x9E3779B97F4A7C15)


def words(text: str) -> list[str]:
    """The syllables and figures of a text in small composed letters."""
    return _WORD.findall(normalize("NFC", text).casefold())


def text_digest(text: str) -> str:
    """The same for texts that differ in blanks, line ends, punctuation and letter forms alone."""
    return hashlib.sha256(" ".join(words(text)).encode("utf-8", "replace")).hexdigest()


def sketch(text: str) -> bytes:
    """The sketch of a text: `SIZE` little-endian numbers of 32 bits; empty for a text of less than a run."""
    codes = np.array([crc32(word.encode("utf-8", "replace")) for word in words(text)], dtype=np.uint64)
    if len(codes) < RUN:
        return b""
    runs = np.zeros(len(codes) - RUN + 1, dtype=np.uint64)
    for shift in range(RUN):
        runs = runs * _BASE + codes[shift : shift + len(runs)]
    runs = np.unique(runs)
    least = np.full(SIZE, np.iinfo(np.uint32).max, dtype=np.uint32)
    for start in range(0, len(runs), 4096):  # a long text in pieces: memory stays flat
        some = runs[start : start + 4096]
        hashed = (some[None, :] * _FACTORS[:, None] + _OFFSETS[:, None]) >> np.uint64(32)
        least = np.minimum(least, hashed.min(axis=1).astype(np.uint32))
    return least.astype("<u4").tobytes()


def opened(sketches: list[bytes]) -> NDArray[np.uint32]:
    """Sketches as one array, a row each."""
    return np.frombuffer(b"".join(sketches), dtype="<u4").reshape(len(sketches), SIZE)
