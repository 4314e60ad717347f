"""What is measured of two runs in lock-step, as curves, as the live sentence and as tables."""

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go

from core.datasets import Dataset
from core.optimizers import Finding, safe_learning_rate
from core.race import Race, Run
from core.training import Status
from pages.figures.labels import label_markers
from pages.figures.live_fit import Look, line, looks, marker
from pages.figures.moving import add_moving
from pages.figures.numbers import number
from pages.figures.style import NEUTRAL, Size, canvas

MEASURES = {
    "error-rate": "error rate",
    "relative-loss": "loss / its start",
    "gradient-norm": "gradient norm",
}
"""Keys of the pictures in the second row, and their axis titles."""
LIMITS = {"error-rate": (0.0, 1.0), "relative-loss": (0.0, 1e30), "gradient-norm": (1e-12, 1e30)}
"""What is drawn at most and at least: a logarithmic axis has no 0, float32 ends at 1e38."""


def measure(race: Race, shown: np.ndarray, kind: str, size: Size) -> go.Figure:
    """Draw one measure of both runs against the step, with a moving marker on each.

    Parameters
    ----------
    race, shown, size
        As in `data`.
    kind : str
        A key of MEASURES.
    """
    figure = canvas(size, "step", MEASURES[kind])
    curves = [_values(run, kind)[shown] for run in race.runs]
    drawn = [np.clip(curve, *LIMITS[kind]) for curve in curves]
    for look, curve in zip(looks(race), drawn, strict=True):
        figure.add_scatter(x=shown, y=curve, mode="lines", name=look.name, line=line(look, size))
    figure.update_traces(opacity=0.7)
    _set_range(figure, drawn, shown, kind)
    for look, curve in zip(looks(race), drawn, strict=True):
        trace = go.Scatter(mode="markers", marker=marker(look, size), hoverinfo="skip")
        trace.cliponaxis = False
        add_moving(figure, trace, x=shown[:, None], y=curve[:, None])
    write = {"error-rate": _percent, "relative-loss": _relative, "gradient-norm": number}[kind]
    words = [
        [f"{look.name} {write(value)}" for value in curve]
        for look, curve in zip(looks(race), curves, strict=True)
    ]
    label_markers(figure, shown.astype(float), drawn, words, size)
    _mark_switch(figure, race.runs[0])
    return figure


def captions(template: str, advice: Mapping[str, str], race: Race, shown: np.ndarray) -> list[str]:
    """Write the live sentence at each step.

    Parameters
    ----------
    template : str
        With the names step, rates, first and second.
    advice : mapping of str to str
        For each status what it means and what to do.
    race, shown
        As in `data`.
    """
    return [
        template.format(
            step=step,
            rates=rates(race),
            **{
                place: _tell(run, look, int(step), advice)
                for place, run, look in zip(
                    ("first", "second"), race.runs, looks(race), strict=True
                )
            },
        )
        for step in shown
    ]


def rates(race: Race) -> str:
    """Tell the learning rate of both runs."""
    first, second = (f"{run.learning_rate:.4g}" for run in race.runs)
    if first == second:
        return f"both at rate {first}"
    names = (look.name for look in looks(race))
    return " and ".join(
        f"{name} at rate {rate}" for name, rate in zip(names, (first, second), strict=True)
    )


def weights(race: Race, data: Dataset, step: int) -> list[dict[str, str]]:
    """Tell the parameters of both runs at one step, in original units too."""
    rows = []
    for run, look in zip(race.runs, looks(race), strict=True):
        theta = run.history.theta[step]
        rows.append(_row(look.name, "as trained", theta))
        if data.standardised:
            rows.append(_row(look.name, "in original units", data.original_units(theta)))
    return rows


def minimum_found(race: Race, words: Mapping[str, str]) -> list[str]:
    """Say for each run what is known of the minimum of its loss.

    Parameters
    ----------
    race : Race
        What is told.
    words : mapping of str to str
        What to say: for each finding, and for "kinks", "local" and "not searched".
    """
    return [
        " ".join(words[name].format(**_numbers_of_minimum(run)) for name in _knowledge(run, race.y))
        for run in race.runs
    ]


