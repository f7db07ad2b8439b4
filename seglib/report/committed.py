"""What of a notebook's results may be kept in git? The blocks' text of the demo client, and nothing else.

The stored text lets a reader see the results without running anything, and lets nbval notice when they change. Images,
HTML, run metadata and paths never enter.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import nbformat

from seglib.report.blocks import KINDS
from seglib.report.runner import execute

COMPARED = "nbval-check-output"
_CELL_METADATA = {"tags"}
_NOTEBOOK_METADATA = {"kernelspec", "language_info"}
_LANGUAGE = {"name": "python"}


def refresh(path: Path, client: object) -> None:
    """Run a notebook and store its blocks' text in it.

    Parameters
    ----------
    path : pathlib.Path
        The notebook; rewritten in place when the run is complete.
    client : Client
        The demo client.

    Raises
    ------
    seglib.report.runner.NotebookFailed
        If a cell fails; the notebook is left as it was.
    """
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".refresh-") as folder:
        executed = nbformat.read(execute(path, client, out_dir=Path(folder)), as_version=4)
    notebook = nbformat.read(path, as_version=4)
    results = {cell.id: cell.outputs for cell in executed.cells if cell.cell_type == "code"}
    for place, cell in enumerate((cell for cell in notebook.cells if cell.cell_type == "code"), start=1):
        _store(cell, place, [text for output in results[cell.id] if (text := _block_text(output))])
    for cell in notebook.cells:
        cell.metadata = {key: value for key, value in cell.metadata.items() if key in _CELL_METADATA}
    notebook.metadata = {key: value for key, value in notebook.metadata.items() if key in _NOTEBOOK_METADATA}
    notebook.metadata["language_info"] = _LANGUAGE
    nbformat.write(notebook, path)


def problems(path: Path) -> list[str]:
    """What a committed notebook holds that it must not.

    Parameters
    ----------
    path : pathlib.Path
        A notebook.

    Returns
    -------
    list of str
        One sentence for each problem; empty when there is none.
    """
    notebook = nbformat.read(path, as_version=4)
    found = [f"metadata {key!r}" for key in notebook.metadata if key not in _NOTEBOOK_METADATA]
    found += [f"language metadata {key!r}" for key in notebook.metadata.get("language_info", {}) if key != "name"]
    for number, cell in enumerate(notebook.cells, start=1):
        where = f"cell {number}"
        found += [f"{where}: metadata {key!r}" for key in cell.metadata if key not in _CELL_METADATA]
        found += [f"{where}: an attachment" for _ in cell.get("attachments", {})]
        if cell.cell_type == "code":
            found += [f"{where}: run without a result"] if cell.execution_count is not None and not cell.outputs else []
            found += [f"{where}: an output that is not a block's text" for o in cell.outputs if not _block_text(o)]
            found += [f"{where}: output of type {kind}" for o in cell.outputs for kind in _other_types(o)]
    return found


def _store(cell: nbformat.NotebookNode, place: int, texts: list[str]) -> None:
    cell.execution_count = place if texts else None  # nbval does not compare cells that were never run
    cell.outputs = [
        nbformat.v4.new_output("execute_result", data={"text/plain": text}, execution_count=place) for text in texts
    ]
    tags = [tag for tag in cell.metadata.get("tags", []) if tag != COMPARED]
    cell.metadata["tags"] = [*tags, COMPARED] if texts else tags
    if not cell.metadata["tags"]:
        del cell.metadata["tags"]


def _block_text(output: nbformat.NotebookNode) -> str:
    text = output.get("data", {}).get("text/plain", "")
    return text if text.split(" ", 1)[0].lower() in KINDS else ""


def _other_types(output: nbformat.NotebookNode) -> list[str]:
    return [kind for kind in output.get("data", {}) if kind != "text/plain"]
