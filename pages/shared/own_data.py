"""Data to train on: a set of the house, or one's own file, never stored and never in a link."""

import hashlib
import re

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.csv_messages import Message
from core.csv_reading import MAX_FEATURES, Table, read_table
from core.datasets import DATASETS, Dataset, from_table, load
from pages.shared import controls
from pages.words import core_words
from pages.words.text import Text

SLUG = "own"
FORMATS = ["csv", "tsv", "txt"]
FEATURES = ("both", "first", "second")
LARGEST = 1e6  # a weight of 1 then gives logits of a million
LONG = 250  # characters of notes that are shown unfolded


def dataset(
    words: Text, slug: str, *, fallback: str, upload: DeltaGenerator, told: DeltaGenerator
) -> Dataset:
    """Draw how the features are used, and the upload where it is asked for.

    Parameters
    ----------
    words : Text
        The page's text.
    slug : str
        Of DATASETS, or SLUG.
    fallback : str
        Of DATASETS: what is shown while there are no own data.
    upload, told : DeltaGenerator
        Where the file is uploaded, and where it is said what is shown without it.

    Returns
    -------
    Dataset
        Its slug is SLUG if it is the visitor's own.
    """
    is_own = slug == SLUG
    can_standardise = is_own or DATASETS[slug].standardise
    standardise = can_standardise and controls.toggle(words, "standardise", default=True)
    if is_own:
        with upload:
            content = _upload(words)
            found = None if content is None else _read_and_choose(words, content, standardise)
        if found:
            return found
        slug = fallback
        reason = "own.absent" if content is None else "own.refused"
        told.info(words.fill(reason, data=words.called("data", slug)))
    data = load(slug, standardise=standardise)
    if len(data.feature_names) == 1:
        return data
    feature = controls.choice(words, "features", FEATURES)
    return data if feature == "both" else data.feature(FEATURES.index(feature) - 1)


def escape(text: str) -> str:
    """Make text from a file plain for Markdown, with everything that Streamlit adds to it."""
    return re.sub(r"([!-/:-@[-`{-~])", r"\\\1", text).replace("\n", " ")


def _upload(words: Text) -> bytes | None:
    """Draw the upload; return the content of the file, None without one."""
    file = st.file_uploader(words["own.upload"], type=FORMATS, max_upload_size=1, key="own-file")
    return file and file.getvalue()


def _read_and_choose(words: Text, content: bytes, standardise: bool) -> Dataset | None:
    """Draw the choice of columns and how the file was read; None, with the reason, if in vain."""
    try:
        with st.spinner(words["own.reading"]):
            table = _read(content, core_words.template(words, "column"))
    except ValueError as problem:
        _refuse(words, problem)
        return None
    try:
        found = _choose(words, table, hashlib.sha256(content).hexdigest(), standardise)
    except ValueError as problem:
        _show_notes(words, table)
        _refuse(words, problem)
        return None
    _show_notes(words, table, _classes(words, table, found))
    return found


@st.cache_resource(max_entries=1, show_spinner=False, scope="session")
def _read(content: bytes, unnamed: str) -> Table:
    return read_table(content, unnamed=unnamed)


def _refuse(words: Text, problem: ValueError) -> None:
    st.error(escape(core_words.said(words, problem.args[0])))


# The widgets are named by the file: another file begins with its own defaults.
def _choose(words: Text, table: Table, file: str, standardise: bool) -> Dataset:
    """Draw what can be chosen."""
    label, features = _choose_columns(words, table, file)
    if table.missing and st.toggle(words["own.complete"], key=f"own-complete-{file}"):
        table = table.without_missing([label, *features])
    found = from_table(table, label=label, features=features, standardise=standardise)
    largest = float(abs(found.X).max())
    if largest > LARGEST:
        raise ValueError(words.fill("own.too-large", largest=f"{largest:.3g}"))
    return found


def _choose_columns(words: Text, table: Table, file: str) -> tuple[str, list[str]]:
    """Let the label and one or two numeric features be chosen."""
    labels = list(table.label_columns) or list(table.columns)
    left, right = st.columns(2)
    place = labels.index(table.default_label)
    label = left.selectbox(words["own.label"], labels, index=place, key=f"own-label-{file}")
    usual = list(table.default_features(label))
    if not usual:
        raise ValueError(Message("no-feature"))
    features = right.multiselect(
        words["own.features"],
        [name for name in table.numeric_columns if name != label],
        default=usual,
        max_selections=MAX_FEATURES,
        key=f"own-features-{file}",
    )
    return label, features or usual


def _classes(words: Text, table: Table, found: Dataset) -> str:
    zero, one = map(escape, found.label_names)
    left_out, rows = len(table.lines) - len(found.y), len(found.y)
    name = "own.classes-of-rest" if left_out else "own.classes"
    return words.fill(name, zero=zero, one=one, left_out=left_out, rows=rows)


def _show_notes(words: Text, table: Table, label: str = "") -> None:
    """Say in two lines how the file was read; fold what would be a wall."""
    first, *others = (escape(core_words.said(words, note)) for note in table.notes)
    if label:
        first = words.listed([first, label], by="sentences")
    rest = words.listed(others, by="sentences")
    lines = [first, rest if len(rest) <= LONG else ""]
    st.caption("  \n".join(filter(None, lines)))
    if len(rest) > LONG:
        with st.expander(words["own.more"]):
            st.markdown("\n".join(f"- {note}" for note in others))
