"""The position that the browser tells of a control, numbered from one.

A callback may be interrupted by the next message, which brings the same position but calls no
callback for it. So what has been taken over is remembered, and looked at in every run.
"""

from dataclasses import dataclass
from typing import Any

import streamlit as st


@dataclass(frozen=True, slots=True)
class Position:
    """What is told of one control.

    Attributes
    ----------
    name : str
        Key of its range input.
    """

    name: str

    @property
    def _taken(self) -> str:
        """Key of the last number that was taken over."""
        return f"{self.name}-taken"

    def _told(self) -> dict[str, Any]:
        return (st.session_state.get(self.name) or {}).get("position") or {}

    @property
    def runs_page(self) -> bool:
        """Whether another control, which was pressed, stands in the same message."""
        return bool(self._told().get("runsPage", False))

    def news(self) -> float | None:
        """Return the value if it has not been taken over."""
        told, taken = self._told(), st.session_state.get(self._taken)
        return None if not told or taken in (None, told["serial"]) else told["value"]

    def take(self) -> None:
        """Remember that it has been taken over."""
        st.session_state[self._taken] = self._told()["serial"]

    def begin(self) -> int:
        """Return the number of the last that was taken over, for a bar that is drawn."""
        told = self._told()
        if not told:  # a control that is drawn anew counts from one
            st.session_state[self._taken] = 0
        taken = st.session_state.get(self._taken)
        if taken is None:  # of a server that was started anew: the browser tells it again
            st.session_state[self._taken] = told["serial"]
        return taken or 0
