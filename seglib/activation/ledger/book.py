"""The ledger of campaigns: a CSV file that a person can read, that is only added to, and in which a change shows.

Each line carries a hash of itself and of the line before it. Whoever changes a line, takes one out or puts one in
breaks the chain, and the next reader says where. What was promised before a campaign can so be held against what was
measured after it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from seglib.engine import replacing
from seglib.spreadsheet import as_text

COLUMNS = {
    "entry": "Number of the line",
    "kind": "planned: written when the lists were made; measured: when the results came back",
    "campaign_id": "Campaign",
    "date": "Day of the data that the lists were made from, not of today",
    "programs": "Programs that the lists are for",
    "segmentation": "Which segments",
    "segment": "Code of the segment; everybody for the campaign as a whole",
    "segment_name": "Its name",
    "n": "Customers contacted (planned), or contacted and with a known result (measured)",
    "n_holdout": "Customers held out by lot, likewise",
    "measure": "What is measured a customer: margin, revenue or responded",
    "currency": "Of the money",
    "least_effect": "Smallest difference in money a customer that four of five such campaigns find",
    "least_response": "Smallest difference in the share who buy that four of five such campaigns find",
    "promised": "What a contacted customer will bring more than one held out",
    "promised_low": "It will be measured above this",
    "promised_high": "and below this in four of five campaigns (80% interval)",
    "promised_roi": "What a unit of money spent on contacts will bring beyond itself",
    "effect": "What was measured",
    "effect_low": "Its 95% interval from",
    "effect_high": "to",
    "roi": "What a unit of money spent on contacts brought beyond itself",
    "kept": "Whether what was measured lies in the interval that was promised: yes or no",
    "trusted": "Whether the draw and the results passed their checks: yes or no",
    "notes": "What the checks found",
    "files": "SHA-256 of each file",
    "salt": "Fingerprint of the salt of the draw; the salt itself stays secret",
    "previous": "Hash of the line before",
    "hash": "SHA-256 over this line and the hash before it",
}
"""The columns, with what each says."""
NUMBERS = (
    *("n", "n_holdout", "least_effect", "least_response", "promised", "promised_low", "promised_high", "promised_roi"),
    *("effect", "effect_low", "effect_high", "roi"),
)
FILE, SCHEMA = "ledger.csv", "ledger.schema.json"
_START = "0" * 64


class LedgerError(ValueError):
    """A ledger, a list or a file of results that cannot be used; the message says what to do."""


def read(folder: Path) -> pd.DataFrame:
    """Read a ledger and check that nobody changed it.

    Parameters
    ----------
    folder : pathlib.Path
        Where ``ledger.csv`` is; without it the ledger is empty.

    Returns
    -------
    pandas.DataFrame
        :data:`COLUMNS`; those of :data:`NUMBERS` as numbers, missing where the cell is empty.

    Raises
    ------
    LedgerError
        If a line is not as it was written.
    """
    lines = _lines(folder / FILE)
    table = pd.DataFrame(lines, columns=list(COLUMNS), dtype="str")
    return table.assign(**{name: pd.to_numeric(table[name].replace("", None)).astype(float) for name in NUMBERS})


def append(folder: Path, rows: Sequence[Mapping[str, object]]) -> None:
    """Add lines to a ledger.

    Parameters
    ----------
    folder : pathlib.Path
        Made if missing, with ``ledger.csv`` and ``ledger.schema.json``.
    rows : sequence of mapping
        Of :data:`COLUMNS` but for `entry`, `previous` and `hash`; what is left out is empty.

    Raises
    ------
    LedgerError
        If what is there is not as it was written: nothing is added.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    known = _lines(path)
    previous = known[-1][-1] if known else _START
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    if not known:
        writer.writerow(COLUMNS)
        _write_schema(folder / SCHEMA)
    for number, row in enumerate(rows, start=len(known) + 1):
        cells = [str(number), *(_cell(row.get(name)) for name in list(COLUMNS)[1:-2]), previous]
        previous = _hash(cells)
        writer.writerow([*cells, previous])
    with path.open("ab") as file:
        file.write(text.getvalue().encode("utf-8" if known else "utf-8-sig"))
        file.flush()
        os.fsync(file.fileno())


def _lines(path: Path) -> list[list[str]]:
    """Lines of a ledger, whose chain holds."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, *lines = list(csv.reader(file)) or [[]]
    if head != list(COLUMNS):
        raise LedgerError(f"{path.name} has not the columns of a ledger; put back the file as it was written.")
    previous = _START
    for number, cells in enumerate(lines, start=1):
        whole = len(cells) == len(COLUMNS) and cells[0] == str(number) and cells[-2] == previous
        if not whole or cells[-1] != _hash(cells[:-1]):
            raise LedgerError(
                f"{path.name}: entry {number} is not as it was written, or one before it is missing. A ledger is only "
                "added to; put back the file as it was."
            )
        previous = cells[-1]
    return lines


def _hash(cells: Sequence[str]) -> str:
    return hashlib.sha256(json.dumps(list(cells), ensure_ascii=False).encode()).hexdigest()


def _cell(value: object) -> str:
    if value is None or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.6g}" if abs(value) < 1e-3 else f"{value:.4f}".rstrip("0").rstrip(".")
    return str(as_text(" ".join(str(value).split())))


def _write_schema(path: Path) -> None:
    kinds = dict.fromkeys(NUMBERS, "number") | {"entry": "integer", "date": "date"}
    fields = [{"name": name, "type": kinds.get(name, "string"), "description": told} for name, told in COLUMNS.items()]
    schema = {"fields": fields, "primaryKey": ["entry"], "missingValues": [""]}
    with replacing(path) as part:
        part.write_text(json.dumps(schema, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
