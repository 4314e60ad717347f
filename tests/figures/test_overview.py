"""The opening picture as data, against runs of core."""

import numpy as np
import pytest

from core.activations import sigmoid
from core.losses import LOSSES
from core.training import fit
from pages.figures import overview as figures
from pages.figures.moving import unpack
from pages.figures.numbers import number
from pages.figures.style import SIZES, stroke

SIZE = SIZES["normal"]


def answer(slug):
    run = fit(LOSSES[slug], [1.0], [0.0], start=[2.0, 2.0], learning_rate=0.15, steps=300)
    return sigmoid(run.theta @ [1.0, 1.0])


def tracks(figure, kind, axis):
    return [unpack(t[axis]) for t in figure.layout.meta["moving"] if kind(t)]


@pytest.mark.parametrize("size", SIZES)
def test_everything_is_finite_and_titled(size):
    for figure in (figures.answers(SIZES[size]), figures.slide(SIZES[size])):
        assert figure.layout.xaxis.title.text
        assert figure.layout.yaxis.title.text
        for track in figure.layout.meta["moving"]:
            assert np.isfinite(unpack(track["x"])).all()
            assert np.isfinite(unpack(track["y"])).all()


def test_the_paths_are_runs_from_one_start_at_one_rate():
    figure = figures.answers(SIZE)
    paths = tracks(figure, lambda track: "count" in track, "y")
    for slug, path in zip(figures.RACERS, paths, strict=True):
        np.testing.assert_allclose(path, answer(slug), rtol=1e-6)
    counts = [t["count"] for t in figure.layout.meta["moving"] if "count" in t]
    assert counts == [list(figures.GRID + 1)] * 2


def test_markers_stand_on_the_ends_of_the_paths_and_on_the_sigmoid():
    markers = tracks(
        figures.answers(SIZE), lambda track: "count" not in track and "text" not in track, "y"
    )
    for slug, marker in zip(reversed(figures.RACERS), markers, strict=True):
        np.testing.assert_allclose(marker[:, 0], answer(slug)[figures.GRID], rtol=1e-6)
    slide = figures.slide(SIZE)
    for track in slide.layout.meta["moving"]:
        np.testing.assert_allclose(unpack(track["y"]), sigmoid(unpack(track["x"])), rtol=1e-5)
        assert np.abs(unpack(track["x"])).max() < slide.layout.xaxis.range[1]


def test_each_run_has_the_look_of_its_loss():
    lines = [trace for trace in figures.answers(SIZE).data if trace.mode == "lines"]
    assert [line.line.color for line in lines] == [stroke(s).color for s in figures.RACERS]
    assert [line.name for line in lines] == [LOSSES[slug].title for slug in figures.RACERS]


@pytest.mark.parametrize("size", SIZES)
def test_labels_keep_apart(size):
    (heights,) = tracks(figures.answers(SIZES[size]), lambda track: "text" in track, "y")
    assert np.diff(heights, axis=1).min() > 0.089 * SIZES[size].text / 15


def test_the_flow_shows_the_numbers_of_one_example():
    rows = figures.flow()
    z = figures.WEIGHTS @ figures.FEATURES + figures.BIASES
    q = np.exp(z) / np.exp(z).sum()
    t = np.array([0.0, 0.0, 1.0])
    squared = q * (q - t - q @ (q - t))
    for name, values in {
        "features": figures.FEATURES,
        "scores": z,
        "probabilities": q,
        "losses": [-np.log(q[2]), ((q - t) ** 2).sum() / 2],
        "gradients": [q - t, squared],
    }.items():
        for value in np.ravel(values):
            assert f"<td>{number(value)}</td>" in rows[name]
    assert rows["ratio"] == f"{(q - t)[2] / squared[2]:.0f}"
    assert rows["scores"].count("class=right") == 1


def test_captions_and_facts_state_the_numbers_of_the_race():
    say = figures.captions("{step}: {bce} {mse}")
    assert len(say) == len(figures.GRID)
    assert say[0] == "0: 0.982 0.982"
    assert say[30] == "60: 0.0774 0.974"
    bce, mse = answer("bce"), answer("mse")
    facts = figures.facts()
    assert facts["bce"] == str(np.flatnonzero(bce < 0.5)[0])
    assert facts["mse"] == str(np.flatnonzero(mse < 0.5)[0])
    assert facts["ratio"] == f"{1 / (bce[0] * (1 - bce[0])):.0f}"
    assert int(facts["bce"]) < int(facts["matched"]) < int(facts["mse"])
