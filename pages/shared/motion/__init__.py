"""Charts that move in the browser, and the one control that moves them.

`show` draws a `View` with its control, and `picture` one of its pictures elsewhere on the page.
The control has play, step, speed and a range input; while it is dragged nothing is sent to the
server, and on release one message sets the number box beside it, which is an ordinary widget bound
to the link. So the number box is the state, and the range input a fast hand on it.

A release does not run the page: it runs what the control's `follow` has drawn, and nothing else.
"""

from collections.abc import Sequence

import streamlit as st

from pages.figures.view import View
from pages.shared import charts
from pages.shared.motion.camera import has_webgl
from pages.shared.motion.handle import Handle, catch_up, control

__all__ = ["Handle", "catch_up", "control", "has_webgl", "picture", "show"]


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
) -> Handle:
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

    Returns
    -------
    Handle
        What depends on the step is drawn by its `follow`.
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
    charts.draw(view.figures[key], key=key, alt=view.alts[key], keep=keep)
