"""How does a report come out whole or not at all?

All pages are rendered into a new folder, checked, listed in ``manifest.json``, and put in place by
one exchange. Same inputs, same bytes.
"""

import json
import os
import shutil
import sys
from collections.abc import Sequence
from hashlib import file_digest, sha256
from pathlib import Path

import nbformat

from seglib import __version__
from seglib.report.brand import changes
from seglib.report.checks import folder_problems
from seglib.report.contents import CHAPTERS, check_edition
from seglib.report.index import render_index, shown
from seglib.report.metrics import NAME as METRICS
from seglib.report.metrics import metrics_text
from seglib.report.privacy.gate import gated
from seglib.report.privacy.limits import limits_of
from seglib.report.render import Content, Fingerprint, RenderError, read_notebook, render_page
from seglib.report.swap import take_place, write_synced
from seglib.report.warehouse import open_tables
from seglib.report.workbook import write_workbooks

FOLDERS = {"client": "", "analyst": "analyst", "student": "learn"}
MANIFEST = "manifest.json"


class PublishError(RuntimeError):
    """A report that is not published; the former one is untouched."""


def publish(
    client: object,
    *,
    build_dir: Path,
    reports_dir: Path,
    edition: str = "client",
    notebooks: Sequence[str] = tuple(chapter.name for chapter in CHAPTERS),
    input_hash: str = "",
    config_hash: str = "",
) -> Path:
    """Render, check and publish an edition of a client's report.

    Parameters
    ----------
    client : Client
        Gives `slug`, `name`, `language`, `currency`, `as_of`, `folder` and `brand`.
    build_dir : Path
        Holds the executed notebooks.
    reports_dir : Path
        Holds one folder a client; the client edition is written to it, the others into its
        ``analyst`` and ``learn`` folders.
    edition : {"client", "analyst", "student"}, default "client"
        Whom the report is for.
    notebooks : sequence of str, optional
        Names of the notebooks, in page order; default all of `CHAPTERS`.
    input_hash, config_hash : str, optional
        Hashes of the raw files and of ``client.yml``, shown in the footer and in the manifest.

    Returns
    -------
    Path
        The published folder.

    Raises
    ------
    PublishError
        If a notebook was not executed to its end, a check fails or the disk refuses; what was
        published before is untouched.
    """
    check_edition(edition)
    target = Path(reports_dir) / client.slug / FOLDERS[edition]
    if target.is_symlink():
        raise PublishError(f"{target.name} is a link; the report is only written to a real folder.")
    fingerprint = Fingerprint(data=input_hash or "–", config=config_hash or "–", version=__version__)
    for change in changes(client.brand):
        sys.stderr.write(f"{change}\n")
    site = [_content(Path(build_dir) / f"{name}.ipynb", edition, notebooks) for name in notebooks]
    if edition != "analyst":  # which stays in the house that has the files
        with open_tables(client) as tables:
            limits = limits_of(tables, least=client.min_cell)
        site = [gated(content, limits) for content in site]
    new = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _remove_leftovers(target)
        new.mkdir()
        _write_pages(new, client, edition, site, fingerprint)
        _check(new, site)
        _carry_over(target, new)
        if edition == "student":
            write_workbooks(build_dir, new, names=notebooks)
        _write_manifest(new, client, edition, site, fingerprint)
        take_place(new, target)
    except OSError as error:
        reason = error.strerror or str(error)
        raise PublishError(f"The report could not be written ({reason}). The former one is untouched.") from error
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return target


def hashes_of(client: object) -> dict[str, str]:
    """Give the hashes that say what a client's report was made from.

    Parameters
    ----------
    client : Client
        Gives `folder`, which holds `client.yml`, `raw/`, `clean/` and a logo, `sources` and `brand`.

    Returns
    -------
    dict of str to str
        ``input_hash`` and ``config_hash``, as :func:`publish` takes them.
    """
    read = sorted(path for path in (client.folder / "raw").rglob("*") if path.is_file())
    if any(source.database for source in client.sources):
        read += sorted((client.folder / "clean").glob("*.parquet"))  # all that stays of what was in the database
    return {
        "input_hash": files_hash(read),
        "config_hash": files_hash([client.folder / name for name in ("client.yml", client.brand.logo) if name]),
    }


