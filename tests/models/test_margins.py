"""Numbers of margins, against the functions of core and against plain formulas."""

import numpy as np
import pytest

from core.margins import MARGINS, decision_gap, train_features
from pages.models import margins as model
from pages.models.margins import ANGLES, OFFERED, Choice

ARCFACE = Choice()
CHOICES = [Choice(slug) for slug in OFFERED]
each_choice = pytest.mark.parametrize("choice", CHOICES, ids=OFFERED)


@each_choice
def test_the_chosen_curve_is_its_formula(choice):
    theta, s = np.radians(ANGLES), choice.scale
    for y, m in zip(model.curves(choice).chosen, choice.kind.offered, strict=True):
        k = np.clip(np.floor(m * theta / np.pi), 0, max(round(m) - 1, 0))
        expected = {
            "sm_softmax": s * np.cos(theta) - m,
            "am_softmax": s * (np.cos(theta) - m),
            "arcface": np.where(
                theta + m > np.pi, s * (np.cos(theta) - m * np.sin(m)), s * np.cos(theta + m)
            ),
            "l_softmax": s * ((-1) ** k * np.cos(m * theta) - 2 * k),
        }[choice.slug]
        away_from_joints = np.abs(theta + m - np.pi) > 1e-6
        np.testing.assert_allclose(y[away_from_joints], expected[away_from_joints], atol=1e-9)


def test_arcface_turns_back_up_without_repair():
    assert model.curves(Choice("am_softmax")).unrepaired is None
    x, y = model.curves(ARCFACE).unrepaired
    assert (np.diff(y[10]) > 0).all()
    assert x[10][0] == pytest.approx(180 - np.degrees(0.5), abs=1e-4)
    np.testing.assert_allclose(y[10], 20 * np.cos(np.radians(x[10]) + 0.5), atol=1e-9)


@each_choice
def test_regions_end_where_target_and_rival_are_equal(choice):
    targets = model.curves(choice).chosen
    for half, target in zip(model.halves(choice), targets, strict=True):
        if half > 0.01:
            rival = choice.scale * np.cos(choice.between - half)
            assert np.interp(np.degrees(half), ANGLES, target) == pytest.approx(rival, abs=0.02)
    kind, between = choice.kind, choice.between
    gaps = [decision_gap(kind, between, choice.scale, margin) for margin in kind.offered]
    np.testing.assert_allclose(model.gaps(choice), np.degrees(gaps), atol=1e-9)


def test_the_clusters_are_those_of_training():
    margins = (0.0, 0.5)
    clusters = model.train("arcface", 20.0, 5, 30, margins)
    run = train_features(MARGINS["arcface"], scale=20.0, margin=0.5, steps=30)
    np.testing.assert_allclose(clusters.features[1], np.degrees(run.features[-1]))
    assert clusters.spread[1] == pytest.approx(np.degrees(run.spread[-1].mean()))
    plain = model.train("softmax", 20.0, 5, 30)
    np.testing.assert_allclose(clusters.features[0], plain.features[0], rtol=1e-9)


@each_choice
def test_clusters_tighten_as_the_margin_grows(choice):
    spread = model.trained(Choice(choice.slug, steps=60)).spread
    assert spread[-1] < 0.7 * spread[0]
    step = np.abs(choice.kind.offered - choice.kind.default_margin).argmin()
    assert spread[step] < spread[0]


def test_costs_grow_with_the_classes():
    counts, scales, weights, batches = map(np.array, zip(*model.costs(), strict=True))
    np.testing.assert_allclose(np.diff(scales)[1:], np.log([100, 10]), atol=0.02)
    np.testing.assert_allclose(weights, 512 * counts * 4 / 1e6)
    np.testing.assert_allclose(batches, 256 * counts * 4 / 1e6)


def test_numbers_of_the_text():
    assert np.exp(1) / (np.exp(1) + 999 * np.exp(-1 / 999)) < 0.003
    assert np.cos(0.5) + 0.5 * np.sin(0.5) - 1 == pytest.approx(0.117, abs=5e-4)
