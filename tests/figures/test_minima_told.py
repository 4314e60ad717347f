"""What three pages say of a loss's minimum, against a computation of its own, in SciPy."""

from functools import cache
from itertools import product

import numpy as np
import pytest
from scipy.optimize import linprog, minimize
from scipy.special import expit

from core.comparison import compare_runs
from core.datasets import DATASETS, load
from core.initial import STARTS, preset_start
from core.losses import LOSSES
from core.optimizers import safe_learning_rate
from core.step_size import run_at_rates
from core.training import Settings
from pages.figures import learning_rate
from pages.figures.live_fit import minima
from pages.models import hold_out
from pages.models import learning_rate as learning_rate_model
from pages.shared.text import read

MEAN_LOSS = {
    "bce": lambda m: np.logaddexp(0, -m).mean(),
    "mse": lambda m: (expit(-m) ** 2).mean() / 2,
    "mae": lambda m: expit(-m).mean(),
    "focal": lambda m: (expit(-m) ** 2 * np.logaddexp(0, -m)).mean(),
    "hinge": lambda m: np.maximum(0, 1 - m).mean(),
}
"""Of the margins (2 y - 1) z."""
WRONG = {"mse": 0.5, "mae": 1.0}
"""What a sample costs that is wrong for ever; the other losses grow without bound."""
LIVE_FIT, LEARNING_RATE = (
    read(f"pages/training/{page}.py") for page in ("live_fit", "learning_rate")
)
CASES = [
    (slug, features, loss)
    for slug, features, loss in product(DATASETS, (1, 2), MEAN_LOSS)
    if features <= len(load(slug).feature_names)
]


def dataset(slug, features):
    return load(slug).feature(*range(features))


def signed(data):
    """Return rows whose product with theta is the margin of each sample."""
    return (2 * data.y - 1)[:, None] * np.column_stack([data.X, np.ones(len(data.y))])


def separable(rows):
    """Whether a direction leaves no margin negative and makes one positive: a linear programme."""
    found = linprog(-rows.sum(axis=0), A_ub=-rows, b_ub=np.zeros(len(rows)), bounds=(-1, 1))
    return -found.fun > 1e-7


def lowest_far_away(loss, rows):
    """Lowest mean loss in the limit along many directions that cross no sample."""
    angles = np.linspace(0, 2 * np.pi, 2881)[:-1] + 0.0007
    v = np.stack([np.cos(angles), np.sin(angles)])
    if rows.shape[1] == 3:
        shares = [
            (rows @ np.vstack([np.cos(tilt) * v, np.full(len(angles), np.sin(tilt))]) < 0)
            .mean(axis=0)
            .min()
            for tilt in np.linspace(-1.5, 1.5, 301)
        ]
        return WRONG[loss] * min(shares) if loss in WRONG else np.inf
    return WRONG[loss] * (rows @ v < 0).mean(axis=0).min() if loss in WRONG else np.inf


def is_bottom(loss, rows, theta):
    """Whether all around a point is higher: on a plateau it is so by less than 1e-9."""
    around = np.random.default_rng(1).normal(size=(200, len(theta)))
    around *= 0.02 / np.linalg.norm(around, axis=1, keepdims=True)
    here = MEAN_LOSS[loss](rows @ theta)
    return all(MEAN_LOSS[loss](rows @ (theta + aside)) > here + 1e-9 for aside in around)


@cache
def known(slug, features, loss):
    """Tell what is to be said of a smooth loss."""
    rows = signed(dataset(slug, features))
    if separable(rows):
        return "separable"
    generator = np.random.default_rng(0)
    ends = [
        minimize(lambda theta: MEAN_LOSS[loss](rows @ theta), start, method="BFGS", tol=1e-9)
        for start in [np.zeros(rows.shape[1]), *generator.normal(size=(5, rows.shape[1]))]
    ]
    lowest = min((end.fun for end in ends if is_bottom(loss, rows, end.x)), default=np.inf)
    return "lower at infinity" if lowest_far_away(loss, rows) < lowest - 1e-9 else "minimum"


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize(("slug", "features", "loss"), CASES)
def test_the_live_fit_says_what_is_known(slug, features, loss, start):
    data = dataset(slug, features)
    first = preset_start(start, data.X, data.y, slug)
    result = compare_runs([LOSSES[loss]] * 2, data.X, data.y, Settings(start=first, steps=30))
    both, run = minima(result, LIVE_FIT), result.runs[0]
    said = both[: len(both) // 2]
    assert both == f"{said} {said}"
    assert {
        "separable": "separable" in said,
        "lower at infinity": "lower values exist at infinity" in said,
        "minimum": "finds a minimum at" in said,
        "kinks": "has kinks" in said,
    } == dict.fromkeys(("separable", "lower at infinity", "minimum", "kinks"), False) | {
        expected(slug, features, loss): True
    }
    assert said.count("with L = ") == len(run.minima)
    assert all(is_bottom(loss, signed(data), minimum.theta) for minimum in run.minima)


def expected(slug, features, loss):
    """Hinge has no minimum that Newton's method could look for, and none to fall to for ever."""
    return "kinks" if loss == "hinge" else known(slug, features, loss)


@pytest.mark.parametrize("start", learning_rate_model.STARTS)
@pytest.mark.parametrize(("slug", "features", "loss"), CASES)
def test_the_learning_rate_says_what_is_known(slug, features, loss, start):
    data, record = dataset(slug, features), LOSSES[loss]
    scale = safe_learning_rate(record if record.is_smooth(data.y) else LOSSES["bce"], data.X)
    first = learning_rate_model.start_of(start, data)
    rates = scale * np.array([0.2, 0.9, 3.0])
    runs = run_at_rates(record, data.X, data.y, first, rates, steps=200)
    study = learning_rate_model.judge(record, data, start, runs)
    said = learning_rate.bounds(study, LEARNING_RATE)
    what = expected(slug, features, loss)
    assert ("has no minimum: the data are" in said) == (what == "separable")
    assert ("has a kink" in said) == (what == "kinks")
    assert ("lower values exist at infinity" in said) >= (what == "lower at infinity")
    assert ("at the minimum" in said) == (study.minimum is not None)
    if what == "minimum":
        assert "at the minimum" in said
    if study.minimum is not None:
        assert is_bottom(loss, signed(data), study.minimum.theta)


@pytest.mark.parametrize("share", [0.3, 0.9])
@pytest.mark.parametrize("loss", MEAN_LOSS)
@pytest.mark.parametrize("slug", hold_out.divisible())
def test_the_hold_out_says_what_is_known(slug, loss, share):
    for seed in (0, 2):
        data, _ = hold_out.divided(hold_out.Choice(slug, share=share, seed=seed))
        said, length = hold_out.without_ridge(LOSSES[loss], data)
        is_separable = separable(signed(data))
        if loss == "hinge":
            assert said == ("at-rest" if is_separable else "kinks")
            continue
        assert (said == "separable") == is_separable
        assert np.isfinite(length) == (said in ("minimum", "local-minimum"))
        if loss in ("bce", "focal") and not is_separable:  # they grow without bound
            assert said == "minimum"
