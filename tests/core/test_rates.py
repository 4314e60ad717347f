"""Learning rates that make a comparison fair."""

from dataclasses import replace

import numpy as np
import pytest

from core.datasets import load
from core.initial import preset_start
from core.losses import LOSSES
from core.optimizers import OPTIMIZERS
from core.rates import MOST_SEARCHED, TRIED, best_rate, matched_rate, paired_rate
from core.training import Settings, fit

TRAP = load("trap")


@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
def test_matched_rates_move_a_logit_of_0_equally_far(loss):
    step = matched_rate(loss, 0.3) * loss.gradient(0.0, 1.0)
    assert step == pytest.approx(0.3 * LOSSES["bce"].gradient(0.0, 1.0), rel=1e-14)


def test_a_loss_that_is_flat_at_0_keeps_its_rate():
    flat = replace(LOSSES["mse"], gradient=lambda z, y: 0.0 * np.asarray(z), margin_form=None)
    assert matched_rate(flat, 0.3) == 0.3


@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
@pytest.mark.parametrize("optimizer", ["gradient_descent", "momentum"])
@pytest.mark.parametrize("kind", ["saturated", "zero"])
@pytest.mark.parametrize("unit", [1.0, 1e49], ids=["", "some runs are too large to compute with"])
def test_no_other_rate_falls_faster_on_the_whole(loss, optimizer, kind, unit):
    start = preset_start(kind, TRAP.X, TRAP.y, TRAP.slug) / [unit, 1]
    settings = Settings(start=start, optimizer=optimizer, steps=60)
    found = best_rate(loss, unit * TRAP.X, TRAP.y, settings)

    def mean(rate):
        run = replace(settings, learning_rate=rate)
        return fit(loss, unit * TRAP.X, TRAP.y, run).loss.mean()

    assert found in TRIED
    assert all(mean(found) <= mean(rate) * (1 + 1e-12) for rate in TRIED)


@pytest.mark.parametrize("optimizer", ["gradient_descent", "momentum"])
def test_the_search_finds_the_same_with_more_samples_than_fit_side_by_side(optimizer, monkeypatch):
    settings = Settings(start=[2.0, -6.0], optimizer=optimizer, steps=60)
    found = best_rate(LOSSES["focal"], TRAP.X, TRAP.y, settings)
    monkeypatch.setattr("core.rates.MOST_LOGITS", 0)
    assert best_rate(LOSSES["focal"], TRAP.X, TRAP.y, settings) == found


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_search_uses_the_optimiser_and_is_bounded(optimizer):
    bce, start = LOSSES["bce"], [2.0, -6.0]
    long = best_rate(bce, TRAP.X, TRAP.y, Settings(start=start, optimizer=optimizer, steps=5000))
    short = best_rate(
        bce, TRAP.X, TRAP.y, Settings(start=start, optimizer=optimizer, steps=MOST_SEARCHED)
    )
    assert long == short


@pytest.mark.parametrize("rate", [0.0, -1.0, float("nan"), float("inf"), [0.1, 0.2]])
def test_what_is_no_rate_is_refused(rate):
    with pytest.raises(ValueError, match="learning_rate"):
        matched_rate(LOSSES["bce"], rate)
    with pytest.raises(ValueError, match="learning_rate"):
        Settings(start=[0, 0], learning_rate=rate)


def test_an_unknown_pairing_is_refused():
    with pytest.raises(ValueError, match="pairing must be one of same, matched, best"):
        paired_rate("fair", LOSSES["bce"], [0.0, 1.0], [0, 1], Settings(start=[0, 0]))
