"""Training runs as CSV, with everything that is needed to repeat them."""

from dataclasses import asdict

from core.comparison import Comparison
from core.datasets import Dataset
from pages.models.hold_out import Trained
from pages.models.live_fit import Choice
from pages.shared.downloads.table import history_csv, run_columns


def live_fit_csv(data: Dataset, choice: Choice, comparison: Comparison) -> str:
    """Write both runs of the live fit side by side.

    Parameters
    ----------
    data : Dataset
        What was trained on.
    choice : Choice
        What was asked for.
    comparison : Comparison
        What became of it.

    Returns
    -------
    str
        Columns that begin with "first" and "second".
    """
    first, second = comparison.runs
    rates = [repr(run.settings.learning_rate) for run in comparison.runs]
    settings = {
        "data": f"{data.slug}: {data.source}",
        "features": " and ".join(data.feature_names),
        "standardised": data.standardised,
        "losses": f"{first.loss.slug} {second.loss.slug}",
        "switch": f"first to {first.later.slug} at step {choice.switch[0]}"
        if first.later
        else "none",
        "start (weights and bias)": " ".join(map(repr, choice.start)),
        "rates": f"{choice.pairing}: {' '.join(rates)}",
        "optimisers": " ".join(run.settings.optimizer for run in comparison.runs),
        "steps": choice.steps,
        "seed": "none: nothing is drawn at random",
    }
    columns = run_columns("first", first.history) | run_columns("second", second.history)
    return history_csv(settings, columns)


def live_fit_in_python(data: Dataset, choice: Choice, step: int) -> dict[str, object]:
    """Return what stands for the names in the page's lines of Python.

    Parameters
    ----------
    data : Dataset
        One of the house.
    choice : Choice
        What was asked for.
    step : int
        The step on screen.
    """
    later = choice.switch and f"({choice.switch[0]}, LOSSES[{choice.switch[1]!r}])"
    return {
        **asdict(choice),
        "switch": later,
        "data": data.slug,
        "features": data.feature_names,
        "standardised": data.standardised,
        "step": step,
    }


def hold_out_csv(trained: Trained) -> str:
    """Write the run on the training part.

    Parameters
    ----------
    trained : Trained
        With a history.
    """
    choice = trained.choice
    settings = {
        "data": choice.data,
        "share held out": choice.share,
        "seed of the split": choice.seed,
        "loss": choice.loss,
        "ridge": choice.ridge,
        "learning rate": choice.rate,
        "optimiser": "gradient_descent",
        "start (weights and bias)": " ".join(map(repr, trained.history.theta[0].tolist())),
        "steps": len(trained.history.loss) - 1,
    }
    return history_csv(settings, run_columns("training", trained.history))
