"""Short forms: `Nghị quyết này`, `Kế hoạch nêu trên`, and names that the text itself gives."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from kehoach.extractors.citations.mention import Mention, end_of
from kehoach.extractors.citations.types import codes_by_word, type_words
from kehoach.text.clean import CleanText
from kehoach.text.normal import lower

_POINTERS = ("này", "nêu trên", "nói trên", "trên đây")


def _pointers(low: str) -> Iterator[tuple[int, str]]:
    """Where a word stands that points back: offset and word, in order."""
    found = []
    for word in _POINTERS:
        at = low.find(word)
        while at >= 0:
            end = at + len(word)
            if at and low[at - 1] == " " and not low[end : end + 1].isalpha():
                found.append((at, word))
            at = low.find(word, end)
    return iter(sorted(found))


_NEAR = (300, 1500)  # a pointer means the document cited nearest, if only one of its type is as near
_DEFINED_WITHIN = 400  # characters behind the document that the name is given to
_DEFINED = re.compile(
    r"\((?:sau đây )?(?:gọi|viết) (?:tắt|chung) là:? ?[“\"']?(?P<alias>[^)”\"'\n]{3,40})[”\"']?\)", re.IGNORECASE
)


def short_forms(clean: CleanText, full: list[Mention], own_codes: set[str]) -> list[Mention]:
    """Pointers such as `Nghị quyết này`, resolved among `full` where exactly one document can be meant."""
    low = clean.low
    found: list[Mention] = []
    words = codes_by_word()
    by_code: dict[str, list[Mention]] = {}
    for mention in full:
        if mention.form != "short":
            by_code.setdefault(mention.code, []).append(mention)
    for at, pointer in _pointers(low):
        end = at + len(pointer)
        stop = at - 1
        if low[stop - 3 : stop] == " số":
            stop -= 3
        before = low[max(0, stop - 26) : stop]
        if not before.endswith(type_words()):
            continue
        best = max((word for word in words if before.endswith(word)), key=len)
        start = stop - len(best)
        if start and low[start - 1].isalpha():
            continue
        code = words[best]
        if pointer == "này" and (code in own_codes or code in ("CV", "DA", "BC", "HĐ", "BB")):
            continue
        if low[max(0, start - 4) : start] == "các " or (pointer == "này" and code in ("QyĐ", "HD", "TB")):
            continue
        if code == "CV" and best == "văn bản" and pointer == "này":
            continue
        same = by_code.get(code, [])
        count = bisect_right(same, start, key=end_of)
        if not count:
            continue
        mention = Mention(start, end, code, "short")
        nearest = same[count - 1]
        if pointer == "này" or _only_one(same, count, start):
            mention.refers_to = nearest
        found.append(mention)
    return found


def _only_one(same: list[Mention], count: int, start: int) -> bool:
    """Whether the mentions that are as near to `start` as the last of the first `count` all name one document.

    Near is near by the first reach that holds any; where none does, all that came before are looked at.
    """
    last = same[count - 1]
    reach = next((reach for reach in _NEAR if last.start > start - reach), start + 1)
    for index in range(count - 1, -1, -1):
        other = same[index]
        if other.start <= start - reach:
            break
        if (other.number or other.name) != (last.number or last.name):
            return False
    return True


_NAMED_BY_DOCUMENTS = frozenset(("chiến lược", "điều lệ", "quy hoạch", "phong trào"))
_GOES_ON = re.compile(
    r" (?:[A-ZĐÀ-Ỹ\d“\"]|(?:số|này|nêu|nói|mục tiêu|hành động|quốc gia|phối hợp|công tác|giáo dục|tổng thể|phát triển|khung|năm|của|về|hỗ trợ|đào tạo)\b)"
)


def aliases_used(clean: CleanText, full: list[Mention]) -> list[Mention]:
    """Uses of a name that the text itself gave to a document: `(sau đây gọi tắt là Chương trình)`."""
    text = clean.text
    meanings: dict[str, list[tuple[int, str, Mention]]] = {}  # by alias: where it is defined, type, document
    for match in _DEFINED.finditer(text):
        alias = match["alias"].strip()
        word = lower(alias)
        count = bisect_right(full, match.start(), key=end_of)
        if not count or (word not in codes_by_word() and word not in _NAMED_BY_DOCUMENTS):
            continue
        meant = full[count - 1]
        if match.start() - meant.end < _DEFINED_WITHIN and "\n" not in text[meant.end : match.start()]:
            meanings.setdefault(alias, []).append((match.end(), codes_by_word().get(word, meant.code), meant))
    found: list[Mention] = []
    for alias, defined in meanings.items():
        pattern = re.compile(rf"{re.escape(alias)}(?!\w)(?<![\w“]{re.escape(alias)})")
        for use in pattern.finditer(text, defined[0][0]):
            if not _GOES_ON.match(text, use.end()):
                _, code, meant = defined[bisect_right(defined, use.start(), key=lambda d: d[0]) - 1]
                found.append(Mention(use.start(), use.end(), code, "short", refers_to=meant))
    return found
