"""The page of coverage: its markup, and how a browser shows it."""

from __future__ import annotations

import base64
import hashlib
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from browsers import Browser, needs_chromium, window
from hypothesis import given
from hypothesis import strategies as st
from markup import Element, parsed
from plan_texts import objectives, plan
from selenium.webdriver import ActionChains, Keys

import kehoach
from kehoach.frameworks import LEVELS as ALL_LEVELS
from kehoach.frameworks import available
from kehoach.pages.coverage import SIGNS, page
from kehoach.record import (
    Coverage,
    CoveredItem,
    Depth,
    Evidence,
    FrameworkId,
    Message,
    Milestone,
    Record,
    Rejected,
    Searched,
    Stated,
)
from kehoach.shown import DEPTHS, FIELDS, LEVELS, STATUSES, VERDICTS, about, stated

RATIO = "Tỷ số giới tính khi sinh ở mức 108 bé trai/100 bé gái"
PLAN = objectives(
    f"- {RATIO};\n- Đến năm 2025, tổ chức Tháng hành động vì bình đẳng giới hằng năm.\n"
    + "".join(f"- Việc thứ {n} do các sở, ngành, địa phương thực hiện theo nhiệm vụ.\n" for n in range(1, 60))
)
STYLE = files("kehoach.pages").joinpath("coverage.css").read_text(encoding="utf-8")
ODD = ["<script>document.title='x'</script>", '"><img src=x onerror=alert(1)>', "\u202etxt", "\x00", "\ud800", "&lt;"]
BLANK = kehoach.extract(text="a", frameworks=())


def judged(text: str, *frameworks: str) -> Record:
    return kehoach.extract(text=text, frameworks=frameworks or ("28/NQ-CP",))


def shown(text: str, *frameworks: str, lang: str = "vi", name: str = "kế hoạch.txt") -> Element:
    return parsed(page([(name, text, judged(text, *frameworks))], lang))


def stood(text: str, *items: CoveredItem, lang: str = "vi", name: str = "a.txt", **about: str | int | None) -> Element:
    """The page of a text with items that are told, not judged."""
    coverage = Coverage(FrameworkId("own/1", "1"), items=items, **about)  # type: ignore[arg-type]
    return parsed(page([(name, text, replace(BLANK, coverage=(coverage,)))], lang))


def item(name: str = "Chỉ tiêu", **values: object) -> CoveredItem:
    return CoveredItem("1.1", Message(name, name), **{"status": "absent", **values})  # type: ignore[arg-type]


def ids(root: Element) -> dict[str, Element]:
    return {one.attributes["id"]: one for one in root.all() if "id" in one.attributes}


def words(element: Element) -> str:
    return " ".join(element.text().split())


both = pytest.mark.parametrize("lang", ["vi", "en"])


# --- links ----------------------------------------------------------------------------------------------------------


def test_every_link_leads_to_a_place_and_every_place_has_its_own_name() -> None:
    other = plan("II. NHIỆM VỤ\nPhát động Tháng hành động vì bình đẳng giới từ ngày 15/11 đến ngày 15/12.")
    both_frameworks = ("28/NQ-CP", "1790/QĐ-TTg")
    read = [(name, text, judged(text, *both_frameworks)) for name, text in (("a.txt", PLAN), ("b.txt", other))]
    root = parsed(page(read, "vi"))
    named = [one.attributes["id"] for one in root.all() if "id" in one.attributes]
    assert len(named) == len(set(named))
    links = [one.attributes["href"] for one in root.all("a")]
    assert len(links) > 20
    assert {link.removeprefix("#") for link in links} <= set(named)
    assert all(link.startswith("#") for link in links)


