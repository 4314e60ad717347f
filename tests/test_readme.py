"""What the README promises can be done as it says."""

import numpy as np
import pytest

from core.losses import LOSSES
from pages.shared import lectures
from tests.pages.app import control, open_page
from tests.readme import README, blocks, readme_loss

RESULTS = README.with_name("benchmarks") / "results"


def test_the_loss_of_the_readme_is_what_it_declares():
    loss = readme_loss()
    assert loss.slug not in LOSSES
    z = np.linspace(-30, 30, 2001)
    for y in (0.0, 0.3, 1.0):
        slope = np.gradient(loss.value(z, y), z)
        away = np.abs(1 / (1 + np.exp(-z)) - y) > 0.05
        assert loss.gradient(z, y)[away] == pytest.approx(slope[away], abs=2e-3)
        assert np.abs(loss.gradient(z, y)).max() <= loss.gradient_bound
        assert np.diff(loss.gradient(z, y)).min() >= -1e-15


def test_every_measured_row_stands_in_a_table_of_results():
    section = README.read_text(encoding="utf-8").split("## Measured")[1].split("\n## ")[0]
    quoted = [line for line in section.splitlines() if line.startswith("| ")]
    results = {line for file in RESULTS.glob("*.md") for line in file.read_text().splitlines()}
    assert len(quoted) > 20
    assert set(quoted) <= results


def test_the_five_lines_run(capsys):
    lines = blocks("python")[1]
    assert len([line for line in lines.splitlines() if line]) == 5
    exec(lines, {})
    assert capsys.readouterr().out.strip() in {"converged", "still moving"}


def test_the_lecture_of_the_readme_can_be_given(tmp_path, monkeypatch):
    (tmp_path / "mine.toml").write_text(blocks("toml")[0])
    monkeypatch.setattr(lectures, "FOLDER", tmp_path)
    (scene,) = lectures.read("mine").scenes
    page = open_page("pages/one_neuron/logit_gradient.py", lecture="mine", logit="-6.0")
    assert page.title[0].value == scene.headline
    assert not page.error
    assert set(scene.hide) - {"sentence"} <= set(control(page)["charts"])
