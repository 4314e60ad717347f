"""A loss that is added while the dashboard runs appears on every page."""

import pytest

from core.losses import LOSSES
from pages.shared.catalogue import OVERVIEW, VIEWS
from tests.pages.app import open_page
from tests.readme import readme_loss

SCRIPTS = [entry.script for entry in (OVERVIEW, *VIEWS)]


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_page_opens_with_a_loss_more(monkeypatch, script):
    loss = readme_loss()
    monkeypatch.setitem(LOSSES, loss.slug, loss)
    open_page(script, losses=loss.slug, first=loss.slug, second=loss.slug)


def test_the_new_loss_is_offered_and_drawn(monkeypatch):
    loss = readme_loss()
    monkeypatch.setitem(LOSSES, loss.slug, loss)
    page = open_page("pages/one_neuron/logit_gradient.py", losses=loss.slug)
    spec = page.get("plotly_chart")[0].proto.spec
    assert "PolyLoss" in spec