def test_evidence_leads_to_the_lit_statement_and_back() -> None:
    root = shown(PLAN)
    places = ids(root)
    row = next(row for row in root.all("tr", "item") if words(next(row.all("th"))) == "4.1")
    mark = places[row.one("div", "refs").one("a").attributes["href"][1:]]
    assert mark.tag == "mark" and RATIO in mark.text("back")
    back = [link for link in mark.all("a", "back") if link.text() == "4.1"]
    assert [places[link.attributes["href"][1:]] for link in back] == [row]
    values = [link for cell in row.all("td") for link in cell.all("a") if "108" in link.text()]
    place = places[values[0].attributes["href"][1:]]
    assert place.tag == "b" and place.text() == "108 bé trai/100 bé gái" and place in list(mark.all("b"))


def test_the_goal_is_not_named_beside_its_target_in_the_text() -> None:
    mark = next(mark for mark in shown(PLAN).all("mark") if RATIO in mark.text())
    assert "4" not in [link.text() for link in mark.all("a", "back")]


def test_the_statement_that_came_near_is_a_place_and_is_not_lit() -> None:
    near = Searched(3, (Rejected("hai ba", 4, 10, None, None, 0.234),))
    root = stood("một hai ba bốn", item(searched=near))
    link = root.one("table").one("li").one("a")
    place = ids(root)[link.attributes["href"][1:]]
    assert (place.tag, place.text()) == ("span", "hai ba")
    assert not list(root.all("mark"))


# --- the text -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("frameworks", [("28/NQ-CP",), ("1790/QĐ-TTg",), ("28/NQ-CP", "1790/QĐ-TTg")])
def test_the_whole_text_stands_on_the_page(frameworks: tuple[str, ...]) -> None:
    assert shown(PLAN, *frameworks).one("section", "text").text("back") == PLAN


_spans = st.tuples(st.integers(0, 30), st.integers(1, 12))


@given(
    st.text(st.sampled_from("ab <>&\"'\n"), min_size=42, max_size=60),
    st.lists(_spans, max_size=5),
    st.lists(_spans, max_size=5),
    st.lists(_spans, max_size=5),
)
def test_spans_may_lie_over_each_other(
    text: str, evidence: list[tuple[int, int]], near: list[tuple[int, int]], values: list[tuple[int, int]]
) -> None:
    def cut(span: tuple[int, int]) -> tuple[str, int, int]:
        return text[span[0] : sum(span)], span[0], sum(span)

    root = stood(
        text,
        item(
            status="quantified",
            evidence=tuple(Evidence(*cut(span)) for span in evidence),
            searched=Searched(9, tuple(Rejected(*cut(span)) for span in near)),
            milestones=tuple(Milestone(*cut(span), plan=Stated("=", 1.0, None, "ca")) for span in values),
        ),
    )
    section = root.one("section", "text")
    assert section.text("back") == text
    lit = "".join(mark.text("back") for mark in section.all("mark"))
    covered = {at for start, length in evidence for at in range(start, start + length)}
    assert lit == "".join(c for at, c in enumerate(text) if at in covered)
    places = Counter(one.attributes["id"] for one in root.all() if "id" in one.attributes)
    assert set(places.values()) == {1}
    assert {link.attributes["href"][1:] for link in root.all("a")} <= set(places)


@both
@pytest.mark.parametrize("odd", ODD)
def test_nothing_of_a_plan_or_a_framework_is_markup(odd: str, lang: str, tmp_path: Path) -> None:
    text = PLAN.replace(RATIO, f"{RATIO} {odd}").replace("Lào Cai", f"Lào {odd} Cai")
    html = page([(f"{odd}.txt", text, judged(text))], lang)
    html.encode("utf-8")
    assert "\x00" not in html and "\u202e" not in html
    clean = parsed(page([("x.txt", PLAN, judged(PLAN))], lang))
    kinds = {one.tag for one in clean.all()}
    assert {one.tag for one in parsed(html).all()} <= kinds
    told = stood(
        f"một {odd} hai",
        item(
            odd,
            evidence=(Evidence(odd, 4, 4 + len(odd)),),
            asked=Stated("=", 1.0, None, odd),
            milestones=(Milestone(odd, 4, 4 + len(odd), due=odd, plan=Stated("=", 2.0, None, odd)),),
        ),
        item(odd, searched=Searched(1, (Rejected(odd, 4, 4 + len(odd)),))),
        lang=lang,
        name=odd,
        period=odd,
        field=odd,
        level=odd,
    )
    assert {one.tag for one in told.all()} <= kinds | {"b", "details", "small"}
    allowed = {"class", "id", "href", "title", "aria-label", "aria-hidden", "data-name", "lang", "scope", "colspan"}
    assert {name for one in told.one("body").all() for name in one.attributes} <= allowed


