"""Pictures of a loaded die: counts against probabilities, and the likelihood of every die."""

from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from core.information import cross_entropy, kl_divergence
from core.multinomial import (
    MOST_THROWS,
    multinomial_estimate,
    multinomial_log_coefficient,
    orders,
    running_counts,
    throw,
)
from pages.figures.labels import label_ends
from pages.figures.moving import add_moving, add_trail
from pages.figures.numbers import number
from pages.figures.simplex import CORNERS, place, triangle
from pages.figures.style import INFORMATION, NEUTRAL, Size, canvas

_DECADE = (10, 11, 12, 13, 15, 17, 20, 22, 25, 27, 30, 35, 40, 45, 50, 55, 60, 70, 80, 90)
THROWS = np.array(
    [*range(1, 10), *(part * size for size in (1, 10, 100) for part in _DECADE), MOST_THROWS],
    dtype=float,
)
"""Numbers of throws at which the game is looked at: round ones, evenly on a logarithmic axis."""
LOADED = {
    2: (0.7, 0.3),
    3: (0.5, 0.3, 0.2),
    4: (0.4, 0.3, 0.2, 0.1),
    5: (0.4, 0.25, 0.15, 0.1, 0.1),
    6: (0.1, 0.1, 0.1, 0.1, 0.2, 0.4),
}
"""A loaded die for each number of faces."""
ORDERS = ("2-1", "1-1", "2-2", "3-2", "1-1-1", "2-1-1", "2-2-1", "3-1-1")
"""Counts whose orders are listed, face by face."""

_LEVELS = (0.5, 0.1, 0.001)  # likelihoods in parts of the maximum
_TURNS = 96  # directions in which a level line is sought; the triangle's edges are among them
_LOOK = INFORMATION["cross-entropy"]


