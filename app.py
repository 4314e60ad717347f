"""The door of the dashboard: page configuration, navigation, and what surrounds every page."""

import streamlit as st

from pages.shared import catalogue

st.set_page_config(page_title="Cross-entropy or squared error?", page_icon="📉", layout="wide")
pages = catalogue.navigation()

if st.runtime.exists():
    from pages.shared import frame, link

    pages[""] += link.astray([page for section in pages.values() for page in section])
    frame.show(st.navigation(pages, position="top"))
else:  # imported once by the server at its start, which then knows that navigation is used
    from pages.hall.door import DOOR
    from pages.hall.relay import HOME
    from pages.shared import turns
    from pages.shared.document import DOCUMENT

    turns.begin()
    st.navigation(pages, position="top")
    app = st.App(__file__, lifespan=HOME.lifespan, middleware=[DOOR, DOCUMENT])
