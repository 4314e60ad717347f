"""Questions that the hall answers: choices, or a guess with the page's handle."""

import re

import pytest

from pages.lectures import reading
from pages.words import text
from tests.lectures.test_reading import GOOD
from tests.pages.app import open_page
from tests.pages.test_lectures import SCRIPTS, SMALL

ASK = 'ask = "Which?"\n'
CHOICES = 'choices = ["this", "that", "neither"]\n'
CHOSEN = GOOD.replace(ASK, ASK + CHOICES + 'answer = "that"\n')
GUESSED = SMALL.replace(ASK, ASK + 'guess = "q"\nanswer = 0.2\ntolerance = 0.05\n')
WORDS = """title = "我的"

[[scene]]
headline = "甲"
notice = "乙"

[[scene]]
headline = "丙"
notice = "丁"
ask = "哪个？"
choices = ["这个", "那个", "都不是"]
"""


def test_a_scene_offers_choices(folder):
    (folder / "mine.toml").write_text(CHOSEN)
    first, second = reading.read("mine").scenes
    assert (first.choices, first.guess, first.answer) == ([], "", "")
    assert (second.choices, second.answer) == (["this", "that", "neither"], "that")


def test_a_scene_takes_a_guess(folder):
    (folder / "mine.toml").write_text(GUESSED.replace("answer = 0.2", "answer = 1"))
    scene = reading.read("mine").scenes[1]
    assert (scene.choices, scene.guess) == ([], "q")
    assert (scene.answer, scene.tolerance) == (1.0, 0.05)
    assert isinstance(scene.answer, float)


def test_a_translation_repeats_the_choices_and_the_answer_keeps_its_place(folder):
    (folder / "mine.toml").write_text(CHOSEN)
    (folder / "mine.zh.toml").write_text(WORDS)
    scene = reading.read("mine", "zh").scenes[1]
    assert (scene.choices, scene.answer) == (["这个", "那个", "都不是"], "那个")


def unasked(text):
    """Return a lecture without the question and the fields that belong to it in any case."""
    hide = 'hide = ["sentence"]\n'
    return text.replace(ASK, "").replace(hide, "").partition("[scene.asked]")[0]


MUST_BE_TEXTS = "line 13: scene 2, choices must be 2 to 6 different texts in quotation marks"
LONG = str(["a", "b", "c", "d", "e", "f", "g"])
BAD = [
    (
        unasked(CHOSEN),
        "",
        "",
        "line 12: scene 2, choices belongs to a question, but ask is missing",
    ),
    (CHOSEN, CHOICES, "choices = []\n", MUST_BE_TEXTS),
    (CHOSEN, CHOICES, 'choices = ["that"]\n', MUST_BE_TEXTS),
    (CHOSEN, CHOICES, f"choices = {LONG}\n", MUST_BE_TEXTS),
    (CHOSEN, '"this"', '"that"', MUST_BE_TEXTS),
    (CHOSEN, '"this"', '" that "', MUST_BE_TEXTS),
    (CHOSEN, '"this"', '" "', MUST_BE_TEXTS),
    (CHOSEN, '"this"', "1", MUST_BE_TEXTS),
    (CHOSEN, CHOICES, 'choices = "that"\n', "line 13: scene 2, choices must be a list"),
    (CHOSEN, '"that"\n', '"those"\n', "line 14: scene 2, answer is not one of this, that, neither"),
    (CHOSEN, '"that"\n', "1\n", "line 14: scene 2, answer is not one of this, that, neither"),
    (CHOSEN, '"that"\n', "[]\n", "line 14: scene 2, answer is not one of this, that, neither"),
    (CHOSEN, 'answer = "that"\n', "", "line 8: scene 2, answer is missing"),
    (CHOSEN, CHOICES, "", "line 13: scene 2, answer belongs to choices or to a guess, but both"),
    (CHOSEN, CHOICES, 'guess = "q"\n' + CHOICES, "line 13: scene 2, guess and choices exclude"),
    (CHOSEN, CHOICES, CHOICES + "tolerance = 1\n", "line 14: scene 2, tolerance belongs to a"),
    (
        unasked(GUESSED),
        "",
        "",
        "line 12: scene 2, guess belongs to a question, but ask is missing",
    ),
    (GUESSED, 'guess = "q"', "guess = 1", "line 13: scene 2, guess must be text in quotation"),
    (GUESSED, 'guess = "q"', 'guess = ""', "line 13: scene 2, guess must be the name of a"),
    (GUESSED, 'guess = "q"', 'guess = "a b"', "line 13: scene 2, guess must be the name of a"),
    (GUESSED, "answer = 0.2\n", "", "line 8: scene 2, answer is missing"),
    (GUESSED, "tolerance = 0.05\n", "", "line 8: scene 2, tolerance is missing"),
    *(
        (GUESSED, f"{field} = {old}", f"{field} = {new}", f"line {line}: scene 2, {field} must be")
        for field, old, line in (("answer", "0.2", 14), ("tolerance", "0.05", 15))
        for new in ("true", '"1"', "nan", "inf", "-inf", "1e999", "9" * 400, "[1]")
    ),
    (GUESSED, "0.05", "0", "line 15: scene 2, tolerance must be above 0"),
    (GUESSED, "0.05", "-0.05", "line 15: scene 2, tolerance must be above 0"),
]


