"""Prefix codes: what a distribution's outcomes cost in bits when each gets a codeword.

Ideal lengths are ``-log2 p``; codewords have whole lengths, so a real code needs a little more,
and a code made for another distribution more still.
"""

from dataclasses import dataclass
from heapq import heapify, heappop, heappush

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core._checks import FloatArray, as_distribution, as_floats, weighted
from core.information import information_content

MOST_OUTCOMES = 16


@dataclass(frozen=True, slots=True, eq=False)
class HuffmanCode:
    """A best prefix code of one distribution.

    Attributes
    ----------
    lengths : ndarray, shape (K,)
        Bits of each codeword; inf for an outcome that never happens, 0 for one that always does.
    codewords : tuple of str or None, length K
        Of 0 and 1, none the beginning of another; None for an outcome that never happens.
    mean_length : float
        Expected bits per outcome: at least the entropy, and less than 1 bit above it.

    Examples
    --------
    >>> code = huffman([0.5, 0.3, 0.2])
    >>> code.codewords, code.mean_length
    (('0', '10', '11'), 1.5)
    """

    lengths: FloatArray
    codewords: tuple[str | None, ...]
    mean_length: float


def huffman(p: ArrayLike) -> HuffmanCode:
    """Make a prefix code with the least mean length.

    Parameters
    ----------
    p : array_like, shape (K,)
        A distribution of 2 to 16 outcomes.

    Returns
    -------
    HuffmanCode
        With the codewords in canonical order: shorter ones first, then in the order of the
        outcomes.

    Raises
    ------
    ValueError
        If `p` is not one distribution of 2 to 16 outcomes.

    Notes
    -----
    The two lightest groups are merged until one is left; each merger costs its members one bit.
    Of equal weights the group made first is taken first, single outcomes before merged ones, so
    that the code is the same every time and its longest codeword as short as can be. Outcomes
    with p = 0 get no codeword, in keeping with their ideal length.

    References
    ----------
    D. A. Huffman, A method for the construction of minimum-redundancy codes, Proc. IRE 40
    (1952); E. S. Schwartz, B. Kallick, Generating a canonical prefix encoding, CACM 7 (1964).

    Examples
    --------
    Whole lengths are ideal where every p is a power of 1/2:

    >>> print(huffman([0.125, 0.5, 0.125, 0.25]).lengths, ideal_lengths([0.125, 0.5, 0.125, 0.25]))
    [3. 1. 3. 2.] [3. 1. 3. 2.]
    """
    p = as_distribution("p", p)
    if p.ndim != 1 or not 2 <= p.size <= MOST_OUTCOMES:
        raise ValueError(f"p must have 2 to {MOST_OUTCOMES} outcomes; got shape {p.shape}")
    lengths = _lengths(p)
    return HuffmanCode(lengths, _canonical(lengths), float(mean_length(p, lengths)))


def ideal_lengths(p: ArrayLike) -> FloatArray:
    """Lengths that a code would have if they need not be whole: ``-log2 p``.

    Parameters
    ----------
    p : array_like, any shape
        Probabilities in [0, 1].

    Returns
    -------
    ndarray, same shape
        In bits; inf where p = 0.

    Raises
    ------
    ValueError
        If `p` leaves [0, 1].

    References
    ----------
    C. E. Shannon, A Mathematical Theory of Communication, 1948.

    Examples
    --------
    >>> ideal_lengths([0.5, 0.3, 0.2]).round(3)
    array([1.   , 1.737, 2.322])
    """
    return information_content(p, "bit")


def mean_length(p: ArrayLike, lengths: ArrayLike) -> FloatArray:
    """Average the lengths of a code: the cost of coding p with it, ``sum p l``.

    With the ideal lengths of q it is the cross-entropy of p and q, with those of p the entropy.

    Parameters
    ----------
    p : array_like, shape (..., K)
        Distributions of the outcomes that happen.
    lengths : array_like, shape (..., K)
        Bits of each codeword, at least 0, perhaps of a code made for another distribution.

    Returns
    -------
    ndarray, shape (...)
        Bits per outcome; inf where an outcome that happens has no codeword.

    Raises
    ------
    ValueError
        If `p` is not a distribution, a length is negative or nan, or the shapes do not match.

    Examples
    --------
    >>> p, q = [0.5, 0.3, 0.2], [0.1, 0.2, 0.7]
    >>> print(mean_length(p, huffman(p).lengths), mean_length(p, huffman(q).lengths))
    1.5 1.8
    >>> print(mean_length(p, ideal_lengths(p)).round(2), mean_length(p, ideal_lengths(q)).round(2))
    1.49 2.46
    """
    p, bits = as_distribution("p", p), _as_lengths(lengths)
    if p.shape[-1:] != bits.shape[-1:]:
        raise ValueError(
            f"p and lengths must have equally many outcomes; got {p.shape} and {bits.shape}"
        )
    try:
        products = weighted(p, bits)
    except ValueError:
        raise ValueError(f"p and lengths must broadcast; got {p.shape}, {bits.shape}") from None
    mean: FloatArray = products.sum(axis=-1)
    return mean


def kraft_sum(lengths: ArrayLike) -> FloatArray:
    """Sum ``2^-l`` over the codewords: a prefix code of these lengths exists up to 1.

    Parameters
    ----------
    lengths : array_like, shape (..., K)
        In bits, at least 0; inf for no codeword.

    Returns
    -------
    ndarray, shape (...)
        Exactly 1 for a Huffman code.

    Raises
    ------
    ValueError
        If a length is negative or nan, or there is none.

    References
    ----------
    L. G. Kraft, A device for quantizing, grouping, and coding amplitude-modulated pulses, MSc
    thesis, MIT 1949.

    Examples
    --------
    >>> print(kraft_sum([1, 2, 2]), kraft_sum([1, 1, 2]))
    1.0 1.25
    """
    total: FloatArray = np.exp2(-_as_lengths(lengths)).sum(axis=-1)
    return total


def _lengths(p: FloatArray) -> FloatArray:
    lengths = np.where(p > 0, 0.0, np.inf)
    groups = [(weight, number, [number]) for number, weight in enumerate(p.tolist()) if weight > 0]
    heapify(groups)
    for number in range(p.size, p.size + len(groups) - 1):
        first, _, some = heappop(groups)
        second, _, others = heappop(groups)
        members = some + others
        lengths[members] += 1
        heappush(groups, (first + second, number, members))
    return lengths


def _canonical(lengths: FloatArray) -> tuple[str | None, ...]:
    """Count upwards in binary, with a 0 appended wherever the length grows."""
    codewords: list[str | None] = [None] * lengths.size
    code, digits = 0, 0
    for outcome in _by_length(lengths):
        length = int(lengths[outcome])
        code <<= length - digits
        digits = length
        codewords[outcome] = f"{code:0{length}b}" if length else ""
        code += 1
    return tuple(codewords)


def _by_length(lengths: FloatArray) -> NDArray[np.intp]:
    """Outcomes that have a codeword, the shortest first."""
    order = np.argsort(lengths, kind="stable")
    return order[np.isfinite(lengths[order])]


def _as_lengths(lengths: ArrayLike) -> FloatArray:
    bits = as_floats("lengths", lengths)
    if bits.ndim == 0 or bits.size == 0:
        raise ValueError(f"lengths must have outcomes along the last axis; got {bits.shape}")
    if np.any(bits < 0):
        raise ValueError(f"lengths must be at least 0; got {float(bits.min())!r}")
    return bits
