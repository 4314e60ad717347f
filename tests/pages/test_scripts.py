"""What the scripts in the browser may touch, and that they hold no words."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from pages.shared.text import script_words

SHARED = Path(__file__).parents[2] / "pages" / "shared"
SCRIPTS = sorted(SHARED.rglob("*.js"))
HTML = sorted(path for path in SHARED.rglob("*.html") if path.name != "stand_alone.html")
ADAPTERS = {"plotly_adapter.js", "streamlit_adapter.js"}
PRIVATE = re.compile(
    r"_fullLayout|_scene\b|js-plotly-plot|svg-container|main-svg|window\.Plotly|plotly_\w+'"
    r"|data-testid|data-test-|st-key-|\.st[A-Z]|role=figure|role=dialog\]'|\.pushState"
)
# Names of keys and fonts, and what Streamlit says in a dialog that is closed.
NO_WORDS = re.compile(r"(Arrow|Page|Home|Tab|End|Enter)\w*|Arial.*|Connection error")


def code(path):
    """Return a script without its comments."""
    text = path.read_text(encoding="utf-8")
    return re.sub(r"/\*\*.*?\*/|(?<![:'])//[^\n]*", "", text, flags=re.DOTALL)


def name(path):
    return path.relative_to(SHARED).as_posix()


def literals(script):
    """All texts between quotes, without what is filled in."""
    found = re.findall(r"'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`", script)
    return [re.sub(r"\$\{[^}]*\}", "", single or template) for single, template in found]


class Reader(HTMLParser):
    """Collects what is said in HTML, and the ids of words that it asks for."""

    def __init__(self, path):
        super().__init__()
        self.said, self.asked, self.asked_of_hall = [], set(), set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_data(self, data):
        """Note what is said."""
        self.said.append(data)

    def handle_starttag(self, tag, attributes):
        """Note what attributes say, and what they ask for."""
        for key, value in attributes:
            if key in {"aria-label", "title", "alt", "placeholder"}:
                self.said.append(value)
            if key in {"data-text", "data-label", "data-title"}:
                self.asked.add(value)
            if key in {"data-hall-text", "data-hall-label"}:
                self.asked_of_hall.add(value)


def test_scripts_are_found():
    assert {"motion.js", "presenter.js", *ADAPTERS} <= {path.name for path in SCRIPTS}


@pytest.mark.parametrize("path", [p for p in SCRIPTS if p.name not in ADAPTERS], ids=name)
def test_only_the_adapters_touch_the_inside_of_plotly_and_streamlit(path):
    touched = PRIVATE.findall(code(path))
    if path.name == "stand_alone.js":  # which stands in for Streamlit
        touched = [each for each in touched if each not in {"st-key-", "role=figure"}]
    assert not touched


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_the_one_global_name_is_lecture(path):
    named = set(re.findall(r"(?:window|page|globalThis)\.(\w+) (?:\?\?)?= ", code(path)))
    assert named <= ({"lecture"} if path.name == "shared.js" else set())
    assert not re.search(r"\.__\w+", code(path))


@pytest.mark.parametrize("path", [p for p in SCRIPTS if p.name != "watching.js"], ids=name)
def test_nobody_else_observes_the_page(path):
    assert "Observer(" not in code(path)


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_scripts_hold_no_words(path):
    said = [text for text in literals(code(path)) if re.match(r"[A-Z][a-z]+", text)]
    assert not [text for text in said if not NO_WORDS.fullmatch(text)]


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_what_a_script_exports_says_its_types(path):
    text = path.read_text(encoding="utf-8")
    exported = re.findall(r"(.*)\nexport (?:class|const|function|default function) (\w+)", text)
    assert not [what for before, what in exported if not before.rstrip().endswith("*/")]


@pytest.mark.parametrize("path", HTML, ids=name)
def test_html_holds_no_words_and_asks_for_those_there_are(path):
    reader = Reader(path)
    assert not re.search(r"[A-Za-z]", " ".join(reader.said))
    script = "presenter" if path.stem == "entrance" else path.stem
    assert reader.asked <= script_words(script).keys()
    assert reader.asked_of_hall <= script_words("hall").keys()


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_scripts_ask_for_words_there_are(path):
    asked = set(re.findall(r"\bwords\.(?!js')(\w+)", code(path)))
    assert asked <= script_words(path.stem.split("_")[0]).keys()


def test_words_that_scripts_hold_would_be_seen():
    assert literals("a.textContent = 'Copy link'; b = `Scene ${k} of ${n}`") == [
        "Copy link",
        "Scene  of ",
    ]
