"""The data sets: what their sources say, seeds that reproduce bits, and units that come back."""

import hashlib

import numpy as np
import pytest
from scipy.optimize import linprog
from sklearn.datasets import load_breast_cancer, load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from core import datasets
from core.datasets import DATASETS, DatasetRecord, load

SEPARABLE = {"separable", "nielsen", "lab"}
KEEP_COORDINATES = {"nielsen", "lab", "trap"}
SHAPES = {
    "iris": (100, 2),
    "breast-cancer": (569, 2),
    "overlapping": (200, 2),
    "separable": (200, 2),
    "outliers": (210, 2),
    "flipped": (200, 2),
    "nielsen": (1, 1),
    "lab": (6, 1),
    "trap": (5, 1),
}
CHECKSUMS = {
    "overlapping": "60ec2c68f5b5e157",
    "separable": "1a64756579477b64",
    "outliers": "d70c3f4504b1ce19",
    "flipped": "e818dd16ffe96142",
}


def signed_rows(dataset):
    """Rows (x, 1), negated for class 0: theta separates where every product is positive."""
    design = np.column_stack([dataset.X, np.ones(len(dataset.y))])
    return design * (2 * dataset.y - 1)[:, None]


def largest_total_margin(dataset):
    """Positive if some hyperplane has no point on its wrong side and not all points on it."""
    rows = signed_rows(dataset)
    program = linprog(-rows.sum(axis=0), A_ub=-rows, b_ub=np.zeros(len(rows)), bounds=(-1, 1))
    return -program.fun


def logistic_regression(dataset):
    model = LogisticRegression(C=np.inf, tol=1e-10, max_iter=10_000).fit(dataset.X, dataset.y)
    return np.append(model.coef_[0], model.intercept_)


def logits(X, theta):
    return X @ theta[:-1] + theta[-1]


def test_the_slugs_are_those_of_the_lecture():
    assert set(SHAPES) <= set(DATASETS)
    assert all(slug == record.slug for slug, record in DATASETS.items())


@pytest.mark.parametrize("slug", DATASETS)
def test_every_data_set_is_complete(slug):
    dataset, record = load(slug), DATASETS[slug]
    assert dataset.X.shape == SHAPES.get(slug, dataset.X.shape)
    assert dataset.y.shape == dataset.X.shape[:1]
    assert dataset.offset.shape == dataset.scale.shape == dataset.X.shape[1:]
    assert len(dataset.feature_names) == dataset.X.shape[1]
    assert len(dataset.label_names) == 2
    assert all(getattr(dataset, name).dtype == np.float64 for name in ("X", "y", "offset"))
    assert np.isfinite(dataset.X).all()
    assert set(dataset.y) <= {0.0, 1.0}
    assert (dataset.slug, dataset.title, dataset.source) == (slug, record.title, record.source)
    assert dataset.licence
    assert record.units
    assert record.description.endswith(".")


@pytest.mark.parametrize("slug", DATASETS)
def test_standardised_by_default_unless_the_coordinates_are_quoted(slug):
    dataset = load(slug)
    assert dataset.standardised == DATASETS[slug].standardise == (slug not in KEEP_COORDINATES)
    plain = load(slug, standardise=False)
    assert not plain.standardised
    assert (plain.offset == 0).all()
    assert (plain.scale == 1).all()
    np.testing.assert_allclose(dataset.offset + dataset.scale * dataset.X, plain.X, atol=1e-13)


@pytest.mark.parametrize("slug", sorted(set(DATASETS) - {"nielsen"}))
def test_standardising_is_that_of_scikit_learn(slug):
    plain = load(slug, standardise=False)
    scaler = StandardScaler().fit(plain.X)
    dataset = load(slug, standardise=True)
    np.testing.assert_allclose(dataset.X, scaler.transform(plain.X), atol=1e-13)
    np.testing.assert_allclose(dataset.scale, scaler.scale_, rtol=1e-13)


def test_the_iris_file_is_fishers():
    iris, original = load("iris", standardise=False), load_iris()
    chosen = original.target > 0
    np.testing.assert_array_equal(iris.X, original.data[chosen][:, 2:])
    np.testing.assert_array_equal(iris.y, original.target[chosen] == 2)
    assert iris.label_names == ("versicolor", "virginica")
    assert iris.feature_names == ("petal length (cm)", "petal width (cm)")


def test_the_breast_cancer_file_is_wisconsins():
    cancer, original = load("breast-cancer", standardise=False), load_breast_cancer()
    np.testing.assert_array_equal(cancer.X, original.data[:, :2])
    np.testing.assert_array_equal(cancer.y, original.target == 0)
    assert cancer.label_names == ("benign", "malignant")
    assert cancer.y.sum() == 212
    assert cancer.feature_names == ("mean radius", "mean texture")


