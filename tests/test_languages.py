"""What is said in English is said in every other language: ids, places for numbers, formulas."""

import re
from pathlib import Path

import pytest

from pages.lectures import reading
from pages.words import text
from tests.test_notation import formulas

ROOT = Path(__file__).parents[1]
ENGLISH = sorted(path for path in (ROOT / "pages").rglob("*.en.md"))
OTHERS = [language for language in text.LANGUAGES if language != "en"]


def translated(path, language):
    """Return the name of a text in another language."""
    return path.with_suffix("").with_suffix(f".{language}.md").name


PAIRS = [
    pytest.param(path, path.with_name(translated(path, language)), id=f"{path.stem}-{language}")
    for path in ENGLISH
    for language in OTHERS
]
TEXT = re.compile(r"\\(text|mathrm|operatorname)\{+[^{}]*\}+")
PLACE = re.compile(r"(?<![\\a-zA-Z{_^])\{([a-z_]+)\}(?!\})")
TERM = re.compile(r"\(#term-([a-z-]+)\)")


def read(path):
    """Return the parts of a text by their ids: question, hint, passages, its own short words."""
    own = text.read(path.with_suffix("").with_suffix(".py"), path.suffixes[-2][1:])
    written = path.read_text("utf-8")
    words = {name: said for name, said in own.words.items() if f"\n- {name}: " in written}
    return {"question": own.question, "hint": own.hint} | own.passages | words


def worded(formula):
    """Return a formula without the words in it."""
    return re.sub(r"\s+|\\[,;! ]|\\quad|\\qquad", "", TEXT.sub(r"\\\1", formula))


@pytest.mark.parametrize(("english", "other"), PAIRS)
def test_every_text_says_the_same(english, other):
    assert other.exists()
    parts, translated = read(english), read(other)
    assert list(translated) == list(parts)
    for name, said in parts.items():
        there = translated[name]
        assert sorted({*PLACE.findall(there)}) == sorted({*PLACE.findall(said)}), name
        assert sorted(map(worded, formulas(there))) == sorted(map(worded, formulas(said))), name
        assert sorted(TERM.findall(there)) == sorted(TERM.findall(said)), name


@pytest.mark.parametrize("language", OTHERS)
def test_what_reads_the_same_in_english_has_one_translation(language):
    found: dict[tuple[str, str], set[str]] = {}
    for english in (
        path for path in ENGLISH if path.with_name(translated(path, language)).exists()
    ):
        script = english.with_suffix("").with_suffix(".py")
        page, there = text.read(script), text.read(script, language)
        for name, title in page.titles.items():
            found.setdefault((name, title), set()).add(there.titles[name])
    assert not {name: said for name, said in found.items() if len(said) > 1}


NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("slug", reading.slugs())
def test_a_lecture_says_the_same_numbers(slug, language):
    if not (reading.FOLDER / f"{slug}.{language}.toml").exists():
        assert slug not in ("why-cross-entropy", "full-course")
        return
    english, other = reading.read(slug), reading.read(slug, language)
    assert other.title != english.title
    for here, there in zip(english.scenes, other.scenes, strict=True):
        for field in reading.SAID:
            numbers = [{*NUMBER.findall(getattr(each, field))} for each in (here, there)]
            assert numbers[0] == numbers[1], getattr(there, field)
        for choice, same in zip(here.choices, there.choices, strict=True):
            assert {*NUMBER.findall(choice)} == {*NUMBER.findall(same)}, same
