"""Cuts a sentence into the steps of a reporting chain and tells verbs from papers.

`Gửi về A (qua B) … để tổng hợp, báo cáo C` is a step to A by way of B and one to C; `báo cáo A, báo cáo đột xuất khi …` are two as well.
Left alone: reports as papers (`theo báo cáo`, `Báo cáo số …`), what was reported, rapporteurs, plans and lists that are sent.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import cache

from kehoach.extractors.bodies import bodies
from kehoach.extractors.reports import receivers
from kehoach.lexicon import patterns
from kehoach.text.clean import CleanText


@dataclass(frozen=True, slots=True)
class Step:
    """One hand-over: from the words that lead to it to where the next one begins."""

    start: int
    end: int
    since: int  # where it is cut off; it starts before that where no report came before it
    verbs: list[re.Match[str]]
    gathers: bool  # whether it hands on what the step before it brought in
    paper: re.Match[str] | None = None  # what else is sent before it: "gửi kế hoạch về Sở A và báo cáo …"


@cache
def _rule(name: str) -> re.Pattern[str]:
    return patterns("reports")[name]


_MOST = 32  # verbs of one sentence that are looked at


def may_report(low: str, start: int, end: int) -> bool:
    """Whether the sentence speaks of reporting at all: a cheap look."""
    return low.find("báo ", start, end) >= 0 or low.find("gửi", start, end) >= 0 or low.find("nộp", start, end) >= 0


def cut(clean: CleanText, start: int, end: int, *, goes_on: bool = False) -> list[Step]:
    """The steps of the sentence that hold a verb of reporting.

    Args:
        goes_on: whether the sentence before it in its paragraph is a report: then what is sent need not be named again.
    """
    low = clean.low
    words = list(itertools.islice(_rule("verb").finditer(low, start, end), _MOST))
    sent = max((m.start() for m in words if m["x"] in _SENDS), default=start)
    verbs = [m for m in words if not _is_paper(clean, start, m, end, sent)]
    if len(verbs) > 1 and (label := _LABEL.match(low, start, verbs[1].start())) is not None:
        # "Báo cáo kết quả: Các xã gửi báo cáo …": what stands before the colon is a name
        if bodies(clean, label.end(), end) or _subject_before(clean, label.end(), verbs[1].start()) is not None:
            verbs = [m for m in verbs if m.start() >= label.end()]
    if not verbs:
        return []
    on = _handed_on(clean, start, end, words)
    cuts = [(start, False), *((first, True) for first, _ in on)]
    cuts += [(at, False) for at in _anew(clean, verbs, end) if not any(first <= at < last for first, last in on)]
    cuts.sort()
    found: list[Step] = []
    for (first, gathers), (last, _) in itertools.pairwise([*cuts, (end, False)]):
        own = [m for m in verbs if first <= m.start() < last]
        if own and (
            any(m["x"].startswith("báo") for m in own)
            or _sends_report(low, start, own[0], last, end)
            or (goes_on and _SENT_ON.match(low, own[0].start(), last))
        ):
            # what led to it is its own where no report came before
            begin = first if found else start
            others = [m for m in words if m["x"] in _SENDS and begin <= m.start() < own[0].start()]
            found.append(Step(begin, last, first, own, gathers, others[-1] if others else None))
    return found


_LABEL = re.compile(r"(?:\w+[).] )?(?:về )?(?:chế độ |công tác )?(?:thông tin,? )?báo cáo(?: [^\s,;.:()\d]+){0,6} ?: ?")
_HEARD_NEAR = 300
_NAMED = re.compile(r"T(?:ổng|ập) hợp")  # a room, not a deed: Đội Tổng hợp


def _handed_on(clean: CleanText, start: int, end: int, words: list[re.Match[str]]) -> list[tuple[int, int]]:
    """The words by which a receiver gathers and reports on."""
    found: list[tuple[int, int]] = []
    last = start
    for match in itertools.islice(_rule("next").finditer(clean.low, start, end), _MOST):
        if (
            clean.text[match.end() - 2].islower()
            and not _NAMED.search(clean.text, match.start(), match.end())
            and (
                any(last <= m.start() < match.start() for m in words)
                or _rule("told").search(clean.low, max(last, match.start() - _HEARD_NEAR), match.start())
            )
        ):
            if any(last <= m.start() < match.start() for m in words):
                found.append(match.span())
            last = match.start()
    return found


_BEFORE_ANEW = re.compile(
    r"(?:[,;.)]|\bvà|\bhoặc|\bđồng thời)(?: (?:và|hoặc|đồng thời|kịp thời|định kỳ|phải|có trách nhiệm|thực hiện|chủ động|tổng hợp,?))* $"
)
_ANEW = re.compile(r"báo cáo (?:đột xuất|ngay|nhanh|kịp thời)?(?: ?(?:khi|nếu|trong trường hợp) |(?<=xuất)(?! \())")


_CLAUSE_OPENS = re.compile(r"(?:[,;] (?:và )?|\bvà )(?=[^,;.:()]{3,80}$)")


def _subject_before(clean: CleanText, start: int, verb: int) -> int | None:
    """Where a body is named that stands right before a verb, behind a comma or `và`: `… và Sở A báo cáo B`."""
    opens = _CLAUSE_OPENS.search(clean.low, max(start, verb - _HEARD_NEAR // 3), verb)
    named = bodies(clean, opens.end(), verb) if opens is not None else []
    return opens.end() if named and opens is not None and verb - named[-1].end <= 1 else None


def _anew(clean: CleanText, verbs: list[re.Match[str]], end: int) -> list[int]:
    """Where another report begins, with a receiver or an occasion of its own."""
    low = clean.low
    found: list[int] = []
    since = 0
    for number, verb in enumerate(verbs):
        if not number or verb["x"] != "báo cáo":
            continue
        own = None
        if not _BEFORE_ANEW.search(low, max(0, verb.start() - 60), verb.start()):
            own = _subject_before(clean, verbs[number - 1].end(), verb.start())
            if own is None:
                continue
        named = receivers.direct(clean, verb.start(), end)
        occasion = not named and _ANEW.match(low, verb.start(), end)
        if not named and not occasion:
            continue
        told = receivers.find(clean, verbs[since:number], verb.start())
        dated = occasion and re.search(r"\d", low[verbs[since].start() : verb.start()])
        if told.bodies or dated:
            found.append(own if own is not None else verb.start())
            since = number
    return found


_SUBMITTED = re.compile(r" (?:kết quả |thực hiện |triển khai |tình hình |công tác )*trình ")
_SENDS = frozenset(("gửi", "nộp"))
_SENT = re.compile(
    r"\b(?:kế hoạch|dự toán|hồ sơ|danh sách|biên bản|(?<!bằng )văn bản|dự thảo|giấy|đơn(?! vị)|phiếu|đề xuất|đăng ký|kiến nghị|tờ trình|đề án|chứng từ|bản sao)\b[^,;.]{0,40}$"
)
_THING_SENT = re.compile(
    r"(?:các |mỗi )?(?:biên bản|danh sách|hồ sơ|quyết định|giấy|tài liệu|phiếu|nghị quyết|thông báo|kế hoạch|văn bản)\b"
)
_REPORTED_ON = re.compile(
    r"báo cáo (?:kết quả|tình hình|việc|tiến độ|sơ kết|tổng kết|công tác)(?: (?!và )[^\s,;.:]+)* $"
)
_SENT_NEXT = re.compile(
    r"(?:gửi|nộp)(?: (?:kèm|toàn bộ|các|01|bộ))* (?:hồ sơ|văn bản(?! báo cáo)|văn(?! phòng| hóa| hoá)|danh sách|dự toán|đơn(?! vị)|tờ trình|công văn|giấy|phiếu|dự thảo|chứng từ|kế hoạch|đề án|thư|thông tin|kinh phí|bằng cụm|kết quả giải quyết|phản ánh|ý kiến|kiến nghị|góp ý|thông báo)"
)


def _is_paper(clean: CleanText, begin: int, verb: re.Match[str], end: int, sent: int) -> bool:
    """Whether the word is a noun: a paper that is read, written or named; or something else than a report is sent.

    Args:
        sent: where the last verb of sending stands.
    """
    low = clean.low
    before = low[max(begin, verb.start() - 60) : verb.start()]
    if verb["x"] in _SENDS:
        if "báo cáo" in low[verb.end() : verb.end() + 12]:
            return False
        if before.endswith("được ") and _THING_SENT.match(low, begin, verb.start()):
            return True  # "Biên bản kiểm phiếu được gửi đến …"
        if _REPORTED_ON.search(before):
            return False  # "báo cáo kết quả thực hiện Kế hoạch gửi Sở A": the plan is what is reported on
        return _SENT.search(before) is not None or _SENT_NEXT.match(low, verb.start(), end) is not None
    if before.endswith(("phải được ", "đều được ")):
        return False
    if _rule("noun").search(before) is not None:
        return True
    if _rule("perhaps_noun").search(before) is None:
        return not before.endswith(("và ", "để ")) and _SENT.search(before[-24:]) is not None
    if before.endswith(("chế độ ", "thông tin, ")):
        return sent > verb.end() or _rule("duly").match(low, verb.end(), end) is None
    submitted = _SUBMITTED.match(low, verb.end(), end) is not None
    return submitted or not receivers.direct(clean, verb.start(), end)


_NEXT_REPORT = re.compile(r"(?:[,;]|\bvà)(?: và)? $")


def next_report(low: str, step: Step, end: int) -> int | None:
    """Where another report begins before `end`: `báo cáo quý …, báo cáo năm trước ngày …`."""
    for verb in step.verbs[1:]:
        if verb.start() >= end:
            break
        if verb["x"] == "báo cáo" and _NEXT_REPORT.search(low, max(step.start, verb.start() - 8), verb.start()):
            return verb.start()
    return None


# "Xã gửi huyện trước ngày …" behind "Các thôn gửi báo cáo về xã …"
_SENT_ON = re.compile(
    r"(?:gửi|nộp)(?: (?:về|cho|lên|đến))?(?: [^\s,;.:()\d]+){0,12} (?:trước|chậm nhất|muộn nhất|ngày|vào ngày)(?![^\W_])"
)
# figures that are gathered and sent are a report, by whatever name
_GATHERED_TO_SEND = re.compile(
    r"(?<!cơ quan )(?:tổng hợp|tập hợp|thống kê)(?! tỉnh| huyện)[^;,.:]{0,40},? (?:và )?$|(?<!cơ quan )thống kê (?:số|tình hình|kết quả)[^;.:]{0,40} $"
)
_REPORTED = re.compile(r"\b(?:báo cáo|kết quả|số liệu|tình hình)\b")
_SAID_NEAR = 160


def _sends_report(low: str, begin: int, verb: re.Match[str], last: int, end: int) -> bool:
    """Whether what is sent is a report: it says so before or behind the verb, or who receives it reports on."""
    if _REPORTED.search(low, max(begin, verb.start() - _SAID_NEAR), min(last, verb.end() + 60)):
        return True
    if _GATHERED_TO_SEND.search(low, max(begin, verb.start() - 60), verb.start()):
        return True
    return last < end and _rule("next").match(low, last, end) is not None


_GATHERED = re.compile(r"(?:tổng hợp|tập hợp)[^;.:]{0,60}$")


def gathered(low: str, start: int, begin: int) -> int:
    """Where the report begins that is first gathered: `tổng hợp kết quả, báo cáo …`."""
    match = _GATHERED.search(low, start, begin)
    return match.start() if match is not None else begin


_FOR = re.compile(r"\bđể ([^;.:]{2,70}) $")


def gatherer(low: str, step: Step) -> int | None:
    """Where the words begin that name who gathers, before the step that does it: `để Văn phòng tổng hợp, báo cáo …`."""
    match = _FOR.search(low, max(0, step.since - _SAID_NEAR // 2), step.since)
    return match.start(1) if match is not None else None
