"""The plain form of a link's parts, which mail and chat programs and typing hands have bent.

It is text to text: what a page then takes is for its controls to say.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote

_OPENING = "\"'`“”„‘’‚«»‹›([{<*"
_CLOSING = "\"'`“”„‘’‚«»‹›)]}>*.,;:!?"
_DASHES = dict.fromkeys(map(ord, "−–—‐‑‒﹣"), "-")
_NUMBER = re.compile(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[-+]?[0-9]+)?")
_WORD = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")
_COMMA = re.compile(r"([-+]?[0-9]+),([0-9]+)")
# 2,500 may be two and a half or two thousand five hundred: it is left for the page to refuse.
_THOUSANDS = re.compile(r"[-+]?[1-9][0-9]{0,2},[0-9]{3}")
_LONGEST = 100  # characters of a number or a word


class Text(NamedTuple):
    """A value as the link gives it, and in plain form."""

    given: str
    plain: str


def value(text: str) -> str:
    """Read a number or a word as it was meant; any other text stays as it is.

    Parameters
    ----------
    text : str
        A parameter's value.

    Returns
    -------
    str
        For example ``-2.5`` for ``−2,5).`` and ``mse`` for ``“MSE”``.
    """
    bare = _bare(text) if len(text) <= _LONGEST else text
    if _COMMA.fullmatch(bare) and not _THOUSANDS.fullmatch(bare):
        bare = bare.replace(",", ".")
    return bare if _NUMBER.fullmatch(bare) or _WORD.fullmatch(bare) else text


def name(text: str) -> str:
    """Read the name of a parameter, which in HTML may have kept the end of an ``&amp;``."""
    bare = _bare(text).removeprefix("amp;") if len(text) <= _LONGEST else text
    return bare if _WORD.fullmatch(bare) else text


def path(text: str) -> str:
    """Read the last part of a path: the page's address."""
    bare = re.sub(r"[\s_]+", "-", _bare(text)) if len(text) <= _LONGEST else text
    return bare if _WORD.fullmatch(bare) else text


def query(parameters: Mapping[str, Iterable[str]]) -> dict[str, list[Text]]:
    """Read all parameters of a link.

    Parameters
    ----------
    parameters : mapping of str to iterable of str
        Every value of each name, in order.

    Returns
    -------
    dict of str to list of Text
        Under plain names; names that mean the same are one.
    """
    read: dict[str, list[Text]] = {}
    for each, values in parameters.items():
        for key, text in _pairs(each, values):
            read.setdefault(name(key), []).append(Text(text, value(text)))
    return read


def _pairs(key: str, values: Iterable[str]) -> list[tuple[str, str]]:
    """Take apart a query that was escaped as a whole and so became one name without a value."""
    inside = parse_qsl(key, keep_blank_values=True) if "=" in key and len(key) <= 2_000 else []
    return inside if inside and not any(values) else [(key, text) for text in values]


def _bare(text: str) -> str:
    """Undo escapes, full-width forms, dashes, capitals, and what stands around a word."""
    for _ in range(2):
        text = unquote(text)
    text = unicodedata.normalize("NFKC", text).translate(_DASHES)
    text = "".join(c for c in text if unicodedata.category(c) != "Cf")  # unseen: joiners, marks
    return text.strip().lstrip(_OPENING).rstrip(_CLOSING).strip().lower()
