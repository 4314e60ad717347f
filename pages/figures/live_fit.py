"""Two losses in lock-step: six pictures, the live sentence, and what is told of the ends."""

from functools import reduce

import numpy as np

from core.comparison import Comparison, Run
from core.datasets import Dataset
from core.rates import MOST_SEARCHED
from core.training import Status
from pages.figures.live_fit_measures import measure, percent, relative
from pages.figures.live_fit_paths import path
from pages.figures.live_fit_samples import samples
from pages.figures.live_fit_scene import Look, Scene, called, looks
from pages.figures.numbers import number
from pages.figures.style import Size
from pages.figures.view import View
from pages.models import live_fit as model
from pages.models.live_fit import Choice
from pages.models.live_fit_plane import farthest_from_plane, fields
from pages.words.text import Text


def view(comparison: Comparison, choice: Choice, data: Dataset, words: Text, size: Size) -> View:
    """Draw the pictures and write the live sentences.

    Parameters
    ----------
    comparison : Comparison
        Both runs.
    choice : Choice
        What was asked for.
    data : Dataset
        What they were trained on, one or two features.
    words : Text
        The page's text.
    size : Size
        Text and lines.

    Returns
    -------
    View
        "samples", "first-path", "second-path" and MEASURES, at the steps that are shown.
    """
    shown = model.frames(choice.steps, comparison.runs[0].history.switch_step)
    scene = Scene(comparison, data, shown, words, size)
    first, second = fields(comparison, scene.shown)
    pictures = {
        "samples": samples(scene),
        "first-path": path(scene, 0, first),
        "second-path": path(scene, 1, second),
        **{kind: measure(scene, kind) for kind in model.MEASURES},
    }
    return View(scene.shown, pictures, captions(scene))


def captions(scene: Scene) -> list[str]:
    """Write the live sentence at each step."""
    first, second = (run.settings.learning_rate for run in scene.comparison.runs)
    one, other = scene.looks
    rates = {"one": one.name, "rate": f"{first:.4g}"}
    rates |= {"other": other.name, "other_rate": f"{second:.4g}"}
    template = "reading" if rates["rate"] == rates["other_rate"] else "reading-of-two-rates"
    runs = list(zip(scene.comparison.runs, scene.looks, strict=True))
    return [
        scene.words.fill(
            template,
            step=step,
            **rates,
            **{
                place: _tell(run, look, int(step), scene.words)
                for place, (run, look) in zip(("first", "second"), runs, strict=True)
            },
        )
        for step in scene.shown
    ]


def weights(comparison: Comparison, data: Dataset, step: int, words: Text) -> list[dict[str, str]]:
    """Write the parameters of both runs at one step as rows of a table, in original units too."""
    rows = []
    for run, look in zip(comparison.runs, looks(comparison, words), strict=True):
        theta = run.history.theta[step]
        rows.append(_row(look.name, "as-trained", theta, words))
        if data.standardised:
            rows.append(_row(look.name, "original-units", data.original_units(theta), words))
    return rows


def ends(comparison: Comparison, data: Dataset, choice: Choice, words: Text) -> str:
    """Tell of minima, units, the plane of the pictures, and learning rates."""
    plane = "weight-and-bias" if data.X.shape[1] == 1 else "weights-and-bias"
    return words.fill(
        "where-it-ends",
        minima=minima(comparison, words),
        scale=words["standardised" if data.standardised else "not-standardised"],
        plane=words.fill(plane, distance=number(farthest_from_plane(comparison))),
        rates=safe_rates(comparison, words),
        pairing=words.fill(f"pairing-{choice.pairing}", searched=MOST_SEARCHED),
    )


def minima(comparison: Comparison, words: Text) -> str:
    """Say for each run what is known of the minimum of its loss."""
    return " ".join(
        words.fill(f"minimum.{name}", **_numbers_of_minimum(run, words))
        for run in comparison.runs
        for name in model.known_minimum(run, comparison.y)
    )


def safe_rates(comparison: Comparison, words: Text) -> str:
    """Tell below which learning rate gradient descent lowers each loss at every step."""
    rates = [
        words.fill("rate-for", rate=number(rate), loss=words.called("loss", loss.slug, loss.title))
        for loss, rate in model.safe_rates(comparison)
    ]
    return words.fill("safe-rates", rates=words.listed(rates)) if rates else words["no-safe-rate"]


def refusals(comparison: Comparison, choice: Choice, words: Text) -> list[str]:
    """Say which loss an optimiser cannot minimise, and what is used instead."""
    refused = [model.kinked(run, comparison.y) for run in comparison.runs if run.refusal]
    losses = {loss.slug: words.called("loss", loss.slug, loss.title) for loss in refused}
    optimizer = words.called("optimizer", choice.optimizer)
    return [words.fill("refused", optimizer=optimizer, loss=loss) for loss in losses.values()]


def _tell(run: Run, look: Look, step: int, words: Text) -> str:
    history, name = run.history, look.name
    if run.later is not None and step >= (history.switch_step or 0):
        name = words.fill("switched-name", name=name, later=called(words, run.later.slug))
    return words.fill(
        "run",
        name=name,
        error=percent(history.error_rate[step]),
        loss=relative(run.relative_loss[step]),
        slope=number(history.gradient_norm[step], 2),
        advice=_advice(run, step, words),
    )


def _advice(run: Run, step: int, words: Text) -> str:
    status = run.history.status_at(step)
    if status is Status.DIVERGED and run.history.diverged_at is not None:
        return words.fill("advice.diverged-since", step=run.history.diverged_at)
    return words[f"advice.{status.value.replace(' ', '-')}"]


def _row(name: str, units: str, theta: np.ndarray, words: Text) -> dict[str, str]:
    names = [*(f"w{k + 1}" for k in range(len(theta) - 1)), "b"]
    values = dict(zip(names, map(number, theta), strict=True))
    return {words["table.run"]: name, words["table.parameters"]: words[f"table.{units}"], **values}


def _numbers_of_minimum(run: Run, words: Text) -> dict[str, str]:
    places = [
        words.fill("place", theta=", ".join(map(number, minimum.theta)), loss=number(minimum.loss))
        for minimum in run.minima
    ]
    joined = reduce(lambda one, next: words.fill("and-at", first=one, next=next), places or [""])
    infinity = "" if run.at_infinity is None else number(run.at_infinity)
    title = words.called("loss", run.loss.slug, run.loss.title)
    return {"loss": title, "places": joined, "infinity": infinity}
