"""Pictures one above the other over one level axis, in one figure, so that their axes agree."""

from collections.abc import Mapping, Sequence
from typing import Any

from pages.figures.figure import Figure
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
        self._traces: list[dict[str, Any]] = []
        self._sheet: dict[str, Any] = pictures[0].figure.sheet | {
            "annotations": [],
            "shapes": [],
            "meta": {"moving": []},
        }
        gap = (1 - sum(picture.height for picture in pictures)) / max(len(pictures) - 1, 1)
        top = 1.0
        for number, picture in enumerate(pictures, 1):
            self._add(picture.figure, "y" if number == 1 else f"y{number}", top, picture.height)
            top -= picture.height + gap

    @property
    def figure(self) -> Figure:
        """The figure of all pictures."""
        return Figure(self._traces, self._sheet)

    def _add(self, part: Figure, axis: str, top: float, height: float) -> None:
        """Take over a picture with its marks, on an axis of its own."""
        whole, before = self._sheet, len(self._traces)
        domain = [max(top - height, 0.0), top]
        whole[f"yaxis{axis[1:]}"] = part.sheet["yaxis"] | {"domain": domain, "anchor": "x"}
        whole["xaxis"] = whole["xaxis"] | {"anchor": axis}
        self._traces += [trace | {"yaxis": axis} for trace in part.traces]
        whole["annotations"] += [
            _moved(note, axis, "yref", "ayref") for note in part.sheet["annotations"]
        ]
        whole["shapes"] += [_moved(shape, axis, "yref") for shape in part.sheet["shapes"]]
        whole["meta"]["moving"] += [
            track | {"trace": track["trace"] + before} for track in part.tracks
        ]


def _moved(mark: Mapping[str, Any], axis: str, *references: str) -> dict[str, Any]:
    """Return a note or a shape that refers to another axis in place of y."""
    properties = {"yref": "y"} | dict(mark)
    for name in references:
        if properties.get(name, "").startswith("y"):
            properties[name] = axis + properties[name][1:]
    return properties
