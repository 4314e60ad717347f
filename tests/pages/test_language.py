"""A visitor's language: in the link, and never in another visitor's page."""

import json
import re

import pytest

from core.likelihood import NOISE_MODELS
from core.losses import LOSSES
from pages.shared.catalogue import EXAM, OVERVIEW, VIEWS
from pages.words.text import LANGUAGES
from tests.pages.app import control, figure, is_twin, open_page
from tests.readme import ROOT

CHINESE = re.compile("[\u3400-\u9fff]")
NAMES = {
    *(
        "Albert",
        "Anderson",
        "Auer",
        "Belkin",
        "Bridle",
        "Brier",
        "Cortes",
        "Dean",
        "Deng",
        "Fisher",
    ),
    *(
        "Gauss",
        "Gibbs",
        "Herbster",
        "Hinton",
        "Huber",
        "Huffman",
        "Hui",
        "Kingma",
        "Kraft",
        "Kullback",
    ),
    *(
        "Laplace",
        "Leibler",
        "Liang",
        "Liu",
        "Meng",
        "Nielsen",
        "Nocedal",
        "Platt",
        "Soudry",
        "Szegedy",
    ),
    *(
        "Vapnik",
        "Vinyals",
        "Wang",
        "Warmuth",
        "Welling",
        "Wright",
        "arXiv",
        "Partial",
    ),  # Partial FC
    *("ArcFace", "BCE", "BFGS", "CosFace", "MAE", "MSE", "Smooth", "Softmax", "bias", "exp", "lik"),
    *("dCE", "log", "probit", "sigmoid", "softmax", "softplus"),
    *("CSV", "English", "HTML", "NumPy", "Python", "TSV", "WebGL"),
    *(word for noise in NOISE_MODELS.values() for word in re.findall(r"[A-Za-z]+", noise.source)),
    *(*LOSSES, "linear"),  # slugs, by which downloaded numbers name what they belong to
}
"""Names and formulas, which stand in Latin letters in Chinese too."""
MARKUP = re.compile(
    r"<style>.*?</style>|<[^>]*>|\$\$.+?\$\$|\$[^$]+\$|\]\([^)]*\)|`[^`]*`|https?://\S+|\*[A-Z][^*]*\*"
    r"|:material\S+|\\[a-z]+",
    re.DOTALL,
)
"""What is no word, or is the title of a book or a paper."""
WORDS_OF = ("text", "ticktext", "name", "title")
PAGES = ["one_neuron/logit_gradient", "training/live_fit", "information/code_length"]


def said(page):
    """Return what a page says: heading, live sentence, and the words in its first picture."""
    drawn = figure(page)["layout"]
    notes = [note["text"] for note in drawn.get("annotations", [])]
    return " ".join([page.title[0].value, control(page)["captions"][0], *notes])


@pytest.mark.parametrize("name", PAGES)
def test_two_visitors_at_once_read_their_own_language(name):
    script = f"pages/{name}.py"
    chinese, english = open_page(script, lang="zh"), open_page(script, lang="en")
    for _ in range(2):
        assert CHINESE.search(said(chinese.run()))
        assert not CHINESE.search(said(english.run()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_drawn_in_every_language(language):
    for entry in (OVERVIEW, *VIEWS):
        page = open_page(entry.script, lang=language)
        assert bool(CHINESE.search(page.title[0].value)) == (language == "zh")


def test_a_language_that_is_not_there_is_told():
    page = open_page("pages/one_neuron/logit_gradient.py", lang="tlh")
    assert page.title[0].value.isascii()
    assert any("“lang” = “tlh”" in each.value for each in page.caption)


def test_a_lecture_is_read_in_its_language():
    page = open_page(OVERVIEW.script, lecture="why-cross-entropy", scene="1", lang="zh")
    assert CHINESE.search(page.title[0].value)


def drawn(part, key=""):
    """Yield the words of a figure."""
    if isinstance(part, dict | list):
        pairs = part.items() if isinstance(part, dict) else ((key, each) for each in part)
        for name, each in pairs:
            yield from drawn(each, name)
    elif isinstance(part, str) and key in WORDS_OF:
        yield part


def shown(page):
    """List all words of a page: of its controls, texts, sentences and pictures."""
    for kind in ("title", "header", "subheader", "markdown", "caption", "info"):
        yield from (element.value for element in page.get(kind))
    for kind in ("button", "selectbox", "number_input", "toggle", "expander"):
        yield from (element.label for element in page.get(kind))
    yield from (title for box in page.selectbox for title in box.options if is_twin(box.key))
    yield from (title for box in page.button_group for title in box.options if is_twin(box.key))
    yield from control(page)["captions"] if page.get("plotly_chart") else ()
    for chart in page.get("plotly_chart"):
        yield from drawn(json.loads(chart.proto.spec))
        yield chart.proto.alt


TRANSLATED = [
    entry
    for entry in (OVERVIEW, *VIEWS, EXAM)
    if (ROOT / entry.script).with_suffix(".zh.md").exists()
]


@pytest.mark.parametrize("entry", TRANSLATED, ids=lambda entry: entry.url_path)
def test_no_english_word_is_on_a_chinese_page(entry):
    page = open_page(entry.script, lang="zh")
    found = {
        (word, words[:60])
        for words in shown(page)
        for word in re.findall(r"[A-Za-z]{3,}", MARKUP.sub(" ", words))
        if word not in NAMES
    }
    assert not found
