"""Centred, scaled coordinates: those of standardised features, whatever units the data came in."""

from typing import NamedTuple

import numpy as np

from core._checks import FloatArray

CONSTANT = 8 * np.finfo(float).eps  # spread over size up to which a feature is constant
TINY = 1e-100  # spread below which it is constant too: a weight would overflow


class Scaling(NamedTuple):
    """An affine change of the features, and the change of the parameters that undoes it.

    A feature ``x = centre + scale u`` has ``w x + b = (scale w) u + (b + w centre)``: the same
    logits, the same loss, and parameters in which no digit is lost to the features' offset.

    Attributes
    ----------
    centre, scale : ndarray, shape (d,)
        In the unit of each feature; no scale is 0.

    Examples
    --------
    >>> scaling = Scaling(np.array([20.0]), np.array([10.0]))
    >>> scaling.inward(np.array([0.5, -11.0]))
    array([ 5., -1.])
    >>> scaling.outward(np.array([5.0, -1.0]))
    array([  0.5, -11. ])
    """

    centre: FloatArray
    scale: FloatArray

    @classmethod
    def of(cls, features: FloatArray, ridge: float | FloatArray = 0.0) -> "Scaling":
        """Choose mean and standard deviation; a constant feature keeps its place.

        Parameters
        ----------
        features : ndarray, shape (n, d)
            Within +-1e100.
        ridge : float or ndarray, shape (d,)
            Strength of a penalty: it widens the scale, so that it is at most 1 afterwards.

        Returns
        -------
        Scaling
        """
        centre = features.sum(axis=0) / len(features)
        aside = features - centre
        spread = np.sqrt((aside * aside).sum(axis=0) / len(features))
        size = np.abs(centre)
        constant = spread <= CONSTANT * size + TINY
        if constant.any():
            centre = np.where(constant, 0.0, centre)
            spread = np.where(constant, np.where(size > TINY, size, 1.0), spread)
        return cls(centre, np.hypot(spread, np.sqrt(ridge)) if np.count_nonzero(ridge) else spread)

    def features(self, features: FloatArray) -> FloatArray:
        """Move and scale features, shape (n, d)."""
        scaled: FloatArray = (features - self.centre) / self.scale
        return scaled

    def inward(self, theta: FloatArray) -> FloatArray:
        """Parameters of the scaled features, shape (..., d + 1)."""
        weights, bias = theta[..., :-1], theta[..., -1:]
        level = (weights * self.centre).sum(axis=-1, keepdims=True)
        return np.concatenate([weights * self.scale, bias + level], axis=-1)

    def outward(self, theta: FloatArray) -> FloatArray:
        """Parameters of the features as they came, shape (..., d + 1)."""
        weights, bias = theta[..., :-1] / self.scale, theta[..., -1:]
        level = (weights * self.centre).sum(axis=-1, keepdims=True)
        return np.concatenate([weights, bias - level], axis=-1)

    def gradient_outward(self, gradient: FloatArray) -> FloatArray:
        """Gradient in the parameters of the features as they came, shape (..., d + 1)."""
        weights, bias = gradient[..., :-1], gradient[..., -1:]
        return np.concatenate([weights * self.scale + bias * self.centre, bias], axis=-1)
