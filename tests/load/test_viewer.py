"""The load generator's viewer against a real server: what it measures is what a browser gets."""

import asyncio
from pathlib import Path

import psutil
import pytest
from streamlit.proto.Element_pb2 import Element

from benchmarks.load.viewer import FailedError, Viewer, _check
from pages.words import text
from tests.browser.conftest import serving


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture
def address(server):
    return server.address


def test_a_viewer_reads_a_page_moves_its_control_and_goes_on(address):
    async def visit():
        viewer = await Viewer(address).open("/two-outcomes?q=0.25")
        try:
            assert "0.25" in viewer.sentence()
            pictures = viewer.pictures()
            for step, value in ((80, "0.80"), (30, "0.30"), (30, "0.30")):
                await viewer.move(step)
                assert value in viewer.sentence()
            assert viewer.pictures() == pictures  # moved by the browser, not drawn anew
            bits = next(s for s in viewer.choices()["unit"] if "bit" in s.string_array_value.data)
            await viewer.choose(bits)
            assert set(viewer.pictures()).isdisjoint(pictures)
            await viewer.visit("softmax")
            await viewer.move(120)
            await viewer.visit("two-outcomes")
            await viewer.visit("softmax")
            await viewer.move(20)  # which the browser counts from one again
        finally:
            await viewer.close()

    asyncio.run(visit())


def test_no_page_loads_pandas_or_arrow(server):
    """They take a sixth of the start, and Plotly fails where two threads load pandas at once."""

    async def read_all():
        viewer = await Viewer(server.address).open("/")
        for path in viewer.paths():
            await viewer.visit(path)
            if viewer.has_motion():
                await viewer.move(1)
        await viewer.follow("/?lecture=why-cross-entropy&scene=1")
        await viewer.close()

    asyncio.run(read_all())
    mapped = {Path(each.path).parts for each in psutil.Process(server.process.pid).memory_maps()}
    packages = {part for parts in mapped for part in parts}
    assert "numpy" in packages
    assert not packages & {"pandas", "pyarrow"}


def test_a_viewer_tells_what_it_waits_for_in_vain(address, monkeypatch):
    async def visit():
        viewer = await Viewer(address).open("/two-outcomes")
        bits = viewer.choices()["unit"][0]
        monkeypatch.setattr("benchmarks.load.viewer.PATIENCE", 0.0)
        for doing, told in (
            (viewer.visit("softmax"), "no answer within 0 s on /softmax, an opening"),
            (viewer.choose(bits), "on /two-outcomes, another choice"),
        ):
            with pytest.raises(FailedError, match=told):
                await doing
        await viewer.close()

    asyncio.run(visit())


def test_a_viewer_tells_a_connection_that_is_cut(address):
    async def visit():
        viewer = await Viewer(address).open("/two-outcomes")
        await viewer.close()
        with pytest.raises(FailedError, match="connection cut"):
            await viewer.move(1)

    asyncio.run(visit())


@pytest.mark.parametrize("language", text.LANGUAGES)
def test_a_viewer_tells_a_page_that_failed(language):
    shown = Element()
    shown.alert.body = text.read(text.SHARED, language)["page-failed"]
    with pytest.raises(FailedError, match="the page failed to draw"):
        _check(shown)
