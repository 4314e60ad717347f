"""The triangle of all distributions over three outcomes."""

from collections.abc import Sequence

import numpy as np

from pages.figures.picture import Picture
from pages.figures.style import GREY, Size

CORNERS = np.array([[0.0, 0.0], [1.0, 0.0], [0.5, np.sqrt(0.75)]])
"""Where one outcome has all the probability."""


def place(q: np.ndarray) -> np.ndarray:
    """Return where distributions over three outcomes stand in the triangle, shape (..., 2)."""
    return q @ CORNERS


def triangle(size: Size, names: Sequence[str], edge: str, alt: str = "") -> Picture:
    """Draw the edges and name the corners.

    Parameters
    ----------
    size : Size
        Text and lines.
    names : sequence of str
        One for each corner.
    edge : str
        What the edges are called, for readers of the data.
    alt : str
        What the picture shows.

    Returns
    -------
    Picture
        For half a desk's page.
    """
    limits = {"xlim": (-0.3, 1.3), "ylim": (-0.17, 0.98)}
    picture = Picture(size, "", "", **limits, alt=alt, bare=True, width=0.8)
    picture.curve(*CORNERS[[0, 1, 2, 0]].T, GREY, edge, width=2 - size.line)
    for (x, y), name in zip(CORNERS, names, strict=True):
        # Between the base and its words the ends of level lines have their values.
        side = "bottom center" if y else "top center"
        picture.note(name, x, y or -0.09, side)
    return picture
