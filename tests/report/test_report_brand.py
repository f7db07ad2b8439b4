"""A brand's colours, logo and contact stand on every page, can be read, and bring nothing that runs or asks."""

import re
import struct
import zlib

import pytest
from notebook_samples import make_client, text_cell, write_notebook

from seglib.client_brand import Brand
from seglib.client_logo import MOST_BYTES, LogoError, read_logo
from seglib.report.brand import DARK, LEAST, LIGHT, changes, contrast, readable, worn
from seglib.report.checks import page_problems
from seglib.report.index import render_index
from seglib.report.render import Fingerprint, read_notebook, render_page

MARK = Fingerprint(data="0" * 16, config="1" * 16, version="0.1")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30">{}</svg>'


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


PNG = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 60, 20, 8, 0, 0, 0, 0))
PNG += chunk(b"tEXt", b"Author\0Canary Jones") + chunk(b"IDAT", zlib.compress(b"\0" * 61 * 20)) + chunk(b"IEND", b"")
JPEG = b"\xff\xd8\xff\xe0\0\4JF\xff\xe1\0\x0eCanary Jones\xff\xc0\0\x0b\x08\0\x14\0\x3c\1\1\x11\0"
JPEG += b"\xff\xda\0\2pixels\xff\xd9"


@pytest.mark.parametrize("ground", [LIGHT, DARK])
@pytest.mark.parametrize("color", ["#000000", "#ffffff", "#ffd400", "#2c6e49", "#ff0000", "#808080", "#0000ff"])
def test_every_colour_can_be_read_on_every_ground_and_a_good_one_stays(color, ground):
    shown = readable(color, ground=ground)
    assert contrast(shown, ground) >= LEAST
    assert (shown == color) == (contrast(color, ground) >= LEAST)


def test_it_is_said_which_colour_is_changed_where_and_why():
    assert changes(Brand()) == []
    yellow, rust = changes(Brand(color="FFD400", second_color="#a33"))
    assert "`brand.color` #ffd400 has a contrast of 1.3:1 on light pages" in yellow and "darkened to #826c00" in yellow
    assert "`brand.second_color` #aa3333" in rust and "on dark pages" in rust and "lightened to" in rust


@pytest.fixture
def pages(tmp_path):
    """Give the summary and a page of a client with this brand, whose logo is this file."""

    def make(brand, name="logo.svg", content=b""):
        (tmp_path / name).write_bytes(content)
        client = make_client(folder=tmp_path, brand=brand)
        path = write_notebook(tmp_path / "05_behavioural.ipynb", text_cell("# Who buys\n> Line"))
        site = [read_notebook(path, edition="client", pages=["05_behavioural"])]
        summary = render_index(client=client, site=site, fingerprint=MARK)
        return [summary, render_page(site[0], client=client, edition="client", site=site, fingerprint=MARK)]

    return make


def test_colours_logo_and_contact_stand_on_every_page_as_text(pages):
    contact = {"name": "Zoë <b>", "email": "hello@example.com", "phone": "+49 761 1", "web": "https://example.com/us"}
    brand = Brand(name='Fern "&" Co', color="#ffd400", logo="logo.svg", contact=contact)
    for html in pages(brand, content=SVG.format("<path d='M0 0h9'/>").encode()):
        assert page_problems(html) == []  # the style is allowed by its hash, and nothing comes from outside
        assert ".seglib { --accent: #826c00; }" in html and ".seglib { --accent: #ffd400; }" in html
        assert 'alt="Fern &#34;&amp;&#34; Co" width="108" height="36"' in html and "data:image/svg+xml," in html
        assert "Zoë &lt;b&gt;" in html and 'href="mailto:hello@example.com"' in html
        assert 'href="https://example.com/us">example.com/us<' in html and "+49 761 1" in html


def test_a_page_without_a_brand_is_as_before(pages):
    for html in pages(Brand()):
        assert '<img class="logo"' not in html and "<address>" not in html and html.count("--accent:") == 2


