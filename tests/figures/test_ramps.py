"""Ramps are even to the eye and have one hue."""

import re

import numpy as np
import pytest

from pages.figures.ramps import ramp


def lightness(colors):
    """Return CIELAB's L* of colours."""
    rgb = np.array([[int(n) for n in re.findall(r"\d+", color)] for color in colors]) / 255
    linear = np.where(rgb > 0.04045, ((rgb + 0.055) / 1.055) ** 2.4, rgb / 12.92)
    return 116 * np.cbrt(linear @ (0.2126, 0.7152, 0.0722)) - 16


@pytest.mark.parametrize(("hue", "chroma"), [(250, 6), (82, 34), (0, 0)])
def test_lightness_rises_in_even_steps(hue, chroma):
    seen = lightness(ramp(hue, chroma, 60, 90))
    np.testing.assert_allclose(seen, np.linspace(60, 90, 9), atol=0.6)


def test_without_chroma_a_ramp_is_grey():
    for color in ramp(123, 0, 10, 90):
        assert len(set(re.findall(r"\d+", color))) == 1
