"""Arguments with which every public function of `core` gives an answer, found by introspection.

A parameter takes its value from VALID by its name, unless SPECIAL has one for that function.
"""

import importlib
import inspect
import pkgutil
from dataclasses import fields
from functools import partial

import numpy as np

import core
from core.comparison import train
from core.csv_messages import MESSAGES, Message
from core.csv_reading import read_table
from core.datasets import load
from core.landscape import plane_through
from core.likelihood import NOISE_MODELS, NoiseModel
from core.losses import LOSSES, RESIDUAL_LOSSES
from core.margins import MARGINS, Margin
from core.objective import Objective
from core.regression import least_squares_line
from core.step_size import run_at_rates
from core.success import Goal, begin
from core.training import Settings, fit

X = [[0.0, 1.0], [1.0, -1.0], [2.0, 0.5], [3.0, 2.0], [1.5, 0.25]]
ONE = [0.0, 1.0, 2.0, 3.0, 1.5]
LABELS = [0.0, 1.0, 0.0, 1.0, 1.0]
THETA = [0.5, -0.25, 0.125]
BCE = LOSSES["bce"]
OBJECTIVE = Objective.of(BCE, X, LABELS)
GOAL = Goal("error rate", 0.0)
SETTINGS = Settings(start=THETA, steps=3)
RUN = train(LOSSES["mse"], X, LABELS, SETTINGS)
TABLE = read_table(b"a,b,c\n1,2,x\n2,5,y\n4,3,x\n3,3,y\n")


def _sum_of_squares(x):
    return float((x * x).sum())


def _mean_of_others(X, y, held_out):
    return np.full(len(held_out), y.mean())


