"""Which lists can a client have today? The adopted segments, less those that cannot be trusted, for each program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ibis.expr.types as ir
import pandas as pd

from seglib.activation.crm.eligible import Eligible
from seglib.activation.crm.exporting import Export, draw, fill
from seglib.client import Client
from seglib.segments.evaluation import held_back
from seglib.segments.storing import read_adopted

_COLUMNS = ("email", "phone", "name", "country", "city", "postal_code", "marketing_consent", "objected")


@dataclass(frozen=True, eq=False)
class Lists:
    """The lists of one campaign.

    Parameters
    ----------
    exports : dict of str to Export
        By program.
    drawn : pandas.DataFrame
        `customer_id, segment, segment_name, arm` of everybody whom one of the programs reaches.
    segments : pandas.DataFrame
        The adopted segmentation, as `results/segments/adopted.parquet` has it.
    kept_back : pandas.DataFrame
        Segments of grade D, as :func:`seglib.segments.evaluation.held_back` gives them.
    """

    exports: dict[str, Export]
    drawn: pd.DataFrame
    segments: pd.DataFrame
    kept_back: pd.DataFrame

    @property
    def found(self) -> Eligible:
        """Who may be written to at all, whatever the program, and why others may not."""
        return next(iter(self.exports.values())).found


def lists(
    tables: Mapping[str, ir.Table], client: Client, *, targets: Sequence[str], campaign: str, salt: str
) -> Lists | None:
    """Make the lists of a campaign, without writing anything.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name, with customers who objected: they have to be known to be left out.
    client : seglib.client.Client
        Whose settings count.
    targets : sequence of str
        Programs.
    campaign : str
        Id of the campaign.
    salt : str
        Of the draw.

    Returns
    -------
    Lists or None
        None where no segmentation was adopted (notebook 06), or there is no list of customers.
    """
    segments = read_adopted(client)
    if segments is None or "customers" not in tables:
        return None
    known = tables["customers"]
    customers = known.select("customer_id", *(name for name in _COLUMNS if name in known.columns)).to_pandas()
    kept_back = not_trusted(client)
    codes = kept_back.loc[~kept_back["exported"], "code"].tolist()
    asked = {"holdout": client.crm.holdout, "salt": salt, "campaign": campaign, "as_of": client.as_of}
    asked |= {"held_back": codes, "country": client.crm.country, "language": client.language}
    drawn_once = draw(segments, customers, **asked)
    exports = {target: fill(*drawn_once, target=target) for target in targets}
    drawn = pd.concat([one.drawn for one in exports.values()]).drop_duplicates("customer_id")
    return Lists(exports, drawn.sort_values("customer_id", ignore_index=True), segments, kept_back)


def not_trusted(client: Client) -> pd.DataFrame:
    """List the segments of grade D.

    Parameters
    ----------
    client : seglib.client.Client

    Returns
    -------
    pandas.DataFrame
        As :func:`seglib.segments.evaluation.held_back` gives them; none where no passports were issued.
    """
    file = client.results / "passports.parquet"
    columns = ["code", "segment_name", "n", "grade", "held_back_by"]
    passports = pd.read_parquet(file, columns=columns) if file.exists() else pd.DataFrame(columns=columns)
    return held_back(passports, settings=client.evaluation)
