"""What goes wrong on a page while it is used?"""

from collections.abc import Sequence

from playwright.sync_api import Page


def listen(page: Page, *, allowed: Sequence[str]) -> Page:
    """Keep in `page.heard` all dialogs, errors, messages and requests but those of some addresses."""
    page.heard = []
    page.on("dialog", lambda one: (page.heard.append(one.type), one.accept()))
    page.on("pageerror", lambda one: page.heard.append(str(one)))
    page.on("console", lambda one: page.heard.append(one.text))
    page.on("request", lambda one: None if one.url.startswith(tuple(allowed)) else page.heard.append(one.url))
    return page
