"""Extreme numbers against sixty digits of mpmath: right to twelve digits, in both tails."""

import mpmath
import numpy as np
import pytest

from core import activations, information, multiclass
from core.losses import LOSSES, RESIDUAL_LOSSES
from tests.fuzz.budget import budget, generator

mpf = mpmath.mpf
EXTREMES = (0.0, 5e-324, 2.3e-308, 1e-160, 1e-17, 1e-8, 1.0, 18.4, 36.7, 37.4, 354.0, 709.7)
EXTREMES += (709.8, 744.4, 745.2, 1e4, 1e16, 1e154, 1.3e154, 1e300, 1.7e308)
TINY = np.finfo(float).tiny  # below it floats have fewer digits


@pytest.fixture(autouse=True)
def _digits():
    with mpmath.workdps(60):
        yield


def logit(numbers):
    """Draw a logit: an extreme one, or an ordinary one of any size."""
    size = numbers.choice(EXTREMES) if numbers.random() < 0.6 else 10 ** numbers.uniform(-20, 3)
    return numbers.choice((-1, 1)) * size


def check(actual, expected, note, scale=None):
    """Compare with the exact number; `scale` is the size of the terms it is a difference of."""
    size = abs(expected) if scale is None else scale
    assert not np.isnan(actual), note
    if abs(expected) > mpf(np.finfo(float).max):
        assert np.isinf(actual) or actual > 1.79e308, note
        return
    error = abs(mpf(float(actual)) - expected)
    assert error <= max(mpf("1e-12") * size, mpf(TINY)), (note, actual, expected)


def sigmoid(z):
    return 1 / (1 + mpmath.exp(-z)) if z > -1e6 else mpmath.exp(z)


def softplus(z):
    """Logarithm of 1 + exp(z), with all its digits where exp(z) drowns in 1 or 1 in exp(z)."""
    if z > 200:
        return z + mpmath.exp(-z)
    return mpmath.log1p(mpmath.exp(z))


ACTIVATIONS = {
    "sigmoid": sigmoid,
    "softplus": softplus,
    "log_sigmoid": lambda z: -softplus(-z),
    "sigmoid_derivative": lambda z: sigmoid(z) * sigmoid(-z),
}


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_activations(name):
    numbers = generator(name)
    for _ in range(budget(60, 3000)):
        z = logit(numbers)
        check(getattr(activations, name)(z), ACTIVATIONS[name](mpf(z)), (name, z))


def _focal_of_one(z):
    return sigmoid(-z) ** 2 * softplus(-z)


def _hinge_slope(z):
    return mpf(-1) if z < 1 else mpf(0)


# Value and slope for label 1; label 0 is the mirror image.
OF_ONE = {
    "bce": (lambda z: softplus(-z), lambda z: -sigmoid(-z)),
    "mse": (lambda z: sigmoid(-z) ** 2 / 2, lambda z: -(sigmoid(-z) ** 2) * sigmoid(z)),
    "mae": (lambda z: sigmoid(-z), lambda z: -sigmoid(-z) * sigmoid(z)),
    "hinge": (lambda z: max(mpf(0), 1 - z), _hinge_slope),
    "focal": (
        _focal_of_one,
        lambda z: -(sigmoid(-z) ** 2) * (sigmoid(-z) + 2 * sigmoid(z) * softplus(-z)),
    ),
}


def test_every_loss_has_its_oracle():
    assert set(OF_ONE) == set(LOSSES)


@pytest.mark.parametrize("slug", OF_ONE)
def test_losses_of_both_labels(slug):
    numbers, (value, slope) = generator(slug), OF_ONE[slug]
    for _ in range(budget(60, 3000)):
        z = logit(numbers)
        for y, side in ((1, 1), (0, -1)):
            check(LOSSES[slug].value(z, y), value(side * mpf(z)), (slug, z, y))
            check(LOSSES[slug].gradient(z, y), side * slope(side * mpf(z)), (slug, "slope", z, y))


