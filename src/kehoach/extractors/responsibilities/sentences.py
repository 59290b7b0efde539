"""Whom a sentence charges itself: `A chủ trì …`, `Giao A …`, `Đề nghị A …`, `… do A chịu trách nhiệm`."""

from __future__ import annotations

import re

from kehoach.extractors.bodies import Body, bodies, may_open, subjects
from kehoach.extractors.responsibilities.duty import Charge
from kehoach.extractors.responsibilities.words import rule, verb_at, verb_in
from kehoach.text.clean import CleanText
from kehoach.text.statements import Piece

# `nếu có vướng mắc, các đơn vị báo cáo …`: anywhere in a document this asks them to
_DOUBT = re.compile(
    r"(?:vướng mắc|khó khăn|phát sinh|(?:chưa|không) (?:phù hợp|thống nhất|rõ))[^.;:]{0,80}, (?:thì )?(?=(?:đề nghị |yêu cầu )?(?:các |thủ trưởng |mọi |tổ chức|cơ quan|đơn vị|ubnd|ủy ban|sở))"
)
_TRIGGERS = (
    "chủ trì",
    "trách nhiệm",
    "tham mưu",
    "đầu mối",
    "thường trực",
    "giao ",
    "đề nghị",
    "kiến nghị",
    "yêu cầu",
    "phối hợp",
    "nhiệm vụ",
    "khuyến khích",
    "phân công",
    "thi hành",
)
_ADVERBIAL = re.compile(
    r"(?:(?:thứ (?:nhất|hai|ba|tư|năm|sáu|bảy)|(?:một|hai|ba|bốn) là|chậm nhất|muộn nhất|ngay sau|ngay khi|ngoài|cùng với|bên cạnh|theo đó|trong đó|căn cứ|trên cơ sở|trong quá trình|trong|hằng năm|hàng năm|định kỳ|theo(?! dõi)|để|nếu|trường hợp|trước|từ|khi|ngoài ra|đồng thời|sau khi|tùy|hằng quý|nhằm|thực hiện (?:kế hoạch|chỉ thị|nghị quyết|quyết định|luật|chương trình|văn bản|công văn|chức năng)|hằng tháng|kết thúc|đối với|do đó|nội dung|quá trình|giai đoạn|quý|tháng|năm|riêng|việc|kể từ|trên đây|giao|để bảo đảm|đồng thời|với (?:vai trò|tinh thần|mục tiêu|quan điểm|trách nhiệm|phương châm|yêu cầu))\b)"
)
_OPENS = re.compile(
    rf"{_ADVERBIAL.pattern}|về |(?:kính )?(?:đề nghị|kiến nghị|giao|yêu cầu|phân công|mời|khuyến khích|ủy quyền)\b"
)
_ASKED_AT = re.compile(
    r"(?:thống nhất |đồng ý |quyết định )?(?:kính )?(?P<word>đề nghị|kiến nghị|giao (?:nhiệm vụ|trách nhiệm)(?: cho)?(?= )|giao cho|giao(?! ban\b)|yêu cầu|phân công|mời|khuyến khích|ủy quyền cho) (?:đồng chí )?(?=\S)"
)
_REQUESTS = ("đề nghị", "kiến nghị", "mời", "khuyến khích")
_BY = re.compile(r"\bdo (?=\S)")
_TAKES = re.compile(r" (?:chịu trách nhiệm|phụ trách|đảm nhiệm|đảm nhận|thực hiện)[ .;,/]*$")