@pytest.mark.parametrize(("good", "old", "new", "sentence"), BAD)
def test_a_mistake_is_told_with_line_and_field(folder, good, old, new, sentence):
    assert old in good
    (folder / "mine.toml").write_text(good.replace(old, new, 1))
    with pytest.raises(reading.LectureError, match=re.escape("mine.toml")) as fault:
        reading.read("mine")
    assert sentence in str(fault.value)
    chinese = fault.value.told(text.read(text.SHARED, "zh"))
    assert re.fullmatch(r"mine\.toml 第 \d+ 行：第 2 个场景，.*[\u4e00-\u9fff].*。", chinese)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (', "都不是"', "", "line 11: scene 2, choices must be as many as in the lecture, in the"),
        ('"这个"', '"那个"', "line 11: scene 2, choices must be 2 to 6 different texts"),
        ('choices = ["这个", "那个", "都不是"]', "", "line 7: scene 2, choices must be as many"),
        ('"乙"', '"乙"\nchoices = ["这个", "那个"]', "line 6: scene 1, choices must be as many as"),
        ('"乙"', '"乙"\nanswer = "那个"', "line 6: scene 1, answer is not one of headline, ask"),
    ],
)
def test_a_mistake_in_the_translation_is_told(folder, old, new, sentence):
    (folder / "mine.toml").write_text(CHOSEN)
    assert old in WORDS
    (folder / "mine.zh.toml").write_text(WORDS.replace(old, new, 1))
    with pytest.raises(reading.LectureError, match=re.escape("mine.zh.toml")) as fault:
        reading.read("mine", "zh")
    assert sentence in str(fault.value)
    assert reading.read("mine").scenes[1].answer == "that"


# On the page


@pytest.mark.parametrize("reveal", ["", "1"])
@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("", "", ""),
        ('"q"', '"p"', "line 13: scene 2, guess is p, but what moves the pictures of two-outcomes"),
        (
            '"q"',
            '"unit"',
            "line 13: scene 2, guess is unit, but what moves the pictures of two-out",
        ),
        ("answer = 0.2", "answer = -7", "line 14: scene 2, answer is -7, but q goes from 0 to 1"),
        ("answer = 0.2", "answer = 1.5", "line 14: scene 2, answer is 1.5, but q goes from 0 to 1"),
    ],
)
def test_a_guess_that_the_handle_cannot_make_is_told(folder, old, new, sentence, reveal):
    (folder / "mine.toml").write_text(GUESSED.replace(old, new, 1))
    link = {"lecture": "mine", "scene": "2", "reveal": reveal}
    page = open_page(SCRIPTS["two-outcomes"], **link)
    assert len(page.error) == bool(sentence)
    assert all(sentence in each.value for each in page.error)


# The shipped lectures


@pytest.mark.parametrize(
    ("slug", "questions", "guesses"), [("why-cross-entropy", 6, 2), ("full-course", 12, 3)]
)
def test_a_shipped_lecture_has_the_hall_choose_and_guess(slug, questions, guesses):
    scenes = reading.read(slug).scenes
    assert sum(bool(scene.choices or scene.guess) for scene in scenes) >= questions
    assert sum(bool(scene.guess) for scene in scenes) >= guesses


SHIPPED = [scene for slug in reading.slugs() for scene in reading.read(slug).scenes]


@pytest.mark.parametrize(
    "scene", [each for each in SHIPPED if each.choices], ids=lambda scene: scene.headline
)
def test_choices_fit_on_the_button_of_a_phone(scene):
    assert max(map(len, scene.choices)) <= 40


@pytest.mark.parametrize(
    "scene", [each for each in SHIPPED if each.guess], ids=lambda scene: scene.headline
)
def test_the_handle_does_not_stand_at_the_answer_while_it_is_asked_for(scene):
    start = {**scene.settings, **scene.asked}[scene.guess]
    assert abs(float(start) - scene.answer) > 2 * scene.tolerance
