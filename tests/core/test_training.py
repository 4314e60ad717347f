"""Runs: what one step does, what a run keeps, and what it says of itself."""

import pickle
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.datasets import load_breast_cancer, load_iris
from sklearn.linear_model import LogisticRegression

from core.gradients import parameter_gradient
from core.losses import LOSSES
from core.objective import Objective
from core.optimizers import OPTIMIZERS, minimise, safe_learning_rate
from core.training import Settings, Status, fit

BCE, MSE, HINGE = LOSSES["bce"], LOSSES["mse"], LOSSES["hinge"]
SMOOTH = [loss for loss in LOSSES.values() if loss.smooth]
KINKED = [loss for loss in LOSSES.values() if not loss.smooth]

# Not separable: the two samples in the middle have changed places.
X = np.array([0.0, 1.0, 2.0, 3.0, 4.0, 5.0])
Y = np.array([0, 0, 1, 0, 1, 1])
LAB_Y = np.array([0, 0, 0, 1, 1, 1])


def combinations():
    for loss in LOSSES.values():
        for slug, optimizer in OPTIMIZERS.items():
            if loss.smooth or not optimizer.needs_smooth:
                yield pytest.param(loss, slug, id=f"{loss.slug}-{slug}")


def real_data():
    iris, cancer = load_iris(), load_breast_cancer()
    petal, radius_texture = iris.data[50:, 2:], cancer.data[:, :2]
    for name, X, y in (
        ("iris", petal, (iris.target[50:] == 2) * 1),
        ("cancer", radius_texture, cancer.target),
    ):
        yield pytest.param(X, y, id=f"{name}-raw")
        yield pytest.param((X - X.mean(axis=0)) / X.std(axis=0), y, id=f"{name}-standardised")


# Steps


def test_gradient_descent_by_hand():
    history = fit(BCE, X, Y, Settings(start=[1, -1], learning_rate=0.3, steps=3))
    theta = np.array([1.0, -1.0])
    for k in range(3):
        np.testing.assert_allclose(history.theta[k], theta, rtol=1e-14)
        theta = theta - 0.3 * parameter_gradient(BCE, X, Y, theta)


def test_momentum_by_hand():
    history = fit(
        MSE, X, Y, Settings(start=[1, -1], optimizer="momentum", learning_rate=0.3, steps=4)
    )
    theta, velocity = np.array([1.0, -1.0]), np.zeros(2)
    for k in range(4):
        np.testing.assert_allclose(history.theta[k], theta, rtol=1e-14)
        velocity = 0.9 * velocity - 0.3 * parameter_gradient(MSE, X, Y, theta)
        theta = theta + velocity


@pytest.mark.parametrize("loss", SMOOTH, ids=lambda loss: loss.slug)
@pytest.mark.parametrize("start", [[0, 0], [-3, 6], [6, -20], [-8, 20]])
def test_newton_never_climbs(loss, start):
    history = fit(loss, X, Y, Settings(start=start, optimizer="newton", steps=60))
    assert (np.diff(history.loss) <= 1e-15).all()


def test_newton_converges_in_a_few_steps():
    assert fit(BCE, X, Y, Settings(start=[0, 0], optimizer="newton", steps=8)).status == "converged"


@pytest.mark.parametrize("loss", KINKED, ids=lambda loss: loss.slug)
def test_newton_says_why_it_is_not_offered(loss):
    with pytest.raises(ValueError, match=r"second derivative, and loss .* has kinks"):
        fit(loss, X, Y, Settings(start=[0, 0], optimizer="newton"))
    with pytest.raises(ValueError, match="kinks"):
        fit(BCE, X, Y, Settings(start=[0, 0], optimizer="newton", switch=(3, loss)))


# History


@pytest.mark.parametrize(("loss", "optimizer"), list(combinations()))
def test_the_arrays_say_what_they_claim(loss, optimizer):
    history = fit(loss, X, Y, Settings(start=[-1, 2], optimizer=optimizer, steps=12))
    for k, theta in enumerate(history.theta):
        z = theta[0] * X + theta[1]
        gradient = parameter_gradient(loss, X, Y, theta)
        assert history.loss[k] == pytest.approx(loss.value(z, Y).mean(), rel=1e-12)
        assert history.error_rate[k] == np.mean((z >= 0) != Y)
        assert history.gradient_norm[k] == pytest.approx(np.linalg.norm(gradient), abs=1e-13)


def test_shapes_for_two_features_and_no_steps():
    history = fit(BCE, np.column_stack([X, X**2]), Y, Settings(start=[0, 0, 0], steps=0))
    assert history.theta.shape == (1, 3)
    assert history.loss.shape == history.error_rate.shape == history.gradient_norm.shape == (1,)
    assert history.status == Status.STILL_MOVING


