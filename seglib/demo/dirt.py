"""What is wrong in a shop's files, and where?

The register of planted dirt. Every piece is planted in rows that carry none yet, so that a row has one thing wrong at
most, and is written down with its row; the lines are counted when all is in place.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from seglib.demo.files import RawFile, Row


class Dirt:
    """Register of what was planted.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of chance.
    """

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self._records: list[tuple] = []

    def choose(self, file: RawFile, n: int, where: Callable[[Row], bool] | None = None) -> list[Row]:
        """Take n rows at random that carry no dirt and fulfil a condition, in the order of the file.

        Parameters
        ----------
        file : RawFile
            File to choose from.
        n : int
            Number of rows.
        where : callable, optional
            Condition on a row; left out, all rows will do.

        Returns
        -------
        list of Row
            In the order of the file.
        """
        free = [row for row in file.rows if not row.taken and (where is None or where(row))]
        if len(free) < n:
            raise ValueError(f"{file.name} must have {n} rows to spoil; got {len(free)}. Plant fewer.")
        rows = [free[i] for i in sorted(self.rng.choice(len(free), n, replace=False))]
        for row in rows:
            row.taken = True
        return rows

    def choose_orders(self, file: RawFile, n: int, where: Callable[[Row], bool] | None = None) -> list[list[Row]]:
        """Take n whole orders at random that carry no dirt, each row of which fulfils a condition.

        Parameters
        ----------
        file : RawFile
            File of order lines.
        n : int
            Number of orders.
        where : callable, optional
            Condition on a row; left out, all rows will do.

        Returns
        -------
        list of list of Row
            The rows of each order.
        """
        orders: dict[str, list[Row]] = {}
        for row in file.rows:
            orders.setdefault(file.get(row, "order_id"), []).append(row)
        free = [
            rows
            for rows in orders.values()
            if not any(row.taken for row in rows) and (where is None or all(map(where, rows)))
        ]
        chosen = [free[i] for i in sorted(self.rng.choice(len(free), n, replace=False))]
        for rows in chosen:
            for row in rows:
                row.taken = True
        return chosen

    def spoil(self, file: RawFile, row: Row, kind: str, column: str, dirty: str, outcome: str) -> None:
        """Change a cell and write it down.

        Parameters
        ----------
        file : RawFile
            File of the row.
        row : Row
            A row of the file.
        kind : str
            Kind of dirt.
        column : str
            Column of the contract.
        dirty : str
            Text that replaces the right one.
        outcome : str
            What cleaning should do.
        """
        self.note(file, row, kind, outcome, column, file.get(row, column), dirty)
        file.put(row, column, dirty)

    def note(
        self, file: RawFile, row: Row, kind: str, outcome: str, column: str = "", original: str = "", dirty: str = ""
    ) -> None:
        """Write down what is wrong with a row.

        Parameters
        ----------
        file : RawFile
            File of the row.
        row : Row
            A row of the file.
        kind : str
            Kind of dirt.
        outcome : str
            What cleaning should do.
        column : str
            Column of the contract; empty where it is the whole row.
        original : str
            Right text.
        dirty : str
            Text that replaces the right one.
        """
        row.taken = True
        self._records.append((file, row, kind, column, original, dirty, outcome))

    def table(self) -> pd.DataFrame:
        """What was planted, with the physical line of the finished files.

        Returns
        -------
        pandas.DataFrame
            `file, line, table, kind, column, original, dirty, outcome`, in the order of files and lines.
        """
        lines = {
            id(row): position + 2
            for file in {id(record[0]): record[0] for record in self._records}.values()
            for position, row in enumerate(file.rows)
        }
        rows = [
            (file.name, lines[id(row)], file.table, kind, column, original, dirty, outcome)
            for file, row, kind, column, original, dirty, outcome in self._records
        ]
        names = ["file", "line", "table", "kind", "column", "original", "dirty", "outcome"]
        return pd.DataFrame(rows, columns=names).sort_values(["file", "line", "kind"], kind="stable", ignore_index=True)
