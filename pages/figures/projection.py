"""What a camera sees of points in space, and where words stand clear of it."""

import numpy as np

from pages.figures.placement import Cells

_FOCUS = 1 / np.tan(np.pi / 8)
"""Of Plotly's camera, which sees 45 degrees."""


def project(at: np.ndarray, eye: np.ndarray, center: np.ndarray) -> np.ndarray:
    """Project points as Plotly's camera sees them.

    Parameters
    ----------
    at : ndarray, shape (..., 3)
        Places, in the units of the camera.
    eye, center : ndarray, shape (3,)
        Where the camera stands and what it looks at.

    Returns
    -------
    ndarray, shape (..., 2)
        To the right and up from the middle of the scene, as shares of its height.
    """
    forward = (center - eye) / np.linalg.norm(center - eye)
    right = np.cross(forward, [0.0, 0.0, 1.0])
    right /= np.linalg.norm(right)
    axes = np.stack([right, np.cross(right, forward), forward])
    across, up, depth = np.moveaxis((at - eye) @ axes.T, -1, 0)
    return _FOCUS / 2 * np.stack([across / depth, up / depth], axis=-1)


def squares(middles: np.ndarray, high: float, room: float) -> np.ndarray:
    """Return boxes round points, shape (points, 4), in a scene `room` times as wide as high."""
    half = np.array([high / room, high]) / 2
    return np.stack([middles - half, middles + half], axis=-1).reshape(-1, 4)


def nearest_clear(
    cells: Cells, written: np.ndarray, here: np.ndarray, size: np.ndarray
) -> np.ndarray:
    """Find the nearest box for words that is free, with a line to them over no other words.

    Parameters
    ----------
    cells : Cells
        What is taken.
    written : ndarray, shape (words, 4)
        Boxes of other words.
    here : ndarray, shape (2,)
        What is named, in shares of the scene.
    size : ndarray, shape (2,)
        Width and height of the words.

    Returns
    -------
    ndarray, shape (4,)
        Left, right, lower and upper edge; if no box is free, of the one least taken.
    """
    across, up = np.meshgrid(np.linspace(-0.3, 0.3, 31), np.linspace(-0.1, 0.9, 51))
    middles = here + np.stack([across.ravel(), up.ravel()], axis=1)
    boxes = np.stack([middles - size / 2, middles + size / 2], axis=-1).reshape(-1, 4)
    taken = cells.count(boxes) + 1000 * _crossings(here, middles, written)
    far = np.hypot(*((middles - here) * (3.0, 1.0)).T)
    return boxes[np.lexsort((far, taken))[0]]


def _crossings(here: np.ndarray, ends: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    """Count the boxes that lines from one point to each end run through, shape (ends,)."""
    way = here + np.linspace(0, 1, 40)[:, None, None] * (ends - here)
    x, y = way[..., :1], way[..., 1:]
    left, right, low, high = boxes.T
    return ((x > left) & (x < right) & (y > low) & (y < high)).any(axis=0).sum(axis=1)