def test_pages_of_a_converter_are_lines() -> None:
    assert stood("một\fhai\u2028ba").one("section", "text").text() == "một\nhai\nba"


def test_only_its_own_style_is_let_in() -> None:
    html = page([("a.txt", PLAN, judged(PLAN))], "vi")
    root = parsed(html)
    policy = next(m for m in root.all("meta") if "http-equiv" in m.attributes).attributes["content"]
    style = root.one("style").text()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in policy and "default-src 'none'" in policy
    assert not {one.tag for one in root.all()} & {"script", "img", "iframe", "link", "object", "form", "svg"}
    assert "url(" not in style and "@import" not in style
    assert not re.search(r"https?://", html)


def test_a_long_text_takes_its_length_in_work() -> None:
    def calls(many: int) -> int:
        text = "Một câu của văn bản. " * many
        items = tuple(
            item(
                status="mentioned",
                evidence=(Evidence("", n * 21, n * 21 + 20),),
                searched=Searched(1, (Rejected("", n * 21 + 5, n * 21 + 9),)),
                milestones=(Milestone("", n * 21, n * 21 + 3),),
            )
            for n in range(many)
        )
        record = replace(BLANK, coverage=(Coverage(FrameworkId("own/1", "1"), items=items),))
        counted = 0

        def count(frame: object, event: str, value: object) -> None:
            nonlocal counted
            counted += 1

        sys.setprofile(count)
        try:
            page([("a.txt", text, record)], "vi")
        finally:
            sys.setprofile(None)
        return counted

    calls(100)  # what is made once
    assert calls(800) < 4.5 * calls(200)


# --- the matrix -----------------------------------------------------------------------------------------------------


@both
def test_every_state_has_its_word_and_a_sign_of_its_own(lang: str) -> None:
    assert set(SIGNS) == set(STATUSES) | set(VERDICTS)
    assert len(set(SIGNS.values())) == len(SIGNS)
    statuses = [item(status=status) for status in STATUSES]
    verdicts = [item(status="quantified", verdict=verdict) for verdict in VERDICTS]
    body = stood("a", *statuses, *verdicts, lang=lang).one("tbody")
    told = {words(state) for state in body.all("span", "state")}
    assert told == {f"{SIGNS[key]} {names[key][lang]}" for names in (STATUSES, VERDICTS) for key in names}


@both
def test_the_legend_explains_every_state(lang: str) -> None:
    legend = stood("a", lang=lang).one("details", "legend")
    assert len(list(legend.all("dt"))) == len(list(legend.all("dd"))) == len(SIGNS)
    assert all(len(words(one)) > 8 for one in legend.all("dd"))


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("vi", "kỳ: 2026-2030 · mốc đối chiếu: 2030 · cấp: tỉnh · lĩnh vực: y tế"),
        ("en", "period: 2026-2030 · milestone: 2030 · level: province · field: health"),
    ],
)
def test_what_the_plan_was_judged_as_is_told_in_words(lang: str, told: str) -> None:
    root = stood("a", lang=lang, period="2026/2030", milestone=2030, level="province", field="health")
    assert told in [words(one) for one in root.all("p", "facts")]


def test_a_field_alone_is_no_level() -> None:
    coverage = Coverage(FrameworkId("own/1", "1"), field="education")
    assert about(coverage, "vi") == [("lĩnh vực", "giáo dục")]
    assert about(replace(coverage, field="nuôi ong"), "en") == [("field", "nuôi ong")]
    assert about(replace(coverage, field=None), "en") == []


