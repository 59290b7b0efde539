"""Who receives a report, and through whom it goes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kehoach.extractors.bodies import Body, bodies, in_full
from kehoach.extractors.bodies.name import body_of
from kehoach.lexicon import patterns
from kehoach.text.clean import CleanText


@dataclass(frozen=True, slots=True)
class Told:
    """The receivers, where the words that say so end, and the verb they belong to."""

    bodies: list[Body]
    end: int
    verb: int | None


@cache
def _rule(name: str) -> re.Pattern[str]:
    return patterns("reports")[name]


_FAR = 320  # a receiver behind what is reported stands no farther from the verb


def find(clean: CleanText, verbs: list[re.Match[str]], end: int) -> Told:
    """The receivers of the first of the verbs that has any, with those it is sent to at the same time."""
    low = clean.low
    for verb in verbs:
        if named := direct(clean, verb.start(), end):
            return _with_copies(clean, named, verb.start(), end)
        following = next((v.start() for v in verbs if v.start() > verb.start() and v["x"] == "báo cáo"), end)
        for match in _rule("towards").finditer(low, verb.end(), min(end, verb.end() + _FAR)):
            if match["x"] == "cho" and (later := _sent_on(clean, verbs, match.end(), end)):
                return later
            if match.start() > following and verb is not verbs[-1] and direct(clean, following, end):
                break
            if named := _listed(clean, match.end(), end):
                return _with_copies(clean, named, verb.start(), end)
    return Told([], verbs[0].end() if verbs else 0, None)


def direct(clean: CleanText, at: int, end: int) -> list[Body]:
    """The bodies that follow the verb at `at`: `báo cáo kết quả về Sở A`."""
    match = _rule("direct").match(clean.low, at, end)
    return _listed(clean, match.end(), end) if match is not None else []


def within(clean: CleanText, start: int, date: int, end: int) -> list[Body]:
    """The receivers that a later deadline has for itself: `và Bộ A trước ngày …`, `báo cáo năm gửi Bộ A trước ngày …`."""
    if named := bodies(clean, start, date):
        return named
    for match in _rule("verb").finditer(clean.low, start, date):
        if named := direct(clean, match.start(), date):
            return named
    for match in _rule("towards").finditer(clean.low, start, end):
        if named := _listed(clean, match.end(), end):
            return named
    return []


def _sent_on(clean: CleanText, verbs: list[re.Match[str]], at: int, end: int) -> Told | None:
    """The receivers of a later `gửi về A`: `báo cáo việc giao quyền cho B để gửi về A` is no report to B."""
    for verb in verbs:
        if verb.start() > at and (named := direct(clean, verb.start(), end)):
            return Told(named, named[-1].end, verb.start())
    return None


# councils, teams and whoever runs something, of any name: it ends where the day, the aim or the sentence begins
_COUNCIL = re.compile(
    r"(?:hội đồng|cơ quan quản lý|cơ quan thường trực|cơ quan chủ trì|đơn vị chủ trì|đơn vị đầu mối)"
    r"(?: (?!(?:trước|chậm|muộn|vào|để|theo|và|về|kết|tình|công tác|định|hằng|hàng|trong|qua|khi|nếu|bằng|xem|phê|tổng hợp|quyết|biết|được|đúng|ngày|đồng|tại|kịp|những|các|cho|cùng|đã|sẽ|thẩm|phối|đối)(?![^\W_]))[^\s,;.:()\d]+){1,4}"
)
_BRACKETS = re.compile(r" ?\([^()]{1,120}\)(?:,| và) ")


# a hamlet or a department by its bare word is a copy or a case: "gửi bản mềm", "báo cáo vụ việc"
_BARE = frozenset(("bản", "vụ"))


def _listed(clean: CleanText, at: int, end: int) -> list[Body]:
    """The bodies at `at`, with those behind a note in brackets: `Bộ Công an (qua Văn phòng Bộ), UBND tỉnh`."""
    named = bodies(clean, at, end)
    if named and named[0].name.lower() in _BARE:
        return []
    if not named:
        return _council(clean, at, end)
    if (match := _BRACKETS.match(clean.low, named[-1].end, end)) is not None:
        return named + bodies(clean, match.end(), end)
    head = next((i for i, body in enumerate(named) if body.name.lower().endswith(_OF_MORE)), None)
    if head is not None:
        named = named[: head + 1]  # what he heads goes on: "người đứng đầu cơ quan, tổ chức mình"
    if (match := _LISTS_ON.match(clean.low, named[-1].end, end)) is not None and (
        council := _council(clean, match.end(), end)
    ):
        return named + council
    last = named[-1]
    if last.name.lower() in _WHICH:
        last = in_full(clean, last, end)
    if (upper := _UPPER.match(clean.low, last.end, end)) is not None:
        last = body_of(clean, last.start, upper.end(), last.kind)
        if (following := _LISTS_ON.match(clean.low, last.end, end)) is not None:
            return [*named[:-1], last, *_listed(clean, following.end(), end)]
    return [*named[:-1], last]


def _council(clean: CleanText, at: int, end: int) -> list[Body]:
    match = _COUNCIL.match(clean.low, at, end)
    return [body_of(clean, at, match.end(), "committee")] if match is not None else []


# of these only the words behind them say which: "cơ quan thống kê cấp tỉnh"
_WHICH = frozenset(("cơ quan", "các cơ quan"))
_UPPER = re.compile(
    r"(?:(?<=cơ quan)|(?<=quản lý)|(?<= cấp)|(?<=đơn vị))(?: cấp)? (?:trên(?: trực tiếp)?(?: quản lý)?|trực tiếp)"
    r"|(?:(?<=hội)|(?<=đoàn)|(?<=ủy)|(?<=đảng)|(?<=mặt trận)|(?<=đội)|(?<=lãnh đạo)) cấp trên(?: trực tiếp)?|(?<=công đoàn) (?:ngành|cấp trên)"
    r"|(?<=các cấp) (?:có )?thẩm quyền|(?:(?<=hđnd)|(?<=ubnd)|(?<=nhân dân)|(?<=cấp ủy)) cùng cấp"
    r"|(?<=đứng đầu cơ quan)(?:, (?:tổ chức|đơn vị|địa phương))+(?: mình)?"
)
_OF_MORE = "đứng đầu cơ quan"
_LISTS_ON = re.compile(r"(?:, (?:và )?| và )(?!báo cáo|gửi|tổng hợp)")


def _with_copies(clean: CleanText, named: list[Body], verb: int, end: int) -> Told:
    """With those who get the same report too: `báo cáo A, đồng thời gửi B`."""
    copied = _rule("copied").match(clean.low, named[-1].end, end)
    if copied is not None and (more := _listed(clean, copied.end(), end)):
        named = named + more
    return Told(named, named[-1].end, verb)


def through(clean: CleanText, start: int, end: int) -> Body | None:
    """The body that a report goes through: `(qua Sở A)`."""
    for match in _rule("via").finditer(clean.low, start, end):
        named = bodies(clean, match.end(), end)
        if named:
            first = named[0]
            whole = _IN_BRACKETS.match(clean.low, first.end, end) if clean.low[match.start()] == "(" else None
            if whole is not None:  # a name that the lexicon does not know whole
                return body_of(clean, first.start, whole.end(), first.kind)
            return first
    return None


_IN_BRACKETS = re.compile(
    r"(?:, (?!(?:email|điện thoại|số|địa chỉ|đ/c|trước|sđt)\b)| và | - | (?!tổng hợp|để|trước|theo|thẩm định))[^();:,@\d]{2,60}(?:, [^();:,@\d]{2,30})?(?=\))"
)


def bracketed(low: str, end: int) -> int:
    """`end`, behind the bracket that closes there."""
    return end + 1 if low[end : end + 1] == ")" else end