VALID = {
    "A": OBJECTIVE.A,
    "X": X,
    "along": [-1.0, 0.0, 2.0],
    "amount": 0.1,
    "angle": [0.0, 0.5, 3.0],
    "axis": -1,
    "b": 1.0,
    "beta": 1.0,
    "between": [0.5, 1.0, 3.0],
    "bias": 0.5,
    "bins": 2,
    "classes": 3,
    "content": b"a,b\n1,0\n2,1\n4,1\n",
    "count": 2,
    "counts": [1.0, 2.0, 0.0],
    "data": load("iris").feature(0, 1),
    "delta": 1.0,
    "direction": [1.0, 0.0, 0.5],
    "edges": [-1.0, 0.0, 1.0],
    "at_infinity": 0.5,
    "end_a": [1.0, 0.0, 0.0],
    "end_b": [0.0, 1.0, 0.0],
    "f": _sum_of_squares,
    "features": ["a"],
    "function": OBJECTIVE.value,
    "faces": [0.0, 2.0, 1.0],
    "fit": _mean_of_others,
    "fold": [0.0, 1.0, 0.0, 1.0, 1.0],
    "folds": 2,
    "first": [-1.0, 0.0, 1.0],
    "first_direction": [1.0, 0.0, 0.0],
    "first_error": 0.5,
    "goal": GOAL,
    "gradient": np.array([1.0, 0.5]),
    "hessian": np.array([[2.0, 0.0], [0.0, 1.0]]),
    "inverse_hessian": np.eye(3),
    "jump": np.array([-0.1, 0.1, 0.1]),
    "k": [0.0, 1.0, 2.0],
    "kind": MARGINS["arcface"],
    "learning_rate": 0.5,
    "label": "c",
    "lengths": [1.0, 2.0, 2.0],
    "local": OBJECTIVE.expand(np.array(THETA)),
    "location": 0.5,
    "loss": BCE,
    "losses": [LOSSES["mse"], BCE],
    "margin": 0.5,
    "mean": [0.0, 1.0],
    "mean_logit": 1.0,
    "minima": [],
    "mu": [0.0, 0.5, 1.0],
    "n": [2.0, 2.0, 3.0],
    "name": "c",
    "names": ["a"],
    "neighbours": 4,
    "optimizer": "gradient_descent",
    "objective": OBJECTIVE,
    "origin": [0.0, 0.0, 0.0],
    "others": [0.0, 1.0],
    "overlap": False,
    "p": [0.5, 0.25, 0.25],
    "pairing": "same",
    "plane": plane_through([0, 0, 0], [1, 0, 0], [0, 1, 0]),
    "prior_sigma": 1.0,
    "probability": 0.9,
    "purpose": "this",
    "q": [0.25, 0.5, 0.25],
    "ridge": 0.1,
    "rates": [0.1, 1.0],
    "reached": 0.5,
    "residual": [-2.0, 0.5, 1.0],
    "runs": run_at_rates(BCE, X, LABELS, THETA, [0.5], steps=20),
    "samples": 2,
    "scale": 20.0,
    "second": [-2.0, 1.0],
    "second_direction": [0.0, 1.0, 0.0],
    "sd": 1.0,
    "search": begin(BCE, X, LABELS, [THETA], GOAL),
    "share": 0.5,
    "seed": 1,
    "sides": 3,
    "sigma": [1.0, 0.5, 2.0],
    "slope": -0.5,
    "slug": "iris",
    "standardise": True,
    "start": THETA,
    "starts": [THETA, [0.0, 0.0, 0.0]],
    "steps": 3,
    "step": None,
    "strength": 0.1,
    "strengths": [0.0, 0.1, 1.0],
    "surface": [[1.0, 2.0, 3.0], [2.0, 0.5, 2.0], [3.0, 2.0, 1.0]],
    "switch": (1, LOSSES["mse"]),
    "t": [1.0, 0.0, 0.0],
    "table": TABLE,
    "teacher": [0.0, 0.5, 1.0],
    "temperature": 2.0,
    "theta": np.array(THETA),
    "thetas": np.array([THETA]),
    "throws": 3,
    "unit": "nat",
    "value": 0.25,
    "velocity": np.zeros(3),
    "way": np.array([[0.0, 0.0, 0.0], [1.0, -0.5, 0.25]]),
    "weights": [0.5, 1.0, 2.0],
    "x": [0.0, 0.5, 2.0],
    "y": LABELS,
    "z": [-2.0, 0.5, 3.0],
}
DISTRIBUTION = [0.5, 0.25, 0.25]
WINDOW = {"X": ONE, "first": [-2.0, 0.0, 2.0], "second": [-3.0, 3.0]}
SPECIAL = {
    "binning.binned_shares": {"x": ONE},
    "csv_messages.Message.said": {"template": MESSAGES.__getitem__},
    "datasets.read_csv": {"label": "b"},
    "datasets.Dataset.feature": {"columns": 0},
    "gradients.chain_rule": {"z": ONE},
    "gradients.same_slope_logit": {"z": ONE},
    "information.kl_gaussian": {"mu": 1.0, "sigma": 2.0},
    "landscape.loss_surface": WINDOW,
    "landscape.smallest_eigenvalue": WINDOW,
    "landscape.stationary_points": WINDOW,
    "likelihood.bernoulli_log_probability": {"y": [0.0, 1.0, 1.0]},
    "likelihood.categorical_log_probability": {"theta": DISTRIBUTION},
    "likelihood.most_probable_weight": {"x": ONE},
    "margins.judge": {"angle": 0.5},
    "newton.descend": {"way": None},
    "multiclass.reverse_kl_gradient": {"t": DISTRIBUTION},
    "multinomial.binomial_log_probability": {"p": 0.5},
    "multinomial.multinomial_log_probability": {"theta": DISTRIBUTION},
    "multinomial.throw": {"theta": DISTRIBUTION},
    "comparison.Comparison.of": {"first": RUN, "second": RUN},
    "rates.paired_rate": {"pairing": "best"},
    "regression.huber_line": {"x": ONE},
    "regression.least_absolute_line": {"x": ONE},
    "regression.least_squares_line": {"x": ONE},
    "scaling.Scaling.of": {"features": np.array(X)},
    "scaling.Scaling.features": {"features": np.array(X)},
    "scaling.Scaling.gradient_outward": {"gradient": np.array(THETA)},
    **{
        f"objective.Objective.{name}": {"t": np.zeros(4)}
        for name in ("values", "slopes", "curvatures")
    },
    "success.Goal.is_reached": {"theta": np.array([THETA])},
    "training.History.status_at": {"step": 2},
    "initial.preset_start": {"kind": "saturated", "slug": ""},
}
for _name in ("confidence", "calibration", "log_loss", "brier_score", "error_rate"):
    SPECIAL[f"evaluation.{_name}"] = {"p": [0.5, 0.25, 0.75, 1.0, 0.0]}

