"""The list of pages in the order of the course: navigation, cards and "Next" follow it."""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One page: its script, its name and section in the navigation, and one line about it."""

    script: str
    title: str
    section: str
    line: str = ""

    @property
    def url_path(self) -> str:
        """The page's address: its script's name with hyphens."""
        return Path(self.script).stem.replace("_", "-")


OVERVIEW = Entry(script="pages/opening/overview.py", title="Overview", section="")
HANDOUT = Entry(script="pages/opening/handout.py", title="Handout", section="")
EXAM = Entry(script="pages/reference/exam.py", title="Exam questions", section="Reference")
SYMBOLS = Entry(
    script="pages/reference/symbols.py", title="Symbols and sources", section="Reference"
)
REFERENCE = (EXAM, SYMBOLS)
VIEWS = (
    Entry(
        script="pages/one_neuron/loss_curves.py",
        title="Loss curves",
        section="One neuron",
        line="Drag an error: what a confident mistake costs, and what an outlier may pull.",
    ),
    Entry(
        script="pages/one_neuron/logit_gradient.py",
        title="Slope in the logit",
        section="One neuron",
        line="Drag the logit: how hard each loss pushes, and what silences squared error.",
    ),
    Entry(
        script="pages/one_neuron/loss_surface.py",
        title="Loss surface",
        section="One neuron",
        line="Two surfaces turn as one: where each is convex, flat or a trap, and a descent.",
    ),
    Entry(
        script="pages/training/live_fit.py",
        title="Live fit",
        section="Training",
        line="Real data, two losses in lock-step from one start, and one to switch on the way.",
    ),
    Entry(
        script="pages/training/learning_rate.py",
        title="Learning rate",
        section="Training",
        line="Drag the rate: one run converges, cycles, bounces or lands on a plateau.",
    ),
    Entry(
        script="pages/training/success_map.py",
        title="Success map",
        section="Training",
        line="All starts at once: from which of them each loss arrives, and how soon.",
    ),
    Entry(
        script="pages/training/hold_out.py",
        title="When to stop",
        section="Training",
        line="Drag the step or a ridge: what training gains, and what unseen examples lose.",
    ),
    Entry(
        script="pages/training/linear_probability.py",
        title="Line or sigmoid",
        section="Training",
        line="Drag the share of wrong labels: what a line and two sigmoids make of them.",
    ),
    Entry(
        script="pages/likelihood/noise_model.py",
        title="Noise model",
        section="Likelihood",
        line="Drag a parameter: where the likelihood is largest, the loss is least.",
    ),
    Entry(
        script="pages/likelihood/loaded_die.py",
        title="Loaded die",
        section="Likelihood",
        line="Throw on: counts close in on probabilities, and the likelihood narrows to a point.",
    ),
    Entry(
        script="pages/information/two_outcomes.py",
        title="Cross-entropy, entropy and KL",
        section="Information",
        line="Drag a prediction: cross-entropy is entropy and divergence, one on the other.",
    ),
    Entry(
        script="pages/information/code_length.py",
        title="Code length",
        section="Information",
        line="Drag a wrong belief: what a code costs that is made for it, as areas.",
    ),
    Entry(
        script="pages/many_classes/score_table.py",
        title="Score table",
        section="Many classes",
        line="Two classifiers, three animals: which measure can rank them, and which can teach.",
    ),
    Entry(
        script="pages/many_classes/softmax.py",
        title="Softmax",
        section="Many classes",
        line="Drag one logit: every probability moves, and every slope; who is still pushed?",
    ),
    Entry(
        script="pages/many_classes/soft_labels.py",
        title="Soft labels",
        section="Many classes",
        line="Drag the temperature: cross-entropy and KL part, and their slope stays one.",
    ),
    Entry(
        script="pages/many_classes/margins.py",
        title="Margins",
        section="Many classes",
        line="Drag the margin: how far must the right class win, and what clusters does that make?",
    ),
)


def following(script: str) -> Entry:
    """Return the page that comes next in the course; after the last view, the exam questions.

    Parameters
    ----------
    script : str
        ``__file__`` of the overview or a view.
    """
    course = (OVERVIEW, *VIEWS, EXAM)
    place = [Path(entry.script).stem for entry in course].index(Path(script).stem)
    return course[place + 1]


def navigation() -> dict[str, list[st.Page]]:
    """Group all pages by section, in their order here; the handout is reached by links only."""
    sections: dict[str, list[st.Page]] = {}
    for entry in (OVERVIEW, *VIEWS, *REFERENCE, HANDOUT):
        shown = "hidden" if entry is HANDOUT else "visible"
        page = st.Page(entry.script, title=entry.title, url_path=entry.url_path, visibility=shown)
        sections.setdefault(entry.section, []).append(page)
    return sections
