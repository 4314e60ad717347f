"""The page of training and hold-out, run as the browser would."""

import pytest

from core.losses import LOSSES
from pages.models import hold_out as model
from tests.pages.app import checked, control, figure, open_page, tables, weight

PAGE = "pages/training/hold_out.py"


def reading(app):
    data = control(app)
    return data["captions"][data["step"]]


def test_opens_over_confident():
    app = open_page(PAGE)
    assert app.title[0].value == "When should training stop?"
    assert reading(app) == (
        "At step 1000, |w| is 6.81. Error rate 6.43\N{NO-BREAK SPACE}% in training, "
        "13.3\N{NO-BREAK SPACE}% held out; log-loss 0.177 and 0.726. "
        "Held out it is 95.7\N{NO-BREAK SPACE}% sure and 86.7\N{NO-BREAK SPACE}% right: "
        "over-confident."
    )
    assert any("this loss has a minimum on this training part" in p.value for p in app.markdown)
    assert tables(app)[0]["examples"].tolist() == ["140", "60"]
    assert weight(app) < 600_000
    (onward,) = [link.proto for link in app.get("page_link") if "ridge" in link.proto.label]
    assert (onward.page, onward.query_string) == ("noise-model", "noise=logistic&prior=1")


def test_a_link_can_ask_for_few_examples_of_separable_data():
    app = open_page(PAGE, **{"divided-data": "overlapping", "held-out": "0.9"})
    assert tables(app)[0]["examples"].tolist() == ["20", "180"]
    assert any("ridge this loss has no minimum" in part.value for part in app.markdown)


@pytest.mark.parametrize("drag", model.DRAGS)
@pytest.mark.parametrize("loss", LOSSES)
def test_every_loss(drag, loss):
    app = open_page(PAGE, **{"stopped-by": drag, "trained-with": loss})
    offered = loss in model.trainable(drag)
    assert app.selectbox(key="trained-with").value == (loss if offered else "bce")
    assert control(app)["label"] == ("step" if drag == "step" else "ridge, log₁₀ λ")


@pytest.mark.parametrize("data", model.divisible())
@pytest.mark.parametrize("share", ["0.1", "0.9"])
def test_every_data_set_can_be_divided(data, share):
    app = open_page(PAGE, **{"divided-data": data, "held-out": share, "seed": "7"})
    assert len(app.get("plotly_chart")) == 4


@pytest.mark.parametrize("ridge", model.RIDGES)
def test_a_ridge_holds_the_weights(ridge):
    app = open_page(PAGE, ridge=ridge, stop="5000")
    lengths = {"0": "7.05", "0.001": "5.46", "0.01": "3.17", "0.1": "1.34"}
    assert f"At step 5000, |w| is {lengths[ridge]}" in reading(app)


def test_titles_are_shown_and_slugs_are_in_the_link():
    app = open_page(PAGE)
    shown = app.selectbox(key="divided-data.shown")
    assert "Breast cancer" in shown.options
    app = checked(shown.set_value("breast-cancer").run())
    assert app.selectbox(key="divided-data").value == "breast-cancer"


def test_few_sections_are_folded():
    folded = [each.label for each in open_page(PAGE).expander]
    assert len(folded) == 5


def test_the_pictures_stay_while_the_step_moves():
    app = open_page(PAGE)
    before = [figure(app, place) for place in range(4)]
    app = checked(app.number_input(key="stop").set_value(22.0).run())
    assert reading(app).startswith("At step 22, ")
    assert [figure(app, place) for place in range(4)] == before


def test_a_loss_with_kinks_gives_way_when_the_ridge_is_dragged():
    app = open_page(PAGE, **{"trained-with": "hinge"})
    app = checked(app.button_group(key="stopped-by").set_value("ridge").run())
    assert app.selectbox(key="trained-with").value == "bce"
    assert reading(app).startswith("At λ = 1.0 × 10⁻⁴, |w| is 6.76.")
    assert not [box for box in app.button_group if box.key == "ridge"]
