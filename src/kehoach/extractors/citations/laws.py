"""Laws, codes, ordinances and the Constitution by name (`lexicon/laws.toml`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kehoach.extractors.citations.around import Dates, take_date
from kehoach.extractors.citations.mention import Mention, one_line
from kehoach.lexicon import load
from kehoach.text.clean import CleanText
from kehoach.text.normal import lower


def law_code(word: str) -> str:
    return {"luật": "Luật", "bộ luật": "Bộ luật", "pháp lệnh": "PL"}[word]


@cache
def _law_names() -> dict[str, list[str]]:
    """Known names by their first syllable, longest first."""
    data = load("laws")
    table: dict[str, list[str]] = {}
    for name in {lower(n) for key in ("laws", "codes", "ordinances") for n in data[key]}:
        table.setdefault(name.split()[0].rstrip(","), []).append(name)
    for names in table.values():
        names.sort(key=len, reverse=True)
    return table


_LAW_STOP = re.compile(
    r"[;.:()“”\"\n\[\]…]|, | (?:và|được|quy định|của|tại|theo|về|trong|để|cho|năm|ngày|số|đã|có|là|nhằm|thì|khi|với|đến|này|hiện hành|do|nêu|từ|ban|bằng|không|phải|hoặc|như|trên)\b| \d"
)
_NAME_GOES_ON = re.compile(
    r"(?:bảo vệ|sử dụng|chống|chăm sóc|thúc đẩy|khai thác|kiểm soát|hỗ trợ|giám sát|xử lý|trưng dụng|bổ nhiệm) "
)
_JOINED_NAME = re.compile(
    r" (?!các|những|luật|nghị|bộ|văn|quy|pháp|thông|quyết|một|chỉ|các|theo|được|phải|có)[a-zà-ỹđ]{2,}"
)
_LONGEST_NAME = 110  # characters of a law's name
_LAW_TAIL = re.compile(r"(?: \(sửa đổi(?:, bổ sung)?\))?(?:,? ?(?:năm |\(năm |\()?(?P<y>(?:19|20)\d\d)(?![\d/%])\)?)?")


def _name_end(clean: CleanText, start: int) -> int | None:
    """End of the law's name that begins at `start` (behind the type word); None where no name stands there."""
    low = clean.low
    if start >= len(low):
        return None
    first = re.compile(r"[^\s,;.]+").match(low, start)
    if not first:
        return None
    for name in _law_names().get(first[0], ()):
        if low.startswith(name, start) and not low[start + len(name) : start + len(name) + 1].isalnum():
            return start + len(name)
    if not clean.text[start].isupper():
        return None
    at = start
    limit = start + _LONGEST_NAME
    while True:
        stop = _LAW_STOP.search(low, at, limit + 40)
        end = stop.start() if stop else len(low)
        # an unknown name may hold a comma: Luật Quản lý, bảo vệ công trình quốc phòng
        if stop and stop[0] == " và" and _JOINED_NAME.match(low, stop.end()) and clean.text[stop.end() + 1].islower():
            at = stop.end()
            continue
        if stop and stop[0] == ", " and _NAME_GOES_ON.match(low, stop.end()) and clean.text[stop.end()].islower():
            at = stop.end()
            continue
        break
    if end > limit or end <= start:
        return None
    return end


def _amending_end(clean: CleanText, start: int) -> int | None:
    """End of `sửa đổi, bổ sung một số điều của Luật X, Luật Y và Luật Z`, which begins at `start`."""
    low = clean.low
    match = re.compile(
        r"s[ửữ]a? đổi,?(?: bổ sung)?(?: (?:một số|các|nội dung một số))?(?: điều(?:, khoản)?(?: \d{1,3}[a-zđ]?)?)?"
        r"(?: và (?:các )?phụ lục\b(?:(?! của (?:bộ luật|luật|pháp lệnh) )[^;.:()\n]){0,150}(?= của (?:bộ luật|luật|pháp lệnh) ))?"
        r"(?: của| tại)?(?: các| \d+)?(?: ?luật có liên quan đến [^;.,\n(]{3,60}?(?= ngày| số|;|,|\.))?"
    ).match(low, start)
    if not match:
        return None
    end = match.end()
    while True:
        item = re.compile(r"(?:,? và |[,;] ?| )(?:bộ luật|luật|pháp lệnh) ").match(low, end)
        if not item:
            return end
        name_end = _name_end(clean, item.end())
        if name_end is None:
            return end
        end = name_end


