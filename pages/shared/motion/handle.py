"""The control of moving charts: a range input, and a number box that holds its state.

A control is drawn in parts, each a fragment: its box, its bar, and what follows it. A release runs
box and followers, a number typed into the box the bar too.
"""

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import ArrayLike
from streamlit.errors import StreamlitAPIException
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.figures.moving import steps_of
from pages.figures.style import HOME_CAMERA
from pages.shared import link as links
from pages.shared import text
from pages.shared.charts import still
from pages.shared.charts.listed import Control, listed
from pages.shared.component import component
from pages.shared.motion import camera
from pages.shared.motion.box import Box
from pages.shared.motion.position import Position

log = logging.getLogger(__name__)
_motion = component(Path(__file__).with_name("motion.js"))


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
) -> "Handle":
    """Draw the control of the charts above it.

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

    Returns
    -------
    Handle
        What depends on the step is drawn by its `follow`.

    Raises
    ------
    ValueError
        If two values read alike, or captions or marks have another number of steps.
    """
    values = np.asarray(values)
    labels = [f"{value:.{decimals}f}".replace("-", "−") for value in values]
    _require_steps(labels, charts, captions)
    data = {
        "name": key,
        "label": label,
        "labels": labels,
        "captions": list(captions),
        "charts": list(charts),
        "keeps_camera": keeps_camera,
        "home": HOME_CAMERA,
        "words": text.script_words("motion"),
    }
    handle = Handle(key, values, decimals, data)
    st.session_state[f"{key}-handle"] = handle
    bar, box = st.columns([5, 1], vertical_alignment="bottom")
    with box:
        handle.part("box", partial(_draw_box, handle, bounds, default))
    listed().controls.append(Control(key, values, data))
    with bar:
        handle.part("bar", partial(_draw_bar, handle, listed().controls[-1]))
    return handle


@dataclass(slots=True, eq=False)
class Handle:
    """A control that stands on a page: where it stands, and what runs when it is moved.

    Attributes
    ----------
    key : str
        Name of the parameter in the link, and key of the box.
    values : ndarray, shape (steps,)
        What the steps mean.
    decimals : int
        Digits after the point.
    data : dict
        What the browser is given.
    bar_at : int
        The step at which the bar stands on screen.
    followers : list of str
        Names of the parts that depend on the step.
    """

    key: str
    values: np.ndarray
    decimals: int
    data: dict[str, Any]
    bar_at: int = -1
    followers: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Key of its range input."""
        return f"{self.key}-motion"

    @property
    def box(self) -> Box:
        """Its number box."""
        return Box(self.key, self.values, self.decimals)

    @property
    def position(self) -> Position:
        """What the browser tells of its range input."""
        return Position(self.name)

    def step(self) -> int:
        """Return the step that is nearest to the number in the box."""
        return self.box.step()

    def follow(self, draw: Callable[[int], object]) -> None:
        """Draw what depends on the step here, now and whenever the control is moved.

        Parameters
        ----------
        draw : callable
            Draws elements of Streamlit; gets the step. As a decorator it is called at once.

        Raises
        ------
        ValueError
            If it draws a chart: that is drawn once, for all steps.
        """
        name, drawn = f"follower-{len(self.followers)}", len(listed().charts)
        self.followers.append(name)
        self.part(name, lambda: draw(self.step()))
        if charts := listed().charts[drawn:]:
            raise ValueError(f"chart {charts[0].key} must stand outside what follows {self.key}")

    def part(self, name: str, draw: Callable[[], object]) -> None:
        """Draw a part of the control, so that it can run by itself."""
        st.fragment(partial(_draw, draw), key=f"{self.key}-{name}")()

    def typed(self) -> None:
        """Run what follows from another number in the box, which may be an echo of the bar's."""
        if _is_asked(f"{self.key}-box"):
            self.box.hear()
        elif self.box.catch_up():
            return
        self.box.leap()
        bar = [] if self.step() == self.bar_at else ["bar"]
        self._run("box", *bar, *self.followers)

    def released(self) -> None:
        """Take the position that the browser tells over into the box, and run what follows."""
        self.take()
        self._run("box", *self.followers, page=self.position.runs_page)

    def take(self) -> None:
        """Take the position that the browser tells over into the box, once."""
        if (value := self.position.news()) is not None:
            self.bar_at = self.box.nearest(value)
            self.box.follow(self.bar_at)
            self.position.take()  # last: each line may be the one that is interrupted

    def turned(self) -> None:
        """Take the camera that the browser tells over into the link."""
        camera.to_link(st.session_state[self.name]["camera"])
        self._run("bar")

    def _run(self, *parts: str, page: bool = False) -> None:
        """Run these parts, and not only the one that was moved; or the page."""
        if not get_script_run_ctx().fragment_ids_this_run:
            return  # the page runs, for another control that was moved in the same moment
        if page or still.is_wanted() or links.is_refused():  # which the page has to tell anew
            st.rerun()
        with suppress(StreamlitAPIException):  # of a page that the viewer has left meanwhile
            st.rerun([f"{self.key}-{part}" for part in parts])


def _is_asked(part: str) -> bool:
    """Whether it is this part that the browser tells of; the page may have been left meanwhile."""
    context, ids = get_script_run_ctx(), []
    with suppress(StreamlitAPIException):
        ids = context.fragment_storage.resolve_target(part)
    return not {*ids}.isdisjoint(context.fragment_ids_this_run or [])


def _draw(draw: Callable[[], object]) -> None:
    """Draw a part; an exception becomes one sentence, as it does where the page runs."""
    try:
        draw()
    except Exception:
        log.exception("a part of the page failed")
        st.error(text.shared()["page-failed"])


def _draw_box(handle: Handle, bounds: tuple[float, float], default: float) -> None:
    handle.take()  # a callback that another control interrupts does not
    handle.box.settle(bounds, default)
    # Never a box of whole numbers: Streamlit 1.67 fails on 1e999 in the link of one.
    st.number_input(
        handle.data["label"],
        *(round(float(n), handle.decimals) for n in (*bounds, default, handle.box.spacing)),
        format=f"%.{handle.decimals}f",
        label_visibility="collapsed",
        key=handle.key,
        bind="query-params",
        on_change=handle.typed,
    )
    handle.data["step"] = handle.step()


def _draw_bar(handle: Handle, control: Control) -> None:
    keeps_camera = handle.data["keeps_camera"]
    handle.bar_at = handle.step()
    handle.data |= {
        "step": handle.bar_at,
        "serial": handle.position.begin(),
        "needs_webgl": keeps_camera and camera.has_webgl(handle.key),
        "camera": camera.from_link() if keeps_camera else None,
    }
    _motion(
        key=handle.name,
        data=handle.data,
        on_position_change=handle.released,
        on_camera_change=handle.turned,
        on_webgl_change=_run_page,
    )
    still.offer(control)


def _run_page() -> None:
    """Run the page, also where the change came from a part that runs by itself."""
    st.rerun()


def _require_steps(labels: Sequence[str], charts: Sequence[str], captions: Sequence[str]) -> None:
    """Refuse steps that read alike, and captions and marks of another number than the steps."""
    if len({*labels}) < len(labels):
        raise ValueError(f"values must differ in what is written; got {', '.join(labels[:9])}")
    if len(captions) != (count := len(labels)):
        raise ValueError(f"captions must have {count} entries; got {len(captions)}")
    for chart in listed().charts:
        if chart.key in charts and not steps_of(chart.figure) <= {count}:
            raise ValueError(
                f"chart {chart.key} must move in {count} steps; has {steps_of(chart.figure)}"
            )


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
