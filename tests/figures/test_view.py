"""A view: pictures and sentences with one number of steps."""

import numpy as np
import pytest

from pages.figures.picture import Picture
from pages.figures.style import SIZES, stroke
from pages.figures.view import View


def picture(steps=3):
    made = Picture(SIZES["normal"], "x", "y", (0, 1), (0, 1), alt="A dot.")
    made.dots(np.full((steps, 1), 0.5), np.full((steps, 1), 0.5), stroke("bce"))
    return made


def test_a_view_holds_figures_alternative_texts_and_sentences():
    view = View([0, 1, 2], {"one": picture()}, ["a", "b", "c"])
    assert list(view.figures) == ["one"]
    assert view.alts == {"one": "A dot."}
    assert view.captions == ["a", "b", "c"]
    np.testing.assert_array_equal(view.steps, [0, 1, 2])


def test_a_picture_that_stands_fits_every_control():
    still = Picture(SIZES["normal"], "x", "y", (0, 1), (0, 1))
    still.curve([0, 1], [0, 1], stroke("bce"))
    assert View(range(7), {"still": still}, ["said"] * 7).figures


def test_sentences_for_other_steps_are_refused():
    with pytest.raises(ValueError, match="captions must have 3 entries; got 2"):
        View([0, 1, 2], {}, ["a", "b"])


def test_a_picture_that_moves_in_other_steps_is_refused():
    with pytest.raises(ValueError, match=r"one must move in 3 steps; has \{4\}"):
        View([0, 1, 2], {"one": picture(4)}, ["a", "b", "c"])
