"""The number box of a control, which holds its state: it says what is shown, as the link does."""

from contextlib import suppress
from dataclasses import dataclass

import numpy as np
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.shared import link as links


@dataclass(slots=True)
class _Moved:
    """What the bar has made of a box: the numbers it has left, and the one it says now."""

    left: set[float | None]
    now: float
    is_late: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Box:
    """Where a control stands among its values.

    Attributes
    ----------
    key : str
        Of the box, and name of the parameter in the link.
    values : ndarray, shape (steps,)
        What the steps mean, increasing.
    decimals : int
        Digits after the point.
    """

    key: str
    values: np.ndarray
    decimals: int

    @property
    def spacing(self) -> float:
        """How far the box's buttons go."""
        return round(float(self.values[1] - self.values[0]), self.decimals)

    @property
    def _memory(self) -> str:
        """Key of what was asked for and what is shown for it."""
        return f"{self.key}-settled"

    def step(self) -> int:
        """Return the step that is nearest to the number in the box."""
        return self.nearest(st.session_state[self.key])

    def nearest(self, value: float) -> int:
        """Return the step that is nearest to a number."""
        return int(np.abs(self.values - value).argmin())

    def value(self, step: int) -> float:
        """Return what a step means, with the digits that are shown."""
        return round(float(self.values[step]), self.decimals)

    @property
    def _moved(self) -> str:
        """Key of what `follow` has done since the browser heard of it."""
        return f"{self.key}-moved"

    def place(self, step: int) -> None:
        """Let the box stand at a step."""
        st.session_state[self.key] = self.value(step)

    def follow(self, step: int) -> None:
        """Let the box stand where the bar was moved to, of which the browser hears later."""
        at = st.session_state.get(self.key)
        before = st.session_state.get(self._moved)
        has_heard = not before or (at == before.now and not before.is_late)
        left = {at} if has_heard else {*before.left, at}
        self.place(step)
        st.session_state[self._moved] = _Moved(left, self.value(step))

    def hear(self) -> None:
        """Let the number that was typed, or is in the link, count whatever it is."""
        st.session_state.pop(self._moved, None)

    def catch_up(self) -> bool:
        """Let the box stand where the bar was moved to if the browser tells what it has left.

        With another control the browser tells the box's number too. Returned is whether it is late.
        """
        moved, at = st.session_state.get(self._moved), st.session_state.get(self.key)
        if not moved or at == moved.now or at not in moved.left:
            return False
        moved.is_late = True
        st.session_state[self.key] = moved.now
        return True

    def settle(self, bounds: tuple[float, float], default: float) -> None:
        """Let the box say what is shown: the nearest of the values, which may be others by now.

        What was asked for comes back as soon as there is a value nearer to it.

        Parameters
        ----------
        bounds : tuple of float
            Least and largest value that a link may carry.
        default : float
            What a link without the parameter means.
        """
        asked = self._asked(bounds, default)
        if asked is not None:
            self.hear()
        at = st.session_state[self.key] if asked is None else asked
        before = st.session_state.get(self._memory) if asked is None else None
        wanted = before[0] if before and before[1] == at else at
        shown = self.value(self.nearest(wanted))
        st.session_state[self._memory] = wanted, shown
        if shown != at:
            if asked is not None:  # what a link says counts more than what is set here
                links.correct(self.key, f"{shown:.{self.decimals}f}")
            st.session_state[self.key] = shown

    def leap(self) -> None:
        """Go to the next value where the box's own step leads to no other one."""
        typed = st.session_state[self.key]
        _, shown = st.session_state.get(self._memory, (typed, typed))
        by = typed - shown
        if self.step() == self.nearest(shown) and np.isclose(abs(by), self.spacing):
            step = self.nearest(shown) + int(np.sign(by))
            self.place(min(max(step, 0), len(self.values) - 1))

    def _asked(self, bounds: tuple[float, float], default: float) -> float | None:
        """Return what a link that is opened, or gone back to, asks for; None if the box stands."""
        is_new = self.key not in st.session_state
        if is_new or links.has_just_come():
            with suppress(ValueError):
                number = float(st.query_params.get(self.key, ""))
                if bounds[0] <= number <= bounds[1]:
                    return number
        return default if is_new or get_script_run_ctx().is_history_navigation else None
