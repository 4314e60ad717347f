"""A phone in the hall: it follows, answers on the picture, and comes back where it was."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.hall.looks import OVERFLOW, choice, part, says
from tests.browser.test_axe import grave
from tests.hall.lecture import CHOICES, PLAIN, RHETORICAL


def test_a_phone_follows_the_lecturer(phone, hall):
    page = phone()
    says(page, "headline", "The lecture is about to begin")
    hall.show(PLAIN)
    says(page, "headline", "Nothing to answer")
    says(page, "place", "Scene 3 of 4")
    says(page, "notice", "Look at the curve.")
    says(page, "status", "Look at the screen.")
    hall.put_picture()
    expect(part(page, "picture")).to_be_visible()
    expect(part(page, "picture")).to_have_js_property("naturalWidth", 700)
    hall.show(CHOICES)
    says(page, "ask", "Which pushes harder?")
    expect(part(page, "picture")).to_be_hidden()


def test_a_question_for_the_hall_alone_leads_to_the_screen(phone, hall):
    page = phone()
    hall.show(RHETORICAL, "ask")
    says(page, "ask", "Why?")
    says(page, "status", "Look at the screen.")
    expect(part(page, "play")).to_be_hidden()
    hall.show(RHETORICAL, "truth")
    says(page, "notice", "Because.")
    expect(part(page, "play")).to_be_visible()


def test_without_a_code_it_is_asked_for(open_page, server, hall):
    page = open_page("")
    says(page, "headline", "Which hall?")
    part(page, "code").fill(hall.code)
    page.get_by_role("button", name="Join").click()
    says(page, "headline", "The lecture is about to begin")


def test_what_is_said_is_text_and_never_html(phone, hall):
    page = phone()
    hall.show(CHOICES)
    expect(part(page, "headline")).to_have_text("Choices <b>&</b>")
    expect(choice(page, 2)).to_contain_text("neither <i>of them</i>")
    assert page.locator("main b, main .choice i").count() == 0


def test_an_answer_can_be_changed_until_the_vote_closes(phone, hall):
    hall.show(CHOICES)
    page = phone()
    says(page, "status", "Choose an answer.")
    assert all(
        box["height"] >= 48
        for box in (each.bounding_box() for each in page.locator(".choice").all())
    )
    choice(page, 0).click()
    says(page, "status", "Answer received.")
    assert hall.counts() == [1, 0, 0]
    choice(page, 2).click()
    expect(choice(page, 2)).to_have_attribute("aria-pressed", "true")
    expect(choice(page, 0)).to_have_attribute("aria-pressed", "false")
    says(page, "status", "Answer received.")
    assert hall.counts() == [0, 0, 1]
    hall.show(CHOICES, "closed")
    says(page, "status", "The vote is closed. Your answer counts.")
    choice(page, 1).dispatch_event("click")
    expect(choice(page, 2)).to_have_attribute("aria-pressed", "true")
    assert hall.counts() == [0, 0, 1]


def test_the_hall_s_answers_and_the_truth_are_told_in_words_and_signs(phone, hall):
    hall.show(CHOICES)
    hall.vote(1, 3)
    page = phone()
    choice(page, 0).click()
    says(page, "status", "Answer received.")
    expect(page.locator(".bar")).to_have_count(0)
    hall.show(CHOICES, "closed")
    expect(choice(page, 1).locator(".bar")).to_have_text("75 % (3)")
    expect(choice(page, 2).locator(".bar i")).to_be_hidden()
    expect(part(page, "verdict")).to_be_hidden()
    hall.show(CHOICES, "truth")
    says(page, "verdict", "✗Not right. The answer is b.")
    says(page, "notice", "Cross-entropy does.")
    expect(choice(page, 0).locator(".tags")).to_have_text("✗ Your answer")
    expect(choice(page, 1).locator(".tags")).to_have_text("✓ Right answer")


def test_a_second_vote_begins_anew_and_stands_beside_the_first(phone, hall):
    hall.show(CHOICES)
    page = phone()
    choice(page, 0).click()
    says(page, "status", "Answer received.")
    hall.show(CHOICES, "closed")
    expect(choice(page, 0).locator(".bar")).to_have_count(1)
    hall.show(CHOICES, "again")
    says(page, "status", "Talk to your neighbours, then vote again.")
    expect(page.locator("[aria-pressed=true]")).to_have_count(0)
    choice(page, 1).click()
    says(page, "status", "Answer received.")
    hall.show(CHOICES, "closed2")
    expect(choice(page, 0).locator(".bar")).to_have_text(["1st 100 % (1)", "2nd 0 % (0)"])
    expect(choice(page, 0).locator(".tags")).to_have_text("Your first answer")
    expect(choice(page, 1).locator(".tags")).to_have_text("Your second answer")
    hall.show(CHOICES, "truth")
    says(page, "verdict", "✓Right. The answer is b.")


def test_play_on_opens_the_view_and_back_leads_back(phone, hall):
    hall.show(CHOICES)
    page = phone()
    choice(page, 1).click()
    says(page, "status", "Answer received.")
    hall.show(CHOICES, "truth")
    part(page, "play").click()
    page.wait_for_url("**/course/logit-gradient?logit=-6.0*")
    page.go_back()
    says(page, "verdict", "Right. The answer is b.")
    hall.show(PLAIN)
    says(page, "headline", "Nothing to answer")


def test_the_last_of_fast_answers_counts(phone, hall):
    hall.show(CHOICES)
    page = phone()
    for k in (0, 1, 2, 0, 1):
        choice(page, k).click()
    says(page, "status", "Answer received.")
    expect(choice(page, 1)).to_have_attribute("aria-pressed", "true")
    assert hall.counts() == [0, 1, 0]


def test_the_focus_stays_where_it_is(phone, hall):
    hall.show(CHOICES)
    page = phone()
    choice(page, 1).focus()
    page.keyboard.press("Enter")
    says(page, "status", "Answer received.")
    expect(choice(page, 1)).to_be_focused()
    hall.show(CHOICES, "closed")
    expect(choice(page, 1).locator(".bar")).to_have_count(1)
    expect(choice(page, 1)).to_be_focused()
    hall.show(PLAIN)
    expect(part(page, "headline")).to_be_focused()


def test_a_closed_hall_thanks_and_leads_to_the_views(phone, hall):
    page = phone()
    for scene, phase in ((CHOICES, "truth"), (PLAIN, "show")):
        hall.show(scene, phase)
        expect(part(page, "play")).to_be_visible()
        says(page, "place", f"Scene {scene} of 4")
    hall.close()
    says(page, "headline", "Thank you")
    expect(page.locator(".seen a")).to_have_text(["Choices <b>&</b>", "Nothing to answer"])
    page.reload()
    says(page, "headline", "Thank you")
    page.locator(".seen a").last.click()
    page.wait_for_url(re.compile(r"/course/loss-curves\?prediction=0\.05"))


def test_an_unknown_code_asks_for_another(open_page, hall):
    page = open_page("QQQQQQ")
    says(page, "headline", "There is no hall QQQQQQ")
    code = part(page, "code")
    code.fill("abc")
    code.press("Enter")
    says(page, "fault", "The code has six letters.")
    expect(code).to_be_focused()
    code.fill(f"{hall.code[:3].lower()} {hall.code[3:]}")
    code.press("Enter")
    says(page, "headline", "The lecture is about to begin")
    assert page.url.endswith(f"/course/hall/{hall.code}")


def test_a_phone_speaks_its_own_language(phone, hall):
    hall.show(CHOICES)
    page = phone(locale="zh-CN")
    says(page, "headline", "选择")
    choice(page, 1).click()
    says(page, "status", "已收到回答。")
    page.locator("a[lang=en]").click()
    says(page, "ask", "Which pushes harder?")
    says(page, "status", "Answer received.")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_a_light_picture_is_turned_on_a_dark_page(phone, hall):
    hall.show(PLAIN)
    hall.put_picture("white")
    page = phone(color_scheme="dark")
    expect(part(page, "picture")).to_have_css("filter", re.compile("invert"))
    hall.put_picture("#14171a")
    hall.show(PLAIN)
    hall.put_picture("#14171a")
    expect(part(page, "picture")).to_have_css("filter", "none")


def test_no_other_script_runs(phone):
    page = phone(forgiven="requires 'TrustedScript'")
    page.evaluate("""() => {
      const script = document.createElement('script')
      try { script.textContent = 'window.alive = 1' } catch { window.refused = 1 }
      document.body.append(script)
    }""")
    assert page.evaluate("[window.alive ?? 0, window.refused ?? 0]") == [0, 1]


STATES = {
    "joining": lambda hall: None,
    "look": lambda hall: hall.show(PLAIN),
    "ask": lambda hall: hall.show(CHOICES),
    "closed": lambda hall: (hall.show(CHOICES), hall.vote(0, 2), hall.show(CHOICES, "closed")),
    "truth": lambda hall: (hall.show(CHOICES), hall.vote(0, 2), hall.show(CHOICES, "truth")),
    "guess": lambda hall: hall.guess(),
    "guess-truth": lambda hall: (hall.guess(), hall.vote(-1, 2), hall.guess("truth")),
}


@pytest.mark.parametrize("state", STATES)
def test_nothing_grave_is_found(phone, hall, state):
    STATES[state](hall)
    page = phone(color_scheme="light", bypass_csp=True)
    expect(part(page, "headline")).not_to_contain_text("Joining")
    if state != "joining":
        says(page, "place", "Scene")
    assert grave(page) == {}
    page.emulate_media(color_scheme="dark")
    assert grave(page, "color-contrast") == {}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("size", ["100%", "200%"])
def test_nothing_is_wider_than_a_narrow_phone(phone, hall, state, size):
    STATES[state](hall)
    page = phone(viewport={"width": 320, "height": 640}, bypass_csp=True)
    page.add_style_tag(content=f":root {{ font-size: {size} }}")
    expect(part(page, "headline")).not_to_contain_text("Joining")
    if state != "joining":
        says(page, "place", "Scene")
    assert page.evaluate(OVERFLOW) <= 0