@pytest.mark.parametrize("slug", ["bce", "hinge", "focal"])
def test_losses_of_soft_labels(slug):
    """Those that mix the losses of both labels; squares of p - y do not."""
    numbers, (value, slope) = generator(slug, "soft"), OF_ONE[slug]
    for _ in range(budget(60, 3000)):
        z, y = logit(numbers), numbers.choice((5e-324, 1e-17, 0.3, 0.5, 1 - 2**-53))
        up, down = value(mpf(z)), value(-mpf(z))
        check(LOSSES[slug].value(z, y), mpf(y) * up + (1 - mpf(y)) * down, (slug, z, y))
        terms = (mpf(y) * slope(mpf(z)), (1 - mpf(y)) * slope(-mpf(z)))
        note, scale = (slug, "slope", z, y), max(map(abs, terms))
        check(LOSSES[slug].gradient(z, y), terms[0] - terms[1], note, scale)


@pytest.mark.parametrize("slug", ["mse", "mae"])
def test_losses_of_a_residual(slug):
    numbers = generator(slug, "residual")
    exact = {"mse": (lambda r: r * r / 2, lambda r: r), "mae": (abs, mpmath.sign)}[slug]
    for _ in range(budget(60, 3000)):
        r = logit(numbers)
        check(RESIDUAL_LOSSES[slug].value(r), exact[0](mpf(r)), (slug, r))
        check(RESIDUAL_LOSSES[slug].slope(r), exact[1](mpf(r)), (slug, "slope", r))


def distribution(numbers, outcomes=3):
    """Draw probabilities that may be 0, denormal, or all but 1; they need not sum exactly to 1."""
    weights = [numbers.choice((0.0, 5e-324, 1e-300, 1e-17, 1e-9, 1.0)) for _ in range(outcomes)]
    weights[numbers.randrange(outcomes)] = 1.0
    return np.array(weights) / sum(weights)


def _term(weight, logarithm):
    return mpf(0) if weight == 0 else mpf(weight) * logarithm()


def test_information():
    numbers = generator("information")
    for _ in range(budget(60, 3000)):
        p, q = distribution(numbers), distribution(numbers)
        pairs = [*zip(p, q, strict=True)]
        surprises = [_term(a, lambda b=b: -mpmath.log(b) if b else mpmath.inf) for a, b in pairs]
        own = [_term(a, lambda a=a: -mpmath.log(a)) for a in p]
        note = (p, q)
        # A probability beside 1 has lost the digits of 1 - p before it comes here.
        check(information.entropy(p), sum(own), note, max(sum(own), mpf("1e-16")))
        check(information.cross_entropy(p, q), sum(surprises), note)
        if (q > 0).all():
            check(information.kl_divergence(p, q), sum(surprises) - sum(own), note, mpf(1))


def _softmax(z):
    weights = [mpmath.exp(mpf(each) - mpf(max(z))) for each in z]
    return [weight / sum(weights) for weight in weights]


def _logit_of_classes(numbers):
    base = numbers.choice((0.0, 1e4, -1e300))
    return [base + numbers.choice((0.0, 1e-17, 1.0, -36.0, 40.0, -700.0, 800.0)) for _ in range(3)]


def test_many_classes():
    numbers = generator("classes")
    for _ in range(budget(60, 3000)):
        z = _logit_of_classes(numbers)
        t, k = np.eye(3), numbers.randrange(3)
        q, top = _softmax(z), max(range(3), key=z.__getitem__)
        rest = sum(q[i] for i in range(3) if i != top)
        logs = [mpmath.log1p(-rest) + (mpf(each) - mpf(z[top])) for each in z]
        for i in range(3):
            check(activations.softmax(z)[i], q[i], (z, i))
            check(activations.log_softmax(z)[i], logs[i], (z, i))
        check(multiclass.softmax_cross_entropy(z, t[k]), -logs[k], (z, k))
        slope = multiclass.softmax_cross_entropy_gradient(z, t[k])
        others = sum(q[i] for i in range(3) if i != k)
        for i in range(3):
            check(slope[i], -others if i == k else q[i], (z, k, i))
