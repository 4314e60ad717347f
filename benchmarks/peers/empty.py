"""An empty Streamlit app."""

import streamlit  # noqa: F401
