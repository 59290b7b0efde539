"""The pages of an audit: what is written, and how a browser shows it."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from browsers import Browser, needs_chromium, window
from hypothesis import given
from hypothesis import strategies as st
from markup import Element, parsed
from plan_texts import objectives, plan
from selenium.webdriver import ActionChains, Keys
from selenium.webdriver.support.select import Select

from kehoach.audit import Settings, Store, audit
from kehoach.audit.crew import Crew
from kehoach.audit.site import archive as heat_map
from kehoach.audit.site import citations, write_site
from kehoach.audit.site.markup import data, script
from kehoach.audit.site.text import anchor, lit
from kehoach.audit.worker import Pack, Said, Task, work
from kehoach.pages.coverage import readable
from kehoach.shown import STATUSES, VERDICTS

TAGS = "<script>document.title='x'</script>"
BREAKS = '</script><img src=x onerror="document.title=1">'
LINK = '"><a href="javascript:document.title=2">'
ODD = f"{TAGS} {BREAKS} {LINK} \u2028 \u202etxt ' & &lt;"
RATIO = "Tỷ số giới tính khi sinh ở mức 113 bé trai/100 bé gái"
HOSTILE = objectives(
    f"- {RATIO} {ODD};\n- Đến năm 2025, {ODD} 60% cơ quan có lãnh đạo chủ chốt là nữ.", f"{ODD} năm 2025"
)
SUPERIOR = plan("I. MỤC ĐÍCH\nNâng cao nhận thức.").replace("47/KH-UBND", "301/KH-UBND")
CITES = "Thực hiện Kế hoạch số 301/KH-UBND ngày {day} của Ủy ban nhân dân tỉnh và Nghị quyết số 28/NQ-CP, các sở triển khai."
CITING = objectives(f"- {RATIO}.\n{CITES.format(day='05/02/2025')}")
OTHER = plan(f"I. MỤC ĐÍCH\n{CITES.format(day='09/03/2024')}").replace("LÀO CAI", "SƠN LA").replace("Lào Cai", "Sơn La")
NOTICE = (
    plan("Ủy ban nhân dân tỉnh thông báo lịch nghỉ Tết.", "Về lịch nghỉ Tết năm 2025")
    .replace("KẾ HOẠCH\n", "THÔNG BÁO\n")
    .replace("KH-UBND", "TB-UBND")
)
ASSETS = files("kehoach.audit.site").joinpath("assets")
STYLE = ASSETS.joinpath("site.css").read_text(encoding="utf-8")
WORDS = tomllib.loads(files("kehoach.audit.site").joinpath("words.toml").read_text(encoding="utf-8"))
PAGES = ["index", "citations", "hostile", "citing"]
both = pytest.mark.parametrize("lang", ["vi", "en"])


class Here(Crew):
    """All in this process: only the pages are looked at here."""

    def run(self, tasks: Iterable[Task]) -> Iterator[Pack]:
        for task in tasks:
            said: list[Said] = []
            work(task, self._settings, said.append)
            yield from (one for one in said if isinstance(one, Pack))


def stored(texts: dict[str, str], place: Path, **settings: Any) -> Store:
    top = place / "archive"
    for name, text in texts.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    audit(top, place / "out", settings=Settings(seconds=30, **settings), crew=Here)
    return Store(place / "out")


@pytest.fixture(scope="module")
def store(plans: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    own = {f"own/{path.name}": path.read_text(encoding="utf-8") for path in sorted(plans.glob("*.txt"))[:7]}
    odd = {
        "superior.txt": SUPERIOR,
        "citing.txt": CITING,
        "other.txt": OTHER,
        "notice.txt": NOTICE,
        f"{LINK}'.txt": HOSTILE,
        "empty.txt": "",
    }
    return stored(own | odd, tmp_path_factory.mktemp("store"))


@pytest.fixture(scope="module")
def site(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages") / "site"
    write_site(store, folder)
    return folder


def asked(store: Store, query: str, *values: Any) -> list[tuple[Any, ...]]:
    with store.connect() as connection:
        return connection.execute(query, list(values)).fetchall()


def held(site: Path, name: str) -> Any:
    text = (site / "data" / f"{name}.js").read_text(encoding="utf-8")
    return json.loads(text.partition(f"kehoach.{name} = ")[2].removesuffix(";\n"))


def plan_page(store: Store, site: Path, like: str) -> Path:
    ((document,),) = asked(store, "SELECT document FROM documents WHERE path LIKE ?", like)
    return site / "plan" / f"{document}.html"


def page_of(store: Store, site: Path, name: str) -> Path:
    like = {"hostile": '%"><a%', "citing": "citing.txt"}
    return plan_page(store, site, like[name]) if name in like else site / f"{name}.html"


def source(page: Element) -> str:
    """The plan's text on its page, without what leads back from it."""

    def words(one: Element) -> str:
        return "".join(i if isinstance(i, str) else "" if "back" in i.kinds else words(i) for i in one.inside)

    return words(page.one("section", "text"))


