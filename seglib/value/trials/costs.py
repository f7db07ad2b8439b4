"""What did each arm cost, and by which margin is it judged? What the files do not say, client.yml may."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import ibis.expr.types as ir
import numpy as np
import pandas as pd
from ibis import _

from seglib.client_value import Roi
from seglib.features.responses import CONTROL

LEAST_KNOWN = 0.9  # of the revenue of order lines, whose margin must be known for a rate of the business
_COSTS = ("fixed_cost", "unit_cost", "window_days")


@dataclass(frozen=True)
class Margin:
    """By which margin campaigns are judged.

    Parameters
    ----------
    source : {"files", "client.yml", "order lines", "responses", "none"}
        Whether it is that of the files; revenue times the rate of client.yml or of the order lines; what client.yml
        says that a response is worth; or not known.
    rate : float
        Margin rate, or worth of a response; 1 where it is that of the files, missing where it is not known.
    """

    source: str
    rate: float


def arm_costs(assignments: pd.DataFrame, campaigns: pd.DataFrame | None, settings: Roi) -> pd.DataFrame:
    """Find what each arm cost.

    Parameters
    ----------
    assignments : pandas.DataFrame
        `campaign_id, customer_id, arm`.
    campaigns : pandas.DataFrame or None
        The contract's `campaigns`.
    settings : seglib.client_value.Roi
        Says what the files do not.

    Returns
    -------
    pandas.DataFrame
        One row a campaign and arm but control, in the order of the assignments: `campaign_id`, `arm`, `name` (the
        campaign's, with its id where several are called so, or its id), `contacts`,
        `fixed_cost`, `unit_cost`, `window_days`, `starts`, `a_contact` (the fixed cost spread over the contacts, and
        the unit cost), missing where nothing says it; of a fixed and a unit cost of which one is known, the other is
        nothing.
    """
    drawn = assignments.astype({"campaign_id": str, "arm": str})
    drawn = drawn[drawn["arm"] != CONTROL]
    table = drawn.groupby(["campaign_id", "arm"], sort=False)["customer_id"].nunique().rename("contacts").reset_index()
    listed = pd.DataFrame(columns=["campaign_id", "arm"]) if campaigns is None else campaigns
    listed = listed.astype({"campaign_id": str, "arm": str}).drop_duplicates(["campaign_id", "arm"])
    table = table.merge(listed, on=["campaign_id", "arm"], how="left")
    for column in ("name", "starts", "ends", *_COSTS):
        if column not in table.columns:
            table[column] = None
    table["name"] = table["name"].where(table["name"].notna(), table["campaign_id"])
    shared = table.groupby("name")["campaign_id"].transform("nunique") > 1
    table["name"] = table["name"].mask(shared, table["name"] + " (" + table["campaign_id"] + ")")
    for column in _COSTS:
        said = getattr(settings, column)
        table[column] = pd.to_numeric(table[column]).astype(float)
        table[column] = table[column].fillna(np.nan if said is None else float(said))
    lasted = (pd.to_datetime(table["ends"]) - pd.to_datetime(table["starts"])).dt.days + 1
    table["window_days"] = table["window_days"].fillna(lasted)
    some = table["fixed_cost"].notna() | table["unit_cost"].notna()
    for column in ("fixed_cost", "unit_cost"):
        table[column] = table[column].where(table[column].notna() | ~some, 0.0)
    table["a_contact"] = table["unit_cost"] + table["fixed_cost"] / table["contacts"]
    return table[["campaign_id", "arm", "name", "contacts", *_COSTS, "starts", "a_contact"]]


def margin_rate(tables: Mapping[str, ir.Table]) -> float:
    """Compute which share of the revenue of the order lines is margin.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name.

    Returns
    -------
    float
        Missing where no cost is known of a tenth of the revenue or more.
    """
    lines = tables.get("order_lines")
    if lines is None or not {"amount", "margin"} <= set(lines.columns):
        return float("nan")
    known = lines.margin.notnull()
    sums = lines.agg(
        amount=_.amount.sum().cast("float64"),
        known=known.ifelse(lines.amount, 0).sum().cast("float64"),
        margin=_.margin.sum().cast("float64"),
    )
    row = sums.to_pandas().iloc[0]
    if not row["known"] > 0 or row["known"] < LEAST_KNOWN * row["amount"]:
        return float("nan")
    return float(row["margin"] / row["known"])


def with_margin(
    assignments: pd.DataFrame, settings: Roi, *, rate_of_lines: float = float("nan")
) -> tuple[pd.DataFrame, Margin]:
    """Give each customer of a campaign a margin, where one can be told.

    Parameters
    ----------
    assignments : pandas.DataFrame
        The contract's `assignments`.
    settings : seglib.client_value.Roi
        Says what the files do not.
    rate_of_lines : float, optional
        From :func:`margin_rate`.

    Returns
    -------
    pandas.DataFrame
        With `margin`, unless nothing says what it could be.
    Margin
        Where it comes from.
    """

    def known(column: str) -> bool:
        return column in assignments.columns and bool(assignments[column].notna().any())

    if known("margin"):
        return assignments, Margin("files", 1.0)
    for source, rate in (("client.yml", settings.margin_rate), ("order lines", rate_of_lines)):
        if known("revenue") and rate is not None and not np.isnan(rate):
            revenue = pd.to_numeric(assignments["revenue"]).astype(float)
            return assignments.assign(margin=revenue * rate), Margin(source, float(rate))
    if known("responded") and not known("revenue") and settings.response_worth is not None:
        did = assignments["responded"].astype("Float64")
        worth = settings.response_worth
        return assignments.assign(margin=did * worth), Margin("responses", float(worth))
    return assignments, Margin("none", float("nan"))
