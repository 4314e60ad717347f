"""How minus the mean log-likelihood of a noise becomes its loss, with the numbers, in LaTeX."""

import numpy as np

from pages.figures.numbers import tex
from pages.models import noise_model as model
from pages.models.noise_model import Choice
from pages.words.text import Text

SYMBOLS = {"gaussian": "μ", "laplace": "μ", "bernoulli": "p", "logistic": "w"}
"""Of what is dragged."""
_IDENTITIES = {
    "gaussian": r"\frac{{1}}{{\tau^2}} \cdot \underbrace{{\frac1n \sum_i \tfrac12 (x_i - \mu)^2}}"
    r"_{{\text{{{loss}}}}} + \ln \tau + \tfrac12 \ln 2\pi",
    "laplace": r"\frac{{1}}{{\tau}} \cdot \underbrace{{\frac1n \sum_i |x_i - \mu|}}"
    r"_{{\text{{{loss}}}}} + \ln 2\tau",
    "bernoulli": r"\underbrace{{\frac1n \sum_i \big(-y_i \ln p - (1 - y_i) \ln(1 - p)\big)}}"
    r"_{{\text{{{loss}}}}}",
}


def formulas(choice: Choice, step: int, words: Text) -> list[str]:
    """Write how minus the mean log-likelihood becomes the loss, with the numbers, in LaTeX."""
    if choice.noise != "logistic":
        return [_location_formula(choice, step, words)]
    plain = [_weight_formula(choice, step)]
    return plain if choice.prior == "none" else [*plain, _prior_formula(choice, step, words)]


def _location_formula(choice: Choice, step: int, words: Text) -> str:
    now, sigma = model.alone(choice).at_steps(), choice.sigma
    loss, value = tex(now.loss[step]), tex(-now.log_likelihood[step] / len(choice.x))
    numbers = {
        "gaussian": rf"\frac{{1}}{{{tex(sigma)}^2}} \cdot {loss} + ({tex(np.log(sigma))}) + 0.919",
        "laplace": rf"\frac{{1}}{{{tex(sigma)}}} \cdot {loss} + {tex(np.log(2 * sigma))}",
        "bernoulli": loss,
    }[choice.noise].replace("+ -", "- ")
    left = (
        rf"-\frac1n \ln \operatorname{{lik}}({SYMBOLS[choice.noise].replace('μ', chr(92) + 'mu')})"
    )
    identity = _IDENTITIES[choice.noise].format(loss=words.called("loss", choice.loss))
    end = "" if numbers == value else f" = {value}"
    return rf"\small\begin{{aligned}} &{left} \\ &= {identity} \\ &= {numbers}{end} \end{{aligned}}"


def _weight_formula(choice: Choice, step: int) -> str:
    """Write both sides of the identity with every digit that they have."""
    now, n = model.alone(choice).at_steps(), len(model.one_feature(choice.data).y)
    total, loss = float(now.log_likelihood[step]), float(now.loss[step])
    return (
        r"\small\begin{aligned} &-\frac1n \ln \operatorname{lik}(w) \\ &= "
        r"-\frac1n \sum_i \big(y_i \ln p_i + (1 - y_i) \ln(1 - p_i)\big) \\"
        rf"&= \frac{{{-total!r}}}{{{n}}} = {-total / n!r} \\"
        rf"&\mathrm{{BCE}}(w) = {loss!r} \end{{aligned}}"
    )


def _prior_formula(choice: Choice, step: int, words: Text) -> str:
    """Write the penalised loss with its numbers."""
    n, strength = model.prior_strength(choice)
    ridge, sigma = tex(strength), float(choice.prior)
    now, after = (curves.at_steps() for curves in model.curves(choice))
    return (
        r"\small\begin{aligned} &-\frac1n \ln \big(\operatorname{lik}(w) \cdot "
        rf"\text{{{words['in-prior']}}}(w)\big) \\ &= "
        r"\mathrm{BCE}(w) + \tfrac{\lambda}{2} w^2 + "
        rf"\text{{{words['in-constant']}}} \\"
        rf"&\lambda = \frac{{1}}{{n \tau_w^2}} = \frac{{1}}{{{n} \cdot {sigma:g}^2}} "
        rf"= {ridge} \\ &\mathrm{{BCE}}(w) + \tfrac{{\lambda}}{{2}} w^2 \\ &= "
        rf"{tex(now.loss[step])} + \tfrac12 \cdot {ridge} \cdot ({now.parameter[step]:.2f})^2 "
        rf"= {tex(after.loss[step])} \end{{aligned}}"
    )