class Game(NamedTuple):
    """A die and the seed of its throws.

    Attributes
    ----------
    theta : tuple of float, length K
        Probabilities of the faces.
    seed : int
        The same seed throws the same faces.
    """

    theta: tuple[float, ...]
    seed: int

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the faces."""
        return ("heads", "tails") if len(self.theta) == 2 else tuple("123456"[: len(self.theta)])


def probabilities(kind: str, parts: tuple[float, ...]) -> tuple[float, ...]:
    """Return the probabilities of a "loaded" or "fair" die, or those in proportion to parts."""
    if kind == "loaded":
        return LOADED[len(parts)]
    chosen = np.ones(len(parts)) if kind == "fair" else np.array(parts)
    return tuple((chosen / chosen.sum()).tolist())


def counts(game: Game) -> np.ndarray:
    """Throw, and count the faces at each step, shape (steps, K)."""
    faces = throw(game.theta, MOST_THROWS, game.seed)
    return running_counts(faces, len(game.theta))[THROWS.astype(int) - 1]


def bars(game: Game, size: Size) -> go.Figure:
    """Draw the share of each face as a bar, its probability as a line, and the count above.

    Parameters
    ----------
    game : Game
        The die.
    size : Size
        Text and lines.
    """
    m, theta = counts(game), np.array(game.theta)
    shares, faces = multinomial_estimate(m), np.arange(len(theta))
    figure = canvas(size, "face k", "share m<sub>k</sub>/N and probability θ<sub>k</sub>")
    figure.update_xaxes(range=[-0.6, faces[-1] + 0.6], tickvals=list(faces), ticktext=game.names)
    figure.update_xaxes(title_standoff=size.text)
    top = _top(theta)
    figure.update_yaxes(range=[0, top])
    figure.update_layout(margin_t=2 * size.text)
    _write(figure, "left", "bar: share m/N, line: θ, number: count m", "bottom")
    trace = go.Bar(name="share", width=0.6, marker_color=_LOOK.color, opacity=0.6, hoverinfo="skip")
    add_moving(figure, trace, x=np.tile(faces, (len(m), 1)), y=shares)
    for face, probability in zip(faces, theta, strict=True):
        figure.add_shape(
            type="line",
            x0=face - 0.42,
            x1=face + 0.42,
            y0=probability,
            y1=probability,
            line={"color": NEUTRAL, "width": size.line + 1},
            name="probability",
        )
    above = np.minimum(np.maximum(shares, theta) + 0.05 * top, 0.95 * top)
    words = [[f"{count}" for count in row] for row in m]
    trace = go.Scatter(mode="text", name="counts", hoverinfo="skip")
    add_moving(figure, trace, x=np.tile(faces, (len(m), 1)), y=above, text=words)
    return figure


def likelihood(game: Game, size: Size) -> go.Figure:
    """Draw the likelihood of all dice with two or three faces; it narrows with the throws.

    Parameters
    ----------
    game, size
        As in `bars`.
    """
    return _over_coins(game, size) if len(game.theta) == 2 else _over_simplex(game, size)


def paths(game: Game, size: Size) -> go.Figure:
    """Draw the shares against the number of throws, as far as the game has gone.

    Parameters
    ----------
    game, size
        As in `bars`.
    """
    shares, theta = multinomial_estimate(counts(game)), np.array(game.theta)
    figure = canvas(size, "throws N, logarithmic", "share m<sub>k</sub>/N")
    ticks = {"tickvals": [1, 10, 100, 1000, 10000], "ticktext": ["1", "10", "100", "1000", "10⁴"]}
    figure.update_xaxes(range=[0, 4.7], type="log", **ticks)
    figure.update_yaxes(range=[0, _top(theta)])
    line = {"color": NEUTRAL, "width": 2, "dash": "dot"}
    kinds = np.unique(theta)
    for probability in kinds:
        ends = {"x0": 1, "x1": MOST_THROWS, "y0": probability, "y1": probability}
        figure.add_shape(type="line", line=line, name="probability", **ends)
    look = {"color": _LOOK.color, "width": size.line - 1}
    for name, share in zip(game.names, shares.T, strict=True):
        trace = go.Scatter(mode="lines", name=name, line=look, hoverinfo="skip")
        add_trail(figure, trace, x=THROWS, y=share, count=range(1, len(THROWS) + 1))
    marker = {"color": _LOOK.color, "size": size.marker - 3}
    trace = go.Scatter(mode="markers", marker=marker, cliponaxis=False, hoverinfo="skip")
    ends = np.minimum(shares, _top(theta))
    add_moving(figure, trace, x=np.tile(THROWS[:, None], (1, len(theta))), y=ends)
    names = [_faces_with(game, probability) for probability in kinds]
    label_ends(figure, 1.2 * MOST_THROWS, [np.full(len(ends), k) for k in kinds], names, size)
    return figure


def captions(template: str, game: Game) -> list[str]:
    """Write the live sentence at each step.

    Parameters
    ----------
    template : str
        With the names n, counts, shares, value, cross and constant.
    game : Game
        The die.
    """
    m = counts(game)
    cross, constant = _per_throw(m, np.array(game.theta))
    return [
        template.format(
            n="1 throw" if n == 1 else f"{n:,.0f} throws".replace(",", "\u202f"),
            counts=", ".join(f"{count}" for count in row),
            shares=", ".join(f"{share:.2f}" for share in multinomial_estimate(row)),
            value=f"{ce - rest:.4f}",
            cross=f"{ce:.4f}",
            constant=f"{rest:.4f}",
        )
        for n, row, ce, rest in zip(THROWS, m, cross, constant, strict=True)
    ]


def formula(game: Game, step: int) -> str:
    """Write what minus the log-probability of the counts is per throw, with numbers, in LaTeX."""
    cross, constant = (part[step] for part in _per_throw(counts(game), np.array(game.theta)))
    return (
        r"\small\begin{aligned} &-\tfrac1N \log P(m \mid \theta) \\ &= "
        r"\mathrm{CE}\big(\tfrac mN, \theta\big) - \tfrac1N \log \tfrac{N!}{m_1! \cdots m_K!} \\"
        rf"&= {cross:.6f} - {constant:.6f} = {cross - constant:.6f} \end{{aligned}}"
    )


def rows(game: Game, step: int) -> list[dict[str, str]]:
    """Tell the identity for three dice: the one that was thrown, the most likely, a fair one."""
    m = counts(game)[step]
    sides, shares = len(m), multinomial_estimate(m)
    dice = {
        "the die that was thrown": np.array(game.theta),
        "the most likely, m/N": shares,
        "a fair one": np.full(sides, 1 / sides),
    }
    return [_row(name, m, theta) for name, theta in dice.items()]


def listed(slug: str) -> str:
    """Write all orders of the counts in a slug of ORDERS, in Markdown."""
    m = _parse(slug)
    letters = "HT" if len(m) == 2 else "ABC"
    return " ".join(f"`{''.join(letters[face] for face in order)}`" for order in orders(m))


def coefficient_formula(slug: str) -> str:
    """Write the number of orders of a slug of ORDERS as a product of binomials, in LaTeX."""
    m = _parse(slug)
    left = np.cumsum(m[::-1])[::-1]
    binomials = r"\,".join(rf"\binom{{{n}}}{{{count}}}" for n, count in zip(left, m, strict=True))
    below = r"\,".join(f"{count}!" for count in m)
    value = np.exp(multinomial_log_coefficient(m))
    return rf"{binomials} = \frac{{{sum(m)}!}}{{{below}}} = {value:.0f}"


def coin(game: Game, step: int) -> dict[str, str]:
    """Write the first face's share and probability as the two outcomes of a link."""
    share = multinomial_estimate(counts(game)[step])[0]
    return {"p": f"{share:.2f}", "q": f"{game.theta[0]:.2f}"}


