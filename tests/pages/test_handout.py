"""The handout as data: what each scene brings, and what a bad file is told."""

from pages.lectures import reading
from pages.shared.catalogue import HANDOUT
from tests.pages.app import AppTest, data_of, open_page


def scenes(page: AppTest) -> list[dict]:
    """Return what the handout was given."""
    (data,) = (
        data_of(element)
        for element in page.get("bidi_component")
        if element.proto.component_name.endswith("handout")
    )
    return data["scenes"]


def test_every_scene_stands_on_it_with_its_link():
    lecture = reading.read("why-cross-entropy")
    page = open_page(HANDOUT.script, of="why-cross-entropy")
    assert page.title[0].value == lecture.title
    for given, scene in zip(scenes(page), lecture.scenes, strict=True):
        assert (given["headline"], given["ask"]) == (scene.headline, scene.ask)
        assert given["choices"] == scene.choices
        assert given["notice"] == scene.notice
        assert given["notes"] == ""
        assert "lecture=" not in given["view"]


def test_notes_come_on_request():
    page = open_page(HANDOUT.script, of="why-cross-entropy", notes="true")
    notes = [scene.notes for scene in reading.read("why-cross-entropy").scenes]
    assert [scene["notes"] for scene in scenes(page)] == notes


def test_a_bad_file_is_told(tmp_path, monkeypatch):
    (tmp_path / "mine.toml").write_text('title = "Mine"\nscene = []')
    monkeypatch.setattr(reading, "FOLDER", tmp_path)
    page = open_page(HANDOUT.script)
    assert (
        page.error[0].value
        == "mine.toml, line 2: scene is empty: a lecture needs at least one scene."
    )
    assert page.title[0].value == "Handout"


def test_it_is_not_in_the_navigation():
    from pages.shared.catalogue import VIEWS

    assert HANDOUT not in VIEWS
