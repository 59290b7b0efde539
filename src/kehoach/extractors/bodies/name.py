"""One name: where it begins, how far it goes, and of what kind the body is.

A name is a post with a body (`Giám đốc Sở Nội vụ`), a head with its field, place and owner (`Ban Tổ chức Tỉnh ủy`, `Chi cục
Dân số thuộc Sở Y tế`), or words that name no one in particular (`các sở, ban, ngành`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kehoach.extractors.bodies.words import SYLLABLE, words
from kehoach.text.clean import CleanText


@dataclass(frozen=True, slots=True)
class Body:
    """One body in the cleaned text; `name` differs from the words where a list left the head out."""

    start: int
    end: int
    name: str
    kind: str


_WORD = re.compile(r" ([^\s,;.:()“”\"/\[\]]+)")
_LONGEST_TAIL = 12
# heads that name nothing without a word behind them
_ALONE = frozenset(
    "sở bộ ban phòng hội đoàn vụ cục viện khoa tổ trường trung tâm đội quỹ ủy ban báo đài người công chức viên chức".split()
) | {"cơ quan", "đơn vị", "tập thể", "chủ đầu tư", "công chức", "viên chức", "lực lượng"}


def body_of(clean: CleanText, start: int, end: int, kind: str) -> Body:
    return Body(start, end, printed(clean, start, end), kind)


def printed(clean: CleanText, start: int, end: int) -> str:
    return " ".join(clean.text[start:end].split())


def one(clean: CleanText, at: int, limit: int) -> Body | None:
    """The name that begins at `at`."""
    known = words()
    low = clean.low
    if known.is_none(low, at, limit):
        return None
    post = known.post.match(low, at, limit)
    if post is None:
        return _inner(clean, at, limit)
    if clean.text[at].islower() and known.small_post.match(low, at, limit) is None:
        return None
    inner_at = post.end()
    while inner_at < limit and low[inner_at] in " :":
        inner_at += 1
    inner = _inner(clean, inner_at, limit) if inner_at > post.end() else None
    if inner is not None:
        return body_of(clean, at, inner.end, "official")
    generic = _generic(clean, at, limit)
    if generic is not None and generic > post.end():
        return body_of(clean, at, generic, "generic")
    leads = low.startswith(("thủ trưởng", "người đứng đầu", "lãnh đạo"), at)
    return body_of(clean, at, tail(clean, post.end(), limit), "generic" if leads else "official")


def _generic(clean: CleanText, at: int, limit: int) -> int | None:
    """End of words that name no one in particular (`các sở, ban, ngành`)."""
    known = words()
    low = clean.low
    first = SYLLABLE.match(low, at, limit)
    match = known.generic.match(low, at, limit) if first is not None and first[0] in known.generic_first else None
    if match is None:
        return None
    end = _before_name(clean, at, match.end())
    if (owner := _LAST_OWNER.search(low, at, end)) is not None and low.startswith(" ", owner.end()):
        # các đơn vị trực thuộc Ủy ban nhân dân tỉnh
        inner = _bare(clean, owner.end() + 1, limit) if clean.text[owner.end() + 1].isupper() else None
        if inner is not None and inner.end >= end and inner.kind in _OWNERS:
            return inner.end
    if (owned := _OWNED.match(low, end, limit)) is not None:
        # các ngành thuộc Ủy ban nhân dân tỉnh, người lao động thuộc các cơ quan
        if clean.text[owned.end()].isupper():
            inner = _bare(clean, owned.end(), limit)
            if inner is not None and inner.kind in _OWNERS:
                return inner.end
        elif low.startswith("các ", owned.end()):
            return _generic(clean, owned.end(), limit) or end
    if _CLOSED.search(low, at, end) is not None or not goes_on(low, end, limit):
        return end
    if (proper := _proper(clean, end, limit)) > end and _UNIT_LAST.search(low, at, end):
        return proper  # các sở, ban, ngành tỉnh Sơn La
    # "Công đoàn, Ban nữ công": the last word of the list opens a name of its own
    cut = max(low.rfind(", ", at, end), low.rfind(" và ", at, end))
    shorter = known.generic.match(low, at, cut) if cut > at else match
    return shorter.end() if shorter is not None else None


def _before_name(clean: CleanText, at: int, end: int) -> int:
    """`end`, or where a name begins inside the list: `các trường học` of `các trường học và Sở Y tế`."""
    for match in _CAPITAL_PAIR.finditer(clean.text, at, min(len(clean.text), end + _NEXT_WORD)):
        if match.start() >= end:
            break
        if match["a"].isupper() and match["b"].isupper() and not _OF_UNIT.match(clean.low, match.start("a")):
            return match.start()
    return end


_CAPITAL_PAIR = re.compile(r"(?:,? và|[,;/]) ?(?:các )?(?P<a>[^\W\d_])\w* (?P<b>[^\W\d_])\w*")
_NEXT_WORD = 12
# Sở, Ban, Ngành Thành phố; các Bộ, Ngành Trung ương: a word of the list, and of whom
_OF_UNIT = re.compile(
    r"(?:ngành|đoàn thể|cơ quan|đơn vị|địa phương) |\w+ (?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn)\b"
)
_LAST_OWNER = re.compile(r" (?:trực thuộc|thuộc|của)(?= ?[^ ,;/]*(?: [^ ,;/]+)?$)")
_UNIT_LAST = re.compile(r"\b(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn)$")
# such words close a name: what follows is said of it
_CLOSED = re.compile(r" (?:liên quan|hữu quan)$")


def closed(clean: CleanText, body: Body) -> bool:
    """Whether no more words belong to a generic name: `các đơn vị có liên quan`."""
    return _CLOSED.search(clean.low, body.start, body.end) is not None


def goes_on(low: str, at: int, limit: int) -> bool:
    """Whether a word behind `at` belongs to the name before it."""
    match = _WORD.match(low, at, limit)
    return match is not None and match[1][0].isalpha() and not words().stop.match(low, match.start(1), limit)


def _inner(clean: CleanText, at: int, limit: int) -> Body | None:
    """The name of a body, or generic words, at `at`."""
    body = _bare(clean, at, limit)
    if body is None or body.kind in ("government", "ministry"):
        return body
    end = _owned(clean, body.end, limit)
    return body if end == body.end else body_of(clean, at, end, body.kind)


_OWNED = re.compile(r" (?:trực thuộc|thuộc|của) (?=[^\W\d_])")
_OWNERS = frozenset(
    "government ministry department people_committee people_council party front organisation committee police military".split()
)


def _owned(clean: CleanText, end: int, limit: int) -> int:
    """End of a name with the body it belongs to: `… thuộc Sở Y tế`, `… Tỉnh ủy`."""
    owner = _OWNED.match(clean.low, end, limit)
    if owner is not None:
        at = owner.end()
    elif clean.low.startswith(_BARE_OWNERS, end):
        at = end + 1
    else:
        return end
    if not clean.text[at].isupper():
        return end
    inner = _bare(clean, at, limit)
    return inner.end if inner is not None and inner.kind in _OWNERS else end


# owners whose name follows without a word between
_BARE_OWNERS = tuple(
    f" {name}"
    for name in ("tỉnh ủy", "thành ủy", "huyện ủy", "đảng ủy", "hđnd", "hội đồng nhân dân", "đoàn đại biểu quốc hội")
)


def _bare(clean: CleanText, at: int, limit: int) -> Body | None:
    """The name at `at` without its owner."""
    known = words()
    low, text = clean.low, clean.text
    if known.is_none(low, at, limit):
        return None
    head = known.head.match(low, at, limit)
    if head is not None and low.startswith(" ", head.end()):
        end = _with_field(clean, at, head, limit)
        if end is not None:
            return body_of(clean, at, end, known.kinds[head[0]])
    generic = _generic(clean, at, limit)
    if generic is not None and not (head is not None and _names(clean, at, head.end(), generic, limit)):
        if not _names_more(clean, generic, limit):
            return body_of(clean, at, generic, "generic")
        if head is None:
            return body_of(clean, at, tail(clean, generic, limit), "generic")
    if head is None:
        return None
    kind = known.kinds[head[0]]
    if (
        text[at].islower()
        and not (low.startswith(" ", head.end()) and text[head.end() + 1 : head.end() + 2].isupper())
        and kind not in ("people_committee", "people_council", "government")
        and not f"{head[0]} ".startswith(known.small_heads)
    ):
        return None
    end = head.end()
    if (units := known.units.match(low, end, limit)) is not None:
        end = _proper(clean, units.end(), limit)
    else:
        end = tail(clean, end, limit)
        if kind in _OF_MANY and low.startswith(" các ", end):
            several = _generic(clean, end + 1, limit)
            if several is not None:  # Đảng ủy các cơ quan Đảng tỉnh, Công đoàn các trường học
                end = tail(clean, several, limit) if _names_more(clean, several, limit) else several
        if end == head.end() and head[0] in _ALONE:
            return None
    return body_of(clean, at, end, kind)


_OF_MANY = frozenset(("party", "organisation", "committee"))


_LISTS = re.compile(r",| và |/")


def _names(clean: CleanText, at: int, head: int, generic: int, limit: int) -> bool:
    """Whether a head that could open a generic list opens a name: `Văn phòng Sở`, `Chi bộ các thôn, bản`."""
    if generic > head and _LISTS.search(clean.low, at, generic) is not None:
        return False
    if generic < head or _names_more(clean, head, limit) or words().units.match(clean.low, head, limit):
        return True
    return clean.low.startswith(" các ", head) and words().kinds.get(clean.low[at:head]) in _OF_MANY


def _with_field(clean: CleanText, at: int, head: re.Match[str], limit: int) -> int | None:
    """End of `Sở Y tế`, `Phòng Nội vụ`: a head and a field that the lexicon knows whole."""
    known = words()
    text = clean.text
    if not (text[head.end() + 1 : head.end() + 2].isupper() or head[0] in known.before_small_field):
        return None
    field = known.field.match(clean.low, head.end() + 1, limit)
    if field is None:
        return None
    if text[at].islower() and not (head[0] in ("sở", "phòng", "công an") or head[0].startswith("các ")):
        return None
    return _placed(clean, field.end(), limit)


def _names_more(clean: CleanText, at: int, limit: int) -> bool:
    """Whether a name goes on behind a word that could be one of a generic list: `Sở Nội vụ` against `sở, ngành`."""
    if at + 1 >= limit or clean.low[at] != " ":
        return False
    return clean.text[at + 1].isupper() and not clean.low.startswith(("căn cứ", "chủ trì"), at + 1)


def _proper(clean: CleanText, at: int, limit: int) -> int:
    """End of a proper name behind a unit: `tỉnh Sơn La`, `tỉnh Bà Rịa - Vũng Tàu`."""
    end = at
    while (match := _WORD.match(clean.text, end, limit)) is not None:
        if not match[1][0].isupper():
            if match[1] != "-" or not clean.text[match.end() + 1 : match.end() + 2].isupper():
                break
        elif end == at and words().head.match(clean.low, match.start(1), limit) is not None:
            break
        end = match.end()
    return end


def proper(clean: CleanText, at: int, limit: int) -> int:
    """End of a proper name at `at`, `at` itself where none stands there."""
    return _proper(clean, at - 1, limit) if clean.text[at - 1] == " " else at


def _placed(clean: CleanText, at: int, limit: int) -> int:
    """End of the place behind a name: `tỉnh`, `thành phố Hồ Chí Minh`, `cấp huyện`."""
    known = words()
    end = at
    if (units := known.units.match(clean.low, end, limit)) is not None:
        return _proper(clean, units.end(), limit)
    if clean.low.startswith(" ", end) and (place := known.place.match(clean.low, end + 1, limit)) is not None:
        end = place.end()
        while clean.low.startswith(" ", end) and (more := known.place.match(clean.low, end + 1, limit)) is not None:
            end = more.end()
        return _proper(clean, end, limit)
    if not known.stop.match(clean.low, at + 1, limit):
        return _proper(clean, at, limit)
    return end


def tail(clean: CleanText, at: int, limit: int) -> int:
    """End of a name of unknown words: until a verb, a mark, or too many words."""
    known = words()
    end = at
    kind_of_office = clean.low.endswith(_OFFICES, 0, at)
    for count in range(_LONGEST_TAIL):
        match = _WORD.match(clean.text, end, limit)
        if match is None:
            break
        capital = match[1][0].isupper()
        if (
            not capital
            and known.stop.match(clean.low, match.start(1), limit)
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
    while (against := _AGAINST.match(clean.low, end, limit)) is not None:
        end = tail(clean, against.end(), limit)  # Ban Chỉ đạo phòng, chống tội phạm và phòng, chống tệ nạn xã hội
    while (joint := known.joint.match(clean.low, end, limit)) is not None:
        end = _placed(clean, joint.end(), limit)
    if clean.low.startswith(" các ", end) and (units := known.units.match(clean.low, end, limit)) is not None:
        end = _proper(clean, units.end(), limit)  # Hội Liên hiệp Phụ nữ các xã, phường
    return end


# `phòng` ends the words before the comma
_AGAINST = re.compile(r"(?<= phòng),? chống(?= )| và phòng,? chống(?= )")


# names hold these though their last word opens a verb elsewhere
_COMPOUNDS = (
    "hậu cần",
    "công lập",
    "độc lập",
    "thành lập",
    "xác lập",
    "khai sinh",
    "công viên",
    "bầu cử",
    "trật tự",
    "hàng không",
    "dự án đầu tư xây",
    "viện quy hoạch xây",
)
_OFFICES = ("cục", "vụ", "sở", "phòng", "ban", "viện", "trung tâm")


def _second_field(clean: CleanText, at: int, limit: int) -> bool:
    """Whether the word behind `và` goes on with the name: `Chi cục Biển đảo và Thủy sản`."""
    start = at + 1
    return (
        start < limit
        and clean.text[start].isupper()
        and not (words().head.match(clean.low, start, limit) or words().post.match(clean.low, start, limit))
    )


_OF_BODY = re.compile(r" (?:Hội đồng|Ủy ban|UBND|HĐND|Quốc hội|Tỉnh ủy|Ban Chỉ đạo)")