@pytest.mark.parametrize(("name", "content"), [("logo.png", PNG), ("logo.JPG", JPEG)])
def test_a_photograph_loses_what_was_written_into_it(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    read = read_logo(tmp_path / name)
    assert (read.width, read.height) == (60, 20)
    assert b"Canary" in content and b"Canary" not in read.content
    address = worn(make_client(folder=tmp_path, brand=Brand(logo=name))).logo
    assert re.fullmatch(r"data:image/(png|jpeg);base64,[A-Za-z0-9+/]+=*", address)


def test_a_drawing_keeps_its_shapes_and_loses_other_programs_notes(tmp_path):
    inside = '<metadata>Canary Jones</metadata><a href="#x"><path d="M1 1"/></a>'
    inside += '<g xmlns:ink="urn:ink" ink:label="Canary" style="fill:url(#x)"><path d="M0 0h9"/></g>'
    (tmp_path / "logo.svg").write_text("<?xml version='1.0'?><?xml-stylesheet href='x'?>" + SVG.format(inside))
    drawn = read_logo(tmp_path / "logo.svg").content.decode()
    assert 'd="M0 0h9"' in drawn and 'width="90"' in drawn and "url(#x)" in drawn
    assert not re.search("Canary|metadata|stylesheet|<a|ns0", drawn)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (SVG.format("<script>alert(1)</script>"), "carries a <script>"),
        (SVG.format("<g><foreignObject/></g>"), "carries a <foreignObject>"),
        (SVG.format('<path onload="alert(1)" d=""/>'), r"carries a script \(onload\)"),
        (SVG.format('<image href="https://example.com/x.png"/>'), r"asks for something outside of it \(href\)"),
        (SVG.format('<use xmlns:x="http://www.w3.org/1999/xlink" x:href="//x"/>'), "asks for something outside"),
        (SVG.format('<path style="fill:url( &quot;//x)"/>'), r"outside of it \(style\)"),
        (SVG.format("<style>@import '//x';</style>"), r"outside of it \(style\)"),
        ('<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format("&a;"), "defines words of its own"),
        (SVG.format("<g>" * 9000 + "</g>" * 9000), "is not a whole svg"),
        (SVG.format("<g>"), "is not a whole svg"),
        ("<html xmlns='http://www.w3.org/1999/xhtml'/>", "is not an SVG drawing"),
        (SVG.replace("0 0 90 30", "").format(""), "does not say its size"),
        (SVG.replace("90 30", "0 30").format(""), "says no usable size"),
        ("x" * (MOST_BYTES + 1), "has 100 kB, and every page carries it; save it in 100 kB or less"),
    ],
)
def test_a_drawing_that_runs_or_asks_or_is_broken_is_refused(tmp_path, content, message):
    (tmp_path / "logo.svg").write_text(content)
    with pytest.raises(LogoError, match=message):
        read_logo(tmp_path / "logo.svg")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("logo.png", JPEG, "is not a PNG file"),
        ("logo.jpg", PNG, "is not a JPEG file"),
        ("logo.png", PNG[:-20], "is not a whole png file"),
        ("logo.jpg", JPEG[:20], "is not a whole jpeg file"),
        ("logo.jpg", b"\xff\xd8", "is not a whole jpeg file"),
        ("logo.png", b"\x89PNG\r\n\x1a\n", "is not a whole png file"),
    ],
)
def test_a_picture_that_is_not_what_its_name_says_is_refused(tmp_path, name, content, message):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(LogoError, match=message):
        read_logo(tmp_path / name)


def test_a_logo_that_is_a_link_or_missing_is_refused(tmp_path):
    (tmp_path / "secret").write_text(SVG.format(""))
    (tmp_path / "logo.svg").symlink_to(tmp_path / "secret")
    for name in ("logo.svg", "other.svg"):
        with pytest.raises(LogoError, match=f"no file `{name}` beside client.yml"):
            read_logo(tmp_path / name)