def charged_here(clean: CleanText, piece: Piece, assigning: bool) -> tuple[Charge, int] | None:
    """The bodies that this sentence charges itself, and where the duty's verb begins."""
    low = clean.low
    if (
        not (may_open(low, piece.start) or _AGENT.match(low, piece.start, piece.end) or _OPENS.match(low, piece.start))
        and low.find(" do ", piece.start, piece.end) < 0
        and not (
            (colon := low.find(": ", piece.start, min(piece.end, piece.start + _LONGEST_MATTER))) > 0
            and (may_open(low, colon + 2) or _OPENS.match(low, colon + 2, piece.end))
        )
    ):
        return None
    text = low[piece.start : piece.end]
    if not assigning and ("báo cáo" in text or "phản" in text or "trao đổi" in text):
        assigning = _DOUBT.search(text) is not None
    if not assigning and not any(map(text.__contains__, _TRIGGERS)):
        return None
    if _ANNOUNCES.search(low, piece.start, piece.end) is not None or _LABEL_LINE.match(low, piece.start, piece.end):
        return None
    closing = low.startswith(_CLOSES, piece.start)
    for at, late in _subject_places(clean, piece):
        asked = None if late and not closing else _asked(clean, piece, at, assigning)
        if asked is not None:
            return asked
        subject = _subject(clean, at, piece.end, assigning)
        if subject is None:
            if not late and (handed := _gives(clean, piece, at, assigning)) is not None:
                return handed
            continue
        named, verb = subject
        if late and not low.startswith(_FORMULAS, verb):
            continue
        if low.endswith(" các", named[-1].start, named[-1].end):
            continue  # "Nhân viên các tổ chức cung cấp …": the verb is a noun
        if (
            at != piece.start
            and named[0].kind == "generic"
            and not _NAMED_GENERIC.match(low, named[0].start)
            and not low.startswith(_FORMULAS[:2], verb)
        ):
            continue
        if at != piece.start and low.startswith("khu ", at):
            continue  # "khi đầu tư khu đô thị, khu dân cư, chủ đầu tư có trách nhiệm …"
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
    r"(?:cơ quan|đơn vị|bộ phận|tổ chức|người)(?: hoặc người)?(?: có thẩm quyền| trực tiếp| được [^:;.]{0,40}?)? (?:đồng )?(?:chủ trì|phối hợp|thực hiện|phụ trách|tham mưu|theo dõi|giám sát|đầu mối|quyết định|giải quyết|tiếp nhận|thẩm định|phê duyệt|lập)[^:;.]{0,24}:"
)
_ANNOUNCES = re.compile(
    r"\b(?:xin|trân trọng) thông báo\b|\bthông báo (?:để|đến|tới) [^.;]{3,200}(?:biết|thực hiện)[, .;/]*(?:thực hiện)?[ .;/]*$"
)
_NAMED_GENERIC = re.compile(r"(?:các|toàn thể|mỗi|từng|mọi|tất cả|thủ trưởng|người đứng đầu|lãnh đạo|sở, ban)\b")


def _subject_places(clean: CleanText, piece: Piece) -> list[tuple[int, bool]]:
    """Where the subject of a sentence may begin, and whether only a formula makes it one: at the sentence's start, behind
    what it is about (`Về tập huấn: Sở …`), or behind adverbials that a comma closes."""
    low = clean.low
    places = [(piece.start, False)]
    about = low.startswith("về ", piece.start)
    if (addressed := _ADDRESSED.match(low, piece.start, piece.end)) is not None:
        places.append((addressed.end(), False))
    elif (colon := low.find(": ", piece.start, min(piece.end, piece.start + _LONGEST_MATTER))) > 0:
        places.append((colon + 2, not about))
    if (follows := _THEN_NAMED.match(low, piece.start, piece.end)) is not None:
        # `Trước ngày 01/11 hằng năm Tập đoàn A có trách nhiệm …`, `Đồng thời yêu cầu …`: no comma stands before them
        if clean.text[follows.end()].isupper() or _ASKED_AT.match(low, follows.end(), piece.end):
            places.append((follows.end(), False))
    if low.startswith("đối với ", piece.start) and _NEEDS_TO.match(low, piece.start, piece.end):
        places.append((piece.start + len("đối với "), False))
    for start, _ in places[:2]:
        if not _ADVERBIAL.match(low, start):
            continue
        at, late = start, False
        closing = low.startswith(_CLOSES, start)
        stop = min(piece.end, start + (800 if closing else 420))
        for _ in range(16 if closing else 8):
            comma = _COMMA_OR_THEN.search(low, at, stop)
            if comma is None:
                break
            at = comma.end()
            if verb_at(clean, at, piece.end) and not _ASKED_AT.match(low, at, piece.end):
                late = True  # the sentence's own verb: what follows is hardly a subject of it
            places.append((at, late))
    if _ADVERBIAL.match(low, piece.start) and (apart := _before_formula(clean, piece)) is not None:
        places.append((apart, True))
    return places


def _before_formula(clean: CleanText, piece: Piece) -> int | None:
    """Where a body begins that no comma parts from the adverbial: `Sau khi nhận đủ hồ sơ Công an cấp xã có trách nhiệm …`."""
    formula = clean.low.find(" có trách nhiệm", piece.start, piece.end)
    for start in _CAPITAL_WORD.finditer(clean.text, max(piece.start, formula - _LONGEST_NAME), max(formula, 0)):
        at = start.end() - 1
        named = bodies(clean, at, piece.end)
        if named and named[-1].end == formula:
            return None if clean.low.endswith(_JOINS, piece.start, at) else at
    return None


