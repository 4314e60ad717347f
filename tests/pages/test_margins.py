"""The page of margins, run as the browser would."""

import pytest

from core.margins import MARGINS
from pages.models.margins import CLASSES, OFFERED
from tests.pages.app import checked, control, figure, open_page, tables, weight

PAGE = "pages/many_classes/margins.py"


def reading(app):
    data = control(app)
    return data["captions"][data["step"]]


def test_opens_with_arcface_and_its_numbers():
    app = open_page(PAGE)
    assert app.title[0].value == "How far must the right class win?"
    assert reading(app) == (
        "m = 0.5 (radian): at φ = 30° target logit 10.4, rival 14.9, loss 4.47 nats "
        "(softmax 0.0822). Decision gap 28.6°. Trained: spread 11.3° (softmax 18.4°)."
    )
    assert len(app.get("plotly_chart")) == 4
    assert control(app)["charts"][:3] == ["margin-logits", "margin-regions", "margin-features"]
    assert "{" not in " ".join(block.value for block in app.markdown if "steps with" in block.value)


@pytest.mark.parametrize("slug", OFFERED)
def test_every_loss_runs_from_plain_softmax_to_its_largest_margin(slug):
    app = open_page(PAGE, **{"margin-loss": slug, "margin-steps": "50", "size": "large"})
    data = control(app)
    assert len(data["captions"]) == MARGINS[slug].offered.size
    first = data["captions"][0]
    assert "Decision gap 0.0°" in first
    loss = first.split("loss ")[1].split(" nats")[0]
    assert f"(softmax {loss})" in first
    assert max(map(len, data["captions"])) <= 175
    assert weight(app) < 600_000
    assert all(chart.proto.alt for chart in app.get("plotly_chart"))


def test_a_released_margin_changes_no_figure():
    before = open_page(PAGE, **{"margin-steps": "50"})
    after = open_page(PAGE, **{"margin-steps": "50", "margin-arcface": "1.0"})
    assert reading(after).startswith("m = 1 (radian)")
    for place in range(3):
        assert figure(before, place) == figure(after, place)
    assert not tables(before)[0].equals(tables(after)[0])


@pytest.mark.parametrize("count", [CLASSES[0], CLASSES[-1]])
def test_few_and_many_classes_open(count):
    app = open_page(PAGE, **{"margin-classes": str(count), "margin-steps": "0"})
    names = [note["text"] for note in figure(app, 1)["layout"]["annotations"]]
    assert names == [str(k) for k in range(1, count + 1)]
    assert len(tables(app)[1]) == len(MARGINS)


def test_more_steps_and_a_smaller_scale_tighten_the_clusters():
    spreads = []
    for steps, scale in (("0", "20"), ("50", "20"), ("50", "8")):
        app = open_page(PAGE, **{"margin-steps": steps, "margin-scale": scale})
        spreads.append(float(tables(app)[1]["spread"][0].removesuffix("°")))
    assert spreads == sorted(spreads, reverse=True)
    assert spreads[0] > spreads[-1]


def test_the_feature_of_the_link_is_judged():
    app = open_page(PAGE, **{"margin-angle": "10", "margin-steps": "0"})
    assert "at φ = 10°" in reading(app)
    app = checked(app.number_input(key="margin-angle").set_value(170.0).run())
    assert "at φ = 170°" in reading(app)
    assert any(r"m \sin m" in formula.value for formula in app.latex)
