"""One's own CSV file: uploaded, checked, chosen from; never stored and never in a link."""

import hashlib
import re

import streamlit as st

from core.csv_reading import MAX_FEATURES, Table, read_table
from core.datasets import Dataset, from_table

SLUG = "own"
LARGEST = 1e6  # a weight of 1 then gives logits of a million


def choose(*, standardise: bool) -> tuple[Dataset, str] | None:
    """Draw the upload and the choice of columns; return the data and what they are cached by.

    Parameters
    ----------
    standardise : bool
        Whether each feature gets mean 0 and standard deviation 1.

    Returns
    -------
    Dataset and str, or None
        None without a usable file; what is wrong with a file is said below it.
    """
    file = st.file_uploader(
        "Own data: a CSV file with a line of column names (at most 1 MB, 5 000 rows, 30 columns)",
        type=["csv"],
        max_upload_size=1,
        key="own-file",
    )
    if file is None:
        return None
    content = file.getvalue()
    try:
        table = read_table(content)
        label, features = _choose_columns(table)
        dataset = from_table(table, label=label, features=features, standardise=standardise)
        _check_size(dataset)
    except ValueError as problem:
        st.error(escape(str(problem)))
        return None
    zero, one = map(escape, dataset.label_names)
    st.caption(f"Label y: 0 stands for {zero}, 1 for {one}. {len(dataset.y)} rows.")
    key = [hashlib.sha256(content).hexdigest(), label, *features, str(standardise)]
    return dataset, "\n".join(key)


def escape(text: str) -> str:
    """Make text from a file plain for Markdown, with everything that Streamlit adds to it."""
    return re.sub(r"([^\w\s]|_)", r"\\\1", text).replace("\n", " ")


def _choose_columns(table: Table) -> tuple[str, list[str]]:
    """Let the label and one or two numeric features be chosen."""
    labels = list(table.label_columns) or list(table.columns)
    left, right = st.columns(2)
    label = left.selectbox("Label column", labels, index=len(labels) - 1, key="own-label")
    numeric = [name for name in table.numeric_columns if name != label]
    if not numeric:
        raise ValueError("There is no numeric column besides the label to be a feature.")
    usual = numeric[:MAX_FEATURES]
    features = right.multiselect(
        "One or two features",
        numeric,
        default=usual,
        max_selections=MAX_FEATURES,
        key="own-features",
    )
    return label, features or usual


def _check_size(dataset: Dataset) -> None:
    largest = float(abs(dataset.X).max())
    if largest > LARGEST:
        raise ValueError(f"Features go up to {largest:.3g}: standardise them, under More.")