def test_the_arrays_are_read_only_and_the_input_is_left_alone():
    start = np.zeros(2)
    history = fit(BCE, X, Y, Settings(start=start, steps=5))
    for array in (history.theta, history.loss, history.error_rate, history.gradient_norm):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1
    assert (start == 0).all()


def test_a_history_survives_a_cache():
    history = fit(BCE, X, LAB_Y, Settings(start=[0, 0], steps=400))
    assert pickle.loads(pickle.dumps(history)).status == history.status


def test_p_of_one_half_is_class_one():
    assert fit(BCE, [1.0, 2.0], [1, 1], Settings(start=[0, 0], steps=0)).error_rate[0] == 0
    assert fit(BCE, [1.0, 2.0], [0, 1], Settings(start=[0, 0], steps=0)).error_rate[0] == 0.5


# The switch


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("k", [0, 4, 10])
def test_a_switch_is_two_runs_in_a_row(optimizer, k):
    switched = fit(
        MSE, X, Y, Settings(start=[-1, 2], optimizer=optimizer, steps=10, switch=(k, BCE))
    )
    before = fit(MSE, X, Y, Settings(start=[-1, 2], optimizer=optimizer, steps=k))
    after = fit(BCE, X, Y, Settings(start=before.theta[-1], optimizer=optimizer, steps=10 - k))
    assert switched.switch_step == k
    # In scaled coordinates the second start is rounded once more.
    rounding = 1e-12 if OPTIMIZERS[optimizer].is_scaled else 0
    in_a_row = np.vstack([before.theta[:-1], after.theta])
    np.testing.assert_allclose(switched.theta, in_a_row, rtol=rounding)
    np.testing.assert_allclose(
        switched.loss, np.append(before.loss[:-1], after.loss), rtol=1e-14 + rounding
    )
    np.testing.assert_allclose(
        switched.gradient_norm, np.append(before.gradient_norm[:-1], after.gradient_norm)
    )


def test_a_switch_to_cross_entropy_frees_a_saturated_run():
    start = [-20.0, 50.0]
    stuck = fit(MSE, X, Y, Settings(start=start, steps=4000))
    freed = fit(MSE, X, Y, Settings(start=start, steps=4000, switch=(100, BCE)))
    assert stuck.status_at(100) == freed.status_at(99) == "plateau"
    assert freed.status == "converged"
    assert freed.error_rate[-1] < stuck.error_rate[100]


# Status


def test_status_uses_the_past_only():
    long = fit(MSE, X, Y, Settings(start=[-3, 7], learning_rate=9, steps=300))
    for k in range(0, 300, 17):
        short = fit(MSE, X, Y, Settings(start=[-3, 7], learning_rate=9, steps=k))
        assert short.status == long.status_at(k)


@pytest.mark.parametrize("loss", [BCE, MSE, LOSSES["focal"]], ids=lambda loss: loss.slug)
def test_convergence_is_said_of_minima(loss):
    history = fit(loss, X, Y, Settings(start=[0, 0], learning_rate=0.3, steps=20_000))
    assert history.status_at(1) == "still moving"
    assert history.status == "converged"
    assert history.gradient_norm[-1] < 1e-6


@pytest.mark.parametrize(("loss", "optimizer"), list(combinations()))
def test_separable_data_never_converge_unless_hinge(loss, optimizer):
    history = fit(loss, X, LAB_Y, Settings(start=[0, 0], optimizer=optimizer, steps=3000))
    expected = "converged" if loss is HINGE else "no finite optimum"
    assert history.status == expected


def test_weakly_separable_data_have_no_finite_optimum():
    history = fit(BCE, [0, 1, 1, 2], [0, 0, 1, 1], Settings(start=[0, 0], steps=10_000))
    assert history.status == "no finite optimum"
    assert history.loss[-1] == pytest.approx(np.log(2) / 2, abs=1e-3)


def test_a_bad_plateau_on_separable_data_is_a_plateau():
    history = fit(MSE, X, LAB_Y, Settings(start=[-20, 50], steps=1000))
    assert history.status_at(0) == history.status == "plateau"
    assert history.error_rate[-1] > 0
    one_class = fit(MSE, X, LAB_Y, Settings(start=[-3, 8], steps=2000))
    assert one_class.error_rate[-1] < one_class.error_rate[0]
    assert one_class.status == "plateau"


@pytest.mark.parametrize("size", [15, 40, 300, 1000])
def test_a_plateau_is_not_taken_for_a_minimum_however_flat(size):
    # Right and wrong samples alike fade; from about 745 on every slope is exactly 0 in floats.
    history = fit(MSE, X, Y, Settings(start=[-size, 2.5 * size], steps=30))
    assert history.gradient_norm[-1] < 1e-6
    assert history.status == "plateau"


