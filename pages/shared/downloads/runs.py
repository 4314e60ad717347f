"""Training runs as CSV, with everything that is needed to repeat them."""

from dataclasses import asdict

from core.comparison import Comparison
from core.datasets import Dataset
from pages.models.hold_out import Trained
from pages.models.live_fit import Choice
from pages.shared.downloads.table import history_csv, run_columns
from pages.words import core_words
from pages.words.text import Text


def live_fit_csv(words: Text, data: Dataset, choice: Choice, comparison: Comparison) -> str:
    """Write both runs of the live fit side by side.

    Parameters
    ----------
    words : Text
        The page's text.
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
        words["csv.data"]: f"{data.slug}: {core_words.source(words, data)}",
        words["csv.features"]: " & ".join(data.feature_names),
        words["csv.standardised"]: data.standardised,
        words["csv.losses"]: f"{first.loss.slug} {second.loss.slug}",
        words["csv.switch"]: words.fill(
            "csv.switched", loss=first.later.slug, step=choice.switch[0]
        )
        if first.later
        else words["csv.none"],
        words["csv.start"]: " ".join(map(repr, choice.start)),
        words["csv.rates"]: f"{choice.pairing}: {' '.join(rates)}",
        words["csv.optimisers"]: " ".join(run.settings.optimizer for run in comparison.runs),
        words["csv.steps"]: choice.steps,
        words["csv.seed"]: words["csv.no-seed"],
    }
    columns = run_columns(words, "first", first.history) | run_columns(
        words, "second", second.history
    )
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


def hold_out_csv(words: Text, trained: Trained) -> str:
    """Write the run on the training part.

    Parameters
    ----------
    words : Text
        The page's text.
    trained : Trained
        With a history.
    """
    choice = trained.choice
    settings = {
        words["csv.data"]: choice.data,
        words["csv.share-held-out"]: choice.share,
        words["csv.seed-of-the-split"]: choice.seed,
        words["csv.loss"]: choice.loss,
        words["csv.ridge"]: choice.ridge,
        words["csv.learning-rate"]: choice.rate,
        words["csv.optimiser"]: "gradient_descent",
        words["csv.start"]: " ".join(map(repr, trained.history.theta[0].tolist())),
        words["csv.steps"]: len(trained.history.loss) - 1,
    }
    return history_csv(settings, run_columns(words, "training", trained.history))
