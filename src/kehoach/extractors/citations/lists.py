"""Lists: numbers that share a type word, and what stands once for all members."""

from __future__ import annotations

import re
from bisect import bisect_left

from kehoach.extractors.citations.around import Dates, issuer_rule, take_date, take_issuer
from kehoach.extractors.citations.mention import Mention, start_of
from kehoach.extractors.citations.types import codes_by_word, type_names
from kehoach.text.clean import CleanText

_BARE_LIST_WORD = re.compile(
    r"(?P<word>quyết định|nghị quyết|kế hoạch|thông tư|nghị định|công văn|chỉ thị)(?: của [^;.\n]{3,40}?)? $"
)
_BARE_LIST = re.compile(r"số:? ?(?P<first>\d{1,5})(?P<rest>(?:, ?\d{1,5})+(?:,? và \d{1,5})?)(?![\w/]|-[A-ZĐa-zđ])")


def bare_lists(clean: CleanText, dates: Dates) -> list[Mention]:
    """`các Quyết định số: 318, 319, 320 ngày 8/3/2022`: numbers that share type, date and issuer."""
    found: list[Mention] = []
    for match in _BARE_LIST.finditer(clean.low):
        begin = max(0, match.start() - 64)
        word = _BARE_LIST_WORD.search(clean.low[begin : match.start()])
        if word is None:
            continue
        code = codes_by_word()[word["word"]]
        members = [(begin + word.start(), match.end("first"), match["first"])]
        for item in re.finditer(r"\d{1,5}", match["rest"]):
            at = match.start("rest") + item.start()
            members.append((at, at + len(item[0]), item[0]))
        group = [Mention(s, e, code, "number", number=n, number_span=(e - len(n), e)) for s, e, n in members]
        last = group[-1]
        if date := dates.following(clean.low, last.end):
            take_date(last, date, clean.low)
        take_issuer(last, clean)
        for mention in group[:-1]:
            mention.issued, mention.issued_span = last.issued, last.issued_span
            mention.issuer, mention.issuer_span = last.issuer, last.issuer_span
        found += group
    return found


# "các Quyết định của Thủ tướng Chính phủ về …: Quyết định số …; Quyết định số …"
_SEVERAL = re.compile(r"các (?P<word>quyết định|nghị định|nghị quyết|thông tư|chỉ thị|kế hoạch|công văn)(?= của )")
_SHARED = re.compile(r"(?:,|;| và|, và) ?(?:số:? )?$")
_LISTED = re.compile(r"(?:, ?|,? và |; ?)(?:các )?$")


def share(clean: CleanText, mentions: list[Mention]) -> None:
    """What stands once in a list counts for its members: the last one's date and issuer, an issuer named first."""
    for left, right in zip(reversed(mentions[:-1]), reversed(mentions[1:]), strict=True):
        if left.form != "number" or right.form != "number" or right.number_span is None:
            continue
        between = clean.low[left.end : right.start]
        bare = right.start == right.number_span[0]
        if bare and left.code == right.code and _SHARED.match(between):
            if left.issued is None:
                left.issued, left.issued_span = right.issued, right.issued_span
            if left.issuer is None:
                left.issuer, left.issuer_span = right.issuer, right.issuer_span
        elif left.issuer is None and _LISTED.match(between) and _same_issuer(left.number, right.number):
            left.issuer, left.issuer_span = right.issuer, right.issuer_span
    lists = list(_SEVERAL.finditer(clean.low))
    for several, following in zip(lists, [*lists, None][1:], strict=True):
        if not (issuer := issuer_rule().match(clean.low, several.end())):
            continue
        stop = following.start() if following else len(clean.low)
        _, line_end = clean.line_span(clean.line_at(issuer.end()))
        code = codes_by_word()[several["word"]]
        for index in range(bisect_left(mentions, issuer.end(), key=start_of), len(mentions)):
            mention = mentions[index]
            if mention.start >= min(stop, line_end):
                break
            if mention.code == code:
                mention.listed = True
                if mention.issuer is None and mention.form == "number":
                    mention.issuer_span = issuer.span("name")
                    mention.issuer = clean.text[slice(*mention.issuer_span)]
    source: Mention | None = None
    for mention in mentions:
        if mention.distributes:
            source = mention
        elif source is not None and mention.form == "number" and mention.number_span is not None:
            same_line = clean.line_at(source.end) == clean.line_at(mention.start)
            if same_line and mention.code == source.code and mention.issuer is None:
                mention.issuer, mention.issuer_span = source.issuer, source.issuer_span


def _same_issuer(left: str | None, right: str | None) -> bool:
    """Whether two numbers bear one issuer's letters: `383/QĐ-BGDĐT` and `3899/BGDĐT-GDTrH`."""
    if not left or not right:
        return False
    mine = set(re.split(r"[-/]", left.partition("/")[2]))
    its = set(re.split(r"[-/]", right.partition("/")[2]))
    return bool({code for code in mine & its if len(code) > 1 and code not in type_names()})
