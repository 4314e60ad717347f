"""One's own CSV file: uploaded, checked, chosen from; never stored and never in a link."""

import hashlib
import re

import streamlit as st

from core.csv_reading import MAX_FEATURES, Table, read_table
from core.datasets import Dataset, from_table

SLUG = "own"
FORMATS = ["csv", "tsv", "txt"]
LARGEST = 1e6  # a weight of 1 then gives logits of a million
LONG = 250  # characters of notes that are shown unfolded


def upload() -> bytes | None:
    """Draw the upload; return the content of the file, None without one."""
    file = st.file_uploader(
        "Own data: a table as CSV, TSV or text file, at most 1 MB",
        type=FORMATS,
        max_upload_size=1,
        key="own-file",
    )
    return file and file.getvalue()


def choose(content: bytes, *, standardise: bool) -> tuple[Dataset, str] | None:
    """Draw the choice of columns and how the file was read; return the data and their identity.

    Parameters
    ----------
    content : bytes
        The file.
    standardise : bool
        Whether each feature gets mean 0 and standard deviation 1.

    Returns
    -------
    Dataset and str, or None
        None if the file, or what is chosen from it, cannot be used; the reason is then drawn.
    """
    try:
        table = _read(content)
    except ValueError as problem:
        st.error(escape(str(problem)))
        return None
    file = hashlib.sha256(content).hexdigest()
    try:
        dataset, identity = _choose(table, file, standardise=standardise)
    except ValueError as problem:
        _show_notes(table)
        st.error(escape(str(problem)))
        return None
    zero, one = map(escape, dataset.label_names)
    left_out = len(table.lines) - len(dataset.y)
    rows = f"{left_out} left out, {len(dataset.y)} rows" if left_out else f"{len(dataset.y)} rows"
    _show_notes(table, f"Label y: 0 stands for {zero}, 1 for {one}. {rows}.")
    return dataset, identity


def escape(text: str) -> str:
    """Make text from a file plain for Markdown, with everything that Streamlit adds to it."""
    return re.sub(r"([^\w\s]|_)", r"\\\1", text).replace("\n", " ")


@st.cache_resource(max_entries=1, show_spinner="Reading the file", scope="session")
def _read(content: bytes) -> Table:
    return read_table(content)


# The widgets are named by the file: another file begins with its own defaults.
def _choose(table: Table, file: str, *, standardise: bool) -> tuple[Dataset, str]:
    """Draw what can be chosen; return the data and their identity."""
    label, features = _choose_columns(table, file)
    is_complete = _choose_rows(table, file)
    if is_complete:
        table = table.without_missing([label, *features])
    dataset = from_table(table, label=label, features=features, standardise=standardise)
    _check_size(dataset)
    return dataset, "\n".join([file, label, *features, str(is_complete), str(standardise)])


def _choose_columns(table: Table, file: str) -> tuple[str, list[str]]:
    """Let the label and one or two numeric features be chosen."""
    labels = list(table.label_columns) or list(table.columns)
    left, right = st.columns(2)
    place = labels.index(table.default_label)
    label = left.selectbox("Label column", labels, index=place, key=f"own-label-{file}")
    usual = list(table.default_features(label))
    if not usual:
        raise ValueError("There is no numeric column besides the label to be a feature.")
    features = right.multiselect(
        "One or two features",
        [name for name in table.numeric_columns if name != label],
        default=usual,
        max_selections=MAX_FEATURES,
        key=f"own-features-{file}",
    )
    return label, features or usual


def _choose_rows(table: Table, file: str) -> bool:
    """Let rows be left out; the toggle stays, whatever columns are chosen."""
    if not table.missing:
        return False
    return st.toggle("Leave out rows with missing values", key=f"own-complete-{file}")


def _show_notes(table: Table, label: str = "") -> None:
    """Say in two lines how the file was read; fold what would be a wall."""
    first, *others = map(escape, table.notes)
    rest = " ".join(others)
    lines = [f"{first} {label}", rest if len(rest) <= LONG else ""]
    st.caption("  \n".join(filter(None, lines)))
    if len(rest) > LONG:
        with st.expander("More on how the file was read"):
            st.markdown("\n".join(f"- {note}" for note in others))


def _check_size(dataset: Dataset) -> None:
    largest = float(abs(dataset.X).max())
    if largest > LARGEST:
        raise ValueError(f"Features go up to {largest:.3g}: standardise them, under More.")
