"""Codes: the best prefix code against every other, Shannon's bounds and the cost of a wrong one."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.coding import huffman, ideal_lengths, kraft_sum, mean_length
from core.information import cross_entropy, entropy, information_content
from tests.core.helpers import NOT_REAL_NUMBERS

repeatable = settings(deadline=None, derandomize=True)


def distributions(smallest=2, largest=16):
    weights = st.integers(smallest, largest).flatmap(
        lambda size: arrays(np.float64, size, elements=st.integers(0, 1000))
    )
    return weights.filter(lambda w: (w > 0).sum() > 1).map(lambda w: w / w.sum())


def is_prefix_code(codewords):
    words = sorted(word for word in codewords if word is not None)
    return all(not later.startswith(word) for word, later in pairwise(words))


@repeatable
@given(distributions())
def test_the_mean_length_lies_within_a_bit_above_the_entropy(p):
    code = huffman(p)
    assert entropy(p, "bit") - 1e-12 <= code.mean_length < entropy(p, "bit") + 1
    assert code.mean_length == mean_length(p, code.lengths)


@repeatable
@given(distributions())
def test_codewords_have_their_lengths_and_none_begins_another(p):
    code = huffman(p)
    assert is_prefix_code(code.codewords)
    assert kraft_sum(code.lengths) == 1
    for probability, word, length in zip(p, code.codewords, code.lengths, strict=True):
        assert (word is None) == (probability == 0)
        assert length == (np.inf if word is None else len(word))
        assert set(word or "") <= {"0", "1"}


@settings(max_examples=40, deadline=None, derandomize=True)
@given(distributions(largest=5))
def test_no_prefix_code_is_shorter(p):
    others = (lengths for lengths in product(range(1, 5), repeat=p.size) if kraft_sum(lengths) <= 1)
    best = min(mean_length(p, lengths) for lengths in others)
    happens = p > 0
    assert huffman(p).mean_length <= best + 1e-12
    if happens.all():
        assert huffman(p).mean_length == pytest.approx(best, rel=1e-12)


@repeatable
@given(distributions())
def test_likelier_outcomes_have_no_longer_codewords(p):
    lengths = huffman(p).lengths
    for a, b in product(range(p.size), repeat=2):
        assert p[a] <= p[b] or lengths[a] <= lengths[b]


@repeatable
@given(st.lists(st.integers(0, 5), min_size=1, max_size=15))
def test_powers_of_one_half_are_coded_ideally(splits):
    p = [1.0]
    for place in splits:
        half = p.pop(place % len(p)) / 2
        p += [half, half]
    np.testing.assert_array_equal(huffman(p).lengths, ideal_lengths(p))
    assert huffman(p).mean_length == pytest.approx(entropy(p, "bit"), rel=1e-14)


def test_examples_worked_by_hand():
    code = huffman([0.5, 0.3, 0.2])
    assert code.codewords == ("0", "10", "11")
    assert code.mean_length == 1.5
    assert entropy([0.5, 0.3, 0.2], "bit") == pytest.approx(1.4855, abs=5e-5)
    assert huffman([0.2, 0.5, 0.3]).codewords == ("10", "0", "11")
    assert huffman(np.full(8, 1 / 8)).codewords == tuple(f"{k:03b}" for k in range(8))


def test_ties_give_the_flattest_code_every_time():
    p = np.array([4, 2, 2, 1, 1]) / 10
    assert huffman(p).lengths.tolist() == [2, 2, 2, 3, 3]
    assert huffman(p).codewords == ("00", "01", "10", "110", "111")


def test_what_never_happens_has_no_codeword_and_what_always_does_needs_none():
    code = huffman([0.5, 0.0, 0.5])
    assert code.codewords == ("0", None, "1")
    assert code.lengths.tolist() == [1, np.inf, 1]
    sure = huffman([0.0, 1.0])
    assert (sure.codewords, sure.lengths.tolist(), sure.mean_length) == ((None, ""), [np.inf, 0], 0)
    assert kraft_sum(sure.lengths) == 1


@repeatable
@given(p=distributions(largest=6), q=distributions(largest=6))
def test_ideal_lengths_of_another_distribution_cost_the_cross_entropy(p, q):
    size = min(p.size, q.size)
    p, q = (np.append(values[: size - 1], values[size - 1 :].sum()) for values in (p, q))
    expected = cross_entropy(p, q, "bit")
    np.testing.assert_allclose(mean_length(p, ideal_lengths(q)), expected, rtol=1e-12, atol=1e-15)
    assert mean_length(p, huffman(q).lengths) >= huffman(p).mean_length - 1e-12


def test_ideal_lengths_are_bits():
    p = [0.5, 0.1, 0.0, 1.0]
    np.testing.assert_array_equal(ideal_lengths(p), information_content(p, "bit"))
    np.testing.assert_allclose(ideal_lengths(p), [1, np.log2(10), np.inf, 0])


def test_leading_axes_broadcast():
    p, lengths = np.full((2, 1, 4), 0.25), np.arange(12.0).reshape(3, 4)
    assert mean_length(p, lengths).shape == (2, 3)
    assert kraft_sum(lengths).shape == (3,)
    assert mean_length([0.5, 0.5], [[1, 1], [1, 2]]).tolist() == [1, 1.5]


def test_arguments_are_left_alone():
    p, lengths = np.array([0.0, 0.25, 0.75]), np.array([np.inf, 1.0, 1.0])
    p.flags.writeable = lengths.flags.writeable = False
    huffman(p), mean_length(p, lengths), kraft_sum(lengths), ideal_lengths(p)


@pytest.mark.parametrize("value", NOT_REAL_NUMBERS.values(), ids=NOT_REAL_NUMBERS.keys())
def test_what_is_not_a_real_number_is_refused(value):
    for function in (huffman, ideal_lengths):
        with pytest.raises(ValueError, match=r"^p must "):
            function(value)
    with pytest.raises(ValueError, match=r"^lengths must "):
        kraft_sum(value)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: huffman([1.0]), r"p must have 2 to 16 outcomes; got shape \(1,\)"),
        (lambda: huffman(np.full(17, 1 / 17)), "p must have 2 to 16 outcomes"),
        (lambda: huffman([[0.5, 0.5]]), r"p must have 2 to 16 outcomes; got shape \(1, 2\)"),
        (lambda: huffman([0.5, 0.4]), "p must sum to 1"),
        (lambda: ideal_lengths([1.1]), "p must lie in"),
        (lambda: mean_length([0.5, 0.5], [1]), "p and lengths must have equally many outcomes"),
        (lambda: mean_length([0.5, 0.5], [1, -1]), "lengths must be at least 0; got -1.0"),
        (lambda: mean_length(np.full((2, 2), 0.5), np.ones((3, 2))), "must broadcast"),
        (lambda: kraft_sum([]), r"lengths must have outcomes along the last axis; got \(0,\)"),
    ],
)
def test_errors_name_argument_and_value(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