def level_lines(m: np.ndarray, share: float) -> np.ndarray:
    """Find the dice of three faces whose likelihood is a share of the maximum.

    Parameters
    ----------
    m : ndarray, shape (steps, 3)
        Counts.
    share : float
        Between 0 and 1.

    Returns
    -------
    ndarray, shape (steps, directions + 1, 3)
        Closed lines around m/N, ending at the triangle's edge where the likelihood is larger.
    """
    shares, ways = multinomial_estimate(m)[:, None], _directions()
    throws = m.sum(axis=1)[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        room = np.where(ways < 0, -shares / ways, np.inf).min(axis=-1)
    near, far = np.zeros_like(room), room
    for _ in range(40):
        middle = (near + far) / 2
        theta = np.maximum(shares + middle[..., None] * ways, 0)
        inside = throws * kl_divergence(shares, theta) < -np.log(share)
        near, far = np.where(inside, middle, near), np.where(inside, far, middle)
    return np.maximum(shares + far[..., None] * ways, 0)


def _directions() -> np.ndarray:
    """Directions around the triangle, as changes of a distribution, shape (directions + 1, 3)."""
    turn = np.linspace(0, 2 * np.pi, _TURNS + 1)
    aim = np.stack([np.cos(turn), np.sin(turn), np.zeros_like(turn)])
    return np.linalg.solve(np.vstack([CORNERS.T, np.ones(3)]), aim).T.round(12)


def _over_simplex(game: Game, size: Size) -> go.Figure:
    """Draw lines of equal likelihood on the triangle of all dice with three faces."""
    figure = triangle(size, [f"face {name}" for name in game.names], "edge").figure
    m = counts(game)
    for level in _LEVELS:
        line = place(level_lines(m, level))
        look = {"color": _LOOK.color, "width": size.line - 1}
        name = f"likelihood {level:g}"
        trace = go.Scatter(mode="lines", name=name, line=look, hoverinfo="skip")
        add_moving(figure, trace, x=line[..., 0], y=line[..., 1])
    die, best = place(np.array(game.theta)), place(multinomial_estimate(m))
    cross = {"color": NEUTRAL, "symbol": "x", "size": size.marker}
    figure.add_scatter(x=die[:1], y=die[1:], mode="markers", name="the die", marker=cross)
    marker = {"color": _LOOK.color, "size": size.marker - 2}
    trace = go.Scatter(mode="markers", name="maximum", marker=marker, cliponaxis=False)
    add_moving(figure, trace, x=best[:, :1], y=best[:, 1:])
    _write(figure, "left", "● m/N: maximum<br>✖ the die's θ")
    _write(figure, "right", "lines: likelihood<br>½, 0.1, 0.001<br>of the maximum")
    return figure


def _over_coins(game: Game, size: Size) -> go.Figure:
    """Draw the likelihood of every coin, in parts of its maximum."""
    m = counts(game)
    shares = multinomial_estimate(m)[:, :1]
    figure = canvas(size, "probability θ of heads", "likelihood")
    figure.update_xaxes(range=[0, 1])
    figure.update_yaxes(range=[0, 1.3], tickvals=[0, 1], ticktext=["0", "max"])
    heads = _around(shares, m.sum(axis=1)[:, None])
    coins = np.stack([heads, 1 - heads], axis=-1)
    own = multinomial_estimate(m)[:, None]
    values = np.exp(-m.sum(axis=1)[:, None] * kl_divergence(own, coins))
    line = {"color": _LOOK.color, "width": size.line}
    trace = go.Scatter(mode="lines", name="likelihood", line=line, hoverinfo="skip")
    add_moving(figure, trace, x=heads, y=values)
    marker = {"color": _LOOK.color, "size": size.marker}
    trace = go.Scatter(mode="markers", name="maximum", marker=marker, cliponaxis=False)
    add_moving(figure, trace, x=shares, y=np.ones_like(shares))
    figure.add_vline(x=game.theta[0], line={"color": NEUTRAL, "width": 2, "dash": "dot"})
    _write(figure, "left", "● m/N: maximum<br>dotted: the coin's θ")
    return figure


def _around(shares: np.ndarray, throws: np.ndarray) -> np.ndarray:
    """Points on [0, 1], denser near the shares the more throws there are; shape (steps, points)."""
    near = np.clip(shares + np.linspace(-3, 3, 121) / np.sqrt(throws), 0, 1)
    evenly = np.broadcast_to(np.linspace(0, 1, 41), (len(shares), 41))
    return np.sort(np.concatenate([near, evenly], axis=1), axis=1)


def _faces_with(game: Game, probability: float) -> str:
    """Name the faces that have a probability in common."""
    faces = np.flatnonzero(np.array(game.theta) == probability)
    if len(faces) == len(game.theta):
        return "all"
    first, last = game.names[faces[0]], game.names[faces[-1]]
    if len(faces) > 2 and np.ptp(faces) == len(faces) - 1:
        return f"{first}–{last}"
    return ", ".join(game.names[face] for face in faces)


def _top(theta: np.ndarray) -> float:
    """Upper end of an axis of shares; those of the first few throws may leave the picture."""
    return min(1.15, 2 * float(theta.max()))


def _per_throw(m: np.ndarray, theta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Cross-entropy of the shares with theta, and the log-coefficient per throw."""
    return (
        cross_entropy(multinomial_estimate(m), theta),
        multinomial_log_coefficient(m) / m.sum(axis=-1),
    )


def _row(name: str, m: np.ndarray, theta: np.ndarray) -> dict[str, str]:
    cross, constant = _per_throw(m, theta)
    ratio = np.exp(-m.sum() * kl_divergence(multinomial_estimate(m), theta))
    return {
        "die": name,
        "θ": ", ".join(f"{probability:.3g}" for probability in theta),
        "cross-entropy of m/N with θ": f"{cross:.4f}",
        "log-coefficient / N": f"{constant:.4f}",
        "−log P / N": f"{cross - constant:.4f}",
        "likelihood, of the maximum": number(float(ratio)),
    }


def _parse(slug: str) -> list[int]:
    return [int(count) for count in slug.split("-")]


def _write(figure: go.Figure, side: str, words: str, hangs: str = "top") -> None:
    """Write into an upper corner, or above it if the words hang by their bottom."""
    figure.add_annotation(
        x=0 if side == "left" else 1,
        y=1,
        xref="x domain",
        yref="y domain",
        xanchor=side,
        yanchor=hangs,
        align=side,
        text=words,
        showarrow=False,
    )
