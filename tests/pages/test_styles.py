"""Styles: what a browser can match without looking at the whole page again."""

import re

import pytest

from tests.readme import ROOT

SOURCES = sorted(
    path
    for ending in ("css", "py")
    for path in (ROOT / "pages").rglob(f"*.{ending}")
    if ":has(" in path.read_text(encoding="utf-8")
)
UNNAMED = re.compile(r"(?:^|[\s>+~,])(?::(?:not|is|where)\()*:has\(|\*:has\(")
"""`:has` of any element: a browser then asks it of every element at every change of the page."""


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_has_is_asked_of_named_elements_only(path):
    named = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not UNNAMED.findall(named)


@pytest.mark.parametrize(
    "selector", [":has(a)", "p > :has(a)", "p *:has(a)", "p, :not(:has(a)) b", "p + :has(a)"]
)
def test_an_unnamed_one_is_found(selector):
    assert UNNAMED.search(selector)


@pytest.mark.parametrize("selector", ["p:has(a)", "[class=x]:has(> a)", ".x:not(:has(a))"])
def test_a_named_one_is_not(selector):
    assert not UNNAMED.search(selector)
