"""Links that nobody's browser wrote: every parameter of every page, with values that do not fit."""

import pytest

from pages.shared.catalogue import EXAM, OVERVIEW, VIEWS
from tests.pages.app import checked, open_page, values

HOSTILE = ["nan", "inf", "1e999", "-1e9", "0x10", "abc", "½", "<script>alert(1)</script>"]
SCRIPTS = [entry.script for entry in (OVERVIEW, *VIEWS)]


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_parameter_falls_back(script):
    defaults = values(open_page(script))
    assert {"size"} < set(defaults)
    for value in [*HOSTILE, ["nan", "1e999"], "x" * 6000]:
        attacked = checked(open_page(script, **dict.fromkeys([*defaults, "camera"], value)))
        assert values(attacked) == defaults, value
        assert not any("<script" in markdown.value for markdown in attacked.markdown)


@pytest.mark.parametrize("script", SCRIPTS)
def test_empty_parameters_open_the_page(script):
    names = values(open_page(script))
    checked(open_page(script, **dict.fromkeys(names, "")))


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_page_leads_on(script):
    links = [link.proto.page for link in open_page(script).get("page_link")]
    addresses = {entry.url_path for entry in (*VIEWS, EXAM)}
    assert set(links) & addresses
