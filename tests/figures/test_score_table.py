"""Pictures of two classifiers as data, against the functions of core."""

import numpy as np
import pytest

from pages.figures import score_table as figures
from pages.figures.moving import unpack
from pages.figures.style import SIZES, stroke
from pages.models import score_table as model
from pages.models.score_table import Choice
from pages.words import text

SIZE = SIZES["normal"]
WORDS = text.read("pages/many_classes/score_table.py")
ANIMALS = Choice(
    ("cat", "dog", "pig"),
    (2, 1, 0),
    ((0.3, 0.3, 0.4), (0.3, 0.4, 0.3), (0.1, 0.2, 0.7)),
    ((0.1, 0.2, 0.7), (0.1, 0.7, 0.2), (0.3, 0.4, 0.3)),
)
SAME = Choice(("a", "b", "c"), (0,), ((0.4, 0.3, 0.3),), ((0.4, 0.59, 0.01),))
SURE = Choice(("a", "b"), (0, 1), ((1.0, 0.0), (0.0, 1.0)), ((0.0, 1.0), (1.0, 0.0)))
SIXTH, UNIT = (1 / 6,) * 6, tuple(map(tuple, np.eye(6)))
WIDE = Choice(tuple("abcdef"), (0, 5) * 3, (SIXTH,) * 6, UNIT)
every_table = pytest.mark.parametrize("table", [ANIMALS, SAME, SURE, WIDE])


def tracks(figure, axis):
    return [unpack(track[axis]) for track in figure.layout.meta["moving"]]


