"""The recipes of the README and of `docs`: carried out in a copy, which then passes its tests."""

import os
import shlex
import subprocess
import sys

import pytest

from pages.lectures import reading
from tests import pseudo
from tests.readme import README, ROOT, copy_with

PAGE = ROOT / "docs" / "add-a-page.md"
ADDED = ["poly", "o-rings", "my-lecture", "perplexity"]
LISTS = ["core.", "test_offers", "the_slugs", "card", "offered", "in_that_order", "shipped"]
LAST_SCENE = f"full-course-{len(reading.read('full-course').scenes) + 1}"
TESTS = "core tests/core tests/figures tests/pages tests/test_claims.py"


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("copy") / "project"
    return copy_with(folder, README, PAGE)


@pytest.fixture(scope="module")
def page_alone(tmp_path_factory):
    """Return a copy with the files of a page and nothing else."""
    folder = tmp_path_factory.mktemp("alone")
    recipe = folder / "page.md"
    recipe.write_text(PAGE.read_text("utf-8").partition("## Make it part")[0], encoding="utf-8")
    return copy_with(folder / "project", recipe)


def run(command, folder):
    """Run a tool in a folder; it must say that all is well."""
    environment = {name: at for name, at in os.environ.items() if not name.startswith("PYTEST")}
    done = subprocess.run(
        [sys.executable, "-m", *shlex.split(command)],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    return done.stdout


@pytest.mark.parametrize("command", ["ruff format --check .", "ruff check .", "mypy"])
def test_the_copy_is_well_formed(copy, command):
    run(command, copy)


def test_the_copy_passes_the_tests_of_what_was_added(copy):
    passed = run(f"pytest -v {TESTS} -k '{' or '.join([*ADDED, *LISTS, LAST_SCENE])}'", copy)
    assert all(name in passed for name in (*ADDED, LAST_SCENE))


def test_a_page_is_four_files_and_a_translation(page_alone):
    files = [path.relative_to(page_alone) for path in page_alone.rglob("perplexity*")]
    assert sorted(str(path) for path in files) == [
        "pages/figures/perplexity.py",
        "pages/many_classes/perplexity.en.md",
        "pages/many_classes/perplexity.py",
        "pages/many_classes/perplexity.zh.md",
        "pages/models/perplexity.py",
    ]
    told = "tests/pages tests/test_terms.py tests/test_languages.py tests/test_notation.py"
    passed = run(f"pytest -v {told} -k 'perplexity or next_visits or one_translation'", page_alone)
    assert "test_next_visits_every_page_once" in passed
    assert passed.count("perplexity") > 5


def test_a_language_is_files(tmp_path):
    """A copy with files of one more language offers it, and says in it what it says in English."""
    folder = copy_with(tmp_path / "project")
    pseudo.write(folder, "xx-double")
    passed = run("pytest -v tests/test_languages.py -k xx-double", folder)
    assert passed.count("xx-double") > 20
