"""The words of a page in the language of the visitor whose script runs."""

from pages.words import text
from pages.words.text import Text

__all__ = ["Text", "language", "read", "script_words", "shared"]


def language() -> str:
    """Return the visitor's language, one of `pages.words.text.LANGUAGES`."""
    return text.LANGUAGES[0]


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


def read(script: str) -> Text:
    """Read the words that stand beside a script.

    Parameters
    ----------
    script : str
        The script's ``__file__``.

    Returns
    -------
    Text
        As the file stands now: an edited text shows at the next run.
    """
    return text.read(script, language())
