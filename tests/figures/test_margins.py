"""Pictures of margins as data, against their numbers."""

import numpy as np
import pytest

from core.margins import MARGINS
from pages.figures import margins as figures
from pages.figures.moving import unpack
from pages.figures.style import SIZES
from pages.models import margins as model
from pages.models.margins import OFFERED, Choice
from pages.words import text
from tests.figures.crossing import crossings

SIZE = SIZES["normal"]
WORDS = text.read("pages/many_classes/margins.py")
ARCFACE = Choice()
CHOICES = [Choice(slug, steps=10) for slug in OFFERED]
EXTREMES = [
    Choice("arcface", 64.0, 12, 180.0, 2),
    Choice("sm_softmax", 4.0, 2, 0.0, 2),
    Choice("l_softmax", 4.0, 12, 179.0, 2),
]
each_choice = pytest.mark.parametrize("choice", CHOICES, ids=OFFERED)


def moving(figure, name):
    """Return the track of the moving trace of a name."""
    (found,) = [t for t in figure.layout.meta["moving"] if figure.data[t["trace"]].name == name]
    return found


def places(figure, name):
    """Return where a moving trace stands, as complex numbers."""
    track = moving(figure, name)
    return unpack(track["x"]) + 1j * unpack(track["y"])


def head(figure):
    """Return the words above a circle at each step."""
    return [words[0] for words in figure.layout.meta["moving"][-1]["text"]]


@pytest.mark.parametrize("choice", [*CHOICES, *EXTREMES])
@pytest.mark.parametrize("size", SIZES)
def test_every_array_is_finite_and_every_step_is_there(choice, size):
    view = figures.view(choice, WORDS, SIZES[size])
    assert all(view.alts.values())
    for figure in view.figures.values():
        for trace in figure.data:
            assert np.isfinite(np.asarray(trace.x, dtype=float)).all()
            assert np.isfinite(np.asarray(trace.y, dtype=float)).all()
        for track in figure.layout.meta["moving"]:
            for axis in "xy":
                positions = unpack(track[axis])
                assert np.isfinite(positions).all()
                assert len(positions) == choice.kind.offered.size
            assert all(
                word and "nan" not in word for said in track.get("text", []) for word in said
            )
    assert all("nan" not in said for said in view.captions)


@each_choice
@pytest.mark.parametrize("size", SIZES)
def test_no_word_crosses_a_line(choice, size):
    seen = figures.view(choice, WORDS, SIZES[size]).figures
    for key in ("margin-logits", "margin-strips"):
        assert not crossings(seen[key]), key


@each_choice
def test_the_chosen_curve_is_that_of_the_model(choice):
    figure = figures.logits(choice, WORDS, SIZE).figure
    track = moving(figure, MARGINS[choice.slug].title)
    np.testing.assert_allclose(unpack(track["y"]), model.curves(choice).chosen, rtol=1e-5)
    np.testing.assert_array_equal(unpack(track["x"])[0], model.ANGLES)


def test_all_five_are_drawn_and_arcface_also_without_repair():
    names = [trace.name for trace in figures.logits(ARCFACE, WORDS, SIZE).figure.data]
    assert {kind.title for kind in MARGINS.values()} <= set(names)
    assert "without repair" in names
    other = figures.logits(CHOICES[0], WORDS, SIZE).figure
    assert "without repair" not in [trace.name for trace in other.data]
    figure = figures.logits(ARCFACE, WORDS, SIZE).figure
    x, y = model.curves(ARCFACE).unrepaired
    track = moving(figure, "without repair")
    np.testing.assert_allclose(unpack(track["x"]), x, rtol=1e-6)
    np.testing.assert_allclose(unpack(track["y"]), y, rtol=1e-5, atol=1e-5)


def test_words_name_each_loss_as_its_record_does():
    for slug, kind in MARGINS.items():
        assert WORDS[f"margin-loss.{slug}"] == kind.title
        assert WORDS.words.get(f"unit.{slug}", "") == kind.unit


