"""The page of the slope in the logit: what it draws and says for every choice and every link."""

from dataclasses import replace

import numpy as np
import pytest

from core.losses import LOSSES
from pages.figures.moving import unpack
from pages.figures.numbers import number, tex
from pages.models import logit_gradient as model
from tests.pages.app import array, control, figure, is_twin, open_page, tables, weight

SCRIPT = "pages/one_neuron/logit_gradient.py"
ALL = list(LOSSES)
LIMIT = 600_000  # bytes


def open_view(**parameters):
    return open_page(SCRIPT, **parameters)


def curves(page, place=0):
    """Return the named lines of one chart."""
    lines = [trace for trace in figure(page, place)["data"] if trace.get("mode") == "lines"]
    named = {trace["name"]: array(trace["y"]) for trace in lines}
    named.pop("same slope", None)
    return named


def keys(page):
    """Return the charts that the control moves."""
    return control(page)["charts"]


def read(page):
    """Return the sentence at the step where the control stands."""
    return control(page)["captions"][control(page)["step"]]


def states(page):
    """Return what every control of the page stands at."""
    kinds = ("button_group", "number_input")
    widgets = [widget for kind in kinds for widget in page.get(kind)]
    return {w.key: w.value for w in widgets if not is_twin(w.key)}


# What is drawn


@pytest.mark.parametrize("slug", ALL)
@pytest.mark.parametrize(("label", "y"), [("1", 1), ("0", 0), ("soft", 0.3)])
@pytest.mark.parametrize("scale", model.SCALES)
def test_every_loss_label_and_scale_draws_the_arrays_of_core(slug, label, y, scale):
    page, z = open_view(losses=slug, label=label, slope=scale), model.grid(scale)
    slope = LOSSES[slug].gradient(z, y)
    drawn = curves(page)
    assert list(drawn) == [LOSSES[slug].title]
    expected = slope if scale == "signed" else np.abs(slope)
    np.testing.assert_array_equal(drawn[LOSSES[slug].title], expected.astype(np.float32))
    assert f"{LOSSES[slug].title} {number(abs(slope[control(page)['step']]))}" in read(page)


@pytest.mark.parametrize("scale", model.SCALES)
def test_the_markers_move_over_the_arrays_of_core(scale):
    page, z = open_view(losses=ALL, slope=scale), model.grid(scale)
    drawn = figure(page)
    tracks = drawn["layout"]["meta"]["moving"]
    traces = [(drawn["data"][track["trace"]], track) for track in tracks]
    markers = [
        t for look, t in traces if look["mode"] == "markers" and look["name"] != "same slope"
    ]
    for loss, track in zip(LOSSES.values(), markers, strict=True):
        slope = loss.gradient(z, 1) if scale == "signed" else np.abs(loss.gradient(z, 1))
        np.testing.assert_array_equal(unpack(track["y"])[:, 0], slope.astype(np.float32))


def test_two_losses_are_compared_and_their_factors_shown():
    page = open_view()
    assert list(curves(page)) == [LOSSES["bce"].title, LOSSES["mse"].title]
    assert keys(page) == ["slopes", "activation", "factors-bce", "factors-mse"]
    assert len(page.get("plotly_chart")) == 4
    assert list(curves(page, 2)) == ["|dL/dp|", "dp/dz", "|dz/dw| = |x|", "|dL/dw|"]


def test_every_chart_has_a_sentence_for_those_who_do_not_see_it():
    alts = [chart.proto.alt for chart in open_view().get("plotly_chart")]
    assert len(set(alts)) == 4
    assert all(alt.endswith(".") for alt in alts)


def test_the_order_of_the_losses_in_a_link_does_not_matter():
    one, other = (open_view(losses=slugs) for slugs in (["mse", "bce"], ["bce", "mse"]))
    assert figure(one) == figure(other)
    assert read(one) == read(other)


def test_a_loss_of_the_logit_has_no_factors_and_the_page_says_why():
    page = open_view(losses="hinge")
    assert keys(page) == ["slopes", "activation"]
    assert not page.get("latex")
    assert any("no probability in it" in words.value for words in page.markdown)


def test_an_empty_choice_of_losses_shows_the_default():
    page = open_view()
    page.button_group(key="losses.shown").set_value([]).run()
    assert list(curves(page)) == [LOSSES["bce"].title, LOSSES["mse"].title]


def test_the_charts_are_the_same_wherever_the_control_stands():
    one, other = open_view(logit="-6"), open_view(logit="3.4")
    assert control(one)["step"] != control(other)["step"]
    for place in range(4):
        assert figure(one, place) == figure(other, place)


def test_the_hall_has_thicker_lines_and_the_same_curves():
    desk, hall = open_view(), open_view(size="large")
    widths = [figure(page)["data"][0]["line"]["width"] for page in (desk, hall)]
    assert widths == [3, 5]
    for name, values in curves(desk).items():
        np.testing.assert_array_equal(curves(hall)[name], values)


# What is said


@pytest.mark.parametrize("logit", ["-10", "-6", "0", "9.9"])
@pytest.mark.parametrize("label", ["1", "0", "soft"])
def test_the_reading_states_logit_prediction_label_and_slopes(logit, label):
    page, z = open_view(logit=logit, label=label), float(logit)
    y = {"1": 1, "0": 0, "soft": 0.3}[label]
    words = read(page)
    assert words.startswith(f"At z = {z:.1f} the neuron says p = ".replace("-", "−"))
    assert f"the label is {y:g}." in words
    for loss in (LOSSES["mse"], LOSSES["bce"]):
        assert f"{loss.title} {number(abs(loss.gradient(z, y)))}" in words


