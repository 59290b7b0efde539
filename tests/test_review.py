"""The page of a review: who is let in, what is kept, and how a browser shows it, by the keys alone."""

from __future__ import annotations

import http.client
import json
import re
import signal
import subprocess
import sys
import threading
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from browsers import Browser, needs_chromium, window
from click.testing import CliRunner
from plan_texts import plan as plan_text
from selenium.webdriver import ActionChains, Keys

from kehoach import extract
from kehoach.cli import main
from kehoach.errors import FormError
from kehoach.prefill import Plan, open_form
from kehoach.prefill.corrections import load
from kehoach.prefill.edit import EditError
from kehoach.review.page import page, policy, words
from kehoach.review.server import HEADER, Server
from kehoach.review.session import Refused, Session
from kehoach.review.typed import from_typed

ODD = '<script>document.title="x"</script><img src=x onerror="document.title=1">'
BODY = f"""I. MỤC TIÊU
1. Mục tiêu cụ thể
- Đến năm 2025, tỷ lệ nữ giám đốc doanh nghiệp đạt ít nhất 27%;
- Đến năm 2025, 60% cơ quan có lãnh đạo chủ chốt là nữ {ODD};
II. TỔ CHỨC THỰC HIỆN
1. Sở Nội vụ: Chủ trì, phối hợp với Sở Tài chính tham mưu Kế hoạch trước ngày 30/6/2025. 𝐀 Thực hiện Nghị quyết số 28/NQ-CP ngày 03/3/2021 của Chính phủ {ODD}.
2. Sở Y tế: Báo cáo Ủy ban nhân dân tỉnh trước ngày 15/12/2025.
"""
TEXT = plan_text(BODY, f"Thực hiện công tác bình đẳng giới năm 2025 {ODD}")
OTHER = plan_text("I. MỤC TIÊU\n1. Mục tiêu cụ thể\n- Đến năm 2025, 45% lao động nữ làm công hưởng lương.\n")


def made(text: str = TEXT, name: str = "a.txt") -> Plan:
    return Plan(name, extract(text=text, frameworks=()), text)


def rows(told: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for group in told["groups"] for card in group["cards"] for row in card["rows"]]


def row(told: dict[str, Any], name: str, read: str | None) -> dict[str, Any]:
    return next(one for one in rows(told) if one["name"] == name and one["read"] == read)


def session(path: Path, *plans: Plan, **more: Any) -> Session:
    return Session(plans or (made(),), path / "review.jsonl", **more)


# --- what is said ---------------------------------------------------------------------------------------------------


def test_what_is_said_is_written_at_once_and_taken_up_again(tmp_path: Path) -> None:
    one = session(tmp_path, reviewer="Lan", when="2025-01-02")
    number = row(one.plan(0), "Number.normalised", "47/KH-UBND")
    told = one.say(0, number["id"], "corrected", text=" 48/KH-UBND ", note="xem trang 1")
    assert (told["said"]["text"], told["said"]["shown"], told["done"]) == ("48/KH-UBND", ("48/KH-UBND",) * 2, 1)
    (held,) = load(tmp_path / "review.jsonl")
    assert (held.said, held.text, held.note, held.reviewer, held.when) == (
        "corrected",
        "48/KH-UBND",
        "xem trang 1",
        "Lan",
        "2025-01-02",
    )
    again = session(tmp_path).plan(0)
    assert again["said"][number["id"]] == told["said"] and again["done"] == 1 and not again["suspect"]
    assert one.say(0, number["id"], None)["said"] is None
    assert not len(load(tmp_path / "review.jsonl"))


def test_the_same_value_on_the_same_words_is_accepted(tmp_path: Path) -> None:
    one = session(tmp_path)
    number = row(one.plan(0), "Number.normalised", "47/KH-UBND")
    start, end, _ = number["spans"][0]
    told = one.say(0, number["id"], "corrected", text="47/KH-UBND", span=(start, end))
    assert told["said"]["said"] == "accepted"
    told = one.say(0, number["id"], "corrected", text="47/KH-UBND", span=(start, end - 1))
    assert (told["said"]["said"], told["said"]["text"], told["said"]["span"]) == ("corrected", None, (start, end - 1))


def test_what_was_not_changed_needs_not_be_typed_as_one_types_it(tmp_path: Path) -> None:
    text = TEXT.replace("trước ngày 15/12/2025", "trước ngày 15/12 hằng năm")
    one = session(tmp_path, made(text))
    due = row(one.plan(0), "Due.edtf", "XXXX-12-15")
    assert due["text"] == ("15/12 hằng năm", "every 15 December")
    told = one.say(0, due["id"], "corrected", text="15/12 hằng năm", span=(0, 6))
    assert (told["said"]["said"], told["said"]["text"]) == ("corrected", None)
    one.say(0, due["id"], "corrected", text="XXXX-11-15")
    told = one.say(0, due["id"], "corrected", text=" 15/11  hằng năm", span=(0, 6))
    assert (told["said"]["text"], told["said"]["span"]) == ("XXXX-11-15", (0, 6))


