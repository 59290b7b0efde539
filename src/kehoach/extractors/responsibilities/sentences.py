"""Whom a sentence charges itself: `A chủ trì …`, `Giao A …`, `Đề nghị A …`, `… do A chịu trách nhiệm`."""

from __future__ import annotations

import re

from kehoach.extractors.bodies import Body, bodies, may_open, subjects
from kehoach.extractors.responsibilities.duty import Charge
from kehoach.extractors.responsibilities.words import rule, verb_at
from kehoach.text.clean import CleanText
from kehoach.text.statements import Piece

_TRIGGERS = (
    "chủ trì",
    "trách nhiệm",
    "tham mưu",
    "đầu mối",
    "thường trực",
    "giao ",
    "đề nghị",
    "yêu cầu",
    "phối hợp",
    "nhiệm vụ",
    "khuyến khích",
    "phân công",
    "thi hành",
)
_ADVERBIAL = re.compile(
    r"(?:(?:căn cứ|trên cơ sở|trong quá trình|trong|hằng năm|hàng năm|định kỳ|theo(?! dõi)|để|nếu|trường hợp|trước|từ|khi|ngoài ra|đồng thời|sau khi|tùy|hằng quý|nhằm|thực hiện (?:kế hoạch|chỉ thị|nghị quyết|quyết định|luật|chương trình|văn bản|công văn|chức năng)|hằng tháng|kết thúc|đối với|do đó|nội dung|quá trình|giai đoạn|quý|tháng|năm|riêng|việc|kể từ|trên đây|giao|để bảo đảm|đồng thời)\b)"
)
_OPENS = re.compile(
    rf"{_ADVERBIAL.pattern}|về |(?:kính )?(?:đề nghị|giao|yêu cầu|phân công|mời|khuyến khích|ủy quyền)\b"
)
_ASKED_AT = re.compile(
    r"(?:kính )?(?P<word>đề nghị|giao nhiệm vụ cho|giao cho|giao|yêu cầu|phân công|mời|khuyến khích|ủy quyền cho) (?:đồng chí )?(?=\S)"
)
_BY = re.compile(r"\bdo (?=\S)")
_TAKES = re.compile(r" (?:chịu trách nhiệm|phụ trách|đảm nhiệm|đảm nhận|thực hiện)[ .;,/]*$")


def charged_here(clean: CleanText, piece: Piece, assigning: bool) -> tuple[Charge, int] | None:
    """The bodies that this sentence charges itself, and where the duty's verb begins."""
    low = clean.low
    if (
        not (may_open(low, piece.start) or _AGENT.match(low, piece.start, piece.end) or _OPENS.match(low, piece.start))
        and low.find(" do ", piece.start, piece.end) < 0
    ):
        return None
    text = low[piece.start : piece.end]
    if not assigning and not any(map(text.__contains__, _TRIGGERS)):
        return None
    if _ANNOUNCES.search(low, piece.start, piece.end) is not None or _LABEL_LINE.match(low, piece.start, piece.end):
        return None
    for at in _subject_places(clean, piece):
        asked = _asked(clean, piece, at, assigning)
        if asked is not None:
            return asked
        subject = _subject(clean, at, piece.end, assigning)
        if subject is None:
            continue
        named, verb = subject
        if at != piece.start and named[0].kind == "generic" and not _NAMED_GENERIC.match(low, named[0].start):
            continue
        asked = _asked(clean, piece, _skip(low, named[-1].end, piece.end), assigning)
        if asked is not None:
            return asked
        if (
            not assigning
            and named[0].kind == "generic"
            and not any(word in low[verb : verb + 40] for word in ("trách nhiệm", "phối hợp"))
        ):
            continue
        return Charge(named, False), _duty_start(low, verb, piece.end)
    # "do Sở Y tế chủ trì", "hỗ trợ kỹ thuật do Tổ Công nghệ thông tin chịu trách nhiệm"
    for match in _BY.finditer(low, piece.start, piece.end):
        named = bodies(clean, match.end(), piece.end)
        if not named:
            continue
        if low.startswith(" chủ trì", named[-1].end):
            return Charge(named, False), named[-1].end + 1
        if assigning and match.start() > piece.start and _TAKES.match(low, named[-1].end, piece.end):
            return Charge(named, False), piece.start
    return None


