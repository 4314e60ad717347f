"""How cost grows with samples, with the grid and with viewers, and where waiting begins.

Writes ``results/growth.md`` and the picture ``docs/growth.svg``. Viewers are not measured again:
their row is read from ``results/load.md``, which ``make load`` writes.
"""

from collections.abc import Callable
from functools import partial

import numpy as np

from benchmarks import report
from benchmarks.curves import Curve, Panel, crossing, draw, seconds_in
from benchmarks.timing import compare
from core.csv_reading import MAX_ROWS
from core.datasets import Dataset
from core.landscape import loss_surface
from core.losses import LOSSES
from core.training import Settings, fit
from pages.figures import live_fit as figures
from pages.figures.style import SIZES
from pages.figures.view import View
from pages.models import live_fit as model
from pages.words import text

SAMPLES = (100, 1_000, 10_000, 100_000)
CELLS = (51, 101, 201, 401)
STEPS = 200
RUN, CONTROL = 1.0, 0.1  # seconds that a run and a control may take
PICTURE = report.RESULTS.parents[1] / "docs" / "growth.svg"
VIEWERS = report.RESULTS / "load.md"

FIT_NOTE = f"""\
{STEPS} steps of gradient descent on two features. The bare run is core.training.fit with one loss;
the page runs two, looks for their minima and draws six charts. Own data may have {MAX_ROWS:,} rows,
so the page is never asked for more."""
GRID_NOTE = """\
200 samples with one feature, one loss; the page draws two."""
VIEWERS_NOTE = """\
From the load test: the interaction that 95 of 100 viewers' interactions do not exceed."""


def run() -> None:
    """Measure, write the tables and draw the picture."""
    panels = [samples(), grid(), *viewers()]
    report.write("growth", "How cost grows", [table(panel) for panel in panels], ("numpy",))
    PICTURE.write_text(draw(panels))


def samples() -> Panel:
    """Train on more and more samples: the bare run, and all that the page does."""
    runs = {n: partial(bare_run, blobs(n)) for n in SAMPLES}
    pages = {n: partial(page_run, blobs(n)) for n in SAMPLES}
    curves = (
        Curve("bare run", timed(runs)),
        Curve("page", timed(pages, rounds=1)),
    )
    return Panel("Live fit", "samples", RUN, curves, FIT_NOTE)


def grid() -> Panel:
    """Compute the loss surface on finer and finer grids."""
    data = blobs(200)
    curves = tuple(
        Curve(slug, timed({n: partial(surface, slug, data, n) for n in CELLS}))
        for slug in ("bce", "mse")
    )
    return Panel("Loss surface", "points on each axis", CONTROL, curves, GRID_NOTE)


def viewers() -> list[Panel]:
    """Read how the slowest interactions grow with the viewers; nothing if it is not measured."""
    found = seconds_in(VIEWERS.read_text()) if VIEWERS.exists() else {}
    if not found:
        return []
    curves = (Curve("p95 of an interaction", found),)
    return [Panel("One process", "viewers", RUN, curves, VIEWERS_NOTE)]


def blobs(n: int) -> Dataset:
    """Make two overlapping classes of two features, the same for every run."""
    random = np.random.default_rng(1)
    y = np.arange(n) % 2
    X = random.normal(size=(n, 2)) + 1.5 * y[:, None]
    return Dataset(
        slug=f"blobs-{n}",
        title="Two classes",
        X=X,
        y=y,
        feature_names=("first", "second"),
        label_names=("class 0", "class 1"),
        offset=np.zeros(2),
        scale=np.ones(2),
        source="Made for this benchmark",
        licence="MIT",
        standardised=False,
    )


def bare_run(data: Dataset) -> None:
    """Train one loss."""
    fit(LOSSES["bce"], data.X, data.y, Settings(start=np.zeros(3), steps=STEPS))


def page_run(data: Dataset) -> View:
    """Do what the page does after a change of its controls."""
    choice = model.Choice((0.0, 0.0, 0.0), steps=STEPS)
    words = text.read("pages/training/live_fit.py")
    return figures.view(model.compare(data, choice), choice, data, words, SIZES["normal"])


def surface(slug: str, data: Dataset, n: int) -> np.ndarray:
    """Compute one surface."""
    axis = np.linspace(-6, 6, n)
    return loss_surface(LOSSES[slug], data.X[:, 0], data.y, axis, axis)


def timed(calls: dict[int, Callable[[], object]], rounds: int = 5) -> dict[int, float]:
    """Return the median seconds of each call, by its size."""
    times = compare({str(size): call for size, call in calls.items()}, rounds)
    return {size: times.median(str(size)) for size in calls}


def table(panel: Panel) -> report.Table:
    """Write a panel's curves, and where each crosses its limit."""
    sizes = list(panel.curves[0].seconds)
    heads = [panel.unit, *(f"{curve.name}, ms" for curve in panel.curves)]
    rows = [[f"{size:,}", *(1e3 * curve.seconds[size] for curve in panel.curves)] for size in sizes]
    last = [_limit(curve, panel.limit) for curve in panel.curves]
    rows.append([f"reaches {panel.limit:g} s at", *last])
    return report.Table(panel.title, heads, rows, panel.note)


def _limit(curve: Curve, limit: float) -> str:
    size = crossing(curve.seconds, limit)
    return f"beyond {max(curve.seconds):,}" if size is None else f"about {report.number(size)}"
