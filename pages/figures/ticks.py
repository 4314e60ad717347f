"""Round ticks on a logarithmic axis that spans a part of a decade, or many."""

from collections.abc import Sequence

import numpy as np

from pages.figures.contour_lines import nice_levels
from pages.figures.numbers import number


def round_ticks(low: float, high: float, digits: Sequence[int] = (1, 2, 5)) -> dict[str, float]:
    """Choose numbers of one digit, or evenly spaced ones on a short axis.

    Parameters
    ----------
    low, high : float
        Ends of the axis, above 0.
    digits : sequence of int
        Which to use where the axis spans two and a half decades at most; beyond only powers of ten.

    Returns
    -------
    dict of float
        Some seven numbers at most, by what is written at them.

    Examples
    --------
    >>> round_ticks(0.5, 20)
    {'0.5': 0.5, '1': 1.0, '2': 2.0, '5': 5.0, '10': 10.0, '20': 20.0}
    >>> list(round_ticks(1e-30, 1))
    ['10⁻³⁰', '10⁻²⁵', '10⁻²⁰', '10⁻¹⁵', '10⁻¹⁰', '10⁻⁵', '1']
    """
    powers = np.arange(np.floor(np.log10(low)), np.ceil(np.log10(high)) + 1)
    used = digits if high <= 300 * low else (1,)
    found = [digit * 10.0**power for power in powers[:: max(1, len(powers) // 6)] for digit in used]
    ticks = [tick for tick in found if 0.999 * low <= tick <= 1.001 * high]
    if len(ticks) < 3 and high < 10 * low:
        ticks = nice_levels(low, high, 6).tolist()
    return {_written(tick): tick for tick in ticks}


def _written(tick: float) -> str:
    """Write a number with as few digits as it has, a power of ten without its factor 1."""
    digits = next(d for d in (1, 2, 3, 4) if d == 4 or np.isclose(float(f"{tick:.{d - 1}e}"), tick))
    return number(tick, digits).removeprefix("1 × ")
