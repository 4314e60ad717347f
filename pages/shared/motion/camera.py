"""What 3D charts need: WebGL, and their camera in the link, six numbers joined by underscores."""

import streamlit as st


def to_link(told: str) -> None:
    """Write what the browser tells; the camera with which a chart comes is left out."""
    if told == "home":
        st.query_params.pop("camera", None)
    else:
        st.query_params["camera"] = told


def from_link() -> dict[str, dict[str, float]] | None:
    """Return where the eye stands and what it looks at; None if the link has no such thing."""
    try:
        numbers = [float(number) for number in st.query_params.get("camera", "").split("_")]
    except ValueError:
        return None
    if len(numbers) != 6 or not all(abs(number) <= 10 for number in numbers):
        return None
    eye, center = (dict(zip("xyz", numbers[i : i + 3], strict=True)) for i in (0, 3))
    return {"eye": eye, "center": center} if eye != center else None


def has_webgl(key: str) -> bool:
    """Whether the browser can draw in space; True until the control says that it cannot.

    Parameters
    ----------
    key : str
        Of the control that drives the 3D charts, with `keeps_camera`.
    """
    return (st.session_state.get(f"{key}-motion") or {}).get("webgl") != "missing"
