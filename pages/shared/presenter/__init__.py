"""What stands on screen while a lecture is given: headline, question or notice, and the clicker."""

from collections.abc import Collection, Mapping, Sequence
from html import escape
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.lectures import reading
from pages.shared import lectures, relay, share, text
from pages.shared.component import component, rerun_suffices

_HERE = Path(__file__).parent
_clicker = component(_HERE / "presenter.js")
_entrance = component(_HERE / "entrance.js", style="presenter.css")
_join = component(_HERE / "join.js", style="presenter.css")

_STAGE = (_HERE / "stage.css").read_text()
_CHOICES = (_HERE / "choices.css").read_text()
_COVER = (_HERE / "cover.css").read_text()
# Of a control that shows titles, not the one that is bound to the link.
_SHOWN = """.st-key-NAME, .st-key-NAME-shown,
  .st-key-controls > [data-testid=stLayoutWrapper]:has(.st-key-NAME-shown),
  .st-key-controls
    > [data-testid=stLayoutWrapper]:has(.st-key-NAME):not(:has([class*=st-key-slugs-]))
  { display: block !important }"""
_UNCOVERED = ".st-key-picture .st-key-NAME { visibility: visible !important }"
_SENTENCE = ":root { --sentence: visible }"


class Cover:
    """Hides the answer of a question; which parts are none is known once the page is drawn.

    Until then, at the next runs too, what has been shown already may be seen, and nothing else.
    """

    def __init__(self, place: DeltaGenerator, shown: lectures.Shown) -> None:
        self._place = place
        self._shown = shown
        self._key = f"cover.{shown.lecture.slug}.{shown.stop.number}"
        self._draw(st.session_state.get(self._key, set()))

    def lift(self, charts: Collection[str]) -> None:
        """Show all that is not to be hidden, now that the page's charts are known."""
        seen = st.session_state[self._key] = lectures.uncovered(self._shown, charts)
        self._draw(seen)

    def _draw(self, seen: set[str]) -> None:
        charts = sorted(seen - {lectures.SENTENCE})
        rules = [_COVER, *(_UNCOVERED.replace("NAME", name) for name in charts)]
        rules += [_SENTENCE] * (lectures.SENTENCE in seen)
        # Streamlit gathers what is style alone elsewhere, where one does not replace another.
        self._place.html(f"<style>{' '.join(rules)}</style><i hidden></i>")


def head(shown: lectures.Shown) -> Cover | None:
    """Draw what stands above the picture, and hide what does not belong into a lecture.

    Parameters
    ----------
    shown : Shown
        What is presented.

    Returns
    -------
    Cover or None
        What hides the answer while a question stands.
    """
    scene = shown.scene
    with st.container(key="stage", gap=None):
        with st.container(horizontal=True, vertical_alignment="center", wrap=False):
            st.title(scene.headline, anchor=False)
            asked = _clicker(
                key="clicker",
                data=_data(shown),
                width="content",
                on_share_change=rerun_suffices,
                on_hall_change=rerun_suffices,
                on_join_change=rerun_suffices,
                on_relay_change=relay.want,
            )
        st.markdown(scene.ask if shown.stop.is_asking else scene.notice)
        if shown.stop.is_asking and scene.choices:
            st.html(_listed(scene.choices))
        st.html(f"<style>{_style(scene)}</style>")
        cover = Cover(st.empty(), shown) if lectures.is_covering(shown) else None
    if asked.share:
        share.show(asked.share)
    return cover


def entrance(lecture: reading.Lecture) -> None:
    """Draw the button that begins a lecture.

    Parameters
    ----------
    lecture : Lecture
        As read.
    """
    first = lectures.address(lecture, reading.stops(lecture)[0])
    words = text.script_words("presenter")
    data = {"first": first, "words": words, **_way()}
    key = f"present-{lecture.slug}"
    _entrance(key=key, data=data, width="content", on_relay_change=relay.want)


def join() -> None:
    """Draw where a phone types the code of a hall, or why there can be none."""
    _join(key="join-hall", data={"words": text.script_words("join"), **_way()})


def is_huge() -> bool:
    """Whether the screen is large enough for everything at one and a half times the size."""
    return _told().get("hall") == "huge"


def _data(shown: lectures.Shown) -> dict[str, object]:
    lecture = shown.lecture
    all_stops = reading.stops(lecture)
    return {
        **_way(),
        "stops": [lectures.address(lecture, stop) for stop in all_stops],
        "places": [reading.place(lecture, stop) for stop in all_stops],
        "at": all_stops.index(shown.stop),
        "hall": "huge" if is_huge() else "large",
        "headlines": [scene.headline for scene in lecture.scenes],
        "words": text.script_words("presenter"),
        **_hall(lecture),
    }


def _way() -> dict[str, object]:
    """Return how the browser finds the dashboard's addresses, and whether its session relays."""
    return {"paths": list(reading.PATHS.values()), "relays": relay.is_wanted()}


def _hall(lecture: reading.Lecture) -> dict[str, object]:
    """Return what the browser needs to lead a hall through a lecture, if it has opened one."""
    address = str(_told().get("join") or "")
    is_fit = address.startswith(("http://", "https://")) and len(address) <= share.LONGEST
    return {
        "lecture": lecture.slug,
        "language": text.language(),
        "kinds": [
            "choices" * bool(each.choices) or "guess" * bool(each.guess) for each in lecture.scenes
        ],
        "guesses": [scene.guess for scene in lecture.scenes],
        "hall_words": text.script_words("hall"),
        "qr": {"of": address, "image": share.code(address)} if is_fit else {},
    }


def _told() -> Mapping[str, object]:
    """Return what the browser has told of itself."""
    return st.session_state.get("clicker") or {}


def _listed(choices: Sequence[str]) -> str:
    """Write choices as a list; its style gives them letters, and room."""
    items = "".join(f"<li>{escape(choice)}</li>" for choice in choices)
    return f'<style>{_CHOICES}</style><ol class="choices">{items}</ol>'


def _style(scene: reading.Scene) -> str:
    """Hide what does not belong on the stage, surplus controls for example."""
    rules = [_STAGE]
    if is_huge():
        rules.append(":root { font-size: 36px !important }")
    rules += (_SHOWN.replace("NAME", name) for name in scene.controls)
    return " ".join(rules)
