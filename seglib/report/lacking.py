"""What does a page say to a client who has nothing for it? What it takes, in place of the notebook's own cells."""

from __future__ import annotations

import nbformat

from seglib.client import Client, load_client
from seglib.contracts import TABLES
from seglib.report.blocks import Note
from seglib.report.contents import CHAPTERS, Chapter
from seglib.report.page import Page

_CELL = "from seglib.report.lacking import lacking_note\n\nlacking_note(client, {name!r})"


def lacks(name: str, client: Client) -> tuple[str, ...]:
    """Tables of which a notebook needs one, where the client's files bring none of them.

    Parameters
    ----------
    name : str
        A notebook's file name without its ending.
    client : Client

    Returns
    -------
    tuple of str
        Empty where the notebook can run.
    """
    needs = next((chapter for chapter in CHAPTERS if chapter.name == name), Chapter(name)).needs
    return () if {source.table for source in client.sources} & {*needs} else needs


def reduced(notebook: nbformat.NotebookNode, name: str) -> nbformat.NotebookNode:
    """Keep a notebook's title, what it is about and its parameters, and say what it takes.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        The whole notebook; left as it is.
    name : str
        Its file name without its ending.

    Returns
    -------
    nbformat.NotebookNode
    """
    title, about, *rest = notebook.cells
    parameters = [cell for cell in rest if "parameters" in cell.metadata.get("tags", [])]
    says = [nbformat.v4.new_markdown_cell("## What this page takes", id="what-it-takes")]
    says.append(nbformat.v4.new_code_cell(_CELL.format(name=name), id="lacking"))
    kept = nbformat.v4.new_notebook(cells=[title, about, *parameters, *says], metadata=notebook.metadata)
    return nbformat.from_dict(kept)


def lacking_note(client: str, name: str) -> Note:
    """Say what a page needs and how to collect it.

    Parameters
    ----------
    client : str
        Name of a folder under ``data/``, or its path.
    name : str
        The notebook's file name without its ending.

    Returns
    -------
    Note
    """
    shop = load_client(client)
    ways = " Or: ".join(TABLES[table].metadata["collect"] for table in lacks(name, shop))
    return Page(shop, name).note("takes", f"Nothing is here yet that this page could be made of. {ways}")