def test_the_reading_states_the_ratio():
    assert read(open_view(logit="-10")).endswith("; ratio 22\u202f000.")


def test_every_step_has_its_sentence_and_its_label():
    given = control(open_view())
    assert len(given["captions"]) == len(given["labels"]) == 201
    for shown, words in zip(given["labels"], given["captions"], strict=True):
        assert words.startswith(f"At z = {shown} ")


def test_the_formulas_state_the_slope_in_the_weight():
    page = open_view(logit="-2", input="2.5")
    for slug, formula in zip(("bce", "mse"), page.get("latex"), strict=True):
        slope = LOSSES[slug].gradient(-2.0, 1)
        assert rf"&= {tex(2.5 * slope)} \end{{aligned}}" in formula.value
    bold = [words.value for words in page.markdown if words.value.startswith("**")]
    titles = [f"**{LOSSES[slug].title}**" for slug in ("bce", "mse")]
    assert [words for words in bold if words in titles] == titles
    (chain,) = [words.value for words in page.markdown if "for one weight" in words.value]
    assert "$x = 2.5$" in chain
    assert "$z = -2$" in chain
    assert "$y = 1$" in chain


def test_the_four_extreme_cases_are_a_table():
    (table,) = tables(open_view())
    assert len(table) == 4
    assert number(LOSSES["bce"].gradient(7.0, 0)) in table.to_string()


def test_the_cost_of_the_gradients_is_measured():
    (words,) = [words.value for words in open_view().markdown if "ns per" in words.value]
    assert "{" not in words


# The control and the link


@pytest.mark.parametrize(
    ("logit", "scale", "shown"),
    [
        ("3.3", "magnitude", "3.3"),
        ("-0.04", "magnitude", "0.0"),
        ("25", "magnitude", "10.0"),
        ("-30", "signed", "−10.0"),
        ("25", "logarithm", "24.9"),
        ("-30", "logarithm", "−30.0"),
    ],
)
def test_the_control_stands_at_the_nearest_logit(logit, scale, shown):
    given = control(open_view(logit=logit, slope=scale))
    assert given["labels"][given["step"]].replace("−0.0", "0.0") == shown


LINK = {
    "losses": ["mae", "focal"],
    "label": "soft",
    "label-soft": "0.45",
    "slope": "signed",
    "input": "2.0",
    "logit": "1.5",
    "size": "large",
}


def test_a_link_sets_every_control():
    assert states(open_view(**LINK)) == LINK | {
        "label-soft": 0.45,
        "input": 2.0,
        "logit": 1.5,
        "lang": "en",
    }


def same(page, expected):
    """Whether two runs drew and said the same."""
    charts = [[figure(run, k) for k in range(len(keys(run)))] for run in (page, expected)]
    return charts[0] == charts[1] and control(page) == control(expected)


@pytest.mark.parametrize(
    "value", ["nan", "1e999", "-50", "abc", "9" * 6000, "<script>alert(1)</script>"]
)
def test_hostile_values_mean_the_defaults(value):
    page, expected = open_view(**dict.fromkeys([*LINK, "camera", "no-such"], value)), open_view()
    assert states(page) == states(expected)
    assert same(page, expected)


def test_empty_values_show_the_defaults():
    assert same(open_view(**dict.fromkeys(LINK, "")), open_view())


@pytest.mark.parametrize("value", ["nan", "1e999", "-50", "2", "abc", "9" * 6000])
def test_a_hostile_soft_label_means_the_default(value):
    page, expected = open_view(**{"label": "soft", "label-soft": value}), open_view(label="soft")
    assert states(page) == states(expected)
    assert same(page, expected)


def test_of_a_repeated_value_the_last_number_and_the_first_option_count():
    repeated = {"logit": ["1", "2"], "input": ["3", "nan"], "label": ["0", "1"]}
    found = states(open_view(**repeated))
    assert (found["logit"], found["input"], found["label"]) == (2, 1, "0")


# A loss that is added at run time


@pytest.mark.parametrize("scale", model.SCALES)
def test_a_loss_added_at_run_time_appears(monkeypatch, scale):
    new = replace(
        LOSSES["hinge"], slug="new", title="new loss", smooth=False, probability_gradient=None
    )
    monkeypatch.setitem(LOSSES, "new", new)
    page = open_view(losses=[*ALL, "new"], slope=scale)
    assert "new loss" in curves(page)
    assert "new loss" in read(page)
    assert "factors-new" not in keys(page)


def test_a_loss_of_the_probability_added_at_run_time_has_its_factors(monkeypatch):
    monkeypatch.setitem(LOSSES, "new", replace(LOSSES["focal"], slug="new", title="new loss"))
    page = open_view(losses=["hinge", "new"])
    assert keys(page) == ["slopes", "activation", "factors-new"]


# Its weight


@pytest.mark.parametrize("scale", model.SCALES)
def test_the_page_is_light(scale):
    sent = weight(open_view(losses=ALL, slope=scale))
    assert 50_000 < sent < LIMIT
