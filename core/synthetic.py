"""Data made for the lecture: small sets whose numbers are quoted, and seeded Gaussian clouds."""

from typing import NamedTuple

import numpy as np

from core._checks import FloatArray

CLASS_NAMES = ("class 0", "class 1")


class RawData(NamedTuple):
    """Features in original units (n, d), labels (n,), and their names.

    Examples
    --------
    >>> raw = lab()
    >>> raw.X.shape, raw.feature_names, raw.label_names
    ((6, 1), ('x',), ('class 0', 'class 1'))
    """

    X: FloatArray
    y: FloatArray
    feature_names: tuple[str, ...]
    label_names: tuple[str, str]


def one_example() -> RawData:
    """Return the single example input 1, label 0.

    Examples
    --------
    >>> one_example().X, one_example().y
    (array([[1.]]), array([0.]))
    """
    return _single_feature([1.0], [0.0])


def lab() -> RawData:
    """Return six points in a row, separated at x = 2.5.

    Examples
    --------
    >>> lab().X[:, 0], lab().y
    (array([0., 1., 2., 3., 4., 5.]), array([0., 0., 0., 1., 1., 1.]))
    """
    return _single_feature([0.0, 1.0, 2.0, 3.0, 4.0, 5.0], [0.0, 0.0, 0.0, 1.0, 1.0, 1.0])


def trap() -> RawData:
    """Return five points on which the mean half squared error has two local minima.

    Examples
    --------
    >>> trap().X[:, 0], trap().y
    (array([ 5.5,  4. ,  2.5, -5.5,  5. ]), array([0., 0., 0., 1., 1.]))
    """
    return _single_feature([5.5, 4.0, 2.5, -5.5, 5.0], [0.0, 0.0, 0.0, 1.0, 1.0])


def overlapping_clouds() -> RawData:
    """Return two Gaussian clouds of 100 points whose centres are 2.2 standard deviations apart.

    Examples
    --------
    >>> print(overlapping_clouds().X[0])
    [-1.652 -0.675]
    """
    return _clouds(seed=4, centre=(1.0, 0.5), spread=1.0)


def separable_clouds() -> RawData:
    """Return two Gaussian clouds of 100 points with a gap between them.

    Examples
    --------
    >>> raw = separable_clouds()
    >>> print(raw.X[raw.y == 0].sum(axis=1).max() < raw.X[raw.y == 1].sum(axis=1).min())
    True
    """
    return _clouds(seed=2, centre=(2.0, 1.0), spread=0.6)


def clouds_with_outliers() -> RawData:
    """Return the overlapping clouds and ten points of class 1 deep on their own side.

    Examples
    --------
    >>> raw = clouds_with_outliers()
    >>> raw.X.shape, float(raw.y.sum())
    ((210, 2), 110.0)
    """
    clouds = overlapping_clouds()
    far = np.array([12.0, 6.0]) + np.random.default_rng(3).standard_normal((10, 2))
    return clouds._replace(
        X=np.vstack([clouds.X, far.round(3)]), y=np.concatenate([clouds.y, np.ones(10)])
    )


def clouds_with_flipped_labels() -> RawData:
    """Return the overlapping clouds with every tenth label flipped.

    Examples
    --------
    >>> print((clouds_with_flipped_labels().y != overlapping_clouds().y).mean())
    0.1
    """
    clouds = overlapping_clouds()
    y = clouds.y.copy()
    y[::10] = 1 - y[::10]
    return clouds._replace(y=y)


def _single_feature(x: list[float], y: list[float]) -> RawData:
    return RawData(np.array(x)[:, None], np.array(y), ("x",), CLASS_NAMES)


def _clouds(seed: int, centre: tuple[float, float], spread: float, size: int = 100) -> RawData:
    """Return a cloud of class 0 around -centre and one of class 1 around centre.

    Three decimals are easy to quote, and the same on every machine.
    """
    rng = np.random.default_rng(seed)
    y = np.repeat([0.0, 1.0], size)
    X = np.outer(2 * y - 1, centre) + spread * rng.standard_normal((2 * size, 2))
    return RawData(X.round(3), y, ("x1", "x2"), CLASS_NAMES)