def test_values_stand_on_words_and_are_of_their_kind(tmp_path: Path) -> None:
    one = session(tmp_path)
    told = one.plan(0)
    missing, value = row(told, "Citation.pinpoint", None), row(told, "Measurement.value", "27")
    for said, key in (
        (lambda: one.say(0, missing["id"], "corrected", text="Điều 2"), "needs_span"),
        (lambda: one.say(0, missing["id"], "corrected", text="Điều 2", span=(3, 3)), "needs_span"),
        (lambda: one.say(0, missing["id"], "corrected", text="Điều 2", span=(0, 10**9)), "needs_span"),
        (lambda: one.say(0, missing["id"], "removed"), "no_such_value"),
        (lambda: one.say(0, value["id"], "corrected", text="nhiều"), "no_such_value"),
        (lambda: one.say(0, value["id"], "corrected", text=" "), "no_such_value"),
        (lambda: one.say(0, value["id"], "removed"), "no_such_value"),
        (lambda: one.say(0, "header.nothing", "accepted"), "no_value"),
        (lambda: one.say(0, value["id"], "accepted", note="x" * 20_000), "too_long"),
        (lambda: one.add(0, "findings", (0, 5)), "no_such_value"),
        (lambda: one.forget(0, 0), "no_value"),
    ):
        with pytest.raises(Refused) as refused:
            said()
        assert str(refused.value) == key and key in words()["told"]
    assert not (tmp_path / "review.jsonl").exists()
    told = one.say(0, value["id"], "corrected", text="28,5")
    assert (told["said"]["text"], told["said"]["shown"]) == ("28.5", ("28,5", "28.5"))
    assert one.say(0, missing["id"], "corrected", text="Điều 2", span=(0, 5))["said"]["span"] == (0, 5)


def test_an_entry_is_added_given_values_and_taken_back(tmp_path: Path) -> None:
    one = session(tmp_path)
    start = TEXT.index("Kế hoạch trước")
    before = len(rows(one.plan(0)))
    told = one.add(0, "citations", (start, start + 8))
    assert told["reload"]
    number = next(r for r in rows(one.plan(0)) if r["id"] == f"{told['id']}.number")
    one.say(0, number["id"], "corrected", text="47/KH-UBND", span=(start, start + 8))
    with pytest.raises(Refused, match="there_already"):
        one.add(0, "citations", (start, start + 8))
    again = session(tmp_path).plan(0)
    assert again["said"][number["id"]]["text"] == "47/KH-UBND"
    assert one.say(0, told["id"], None)["reload"]
    after = one.plan(0)
    assert len(rows(after)) == before and [doubt["why"] for doubt in after["suspect"]] == ["gone"]


def test_what_changed_below_a_correction_is_told_and_can_be_forgotten(tmp_path: Path) -> None:
    one = session(tmp_path)
    number = row(one.plan(0), "Number.normalised", "47/KH-UBND")
    place = row(one.plan(0), "Named.name", "Lào Cai")
    one.say(0, number["id"], "corrected", text="48/KH-UBND")
    one.say(0, place["id"], "accepted")
    other = session(tmp_path, made(TEXT.replace("47/KH-UBND", "50/KH-UBND")))
    told = other.plan(0)
    assert list(told["said"]) == [place["id"]]
    (doubt,) = told["suspect"]
    assert (doubt["id"], doubt["why"], doubt["read"], doubt["text"]) == (
        number["id"],
        "words",
        "47/KH-UBND",
        "48/KH-UBND",
    )
    other.forget(0, 0)
    assert not other.plan(0)["suspect"] and len(load(tmp_path / "review.jsonl")) == 1


def test_what_is_said_anew_takes_the_place_of_what_is_suspect(tmp_path: Path) -> None:
    one = session(tmp_path)
    number = row(one.plan(0), "Number.normalised", "47/KH-UBND")
    one.say(0, number["id"], "corrected", text="48/KH-UBND")
    other = session(tmp_path, made(TEXT.replace("47/KH-UBND", "50/KH-UBND")))
    assert other.say(0, number["id"], "accepted")["doubts"] == []
    (held,) = load(tmp_path / "review.jsonl")
    assert (held.read, held.said) == ("50/KH-UBND", "accepted")


