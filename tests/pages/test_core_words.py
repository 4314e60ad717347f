"""What `core` says in English is said in every language, by the same names."""

import re

import pytest

from core.csv_messages import MESSAGES, Message
from core.csv_reading import read_table
from core.datasets import DATASETS, from_table, load
from pages.words import core_words, text
from pages.words.text import LANGUAGES, places
from tests.core.test_csv_forms import FOLDER, NAMES, NUMBERS, RAGGED, column_file
from tests.core.test_read_csv import REFUSED_CHOICES, REFUSED_FILES

OTHERS = LANGUAGES[1:]
FILES = {path.stem: path.read_bytes() for path in sorted(FOLDER.glob("*.csv"))}
SHIPPED = ["iris", "breast-cancer", "overlapping", "separable", "outliers", "flipped"]
SHIPPED += ["nielsen", "lab", "trap"]
"""Data that somebody adds need no translation."""
LATIN = re.compile(r"[A-Za-z]{2,}")
ALLOWED = {"UTF", "CSV", "MB", "Excel", "LibreOffice", "Unicode"}

each_language = pytest.mark.parametrize("language", OTHERS)


def words(language):
    return text.read(text.SHARED, language)


def read_in(language):
    """Return the translations of what core says, by id."""
    path = text.CORE.with_suffix(f".{language}.md")
    lines = re.findall(r"^- (\S+): (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return dict(lines)


def ids(data_sets):
    """Ids of messages, and of what is said about data sets beside their sources."""
    names = {f"file.{name}" for name in MESSAGES} | {f"data-about.{slug}" for slug in data_sets}
    for slug in data_sets:
        data = load(slug)
        for kind, called in (("feature", data.feature_names), ("class", data.label_names)):
            names |= {f"data-{kind}.{name.replace(' ', '-')}" for name in called}
    return names


@each_language
def test_messages_and_shipped_data_are_told_in_every_language_with_the_same_places(language):
    said = read_in(language)
    symbols = {"data-feature.x", "data-feature.x1", "data-feature.x2"}
    assert ids(SHIPPED) - symbols <= set(said)
    for name, english in MESSAGES.items():
        assert places(said[f"file.{name}"]) == places(english), name


@each_language
def test_nothing_is_translated_that_core_does_not_say(language):
    sources = {f"data-source.{slug}" for slug in (*DATASETS, "own")}
    assert set(read_in(language)) <= ids(DATASETS) | sources


def test_in_english_core_speaks_for_itself():
    english = words("en")
    assert not text.CORE.with_suffix(".en.md").exists()
    assert core_words.template(english, "empty") == MESSAGES["empty"]
    for slug, record in DATASETS.items():
        data = load(slug)
        assert core_words.about(english, slug) == record.description
        assert core_words.source(english, data) == record.source
        assert tuple(core_words.features(english, data)) == data.feature_names
        assert tuple(core_words.classes(english, data)) == data.label_names


def told_of(content, chosen):
    """Return all that is said about a file."""
    try:
        table = read_table(content)
    except ValueError as problem:
        return problem.args
    try:
        from_table(table, **chosen)
    except ValueError as problem:
        return [*table.notes, *problem.args]
    return table.notes


CASES = {
    **{name: (content, {}) for name, content in FILES.items()},
    **{f"refused {name}": (case[0], {}) for name, case in REFUSED_FILES.items()},
    **{f"choice {name}": case[:2] for name, case in REFUSED_CHOICES.items()},
    **{f"ragged {name}": (case[0].encode(), {}) for name, case in RAGGED.items()},
    **{f"names {name}": (case[0].encode(), {}) for name, case in NAMES.items()},
    **{f"numbers {name}": (column_file(*case[:3]).encode(), {}) for name, case in NUMBERS.items()},
    "bars": (b"a|b\n1.5|x\n2|y\n", {}),
    "wrapped": (b'"a,b"\n"1,x"\n"2,y"\n', {}),
    "one column": (b"1.5\n2.5\n3\n", {}),
    "one row": (b"a,b\n1,x\n", {}),
    "no names, short": (b"1,2\n3,4\n5,6\n7\n", {}),
    "no names, long": (b"1,2\n3,4\n5,6\n7,8,9\n", {}),
    "many rows": (b"x,y\n" + b"1,a\n2,b\n" * 3_000, {}),
    "many rows of numbers": (b"x\n" + b"1\n2\n3\n" * 2_000, {}),
    "both decimals": (b'x,y\n1.5,"1,5"\n2.5,"2,5"\n', {}),
    "brackets": (b"x,y\n(1),a\n(2),b\n", {}),
    "units that differ": (b"x,y\n1 m,a\n2 s,b\n", {}),
    "lines aside": (b"x,y\n" + b"1,a\n2,b\n" * 5 + b"Note a\nNote b\nNote c\nNote d\n", {}),
    "four doubled names": (b"x,x,x,x,x,y\n1,2,3,4,5,a\n2,3,5,6,7,b\n", {}),
    "signs": (b"x,y\n1,+\n2,-\n3,+\n", {}),
    "apostrophe": (b"it's,y\n1,a\n1,b\n", {}),
}


def names(message):
    """Names of a message and of those within it."""
    yield message.name
    for value in message.values.values():
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, Message):
                yield from names(part)


