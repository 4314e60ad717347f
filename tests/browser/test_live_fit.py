"""A fit that is paused, switched and goes on, and data of one's own."""

import re

import pytest
from playwright.sync_api import expect

GOOD = "hours,passed\n" + "".join(f"{k / 2},{'no' if k % 7 < 4 else 'yes'}\n" for k in range(40))


def test_a_loss_chosen_while_the_run_plays_goes_on_from_the_step_on_screen(visit):
    seen = visit("/live-fit?step=10&data=iris")
    seen.page.get_by_role("button", name="Play").click()
    expect(seen.page.locator(".motion .value")).not_to_have_text("10")
    seen.page.locator(".st-key-switch-shown").get_by_role("radio", name="BCE").click()
    seen.page.wait_for_url(re.compile("switch=bce"))
    expect(seen.page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    shown = seen.page.locator(".motion .value").inner_text()
    assert int(shown) > 10
    expect(seen.page.locator(".st-key-at input")).to_have_value(re.compile(rf"^{shown}(\.0)?$"))
    expect(seen.page.locator(".motion .caption")).to_contain_text("MSE, now BCE")


def test_own_data_are_fitted_and_their_link_asks_for_them_again(visit):
    seen = visit("/live-fit?data=own&rate=0.25")
    expect(seen.page.get_by_text("upload it again")).to_be_visible()
    seen.page.locator("input[type=file]").set_input_files(
        {"name": "exam.csv", "mimeType": "text/csv", "buffer": GOOD.encode()}
    )
    expect(seen.page.get_by_text("upload it again")).to_be_hidden()
    expect(seen.page.locator(".st-key-samples")).to_contain_text("hours")
    assert "rate=0.25" in seen.page.url
    link = seen.page.url
    other = visit(link[link.index("/live-fit") :])
    expect(other.page.get_by_text("upload it again")).to_be_visible()
    expect(other.page.locator(".motion .caption")).to_contain_text("both at rate 0.25.")


def test_rows_with_missing_values_are_left_out_by_one_click_in_a_text_file(visit):
    content = GOOD.replace("\n3.0,", "\nNA,").replace(",", "\t")
    seen = visit("/live-fit?data=own&rate=0.25")
    seen.page.locator("input[type=file]").set_input_files(
        {"name": "exam.txt", "mimeType": "text/plain", "buffer": content.encode()}
    )
    expect(seen.page.get_by_text("has a missing value on line 8")).to_be_visible()
    seen.page.get_by_text("Leave out rows with missing values").click()
    expect(seen.page.get_by_text("1 left out, 39 rows")).to_be_visible()
    expect(seen.page.locator(".st-key-samples")).to_contain_text("hours")
    assert "rate=0.25" in seen.page.url


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"x,y\n" + b"1.0,a\n" * 400_000, "1.0MB or smaller"),
        (b"x,y\n1,a\n2,a\n", "class"),
        ("größe,y\n1,a\n2,b\n".encode("latin-1"), "UTF-8"),
    ],
)
def test_a_bad_file_gets_one_sentence(visit, content, sentence):
    seen = visit("/live-fit?data=own")
    seen.page.locator("input[type=file]").set_input_files(
        {"name": "bad.csv", "mimeType": "text/csv", "buffer": content}
    )
    expect(seen.page.get_by_text(re.compile(sentence)).first).to_be_visible()
    expect(seen.page.get_by_text("could not be drawn")).to_have_count(0)
