"""What a visitor takes away: the numbers read back, runs repeated, and Python that is executed."""

import contextlib
import io
import json
import re
import threading

import numpy as np
import pandas as pd
import pytest

from core.datasets import load
from core.losses import LOSSES
from core.training import Settings, fit
from pages.figures.figure import Figure
from pages.figures.moving import unpack
from pages.figures.style import SIZES, canvas
from pages.shared import downloads
from pages.shared.catalogue import HANDOUT, OVERVIEW, VIEWS
from pages.shared.charts.listed import Chart, begin, listed
from pages.shared.downloads.table import charts_csv, history_csv
from tests.pages.app import array, control, figure, open_page, written

LOGIT_GRADIENT = "pages/one_neuron/logit_gradient.py"
LOSS_SURFACE = "pages/one_neuron/loss_surface.py"
LIVE_FIT = "pages/training/live_fit.py"
HOLD_OUT = "pages/training/hold_out.py"
TWO_OUTCOMES = "pages/information/two_outcomes.py"

each_page = pytest.mark.parametrize("entry", [OVERVIEW, *VIEWS], ids=lambda entry: entry.url_path)


@pytest.fixture
def files(monkeypatch):
    """Collect what a page offers: by the file's name, the function that makes it."""
    offered = {}

    def keep(label, make, name):
        offered[name] = make

    monkeypatch.setattr(downloads, "save", keep)
    return offered


def table(text: str) -> pd.DataFrame:
    return pd.read_csv(io.StringIO(text), comment="#")


def settings(text: str) -> dict[str, str]:
    return dict(re.findall("^# (.*?): (.*)$", text, re.MULTILINE))


def moving(page, place: int, trace: str, axis: str) -> np.ndarray:
    """Return a coordinate of a trace that moves, shape (steps, points)."""
    spec = figure(page, place)
    index = [each.get("name") for each in spec["data"]].index(trace)
    tracks = spec["layout"]["meta"]["moving"]
    return unpack(next(track[axis] for track in tracks if track["trace"] == index))


def moving_heights(spec: dict) -> np.ndarray:
    """Return y of moving points at every step; of a path that grows, each point once."""
    heights = [np.empty(0, np.float32)]
    for track in spec["layout"]["meta"]["moving"]:
        still = array(spec["data"][track["trace"]]["y"])
        steps = track["x" if "x" in track else "y"]["shape"][0]
        y = unpack(track["y"]) if "y" in track else np.tile(still, steps)
        heights.append(y[: max(track.get("count", [steps * len(still)]))].ravel())
    return np.concatenate(heights)


# The numbers of the pictures


@each_page
def test_every_picture_of_a_page_is_in_its_files(entry, files):
    page = open_page(entry.script)
    numbers = table(files[f"{entry.url_path}.csv"]())
    assert list(numbers.columns) == ["chart", "trace", "step", "x", "y", "z", "text"]
    drawn = [figure(page, place) for place in range(len(page.get("plotly_chart")))]
    with_traces = [spec for spec in drawn if spec["data"]]
    for (_, rows), spec in zip(numbers.groupby("chart", sort=False), with_traces, strict=True):
        heights = rows[rows["step"].notna()]["y"].to_numpy(np.float32)
        np.testing.assert_array_equal(np.sort(heights), np.sort(moving_heights(spec)))
    alone = files[f"{entry.url_path}.html"]()
    shown = json.loads(re.search('<script type="application/json">(.*?)</script>', alone)[1])
    sent = [json.loads(chart.proto.spec) for chart in page.get("plotly_chart")]
    for chart, spec in zip(shown["charts"], sent, strict=True):
        assert written(chart["figure"]["data"]) == written(spec["data"])
        assert chart["figure"]["layout"]["meta"] == spec["layout"]["meta"]
    assert control(page) in shown["controls"]


def test_the_slopes_read_back_are_those_of_core(files):
    open_page(LOGIT_GRADIENT, label="0", slope="signed")
    numbers = table(files["logit-gradient.csv"]())
    slopes = numbers[numbers["chart"] == "slopes"]
    for loss in (LOSSES["bce"], LOSSES["mse"]):
        curve = slopes[slopes["trace"] == loss.title]
        expected = np.float32(loss.gradient(curve["x"], 0))
        np.testing.assert_array_equal(np.float32(curve["y"]), expected)
        moved = slopes[slopes["trace"] == f"{loss.title}, here"]
        np.testing.assert_array_equal(moved["step"], np.round(np.linspace(-10, 10, 201), 1))
        np.testing.assert_array_equal(np.float32(moved["y"]), expected)


