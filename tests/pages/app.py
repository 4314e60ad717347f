"""Opening pages without a browser, and reading what they drew."""

import base64
import json
import re
from functools import cache, partial
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pandas as pd
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import RerunData
from streamlit.testing.v1 import AppTest

from pages.figures.moving import unpack

APP = str(Path(__file__).parents[2] / "app.py")


LONGEST_RUN = 60
"""Seconds, on a machine that does much else: a run takes a tenth of one."""


def open_page(script: str, /, **parameters: str) -> AppTest:
    """Open a page of the dashboard by a link with parameters; it must not fail."""
    test = arriving(script)
    test.query_params.update(parameters)
    return checked(test.run())


def arriving(script: str) -> AppTest:
    """Return a new session that is about to open a page, without another before it."""
    test = AppTest.from_file(APP, default_timeout=LONGEST_RUN)
    test._registered_pages = known_pages()
    return test.switch_page(script)


@cache
def known_pages() -> dict:
    """Return what a session knows of the pages once it has opened the first."""
    return AppTest.from_file(APP, default_timeout=LONGEST_RUN).run()._registered_pages


def checked(test: AppTest) -> AppTest:
    """Return the run if it drew the page without an exception and without the sentence for one."""
    assert not test.exception, test.exception
    assert not [error.value for error in test.error if "could not be drawn" in error.value]
    return test


def handle(test: AppTest) -> str:
    """Return the name in the link of the page's control."""
    (name,) = (each.proto.id for each in test.get("bidi_component") if is_control(each))
    return name.split("-", 2)[2].removesuffix("-motion")


def is_control(element) -> bool:
    """Whether an element is the page's control."""
    return element.type == "bidi_component" and element.proto.component_name.endswith("motion")


def move(test: AppTest, value: float) -> AppTest:
    """Move the page's control as a browser does, which names the part of the page it stands in.

    Returned is what that draws: not what stays on screen.
    """
    key = handle(test)
    test.number_input(key=key).set_value(value)
    (part,) = test._fragment_storage.resolve_target(f"{key}-box")
    asked, pages = partial(RerunData, fragment_id=part), test._registered_pages
    with (
        patch("streamlit.testing.v1.local_script_runner.RerunData", asked),
        patch.object(PagesManager, "get_pages", lambda _: pages),  # a session remembers them
    ):
        return checked(test.run())


def values(test: AppTest) -> dict[str, object]:
    """Return what every control of the page stands at, by its name in the link."""
    kinds = ["number_input", "button_group", "selectbox", "toggle", "text_input", "slider"]
    widgets = [widget for kind in kinds for widget in test.get(kind)]
    return {widget.key: widget.value for widget in widgets if not is_twin(widget.key)}


def is_twin(key: str) -> bool:
    """Whether a control shows titles beside the one of that name in the link."""
    return key.endswith(".shown")


def figure(test: AppTest, place: int = 0) -> dict:
    """Return one chart's figure as Plotly's JSON, its marks as traces among the others."""
    spec = json.loads(test.get("plotly_chart")[place].proto.spec)
    meta = spec["layout"].get("meta", {})
    for mark in meta.pop("marks", []):
        track = {name: mark[name] for name in ("x", "y", "text", "count") if name in mark}
        for other in meta["moving"]:
            other["trace"] += other["trace"] >= mark["place"]
        still = {axis: unpack(mark[axis]) for axis in "xy"}
        trace = mark["look"] | {
            axis: (values if values.ndim == 1 else values[0]).tolist()
            for axis, values in still.items()
        }
        spec["data"].insert(mark["place"], trace)
        moves = {name for name, values in still.items() if values.ndim == 2 or "count" in mark}
        kept = {name: part for name, part in track.items() if name not in "xy" or name in moves}
        meta["moving"].append({"trace": mark["place"], **kept})
        meta["moving"].sort(key=lambda each: each["trace"])
    return spec


def tables(test: AppTest) -> list[pd.DataFrame]:
    """Return the page's tables that stand by themselves, not within a text."""
    written = [each.value.split("\n") for each in test.markdown if each.value.startswith("| ")]
    return [_table(*lines) for lines in written]


def _table(heads: str, _: str, *rows: str) -> pd.DataFrame:
    """Read a table written in Markdown."""
    cells = [
        [cell.strip(" ").replace(r"\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        for line in (heads, *rows)
    ]
    return pd.DataFrame(cells[1:], columns=cells[0])


def array(values) -> np.ndarray:
    """Read an array of a figure, typed or plain."""
    if isinstance(values, dict):
        flat = np.frombuffer(base64.b64decode(values["bdata"]), values["dtype"])
        shape = [int(n) for n in values.get("shape", str(flat.size)).split(",")]
        return flat.reshape(shape)
    return np.array(values)


def plain(value: object) -> object:
    """Return a part of a figure with lists for typed arrays and without what is empty."""
    if isinstance(value, dict) and "bdata" in value:
        return array(value).tolist()
    if isinstance(value, dict):
        parts = {name: plain(part) for name, part in value.items()}
        return {name: part for name, part in parts.items() if part not in (None, [])}
    return [plain(part) for part in value] if isinstance(value, list) else value


def written(figure: object) -> str:
    """Write a figure so that nan is equal to itself."""
    return json.dumps(plain(figure), sort_keys=True)


def control(test: AppTest) -> dict:
    """Return what the motion control of the page was given."""
    (control,) = filter(is_control, test.get("bidi_component"))
    return data_of(control)


def data_of(component) -> dict:
    """Return what a component of the dashboard's own was given."""
    (data,) = json.loads(component.proto.json)
    return data


def weight(test: AppTest) -> int:
    """Return the bytes of everything that the page draws, as it is sent."""
    return sum(element.proto.ByteSize() for element in test.main if element.proto is not None)
