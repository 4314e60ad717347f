"""The words of a page in the language of the visitor whose script runs.

The language is state in the link, like that of every control: ``?lang=zh``. Without it the
browser's language decides, so a link carries a language only if somebody chose one.
"""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.words import text
from pages.words.text import LANGUAGES, Text, TextError

__all__ = [
    "KEY",
    "Text",
    "TextError",
    "chosen",
    "faulty",
    "language",
    "names",
    "preferred",
    "read",
    "script_words",
    "shared",
]

KEY = "lang"
"""Name of the language in the link, and key of its control."""


def preferred() -> str:
    """Return the browser's language if the dashboard speaks it, else the first of LANGUAGES."""
    locale = (st.context.locale or "").lower().replace("_", "-").split("-")[0]
    return locale if locale in LANGUAGES else LANGUAGES[0]


def language() -> str:
    """Return the visitor's language, one of LANGUAGES."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is None:  # a script that reads texts without a server
        return LANGUAGES[0]
    linked = st.query_params.get(KEY, "").strip().lower()
    # A click is in the control's state first, the browser's Back in the link.
    asked = linked if context.is_history_navigation else st.session_state.get(KEY, linked)
    return asked if asked in LANGUAGES else preferred()


def chosen() -> dict[str, str]:
    """Return the language as a parameter of a link, if it is another than the browser's."""
    return {} if language() == preferred() else {KEY: language()}


def names() -> dict[str, str]:
    """Return what each language calls itself."""
    return {each: text.read(text.SHARED, each)["language"] for each in LANGUAGES}


def shared() -> Text:
    """Read the words that all pages share."""
    return text.read(text.SHARED, language())


def script_words(name: str) -> dict[str, str]:
    """Return what a script in the browser says, by the ids without its name.

    Parameters
    ----------
    name : str
        Of the script: the words are those that all pages share, under ``name.id``.
    """
    own, words = f"{name}.", shared().words
    return {key.removeprefix(own): said for key, said in words.items() if key.startswith(own)}


def faulty(name: str, fault: TextError) -> Text:
    """Return what stands in for a text that cannot be read.

    Parameters
    ----------
    name : str
        Stands for the title.
    fault : TextError
        Is told as the line about the page.
    """
    told = shared().fill("text-faulty", fault=str(fault))
    passages = {"needs": "", "afterwards": "", "questions": ""}
    words = shared().words | {"title": name, "line": told}
    return Text((name, str(fault), language()), name, told, passages, {}, words)


def read(script: str, asked: str = "") -> Text:
    """Read the words that stand beside a script.

    Parameters
    ----------
    script : str
        The script's ``__file__``.
    asked : str
        One of LANGUAGES; the visitor's without it.

    Returns
    -------
    Text
        As the file stands now: an edited text shows at the next run.
    """
    return text.read(script, asked or language())
