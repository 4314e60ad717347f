"""Every claim holds and stands where it says, and every statement about all cases is a claim."""

import re
import tomllib
from pathlib import Path

import pytest

from pages.lectures import reading
from pages.shared.catalogue import COURSE, OVERVIEW, REFERENCE
from tests.claims import ANSWERS, CLAIMS, NO_CLAIMS

ROOT = Path(__file__).parents[1]
CHINESE = re.compile(r"[\u3400-\u9fff]")


def said_by(entry, language="en"):
    """Everything that a page says; of its short words those that are a sentence, not labels."""
    written = (ROOT / entry.script).with_suffix(f".{language}.md").read_text("utf-8")
    before, head, after = written.partition("## Words {#words}\n")
    words, rest = re.fullmatch(r"((?:- [^\n]*\n|\n)*)(.*)", after, re.DOTALL).groups()
    told = re.sub(r"^- .*[^.?!。？！\n]$", "", words, flags=re.MULTILINE)
    return re.sub(r" \{#[a-z0-9-]+\}", "", before + head + told + rest)


def spoken(file):
    """Everything that a lecture says, a paragraph for each field."""
    scenes = tomllib.loads((reading.FOLDER / file).read_text("utf-8"))["scene"]
    return "\n\n".join(scene[f] for scene in scenes for f in reading.SAID if f in scene)


CLAIMING = [
    slug for slug in reading.slugs() if any(scene.claim for scene in reading.read(slug).scenes)
]
"""Lectures whose scenes name claims; a lecturer's own need none."""
ASKING = {
    (slug, scene.claim): scene
    for slug in CLAIMING
    for scene in reading.read(slug).scenes
    if scene.choices or scene.guess
}
"""Scenes that the hall answers, by lecture and claim."""
PAGES = {entry.url_path: said_by(entry) for entry in (OVERVIEW, *COURSE, *REFERENCE)}
CHINESE_TEXTS = {
    entry.url_path: said_by(entry, "zh")
    for entry in (OVERVIEW, *COURSE, *REFERENCE)
    if (ROOT / entry.script).with_suffix(".zh.md").exists()
} | {
    slug: spoken(f"{slug}.zh.toml")
    for slug in CLAIMING
    if (reading.FOLDER / f"{slug}.zh.toml").exists()
}
TEXTS = {**PAGES, **{slug: spoken(f"{slug}.toml") for slug in CLAIMING}}
ALL_CASES = re.compile(
    r"\b(always|never|every|everywhere|only|all|none|whenever|exactly)\b", re.IGNORECASE
)


BETWEEN_WIDE = re.compile(
    r"(?<=[\u201c\u201d\u3000-\u9fff\uff00-\uffef]) "
    r"(?=[\u201c\u201d\u3000-\u9fff\uff00-\uffef])|(?<=[，。：；？！、）]) "
)
TERM = re.compile(r"\[\[(?:[a-z-]+\|)?([^\]]+)\]\]")


def plain(words):
    """Leave out line breaks, emphasis and marks of terms: a phrase may run over lines."""
    told = re.sub(r"\s+", " ", TERM.sub(r"\1", words).replace("*", "")).strip()
    return BETWEEN_WIDE.sub("", told)


def sentences(text):
    """Split a text into sentences; what it quotes as a common error is left out."""
    text = re.sub(r'\*"[^"]*"\*', "", text)
    blocks = re.split(r"\n\s*\n|\n(?=[-#|>])|\n(?=[\w ,]+: )", text)
    return [
        plain(sentence) for block in blocks for sentence in re.split(r"(?<=[.!?])\s+(?=\S)", block)
    ]


def quoted(address):
    """Words of a page or a lecture that are computed, or are said to be no claim."""
    quotes = [quote for claim in CLAIMS.values() for quote in claim.quotes]
    return [plain(words) for page, words in [*quotes, *NO_CLAIMS] if page == address]


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=CLAIMS)
def test_the_claim_holds(claim):
    claim.check()


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=CLAIMS)
def test_it_stands_where_it_says(claim):
    assert claim.quotes
    for page, words in claim.quotes:
        texts = CHINESE_TEXTS if CHINESE.search(words) else TEXTS
        assert plain(words) in plain(texts[page])


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=CLAIMS)
def test_it_is_quoted_in_both_languages(claim):
    for page in {page for page, _ in claim.quotes} & CHINESE_TEXTS.keys():
        assert any(at == page and CHINESE.search(words) for at, words in claim.quotes), page


@pytest.mark.parametrize("address", TEXTS)
def test_what_is_no_claim_stands_where_it_says(address):
    for page, words in NO_CLAIMS:
        if page == address:
            assert any(plain(words) in sentence for sentence in sentences(TEXTS[page])), words


@pytest.mark.parametrize("address", TEXTS)
def test_what_is_said_of_all_cases_is_computed(address):
    """A sentence with *always, never, every ...* overlaps with the words of a claim."""
    known = quoted(address)
    missing = [
        sentence
        for sentence in sentences(TEXTS[address])
        if ALL_CASES.search(sentence) and not any(w in sentence or sentence in w for w in known)
    ]
    assert not missing, "\n".join(missing)


@pytest.mark.parametrize("scene", ASKING, ids="-".join)
def test_the_answer_to_a_scene_is_computed(scene):
    computed, asked = ANSWERS[scene](), ASKING[scene]
    if asked.guess:
        assert computed == pytest.approx(asked.answer, abs=asked.tolerance / 5)
    else:
        assert computed == asked.answer


def test_every_answer_that_is_computed_is_asked_for():
    assert set(ANSWERS) == set(ASKING)


def test_every_page_teaches_something():
    taught = {page for claim in CLAIMS.values() for page, _ in claim.quotes}
    assert {entry.url_path for entry in (OVERVIEW, *COURSE)} <= taught
