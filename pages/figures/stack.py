"""Pictures one above the other over one level axis, in one figure, so that their axes agree."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from pages.figures.picture import Picture


class Stack:
    """Pictures over one axis; each takes its `height`, and what is left lies between them.

    Parameters
    ----------
    pictures : sequence of Picture
        With one and the same level axis, the upper one first.
    alt : str
        What they show, for those who do not see them.
    """

    def __init__(self, pictures: Sequence[Picture], alt: str) -> None:
        self.alt = alt
        frame = pictures[0].figure.layout.to_plotly_json()
        self.figure = go.Figure(
            layout=frame | {"annotations": [], "shapes": [], "meta": {"moving": []}}
        )
        gap = (1 - sum(picture.height for picture in pictures)) / max(len(pictures) - 1, 1)
        top = 1.0
        for number, picture in enumerate(pictures, 1):
            self._add(picture.figure, "y" if number == 1 else f"y{number}", top, picture.height)
            top -= picture.height + gap

    def _add(self, part: go.Figure, axis: str, top: float, height: float) -> None:
        """Take over a picture with its marks, on an axis of its own."""
        whole, before = self.figure, len(self.figure.data)
        upright = part.layout.yaxis.to_plotly_json()
        domain = [max(top - height, 0.0), top]
        whole.layout[f"yaxis{axis[1:]}"] = upright | {"domain": domain, "anchor": "x"}
        whole.layout.xaxis.anchor = axis
        whole.add_traces([trace.update(yaxis=axis) for trace in go.Figure(part).data])
        for note in part.layout.annotations:
            whole.add_annotation(_moved(note, axis, "yref", "ayref"))
        for shape in part.layout.shapes:
            whole.add_shape(_moved(shape, axis, "yref"))
        for track in part.layout.meta["moving"]:
            whole.layout.meta["moving"].append(track | {"trace": track["trace"] + before})


def _moved(mark: Any, axis: str, *references: str) -> dict[str, Any]:
    """Return a note or a shape that refers to another axis in place of y."""
    properties = {"yref": "y"} | mark.to_plotly_json()
    for name in references:
        if properties.get(name, "").startswith("y"):
            properties[name] = axis + properties[name][1:]
    return properties
