"""Every public function of `core` answers rightly or raises ValueError, whatever it is given.

A failure names the call; the budget and the seed stand at the head of the run.
"""

import dataclasses
import inspect
import tracemalloc

import numpy as np
import pytest
from numpy.typing import ArrayLike

from core._checks import FloatArray
from core.objective import Objective
from tests.fuzz.budget import FULL, budget, generator
from tests.fuzz.hostile import (
    ARRAYS,
    NO_NUMBERS,
    NUMBERS,
    STRINGS,
    forms,
    named,
    random_array,
)
from tests.fuzz.recipes import functions, recipes

FUNCTIONS = functions()
LONGEST_SENTENCE = 500  # characters
MOST_MEMORY = 300e6  # bytes at once, seen with the full budget: to count them takes time
REFUSED = object()

# Whole numbers may be as large as they like where they only name a draw or are cut short, and
# what may be left out may be None.
ANSWERED = {
    ("seed", "an int beyond int64"),
    ("steps", "an int beyond int64"),
    ("start", "None"),
    ("step", "None"),
    ("margin", "None"),
}

each_function = pytest.mark.parametrize("name", FUNCTIONS)


def parameters(function, kind):
    """Names of the parameters that take arrays, numbers or text."""
    found = inspect.signature(function).parameters.values()
    return [each.name for each in found if kind(each.annotation)]


def is_array(annotation):
    return annotation == ArrayLike


def is_number(annotation):
    return annotation in (int, float, int | None, float | None)


def is_text(annotation):
    return annotation in (str, str | None)


def reads_all(function):
    """Whether it checks its numbers: what takes read arrays or an Objective does not again."""
    kinds = {each.annotation for each in inspect.signature(function).parameters.values()}
    return not kinds & {FloatArray, Objective}


def call(function, arguments):
    """Call with names; parameters that have none stand first."""
    found = inspect.signature(function).parameters.values()
    places = [each.name for each in found if each.kind is each.VAR_POSITIONAL]
    rest = {key: value for key, value in arguments.items() if key not in places}
    return function(*(arguments[key] for key in places), **rest)


def leaves(result):
    """Give the numbers and arrays within an answer."""
    if dataclasses.is_dataclass(result) and not isinstance(result, type):
        for field in dataclasses.fields(result):
            if not field.name.startswith("_"):
                yield from leaves(getattr(result, field.name))
    elif isinstance(result, dict):
        yield from leaves(list(result.values()))
    elif isinstance(result, (tuple, list)):
        for each in result:
            yield from leaves(each)
    elif isinstance(result, (float, np.ndarray, np.generic)):
        yield np.asarray(result)


def answer(function, arguments):
    """Return the answer, or REFUSED for a ValueError; anything else fails the test."""
    kept = {key: value.copy() for key, value in arguments.items() if isinstance(value, np.ndarray)}
    try:
        result = call(function, arguments)
    except ValueError as refusal:
        sentence = str(refusal)
    else:
        sentence = ""
    if sentence:
        assert len(sentence) <= LONGEST_SENTENCE, f"{len(sentence)} characters"
        return REFUSED
    for leaf in leaves(result):
        if leaf.dtype.kind == "f":
            assert not np.isnan(leaf).any(), f"a silent nan: {result!r:.300}"
    for key, before in kept.items():
        np.testing.assert_array_equal(arguments[key], before, err_msg=f"{key} was changed")
    return result


def attack(function, arguments, what, must_fail=False):
    """Call with hostile arguments; say which, if it fails."""
    tracemalloc.clear_traces()
    try:
        result = answer(function, arguments)
        assert result is REFUSED or not must_fail, f"taken for numbers: {result!r:.300}"
        peak = tracemalloc.get_traced_memory()[1]
        assert peak < MOST_MEMORY, f"{peak / 1e6:.0f} MB"
    except Exception as failure:
        failure.add_note(f"{what}; {arguments!r:.600}")
        raise


@pytest.fixture(autouse=True, scope="module")
def _memory():
    if FULL:
        tracemalloc.start()
    yield
    tracemalloc.stop()


@each_function
def test_the_recipe_works(name):
    """Without an answer to begin with, nothing below would be tested."""
    assert FUNCTIONS[name] is not None, f"core.{name} needs an instance in recipes.py"
    given = recipes(name, FUNCTIONS[name])
    assert any(answer(FUNCTIONS[name], arguments) is not REFUSED for arguments in given)


def cases(function):
    """Every attack on one argument: parameter, name and maker of the value, and if it must fail."""
    arrays, scalars = parameters(function, is_array), parameters(function, is_number)
    texts = [key for key in parameters(function, is_text) if key != "purpose"]  # words of core
    if not reads_all(function):
        scalars = texts = []
    for key in arrays + scalars:
        for what, make in named(NO_NUMBERS, NUMBERS, ARRAYS):
            yield key, what, make, what in NO_NUMBERS and (key, what) not in ANSWERED
    for key in texts:
        for what, make in named(STRINGS):
            yield key, what, make, False


def some_of(every, numbers):
    """Choose a few attacks, and always those that ask for endless work."""
    endless = [case for case in every if case[1] in ("a million million", "100 000 zeros")]
    return endless + numbers.sample(every, min(len(every), 40))


@each_function
def test_one_hostile_argument(name):
    function = FUNCTIONS[name]
    given, numbers, every = recipes(name, function), generator(name), list(cases(function))
    chosen = every if FULL else some_of(every, numbers)
    for key, what, make, must_fail in chosen:
        attack(function, numbers.choice(given) | {key: make()}, f"{key} is {what}", must_fail)


@each_function
def test_hostile_numbers_everywhere(name):
    function = FUNCTIONS[name]
    given, numbers = recipes(name, function), generator(name, "everywhere")
    arrays, scalars = parameters(function, is_array), parameters(function, is_number)
    if not reads_all(function):
        scalars = []
    for turn in range(budget(10, 400)):
        arguments = dict(numbers.choice(given))
        for key in numbers.sample(arrays, numbers.randint(0, len(arrays))):
            arguments[key] = extreme_like(arguments[key], numbers)
        for key in numbers.sample(scalars, min(1, len(scalars))):
            arguments[key] = numbers.choice(named(NUMBERS))[1]()
        attack(function, arguments, f"turn {turn}")


def extreme_like(values, numbers):
    """Return hostile numbers, mostly of the shape that fits."""
    made = random_array(numbers)
    if numbers.random() < 0.3:
        return made
    return np.resize(made, np.shape(values))


@each_function
def test_the_form_of_the_numbers_changes_nothing(name):
    function = FUNCTIONS[name]
    arguments, numbers = recipes(name, function)[0], generator(name, "forms")
    every = [
        (key, form, values)
        for key in parameters(function, is_array)
        for form, values in forms(arguments[key])
    ]
    expected = list(leaves(answer(function, arguments)))
    for key, form, values in numbers.sample(every, min(len(every), budget(4, 100))):
        result = answer(function, arguments | {key: values})
        for leaf, other in zip(leaves(result), expected, strict=True):
            np.testing.assert_allclose(leaf, other, 1e-12, 1e-14, err_msg=f"{key}: {form}")
            assert leaf.dtype == other.dtype, f"{key}: {form}"