# the closing words of a notice charge no one
_LABEL_LINE = re.compile(
    r"(?:cơ quan|đơn vị|bộ phận|tổ chức) (?:đồng )?(?:chủ trì|phối hợp|thực hiện|phụ trách|đầu mối)[^:;.]{0,24}:"
)
_ANNOUNCES = re.compile(
    r"\b(?:xin|trân trọng) thông báo\b|\bthông báo (?:để|đến|tới) [^.;]{3,200}(?:biết|thực hiện)[, .;/]*(?:thực hiện)?[ .;/]*$"
)
_NAMED_GENERIC = re.compile(r"(?:các|toàn thể|mỗi|từng|mọi|tất cả|thủ trưởng|người đứng đầu|lãnh đạo|sở, ban)\b")


def _subject_places(clean: CleanText, piece: Piece) -> list[int]:
    """Where the subject of a sentence may begin: at its start, or behind adverbials that a comma closes."""
    places = [piece.start]
    low = clean.low
    if (
        low.startswith("về ", piece.start)
        and (colon := low.find(": ", piece.start, min(piece.end, piece.start + 80))) > 0
    ):
        places.append(colon + 2)  # "Về tập huấn: Sở … có trách nhiệm …"
    if _ADVERBIAL.match(low, piece.start):
        at = piece.start
        for _ in range(5):
            at = low.find(", ", at, min(piece.end, piece.start + 420)) + 2
            if at < 2:
                break
            places.append(at)
    return places


_COLON = re.compile(r" ?: ?(?=\w)")
_LISTED = re.compile(
    r"(?:[^;:.]|(?<=phố)\.|\. (?=[a-zà-ỹđ])){0,600}?[ ,](?P<x>(?:cùng )?chịu trách nhiệm|có trách nhiệm)\b"
)


def _subject(clean: CleanText, at: int, end: int, assigning: bool) -> tuple[list[Body], int] | None:
    """The bodies that a sentence begins with, and where their verb begins."""
    low = clean.low
    named = bodies(clean, at, end)
    if not named:
        return _agent(clean, at, end)
    verb = rule("verb" if assigning else "formula").match(low, named[-1].end, end)
    if verb is not None:
        return named, verb.start("x")
    if assigning and (colon := _COLON.match(low, named[-1].end, end)) is not None:
        return named, colon.end()
    # a list with names that the lexicon does not know whole
    listed = _LISTED.match(low, named[-1].end, end)
    stop = listed.start("x") if listed is not None else None
    if stop is None and assigning:
        far = next(
            (m for m in rule("verb").finditer(low, named[-1].end, min(end, named[-1].end + 160)) if " " in m["x"]), None
        )
        if (
            far is not None
            and re.search(r"[;:.]", low[named[-1].end : far.start("x")]) is None
            and re.match(
                r",|;| và| ?\(| thuộc| của| trên| tại| trong| được| tham gia| có | [^\W\d]", low[named[-1].end :][:12]
            )
        ):
            stop = far.start("x")
    if stop is None:
        return _agent(clean, at, end)
    last = stop
    while last > at and low[last - 1] in " ,":
        last -= 1
    if verb_at(clean, named[-1].end, stop) or low.startswith(" có quyền", named[-1].end):
        return named, stop  # what stands between is a deed, no name
    several = subjects(clean, at, last)
    if several and _CLAUSE.search(low, several[-1].start, last) is not None:
        return None
    return (several, stop) if several else None