def test_two_reviews_of_one_file_lose_nothing_of_each_other(tmp_path: Path) -> None:
    first, second = session(tmp_path), session(tmp_path, made(OTHER, "b.txt"))
    first.say(0, row(first.plan(0), "Number.normalised", "47/KH-UBND")["id"], "accepted")
    second.say(0, row(second.plan(0), "Measurement.value", "45")["id"], "accepted")
    first.say(0, row(first.plan(0), "Measurement.value", "27")["id"], "accepted")
    assert len(load(tmp_path / "review.jsonl")) == 3
    assert first.export().count("\n") == 2 and second.export().count("\n") == 1


def test_two_plans_of_one_name_are_told_apart(tmp_path: Path) -> None:
    one = session(tmp_path, made(), made(OTHER))
    number = row(one.plan(0), "Number.normalised", "47/KH-UBND")
    one.say(0, number["id"], "accepted")
    again = session(tmp_path, made(), made(OTHER))
    assert (again.plan(0)["done"], again.plan(1)["done"], again.plan(1)["suspect"]) == (1, 0, [])


def test_the_fields_of_a_form(tmp_path: Path) -> None:
    for name in ("register", "targets", "assignments"):
        one = session(tmp_path, form=open_form(name))
        told = one.plan(0)
        assert [group["name"] for group in told["groups"]] == ["form"] and told["values"] > 4
        assert one.overview()["form"] is not None
    form = tmp_path / "form.json"
    form.write_text(
        json.dumps({"a": "{{ header.parent_issuer }}", "b": "{{ targets.measurements }}"}), encoding="utf-8"
    )
    told = session(tmp_path, form=open_form(str(form))).plan(0)
    found = rows(told)
    assert found[0]["id"] == "header.parent_issuer.name" and found[0]["state"] == "missing"
    assert {"Measurement.value", "Measurement.unit"} <= {one["name"] for one in found}


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "review.jsonl").write_text("{}\n", encoding="utf-8")
    with pytest.raises(FormError, match="line 1"):
        session(tmp_path)


@pytest.mark.parametrize(
    ("owner", "key", "typed", "lang", "value"),
    [
        ("Measurement", "value", "1.250", "vi", "1250"),
        ("Measurement", "value", "1.250", "en", "1.25"),
        ("Measurement", "value", "1,250.5", "en", "1250.5"),
        ("BudgetLine", "amount", "1.250.000,5", "vi", "1250000.5"),
        ("Measurement", "value", "27,5 %", "vi", "27.5"),
        ("Due", "edtf", "5/2/2025", "vi", "2025-02-05"),
        ("Due", "edtf", "…/02/2025", "vi", "2025-02-XX"),
        ("Due", "edtf", "02/2025", "vi", "2025-02"),
        ("Due", "edtf", "2021 - 2025", "vi", "2021/2025"),
        ("Due", "edtf", "quý II/2025", "vi", "2025-34"),
        ("Due", "edtf", "2025-34", "vi", "2025-34"),
        ("Named", "name", " Lào \n Cai ", "vi", "Lào Cai"),
    ],
)
def test_what_is_typed_is_read_as_people_write_it(owner: str, key: str, typed: str, lang: Any, value: str) -> None:
    assert from_typed(owner, key, typed, lang) == value


@pytest.mark.parametrize(
    ("owner", "key", "typed"),
    [("Due", "edtf", "40/1/2025"), ("Due", "edtf", "1/13/2025"), ("Due", "edtf", "13/2025"), ("Due", "edtf", "mai"),
     ("Measurement", "value", "1.2.3"), ("Named", "name", ""), ("Named", "name", "x" * 20_000)],
)  # fmt: skip
def test_what_is_none_of_its_kind_is_refused(owner: str, key: str, typed: str) -> None:
    with pytest.raises(EditError):
        from_typed(owner, key, typed, "vi")


# --- who is let in --------------------------------------------------------------------------------------------------


@contextmanager
def served(one: Session, lang: Any = "vi") -> Iterator[Server]:
    server = Server(one, lang=lang)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with served(session(tmp_path_factory.mktemp("server"))) as found:
        yield found


