"""Pictures of two classifiers as data, against the functions of core."""

import numpy as np
import pytest

from core.multiclass import cross_entropy, error_rate, squared_error
from pages.figures import score_table as figures
from pages.figures.moving import unpack
from pages.figures.style import SIZES, stroke

SIZE = SIZES["normal"]
ANIMALS = figures.Table(
    ("cat", "dog", "pig"),
    (2, 1, 0),
    np.array([[0.3, 0.3, 0.4], [0.3, 0.4, 0.3], [0.1, 0.2, 0.7]]),
    np.array([[0.1, 0.2, 0.7], [0.1, 0.7, 0.2], [0.3, 0.4, 0.3]]),
)
SAME = figures.Table(
    ("a", "b", "c"), (0,), np.array([[0.4, 0.3, 0.3]]), np.array([[0.4, 0.59, 0.01]])
)
SURE = figures.Table(("a", "b"), (0, 1), np.eye(2), np.eye(2)[::-1])
WIDE = figures.Table(tuple("abcdef"), (0, 5) * 3, np.full((6, 6), 1 / 6), np.eye(6))
every_table = pytest.mark.parametrize("table", [ANIMALS, SAME, SURE, WIDE])


def tracks(figure, axis):
    return [unpack(track[axis]) for track in figure.layout.meta["moving"]]