def test_a_far_place_with_few_errors_is_a_plateau_too():
    # One leap to where every sample is saturated, most of them rightly: better than the start.
    history = fit(BCE, X, Y, Settings(start=[-1, 3], learning_rate=200, steps=1, switch=(1, MSE)))
    assert history.gradient_norm[1] < 1e-6
    assert history.error_rate[1] < history.error_rate[0]
    assert history.status == "plateau"


def test_a_good_start_is_not_called_a_plateau():
    best = minimise(BCE, X, Y).theta
    history = fit(BCE, X, Y, Settings(start=best + 1e-3, steps=2000))
    said = {str(history.status_at(k)) for k in range(0, 2000, 50)}
    assert history.gradient_norm[0] < 1e-2
    assert said == {"still moving", "converged"}


def test_a_rate_that_is_too_large_bounces():
    history = fit(
        BCE, X, Y, Settings(start=[1, -2.5], learning_rate=5 * safe_learning_rate(BCE, X))
    )
    assert np.isfinite(history.loss).all()
    assert history.diverged_at is None
    assert history.status == "oscillating"


def test_divergence_by_the_loss():
    best = minimise(BCE, X, Y).theta
    history = fit(BCE, X, Y, Settings(start=best + 0.01, learning_rate=1000, steps=50))
    assert history.status == "diverged"
    assert history.loss[history.diverged_at] > 10 * history.loss[0]
    assert (history.loss[: history.diverged_at] <= 10 * history.loss[0]).all()


def test_divergence_after_a_switch_counts_from_the_switch():
    history = fit(MSE, X, Y, Settings(start=[-4, 10], steps=300, switch=(20, BCE)))
    assert history.loss[20] > 10 * history.loss[0]
    assert history.diverged_at is None
    assert history.status != "diverged"


@pytest.mark.parametrize("optimizer", ["gradient_descent", "momentum"])
def test_a_run_that_overflows_is_held(optimizer):
    history = fit(
        BCE,
        X,
        Y,
        Settings(start=[1, 0], optimizer=optimizer, learning_rate=1e100, steps=5, switch=(3, MSE)),
    )
    assert history.diverged_at == 1
    assert (history.theta == [1, 0]).all()
    assert [str(history.status_at(k)) for k in (0, 1, 5)] == ["still moving"] + 2 * ["diverged"]
    assert np.isfinite(history.loss).all()


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=3),
    st.lists(st.sampled_from([0, 0.2, 1]), min_size=3, max_size=3),
    st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=2),
    st.floats(1e-9, 1e100),
    st.sampled_from(list(combinations())),
)
def test_nothing_is_ever_nan_or_infinite(x, y, start, rate, combination):
    loss, optimizer = combination.values
    y = y if loss.smooth_for_soft_labels else np.round(y)
    history = fit(
        loss, x, y, Settings(start=start, optimizer=optimizer, learning_rate=rate, steps=25)
    )
    for array in (history.theta, history.loss, history.error_rate, history.gradient_norm):
        assert np.isfinite(array).all()
    assert history.status in Status


def test_a_long_run_is_quick():
    cancer = load_breast_cancer()
    features = cancer.data[:, :2]
    standardised = (features - features.mean(axis=0)) / features.std(axis=0)
    began = time.process_time()
    fit(MSE, standardised, cancer.target, Settings(start=[0, 0, 0], steps=5000))
    assert time.process_time() - began < 3


# The optimum


@pytest.mark.parametrize(("X", "y"), list(real_data()))
def test_the_optimum_agrees_with_scikit_learn(X, y):
    model = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-12, max_iter=1000)
    model.fit(X, y)
    optimum = minimise(BCE, X, y)
    np.testing.assert_allclose(optimum.theta[:-1], model.coef_[0], rtol=0, atol=1e-6)
    np.testing.assert_allclose(optimum.theta[-1], model.intercept_[0], rtol=0, atol=1e-6)
    assert optimum.finite
    assert optimum.unique
    assert optimum.gradient_norm < 1e-12


def test_the_optimum_is_found_to_the_last_digits():
    for seed in range(50):
        rng = np.random.default_rng(seed)
        features = rng.normal(size=(40, 2)) * [1, 30] + [0, 100]
        y = features[:, 0] + 2 * rng.normal(size=40) > 0
        optimum = minimise(BCE, features, y)
        assert optimum.finite
        assert optimum.gradient_norm < 1e-12


@pytest.mark.parametrize("loss", SMOOTH, ids=lambda loss: loss.slug)
def test_separable_data_have_no_optimum(loss):
    assert not minimise(loss, X, LAB_Y).finite
    assert not minimise(loss, [0, 1, 1, 2], [0, 0, 1, 1]).finite


