"""Files of lectures: what one may hold, and what a bad one is told."""

import re

import pytest

from pages.lectures import reading

GOOD = """title = "Mine"

[[scene]]
page = "logit-gradient"
headline = "A"
notice = "b"

[[scene]]
page = "two-outcomes"
headline = "C"
notice = "d"
ask = "Which?"
hide = ["sentence"]
[scene.settings]
q = 0.25
losses = ["mse", "bce"]
painted = true
[scene.asked]
q = 0.5
"""


def test_a_lecture_of_ones_own_is_read(folder):
    (folder / "mine.toml").write_text(GOOD)
    mine = reading.read("mine")
    assert (mine.slug, mine.title, mine.minutes, len(mine.scenes)) == ("mine", "Mine", 0, 2)
    assert reading.stops(mine) == [(1, False), (2, True), (2, False)]
    plain, asking, shown = (reading.address(mine, stop) for stop in reading.stops(mine))
    assert plain == "logit-gradient?lecture=mine&scene=1"
    settings = "two-outcomes?q={}&losses=mse&losses=bce&painted=true&lecture=mine&scene=2"
    assert asking == settings.format("0.5")
    assert shown == settings.format("0.25") + "&reveal=1"


def test_a_lecture_has_words_in_the_language_asked_without_a_session():
    english, chinese, unwritten = (reading.read("full-course", each) for each in ("en", "zh", "xx"))
    assert english == unwritten
    assert chinese.title == "交叉熵，还是平方误差：完整课程"
    assert [each.settings for each in chinese.scenes] == [each.settings for each in english.scenes]


def test_links_take_further_parameters():
    lecture = reading.read("why-cross-entropy")
    link = reading.address(lecture, reading.Stop(2, False), {"lang": "zh"})
    assert link == "logit-gradient?logit=-6.0&lecture=why-cross-entropy&scene=2&reveal=1&lang=zh"
    assert (
        reading.view_address(lecture.scenes[1], {"lang": "zh"})
        == "logit-gradient?logit=-6.0&lang=zh"
    )


def test_an_edited_file_is_read_anew(folder):
    (folder / "mine.toml").write_text(GOOD)
    assert reading.read("mine").title == "Mine"
    (folder / "mine.toml").write_text(GOOD.replace("Mine", "Ours, later"))
    assert reading.read("mine").title == "Ours, later"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('"A"', "1", "line 5: scene 1, headline must be text in quotation marks"),
        ('headline = "C"\n', "", "line 8: scene 2, headline is missing"),
        ('ask = "Which?"', 'aks = "Which?"', "line 12: scene 2, aks is not one of page, headline"),
        ('"two-outcomes"', '"two"', "line 9: scene 2, page is not one of overview, loss-curves"),
        ('"sentence"]', '"a b"]', "line 13: scene 2, hide must be a list of names"),
        ('["sentence"]', '"sentence"', "line 13: scene 2, hide must be a list"),
        ("q = 0.25", "q = 2026-01-01", "line 14: scene 2, settings has q, whose value is not text"),
        ('ask = "Which?"\n', "", "line 12: scene 2, hide belongs to a question, but ask is"),
        ('hide = ["sentence"]', 'ask = ""', "Cannot overwrite a value"),
        ('title = "Mine"', "", "line 1: title is missing"),
        ('title = "Mine"', 'title = "Mine"\nminutes = true', "line 2: minutes must be a whole"),
        ('title = "Mine"', "title = Mine", "Invalid value (at line 1, column 9)"),
    ],
)
def test_a_bad_file_gets_a_sentence_with_line_and_field(folder, old, new, sentence):
    assert old in GOOD
    (folder / "mine.toml").write_text(GOOD.replace(old, new, 1))
    with pytest.raises(reading.LectureError, match=re.escape("mine.toml")) as fault:
        reading.read("mine")
    assert sentence in str(fault.value)


@pytest.mark.parametrize(
    "text", ['title = "T"\nscene = []', 'title = "T"\nscene = [1]', 'title = "T"']
)
def test_a_lecture_without_scenes_is_refused(folder, text):
    (folder / "mine.toml").write_text(text)
    with pytest.raises(reading.LectureError, match="scene"):
        reading.read("mine")
