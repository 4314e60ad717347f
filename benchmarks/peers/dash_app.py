"""The view in Dash: ``python -m benchmarks.peers.dash_app PORT python|clientside``.

Debugging is off. ``python``: every step of the logit draws the charts in Python, as the manual
begins. ``clientside``: Python draws them for a choice, and JavaScript moves the markers.
"""

import logging
import sys

import plotly.graph_objects as go
from dash import Dash, Input, Output, dcc, html

from benchmarks.peers import view
from core.losses import LOSSES

GRAPHS = ["slopes", "activation", "factors-1", "factors-2"]
MOVE = """
function (z, drawn) {
  const k = Math.round((z + 10) / 0.1)
  const bytes = (array) => Uint8Array.from(atob(array.bdata), (c) => c.charCodeAt(0))
  const numbers = (array) => array.bdata ? new Float64Array(bytes(array).buffer) : array
  const moved = (figure) => {
    const half = figure.data.length / 2
    const at = (marker, i) => ({ ...marker, x: [z], y: [numbers(figure.data[i].y)[k]] })
    return { ...figure, data: [...figure.data.slice(0, half), ...figure.data.slice(half).map(at)] }
  }
  return [...drawn.figures.map(moved), drawn.sentences[k]]
}
"""
app = Dash(__name__, title=view.TITLE)
app.layout = html.Div(
    [
        html.H1(view.TITLE),
        dcc.Checklist(list(LOSSES), view.FIRST, id="losses", inline=True),
        dcc.RadioItems(["1", "0"], "1", id="label", inline=True),
        html.Div(
            [
                dcc.Graph(id="slopes", style={"flex": 3}),
                dcc.Graph(id="activation", style={"flex": 2}),
            ],
            style={"display": "flex"},
        ),
        dcc.Slider(-10, 10, 0.1, value=-6, drag_value=-6, marks=None, id="logit"),
        html.P(id="sentence"),
        html.H2("The chain rule, factor by factor"),
        dcc.Markdown(id="formulas", mathjax=True),
        html.Div(
            [dcc.Graph(id=name, style={"flex": 1}) for name in GRAPHS[2:]],
            style={"display": "flex"},
        ),
        dcc.Store(id="drawn"),
    ]
)
shown = [*(Output(name, "figure") for name in GRAPHS), Output("sentence", "children")]
choices = [Input("losses", "value"), Input("label", "value")]


@app.callback(Output("formulas", "children"), *choices, Input("logit", "value"))
def formulas(losses: list[str], label: str, z: float) -> str:
    """Write the chain rule for each loss that has factors."""
    return "\n\n".join(
        f"$${view.formula(slug, float(label), z)}$$" for slug in view.factored(losses)
    )


def figures(losses: list[str], label: str, z: float) -> list[go.Figure]:
    """Draw the four charts; one without factors is empty."""
    factors = [view.factors(slug, float(label), z) for slug in view.factored(losses)]
    charts = [view.slopes(losses, float(label), z), view.activation(z), *factors]
    return charts + [go.Figure()] * (len(GRAPHS) - len(charts))


def draw(losses: list[str], label: str, z: float) -> list[object]:
    """Draw everything at one logit."""
    return [*figures(losses, label, z), view.sentence(losses, float(label), z)]


def draw_once(losses: list[str], label: str) -> dict[str, object]:
    """Draw everything for all logits."""
    sentences = [view.sentence(losses, float(label), z) for z in view.GRID]
    return {"figures": figures(losses, label, -6.0), "sentences": sentences}


def main(port: str, way: str) -> None:
    """Serve the view in one of the two ways."""
    if way == "clientside":
        app.callback(Output("drawn", "data"), *choices)(draw_once)
        app.clientside_callback(MOVE, shown, Input("logit", "drag_value"), Input("drawn", "data"))
    else:
        app.callback(shown, *choices, Input("logit", "drag_value"))(draw)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app.run(port=port, debug=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
