"""The light pages of the hall: one answer each, small, in each language, under a strict policy."""

import base64
import gzip
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from pages.hall import light_page
from pages.words import text

HALL = Path(light_page.__file__).parent
PAGES = {"phone": light_page.phone, "speaker": light_page.speaker}
SCRIPTS = sorted(HALL.glob("*.js"))
LARGEST = 14_000
"""Bytes, compressed: what a server sends before it waits for the first answer, nearly."""

each_page = pytest.mark.parametrize("name", PAGES)
each_language = pytest.mark.parametrize("language", text.LANGUAGES)


class Reader(HTMLParser):
    """Collects elements with their attributes, and what stands in scripts, styles and else."""

    def __init__(self, page):
        super().__init__()
        self.elements, self.inside, self.said = [], {}, []
        self.kind = ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        """Note an element."""
        self.elements.append((tag, dict(attributes)))
        self.kind = f"{tag}:{dict(attributes).get('type', '')}".rstrip(":")

    def handle_endtag(self, tag):
        """Note that what follows stands outside."""
        self.kind = ""

    def handle_data(self, data):
        """Note what is said where."""
        self.inside[self.kind] = self.inside.get(self.kind, "") + data
        if not self.kind.startswith(("script", "style")):
            self.said.append(data.strip())

    def values(self, *names):
        """Return what attributes say, in any element."""
        return {each[name] for _, each in self.elements for name in names if name in each}


def read(name, language="en"):
    page, policy = PAGES[name](language)
    return Reader(page.decode()), policy


def words_of(reader):
    return json.loads(reader.inside["script:application/json"])


@each_page
@each_language
def test_a_page_is_small(name, language):
    page, _ = PAGES[name](language)
    assert 3_000 < len(gzip.compress(page)) < LARGEST


@each_page
def test_the_policy_names_the_script_and_the_style_and_nothing_else(name):
    reader, policy = read(name)
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    for rule, kind in (("script-src", "script:module"), ("style-src", "style")):
        digest = hashlib.sha256(reader.inside[kind].encode()).digest()
        assert rules[rule] == f"'sha256-{base64.b64encode(digest).decode()}'"
    assert rules["default-src"] == "'none'"
    assert rules["connect-src"] == "'self'"
    assert rules["trusted-types"] == rules["frame-ancestors"] == "'none'"
    assert not re.search(r"unsafe|https?:|\*", policy)


@each_page
def test_a_page_loads_nothing_else(name):
    reader, _ = read(name)
    assert all(value.startswith(("data:", "?lang=")) for value in reader.values("src", "href"))
    assert not reader.values("style")
    assert not [key for _, each in reader.elements for key in each if key.startswith("on")]
    assert "@import" not in reader.inside["style"]
    assert "url(" not in reader.inside["style"]


@each_page
@each_language
def test_a_page_says_which_language_it_is_in_and_offers_the_others(name, language):
    reader, _ = read(name, language)
    assert dict(reader.elements)["html"]["lang"] == language
    assert reader.values("hreflang") == {*text.LANGUAGES} - {language}
    assert words_of(reader)["join"] == text.read(light_page.WORDS, language)["hall.join"]


@each_page
def test_all_that_the_html_asks_for_is_there(name):
    reader, _ = read(name)
    said = (HALL / f"{name}.html").read_text("utf-8")
    assert reader.values("data-text", "data-label", "data-title") <= {*words_of(reader)}
    assert not [words for words in Reader(said).said if re.search(r"\w", words)]


@each_page
def test_every_word_is_said_somewhere(name):
    reader, _ = read(name)
    asked = reader.values("data-text", "data-label", "data-title")
    sources = reader.inside["script:module"]
    other = {"phone": "speaker", "speaker": "phone"}[name]
    shared = words_of(reader).keys() & words_of(read(other)[0]).keys()
    quoted = re.compile(r"'([a-z][a-z0-9-]*)'|words\.(\w+)|(\w+): (?=')")
    found = {part for each in quoted.findall(sources) for part in each} | asked
    unsaid = {
        each for each in words_of(reader) if each not in found and not each.startswith("phase.")
    }
    assert not {each for each in unsaid - shared if not each.endswith("-line")}


def test_words_cannot_end_the_element_they_stand_in(tmp_path, monkeypatch):
    hostile = "</script><script>alert(1)</script>"
    said = f"# {hostile}\nA line.\n## W {{#words}}\n- noscript: <b>\n- hall.join: {hostile}\n"
    (tmp_path / "hall.en.md").write_text(said, encoding="utf-8")
    monkeypatch.setattr(light_page, "WORDS", tmp_path / "hall.py")
    light_page._page.cache_clear()
    try:
        reader, _ = read("phone")
    finally:
        light_page._page.cache_clear()
    assert words_of(reader)["join"] == hostile
    assert [tag for tag, _ in reader.elements].count("script") == 2
    assert "<b>" in reader.said


def test_a_page_is_made_once():
    assert light_page.phone("en")[0] is light_page.phone("en")[0]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_writes_text_and_no_html(path):
    source = path.read_text("utf-8")
    html = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function"
    assert not re.search(html, source)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_words_stand_in_a_script(path):
    source = re.sub(r"/\*\*.*?\*/|(?<!:)//[^\n]*", "", path.read_text("utf-8"), flags=re.DOTALL)
    texts = re.findall(r"'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`", source)
    known = r"(Arrow|Page)\w+|GET|POST|Content-Type|X-Room-Key|translateX\(%\)"
    bare = [re.sub(r"\$\{[^}]*\}", "", single or template) for single, template in texts]
    assert not [
        each for each in bare if re.search(r"[A-Z]", each) and not re.fullmatch(known, each)
    ]
