"""Where are moves kept? The table `migration` of the contract, under the client's results."""

from __future__ import annotations

from pathlib import Path

import ibis
import pandas as pd

from seglib import engine
from seglib.activation.migration.following import Followed
from seglib.client import Client
from seglib.clustering.flow import PARTS

COLUMNS = ("from_day", "until_day", "segment", "segment_name", "to_segment", "to_name", "n", *PARTS)


def migration_table(found: Followed) -> pd.DataFrame:
    """Lay out all moves as a table.

    Parameters
    ----------
    found : Followed

    Returns
    -------
    pandas.DataFrame
        One row a pair of days and of segments (by their identity) with customers: :data:`COLUMNS`. The parts add up to
        `n`; of those who stayed they are 0.
    """
    rows = [step.flows.assign(from_day=step.before.date, until_day=step.after.date) for step in found.steps]
    table = pd.concat(rows, ignore_index=True).rename(columns={"before": "segment", "after": "to_segment"})
    names = {"segment_name": table["segment"].map(found.names), "to_name": table["to_segment"].map(found.names)}
    return table.assign(**names)[list(COLUMNS)]


def write_migration(client: Client, found: Followed | None) -> Path:
    """Keep all moves as ``results/migration.parquet``.

    Parameters
    ----------
    client : seglib.client.Client
    found : Followed or None
        None where nothing can be told: the file of an earlier run goes.

    Returns
    -------
    pathlib.Path
        The file.
    """
    file = client.results / "migration.parquet"
    if found is None:
        file.unlink(missing_ok=True)
        return file
    engine.write_parquet({"migration": ibis.memtable(migration_table(found))}, client.results)
    return file
