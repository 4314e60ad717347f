"""Pictures one above the other, against the same pictures apart."""

import numpy as np

from pages.figures.moving import sent, steps_of
from pages.figures.picture import QUIET, Picture
from pages.figures.stack import Stack
from pages.figures.style import SIZES

X = np.linspace(0, 1, 5)


def picture(height, y):
    drawn = Picture(SIZES["normal"], "x", y, (0, 1), (0, 2), height=height, headroom=1)
    drawn.curve(X, X, QUIET, label=f"line of {y}")
    drawn.rule(x=0.5)
    drawn.above("remark", 0.5)
    drawn.dots(X[:, None], X[:, None], QUIET, words=[y] * 5)
    return drawn


def test_each_picture_keeps_its_marks_on_an_axis_of_its_own():
    parts = [picture(0.3, "upper"), picture(0.5, "lower")]
    whole = Stack(parts, "Both.").figure
    layout = whole.layout
    np.testing.assert_allclose(layout.yaxis.domain, (0.7, 1))
    np.testing.assert_allclose(layout.yaxis2.domain, (0, 0.5))
    assert (layout.yaxis.title.text, layout.yaxis2.title.text) == ("upper", "lower")
    assert layout.xaxis.anchor == "y2"
    assert [trace.yaxis for trace in whole.data] == ["y"] * 3 + ["y2"] * 3
    assert [track["trace"] for track in layout.meta["moving"]] == [1, 2, 4, 5]
    assert steps_of(whole) == {5}
    assert [shape.yref for shape in layout.shapes] == ["y domain", "y2 domain"]
    words = {note.text: note.yref for note in layout.annotations}
    assert words["line of upper"] == "y domain"
    assert words["line of lower"] == words["remark"] == "y2 domain"
    assert [mark["place"] for mark in sent(whole).layout.meta["marks"]] == [1, 2, 4, 5]


def test_the_pictures_themselves_stay_as_they_were():
    parts = [picture(0.3, "upper"), picture(0.5, "lower")]
    Stack(parts, "Both.")
    assert [trace.yaxis for part in parts for trace in part.figure.data] == [None] * 6
    assert all(len(part.figure.layout.meta["moving"]) == 2 for part in parts)


def test_words_take_more_of_a_lower_picture():
    high, low = picture(1.0, "y"), picture(0.5, "y")
    assert low.type.line == 2 * high.type.line
    assert low.type.em == high.type.em


def test_a_remark_above_stays_within_the_picture():
    for x in (0.0, 0.4, 1.0, None):
        drawn = picture(1.0, "y")
        drawn.above("a remark of some length", x)
        note = drawn.figure.layout.annotations[1]
        half = drawn.type.box(note.text)[0] / 2
        assert half <= note.x <= 1 - half
