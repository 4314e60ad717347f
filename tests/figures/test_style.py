"""The look: contrast on both backgrounds, one stroke per loss, readable text, bare canvases."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from core.losses import LOSSES
from pages.figures.style import INFORMATION, NEUTRAL, SIZES, STROKES, canvas, space, stroke

CONFIG = Path(__file__).parents[2] / ".streamlit" / "config.toml"
THEMES = {mode: tomllib.loads(CONFIG.read_text())["theme"][mode] for mode in ("light", "dark")}
DATA_COLORS = {NEUTRAL} | {look.color for look in (*STROKES, *INFORMATION.values())}

each_theme = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())
each_size = pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())


def luminance(color):
    """Relative luminance by WCAG 2.2."""
    channels = [int(color[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#ff0000", "#ffffff", 4.00)],
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)


@each_theme
@pytest.mark.parametrize("color", sorted(DATA_COLORS))
def test_lines_are_seen_on_both_backgrounds(color, theme):
    assert contrast(color, theme["backgroundColor"]) >= 3


@each_theme
@pytest.mark.parametrize("words", ["textColor", "linkColor", "primaryColor"])
@pytest.mark.parametrize("background", ["backgroundColor", "secondaryBackgroundColor"])
def test_words_are_read_on_both_backgrounds(words, background, theme):
    assert contrast(theme[words], theme[background]) >= 4.5


@pytest.mark.parametrize("part", ["color", "dash", "marker"])
def test_strokes_are_told_apart_by_colour_by_dash_and_by_marker_alone(part):
    parts = [getattr(look, part) for look in STROKES]
    assert len(parts) == 8
    assert len(set(parts)) == 8


@pytest.mark.parametrize("part", ["color", "dash"])
def test_measures_of_information_are_told_apart(part):
    assert len({getattr(look, part) for look in INFORMATION.values()}) == len(INFORMATION)


def test_every_loss_has_the_stroke_of_its_place():
    assert [stroke(slug) for slug in LOSSES] == list(STROKES[: len(LOSSES)])
    assert (stroke("bce").color, stroke("mse").color) == ("#0072B2", "#D55E00")


def test_an_added_loss_takes_the_next_stroke_and_a_ninth_the_first(monkeypatch):
    for k in range(9 - len(LOSSES)):
        loss = replace(LOSSES["bce"], slug=f"added-{k}")
        monkeypatch.setitem(LOSSES, loss.slug, loss)
    strokes = [stroke(slug) for slug in LOSSES]
    assert strokes[:8] == list(STROKES)
    assert strokes[8] == STROKES[0]


def test_text_is_large_enough_at_the_desk_and_in_the_hall():
    assert SIZES["normal"].text - 1 >= 14
    assert SIZES["large"].text - 1 >= 20


def font_sizes(node):
    """Every font size of a figure's JSON."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key.endswith("font"):
                yield value["size"]
            else:
                yield from font_sizes(value)


@each_size
def test_no_text_of_a_canvas_is_smaller_than_its_ticks(size):
    sizes = list(font_sizes(canvas(size, "z", "L")))
    assert len(sizes) == 5
    assert min(sizes) == size.text - 1


@each_size
def test_no_text_in_space_is_too_small(size):
    sizes = list(font_sizes(space(size, "w", "b", "L")))
    assert len(sizes) == 7
    assert min(sizes) >= 14


@each_size
def test_a_canvas_has_titles_and_no_colour_of_its_own(size):
    layout = canvas(size, "logit z", "L  (nats)")
    assert layout["xaxis"]["title"]["text"] == "logit z"
    assert layout["yaxis"]["title"]["text"] == "L  (nats)"
    assert layout["height"] == size.height
    assert layout["meta"] == {"moving": []}
    assert not layout["showlegend"]
    grounds = {layout.pop(name) for name in ("paper_bgcolor", "plot_bgcolor")}
    assert grounds == {"rgba(0,0,0,0)"}
    assert "color" not in str(layout)


def test_two_canvases_share_nothing():
    one, other = (canvas(SIZES["normal"], "x", "y") for _ in range(2))
    one["meta"]["moving"].append("track")
    assert other["meta"]["moving"] == []


@each_size
def test_a_space_has_titles_on_its_three_axes(size):
    scene = space(size, "w", "b", "L")["scene"]
    titles = [scene[f"{axis}axis"]["title"]["text"] for axis in "xyz"]
    assert titles == ["w", "b", "L"]


def test_the_hall_is_larger_in_everything():
    desk, hall = SIZES["normal"], SIZES["large"]
    assert desk.text < hall.text
    assert desk.line < hall.line
    assert desk.marker < hall.marker


def test_curves_keep_every_point():
    template = canvas(SIZES["normal"], "x", "y")["template"]
    assert template["data"]["scatter"][0]["line"]["simplify"] is False
