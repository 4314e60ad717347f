"""The opening picture as data, against runs of core."""

import numpy as np
import pytest

from core.activations import sigmoid
from core.losses import LOSSES
from core.training import Settings, fit
from pages.figures import overview as figures
from pages.figures.moving import unpack
from pages.figures.numbers import number
from pages.figures.placement import Type, text_width
from pages.figures.style import SIZES, stroke
from pages.models import overview as model
from pages.models.overview import GRID, RACERS
from pages.words import text

SIZE = SIZES["normal"]
WORDS = text.read("pages/opening/overview.py")


def answers(size=SIZE):
    return figures.answers(WORDS, size).figure


def slide(size=SIZE):
    return figures.slide(WORDS, size).figure


def answer(slug):
    run = fit(LOSSES[slug], [1.0], [0.0], Settings(start=[2.0, 2.0], learning_rate=0.15, steps=300))
    return sigmoid(run.theta @ [1.0, 1.0])


def tracks(figure, kind, axis):
    return [unpack(t[axis]) for t in figure.layout.meta["moving"] if kind(t)]


@pytest.mark.parametrize("size", SIZES)
def test_everything_is_finite_and_titled(size):
    for figure in (answers(SIZES[size]), slide(SIZES[size])):
        assert figure.layout.xaxis.title.text
        assert figure.layout.yaxis.title.text
        for track in figure.layout.meta["moving"]:
            assert np.isfinite(unpack(track["x"])).all()
            assert np.isfinite(unpack(track["y"])).all()


def test_the_paths_are_runs_from_one_start_at_one_rate():
    figure = answers()
    paths = tracks(figure, lambda track: "count" in track, "y")
    for slug, path in zip(RACERS, paths, strict=True):
        np.testing.assert_allclose(path, answer(slug), rtol=1e-6)
    counts = [t["count"] for t in figure.layout.meta["moving"] if "count" in t]
    assert counts == [list(GRID + 1)] * 2


def test_markers_stand_on_the_ends_of_the_paths_and_on_the_sigmoid():
    markers = tracks(answers(), lambda track: "count" not in track and "text" not in track, "y")
    for slug, marker in zip(reversed(RACERS), markers, strict=True):
        np.testing.assert_allclose(marker[:, 0], answer(slug)[GRID], rtol=1e-6)
    figure = slide()
    for track in figure.layout.meta["moving"]:
        np.testing.assert_allclose(unpack(track["y"]), sigmoid(unpack(track["x"])), rtol=1e-5)
        assert np.abs(unpack(track["x"])).max() < figure.layout.xaxis.range[1]


def test_each_run_has_the_look_of_its_loss():
    lines = [trace for trace in answers().data if trace.mode == "lines"]
    assert [line.line.color for line in lines] == [stroke(s).color for s in RACERS]
    assert [line.name for line in lines] == [WORDS[f"loss.{slug}"] for slug in RACERS]


def boxes(figure, type_):
    """Boxes of the words beside each marker, in shares of the axes, shape (4, steps)."""
    (left, right), (low, high) = figure.layout.xaxis.range, figure.layout.yaxis.range
    for track in figure.layout.meta["moving"]:
        if "text" not in track:
            continue
        side = np.array([0 if said[0].strip() else 1 for said in track["text"]])
        x = (unpack(track["x"])[np.arange(side.size), side] - left) / (right - left)
        y = (unpack(track["y"])[:, 0] - low) / (high - low)
        wide = type_.em * np.array([max(map(text_width, said)) for said in track["text"]])
        half = type_.line / 2
        yield np.stack([x - wide * side, x + wide * (1 - side), y - half, y + half])


@pytest.mark.parametrize("size", SIZES)
def test_names_keep_apart(size):
    one, other = boxes(answers(SIZES[size]), Type.of(SIZES[size].text))
    aside = (one[1] <= other[0]) | (other[1] <= one[0])
    above = (one[3] <= other[2] + 1e-6) | (other[3] <= one[2] + 1e-6)
    assert (aside | above).all()


def test_the_flow_shows_the_numbers_of_one_example():
    rows = figures.flow(WORDS)
    z = model.WEIGHTS @ model.FEATURES + model.BIASES
    q = np.exp(z) / np.exp(z).sum()
    t = np.array([0.0, 0.0, 1.0])
    squared = q * (q - t - q @ (q - t))
    for name, values in {
        "features": model.FEATURES,
        "scores": z,
        "probabilities": q,
        "losses": [-np.log(q[2]), ((q - t) ** 2).sum() / 2],
        "gradients": [q - t, squared],
    }.items():
        for value in np.ravel(values):
            assert f"<td>{number(value)}</td>" in rows[name]
    assert f"moves {(q - t)[2] / squared[2]:.0f} times as far" in rows["back"]
    assert rows["scores"].count("class=right") == 1


def test_captions_and_text_state_the_numbers_of_the_race():
    say = figures.view(WORDS, SIZE).captions
    assert len(say) == len(GRID)
    assert say[0] == WORDS.fill("reading", step=0, bce="0.982", mse="0.982")
    assert say[30] == WORDS.fill("reading", step=60, bce="0.0774", mse="0.974")
    bce, mse = answer("bce"), answer("mse")
    facts = figures.race_numbers()
    assert facts["bce"] == str(np.flatnonzero(bce < 0.5)[0])
    assert facts["mse"] == str(np.flatnonzero(mse < 0.5)[0])
    assert facts["ratio"] == f"{1 / (bce[0] * (1 - bce[0])):.0f}"
    assert int(facts["bce"]) < int(facts["matched"]) < int(facts["mse"])
