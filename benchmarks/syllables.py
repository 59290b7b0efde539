"""Makes the list of syllables in use that `kehoach.text.syllables.glued` cuts by: python -m benchmarks.syllables

Taken from the project's own texts: corpora, register and lexicon. A syllable is in use where it stands there twice.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path

from kehoach.text.syllables import is_syllable

ROOT = Path(__file__).parent.parent
LIST = ROOT / "src/kehoach/lexicon/syllables.txt"
_HEAD = "# syllables in use, NFC; made by: python -m benchmarks.syllables"
_LETTERS = re.compile(r"[^\W\d_]+")
_MARK = re.compile(r"</?[a-z][^>]*>")  # a gold mark of the corpora


def words(root: Path = ROOT) -> Counter[str]:
    """The syllables of the project's texts, NFC and lower case, with how often they stand there."""
    found: Counter[str] = Counter()
    texts = [
        *sorted((root / "corpora").rglob("*.txt")),
        *sorted((root / "src/kehoach/register").glob("*.toml")),
        *sorted((root / "src/kehoach/lexicon").glob("*.toml")),
    ]
    for path in texts:
        text = _MARK.sub("", path.read_text(encoding="utf-8")).replace("Ð", "Đ")
        found.update(w for w in _LETTERS.findall(unicodedata.normalize("NFC", text).lower()) if is_syllable(w))
    return found


def made(root: Path = ROOT) -> str:
    """The list as a file."""
    # one letter alone is a list's marker more often than a word, but for those with a tone or hat
    used = sorted(w for w, times in words(root).items() if times >= 2 and (len(w) > 1 or not w.isascii()))
    lines, line = [_HEAD], ""
    for word in used:
        if len(line) + len(word) > 118:
            lines.append(line)
            line = ""
        line += f" {word}" if line else word
    return "\n".join([*lines, line]) + "\n"


if __name__ == "__main__":
    LIST.write_text(made(), encoding="utf-8", newline="")
    print(f"{LIST.relative_to(ROOT)}: {len(made().split()) - len(_HEAD.split())} syllables")
