"""What does a page say to a client who has nothing for it? What it takes, in place of the notebook's own cells."""

from __future__ import annotations

from dataclasses import dataclass

import nbformat

from seglib.client import Client, load_client
from seglib.contracts import TABLES
from seglib.report.blocks import Note
from seglib.report.contents import CHAPTERS, Chapter
from seglib.report.page import Page

_CELL = "from seglib.report.lacking import lacking_note\n\nlacking_note(client, {name!r})"
KEPT = "lacking"
"""Tag of cells that ask for a page's missing traits; they stay."""


@dataclass(frozen=True)
class Lack:
    """What a page takes, and the client has none of; false where the page can be made.

    Parameters
    ----------
    tables : tuple of str
        Tables of the contract of which one is needed.
    traits : tuple of str
        Columns of the customers of which one is needed, where a table is there.
    """

    tables: tuple[str, ...] = ()
    traits: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.tables or self.traits)


def lacks(name: str, client: Client) -> Lack:
    """Find what a notebook needs and the client's files bring none of.

    Parameters
    ----------
    name : str
        A notebook's file name without its ending.
    client : Client

    Returns
    -------
    Lack
        False where the notebook can run.
    """
    chapter = next((chapter for chapter in CHAPTERS if chapter.name == name), Chapter(name))
    tables = {source.table for source in client.sources}
    if chapter.needs and not tables & {*chapter.needs}:
        return Lack(tables=chapter.needs)
    mapped = {column for source in client.sources if source.table == "customers" for column in source.columns}
    return Lack() if not chapter.traits or mapped & {*chapter.traits} else Lack(traits=chapter.traits)


def reduced(notebook: nbformat.NotebookNode, name: str, lack: Lack) -> nbformat.NotebookNode:
    """Keep a notebook's title, what it is about and its parameters, and say what it takes.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        The whole notebook; left as it is. Cells tagged ``lacking`` stay where only traits are lacking: they ask for
        them.
    name : str
        Its file name without its ending.
    lack : Lack

    Returns
    -------
    nbformat.NotebookNode
    """
    title, about, *rest = notebook.cells
    parameters = [cell for cell in rest if "parameters" in cell.metadata.get("tags", [])]
    says = [nbformat.v4.new_markdown_cell("## What this page takes", id="what-it-takes")]
    says.append(nbformat.v4.new_code_cell(_CELL.format(name=name), id="lacking"))
    asks = [cell for cell in rest if KEPT in cell.metadata.get("tags", [])] if lack.traits else []
    kept = nbformat.v4.new_notebook(cells=[title, about, *parameters, *says, *asks], metadata=notebook.metadata)
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
    lack = lacks(name, shop)
    if lack.traits:
        known = ", ".join(trait.replace("_", " ") for trait in lack.traits)
        text = f"The files say nothing of the customers that this page could be made of: {known}. Ask for two or three."
    else:
        ways = " Or: ".join(TABLES[table].metadata["collect"] for table in lack.tables)
        text = f"Nothing is here yet that this page could be made of. {ways}"
    return Page(shop, name).note("takes", text)
