"""No word of a picture crosses a line or another word: on all pages, as each scene shows them.

On a phone, where words are wide beside the curves, none stands on another.
"""

import re

import pytest

from pages.lectures import reading
from pages.shared import charts
from pages.shared.catalogue import OVERVIEW, VIEWS
from pages.words.text import LANGUAGES
from tests.figures.crossing import crossings, crossings_on_phone
from tests.pages.app import open_page

SCENES = [scene for slug in reading.slugs() for scene in reading.read(slug).scenes]
CROWDED = {
    "slopes": (".*", "on the logarithmic axis two curves run side by side in one tail"),
    "samples": (".*", "lines of two runs among the points of all samples leave no free place"),
    "error-rate": ("BCE", "two runs at almost one rate"),
    "relative-loss": ("BCE", "two runs at almost one loss"),
    "success-first": ("arrived.*|to .*", "letters stand on tiles that fill the map"),
    "success-second": ("arrived.*|to .*", "letters stand on tiles that fill the map"),
    "calibration": ("as predicted|gap", "numbers of samples stand at their bins, at the diagonal"),
    "log-losses": ("rule|held out", "words where both curves meet, at the rule of the best step"),
    "information": ("rule", "words at a marker that passes the rule of q = t"),
    "averages": ("Huffman", "a moving value beside the end of its own line"),
    "rate-path": ("first steps", "far above the bounds the run fills the picture"),
    "outputs": ("linear", "a note between the arms of a line that moves"),
    "margin-regions": ("decision gap.*", "angles stand in their gaps"),
    "simplex-bce": (".*", "names of corners stand beside the ends of level lines"),
    "simplex-mse": (".*", "names of corners stand beside the ends of level lines"),
    "measures": (".*", "a value over a level line of its own"),
}
"""Charts in which an English word crosses something: what, and why. No chart is free to join them.

In another language any word of these charts may.
"""

CROWDED_ON_PHONE = {
    "slopes": "on the logarithmic axis two curves run side by side in one tail",
    "contents": "letters of points that pass one another",
}
"""Charts in which words stand on one another on a phone: why. No chart is free to join them."""


def unexplained(key, figure, language):
    """Tell what is crossed in a figure, but for what CROWDED knows of its chart."""
    words = CROWDED.get(key, ("(?!)", ""))[0]
    words = words if language == "en" or key not in CROWDED else ".*"
    known = re.compile(f".* on '({words})' at step .*", re.DOTALL)
    return [each for each in crossings(figure, every=5) if not known.fullmatch(each)]


def settings_of(entry):
    """Return the settings of each scene of a page, and none, each once."""
    found = [{}, *(dict(scene.settings) for scene in SCENES if scene.page == entry.url_path)]
    return [each for k, each in enumerate(found) if each not in found[:k]]


@pytest.fixture
def drawn(monkeypatch):
    """Return the figures that pages draw, by their keys, as they are made."""
    figures, draw = {}, charts.draw

    def note(figure, *, key, **more):
        figures[key] = figure
        draw(figure, key=key, **more)

    monkeypatch.setattr(charts, "draw", note)
    return figures


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", ["normal", "large"])
@pytest.mark.parametrize("entry", [OVERVIEW, *VIEWS], ids=lambda entry: entry.url_path)
def test_no_word_crosses_a_line_or_a_word(drawn, entry, size, language):
    looked_at = 0
    for settings in settings_of(entry):
        drawn.clear()
        page = open_page(entry.script, **settings, size=size, lang=language)
        ids = [chart.proto.id for chart in page.get("plotly_chart")]
        own = {key: f for key, f in drawn.items() if any(i.endswith(f"-{key}") for i in ids)}
        looked_at += len(own)
        for key, figure in own.items():
            assert not unexplained(key, figure, language), (key, settings)
            if size == "normal" and key not in CROWDED_ON_PHONE:
                assert not crossings_on_phone(figure, every=5), (key, settings)
    assert looked_at
