"""Charts that move in the browser, and the one control that moves them.

`show` draws a `View` with its control, and `picture` one of its pictures elsewhere on the page.
The control has play, step, speed and a range input; while it is dragged nothing is sent to the
server, and on release one message sets the number box beside it, which is an ordinary widget bound
to the link. So the number box is the state, and the range input a fast hand on it.
"""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
import plotly.graph_objects as go
import streamlit as st
from numpy.typing import ArrayLike

from pages.figures.moving import sent, steps_of
from pages.figures.style import HOME_CAMERA
from pages.figures.view import View
from pages.shared.component import rerun_suffices
from pages.shared.downloads.listed import Chart, Control, listed
from pages.shared.motion import still
from pages.shared.motion.scripts import SCRIPTS

_HERE = Path(__file__).parent


def _component():
    return st.components.v2.component(
        "motion",
        html=(_HERE / "motion.html").read_text(),
        css=(_HERE / "motion.css").read_text(),
        js="\n".join((_HERE / name).read_text(encoding="utf-8") for name in SCRIPTS),
    )


_motion = _component()


def chart(figure: go.Figure, *, key: str, alt: str, keep: bool = True) -> None:
    """Show a figure under a key by which `control` finds it.

    Parameters
    ----------
    figure : Figure
        The same figure for every position of the control: a changed figure is drawn anew.
    key : str
        Unique in the app.
    alt : str
        What the picture shows; the control adds the current numbers to it.
    keep : bool
        Whether the figure is kept as it is sent, for everybody; not so one of a visitor's own data.
    """
    place = st.empty() if still.is_wanted() else None
    listed().charts.append(Chart(key, alt, figure, place))
    if not place:
        draw = _draw_once if keep else _draw
        # As high as the figure, until a style for a phone or a hall says otherwise.
        with st.container(key=f"frame-{key}", height=figure.layout.height, border=False):
            draw(figure, key, alt)


def show(
    view: View,
    link: str,
    *,
    label: str,
    default: float,
    bounds: tuple[float, float] | None = None,
    columns: Sequence[int] = (1,),
    decimals: int = 1,
    keeps_camera: bool = False,
    keep: bool = True,
) -> int:
    """Draw the first pictures of a view side by side and the control under them.

    Parameters
    ----------
    view : View
        The pictures; those beyond the columns are drawn by `picture`.
    link : str
        Name of the control's parameter in the link.
    label : str
        Of the control, with the symbol.
    default : float
        The value that a link without the parameter means.
    bounds : (float, float), optional
        Least and largest value that the link may carry, the same for every choice of the other
        controls; the first and last step without it.
    columns : sequence of int
        Relative widths of the pictures beside each other.
    decimals : int
        Digits after the point.
    keeps_camera : bool
        Whether the link carries the camera of the 3D charts.
    keep : bool
        Whether the pictures are kept as they are sent, for everybody; not so a visitor's own data.

    Returns
    -------
    int
        The step at which the control stands.
    """
    for key, column in zip(view.figures, st.columns(list(columns)), strict=False):
        with column:
            picture(view, key, keep=keep)
    return control(
        link,
        label=label,
        values=view.steps,
        default=default,
        bounds=bounds or (float(view.steps[0]), float(view.steps[-1])),
        charts=list(view.figures),
        captions=view.captions,
        decimals=decimals,
        keeps_camera=keeps_camera,
    )


def picture(view: View, key: str, *, keep: bool = True) -> None:
    """Draw one picture of a view.

    Parameters
    ----------
    view : View
        The pictures.
    key : str
        Of the picture.
    keep : bool
        As in `show`.
    """
    chart(view.figures[key], key=key, alt=view.alts[key], keep=keep)


def _draw(figure: go.Figure, key: str, alt: str) -> go.Figure:
    """Return the figure, so that the cache holds it: what is alive shares its id with nothing."""
    config = {"displayModeBar": False}
    st.plotly_chart(sent(figure), key=key, alt=alt, config=config, height="stretch")
    return figure


# A figure is written as JSON once; at every further run Streamlit sends the same message.
_draw_once = st.cache_resource(
    _draw, max_entries=256, show_spinner=False, hash_funcs={go.Figure: id}
)


