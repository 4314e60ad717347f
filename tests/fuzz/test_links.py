"""Links that nobody's browser wrote: every parameter of every page, several hostile ones at once.

A failure names the page and the parameters; the seed stands at the head of the run.
"""

import math

import pytest
from streamlit.testing.v1 import AppTest

from pages.lectures import reading
from pages.shared.catalogue import HANDOUT, OVERVIEW, REFERENCE, VIEWS
from tests.fuzz.budget import budget, generator
from tests.pages.app import is_twin, open_page, values

SCRIPTS = [entry.script for entry in (OVERVIEW, *VIEWS, *REFERENCE, HANDOUT)]
PER_PAGE = budget(4, 280)  # more than 5 000 links for all pages
MOST_ELEMENTS = 300
HEAVIEST = 1_500_000  # bytes: all that a page draws
MARK = "fuzz-mark"
TEXT_FIELDS = {"text_input", "text_area"}

MARKUP = [
    f"<script>alert('{MARK}')</script>",
    f"<img src=x onerror=alert('{MARK}')>",
    f"</style><b>{MARK}</b>",
    f"[{MARK}](javascript:alert(1))",
    f"javascript:alert('{MARK}')",
    f"![{MARK}](https://example.org/{MARK}.png)",
    f":material/home: :red[{MARK}] $\\text{{{MARK}}}$",
    f"{{{MARK}}} {{0}} {{0.__class__}} %s ${{{MARK}}} {{{{{MARK}}}}}",
    f"'; DROP TABLE {MARK}; --",
    f'"><svg onload={MARK}>',
    f"\u202e{MARK}\u2066\u200b",
    f"{MARK}\0{MARK}",
    f"{MARK}\r\nSet-Cookie: {MARK}",
    MARK * 12_000,
]
NUMBERS = ["nan", "-nan", "inf", "-inf", "Infinity", "1e999", "-1e999", "1e308", "-1e308", "1e-320"]
NUMBERS += ["99999999999999999999", "-99999999999999999999", "9" * 5000, "0x10", "1_000", "1,5"]
NUMBERS += [
    "½",
    "１２",
    "٣",
    "−1",
    "+-1",
    "--",
    "0",
    "-0",
    "0.1.2",
    "1e",
    "NaN%00",
    "1" + "0" * 400,
]
NUMBERS += [" 1 ", "1;2", "[1, 2]", "1..9", "true", "None", "null", "undefined"]
PATHS = [
    "../../app",
    "..%2f..%2fapp",
    "/etc/passwd",
    "C:\\",
    "file:///etc/passwd",
    "a\0b",
    ".",
    "//",
]
CAMERAS = ["1_2_3_4_5_6", "nan_0_0_0_0_0", "0_0_0_0_0_0", "1e999_1_1_0_0_0", "1__2", "_" * 5000]
HOSTILE = [*MARKUP, *NUMBERS, *PATHS, *CAMERAS, "", " ", "\t", "😀" * 2000, "é" * 3]
SURROUNDING = ["lecture", "scene", "reveal", "size", "camera", "still", "embed", "embed_options"]
SURROUNDING += ["unknown", f"<b>{MARK}</b>", "__proto__", "", "a" * 5000]


def offered(test):
    """For every control of the page, values that it takes, and some next to them."""
    found = {}
    for kind in ("number_input", "slider"):
        for widget in test.get(kind):
            ends = [end for end in (widget.min, widget.max) if end is not None]
            found[widget.key] = [f"{end + by:g}" for end in ends for by in (0, 0.5, -1e-9, 1, -1)]
    for kind in ("selectbox", "button_group"):
        for widget in test.get(kind):
            if not is_twin(widget.key):
                found[widget.key] = [str(option) for option in widget.options]
    for widget in test.get("text_area"):
        found[widget.key] = [widget.value, widget.value.replace("0", "nan"), widget.value * 200]
    for widget in test.get("toggle"):
        found[widget.key] = ["true", "false", "1", "TRUE"]
    return found


def value(numbers, usual):
    """Draw one value: hostile, repeated, reversed, or one that the control takes."""
    draw = numbers.random()
    if usual and draw < 0.3:
        return numbers.choice(usual)
    if draw < 0.9:
        return numbers.choice(HOSTILE)
    return numbers.choices([*HOSTILE, *usual, *reversed(usual)], k=numbers.randint(2, 40))


def link(numbers, usual):
    """Draw the parameters of a link: some of the page's own, and some that surround every page."""
    own = numbers.sample(list(usual), numbers.randint(0, len(usual)))
    around = numbers.sample(SURROUNDING, numbers.randint(0, 4))
    choices = {"lecture": reading.slugs(), "scene": ["1", "2", "-1", "0", "99", "1e9"]}
    return {key: value(numbers, usual.get(key, choices.get(key, []))) for key in [*own, *around]}


def weight(test):
    """Count the elements of a page, and their bytes."""
    sizes = [each.proto.ByteSize() for each in test.main if each.proto is not None]
    return len(sizes), sum(sizes)


def is_markup(element):
    """Whether words in it could be read as markup: not in a text field or the address's data."""
    is_address = getattr(element.proto, "component_name", "").split(".")[-1] == "link"
    return element.type not in TEXT_FIELDS and not is_address


def reflected(test):
    """Elements that show something of the link as it is."""
    drawn = (each for each in test.main if each.proto is not None and is_markup(each))
    return [each.type for each in drawn if MARK.encode() in each.proto.SerializeToString()]


@pytest.mark.parametrize("script", SCRIPTS)
def test_hostile_links(script):
    numbers = generator(script)
    usual = offered(open_page(script))
    for turn in range(PER_PAGE):
        parameters = link(numbers, usual)
        try:
            test = open_page(script, **parameters)
            assert not reflected(test)
            elements, size = weight(test)
            assert elements <= MOST_ELEMENTS, elements
            assert size <= HEAVIEST, size
            stands = values(test).values()
            assert all(math.isfinite(each) for each in stands if isinstance(each, float))
        except BaseException as failure:
            failure.add_note(f"link {turn} of {script}: {parameters!r:.3000}")
            raise


@pytest.mark.parametrize("markup", MARKUP)
def test_nothing_around_the_pages_is_reflected(markup):
    assert not reflected(open_page(SCRIPTS[1], **dict.fromkeys(SURROUNDING, markup)))


def test_what_is_reflected_is_seen():
    """The search for marks finds one where there is one."""
    shown = AppTest.from_string(f"import streamlit as st\nst.markdown('<b>{MARK}</b>')").run()
    assert reflected(shown) == ["markdown"]
