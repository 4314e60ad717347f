"""`core` against NumPy, SciPy, scikit-learn and PyTorch, in one process and one thread."""

import os

# Read by the libraries when they are loaded: everyone computes in one thread.
os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import torch
from scipy import optimize, special
from sklearn._loss import loss as sklearn_loss
from sklearn.linear_model import LogisticRegression
from torch.nn import functional

from benchmarks.report import Table, write
from benchmarks.timing import Times, compare
from core.information import kl_divergence
from core.landscape import loss_surface
from core.losses import LOSSES, huber
from core.multiclass import softmax_cross_entropy
from core.optimizers import minimise
from core.training import Settings, fit

SIZES = (1_000, 100_000, 1_000_000)
CLASSES = 10
BCE = LOSSES["bce"]
Calls = dict[str, Callable[[], object]]
torch.set_num_threads(1)


@dataclass(frozen=True)
class Kernel:
    """One quantity: how each contender computes it."""

    title: str
    calls: Callable[[int], Calls]


def run() -> None:
    """Measure all and write ``results/core.md``."""
    tables = [_kernels(), _surface(), _descent(), _newton(), _accuracy()]
    write(
        "core",
        "The mathematics",
        tables,
        ["numpy", "scipy", "scikit-learn", "torch"],
    )


# Kernels


def _kernels() -> Table:
    rows = [_kernel_row(kernel, size) for kernel in KERNELS for size in SIZES]
    peers = ["NumPy", "SciPy", "scikit-learn", "PyTorch"]
    return Table(
        "Losses and gradients, one number an element",
        ["quantity", "elements", "µs", "µs, checked", *(f"/ {peer}" for peer in peers)],
        rows,
        KERNEL_NOTE,
    )


KERNEL_NOTE = """\
Time over that of a peer, below 1 is faster; NumPy stands for the fastest plain form known to us.
The first column of times is what runs inside a fit, the second what is called from outside: it
reads and checks every argument. Goals: at most 1.15 of NumPy, faster than SciPy and scikit-learn.

Where they are missed: value and gradient are two functions here, so both together take the
exponential twice. Softmax, KL and Huber have no unchecked form, and at 1,000 elements the checks
weigh more than the numbers. KL's plain form is short because it loses its digits (last table).
scikit-learn's softmax takes the number of a class, ours a distribution over all classes; its losses
and PyTorch's are loops in C. How ours stand to them hangs on what NumPy's exp and log1p make of the
processor: cross-entropy took 0.10 of SciPy's time on one machine and 0.52 on another. SciPy's
gradient is expit(z) - y, which is 0 from z = 37 on."""


def _kernel_row(kernel: Kernel, size: int) -> list[object]:
    times = compare(kernel.calls(size))
    cells: list[object] = [kernel.title, f"{size:,}", times.median("inner") * 1e6]
    cells.append(times.median("checked") * 1e6)
    for peer in ("numpy", "scipy", "sklearn", "torch"):
        cells.append(times.ratio("inner", peer) if peer in times.seconds else "–")
    return cells