_AGENT = re.compile(
    r"(?:(?:các |mọi |từng |mỗi )?(?:người|tổ chức|cá nhân|cơ quan|đơn vị|doanh nghiệp|chủ |công chức|viên chức|công chứng viên|sở|trường|học viên|bên|nhà |cơ sở|hội đồng|thành viên|đại biểu|cán bộ|quỹ|ngân hàng|hợp tác xã)"
    r"[^;:.()]{0,300}?) (?P<x>có trách nhiệm|chịu trách nhiệm)\b(?! hình sự| của| liên quan)"
)


def _agent(clean: CleanText, at: int, end: int) -> tuple[list[Body], int] | None:
    """Those whom a rule charges by what they do: `Sở quản lý ngành, lĩnh vực có trách nhiệm …`."""
    match = _AGENT.match(clean.low, at, end)
    if match is None or _CLAUSE.search(clean.low, at, match.start("x")) is not None:
        return None
    stop = match.start("x")
    while clean.low[stop - 1] in " ,":
        stop -= 1
    return [Body(at, stop, " ".join(clean.text[at:stop].split()), "generic")], match.start("x")


# what makes the words before the formula a clause of their own, and no name
_CLAUSE = re.compile(r"\b(?:thì|phải|được giao|nếu|khi|có hành vi|để|đã|sẽ|không|có quyền|được quyền|có tư cách)\b")


def _skip(low: str, at: int, end: int) -> int:
    while at < end and low[at] in " ,:":
        at += 1
    return at


def _asked(clean: CleanText, piece: Piece, at: int, assigning: bool) -> tuple[Charge, int] | None:
    """`Giao A …`, `Đề nghị A …` at `at`: the bodies behind the word, and the verb behind them."""
    low = clean.low
    match = _ASKED_AT.match(low, at, piece.end)
    if match is None or (match["word"] == "khuyến khích" and not assigning):
        return None
    begin = match.end()
    named = bodies(clean, begin, piece.end)
    if not named:
        return None
    verb = rule("verb").match(low, named[-1].end, piece.end)
    start = _skip(low, named[-1].end, piece.end)
    if verb is not None:
        start = verb.start("x")
    else:
        subject = _subject(clean, begin, piece.end, True)
        if subject is not None:
            named, start = subject
        elif not (
            low.startswith(":", named[-1].end)
            or start >= piece.end - 1
            or _ANY_VERB.match(clean.text, named[-1].end, piece.end)
        ):
            return None
    return Charge(named, match["word"] in ("đề nghị", "mời", "khuyến khích")), _duty_start(low, start, piece.end)


# behind `đề nghị A` a word in small letters that joins nothing is what A is asked to do
_ANY_VERB = re.compile(
    r" (?!(?:và|hoặc|của|với|theo|cùng|tại|trong|trên|thuộc|được|về|các|những|là|cho|đã|có|khác)\b)(?=[a-zà-ỹđ])[^\W\d_]+ "
)
_BEHIND = re.compile(
    r"(?:(?:có (?:trách nhiệm|nhiệm vụ)(?:,? (?:và )?quyền hạn)?|phải|cần|sẽ)(?: thực hiện)?[ ,:]+(?=\S))+"
)


def _duty_start(low: str, at: int, end: int) -> int:
    match = _BEHIND.match(low, at, end)
    return match.end() if match and match.end() < end else at


_TOLD = re.compile(r"(?:^|[ ,])chỉ đạo (?=[^\W\d])")
_SUCH = re.compile(r"[^,;.]{0,60}:$|,? (?:thực hiện|triển khai|tổ chức)[^;.]{0,80}:$")


def told_by(clean: CleanText, piece: Piece) -> list[Body]:
    """Whom a lead-in has do what follows: `Sở A chỉ đạo Chi cục B thực hiện các nội dung sau:`."""
    match = _TOLD.search(clean.low, piece.start, piece.end)
    if match is None:
        return []
    named = bodies(clean, match.end(), piece.end)
    return named if named and _SUCH.match(clean.low[named[-1].end : piece.end]) else []
