"""A Gaussian code and its prior: numbers against integrals of the densities, and pictures."""

import numpy as np
import pytest
import scipy.integrate
import scipy.stats

from pages.figures import latent as figures
from pages.figures.numbers import tex
from pages.figures.style import SIZES
from pages.models import latent as model
from pages.models.latent import Gaussian
from pages.words import text
from tests.figures.crossing import crossings

WORDS = text.read("pages/many_classes/soft_labels.py")


@pytest.mark.parametrize(("mu", "sigma"), [(1.0, 0.5), (-3.0, 0.1), (0.0, 1.0), (2.0, 3.0)])
def test_the_gaussian_formulas_are_integrals_of_the_densities(mu, sigma):
    first = scipy.stats.norm(mu, sigma)
    cross = scipy.integrate.quad(
        lambda x: -first.pdf(x) * scipy.stats.norm.logpdf(x), mu - 12 * sigma, mu + 12 * sigma
    )[0]
    assert model.cross_entropy(mu, sigma) == pytest.approx(cross, rel=1e-7)
    closed = 0.5 * (mu**2 + sigma**2 - 1) - np.log(sigma)
    assert closed == pytest.approx(cross - first.entropy(), rel=1e-6, abs=1e-9)
    code = Gaussian(mu, sigma)
    assert rf"&= {tex(closed)} \text{{ nats}}" in figures.formula(code)
    drawn = figures.view(code, WORDS, SIZES["normal"]).figures
    prior, own = drawn["latent-densities"].data
    np.testing.assert_allclose(own.y, first.pdf(own.x), rtol=1e-4, atol=1e-7)
    np.testing.assert_allclose(prior.y, scipy.stats.norm.pdf(prior.x), rtol=1e-4)
    ce, kl, marker = drawn["latent-penalties"].data
    assert marker.y[0] == pytest.approx(closed, abs=1e-6)
    assert ce.y.argmin() == 0
    assert kl.x[kl.y.argmin()] == pytest.approx(1.0, abs=0.03)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("mu", [-3.0, 3.0])
@pytest.mark.parametrize("sigma", [0.1, 3.0])
def test_every_picture_is_whole_and_named(size, mu, sigma):
    view = figures.view(Gaussian(mu, sigma), WORDS, SIZES[size])
    names = {note.text for figure in view.figures.values() for note in figure.layout.annotations}
    assert {"N(0, 1)", "N(μ, τ²)", "CE", "KL"} <= names
    assert all("{" not in alt for alt in view.alts.values())
    for figure in view.figures.values():
        assert not crossings(figure)
        low, high = figure.layout.yaxis.range
        assert all(((low <= trace.y) & (trace.y <= high)).all() for trace in figure.data)
