"""Pictures of margins as data, against the functions of core and against plain formulas."""

import numpy as np
import pytest

from core.margins import MARGINS, train_features
from pages.figures import margins as figures
from pages.figures.moving import unpack
from pages.figures.style import SIZES

SIZE = SIZES["normal"]
ARCFACE = figures.Case("arcface", 20.0, 5, 30.0)
CASES = [figures.Case(slug, 20.0, 5, 30.0) for slug in figures.CHOICES]
EXTREMES = [
    figures.Case("arcface", 64.0, 12, 180.0),
    figures.Case("sm_softmax", 4.0, 2, 0.0),
    figures.Case("l_softmax", 4.0, 12, 179.0),
]
every_case = pytest.mark.parametrize("case", CASES, ids=figures.CHOICES)


@pytest.fixture(scope="module")
def plain():
    return figures.train("softmax", (0.0,), 20.0, 5, 30)


def trained(case, steps=10):
    return figures.train(case.slug, case.kind.offered, case.scale, case.classes, steps)


def tracks(figure, axis):
    return [
        unpack(track[axis]) if axis in track else None for track in figure.layout.meta["moving"]
    ]


@pytest.mark.parametrize("case", [*CASES, *EXTREMES])
@pytest.mark.parametrize("size", SIZES)
def test_every_array_is_finite_and_every_step_is_there(case, size):
    clusters = trained(case, steps=2)
    plain = figures.train("softmax", (0.0,), case.scale, case.classes, 2)
    pictures = [
        figures.logits(case, SIZES[size]),
        figures.regions(case, SIZES[size]),
        figures.trained(case, clusters, plain, SIZES[size]),
    ]
    for figure in pictures:
        for axis in "xy":
            for positions in tracks(figure, axis):
                if positions is not None:
                    assert np.isfinite(positions).all()
                    assert len(positions) == case.kind.offered.size
        for track in figure.layout.meta["moving"]:
            assert all(
                word and "nan" not in word for said in track.get("text", []) for word in said
            )
    assert all("nan" not in said for said in figures.captions("{loss}{gap}", case, clusters, plain))


@every_case
def test_the_chosen_curve_is_its_formula(case):
    figure = figures.logits(case, SIZE)
    place = [trace.name for trace in figure.data].index(case.slug)
    track = next(t for t in figure.layout.meta["moving"] if t["trace"] == place)
    theta, s = np.radians(figure.data[place].x.astype(float)), 20.0
    for y, m in zip(unpack(track["y"]), case.kind.offered, strict=True):
        k = np.clip(np.floor(m * theta / np.pi), 0, max(round(m) - 1, 0))
        expected = {
            "sm_softmax": s * np.cos(theta) - m,
            "am_softmax": s * (np.cos(theta) - m),
            "arcface": np.where(
                theta + m > np.pi, s * (np.cos(theta) - m * np.sin(m)), s * np.cos(theta + m)
            ),
            "l_softmax": s * ((-1) ** k * np.cos(m * theta) - 2 * k),
        }[case.slug]
        away_from_joints = np.abs(theta + m - np.pi) > 1e-6
        np.testing.assert_allclose(y[away_from_joints], expected[away_from_joints], atol=1e-4)


def test_all_five_are_drawn_and_arcface_also_without_repair():
    names = [trace.name for trace in figures.logits(ARCFACE, SIZE).data]
    assert set(MARGINS) <= set(names)
    assert "without repair" in names
    assert "without repair" not in [trace.name for trace in figures.logits(CASES[0], SIZE).data]
    x, y = (tracks(figures.logits(ARCFACE, SIZE), axis)[1] for axis in "xy")
    assert (np.diff(y[10]) > 0).all()
    assert x[10][0] == pytest.approx(180 - np.degrees(0.5), abs=1e-4)
    np.testing.assert_allclose(y[10], 20 * np.cos(np.radians(x[10]) + 0.5), atol=1e-4)


def test_each_loss_has_a_look_of_its_own():
    looks = [figures.look(slug) for slug in MARGINS]
    assert len({(look.color, look.dash) for look in looks}) == len(MARGINS)


