"""The words of `lexicon/bodies.toml` as patterns over small letters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from kehoach.lexicon import load
from kehoach.text.normal import lower

_END = r"(?![^\W_])"
SYLLABLE = re.compile(r"[^\s,;.:()/-]+")


def any_of(words: Iterable[str]) -> str:
    """A pattern of the words, the longest first."""
    return "|".join(re.escape(lower(word)) for word in sorted(words, key=len, reverse=True))


class Names:
    """Names by their first syllable: hundreds of them are one look-up and a short pattern."""

    def __init__(self, names: Iterable[str], before: str = "", behind: str = "") -> None:
        groups: dict[str, list[str]] = {}
        for name in map(lower, names):
            match = SYLLABLE.match(name)
            if match is not None:
                groups.setdefault(match[0], []).append(name)
        self._before = re.compile(before) if before else None
        self._patterns = {first: re.compile(f"(?:{any_of(group)}){_END}{behind}") for first, group in groups.items()}

    def match(self, low: str, at: int, limit: int) -> re.Match[str] | None:
        """The longest name at `at`, with what may stand before it."""
        if self._before is not None and (before := self._before.match(low, at, limit)) is not None:
            at = before.end()
        first = SYLLABLE.match(low, at, limit)
        pattern = self._patterns.get(first[0]) if first is not None else None
        return pattern.match(low, at, limit) if pattern is not None else None


@dataclass(frozen=True, slots=True)
class Words:
    """All that the grammar of names asks of the lexicon."""

    first: frozenset[str]  # first syllables of all names
    head: Names
    kinds: dict[str, str]
    post: Names
    field: Names
    joint: re.Pattern[str]
    generic: re.Pattern[str]
    generic_first: frozenset[str]
    units: re.Pattern[str]
    stop: Names
    place: Names
    small_heads: tuple[str, ...]
    small_post: Names
    before_small_field: frozenset[str]
    none: dict[str, re.Pattern[str]]  # by first syllable: what opens like a name and is none

    def is_none(self, low: str, at: int, limit: int) -> bool:
        """Whether the words at `at` only look like a name: `ban hành`, `hội nghị`."""
        first = SYLLABLE.match(low, at, limit)
        pattern = self.none.get(first[0]) if first is not None else None
        return pattern is not None and pattern.match(low, at, limit) is not None


_JOIN = r"(?:, và (?:các )?|,? và (?:các )?|, các |, |/| - |; các )"
# `tỉnh` of `Tỉnh ủy` and `xã` of `xã hội` are no units
_UNIT = r"(?:thành phố|thị xã|thị trấn|(?:tỉnh|thành|huyện|quận|thị)(?! ủy| đoàn| đội)|xã(?! hội| đội| đoàn)|phường(?! đội)|đặc khu)(?![^\W_])"
_PARTS_OF_UNIT = r"(?:thôn|bản|ấp|buôn|khóm|khu phố|khu dân cư|tổ dân phố)(?![^\W_])"
_WITHIN = r"(?: (?:trực thuộc (?:trung ương|tỉnh)|thuộc tỉnh|(?:có )?liên quan|trên địa bàn(?: tỉnh| thành phố| huyện| xã| phường)?)(?![^\W_]))?"


@cache
def words() -> Words:
    data = load("bodies")
    generic = data["generic"]
    kinds = {lower(word): kind for kind, heads in data["heads"].items() for word in heads}
    opening = [*generic["words"], *generic["leaders"], *generic["determiners"]]
    one = (
        rf"(?:{any_of(generic['words'])}){_END}(?! (?:học|độ|bậc){_END})(?: (?:{any_of(generic['qualities'])}){_END})*"
    )
    return Words(
        first=frozenset(
            re.split(r"[ /.,-]", name)[0] for name in (*kinds, *map(lower, data["posts"]["words"]), *opening)
        ),
        head=Names(kinds),
        kinds=kinds,
        post=Names(
            data["posts"]["words"],
            r"(?:các )?(?:(?:đồng chí|đ/c) (?=chủ |bí |giám |thủ |trưởng|phó |chánh |bộ |vụ |cục |viện |hiệu ))?",
            "(?: các)?(?: đơn vị)?",
        ),
        field=Names(data["fields"]["names"]),
        joint=re.compile(rf"(?:,? và |, | - | & )(?:{any_of(data['fields']['joined'])}){_END}"),
        generic=re.compile(
            rf"(?:(?:{any_of(generic['leaders'])}) )?(?:(?:{any_of(generic['determiners'])}) )?{one}(?:{_JOIN}{one})*"
        ),
        generic_first=frozenset(name.split()[0] for name in opening),
        units=re.compile(
            rf" (?:(?:các |cấp |tất cả các |\d+ )?{_UNIT}(?:(?:, và |,? và | - |, |/)(?:các |cấp )?{_UNIT})*{_WITHIN}"
            rf"|các {_PARTS_OF_UNIT}(?:(?:, |,? và |/)(?:các )?{_PARTS_OF_UNIT})*{_WITHIN}|các (?:cấp(?! ủy)|địa phương){_END}{_WITHIN})"
        ),
        stop=Names(data["ends"]["stops"]),
        place=Names(data["ends"]["places"], behind="(?! ủy| đoàn| hội)"),
        small_heads=tuple(f"{word} " for word in data["small"]["heads"]),
        small_post=Names(data["small"]["posts"]),
        before_small_field=frozenset(data["small"]["before_fields"]),
        none={first: re.compile(rf"{first},? (?:{'|'.join(rest)}){_END}") for first, rest in data["not"].items()},
    )