_CAPITAL_WORD = re.compile(r"(?<=[a-zà-ỹđ0-9] )[A-ZĐ]")
_LONGEST_NAME = 90
# behind these a name belongs to what stands before it
_JOINS = tuple(f" {word} " for word in "của thuộc với và hoặc cho tại do bởi từ đến về theo là trong gửi".split())


_LONGEST_MATTER = 120
_THEN_NAMED = re.compile(
    r"(?:đồng thời|ngoài ra|bên cạnh đó|theo đó|do đó|(?:trước|chậm nhất|muộn nhất|định kỳ|trong|từ|đến|vào)\b[^,;.:]{0,60}?(?:(?:hằng|hàng) (?:năm|quý|tháng|tuần)|\d{4}|/\d{1,2})) (?=\w)"
)
# `Đối với các chủ đầu tư cần …` charges them
_NEEDS_TO = re.compile(r"đối với [^,;.:()]{4,60}? (?:cần|phải) (?!có\b|được\b|thiết\b|là\b)")
# `Trên đây là Kế hoạch …, đề nghị các đơn vị …`, `Trong quá trình tổ chức, triển khai …, đề nghị …`: no verb before the charge is
# the sentence's own
_CLOSES = ("trên đây", "kế hoạch này", "trong quá trình", "quá trình")
# "Các ông (bà): Chánh Văn phòng …, Giám đốc … chịu trách nhiệm thi hành"
_ADDRESSED = re.compile(
    r"(?:các )?(?:ông|bà|đồng chí|đ/c)\b[ ,()/]*(?:(?:và )?bà\b)?[ ,()]*(?:có tên sau|giữ chức vụ|sau)? ?: (?=\w)"
)
_FORMULAS = ("có trách nhiệm", "chịu trách nhiệm", "chủ trì", "phối hợp")
_COMMA_OR_THEN = re.compile(r", (?:thì )?|(?<=\w) thì ")
# `Ban Tuyên giáo - Chính sách luật pháp: mở chuyên mục`: what stands between the known name and the colon belongs to it
_REST_OF_NAME = re.compile(
    r"(?P<rest>(?:,? và | [-–] |, | (?!(?:có|được|là|theo|về|cho|khi|như|gồm|sau|trong|tại|với|của|do|các|từ|đến|để|trước)\b))[^;:.()]{1,60}?) ?: (?=[a-zà-ỹđ]\w*[ ,])"
)
# `Phòng Trẻ em (Sở): lo lễ phát động`; a number of people behind the colon is no work
_COLON = re.compile(
    r"(?: ?\([^()]{1,60}\))? ?: ?(?!(?:không quá |tối đa |ít nhất )?\d+ (?:cá nhân|tập thể|người|đồng chí|suất|đại biểu|thành viên|ủy viên)\b)(?=\w)"
)
_LISTED = re.compile(
    r"(?:[^;:.]|(?<=phố)\.|\. (?=[a-zà-ỹđ])){0,600}?[ ,](?P<x>(?:cùng )?chịu trách nhiệm|có trách nhiệm|(?:căn cứ )?thi hành (?:quyết định|nghị quyết|chỉ thị) này)\b"
)


