"""On paper: surfaces are printed, and no picture is cut by a page's edge."""

import io

import numpy as np
import pypdfium2
import pytest
from playwright.sync_api import expect

from pages.shared.catalogue import VIEWS

PATHS = ["/", *(f"/{entry.url_path}" for entry in VIEWS)]
# Words at the corners of each picture, which are found again on the printed pages.
MARK = """() => {
  const all = [...document.querySelectorAll('.js-plotly-plot')]
  const charts = all.filter((chart) => chart.checkVisibility())
  for (const [k, chart] of charts.entries())
    for (const [name, at] of [['A', 'left: 0; top: 0'], ['B', 'right: 0; bottom: 0']]) {
      const mark = document.createElement('div')
      mark.textContent = `${name}${k}${name}`
      mark.style.cssText = `position: absolute; ${at}; font: 6px monospace; color: #010203`
      chart.append(mark)
    }
  return charts.length
}"""


def places(pdf, word):
    """Return the page and the box, in points, of each occurrence of a word."""
    found = []
    for number, page in enumerate(pdf):
        text = page.get_textpage()
        search = text.search(word, match_case=True)
        while hit := search.get_next():
            found.append((number, text.get_charbox(hit[0])))
    return found


def mark(page):
    """Mark the corners of a page's pictures and return how many there are."""
    return page.evaluate(MARK)


def printed(page, count, **paper):
    """Print a page whose pictures are marked; return the document and each picture's corners."""
    pdf = pypdfium2.PdfDocument(io.BytesIO(page.pdf(format="A4", **paper)))
    corners = []
    for k in range(count):
        (first,), (last,) = places(pdf, f"A{k}A"), places(pdf, f"B{k}B")
        corners.append((first, last))
    return pdf, corners


@pytest.mark.parametrize("path", PATHS)
def test_no_picture_is_cut_by_the_edge_of_a_page(visit, path):
    seen = visit(path)
    count = mark(seen.page)
    for landscape in (False, True):
        all_are_whole(*printed(seen.page, count, landscape=landscape))


def all_are_whole(pdf, corners):
    """Check that each picture lies on one page, within its edges and not tiny."""
    assert corners
    for (page, (left, _, _, top)), (last_page, (_, bottom, right, _)) in corners:
        assert page == last_page
        width, height = pdf[page].get_size()
        assert 0 <= left < right <= width
        assert 0 <= bottom < top <= height
        assert right - left > width / 8


def test_surfaces_are_printed(visit):
    page = visit("/loss-surface").page
    count = mark(page)
    for landscape in (False, True):
        surfaces_are_seen(*printed(page, count, landscape=landscape))


def surfaces_are_seen(pdf, corners):
    """Check that the two surfaces have ink on paper, in many shades."""
    assert len(corners) >= 4
    for (page, (left, _, _, top)), (_, (_, bottom, right, _)) in corners[:2]:
        height = pdf[page].get_size()[1]
        picture = np.asarray(pdf[page].render(scale=1).to_pil().convert("L"))
        inside = picture[int(height - top) : int(height - bottom), int(left) : int(right)]
        assert (inside < 200).mean() > 0.05
        assert len(np.unique(inside)) > 40


def test_what_webgl_drew_is_an_image_on_paper_and_a_canvas_after_it(visit):
    page = visit("/loss-surface").page
    images = page.locator(".js-plotly-plot img.on-paper")
    page.emulate_media(media="print")
    expect(images).to_have_count(2)
    assert all(
        image.evaluate("(i) => i.decode().then(() => i.naturalWidth)") for image in images.all()
    )
    page.emulate_media(media="screen")
    expect(images).to_have_count(0)
    expect(page.locator(".js-plotly-plot :is(.main-svg, .marks)[viewBox]")).to_have_count(0)