GROUPS = {
    **{f"losses.LOSSES.{slug}": {"z": ONE} for slug in LOSSES},
    "likelihood.NOISE_MODELS.bernoulli": {"x": LABELS, "y": LABELS},
}

INSTANCES = {
    "csv_messages.Message": Message("empty"),
    "csv_reading.Table": TABLE,
    "datasets.Dataset": VALID["data"],
    "losses.Loss": BCE,
    "objective.Objective": OBJECTIVE,
    "scaling.Scaling": OBJECTIVE.scaling,
    "regression.Line": least_squares_line(ONE, LABELS),
    "success.Goal": GOAL,
    "training.Settings": SETTINGS,
    "training.History": fit(BCE, X, LABELS, SETTINGS),
}


def modules():
    """Every module of `core` that others may use."""
    names = [module.name for module in pkgutil.iter_modules(core.__path__)]
    return {n: importlib.import_module(f"core.{n}") for n in names if not n.startswith("_")}


def _own(module, kind):
    return [
        (name, member)
        for name, member in vars(module).items()
        if kind(member) and member.__module__ == module.__name__ and not name.startswith("_")
    ]


def _methods(name, class_):
    for key, member in vars(class_).items():
        if key.startswith("_"):
            continue
        if isinstance(member, classmethod):
            yield f"{name}.{key}", getattr(class_, key)
        elif inspect.isfunction(member):
            yield f"{name}.{key}", partial(member, INSTANCES[name]) if name in INSTANCES else None


def _unfolded(function):
    """Let a function of Settings take what they hold, each as an argument of its own."""
    signature = inspect.signature(function)
    if "settings" not in signature.parameters:
        return function

    def call(**arguments):
        held = {field.name: arguments.pop(field.name) for field in fields(Settings)}
        return function(**arguments, settings=Settings(**held))

    own = [each for name, each in signature.parameters.items() if name != "settings"]
    held = inspect.signature(Settings).parameters.values()
    every = [each.replace(kind=each.KEYWORD_ONLY) for each in (*own, *held)]
    call.__signature__ = signature.replace(parameters=every)
    return call


def functions():
    """Every public function and method of `core` by name, and the functions of its records."""
    found = {}
    for module_name, module in modules().items():
        for name, function in _own(module, inspect.isfunction):
            found[f"{module_name}.{name}"] = _unfolded(function)
        for name, class_ in _own(module, inspect.isclass):
            if class_ is NoiseModel:
                continue  # its records come below, each with functions of its own
            found.update(_methods(f"{module_name}.{name}", class_))
    for slug, loss in LOSSES.items():
        for part in ("value", "gradient", "curvature", "probability_gradient"):
            if function := getattr(loss, part):
                found[f"losses.LOSSES.{slug}.{part}"] = function
    for slug, loss in RESIDUAL_LOSSES.items():
        found[f"losses.RESIDUAL_LOSSES.{slug}.value"] = loss.value
        found[f"losses.RESIDUAL_LOSSES.{slug}.slope"] = loss.slope
    for slug, model in NOISE_MODELS.items():
        found |= {
            f"likelihood.NOISE_MODELS.{slug}.{key}": getattr(model, key)
            for key in ("log_likelihood", "negative_mean", "mean_loss", "estimate")
        }
    return found


def recipes(name, function):
    """Give arguments for a function: with each loss, or each margin, if it asks for one."""
    arguments = {}
    for key, parameter in inspect.signature(function).parameters.items():
        known = {key: parameter.default} if parameter.default is not parameter.empty else {}
        known = known | VALID | GROUPS.get(name.rpartition(".")[0], {}) | SPECIAL.get(name, {})
        assert key in known, f"core.{name} has a parameter {key!r}: give it a value in {__file__}"
        arguments[key] = known[key]
    if "loss" in arguments:
        return [arguments | {"loss": loss} for loss in LOSSES.values()]
    if "kind" in arguments and isinstance(arguments["kind"], Margin):
        kinds = MARGINS.values()
        return [arguments | {"kind": kind, "margin": kind.default_margin} for kind in kinds]
    return [arguments]
