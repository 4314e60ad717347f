"""Light pages of the hall: HTML, style, script and words in one answer, under a strict policy.

A phone that follows a lecture loads nothing but this one page: no Streamlit and no Plotly. The
policy names the style and the script by their hashes, so the browser runs these two and no other.
"""

import base64
import hashlib
import html
import json
import re
from functools import lru_cache
from pathlib import Path

from pages.shared.modules import bundle
from pages.words import text

_HERE = Path(__file__).parent
WORDS = _HERE / "hall.py"
"""Beside it stand the words of the hall, read like those of a script."""
_STYLES = {"phone": ("hall", "guess", "phone"), "speaker": ("hall", "speaker")}
_COMMENT = re.compile(r"\s*/\*.*?\*/", re.DOTALL)
_POLICY = (
    "default-src 'none'; script-src {script}; style-src {style}; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


def phone(language: str) -> tuple[bytes, str]:
    """Return the phone's page.

    Parameters
    ----------
    language : str
        One of `pages.words.text.LANGUAGES`.

    Returns
    -------
    bytes, str
        The page, and its Content-Security-Policy.
    """
    return _page("phone", language)


def speaker(language: str) -> tuple[bytes, str]:
    """Return the speaker's page, with its policy as for `phone`."""
    return _page("speaker", language)


def framed(name: str, language: str) -> str:
    """Return a page as it stands in a frame without an address, with its policy inside.

    Parameters
    ----------
    name : str
        "phone" or "speaker".
    language : str
        One of `pages.words.text.LANGUAGES`.
    """
    page, policy = _page(name, language)
    inside = policy.replace("frame-ancestors 'none'; ", "")
    head = (_HERE / "policy.html").read_text("utf-8").format(policy=inside)
    return page.decode().replace("<style>", f"{head}<style>", 1)


@lru_cache(maxsize=16)
def _page(name: str, language: str) -> tuple[bytes, str]:
    said = text.read(WORDS, language)
    style = "".join((_HERE / f"{each}.css").read_text("utf-8") for each in _STYLES[name])
    style = _COMMENT.sub("", style)
    script = bundle(_HERE / f"{name}.js")
    page = (_HERE / "shell.html").read_text("utf-8")
    filled = page.format(
        lang=html.escape(language),
        title=html.escape(said.question),
        noscript=html.escape(said["noscript"]),
        languages=_others(language),
        body=(_HERE / f"{name}.html").read_text("utf-8"),
        words=_data(_own(said, name)),
        style=style,
        script=script,
    )
    return filled.encode(), _POLICY.format(script=_hash(script), style=_hash(style))


def _own(said: text.Text, name: str) -> dict[str, str]:
    """Choose the words of both pages and of one of them, by the ids without that page's name."""
    own = {
        key: words
        for key, words in said.words.items()
        if key.startswith(("hall.", f"{name}-page."))
    }
    return {key.partition(".")[2]: words for key, words in own.items()}


def _others(language: str) -> str:
    """Link to the same page in the other languages, each by the name it gives itself."""
    names = {each: text.read(text.SHARED, each)["language"] for each in text.LANGUAGES}
    return " ".join(
        f'<a href="?lang={each}" lang="{each}" hreflang="{each}">{html.escape(name)}</a>'
        for each, name in names.items()
        if each != language
    )


def _data(words: dict[str, str]) -> str:
    """Write words as JSON that cannot end the element it stands in."""
    return json.dumps(words, ensure_ascii=False).replace("<", "\\u003c")


def _hash(source: str) -> str:
    digest = hashlib.sha256(source.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
