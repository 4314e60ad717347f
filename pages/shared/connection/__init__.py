"""A server that goes away: said in one line, while the pictures still move in the browser."""

from pathlib import Path

from pages.shared import text
from pages.shared.component import component, rerun_suffices

_connection = component(Path(__file__).with_name("connection.js"))


def watch() -> None:
    """Tell the viewer when the server is away; when it is back, let it learn what is on screen.

    A server that was started anew knows nothing of the page until its script has run: it would
    answer the first change without the callbacks that belong to it.
    """
    _connection(
        key="connection",
        data={"words": text.script_words("connection")},
        on_returns_change=rerun_suffices,
    )
