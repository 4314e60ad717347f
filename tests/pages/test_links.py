"""Links that nobody's browser wrote: every parameter of every page, with values that do not fit."""

import pytest

from pages.lectures import reading
from pages.shared.catalogue import EXAM, HANDOUT, OVERVIEW, VIEWS
from tests.pages.app import AppTest, checked, open_page, values

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


# What cannot be used is named

SLOPES = "pages/one_neuron/logit_gradient.py"
SURFACE = "pages/one_neuron/loss_surface.py"
HEAD = "Not everything in this link can be used: "


def told(page: AppTest) -> str:
    """Return the quiet sentence about the link, without its head; empty if there is none."""
    found = [caption.value for caption in page.caption if caption.value.startswith(HEAD)]
    assert len(found) <= 1
    return found[0].removeprefix(HEAD) if found else ""


def asked_for(page: AppTest) -> dict[str, object]:
    """Write what every control of a page stands at, as a link does."""
    stands = values(page) | {area.key: area.value for area in page.get("text_area")}
    return {
        name: [*map(str, value)] if isinstance(value, list) else str(value)
        for name, value in stands.items()
    }


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"logit": "abc"}, "“logit” = “abc” (used instead: \\-6)."),
        ({"logit": "99"}, "“logit” = “99” (used instead: \\-6)."),
        ({"logit": "2,500"}, "“logit” = “2\\,500” (used instead: \\-6)."),
        ({"logit": ""}, "“logit” = “” (used instead: \\-6)."),
        ({"logit": "-25"}, "“logit” = “\\-25” (used instead: \\-10)."),
        ({"logit": ["1", "2"]}, "“logit” = “1”, “2” (used instead: 2)."),
        ({"losses": ["MSE", "nope"]}, "“losses” = “MSE”, “nope” (used instead: mse)."),
        ({"label": "maybe"}, "“label” = “maybe” (used instead: 1)."),
        ({"size": "vast"}, "“size” = “vast” (used instead: normal)."),
        ({"logti": "3"}, "there is no “logti” here."),
        ({"label-soft": "0.2"}, "there is no “label\\-soft” here."),
        ({"camera": "1_1_1_0_0_0"}, "there is no “camera” here."),
        ({"scene": "2"}, "there is no “scene” here."),
        ({"still": "yes"}, "“still” = “yes” (used instead: false)."),
        (
            {"lecture": "why-cross-entropy", "scene": "99"},
            f"“scene” = “99” (used instead: {len(reading.read('why-cross-entropy').scenes)}).",
        ),
        ({"lecture": "why-cross-entropy", "scene": "x"}, "“scene” = “x” (used instead: 1)."),
        ({"logit": "x" * 6000}, "“logit” = “" + "x" * 24 + "…” (used instead: \\-6)."),
        ({"<b>*x*": "3"}, "there is no “\\<b\\>\\*x\\*” here."),
    ],
)
def test_what_cannot_be_used_is_named_in_one_sentence(parameters, sentence):
    assert told(open_page(SLOPES, **parameters)) == sentence


def test_a_camera_that_cannot_be_used_is_named():
    assert told(open_page(SURFACE, camera="1_2")).startswith("“camera” = “1\\_2”")
    assert not told(open_page(SURFACE, camera="1_2_1_0_0_0"))


def test_of_many_the_first_are_named():
    page = open_page(SLOPES, **{f"a{k}": "1" for k in range(9)})
    assert told(page) == "; ".join([f"there is no “a{k}” here" for k in range(4)]) + "; and 5 more."


@pytest.mark.parametrize("name", ["utm_source", "utm_campaign", "fbclid", "gclid", "embed_options"])
def test_what_others_put_into_links_is_no_fault(name):
    assert not told(open_page(SLOPES, **{name: "x"}))


@pytest.mark.parametrize("script", [*SCRIPTS, HANDOUT.script])
def test_a_page_follows_every_link_that_it_writes_itself(script):
    page = open_page(script)
    again = open_page(script, **asked_for(page))
    assert values(again) == values(page)
    assert not told(again)


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_name_of_every_page_is_read_in_capitals_and_every_value_with_what_sticks_to_it(
    script,
):
    page = open_page(script)
    bent = {
        f"amp;{name}".upper(): [f"“{each.upper()}”)." for each in value]
        if isinstance(value, list)
        else f"“{value.upper()}”)."
        for name, value in asked_for(page).items()
        if name != "table"  # words of one's own, which are left as they are
    }
    again = open_page(script, **bent)
    assert values(again) == values(page)
    assert not told(again)


@pytest.mark.parametrize("given", ["−2,5", "-2,5).", "２．５", "%2D2.5", "-2.50", "“-2.5”"])
def test_a_number_is_read_as_it_was_meant(given):
    page = open_page(SLOPES, logit=given)
    assert abs(page.number_input(key="logit").value) == 2.5
    assert not told(page)


def test_a_scene_with_a_point_is_that_scene():
    page = open_page(SLOPES, lecture="why-cross-entropy", scene="2.0")
    assert page.title[0].value == reading.read("why-cross-entropy").scenes[1].headline
    assert not told(page)


# As long as it is so


def test_the_sentence_stays_until_its_control_is_moved():
    page = open_page(SLOPES, logit="abc", logti="3")
    page.button_group(key="slope").set_value("logarithm").run()
    assert "“logit”" in told(page)
    page.number_input(key="logit").set_value(2.0).run()
    assert told(page) == "there is no “logti” here."


def test_a_moved_control_is_no_fault_of_the_link():
    page = open_page(SLOPES, logit="3.0")
    page.number_input(key="logit").set_value(2.0).run()
    assert not told(page)


def test_the_next_page_does_not_tell_of_the_last_link():
    page = open_page(SLOPES, logit="abc")
    page.query_params.clear()
    page.switch_page(SURFACE).run()
    assert not told(page)
