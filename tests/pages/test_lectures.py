"""Lectures on screen: scenes, questions and faults, and what the shipped ones promise."""

import pytest

from pages.lectures import reading
from pages.shared import presenter
from pages.shared.catalogue import OVERVIEW, VIEWS
from tests.claims import CLAIMS
from tests.lectures.test_reading import GOOD
from tests.pages.app import AppTest, checked, control, open_page, values
from tests.test_claims import CLAIMING, plain

SCRIPTS = {entry.url_path: entry.script for entry in (OVERVIEW, *VIEWS)}
SCENES = [
    pytest.param(lecture, number, id=f"{lecture.slug}-{number}")
    for lecture in map(reading.read, reading.slugs())
    for number in range(1, len(lecture.scenes) + 1)
]
SMALL = GOOD.replace('losses = ["mse", "bce"]\npainted = true\n', "")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "FOLDER", tmp_path)
    return tmp_path


def present(lecture, stop) -> AppTest:
    """Open a stop of a lecture."""
    scene = lecture.scenes[stop.number - 1]
    number, reveal = reading.place(lecture, stop)
    settings = {**scene.settings, **(scene.asked if stop.is_asking else {})}
    where = {"lecture": lecture.slug, "scene": number, "reveal": reveal}
    return open_page(SCRIPTS[scene.page], **settings, **where)


# On screen


def test_a_bad_file_is_told_on_the_page(folder):
    (folder / "mine.toml").write_text(GOOD.replace('"two-outcomes"', '"two"'))
    page = open_page(SCRIPTS["logit-gradient"], lecture="mine", scene="1")
    assert "mine.toml, line 9: scene 2, page is not one of" in page.error[0].value
    assert page.title[0].value == "How hard does a wrong answer push?"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("q = 0.25", "queue = 0.25", "line 14: scene 2, settings has queue, which is not a"),
        ("q = 0.5", "w = 0.5", "line 16: scene 2, asked has w, which is not a control of two-outc"),
        ('hide = ["', 'controls = ["x"]\nhide = ["', "line 13: scene 2, controls has x, which"),
    ],
)
def test_a_control_that_the_page_does_not_have_is_told(folder, old, new, sentence):
    good = GOOD.replace('losses = ["mse", "bce"]\npainted = true\n', "")
    (folder / "mine.toml").write_text(good)
    assert not open_page(SCRIPTS["two-outcomes"], lecture="mine", scene="2").error
    (folder / "mine.toml").write_text(good.replace(old, new, 1))
    page = open_page(SCRIPTS["two-outcomes"], lecture="mine", scene="2")
    assert sentence in page.error[0].value


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("q = 0.25", "q = 7", ""),
        ("q = 0.5", "q = 7", "line 16: scene 2, asked has q = 7, which two-outcomes does not take"),
        ("q = 0.25", 'unit = "ell"', "line 14: scene 2, settings has unit = ell, which two-outc"),
        ("q = 0.25", 'q = "a"\np = 2', "line 14: scene 2, settings has p = 2, which two-outcomes"),
    ],
)
def test_a_value_that_a_control_does_not_take_is_told(folder, old, new, sentence):
    good = GOOD.replace('losses = ["mse", "bce"]\npainted = true\n', "").replace(old, new, 1)
    (folder / "mine.toml").write_text(good)
    mine = reading.read("mine")
    page = present(mine, reading.Stop(2, True))
    errors = [error.value for error in page.error]
    assert len(errors) == bool(sentence)
    assert all(sentence in error and "is used instead" in error for error in errors)
    assert not [each.value for each in page.caption if "this link" in each.value]
    if not sentence:  # it is not asked for while the question stands
        assert "settings has q = 7" in present(mine, reading.Stop(2, False)).error[0].value


# Choices


def offered(page: AppTest) -> list[str]:
    """Return the lists of choices on the stage."""
    return [each.proto.body for each in page.get("html") if "<ol" in each.proto.body]


def test_choices_stand_under_the_question_as_text(folder):
    choices = 'choices = ["<b>this</b>", "a < b"]\nanswer = "a < b"\nhide = ["'
    (folder / "mine.toml").write_text(SMALL.replace('hide = ["', choices))
    mine = reading.read("mine")
    (listed,) = offered(present(mine, reading.Stop(2, True)))
    assert "<li>&lt;b&gt;this&lt;/b&gt;</li><li>a &lt; b</li>" in listed
    assert not offered(present(mine, reading.Stop(2, False)))


# What is hidden while a question stands

COVER = ".st-key-picture [data-testid=stElementContainer]:has([data-testid=stPlotlyChart])"


def covers(page: AppTest) -> list[str]:
    """Return the styles that hide an answer."""
    return [each.proto.body for each in page.get("html") if COVER in each.proto.body]


