"""A folder for lectures of one's own."""

import pytest

from pages.lectures import reading


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Read lectures from an empty folder."""
    monkeypatch.setattr(reading, "FOLDER", tmp_path)
    return tmp_path
