"""Whether a statement commits to a value: by the words around it and the headings above it."""

from __future__ import annotations

import re

from kehoach.extractors.quantities import Quantity
from kehoach.extractors.targets.context import Context
from kehoach.extractors.targets.words import rule
from kehoach.text.statements import Piece

_MEASURED = frozenset(("percent", "per", "times", "điểm phần trăm"))
_FLOORS = frozenset((">=", ">"))
_ALL_OF = re.compile(r" ?(?:số |tổng số |các )?[a-zà-ỹđ]")
_RATE = re.compile(
    r"[^,;.]{0,30}?(?:/ ?(?:năm|quý|tháng|tuần|xã|thôn|đơn vị|trường|phường|cơ sở|chi hội|lớp|ao|vùng|khu vực)|(?:mỗi|hằng|hàng|một) (?:năm|quý|tháng|tuần))\b"
)
_PACE = re.compile(r" ?/ ?(?:năm|quý|tháng|tuần|ngày|học kỳ)\b| (?:mỗi|một) (?:năm|quý|tháng|tuần|ngày|học kỳ)\b")
_SHARE = re.compile(r"\b(?:chiếm|tương đương|tỷ trọng|trong đó có \d|bằng) (?:tỷ lệ )?(?:khoảng |trên |gần )?$")
_FLOOR = re.compile(
    r"\b(?:ít nhất|tối thiểu|không dưới|không ít hơn|không thấp hơn)(?: (?:là|đạt|có|từ|cho|được|mức|khoảng|\w+ \w+))? $"
)
# for each of what, or how often, before the value
_PER_EACH = re.compile(r"\b(?:mỗi|hằng|hàng|từng) [^;.\d()]{2,60}$")
_SAMPLED = re.compile(r"\b(?:tần suất|số lượng|số lần|định kỳ|lấy|quan trắc)\b[^,;.]{0,40}$")
_AIMED = re.compile(r"(?:(?:mục tiêu|chỉ tiêu)(?: [^\s,;.]+){0,10}|hoàn thành(?: [^\s,;.]+){0,6}) $")
_HERE = re.compile(r"\b(?:tỉnh|thành phố|huyện|xã|phường|ngành|đơn vị|địa phương|ta)\b[^.;]{0,20}\bphấn đấu\b")
_STRIVING = re.compile(r"\bphấn đấu\b[^;.]{0,60}$")
_LENT = re.compile(r"\b(?:vay|hỗ trợ|trợ cấp|mức chi|thưởng)\b[^,;.]{0,40}$")
_DONE = re.compile(r"\b(?:tổ chức|đăng|phát|thực hiện|có|xây dựng|duy trì|họp|sinh hoạt|kiểm tra|tuyên truyền)\b")


# a bracket that goes on with the aim, and does not explain it
_GOES_ON = re.compile(
    r"\((?:[^()\d]{0,40}\bphấn đấu\b|trong đó|riêng|bao gồm|(?:để |giảm |tăng |phải )?(?:còn|đạt|xuống(?: còn)?|lên) (?:từ |trên |dưới |ít nhất |tối thiểu )?(?:\d|$))"
)
# "dưới 17% (khu vực miền núi dưới 28%)": the same for a part of those meant, bound as the value before it is
_OF_A_GROUP = re.compile(
    r"\((?:ở |tại |đối với |riêng )?(?:khu vực|vùng|miền|tuyến|cấp|nội thành|ngoại thành|thành thị|nông thôn|đô thị|trẻ|nam|nữ)\b(?![^()]*\b(?:hiện|đã|năm 20\d\d|so với|chiếm)\b)[^()]*\b(?:dưới|trên|ít nhất|tối thiểu|không quá|đạt|còn|từ) $"
)


# "Ghi nhận 42 ca, giảm 07 ca" tells what happened
_TOLD = re.compile(
    r"(?:toàn (?:tỉnh|huyện|xã|ngành|thành phố) |trong năm,? |đã )?(?:ghi nhận|xảy ra|phát hiện|để xảy ra)\b"
)
# "9/21 xã chưa có địa chỉ tin cậy" tells how things stand
_LACKING = re.compile(r"[^.;]{0,60}?\b(?:chưa|còn thiếu|không có)\b")


