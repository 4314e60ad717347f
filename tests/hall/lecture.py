"""The lecture with which the hall is tested, and the numbers of its scenes."""

from pathlib import Path

FOLDER = Path(__file__).parent / "lectures"
CHOICES, GUESS, PLAIN, RHETORICAL = 1, 2, 3, 4
