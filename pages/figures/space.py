"""The grammar of pictures in space: surfaces that stand, and what stands or moves on them.

Beside `pages.figures.picture.Picture`, with the same rule: coordinates of shape (points,) stand,
those of shape (steps, points) move, a path grows. Words are written last: as the first camera sees
them they lie on no surface and on no other words, with a thin line to what they name. One grammar,
so one file.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from pages.figures.contour_lines import nice_levels
from pages.figures.figure import Figure
from pages.figures.moving import first, growing_track, moving_track
from pages.figures.placement import Cells, text_width
from pages.figures.projection import nearest_clear, project, squares
from pages.figures.ramps import GREY_LINES, surface_scale
from pages.figures.style import NEUTRAL, Size, Stroke, space

Range = tuple[float, float]

_LIGHT = {"ambient": 0.8, "diffuse": 0.35, "specular": 0.03, "roughness": 0.9}
_PLAIN = {"cmin": 0, "cmax": 1, "showscale": False, "lighting": _LIGHT}
_LIFT = 0.03
"""Share of the axis by which lines and markers stand above a surface that would cut them."""
_ROOM = 3 / 2
"""Width of the picture over its height where words are placed; a phone's is scaled to it."""


@dataclass(slots=True, eq=False)
class Space:
    """Three axes, and what is drawn between them.

    Attributes
    ----------
    size : Size
        Text and lines.
    x, y, z : str
        Axis titles.
    xlim, ylim : (float, float)
        Ends of the level axes.
    zlim : (float, float)
        Lowest and highest of what is drawn; below it there is room for rounding, above for markers.
    alt : str
        What the picture shows, for those who do not see it.
    """

    size: Size
    x: str
    y: str
    z: str
    xlim: Range
    ylim: Range
    zlim: Range
    alt: str = ""
    _traces: list[dict[str, Any]] = field(init=False, repr=False, default_factory=list)
    _layout: dict[str, Any] = field(init=False, repr=False)
    _drawn: list[np.ndarray] = field(init=False, default_factory=list)
    _pins: list[tuple[np.ndarray, str]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        low, high = self.zlim
        room = self._lift + self._above + 0.01 * (high - low) + 1e-9
        self._layout = space(self.size, self.x, self.y, self.z) | {"annotations": []}
        scene = self._layout["scene"]
        scene["annotations"] = []
        scene["xaxis"]["range"] = list(map(float, self.xlim))
        scene["yaxis"]["range"] = list(map(float, self.ylim))
        scene["zaxis"]["range"] = [float(low - 0.002 * (high - low)), float(high + room)]
        if high > low:  # a number at the lowest place would lie on those of the floor
            ticks = nice_levels(low + 0.05 * (high - low), high, 4)
            scene["zaxis"]["tickvals"] = np.asarray(ticks).tolist()

    @property
    def figure(self) -> Figure:
        """The figure with all words in their places; nothing can be drawn after that."""
        pins, self._pins = self._pins, []
        if pins:
            self._write(pins)
        return Figure(self._traces, self._layout)

    def surface(
        self,
        x: ArrayLike,
        y: ArrayLike,
        z: ArrayLike,
        name: str,
        *,
        tint: ArrayLike | None = None,
        **more: Any,
    ) -> None:
        """Draw a surface, the lighter the higher, with quiet lines of equal height.

        Parameters
        ----------
        x, y : array_like, shape (columns,) and (rows,)
            The grid.
        z : array_like, shape (rows, columns)
            Heights.
        name : str
            For downloads and readers of the data.
        tint : array_like, shape (rows, columns), optional
            How much of the ground is amber, in [0, 1].
        **more
            Properties of Plotly's surface trace.
        """
        x, y, z = (np.asarray(each, dtype=np.float32) for each in (x, y, z))
        shade = (z - z.min()) / (float(np.ptp(z)) or 1.0)
        if tint is not None:
            shade = 0.49 * shade + 0.51 * np.asarray(tint, dtype=np.float32)
        self._traces.append(
            {
                "type": "surface",
                "x": x,
                "y": y,
                "z": z,
                "surfacecolor": shade.astype(np.float32),
                "colorscale": surface_scale(painted=tint is not None),
                "name": name,
                "contours": {"z": _height_lines(z)},
                **_PLAIN,
                **more,
            }
        )
        self._drawn.append(np.stack([*np.meshgrid(x, y), z], axis=-1))

    def path(
        self,
        x: ArrayLike,
        y: ArrayLike,
        z: ArrayLike,
        count: ArrayLike,
        stroke: Stroke,
        name: str = "",
    ) -> None:
        """Draw a line on a surface that grows.

        Parameters
        ----------
        x, y, z : array_like, shape (points,)
            The whole path.
        count : array_like of int, shape (steps,)
            Number of its points that are seen at each step.
        stroke : Stroke
            Colour.
        name : str
            For downloads and readers of the data.
        """
        line = {"color": stroke.color, "width": 2 * self.size.line}
        z = self._on(z)
        track = growing_track(len(self._traces), count=count, x=x, y=y, z=z)
        self._move({"mode": "lines", "line": line, "name": name, "hoverinfo": "skip"}, track)
        self._drawn.append(np.stack(np.broadcast_arrays(x, y, z), axis=-1))

    def dots(
        self,
        x: ArrayLike,
        y: ArrayLike,
        z: ArrayLike,
        stroke: Stroke,
        name: str = "",
        *,
        label: str = "",
        hollow: bool = False,
        scale: float = 1.0,
    ) -> None:
        """Put a marker at each point of a surface.

        Parameters
        ----------
        x, y, z : array_like, shape (points,) or (steps, points)
            Where.
        stroke : Stroke
            Colour and marker.
        name : str
            For downloads and readers of the data.
        label : str
            Words beside a single marker that stands.
        hollow : bool
            Whether only the outline is drawn.
        scale : float
            Of the size's marker.
        """
        marker = {
            "color": stroke.color,
            "symbol": _in_space(stroke.marker) + "-open" * hollow,
            "size": scale * self.size.marker / 1.5,
        }
        made = {"mode": "markers", "marker": marker, "name": name or label, "hoverinfo": "skip"}
        # A larger marker stands higher, so that a steep surface does not cut it.
        z = self._on(z) + scale * self._above
        x, y, z = (np.float32(each) for each in np.broadcast_arrays(x, y, z))
        self._drawn.append(np.stack([x, y, z], axis=-1))
        if z.ndim == 2:
            self._move(made, moving_track(len(self._traces), x=x, y=y, z=z))
            return
        self._traces.append({"type": "scatter3d", "x": x, "y": y, "z": z, **made})
        if label:
            self.pin(label, float(x[0]), float(y[0]), float(z[0]))

    def _move(self, trace: dict[str, Any], track: dict[str, Any]) -> None:
        """Add a trace that moves, where it is first."""
        self._traces.append({"type": "scatter3d", **trace, **first(track)})
        self._layout["meta"]["moving"].append(track)

    def pin(self, text: str, x: float, y: float, z: float) -> None:
        """Write words clear of the surfaces, with a thin line to the place that they name."""
        self._pins.append((np.array([x, y, z]), text))

    def above(self, text: str) -> None:
        """Write a line above the picture."""
        where = {"x": 0.5, "y": 1, "xref": "paper", "yref": "paper", "yanchor": "bottom"}
        note = {"text": text, "showarrow": False, "xanchor": "center"}
        self._layout["annotations"].append(note | where)

    # Places.

    @property
    def _lift(self) -> float:
        return _LIFT * (self.zlim[1] - self.zlim[0])

    @property
    def _above(self) -> float:
        return self._lift * self.size.marker / 8

    def _on(self, z: ArrayLike) -> np.ndarray:
        """Lift heights off their surface; what blows up stays near the box."""
        low, high = self.zlim
        return np.minimum(z, low + 10 * (high - low)) + self._lift

    def _write(self, pins: list[tuple[np.ndarray, str]]) -> None:
        """Give words their places as the first camera sees them, the lowest first."""
        cells, written = Cells(), np.empty((0, 4))
        cells.take_boxes(self._scale_box())
        cells.take_boxes(np.array([0.0, 1.0, 0.0, 0.5]))  # there are the numbers of the floor
        for points in self._drawn:
            seen = self.seen(points).reshape(-1, 2)
            cells.take_boxes(squares(seen[np.isfinite(seen).all(axis=1)], self._marker, _ROOM))
        for at, text in sorted(pins, key=lambda pin: self.seen(pin[0])[1]):
            here = self.seen(at)
            box = nearest_clear(cells, written, here, self._size_of(text))
            cells.take_boxes(box)
            cells.take_line(*np.stack([here, box.reshape(2, 2).mean(axis=1)], axis=1))
            written = np.concatenate([written, box[None]])
            away = (box.reshape(2, 2).mean(axis=1) - here) * self._height * (_ROOM, -1)
            self._layout["scene"]["annotations"].append(self._words(at, text, away))

    def _scale_box(self) -> np.ndarray:
        """Return the box of the numbers on the upright axis, which stand left of its box."""
        ends = [self._layout["scene"][f"{axis}axis"]["range"] for axis in "xyz"]
        corners = self.seen(np.stack(np.meshgrid(*ends), axis=-1)).reshape(-1, 2)
        left = corners[:, 0].min()
        edge = corners[corners[:, 0] < left + 0.05, 1]
        em = self.size.text / self._height
        return np.array([left - 2.4 * em, left, edge.min(), edge.max() + em / 2])

    def _size_of(self, text: str) -> np.ndarray:
        """Return width and height of words in shares of the scene."""
        em = self.size.text / self._height
        return em * np.array([text_width(text) / _ROOM, 1.3 * (1 + text.count("<br>"))])

    def _words(self, at: np.ndarray, text: str, away: np.ndarray) -> dict[str, Any]:
        """Write words so many pixels from a place, with a line to it."""
        where = dict(zip(("x", "y", "z", "ax", "ay"), map(float, (*at, *away)), strict=True))
        line = {"arrowhead": 0, "arrowwidth": 1, "arrowcolor": NEUTRAL}
        return {"text": text, "font": {"size": self.size.text}, **where, **line}

    @property
    def _marker(self) -> float:
        """Of a marker, as a share of the scene's height."""
        return 0.8 * self.size.marker / self._height

    @property
    def _height(self) -> float:  # of the scene in pixels
        return float(self.size.height - self._layout["margin"]["t"])

    def seen(self, at: np.ndarray) -> np.ndarray:
        """Project points of shape (..., 3) as the first camera sees them.

        Parameters
        ----------
        at : ndarray, shape (..., 3)
            In the units of the axes.

        Returns
        -------
        ndarray, shape (..., 2)
            Shares of the scene's width and height, from the lower left corner.
        """
        scene = self._layout["scene"]
        ends = np.array([scene[f"{axis}axis"]["range"] for axis in "xyz"])
        sides, eye, center = (
            np.array([each[axis] for axis in "xyz"])
            for each in (scene["aspectratio"], scene["camera"]["eye"], scene["camera"]["center"])
        )
        place = ((at - ends[:, 0]) / np.ptp(ends, axis=1) - 0.5) * sides
        return 0.5 + project(place, eye, center) / (_ROOM, 1.0)


def _height_lines(z: np.ndarray) -> dict[str, Any]:
    levels = nice_levels(float(z.min()), float(z.max()), 8) if np.ptp(z) > 0 else []
    if len(levels) < 2:
        return {"show": False}
    ends = {"start": levels[0], "end": levels[-1], "size": levels[1] - levels[0]}
    return {"show": True, "color": GREY_LINES, "width": 1, **ends}


def _in_space(symbol: str) -> str:
    """Of the losses' markers, space knows only some."""
    return symbol if symbol in ("circle", "square", "diamond", "cross", "x") else "circle"
