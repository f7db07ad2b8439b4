"""Is a published report the one that was made: every file, every page, every section?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from seglib.report.checks import page_problems
from seglib.report.contents import CHAPTERS
from seglib.report.metrics import Recorded
from seglib.report.verifying.problems import Problem
from seglib.report.verifying.reading import Read


def missing_or_changed(folder: Path, *, hashes: Mapping[str, str]) -> Iterator[Problem]:
    """Compare the files with the manifest, and the manifest with the client's data.

    Parameters
    ----------
    folder : Path
        The published report.
    hashes : mapping of str to str
        What `seglib.report.publish.hashes_of` gives for the client now.

    Yields
    ------
    Problem
        One a file, page or hash.
    """
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for name, expected in manifest["files"].items():
        path = folder / name
        found = sha256(path.read_bytes()).hexdigest() if path.is_file() else "no file"
        if found != expected:
            what = f"is not the file that was published: found {found[:12]}, expected {expected[:12]}"
            yield Problem("", "", f"{name} {what}")
    listed = set(manifest["files"])
    strangers = sorted({path.name for path in folder.glob("*.html")} - listed)
    yield from (Problem("", "", f"{name} is not in the manifest", "Take it away") for name in strangers)
    for name in ("index", *(chapter.name for chapter in CHAPTERS)):
        if f"{name}.html" not in listed:
            yield Problem(name, "", "the page is missing")
    for key, what in (("input", "data"), ("config", "configuration")):
        if manifest[key] != (expected := hashes[f"{key}_hash"]):
            told = f"the {what} changed since the report was made: found {manifest[key]}, expected {expected}"
            yield Problem("", "", told)


def missing_parts(page: Recorded, read: Read) -> Iterator[Problem]:
    """Find sections and blocks that a page lacks, ids that it has twice, and what no page may have.

    Parameters
    ----------
    page : Recorded
        What it was made of.
    read : Read
        As it was read.

    Yields
    ------
    Problem
        One a section, block or id.
    """
    for kind, expected in (("section", page.sections), ("block", page.blocks)):
        yield from (
            Problem(page.name, anchor, f"the {kind} is missing") for anchor in expected if anchor not in read.ids
        )
    yield from (Problem(page.name, "", what) for what in page_problems(read.html))
