"""Pictures of a Gaussian code and its prior: two densities, and what the distance costs."""

import numpy as np

from pages.figures.numbers import number, tex
from pages.figures.picture import Picture
from pages.figures.style import INFORMATION, STROKES, Size
from pages.figures.view import View
from pages.models import latent as model
from pages.models.latent import DEVIATIONS, Gaussian, X
from pages.words.text import Text

_PRIOR, _CODE = STROKES[5], STROKES[2]
_CE, _KL = INFORMATION["cross-entropy"], INFORMATION["kl-divergence"]

KEYS = ("latent-densities", "latent-penalties")


def view(gaussian: Gaussian, words: Text, size: Size) -> View:
    """Draw density and penalty, which stand still.

    Parameters
    ----------
    gaussian : Gaussian
        The code.
    words : Text
        The page's text.
    size : Size
        Text and lines.

    Returns
    -------
    View
        By KEYS.
    """
    pictures = (densities(gaussian, words, size), penalties(gaussian, words, size))
    return View([gaussian.sigma], dict(zip(KEYS, pictures, strict=True)), [""])


def densities(gaussian: Gaussian, words: Text, size: Size) -> Picture:
    """Draw the density of N(mu, sigma^2) and that of N(0, 1)."""
    prior, code = model.density(Gaussian()), model.density(gaussian)
    picture = Picture(
        size,
        words["latent-axis"],
        words["density-axis"],
        xlim=(X[0], X[-1]),
        ylim=(0, 1.3 * max(code.max(), prior.max())),
        alt=words.fill("latent-densities.alt", mu=gaussian.mu, sigma=gaussian.sigma),
        width=0.95,
    )
    picture.curve(X, prior, _PRIOR, label="N(0, 1)")
    picture.curve(X, code, _CODE, label="N(μ, τ²)")
    return picture


def penalties(gaussian: Gaussian, words: Text, size: Size) -> Picture:
    """Draw CE and KL of N(mu, sigma^2) with N(0, 1) over sigma, at this mean."""
    mu, sigma = gaussian.mu, gaussian.sigma
    cross, own = model.cross_entropy(mu, DEVIATIONS), model.divergence(mu, DEVIATIONS)
    picture = Picture(
        size,
        words["deviation-axis"],
        words["nats-axis"],
        xlim=(0, 3),
        ylim=(0, 1.1 * float(cross[-1])),
        alt=words.fill("latent-penalties.alt", mu=mu),
        width=0.95,
    )
    picture.curve(DEVIATIONS, cross, _CE, label="CE")
    picture.curve(DEVIATIONS, own, _KL, label="KL")
    value = float(model.divergence(mu, sigma))
    picture.dots([sigma], [value], _KL, words["code"], label=f"KL = {number(value)}")
    return picture


def formula(gaussian: Gaussian) -> str:
    """Write the closed form and its two slopes with their numbers, in LaTeX."""
    mu, sigma = gaussian.mu, gaussian.sigma
    return (
        r"\small\begin{aligned}"
        r"\mathrm{KL} &= \tfrac12 (\mu^2 + \tau^2 - 1) - \ln \tau \\"
        rf"&= \tfrac12 ({mu**2:.3g} + {sigma**2:.3g} - 1) - ({tex(np.log(sigma))}) \\"
        rf"&= {tex(float(model.divergence(mu, sigma)))} \text{{ nats}} \\"
        rf"\frac{{\partial\,\mathrm{{KL}}}}{{\partial \mu}} &= \mu = {mu:g} \\"
        r"\frac{\partial\,\mathrm{KL}}{\partial \tau} &= \tau - \frac1\tau "
        rf"= {tex(sigma - 1 / sigma)}"
        r"\end{aligned}"
    )