def test_a_path_tells_from_which_step_on_each_of_its_points_is_seen(files):
    page = open_page(LIVE_FIT, steps="300")
    numbers = table(files["live-fit.csv"]())
    path = numbers[(numbers["chart"] == "second-path") & (numbers["trace"] == "BCE")]
    tracks = figure(page, 2)["layout"]["meta"]["moving"]
    (count,) = [track["count"] for track in tracks if "count" in track]
    steps = [int(label) for label in control(page)["labels"]]
    first = [steps[sum(length <= point for length in count)] for point in range(max(count))]
    assert path["step"].tolist() == first
    assert first[0] == 0
    assert first[-1] == 300


def test_a_surface_is_unrolled_over_its_grid(files):
    page = open_page(LOSS_SURFACE)
    numbers = table(files["loss-surface.csv"]())
    surface = numbers[numbers["trace"] == "binary cross-entropy"]
    surface = surface[surface["chart"].str.startswith("surface")]
    spec = figure(page, 1)["data"][0]
    z = array(spec["z"])
    np.testing.assert_array_equal(np.float32(surface["z"]), z.ravel())
    np.testing.assert_array_equal(np.float32(surface["x"]), np.tile(array(spec["x"]), len(z)))
    np.testing.assert_array_equal(np.float32(surface["y"]), np.repeat(array(spec["y"]), len(z.T)))


def test_contours_are_among_the_numbers(files):
    page = open_page(LOSS_SURFACE, view="contour")
    numbers = table(files["loss-surface.csv"]())
    shapes = [shape for shape in figure(page, 1)["layout"]["shapes"] if "path" in shape]
    chart = numbers[numbers["chart"].str.startswith("surface-right")]
    lines = chart[chart["trace"].str.startswith("line ")]
    assert len(lines) == sum(len(re.findall("[MLZ]", shape["path"])) for shape in shapes) > 100


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", " =1"])
def test_a_text_that_looks_like_a_formula_is_not_one(text):
    words = {"type": "scatter", "x": [1], "y": [-2.5], "name": text, "text": [text]}
    drawing = Figure([words], canvas(SIZES["normal"], "x", "y"))
    (row,) = charts_csv([Chart("one", "", drawing)], []).splitlines()[1:]
    assert row == f"one,'{text.strip()},,1.0,-2.5,,'{text.strip()}".replace(",1.0,", ",1,")


def test_a_file_is_made_when_it_is_asked_for_and_not_before():
    buttons = open_page(LOGIT_GRADIENT).get("download_button")
    assert [button.proto.label for button in buttons] == [
        "Numbers (CSV)",
        "Interactive page (HTML)",
    ]
    assert all(button.proto.deferred_file_id and not button.proto.url for button in buttons)


def test_a_page_without_pictures_has_nothing_to_download():
    assert not open_page(HANDOUT.script).get("download_button")


def test_no_run_sees_the_charts_of_another():
    begin().charts.append(Chart("mine", "", Figure([], {})))
    seen = []
    other = threading.Thread(target=lambda: seen.append(list(listed().charts)))
    other.start()
    other.join()
    assert seen == [[]]
    assert [chart.key for chart in listed().charts] == ["mine"]
    begin()


# Training runs


@pytest.mark.parametrize(
    "link",
    [
        {},
        {"data": "iris", "start": "own", "own-w1": "1.5", "rates": "matched", "steps": "60"},
        {"data": "overlapping", "features": "first", "first": "hinge", "optimizer": "momentum"},
    ],
    ids=["default", "iris", "overlapping"],
)
def test_a_run_can_be_repeated_from_its_file(link, files):
    open_page(LIVE_FIT, **link)
    text = files["live-fit-run.csv"]()
    told, run = settings(text), table(text)
    slug = told["data"].partition(":")[0]
    data = load(slug, standardise=told["standardised"] == "True")
    data = data.feature(*told["features"].split(" & "))
    rates = told["rates"].split()[1:]
    for place, slug, rate, optimizer in zip(
        ("first", "second"), told["losses"].split(), rates, told["optimisers"].split(), strict=True
    ):
        history = fit(
            LOSSES[slug],
            data.X,
            data.y,
            Settings(
                start=[float(value) for value in told["start (weights and bias)"].split()],
                optimizer=optimizer,
                learning_rate=float(rate),
                steps=int(told["steps"]),
            ),
        )
        np.testing.assert_array_equal(run["step"], np.arange(len(history.loss)))
        np.testing.assert_array_equal(run[f"{place} loss"], history.loss)
        np.testing.assert_array_equal(run[f"{place} error rate"], history.error_rate)
        np.testing.assert_array_equal(run[f"{place} gradient norm"], history.gradient_norm)
        theta = run[[name for name in run if re.fullmatch(rf"{place} (w\d|b)", name)]]
        np.testing.assert_array_equal(theta, history.theta)