def control(
    key: str,
    *,
    label: str,
    values: ArrayLike,
    default: float,
    bounds: tuple[float, float],
    charts: Sequence[str],
    captions: Sequence[str],
    decimals: int = 1,
    keeps_camera: bool = False,
) -> int:
    """Draw the control of the charts above it; return the index of the value it stands at.

    Parameters
    ----------
    key : str
        Name of the parameter in the link.
    label : str
        Name on screen, with the symbol.
    values : array_like, shape (steps,)
        What the steps mean, increasing.
    default : float
        The value that a link without the parameter means.
    bounds : tuple of float
        Least and largest value that the link may carry, the same for every choice of the other
        controls; within them the nearest of `values` is taken.
    charts : sequence of str
        Keys of the charts to move.
    captions : sequence of str, shape (steps,)
        The live sentence at each step.
    decimals : int
        Digits after the point.
    keeps_camera : bool
        Whether the link carries the camera of the 3D charts.
    """
    values = np.asarray(values)
    _require_steps(len(values), charts, captions)
    moved = f"{key}-motion"
    bar, box = st.columns([5, 1], vertical_alignment="bottom")
    with box:
        # Never a box of whole numbers: Streamlit 1.67 fails on 1e999 in the link of one.
        numbers = (*bounds, default, values[1] - values[0])
        number = st.number_input(
            label,
            *(round(float(number), decimals) for number in numbers),
            format=f"%.{decimals}f",
            label_visibility="collapsed",
            key=key,
            bind="query-params",
        )
    step = int(np.argmin(np.abs(values - number)))
    position = (st.session_state.get(moved) or {}).get("position") or {}
    if not position:  # a control that is drawn anew counts its positions from one
        st.session_state.pop(f"{moved}-taken", None)
    take = partial(_take_position, key, moved, values, decimals)
    st.session_state[f"{moved}-take"] = take
    data = {
        "label": label,
        "labels": [f"{value:.{decimals}f}".replace("-", "−") for value in values],
        "captions": list(captions),
        "charts": list(charts),
        "step": step,
        "serial": position.get("serial", 0),
        "keeps_camera": keeps_camera,
        "needs_webgl": keeps_camera and has_webgl(key),
        "camera": _camera_from_link() if keeps_camera else None,
        "home": HOME_CAMERA,
    }
    listed().controls.append(Control(values, data))
    with bar:
        _motion(
            key=moved,
            data=data,
            on_position_change=take,
            on_camera_change=partial(_take_camera, moved),
            on_webgl_change=rerun_suffices,
        )
        still.offer(listed().controls[-1])
    return step


def _require_steps(count: int, charts: Sequence[str], captions: Sequence[str]) -> None:
    """Refuse captions and marks that have another number of steps than the control."""
    if len(captions) != count:
        raise ValueError(f"captions must have {count} entries; got {len(captions)}")
    for chart in listed().charts:
        if chart.key in charts and not steps_of(chart.figure) <= {count}:
            raise ValueError(
                f"chart {chart.key} must move in {count} steps; has {steps_of(chart.figure)}"
            )


def has_webgl(key: str) -> bool:
    """Whether the browser can draw in space; True until the control says that it cannot.

    Parameters
    ----------
    key : str
        Of the control that drives the 3D charts, with `keeps_camera`.
    """
    return (st.session_state.get(f"{key}-motion") or {}).get("webgl") != "missing"


def catch_up(key: str) -> None:
    """Take over the position that came in one message with another control's change.

    Streamlit calls the callbacks of one message in an order of its own; a callback that uses the
    position calls this first.

    Parameters
    ----------
    key : str
        Of the control.
    """
    st.session_state[f"{key}-motion-take"]()


def _take_position(key: str, moved: str, values: np.ndarray, decimals: int) -> None:
    position = (st.session_state.get(moved) or {}).get("position")
    if not position or position["serial"] == st.session_state.get(f"{moved}-taken"):
        return
    st.session_state[f"{moved}-taken"] = position["serial"]
    step = min(max(int(position["step"]), 0), len(values) - 1)
    st.session_state[key] = round(float(values[step]), decimals)


def _take_camera(moved: str) -> None:
    camera = st.session_state[moved]["camera"]
    if camera == "home":
        st.query_params.pop("camera", None)
    else:
        st.query_params["camera"] = camera


def _camera_from_link() -> dict[str, dict[str, float]] | None:
    """Six numbers joined by underscores: where the eye stands and what it looks at."""
    try:
        numbers = [float(number) for number in st.query_params.get("camera", "").split("_")]
    except ValueError:
        return None
    if len(numbers) != 6 or not all(abs(number) <= 10 for number in numbers):
        return None
    eye, center = (dict(zip("xyz", numbers[i : i + 3], strict=True)) for i in (0, 3))
    return {"eye": eye, "center": center} if eye != center else None