def test_only_what_is_known_to_be_no_answer_is_seen_while_a_question_stands(folder):
    hidden = '["sentence", "information"]'
    (folder / "mine.toml").write_text(SMALL.replace('["sentence"]', hidden))
    page = present(reading.read("mine"), reading.Stop(2, True))
    keys = control(page)["charts"]
    assert "information" in keys
    assert len(keys) > 1
    (style,) = covers(page)
    assert "--sentence: visible" not in style
    seen = {key for key in keys if f".st-key-{key} {{ visibility: visible" in style}
    assert seen == {*keys} - {"information"}
    assert not page.error


@pytest.mark.parametrize("names", ['["informtion"]', '["sentence", "x"]', '["information", "q"]'])
def test_an_unknown_name_in_hide_is_told_and_nothing_is_shown(folder, names):
    (folder / "mine.toml").write_text(SMALL.replace('["sentence"]', names))
    page = present(reading.read("mine"), reading.Stop(2, True))
    (error,) = page.error
    assert "mine.toml, line 13: scene 2, hide has " in error.value
    assert "which is not one of sentence, information" in error.value
    (style,) = covers(page)
    assert "visible" not in style


def test_before_the_page_is_drawn_nothing_of_the_answer_is_shown(folder, monkeypatch):
    (folder / "mine.toml").write_text(SMALL)
    styles = []
    monkeypatch.setattr(presenter.Cover, "lift", lambda cover, _: styles.append(cover))
    page = present(reading.read("mine"), reading.Stop(2, True))
    assert styles
    (style,) = covers(page)
    assert "visible" not in style


def test_the_answer_is_not_covered(folder):
    (folder / "mine.toml").write_text(SMALL)
    assert not covers(present(reading.read("mine"), reading.Stop(2, False)))


@pytest.mark.parametrize("slug", ["../../secret", "<script>alert(1)</script>", "x" * 6000, "none"])
def test_a_lecture_that_does_not_exist_is_not_echoed(slug):
    page = open_page(SCRIPTS["logit-gradient"], lecture=slug, scene="1")
    (error,) = page.error
    known = ", ".join(reading.slugs())
    assert error.value == f"There is no such lecture. Choose one of these: {known}."


@pytest.mark.parametrize("scene", ["0", "-3", "abc", "1e999", "", "99999999999", "nan"])
def test_a_scene_that_does_not_exist_is_the_first_or_the_last(folder, scene):
    (folder / "mine.toml").write_text(GOOD)
    page = open_page(SCRIPTS["logit-gradient"], lecture="mine", scene=scene)
    assert page.title[0].value == "A"


# The shipped lectures


@pytest.mark.parametrize(("lecture", "number"), SCENES)
def test_a_scene_is_what_its_file_says(lecture, number):
    scene = lecture.scenes[number - 1]
    for stop in reading.stops(lecture):
        if stop.number != number:
            continue
        page = checked(present(lecture, stop))
        assert page.title[0].value == scene.headline
        words = [block.value for block in page.markdown]
        assert (scene.ask if stop.is_asking else scene.notice) in words
        settings = {**scene.settings, **(scene.asked if stop.is_asking else {})}
        controls = values(page)
        for name, value in settings.items():
            assert same(controls[name], value), name
        assert set(scene.controls) <= set(controls)
        charts = {chart.proto.id for chart in page.get("plotly_chart")}
        for name in set(scene.hide) - {"sentence"}:
            assert any(name in chart for chart in charts), name
        assert not page.error
        assert not [each.value for each in page.caption if "this link" in each.value]


@pytest.mark.parametrize(("lecture", "number"), SCENES)
def test_a_scene_says_what_its_claim_computes(lecture, number):
    """The claim quotes words of the scene itself, so they are not words about something else."""
    scene = lecture.scenes[number - 1]
    if lecture.slug not in CLAIMING:
        assert not scene.claim
        return
    assert scene.notes
    said = plain(" ".join((scene.headline, scene.ask, scene.notice, scene.notes)))
    quotes = [words for at, words in CLAIMS[scene.claim].quotes if at == lecture.slug]
    assert any(plain(words) in said for words in quotes)


def same(stands: object, asked: object) -> bool:
    """Whether a control stands at what the link says."""
    if isinstance(stands, float):
        return stands == float(asked)
    return str(stands).lower() == str(asked).lower()


def test_the_shipped_lectures_are_as_long_as_they_say():
    short, long = reading.read("why-cross-entropy"), reading.read("full-course")
    assert {short.slug, long.slug} <= set(CLAIMING)
    assert (short.minutes, long.minutes) == (10, 45)
    assert 7 <= len(short.scenes) <= 9
    assert 23 <= len(long.scenes) <= 27
    assert {scene.page for scene in long.scenes} == set(SCRIPTS)
    for lecture in (short, long):
        assert sum(bool(scene.ask) for scene in lecture.scenes) >= len(lecture.scenes) // 4