# how many must be there for a meeting to be held, or who owns a company, is no result
_QUORUM = re.compile(
    r"\b(?:số|số lượng|tỷ lệ|có) (?:lượng )?(?:cử tri|đại biểu|thành viên|ủy viên|hội viên|đảng viên|đoàn viên|cổ đông|hộ gia đình|đại diện hộ)[^,;.]{0,40}? (?:tham dự|dự họp|dự hội nghị|có mặt|tham gia họp|tham gia hội nghị)\b[^,;.]{0,60}$"
)
_PRESENT = re.compile(
    r" ?(?:trở lên )?(?:\([^()]{1,12}\) )?(?:tổng )?(?:số )?(?:lượng )?(?:(?:cử tri|đại biểu|thành viên|ủy viên|hội viên|cổ đông|hộ gia đình|đại diện hộ|đại diện)[^,;.()]{0,40}? ?)?(?:được triệu tập|triệu tập|có mặt|tham dự (?:hội nghị|cuộc họp|phiên họp)|dự họp|tán thành|biểu quyết)\b"
)
_MEETS = ("dự ", "có mặt", "tham gia h", "triệu tập", "tán thành", "biểu quyết")  # without one of these it is not


def _of_a_meeting(left: str, right: str) -> bool:
    """Whether a value says how many must be there, or agree, for a meeting to count."""
    if not any(word in left or word in right for word in _MEETS):
        return False
    return _QUORUM.search(left) is not None or _PRESENT.match(right) is not None


_OWNED = re.compile(r" (?:vốn (?:điều lệ|nhà nước|góp|sở hữu|chủ sở hữu|đầu tư nước ngoài)|cổ phần|phần vốn)\b")


# "trong nhóm 30/63 tỉnh" is a rank
_RANKED = re.compile(r"\b(?:nhóm|thứ|hạng|vị trí|top|tốp|vị thứ)(?: \w+)? $")


def _in_bracket(left: str) -> bool:
    return left.rfind("(") > left.rfind(")")


_REACH = 600


def committed(
    low: str,
    piece: Piece,
    quantity: Quantity,
    context: Context,
    normative: bool,
    national: bool,
    tasked: bool = False,
) -> bool:
    """Whether the statement commits to the value, by the words around it.

    Args:
        tasked: whether it stands among tasks, where a share of a group is one to be reached.
    """
    # as far as a sentence reaches: a line of figures without end is looked at in stretches
    left = low[max(piece.start, quantity.start - _REACH) : quantity.start]
    right = low[quantity.end : min(piece.end, quantity.end + _REACH)]
    if rule("exception").search(left[-110:]) or rule("excused").match(right[:100]):
        return False
    if (
        _in_bracket(left)
        and not _GOES_ON.match(left, (opened := left.rfind("(")))
        and not _OF_A_GROUP.match(left, opened)
    ):
        return False
    if quantity.rule == "of-all" and (_LACKING.match(right) or _RANKED.search(left[-24:])):
        return False
    if _TOLD.match(left) and "phấn đấu" not in left and context in (Context.NONE, Context.GENERAL):
        return False
    if quantity.rule == "percent" and _OWNED.match(right):
        return False
    if quantity.value != 100 and "phấn đấu" not in left and _of_a_meeting(left[-160:], right[:160]):
        return False
    if quantity.rule == "counted" and left.endswith((" cả ", " tất cả ", " cả hai ")):
        return False  # "trên cả 03 tiêu chí" names them all
    quoted = rule("quoted").search(left)
    if quoted and not re.search(r"\b(?:phấn đấu|đặt mục tiêu|đặt chỉ tiêu)\b", left[quoted.end() :]):
        return False
    if not national and (abroad := rule("nationwide").search(left)) and not _HERE.search(left, abroad.start()):
        return False
    if (rule("past").search(left) or left.startswith("dự báo ")) and "phấn đấu" not in left[-40:]:
        return False
    if context in (Context.OBJECTIVES, Context.SPECIFIC):
        if quantity.unit != "đồng" or "phấn đấu" in left:
            return True
        return not _SHARE.search(left) and not (quantity.comparator == "<=" and _LENT.search(left))
    if normative:
        return False
    if quantity.unit in ("đồng", "usd"):
        return bool(_STRIVING.search(left) or _TAKINGS.search(left)) and not _LENT.search(left)
    if quantity.unit in _MEASURED:
        return _measured(left, right, quantity) or (tasked and _asked(left, right, quantity))
    return _counted(low, left, right, quantity)


