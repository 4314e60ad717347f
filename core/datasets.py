"""The data sets of the lecture, and one's own CSV file: everything becomes a `Dataset`.

To add a data set, put its CSV file into `core/data`, named by its slug, with one or two features
and the label in the last column, and write one record into `DATASETS`. Generated data name a
function instead of a file.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike

from core._checks import FloatArray, as_bounded, as_choice, as_whole, short
from core.csv_messages import Message
from core.csv_reading import Table, read_table
from core.synthetic import (
    RawData,
    clouds_with_flipped_labels,
    clouds_with_outliers,
    lab,
    one_example,
    overlapping_clouds,
    separable_clouds,
    trap,
)

DATA_FOLDER = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Dataset:
    """Features and labels, ready for training; the arrays are read-only copies.

    Attributes
    ----------
    slug, title : str
        Name in links and in code; name on screen.
    X : ndarray, shape (n, d)
        Features, standardised or in original units: original = offset + scale * X.
    y : ndarray, shape (n,)
        Labels, each 0 or 1.
    feature_names : tuple of str, length d
        With the unit in parentheses where there is one.
    label_names : tuple of two str
        Names of class 0 and class 1.
    offset, scale : ndarray, shape (d,)
        Mean and standard deviation (divided by n) of the original features if standardised,
        else 0 and 1; in original units.
    source, licence : str
        Where the data come from.
    standardised : bool
        Whether each feature has mean 0 and standard deviation 1.

    Examples
    --------
    >>> iris = load("iris")
    >>> iris.X.shape, iris.feature_names, iris.label_names
    ((100, 2), ('petal length (cm)', 'petal width (cm)'), ('versicolor', 'virginica'))
    >>> print((iris.offset + iris.scale * iris.X)[0].round(3))
    [4.7 1.4]
    """

    slug: str
    title: str
    X: FloatArray
    y: FloatArray
    feature_names: tuple[str, ...]
    label_names: tuple[str, str]
    offset: FloatArray
    scale: FloatArray
    source: str
    licence: str
    standardised: bool

    def __post_init__(self) -> None:
        """Copy the arrays and lock the copies."""
        for name in ("X", "y", "offset", "scale"):
            object.__setattr__(self, name, _read_only(getattr(self, name)))

    def original_units(self, theta: ArrayLike) -> FloatArray:
        """Translate parameters fitted on `X` into those for the original features.

        Parameters
        ----------
        theta : array_like, shape (..., d + 1)
            Parameters (w_1 .. w_d, b); weights per unit of `X`.

        Returns
        -------
        ndarray, shape (..., d + 1)
            Parameters with the same logits; weights per original unit.

        Raises
        ------
        ValueError
            If `theta` is not finite or its last axis has not d + 1 entries.

        Examples
        --------
        >>> iris = load("iris")
        >>> theta = iris.original_units([1, 2, 0.5])
        >>> petals = iris.offset + iris.scale * iris.X
        >>> bool(np.allclose(petals @ theta[:2] + theta[2], iris.X @ [1, 2] + 0.5))
        True
        """
        theta = as_bounded("theta", theta)
        entries = len(self.offset) + 1
        if theta.shape[-1:] != (entries,):
            raise ValueError(f"theta must have {entries} entries; got shape {theta.shape}")
        weights = theta[..., :-1] / self.scale
        bias = theta[..., -1:] - (weights * self.offset).sum(axis=-1, keepdims=True)
        return np.concatenate([weights, bias], axis=-1)

    def feature(self, *columns: str | int) -> "Dataset":
        """Return the same examples with the chosen features only, in this order.

        Parameters
        ----------
        *columns : str or int
            Feature names, or places counted from 0.

        Returns
        -------
        Dataset
            With d = number of `columns`.

        Raises
        ------
        ValueError
            If no feature is chosen, or one twice, or one that does not exist.

        Examples
        --------
        >>> load("iris").feature("petal width (cm)").X.shape
        (100, 1)
        """
        places = [self._place(column) for column in columns]
        if not places or len(set(places)) < len(places):
            raise ValueError(
                f"columns must be different features, at least one; got {short(columns)}"
            )
        return replace(
            self,
            X=self.X[:, places],
            feature_names=tuple(self.feature_names[place] for place in places),
            offset=self.offset[places],
            scale=self.scale[places],
        )

    def with_noise(self, count: int, seed: int) -> "Dataset":
        """Return the same examples with further features that say nothing about the label.

        Parameters
        ----------
        count : int
            Number of new features, from 1 to 1000: independent standard normal numbers.
        seed : int
            At least 0; the same seed draws the same numbers.

        Returns
        -------
        Dataset
            The new features stand last, standardised if the others are.

        Raises
        ------
        ValueError
            If a value is not valid.

        Examples
        --------
        >>> wide = load("iris").with_noise(3, seed=0)
        >>> wide.X.shape, wide.feature_names[-1]
        ((100, 5), 'noise 3')
        """
        size = len(self.y), as_whole("count", count, 1, 1000)
        # Another stream than that of the same seed elsewhere: noise and split stay independent.
        generator = np.random.default_rng([as_whole("seed", seed, 0), len(self.feature_names)])
        noise = generator.standard_normal(size)
        offset, scale = np.zeros(count), np.ones(count)
        if self.standardised:
            offset, scale = noise.mean(axis=0), noise.std(axis=0)
        names = (f"noise {place + 1}" for place in range(count))
        return replace(
            self,
            X=np.hstack([self.X, (noise - offset) / scale]),
            feature_names=(*self.feature_names, *names),
            offset=np.append(self.offset, offset),
            scale=np.append(self.scale, scale),
        )

    def _place(self, column: str | int) -> int:
        known: Sequence[str | int] = (
            self.feature_names if isinstance(column, str) else range(len(self.feature_names))
        )
        if column not in known:
            raise ValueError(f"columns must be among {self.feature_names}; got {short(column)}")
        return known.index(column)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetRecord:
    """What is known of a data set before it is read.

    Attributes
    ----------
    slug, title : str
        Name in links and in code; name on screen.
    description : str
        One sentence.
    source, licence : str
        Where the data come from.
    units : str
        Units of the original features.
    standardise : bool
        Whether `load` standardises by default; not where the coordinates are quoted.
    generate : callable or None
        Function that makes the data; None reads `core/data/<slug>.csv`.

    Examples
    --------
    >>> DATASETS["iris"].licence
    'CC BY 4.0'
    """

    slug: str
    title: str
    description: str
    source: str = "Made for this lecture"
    licence: str = "MIT"
    units: str = "none"
    standardise: bool = True
    generate: Callable[[], RawData] | None = None


def load(slug: str, *, standardise: bool | None = None) -> Dataset:
    """Return a data set of `DATASETS`.

    Parameters
    ----------
    slug : str
        Key of `DATASETS`.
    standardise : bool, optional
        Whether each feature gets mean 0 and standard deviation 1; by default as its record says.

    Returns
    -------
    Dataset
        With read-only arrays.

    Raises
    ------
    ValueError
        If `slug` is unknown, or if a constant feature is to be standardised.

    Examples
    --------
    >>> load("lab").X[:, 0], load("lab").y
    (array([0., 1., 2., 3., 4., 5.]), array([0., 0., 0., 1., 1., 1.]))
    >>> print(load("breast-cancer", standardise=False).X[0])
    [17.99 10.38]
    """
    record = DATASETS[as_choice("slug", slug, DATASETS)]
    return _dataset(
        _raw(slug),
        slug=slug,
        title=record.title,
        source=record.source,
        licence=record.licence,
        standardise=record.standardise if standardise is None else standardise,
    )


def read_csv(
    content: bytes,
    *,
    label: str | None = None,
    features: Sequence[str] | None = None,
    standardise: bool = True,
) -> Dataset:
    r"""Read one's own data from the content of a CSV file.

    Parameters
    ----------
    content : bytes
        The file, as `core.csv_reading.read_table` takes it.
    label : str, optional
        Column of the labels, by default the likeliest one (`Table.default_label`). The smaller
        value becomes 0, the larger 1; text is compared character by character.
    features : sequence of str, optional
        One or two numeric columns, by default the first two that tell something
        (`Table.default_features`).
    standardise : bool
        Whether each feature gets mean 0 and standard deviation 1.

    Returns
    -------
    Dataset
        With slug "own".

    Raises
    ------
    ValueError
        With one sentence for the reader of the file.

    See Also
    --------
    core.csv_reading.read_table : the first half, which tells what can be chosen.

    Examples
    --------
    >>> own = read_csv(b"dose,cured\n1,no\n2,yes\n4,yes\n", standardise=False)
    >>> own.label_names, own.y, own.X[:, 0]
    (('no', 'yes'), array([0., 1., 1.]), array([1., 2., 4.]))
    """
    return from_table(read_table(content), label=label, features=features, standardise=standardise)


def from_table(
    table: Table,
    *,
    label: str | None = None,
    features: Sequence[str] | None = None,
    standardise: bool = True,
) -> Dataset:
    r"""Make a data set from the chosen columns of a table; the second half of `read_csv`.

    Parameters
    ----------
    table : Table
        From `core.csv_reading.read_table`.
    label, features, standardise
        As for `read_csv`.

    Returns
    -------
    Dataset
        With slug "own".

    Raises
    ------
    ValueError
        With one sentence for the reader of the file.

    Examples
    --------
    >>> table = read_table(b"dose,age,cured\n1,40,no\n2,31,yes\n4,64,yes\n")
    >>> from_table(table, label="cured", features=["age"]).feature_names
    ('age',)
    """
    return _dataset(
        _choose(table, label, features),
        slug="own",
        title="Own data",
        source="Own file",
        licence="not stated",
        standardise=standardise,
    )


def _choose(table: Table, label: str | None, features: Sequence[str] | None) -> RawData:
    if label is None:
        label = table.default_label
    y = table.label(label)
    if features is None:
        features = table.default_features(label)
    if not features:
        raise ValueError(Message("no-feature"))
    if label in features:
        raise ValueError(Message("label-as-feature"))
    first, second = table.values(label)
    names = tuple(_with_unit(name, table.units.get(name, "")) for name in features)
    return RawData(table.features(features), y, names, (first, second))


def _with_unit(name: str, unit: str) -> str:
    return f"{name} ({unit})" if unit and f"({unit})" not in name else name


@lru_cache(maxsize=32)
def _raw(slug: str) -> RawData:
    generate = DATASETS[slug].generate
    if generate is not None:
        return generate()
    table = read_table((DATA_FOLDER / f"{slug}.csv").read_bytes())
    *features, label = table.columns
    return _choose(table, label, features)


def _dataset(
    raw: RawData, *, slug: str, title: str, source: str, licence: str, standardise: bool
) -> Dataset:
    offset, scale = np.zeros(raw.X.shape[1]), np.ones(raw.X.shape[1])
    if standardise:
        offset, scale = raw.X.mean(axis=0), raw.X.std(axis=0)
    if not scale.all():
        raise ValueError(f"standardise must be False for the constant feature of {slug!r}")
    return Dataset(
        slug=slug,
        title=title,
        X=(raw.X - offset) / scale,
        y=raw.y,
        feature_names=raw.feature_names,
        label_names=raw.label_names,
        offset=offset,
        scale=scale,
        source=source,
        licence=licence,
        standardised=standardise,
    )


def _read_only(array: FloatArray) -> FloatArray:
    copy = array.copy()
    copy.setflags(write=False)
    return copy


DATASETS = {
    record.slug: record
    for record in (
        DatasetRecord(
            slug="iris",
            title="Iris: versicolor or virginica",
            description="Petals of 50 flowers of each species, which overlap a little.",
            source="R. A. Fisher, 1936; UCI Machine Learning Repository, doi 10.24432/C56C76",
            licence="CC BY 4.0",
            units="cm",
        ),
        DatasetRecord(
            slug="breast-cancer",
            title="Breast cancer: benign or malignant",
            description="Cell nuclei of 569 tumours; class 1 is malignant.",
            source=(
                "W. H. Wolberg, W. N. Street and O. L. Mangasarian, 1993; "
                "UCI Machine Learning Repository, doi 10.24432/C5DW2B"
            ),
            licence="CC BY 4.0",
            units="not stated by the source",
        ),
        DatasetRecord(
            slug="overlapping",
            title="Overlapping clouds",
            description="Two Gaussian clouds of 100 points each, which no line separates.",
            generate=overlapping_clouds,
        ),
        DatasetRecord(
            slug="separable",
            title="Separable clouds",
            description="Two clouds with a gap: cross-entropy has no minimum here.",
            generate=separable_clouds,
        ),
        DatasetRecord(
            slug="outliers",
            title="Clouds with outliers",
            description="The overlapping clouds and ten points of class 1, deep on their own side.",
            generate=clouds_with_outliers,
        ),
        DatasetRecord(
            slug="flipped",
            title="Clouds with flipped labels",
            description="The overlapping clouds with one label in ten flipped.",
            generate=clouds_with_flipped_labels,
        ),
        DatasetRecord(
            slug="nielsen",
            title="One example",
            description="One neuron that should answer 0 to the input 1.",
            source="M. Nielsen, Neural Networks and Deep Learning, 2015, chapter 3",
            standardise=False,
            generate=one_example,
        ),
        DatasetRecord(
            slug="lab",
            title="Six points in a row",
            description="x = 0 to 5 with the labels 0 0 0 1 1 1, which x = 2.5 separates.",
            source="Often used in lectures",
            standardise=False,
            generate=lab,
        ),
        DatasetRecord(
            slug="trap",
            title="Five points that trap half squared error",
            description="Half squared error has two local minima here, cross-entropy one.",
            standardise=False,
            generate=trap,
        ),
    )
}