def trace(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


def moving(figure, name, axis):
    """Return the positions of a moving trace."""
    index = [trace.name for trace in figure.data].index(name)
    (track,) = [t for t in figure.layout.meta["moving"] if t["trace"] == index]
    return unpack(track[axis])


def predictions(table, size=SIZE):
    return figures.predictions(model.compute(table), WORDS, size).figure


def measures(table, size=SIZE):
    return figures.measures(model.compute(table), WORDS, size).figure


def captions(table):
    return figures.captions(model.compute(table), WORDS)


def ranking(table, step):
    return figures.ranking(model.compute(table), step, WORDS)


def slope_rows(table, step):
    return figures.slope_rows(model.compute(table), step, WORDS)


@every_table
@pytest.mark.parametrize("size", SIZES)
def test_every_array_is_finite_and_no_word_is_empty(table, size):
    for draw in (predictions, measures):
        figure = draw(table, SIZES[size])
        for positions in (*tracks(figure, "x"), *tracks(figure, "y")):
            assert np.isfinite(positions).all()
        for track in figure.layout.meta["moving"]:
            assert all(word and "nan" not in word for say in track.get("text", []) for word in say)
        for drawn in figure.data:
            assert np.isfinite(np.asarray(drawn.y, dtype=float)).all()


@every_table
def test_bars_are_nine_tenths_of_the_predictions(table):
    figure, scored = predictions(table), model.compute(table)
    chosen = scored.one_hot.astype(bool)
    for name, cells in (("right class", chosen), ("wrong classes", ~chosen)):
        lengths = moving(figure, name, "x")
        np.testing.assert_allclose(lengths, 0.9 * scored.q[:, cells], rtol=1e-6, atol=1e-7)
        np.testing.assert_array_equal(trace(figure, name).base, np.nonzero(cells)[1])
    np.testing.assert_allclose(trace(figure, "full cells").x, 0.9)


@every_table
def test_each_cell_tells_its_prediction_and_each_row_its_verdict(table):
    figure, scored = predictions(table), model.compute(table)
    numbers, verdicts = [t["text"] for t in figure.layout.meta["moving"] if "text" in t]
    for step in (0, 37, 100):
        assert numbers[step] == [f"{value:.2f}" for value in scored.q[step].ravel()]
        wrong = scored.measures["error"][step]
        assert verdicts[step] == ["✗ wrong" if each else "✓ right" for each in wrong]


@every_table
def test_curves_and_markers_are_the_measures_of_core(table):
    figure = measures(table)
    for slug, values in model.compute(table).measures.items():
        name = WORDS[f"measure.{slug}"]
        line, axis = trace(figure, f"{name}, mean"), trace(figure, f"{name}, mean").yaxis or "y"
        edge = 0.88 * figure.layout[axis.replace("y", "yaxis")].range[1]
        expected = np.minimum(values.mean(axis=1), edge)
        np.testing.assert_allclose(line.y, expected, rtol=1e-6)
        np.testing.assert_allclose(
            moving(figure, f"{name}, mean, here", "y")[:, 0], expected, rtol=1e-6
        )
        single = trace(figure, f"{name}, sample 1")
        np.testing.assert_allclose(single.y, np.minimum(values[:, 0], edge), rtol=1e-6)


def test_titles_tell_measure_unit_and_value_between_those_of_the_models():
    figure = measures(ANIMALS)
    notes = [note.text for note in figure.layout.annotations]
    for value in ("0.333", "0.807", "0.340", "1.38", "0.639"):
        assert value in notes
    titles = [track["text"] for track in figure.layout.meta["moving"] if "text" in track]
    assert [title[0] for title in titles] == [
        ["error rate: 0.333"],
        ["squared error Σ(q − t)²: 0.807"],
        ["cross-entropy (nats): 1.38"],
    ]
    assert titles[2][100] == ["cross-entropy (nats): 0.639"]
    layout = predictions(ANIMALS).layout
    assert "q" in layout.xaxis.title.text
    assert list(layout.xaxis.ticktext) == ["cat", "dog", "pig"]
    assert list(layout.yaxis.ticktext) == ["1: pig", "2: dog", "3: cat"]


def test_each_measure_has_its_colour():
    figure = measures(ANIMALS)
    squared = trace(figure, "squared error Σ(q − t)², mean")
    assert squared.line.color == stroke("mse").color
    assert trace(figure, "cross-entropy (nats), mean").line.color == stroke("bce").color


def test_ranking_names_the_better_model_and_the_slope():
    error, squared, cross = ranking(ANIMALS, 0)
    slope = "size of its slope in the logits, here"
    assert (error["prefers"], squared["prefers"], cross["prefers"]) == (
        "neither: a tie",
        "model 2",
        "model 2",
    )
    assert error[slope] == "0"
    first, one_hot = np.array(ANIMALS.first), model.compute(ANIMALS).one_hot
    expected = np.linalg.norm(first - one_hot, axis=1).mean()
    assert cross[slope] == f"{expected:.3f}"
    chain = [
        2 * (np.diag(q) - np.outer(q, q)) @ (q - t) for q, t in zip(first, one_hot, strict=True)
    ]
    assert squared[slope] == f"{np.linalg.norm(chain, axis=1).mean():.3f}"


def test_equal_cross_entropy_has_different_slopes():
    first, second = slope_rows(SAME, 0)[0], slope_rows(SAME, 100)[0]
    assert first == {"sample": "1: a", "a": "−0.600", "b": "+0.300", "c": "+0.300"}
    assert second == {"sample": "1: a", "a": "−0.600", "b": "+0.590", "c": "+0.0100"}
    error, squared, cross = ranking(SAME, 0)
    assert cross["model 1"] == cross["model 2"] == "0.916"
    assert error["prefers"] == squared["prefers"] == "model 1"
    assert cross["prefers"] == "neither: a tie"


def test_sample_rows_and_captions_state_the_numbers():
    rows = figures.score_rows(model.compute(ANIMALS), WORDS)
    assert len(rows) == 8
    assert rows[2]["error rate"] == "wrong"
    assert rows[2]["q of the right class"] == "0.1"
    assert rows[3]["error rate"] == "0.333"
    say = captions(ANIMALS)
    for step, told in ((0, "Model 1|0.333|0.807|1.38"), (100, "Model 2|0.333|0.340|0.639")):
        place, error, squared, cross = told.split("|")
        assert say[step] == WORDS.fill(
            "reading",
            place=place,
            error=error,
            squared=squared,
            cross=cross,
            samples="3 samples",
            verdict="Classified wrong: sample 3.",
        )
    assert say[40].startswith("40 % of the way")
    sure = captions(SURE)
    assert "cross-entropy 0 nats" in sure[0]
    assert sure[0].endswith(" The samples are classified right.")
    assert "cross-entropy ∞ nats" in sure[100]
    assert sure[100].endswith(" Classified wrong: samples 1, 2.")
    assert "the mean of 1 sample." in captions(SAME)[0]