def trace(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


@every_table
@pytest.mark.parametrize("size", SIZES)
def test_every_array_is_finite_and_no_word_is_empty(table, size):
    for draw in (figures.predictions, figures.measures):
        figure = draw(table, SIZES[size])
        for positions in (*tracks(figure, "x"), *tracks(figure, "y")):
            assert np.isfinite(positions).all()
        for track in figure.layout.meta["moving"]:
            assert all(word and "nan" not in word for say in track.get("text", []) for word in say)
        for drawn in figure.data:
            assert np.isfinite(np.asarray(drawn.y, dtype=float)).all()


@every_table
def test_bars_are_nine_tenths_of_the_predictions(table):
    figure = figures.predictions(table, SIZE)
    right, wrong = tracks(figure, "x")[:2]
    q, chosen = figures.mixed(table), table.one_hot.astype(bool)
    np.testing.assert_allclose(right, 0.9 * q[:, chosen], rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(wrong, 0.9 * q[:, ~chosen], rtol=1e-6, atol=1e-7)


def test_the_way_leads_from_model_1_to_model_2():
    q = figures.mixed(ANIMALS)
    np.testing.assert_array_equal(q[0], ANIMALS.first)
    np.testing.assert_array_equal(q[-1], ANIMALS.second)
    np.testing.assert_allclose(q[50], (ANIMALS.first + ANIMALS.second) / 2, rtol=1e-15)


def test_means_are_the_table_of_the_articles():
    cross, squared = (
        [score(q, ANIMALS.one_hot).mean() for q in (ANIMALS.first, ANIMALS.second)]
        for score in (lambda q, t: cross_entropy(t, q), squared_error)
    )
    values = list(figures.measured(ANIMALS).values())
    ends = [value.mean(axis=1)[[0, -1]] for value in values]
    np.testing.assert_allclose(ends[0], [1 / 3, 1 / 3])
    np.testing.assert_allclose(ends[1], squared)
    np.testing.assert_allclose(ends[1], [0.8067, 0.34], atol=5e-5)
    np.testing.assert_allclose(ends[2], cross)
    np.testing.assert_allclose(ends[2], [1.378, 0.639], atol=5e-4)


@every_table
def test_curves_and_markers_are_the_measures_of_core(table):
    figure = figures.measures(table, SIZE)
    heights = tracks(figure, "y")[::2]
    for (name, values), marker in zip(figures.measured(table).items(), heights, strict=True):
        line, axis = trace(figure, f"{name}, mean"), trace(figure, f"{name}, mean").yaxis or "y"
        edge = 0.78 * figure.layout[axis.replace("y", "yaxis")].range[1]
        expected = np.minimum(values.mean(axis=1), edge)
        np.testing.assert_allclose(line.y, expected, rtol=1e-6)
        np.testing.assert_allclose(marker[:, 0], expected, rtol=1e-6)
        single = trace(figure, f"{name}, sample 1")
        np.testing.assert_allclose(single.y, np.minimum(values[:, 0], edge), rtol=1e-6)


def test_the_error_rate_stands_still_where_the_others_fall():
    error, squared, cross = (v.mean(axis=1) for v in figures.measured(ANIMALS).values())
    assert set(error) == {error_rate(ANIMALS.first, ANIMALS.one_hot)}
    assert (np.diff(squared) < 0).all()
    assert (np.diff(cross) < 0).all()


def test_titles_tell_measure_unit_and_both_values():
    words = [note.text for note in figures.measures(ANIMALS, SIZE).layout.annotations]
    for title in ("<b>squared error Σ(q − t)²</b>", "<b>cross-entropy (nats)</b>"):
        place = words.index(title)
        assert words[place - 1 : place + 2] in (
            ["0.807", title, "0.340"],
            ["1.38", title, "0.639"],
        )
    layout = figures.predictions(ANIMALS, SIZE).layout
    assert "q" in layout.xaxis.title.text
    assert list(layout.xaxis.ticktext) == ["cat", "dog", "pig"]
    assert list(layout.yaxis.ticktext) == ["1: pig", "2: dog", "3: cat"]


def test_each_measure_has_its_colour():
    assert figures.MEASURES["squared error Σ(q − t)²"] == stroke("mse")
    figure = figures.measures(ANIMALS, SIZE)
    assert trace(figure, "cross-entropy (nats), mean").line.color == stroke("bce").color


def test_ranking_names_the_better_model_and_the_slope():
    error, squared, cross = figures.ranking(ANIMALS, 0)
    slope = "size of its slope in the logits, here"
    assert (error["prefers"], squared["prefers"], cross["prefers"]) == (
        "neither: a tie",
        "model 2",
        "model 2",
    )
    assert error[slope] == "0"
    expected = np.linalg.norm(ANIMALS.first - ANIMALS.one_hot, axis=1).mean()
    assert cross[slope] == f"{expected:.3f}"
    chain = [
        2 * (np.diag(q) - np.outer(q, q)) @ (q - t)
        for q, t in zip(ANIMALS.first, ANIMALS.one_hot, strict=True)
    ]
    assert squared[slope] == f"{np.linalg.norm(chain, axis=1).mean():.3f}"


def test_equal_cross_entropy_has_different_slopes():
    first, second = figures.slope_rows(SAME, 0)[0], figures.slope_rows(SAME, 100)[0]
    assert first == {"sample": "1: a", "a": "−0.600", "b": "+0.300", "c": "+0.300"}
    assert second == {"sample": "1: a", "a": "−0.600", "b": "+0.590", "c": "+0.0100"}
    error, squared, cross = figures.ranking(SAME, 0)
    assert cross["model 1"] == cross["model 2"] == "0.916"
    assert error["prefers"] == squared["prefers"] == "model 1"
    assert cross["prefers"] == "neither: a tie"


def test_sample_rows_and_captions_state_the_numbers():
    rows = figures.score_rows(ANIMALS)
    assert len(rows) == 8
    assert rows[2]["error rate"] == "wrong"
    assert rows[2]["q of the right class"] == "0.1"
    say = figures.captions("{place} {error} {squared} {cross} {samples} {verdict}", ANIMALS)
    assert say[0] == "Model 1 0.333 0.807 1.38 3 samples Classified wrong: sample 3."
    assert say[40].startswith("40 % of the way")
    assert say[100] == "Model 2 0.333 0.340 0.639 3 samples Classified wrong: sample 3."
    sure = figures.captions("{cross} {verdict}", SURE)
    assert sure[0] == "0 Every sample is classified right."
    assert sure[100] == "∞ Classified wrong: samples 1, 2."
    assert figures.captions("{samples}", SAME)[0] == "1 sample"
