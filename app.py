"""The door of the dashboard: page configuration, navigation, and what surrounds every page."""

import streamlit as st

st.set_page_config(page_title="Cross-entropy or squared error?", page_icon="📉", layout="wide")
chosen = st.navigation(
    {
        "": [
            st.Page("pages/opening/overview.py", title="Overview", url_path="overview"),
        ],
        "One neuron": [
            st.Page(
                "pages/one_neuron/logit_gradient.py",
                title="Slope in the logit",
                url_path="logit-gradient",
            ),
            st.Page("pages/one_neuron/live_fit.py", title="Live fit", url_path="live-fit"),
        ],
        "Information": [
            st.Page(
                "pages/information/two_outcomes.py",
                title="Cross-entropy, entropy and KL",
                url_path="two-outcomes",
            ),
        ],
    },
    position="top",
)

if st.runtime.exists():
    from pages.shared import frame

    frame.show(chosen)
else:  # imported once by the server at its start, which then knows that navigation is used
    app = st.App(__file__)
