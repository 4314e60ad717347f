"""Answers counted: what the projector shows of a ballot, and what the file of answers holds."""

from collections import Counter
from collections.abc import Iterable

from pages.hall.store import Handle

BINS = 20
"""Bars of a histogram of guesses."""
VALUES = 60
"""Guesses told one by one; of more different ones those that are close are counted together."""

Answers = Counter[float]


def of_choices(answers: Answers, choices: int) -> dict[str, object]:
    """Count how often each choice was made, in their order."""
    return {"counts": [answers[k] for k in range(choices)], "total": answers.total()}


def of_guesses(answers: Answers, handle: Handle | None) -> dict[str, object]:
    """Count guesses along the axis.

    Parameters
    ----------
    answers : Counter
        How often each value was guessed.
    handle : Handle, optional
        What a guess may be; without it the axis reaches from the least guess to the greatest.

    Returns
    -------
    dict
        `bins` as (from, to, count), `values` as (value, count), and `total`.
    """
    first, last = (handle.min, handle.max) if handle else _reach(answers)
    bins = [list(bar) for bar in _histogram(answers, first, last, BINS)]
    values = sorted(answers.items())
    if len(values) > VALUES:
        bars = _histogram(answers, first, last, VALUES)
        values = [((start + end) / 2, count) for start, end, count in bars if count]
    return {"bins": bins, "values": [list(pair) for pair in values], "total": answers.total()}


def share(answers: Answers, right: Iterable[float], tolerance: float = 0.0) -> float:
    """Return the share of answers that are right, 0 without any.

    Parameters
    ----------
    answers : Counter
        How often each answer was given.
    right : iterable of float
        What is right: the place of a choice, or a value.
    tolerance : float
        How far from a right value a guess may be.
    """
    places = tuple(right)
    count = sum(
        count
        for value, count in answers.items()
        if any(abs(value - place) <= tolerance + 1e-9 for place in places)
    )
    return count / answers.total() if answers else 0.0


def _reach(answers: Answers) -> tuple[float, float]:
    if not answers:
        return 0.0, 1.0
    first, last = min(answers), max(answers)
    return (first, last) if first < last else (first - 0.5, last + 0.5)


def _histogram(
    answers: Answers, first: float, last: float, bars: int
) -> list[tuple[float, float, int]]:
    width = (last - first) / bars
    counts = [0] * bars
    for value, count in answers.items():
        counts[min(max(int((value - first) / width), 0), bars - 1)] += count
    edges = [first + k * width for k in range(bars)] + [last]
    return list(zip(edges, edges[1:], counts, strict=False))
