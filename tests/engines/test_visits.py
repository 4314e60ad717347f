"""What a visitor does, in each engine: keys, a lecture, a shared link, a picture to keep."""

import pytest
from PIL import Image

from pages.lectures import reading
from tests.engines.driver import wait_until

PNG_END = b"IEND\xaeB`\x82"


def test_keys_go_to_the_ends_and_play(visit):
    page = visit("/logit-gradient")
    page.ask("focus")
    seen = {}
    for key, step in [("Home", 0), ("ArrowRight", 1), ("End", 200), ("PageDown", 200), ("Home", 0)]:
        page.driver.press(key)
        assert page.ask("handle") == [step, 200], key
        page.settle()
        assert seen.setdefault(step, page.ask("marks")) == page.ask("marks")
    assert len(set(seen.values())) == len(seen)
    page.driver.press("Space")
    page.wait_until_other("handle", [0, 200])
    page.driver.press("Space")
    page.wait("place", ".motion button", "Play")
    assert page.ask("handle")[0] < 200


def test_a_clicker_walks_through_a_lecture_and_back(visit):
    lecture = reading.read("why-cross-entropy")
    stops = reading.stops(lecture)
    page = visit(f"/?lecture={lecture.slug}&scene=1", size=(1280, 720))
    keys = ["PageDown"] * (len(stops) - 1) + ["PageUp", ""]
    for stop, key in zip([*stops, stops[-2]], keys, strict=True):
        scene = lecture.scenes[stop.number - 1]
        page.wait_for_text("h1", scene.headline)
        page.wait_for_text(".st-key-stage p", scene.ask if stop.is_asking else scene.notice)
        page.settle()
        if key:
            page.driver.press(key)


def test_a_link_restores_what_was_chosen(visit):
    page = visit("/logit-gradient")
    stood = page.ask("handle")
    page.click("[role=radio]", "logarithm")
    page.wait_until_other("handle", stood)  # the link has it before the server has answered
    page.wait("linkHas", "slope=logarithm")
    page.settle()
    page.ask("focus")
    page.driver.press("Home")
    page.wait("linkHas", "logit=-30")
    page.settle()
    shown = page.ask("sentence"), page.ask("marks")
    again = visit(page.ask("path"))
    assert (again.ask("sentence"), again.ask("marks")) == shown
    assert again.ask("isChosen", "logarithm")


@pytest.mark.parametrize("path", ["/logit-gradient", "/loss-surface"])
def test_a_picture_is_saved_in_slide_size_with_what_it_shows(visit, path):
    page = visit(path)
    page.click("button", "Download")
    page.click("button", "PNG")
    file = wait_until(
        lambda: saved(page.driver.downloads, f"{path[1:]}-*.png"), "a picture is saved"
    )
    with Image.open(file) as picture:
        assert picture.size == (1920, 1080)
        (_, paper), *colors = sorted(picture.convert("RGB").getcolors(2**24), reverse=True)
    assert paper == (255, 255, 255)
    assert sum(count for count, _ in colors) > 50_000


def saved(folder, pattern):
    """Return the first picture of a name that has been written to its end."""
    files = folder.glob(pattern)
    return next((file for file in files if file.read_bytes().endswith(PNG_END)), None)
