"""Numbers as people write them: three digits, a true minus, powers of ten as powers."""

import math

_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(value: float, digits: int = 3) -> str:
    """Write a number with `digits` significant digits.

    Parameters
    ----------
    value : float
        Any number, infinite too.
    digits : int
        Significant digits; more are kept near 1, where the distance from 1 is what matters.
    """
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    size = abs(value)
    if 0.99 <= size < 1:
        digits = min(max(digits, math.ceil(-math.log10(1 - size)) + 1), 7)
    if size and not 1e-3 <= size < 1e6:
        mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
        text = f"{mantissa} × 10{str(int(exponent)).translate(_SUPERSCRIPT)}"
    else:
        decimals = digits - 1 - math.floor(math.log10(size)) if size else 0
        text = f"{round(value, decimals):,.{max(decimals, 0)}f}".replace(",", "\u202f")
    return text.replace("-", "−", 1) if value < 0 else text


def tex(value: float, digits: int = 3) -> str:
    """Write a number for a formula."""
    if math.isinf(value):
        return r"\infty" if value > 0 else r"-\infty"
    mantissa, power, exponent = number(value, digits).partition(" × 10")
    mantissa = mantissa.replace("−", "-").replace("\u202f", r"\,")
    if not power:
        return mantissa
    plain = exponent.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    return rf"{mantissa} \times 10^{{{plain}}}"