@every_case
def test_wedges_end_where_target_and_rival_are_equal(case):
    figure = figures.regions(case, SIZE)
    x, y = tracks(figure, "x")[0], tracks(figure, "y")[0]
    half = np.arctan2(x[:, 13], y[:, 13])  # the last point on the first class's rim
    for angle, margin in zip(half, case.kind.offered, strict=True):
        if angle > 0.01:
            target = figures._over_angles(case.kind, 20.0, margin)
            rival = 20.0 * np.cos(case.between - angle)
            assert np.interp(np.degrees(angle), np.arange(181), target) == pytest.approx(
                rival, abs=0.02
            )
    words = figure.layout.meta["moving"][1]["text"]
    step = np.abs(case.kind.offered - case.kind.default_margin).argmin()
    gap = 72 - 2 * np.degrees(half[step])
    assert words[step][0] == f"decision gap {gap:.1f}°"


def test_the_features_are_those_of_training(plain):
    margins = (0.0, 0.5)
    clusters = figures.train("arcface", margins, 20.0, 5, 30)
    run = train_features(MARGINS["arcface"], scale=20.0, margin=0.5, steps=30)
    np.testing.assert_allclose(clusters.features[1], np.degrees(run.features[-1]))
    assert clusters.spread[1] == pytest.approx(np.degrees(run.spread[-1].mean()))
    np.testing.assert_allclose(clusters.features[0], plain.features[0], rtol=1e-9)
    figure = figures.trained(ARCFACE, clusters, plain, SIZE)
    x, y = tracks(figure, "x")[0], tracks(figure, "y")[0]
    np.testing.assert_allclose(x[1] + 1j * y[1], 1j * np.exp(-1j * run.features[-1]), atol=1e-6)
    assert figure.layout.meta["moving"][1]["text"][1][0].endswith(f"{clusters.spread[1]:.1f}°")


@every_case
def test_clusters_tighten_as_the_margin_grows(case):
    spread = trained(case, steps=60).spread
    assert spread[-1] < 0.7 * spread[0]
    step = np.abs(case.kind.offered - case.kind.default_margin).argmin()
    assert spread[step] < spread[0]


def test_only_two_margins_let_one_threshold_decide():
    clusters = {
        slug: figures.train(slug, (kind.default_margin,), 20.0, 5, 100)
        for slug, kind in MARGINS.items()
    }
    rows = figures.cluster_rows(clusters)
    verdict = {row["loss"]: row["one threshold tells same from different"] for row in rows}
    assert verdict == {
        "softmax": "no",
        "SM-Softmax": "no",
        "AM-Softmax (CosFace)": "yes",
        "ArcFace": "yes",
        "L-Softmax": "no",
    }
    assert rows[0]["spread"] == "18.4°"
    figure = figures.strips(clusters, figures.train("softmax", (0.0,), 20.0, 5, 0), SIZE)
    assert [trace.name for trace in figure.data] == ["start", *MARGINS]
    for trace in figure.data:
        assert (trace.x >= -36.001).all()
        assert (trace.x <= 324.001).all()


def test_captions_rows_and_formulas_state_the_numbers(plain):
    clusters = trained(ARCFACE)
    step = 10
    said = figures.captions(
        "{m} {unit} {angle} {target} {rival} {loss} {content} {gap}", ARCFACE, clusters, plain
    )
    assert said[step] == "0.5 radian 30 10.4 14.9 4.47 0.0822 28.6"
    rows = figures.verdict_rows(ARCFACE, step)
    assert [row["loss"] for row in rows] == [kind.title for kind in MARGINS.values()]
    assert rows[3]["satisfied up to"] == "21.7°"
    assert rows[0]["satisfied up to"] == "36.0°"
    assert r"s \cos(\theta + m) \\ &= 10.4" in figures.target_formula(ARCFACE, step)
    beyond = figures.target_formula(ARCFACE._replace(angle=170.0), step)
    value = 20 * (np.cos(np.radians(170)) - 0.5 * np.sin(0.5))
    assert rf"m \sin m) \\ &= {value:.1f}" in beyond


def test_costs_grow_with_the_classes():
    rows = figures.cost_rows()
    assert [row["classes K"] for row in rows] == ["10", "1\u202f000", "100\u202f000", "1 million"]
    assert rows[-1]["weights, 512 a class"] == "2\u202f050 MB"
    scales = [float(row["least scale for q = 0.99"]) for row in rows]
    np.testing.assert_allclose(np.diff(scales)[1:], np.log([100, 10]), atol=0.1)
    room = figures.room_rows(ARCFACE, 10)
    assert [row["satisfied up to"] for row in room] == ["75.7°", "45.7°", "21.7°", "8.2°", "0.7°"]


def test_numbers_of_the_text():
    assert np.exp(1) / (np.exp(1) + 999 * np.exp(-1 / 999)) < 0.003
    assert np.cos(0.5) + 0.5 * np.sin(0.5) - 1 == pytest.approx(0.117, abs=5e-4)