def safe_rates(race: Race) -> str:
    """Tell below which learning rate gradient descent lowers each loss at every step."""
    rates = [
        f"{number(safe_learning_rate(run.loss, race.X, race.y))} for {run.loss.title}"
        for run in race.runs
        if run.loss.is_smooth(race.y)
    ]
    if not rates:
        return "A loss with kinks has none."
    return f"{', '.join(rates)}: below it gradient descent lowers the loss at every step."


def _row(name: str, units: str, theta: np.ndarray) -> dict[str, str]:
    names = [*(f"w{k + 1}" for k in range(len(theta) - 1)), "b"]
    values = (number(value) for value in theta)
    return {"run": name, "parameters": units, **dict(zip(names, values, strict=True))}


def _knowledge(run: Run, y: np.ndarray) -> list[str]:
    """Name what is known of the minimum of a run's loss."""
    if run.finding is Finding.SEPARABLE:
        return [run.finding.value]
    if not run.loss.is_smooth(y):
        return ["kinks"]
    if run.finding is Finding.MINIMUM:
        return [run.finding.value, *(["not searched"] if run.at_infinity is None else [])]
    return [run.finding.value, *(["local"] if run.minima else [])]


def _numbers_of_minimum(run: Run) -> dict[str, str]:
    places = " and at ".join(
        f"({', '.join(number(value) for value in minimum.theta)}) with L = {number(minimum.loss)}"
        for minimum in run.minima
    )
    infinity = "" if run.at_infinity is None else number(run.at_infinity)
    title = run.loss.title
    return {
        "loss": title,
        "Loss": f"{title[0].upper()}{title[1:]}",
        "places": places,
        "infinity": infinity,
    }


def _tell(run: Run, look: Look, step: int, advice: Mapping[str, str]) -> str:
    history = run.history
    status = history.status_at(step)
    words = advice[status.value]
    if status is Status.DIVERGED and history.diverged_at is not None:
        words = f"{words} (since step {history.diverged_at})"
    name = look.name
    if run.later is not None and step >= history.switch_step:
        name = f"{name}, now {run.later.slug}"
    return (
        f"{name}: error rate {_percent(history.error_rate[step])}, "
        f"loss {_relative(run.relative_loss[step])} of its start, "
        f"gradient norm {number(history.gradient_norm[step], 2)}: {words}."
    )


def _relative(ratio: float) -> str:
    """Write a ratio; next to 1 with four decimals, as on a plateau they are what matters."""
    return f"{ratio:.4f}" if 0.9 < ratio < 1.1 else number(ratio)


def _percent(share: float) -> str:
    return f"{100 * share:.3g}\N{NO-BREAK SPACE}%"


def _values(run: Run, kind: str) -> np.ndarray:
    history = run.history
    return {
        "error-rate": history.error_rate,
        "relative-loss": run.relative_loss,
        "gradient-norm": history.gradient_norm,
    }[kind]


def _set_range(figure: go.Figure, curves: list[np.ndarray], shown: np.ndarray, kind: str) -> None:
    figure.update_xaxes(range=[0, max(int(shown[-1]), 1)])
    top = max(float(curve.max()) for curve in curves)
    if kind != "gradient-norm":
        figure.update_yaxes(range=[-0.04 * top, 1.2 * max(top, 0.01)])
        if kind == "error-rate":
            figure.update_yaxes(tickformat=".0%")
        return
    low, high = np.log10(min(float(curve.min()) for curve in curves)), np.log10(top)
    low = min(low, high - 2)
    figure.update_yaxes(type="log", range=[low - 0.1, high + 0.25 * (high - low)])
    figure.update_yaxes(dtick=max(1, round((high - low) / 4)), exponentformat="power")


def _mark_switch(figure: go.Figure, run: Run) -> None:
    step = run.history.switch_step
    if step is None:
        return
    figure.add_vline(x=step, line={"color": NEUTRAL, "width": 1, "dash": "dot"})
    figure.add_annotation(
        x=step,
        y=0,
        yref="y domain",
        yanchor="bottom",
        xanchor="left" if step < 0.5 * figure.layout.xaxis.range[1] else "right",
        text=f"switch to {run.later.slug}",
        showarrow=False,
    )
