"""What every component of the dashboard's own needs from Streamlit."""


def rerun_suffices() -> None:
    """Do nothing: Streamlit wants a callback for each value that a component sends."""