def _subject(clean: CleanText, at: int, end: int, assigning: bool) -> tuple[list[Body], int] | None:
    """The bodies that a sentence begins with, and where their verb begins."""
    low = clean.low
    named = bodies(clean, at, end)
    if not named:
        return _agent(clean, at, end)
    if low.startswith(" có quyền", named[-1].end):
        return None
    if (direct := _DIRECT.match(low, named[-1].end, end)) is not None:
        whole = named[-1]
        named[-1] = Body(
            whole.start, direct.end(), " ".join(clean.text[whole.start : direct.end()].split()), whole.kind
        )
    if (
        (
            deed := _WHO_DOES.match(low, named[-1].end, end)
            or (_MUST.match(low, named[-1].end, end) if assigning else None)
        )
        is not None
        and low.startswith(_UNNAMED, named[-1].start)
        and verb_at(clean, named[-1].end, end)
        and _CLAUSE.search(low, named[-1].end, deed.end()) is None
    ):
        whole = named[-1]
        return [
            *named[:-1],
            Body(whole.start, deed.end(), " ".join(clean.text[whole.start : deed.end()].split()), whole.kind),
        ], deed.end() + 1
    given = _GIVEN.match(low, named[-1].end, end)
    verb = rule("verb" if assigning else "formula").match(low, given.end() if given else named[-1].end, end)
    if (
        verb is not None
        and (name := _ONE_NAME.match(low, named[-1].start, end)) is not None
        and name.end() > named[-1].end == verb.start("x") - 1
    ):
        return None
    if verb is not None and (
        clean.text[verb.start("x")].islower() or (assigning and _on_next_line(clean, named[-1].end, verb.start("x")))
    ):
        return named, verb.start("x")
    if low.startswith(" là ", named[-1].end) and (formula := _FORMULA_BEHIND.match(low, named[-1].end, end)):
        return named, formula.start("x")  # "A là cơ quan quản lý hệ thống, có trách nhiệm …"
    if assigning and (colon := _COLON.match(low, named[-1].end, end)) is not None:
        return named, colon.end()
    if assigning and (rest := _REST_OF_NAME.match(low, named[-1].end, end)) is not None:
        clause = _CLAUSE.search(low, named[-1].end, rest.end("rest"))
        if clause is None and not verb_in(clean, named[-1].end, rest.end("rest")):
            if (several := subjects(clean, at, rest.end("rest"))) and rest.end() < end:
                return several, rest.end()
    # a list with names that the lexicon does not know whole
    listed = _LISTED.match(low, named[-1].end, end)
    stop = listed.start("x") if listed is not None else None
    if stop is None and assigning:
        far = next(
            (
                m
                for m in rule("verb").finditer(low, named[-1].end, min(end, named[-1].end + 160))
                if " " in m["x"] and clean.text[m.start("x")].islower() and not m["x"].startswith(_LOOSE)
            ),
            None,
        )
        if (
            far is not None
            and re.search(r"[;:.]", low[named[-1].end : far.start("x")]) is None
            and re.match(r",|;| ?\(| [^\W\d]", low[named[-1].end :][:12])
            and _CLAUSE.search(low, named[-1].end, far.start("x")) is None
            and not low.endswith(_OF_WORK, 0, far.start("x"))
        ):
            stop = far.start("x")
    if stop is None:
        return _agent(clean, at, end)
    last = stop
    while last > at and low[last - 1] in " ,":
        last -= 1
    if low.endswith(" có", at, last):
        last -= len(" có")  # "các địa phương có thực hiện chương trình …"
    if verb_at(clean, named[-1].end, stop):
        return named, stop  # what stands between is a deed, no name
    if low.endswith((" và", " hoặc"), at, last):
        # "Kế toán, nhân viên phụ trách lập dự toán và chuẩn bị …": the first verb parts the names from their deeds
        first = next(rule("verb").finditer(low, named[-1].end, last), None)
        if first is None or first.start("x") <= named[-1].end + 1:
            return None
        last, stop = first.start("x") - 1, first.start("x")
    several = subjects(clean, at, last)
    if several and _CLAUSE.search(low, several[-1].start, last) is not None:
        return _agent(clean, at, end)
    return (several, stop) if several else None


def _on_next_line(clean: CleanText, end: int, verb: int) -> bool:
    """Whether a line of the source ends between a name and the verb: a heading that its text was joined to."""
    first, last = clean.span(end - 1, verb + 1)
    return "\n" in clean.source[first:last]


_AGENT = re.compile(
    r"(?!trường hợp|cơ sở dữ liệu|nhà nước giao|tổ chức (?:thực hiện|triển khai|kiểm tra|quản lý(?! [^,;:.()]{2,30} (?:phải )?(?:có|chịu) trách nhiệm)|lấy|tuyên truyền))(?:(?:các |mọi |từng |mỗi )?(?:văn thư|lưu trữ|thuê bao|đối tượng|bên |thủ quỹ|kế toán|thư ký|ủy viên|nhân viên|chuyên viên|giáo viên|học sinh|công dân|lực lượng|thương nhân|hộ |cấp |đại diện|trưởng |phó |bộ phận|người|tổ chức|cá nhân|cơ quan|đơn vị|doanh nghiệp|chủ |công chức|viên chức|công chứng viên|sở|trường|học viên|bên|nhà |cơ sở|hội đồng|thành viên|đại biểu|cán bộ|quỹ|ngân hàng|hợp tác xã)"
    r"[^;:.()]{0,300}?) (?:phải )?(?P<x>có trách nhiệm|chịu trách nhiệm)\b(?! hình sự| của| liên quan)"
)


_SHORTEST_AGENT = 6