# --- files ----------------------------------------------------------------------------------------------------------


def test_every_document_has_a_page_and_all_links_lead_to_one(store: Store, site: Path) -> None:
    listed = {document for (document,) in asked(store, "SELECT document FROM documents")}
    pages = {path.stem: parsed(path.read_text(encoding="utf-8")) for path in (site / "plan").iterdir()}
    assert pages.keys() == listed and len(listed) == 12
    for place, page in [
        *((site / "plan", p) for p in pages.values()),
        (site, parsed((site / "index.html").read_text("utf-8"))),
    ]:
        ids = [one.attributes["id"] for one in page.all() if "id" in one.attributes]
        assert len(ids) == len(set(ids))
        for link in page.all("a"):
            address = link.attributes.get("href", "")
            if address.startswith("#"):
                assert address[1:] in ids
            elif address:
                assert (place / address.partition("#")[0]).is_file()
        for one in page.all("script"):
            assert (place / one.attributes["src"]).is_file() and one.text() == ""


def test_the_folder_is_replaced_whole(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "a" / "site"
    folder.mkdir(parents=True)
    (folder / "old.html").write_text("old")
    write_site(store, folder)
    first = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert [path.name for path in folder.parent.iterdir()] == ["site"] and Path("old.html") not in first
    write_site(store, folder)
    assert {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()} == first


def test_what_fails_leaves_the_pages_before(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "index.html").write_text("before")

    def broken(*_: Any) -> Iterator[Any]:
        raise OSError("no room")
        yield

    monkeypatch.setattr("kehoach.audit.site.plan.bodies", broken)
    with pytest.raises(OSError, match="no room"):
        write_site(store, folder)
    assert (folder / "index.html").read_text() == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@both
def test_the_page_opens_in_the_language_that_was_asked_for(store: Store, tmp_path: Path, lang: str) -> None:
    write_site(store, tmp_path / "site", language=lang)  # type: ignore[arg-type]
    root = parsed((tmp_path / "site" / "index.html").read_text(encoding="utf-8"))
    assert root.one("html").attributes["lang"] == lang
    assert root.one("title").text() == {"vi": "Rà soát kế hoạch", "en": "Audit of plans"}[lang]


def test_all_words_are_there_in_both_languages() -> None:
    for table in WORDS.values():
        for key, told in table.items():
            assert told.keys() == {"vi", "en"} and all(told.values()), key
    scripts = {path.name: path.read_text(encoding="utf-8") for path in ASSETS.iterdir() if path.name.endswith(".js")}
    used = {key for text in scripts.values() for key in re.findall(r'\bword\("(\w+)"', text)}
    assert len(used) > 20 and used <= WORDS["script"].keys()
    for text in scripts.values():
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", text)


# --- what the pages say ---------------------------------------------------------------------------------------------

LEAVES = """SELECT c.document, c.item, c.status, c.verdict FROM coverage c JOIN documents USING (document)
    WHERE (kind = 'part' OR (kind = 'item' AND item NOT IN (SELECT left(item, len(item) - 1) FROM coverage WHERE kind = 'part')))"""


def test_the_map_holds_what_the_store_holds(store: Store, site: Path) -> None:
    told = held(site, "archive")
    letters = {letter: key for key, letter in heat_map.CODES.items()}
    columns = [column for column in told["frameworks"][0][3] if column[1] != -2]
    assert len(columns) == 23 and len(told["plans"]) == 12
    cells = {
        (plan[0], column[0]): letters[plan[10][0][at]] for plan in told["plans"] for at, column in enumerate(columns)
    }
    stored = {
        (document, item): verdict if status == "quantified" and verdict else status
        for document, item, status, verdict in asked(store, LEAVES)
    }
    assert cells == stored and len(set(stored.values())) > 5
    found = {
        (p[0], told["findings"][c][0]): n for p in told["plans"] for c, n in zip(p[12][::2], p[12][1::2], strict=True)
    }
    query = "SELECT document, code, count(*) FROM findings GROUP BY ALL"
    assert found == {(document, code): n for document, code, n in asked(store, query)}


def test_a_cell_knows_both_values(store: Store, site: Path) -> None:
    told = held(site, "archive")
    ((document,),) = asked(store, "SELECT document FROM documents WHERE path = 'citing.txt'")
    plan = next(plan for plan in told["plans"] if plan[0] == document)
    values = {
        told["frameworks"][0][3][c][0]: (told["strings"][s], told["strings"][a])
        for c, s, a in zip(*[iter(plan[11][0])] * 3, strict=True)
    }
    assert values["4.1"] == ("113/100", "111/100")


def test_a_row_of_the_plan_stands_beside_the_strategy(store: Store, site: Path) -> None:
    root = parsed(plan_page(store, site, "citing.txt").read_text(encoding="utf-8"))
    row = next(row for row in root.all("tr", "item") if next(row.all("th")).text() == "4.1")
    cells = [" ".join(cell.text().split()) for cell in row.all("td")]
    assert "113/100" in cells[2] and "111/100" in cells[3] and "▼ chưa đạt" in cells[4]
    link = next(link for link in row.all("a", "go") if link.text() == "113/100")
    place = next(one for one in root.all("a", "at") if one.attributes["id"] == link.attributes["href"][1:])
    assert place.attributes["id"] == anchor(CITING.index("113"), CITING.index("113") + len("113 bé trai/100 bé gái"))
    absent = next(row for row in root.all("tr", "absent") if "item" in row.kinds)
    assert re.search(r"Không thấy trong \d+ câu đã tìm", absent.text())


def test_the_text_is_whole_on_every_page(store: Store, site: Path) -> None:
    for document, text in asked(store, "SELECT document, text FROM texts"):
        root = parsed((site / "plan" / f"{document}.html").read_text(encoding="utf-8"))
        assert source(root) == readable(text)


SPANS = st.lists(
    st.tuples(st.integers(-3, 40), st.integers(-3, 40), st.sampled_from(["lit", "near", "value", "found-error"]))
)


@given(st.text(max_size=30), SPANS)
def test_pieces_of_a_text_never_lose_a_letter(text: str, spans: list[tuple[int, int, str]]) -> None:
    chips = {start: [("r1", "1.1", "")] for start, _, _ in spans}
    root = parsed("<section class=text>" + "".join(lit(text, spans, chips)) + "</section>")
    # a reader of HTML makes one end of a line of two
    assert source(root).replace("\r", "\n") == readable(text).replace("\r", "\n")
    ids = {one.attributes["id"] for one in root.all("a", "at")}
    assert {anchor(s, min(e, len(text))) for s, e, _ in spans if 0 <= s < min(e, len(text))} == ids
    over: Counter[str] = Counter()
    for one in root.all():
        if "data-a" in one.attributes:
            over.update({kind: len(one.text()) for kind in one.kinds})
    for kind in {kind for _, _, kind in spans}:
        inside = {at for s, e, k in spans if k == kind and s >= 0 for at in range(s, min(e, len(text)))}
        assert over[kind] == len(inside)


def test_a_citation_is_of_the_plan_of_that_day_and_place(store: Store, site: Path) -> None:
    ids = dict(asked(store, "SELECT path, document FROM documents"))
    told = held(site, "citations")
    work = next(work for work in told["works"] if work[0] == ids["superior.txt"])
    citing = [told["plans"][at][0] for at in work[5][::4]]
    assert citing == [ids["citing.txt"]]
    # the same number of another day is another document
    others = [work for work in told["works"] if work[1] == "301/KH-UBND" and work[0] != ids["superior.txt"]]
    assert [[told["plans"][at][0] for at in work[5][::4]] for work in others] == [[ids["other.txt"]]]
    strategy = next(work for work in told["works"] if work[0] == "28/NQ-CP")
    cited = asked(
        store, "SELECT count(DISTINCT document) FROM citations WHERE known_as = '28/NQ-CP' AND form <> 'short'"
    )
    assert [(len(strategy[5]) // 4,)] == cited and cited[0][0] > 2
    page = parsed(plan_page(store, site, "superior.txt").read_text(encoding="utf-8")).one("section", "cites")
    assert f"{ids['citing.txt']}.html" in [link.attributes["href"] for link in page.all("a")]


@pytest.mark.parametrize(
    "number",
    [
        "28/NQ-CP",
        "1790/QĐ-TTg",
        "73/2006/QH11",
        "21-CT/TW",
        "15/2019/TT-BLĐTBXH",
        "02/2017/TT-VPCP",
        "15/2012/TTLT-BTC-BYT",
    ],
)
def test_numbers_of_central_bodies(number: str) -> None:
    assert citations._CENTRAL.search(number)


@pytest.mark.parametrize("number", ["89/KH-UBND", "15/2023/NQ-HĐND", "12/KH-BCĐ", "3/KH-SYT", "21/KH-TU", "8/KH-BTV"])
def test_numbers_that_others_have_too(number: str) -> None:
    assert not citations._CENTRAL.search(number)


@pytest.mark.parametrize(
    ("issuer", "province", "told"),
    [
        ("ỦY BAN NHÂN DÂN TỈNH KON TUM", "Kon Tum", "UBND tỉnh Kon Tum"),
        ("SỞ Y TẾ", "Bến Tre", "Sở y tế (Bến Tre)"),
        ("Sở Y tế tỉnh Bến Tre", "Bến Tre", "Sở Y tế tỉnh Bến Tre"),
        ("SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", "Lạng Sơn", "Sở lao động - thương binh và xã hội (Lạng Sơn)"),
        ("TRƯỜNG THCS TAM ĐỒNG", None, "Trường THCS Tam Đồng"),
        ("BAN THƯỜNG VỤ TỈNH ỦY", None, "Ban thường vụ tỉnh ủy"),
        ("HỘI LHPN TỈNH HÀ TĨNH", "Hà Tĩnh", "Hội LHPN tỉnh Hà Tĩnh"),
        ("NGÂN HÀNG CHÍNH SÁCH XÃ HỘI VIỆT NAM", None, "Ngân hàng chính sách xã hội Việt Nam"),
        ("ỦY BAN NHÂN DÂN\nXÃ TÂN HỘI", None, "UBND xã Tân Hội"),
        (None, None, "Về việc khác"),
    ],
)
def test_names_of_issuers(issuer: str | None, province: str | None, told: str) -> None:
    row = {"issuer": issuer, "province": province, "level": "province", "title": "Về việc khác", "path": "a/b.txt"}
    assert heat_map.label(row) == told
    assert heat_map.label({**row, "issuer": None, "title": None}) == "b.txt"


# --- nothing of a plan runs -----------------------------------------------------------------------------------------


@given(st.text())
def test_a_value_in_a_script_is_that_value_and_ends_nothing(text: str) -> None:
    told = script([text, text])
    assert not re.search("[<>&\u2028\u2029\ud800-\udfff]", told)
    assert json.loads(told) == [readable(text)] * 2


def test_the_markup_of_a_plan_is_no_markup(store: Store, site: Path) -> None:
    for path in site.rglob("*.html"):
        root = parsed(path.read_text(encoding="utf-8"))
        for one in root.all():
            assert not any(name.startswith("on") or name == "style" for name in one.attributes)
            assert not one.attributes.get("href", "").startswith("javascript")
        assert not list(root.all("img")) and all("src" in one.attributes for one in root.all("script"))
        policy = next(one.attributes["content"] for one in root.all("meta") if "http-equiv" in one.attributes)
        nonces = {one.attributes["nonce"] for one in root.all() if "nonce" in one.attributes}
        assert len(nonces) == 1
        (nonce,) = nonces
        assert policy.startswith(f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; ")
        assert "unsafe" not in policy and path.read_text(encoding="utf-8").count(nonce) == policy.count(nonce) + len(
            [one for one in root.all() if "nonce" in one.attributes]
        )
    assert BREAKS in source(parsed(page_of(store, site, "hostile").read_text(encoding="utf-8")))
    assert not any("<" in path.read_text("utf-8").partition(" = ")[2] for path in (site / "data").iterdir())


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
def test_signs_stand_out_and_what_is_missing_or_below_stands_out_in_grey(scheme: int) -> None:
    colours: dict[str, str] = {}
    for block in re.findall(r":root \{(.*?)\}", STYLE, re.S)[: scheme + 1]:
        colours |= dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+)", block))
    keys = [key.replace("_", "-") for key in (STATUSES | VERDICTS) if key != "not_applicable"]
    assert {
        key: _contrast(colours[key], colours[f"on-{key}"])
        for key in keys
        if _contrast(colours[key], colours[f"on-{key}"]) < 4.5
    } == {}
    # without colours a value that is below is far from one that meets
    assert _contrast(colours["below"], colours["meets"]) > 1.8
    assert _contrast(colours["exceeds"], colours["meets"]) > 1.8


# --- in a browser ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with window() as opened:
        yield opened


def settled(browser: Browser) -> None:
    browser.driver.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")


def opened(browser: Browser, path: Path, width: int = 1400, height: int = 900, dark: bool = False) -> None:
    # another page first: the same one with another place behind # would not be loaded anew
    browser.driver.get("about:blank")
    browser.driver.get_log("browser")
    browser.open(path, width, height, dark)
    settled(browser)


def pressed(browser: Browser, *keys: str) -> None:
    for key in keys:
        ActionChains(browser.driver).send_keys(key).perform()


def choose(browser: Browser, name: str, value: str) -> None:
    Select(browser.driver.find_element("id", name)).select_by_value(value)


def number(browser: Browser, kind: str) -> int:
    return int(browser.run("return document.querySelector(arguments[0]).dataset.n", f"#tiles .{kind}"))


def told(browser: Browser, key: str) -> int:
    return int(browser.run("return document.querySelector(arguments[0]).dataset.n", f'#legend [data-key="{key}"]'))


ROWS = "return [...document.querySelectorAll('#map .body .row')].map(r => Number(r.getAttribute('aria-rowindex')) - 2)"
WHERE = "const p = kehoach.page; return [p.grid.active.row, p.grid.active.column, p.grid.box.scrollTop]"
OVERFLOW = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"


@needs_chromium
@pytest.mark.parametrize(("name", "dark"), [*((name, False) for name in PAGES), ("index", True)])
def test_the_console_is_silent_in_both_languages(
    browser: Browser, store: Store, site: Path, name: str, dark: bool
) -> None:
    opened(browser, page_of(store, site, name), dark=dark)
    for lang in ("en", "vi"):
        browser.driver.find_element("css selector", f"button[data-lang={lang}]").click()
        browser.run("document.querySelectorAll('details').forEach(d => d.open = true)")
        settled(browser)
        assert browser.run("return document.documentElement.lang") == lang
        shown = browser.run(
            "return [...document.querySelectorAll('main .vi, main .en')].map(e => [e.lang, e.checkVisibility()])"
        )
        assert shown and all(visible == (one == lang) for one, visible in shown if visible)
    assert browser.complaints() == []
    top = site.as_uri()
    assert all(address.startswith(top) for address in browser.requests() if address != "about:blank")
    assert browser.run("return getComputedStyle(document.body).backgroundColor") == (
        "rgb(22, 22, 22)" if dark else "rgb(255, 255, 255)"
    )


@needs_chromium
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [360, 1400])
def test_nothing_is_wider_than_the_window(browser: Browser, store: Store, site: Path, name: str, width: int) -> None:
    opened(browser, page_of(store, site, name), width)
    assert browser.run(OVERFLOW) <= 0


@needs_chromium
def test_counts_follow_the_filters_as_the_store_counts(browser: Browser, store: Store, site: Path) -> None:
    opened(browser, site / "index.html")
    cells = asked(
        store,
        f"SELECT level, path, title, issuer, number, province, province_now, plan, status, verdict FROM ({LEAVES}) JOIN documents USING (document)",
    )

    def check(fits: Callable[[dict[str, Any]], bool]) -> int:
        names = ("level", "path", "title", "issuer", "number", "province", "province_now", "plan", "status", "verdict")
        some = [row for row in (dict(zip(names, cell, strict=True)) for cell in cells) if fits(row)]
        keys = Counter(row["status"] for row in some) + Counter(row["verdict"] for row in some if row["verdict"])
        assert {key: told(browser, key) for key in STATUSES | VERDICTS} == {
            key: keys[key] for key in STATUSES | VERDICTS
        }
        plans = len({row["path"] for row in some})
        assert number(browser, "plans") == plans == int(browser.run("return kehoach.page.shown().length"))
        assert number(browser, "below") == keys["below"] and number(browser, "absent") == keys["absent"]
        assert browser.run("return document.querySelector('#map').getAttribute('aria-rowcount')") == str(plans + 1)
        return plans

    assert check(lambda row: row["plan"]) == 11
    choose(browser, "kind", "")
    assert check(lambda row: True) == 12
    choose(browser, "level", "province")
    assert 3 < check(lambda row: row["level"] == "province") < 12
    browser.driver.find_element("id", "q").send_keys("Lào Cai")
    lao_cai = {
        path
        for (path,) in asked(
            store,
            "SELECT path FROM documents WHERE level = 'province' AND contains(lower(concat_ws(' ', path, title, issuer, number, province, province_now)), 'lào cai')",
        )
    }
    assert check(lambda row: row["path"] in lao_cai) == len(lao_cai) == 4
    browser.driver.find_element("id", "q").clear()
    browser.driver.find_element("id", "q").send_keys("BINH DANG")
    without = {
        path
        for (path,) in asked(
            store,
            "SELECT path FROM documents WHERE level = 'province' AND contains(strip_accents(replace(lower(concat_ws(' ', path, title)), 'đ', 'd')), 'binh') AND contains(strip_accents(replace(lower(concat_ws(' ', path, title)), 'đ', 'd')), 'dang')",
        )
    }
    assert check(lambda row: row["path"] in without) == len(without) > 0
    browser.driver.find_element("css selector", "#filters button[type=reset]").click()
    assert check(lambda row: row["plan"]) == 11


@needs_chromium
def test_goal_and_status_are_filters_together(browser: Browser, store: Store, site: Path) -> None:
    opened(browser, site / "index.html")
    choose(browser, "kind", "")
    choose(browser, "goal", "g:3")
    heads = browser.run("return [...document.querySelectorAll('.heads .target')].map(e => e.innerText.trim())")
    assert heads == ["4.1", "4.2", "4.3", "4.4"]
    browser.driver.find_element("css selector", '#legend [data-key="below"]').click()
    assert browser.run("return document.activeElement.dataset.key") == "below"
    query = f"SELECT count(DISTINCT document) FROM ({LEAVES}) WHERE verdict = 'below' AND item LIKE '4.%'"
    assert [(number(browser, "plans"),)] == asked(store, query) and number(browser, "plans") > 0
    browser.driver.find_element("css selector", "#codes button").click()
    code = browser.run("return document.activeElement.dataset.code")
    query += " AND document IN (SELECT document FROM findings WHERE code = ?)"
    assert [(number(browser, "plans"),)] == asked(store, query, code)
    # the filters stand in the address, and are there again
    browser.driver.execute_async_script("setTimeout(arguments[0], 400)")
    browser.driver.refresh()
    settled(browser)
    assert [(number(browser, "plans"),)] == asked(store, query, code)
    assert browser.complaints() == []


@needs_chromium
def test_the_heading_sorts(browser: Browser, site: Path) -> None:
    opened(browser, site / "index.html")
    years = "return kehoach.page.shown().map(at => kehoach.archive.plans[at][8])"
    browser.driver.find_element("css selector", ".heads .of-year").click()
    assert browser.run(years) == sorted(browser.run(years))
    browser.driver.find_element("css selector", ".heads .of-year").click()
    assert browser.run(years) == sorted(browser.run(years), reverse=True)
    assert browser.run("return document.querySelector('.heads .of-year').getAttribute('aria-sort')") == "descending"


@needs_chromium
def test_the_keyboard_alone_reaches_a_plan(browser: Browser, site: Path) -> None:
    opened(browser, site / "index.html")
    pressed(browser, Keys.TAB, Keys.ENTER)  # the first stop leads to the map
    assert browser.run("return document.activeElement.id") == "map"
    assert browser.run("return getComputedStyle(document.activeElement).outlineStyle") == "solid"
    pressed(browser, Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.END, Keys.ARROW_LEFT)
    cell = browser.run("return document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))")
    assert cell.get_attribute("role") == "gridcell" and "active" in cell.get_attribute("class")
    assert cell.get_attribute("aria-label").startswith("6.3 ") and browser.run(WHERE)[:2] == [2, 27]
    said = browser.run("return document.querySelector('#chosen').innerText")
    assert (
        "6.3" in said and browser.run("return document.querySelector('#chosen').getAttribute('aria-live')") == "polite"
    )
    pressed(browser, Keys.ARROW_UP, Keys.ARROW_UP, Keys.ARROW_UP, Keys.ENTER)  # the heading: sort by this target
    assert browser.run("return kehoach.page.state.sort") == "6.3 up"
    assert browser.run("return document.activeElement.id") == "map"
    pressed(browser, Keys.ARROW_DOWN, Keys.ENTER)
    settled(browser)
    assert "/plan/" in browser.driver.current_url and re.search(r"#r\d+$", browser.driver.current_url)
    row = browser.run("return document.querySelector('tr.flash')")
    assert row.find_element("css selector", "th").text == "6.3" and row.is_displayed()
    assert browser.complaints() == []


@needs_chromium
def test_a_value_leads_to_its_place_in_the_text_and_back(browser: Browser, store: Store, site: Path) -> None:
    opened(browser, page_of(store, site, "citing"), 1400, 600)
    link = browser.run(
        "const row = [...document.querySelectorAll('tr.item')].find(r => r.cells[0].innerText == '4.1');"
        "return [...row.querySelectorAll('a.go')].find(a => a.innerText == '113/100')"
    )
    link.click()
    lit = browser.run("return [...document.querySelectorAll('.flash')].map(e => e.innerText).join('')")
    assert lit == "113 bé trai/100 bé gái"
    browser.run("document.querySelectorAll('.flash')[0].scrollIntoView({block: 'center', behavior: 'instant'})")
    back = next(e for e in browser.driver.find_elements("css selector", "#text a.back") if e.text == "4.1")
    back.click()
    assert browser.run("return document.querySelector('.flash').cells[0].innerText") == "4.1"


@needs_chromium
def test_the_language_goes_with_the_reader(browser: Browser, site: Path) -> None:
    opened(browser, site / "index.html")
    browser.driver.find_element("css selector", "button[data-lang=en]").click()
    assert browser.driver.title == "Audit of plans"
    assert browser.run("return document.querySelector('#level option').innerText") == "All"
    browser.run("document.querySelector('#map .row a').click()")
    settled(browser)
    assert "/plan/" in browser.driver.current_url
    assert browser.run("return document.documentElement.lang") == "en"
    browser.run("document.querySelector('.bar nav a:last-child').click()")
    settled(browser)
    assert browser.driver.title == "Citations · Audit of plans" and browser.complaints() == []


@needs_chromium
@pytest.mark.parametrize("name", PAGES)
def test_nothing_of_a_plan_runs(browser: Browser, store: Store, site: Path, name: str) -> None:
    opened(browser, page_of(store, site, name))
    if name == "index":
        browser.driver.find_element("id", "q").send_keys("onerror")
        assert number(browser, "plans") == 1
        pressed(browser, Keys.TAB)
        browser.run("kehoach.page.grid.go(0, 8)")
        assert "<script>" in browser.run("return document.querySelector('#chosen').innerText")
    title = browser.driver.title
    for address in browser.run(
        "return [...document.querySelectorAll('a[href]')].map(a => new URL(a.getAttribute('href'), location).href)"
    ):
        assert address.startswith(site.as_uri())
    assert browser.run("return document.querySelectorAll('img, main script, iframe').length") == 0
    assert browser.run("return document.querySelectorAll('[onerror], [onclick], [onload]').length") == 0
    assert title not in ("x", "1", "2") and browser.driver.title == title and browser.complaints() == []


@needs_chromium
@pytest.mark.parametrize("name", ["index", "citations", "citing"])
def test_an_address_that_another_wrote_does_no_harm(browser: Browser, store: Store, site: Path, name: str) -> None:
    opened(browser, page_of(store, site, name))
    for asked_for in (
        "sort=constructor+up&level=x&framework=99&goal=t:999&__proto__=1&finding=-5",
        "%E0%A4%A",
        "<img src=x>",
    ):
        browser.driver.get("about:blank")
        browser.driver.get(f"{page_of(store, site, name).as_uri()}?lang=<b>#{asked_for}")
        settled(browser)
        assert browser.run("return document.documentElement.lang") == "vi"
        if name == "index":
            assert number(browser, "plans") == 11
    assert browser.run("return document.querySelectorAll('img').length") == 0 and browser.complaints() == []


@needs_chromium
def test_what_were_put_in_would_not_run_either(browser: Browser, store: Store, site: Path, tmp_path: Path) -> None:
    """The policy holds should the markup ever fail."""
    page = page_of(store, site, "citing").read_text(encoding="utf-8")
    put_in = page.replace("<h1", f"{TAGS}<img src=x onerror=\"document.title='x'\"><h1", 1)
    assert put_in != page
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan" / "a.html").write_text(put_in, encoding="utf-8")
    for name in ("assets", "data"):
        (tmp_path / name).symlink_to(site / name)
    opened(browser, tmp_path / "plan" / "a.html")
    assert browser.driver.title != "x"
    assert len([said for said in browser.complaints() if "Content Security Policy" in said]) >= 2


@needs_chromium
def test_the_graph_shows_who_cites_what(browser: Browser, store: Store, site: Path) -> None:
    opened(browser, site / "citations.html")
    assert browser.run("return document.querySelector('#one h2').innerText") == browser.run(
        "return kehoach.citations.works[0][1]"
    )
    choose(browser, "which", "archive")
    assert browser.run("return document.querySelector('#count').dataset.n") == "1"
    browser.run("document.querySelector('#list').focus()")
    pressed(browser, Keys.ARROW_DOWN, Keys.ARROW_UP, Keys.ARROW_DOWN)
    assert browser.run("return document.querySelector('#one h2').innerText") == "301/KH-UBND"
    names = browser.run("return [...document.querySelectorAll('svg.graph text.node')].map(e => e.firstChild.data)")
    assert "UBND tỉnh Lào Cai 2025" in names
    browser.run("document.querySelector('#one tbody a').click()")
    settled(browser)
    assert browser.driver.current_url.startswith(page_of(store, site, "citing").as_uri())
    assert browser.run("return document.querySelector('#text .flash').innerText").startswith("Kế hoạch số 301/KH-UBND")
    assert browser.complaints() == []


@pytest.fixture(scope="module")
def large(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The map of 5,000 plans: those of the store over and over, in other years."""
    folder = tmp_path_factory.mktemp("large")
    held_now = held(site, "archive")
    plans = held_now["plans"]
    made = []
    for at in range(5000):
        one = list(plans[at % len(plans)])
        one[1], one[8], one[9] = f"{one[1]} số {at}", 2021 + at % 10, 1
        made.append(one)
    held_now["plans"] = made
    (folder / "data").mkdir()
    (folder / "data" / "archive.js").write_text(data("archive", held_now), encoding="utf-8")
    (folder / "data" / "words.js").write_bytes((site / "data" / "words.js").read_bytes())
    (folder / "assets").symlink_to(site / "assets")
    (folder / "index.html").write_bytes((site / "index.html").read_bytes())
    return folder / "index.html"


@needs_chromium
def test_a_map_of_5000_plans_is_filtered_and_scrolled(browser: Browser, large: Path) -> None:
    opened(browser, large)
    assert number(browser, "plans") == 5000
    assert len(browser.run(ROWS)) < 80  # only rows in sight are there
    height = browser.run("return document.querySelector('#map').scrollHeight")
    assert height > 5000 * 28
    browser.run("document.querySelector('#map').scrollTop = 70000")
    settled(browser)
    rows = browser.run(ROWS)
    assert 2500 in rows and len(rows) < 80
    browser.run("document.querySelector('#map').focus()")
    ActionChains(browser.driver).key_down(Keys.CONTROL).send_keys(Keys.END).key_up(Keys.CONTROL).perform()
    settled(browser)
    assert 4999 in browser.run(ROWS) and browser.run(WHERE)[:2] == [4999, 28]
    assert "active" in browser.run("return document.getElementById('map-4999-28').className")
    choose(browser, "year", "2024")
    assert number(browser, "plans") == 500
    settled(browser)
    assert browser.run(WHERE)[0] == 499 and max(browser.run(ROWS)) < 500
    browser.driver.find_element("id", "q").send_keys("số 4993")
    assert number(browser, "plans") == 1 and browser.run(ROWS) == [0]
    browser.driver.find_element("css selector", "#filters button[type=reset]").click()
    assert number(browser, "plans") == 5000
    browser.driver.find_element("css selector", ".heads .of-absent_count").click()
    counts = browser.run(
        "return [...document.querySelectorAll('#map .body .row')].sort((a, b) => a.ariaRowIndex - b.ariaRowIndex)"
        ".map(r => Number(r.children[4].innerText || 0))"
    )
    assert counts == sorted(counts, reverse=True) and counts[0] > 0
    assert browser.complaints() == []


@needs_chromium
def test_print_holds_all_rows_and_the_whole_text(browser: Browser, store: Store, site: Path) -> None:
    opened(browser, site / "index.html", 1400, 400, dark=True)
    choose(browser, "kind", "")
    told = "".join(browser.printed())
    for name in browser.run("return kehoach.archive.plans.map(p => p[1])"):
        if "<" not in name:
            assert re.sub(r"\s", "", name)[:12] in told, name
    assert all(sign in told for sign in "×▼")
    opened(browser, page_of(store, site, "citing"), 1400, 400, dark=True)
    told = "".join(browser.printed())
    assert "PHÓCHỦTỊCH" in told and re.sub(r"\s", "", RATIO) in told and "6.4" in told


# --- other stores ---------------------------------------------------------------------------------------------------


@needs_chromium
@pytest.mark.parametrize("frameworks", [("28/NQ-CP", "1790/QĐ-TTg"), ()], ids=["two frameworks", "no framework"])
def test_other_stores_have_pages_too(browser: Browser, tmp_path: Path, frameworks: tuple[str, ...]) -> None:
    write_site(stored({"a.txt": CITING, "empty.txt": ""}, tmp_path, frameworks=frameworks), tmp_path / "site")
    opened(browser, tmp_path / "site" / "index.html")
    assert number(browser, "plans") == 1
    assert "empty.txt" in browser.run("return document.querySelector('.files').textContent")
    heads = "return document.querySelectorAll('.heads .target').length"
    if frameworks:
        assert browser.run(heads) == 23
        choose(browser, "framework", "1")
        assert browser.run(heads) == 5
        browser.run("kehoach.page.grid.go(0, 6); kehoach.page.grid.told.open(0, 6)")
        settled(browser)
        assert browser.run("return document.querySelector('tr.flash th').innerText") == "1"
    else:
        assert browser.run(heads) == 0
        browser.driver.find_element("id", "q").send_keys("zzz")
        assert number(browser, "plans") == 0 and browser.run(ROWS) == []
        pressed(browser, Keys.ENTER)
    for name in ("citations", *(f"plan/{path.stem}" for path in (tmp_path / "site" / "plan").iterdir())):
        opened(browser, tmp_path / "site" / f"{name}.html")
    assert browser.complaints() == []
