"""Where a run begins: saturated and wrong, mildly wrong, or at zero, for any data."""

import numpy as np
from numpy.typing import ArrayLike

from core._checks import FloatArray, as_bounded, as_choice, as_positive
from core.gradients import parameter_gradient, read_problem
from core.losses import LOSSES

STARTS = ("saturated", "mild", "zero")

# Starts that are quoted elsewhere, by data set: Nielsen's neuron, and the trap's.
QUOTED: dict[tuple[str, str], tuple[float, ...]] = {
    ("nielsen", "mild"): (0.6, 0.9),
    ("nielsen", "saturated"): (2.0, 2.0),
    ("trap", "saturated"): (2.0, -6.0),
}
MILD_LOGIT = 1.0
SATURATED_LOGITS = (10.0, 20.0, 40.0)
PLATEAU_SLOPE = 8e-4  # a little below the slope at which a run counts as standing still


def preset_start(kind: str, X: ArrayLike, y: ArrayLike, slug: str = "") -> FloatArray:
    """Return the parameters to start from.

    Parameters
    ----------
    kind : {"saturated", "mild", "zero"}
        Saturated: on the wrong side, with logits of size 10, 20 or 40, the first at which the
        slope of half squared error is below 0.0008; 40 if none is. Mild: on the wrong side, with
        logits of size 1 on average. Zero: every prediction is 1/2.
    X : array_like, shape (n, d) or (n,)
        Features.
    y : array_like, shape (n,)
        Labels in [0, 1], of both classes unless the start is quoted.
    slug : str
        A data set whose start is quoted from elsewhere has it by its slug.

    Returns
    -------
    ndarray, shape (d + 1,)
        Weights and, last, the bias.

    Raises
    ------
    ValueError
        If `kind` is unknown, or as `wrong_start`.

    Examples
    --------
    >>> print(preset_start("saturated", [1.0], [0], "nielsen"))
    [2. 2.]
    >>> print(preset_start("saturated", [0.0, 1.0, 2.0, 3.0], [0, 0, 1, 1]))
    [-20.  30.]
    """
    as_choice("kind", kind, STARTS)
    if (slug, kind) in QUOTED:
        return np.array(QUOTED[slug, kind])
    if kind == "zero":
        return np.zeros(read_problem(X, y)[0].shape[1])
    if kind == "mild":
        return wrong_start(X, y, MILD_LOGIT)
    for size in SATURATED_LOGITS:
        theta = wrong_start(X, y, size)
        slope = np.linalg.norm(parameter_gradient(LOSSES["mse"], X, y, theta))
        if slope < PLATEAU_SLOPE:
            break
    return theta


def wrong_start(X: ArrayLike, y: ArrayLike, mean_logit: float) -> FloatArray:
    """Point from the mean of class 1 to that of class 0: most samples are on the wrong side.

    Parameters
    ----------
    X : array_like, shape (n, d) or (n,)
        Features.
    y : array_like, shape (n,)
        Labels in [0, 1], of both classes.
    mean_logit : float
        Mean size of the logits; above 0.

    Returns
    -------
    ndarray, shape (d + 1,)
        Weights and, last, the bias; p is 1/2 half-way between the means.

    Raises
    ------
    ValueError
        If a shape does not fit, a value is not valid, one class is missing or X is constant.

    Examples
    --------
    >>> print(wrong_start([0.0, 1.0, 2.0, 3.0], [0, 0, 1, 1], 2.0))
    [-2.  3.]
    """
    A, labels, _ = read_problem(as_bounded("X", X), y)
    size, ones = as_positive("mean_logit", mean_logit), labels >= 0.5
    if ones.all() or not ones.any():
        raise ValueError(f"y must hold both classes; got {labels[:5].tolist()}")
    mean_0, mean_1 = A[~ones, :-1].mean(axis=0), A[ones, :-1].mean(axis=0)
    towards_0 = mean_0 - mean_1
    if not towards_0.any():
        towards_0 = A[:, :-1].std(axis=0)
    theta = np.append(towards_0, -towards_0 @ (mean_0 + mean_1) / 2)
    with np.errstate(divide="ignore", over="ignore"):
        factor = size / np.abs(A @ theta).mean()
    if np.isinf(factor):
        raise ValueError("X must not be constant, nor all but constant")
    wrong: FloatArray = theta * factor
    return wrong