# "đưa vào khai thác 300 km đường bộ và khoảng 120 km đường ven biển", "ít nhất 60% trẻ nhà trẻ, 95% trẻ mẫu giáo"
_AND = re.compile(r" [^,;.\d]{0,60}(?P<by>,| và|, và) (?:(?:khoảng|trên|hơn|gần|dưới|ít nhất|tối thiểu) )*$")


def goes_on(low: str, before: Quantity, quantity: Quantity) -> bool:
    """Whether a value joined to one that is kept, and of the same unit, is kept too."""
    if before.unit != quantity.unit or (joined := _AND.match(low[before.end : quantity.start])) is None:
        return False
    right = low[quantity.end : quantity.end + 60]
    return joined["by"] != "," or (
        quantity.rule == "percent" and _ALL_OF.match(right) is not None and rule("money").match(right) is None
    )


# "tỷ lệ lao động nữ làm công hưởng lương": a rate of those who are paid is no rate of pay
_RATE_OF = re.compile(r"\bt[ỷỉ] (?:lệ|số|suất|trọng)\b[^,;]*$")
# sums that are results, not means
_TAKINGS = re.compile(
    r"\b(?:doanh thu|thu nhập|tổng thu|giá trị (?:sản xuất|xuất khẩu|sản phẩm|sản lượng)|kim ngạch|thu ngân sách|dư nợ|tổng mức bán lẻ|vốn đầu tư)\b[^;.\d]{0,80}\bđạt (?:trên |khoảng |từ |tối thiểu |ít nhất |hơn )?$"
)


# how a share of a group opens: "90% người cao tuổi …", "Đến năm 2027, trên 90% hộ …", "tỷ lệ hồ sơ đúng hạn: 95%"
_OPENING = re.compile(
    r"(?:.*[;:,] )?(?:(?:đến|vào|trong|trước|hết)[^,;:.]{0,24}20\d\d,? )?(?:(?:có|cho|với|và|ít nhất|tối thiểu|trên|từ|hơn|khoảng|không quá|tối đa|dưới) )*$|.*\bcho (?:(?:trên|từ|ít nhất|tối thiểu) )+$"
)
_NAMED_SHARE = re.compile(r"(?:.*[;,] )?t[ỷỉ] lệ [^;:,.\d]{6,120}: $")
# … and what the group is to do
_TO_DO = re.compile(
    r" ?(?:trở lên,? )?(?:số |tổng số |các )?[^\W\d_][^;.:]{2,120}?\b(?:được|có|ký|tham gia|biết|sử dụng|thực hiện|hoàn thành|đạt|đăng ký|cam kết|trở lên|không|là)\b"
)
_SO_FAR = re.compile(r"[^;.]{0,120}\b(?:đã|chưa|mới|hiện)\b")
_SHARE_OF = re.compile(r"(?: trở lên)? ?(?:[.;,]|$)")


def _asked(left: str, right: str, quantity: Quantity) -> bool:
    """Whether a task asks for a share of a group: `90% người cao tuổi được khám`, `tỷ lệ hồ sơ đúng hạn: 95%`."""
    if (
        quantity.rule != "percent"
        or _SO_FAR.match(right)
        or rule("money").match(right)
        or rule("paid").search(left[-72:])
    ):
        return False
    if _NAMED_SHARE.match(left) is not None:
        return _SHARE_OF.match(right) is not None
    opening = _OPENING.match(left) is not None
    return opening and (
        _TO_DO.match(right) is not None or (_ALL_OF.match(right) is not None and left.endswith(_BOUNDS))
    )


_BOUNDS = ("trên ", "ít nhất ", "tối thiểu ", "không quá ", "tối đa ")


# "nữ ủy viên ban chấp hành ít nhất 40%.": a floor that closes its clause
_CLOSED = re.compile(r"(?: trở lên)? ?(?:[.;]|$)")
_SUBJECT = re.compile(r"[^,;:()]{8,160}(?:: |, )?[^,;:()]{0,40}$")


_NEAR = 140
_BRACKETS = re.compile(r"\([^()]*\) ?")


