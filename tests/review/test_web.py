"""The page: what it shows, what it refuses, and the acts in a headless Chromium by mouse and by keyboard alone."""

from __future__ import annotations

import http.client
import os
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from pipeline.review import decisions
from pipeline.review.web.page import seen
from pipeline.review.web.server import Server
from pipeline.review.web.site import Site
from tests.review.browser import CHROMIUM, DRIVER, Browser
from tests.review.folders import GAP, desk, emit, record, runbook, tree

needs_chromium = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="no chromium with its driver")
EVIL = "<script>alert('x')</script>\x1b[31m"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number, name in enumerate(("Checkout latency", f"Search {EVIL}", "Orders dropped", "Disk full"), start=1):
        owner = GAP if number == 2 else "Checkout Team"
        emit(tmp_path, runbook(f"RUN-00{number}", name, owner=owner), f"title {number}")
    record(tmp_path, {"MON-001": {"expr": f"latency > 0.5 {EVIL}"}}, *(f"RUN-00{n}" for n in range(1, 5)))
    at = desk(tmp_path)
    at.accept(at.case("RUN-001"))
    emit(tmp_path, runbook("RUN-001", wait="15 minutes"))
    return tmp_path


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    at = desk(folder)
    made = Server(at, Site(at))
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield made
    made.shutdown()
    thread.join()
    made.server_close()


def ask(
    server: Server, path: str, method: str = "GET", body: dict[str, str] | None = None, **headers: str
) -> tuple[int, str, dict[str, str]]:
    """One request with good Host, token and Origin, unless told otherwise."""
    port = server.server_address[1]
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    base = {"Host": f"127.0.0.1:{port}", "Content-Type": "application/x-www-form-urlencoded"}
    base |= {"Origin": server.origin} if method == "POST" else {}
    where = path if path.startswith("/") else f"/{server.token}/{path}"
    connection.request(method, where, urlencode(body) if body else None, base | headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text, dict(answer.getheaders())


def act(server: Server, number: str, name: str, **form: str) -> tuple[int, str, dict[str, str]]:
    case = server.desk.case(number)
    return ask(server, f"{number}/{name}", "POST", {"seen": seen(case), **form})


def test_the_page_shows_the_difference_with_the_changed_words_marked(server: Server) -> None:
    status, text, headers = ask(server, "")
    assert status == 200 and "Reviewing [1/4] RUN-001 Checkout latency" in text
    assert "wait <mark>10</mark> minutes" in text and "wait <mark>15</mark> minutes" in text
    assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_nothing_is_loaded_from_elsewhere(server: Server) -> None:
    for path in ("", "RUN-002", "coverage", "style.css", "script.js"):
        assert not re.search(r"(?:src|href|url)\s*[=(]\s*[\"']?(?:https?:)?//", ask(server, path)[1])


@pytest.mark.parametrize("path", ["", "RUN-002", "coverage", "RUN-001?view=side"])
def test_every_text_is_escaped(server: Server, path: str) -> None:
    text = ask(server, path)[1]
    assert "<script>alert" not in text and "\x1b" not in text


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/", {}, 403),
        ("/wrong/", {}, 403),
        ("/wrong/RUN-001", {}, 403),
        ("", {"Host": "evil.example.com"}, 403),
        ("", {"Host": "localhost"}, 403),
        ("../../etc/passwd", {}, 404),
        ("RUN-009", {}, 404),
    ],
)
def test_strange_requests_are_refused(server: Server, path: str, headers: dict[str, str], status: int) -> None:
    assert ask(server, path, **headers)[0] == status


@pytest.mark.parametrize("origin", ["https://evil.example.com", "null", ""])
def test_another_page_cannot_act(server: Server, folder: Path, origin: str) -> None:
    case = server.desk.case("RUN-003")
    status, _, _ = ask(server, "RUN-003/accept", "POST", {"seen": seen(case)}, Origin=origin)
    assert status == 403 and not (folder / "decisions/RUN-003.json").exists()


def test_the_server_listens_on_loopback_alone(server: Server) -> None:
    assert server.server_address[0] == "127.0.0.1" and len(server.token) >= 32


def test_an_act_leads_to_the_next_case(server: Server, folder: Path) -> None:
    status, _, headers = act(server, "RUN-001", "accept")
    assert (status, headers["Location"]) == (303, f"/{server.token}/RUN-002")
    assert "15 minutes" in (folder / "runbooks/RUN-001-title-1.md").read_text("utf-8")


def test_a_gap_is_answered_and_parts_are_chosen(server: Server, folder: Path) -> None:
    act(server, "RUN-002", "gap", gap="0", how="fill", text="Search Team")
    assert act(server, "RUN-002", "accept")[0] == 303
    assert decisions.load(folder)["RUN-002"].answers[0].answer == "Search Team"
    chosen = {f"part{n}": "leave out" if n == 5 else "take" for n in range(9)}
    act(server, "RUN-003", "parts", reason="never", **chosen)
    assert "Restart" not in next((folder / "runbooks").glob("RUN-003*.md")).read_text("utf-8")


def test_an_edit_keeps_the_line_ends_of_the_file(server: Server, folder: Path) -> None:
    text = server.desk.case("RUN-003").after.replace("It lasts", "It lasts an hour")
    act(server, "RUN-003", "edit", text=text.replace("\n", "\r\n"))
    assert server.desk.case("RUN-003").pending == text