def request(
    server: Server, method: str, path: str, body: Any = None, drop: str = "", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    told = {"Host": f"127.0.0.1:{server.server_port}", HEADER: server.token}
    if method == "POST":
        told |= {"Origin": f"http://127.0.0.1:{server.server_port}", "Content-Type": "application/json"}
    told |= {name.replace("_", "-"): value for name, value in headers.items()}
    told.pop(drop, None)
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    try:
        connection.putrequest(method, path, skip_host=True)
        data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        if data is not None:
            told.setdefault("Content-Length", str(len(data)))
        for name, value in told.items():
            connection.putheader(name, value)
        connection.endheaders(data)
        answer = connection.getresponse()
        return answer.status, {key.lower(): value for key, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def test_the_page_needs_its_token_and_tells_nothing_of_a_plan(server: Server) -> None:
    status, headers, body = request(server, "GET", f"/?token={server.token}", drop=HEADER)
    assert status == 200 and headers["content-type"].startswith("text/html")
    assert "Set-Cookie".lower() not in headers and "access-control-allow-origin" not in headers
    nonce = re.search(rb'<script nonce="([^"]+)">', body)
    assert nonce is not None and headers["content-security-policy"] == policy(nonce[1].decode())
    assert "unsafe" not in headers["content-security-policy"] and b"onerror" not in body.split(b"<script nonce")[0]
    assert headers["x-frame-options"] == "DENY" and headers["referrer-policy"] == "no-referrer"
    for path in ("/", "/?token=", "/?token=x", f"/?token={server.token}x", f"/?Token={server.token}"):
        assert request(server, "GET", path, drop=HEADER)[0] == 403
    other = request(server, "GET", f"/?token={server.token}", drop=HEADER)[2]
    assert nonce[1] not in other


@pytest.mark.parametrize("path", ["/api/plans", "/api/plan/0", "/api/export", "/favicon.ico", "/nothing"])
def test_nothing_is_told_without_the_token(server: Server, path: str) -> None:
    for refused in (
        request(server, "GET", path, drop=HEADER),
        request(server, "GET", f"{path}?token={server.token}", drop=HEADER),
        request(server, "GET", path, **{HEADER: "x"}),
        request(server, "GET", path, **{HEADER: "é" * 43}),
        request(server, "GET", path, Cookie=f"token={server.token}", drop=HEADER),
    ):
        assert refused[0] == 403 and len(refused[2]) < 40 and b"KH-UBND" not in refused[2]


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:80"},
        {"Host": "127.0.0.1"},
        {"Host": "127.0.0.1:1"},
        {"Host": "localhost.evil.example"},
        {"Host": ""},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "https://127.0.0.1"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)
def test_other_hosts_and_origins_are_refused(server: Server, headers: dict[str, str]) -> None:
    body = {"id": "header.number.normalised", "said": "accepted"}
    assert request(server, "GET", "/api/plan/0", **headers)[0] == 403
    assert request(server, "POST", "/api/plan/0/say", body, **headers)[0] == 403
    if "Sec_Fetch_Site" not in headers:
        assert request(server, "GET", f"/?token={server.token}", **headers)[0] == 403
    assert not server.session.path.exists()


def test_a_change_needs_an_origin_and_is_json(server: Server) -> None:
    body = {"id": "header.number.normalised", "said": "accepted"}
    say = "/api/plan/0/say"
    assert request(server, "POST", say, body, drop="Origin")[0] == 403
    assert request(server, "POST", say, body, Content_Type="text/plain")[0] == 415
    assert request(server, "POST", say, b"{")[0] == 400
    assert request(server, "POST", say, b"[]")[0] == 400
    assert request(server, "POST", say, b"[" * 100_000)[0] == 400
    assert request(server, "POST", say, None)[0] == 411
    assert request(server, "POST", say, b"", Content_Length="1000000000")[0] == 413
    assert request(server, "POST", say, body | {"span": [1, "2"]})[0] == 400
    assert request(server, "POST", say, body | {"said": "all"})[0] == 400
    assert request(server, "POST", say, body | {"id": 3})[0] == 400
    assert request(server, "POST", say, body | {"id": "nothing"})[0] == 422
    assert request(server, "POST", "/api/plan/9/say", body)[0] == 404
    assert request(server, "POST", "/api/plan/%D9%A3/say", body)[0] == 404
    assert request(server, "GET", "/api/plan/-1")[0] == 404
    assert request(server, "POST", "/api/plan/0/add", {"list": "citations"})[0] == 400
    assert request(server, "PUT", say, body)[0] == 501
    assert request(server, "OPTIONS", say)[0] == 501
    assert not server.session.path.exists()


def test_it_listens_on_this_machine_alone(server: Server) -> None:
    assert server.server_address[0] == "127.0.0.1" and len(server.token) > 40
    assert server.address == f"http://127.0.0.1:{server.server_port}/?token={server.token}"


def test_every_word_of_the_page_is_there_in_both_languages() -> None:
    told = words()
    for held in told.values():
        for both in held.values():
            assert len(both) == 2 and bool(both[0]) == bool(both[1])
    script = page("n", "vi").partition('<script nonce="n">')[2]
    for table, key in re.findall(r'word\("(\w+)", "(\w+)"', script):
        assert key in told[table], (table, key)
    for key in re.findall(
        r'Refused\("(\w+)"\)', Path(sys.modules[Session.__module__].__file__ or "").read_text("utf-8")
    ):
        assert key in told["told"]
    assert "</script" not in script.partition("</script>")[0] and "innerHTML" not in script


# --- the command ----------------------------------------------------------------------------------------------------


def test_the_command_shows_the_address_and_ends_cleanly(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    command = [sys.executable, "-m", "kehoach", "review", "a.txt", "--no-browser", "--no-coverage"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None and run.stderr is not None
        try:
            line = run.stdout.readline().strip()
            assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\?token=[\w-]{43}", line)
            run.send_signal(signal.SIGINT)
            _, told = run.communicate(timeout=20)
        finally:
            run.kill()  # where the signal is ignored, as in a shell's background job, the test must fail and not wait
    assert (run.returncode, told) == (0, "")


def test_the_command_says_what_is_wrong(tmp_path: Path) -> None:
    run = CliRunner().invoke(main, ["review", str(tmp_path / "none.txt"), "--no-browser"])
    assert run.exit_code == 1 and "none.txt" in run.stderr and run.stderr.count("\n") == 1
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "bad.jsonl").write_text("{\n", encoding="utf-8")
    named = ["review", str(tmp_path / "a.txt"), "--no-browser", "--no-coverage"]
    run = CliRunner().invoke(main, [*named, "--corrections", str(tmp_path / "bad.jsonl")])
    assert run.exit_code == 2 and run.stderr.endswith("bad.jsonl: line 1 is damaged\n")
    run = CliRunner().invoke(main, [*named, "--form", "nothing"])
    assert run.exit_code == 2 and run.stderr.startswith("kehoach: nothing: ")
    assert "kehoach review plan.pdf" in CliRunner().invoke(main, ["review", "--help"]).output


# --- in a browser ---------------------------------------------------------------------------------------------------


class Hands:
    """A person at the page who has keys alone."""

    def __init__(self, browser: Browser, server: Server) -> None:
        self.browser = browser
        self.server = server
        self.path = server.session.path

    def open(self, width: int = 1440, height: int = 900) -> None:
        self.browser.command(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False
        )
        self.browser.driver.get(self.server.address)
        self.until(lambda: self.run("return document.documentElement.dataset.ready"))

    def until(self, there: Callable[[], Any]) -> Any:
        for _ in range(1500):
            if found := there():
                return found
            time.sleep(0.02)
        raise AssertionError(f"it did not come; status: {self.status!r}")

    def run(self, script: str, *values: Any) -> Any:
        return self.browser.run(script, *values)

    def keys(self, *keys: str) -> None:
        ActionChains(self.browser.driver).send_keys(*keys).perform()

    def shift(self, *keys: str, also: str = "") -> None:
        chain = ActionChains(self.browser.driver).key_down(Keys.SHIFT)
        chain = chain.key_down(also) if also else chain
        chain = chain.send_keys(*keys)
        (chain.key_up(also) if also else chain).key_up(Keys.SHIFT).perform()

    @property
    def status(self) -> str:
        return str(self.run("return document.getElementById('status').textContent"))

    @property
    def row(self) -> dict[str, Any]:
        """The field that is chosen, as the page has it, and its words."""
        found: dict[str, Any] = self.run(
            "const one = document.querySelector('[role=option][aria-selected=true]');"
            "return {id: one.row.id, shown: one.textContent, focus: document.activeElement === one}"
        )
        return found

    def to(self, id: str) -> None:
        """Go on by parts with `J`, and then with `j`, until that field is chosen."""
        for _ in range(400):
            here = self.row["id"]
            if here == id:
                return
            self.keys("j" if re.split(r"[.[]", here)[0] == re.split(r"[.[]", id)[0] else "J")
        raise AssertionError(f"no way to {id}")

    @property
    def chosen(self) -> str:
        return str(self.run("return getSelection().toString()"))

    @property
    def found(self) -> str:
        """How many places a search has found."""
        return str(self.run("return document.querySelector('.count').textContent"))

    def held(self, id: str) -> dict[str, Any] | None:
        if not self.path.exists():
            return None
        lines = [json.loads(line) for line in self.path.read_text(encoding="utf-8").splitlines()]
        return next((one for one in lines if one["id"] == id), None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with window() as found:
        yield found


@pytest.fixture
def hands(browser: Browser, tmp_path: Path) -> Iterator[Hands]:
    with served(session(tmp_path, made(), made(OTHER, "b.txt"), reviewer="Lan")) as server:
        found = Hands(browser, server)
        browser.complaints()
        browser.requests()
        found.open()
        yield found
        assert browser.complaints() == []


NUMBER = "header.number.normalised"


@needs_chromium
def test_a_whole_round_by_the_keys_alone(hands: Hands) -> None:
    first = hands.row
    assert first["focus"] and first["id"] == "header.document_type.name"
    # accept, and go on
    hands.keys("a")
    hands.until(lambda: hands.held(first["id"]))
    hands.until(lambda: hands.row["id"] == NUMBER)
    # correct
    hands.keys("e")
    hands.keys("48/KH-UBND", Keys.ENTER)
    held = hands.until(lambda: hands.held(NUMBER))
    assert (held["said"], held["text"], held["read"], held["reviewer"]) == (
        "corrected",
        "48/KH-UBND",
        "47/KH-UBND",
        "Lan",
    )
    assert hands.until(lambda: hands.row["focus"]) and "đã sửa" in hands.row["shown"]
    # undo, twice
    hands.keys("u")
    hands.until(lambda: hands.held(NUMBER) is None)
    hands.keys("u")
    hands.until(lambda: hands.held(first["id"]) is None)
    hands.until(lambda: hands.row["id"] == first["id"])
    hands.keys("u")
    hands.until(lambda: "Không còn gì" in hands.status)
    # other words, in the text, by the arrows
    hands.to("header.title.name")
    hands.keys("s")
    title = hands.until(lambda: hands.chosen)
    assert title.startswith("Thực hiện công tác") and title.endswith('onerror="document.title=1">')
    hands.shift(Keys.ARROW_LEFT * 3)
    hands.shift(Keys.ARROW_LEFT, also=Keys.CONTROL)
    assert len(hands.chosen) < len(title) - 3
    end = TEXT.index("Thực hiện công tác") + len(hands.chosen.rstrip())
    hands.keys(Keys.ENTER)
    held = hands.until(lambda: hands.held("header.title.name"))
    assert (held["span"]["start"], held["span"]["end"]) == (TEXT.index("Thực hiện công tác"), end)
    assert hands.until(lambda: hands.row["focus"])
    # the other end
    hands.keys("s", "o")
    hands.shift(Keys.ARROW_RIGHT * 5)
    hands.keys(Keys.ENTER)
    start = TEXT.index("Thực hiện công tác") + len("Thực ")
    hands.until(lambda: (hands.held("header.title.name") or {})["span"]["start"] == start)
    # a note, and that it is not there
    hands.keys("k")
    noted = hands.row["id"]
    assert noted != "header.title.name"
    hands.keys("n")
    hands.keys("xem lại", Keys.ENTER)
    assert hands.until(lambda: hands.held(noted))["note"] == "xem lại"
    hands.until(lambda: hands.row["focus"])
    hands.keys("x")
    hands.until(lambda: (hands.held(noted) or {})["said"] == "removed")
    assert (hands.held(noted) or {})["note"] == "xem lại"
    # help, and away from it
    hands.keys("?")
    assert hands.until(lambda: hands.run("return document.getElementById('keys').open"))
    hands.keys(Keys.ESCAPE)
    hands.until(lambda: hands.row["focus"])
    # export, reached by the tabulator
    folder = hands.path.parent / "downloads"
    folder.mkdir()
    hands.browser.command("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder))
    for _ in range(40):
        if hands.run("return document.activeElement.id") == "export":
            break
        hands.keys(Keys.TAB)
    hands.keys(Keys.ENTER)
    hands.until(lambda: "review.jsonl" in hands.status)
    hands.until((folder / "review.jsonl").exists)
    assert list(load(folder / "review.jsonl")) == list(load(hands.path)) != []


@needs_chromium
def test_a_missing_value_is_added_on_words_found_by_searching(hands: Hands) -> None:
    hands.to("header.parent_issuer.name")
    hands.keys("e")
    hands.keys("Bộ Nội vụ", Keys.ENTER)
    hands.until(lambda: "Giá trị phải dựa vào" in hands.status)
    assert hands.held("header.parent_issuer.name") is None
    hands.keys("/")
    hands.keys("so noi vu")  # without marks
    hands.until(lambda: hands.found)
    hands.keys(Keys.ESCAPE)
    assert hands.chosen == "Sở Nội vụ"
    hands.keys(Keys.ENTER)
    held = hands.until(lambda: hands.held("header.parent_issuer.name"))
    assert (held["text"], held["read"], held["span"]["text"]) == ("Bộ Nội vụ", None, "Sở Nội vụ")


@needs_chromium
def test_offsets_are_those_of_the_plan_behind_letters_of_two_units(hands: Hands) -> None:
    assert "𝐀" in TEXT
    hands.keys("/")
    hands.keys("28/nq-cp")
    hands.until(lambda: hands.found)
    hands.keys(Keys.ESCAPE)
    assert hands.chosen == "28/NQ-CP"
    hands.keys("+")
    hands.keys(Keys.ENTER)
    hands.until(lambda: "added-" in hands.row["id"])
    (held,) = [json.loads(line) for line in hands.path.read_text(encoding="utf-8").splitlines()]
    start = TEXT.index("28/NQ-CP")
    assert (held["span"]["start"], held["span"]["end"], held["said"]) == (start, start + 8, "added")
    hands.keys("u")
    hands.until(lambda: hands.path.read_text(encoding="utf-8") == "")
    # and what stands behind it is lit where it stands
    due = next(r for r in rows(hands.server.session.plan(0)) if r["read"] == "2025-12-15" and r["name"] == "Due.edtf")
    hands.to(due["id"])
    lit = hands.run("return [...CSS.highlights.get('active')].map(range => range.toString())")
    assert lit == ["ngày 15/12/2025"]
    shown = hands.run(
        "const [range] = CSS.highlights.get('active'), box = range.getBoundingClientRect(),"
        "pane = document.getElementById('text').getBoundingClientRect(); return box.top >= pane.top && box.bottom <= pane.bottom"
    )
    assert shown


@needs_chromium
def test_a_plan_in_decomposed_letters_is_searched_and_lit(browser: Browser, tmp_path: Path) -> None:
    text = unicodedata.normalize("NFD", TEXT)
    with served(session(tmp_path, made(text))) as server:
        hands = Hands(browser, server)
        hands.open()
        hands.to("header.title.name")
        hands.keys("/")
        hands.keys("Sở Nội vụ")
        hands.until(lambda: hands.found.startswith("1/"))
        hands.keys(Keys.ESCAPE, "s")
        held = hands.until(lambda: hands.held("header.title.name"))
        words_there = unicodedata.normalize("NFD", "Sở Nội vụ")
        assert held["span"]["text"] == words_there and held["span"]["start"] == text.index(words_there)
        again = session(tmp_path, made(text)).plan(0)
        assert again["said"]["header.title.name"]["span"] is not None and not again["suspect"]
        assert browser.complaints() == []


@needs_chromium
def test_a_field_that_is_clicked_shows_its_words_and_words_show_their_field(hands: Hands) -> None:
    hands.keys(Keys.END)
    end = hands.until(lambda: hands.row["id"] if hands.row["id"] != "header.document_type.name" else None)
    lit = "return [...CSS.highlights.get('active')].map(range => [range.toString(), range.getBoundingClientRect().toJSON()])"
    number = hands.run(f"return [...document.querySelectorAll('[role=option]')].find(one => one.row.id === {NUMBER!r})")
    hands.run("arguments[0].scrollIntoView({block: 'center'})", number)
    number.click()
    assert hands.row["id"] == NUMBER != end
    ((words_lit, box),) = hands.run(lit)
    pane = hands.browser.box("#text")
    assert words_lit == "47/KH-UBND" and pane["top"] <= box["top"] <= box["bottom"] <= pane["bottom"]
    hands.keys("k")
    assert hands.row["id"] != NUMBER
    at = (int(box["left"] + box["width"] / 2), int(box["top"] + box["height"] / 2))
    pointed = ActionChains(hands.browser.driver)
    pointed.w3c_actions.pointer_action.move_to_location(*at).click()
    pointed.perform()
    hands.until(lambda: hands.row["id"] == NUMBER)


@needs_chromium
def test_nothing_of_a_plan_runs(hands: Hands) -> None:
    for _ in range(3):
        hands.keys("J")
    assert ODD in hands.run("return document.getElementById('text').textContent")
    assert (
        hands.run("return [...document.images].length + document.querySelectorAll('#text script, #rows script').length")
        == 0
    )
    assert hands.run("return document.title") == "Rà soát kế hoạch"
    urls = hands.browser.requests()
    assert urls and all(url.startswith((f"http://127.0.0.1:{hands.server.server_port}/", "data:,")) for url in urls)


@needs_chromium
def test_a_page_of_another_origin_gets_nothing(hands: Hands) -> None:
    hands.keys("a")
    hands.until(lambda: hands.path.exists())
    before = hands.path.read_bytes()
    port, token = hands.server.server_port, hands.server.token
    hands.browser.driver.get("data:text/html,<title>other</title>")
    asked = """
        const [port, token, done] = arguments, told = [];
        const body = JSON.stringify({id: "header.number.normalised", said: "accepted"});
        const ways = [
          [`http://127.0.0.1:${port}/api/plans`, {headers: {"X-Kehoach-Token": token}}],
          [`http://127.0.0.1:${port}/?token=${token}`, {}],
          [`http://127.0.0.1:${port}/api/plan/0/say`, {method: "POST", mode: "no-cors", body}],
        ];
        (async () => {
          for (const [url, options] of ways) {
            try { const answer = await fetch(url, options); told.push(`${answer.type}: ${await answer.text()}`); }
            catch { told.push("refused"); }
          }
          done(told);
        })();
    """
    told = hands.browser.driver.execute_async_script(asked, port, token)
    assert told == ["refused", "refused", "refused"]
    assert hands.path.read_bytes() == before
    hands.browser.complaints()  # the browser says of each why it was refused


@needs_chromium
def test_corrections_are_kept_over_a_re_run_and_shown_as_suspect_where_the_text_changed(
    hands: Hands, browser: Browser
) -> None:
    hands.to(NUMBER)
    hands.keys("a")
    hands.until(lambda: hands.held(NUMBER))
    place = "header.place.name"
    hands.to(place)
    hands.keys("a")
    hands.until(lambda: hands.held(place))
    folder = hands.path.parent
    with served(session(folder, made(TEXT.replace("47/KH-UBND", "50/KH-UBND")))) as other:
        again = Hands(browser, other)
        again.open()
        again.to(place)
        assert "đã xác nhận" in again.row["shown"]
        told = again.run("return document.getElementById('suspect').textContent")
        assert "47/KH-UBND" in told and "câu chữ ở chỗ này đã khác" in told
        again.run("document.querySelector('#suspect li button:last-of-type').focus()")
        again.keys(Keys.ENTER)
        again.until(lambda: again.run("return document.getElementById('suspect').hidden"))
        assert again.held(NUMBER) is None and again.held(place) is not None


@needs_chromium
def test_both_languages_and_several_plans(hands: Hands) -> None:
    hands.to(NUMBER)
    assert "Số, ký hiệu" in hands.row["shown"] and "có trong văn bản" in hands.row["shown"]
    hands.run("document.querySelector('#languages [value=en]').focus()")
    hands.keys(Keys.ENTER)
    assert "Number and symbol" in hands.row["shown"] and "found" in hands.row["shown"]
    assert hands.run("return [document.documentElement.lang, document.title]") == ["en", "Review of a plan"]
    words_left = hands.run(
        "return document.querySelector('.bar').innerText + document.getElementById('detail').innerText"
    )
    assert "Accept" in words_left and "Đúng" not in words_left
    hands.keys("]")
    hands.until(lambda: "45%" in hands.run("return document.getElementById('text').textContent"))
    hands.keys("[")
    hands.until(lambda: "27%" in hands.run("return document.getElementById('text').textContent"))


@needs_chromium
def test_names_and_states_are_there_for_those_who_do_not_see(hands: Hands) -> None:
    tree = hands.browser.command("Accessibility.getFullAXTree")["nodes"]
    named = {(one["role"]["value"], one.get("name", {}).get("value", "")) for one in tree if "role" in one}
    assert ("listbox", "Các trường") in named and ("document", "Văn bản") in named
    options = [name for role, name in named if role == "option"]
    assert any("47/KH-UBND" in name and "có trong văn bản" in name for name in options)
    for role in ("button", "combobox", "searchbox"):
        assert all(name for kind, name in named if kind == role)
    # the focus is seen
    hands.keys("j")
    assert hands.run("return getComputedStyle(document.activeElement).outlineStyle") == "solid"


@needs_chromium
def test_a_large_plan_stays_usable(browser: Browser, tmp_path: Path) -> None:
    lines = "".join(f"- Đến năm 2025, tỷ lệ nữ giám đốc doanh nghiệp {n} đạt ít nhất {n % 90}%;\n" for n in range(210))
    words = "Nâng cao nhận thức về bình đẳng giới cho cán bộ và người dân. " * 16 + "\n"
    text = plan_text("I. MỤC ĐÍCH\n" + words * 1000 + "II. MỤC TIÊU\n1. Mục tiêu cụ thể\n" + lines)
    assert len(text) > 1_000_000
    with served(session(tmp_path, made(text))) as server:
        hands = Hands(browser, server)
        hands.open()
        assert hands.run("return document.querySelectorAll('[role=option]').length") > 3000
        hands.keys(Keys.END)
        hands.until(lambda: hands.row["id"].startswith("targets"))
        hands.keys("k", "k", "a")
        hands.until(lambda: hands.path.exists())
        assert hands.run("return [...CSS.highlights.get('active')].length") == 1
        assert browser.complaints() == []
