"""Six walls.

Core knows no screen, models no pictures and no words, figures and lectures no Streamlit, the hall
no visitor's session, and page scripts no mathematics.
"""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CORE = sorted((ROOT / "core").rglob("*.py"))
FIGURES = sorted((ROOT / "pages" / "figures").rglob("*.py"))
HALL = sorted((ROOT / "pages" / "hall").rglob("*.py"))
MODELS = sorted((ROOT / "pages" / "models").rglob("*.py"))
LECTURES = sorted((ROOT / "pages" / "lectures").rglob("*.py"))
PAGES = sorted(
    path
    for path in (ROOT / "pages").glob("*/*.py")
    if path.parent.name not in ("figures", "lectures", "models", "shared", "words")
)


def imported(source):
    """Every module that Python source imports, each with the packages above it."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            names.update({module} | {f"{module}.{alias.name}" for alias in node.names})
    return {
        ".".join(parts[:length])
        for parts in (name.split(".") for name in names)
        for length in range(1, len(parts) + 1)
    }


def imported_by(path):
    return imported(path.read_text(encoding="utf-8"))


def name(path):
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", CORE, ids=name)
def test_core_knows_no_screen(path):
    assert imported_by(path).isdisjoint({"plotly", "streamlit", "pages", "app"})


@pytest.mark.parametrize("path", MODELS, ids=name)
def test_models_know_no_pictures_and_no_words(path):
    seen = {"plotly", "streamlit", "pandas", "app"}
    seen |= {f"pages.{folder}" for folder in ("figures", "shared", "words")}
    assert imported_by(path).isdisjoint(seen)


@pytest.mark.parametrize("path", FIGURES, ids=name)
def test_figures_know_no_streamlit(path):
    assert imported_by(path).isdisjoint({"streamlit", "pages.shared", "app"})


@pytest.mark.parametrize("path", [*MODELS, *FIGURES, *PAGES], ids=name)
def test_one_file_knows_plotly_s_objects(path):
    assert ("plotly" in imported_by(path)) == (name(path).endswith("figures/figure.py"))


@pytest.mark.parametrize("path", LECTURES, ids=name)
def test_lectures_are_read_without_a_session(path):
    seen = imported_by(path)
    assert seen.isdisjoint({"streamlit", "pages.figures", "pages.models", "app"})
    shared = {each for each in seen if each.startswith("pages.shared.")}
    assert {each.split(".")[2] for each in shared} <= {"catalogue"}


@pytest.mark.parametrize("path", HALL, ids=name)
def test_the_hall_knows_no_session(path):
    shared = {each for each in imported_by(path) if each.startswith("pages.shared.")}
    assert {each.split(".")[2] for each in shared} <= {"catalogue", "modules"}
    assert "streamlit" not in imported_by(path)


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_page_scripts_do_no_mathematics(path):
    assert imported_by(path).isdisjoint({"numpy", "math", "scipy"})


@pytest.mark.parametrize("path", CORE + MODELS + FIGURES + LECTURES + PAGES, ids=name)
def test_imports_are_absolute(path):
    """A relative import would climb over a wall unseen."""
    assert "" not in imported_by(path)


def test_the_folders_are_found():
    assert {"activations.py", "losses.py", "gradients.py"} <= {path.name for path in CORE}
    assert MODELS
    assert FIGURES
    assert LECTURES
    assert PAGES


@pytest.mark.parametrize(
    "source",
    [
        "import plotly",
        "import plotly.graph_objects as go",
        "from plotly import graph_objects",
        "from plotly.graph_objects import Figure",
        "import os, plotly",
        "def draw():\n    import plotly.io",
        "if True:\n    from plotly.io import show",
    ],
)
def test_imports_are_seen_in_every_form(source):
    assert "plotly" in imported(source)


def test_the_reader_tells_similar_names_apart():
    found = imported("from pages import shared\nimport plotly_extras\nfrom .. import figures")
    assert {"pages", "pages.shared", "plotly_extras", ""} <= found
    assert "plotly" not in found
