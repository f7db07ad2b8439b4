"""What is there to say of a client's campaigns? Everything that page 08 shows, from the clean tables and client.yml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pandas as pd

from seglib import engine
from seglib.client import Client
from seglib.features.observation import complete
from seglib.features.responses import CONTROL
from seglib.segments.storing import read_adopted
from seglib.value.experiments import Effects, effects
from seglib.value.trials.before import Before, first_days, known_before
from seglib.value.trials.costs import Margin, arm_costs, margin_rate, with_margin
from seglib.value.trials.naive import naive_reading, spending_by_day
from seglib.value.trials.planning import plan_test
from seglib.value.trials.returns import returns

WINDOW_DAYS = 30
"""Days of which money is compared where no campaign says over how many its results count."""


@dataclass(frozen=True, eq=False)
class Campaigns:
    """What a client's campaigns cost and did.

    Parameters
    ----------
    found : Effects
        Effects by segment, with the checks of the draw.
    costs : pandas.DataFrame
        From :func:`seglib.value.trials.costs.arm_costs`.
    margin : Margin
        By which margin they are judged.
    before : Before
        What was known before them.
    returns : pandas.DataFrame
        From :func:`seglib.value.trials.returns.returns`, of campaigns with a control group.
    naive : pandas.DataFrame
        All campaigns, read as if there were no need of one: see :mod:`seglib.value.trials.naive`.
    min_cell : int
        Customers below which no number is given of a group.
    """

    found: Effects
    costs: pd.DataFrame
    margin: Margin
    before: Before
    returns: pd.DataFrame
    naive: pd.DataFrame
    min_cell: int

    @property
    def names(self) -> dict[str, str]:
        """Campaign: its name."""
        return dict(zip(self.costs["campaign_id"], self.costs["name"], strict=True))

    @property
    def tested(self) -> list[str]:
        """Campaigns with a control group, in the order of the files."""
        without = set(self.found.without_control)
        return [one for one in self.names if one not in without]

    @property
    def untested(self) -> pd.DataFrame:
        """The naive reading of campaigns without a control group, the largest first; the smallest are left out."""
        alone = self.naive[self.naive["campaign_id"].isin(self.found.without_control)]
        alone = alone[alone["contacts"] >= self.min_cell]
        return alone.sort_values("contacts", ascending=False, kind="stable", ignore_index=True)

    @property
    def shown(self) -> pd.DataFrame:
        """Campaign, arm and segment of which numbers are given: enough customers in it and in its control group."""
        return self.returns.loc[self.returns["verdict"] != "too few", ["campaign_id", "arm", "segment"]]

    @property
    def money(self) -> str | None:
        """The outcome by which effects in money are told: margin, else revenue, else none."""
        known = set(self.found.table["outcome"])
        return next((name for name in ("margin", "revenue") if name in known), None)


def read_campaigns(tables: Mapping[str, ir.Table], client: Client, *, random_state: int) -> Campaigns | None:
    """Look at all campaigns of a client.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name, without customers who objected.
    client : seglib.client.Client
        Its setting `roi`, `as_of`, and the segmentation that page 06 adopted.
    random_state : int
        Seed that page 06 was made with.

    Returns
    -------
    Campaigns or None
        None where nobody was ever drawn for one.
    """
    if "assignments" not in tables:
        return None
    keys = ["campaign_id", "customer_id"]
    drawn = complete(tables["assignments"], "assignments").order_by(keys).to_pandas()
    if drawn.empty:
        return None
    listed = complete(tables["campaigns"], "campaigns").to_pandas() if "campaigns" in tables else None
    drawn, margin = with_margin(drawn, client.roi, rate_of_lines=margin_rate(tables))
    days = first_days(drawn, listed)
    drawn["day"] = drawn["campaign_id"].map(days)
    drawn = drawn.sort_values(["day", *keys], kind="stable", ignore_index=True).drop(columns="day")
    segments = segments_to_compare(tables, client)
    seed = {"as_of": client.as_of, "random_state": random_state}
    before = known_before(tables, drawn, days, adopted=segments, **seed)
    placed = drawn.merge(before.segments, on=keys, how="left")
    found = effects(placed, by="segment", history=before.history, shares=client.roi.shares)
    costs = arm_costs(drawn, listed, client.roi)
    tested = costs[~costs["campaign_id"].isin(found.without_control)]
    return Campaigns(
        found=found,
        costs=costs,
        margin=margin,
        before=before,
        returns=returns(found, tested, settings=client.roi, min_cell=client.min_cell),
        naive=naive_reading(found.rows, costs, spending=spending_by_day(tables), days=days),
        min_cell=client.min_cell,
    )


def segments_to_compare(tables: Mapping[str, ir.Table], client: Client) -> pd.DataFrame | None:
    """Give the segments by which effects are told apart: of the trait that client.yml names, else the adopted ones.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name, without customers who objected.
    client : seglib.client.Client
        Whose settings count.

    Returns
    -------
    pandas.DataFrame or None
        Of the contract's `segments` at least `customer_id, scheme, segment, segment_name`; None where there are none.
    """
    return segments_of_trait(tables, client.roi.by) if client.roi.by else read_adopted(client)


def segments_of_trait(tables: Mapping[str, ir.Table], column: str) -> pd.DataFrame | None:
    """Take the values of a trait as segments.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name.
    column : str
        Column of the customers.

    Returns
    -------
    pandas.DataFrame or None
        `customer_id, scheme, segment, segment_name` of those of whom it is known; None without a list of customers.
    """
    if "customers" not in tables:
        return None
    people = complete(tables["customers"], "customers").select("customer_id", column).to_pandas().dropna()
    value = people[column].astype(str)
    return people[["customer_id"]].assign(scheme=column, segment=value, segment_name=value)


def write_returns(client: Client, campaigns: Campaigns | None) -> Path:
    """Keep the returns as ``results/roi.parquet``.

    Parameters
    ----------
    client : seglib.client.Client
    campaigns : Campaigns or None
        Without any, the file of an earlier run goes.

    Returns
    -------
    pathlib.Path
    """
    file = client.results / "roi.parquet"
    if campaigns is None or campaigns.returns.empty:
        file.unlink(missing_ok=True)
        return file
    kept = campaigns.returns.assign(segments=campaigns.before.when, margin=campaigns.margin.source)
    texts = kept.columns.difference(kept.select_dtypes("number").columns)
    engine.write_parquet({"roi": ibis.memtable(kept.astype(dict.fromkeys(texts, "str")))}, client.results)
    return file


def plan_next(tables: Mapping[str, ir.Table], client: Client, campaigns: Campaigns | None) -> pd.DataFrame:
    """Plan the test that would prove what the next campaign does.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name.
    client : seglib.client.Client
        Its setting `roi` and `as_of`.
    campaigns : Campaigns or None
        The campaigns until now: how many respond without one, or with one where no control group tells, what a contact
        cost, and over how many days results count.

    Returns
    -------
    pandas.DataFrame
        See :func:`seglib.value.trials.planning.plan_test`; money is that of the last such days, or of the campaigns
        where there are no orders.
    """
    spending = spending_by_day(tables)
    share = mean = sd = a_contact = worth = float("nan")
    window = client.roi.window_days or WINDOW_DAYS
    there_are = 0 if spending is None else spending["customer_id"].nunique()
    if campaigns is not None:
        rows = campaigns.found.rows
        like = rows[rows["arm"] == CONTROL] if (rows["arm"] == CONTROL).any() else rows
        share = float(like["responded"].mean()) if "responded" in like else share
        if campaigns.margin.source == "responses":
            worth = campaigns.margin.rate
        elif campaigns.money in like.columns:
            mean, sd = float(like[campaigns.money].mean()), float(like[campaigns.money].std())
        a_contact = float((campaigns.costs["a_contact"] * campaigns.costs["contacts"]).sum(min_count=1))
        a_contact /= campaigns.costs.loc[campaigns.costs["a_contact"].notna(), "contacts"].sum() or float("nan")
        window = (
            int(campaigns.costs["window_days"].median()) if campaigns.costs["window_days"].notna().any() else window
        )
        there_are = max(there_are, rows["customer_id"].nunique())
    if spending is not None and not sd > 0 and not worth > 0:
        since = pd.Timestamp(client.as_of) - pd.Timedelta(days=window - 1)
        rate = client.roi.margin_rate or margin_rate(tables)
        sums = spending[spending["day"] >= since].groupby("customer_id")["amount"].sum()
        sums = sums.reindex(spending["customer_id"].unique(), fill_value=0.0) * (rate if rate == rate else 1.0)
        mean, sd = float(sums.mean()), float(sums.std())
    costs = {"a_contact": a_contact, "worth": worth}
    return plan_test(share=share, mean=mean, sd=sd, **costs, there_are=there_are, settings=client.roi)
