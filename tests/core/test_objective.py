"""The objective: the short way of hard labels, and the proof that classes overlap."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.losses import LOSSES
from core.objective import Objective
from core.optimizers import minimise
from core.separability import separating_direction

each_loss = pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES.keys())
WITH_FORM = [loss for loss in LOSSES.values() if loss.margin_form]
with_form = pytest.mark.parametrize("loss", WITH_FORM, ids=lambda loss: loss.slug)
X = [[0.5, -1.0], [2.0, 0.3], [-1.5, 1.0], [0.1, 0.2]]
THETAS = np.array([[0.0, 0.0, 0.0], [1.0, -2.0, 0.5], [-30.0, 4.0, 9.0]])


def quantities(objective):
    """Value, gradient and Hessian at all points, as one flat array."""
    parts = objective.value(THETAS), objective.gradient(THETAS), objective.hessian(THETAS)
    return np.concatenate([part.ravel() for part in parts])


@with_form
def test_hard_labels_take_the_short_way_to_the_same_numbers(loss):
    plain = replace(loss, margin_form=None)
    short, long = (Objective.of(each, X, [0, 1, 1, 0]) for each in (loss, plain))
    assert short.is_turned
    assert not long.is_turned
    np.testing.assert_allclose(quantities(short), quantities(long), rtol=1e-13, atol=1e-300)


@each_loss
def test_soft_labels_do_not(loss):
    assert not Objective.of(loss, X, [0, 1, 0.9, 0]).is_turned


@with_form
@settings(deadline=None, derandomize=True, max_examples=100)
@given(z=st.floats(-800, 800), y=st.sampled_from([0.0, 1.0]))
def test_one_label_says_the_same_as_the_loss(loss, z, y):
    t = np.array([(1 - 2 * y) * z])
    form = loss.margin_form
    assert form.value(t)[0] == loss.value(z, y)
    assert (1 - 2 * y) * form.slope(t)[0] == loss.gradient(z, y)
    assert form.curvature(t)[0] == loss.curvature(z, y)


@pytest.mark.parametrize("name", ["value", "gradient", "curvature"])
@pytest.mark.parametrize("factor", [0.0, 1 + 1e-6, -1.0])
def test_a_copy_with_another_function_cannot_keep_the_form(name, factor):
    function = getattr(LOSSES["bce"], name)
    other = {name: lambda z, y: factor * function(z, y)}
    with pytest.raises(ValueError, match=r"^margin_form of loss 'bce' does not agree with it$"):
        replace(LOSSES["bce"], **other)
    assert replace(LOSSES["bce"], **other, margin_form=None).margin_form is None


def test_a_form_for_odds_must_agree_too():
    mse, mae = LOSSES["mse"], LOSSES["mae"]
    wrong = replace(mse.margin_form, odds=mae.margin_form.odds)
    with pytest.raises(ValueError, match="does not agree"):
        replace(mse, margin_form=wrong)


def test_a_loss_that_replaces_every_function_is_what_is_minimised():
    """Twice the loss: twice the value, gradient and Hessian, by whichever way."""
    bce = LOSSES["bce"]
    names = "value", "gradient", "curvature"
    functions = {name: getattr(bce, name) for name in names}
    double = replace(
        bce,
        margin_form=None,
        **{name: (lambda z, y, f=f: 2 * f(z, y)) for name, f in functions.items()},
    )
    ours, theirs = (Objective.of(each, X, [0, 1, 1, 0]) for each in (double, bce))
    np.testing.assert_allclose(quantities(ours), 2 * quantities(theirs), rtol=1e-13)


rows = st.lists(
    st.tuples(st.integers(-4, 4), st.integers(-4, 4), st.integers(0, 1)), min_size=2, max_size=12
)


@settings(deadline=None, derandomize=True, max_examples=200)
@given(rows=rows)
def test_what_proves_overlap_is_never_separable(rows):
    table = np.array(rows, dtype=float)
    objective = Objective.of(LOSSES["bce"], table[:, :2], table[:, 2])
    best = minimise(LOSSES["bce"], table[:, :2], table[:, 2]).theta
    if objective.overlaps(objective.expand(best)):
        assert separating_direction(table[:, :2], table[:, 2]) is None


def test_overlap_is_proved_at_the_minimum_and_nowhere_far():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(200, 2))
    y = (X.sum(axis=1) + rng.normal(size=200) > 0).astype(float)
    objective = Objective.of(LOSSES["bce"], X, y)
    assert objective.overlaps(objective.expand(minimise(LOSSES["bce"], X, y).theta))
    assert not objective.overlaps(objective.expand(np.zeros(3)))
