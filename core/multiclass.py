"""Losses of K classes through the softmax, their derivatives, soft labels and temperature.

Classes lie along the last axis; the other axes broadcast. Logits are `z`, predictions
``q = softmax(z)``, targets `t`: distributions, one-hot or soft. Logarithms are natural.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core._checks import (
    FloatArray,
    as_bounded,
    as_distribution,
    as_finite,
    as_floats,
    as_positive,
    as_unit_interval,
    row_sums,
    short,
    weighted,
)
from core.activations import log_softmax, softmax
from core.information import cross_entropy, kl_divergence

MOST_DERIVATIVES = 10_000_000  # of second order: 80 MB


class Scores(NamedTuple):
    """What three measures say of predictions, row by row.

    Attributes
    ----------
    misclassified : ndarray of bool, shape (...)
        Whether the largest prediction stands at another class than the largest target.
    squared_error : ndarray, shape (...)
        Summed over the classes, without 1/2.
    cross_entropy : ndarray, shape (...)
        In nats; inf where q = 0 < t.

    Examples
    --------
    >>> rows = Scores.of([[0.1, 0.2, 0.7], [0.3, 0.4, 0.3]], [[0, 0, 1], [1, 0, 0]])
    >>> rows.misclassified.tolist()
    [False, True]
    >>> print(rows.squared_error.round(2), rows.cross_entropy.round(3))
    [0.14 0.74] [0.357 1.204]
    """

    misclassified: NDArray[np.bool_]
    squared_error: FloatArray
    cross_entropy: FloatArray

    @classmethod
    def of(cls, q: ArrayLike, t: ArrayLike) -> "Scores":
        """Measure predictions against targets.

        Parameters
        ----------
        q, t : array_like, shape (..., K)
            Predictions and targets: distributions.

        Returns
        -------
        Scores
            One entry a row.

        Raises
        ------
        ValueError
            If `q` or `t` is not a distribution or their shapes do not match.
        """
        return cls(misclassified(q, t), squared_error(q, t), cross_entropy(t, q))


def softmax_cross_entropy(z: ArrayLike, t: ArrayLike) -> FloatArray:
    """Cross-entropy of softmax predictions, ``-sum_k t_k log q_k``.

    Parameters
    ----------
    z : array_like, shape (..., K)
        Logits. Infinite ones give the limit.
    t : array_like, shape (..., K)
        Targets: distributions.

    Returns
    -------
    ndarray, shape (...)
        In nats, summed over the classes; inf where q = 0 < t.

    Raises
    ------
    ValueError
        If `z` holds nan or has no limit (two or more +inf, or only -inf, in a row), if `t` is
        not a distribution, or if the shapes do not match.

    Examples
    --------
    >>> print(softmax_cross_entropy([0.0, 1.0, 2.0], [0, 0, 1]).round(4))
    0.4076

    The logarithm of the rounded probability is 0 where one logit leads by 37 or more:

    >>> naive = 0 - np.log(softmax([40.0, 0.0])[0])
    >>> print(f"{naive:.3g} {softmax_cross_entropy([40.0, 0.0], [1, 0]):.3g}")
    0 4.25e-18
    """
    z, t = _logits_and_targets(z, t)
    terms = weighted(t, 0.0 - log_softmax(z))
    total: FloatArray = terms.sum(axis=-1) if np.isinf(terms.max()) else row_sums(terms)
    return total


def softmax_cross_entropy_gradient(z: ArrayLike, t: ArrayLike) -> FloatArray:
    """Slope of `softmax_cross_entropy` in each logit: ``q - t``, wrong classes included.

    Parameters
    ----------
    z, t : array_like, shape (..., K)
        As for `softmax_cross_entropy`.

    Returns
    -------
    ndarray, shape (..., K)
        dL/dz_k in [-1, 1], per unit of logit; sums to 0 along the last axis.

    Raises
    ------
    ValueError
        As `softmax_cross_entropy`.

    Notes
    -----
    Computed as ``q (1 - t) - t (1 - q)`` with ``1 - q_k`` as the sum of the other predictions,
    so that nothing cancels for one-hot targets.

    Examples
    --------
    >>> softmax_cross_entropy_gradient([0.0, 1.0, 2.0], [0, 0, 1]).round(3)
    array([ 0.09 ,  0.245, -0.335])

    The naive difference is exactly 0 where the right class leads by 37 or more:

    >>> naive = softmax([40.0, 0.0])[0] - 1
    >>> print(f"{naive:.3g} {softmax_cross_entropy_gradient([40.0, 0.0], [1, 0])[0]:.3g}")
    0 -4.25e-18
    """
    z, t = _logits_and_targets(z, t)
    q = softmax(z)
    return q * (1 - t) - t * _sum_of_others(q)


def softmax_cross_entropy_hessian(z: ArrayLike) -> FloatArray:
    """Second derivatives of `softmax_cross_entropy`: ``diag(q) - q q'``, whatever the target.

    The same matrix is the Jacobian dq/dz of the softmax. It is positive semidefinite, and the
    vector of ones is its null direction: a constant added to all logits changes nothing.

    Parameters
    ----------
    z : array_like, shape (..., K)
        Logits.

    Returns
    -------
    ndarray, shape (..., K, K)
        d2L / dz_j dz_k; symmetric, each row sums to 0.

    Raises
    ------
    ValueError
        If `z` holds nan, has no limit or would have more than 10 million second derivatives.

    References
    ----------
    C. M. Bishop, Pattern Recognition and Machine Learning, Springer 2006, section 4.3.4.

    Examples
    --------
    >>> print(softmax_cross_entropy_hessian([0.0, 0.0]))
    [[ 0.25 -0.25]
     [-0.25  0.25]]
    """
    q = softmax(z)
    if q.size * q.shape[-1] > MOST_DERIVATIVES:
        raise ValueError(f"z is too large for its second derivatives; got shape {q.shape}")
    diagonal = (q * _sum_of_others(q))[..., np.newaxis]
    products = q[..., :, np.newaxis] * q[..., np.newaxis, :]
    return np.where(np.eye(q.shape[-1], dtype=bool), diagonal, 0.0 - products)


def softmax_squared_error(z: ArrayLike, t: ArrayLike) -> FloatArray:
    """Half squared error of softmax predictions, ``1/2 sum_k (q_k - t_k)^2``.

    Convention: with 1/2, summed over the classes. For K = 2 the two terms are equal, so it is
    twice the half squared error of the sigmoid.

    Parameters
    ----------
    z, t : array_like, shape (..., K)
        As for `softmax_cross_entropy`.

    Returns
    -------
    ndarray, shape (...)
        Value in [0, 1].

    Raises
    ------
    ValueError
        As `softmax_cross_entropy`.

    Examples
    --------
    >>> print(softmax_squared_error([0.0, 0.0], [0, 1]))
    0.25
    """
    error = softmax_cross_entropy_gradient(z, t)
    total: FloatArray = (error * (0.5 * error)).sum(axis=-1)
    return total


def softmax_squared_error_gradient(z: ArrayLike, t: ArrayLike) -> FloatArray:
    """Slope of `softmax_squared_error` in each logit: ``(diag(q) - q q') (q - t)``.

    Parameters
    ----------
    z, t : array_like, shape (..., K)
        As for `softmax_cross_entropy`.

    Returns
    -------
    ndarray, shape (..., K)
        dL/dz_k, per unit of logit; sums to 0 along the last axis.

    Raises
    ------
    ValueError
        As `softmax_cross_entropy`.

    Examples
    --------
    Confidently wrong: cross-entropy pulls with full strength, squared error hardly at all.

    >>> softmax_cross_entropy_gradient([10.0, 0.0], [0, 1]).round(4)
    array([ 1., -1.])
    >>> softmax_squared_error_gradient([10.0, 0.0], [0, 1]).round(4)
    array([ 0.0001, -0.0001])

    At equal logits it is exactly 1/K of cross-entropy's:

    >>> softmax_squared_error_gradient([0.0, 0.0, 0.0, 0.0], [0, 1, 0, 0])
    array([ 0.0625, -0.1875,  0.0625,  0.0625])
    """
    error = softmax_cross_entropy_gradient(z, t)
    slope: FloatArray = (softmax_cross_entropy_hessian(z) @ error[..., np.newaxis])[..., 0]
    return slope


def soften(z: ArrayLike, temperature: float) -> FloatArray:
    """Softmax at a temperature, ``softmax(z / T)``: flatter above 1, sharper below.

    Parameters
    ----------
    z : array_like, shape (..., K)
        Logits.
    temperature : float
        T, above 0, in units of logit.

    Returns
    -------
    ndarray, shape (..., K)
        Distributions.

    Raises
    ------
    ValueError
        If `z` holds nan or has no limit, or `temperature` is not above 0 or so small that
        ``z / T`` overflows.

    References
    ----------
    G. Hinton, O. Vinyals, J. Dean, Distilling the knowledge in a neural network, 2015,
    arXiv 1503.02531.

    Examples
    --------
    >>> for temperature in (0.5, 1, 10):
    ...     print(soften([1.0, 2.0, 4.0], temperature).round(3))
    [0.002 0.018 0.98 ]
    [0.042 0.114 0.844]
    [0.289 0.32  0.391]
    """
    return softmax(_cooled("z", z, temperature))


def distillation_loss(z: ArrayLike, teacher: ArrayLike, temperature: float) -> FloatArray:
    """Cross-entropy of a student with a teacher's soft labels, both at one temperature.

    Parameters
    ----------
    z, teacher : array_like, shape (..., K)
        Logits of the student and of the teacher.
    temperature : float
        T, above 0, in units of logit.

    Returns
    -------
    ndarray, shape (...)
        In nats, without the factor T^2; at least the entropy of the teacher's soft labels.

    Raises
    ------
    ValueError
        As `soften`, or if the shapes do not match.

    References
    ----------
    G. Hinton, O. Vinyals, J. Dean, Distilling the knowledge in a neural network, 2015,
    arXiv 1503.02531.

    Examples
    --------
    >>> print(distillation_loss([0.0, 1.0], [0.0, 4.0], temperature=2).round(3))
    0.534
    """
    return softmax_cross_entropy(*_student_and_teacher(z, teacher, temperature))


def distillation_gradient(z: ArrayLike, teacher: ArrayLike, temperature: float) -> FloatArray:
    """Slope of `distillation_loss` in each logit of the student: ``(q_T - t_T) / T``.

    For large T it fades like 1/T^2: times T^2 it tends to the difference of the two sets of
    logits, each less its mean, over K. Hence the factor T^2 wherever this loss is added to
    another one.

    Parameters
    ----------
    z, teacher, temperature
        As for `distillation_loss`.

    Returns
    -------
    ndarray, shape (..., K)
        dL/dz_k, per unit of logit, without the factor T^2.

    Raises
    ------
    ValueError
        As `distillation_loss`.

    References
    ----------
    G. Hinton, O. Vinyals, J. Dean, Distilling the knowledge in a neural network, 2015,
    arXiv 1503.02531, section 2.1.

    Examples
    --------
    >>> for T in (1, 10, 100):
    ...     slope = distillation_gradient([0.0, 1.0], [0.0, 4.0], T)
    ...     print(f"{slope[0]:.6f} {T**2 * slope[0]:.3f}")
    0.250955 0.251
    0.007371 0.737
    0.000075 0.750
    """
    student, target = _student_and_teacher(z, teacher, temperature)
    return softmax_cross_entropy_gradient(student, target) / temperature


def reverse_kl_gradient(z: ArrayLike, t: ArrayLike) -> FloatArray:
    """Slope of the reverse divergence ``KL(q || t)`` in each logit: ``q_k (log q_k / t_k - KL)``.

    Unlike the slope of ``KL(t || q)``, which is that of the cross-entropy, ``q - t``, each entry
    carries its own q_k: a class that the prediction gives up is hardly pushed.

    Parameters
    ----------
    z : array_like, shape (..., K)
        Logits, finite.
    t : array_like, shape (..., K)
        Targets: distributions without a 0, where the divergence would be infinite.

    Returns
    -------
    ndarray, shape (..., K)
        Per unit of logit; sums to 0 along the last axis.

    Raises
    ------
    ValueError
        If `z` is not finite, if `t` is not a distribution or holds a 0, or if the shapes do not
        match.

    Examples
    --------
    Far from the right class the reverse divergence lets go of it:

    >>> target = [0.9, 0.1]
    >>> for z in (0.0, -10.0):
    ...     slopes = softmax_cross_entropy_gradient([z, 0.0], target)
    ...     print(f"{slopes[0]:.3f} {reverse_kl_gradient([z, 0.0], target)[0]:.4f}")
    -0.400 -0.5493
    -0.900 -0.0006
    """
    z, t = _logits_and_targets(as_finite("z", z), t)
    if not t.all():
        raise ValueError(f"t must be above 0 everywhere; got {short(t)}")
    q, logs = softmax(z), log_softmax(z) - np.log(t)
    return weighted(q, logs - kl_divergence(q, t)[..., np.newaxis])


def matching_logit(others: ArrayLike, share: ArrayLike, temperature: float = 1.0) -> FloatArray:
    """Logit at which a class gets a given share of the softmax; the other logits stay.

    Over this one logit the cross-entropy with a target has its minimum where the prediction of
    the class equals its target: at the logit that this function returns.

    Parameters
    ----------
    others : array_like, shape (..., K - 1)
        Logits of the other classes, finite.
    share : array_like, broadcasts with the leading axes of `others`
        Probability that the class shall have, in [0, 1].
    temperature : float
        T, above 0, in units of logit.

    Returns
    -------
    ndarray
        ``T (log(share / (1 - share)) + log sum exp(others / T))``; infinite for a share of 0 or 1.

    Raises
    ------
    ValueError
        If `others` is not finite or empty, `share` leaves [0, 1], or the temperature is not above
        0 or too small.

    Examples
    --------
    >>> print(matching_logit([0.0, 0.0], 0.5).round(4))
    0.6931

    A smoothed label asks for a finite lead, a one-hot label for an infinite one:

    >>> for amount in (0.1, 0.01, 0):
    ...     print(matching_logit([0.0, 0.0], smooth_labels([1, 0, 0], amount)[0]).round(3))
    3.332
    5.697
    inf
    """
    cooled = _cooled("others", as_bounded("others", others), temperature)
    if cooled.ndim == 0 or cooled.size == 0:
        raise ValueError(f"others must hold logits along its last axis; got shape {cooled.shape}")
    share = as_unit_interval("share", share)
    with np.errstate(divide="ignore"):
        lead = np.log(share) - np.log1p(-share)
    with np.errstate(over="ignore"):
        matched: FloatArray = temperature * (lead + np.logaddexp.reduce(cooled, axis=-1))
    return matched


def smooth_labels(t: ArrayLike, amount: float) -> FloatArray:
    """Give a share of the target to all classes alike: ``(1 - amount) t + amount / K``.

    Parameters
    ----------
    t : array_like, shape (..., K)
        Targets: distributions.
    amount : float
        Share in [0, 1] that is spread evenly, over the right class too.

    Returns
    -------
    ndarray, shape (..., K)
        Distributions.

    Raises
    ------
    ValueError
        If `t` is not a distribution or `amount` is not one number in [0, 1].

    References
    ----------
    C. Szegedy et al., Rethinking the Inception architecture for computer vision, CVPR 2016.

    Examples
    --------
    >>> smooth_labels([0, 1, 0, 0], 0.2).round(3)
    array([0.05, 0.85, 0.05, 0.05])
    """
    t, share = as_distribution("t", t), as_unit_interval("amount", amount)
    if share.ndim:
        raise ValueError(f"amount must be one number; got {short(amount)}")
    smoothed: FloatArray = (1 - share) * t + share / t.shape[-1]
    return smoothed


def normalised(weights: ArrayLike) -> FloatArray:
    """Divide rows by their sums, so that they are distributions.

    Parameters
    ----------
    weights : array_like, shape (..., K)
        At least 0, not all 0 in a row; in any unit.

    Returns
    -------
    ndarray, shape (..., K)
        Rows that sum to 1.

    Raises
    ------
    ValueError
        If a weight is negative, nan or infinite, or a row has no positive weight.

    Examples
    --------
    >>> normalised([[2, 1, 1], [0, 3, 0]])
    array([[0.5 , 0.25, 0.25],
           [0.  , 1.  , 0.  ]])
    """
    rows = as_floats("weights", weights)
    if rows.ndim == 0 or np.any(rows < 0) or np.isinf(rows).any():
        raise ValueError(f"weights must be rows of finite numbers from 0; got {short(rows)}")
    largest = rows.max(axis=-1, keepdims=True, initial=0.0)
    if np.any(largest == 0):
        raise ValueError(f"weights must not all be 0 in a row; got {short(rows)}")
    # Sums of huge weights would overflow.
    shares: FloatArray = rows / largest
    shares /= shares.sum(axis=-1, keepdims=True)
    return shares


def misclassified(q: ArrayLike, t: ArrayLike) -> NDArray[np.bool_]:
    """Whether the largest prediction stands at another class than the largest target.

    Parameters
    ----------
    q, t : array_like, shape (..., K)
        Predictions and targets: distributions. Of equal entries the first counts as the largest.

    Returns
    -------
    ndarray of bool, shape (...)
        One entry a row.

    Raises
    ------
    ValueError
        If `q` or `t` is not a distribution or their shapes do not match.

    Examples
    --------
    >>> misclassified([[0.4, 0.3, 0.3], [0.4, 0.59, 0.01]], [1, 0, 0]).tolist()
    [False, True]
    """
    q, t = _predictions_and_targets(q, t)
    return np.asarray(q.argmax(axis=-1) != t.argmax(axis=-1))


def error_rate(q: ArrayLike, t: ArrayLike) -> float:
    """Share of rows that are misclassified.

    Parameters
    ----------
    q, t : array_like, shape (..., K)
        Predictions and targets, as for `misclassified`.

    Returns
    -------
    float
        In [0, 1].

    Raises
    ------
    ValueError
        As `misclassified`.

    Examples
    --------
    >>> error_rate([[0.4, 0.3, 0.3], [0.4, 0.59, 0.01]], [1, 0, 0])
    0.5
    """
    return float(misclassified(q, t).mean())


def squared_error(q: ArrayLike, t: ArrayLike) -> FloatArray:
    """Squared error of predicted probabilities, ``sum_k (q_k - t_k)^2``.

    Convention: the textbooks' score, summed over the classes, without 1/2: twice
    `softmax_squared_error`.

    Parameters
    ----------
    q, t : array_like, shape (..., K)
        Predictions and targets: distributions.

    Returns
    -------
    ndarray, shape (...)
        Value in [0, 2].

    Raises
    ------
    ValueError
        If `q` or `t` is not a distribution or their shapes do not match.

    References
    ----------
    G. W. Brier, Verification of forecasts expressed in terms of probability, Monthly Weather
    Review 78 (1950).

    Examples
    --------
    >>> squared_error([[0.3, 0.3, 0.4], [0.1, 0.2, 0.7]], [0, 0, 1]).round(2)
    array([0.54, 0.14])
    """
    q, t = _predictions_and_targets(q, t)
    total: FloatArray = ((q - t) ** 2).sum(axis=-1)
    return total


def _logits_and_targets(z: ArrayLike, t: ArrayLike) -> tuple[FloatArray, FloatArray]:
    z, t = as_floats("z", z), as_distribution("t", t)
    _require_match("z", z, "t", t)
    return z, t


def _predictions_and_targets(q: ArrayLike, t: ArrayLike) -> tuple[FloatArray, FloatArray]:
    q, t = as_distribution("q", q), as_distribution("t", t)
    _require_match("q", q, "t", t)
    return q, t


def _student_and_teacher(
    z: ArrayLike, teacher: ArrayLike, temperature: float
) -> tuple[FloatArray, FloatArray]:
    """Return the student's logits over T, and the teacher's soft labels."""
    student, teacher = _cooled("z", z, temperature), _cooled("teacher", teacher, temperature)
    _require_match("z", student, "teacher", teacher)
    return student, softmax(teacher)


def _require_match(first: str, a: FloatArray, second: str, b: FloatArray) -> None:
    shapes = f"{a.shape} and {b.shape}"
    if a.shape[-1:] != b.shape[-1:]:
        raise ValueError(f"{first} and {second} must have equally many classes; got {shapes}")
    try:
        np.broadcast_shapes(a.shape, b.shape)
    except ValueError:
        raise ValueError(f"{first} and {second} must broadcast; got shapes {shapes}") from None


def _sum_of_others(q: FloatArray) -> FloatArray:
    """``1 - q_k`` as the sum of all other entries, which keeps its digits where q_k is near 1."""
    total: FloatArray = q @ (1.0 - np.eye(q.shape[-1]))
    return total


def _cooled(name: str, z: ArrayLike, temperature: float) -> FloatArray:
    logits, temperature = as_floats(name, z), as_positive("temperature", temperature)
    with np.errstate(over="ignore"):
        cooled = logits / temperature
    if np.any(np.isinf(cooled) & np.isfinite(logits)):
        raise ValueError(f"temperature is too small for these logits; got {short(temperature)}")
    return cooled
