"""JavaScript modules joined into one: Streamlit is given one script for a component.

The scripts of the dashboard are ordinary modules: tests load them as they are, and editors follow
their imports. `bundle` writes a module and all that it imports as one module: each file becomes a
function of its own that returns what the file exports, and runs once. Comments go.

They are joined, and not loaded one by one from the server, for three reasons: Streamlit hands a
component's script to the browser without an address from which it could import others; on a slow
line each level of imports would be one more wait before the first picture moves; and the file that
plays without a network (`pages.shared.downloads.stand_alone`) must hold them all anyway.
"""

import re
from functools import lru_cache
from pathlib import Path

_IMPORT = re.compile(
    r"^import (?:(?P<default>\w+)|\{(?P<names>[^}]+)\}) from '(?P<path>\.[^']+)'\n", re.MULTILINE
)
_EXPORT = re.compile(
    r"^export (?P<default>default )?(?=(?:async )?(?:function|class|const) (?P<name>\w+))",
    re.MULTILINE,
)
_OTHER = re.compile(r"^(?:import|export)\b.*|.*\bimport[(.].*", re.MULTILINE)
# Comments, which would be sent to every visitor: whole lines, and ends of lines without a quote.
_COMMENT = re.compile(r"^ *(?://[^\n]*|/\*\*.*?\*/ *)\n| +// [^'`\n]*$", re.MULTILINE | re.DOTALL)


@lru_cache(maxsize=32)
def bundle(entry: Path) -> str:
    """Write a module and everything that it imports as one module.

    Parameters
    ----------
    entry : Path
        A module with one default export.

    Returns
    -------
    str
        A module with the same default export.

    Raises
    ------
    ValueError
        If modules import each other in a circle, or a file imports or exports in another form than
        ``import { a, b as c } from './file.js'``, ``import a from './file.js'``,
        ``export [default] function|class|const name``.
    """
    order: dict[Path, str] = {}
    _add(entry.resolve(), order, ())
    names = {path: f"module{k}" for k, path in enumerate(order)}
    joined = [f"const {names[path]} = {_wrapped(path, names)}" for path in order]
    return "\n".join([*joined, f"export default {names[entry.resolve()]}.default", ""])


def _add(path: Path, order: dict[Path, str], importers: tuple[Path, ...]) -> None:
    """Put a module into the order after all that it imports."""
    if path in importers:
        raise ValueError(f"{path.name} imports itself by way of {importers[-1].name}")
    if path in order:
        return
    source = _read(path)
    for found in _IMPORT.finditer(source):
        _add((path.parent / found["path"]).resolve(), order, (*importers, path))
    order[path] = source


def _wrapped(path: Path, names: dict[Path, str]) -> str:
    """Write a module as a call of a function that returns its exports."""

    def taken(found: re.Match[str]) -> str:
        wanted = f"default: {found['default']}" if found["default"] else found["names"].strip()
        source = names[(path.parent / found["path"]).resolve()]
        return f"const {{ {wanted.replace(' as ', ': ')} }} = {source}\n"

    source = _read(path)
    exports = [
        f"default: {found['name']}" if found["default"] else found["name"]
        for found in _EXPORT.finditer(source)
    ]
    body = _EXPORT.sub("", _IMPORT.sub(taken, source))
    if left := _OTHER.search(body):
        raise ValueError(f"{path.name}: {left[0]!r} is a form that the bundle does not know")
    return f"(() => {{\n{body}return {{ {', '.join(exports)} }}\n}})()"


def _read(path: Path) -> str:
    return _COMMENT.sub("", path.read_text(encoding="utf-8"))