def test_levels_and_fields_of_shipped_frameworks_have_words() -> None:
    assert set(LEVELS) == set(ALL_LEVELS)
    assert {remit.field for framework in available().values() for remit in framework.remits} <= set(FIELDS)
    assert {*DEPTHS, "target"} == set(Depth.__slots__)


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        (Stated("<", 42, None, "per", 100000), "< 42/100.000", "< 42/100,000"),
        (Stated("=", 1.7, None, "times"), "1,7 lần", "1.7 times"),
        (Stated(">=", 20, 25.5, "percent"), "≥ 20-25,5 %", "≥ 20-25.5 %"),
        (Stated(">=", 1234567, None, "đồng"), "≥ 1.234.567 đồng", "≥ 1,234,567 đồng"),
        (Stated("="), "", ""),
    ],
)
def test_values_are_written_as_the_language_does(value: Stated, vi: str, en: str) -> None:
    assert (stated(value), stated(value, "en")) == (vi, en)


@pytest.mark.parametrize(
    ("status", "searched", "lang", "told"),
    [
        ("absent", Searched(47), "vi", "Không thấy trong 47 câu đã tìm"),
        ("absent", Searched(47), "en", "Not found; statements searched: 47"),
        ("not_applicable", Searched(3), "vi", "Không thấy trong 3 câu đã tìm"),
        ("needs_review", Searched(3), "en", "Doubtful; statements searched: 3"),
        ("absent", Searched(0), "vi", "Văn bản không có câu nào để tìm"),
    ],
)
def test_where_nothing_is_found_the_search_is_told(status: str, searched: Searched, lang: str, told: str) -> None:
    assert words(stood("a", item(status=status, searched=searched), lang=lang).one("div", "depth")) == told


def test_what_came_near_is_told_with_how_near() -> None:
    near = Searched(47, (Rejected("một", 0, 3, None, None, 0.234),))
    for status, opened in (("absent", False), ("needs_review", True)):
        details = stood("một", item(status=status, searched=near)).one("table").one("details")
        assert "47" in words(details.one("summary"))
        assert words(details.one("p")) == "Câu gần nhất, kèm độ gần:" and words(details.one("li")) == "một 23 %"
        assert ("open" in details.attributes) is opened


def test_how_far_a_target_is_carried_is_told() -> None:
    carried = item(status="qualitative", evidence=(Evidence("một", 0, 3),), depth=Depth(agency=True, budget=True))
    assert words(stood("một", carried).one("div", "depth")) == "Kèm: cơ quan, kinh phí"


def test_a_framework_without_goals_has_its_targets() -> None:
    root = shown(PLAN, "1790/QĐ-TTg")
    assert [words(next(row.all("th"))) for row in root.all("tr", "item")] == ["1", "2", "3", "4", "5"]
    assert "Chương trình Truyền thông" in words(root.one("section", "matrix"))
    assert [words(row) for row in root.all("tr", "goal")] == ["Nhóm giải pháp"]


@both
def test_all_targets_goals_and_groups_stand_in_the_matrix(lang: str) -> None:
    strategy = available()["28/NQ-CP"]
    table = words(shown(PLAN, lang=lang).one("table"))
    for one in (*strategy.goals, *strategy.targets, *strategy.items, *strategy.measures):
        assert (one.name.vi if lang == "vi" else one.name.en) in table


# --- files ----------------------------------------------------------------------------------------------------------


@both
def test_the_language_is_told(lang: str) -> None:
    root = shown(PLAN, lang=lang)
    assert root.one("html").attributes["lang"] == lang
    assert root.one("section", "text").attributes["lang"] == "vi"  # the plan's own
    assert words(root.one("h1")) == {"vi": "Mức độ bao phủ", "en": "Coverage"}[lang]


