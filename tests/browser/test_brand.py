"""A glaring brand is toned down until it can be read, its logo shows, and nothing is fetched."""

import base64

import pytest
from axe_playwright_python.sync_playwright import Axe
from notebook_samples import make_client, write_sample

from seglib.client_brand import Brand
from seglib.report.publish import publish

DOT = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAADElEQVR4nGNgYPgPAAEDAQAIicLsAAAAAElFTkSuQmCC")


@pytest.fixture(scope="module")
def page_of_a_brand(tmp_path_factory):
    """The sample's page 05 of an agency in yellow and pink."""
    root = tmp_path_factory.mktemp("brand")
    (root / "logo.png").write_bytes(DOT)
    contact = {
        "name": "سارا",
        "email": "desk@example.com",
        "phone": "+49 1234",
        "web": "example.com/a-rather-long-address",
    }
    brand = Brand(name="Bright & Co", color="#ffe600", second_color="#ff9ad5", logo="logo.png", contact=contact)
    client = make_client(folder=root, brand=brand)
    names = ["01_cleaning", "05_behavioural"]
    return (
        publish(client, build_dir=write_sample(root / "b", client), reports_dir=root, notebooks=names)
        / f"{names[1]}.html"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_readable_whole_and_closed(chromium, page_of_a_brand, scheme):
    page = chromium.new_page(viewport={"width": 390, "height": 800}, color_scheme=scheme, bypass_csp=True)
    asked, heard = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: heard.append(message.text))
    page.goto(page_of_a_brand.as_uri())
    assert page.get_by_role("img", name="Bright & Co").evaluate("e => e.naturalWidth") == 2
    assert page.evaluate("getComputedStyle(document.querySelector('.seglib')).getPropertyValue('--accent')") == (
        "#7a6e00" if scheme == "light" else "#ffe600"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert ([url for url in asked if not url.startswith("data:")], heard) == ([page_of_a_brand.as_uri()], [])
    page.close()
