"""Numbers as people write them: three digits, a true minus, powers of ten as powers."""

import math
from functools import lru_cache

_PLAIN, _RAISED = "-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
_THIN_SPACE = "\u202f"
LOGARITHMS = {"nat": "ln", "bit": "log₂", "hartley": "log₁₀"}
TEX_LOGARITHMS = {"nat": r"\ln", "bit": r"\log_2", "hartley": r"\log_{10}"}
"""How the logarithm of each unit is written, in words and in formulas."""


@lru_cache(maxsize=1 << 14)  # the same positions are told again for each other choice
def number(value: float, digits: int = 3) -> str:
    """Write a number with `digits` significant digits.

    Parameters
    ----------
    value : float
        Any number, infinite too, but not nan.
    digits : int
        Significant digits; more are kept just below 1, where the distance from 1 is what matters.

    Returns
    -------
    str
        With a true minus, thin spaces between thousands, and a power of ten below a thousandth
        and from a million on.

    Raises
    ------
    ValueError
        If `value` is nan.

    Examples
    --------
    >>> [number(value) for value in (0.0, -0.1484, 0.999955, 5e-324)]
    ['0', '−0.148', '0.999955', '4.94 × 10⁻³²⁴']
    """
    if math.isnan(value):
        raise ValueError(f"value must not be nan; got {value!r}")
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if value == 0:
        return "0"
    if 0.99 <= abs(value) < 1:
        digits = min(max(digits, math.ceil(-math.log10(1 - abs(value))) + 1), 7)
    mantissa, _, power = f"{value:.{digits - 1}e}".partition("e")
    exponent = int(power)
    if -3 <= exponent < 6:
        decimals = digits - 1 - exponent
        text = f"{round(value, decimals):,.{max(decimals, 0)}f}".replace(",", _THIN_SPACE)
    else:
        text = f"{mantissa} × 10{str(exponent).translate(str.maketrans(_PLAIN, _RAISED))}"
    return text.replace("-", "−")


def tex(value: float, digits: int = 3) -> str:
    r"""Write a number for a formula, with the digits of `number`.

    Parameters
    ----------
    value, digits
        As in `number`.

    Returns
    -------
    str
        LaTeX, without dollar signs.

    Examples
    --------
    >>> print(tex(-4.54e-5))
    -4.54 \times 10^{-5}
    """
    if math.isinf(value):
        return r"\infty" if value > 0 else r"-\infty"
    mantissa, _, power = number(value, digits).partition(" × 10")
    mantissa = mantissa.replace("−", "-").replace(_THIN_SPACE, r"\,")
    if not power:
        return mantissa
    return rf"{mantissa} \times 10^{{{power.translate(str.maketrans(_RAISED, _PLAIN))}}}"