def test_each_loss_has_a_look_of_its_own():
    looks = [figures.look(slug) for slug in MARGINS]
    assert len({(look.color, look.dash) for look in looks}) == len(MARGINS)


@each_choice
def test_wedges_reach_as_far_as_the_region(choice):
    figure = figures.regions(choice, WORDS, SIZE).figure
    rim = places(figure, "regions")[:, 13]  # the last point on the first class's rim
    np.testing.assert_allclose(np.pi / 2 - np.angle(rim), model.halves(choice), atol=1e-6)
    np.testing.assert_allclose(abs(rim), 1, rtol=1e-6)
    assert head(figure) == [f"decision gap {gap:.1f}°" for gap in model.gaps(choice)]


def test_the_features_stand_on_the_outer_circle():
    clusters, plain = model.trained(ARCFACE), model.train("softmax", 20.0, 5, 100)
    figure = figures.features(ARCFACE, clusters, plain, WORDS, SIZE).figure
    expected = 1j * np.exp(-1j * np.radians(clusters.features))
    np.testing.assert_allclose(places(figure, "ArcFace"), expected, atol=1e-6)
    assert head(figure)[10].endswith(f"{clusters.spread[10]:.1f}°")
    (inner,) = [trace for trace in figure.data if trace.name == "softmax"]
    np.testing.assert_allclose(np.hypot(inner.x, inner.y), 0.6, rtol=1e-6)


def test_only_two_margins_let_one_threshold_decide():
    alike = model.trained_alike(ARCFACE)
    rows = figures.cluster_rows(alike, WORDS)
    verdict = {row["loss"]: row["one threshold tells same from different"] for row in rows}
    assert verdict == {
        "softmax": "no",
        "SM-Softmax": "no",
        "AM-Softmax (CosFace)": "yes",
        "ArcFace": "yes",
        "L-Softmax": "no",
    }
    assert rows[0]["spread"] == "18.4°"
    figure = figures.strips(ARCFACE, alike, WORDS, SIZE).figure
    titles = [kind.title for kind in MARGINS.values()]
    assert [trace.name for trace in figure.data] == ["start", *titles]
    for trace in figure.data:
        assert (trace.x >= -36.001).all()
        assert (trace.x <= 324.001).all()


def test_captions_rows_and_formulas_state_the_numbers():
    said = figures.view(ARCFACE, WORDS, SIZE).captions[10]
    assert said.startswith(
        "m = 0.5 (radian): at φ = 30° target logit 10.4, rival 14.9, "
        "loss 4.47 nats (softmax 0.0822). Decision gap 28.6°."
    )
    rows = figures.verdict_rows(ARCFACE, 10, WORDS)
    assert [row["loss"] for row in rows] == [kind.title for kind in MARGINS.values()]
    assert rows[0]["margin m"] == "none"
    assert rows[3]["margin m"] == "0.5 radian"
    assert rows[3]["satisfied up to"] == "21.7°"
    assert rows[0]["satisfied up to"] == "36.0°"
    assert r"s \cos(\varphi + m) \\ &= 10.4" in figures.target_formula(ARCFACE, 10)
    beyond = figures.target_formula(Choice(angle=170.0), 10)
    value = 20 * (np.cos(np.radians(170)) - 0.5 * np.sin(0.5))
    assert rf"m \sin m) \\ &= {value:.1f}" in beyond


def test_tables_tell_costs_and_room():
    rows = figures.cost_rows(WORDS)
    assert [row["classes K"] for row in rows] == ["10", "1\u202f000", "100\u202f000", "1 million"]
    assert rows[-1]["weights, 512 per class"] == "2\u202f050 MB"
    assert [row["least scale for q = 0.99"] for row in rows] == ["6.1", "11.5", "16.1", "18.4"]
    room = figures.room_rows(ARCFACE, 10, WORDS)
    assert [row["satisfied up to"] for row in room] == ["75.7°", "45.7°", "21.7°", "8.2°", "0.7°"]
