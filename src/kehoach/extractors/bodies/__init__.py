"""Reads the names of bodies and office holders in running text, one or a list of them.

Names hold commas, dashes and `và` (`Sở Văn hóa, Thể thao và Du lịch`), lists leave the head out (`Giám đốc các Sở: A, B và C`),
and a list of units belongs to one head (`UBND các xã, phường`). A name is read from a place where one is expected – a
heading, the start of a sentence, behind `giao` or `phối hợp với` – so that `giao thông` or `ban hành` never becomes one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from kehoach.lexicon import load
from kehoach.text.clean import CleanText
from kehoach.text.normal import lower


@dataclass(frozen=True, slots=True)
class Body:
    """One body in the cleaned text; `name` differs from the words where a list left the head out."""

    start: int
    end: int
    name: str
    kind: str


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(lower(word)) for word in sorted(words, key=len, reverse=True))


_END = r"(?![^\W_])"
_SYLLABLE = re.compile(r"[^\s,;.:()/-]+")


class _Names:
    """Names by their first syllable: hundreds of them are one look-up and a short pattern."""

    def __init__(self, names: Iterable[str], before: str = "", behind: str = "") -> None:
        groups: dict[str, list[str]] = {}
        for name in map(lower, names):
            match = _SYLLABLE.match(name)
            if match is not None:
                groups.setdefault(match[0], []).append(name)
        self._before = re.compile(before) if before else None
        self._patterns = {first: re.compile(f"(?:{_any(group)}){_END}{behind}") for first, group in groups.items()}

    def match(self, low: str, at: int, limit: int) -> re.Match[str] | None:
        """The longest name at `at`, with what may stand before it."""
        if self._before is not None and (before := self._before.match(low, at, limit)) is not None:
            at = before.end()
        first = _SYLLABLE.match(low, at, limit)
        pattern = self._patterns.get(first[0]) if first is not None else None
        return pattern.match(low, at, limit) if pattern is not None else None


@dataclass(frozen=True, slots=True)
class _Words:
    first: frozenset[str]  # first syllables of all names
    head: _Names
    kinds: dict[str, str]
    post: _Names
    field: _Names
    generic: re.Pattern[str]
    generic_first: frozenset[str]
    units: re.Pattern[str]
    stop: _Names
    place: _Names


_UNIT = r"(?:tỉnh|thành phố|huyện|quận|thị xã|thị trấn|xã|phường|đặc khu|thành|thị)"
_QUALITY = (
    r"(?:có thẩm quyền|có liên quan|liên quan|trực thuộc tỉnh|trực thuộc|thuộc tỉnh|thuộc thành phố|thuộc ubnd tỉnh|cấp tỉnh|cấp huyện|cấp xã|cấp thành phố|các cấp|chuyên môn|chức năng|trong tỉnh|trong ngành|trong đơn vị|giáo dục|đào tạo|mầm non|phổ thông|đại học|công lập|sự nghiệp|công lập|hành chính|quản lý nhà nước|quản lý|hữu quan|chủ quản|thi công|tư vấn|xã hội|thành viên|trực thuộc sở|thuộc sở|thuộc bộ|cùng cấp|hội|công đoàn|bầu|trên địa bàn(?: tỉnh| thành phố| huyện| xã| phường| quận| thị xã)?"
    r"|của tỉnh|của thành phố|của huyện|của xã|của phường|khác|chính trị - xã hội|chính trị|đoàn thể|y tế|ở địa phương|tỉnh|thành phố|huyện|quận|thị xã|xã|phường|trung ương|ở trung ương|nhà nước|địa phương|cấp cơ sở|ở cơ sở|cơ sở|trường|bệnh viện|sở|bộ|trong tổ chức mình)"
)
_GENERIC = (
    r"(?:sở|ban|ngành|đoàn thể|hội|phòng|bộ|cơ quan|đơn vị|địa phương|tổ chức|doanh nghiệp|khoa|cá nhân|lực lượng|nhà trường|trường học|trường|xã|phường|đặc khu|thôn|ấp|bản|buôn|khóm|khu phố|tổ dân phố|tổ"
    r"|cấp ủy|chính quyền|mặt trận|công đoàn|chi bộ|chi hội|chi đoàn|hội đoàn thể|ban ngành|sở ngành|phòng ban|khoa phòng|bộ ngành|thành viên|hợp tác xã|bộ phận|tổ chức đảng|đoàn viên|hội viên|cán bộ|công chức|viên chức|người lao động|cơ sở|huyện|hộ gia đình|tập thể|chủ đầu tư|viện|cục|vụ|trung tâm|tỉnh|thành phố|văn phòng|cấp có thẩm quyền|cấp trên|bệnh viện|trung tâm y tế|trạm y tế|cơ sở giáo dục|cơ sở y tế|nhà đầu tư|nhà thầu|chủ rừng|khu dân cư|hộ dân|tổ đại biểu|cơ quan báo chí|cơ quan truyền thông|cơ quan thông tin đại chúng)"
)
_BEFORE_GENERIC = "thủ trưởng lãnh đạo người trưởng đại bí giám tất toàn các mọi từng mỗi".split()
_JOIN = r"(?:, và (?:các )?|,? và (?:các )?|, các |, |/| - |; các )"


@cache
def _words() -> _Words:
    data = load("bodies")
    kinds = {lower(word): kind for kind, words in data["heads"].items() for word in words}
    openers = [*kinds, *map(lower, data["posts"]["words"]), *_GENERIC[3:-1].split("|"), *_BEFORE_GENERIC]
    generic = "(?:" + "|".join(sorted(_GENERIC[3:-1].split("|"), key=len, reverse=True)) + ")"
    return _Words(
        frozenset(re.split(r"[ /.,-]", words)[0] for words in openers),
        _Names(kinds),
        kinds,
        _Names(
            data["posts"]["words"],
            r"(?:các )?(?:(?:đồng chí|đ/c) (?=chủ |bí |giám |thủ |trưởng|phó |chánh |bộ |vụ |cục |viện |hiệu ))?",
            "(?: các)?(?: đơn vị)?",
        ),
        _Names(data["fields"]["names"]),
        re.compile(
            rf"(?:(?:thủ trưởng|lãnh đạo|người đứng đầu|trưởng|đại diện|bí thư|giám đốc) )?(?:(?:tất cả |toàn thể )?các |toàn thể |mọi |từng |mỗi )?{generic}{_END}(?: {_QUALITY}{_END})*"
            rf"(?:{_JOIN}{generic}{_END}(?: {_QUALITY}{_END})*)*"
        ),
        frozenset(re.split(r"[ /]", words)[0] for words in (*_GENERIC[3:-1].split("|"), *_BEFORE_GENERIC)),
        re.compile(
            rf" (?:các |cấp |tất cả các |\d+ )?{_UNIT}{_END}(?:(?:, và |,? và | - |, |/)(?:các |cấp )?{_UNIT}{_END})*(?: (?:trực thuộc (?:trung ương|tỉnh)|thuộc tỉnh|trên địa bàn(?: tỉnh| thành phố| huyện)?){_END})?"
        ),
        _Names(data["ends"]["stops"]),
        _Names(data["ends"]["places"]),
    )


_SEPARATOR = re.compile(r"(?: ?[,;] ?(?:và |cùng )?| và | hoặc | cùng(?: với)? |/| ?\n)(?:các (?=đồng chí|ông))?")
_WORD = re.compile(r" ([^\s,;.:()“”\"/\[\]]+)")
_LONGEST_TAIL = 12
_ALONE = frozenset(
    "sở bộ ban phòng hội đoàn vụ cục viện khoa tổ trường trung tâm đội quỹ ủy ban báo đài người công chức viên chức".split()
) | {"cơ quan", "đơn vị", "tập thể", "chủ đầu tư", "công chức", "viên chức"}
# small words that open with a body's head and are none
_NOT = re.compile(
    r"(?:bộ (?:luật|chỉ số|chỉ tiêu|tiêu chí|máy|câu hỏi|tài liệu|công cụ|quy tắc|quy chế|dữ liệu|hồ sơ|đội(?! biên))|sở (?:hữu|tại|dĩ|thích|trường)|ban (?:hành|đầu|đêm|thưởng|bố|công bố)|phòng,? (?:chống|ngừa|tránh|cháy|bệnh|thủ)|đoàn (?:kết|kiểm tra|viên|giám sát|công tác|thanh tra|đại biểu)"
    r"|hội (?:nghị|thảo|viên|chợ|nhập|thi|diễn|họp|đồng quản trị)|tổ (?:chức(?! hành nghề| tín dụng| thành viên)|quốc|ấm|tiên|hợp)|viện (?:dẫn|trợ|phí)|(?:các |mọi |từng )?trường (?:hợp|kỳ)|báo cáo|vụ (?:việc|án|bạo|mùa)|đài thọ|khoa (?:học|giáo)|quỹ đất|đội ngũ|cục bộ|thuế (?:suất|thu|giá)|thống kê(?! (?:tỉnh|thành phố|cơ sở|huyện|khu vực|xã|phường|nhà nước))|công ty mẹ|văn phòng phẩm|báo (?:chí|hiệu|động|đài)|thanh tra,|trung tâm (?:chính trị - hành chính)|mặt trận (?:này|đó)|điểm)"
)  # fmt: skip


def may_open(low: str, at: int) -> bool:
    """Whether the syllable at `at` opens the name of any body: a cheap look before the names are tried."""
    match = _SYLLABLE.match(low, at)
    return match is not None and match[0] in _words().first


def bodies(clean: CleanText, at: int, limit: int) -> list[Body]:
    """The bodies of the list that begins at `at`, not beyond `limit`; empty where no body is named there."""
    if not may_open(clean.low, at):
        return []
    found: list[Body] = []
    while at < limit:
        several = _elliptic(clean, at, limit) or _places(clean, at, limit) or _one(clean, at, limit)
        if not several:
            break
        found += several
        separator = _SEPARATOR.match(clean.low, several[-1].end, limit)
        if separator is None or separator.end() <= at:
            break
        at = separator.end()
    return found


def in_full(clean: CleanText, body: Body, limit: int) -> Body:
    """A generic body with the words that say which: `các cơ sở` of `các cơ sở giam giữ phạm nhân`."""
    if body.kind != "generic" or not _goes_on(clean.low, body.end, limit):
        return body
    end = _tail(clean, body.end, limit)
    return Body(body.start, end, _printed(clean, body.start, end), body.kind)


_PARTS = re.compile(r"(?:, và |,? và (?:các )?(?=[^\W\d])|[,;] ?|/(?=\S))")
_LONGEST_REGION = 700


def subjects(clean: CleanText, at: int, end: int) -> list[Body]:
    """The bodies of `at:end`, all of which is known to be a list of names: what no body opens belongs to the one before it."""
    found: list[Body] = []
    if end - at > _LONGEST_REGION:
        return found
    while at < end:
        named = _elliptic(clean, at, end) or _places(clean, at, end) or _one(clean, at, end)
        if not named and not found:
            return []
        if named:
            found += named
            at = named[-1].end
        parted = _PARTS.match(clean.low, at, end)
        if parted is None:
            parted = _PARTS.search(clean.low, at, end)
            stop = parted.start() if parted else end
            while stop > at and clean.low[stop - 1] in " .:,;(":
                stop -= 1
            last = found[-1]
            if stop > last.end:
                found[-1] = Body(last.start, stop, _printed(clean, last.start, stop), last.kind)
        at = parted.end() if parted else end
    return found


def _one(clean: CleanText, at: int, limit: int) -> list[Body]:
    words = _words()
    low = clean.low
    if _NOT.match(low, at, limit):
        return []
    post = words.post.match(low, at, limit)
    start = at
    if post is not None:
        if clean.text[at].islower() and not low.startswith(
            (
                "các ",
                "thủ trưởng",
                "người đứng",
                "lãnh đạo",
                "đồng chí",
                "đ/c",
                "trưởng ",
                "chủ tịch",
                "giám đốc",
                "hiệu trưởng",
                "chánh ",
                "bí thư",
                "giáo viên",
            ),
            at,
        ):
            return []
        inner_at = post.end()
        while inner_at < limit and low[inner_at] in " :":
            inner_at += 1
        inner = _inner(clean, inner_at, limit) if inner_at > post.end() else None
        if inner is not None:
            return [Body(start, inner.end, _printed(clean, start, inner.end), "official")]
        generic = _generic(low, at, limit)
        if generic is not None and generic.end() > post.end():
            return [Body(start, generic.end(), _printed(clean, start, generic.end()), "generic")]
        if low.startswith(("thủ trưởng", "người đứng đầu", "lãnh đạo"), at):
            end = _tail(clean, post.end(), limit)
            return [Body(start, end, _printed(clean, start, end), "generic")]
        end = _tail(clean, post.end(), limit)
        return [Body(start, end, _printed(clean, start, end), "official")]
    body = _inner(clean, at, limit)
    return [body] if body is not None else []


def _generic(low: str, at: int, limit: int) -> re.Match[str] | None:
    """Words that name no one in particular (`các sở, ban, ngành`)."""
    words = _words()
    first = _SYLLABLE.match(low, at, limit)
    match = words.generic.match(low, at, limit) if first is not None and first[0] in words.generic_first else None
    if match is None or not low.startswith(" ", match.end()) or not _goes_on(low, match.end(), limit):
        return match
    # "Công đoàn, Ban nữ công": the last word of the list opens a name of its own
    cut = max(low.rfind(", ", at, match.end()), low.rfind(" và ", at, match.end()))
    return words.generic.match(low, at, cut) if cut > at else match


def _goes_on(low: str, at: int, limit: int) -> bool:
    """Whether a word behind `at` belongs to the name before it."""
    match = _WORD.match(low, at, limit)
    return match is not None and match[1][0].isalpha() and not _words().stop.match(low, match.start(1), limit)


def _inner(clean: CleanText, at: int, limit: int) -> Body | None:
    words = _words()
    low, text = clean.low, clean.text
    if _NOT.match(low, at, limit):
        return None
    head = words.head.match(low, at, limit)
    if (
        head is not None
        and low.startswith(" ", head.end())
        and (text[head.end() + 1 : head.end() + 2].isupper() or head[0] in _SMALL_FIELDS)
    ):
        # Sở Y tế, Phòng Nội vụ: a field that the lexicon knows whole
        field = words.field.match(low, head.end() + 1, limit)
        if field is not None and (
            text[at].isupper()
            or not text[at].isalpha()
            or head[0] in ("sở", "phòng", "công an")
            or head[0].startswith("các ")
        ):
            end = _placed(clean, field.end(), limit)
            return Body(at, end, _printed(clean, at, end), words.kinds[head[0]])
    generic = _generic(low, at, limit)
    if (
        generic is not None
        and (head is None or generic.end() >= head.end())
        and (head is None or generic.end() > head.end() or not _names_more(clean, head, limit))
    ):
        if not _names_more(clean, generic, limit):
            return Body(at, generic.end(), _printed(clean, at, generic.end()), "generic")
    if head is None:
        return None
    kind = words.kinds[head[0]]
    if (
        text[at].islower()
        and not (low.startswith(" ", head.end()) and text[head.end() + 1 : head.end() + 2].isupper())
        and kind not in ("people_committee", "people_council", "government")
        and not head[0].startswith(
            (
                "các ",
                "cấp ủy",
                "cơ quan",
                "nhà trường",
                "doanh nghiệp",
                "công an",
                "trạm y tế",
                "công đoàn",
                "chính quyền",
                "đài",
                "mặt trận",
                "sở",
                "bộ phận",
                "phòng ",
            )
        )
    ):
        return None
    end = head.end()
    if (units := words.units.match(low, end, limit)) is not None:
        end = _proper(clean, units.end(), limit)
    else:
        end = _tail(clean, end, limit)
        if end == head.end() and head[0] in _ALONE:
            return None
    return Body(at, end, _printed(clean, at, end), kind)


# behind these a field may be written small: `Văn phòng đăng ký đất đai`
_SMALL_FIELDS = frozenset(("các sở", "văn phòng", "trung tâm", "ban", "chi nhánh văn phòng"))


def _names_more(clean: CleanText, match: re.Match[str], limit: int) -> bool:
    """Whether a name goes on behind a word that could be one of a generic list: `Sở Nội vụ` against `sở, ngành`."""
    at = match.end()
    if at + 1 >= limit or clean.low[at] != " ":
        return False
    following = clean.text[at + 1]
    return following.isupper() and not clean.low.startswith(("căn cứ", "chủ trì"), at + 1)


def _proper(clean: CleanText, at: int, limit: int) -> int:
    """End of a proper name behind a unit: `tỉnh Sơn La`, `tỉnh Bà Rịa - Vũng Tàu`."""
    end = at
    while (match := _WORD.match(clean.text, end, limit)) is not None:
        if not match[1][0].isupper():
            if match[1] != "-" or not clean.text[match.end() + 1 : match.end() + 2].isupper():
                break
        elif end == at and _words().head.match(clean.low, match.start(1), limit) is not None:
            break
        end = match.end()
    return end


def _placed(clean: CleanText, at: int, limit: int) -> int:
    """End of the place behind a name: `tỉnh`, `thành phố Hồ Chí Minh`, `cấp huyện`."""
    words = _words()
    end = at
    if (units := words.units.match(clean.low, end, limit)) is not None:
        return _proper(clean, units.end(), limit)
    if clean.low.startswith(" ", end) and (place := words.place.match(clean.low, end + 1, limit)) is not None:
        end = place.end()
        while clean.low.startswith(" ", end) and (more := words.place.match(clean.low, end + 1, limit)) is not None:
            end = more.end()
        return _proper(clean, end, limit)
    if not words.stop.match(clean.low, at + 1, limit):
        return _proper(clean, at, limit)
    return end


def _tail(clean: CleanText, at: int, limit: int) -> int:
    """End of a name of unknown words: until a verb, a mark, or too many words."""
    words = _words()
    end = at
    kind_of_office = clean.low.endswith(_OFFICES, 0, at)
    for count in range(_LONGEST_TAIL):
        match = _WORD.match(clean.text, end, limit)
        if match is None:
            break
        capital = match[1][0].isupper()
        if (
            not capital
            and words.stop.match(clean.low, match.start(1), limit)
            and not clean.low.endswith(_COMPOUNDS, 0, match.end())
        ):
            if match[1] == "và" and kind_of_office and _second_field(clean, match.end(), limit):
                end = match.end()
                continue
            if match[1] == "của" and _OF_BODY.match(clean.text, match.end(), limit):
                end = match.end()
                continue
            break
        if not capital and count == 0 and not match[1][0].isalnum():
            break
        end = match.end()
    while (joint := _JOINT.match(clean.low, end, limit)) is not None:
        end = _placed(clean, joint.end(), limit)
    return end


# names hold these though their last word opens a verb elsewhere
_COMPOUNDS = ("hậu cần", "công lập", "độc lập", "thành lập", "xác lập", "khai sinh", "công viên")
_OFFICES = ("cục", "vụ", "sở", "phòng", "ban", "viện", "trung tâm")


def _second_field(clean: CleanText, at: int, limit: int) -> bool:
    """Whether the word behind `và` goes on with the name: `Chi cục Biển đảo và Thủy sản`."""
    start = at + 1
    return (
        start < limit
        and clean.text[start].isupper()
        and not (_words().head.match(clean.low, start, limit) or _words().post.match(clean.low, start, limit))
    )


_OF_BODY = re.compile(r" (?:Hội đồng|Ủy ban|UBND|HĐND|Quốc hội|Tỉnh ủy|Ban Chỉ đạo)")
# what may follow `và`, a comma or a dash inside a name that the lexicon does not know whole
_JOINT = re.compile(
    r"(?:,? và |, | - | & )(?:ptnt|pt nông thôn|xã hội|đào tạo|đầu tư|môi trường|phát triển nông thôn|công nghệ|truyền thông|tôn giáo|gia đình|dân vận|bình đẳng giới|bđg|thể thao(?: và du lịch)?|du lịch|thương mại(?: và du lịch)?|hạ tầng(?: và đô thị)?|truyền hình|thương binh và xã hội|ngân sách|tổng hợp|kế toán|hộ tịch|đô thị|trẻ em|kế hoạch|tài chính|khcn|thống kê|kế hoạch hóa gia đình|khhgđ|quản trị|hành chính|phát thanh|thông tin|cảnh sát|cứu nạn|cứu hộ|tìm kiếm cứu nạn|trẻ mồ côi|bảo trợ xã hội|kiểm soát bệnh tật|công thương|dịch vụ)(?![^\W_])"
)


def _printed(clean: CleanText, start: int, end: int) -> str:
    return " ".join(clean.text[start:end].split())


_PLACES = re.compile(
    r"(?P<post>chủ tịch )?(?P<head>ủy ban nhân dân |ubnd )?(?:các )?(?:tỉnh|thành phố)(?:(?:, | và |/)(?:các )?(?:tỉnh|thành phố))?:? (?=[^\W\d_])"
)


def _places(clean: CleanText, at: int, limit: int) -> list[Body]:
    """`Các tỉnh Nghệ An, Quảng Ngãi`, `UBND các tỉnh: A, B`: a body for each named province; empty where none is named."""
    match = _PLACES.match(clean.low, at, limit)
    if match is None:
        return []
    found: list[Body] = []
    position = match.end()
    while clean.text[position : position + 1].isupper():
        if _words().head.match(clean.low, position, limit) or _words().post.match(clean.low, position, limit):
            break  # the next body of the list
        start = at if not found else position
        end = _proper(clean, position - 1, limit) if clean.text[position - 1] == " " else position
        if end <= position:
            break
        found.append(Body(start, end, _printed(clean, start, end), "people_committee"))
        separator = _NEXT_PLACE.match(clean.low, end, limit)
        if separator is None:
            break
        position = separator.end()
    return found


_NEXT_PLACE = re.compile(r"(?:, và |, | và )(?:tỉnh |thành phố )?")
_ELLIPTIC = re.compile(
    r"(?:(?P<post>giám đốc|thủ trưởng|bộ trưởng|trưởng|lãnh đạo|vụ trưởng|cục trưởng|trưởng các) )?các (?P<head>sở|bộ|phòng|ban|vụ|cục|hội|đoàn thể|khoa|trung tâm)(?P<more>,? (?:ban,? )?ngành)?(?: tỉnh| thành phố)?:? (?=[a-zà-ỹđ])"
)


def _elliptic(clean: CleanText, at: int, limit: int) -> list[Body]:
    """`Giám đốc các Sở: A, B và C`: one body for each field."""
    match = _ELLIPTIC.match(clean.low, at, limit)
    if match is None:
        return []
    words = _words()
    head = clean.text[slice(*match.span("head"))].capitalize()
    post = clean.text[slice(*match.span("post"))].capitalize() + " " if match["post"] else ""
    found: list[Body] = []
    position = match.end()
    while (
        position < limit and (field := words.field.match(clean.low, position, limit)) and clean.text[position].isupper()
    ):
        end = field.end()
        start = at if not found else position
        kind = "official" if post else words.kinds.get(lower(head), "office")
        found.append(Body(start, end, f"{post}{head} {_printed(clean, position, end)}", kind))
        separator = re.compile(r", và |, | và |; ").match(clean.low, end, limit)
        if (
            separator is None
            or not words.field.match(clean.low, separator.end(), limit)
            or not clean.text[separator.end()].isupper()
        ):
            break
        position = separator.end()
    return found
