"""The door of the dashboard: page configuration, navigation, and what surrounds every page."""

import streamlit as st

from pages.shared import catalogue

if st.runtime.exists():
    from pages.shared import frame, link

    st.set_page_config(page_title="Cross-entropy or squared error?", page_icon="📉", layout="wide")
    pages = catalogue.navigation()
    pages[""] += link.astray([page for section in pages.values() for page in section])
    frame.show(st.navigation(pages, position="top"))
else:  # imported once by the server at its start
    from streamlit.runtime.pages_manager import PagesManager

    from pages.hall.door import DOOR
    from pages.hall.relay import HOME
    from pages.shared import turns
    from pages.shared.document import DOCUMENT

    turns.begin()
    # As `st.navigation` does, which without a session would warn of each page.
    PagesManager.uses_pages_directory = False
    app = st.App(__file__, lifespan=HOME.lifespan, middleware=[DOOR, DOCUMENT])
