"""One grammar for every flat picture: marks on axes. What has one axis more, moves.

A curve, dots, bars or words take coordinates of shape (points,) if they stand still, and of shape
(steps, points) if they move with the control; a coordinate of either shape is repeated as needed.
A path that grows has shape (points,) and a count for each step. Names and moving words find their
places last, when all lines, rules and notes of the picture are known.

The file is long because it is the whole grammar: each mark is a short method under its docstring.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from pages.figures.axis import Axis
from pages.figures.contour_lines import nice_levels, outline, svg_path
from pages.figures.figure import Figure
from pages.figures.lettering import Lettering
from pages.figures.moving import first, growing_track, moving_track
from pages.figures.placement import Type, spread
from pages.figures.style import NEUTRAL, SIZES, Size, Stroke, canvas

QUIET = Stroke(NEUTRAL, "dot", "circle")
"""Of helpers: references, thresholds, bounds."""
_OUTSIDE = 0.2
"""Share of the axis by which infinity stands outside the picture: Plotly draws none."""

_QUIET_TRACE = {"type": "scatter", "hoverinfo": "skip"}
_UPRIGHT = {"y0": 0, "y1": 1, "xref": "x", "yref": "y domain"}
_LEVEL = {"x0": 0, "x1": 1, "xref": "x domain", "yref": "y"}
"""Of shapes through the whole picture."""

Range = tuple[float, float]


@dataclass(slots=True, eq=False)
class Picture:
    """Axes, and what is drawn on them.

    Attributes
    ----------
    size : Size
        Text and lines.
    x, y : str
        Axis titles, with symbol and unit.
    xlim, ylim : (float, float)
        Ends of the axes.
    alt : str
        What the picture shows, for those who do not see it.
    xlog, ylog : bool
        Whether an axis is logarithmic.
    bare : bool
        Whether the axes are hidden and share one scale, so that a circle is round.
    width : float
        Of the picture over that of one of 600 px, for the room that words take.
    height : float
        Of the picture over that of the size, where it is one of a Stack.
    headroom : int
        Lines of text that stay free above the picture.
    grid : bool
        Whether lines stand at the ticks.
    """

    size: Size
    x: str
    y: str
    xlim: Range
    ylim: Range
    alt: str = ""
    xlog: bool = False
    ylog: bool = False
    bare: bool = False
    width: float = 1.0
    height: float = 1.0
    headroom: int = 0
    grid: bool = True
    _traces: list[dict[str, Any]] = field(init=False, repr=False, default_factory=list)
    _layout: dict[str, Any] = field(init=False, repr=False)
    _across: Axis = field(init=False, repr=False)
    _up: Axis = field(init=False, repr=False)
    _letters: Lettering = field(init=False, repr=False, default_factory=Lettering)

    def __post_init__(self) -> None:
        self._across, self._up = Axis(*self.xlim, self.xlog), Axis(*self.ylim, self.ylog)
        self._layout = canvas(self.size, self.x, self.y)
        self._layout |= {"barmode": "overlay", "annotations": [], "shapes": []}
        self._layout["meta"]["width"] = self.width
        across, up = self._layout["xaxis"], self._layout["yaxis"]
        across |= {"nticks": round(8 * min(self.width, 1)), "range": self._across.range}
        up |= {"nticks": max(round(6 * min(self.height, 1)), 3), "range": self._up.range}
        if self.xlog:
            across["type"] = "log"
        if self.ylog:
            powers = self._up.range[1] - self._up.range[0]
            dtick = 6 if powers >= 20 else 3 if powers > 8 else 1
            up |= {"type": "log", "dtick": dtick, "exponentformat": "power"}
        if not self.grid:
            across["showgrid"] = up["showgrid"] = False
        if self.headroom:
            self._layout["margin"]["t"] = 1.6 * self.headroom * self.size.text + 8
        if self.bare:
            # A range that gives way to the scale would keep the size of the first drawing.
            across |= {"visible": False, "constrain": "domain"}
            up |= {"visible": False, "constrain": "domain", "scaleanchor": "x"}

    @property
    def figure(self) -> Figure:
        """The figure with all names in their places; nothing can be drawn after that."""
        for box, text in self._letters.place_still(self.type):
            x, y = box.reshape(2, 2).mean(axis=1).tolist()
            self._annotate(text, x=x, y=y, xref="x domain", yref="y domain", yanchor="middle")
        for on_right, boxes, words in self._letters.place_moving(self.type):
            self._write_beside(on_right, boxes, words)
        return Figure(self._traces, self._layout)

    # Marks.

    def curve(
        self,
        x: ArrayLike,
        y: ArrayLike,
        stroke: Stroke,
        name: str = "",
        *,
        label: str = "",
        width: float = 0.0,
        **more: Any,
    ) -> None:
        """Draw a line.

        Parameters
        ----------
        x, y : array_like, shape (points,) or (steps, points)
            Where; infinity is drawn just outside the picture.
        stroke : Stroke
            Colour and dash.
        name : str
            For downloads and readers of the data.
        label : str
            Words beside a line that stands, where it is clearest.
        width : float
            Pixels on top of the size's line.
        **more
            Properties of Plotly's scatter trace.
        """
        line = {"color": stroke.color, "dash": stroke.dash, "width": self.size.line + width}
        trace = {"mode": "lines", "name": name or label, "line": line, **more}
        x, y = self._add(trace, x, self._up.cut(y, _OUTSIDE))
        self._take_line(x, y)
        if label:
            self.name(x, y, label)

    def dots(
        self,
        x: ArrayLike,
        y: ArrayLike,
        stroke: Stroke,
        name: str = "",
        *,
        label: str = "",
        words: Sequence[str] = (),
        hollow: bool = False,
        held: bool = False,
        scale: float = 1.0,
        **more: Any,
    ) -> None:
        """Put a marker at each point.

        Parameters
        ----------
        x, y : array_like, shape (points,) or (steps, points)
            Where.
        stroke : Stroke
            Colour and marker.
        name : str
            For downloads and readers of the data.
        label : str
            Words beside a single marker that stands, where they are clearest.
        words : sequence of str, shape (steps,)
            What is said beside a single marker at each step, where it is clearest.
        hollow : bool
            Whether only the outline is drawn.
        held : bool
            Whether a marker that would leave the picture waits at its edge, as at infinity.
        scale : float
            Of the size's marker.
        **more
            Properties of Plotly's scatter trace.
        """
        marker = {
            "color": stroke.color,
            "symbol": stroke.marker + "-open" * hollow,
            "size": scale * self.size.marker,
        }
        if hollow:
            marker["line_width"] = 2
        trace = {"mode": "markers", "name": name or label, "marker": marker, "cliponaxis": False}
        trace |= more
        y = self._up.held(y) if held else self._up.cut(y, 0.0)
        x, y = self._add(trace, x, y)
        if y.ndim == 2 and y.shape[1] == 1:
            self._letters.boxes.append((self._around(x[:, 0], y[:, 0], scale), 0.5))
        if label:
            self._letters.boxes.append((self._around(x, y, scale)[0], 0.5))
            self._letters.points.append((self._across.share(x), self._up.share(y), label))
        if words:
            self.follow(x[:, 0], y[:, 0], words)

    def path(
        self,
        x: ArrayLike,
        y: ArrayLike,
        count: Sequence[int],
        stroke: Stroke,
        name: str = "",
        *,
        width: float = 0.0,
    ) -> None:
        """Draw a line that grows.

        Parameters
        ----------
        x, y : array_like, shape (points,)
            The whole path.
        count : sequence of int, shape (steps,)
            Number of its points that are seen at each step.
        stroke : Stroke
            Colour and dash.
        name : str
            For downloads and readers of the data.
        width : float
            Pixels on top of the size's line.
        """
        line = {"color": stroke.color, "dash": stroke.dash, "width": self.size.line + width}
        x, y = _short(x), _short(self._up.cut(y, _OUTSIDE))
        track = growing_track(len(self._traces), count=count, x=x, y=y)
        self._move({"mode": "lines", "name": name, "line": line}, track)
        self._take_line(x, y)

    def bars(
        self,
        x: ArrayLike,
        heights: ArrayLike,
        stroke: Stroke,
        name: str = "",
        *,
        width: float = 0.6,
        **more: Any,
    ) -> None:
        """Draw upright bars.

        Parameters
        ----------
        x, heights : array_like, shape (bars,) or (steps, bars)
            Middles and heights.
        stroke : Stroke
            Colour.
        name : str
            For downloads and readers of the data.
        width : float
            In units of x.
        **more
            Properties of Plotly's bar trace.
        """
        trace = {"type": "bar", "name": name, "width": width, "marker_color": stroke.color, **more}
        self._add(trace, x, heights)

    def level_bars(
        self,
        lengths: ArrayLike,
        y: ArrayLike,
        stroke: Stroke,
        name: str = "",
        *,
        start: ArrayLike = 0.0,
        width: float = 0.6,
        **more: Any,
    ) -> None:
        """Draw level bars from `start` on.

        Parameters
        ----------
        lengths, y : array_like, shape (bars,) or (steps, bars)
            Lengths, to the left where negative, and middles.
        stroke : Stroke
            Colour.
        name : str
            For downloads and readers of the data.
        start : float or array_like, shape (bars,)
            Where on the axis.
        width : float
            In units of y.
        **more
            Properties of Plotly's bar trace.
        """
        look = {"orientation": "h", "width": width, "marker_color": stroke.color}
        base = np.full(np.shape(lengths)[-1], start, dtype=np.float32)
        self._add({"type": "bar", "name": name, "base": base, **look, **more}, lengths, y)

    def area(
        self, x: ArrayLike, y: ArrayLike, color: str, name: str = "", *, opacity: float = 0.16
    ) -> None:
        """Fill between a curve and zero, in a colour thinned by `opacity`."""
        self.curve(
            x,
            y,
            Stroke(color, "solid", "circle"),
            name,
            width=-self.size.line,
            fill="tozeroy",
            fillcolor=pale(color, opacity),
        )

    def band(
        self,
        x: ArrayLike,
        low: ArrayLike,
        high: ArrayLike,
        color: str,
        name: str = "",
        *,
        opacity: float = 0.16,
    ) -> None:
        """Fill between two curves.

        Parameters
        ----------
        x, low, high : array_like, shape (points,) or (steps, points)
            The curves.
        color : str
            Of the filling, thinned by `opacity`.
        name : str
            For downloads and readers of the data.
        opacity : float
            In [0, 1].
        """
        x, low, high = np.broadcast_arrays(
            x, self._up.cut(low, _OUTSIDE), self._up.cut(high, _OUTSIDE)
        )
        trace = {
            "mode": "lines",
            "name": name,
            "line_width": 0,
            "fill": "toself",
            "fillcolor": pale(color, opacity),
        }
        self._add(
            trace,
            np.concatenate([x, x[..., ::-1]], axis=-1),
            np.concatenate([low, high[..., ::-1]], axis=-1),
        )

    def words(
        self,
        x: ArrayLike,
        y: ArrayLike,
        text: Sequence[Any],
        *,
        side: str | Sequence[str] = "middle center",
        name: str = "",
        **more: Any,
    ) -> None:
        """Write at points that are known to be free.

        Parameters
        ----------
        x, y : array_like, shape (points,) or (steps, points)
            Where.
        text : sequence of str or of rows of str, shape (points,) or (steps, points)
            The words; they may change where the points stand.
        side : str or sequence of str
            Plotly's ``textposition``.
        name : str
            For downloads and readers of the data.
        **more
            Properties of Plotly's scatter trace.
        """
        if len(text) and not isinstance(text[0], str):
            y = np.broadcast_to(y, np.shape(text))
        trace = {"mode": "text", "name": name, "textposition": side, "cliponaxis": False, **more}
        self._add(trace, x, y, text)

    def follow(self, x: ArrayLike, y: ArrayLike, words: Sequence[str]) -> None:
        """Write words beside a point that moves, where they are clearest.

        Parameters
        ----------
        x, y : array_like, shape (steps,) or (steps, points)
            The point, or several of which one is to be had.
        words : sequence of str, shape (steps,)
            What is said at each step; nothing where it is empty.
        """
        self._letters.followers.append((self._across.share(x), self._up.share(y), list(words)))

    # Fields.

    def contours(
        self,
        x: ArrayLike,
        y: ArrayLike,
        field: ArrayLike,
        name: str,
        *,
        levels: ArrayLike | None = None,
        most: int = 16,
    ) -> None:
        """Draw lines of equal height, the ground the more shaded the higher it is.

        Parameters
        ----------
        x, y : array_like, shape (columns,) and (rows,)
            The grid, increasing.
        field : array_like, shape (rows, columns)
            Heights.
        name : str
            What a line is called, with a place for its ``{height}``.
        levels : array_like, optional
            Heights of the lines; if left out, round ones, which are written on their lines.
        most : int
            Number of round levels at most.
        """
        field = np.asarray(field, dtype=float)
        low, high = float(field.min()), float(field.max())
        if not high > low:
            return
        heights = nice_levels(low, high, most) if levels is None else np.asarray(levels)
        for level in heights:
            text = f"{level:.6g}".replace("-", "−")
            look = {"opacity": 0.035, "edge": 1.0}
            line = self.region(x, y, field, level, NEUTRAL, name.format(height=text), **look)
            if levels is None:
                spots = np.stack([self._across.share(line[0]), self._up.share(line[1])], axis=1)
                self._letters.heights.append((spots, text))

    def region(
        self,
        x: ArrayLike,
        y: ArrayLike,
        field: ArrayLike,
        level: float,
        color: str,
        name: str = "",
        *,
        opacity: float = 0.16,
        edge: float = 0.0,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Fill where a field is above a level: as a shape, which costs nothing at rest.

        Parameters
        ----------
        x, y, field
            As in `contours`.
        level : float
            Height of the outline.
        color : str
            Of the filling, thinned by `opacity`, and of the edge.
        name : str
            For readers of the data.
        opacity : float
            In [0, 1].
        edge : float
            Width of the outline in pixels.

        Returns
        -------
        x, y : ndarray
            The outline, as `pages.figures.contour_lines.outline` traces it.
        """
        line = outline(*map(np.asarray, (x, y, field)), level)
        if len(line[0]):
            self._shape(
                type="path",
                path=svg_path(line),
                fillcolor=pale(color, opacity),
                line={"color": color, "width": edge},
                name=name,
            )
        return line

    # What stands around the marks.

    def ticks(
        self, axis: str, at: ArrayLike, words: Sequence[str] | None = None, **more: Any
    ) -> None:
        """Mark an axis at chosen values, with numbers or words.

        Parameters
        ----------
        axis : str
            "x" or "y".
        at : array_like, shape (ticks,)
            Values.
        words : sequence of str, optional
            One for each tick.
        **more
            Properties of Plotly's axis.
        """
        where = {"tickvals": np.asarray(at).tolist(), "ticktext": words}
        self._layout[f"{axis}axis"] |= where | more

    def rule(
        self, *, x: float | None = None, y: float | None = None, stroke: Stroke = QUIET
    ) -> None:
        """Draw a thin line through the whole picture, upright at `x` or level at `y`."""
        line = {"color": stroke.color, "width": 1, "dash": stroke.dash}
        if x is not None:
            self._shape(type="line", x0=x, x1=x, line=line, **_UPRIGHT)
            self._take_line([x, x], self.ylim)
        if y is not None:
            self._shape(type="line", y0=y, y1=y, line=line, **_LEVEL)
            self._take_line(self.xlim, [y, y])

    def zone(self, left: float, right: float, color: str = NEUTRAL, opacity: float = 0.13) -> None:
        """Shade the picture between two values of x."""
        place = {"x0": left, "x1": right, "fillcolor": color, "opacity": opacity}
        self._shape(type="rect", line={"width": 0}, **place, **_UPRIGHT)

    def note(self, text: str, x: float, y: float, anchor: str = "middle center") -> None:
        """Write a remark that stands.

        Parameters
        ----------
        text : str
            The words.
        x, y : float
            Where.
        anchor : str
            The part of the words at that place, as "top left".
        """
        up, across = anchor.split()
        self._annotate(text, **self._at(x, y), xanchor=across, yanchor=up, align=across)
        wide, high = self.type.box(text)
        part = {"left": 0.0, "center": 0.5, "right": 1.0}[across]
        left = self._across.share(x) - part * wide
        low = self._up.share(y) - {"bottom": 0.0, "middle": 0.5, "top": 1.0}[up] * high
        self._letters.boxes.append((np.array([left, left + wide, low, low + high]), part))

    def remark(self, text: str) -> None:
        """Write a remark that stands into the corner that is clearest."""
        self._letters.remarks.append(text)

    def below(self, x: float, text: str) -> None:
        """Write a remark under the axis, beside its title."""
        where = {"yref": "y domain", "yanchor": "top", "yshift": -1.75 * self.size.text}
        self._annotate(text, x=x, y=0, **where)

    def above(self, text: str, x: float | None = None) -> None:
        """Write a remark above the picture, in its headroom: at `x`, or in the middle."""
        at = 0.5 if x is None else float(self._across.share(x))
        half = min(self.type.box(text)[0] / 2, 0.5)
        where = {"x": min(max(at, half), 1 - half), "xref": "x domain"}
        self._annotate(text, **where, y=1, yref="y domain", yanchor="bottom")

    def point_from_above(self, text: str, x: float, y: float) -> None:
        """Write a remark above the picture, in its headroom, and point from it at a place."""
        top = self._layout["yaxis"]["range"][1]
        self._annotate(
            text,
            **self._at(x, y),
            ax=self._at(x, y)["x"],
            ay=top,
            axref="x",
            ayref="y",
            yanchor="bottom",
            showarrow=True,
            arrowcolor=NEUTRAL,
            arrowwidth=1,
        )
        self._take_line([x, x], [y, self.ylim[1]])

    def name(self, x: ArrayLike, y: ArrayLike, label: str) -> None:
        """Write the name of a line that stands beside it, where it is clearest.

        Parameters
        ----------
        x, y : array_like, shape (points,)
            The line.
        label : str
            Its name.
        """
        x, y = self._across.share(_short(x)), self._up.share(_short(y))
        self._letters.names.append((x, y, label))

    def end_names(
        self, x: float, ends: Sequence[ArrayLike], names: Sequence[str | Sequence[str]]
    ) -> None:
        """Write each name right of its line's moving end, clear of one another.

        Parameters
        ----------
        x : float
            Where the names begin.
        ends : sequence of array_like, shape (steps,)
            Heights of the lines' ends.
        names : sequence of str, or of sequences of str, shape (steps,)
            One for each line, or one for each line and step.
        """
        shares = np.stack([self._up.share(end) for end in ends], axis=1)
        each = [[name] * len(shares) if isinstance(name, str) else name for name in names]
        said = [list(row) for row in zip(*each, strict=True)]
        gap = max(self.type.box(word)[1] for row in said for word in row)
        y = self._up.value(spread(shares, gap))
        self.words(np.full_like(y, x), y, said, side="middle right")

    @property
    def type(self) -> Type:
        """Size of the picture's words as shares of its axes."""
        usual = {size.text: size.height for size in SIZES.values()}
        lowered = self.size.height / usual.get(self.size.text, self.size.height)
        return Type.of(self.size.text, self.width, self.height * lowered)

    # Places.

    def _add(
        self, trace: dict[str, Any], x: ArrayLike, y: ArrayLike, text: Any = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Add a trace that stands or moves; return its coordinates."""
        x, y = np.broadcast_arrays(_short(x), _short(y))
        if y.ndim == 1:
            said = {} if text is None else {"text": text}
            self._traces.append(_QUIET_TRACE | trace | {"x": x, "y": y} | said)
        else:
            self._move(trace, moving_track(len(self._traces), text=text, x=x, y=y))
        return x, y

    def _move(self, trace: dict[str, Any], track: dict[str, Any]) -> None:
        """Add a trace that moves, where it is first."""
        self._traces.append(_QUIET_TRACE | trace | first(track))
        self._layout["meta"]["moving"].append(track)

    def _annotate(self, text: str, **where: Any) -> None:
        note = {"text": text, "showarrow": False, "xanchor": "center"}
        self._layout["annotations"].append(note | where)

    def _shape(self, **properties: Any) -> None:
        self._layout["shapes"].append({"layer": "below"} | properties)

    def _take_line(self, x: ArrayLike, y: ArrayLike) -> None:
        """Note a line that words keep off."""
        self._letters.lines.append((self._across.share(x), self._up.share(y)))

    def _write_beside(self, on_right: np.ndarray, boxes: np.ndarray, words: list[str]) -> None:
        """Write words beside a point: of two texts, right and left of it, one is empty."""
        beside = self._across.value(np.where(on_right, boxes[:, 0], boxes[:, 1]))
        height = self._up.value(boxes[:, 2:].mean(axis=1))
        said = [(w, "") if r else ("", w) for w, r in zip(words, on_right, strict=True)]
        x, y = (np.stack([each] * 2, axis=1) for each in (beside, height))
        self.words(x, y, said, side=["middle right", "middle left"])

    def _around(self, x: np.ndarray, y: np.ndarray, scale: float) -> np.ndarray:
        """Return the boxes that markers take, shape (steps, 4)."""
        half = scale * self.size.marker / self.size.text / 2
        wide, high = half * self.type.em, half * self.type.line / 1.3
        x, y = self._across.share(x), self._up.share(y)
        return np.stack([x - wide, x + wide, y - high, y + high], axis=-1)

    def _at(self, x: float, y: float) -> dict[str, float]:
        """Where a note stands: in powers of ten on a logarithmic axis."""
        return {"x": float(self._across.written(x)), "y": float(self._up.written(y))}


def pale(color: str, opacity: float = 0.16) -> str:
    """Thin a colour of the palette."""
    return f"rgba({','.join(map(str, bytes.fromhex(color[1:])))},{opacity})"


def _short(values: ArrayLike) -> np.ndarray:
    return np.asarray(values, dtype=np.float32)
