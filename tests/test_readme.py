"""What the README promises can be done as it says."""

from tests.readme import README, blocks

RESULTS = README.with_name("benchmarks") / "results"


def test_every_measured_row_stands_in_a_table_of_results():
    section = README.read_text(encoding="utf-8").split("## Measured")[1].split("\n## ")[0]
    quoted = [line for line in section.splitlines() if line.startswith("| ")]
    results = {line for file in RESULTS.glob("*.md") for line in file.read_text().splitlines()}
    assert len(quoted) > 20
    assert set(quoted) <= results


def test_the_five_lines_run(capsys):
    lines = blocks("python")[0]
    assert len([line for line in lines.splitlines() if line]) == 5
    exec(lines, {})
    assert capsys.readouterr().out.strip() in {"converged", "still moving"}
