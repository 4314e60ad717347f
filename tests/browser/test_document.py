"""A page has its style from the first moment of a visit."""

from pages.shared import document

# Notes at each frame what a page without its style would show: controls that hold the slugs of the
# link, and pictures that stand still. As soon as they are there, they must be hidden.
WATCH = """
window.seen = { frames: 0, bare: 0 }
const look = () => {
  const hidden = document.querySelectorAll('[class*=st-key-slugs-] button, .st-key-still')
  if (hidden.length) window.seen.frames += 1
  if ([...hidden].some((each) => each.checkVisibility())) window.seen.bare += 1
  requestAnimationFrame(look)
}
requestAnimationFrame(look)
"""


def test_a_page_has_its_style_from_the_first_moment(new_visit, server):
    seen = new_visit()
    seen.page.add_init_script(WATCH)
    seen.page.goto(f"{server.address}/logit-gradient")
    seen.settle()
    told = seen.page.evaluate("window.seen")
    assert told["frames"] > 0
    assert told["bare"] == 0


def test_the_style_of_the_document_is_the_only_one(visit):
    """The page learns by its session that the document has it, through the server as it runs."""
    page = visit("/logit-gradient").page
    texts = page.eval_on_selector_all("style", "all => all.map(each => each.textContent)")
    for name in document.ALWAYS:
        assert sum(document.STYLES[name] in text for text in texts) == 1, name
