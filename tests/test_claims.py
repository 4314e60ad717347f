"""Every claim of the lecture holds, and stands on the page that it names."""

import re
from pathlib import Path

import pytest

from pages.shared.catalogue import OVERVIEW, VIEWS
from tests.claims import CLAIMS

ROOT = Path(__file__).parents[1]
TEXTS = {
    entry.url_path: (ROOT / entry.script).with_suffix(".md").read_text(encoding="utf-8")
    for entry in (OVERVIEW, *VIEWS)
}


def plain(words):
    """Leave out line breaks and emphasis: a phrase may run over the end of a line."""
    return re.sub(r"\s+", " ", words.replace("*", ""))


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=CLAIMS)
def test_the_claim_holds(claim):
    claim.check()


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=CLAIMS)
def test_its_page_teaches_it(claim):
    assert plain(claim.words) in plain(TEXTS[claim.page])


def test_every_page_teaches_something():
    assert {claim.page for claim in CLAIMS.values()} == set(TEXTS)