def test_a_constant_feature_leaves_the_optimum_finite_but_not_unique():
    optimum = minimise(BCE, np.column_stack([X, np.full(6, 3.0)]), Y)
    assert (optimum.finite, optimum.unique) == (True, False)
    assert optimum.loss == pytest.approx(minimise(BCE, X, Y).loss, rel=1e-12)


def test_the_optimum_depends_on_the_start_where_the_loss_is_not_convex():
    trap = [5.5, 4, 2.5, -5.5, 5], [0, 0, 0, 1, 1]
    assert minimise(MSE, *trap).theta == pytest.approx([-0.290, 0.064], abs=1e-3)
    assert minimise(MSE, *trap, start=[0.7, -4]).theta == pytest.approx([0.643, -3.849], abs=1e-3)


def test_a_saturated_start_is_not_an_optimum():
    assert not minimise(MSE, X, Y, start=[-400, 1000]).finite


@pytest.mark.parametrize("loss", SMOOTH, ids=lambda loss: loss.slug)
@pytest.mark.parametrize("start", [[0, 0], [-4, 5], [3, -9]])
def test_the_safe_rate_never_lets_the_loss_rise(loss, start):
    rate = 0.999 * safe_learning_rate(loss, X)
    history = fit(loss, X, Y, Settings(start=start, learning_rate=rate, steps=400))
    assert (np.diff(history.loss) <= 1e-15).all()


def test_the_safe_rate_is_that_of_the_hessian_at_zero():
    largest = np.linalg.eigvalsh(Objective.of(BCE, X, Y).hessian(np.zeros(2)))[-1]
    assert safe_learning_rate(BCE, X) == pytest.approx(2 / largest, rel=1e-12)
    assert safe_learning_rate(MSE, X) / safe_learning_rate(BCE, X) == pytest.approx(3.25, abs=0.01)


# Bad input


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        ({"start": [0]}, "start"),
        ({"start": [0, np.nan]}, "start"),
        ({"start": [1e200, 0]}, "start"),
        ({"learning_rate": 0}, "learning_rate"),
        ({"learning_rate": np.inf}, "learning_rate"),
        ({"steps": -1}, "steps"),
        ({"steps": 2.5}, "steps"),
        ({"steps": True}, "steps"),
        ({"optimizer": "adam"}, "optimizer"),
        ({"switch": (501, MSE)}, "switch step"),
        ({"switch": (-1, MSE)}, "switch step"),
        ({"X": [1, 2]}, "y"),
        ({"X": np.full(6, 1e200)}, "X"),
        ({"y": np.full(6, 2)}, "y"),
    ],
)
def test_bad_input_is_refused_by_name(arguments, name):
    data = {"X": X, "y": Y} | {key: arguments[key] for key in arguments if key in "Xy"}
    held = {"start": [0, 0]} | {key: arguments[key] for key in arguments if key not in "Xy"}
    with pytest.raises(ValueError, match=f"^{name} "):
        fit(BCE, **data, settings=Settings(**held))


def test_settings_do_not_change_with_what_they_were_made_of():
    start = np.array([1.0, 2.0])
    settings = Settings(start)
    start[0] = 9.0
    assert list(settings.start) == [1.0, 2.0]
    with pytest.raises(ValueError, match="read-only"):
        settings.start[0] = 9.0


@pytest.mark.parametrize("step", [-1, 6, 1.5, None])
def test_there_is_no_status_of_a_step_outside(step):
    with pytest.raises(ValueError, match=r"^step must be"):
        fit(BCE, X, Y, Settings(start=[0, 0], steps=5)).status_at(step)


@pytest.mark.parametrize("loss", KINKED, ids=lambda loss: loss.slug)
def test_kinks_have_no_optimum_by_newton_and_no_safe_rate(loss):
    with pytest.raises(ValueError, match="kinks"):
        minimise(loss, X, Y)
    with pytest.raises(ValueError, match="kinks"):
        safe_learning_rate(loss, X)


def test_absolute_error_has_kinks_with_soft_labels_only():
    mae, soft = LOSSES["mae"], [0, 0, 0.3, 0, 1, 1]
    assert np.isfinite(minimise(mae, X, Y).loss)
    assert safe_learning_rate(mae, X) == pytest.approx(
        safe_learning_rate(BCE, X) * 6 * np.sqrt(3) / 4, rel=1e-7
    )
    for refused in (
        lambda: minimise(mae, X, soft),
        lambda: safe_learning_rate(mae, X, soft),
        lambda: fit(mae, X, soft, Settings(start=[0, 0], optimizer="bfgs")),
    ):
        with pytest.raises(ValueError, match=r"'mae' has kinks for labels between 0 and 1$"):
            refused()


@pytest.mark.parametrize("features", [3.0, [], [np.nan], [[1], [np.inf]]])
def test_a_safe_rate_needs_features(features):
    with pytest.raises(ValueError, match=r"^X must"):
        safe_learning_rate(BCE, features)
