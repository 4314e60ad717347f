"""What `core` says in English, in the language of a text.

The English stands in `core` and nowhere else. A translation stands in ``core.<language>.md`` beside
this module, by the names that `core` gives; what has none there, as a data set that was added, is
shown as `core` says it.
"""

from core.csv_messages import MESSAGES, Message
from core.datasets import DATASETS, Dataset
from pages.words.text import Text


def said(words: Text, message: str) -> str:
    """Say a message about a table; other text stays as it is."""
    return (
        message.said(lambda name: template(words, name))
        if isinstance(message, Message)
        else message
    )


def template(words: Text, name: str) -> str:
    """Return one of `core.csv_messages.MESSAGES`, with its ``{names}``."""
    return words.called("file", name, MESSAGES[name])


def about(words: Text, slug: str) -> str:
    """Describe a data set in one sentence."""
    return words.called("data-about", slug, DATASETS[slug].description)


def source(words: Text, data: Dataset) -> str:
    """Tell where data come from."""
    return words.called("data-source", data.slug, data.source)


def features(words: Text, data: Dataset) -> list[str]:
    """Name the features, with their units."""
    return [_named(words, "data-feature", data, name) for name in data.feature_names]


def classes(words: Text, data: Dataset) -> list[str]:
    """Name class 0 and class 1."""
    return [_named(words, "data-class", data, name) for name in data.label_names]


def _named(words: Text, kind: str, data: Dataset, name: str) -> str:
    """Translate a name, unless it stands in a visitor's own file."""
    return words.called(kind, name.replace(" ", "-"), name) if data.slug in DATASETS else name