def test_quoted_sets_hold_the_quoted_numbers():
    assert load("nielsen").X.tolist() == [[1]]
    assert load("nielsen").y.tolist() == [0]
    assert load("lab").X[:, 0].tolist() == [0, 1, 2, 3, 4, 5]
    assert load("lab").y.tolist() == [0, 0, 0, 1, 1, 1]
    assert load("trap").X[:, 0].tolist() == [5.5, 4, 2.5, -5.5, 5]
    assert load("trap").y.tolist() == [0, 0, 0, 1, 1]


@pytest.mark.parametrize("slug", CHECKSUMS)
def test_seeds_reproduce_bits(slug):
    dataset = load(slug, standardise=False)
    content = dataset.X.astype("<f8").tobytes() + dataset.y.astype("<f8").tobytes()
    assert hashlib.sha256(content).hexdigest()[:16] == CHECKSUMS[slug]


@pytest.mark.parametrize("slug", sorted(set(DATASETS) - SEPARABLE))
def test_default_data_have_a_unique_finite_optimum(slug):
    """Not separable, not even with points of both classes on the boundary, and of full rank."""
    dataset = load(slug)
    assert largest_total_margin(dataset) == pytest.approx(0, abs=1e-9)
    assert np.linalg.matrix_rank(signed_rows(dataset)) == dataset.X.shape[1] + 1


@pytest.mark.parametrize("slug", sorted(SEPARABLE))
def test_separable_data_are_separated_with_a_gap(slug):
    rows = signed_rows(load(slug))
    entries = rows.shape[1]
    program = linprog(
        np.append(np.zeros(entries), -1),
        A_ub=np.column_stack([-rows, np.ones(len(rows))]),
        b_ub=np.zeros(len(rows)),
        bounds=[(-1, 1)] * entries + [(None, None)],
    )
    assert -program.fun > 0.1


def test_flipped_is_overlapping_with_every_tenth_label_flipped():
    clean, flipped = load("overlapping"), load("flipped")
    np.testing.assert_array_equal(clean.X, flipped.X)
    wrong = clean.y != flipped.y
    assert wrong.sum() == 20
    assert clean.y[wrong].sum() == 10


def test_outliers_hurt_least_squares_and_not_logistic_regression():
    clean, outliers = load("overlapping", standardise=False), load("outliers", standardise=False)
    np.testing.assert_array_equal(outliers.X[:200], clean.X)

    def error_rate(theta, threshold):
        return ((logits(clean.X, theta) >= threshold) != clean.y).mean()

    def least_squares(dataset):
        design = np.column_stack([dataset.X, np.ones(len(dataset.y))])
        return np.linalg.lstsq(design, dataset.y)[0]

    assert error_rate(least_squares(outliers), 0.5) > error_rate(least_squares(clean), 0.5) + 0.05
    assert error_rate(logistic_regression(outliers), 0) == error_rate(logistic_regression(clean), 0)
    assert (logits(outliers.X[200:], logistic_regression(clean)) > 10).all()


@pytest.mark.parametrize("slug", ["iris", "breast-cancer"])
def test_weights_in_original_units_are_those_of_a_fit_in_original_units(slug):
    dataset, plain = load(slug), load(slug, standardise=False)
    theta = dataset.original_units(logistic_regression(dataset))
    reference = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-12, max_iter=1000)
    reference.fit(plain.X, plain.y)
    np.testing.assert_allclose(theta[:2], reference.coef_[0], rtol=1e-5)
    np.testing.assert_allclose(theta[2], reference.intercept_[0], rtol=1e-5)


def test_original_units_keep_the_logits_of_a_whole_path():
    dataset, plain = load("iris"), load("iris", standardise=False)
    path = np.random.default_rng(0).normal(size=(7, 3))
    for theta, original in zip(path, dataset.original_units(path), strict=True):
        np.testing.assert_allclose(logits(plain.X, original), logits(dataset.X, theta), atol=1e-12)


def test_original_units_without_standardising_change_nothing():
    theta = np.array([2.0, -5.0])
    np.testing.assert_array_equal(load("lab").original_units(theta), theta)


@pytest.mark.parametrize(
    ("theta", "sentence"),
    [
        ([1.0, 2.0], r"theta must have 3 entries; got shape \(2,\)"),
        (1.0, r"theta must have 3 entries; got shape \(\)"),
        ([1.0, np.nan, 0.0], "theta must not hold nan"),
        ([1.0, np.inf, 0.0], "theta must be finite"),
    ],
)
def test_original_units_refuse(theta, sentence):
    with pytest.raises(ValueError, match=sentence):
        load("iris").original_units(theta)


