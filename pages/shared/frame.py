"""What surrounds every page: the size switch, the link, and the sentence for a failing page."""

import json
import logging
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.lectures.reading import PATHS, LectureError
from pages.shared import (
    catalogue,
    charts,
    connection,
    controls,
    document,
    downloads,
    layout,
    lectures,
    link,
    presenter,
    reading,
    relay,
    share,
    text,
)
from pages.shared.charts import still
from pages.shared.charts.listed import Listed
from pages.shared.component import component

log = logging.getLogger(__name__)

_HERE = Path(__file__).parent
_focus = component(_HERE / "focus" / "focus.js")
_SAID = ("picture-loading", "part-missing")  # by a style, where no script can


def show(page: st.Page) -> None:
    """Draw the chosen page and, under it, what belongs to every page.

    An exception of the page becomes one sentence and a way home; its traceback goes to the log.

    Parameters
    ----------
    page : Page
        What `st.navigation` chose.
    """
    if relay.is_screen():
        relay.screen()
        return
    if link.is_astray(page):
        page.run()
        return
    words = text.shared()
    name = words["dashboard"]
    st.set_page_config(page_title=f"{page.title} · {name}" if page.url_path else name)
    notice, body = st.empty(), st.container()
    connection.watch()
    relay.draw()
    link.arrive(page.url_path)
    foot = st.container(key="foot")
    with foot:
        _focus(key="focus")
        place = _foot(words)
    _style(words)
    listed = charts.start(page.url_path)
    with body:
        cover = _lecture()
        try:
            page.run()
        except text.TextError as fault:
            log.error("page %s: %s", page.url_path or "/", fault)
            st.error(words.fill("text-faulty", fault=str(fault)))
            st.page_link(catalogue.OVERVIEW.script, label=words["back-to-overview"])
        except Exception:  # Streamlit's own stop and rerun signals are no Exceptions
            log.exception("page %s failed", page.url_path or "/")
            st.error(words["page-failed"])
            st.page_link(catalogue.OVERVIEW.script, label=words["back-to-overview"])
        else:
            if still.is_wanted():
                still.draw(listed)
            with place:
                _downloads(page.url_path, listed)
            shown = lectures.current()
            with foot:
                charts.renew(listed, lectures.address(*shown) if shown else "")
            _tell(page.url_path, listed, notice, shown)
            if cover:
                cover.lift([chart.key for chart in listed.charts])
            reading.draw(catalogue.at(page.url_path).words)


def _style(words: text.Text) -> None:
    """Draw what of the style depends on the viewer, and all of it if the document has none."""
    names = [] if document.has_style() else [*document.ALWAYS]
    if layout.is_large():
        names.append("large")
    if st.context.is_embedded:
        names.append("embedded")
    said = "".join(f"--{name}: {_quoted(words[f'style.{name}'])};" for name in _SAID)
    st.html(f"<style>:root {{ {said} }}</style>{document.style(*names)}")


def _quoted(words: str) -> str:
    """Write words as a string of a style within HTML."""
    return json.dumps(words, ensure_ascii=False).replace("<", r"\3c ")


def _tell(
    url_path: str, listed: Listed, notice: DeltaGenerator, shown: lectures.Shown | None
) -> None:
    """Tell what of the link, or of the scene in it, the page does not know or take."""
    refused = link.refused(listed)
    if shown and PATHS[shown.scene.page] == url_path:
        own = lectures.own_refusals(shown, refused)
        refused = [each for each in refused if each not in own]
        charts = [chart.key for chart in listed.charts]
        handles = {each.name: (each.values[0], each.values[-1]) for each in listed.controls}
        if fault := lectures.fault(shown, charts, handles, own):
            st.error(fault)
    if refused:
        notice.caption(link.sentence(refused))


def _downloads(url_path: str, listed: Listed) -> None:
    if listed.charts:  # the handout has none: its pictures are those of other pages
        entry = catalogue.at(url_path)
        downloads.draw(listed, entry.url_path, entry.words.question)


def _lecture() -> presenter.Cover | None:
    """Draw what a lecture adds, or the one sentence about its file."""
    if shown := lectures.current():
        return presenter.head(shown)
    if slug := st.query_params.get("lecture"):
        try:
            lectures.read(slug)
        except LectureError as fault:
            st.error(fault.told(text.shared()))
    return None


def _foot(words: text.Text) -> DeltaGenerator:
    """Draw what stands under every page; return where the downloads go, once they are known."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        controls.choice(words, "size", ["normal", "large"])
        with st.container(key="language", width="content"):
            languages, preferred = text.names(), text.preferred()
            controls.choice(words, text.KEY, [*languages], titles=languages, default=preferred)
        place = st.container(width="content")
        share.link()
    return place