def _binary(size: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    return rng.normal(0, 5, size), (rng.random(size) < 0.5).astype(float)


def _value(size: int) -> Calls:
    z, y = _binary(size)
    torch_z, torch_y = torch.from_numpy(z), torch.from_numpy(y)
    half_binomial, kernel = sklearn_loss.HalfBinomialLoss(), BCE.margin_form.value
    return {
        "inner": lambda: kernel((1 - 2 * y) * z),
        "checked": lambda: BCE.value(z, y),
        "numpy": lambda: np.log1p(_odds(z, y)),
        "scipy": lambda: -(y * special.log_expit(z) + (1 - y) * special.log_expit(-z)),
        "sklearn": lambda: half_binomial.loss(y, z),
        "torch": lambda: functional.binary_cross_entropy_with_logits(
            torch_z, torch_y, reduction="none"
        ),
    }


def _gradient(size: int) -> Calls:
    z, y = _binary(size)
    torch_z, torch_y = torch.from_numpy(z), torch.from_numpy(y)
    half_binomial, kernel = sklearn_loss.HalfBinomialLoss(), BCE.margin_form.slope

    def inner() -> np.ndarray:
        sign = 1 - 2 * y
        return sign * kernel(sign * z)

    def plain() -> np.ndarray:
        odds = _odds(z, y)
        return (1 - 2 * y) * odds / (1 + odds)

    return {
        "inner": inner,
        "checked": lambda: BCE.gradient(z, y),
        "numpy": plain,
        "scipy": lambda: special.expit(z) - y,
        "sklearn": lambda: half_binomial.gradient(y, z),
        "torch": lambda: torch.sigmoid(torch_z) - torch_y,
    }


def _odds(z: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.exp(np.minimum((1 - 2 * y) * z, 700.0))


def _both(size: int) -> Calls:
    z, y = _binary(size)
    half_binomial = sklearn_loss.HalfBinomialLoss()
    value, gradient = _value(size), _gradient(size)

    def plain() -> tuple[np.ndarray, np.ndarray]:
        odds = _odds(z, y)
        return np.log1p(odds), (1 - 2 * y) * odds / (1 + odds)

    return {
        **{name: _in_turn(value[name], gradient[name]) for name in value},
        "numpy": plain,
        "sklearn": lambda: half_binomial.loss_gradient(y, z),
    }


def _in_turn(first: Callable[[], object], second: Callable[[], object]) -> Callable[[], object]:
    return lambda: (first(), second())


def _softmax(size: int) -> Calls:
    rng = np.random.default_rng(0)
    z = rng.normal(0, 5, (size // CLASSES, CLASSES))
    labels = rng.integers(0, CLASSES, len(z))
    t = np.eye(CLASSES)[labels]
    torch_z, torch_t = torch.from_numpy(z), torch.from_numpy(t)
    multinomial = sklearn_loss.HalfMultinomialLoss(n_classes=CLASSES)
    columns, floats = np.asfortranarray(z), labels.astype(float)

    def plain() -> np.ndarray:
        rest = z - z.max(axis=1, keepdims=True)
        return np.log(np.exp(rest).sum(axis=1)) - (t * rest).sum(axis=1)

    return {
        "inner": lambda: softmax_cross_entropy(z, t),
        "checked": lambda: softmax_cross_entropy(z, t),
        "numpy": plain,
        "scipy": lambda: -(t * special.log_softmax(z, axis=1)).sum(axis=1),
        "sklearn": lambda: multinomial.loss(floats, columns),
        "torch": lambda: functional.cross_entropy(torch_z, torch_t, reduction="none"),
    }


def _kl(size: int) -> Calls:
    rng = np.random.default_rng(0)
    p, q = rng.dirichlet(np.ones(CLASSES), (2, size // CLASSES))
    torch_p, torch_q = torch.from_numpy(p), torch.from_numpy(q)
    return {
        "inner": lambda: kl_divergence(p, q),
        "checked": lambda: kl_divergence(p, q),
        "numpy": lambda: (p * np.log(p / q)).sum(axis=1),
        "scipy": lambda: special.rel_entr(p, q).sum(axis=1),
        "torch": lambda: functional.kl_div(torch_q.log(), torch_p, reduction="none").sum(dim=1),
    }


def _huber(size: int) -> Calls:
    r = np.random.default_rng(0).normal(0, 2, size)
    zeros, torch_r = np.zeros(size), torch.from_numpy(r)
    torch_zeros = torch.zeros(size, dtype=torch.float64)
    peer = sklearn_loss.HuberLoss(delta=1.0)

    def plain() -> np.ndarray:
        away = np.abs(r)
        inner = np.minimum(away, 1.0)
        return inner * (away - 0.5 * inner)

    return {
        "inner": lambda: huber(r),
        "checked": lambda: huber(r),
        "numpy": plain,
        "scipy": lambda: special.huber(1.0, r),
        "sklearn": lambda: peer.loss(zeros, r),
        "torch": lambda: functional.huber_loss(torch_r, torch_zeros, reduction="none"),
    }


KERNELS = (
    Kernel("binary cross-entropy", _value),
    Kernel("its gradient", _gradient),
    Kernel("both", _both),
    Kernel(f"softmax cross-entropy, {CLASSES} classes", _softmax),
    Kernel(f"KL divergence, {CLASSES} outcomes", _kl),
    Kernel("Huber", _huber),
)


# Surface, descent, optimum


def _samples(count: int = 200, features: int = 1) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(count, features))
    return X, (X.sum(axis=1) + rng.normal(size=count) > 0).astype(float)


def _surface() -> Table:
    X, y = _samples()
    x, axis = X[:, 0], np.linspace(-6, 6, 101)
    losses = LOSSES["bce"], LOSSES["mse"]
    torch_x, torch_y, torch_axis = (torch.from_numpy(array) for array in (x, y, axis))

    def naive() -> tuple[np.ndarray, np.ndarray]:
        z = axis[:, None, None] + axis[None, :, None] * x
        p = 1 / (1 + np.exp(-z))
        bce = np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))
        return bce.mean(axis=2), (0.5 * (p - y) ** 2).mean(axis=2)

    def in_torch() -> tuple[torch.Tensor, torch.Tensor]:
        z = torch_axis[:, None, None] + torch_axis[None, :, None] * torch_x
        bce = functional.softplus(z) - z * torch_y
        return bce.mean(dim=2), (0.5 * (torch.sigmoid(z) - torch_y) ** 2).mean(dim=2)

    times = compare(
        {
            "ours": lambda: [loss_surface(loss, x, y, axis, axis) for loss in losses],
            "naive": naive,
            "torch": in_torch,
        }
    )
    return _ratios(
        "Loss surface, 101 x 101 points, 200 samples, cross-entropy and squared error",
        times,
        {"naive": ("NumPy, broadcast", "0.35"), "torch": ("PyTorch", "1")},
        "The ratio to NumPy lay between 0.29 and 0.48 in runs on one machine with 2 cores, whose "
        "cache of 32 MiB holds each array of the broadcast form: passes over memory cost little.",
    )


def _descent() -> Table:
    X, y = _samples(features=2)
    A, torch_y = torch.from_numpy(np.column_stack([X, np.ones(len(y))])), torch.from_numpy(y)

    def in_torch() -> list[list[object]]:
        theta, history = torch.zeros(3, dtype=torch.float64, requires_grad=True), []
        for _ in range(500):
            z = A @ theta
            loss = functional.binary_cross_entropy_with_logits(z, torch_y)
            loss.backward()
            with torch.no_grad():
                wrong = ((z >= 0) != (torch_y >= 0.5)).double().mean()
                history.append([theta.clone(), loss.item(), wrong.item(), theta.grad.norm().item()])
                theta -= 0.5 * theta.grad
                theta.grad = None
        return history

    times = compare(
        {
            "ours": lambda: fit(
                BCE, X, y, Settings(start=np.zeros(3), learning_rate=0.5, steps=500)
            ),
            "torch": in_torch,
        },
        rounds=9,
    )
    return _ratios(
        "500 steps of gradient descent on 200 x 2, with the whole history",
        times,
        {"torch": ("PyTorch, autograd", "0.4")},
    )


def _newton() -> Table:
    X, y = _samples(features=2)
    A = np.column_stack([X, np.ones(len(y))])
    turned = (1 - 2 * y)[:, None] * A

    def value(theta: np.ndarray) -> float:
        return np.logaddexp(0, turned @ theta).mean()

    def slope(theta: np.ndarray) -> np.ndarray:
        return special.expit(turned @ theta) @ turned / len(y)

    def bend(theta: np.ndarray) -> np.ndarray:
        p = special.expit(turned @ theta)
        return (turned.T * (p * (1 - p) / len(y))) @ turned

    def scipy(method: str, **options: float) -> np.ndarray:
        hessian = None if method in ("BFGS", "L-BFGS-B") else bend
        found = optimize.minimize(
            value, np.zeros(3), jac=slope, hess=hessian, method=method, options=options
        )
        return found.x

    def sklearn(model: LogisticRegression) -> np.ndarray:
        model.fit(X, y)
        return np.append(model.coef_, model.intercept_)

    peers = {
        "SciPy, L-BFGS-B": partial(scipy, "L-BFGS-B", ftol=1e-15, gtol=1e-9),
        "SciPy, BFGS": partial(scipy, "BFGS", gtol=1e-9),
        "SciPy, Newton-CG": partial(scipy, "Newton-CG", xtol=1e-9),
        "SciPy, trust-exact": partial(scipy, "trust-exact", gtol=1e-9),
        "SciPy, trust-ncg": partial(scipy, "trust-ncg", gtol=1e-9),
    }
    for solver in ("newton-cholesky", "lbfgs"):
        model = LogisticRegression(C=np.inf, solver=solver, tol=1e-9)
        peers[f"scikit-learn, {solver}"] = partial(sklearn, model)
    ours = {"`core`": lambda: minimise(BCE, X, y).theta}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a peer that stops short says so; the last column tells
        times = compare({**ours, **peers})
        left = {name: np.linalg.norm(slope(call())) for name, call in {**ours, **peers}.items()}
    rows: list[list[object]] = [
        [
            name,
            times.median(name) * 1e3,
            "" if name in ours else times.ratio("`core`", name),
            "" if name in ours else "1",
            f"{left[name]:.0e}",
        ]
        for name in left
    ]
    return Table(
        "The optimum of 200 x 2, each to a gradient of 1e-9 if it can",
        ["", "ms", "`core` over it", "goal", "gradient left"],
        rows,
        "Newton's method here also proves that the classes overlap, so that there is an optimum, "
        "and goes on to the last digit. L-BFGS-B runs its loop in C, which counts on 200 x 2.",
    )


def _ratios(title: str, times: Times, peers: dict[str, tuple[str, str]], note: str = "") -> Table:
    rows: list[list[object]] = [["`core`", times.median("ours") * 1e3, "", ""]]
    for name, (peer, goal) in peers.items():
        rows.append([peer, times.median(name) * 1e3, times.ratio("ours", name), goal])
    return Table(title, ["", "ms", "`core` over it", "goal"], rows, note)


# Accuracy


def _accuracy() -> Table:
    """How far from the truth each form is, relatively, where its answer is small."""
    z = np.concatenate([np.linspace(-700, -40, 300), np.linspace(40, 700, 300)])
    y = (z > 0).astype(float)
    sure = np.exp(-np.abs(z))  # to the last digit, as the next term is exp(-40) of it
    torch_z, torch_y = torch.from_numpy(z), torch.from_numpy(y)
    values = {
        "`core`": BCE.value(z, y),
        "log(1 + exp(t))": np.log(1 + np.exp((1 - 2 * y) * z)),
        "softplus(z) - y z": np.logaddexp(0, z) - y * z,
        "SciPy, log_expit": -special.log_expit((2 * y - 1) * z),
        "scikit-learn": sklearn_loss.HalfBinomialLoss().loss(y, z),
        "PyTorch": functional.binary_cross_entropy_with_logits(
            torch_z, torch_y, reduction="none"
        ).numpy(),
    }
    rows = [
        ["cross-entropy, right and sure, z of size 40 to 700", *_error(*each, sure)]
        for each in values.items()
    ]
    shift = np.geomspace(1e-9, 1e-3, 300)
    p, q = np.full((300, 2), 0.5), np.column_stack([0.5 - shift, 0.5 + shift])
    close = -0.5 * np.log1p(-4 * (0.5 - q[:, 0]) ** 2)
    values = {
        "`core`": kl_divergence(p, q),
        "sum p log(p / q)": (p * np.log(p / q)).sum(axis=1),
        "SciPy, rel_entr": special.rel_entr(p, q).sum(axis=1),
    }
    rows += [["KL, q within 1e-9 to 1e-3 of p", *_error(*each, close)] for each in values.items()]
    return Table("Largest relative error", ["quantity", "form", "error"], rows)


def _error(name: str, values: np.ndarray, truth: np.ndarray) -> tuple[str, str]:
    return name, f"{np.abs(values / truth - 1).max():.0e}"