_COMPOUNDS = ("pháp ", "quy ", "kỷ ", "kỉ ", "âm ")  # PHÁP LUẬT is one word in capitals too
NOT_LAW_BEFORE = ("pháp ", "kỷ ", "kỉ ", "quy ", "dự án ", "dự thảo ", "âm ", "đúng ", "trái ")


def _law_words(low: str) -> Iterator[tuple[int, str]]:
    """Where `luật`, `bộ luật` or `pháp lệnh` stands before a blank: offset and word, in order."""
    found = []
    for tail, words in (("luật ", ("bộ luật", "luật")), ("lệnh ", ("pháp lệnh",))):
        at = low.find(tail)
        while at >= 0:
            end = at + len(tail) - 1
            for word in words:
                start = end - len(word)
                if start >= 0 and low.startswith(word, start) and not low[start - 1 : start].isalpha():
                    found.append((start, word))
                    break
            at = low.find(tail, end)
    return iter(sorted(found))


def laws(clean: CleanText, taken: list[Mention], dates: Dates) -> list[Mention]:
    low, text = clean.low, clean.text
    found: list[Mention] = []
    covered = sorted((m.start, m.end) for m in taken)
    at = 0
    position = 0
    for start, word in _law_words(low):
        if start < position:
            continue
        while at < len(covered) and covered[at][1] <= start:
            at += 1
        if at < len(covered) and covered[at][0] <= start:
            continue
        before = low[max(0, start - 8) : start]
        if before.endswith(NOT_LAW_BEFORE) and not text[start].isupper():
            continue
        if before.endswith(_COMPOUNDS) and text[start - 2 : start + 2].isupper():
            continue
        name_start = start + len(word) + 1
        if low.startswith(("sửa đổi", "sử đổi", "sữa đổi"), name_start):
            end = _amending_end(clean, name_start)
        else:
            end = _name_end(clean, name_start)
        if end is None or end <= name_start:
            continue
        end = name_start + len(text[name_start:end].rstrip())
        mention = Mention(start, end, law_code(word), "name")
        _finish_law(mention, clean, dates)
        if at < len(covered) and covered[at][0] < mention.end:
            continue
        found.append(mention)
        position = mention.end
    for match in re.finditer(
        r"hiến pháp(?: nước cộng hòa xã hội chủ nghĩa việt nam)?(?:,? (?:năm )?(?P<y>\d{4})(?!\d))?", low
    ):
        if not text[match.start()].isupper():
            continue
        end = match.end()
        mention = Mention(match.start(), end, "Hiến pháp", "name", name="Hiến pháp")
        if match["y"]:
            mention.year = int(match["y"])
            mention.extra_dates.append((match.start("y"), match.end("y")))
        elif date := dates.following(low, end):
            take_date(mention, date, low)
        found.append(mention)
    return found


def _finish_law(mention: Mention, clean: CleanText, dates: Dates) -> None:
    """Name, then year or date behind it, of a law that is cited without a number."""
    low = clean.low
    mention.name = one_line(clean.text[mention.start : mention.end])
    tail = _LAW_TAIL.match(low, mention.end)
    sticky = mention.end
    if tail and tail.end() > mention.end:
        if tail["y"]:
            mention.year = int(tail["y"])
            mention.end = tail.end("y")
            if low[tail.end("y") : tail.end("y") + 1] == ")" and "(" in low[sticky : mention.end]:
                mention.end += 1
            mention.extra_dates.append((tail.start("y"), tail.end("y")))
        else:
            sticky = tail.end()
    if mention.year is None and (date := dates.following(low, sticky)):
        if date.kind == "date":
            take_date(mention, date, low)
        elif date.kind == "year" and low[date.start : date.start + 3] == "năm" and date.relation == "during":
            mention.end = date.end
            mention.year = int(date.edtf[:4])
