"""A browser profile that was used before is as good as new, and faster."""

import contextlib

import pytest
from playwright.sync_api import Error

from tests.browser.conftest import DESK
from tests.browser.profiles import Profiles

REMEMBER = """async () => {
  localStorage.setItem('kept', 'yes')
  sessionStorage.setItem('kept', 'yes')
  document.cookie = 'kept=yes; max-age=3600'
  await caches.open('kept')
  await new Promise((done) => { indexedDB.open('kept').onsuccess = done })
}"""
REMEMBERED = """async () => [
  Object.keys(localStorage), Object.keys(sessionStorage), /kept/.test(document.cookie),
  await caches.keys(), await indexedDB.databases(),
  (await navigator.permissions.query({ name: 'geolocation' })).state, navigator.onLine,
  innerWidth, matchMedia('(prefers-color-scheme: dark)').matches,
]"""
SCRIPTS = """performance.getEntriesByType('resource')
  .filter((each) => /static.*[.]js$/.test(each.name)).map((each) => each.transferSize)"""


@pytest.fixture
def pool(browser):
    """Lend profiles of this test's own."""
    pool = Profiles(browser, kept=1)
    yield pool
    for profile in pool._idle:
        profile.context.close()


def opened(profile, address):
    page = profile.context.new_page()
    page.goto(address)
    return page


def drawing(browser):
    """Return the processes in which pages are drawn."""
    told = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")
    return {each["id"] for each in told["processInfo"] if each["type"] == "renderer"}


def test_a_profile_that_comes_back_remembers_nothing(pool, server):
    address = f"{server.address}/_stcore/health"
    profile = pool.lend(viewport=DESK)
    page = opened(profile, address)
    new = page.evaluate(REMEMBERED)
    page.evaluate(REMEMBER)
    profile.context.grant_permissions(["geolocation"])
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 500, "height": 500})
    profile.context.route("**/health", lambda route: route.fulfill(body="another answer"))
    profile.context.set_offline(True)
    changed = page.evaluate(REMEMBERED)
    assert all(before != after for before, after in zip(new, changed, strict=True))
    pool.take_back(profile)
    assert pool.lend(viewport=DESK) is profile
    page = opened(profile, address)
    assert page.evaluate(REMEMBERED) == new
    assert page.inner_text("body") == "ok"
    assert len(profile.context.pages) == 2
    pool.take_back(profile)


def test_who_visits_at_the_same_time_or_otherwise_has_another_profile(pool):
    first, second, dark = pool.lend(), pool.lend(), pool.lend(color_scheme="dark")
    assert len({profile.context for profile in (first, second, dark)}) == 3
    for profile in (first, second, dark):
        pool.take_back(profile)
    assert pool._idle == [dark]
    assert pool.lend() not in (first, second)


def test_a_profile_whose_process_has_crashed_is_not_lent_again(pool, server):
    profile = pool.lend()
    page = opened(profile, server.address)
    with page.expect_event("crash"), contextlib.suppress(Error):
        page.goto("chrome://crash")
    pool.take_back(profile)
    assert not pool._idle


def test_the_next_page_finds_the_scripts_loaded_and_the_process_warm(pool, server, browser):
    processes = []
    for _ in range(2):
        profile = pool.lend(viewport=DESK)
        page = opened(profile, f"{server.address}/two-outcomes")
        page.locator(".motion .caption").wait_for()
        processes.append(drawing(browser))
        sent = page.evaluate(SCRIPTS)
        pool.take_back(profile)
    assert processes[0] == processes[1]
    assert sent
    assert not any(sent)


def test_what_is_forgiven_is_not_left_unread_and_all_else_is(new_visit, server):
    seen = new_visit(f"{server.address}/_stcore/health", forgiven="expected")
    with seen.page.expect_console_message(lambda message: message.text == "a fault"):
        seen.page.evaluate("console.error('expected'); console.error('a fault')")
    assert [error.startswith("a fault") for error in seen.errors] == [True]
    seen.errors.clear()