def _agent(clean: CleanText, at: int, end: int) -> tuple[list[Body], int] | None:
    """Those whom a rule charges by what they do: `Sở quản lý ngành, lĩnh vực có trách nhiệm …`."""
    match = _AGENT.match(clean.low, at, end)
    if match is None:
        return None
    stop, verb = match.start("x"), match.start("x")
    if clean.low.endswith(" phải ", at, stop):
        stop -= len("phải ")
    if (clause := _CLAUSE.search(clean.low, at, stop)) is not None:
        # "Người dùng khi có thay đổi có trách nhiệm …": the condition is no part of the name
        if clause[0] != "khi":
            return None
        stop = clause.start() - (len("sau ") if clean.low.endswith(" sau ", at, clause.start()) else 0)
        if stop - at < _SHORTEST_AGENT:
            return None
    if clean.low.endswith((" và ", " hoặc "), at, stop):
        # "Các bên thực hiện cam kết và chịu trách nhiệm …": the first verb parts the name from its deeds
        deeds = (m for m in rule("verb").finditer(clean.low, at, stop) if " " in m["x"] and m.start("x") > at)
        first = next(deeds, None)
        if first is None:
            return None
        stop = verb = first.start("x")
    while clean.low[stop - 1] in " ,":
        stop -= 1
    return [Body(at, stop, " ".join(clean.text[at:stop].split()), "generic")], verb


# what makes the words before the verb a clause of their own, and no name
_CLAUSE = re.compile(
    r"\b(?:thì|phải|được(?! (?:giao|phân công|ủy quyền|phân cấp|cấp|cử|lựa chọn|chỉ định|thành lập|công nhận|đầu tư|bầu))|nếu|khi|có hành vi|để|đã|sẽ|không|có quyền|có tư cách|là|gồm|bao gồm|bị|có thể|do(?! (?:bộ|sở|tỉnh|thành phố|ủy ban|ubnd|nhà nước|trung ương)\b[^,;.]{0,40}?(?:quản lý|làm chủ sở hữu|thành lập))|(?<!dự án )(?<!công trình )đang|hoạt động theo|họp|làm việc theo)\b"
)
# `cơ quan quản lý trực tiếp có trách nhiệm`: the word belongs to the name
_DIRECT = re.compile(
    r"(?:(?: cấp trên)? trực tiếp(?: của [^,;:.()]{2,60}?)?(?= (?:có|chịu) trách nhiệm\b)| được (?:giao|phân công) (?:chủ trì|phụ trách|quản lý)[^,;:.()]{0,40}?(?= (?:phải|có trách nhiệm|chịu trách nhiệm)\b))"
)
# `Cơ quan lập đề án có trách nhiệm …`: who is meant is told by what it does
_WHO_DOES = re.compile(
    r"(?: [^,;:.()]{2,120}?| (?:trực tiếp |được giao |được phân công )?(?:quản lý|sử dụng|khai thác|vận hành)\b[^;:.()]{2,120}?)(?<! và)(?<! hoặc)(?<!,)(?= (?:có|chịu) trách nhiệm\b)| (?:chủ trì|đầu mối) [^,;:.()]{2,40}?(?= (?:phối hợp với|có trách nhiệm)\b)"
)
_MUST = re.compile(r" [^,;:.()]{2,60}?(?= phải (?!là |có ))")
_UNNAMED = (
    "cơ quan",
    "đơn vị",
    "tổ chức",
    "cá nhân",
    "người",
    "cán bộ",
    "công chức",
    "viên chức",
    "chủ ",
    "các cơ quan",
    "các tổ chức",
    "các cá nhân",
    "doanh nghiệp",
    "các doanh nghiệp",
)
# a committee named by its work: `Ban giám sát cộng đồng`
_ONE_NAME = re.compile(
    r"(?:ban|hội đồng|tổ|đội|đoàn|tiểu ban) (?:giám sát|kiểm tra|kiểm soát|quản lý|chỉ đạo|điều hành|thanh tra|tư vấn)\b"
)
_GIVEN = re.compile(
    r" được (?:giao|phân công)(?: nhiệm vụ)?(?= chủ trì| phối hợp| làm đầu mối| là | tham mưu| theo dõi)"
)
_FORMULA_BEHIND = re.compile(
    r"[^;:.]{0,200}?[ ,](?P<x>chịu trách nhiệm|có trách nhiệm|(?:có|thực hiện)(?: các)? nhiệm vụ(?:,| và) quyền hạn)\b"
)
# these open what a verb rests on, not the verb
_LOOSE = ("theo", "trên cơ sở", "trong phạm vi", "định kỳ", "lãnh đạo", "hằng năm", "hàng năm")
# behind these a verb's word tells what work it is: `liên quan đến công tác tham mưu`
_OF_WORK = (
    " các",
    " của",
    " mọi",
    " từng",
    " với",
    " công tác",
    " chức năng",
    " nhiệm vụ",
    " việc",
    " hoạt động",
    " trách nhiệm",
    " công tác ",
    " việc ",
    " nhiệm vụ ",
    " hoạt động ",
)


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
    return Charge(named, match["word"] in _REQUESTS), _duty_start(low, start, piece.end)


