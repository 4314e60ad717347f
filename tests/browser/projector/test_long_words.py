"""Words that are too long for their place on the projector: they wrap, and nothing leaves it."""

import pytest
from playwright.sync_api import expect

from pages.words import text
from tests.browser.test_hall import PROJECTOR, next_key

LONG = "Kreuzentropieverlustfunktionsgradientenberechnung"
OUTSIDE = """(parts) => {
  const boxes = parts.map((part) => part.getBoundingClientRect())
  const isInside = ({ left, right, top, bottom }) =>
    left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight
  return boxes.filter((box) => !isInside(box)).length
}"""


def test_long_choices_wrap_beside_their_bars(projector):
    seen = projector.page
    next_key(projector)
    expect(seen.locator(".votes .row")).to_have_count(4)
    for choice in seen.locator(".votes .choice").all():
        choice.evaluate("(choice, words) => { choice.textContent = words }", LONG)
    bars = seen.locator(".votes .bar").evaluate_all(
        "(bars) => bars.map((bar) => bar.getBoundingClientRect().left)"
    )
    assert len(set(bars)) == 1
    assert bars[0] < PROJECTOR["width"] / 2
    assert seen.locator(".votes span, .votes b").evaluate_all(OUTSIDE) == 0


@pytest.mark.parametrize("language", text.LANGUAGES)
def test_how_many_have_answered_is_one_line(projector, language):
    shared = text.read(text.SHARED, language)
    said = shared.fill("hall.answered", answered=200, phones=200)
    height, line = projector.page.locator(".line .told").evaluate(
        """(told, said) => {
          told.textContent = said
          return [told.offsetHeight, parseFloat(getComputedStyle(told).lineHeight)]
        }""",
        said,
    )
    assert height < 1.5 * line
