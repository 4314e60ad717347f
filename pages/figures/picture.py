"""One grammar for every flat picture: marks on axes. What has one axis more, moves.

A curve, dots, bars or words take coordinates of shape (points,) if they stand still, and of shape
(steps, points) if they move with the control; a coordinate of either shape is repeated as needed.
A path that grows has shape (points,) and a count for each step. Names and moving words find their
places last, when all lines, rules and notes of the picture are known.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from pages.figures.contour_lines import nice_levels, outline, svg_path
from pages.figures.moving import add_moving, add_trail
from pages.figures.placement import (
    Cells,
    Type,
    place_beside,
    place_height,
    place_in_corner,
    place_name,
    spread,
)
from pages.figures.style import NEUTRAL, SIZES, Size, Stroke, canvas

QUIET = Stroke(NEUTRAL, "dot", "circle")
"""Of helpers: references, thresholds, bounds."""
_OUTSIDE = 0.2
"""Share of the axis by which infinity stands outside the picture: Plotly draws none."""

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
    _figure: go.Figure = field(init=False, repr=False)
    _lines: list[tuple[np.ndarray, np.ndarray]] = field(init=False, default_factory=list)
    _boxes: list[np.ndarray] = field(init=False, default_factory=list)
    _names: list[tuple[np.ndarray, np.ndarray, str]] = field(init=False, default_factory=list)
    _points: list[tuple[float, float, str]] = field(init=False, default_factory=list)
    _remarks: list[str] = field(init=False, default_factory=list)
    _heights: list[tuple[np.ndarray, str]] = field(init=False, default_factory=list)
    _followers: list[Callable[[Cells], None]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self._figure = canvas(self.size, self.x, self.y)
        self._figure.layout.barmode = "overlay"
        self._figure.layout.meta["width"] = self.width
        self._figure.layout.xaxis.nticks = round(8 * min(self.width, 1))
        self._figure.layout.yaxis.nticks = max(round(6 * min(self.height, 1)), 3)
        left, right = np.log10(self.xlim) if self.xlog else self.xlim
        self._figure.layout.xaxis.range = [float(left), float(right)]
        low, high = np.log10(self.ylim) if self.ylog else self.ylim
        self._figure.layout.yaxis.range = [float(low), float(high)]
        if self.xlog:
            self._figure.layout.xaxis.type = "log"
        if not self.grid:
            self._figure.update_layout(xaxis_showgrid=False, yaxis_showgrid=False)
        if self.headroom:
            self._figure.layout.margin.t = 1.6 * self.headroom * self.size.text + 8
        if self.ylog:
            self._figure.layout.yaxis.type = "log"
            far = high - low >= 20
            self._figure.update_yaxes(dtick=6 if far else 3 if high - low > 8 else 1)
            self._figure.update_yaxes(exponentformat="power")
        if self.bare:
            # A range that gives way to the scale would keep the size of the first drawing.
            self._figure.update_xaxes(visible=False, constrain="domain")
            self._figure.update_yaxes(visible=False, constrain="domain", scaleanchor="x")

    @property
    def figure(self) -> go.Figure:
        """The figure with all names in their places; nothing can be drawn after that."""
        if any((self._names, self._points, self._remarks, self._heights, self._followers)):
            self._place()
        return self._figure

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
        x, y = self._add(trace, x, self._cut(y))
        self._lines.append((x, y))
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
        y = self._held(y) if held else self._cut(y, outside=0.0)
        x, y = self._add(trace, x, y)
        if y.ndim == 2 and y.shape[1] == 1:
            self._boxes.append(self._around(x[:, 0], y[:, 0], scale))
        if label:
            self._boxes.append(self._around(x, y, scale)[0])
            self._points.append((float(x[0]), float(y[0]), label))
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
        trace = go.Scatter(mode="lines", name=name, line=line, hoverinfo="skip")
        x, y = _short(x), _short(self._cut(y))
        add_trail(self._figure, trace, count=count, x=x, y=y)
        self._lines.append((x, y))

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
        """Fill between a curve and zero; for a band give one outline and back, with `closed`."""
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
        x, low, high = np.broadcast_arrays(x, self._cut(low), self._cut(high))
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
        x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
        self._followers.append(lambda cells: self._follow(cells, x, y, list(words)))

    # Fields.

    def contours(
        self,
        x: ArrayLike,
        y: ArrayLike,
        field: ArrayLike,
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
            line = self.region(x, y, field, level, NEUTRAL, f"contour {text}", **look)
            if levels is None:
                spots = np.stack([self._across(line[0]), self._up(line[1])], axis=1)
                self._heights.append((spots, text))

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
            self._figure.add_shape(
                type="path",
                path=svg_path(line),
                layer="below",
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
        self._figure.layout[f"{axis}axis"].update(**where, **more)

    def rule(
        self, *, x: float | None = None, y: float | None = None, stroke: Stroke = QUIET
    ) -> None:
        """Draw a thin line through the whole picture, upright at `x` or level at `y`."""
        line = {"color": stroke.color, "width": 1, "dash": stroke.dash}
        if x is not None:
            self._figure.add_vline(x=x, line=line, layer="below")
            self._lines.append((np.array([x, x]), np.array(self.ylim)))
        if y is not None:
            self._figure.add_hline(y=y, line=line, layer="below")
            self._lines.append((np.array(self.xlim), np.array([y, y])))

    def zone(self, left: float, right: float, color: str = NEUTRAL, opacity: float = 0.13) -> None:
        """Shade the picture between two values of x."""
        place = {"x0": left, "x1": right, "fillcolor": color, "opacity": opacity}
        self._figure.add_vrect(**place, line_width=0, layer="below")

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
        left = self._across(x) - {"left": 0.0, "center": 0.5, "right": 1.0}[across] * wide
        low = self._up(y) - {"bottom": 0.0, "middle": 0.5, "top": 1.0}[up] * high
        self._boxes.append(np.array([left, left + wide, low, low + high]))

    def remark(self, text: str) -> None:
        """Write a remark that stands into the corner that is clearest."""
        self._remarks.append(text)

    def below(self, x: float, text: str) -> None:
        """Write a remark under the axis, beside its title."""
        where = {"yref": "y domain", "yanchor": "top", "yshift": -1.75 * self.size.text}
        self._annotate(text, x=x, y=0, **where)

    def above(self, text: str, x: float | None = None) -> None:
        """Write a remark above the picture, in its headroom: at `x`, or in the middle."""
        at = 0.5 if x is None else float(self._across(x))
        half = min(self.type.box(text)[0] / 2, 0.5)
        where = {"x": min(max(at, half), 1 - half), "xref": "x domain"}
        self._annotate(text, **where, y=1, yref="y domain", yanchor="bottom")

    def point_from_above(self, text: str, x: float, y: float) -> None:
        """Write a remark above the picture, in its headroom, and point from it at a place."""
        top = self._figure.layout.yaxis.range[1]
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
        self._lines.append((np.array([x, x]), self._down(np.array([self._up(y), 1.0]))))

    def name(self, x: ArrayLike, y: ArrayLike, label: str) -> None:
        """Write the name of a line that stands beside it, where it is clearest.

        Parameters
        ----------
        x, y : array_like, shape (points,)
            The line.
        label : str
            Its name.
        """
        self._names.append((_short(x), _short(y), label))

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
        shares = np.stack([self._up(end) for end in ends], axis=1)
        each = [[name] * len(shares) if isinstance(name, str) else name for name in names]
        said = [list(row) for row in zip(*each, strict=True)]
        gap = max(self.type.box(word)[1] for row in said for word in row)
        y = self._down(spread(shares, gap))
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
        kind = go.Bar if trace.get("type") == "bar" else go.Scatter
        made = kind({"hoverinfo": "skip"} | trace)
        if y.ndim == 1:
            made.update(x=x, y=y, text=text)
            self._figure.add_trace(made)
        else:
            add_moving(self._figure, made, x=x, y=y, text=text)
        return x, y

    def _annotate(self, text: str, **where: Any) -> None:
        self._figure.add_annotation(
            {"text": text, "showarrow": False, "xanchor": "center", **where}
        )

    def _place(self) -> None:
        """Give all names their places: first those that stand, then those that move."""
        layers = [self._taken_by(*line) for line in self._lines]
        for name in _emptied(self._names):
            self._place_name(layers, *name)
        for point in _emptied(self._points):
            self._name_point(self._taken(layers), *point)
        for text in _emptied(self._remarks):
            cells = self._taken(layers).at_any_step()
            self._write_in(place_in_corner(cells, text, self.type), text)
        self._place_heights(self._taken(layers), _emptied(self._heights))
        cells = self._taken(layers)
        for place in _emptied(self._followers):
            place(cells)

    def _taken(self, layers: list[Cells]) -> Cells:
        """Return the cells that lines and boxes take at each step."""
        cells = Cells(self._steps())
        for layer in layers:
            cells.taken |= layer.taken
        for box in self._boxes:
            cells.take_box(box)
        return cells

    def _taken_by(self, x: np.ndarray, y: np.ndarray) -> Cells:
        cells = Cells(max(len(np.atleast_2d(x)), len(np.atleast_2d(y))))
        cells.take_line(self._across(x), self._up(y))
        return cells

    def _place_name(self, layers: list[Cells], x: np.ndarray, y: np.ndarray, label: str) -> None:
        """Write a name; its own line is the one with its coordinates."""
        cells, others = Cells(), Cells()
        for (line_x, line_y), layer in zip(self._lines, layers, strict=True):
            taken = layer.taken.any(axis=0)
            cells.taken |= taken
            if not (np.array_equal(line_x, x) and np.array_equal(line_y, y)):
                others.taken |= taken
        for box in self._boxes:
            for each in (cells, others):
                each.take_boxes(box)
        box = place_name(cells, others, self._across(x), self._up(y), label, self.type)
        self._write_in(box, label)

    def _name_point(self, cells: Cells, x: float, y: float, label: str) -> None:
        """Write the name of a marker that stands, where it is clear at most steps."""
        at = self._across([x]), self._up([y])
        self._write_in(place_beside(cells, *at, [label], self.type)[1][0], label)

    def _place_heights(self, cells: Cells, heights: list[tuple[np.ndarray, str]]) -> None:
        """Write heights on their lines, far from one another, where there is room."""
        others = [np.array([0.5, 0.5])]
        for spots, text in heights:
            box = place_height(cells.at_any_step(), spots, others, text, self.type)
            if box is not None:
                self._write_in(box, text)
                others.append(box.reshape(2, 2).mean(axis=1))

    def _write_in(self, box: np.ndarray, text: str) -> None:
        """Write words that stand in a box, given in shares of the axes."""
        self._boxes.append(box)
        x, y = box.reshape(2, 2).mean(axis=1).tolist()
        self._annotate(text, x=x, y=y, xref="x domain", yref="y domain", yanchor="middle")

    def _steps(self) -> int:
        shapes = [line[1].shape for line in self._lines] + [box.shape for box in self._boxes]
        return max((shape[0] for shape in shapes if len(shape) == 2), default=1)

    def _follow(self, cells: Cells, x: np.ndarray, y: np.ndarray, words: list[str]) -> None:
        """Write words beside a point: of two texts, right and left of it, one is empty."""
        across, up = self._across(x), self._up(y)
        on_right, boxes = place_beside(cells, across, up, words, self.type)
        cells.take_box(boxes)
        beside = self._along(np.where(on_right, boxes[:, 0], boxes[:, 1]))
        height = self._down(boxes[:, 2:].mean(axis=1))
        said = [(w, "") if r else ("", w) for w, r in zip(words, on_right, strict=True)]
        x, y = (np.stack([each] * 2, axis=1) for each in (beside, height))
        self.words(x, y, said, side=["middle right", "middle left"])

    def _around(self, x: np.ndarray, y: np.ndarray, scale: float) -> np.ndarray:
        """Return the boxes that markers take, shape (steps, 4)."""
        half = scale * self.size.marker / self.size.text / 2
        wide, high = half * self.type.em, half * self.type.line / 1.3
        x, y = self._across(x), self._up(y)
        return np.stack([x - wide, x + wide, y - high, y + high], axis=-1)

    def _at(self, x: float, y: float) -> dict[str, float]:
        """Where a note stands: in powers of ten on a logarithmic axis."""
        return {"x": np.log10(x) if self.xlog else x, "y": np.log10(y) if self.ylog else y}

    def _across(self, x: ArrayLike) -> np.ndarray:
        """Places as shares of the axis."""
        x, (left, right) = np.asarray(x, dtype=float), self._figure.layout.xaxis.range
        if self.xlog:
            x = np.log10(np.maximum(x, 1e-300))
        return (x - left) / (right - left)

    def _along(self, share: np.ndarray) -> np.ndarray:
        """Undo `_across`."""
        left, right = self._figure.layout.xaxis.range
        x = left + share * (right - left)
        return 10.0**x if self.xlog else x

    def _up(self, y: ArrayLike) -> np.ndarray:
        """Heights as shares of the axis."""
        y, (low, high) = np.asarray(y, dtype=float), self._figure.layout.yaxis.range
        if self.ylog:
            y = np.log10(np.maximum(y, 1e-300))
        return (y - low) / (high - low)

    def _down(self, share: np.ndarray) -> np.ndarray:
        """Undo `_up`."""
        low, high = self._figure.layout.yaxis.range
        y = low + share * (high - low)
        return 10.0**y if self.ylog else y

    def _cut(self, y: ArrayLike, outside: float = _OUTSIDE) -> np.ndarray:
        """Bring infinity to just outside the picture; finite values stay as they are."""
        y = np.asarray(y, dtype=float)
        low, high = self._down(np.array([-outside, 1 + outside]))
        return np.where(np.isposinf(y), high, np.where(np.isneginf(y), low, y))

    def _held(self, y: ArrayLike) -> np.ndarray:
        return self._down(np.clip(self._up(y), 0.0, 1.0))


def pale(color: str, opacity: float = 0.16) -> str:
    """Thin a colour of the palette."""
    return f"rgba({','.join(map(str, bytes.fromhex(color[1:])))},{opacity})"


def _emptied(waiting: list[Any]) -> list[Any]:
    """Return what waits, and leave nothing waiting."""
    found = waiting.copy()
    waiting.clear()
    return found


def _short(values: ArrayLike) -> np.ndarray:
    return np.asarray(values, dtype=np.float32)
