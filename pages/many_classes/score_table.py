"""Two classifiers, three measures: which can rank them, and which can teach."""

import streamlit as st

from pages.figures import score_table as figures
from pages.models import score_table as model
from pages.models.score_table import Choice
from pages.shared import caching, layout, motion, score_rows, text

ANIMALS = ("cat", "dog", "pig")


def named(table: str) -> str:
    """Write the animals of a table in the visitor's language."""
    for name in ANIMALS:
        table = table.replace(name, score_rows.as_name(words.called("class", name)))
    return table


def take(table: str) -> None:
    """Set the table in the link."""
    st.session_state["table"] = table


def edited() -> Choice:
    """Let the table be edited; one that cannot be read is said, and the animals stand in."""
    with st.popover(words["edit"]):
        st.caption(words["how-to-write-a-table"])
        written = st.text_area(
            words["table"],
            presets["animals"],
            height=190,
            width=420,
            max_chars=score_rows.LONGEST,
            key="table",
            bind="query-params",
        )
    try:
        return score_rows.read(written)
    except score_rows.TableError as problem:
        fault = words.fill(f"table-fault.{problem.slug}", **problem.numbers)
        st.warning(words.fill("not-read", fault=fault))
        return score_rows.read(presets["animals"])


words = text.read(__file__)
presets = {
    "animals": named(score_rows.ANIMALS),
    "same-cross-entropy": "a b c\na: 0.4 0.3 0.3 | 0.4 0.59 0.01",
    "sure-and-wrong": named("cat dog\ncat: 0.6 0.4 | 0 1\ndog: 0.4 0.6 | 0.1 0.9"),
}
parts = layout.parts(words)

with parts.controls:
    for name, preset in presets.items():
        st.button(words[f"preset.{name}"], on_click=take, args=(preset,))
    given = edited()
    choice = score_rows.normalise(given)
    sums = [
        words.fill("wrong-sum", sample=sample, model=words[f"model.{name}"], sum=f"{total:.4g}")
        for sample, name, total in score_rows.wrong_sums(given)
    ]
    if sums:
        st.warning(words.fill("wrong-sums", sums=words.listed(sums)))
        st.button(words["normalise"], on_click=take, args=(score_rows.write(choice),))

view = caching.for_everybody(figures.view)(choice, words, layout.size())
with parts.picture:
    shown = {"label": words["share"], "default": 0.0, "decimals": 2}
    handle = motion.show(view, "share", columns=[1, 1], **shown)

scored = caching.for_everybody(model.compute)(choice)
with parts.more:
    st.header(words.title("ranking"), anchor=False)
    handle.follow(lambda step: layout.table(figures.ranking(scored, step, words)))
    st.markdown(words["ranking"])
    st.header(words.title("slopes"), anchor=False)
    handle.follow(lambda step: layout.table(figures.slope_rows(scored, step, words)))
    st.markdown(words["slopes"])
    with st.expander(words.title("sample-by-sample")):
        layout.table(figures.score_rows(scored, words))
        st.markdown(words["sample-by-sample"])
    layout.explanation(words, "right-class-only", "what-textbooks-get-wrong")
    layout.closing(words, __file__, classes=str(len(choice.names)))
