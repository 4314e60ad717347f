"""The nginx of the deployment's tests: found, or installed, or asked for in one sentence."""

import sys

from tests import packages


def on_path() -> str | None:
    """Return the nginx that PATH or a folder of system programs offers."""
    return packages.on_path("nginx")


if __name__ == "__main__":
    sys.exit(packages.ensure("The deployment's tests need nginx", "nginx", on_path))
