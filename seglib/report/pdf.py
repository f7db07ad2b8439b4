"""How does a published report become one PDF? Its pages as the chapters of one document, printed by Chromium."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
SECONDS = 300
_MAIN = re.compile(r"<main[^>]*>(.*)</main>", re.DOTALL)
_FOOTER = re.compile(r'<footer class="colophon">.*?</footer>\n?', re.DOTALL)
_LAST = re.compile(r'.*(?=<div class="prose)', re.DOTALL)
_MENU = re.compile(r'<nav class="turn".*?</nav>', re.DOTALL)
_SCRIPT = re.compile(r"<script.*?</script>\n?", re.DOTALL)
_IDS = re.compile(r' (id|aria-labelledby)="([^"]+)"')
_LINK = re.compile(r' href="([\w-]+)\.html(?:#([^"]*))?"| href="#([^"]*)"')
NO_BROWSER = (
    "A PDF is printed by Chromium or Chrome, and none was found. Install one, or set CHROMIUM to its path. Without it, "
    "print the pages from any browser: they are laid out for paper as well."
)


class PdfError(RuntimeError):
    """A report that cannot be printed."""


def write_pdf(folder: Path, target: Path, *, names: Sequence[str]) -> Path:
    """Print a published report.

    Parameters
    ----------
    folder : Path
        Holds the pages.
    target : Path
        The file to write; a former one is replaced once the new one is whole.
    names : sequence of str
        Pages in order, without their ending; the summary comes first by itself.

    Returns
    -------
    Path
        `target`: A4, tagged, with title, language, page numbers and bookmarks.

    Raises
    ------
    PdfError
        If there is no Chromium, or it does not print.
    """
    browser = find_browser()
    if browser is None:
        raise PdfError(NO_BROWSER)
    pages = {name: (folder / f"{name}.html").read_text(encoding="utf-8") for name in ("index", *names)}
    with tempfile.TemporaryDirectory(prefix=".pdf-", dir=folder.parent) as made:
        source, printed = Path(made) / "report.html", Path(made) / "report.pdf"
        source.write_text(joined(pages), encoding="utf-8")
        command = [browser, "--headless", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
        command += ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        command += ["--no-pdf-header-footer", "--generate-pdf-document-outline", f"--user-data-dir={made}/profile"]
        command += [f"--print-to-pdf={printed}", source.resolve().as_uri()]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)  # noqa: S603
        except (OSError, subprocess.TimeoutExpired) as error:
            raise PdfError(f"{browser} did not print the report: {error}") from error
        if not printed.is_file():
            said = done.stderr.strip().splitlines()
            raise PdfError(f"{browser} did not print the report: {said[-1] if said else done.returncode}")
        printed.replace(target)
    return target


def joined(pages: dict[str, str]) -> str:
    """Join pages into one document whose links lead to places within it.

    Parameters
    ----------
    pages : dict of str to str
        HTML by name; the first one gives the head and the colophon.

    Returns
    -------
    str
        HTML; every id has the name of its page before it.

    Raises
    ------
    PdfError
        If a page has no content.
    """
    first = next(iter(pages.values()))
    chapters = []
    for name, html in pages.items():
        found = _MAIN.search(html)
        if found is None:
            raise PdfError(f"{name}.html has no content. Make the report again.")
        kind = "chapter front" if name == "index" else "chapter"
        inside = _inside(_MENU.sub("", found[1]), name, pages)
        chapters.append(f'<article class="{kind}" id="{name}">{inside}</article>')
    whole = first.replace('<body class="seglib front">', '<body class="seglib book">')
    start, end = _MAIN.search(whole).span(1)
    before = whole[:start] + "\n".join(chapters)
    return _SCRIPT.sub("", _with_colophon(before, whole[end:]))


def _with_colophon(before: str, after: str) -> str:
    """Keep the colophon and what is read last on one sheet."""
    found, last = _FOOTER.search(after), _LAST.match(before)
    if not found or not last or "</article>" in before[last.end() :].removesuffix("</article>"):
        return before + after
    end = before[last.end() :].removesuffix("</article>")
    return f'{last[0]}<div class="end">{end}{found[0]}</div></article>{_FOOTER.sub("", after)}'


def find_browser() -> str | None:
    """Find a Chromium.

    Returns
    -------
    str or None
        What ``CHROMIUM`` says, else the first of `BROWSERS` that is installed.
    """
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


def _inside(html: str, name: str, pages: dict[str, str]) -> str:
    def link(found: re.Match) -> str:
        page, anchor = (found[1], found[2]) if found[1] else (name, found[3])
        if page not in pages:
            return found[0]
        return f' href="#{page}.{anchor}"' if anchor else f' href="#{page}"'

    return _LINK.sub(link, _IDS.sub(lambda found: f' {found[1]}="{name}.{found[2]}"', html))