def test_the_last_act_is_taken_back(server: Server, folder: Path) -> None:
    def files() -> dict[str, str]:
        return {name: (folder / name).read_text("utf-8") for name in tree(folder)}

    before = files()
    act(server, "RUN-003", "reject", reason="wrong")
    assert "Take back what was done last to RUN-003" in ask(server, "RUN-002")[1]
    _, _, headers = act(server, "RUN-001", "undo")
    assert headers["Location"].endswith("/RUN-003") and files() == before
    assert "Take back" not in ask(server, "RUN-002")[1]


def test_what_was_decided_elsewhere_stands_beside_it(server: Server) -> None:
    chosen = {f"part{n}": "leave out" if n == 5 else "take" for n in range(9)}
    act(server, "RUN-003", "parts", reason="never <b>here</b>", **chosen)
    act(server, "RUN-002", "gap", gap="0", how="fill", text="Search Team")
    text = ask(server, "RUN-004")[1]
    assert "<summary>reads as step 1 of RUN-001, which is accepted (12 lines)</summary>" in text
    assert "left out of RUN-003 by Ann: never &lt;b&gt;here&lt;/b&gt;" in text


def test_an_answer_given_before_is_in_the_field(server: Server, folder: Path) -> None:
    emit(folder, runbook("RUN-005", "Title 5", owner=GAP), "Title 5")
    act(server, "RUN-002", "gap", gap="0", how="fill", text="Search Team")
    assert 'name="text" required value="Search Team"' in ask(server, "RUN-005")[1]


def test_a_file_that_changed_is_not_accepted_and_the_page_says_so(server: Server, folder: Path) -> None:
    case = server.desk.case("RUN-003")
    file = next((folder / "runbooks").glob("RUN-003*"))
    file.write_text(runbook("RUN-003", wait="an hour"), "utf-8")
    status, _, headers = ask(server, "RUN-003/accept", "POST", {"seen": seen(case)})
    assert status == 303 and file.exists()
    text = ask(server, headers["Location"])[1]
    assert "changed on disk while it was under review" in text and "an hour" in text


def test_a_refused_acceptance_says_why(server: Server) -> None:
    _, _, headers = act(server, "RUN-002", "accept")
    assert "RUN-002 is not accepted: 1 open gap (owner)" in ask(server, headers["Location"])[1]


def test_the_report_is_one_file_that_loads_nothing(folder: Path) -> None:
    text = Site(desk(folder)).report()
    assert text.startswith("<!DOCTYPE html>") and text.count('<section id="RUN-00') == 4
    assert "<script" not in text and "<link" not in text and "<form" not in text
    assert text == Site(desk(folder)).report()


@pytest.fixture
def browser() -> Iterator[Browser]:
    made = Browser()
    yield made
    made.close()


@needs_chromium
def test_the_acts_in_a_browser(server: Server, folder: Path, browser: Browser) -> None:
    browser.resize(1400, 900)
    browser.open(server.address)
    browser.expect("Reviewing [1/4] RUN-001")
    browser.click("[data-key=v]")
    browser.expect("proposed", ".head + .head")
    browser.click("form.accept button")
    browser.expect("Reviewing [1/3] RUN-002")
    browser.type("#gap0", "Search Team")
    browser.click("button[value=fill]")
    browser.expect("Owner: Search Team", ".text")
    browser.click("form.accept button")
    browser.expect("Reviewing [1/2] RUN-003")
    browser.click("details[data-key=p] summary")
    browser.run("document.querySelector('#part5').value = 'leave out'")
    browser.type("#why", "never restart it")
    browser.click("form.parts button")
    browser.expect("Reviewing [1/1] RUN-004")
    browser.resize(390, 844)
    browser.open(server.address)
    assert browser.run("document.documentElement.scrollWidth") == 390, "nothing is wider than a phone"
    browser.click("details[data-key=r] summary")
    browser.type("#reason", "we have one")
    browser.click("form.reject button")
    browser.expect("Nothing waits for review", "main")
    _keep(browser, "web-390.png")
    assert tree(folder / "decisions") == [f"RUN-00{n}.json" for n in range(1, 5)]


@needs_chromium
def test_the_keyboard_alone_is_enough(server: Server, folder: Path, browser: Browser) -> None:
    browser.open(server.address)
    browser.expect("Reviewing [1/4] RUN-001")
    browser.press("s")
    browser.expect("Reviewing [2/4] RUN-002")
    browser.press("b")
    browser.expect("Reviewing [1/4] RUN-001")
    browser.press("a")
    browser.expect("Reviewing [1/3] RUN-002")
    browser.press("g", "Search Team", "Enter")
    browser.expect("Owner: Search Team", ".text")
    browser.press("a")
    browser.expect("Reviewing [1/2] RUN-003")
    browser.press("r", "we have one", "Enter")
    browser.expect("Reviewing [1/1] RUN-004")
    _keep(browser, "web-keys.png")
    browser.press("Tab", "Enter")  # the first stop leads to the text
    assert browser.run("document.activeElement.id") == "main"
    browser.press("a")
    browser.expect("Nothing waits for review", "main")
    browser.press("z")
    browser.expect("Reviewing [1/1] RUN-004")
    browser.press("a")
    browser.expect("Nothing waits for review", "main")
    assert tree(folder / "runbooks") == [
        "RUN-001-title-1.md",
        "RUN-002-title-2.md",
        "RUN-004-title-4.md",
    ]


def _keep(browser: Browser, name: str) -> None:
    """Keep a screenshot where somebody asked for it."""
    if folder := os.environ.get("RUNWRIGHT_SCREENSHOTS"):
        browser.picture(Path(folder, name))
