"""Viewers that speak Streamlit's own protocol, and what a class of them costs the server."""
