"""Colour ramps of one hue whose lightness rises evenly to the eye: steps of CIELAB's L*."""

import numpy as np

_TO_LINEAR_SRGB = np.array(
    [[3.2406, -1.5372, -0.4986], [-0.9689, 1.8758, 0.0415], [0.0557, -0.2040, 1.0570]]
)
_WHITE = np.array([0.95047, 1.0, 1.08883])
"""XYZ of daylight D65, for which sRGB is made."""


def ramp(hue: float, chroma: float, dark: float, light: float, steps: int = 9) -> list[str]:
    """Return colours from dark to light.

    Parameters
    ----------
    hue : float
        Angle in degrees in CIELAB's plane of a* and b*: 80 is amber, 250 blue.
    chroma : float
        Distance from grey.
    dark, light : float
        L* of the first and the last colour, in [0, 100].
    steps : int
        Number of colours.

    Returns
    -------
    list of str
        As "rgb(r,g,b)".
    """
    angle, lightness = np.radians(hue), np.linspace(dark, light, steps)
    middle = (lightness + 16) / 116
    f = np.stack(
        [middle + chroma * np.cos(angle) / 500, middle, middle - chroma * np.sin(angle) / 200]
    )
    xyz = _WHITE[:, None] * np.where(f > 6 / 29, f**3, 3 * (6 / 29) ** 2 * (f - 4 / 29))
    linear = np.clip(_TO_LINEAR_SRGB @ xyz, 0, 1)
    srgb = np.where(linear > 0.0031308, 1.055 * linear ** (1 / 2.4) - 0.055, 12.92 * linear)
    return [f"rgb({r},{g},{b})" for r, g, b in np.round(255 * srgb.T).astype(int)]


_GREY = ramp(250, 6, 60, 90)
GREY_LINES = ramp(250, 6, 54, 54, 1)[0]
_AMBER = ramp(82, 34, 60, 90)


def surface_scale(*, painted: bool) -> list[tuple[float, str]]:
    """Return Plotly's colour scale of heights: greys, and ambers in the upper half if painted."""
    ends = [(0.0, 0.49, _GREY), (0.51, 1.0, _AMBER)] if painted else [(0.0, 1.0, _GREY)]
    return [
        (float(at), color)
        for low, high, colors in ends
        for at, color in zip(np.linspace(low, high, len(colors)), colors, strict=True)
    ]