def test_the_file_of_a_run_tells_the_switch(files):
    open_page(LIVE_FIT, switch="bce", at="40")
    assert settings(files["live-fit-run.csv"]())["switch"] == "first to bce at step 40"


def test_the_training_part_is_in_a_file_with_its_seed(files):
    open_page(HOLD_OUT, seed="7", **{"divided-data": "overlapping", "held-out": "0.9"})
    text = files["hold-out-run.csv"]()
    assert settings(text)["seed of the split"] == "7"
    assert len(table(text)) == 1 + int(settings(text)["steps"])
    assert table(text)["training loss"][0] == np.log(2)


def test_a_ridge_has_no_run_to_save(files):
    open_page(HOLD_OUT, **{"stopped-by": "ridge"})
    assert "hold-out-run.csv" not in files


def test_a_setting_stays_in_one_cell():
    assert history_csv({"data": "a,=b;\n=c\td"}, {}).splitlines()[0] == "# data: a =b =c d"


# Open in Python


def executed(page) -> tuple[dict[str, object], str]:
    """Execute the lines that a page shows; return their variables and what they print."""
    (code,) = page.code
    names, said = {}, io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(code.value, names)
    assert len(code.value.splitlines()) <= 18
    return names, said.getvalue()


@pytest.mark.parametrize("label", ["1", "0"])
def test_the_slopes_in_python(label):
    page = open_page(LOGIT_GRADIENT, logit="-2.5", label=label, slope="signed", input="2")
    names, said = executed(page)
    step = control(page)["step"]
    spec = figure(page)
    heights = [unpack(track["y"])[step, 0] for track in spec["layout"]["meta"]["moving"][2:4]]
    assert names["z"] == -2.5
    assert [np.float32(slope) for slope in names["slopes"]] == heights
    assert f"dL/dw = {2 * names['slopes'][0]:.6g}" in said


@pytest.mark.parametrize(
    "link",
    [
        {},
        {"data": "lab", "rates": "best", "steps": "80", "step": "33"},
        {"features": "second", "switch": "bce", "at": "20", "standardise": "false"},
    ],
    ids=["default", "lab", "switched"],
)
def test_the_live_fit_in_python(link):
    page = open_page(LIVE_FIT, **link)
    names, said = executed(page)
    shown = control(page)
    step = int(shown["labels"][shown["step"]])
    keys = ["samples", "first-path", "second-path", "error-rate", "relative-loss"]
    errors, losses = (figure(page, _place(page, key)) for key in keys[3:])
    for place, run in enumerate(names["result"].runs):
        error, loss = (array(spec["data"][place]["y"])[shown["step"]] for spec in (errors, losses))
        assert np.float32(run.history.error_rate[step]) == error
        assert np.float32(run.relative_loss[step]) == loss
        assert f"{run.loss.slug}: {run.history.status_at(step)}" in said


def _place(page, key: str) -> int:
    charts = page.get("plotly_chart")
    return next(k for k, chart in enumerate(charts) if chart.proto.id.endswith(f"-{key}"))


@pytest.mark.parametrize(
    "link",
    [
        {"descent": "60"},
        {"surface-data": "iris", "left": "bce", "right": "linear", "surface-rate": "0.05"},
        {"surface-start": "own", "start-w": "-3.5", "right": "focal", "descent": "200"},
    ],
    ids=["default", "linear", "own"],
)
def test_the_loss_surface_in_python(link):
    page = open_page(LOSS_SURFACE, **link)
    names, said = executed(page)
    spec, step = figure(page, 1), control(page)["step"]
    np.testing.assert_array_equal(np.float32(names["height"]), array(spec["data"][0]["z"]))
    w, b = (moving(page, 1, "now", axis)[step, 0] for axis in "xy")
    np.testing.assert_array_equal(np.float32(names["run"].theta[-1]), [w, b])
    assert said.count("in the window") == 2


@pytest.mark.parametrize("link", [{"q": "0.3"}, {"drag": "p", "p": "0.9", "unit": "bit"}])
def test_two_outcomes_in_python(link):
    page = open_page(TWO_OUTCOMES, **link)
    names, _ = executed(page)
    step = control(page)["step"]
    assert np.float32(names["H"]) == moving(page, 1, "H", "y")[step, 0]
    assert np.float32(names["CE"]) == moving(page, 1, "CE", "y")[step, 0]
    assert names["CE"] == pytest.approx(names["H"] + names["KL"], rel=1e-14)


def test_an_impossible_outcome_in_python():
    names, said = executed(open_page(TWO_OUTCOMES, q="0"))
    assert names["CE"] == names["KL"] == np.inf
    assert "inf nats" in said
