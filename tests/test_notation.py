"""One symbol, one meaning: `docs/notation.md` names every symbol once that a formula uses."""

import re
from pathlib import Path

import pytest

from pages.words import notation

ROOT = Path(__file__).parents[1]
TEXTS = sorted(path for path in (ROOT / "pages").glob("*/*.??.md"))
FORMULA = re.compile(r"(?<!\\)\$\$(.+?)\$\$|(?<![\\$])\$([^$\n]+(?:\n[^$\n]+)*?)\$", re.DOTALL)
GREEK = "alpha|beta|gamma|delta|varepsilon|epsilon|zeta|eta|theta|kappa|lambda|mu|nu|xi|rho|sigma"
GREEK += "|tau|phi|varphi|chi|psi|omega|Gamma|Theta|Lambda|Sigma|Phi|Psi|Omega|ell"
WORDED = re.compile(r"\\(?:text|mathrm|operatorname|begin|end)\*?\s*\{[^{}]*\}|\[-?\d+pt\]")
SYMBOL = re.compile(rf"\\(?:{GREEK})(?![a-zA-Z])|(?<![\\a-zA-Z])[a-zA-Z](?![a-zA-Z])")
NUMBERS = {"e", "d"}
"""Euler's number, and the sign of a differential."""


def formulas(text):
    """Return the formulas of a text."""
    return ["".join(each) for each in FORMULA.findall(text)]


def symbols(formula):
    """Return the letters of a formula, without words, places for numbers, and operations."""
    filled = re.sub(r"(?<!\{)\{[a-z_]+\}(?!\})", " ", formula) if "{{" in formula else formula
    bare = WORDED.sub(" ", filled.replace("{{", "{").replace("}}", "}"))
    return {*SYMBOL.findall(bare)} - NUMBERS


def test_no_symbol_has_two_rows():
    named = [part for row in notation.rows() for part in formulas(row["symbol"])]
    defined = [re.split(r"\s*=\s*", part)[0] for part in named]
    assert len(defined) > 50
    assert sorted(defined) == sorted({*defined})


@pytest.mark.parametrize(
    "path", TEXTS, ids=lambda path: path.relative_to(ROOT / "pages").as_posix()
)
def test_every_symbol_of_a_formula_has_a_row(path):
    known = {
        symbol
        for row in notation.rows()
        for part in formulas(" ".join(row.values()))
        for symbol in symbols(part)
    }
    unknown = {
        symbol: formula
        for formula in formulas(path.read_text("utf-8"))
        for symbol in symbols(formula) - known
    }
    assert not unknown
