"""Where losses and data sets are offered: on the views that the README names, from the registry.

`tests/test_recipes.py` runs this again in a copy with a loss and a data set more: whatever lists
them by hand fails there.
"""

import re
from functools import cache

import pytest

from core.datasets import DATASETS
from core.losses import LOSSES
from pages.shared.catalogue import OVERVIEW, REFERENCE, VIEWS
from tests.pages.app import is_twin, open_page, values
from tests.readme import README

LOSS, DATA = list(LOSSES)[-1], list(DATASETS)[-1]
opened = cache(open_page)


def offers(page, slug):
    """Keys of the page's controls that offer a slug."""
    widgets = (*page.get("selectbox"), *page.get("button_group"))
    return [widget.key for widget in widgets if slug in widget.options and not is_twin(widget.key)]


def pictures(page):
    return [chart.proto.spec for chart in page.get("plotly_chart")]


@pytest.mark.parametrize("slug", [LOSS, DATA])
@pytest.mark.parametrize("entry", [OVERVIEW, *VIEWS, *REFERENCE], ids=lambda entry: entry.url_path)
def test_what_is_offered_is_drawn(entry, slug):
    first = opened(entry.script)
    keys = [key for key in offers(first, slug) if values(first)[key] != slug]
    if keys:
        page = open_page(entry.script, **dict.fromkeys(keys, slug))
        assert all(values(page)[key] in (slug, [slug]) for key in keys)
        assert pictures(page) != pictures(first)


@pytest.mark.parametrize(
    ("slug", "sentence"),
    [
        (LOSS, "on the views that let losses be chosen"),
        (DATA, "on the views that let data be chosen"),
    ],
)
def test_the_readme_names_the_views_that_offer_it(slug, sentence):
    text = re.sub(r"\s+", " ", README.read_text(encoding="utf-8"))
    named = text.partition(f"{sentence}: ")[2].partition(".")[0].split(", ")
    assert [entry.title for entry in VIEWS if offers(opened(entry.script), slug)] == named
