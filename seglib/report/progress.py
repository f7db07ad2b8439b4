"""How far is the run?

On a terminal, a line for each cell that is rewritten in place; elsewhere one line for about every
quarter of a notebook. Lines are written whole, so that notebooks run side by side do not mix.
"""

import sys
import threading
from collections.abc import Sequence
from typing import TextIO

import nbformat

_WRITING = threading.Lock()


def nearest_headings(cells: Sequence[nbformat.NotebookNode]) -> list[str]:
    """Name each cell by the heading above it.

    Parameters
    ----------
    cells : sequence of notebook cells
        In order.

    Returns
    -------
    list of str
        One a cell; empty before the first heading.

    Examples
    --------
    >>> import nbformat.v4 as v4
    >>> nearest_headings([v4.new_code_cell("1"), v4.new_markdown_cell("## RFM scores"), v4.new_code_cell("2")])
    ['', 'RFM scores', 'RFM scores']
    """
    names, current = [], ""
    for cell in cells:
        if cell.cell_type == "markdown":
            lines = [line for line in cell.source.splitlines() if line.startswith("#")]
            current = lines[0].lstrip("#").strip() if lines else current
        names.append(current)
    return names


class Progress:
    """Tells how far one notebook is.

    Parameters
    ----------
    name : str
        The notebook.
    headings : sequence of str
        One a cell, from `nearest_headings`.
    stream : text file, optional
        Where to write; default standard error.
    """

    def __init__(self, name: str, headings: Sequence[str], *, stream: TextIO | None = None) -> None:
        self.name = name
        self.headings = headings
        self.stream = sys.stderr if stream is None else stream
        self._quarter = -1

    def cell(self, index: int) -> None:
        """Tell that a cell begins.

        Parameters
        ----------
        index : int
            Its place among the cells, from 0.
        """
        total = len(self.headings)
        line = f"{self.name}  {index + 1}/{total}  {self.headings[index]}".rstrip()
        if self.stream.isatty():
            self._write(f"\r\x1b[2K{line[:100]}")
        elif (quarter := 4 * index // total) != self._quarter:
            self._quarter = quarter
            self._write(f"{line}\n")

    def done(self) -> None:
        """Tell that the notebook ran to its end."""
        start = "\r\x1b[2K" if self.stream.isatty() else ""
        self._write(f"{start}{self.name}  done\n")

    def failed(self) -> None:
        """Leave the terminal's line as it stands, so that a message may follow."""
        if self.stream.isatty():
            self._write("\n")

    def _write(self, text: str) -> None:
        with _WRITING:
            self.stream.write(text)
            self.stream.flush()
