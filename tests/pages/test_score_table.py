"""The page of two classifiers, and the table as text, run as the browser would."""

import re
from pathlib import Path

import numpy as np
import pytest

from pages.shared import score_rows
from pages.words import text as page_text
from tests.pages.app import array, checked, control, figure, open_page, tables

PAGE = "pages/many_classes/score_table.py"
WORDS = page_text.read(PAGE)
HOSTILE = ["nan", "1e999", "-3", "", "abc", "x" * 6000, "<script>alert(1)</script>"]


def reading(app):
    data = control(app)
    return data["captions"][data["step"]]


def click(app, label):
    return checked(next(b for b in app.button if b.label == label).click().run())


def test_opens_with_the_three_animals():
    app = open_page(PAGE)
    assert app.title[0].value == "Which of two classifiers is better?"
    assert reading(app).startswith(
        "Model 1: error rate 0.333, squared error 0.807, cross-entropy 1.38 nats"
    )
    assert tables(app)[0]["prefers"].tolist() == ["neither: a tie", "model 2", "model 2"]
    assert not app.warning


def test_the_link_moves_the_control():
    app = open_page(PAGE, share="1")
    assert "error rate 0.333, squared error 0.340, cross-entropy 0.639" in reading(app)


def test_presets_set_the_table_in_the_link():
    app = click(open_page(PAGE), "Same cross-entropy")
    assert "cross-entropy 0.916" in reading(app)
    assert "0.59" in str(app.query_params["table"])
    app = click(app, "Sure and wrong")
    assert "∞" in control(app)["captions"][-1]
    assert "0.333" in reading(click(app, "Three animals"))


def test_rows_that_do_not_sum_to_1_are_said_and_mended_by_a_click():
    app = open_page(PAGE, table="a b\na: 2 2 | 0.5 0.6\nb: 0.333 0.667 | 0 1")
    (said,) = app.warning
    assert "sample 1 of model 1 sums to 4, sample 1 of model 2 sums to 1.1." in said.value
    before = reading(app)
    app = click(app, "Normalise")
    assert not app.warning
    assert app.text_area(key="table").value.startswith("a b\na: 0.5 0.5 | 0.4545 0.5455\n")
    assert reading(app) == before
    assert "Normalise" not in [button.label for button in app.button]


@pytest.mark.parametrize("count", range(2, 7))
def test_own_classes_and_rows(count):
    names = "abcdef"[:count]
    row = " ".join(["1"] * count)
    text = "\n".join([" ".join(names), *(f"{name}: {row} | {row}" for name in names)])
    app = open_page(PAGE, table=text, share="0.5")
    assert len(tables(app)[1]) == count
    spec = figure(app)
    (bars,) = [trace for trace in spec["data"] if trace.get("name") == "right class"]
    np.testing.assert_allclose(array(bars["x"]), 0.9 / count, rtol=1e-6)


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("name", ["table", "share"])
def test_a_hostile_link_opens_with_the_animals(name, value):
    app = open_page(PAGE, **{name: value})
    assert reading(app).startswith("Model 1: error rate 0.333, squared error 0.807")
    assert not any("script" in said.value or "xxx" in said.value for said in app.warning)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a\na: 1 | 1", "2 to 6 different names"),
        ("a b c d e f g\na: 1", "2 to 6 different names"),
        ("a a\na: 1 0 | 1 0", "different names"),
        ("a $b$\na: 1 0 | 1 0", "letters or digits"),
        ("a b", "1 to 6 samples"),
        ("a b\n" + "a: 1 0 | 1 0\n" * 7, "1 to 6 samples"),
        ("a b\nc: 1 0 | 1 0", "Sample 1 must begin"),
        ("a b\na: 1 0 | 1 0\nb: 1 0", "Sample 2 needs 2 numbers"),
        ("a b\na: 1 0 0 | 1 0", "Sample 1 needs 2 numbers"),
        ("a b\na: 0 0 | 1 0", "a sum above 0"),
        ("a b\na: -1 2 | 1 0", "no negative ones"),
        ("a b\na: nan 2 | 1 0", "no negative ones"),
        ("a b\na: 1e999 2 | 1 0", "no negative ones"),
        ("a b\na: x 2 | 1 0", "no negative ones"),
    ],
)
def test_a_table_that_cannot_be_read_gets_one_sentence(text, sentence):
    with pytest.raises(score_rows.TableError) as refused:
        score_rows.read(text)
    told = refused.value
    fault = WORDS.fill(f"table-fault.{told.slug}", **told.numbers)
    assert sentence in fault
    assert open_page(PAGE, table=text).warning[0].value == WORDS.fill("not-read", fault=fault)


def test_each_fault_has_its_sentence():
    source = Path(score_rows.__file__).read_text(encoding="utf-8")
    slugs = set(re.findall(r'TableError\(\s*"([a-z-]+)"', source))
    sentences = {name for name in WORDS.words if name.startswith("table-fault.")}
    assert sentences == {f"table-fault.{slug}" for slug in slugs}


def test_text_and_table_are_the_same():
    table = score_rows.read(score_rows.ANIMALS)
    assert score_rows.write(table) == score_rows.ANIMALS
    assert not score_rows.wrong_sums(table)


@pytest.mark.parametrize("size", ["normal", "large"])
def test_the_page_is_small(size):
    row = " ".join(["1"] * 6)
    text = "\n".join(["a b c d e f", *(f"a: {row} | {row}" for _ in range(6))])
    app = open_page(PAGE, table=text, size=size)
    specs = sum(len(chart.proto.spec) for chart in app.get("plotly_chart"))
    parts = sum(len(part.proto.json) for part in app.get("bidi_component"))
    assert specs + parts < 300_000
    assert all(chart.proto.alt for chart in app.get("plotly_chart"))