def test_features_are_chosen_by_name_or_place():
    iris = load("iris")
    width = iris.feature("petal width (cm)")
    assert width.feature_names == ("petal width (cm)",)
    assert width.label_names == iris.label_names
    np.testing.assert_array_equal(width.X, iris.X[:, 1:])
    np.testing.assert_array_equal(width.offset, iris.offset[1:])
    np.testing.assert_array_equal(width.scale, iris.scale[1:])
    swapped = iris.feature(1, "petal length (cm)")
    np.testing.assert_array_equal(swapped.X, iris.X[:, ::-1])
    assert swapped.feature_names == iris.feature_names[::-1]


@pytest.mark.parametrize("columns", [(), (0, 0), (0, "petal length (cm)"), (2,), (-1,), ("age",)])
def test_features_that_cannot_be_chosen(columns):
    with pytest.raises(ValueError, match="columns must be"):
        load("iris").feature(*columns)


def test_unknown_slugs_are_refused_by_name():
    with pytest.raises(ValueError, match=r"slug must be one of iris, .*trap.*; got 'irisses'"):
        load("irisses")
    with pytest.raises(ValueError, match="slug must be one of") as refusal:
        load("x" * 6000)
    assert len(str(refusal.value)) < 200


def test_one_example_cannot_be_standardised():
    with pytest.raises(ValueError, match=r"standardise must be False .*'nielsen'"):
        load("nielsen", standardise=True)


@pytest.mark.parametrize("part", [None, 0])
def test_arrays_are_read_only(part):
    dataset = load("iris") if part is None else load("iris").feature(part)
    for array in (dataset.X, dataset.y, dataset.offset, dataset.scale):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


def test_a_data_set_leaves_the_arrays_it_is_made_of_alone():
    iris = load("iris")
    fields = {name: getattr(iris, name) for name in iris.__slots__}
    X = iris.X.copy()
    dataset = datasets.Dataset(**(fields | {"X": X}))
    X[...] = 7
    np.testing.assert_array_equal(dataset.X, iris.X)


def test_a_file_is_read_once():
    load("iris")
    misses = datasets._raw.cache_info().misses
    load("iris")
    load("iris", standardise=False)
    assert datasets._raw.cache_info().misses == misses


def test_one_file_and_one_record_add_a_data_set(tmp_path, monkeypatch):
    (tmp_path / "seeds.csv").write_text("# From a garden.\nlength,kind\n1,oat\n2,rye\n4,rye\n")
    record = DatasetRecord(slug="seeds", title="Seeds", description="Three seeds.")
    monkeypatch.setattr(datasets, "DATA_FOLDER", tmp_path)
    monkeypatch.setitem(DATASETS, "seeds", record)
    seeds = load("seeds", standardise=False)
    assert seeds.X.tolist() == [[1], [2], [4]]
    assert seeds.y.tolist() == [0, 1, 1]
    assert seeds.feature_names == ("length",)
    assert seeds.label_names == ("oat", "rye")


@pytest.mark.parametrize("slug", ["iris", "breast-cancer"])
def test_files_name_source_and_licence(slug):
    text = (datasets.DATA_FOLDER / f"{slug}.csv").read_text(encoding="utf-8")
    comment = text[: text.index("\n", text.rindex("# "))]
    assert DATASETS[slug].source.split("doi ")[1] in comment
    assert "CC BY 4.0" in comment


@pytest.mark.parametrize("slug", ["iris", "trap"])
def test_noise_features_stand_last_and_say_nothing_of_the_label(slug):
    dataset = load(slug)
    wide = dataset.with_noise(25, seed=3)
    known = dataset.X.shape[1]
    np.testing.assert_array_equal(wide.X[:, :known], dataset.X)
    np.testing.assert_array_equal(wide.y, dataset.y)
    assert wide.X.shape == (len(dataset.y), known + 25) == (len(dataset.y), len(wide.feature_names))
    if dataset.standardised:
        np.testing.assert_allclose(wide.X.mean(axis=0), 0, atol=1e-12)
        np.testing.assert_allclose(wide.X.std(axis=0), 1, rtol=1e-12)
    same, other = dataset.with_noise(25, seed=3), dataset.with_noise(25, seed=4)
    np.testing.assert_array_equal(wide.X, same.X)
    assert (wide.X[:, known:] != other.X[:, known:]).all()
    original = wide.offset + wide.scale * wide.X
    theta = np.arange(float(known + 26))
    np.testing.assert_allclose(
        original @ wide.original_units(theta)[:-1] + wide.original_units(theta)[-1],
        wide.X @ theta[:-1] + theta[-1],
    )


@pytest.mark.parametrize(("count", "seed"), [(0, 0), (1001, 0), (2.5, 0), (3, -1), (3, True)])
def test_noise_that_cannot_be_drawn_is_refused(count, seed):
    with pytest.raises(ValueError, match="must be a whole number"):
        load("iris").with_noise(count, seed)