_GIVES = re.compile(r",? (?=(?:thống nhất |đồng ý |quyết định )?(?:giao|yêu cầu|đề nghị|ủy quyền cho) )")


def _gives(clean: CleanText, piece: Piece, at: int, assigning: bool) -> tuple[Charge, int] | None:
    """`HĐND Thành phố thống nhất giao UBND Thành phố bố trí …`: whom a body that the sentence begins with charges."""
    if " giao " not in (words := clean.low[at : at + _LONGEST_GIVER]) and " yêu cầu " not in words:
        return None
    giver = bodies(clean, at, piece.end)
    if len(giver) != 1 or (match := _GIVES.match(clean.low, giver[0].end, piece.end)) is None:
        return None
    asked = _asked(clean, piece, match.end(), assigning)
    if asked is None or (not assigning and asked[0].bodies[0].kind == "generic"):
        return None  # outside of assignments it is told what others asked of everybody
    if not (verb_at(clean, asked[1] - 1, piece.end) or _DONE_BY.match(clean.low, asked[1] - 1)):
        return None
    return asked


_LONGEST_GIVER = 160
_DONE_BY = re.compile(r" (?:nghiêm túc|quyết liệt|khẩn trương)")


# behind `đề nghị A` a word in small letters that joins nothing is what A is asked to do
_ANY_VERB = re.compile(
    r" (?!(?:và|hoặc|của|với|theo|cùng|tại|trong|trên|thuộc|được|về|các|những|là|cho|đã|có|khác)\b)(?=[a-zà-ỹđ])[^\W\d_]+ "
)
_BEHIND = re.compile(
    r"(?:(?:(?:phải )?có (?:trách nhiệm|nhiệm vụ)(?:,? (?:và )?quyền hạn)?|phải|cần|sẽ)(?: thực hiện)?[ ,:]+(?=\S))+"
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


_LONGEST_LIST = 300


def parted(clean: CleanText, piece: Piece) -> Charge | None:
    """The bodies of a piece that is nothing but a list of them, with the word that charges them: its sentence goes on
    behind the semicolon (`Giao Sở A; Sở B; UBND các xã tổ chức …`)."""
    low, stop = clean.low, piece.end - 1
    if stop - piece.start > _LONGEST_LIST:
        return None
    if not (may_open(low, piece.start) or _OPENS.match(low, piece.start, stop)):
        return None
    at, asked = piece.start, None
    for place, late in _subject_places(clean, piece):
        if late:
            break
        asked = _ASKED_AT.match(low, place, stop)
        if asked is None and (own := bodies(clean, place, stop)):
            asked = _ASKED_AT.match(low, _skip(low, own[-1].end, stop), stop)
            if asked is None and verb_at(clean, own[-1].end, stop):
                return None
        if asked is not None:
            at = asked.end()
            break
    first = bodies(clean, at, stop)
    if not first or low.find(": ", first[-1].end, stop) >= 0 or verb_in(clean, first[-1].end, stop):
        return None
    if _CLAUSE.search(low, first[-1].end, stop) is not None:
        return None
    return Charge(subjects(clean, at, stop), asked is not None and asked["word"] in _REQUESTS)


_TELLS = re.compile(r"\b(?:hướng dẫn|đôn đốc|chỉ đạo|phối hợp với|đề nghị|yêu cầu|giúp|cùng với) (?=[^\W\d])")


def told_list_ends(clean: CleanText, piece: Piece) -> bool:
    """Whether a piece ends in the bodies that its subject tells to do something (`hướng dẫn các sở, ngành;`): what
    stands behind the semicolon goes on with them."""
    for match in _TELLS.finditer(clean.low, max(piece.start, piece.end - 160), piece.end):
        named = bodies(clean, match.end(), piece.end - 1)
        if named and named[-1].end >= piece.end - 1:
            return True
    return False