def test_the_cases_tell_all_messages():
    told = {name for case in CASES.values() for each in told_of(*case) for name in names(each)}
    elsewhere = {"column", "list", "no-complete-row"}
    assert told == set(MESSAGES) - elsewhere


@pytest.mark.parametrize("name", CASES)
def test_all_that_is_said_about_a_file_is_a_message_and_has_no_english_in_chinese(name):
    told = told_of(*CASES[name])
    chinese = words("zh")
    assert told
    for message in told:
        assert isinstance(message, Message)
        assert core_words.said(words("en"), message) == message
        said = core_words.said(chinese, message)
        assert said.endswith("。")
        own = re.sub("“[^”]*”|列的 .* 读作|列为 [^，。、]*", "", said)
        assert set(LATIN.findall(own)) <= ALLOWED, said


def test_what_is_counted_listed_and_quoted_is_said_as_the_language_does():
    table = read_table(b"who;height;sold\nAnn;1,71;no\nBob;1,8;yes\nCyd;1,65;?\nTotal;5,16;\n")
    assert [core_words.said(words("zh"), note) for note in table.notes] == [
        "3 行 3 列，以分号分隔，小数符号为逗号。",
        "不属于表格的行：第 5 行（“Total 5,16”）。",
        "未采用的列（既不是数值，也不是两种取值）：“who”（第 2 行为“Ann”）。",
        "缺失值：“sold”列 1 个。",
    ]


def test_a_column_without_a_name_is_called_in_the_language():
    unnamed = core_words.template(words("zh"), "column")
    table = read_table(b"6,4,0\n5,2,1\n3,3,0\n4,1,0\n", unnamed=unnamed)
    assert list(table.columns) == ["列 1", "列 2", "列 3"]
    said = core_words.said(words("zh"), table.notes[1])
    assert said == "文件没有列名：各列依次称为“列 1”至“列 3”。"


def test_text_of_a_file_stays_as_it_stands_in_every_language():
    content = "a{b},y\n{c} %s,0\n“d”,1\n{0},2\nit's,3\n".encode()
    (left_out,) = [note for note in read_table(content).notes if note.name == "left-out"]
    for language in LANGUAGES:
        said = core_words.said(words(language), left_out)
        assert "a{b}" in said
        assert "{c} %s" in said


def test_names_of_ones_own_file_are_not_translated():
    table = read_table(b"mean radius,diagnosis\n1,benign\n2,malignant\n4,benign\n")
    data = from_table(table)
    assert core_words.features(words("zh"), data) == ["mean radius"]
    assert core_words.classes(words("zh"), data) == ["benign", "malignant"]


def test_a_language_without_these_words_says_them_in_english():
    page = words("zh")
    bare = text.Text(page.key, "", "", {}, {}, {"list": "{first}, {next}"})
    for note in read_table(FILES["footer"]).notes:
        assert core_words.said(bare, note) == note
    assert core_words.about(bare, "iris") == DATASETS["iris"].description