def build_folder(client: object, reports_dir: Path) -> Path:
    """Say where a client's executed notebooks are kept.

    Parameters
    ----------
    client : Client
        Gives `slug`.
    reports_dir : Path
        Holds one folder a client.

    Returns
    -------
    Path
        Beside the reports, hidden.
    """
    return Path(reports_dir) / ".build" / client.slug


def files_hash(paths: Sequence[Path]) -> str:
    """Give one short hash of some files' names and contents.

    Parameters
    ----------
    paths : sequence of Path
        In a fixed order.

    Returns
    -------
    str
        16 hexadecimal digits.
    """
    total = sha256()
    for path in paths:
        with path.open("rb") as file:
            total.update(f"{path.name}\0{file_digest(file, 'sha256').hexdigest()}\n".encode())
    return total.hexdigest()[:16]


def _content(path: Path, edition: str, notebooks: Sequence[str]) -> Content:
    if not path.is_file():
        raise PublishError(f"{path.stem} was not executed: there is no {path.name} in the build folder.")
    status = nbformat.read(path, as_version=4).metadata.get("seglib", {}).get("status")
    if status != "complete":
        raise PublishError(f"{path.stem} did not run to its end (status {status!r}). Run it again.")
    try:
        return read_notebook(path, edition=edition, pages=notebooks)
    except RenderError as error:
        raise PublishError(f"{error} The former report is untouched.") from error


def _write_pages(folder: Path, client: object, edition: str, site: Sequence[Content], fingerprint: Fingerprint) -> None:
    shared = {"client": client, "site": site, "fingerprint": fingerprint}
    pages = {content.name: render_page(content, edition=edition, **shared) for content in site}
    pages["index"] = render_index(**shared)
    for name, html in pages.items():
        write_synced(folder / f"{name}.html", html.encode())
    write_synced(folder / METRICS, metrics_text(site, pages).encode())


def _check(folder: Path, site: Sequence[Content]) -> None:
    pages = {f"{content.name}.html": [block.id for block in content.blocks] for content in site}
    pages["index.html"] = [answer.anchor for answer in shown(site)]
    problems, warnings = folder_problems(folder, pages=pages)
    for warning in warnings:
        sys.stderr.write(f"{warning}\n")
    if problems:
        listed = "\n".join(f"  - {problem}" for problem in problems)
        raise PublishError(f"The report is not fit to be sent; the former one is untouched:\n{listed}")


def _write_manifest(
    folder: Path, client: object, edition: str, site: Sequence[Content], fingerprint: Fingerprint
) -> None:
    listed = sorted([*folder.glob("*.html"), folder / METRICS])
    manifest = {
        "client": client.slug,
        "edition": edition,
        "as_of": client.as_of.isoformat(),
        "seglib": fingerprint.version,
        "input": fingerprint.data,
        "config": fingerprint.config,
        "notebooks": {content.name: "complete" for content in site},
        "files": {path.name: sha256(path.read_bytes()).hexdigest() for path in listed},
    }
    text = json.dumps(manifest, indent=2, sort_keys=True, ensure_ascii=False)
    write_synced(folder / MANIFEST, f"{text}\n".encode())


def _carry_over(target: Path, new: Path) -> None:
    """Keep the folders that others write into this one, such as the other editions."""
    for folder in sorted(target.iterdir()) if target.is_dir() else []:
        if folder.is_dir() and not folder.is_symlink() and not folder.name.startswith("."):
            shutil.copytree(folder, new / folder.name, symlinks=True)


def _remove_leftovers(target: Path) -> None:
    """Tidy what a killed run left beside the report; a run still going is left alone."""
    for folder in sorted(target.parent.glob(f".{target.name}.*.new")):
        if not _running(folder):
            shutil.rmtree(folder)
    for folder in sorted(target.parent.glob(f".{target.name}.*.old")):
        if _running(folder):
            continue
        if target.exists():
            shutil.rmtree(folder)
        else:
            folder.rename(target)  # killed between the two renames: this is the former report


def _running(folder: Path) -> bool:
    """Tell whether the process that a work folder is named after is alive."""
    owner = folder.name.split(".")[-2]
    if os.name == "nt" or not owner.isdigit():
        return True
    try:
        os.kill(int(owner), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
