"""What are new customers like, if all that is there is a file of their orders? Read as the shop's own files are."""

from __future__ import annotations

import csv
import datetime
import shutil
import tempfile
from pathlib import Path

import pandas as pd

from seglib.cleaning import clean
from seglib.client import Client
from seglib.client_keys import LINE, Source
from seglib.features import customer_features, service, touchpoints
from seglib.intake import read_sources
from seglib.intake.header import tidy

BESIDE = ("products",)
"""Tables that orders need beside them: costs and categories. Who is in no list of customers is new, not an orphan."""
_FAR = datetime.date(2999, 12, 31)  # no order is too late; the last one says when the file ends


def new_customers(client: Client, file: Path) -> tuple[pd.DataFrame, datetime.date] | None:
    """Make features out of a file that has the shape of one of the client's files of order lines.

    Parameters
    ----------
    client : seglib.client.Client
        Whose ``client.yml`` says what such files mean.
    file : pathlib.Path
        Orders of new customers, all that are known of each.

    Returns
    -------
    tuple of pandas.DataFrame and datetime.date, or None
        One row a customer, as of the day of the last order; what orders do not tell, such as visits, is missing and not
        nought. None where the file has not the columns of any of the client's files of order lines.

    Raises
    ------
    seglib.intake.IntakeError, seglib.cleaning.CleaningError, seglib.questions.OpenQuestionsError
        If it has them, and cannot be read all the same.

    Notes
    -----
    Nothing of the client's is changed: the file is read in a folder of its own, which is gone afterwards.
    """
    for source in client.sources:
        if source.table == "order_lines" and _has_its_columns(file, source):
            with tempfile.TemporaryDirectory(dir=client.folder) as folder:
                return _read(_alone(client, source, file, Path(folder)))
    return None


def _has_its_columns(file: Path, source: Source) -> bool:
    """Whether the header of a CSV file has every column that a source reads."""
    if source.file is None or source.header is not None:
        return False
    with file.open(encoding=source.encoding or "utf-8-sig", errors="replace", newline="") as opened:
        line = opened.readline()
    delimiter = source.delimiter or max(",;\t|", key=line.count)
    if len(delimiter) != 1:
        return False
    names = {tidy(cell) for cell in next(csv.reader([line], delimiter=delimiter), [])}
    told = [one if isinstance(one, list) else [one] for one in source.columns.values()]
    return {name for one in told for name in one} - {LINE} <= names


def _alone(client: Client, source: Source, file: Path, folder: Path) -> Client:
    """A client who has this file of orders, its products, and nothing else."""
    raw = folder / "raw"
    raw.mkdir()
    shutil.copyfile(file, raw / file.name)
    beside = [one for one in client.sources if one.table in BESIDE]
    names = {name for one in beside if one.file for name in client.raw.glob(one.file)}
    for path in names | ({client.raw / client.rates} if client.rates else set()):
        shutil.copyfile(path, raw / path.name)
    orders = source.model_copy(update={"file": file.name})
    return client.model_copy(update={"folder": folder, "sources": [*beside, orders], "as_of": _FAR})


def _read(alone: Client) -> tuple[pd.DataFrame, datetime.date]:
    tables = clean(read_sources(alone), alone).tables
    last = tables["order_lines"].ordered_at.max().execute().date()
    found = customer_features(tables, as_of=last).to_pandas().sort_values("customer_id", ignore_index=True)
    return found.assign(**dict.fromkeys([*touchpoints.COLUMNS, *service.COLUMNS], float("nan"))), last