def test_each_of_several_plans_has_its_heading_and_its_tally() -> None:
    root = parsed(page([(name, PLAN, judged(PLAN)) for name in ("2023/a.txt", "2024/a.txt", "x/b.txt", "-")], "vi"))
    names = ["2023/a.txt", "2024/a.txt", "b.txt", "đầu vào chuẩn"]
    assert [words(head) for head in root.all("h2")] == names
    entries = list(root.one("nav").all("li"))
    assert [words(next(entry.all("a"))) for entry in entries] == names
    assert all(SIGNS["quantified"] in entry.text() for entry in entries)
    assert [words(next(article.all("p", "facts"))) for article in root.all("article")] == [
        "ỦY BAN NHÂN DÂN TỈNH LÀO CAI · Thực hiện công tác bình đẳng giới năm 2025"
    ] * 4


@both
def test_a_plan_that_is_judged_against_nothing_is_shown(lang: str) -> None:
    root = parsed(page([("a.txt", "một", replace(BLANK, coverage=()))], lang))
    assert {"vi": "Chưa đối chiếu với khung nào.", "en": "Judged against no framework."}[lang] in words(root)
    assert root.one("section", "text").text() == "một"


@both
def test_a_page_without_plans_says_so(lang: str) -> None:
    assert {"vi": "Không có kế hoạch nào.", "en": "No plan was read."}[lang] in words(parsed(page([], lang)))


# --- colours --------------------------------------------------------------------------------------------------------


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(first: str, second: str) -> float:
    high, low = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_words_stand_out_from_their_ground(scheme: int) -> None:
    colours = dict(re.findall(r"--([a-z]+): (#[0-9a-f]+)", re.findall(r":root \{(.*?)\}", STYLE, re.S)[scheme]))
    inks = ["ink", "link", "good", "fair", "thin", "bad", "doubt", "mute"]
    pairs = [(ink, ground) for ink in inks for ground in ("paper", "soft")] + [("ink", "lit"), ("ink", "value")]
    contrasts = {(ink, ground): _contrast(colours[ink], colours[ground]) for ink, ground in pairs}
    assert {pair: contrast for pair, contrast in contrasts.items() if contrast < 4.5} == {}


# --- in a browser ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with window() as opened:
        yield opened


def _pages(lang: str = "vi") -> dict[str, str]:
    long = plan("I. MỤC TIÊU\n" + "dài" * 2000 + "\n" + "- Giao các sở thực hiện nhiệm vụ.\n" * 400)
    hostile = PLAN.replace(RATIO, f"{RATIO} {' '.join(ODD[:2])}")
    return {
        "one": page([("kế hoạch.txt", PLAN, judged(PLAN))], lang),
        "several": page(
            [(name, PLAN, judged(PLAN, "28/NQ-CP", "1790/QĐ-TTg")) for name in ("a.txt", "b" * 200 + ".txt")], lang
        ),
        "long": page([("dài.txt", long, judged(long))], lang),
        "hostile": page([("".join(ODD[:2]), hostile, judged(hostile))], lang),
        "empty": page([("a.txt", "một", BLANK)], lang),
    }


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    for name, html in {**_pages(), "english": _pages("en")["one"]}.items():
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
    return {path.stem: path for path in folder.iterdir()}


every_page = pytest.mark.parametrize("name", ["one", "several", "long", "hostile", "empty", "english"])
OVERFLOW = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
SEEN = """
const box = document.querySelector(arguments[0]).getBoundingClientRect();
return box.bottom > 0 && box.top < innerHeight && box.height > 0;
"""


@needs_chromium
@every_page
@pytest.mark.parametrize("width", [360, 768, 1400])
def test_nothing_is_wider_than_the_window(browser: Browser, written: dict[str, Path], name: str, width: int) -> None:
    browser.open(written[name], width)
    assert browser.run("return innerWidth") == width
    assert browser.run(OVERFLOW) <= 0


@needs_chromium
def test_text_and_matrix_stand_side_by_side_where_there_is_room(browser: Browser, written: dict[str, Path]) -> None:
    browser.open(written["one"], 1400)
    text, matrix = browser.box("section.text"), browser.box(".matrices")
    assert text["right"] <= matrix["left"] and abs(text["top"] - matrix["top"]) < 60
    assert browser.box("td.name")["width"] > 250


