"""BFGS: against SciPy's minima, step by step, and where there is nothing to find."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy import optimize
from sklearn.datasets import load_breast_cancer, load_iris

from core.losses import LOSSES
from core.objective import Objective
from core.optimizers import ENOUGH_FALL, ENOUGH_TURN, OPTIMIZERS, _learn, bfgs_step, minimise
from core.training import Settings, fit

BCE, MSE = LOSSES["bce"], LOSSES["mse"]
SMOOTH = [loss for loss in LOSSES.values() if loss.smooth]
KINKED = [loss for loss in LOSSES.values() if not loss.smooth]
EVERY = pytest.mark.parametrize("loss", SMOOTH, ids=lambda loss: loss.slug)

X = np.array([0.0, 1.0, 2.0, 3.0, 4.0, 5.0])
Y = np.array([0, 0, 1, 0, 1, 1])
TRAP = np.array([5.5, 4, 2.5, -5.5, 5]), np.array([0, 0, 0, 1, 1])


def real_data():
    iris, cancer = load_iris(), load_breast_cancer()
    for name, features, y in (
        ("iris", iris.data[50:, 2:], (iris.target[50:] == 2) * 1),
        ("cancer", cancer.data[:, :2], cancer.target),
    ):
        yield pytest.param(features, y, id=f"{name}-raw")
        standardised = (features - features.mean(axis=0)) / features.std(axis=0)
        yield pytest.param(standardised, y, id=f"{name}-standardised")


def steps_of(objective, start, rate, count):
    """Every step with the state before and after it."""
    theta, known = np.array(start, dtype=float), np.zeros((len(start), len(start)))
    for _ in range(count):
        after, learnt = bfgs_step(objective, theta, known, rate)
        yield theta, known, after, learnt
        theta, known = after, learnt


@EVERY
@pytest.mark.parametrize(("features", "y"), list(real_data()))
def test_scipy_finds_no_lower_loss(loss, features, y):
    history = fit(loss, features, y, Settings(start=np.zeros(3), optimizer="bfgs", steps=400))
    objective = Objective.of(loss, features, y)
    scipy_end = optimize.minimize(
        objective.value, np.zeros(3), jac=objective.gradient, method="BFGS", options={"gtol": 1e-8}
    )
    # Absolute error falls for ever here, towards a share of errors: its last slopes underflow.
    assert history.status == ("plateau" if loss.slug == "mae" else "converged")
    assert history.loss[-1] <= scipy_end.fun + 1e-13
    assert history.gradient_norm[-1] < 1e-6


@pytest.mark.parametrize(("features", "y"), list(real_data()))
def test_the_end_is_the_optimum_of_newtons_method(features, y):
    history = fit(BCE, features, y, Settings(start=np.zeros(3), optimizer="bfgs", steps=400))
    np.testing.assert_allclose(history.theta[-1], minimise(BCE, features, y).theta, rtol=1e-5)


@EVERY
@pytest.mark.parametrize("start", [[0, 0], [-3, 6], [6, -20], [-8, 20]])
def test_the_loss_never_rises(loss, start):
    history = fit(loss, X, Y, Settings(start=start, optimizer="bfgs", steps=60))
    assert (np.diff(history.loss) <= 1e-15).all()


def test_it_needs_far_fewer_steps_than_gradient_descent():
    features, y = next(real_data()).values
    bfgs, descent = (
        fit(
            BCE,
            features,
            y,
            Settings(start=np.zeros(3), optimizer=slug, learning_rate=0.1, steps=400),
        )
        for slug in ("bfgs", "gradient_descent")
    )
    assert np.argmax(bfgs.loss < descent.loss[-1]) < 20


# The trap: two minima of half squared error, one of cross-entropy


@pytest.mark.parametrize("rate", [0.002, 0.01, 0.1, 1, 10])
def test_it_is_caught_in_the_trap_as_gradient_descent_is(rate):
    history = fit(
        MSE, *TRAP, Settings(start=[1, -5], optimizer="bfgs", learning_rate=rate, steps=80)
    )
    np.testing.assert_allclose(history.theta[-1], [0.643, -3.849], atol=1e-3)
    assert history.loss[-1] == pytest.approx(0.1661, abs=5e-4)
    assert history.status == "converged"


@pytest.mark.parametrize("rate", [0.05, 0.5, 1, 2])
@pytest.mark.parametrize(
    ("loss", "start", "theta", "value"),
    [
        (MSE, [0, 0], [-0.290, 0.064], 0.0876),
        (BCE, [2, -6], [-0.314, 0.350], 0.532),
        (BCE, [0, 0], [-0.314, 0.350], 0.532),
    ],
)
def test_it_arrives_at_the_lowest_minimum(loss, start, theta, value, rate):
    history = fit(
        loss, *TRAP, Settings(start=start, optimizer="bfgs", learning_rate=rate, steps=40)
    )
    np.testing.assert_allclose(history.theta[-1], theta, atol=1e-3)
    assert history.loss[-1] == pytest.approx(value, abs=5e-4)
    assert history.status == "converged"


@pytest.mark.parametrize("rate", [0.05, 0.5, 1, 2])
def test_a_long_first_step_leaps_over_the_trap(rate):
    history = fit(
        MSE, *TRAP, Settings(start=[2, -6], optimizer="bfgs", learning_rate=rate, steps=40)
    )
    assert history.loss[-1] == pytest.approx(0.0876, abs=5e-4)


# One step


def test_the_first_step_goes_along_the_gradient_at_the_given_rate():
    objective = Objective.of(BCE, X, Y)
    start = np.array([0.2, -0.1])
    end, _ = bfgs_step(objective, start, np.zeros((2, 2)), 0.1)
    np.testing.assert_allclose(end, start - 0.1 * objective.gradient(start), rtol=1e-14)


@EVERY
@pytest.mark.parametrize("rate", [0.01, 0.5, 20])
def test_every_step_meets_the_wolfe_conditions_and_the_secant_equation(loss, rate):
    objective = Objective.of(loss, X, Y)
    for theta, _, end, learnt in steps_of(objective, [-1, 2], rate, 8):
        step, slope = end - theta, objective.gradient(theta)
        fall = objective.value(end) - objective.value(theta)
        assert fall <= ENOUGH_FALL * (slope @ step) < 0
        assert objective.gradient(end) @ step >= ENOUGH_TURN * (slope @ step)
        np.testing.assert_allclose(learnt @ (objective.gradient(end) - slope), step, rtol=1e-6)
        np.testing.assert_allclose(learnt, learnt.T, rtol=1e-12)
        assert np.linalg.eigvalsh(learnt)[0] > 0


def test_the_estimate_becomes_the_inverse_of_the_hessian():
    objective = Objective.of(BCE, X, Y)
    *_, (_, _, end, learnt) = steps_of(objective, [0, 0], 0.5, 12)
    np.testing.assert_allclose(learnt, np.linalg.inv(objective.hessian(end)), rtol=0.1)


def test_at_the_minimum_it_stays_and_forgets():
    objective = Objective.of(BCE, X, Y)
    best = minimise(BCE, X, Y).theta
    end, learnt = bfgs_step(objective, best, np.zeros((2, 2)), 0.5)
    np.testing.assert_allclose(end, best, atol=1e-12)
    assert np.isfinite(learnt).all()
    history = fit(BCE, X, Y, Settings(start=best, optimizer="bfgs", steps=500))
    assert history.status == "converged"


def test_where_every_slope_has_faded_it_does_not_move():
    objective = Objective.of(MSE, [1.0], [1])
    end, learnt = bfgs_step(objective, np.array([-5000.0, 0.0]), np.zeros((2, 2)), 1.0)
    assert end.tolist() == [-5000, 0]
    assert not learnt.any()


def test_an_estimate_that_overflows_is_forgotten():
    with np.errstate(all="ignore"):
        learnt = _learn(np.eye(2), np.full(2, 1e160), np.full(2, 1e-160))
    assert not learnt.any()


def test_its_arguments_are_left_alone():
    theta, known = np.array([0.5, -0.5]), np.eye(2)
    theta.flags.writeable = known.flags.writeable = False
    bfgs_step(Objective.of(BCE, X, Y), theta, known, 0.5)


# A run


def test_separable_data_have_no_finite_optimum():
    y = [0, 0, 0, 1, 1, 1]
    history = fit(BCE, X, y, Settings(start=[0, 0], optimizer="bfgs", steps=500))
    assert history.status == "no finite optimum"
    assert history.loss[-1] < 1e-6


def test_a_switch_forgets_the_curvature_of_the_first_loss():
    switched = fit(MSE, X, Y, Settings(start=[-1, 2], optimizer="bfgs", steps=9, switch=(4, BCE)))
    anew = fit(BCE, X, Y, Settings(start=switched.theta[4], optimizer="bfgs", steps=5))
    np.testing.assert_allclose(switched.theta[4:], anew.theta, rtol=1e-12)


@pytest.mark.parametrize("slug", OPTIMIZERS)
def test_every_method_begins_with_a_state_of_its_own(slug):
    theta = np.array([1.0, 2.0, 3.0])
    state = OPTIMIZERS[slug].first_state(theta)
    assert not state.any()
    assert state.shape == ((3, 3) if slug == "bfgs" else (3,))


@pytest.mark.parametrize("loss", KINKED, ids=lambda loss: loss.slug)
def test_kinks_are_refused(loss):
    with pytest.raises(ValueError, match=rf"^BFGS needs .* and loss '{loss.slug}' has kinks"):
        fit(loss, X, Y, Settings(start=[0, 0], optimizer="bfgs"))


@settings(max_examples=150, deadline=None, derandomize=True)
@example([0.0, 0.0, 5.0], [0.0, 0.0], 5.5210974502684104e16, BCE)
@given(
    st.lists(st.floats(-1e90, 1e90), min_size=3, max_size=3),
    st.lists(st.floats(-5, 5), min_size=2, max_size=2),
    st.floats(1e-300, 1e100),
    st.sampled_from(SMOOTH),
)
def test_nothing_overflows_or_warns_however_far(x, start, rate, loss):
    history = fit(
        loss, x, [0, 1, 0], Settings(start=start, optimizer="bfgs", learning_rate=rate, steps=8)
    )
    assert np.isfinite(history.theta).all()
    assert np.isfinite(history.loss).all()
    assert (np.diff(history.loss) <= 1e-12 * history.loss[:-1]).all()
