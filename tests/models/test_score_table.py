"""Two classifiers side by side, against the functions of core."""

import numpy as np

from core.multiclass import cross_entropy, error_rate, squared_error
from pages.models import score_table as model
from pages.models.score_table import Choice

ANIMALS = Choice(
    ("cat", "dog", "pig"),
    (2, 1, 0),
    ((0.3, 0.3, 0.4), (0.3, 0.4, 0.3), (0.1, 0.2, 0.7)),
    ((0.1, 0.2, 0.7), (0.1, 0.7, 0.2), (0.3, 0.4, 0.3)),
)


def test_the_way_leads_from_model_1_to_model_2():
    q = model.compute(ANIMALS).q
    first, second = np.array(ANIMALS.first), np.array(ANIMALS.second)
    np.testing.assert_array_equal(q[0], first)
    np.testing.assert_array_equal(q[-1], second)
    np.testing.assert_allclose(q[50], (first + second) / 2, rtol=1e-15)


def test_means_are_the_table_of_the_articles():
    scored = model.compute(ANIMALS)
    cross, squared = (
        [score(np.array(q), scored.one_hot).mean() for q in (ANIMALS.first, ANIMALS.second)]
        for score in (lambda q, t: cross_entropy(t, q), squared_error)
    )
    ends = {slug: each.mean(axis=1)[[0, -1]] for slug, each in scored.measures.items()}
    np.testing.assert_allclose(ends["error"], [1 / 3, 1 / 3])
    np.testing.assert_allclose(ends["squared"], squared)
    np.testing.assert_allclose(ends["squared"], [0.8067, 0.34], atol=5e-5)
    np.testing.assert_allclose(ends["cross"], cross)
    np.testing.assert_allclose(ends["cross"], [1.378, 0.639], atol=5e-4)


def test_the_error_rate_stands_still_where_the_others_fall():
    scored = model.compute(ANIMALS)
    error, squared, cross = (v.mean(axis=1) for v in scored.measures.values())
    assert set(error) == {error_rate(np.array(ANIMALS.first), scored.one_hot)}
    assert (np.diff(squared) < 0).all()
    assert (np.diff(cross) < 0).all()


def test_a_tie_is_told_from_a_preference():
    error, squared, cross = model.ranking(model.compute(ANIMALS), 0)
    assert [rank.preferred for rank in (error, squared, cross)] == ["tie", "second", "second"]
    assert error.slope == 0
    q, t = np.array(ANIMALS.first), model.compute(ANIMALS).one_hot
    assert cross.slope == np.linalg.norm(q - t, axis=1).mean().round(15)
