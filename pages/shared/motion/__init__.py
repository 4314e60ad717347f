"""Charts that move in the browser, and the one control that moves them.

`show` draws a `View` with its control, and `picture` one of its pictures elsewhere on the page.
The control has play, step, speed and a range input; while it is dragged nothing is sent to the
server, and on release one message sets the number box beside it, which is an ordinary widget bound
to the link. So the number box is the state, and the range input a fast hand on it.

A release runs the whole page, unless the page says ``runs_page=False``: then it runs what `follow`
has drawn, and nothing else.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import plotly.graph_objects as go
import streamlit as st
from numpy.typing import ArrayLike

from pages.figures.moving import sent, steps_of
from pages.figures.style import HOME_CAMERA
from pages.figures.view import View
from pages.shared import link as links
from pages.shared import text
from pages.shared.component import component
from pages.shared.downloads.listed import Chart, Control, listed
from pages.shared.motion import still

_motion = component(Path(__file__).with_name("motion.js"))


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
    standing: Sequence[str] = (),
    decimals: int = 1,
    keeps_camera: bool = False,
    keep: bool = True,
    runs_page: bool = True,
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
    standing : sequence of str
        Keys of charts elsewhere on the page that stand still: a finger scrolls over them too, and
        what is zoomed in them is remembered.
    decimals : int
        Digits after the point.
    keeps_camera : bool
        Whether the link carries the camera of the 3D charts.
    keep : bool
        Whether the pictures are kept as they are sent, for everybody; not so a visitor's own data.
    runs_page : bool
        Whether a release runs the whole page; else it runs only what `follow` draws.

    Returns
    -------
    int
        The step at which the control stands; without `runs_page` it is that of the page's last run.
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
        charts=[*view.figures, *standing],
        captions=view.captions,
        decimals=decimals,
        keeps_camera=keeps_camera,
        runs_page=runs_page,
    )


def follow(link: str, draw: Callable[[int], object]) -> None:
    """Draw what depends on the step here, now and whenever the handle is released.

    Parameters
    ----------
    link : str
        Name of the control's parameter in the link; the control is drawn before.
    draw : callable
        Draws elements of Streamlit; gets the step.
    """
    handle: _Handle = st.session_state[f"{link}-handle"]
    name = f"{link}-follower-{len(handle.followers)}"
    handle.followers.append(name)
    st.fragment(lambda: draw(handle.step()), key=name)()


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
    runs_page: bool = True,
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
    runs_page : bool
        As in `show`.
    """
    values = np.asarray(values)
    _require_steps(len(values), charts, captions)
    data = {
        "label": label,
        "labels": [f"{value:.{decimals}f}".replace("-", "−") for value in values],
        "captions": list(captions),
        "charts": list(charts),
        "keeps_camera": keeps_camera,
        "home": HOME_CAMERA,
        "words": text.script_words("motion"),
    }
    handle = _Handle(key, values, decimals, data, runs_page)
    st.session_state[f"{key}-handle"] = handle
    bar, box = st.columns([5, 1], vertical_alignment="bottom")
    with box:
        handle.part("box", partial(_draw_box, handle, (*bounds, default)))
    listed().controls.append(Control(values, data))
    with bar:
        handle.part("bar", partial(_draw_bar, handle, listed().controls[-1]))
    return handle.step()


@dataclass(slots=True, eq=False)
class _Handle:
    """A control that stands on a page: where it stands, and what runs when it is moved."""

    key: str
    values: np.ndarray
    decimals: int
    data: dict[str, Any]
    runs_page: bool
    followers: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Key of its range input."""
        return f"{self.key}-motion"

    def step(self) -> int:
        """Return the step that is nearest to the number in the box."""
        return int(np.argmin(np.abs(self.values - st.session_state[self.key])))

    def part(self, name: str, draw: Callable[[], None]) -> None:
        """Draw a part of the control, so that it can run by itself."""
        (draw if self.runs_page else st.fragment(draw, key=f"{self.key}-{name}"))()

    def typed(self) -> None:
        """Run what follows from another number in the box."""
        self._run("box", "bar")

    def released(self) -> None:
        """Take the position that the browser tells over into the box, and run what follows."""
        self.take()
        self._run("box")

    def take(self) -> None:
        """Take the position that the browser tells over into the box, once."""
        position = (st.session_state.get(self.name) or {}).get("position")
        if not position or position["serial"] == st.session_state.get(f"{self.name}-taken"):
            return
        st.session_state[f"{self.name}-taken"] = position["serial"]
        step = min(max(int(position["step"]), 0), len(self.values) - 1)
        st.session_state[self.key] = round(float(self.values[step]), self.decimals)

    def _run(self, *parts: str) -> None:
        if self.runs_page:
            return
        if still.is_wanted() or links.is_refused():  # which the page has to tell anew
            st.rerun()
        st.rerun([*(f"{self.key}-{part}" for part in parts), *self.followers])


def _draw_box(handle: _Handle, numbers: Sequence[float]) -> None:
    numbers = (*numbers, handle.values[1] - handle.values[0])
    # Never a box of whole numbers: Streamlit 1.67 fails on 1e999 in the link of one.
    st.number_input(
        handle.data["label"],
        *(round(float(number), handle.decimals) for number in numbers),
        format=f"%.{handle.decimals}f",
        label_visibility="collapsed",
        key=handle.key,
        bind="query-params",
        on_change=handle.typed,
    )
    handle.data["step"] = handle.step()


def _draw_bar(handle: _Handle, control: Control) -> None:
    position = (st.session_state.get(handle.name) or {}).get("position") or {}
    if not position:  # a control that is drawn anew counts its positions from one
        st.session_state.pop(f"{handle.name}-taken", None)
    keeps_camera = handle.data["keeps_camera"]
    handle.data |= {
        "step": handle.step(),
        "serial": position.get("serial", 0),
        "needs_webgl": keeps_camera and has_webgl(handle.key),
        "camera": _camera_from_link() if keeps_camera else None,
    }
    _motion(
        key=handle.name,
        data=handle.data,
        on_position_change=handle.released,
        on_camera_change=partial(_take_camera, handle.name),
        on_webgl_change=_run_page,
    )
    still.offer(control)


def _run_page() -> None:
    """Run the page, also where the change came from a part that runs by itself."""
    st.rerun()


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
    st.session_state[f"{key}-handle"].take()


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
