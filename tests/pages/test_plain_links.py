"""Links bent by mail, chat and typing: what is read of them, and what is left as it is."""

import pytest

from pages.shared.link import plain

NUMBERS = {
    "-2,5": "-2.5",
    "−2.5": "-2.5",
    "–2.5": "-2.5",
    "２．５": "2.5",
    "－３": "-3",
    " 3 ": "3",
    "3).": "3",
    "3”": "3",
    "(3)": "3",
    "'3'": "3",
    "%2D3": "-3",
    "%252D3": "-3",
    "3\u200b": "3",
    "\u202a3\u202c": "3",
    "0,125": "0.125",
    "1.5E2": "1.5e2",
}
WORDS = {
    "MSE": "mse",
    "“bce”": "bce",
    "bce).": "bce",
    "TRUE": "true",
    "Breast-Cancer": "breast-cancer",
}
LEFT = [
    "2,500",
    "-1,234",
    "½",
    "0x10 or so",
    "1,2,3",
    "a b",
    "cat dog\ncat: 1 0 | 0 1",
    "",
    "a<b>c",
    "3" * 101,
]


@pytest.mark.parametrize(("given", "meant"), [*NUMBERS.items(), *WORDS.items()])
def test_a_value_with_a_plain_meaning_is_read(given, meant):
    assert plain.value(given) == meant


@pytest.mark.parametrize("given", LEFT)
def test_a_value_without_one_is_left_as_it_is(given):
    assert plain.value(given) == given


@pytest.mark.parametrize("given", [*NUMBERS, *WORDS, *LEFT])
def test_reading_twice_reads_the_same(given):
    once = plain.value(given)
    assert plain.value(once) == once


@pytest.mark.parametrize("given", ["amp;logit", "Logit", "logit ", "ｌｏｇｉｔ", "%6Cogit"])
def test_a_name_is_read(given):
    assert plain.name(given) == "logit"


@pytest.mark.parametrize(
    "given", ["Logit-Gradient", "logit_gradient", "logit-gradient).", "logit%20gradient”"]
)
def test_a_path_is_read(given):
    assert plain.path(given) == "logit-gradient"


def test_names_that_mean_the_same_are_one():
    read = plain.query({"logit": ["1"], "amp;Logit": ["2", "3"]})
    assert read == {"logit": [("1", "1"), ("2", "2"), ("3", "3")]}


def test_a_query_that_was_escaped_as_a_whole_is_taken_apart():
    assert plain.query({"logit=-3&label=0": [""]}) == {
        "logit": [("-3", "-3")],
        "label": [("0", "0")],
    }
