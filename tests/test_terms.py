"""One term, one translation: what `docs/terms.csv` lists stands in every text that uses it."""

import csv
import re
from pathlib import Path

import pytest

from pages.words import text
from tests.test_languages import ENGLISH, read, translated

LIST = Path(__file__).parents[1] / "docs" / "terms.csv"
TERMS = list(csv.DictReader(LIST.read_text("utf-8").splitlines()))
EVERYDAY = {
    *("class", "count", "error", "feature", "label", "loss", "mean", "run"),
    *("scale", "share", "sigmoid", "split", "view", "weight"),
}
"""Words that are terms in some sentences and everyday words in others."""
SEEN = re.compile(r"\{[^{}]*\}|\$[^$]*\$|\]\([^)]*\)")
"""Places for numbers, formulas and links are left out."""
OTHERWISE = {
    ("mean length", "ranking"): "of a gradient, not of a code",
    ("gradient", "endless-growth"): "in the title of a paper",
    ("gradient descent", "endless-growth"): "in the title of a paper",
    ("separable", "endless-growth"): "in the title of a paper",
    ("log-odds", "logit"): "the definition of the same Chinese word",
}


def forms(english):
    """Match a term in a sentence: a noun's plural, and a verb's ending."""
    plain = re.escape(re.sub(r" \(.*\)", "", english))
    return re.compile(rf"(?<![\w-]){plain}(?:s|es)?(?![\w-])", re.IGNORECASE)


def test_terms_stand_in_order_and_once():
    names = [row["english"].lower() for row in TERMS]
    assert names == sorted({*names})
    assert all(row["chinese"] and row["from"] for row in TERMS)


@pytest.mark.parametrize("english", ENGLISH, ids=lambda path: path.stem)
def test_a_term_has_one_translation(english):
    here, there = read(english), read(english.with_name(translated(english, "zh")))
    other = [
        f"'{name}' says '{row['english']}' in English, not '{row['chinese']}' in Chinese"
        for name, said in here.items()
        if name != "open-in-python"
        for row in TERMS
        if row["english"] not in EVERYDAY
        and forms(row["english"]).search(SEEN.sub(" ", said))
        and row["chinese"].lower() not in there[name].lower()
        and (row["english"], name) not in OTHERWISE
    ]
    assert not other


OPENED = ("logit", "saturated", "log-odds", "hard-label", "soft-label", "hessian", "eigenvalue")
OPENED += ("subgradient", "saddle-point", "one-hot")
EXPLAINED = {
    ("linear_probability", "soft-label"): "an example of one explains it",
    ("linear_probability", "one-hot"): "a row of the table of labels",
    ("soft_labels", "soft-label"): "the subject of the page",
}
PASSAGES = re.compile("(?!open-in-python|needs|afterwards|reading|questions)")


@pytest.mark.parametrize(
    "page",
    [path for path in ENGLISH if path.parent.name != "words"],
    ids=lambda path: path.stem,
)
def test_a_term_can_be_opened_where_a_page_first_uses_it(page):
    words, terms = text.read(page.with_suffix("").with_suffix(".py")), text.read(text.TERMS)
    said = "\n".join(each for name, each in words.passages.items() if PASSAGES.match(name))
    plain = re.sub(r"\[[^\]]*\]\(#term[^)]*\)", "", SEEN.sub(" ", said))
    for name in OPENED:
        is_used = f"(#term-{name})" in said or forms(terms.title(name)).search(plain)
        if is_used and (page.name.split(".")[0], name) not in EXPLAINED:
            assert said.count(f"(#term-{name})") == 1, name