def _measured(left: str, right: str, quantity: Quantity) -> bool:
    """Whether a share, a ratio or a multiple outside the aims is one to be reached."""
    if left.endswith((" ", "(")) and "(" in left[-_NEAR:]:
        left = left[:-_NEAR] + _BRACKETS.sub("", left[-_NEAR:])  # "tổng mức bán lẻ (giá hiện hành) tăng …"
    paid = rule("paid").search(left, max(0, len(left) - 72))
    # a growth that is striven for is no rate of pay, whatever grows: "phấn đấu doanh thu dịch vụ tăng 12%"
    grows = quantity.comparator in ("increase", "decrease") and "phấn đấu" in left
    if paid is not None and not grows and not _RATE_OF.search(left, 0, paid.start()):
        return False
    if (rule("money").match(right) and "giải ngân" not in left[-24:]) or rule("procedure").search(left[-110:]):
        return False
    if quantity.rule == "percent" and quantity.value == 100 and _ALL_OF.match(right):
        return True
    if quantity.rule != "of-all" and _ALL_OF.match(right) and _FLOOR.search(left):
        return True
    if quantity.rule == "percent" and _CLOSED.match(right) and _FLOOR.search(left) and _SUBJECT.match(left):
        return True
    goals = [goal.end() for goal in rule("goal").finditer(left)]
    if not goals or _SHARE.search(left):
        return False
    near = goals[-1] > len(left) - 40 or "đạt" in left[-30:] or "phấn đấu" in left
    return near or (quantity.stated and quantity.rule != "of-all")


def _counted(low: str, left: str, right: str, quantity: Quantity) -> bool:
    """Whether a count outside the aims is an output asked for, and no bare count of activities."""
    floor = _FLOOR.search(left) is not None and not low.startswith(" trở lên", quantity.end)
    if rule("paid").search(left[-72:]) and not (
        (floor or _STRIVING.search(left))
        and not _LENT.search(left.replace("hỗ trợ", ""))
        and not _FOR_EACH.match(right)
    ):
        return False
    striving = "phấn đấu" in left
    if quantity.rule == "every":
        return True
    if not striving and (
        _CEILING.search(left)
        or quantity.unit in _TIME
        or (
            not floor
            and not _PACE.match(right)
            and (_describes(left) or (quantity.unit in _PEOPLE and _SENT.search(left)))
        )
    ):
        return False
    if (
        striving
        or (_REACHED.search(left) and quantity.unit != "điểm")
        or (quantity.comparator == "maintain" and quantity.rule == "counted")
        or _PER_EACH.search(left)
        or (quantity.rule == "counted" and _CHANGED.search(left) and not _SINCE.match(right))
        or (_AIMED.search(left) and quantity.unit != "lần")
        or (_SAMPLED.search(left) and _RATE.match(right))
    ):
        return True
    if quantity.comparator in _FLOORS and quantity.stated:
        return floor
    return bool(_PACE.match(right)) or (bool(_RATE.match(right)) and _DONE.search(left) is not None)


_CEILING = re.compile(r"\b(?:không quá|tối đa|nhiều nhất|không vượt quá|(?<!không )dưới)(?: là)? $")
_REACHED = re.compile(
    r"\b(?:đạt|bảo đảm|đảm bảo|duy trì|(?:giảm|hạ)(?: xuống)? còn|xuống còn|(?:tăng|nâng|đưa) [^;.\d]{0,80}lên)(?: được| có| ít nhất| tối thiểu| trên| khoảng| mức| từ)* $"
)
_PEOPLE = frozenset(("người", "đại biểu", "thành viên", "đồng chí", "học viên"))
_SENT = re.compile(r"\b(?:cử|gồm|mời|triệu tập|số lượng|thành phần|đội|đoàn|ban|tổ)\b[^;.]{0,40}$")
# a change asked for, not one that is told: "tăng thêm 03 câu lạc bộ", but "giảm 05 vụ so với năm 2020"
_CHANGED = re.compile(r"(?:^|[,;:] )(?:phấn đấu )?(?:giảm|tăng|kéo giảm|có thêm|thêm)\b[^,;:]{0,60}$")
_SINCE = re.compile(r"[^,;.]{0,40}\bso với\b")
_TIME = frozenset(("giờ", "phút", "ngày"))
_OF_ONE = re.compile(r"\bmỗi (?P<thing>[^\W\d_]+) $")


def _describes(left: str) -> bool:
    """Whether `mỗi lớp` goes on to say how large an activity is that was counted just before: `04 lớp, mỗi lớp 02 buổi`."""
    one = _OF_ONE.search(left)
    return one is not None and re.search(rf"\d (?:\([^()]*\) )?{one['thing']}\b", left) is not None


_FOR_EACH = re.compile(r" ?/ ?(?:hộ|người|hội viên|gia đình|cơ sở|doanh nghiệp)\b")
