"""Where are segments kept? One file a type under the client's results, all of one shape."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import ibis
import pandas as pd

from seglib import engine
from seglib.client import Client
from seglib.segments.segmentation import Segmentation


def write_segments(client: Client, kind: str, schemes: Mapping[str, Segmentation]) -> Path:
    """Keep the segmentations of one type as ``results/segments/<kind>.parquet``.

    Parameters
    ----------
    client : seglib.client.Client
    kind : {"demographic", "geographic", "psychographic", "behavioural"}
        Each type has one writer, so that types can be made side by side.
    schemes : mapping of str to Segmentation
        Segmentations by the name under which each is kept (`model_id`); none: the file of an earlier run goes.

    Returns
    -------
    pathlib.Path
        The file: the contract's `segments` table.
    """
    folder = client.results / "segments"
    file = folder / f"{kind}.parquet"
    if not schemes:
        file.unlink(missing_ok=True)
        return file
    rows = [one.to_contract(as_of=client.as_of, model_id=name) for name, one in schemes.items()]
    engine.write_parquet({kind: ibis.memtable(pd.concat(rows, ignore_index=True))}, folder)
    return file


def write_passports(client: Client, passports: pd.DataFrame | None, *, base: str, by: str) -> None:
    """Keep the passports of the segments that the business goes by as ``results/passports.parquet``.

    Parameters
    ----------
    client : seglib.client.Client
    passports : pandas.DataFrame or None
        One row a segment; None: the file of an earlier run goes.
    base, by : str
        What the segments are made of, and how.
    """
    if passports is None:
        (client.results / "passports.parquet").unlink(missing_ok=True)
        return
    since = {"ancestor": "Float64"} if "ancestor" in passports else {}
    engine.write_parquet({"passports": ibis.memtable(passports.assign(base=base, by=by).astype(since))}, client.results)


def read_adopted(client: Client) -> pd.DataFrame | None:
    """Open the segmentation that the business goes by.

    Parameters
    ----------
    client : seglib.client.Client

    Returns
    -------
    pandas.DataFrame or None
        The contract's `segments` table, as page 06 keeps it; None where it adopted none.
    """
    file = client.results / "segments" / "adopted.parquet"
    return pd.read_parquet(file) if file.is_file() else None


def graded_names(client: Client) -> list[str]:
    """Name the segments that the business goes by and that page 06 graded; whoever is in none of them is not named.

    Parameters
    ----------
    client : seglib.client.Client

    Returns
    -------
    list of str
        In the order of their passports; empty where page 06 issued none.
    """
    file = client.results / "passports.parquet"
    return pd.read_parquet(file)["segment_name"].tolist() if file.is_file() else []


def segments_to_go_by(client: Client) -> tuple[pd.Series, str]:
    """Read by which segments the pages after 06 go.

    Parameters
    ----------
    client : seglib.client.Client

    Returns
    -------
    segments : pandas.Series
        Name of the segment by customer; empty where there are none.
    kind : {"adopted", "behavioural", ""}
        Those that page 06 adopted, or else the rule of recency, frequency and money of page 05.
    """
    folder = client.results / "segments"
    for kind in ("adopted", "behavioural"):
        if (folder / f"{kind}.parquet").is_file():
            table = pd.read_parquet(folder / f"{kind}.parquet")
            table = table if kind == "adopted" else table[table["scheme"] == "rfm"]
            if len(table):
                return table.set_index("customer_id")["segment_name"].astype(object), kind
    return pd.Series(dtype=object), ""
