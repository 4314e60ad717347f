"""The code of the README, run as it stands there."""

import re
from pathlib import Path

import core.losses

README = Path(__file__).parents[1] / "README.md"


def blocks(language: str) -> list[str]:
    """Return the README's blocks in a language, in order."""
    text = README.read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def readme_loss() -> core.losses.Loss:
    """Build the loss that the README adds, within the module it is to be added to."""
    names = dict(vars(core.losses))
    functions, record = blocks("python")[0].split("\n\n\nLoss(")
    exec(functions, names)
    return eval(f"Loss({record}", names)