@needs_chromium
@pytest.mark.parametrize("width", [360, 768])
def test_elsewhere_the_matrix_comes_first(browser: Browser, written: dict[str, Path], width: int) -> None:
    browser.open(written["one"], width)
    text, matrix = browser.box("section.text"), browser.box(".matrices")
    assert matrix["bottom"] <= text["top"]
    assert browser.box("td.name")["width"] > 200


@needs_chromium
@pytest.mark.parametrize("width", [360, 1400])
def test_a_click_brings_the_evidence_into_view_and_one_leads_back(
    browser: Browser, written: dict[str, Path], width: int
) -> None:
    browser.open(written["one"], width, 500)
    selector = browser.run(
        "const row = [...document.querySelectorAll('tr.item')].find(r => r.cells[0].innerText == '4.1');"
        "const link = row.querySelector('.refs a'); link.scrollIntoView({block: 'center'});"
        "link.id = 'clicked'; return link.hash"
    )
    browser.driver.find_element("id", "clicked").click()
    assert browser.run(SEEN, selector)
    lit = browser.run(
        "const m = document.querySelector(':target'); return [m.tagName, getComputedStyle(m).outlineStyle]"
    )
    assert lit == ["MARK", "solid"]
    assert RATIO in browser.run("return document.querySelector(':target').innerText")
    row = browser.run("const a = document.querySelector(':target .back'); a.id = 'back'; return a.hash")
    browser.driver.find_element("id", "back").click()
    assert browser.run(SEEN, row) and browser.run("return document.querySelector(':target').tagName") == "TR"


@needs_chromium
def test_the_keyboard_reaches_links_and_shows_where_it_is(browser: Browser, written: dict[str, Path]) -> None:
    browser.open(written["one"], 1400)
    reached = []
    while "A" not in reached and len(reached) < 40:
        ActionChains(browser.driver).send_keys(Keys.TAB).perform()
        reached.append(browser.run("return document.activeElement.tagName"))
        assert browser.run("return getComputedStyle(document.activeElement).outlineStyle") == "solid", reached
    assert set(reached) == {"SUMMARY", "A"}
    ActionChains(browser.driver).send_keys(Keys.ENTER).perform()
    assert browser.run("return document.querySelector(':target').tagName") == "MARK"


@needs_chromium
@every_page
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_request_leaves_and_nothing_runs(browser: Browser, written: dict[str, Path], name: str, dark: bool) -> None:
    browser.open(written[name], 1400, dark=dark)
    browser.run("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert browser.requests() == [written[name].as_uri()]
    assert browser.complaints() == []
    assert browser.driver.title.startswith("Coverage" if name == "english" else "Mức độ bao phủ")
    ground = browser.run("return getComputedStyle(document.body).backgroundColor")
    assert ground == ("rgb(22, 22, 22)" if dark else "rgb(255, 255, 255)")


@needs_chromium
@pytest.mark.parametrize("name", ["one", "english"])
def test_print_holds_all_targets_and_the_text(browser: Browser, written: dict[str, Path], name: str) -> None:
    browser.open(written[name], 1400, dark=True)
    pages = browser.printed()
    told = "".join(pages)
    assert len(pages) > 1
    strategy = available()["28/NQ-CP"]
    for one in (*strategy.goals, *strategy.targets, *strategy.items, *strategy.measures):
        # a name may go on over the page
        assert re.sub(r"\s", "", one.name.en if name == "english" else one.name.vi)[:20] in told
    assert re.sub(r"\s", "", RATIO) in told and "Việcthứ59docácsở" in told


@needs_chromium
@pytest.mark.parametrize(("name", "lang"), [("one", "vi"), ("english", "en")])
def test_the_browser_knows_the_language(browser: Browser, written: dict[str, Path], name: str, lang: str) -> None:
    browser.open(written[name], 768)
    assert browser.run("return document.documentElement.lang") == lang
    assert browser.run("return document.querySelectorAll(':lang(vi)').length > 0")
