"""The gallery must show every picture as it is drawn now, or a change is judged by the old ones."""

import base64
import re
from html.parser import HTMLParser

import nbformat
import pytest
from nbformat import v4

from helpers import figures, widgets
from tools import gallery


def png(picture):
    return base64.b64encode(picture.png()).decode()


class Reader(HTMLParser):
    """What a browser finds on a page: its tags, its pictures, and its texts one after the other."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.texts = [], []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.texts.append(data)

    def sources(self):
        return [attributes["src"] for tag, attributes in self.tags if tag == "img"]


@pytest.fixture(scope="module")
def rendered(tmp_path_factory):
    """The gallery of a lesson whose figure was changed since its output was stored."""
    folder = tmp_path_factory.mktemp("gallery")
    path = folder / "lesson.ipynb"
    old = figures.lines([1, 2], [0])
    stored = v4.new_output("display_data", {"image/png": png(old), "text/plain": repr(old)})
    code = v4.new_code_cell
    cells = [
        v4.new_markdown_cell("# 9. Lines & more\n\nA promise."),
        code("from helpers import figures, widgets\n6 * 7", id="setup"),
        code("slopes = [3, 4]\nfigures.lines(slopes, [0])", id="figure", outputs=[stored]),
        code("widgets.line(2, 3)", id="drag"),
        code("print('Picture: none')", id="text"),
    ]
    nbformat.write(v4.new_notebook(cells=cells), path)
    before = path.read_bytes()
    file = folder / "gallery" / "index.html"
    gallery.main([path], file)
    return file.read_text(encoding="utf-8"), path.read_bytes() == before


def test_the_gallery_shows_every_picture_as_it_is_drawn_now(rendered):
    figure, still = Reader(rendered[0]).sources()
    assert figure == f"data:image/png;base64,{png(figures.lines([3, 4], [0]))}"
    assert still == Reader(widgets.line(2, 3)._repr_mimebundle_()["text/html"]).sources()[0]


def test_beside_each_picture_stands_what_it_says_and_where_it_comes_from(rendered):
    texts = Reader(rendered[0]).texts
    told = texts[texts.index("9. Lines & more") :]
    for sentence, cell, line in [
        (repr(figures.lines([3, 4], [0])), "figure", "figures.lines(slopes, [0])"),
        (repr(widgets.line(2, 3)), "drag", "widgets.line(2, 3)"),
    ]:
        at = told.index(sentence)
        assert [text for text in told[at + 1 : at + 4] if text.strip()] == [cell, line]
        told = told[at + 1 :]
    assert "setup" not in texts
    assert "text" not in texts


def test_a_look_at_the_gallery_changes_no_lesson(rendered):
    _, untouched = rendered
    assert untouched


def test_every_way_of_looking_at_the_gallery_can_be_chosen(rendered):
    tags = Reader(rendered[0]).tags
    choices = {at["id"] for tag, at in tags if tag == "input"}
    ways = re.findall(r"body:has\(#(\w+):checked\)", rendered[0])
    assert set(ways) == choices - {"wide", "light", "drawn"}
    filters = re.findall(r"url\(#([\w-]+)\)", rendered[0])
    assert filters == [at["id"] for tag, at in tags if tag == "filter"]


def test_the_gallery_needs_no_network_and_no_script(rendered):
    tags = Reader(rendered[0]).tags
    assert not {tag for tag, _ in tags} & {"script", "link", "iframe"}
    assert all(source.startswith("data:") for source in Reader(rendered[0]).sources())
